use morgue_article::Block;

use super::*;

fn dateline(text: &str) -> String {
    match dateline::find(text) {
        Some(found) => format!(
            "{}|{}|{}|{}",
            found.place.unwrap_or("-"),
            found.date.unwrap_or("-"),
            found.agency.unwrap_or("-"),
            text[found.length..].trim()
        ),
        None => "none".to_string(),
    }
}

#[test]
fn datelines_are_told_from_sentences() {
    let cases = [
        ("PARIS (Reuters) - The mill", "PARIS|-|Reuters|The mill"),
        ("NEW YORK  (Reuters) - The mill", "NEW YORK|-|Reuters|The mill"),
        ("(CNN) — Just days", "-|-|CNN|Just days"),
        ("(CNN)Just days", "none"),
        ("ESSEN, Germany (Reuters) - The mill", "ESSEN, Germany|-|Reuters|The mill"),
        ("ESSEN, Germany, March 3 (Reuters) - The mill", "ESSEN, Germany|March 3|Reuters|The mill"),
        ("LONDON, March 3 (AP) — The mill", "LONDON|March 3|AP|The mill"),
        ("Berlin (dpa) - Die Mühle", "Berlin|-|dpa|Die Mühle"),
        ("PARIS, 3 mars 1912 (AFP) – Le moulin", "PARIS|3 mars 1912|AFP|Le moulin"),
        ("SEOUL/TOKYO (Reuters) - The mill", "SEOUL/TOKYO|-|Reuters|The mill"),
        ("ST. LOUIS — The mill", "ST. LOUIS|-|-|The mill"),
        ("Paris - The mill", "none"),
        ("The mill (built in 1871) - a ruin", "none"),
        ("HARBOUR TOWN, Dec. 4, 1899 -- The mill", "HARBOUR TOWN|Dec. 4, 1899|-|The mill"),
        ("HARBOUR TOWN, March 2, 1871. — The mill", "HARBOUR TOWN|March 2, 1871|-|The mill"),
        ("PORT-LE-MOULIN, 9 août 1936. — Le", "PORT-LE-MOULIN|9 août 1936|-|Le"),
        ("PUERTO, 7 de diciembre de 1978. — El", "PUERTO|7 de diciembre de 1978|-|El"),
        ("HARBOUR TOWN, Sept. 14. - The mill", "HARBOUR TOWN|Sept. 14|-|The mill"),
        ("WASHINGTON, Pa. — The mill", "WASHINGTON, Pa.|-|-|The mill"),
        ("A - The mill", "none"),
        ("新华社北京3月3日电 磨坊", "北京|3月3日|新华社|磨坊"),
    ];
    for (text, expected) in cases {
        assert_eq!(dateline(text), expected, "{text}");
    }
}

#[test]
fn bylines_are_told_from_sentences() {
    for line in [
        "By Jane Doe",
        "BY JANE DOE, Harbour Post Staff Writer",
        "Von Anna Muster und Karl Beispiel",
        "Par Anne de la Tour",
        "By Our Own Correspondent",
        "By  Ann Roe  and  Tom Poe",
    ] {
        assert!(byline::is_line(line), "{line}");
    }
    for line in [
        "By Monday the river had risen",
        "Di lunedì il fiume",
        "By",
        "Bylaws of the Mill",
        "by the river.",
    ] {
        assert!(!byline::is_line(line), "{line}");
    }
}

#[test]
fn a_head_is_taken_only_where_there_is_one() {
    let (head, rest) =
        split_head("Mill reopens\nBy Jane Doe\nMarch 3, 1912\nThe mill did.\nYes.", true);
    assert_eq!(
        (head.title, head.byline, head.date),
        (Some("Mill reopens"), Some("By Jane Doe"), Some("March 3, 1912"))
    );
    assert_eq!(rest, "The mill did.\nYes.");
    let (head, rest) = split_head("Mill reopens\n\nThe mill did.", true);
    assert_eq!((head.title, rest.trim()), (Some("Mill reopens"), "The mill did."));
    let (head, _) = split_head("DREADFUL GALE.\n\nThe mill fell.", true);
    assert_eq!(head.title, Some("DREADFUL GALE."));
    for body in [
        "The mill reopened on Monday.\n\nIt had been shut.",
        "the mill reopened\non Monday",
        "PARIS (Reuters) - The\n\nmill",
    ] {
        assert_eq!(split_head(body, true), (Head::default(), body), "{body}");
    }
}

#[test]
fn lines_become_paragraphs() {
    let wrapped = "The mill that stood by the river for a\nhundred years has reopened to the people\nof the town.\n    They came in great numbers to see it, the\nmiller said.\n";
    let texts =
        |text: &str| -> Vec<String> { paragraphs(text).into_iter().map(|b| b.text).collect() };
    assert_eq!(texts(wrapped).len(), 2, "{:?}", texts(wrapped));
    assert_eq!(
        texts("One sentence.\nAnother one.\nA third."),
        ["One sentence.", "Another one.", "A third."]
    );
    assert_eq!(texts("One  a\n\n\n two\n"), ["One a", "two"]);
}

#[test]
fn an_agency_s_footer_is_taken_whatever_it_is_called() {
    for line in ["The-Mill-Wire ™ & © 2025 Mill Press", "The-CNN-Wire ™ & © 2025 Mill Press"]
    {
        let mut blocks = [Block::paragraph("The mill."), Block::paragraph(line)].to_vec();
        assert_eq!(footer::take(&mut blocks).as_deref(), Some(line));
        assert_eq!(blocks.len(), 1);
    }
}

#[test]
fn rights_name_a_year_and_a_holder() {
    let rights = "™ & © 2025 Harbour Press, Inc. All rights reserved.";
    assert_eq!((footer::year(rights), footer::holder(rights)), (Some(2025), Some("Harbour Press")));
    assert_eq!(footer::year("Copyright 2001-2004 Mill"), Some(2004));
}
