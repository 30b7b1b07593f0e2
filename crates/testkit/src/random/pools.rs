//! Few words and few values, so that random articles and random plans meet.

use morgue_analysis::Analyzer;
use morgue_query::plan::ValueField;

/// Words as articles print them.
pub(super) const WORDS: &[&str] = &[
    "storm",
    "Storms",
    "stormy",
    "sea",
    "Sea",
    "the",
    "The",
    "a",
    "run",
    "running",
    "RUNS",
    "e-mail",
    "email",
    "e mail",
    "mail",
    "O'Brien",
    "O'Brien's",
    "OBrien",
    "it's",
    "fête",
    "fete",
    "Fêtes",
    "hôtel",
    "l'homme",
    "homme",
    "AT&T",
    "and/or",
    "24/7",
    "2019-20",
    "U.S.",
    "US",
    "10,000",
    "10000",
    "3.5",
    "bbc.co.uk",
    "Häuser",
    "Haus",
    "straße",
    "strasse",
    "мир",
    "мира",
    "قمر",
    "東京",
    "東京2020",
    "中国",
    "naïve",
    "re-elect",
    "reelect",
    "vice-president-elect",
];

/// What stands between words.
pub(super) const BETWEEN: &[&str] =
    &[" ", " ", " ", " ", " ", ", ", ". ", "; ", " – ", "? “", "” "];

/// Languages of articles.
pub(super) const LANGS: &[&str] = &["en", "en", "en", "de", "fr", "ru", "zh", "qq"];

/// Outlets by name.
pub(super) const OUTLETS: &[&str] = &["Dove", "The Lantern", "Harbour Post", "Kurier"];

/// Years of articles.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1868..=1883;

/// Roots and paths below them.
pub(super) const ROOTS: &[&str] = &["/archive", "/archive/b", "clips"];
/// Folders below a root.
pub(super) const FOLDERS: &[&str] = &["", "1871/", "1871/03/", "1871b/", "x/1871/"];

/// The values of an exact field.
pub(super) fn values(field: ValueField) -> &'static [&'static str] {
    match field {
        ValueField::Author => &["Jane Doe", "JANE DOE", "José Ruiz", "Jose  Ruiz", "J. D."],
        ValueField::Section => &["Politics", "politics ", "Économie", "World news"],
        ValueField::Lang => &["en", "de", "fr", "ru", "zh", "qq"],
        ValueField::Country => &["gb", "de", "us"],
        ValueField::Type => &["brief", "Editorial"],
        ValueField::Wire => &["courier-wire", "north-press"],
        ValueField::Tag => &["trade", "Trade", "ships", "weather & sea"],
        ValueField::Page => &["1", "12", "A1"],
        ValueField::Edition => &["Late", "late city"],
    }
}

/// A word of a query: in small letters, and folded.
#[derive(Debug, Clone)]
pub(super) struct QueryWord {
    pub(super) lower: String,
    pub(super) folded: String,
}

/// Every form that the words have, as a query would ask for it.
pub(super) fn query_words() -> Vec<QueryWord> {
    let mut out = Vec::new();
    let mut analyzer = Analyzer::new("en");
    for word in WORDS {
        analyzer.tokens(word, 0, |token| {
            let printed = &word[token.start as usize..token.end as usize];
            let plain = token.is_main() && printed.chars().all(char::is_alphanumeric);
            let lower = if plain { printed.to_lowercase() } else { token.form.to_string() };
            out.push(QueryWord { lower, folded: token.form.to_string() });
        });
    }
    out.push(QueryWord { lower: "absent".into(), folded: "absent".into() });
    out
}
