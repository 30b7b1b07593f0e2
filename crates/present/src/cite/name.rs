//! Names of people, taken apart as far as that can be known.

/// Who wrote an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Name {
    /// A person whose family name is known.
    Person {
        /// `van der Berg`.
        family: String,
        /// `Jane M.`.
        given: String,
        /// `Jr.`, `III`.
        suffix: Option<String>,
    },
    /// An organisation, a single name, or a name of a script in which nothing says what its family
    /// name is: given as printed.
    Whole(String),
}

/// What may stand behind a name.
const SUFFIXES: [&str; 8] = ["jr", "sr", "ii", "iii", "iv", "phd", "md", "obe"];

/// What belongs to the family name that follows it.
const PARTICLES: [&str; 28] = [
    "van", "von", "der", "den", "de", "ter", "ten", "di", "da", "del", "della", "dos", "das", "do",
    "du", "la", "le", "el", "al", "bin", "ibn", "bint", "af", "av", "zu", "zur", "vom", "st.",
];

/// Words that no person's name has.
const ORGANISED: [&str; 42] = [
    "press",
    "agency",
    "agence",
    "agencia",
    "agentur",
    "agencies",
    "news",
    "newsroom",
    "service",
    "services",
    "staff",
    "desk",
    "team",
    "bureau",
    "reporter",
    "reporters",
    "correspondent",
    "correspondents",
    "editors",
    "board",
    "association",
    "society",
    "institute",
    "university",
    "ministry",
    "department",
    "committee",
    "council",
    "company",
    "corporation",
    "inc",
    "ltd",
    "llc",
    "gmbh",
    "group",
    "union",
    "network",
    "foundation",
    "redaktion",
    "rédaction",
    "redacción",
    "of",
];

impl Name {
    /// Reads a name as a byline gives it: `Jane Doe`, `Doe, Jane`, `John Roe, Jr.`.
    pub(super) fn read(text: &str) -> Self {
        let text = super::work::clean(text);
        if is_organised(&text.split(' ').collect::<Vec<_>>()) {
            return Self::Whole(text);
        }
        let (name, suffix) = match text.split_once(", ") {
            Some((name, end)) if is_suffix(end) => (name.to_string(), Some(end.to_string())),
            Some((family, given)) if !given.contains(',') && is_cased(&text) => {
                let (family, given) = (family.to_string(), given.to_string());
                return Self::Person { family, given, suffix: None };
            }
            Some(_) => return Self::Whole(text),
            None => (text.clone(), None),
        };
        let mut words: Vec<&str> = name.split(' ').collect();
        let suffix = suffix.or_else(|| {
            let last = *words.last().filter(|word| words.len() > 2 && is_suffix(word))?;
            words.pop();
            Some(last.to_string())
        });
        if words.len() < 2 || !is_cased(&name) {
            return Self::Whole(text);
        }
        let mut family = words.len() - 1;
        while family > 1 && PARTICLES.contains(&words[family - 1].to_lowercase().as_str()) {
            family -= 1;
        }
        Self::Person { family: words[family..].join(" "), given: words[..family].join(" "), suffix }
    }

    /// `Jane Doe`, `John Roe Jr.`.
    pub(super) fn straight(&self) -> String {
        match self {
            Self::Whole(name) => name.clone(),
            Self::Person { family, given, suffix } => match suffix {
                Some(suffix) => format!("{given} {family} {suffix}"),
                None => format!("{given} {family}"),
            },
        }
    }

    /// `Doe, Jane`, `Roe, John, Jr.`.
    pub(super) fn inverted(&self) -> String {
        match self {
            Self::Whole(name) => name.clone(),
            Self::Person { family, given, suffix } => match suffix {
                Some(suffix) => format!("{family}, {given}, {suffix}"),
                None => format!("{family}, {given}"),
            },
        }
    }

    /// `Doe, J. M.`, `Roe, J., Jr.`.
    pub(super) fn initials(&self) -> String {
        match self {
            Self::Whole(name) => name.clone(),
            Self::Person { family, given, suffix } => {
                let given: Vec<String> = given.split(' ').map(initial).collect();
                let given = given.join(" ");
                match suffix {
                    Some(suffix) => format!("{family}, {given}, {suffix}"),
                    None => format!("{family}, {given}"),
                }
            }
        }
    }

    /// The name that a list is sorted by.
    pub(super) fn family(&self) -> &str {
        match self {
            Self::Whole(name) => name,
            Self::Person { family, .. } => family,
        }
    }
}

/// `Jean-Paul` is `J.-P.`, `J.K.` is `J. K.`.
fn initial(word: &str) -> String {
    let first = |part: &str| {
        let mut letters = part.chars().filter(|c| c.is_alphanumeric());
        letters.next().map(|c| format!("{}.", c.to_uppercase()))
    };
    let dotted: Vec<&str> = word.split('.').filter(|part| !part.is_empty()).collect();
    let many = dotted.len() > 1;
    let (parts, between) =
        if many { (dotted, " ") } else { (word.split(['-', '‐', '‑']).collect(), "-") };
    let initials: Vec<String> = parts.into_iter().filter_map(first).collect();
    if initials.is_empty() { word.to_string() } else { initials.join(between) }
}

fn is_suffix(word: &str) -> bool {
    let word = word.trim().replace('.', "").to_lowercase();
    SUFFIXES.contains(&word.as_str())
}

fn is_organised(words: &[&str]) -> bool {
    let known = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        ORGANISED.contains(&word.as_str())
    };
    words[0].eq_ignore_ascii_case("the") || words.contains(&"&") || words.iter().any(known)
}

/// Whether all of its letters are of a script with capitals: elsewhere the order of names differs.
fn is_cased(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).all(|c| c.is_lowercase() || c.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        let cases = [
            ("Jane Doe", "Doe, Jane", "Doe, J."),
            ("Doe, Jane", "Doe, Jane", "Doe, J."),
            ("Jane Mary Doe", "Doe, Jane Mary", "Doe, J. M."),
            ("J.K. Roe", "Roe, J.K.", "Roe, J. K."),
            ("Jean-Paul Maret", "Maret, Jean-Paul", "Maret, J.-P."),
            ("John Roe, Jr.", "Roe, John, Jr.", "Roe, J., Jr."),
            ("John Roe III", "Roe, John, III", "Roe, J., III"),
            ("Lotte van der Berg", "van der Berg, Lotte", "van der Berg, L."),
            ("Ana De La Cruz", "De La Cruz, Ana", "De La Cruz, A."),
            ("Al Gower", "Gower, Al", "Gower, A."),
            ("Éva Ősz", "Ősz, Éva", "Ősz, É."),
            ("Иван Петров", "Петров, Иван", "Петров, И."),
            ("Reuters", "Reuters", "Reuters"),
            ("Harbour Press Agency", "Harbour Press Agency", "Harbour Press Agency"),
            ("Ministry of Tides", "Ministry of Tides", "Ministry of Tides"),
            ("The Dockers", "The Dockers", "The Dockers"),
            ("عمر الشامي", "عمر الشامي", "عمر الشامي"),
            ("李 小明", "李 小明", "李 小明"),
            ("a, b, c", "a, b, c", "a, b, c"),
            ("--- ---", "---, ---", "---, ---"),
        ];
        for (text, inverted, initials) in cases {
            let name = Name::read(text);
            assert_eq!((name.inverted().as_str(), name.initials().as_str()), (inverted, initials));
        }
        assert_eq!(Name::read("Roe, John").straight(), "John Roe");
        assert_eq!(Name::read("John Roe Jr.").straight(), "John Roe Jr.");
    }
}
