"""Articles whose words are what the forms of an export are made of. Invented."""

import json

TITLES = [
    'Quotes "double", \'single\', “curly”; and, commas',
    "A line\nand another\tand a tab",
    '=HYPERLINK("http://evil.example";"x")',
    "+1 for the ferry",
    "-2 degrees at the pier",
    "@SUM(A1:A9) of all boats",
    "100% of {braces} and \\backslashes, $x_1^2$, #1 & co. ~ about",
    "Unbalanced } brace {{ here",
    "<script>alert(1)</script> & \"attributes\" &amp; entities",
    "Bell \u0007, escape \u001b[31m, next line \u0085, separator \u2028 and \ufffe",
    "TY  - JOUR\r\nER  - \r\nTI  - Injected",
    "@article{evil, title={Injected}}",
    "\\input{/etc/passwd} \\end{document}",
    "Zürich, Ёлка, 江畔晚报, جسر قديم, naïve café, 👩‍🚒 and a\u0301",
    "\u202eright to left\u202c and back",
    "A long one " + "about the harbour " * 150,
    "```` -- --- ''quotes'' ~nobreak~",
]
BYLINES = ["By O'Neil, Jr. and {Smith}", "By Ada van der Berg; Bo & Söhne", "By and and and", "By 100% _under_"]
DATES = ["1912", "1912-05", "1912-05-06", "2016-02-29T23:59:59+05:30", None]


def write(path):
    """Writes them as JSON lines."""
    with open(path, "w", encoding="utf-8") as file:
        for n, title in enumerate(TITLES + [None]):
            article = {
                "id": f"n{n}",
                "url": f"https://nasty.example/a{{{n}}} b?c=\"d\"&e=<f>",
                "body": f"Text number {n} of the ferry, {title}\n\nAnd a second paragraph, with \"quotes\".",
                "source": "The \"Nasty\" & <Odd> {Gazette}, 100%",
                "byline": BYLINES[n % len(BYLINES)],
                "section": "A, \"b\"; {c}\nd",
                "tags": ["x; y", "{z}", "a, b"],
                "language": "en",
            }
            if title is not None:
                article["title"] = title
            if DATES[n % len(DATES)]:
                article["date"] = DATES[n % len(DATES)]
            file.write(json.dumps(article) + "\n")
