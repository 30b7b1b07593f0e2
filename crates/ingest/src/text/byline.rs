//! Lines that say who wrote it.

/// The words a byline begins with.
const PREFIXES: &[&str] = &[
    "by",
    "von",
    "par",
    "por",
    "di",
    "door",
    "av",
    "af",
    "przez",
    "written by",
    "story by",
    "reported by",
    "text:",
    "text by",
    "autor:",
    "author:",
    "byline:",
    "words by",
];

/// Small words that stand in bylines.
const SMALL: &[&str] = &[
    "and",
    "und",
    "et",
    "y",
    "e",
    "with",
    "&",
    "of",
    "the",
    "de",
    "van",
    "von",
    "der",
    "den",
    "da",
    "di",
    "del",
    "della",
    "du",
    "la",
    "le",
    "dos",
    "das",
    "do",
    "al",
    "el",
    "bin",
    "bint",
    "ibn",
    "ben",
    "ten",
    "ter",
    "in",
    "at",
    "for",
    "our",
    "a",
    "special",
    "to",
    "staff",
    "writer",
    "writers",
    "reporter",
    "reporters",
    "correspondent",
    "correspondents",
    "editor",
    "political",
    "chief",
    "science",
    "sports",
    "business",
    "foreign",
    "own",
    "contributor",
    "agencies",
    "agency",
    "zu",
    "af",
    "av",
    "och",
    "og",
    "i",
    "en",
    "à",
    "em",
    "from",
];

/// The byline without the word it begins with.
pub(crate) fn without_prefix(line: &str) -> Option<&str> {
    let line = line.trim();
    PREFIXES.iter().find_map(|prefix| {
        let start = line.get(..prefix.len())?;
        let rest = &line[prefix.len()..];
        let apart = prefix.ends_with(':') || rest.starts_with([' ', '\t', ':', '\u{a0}']);
        (apart && start.to_lowercase() == *prefix)
            .then(|| rest.trim_start_matches([':', ' ', '\t', '\u{a0}']))
    })
}

/// Whether a line is a byline: a word such as `By`, then only names and small words.
pub(crate) fn is_line(line: &str) -> bool {
    let Some(rest) = without_prefix(line) else { return false };
    let words: Vec<&str> = rest.split_whitespace().collect();
    if words.is_empty() || words.len() > 40 || rest.len() > 300 {
        return false;
    }
    let ends = rest.trim_end();
    if ends.ends_with(['!', '?']) || (ends.ends_with('.') && words.len() > 5) {
        return false;
    }
    let name = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '&' | '@'));
        let first = word.chars().next();
        let capital = first.is_some_and(|c| !c.is_lowercase() && !c.is_numeric());
        capital
            || word.is_empty()
            || word.contains('@')
            || SMALL.contains(&word.to_lowercase().as_str())
    };
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    let begins = words[0].chars().next().is_some_and(|c| !c.is_lowercase() && c.is_alphabetic())
        || SMALL.contains(&words[0]);
    begins && words.iter().all(name) && words.iter().any(|word| capital(word) || !word.is_ascii())
}

/// The reporters of a trailer: `(Reporting by A in Paris; Editing by B)` gives `A in Paris`.
pub(crate) fn reporters(paragraph: &str) -> Option<&str> {
    let inner = paragraph.trim().strip_prefix('(').unwrap_or(paragraph.trim());
    let at = ["Reporting by ", "Reporting By ", "Additional reporting by ", "Writing by "]
        .iter()
        .find_map(|words| inner.strip_prefix(words))?;
    let end = at.find([';', ')']).unwrap_or(at.len());
    Some(at[..end].trim()).filter(|names| !names.is_empty() && names.len() < 300)
}
