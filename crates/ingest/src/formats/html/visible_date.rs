//! Dates that a page shows without marking them up: near the headline, or in an element whose class
//! says so.

use std::sync::LazyLock;

use regex::Regex;

/// A short text in which a date stands has at most this many letters besides it.
const MOST_BESIDE: usize = 60;

/// Forms in which dates are shown; what is found must still be understood by the normaliser.
static SHOWN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:19|20)\d\d\s?[-/.年년]\s?\d{1,2}\s?[-/.月월]\s?\d{1,2}",
        r"|\b\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?(?:19|20)\d\d\b",
        r"|\b\d{1,2}(?:st|nd|rd|th|er|\.|º)?[\s-](?:de |of )?\p{L}{3,12}[.,]?[\s-](?:de |del )?(?:19|20)\d\d\b",
        r"|\b\p{L}{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d\b",
    ))
    .expect("the pattern is valid")
});

/// The date in a short text.
pub(super) fn find(text: &str) -> Option<String> {
    let found = SHOWN.find(text)?;
    let beside = text.chars().count() - found.as_str().chars().count();
    (beside <= MOST_BESIDE).then(|| found.as_str().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_dates_are_found() {
        let cases = [
            ("Updated: December 09, 2025", Some("December 09, 2025")),
            (", le 15 septembre 2009", Some("15 septembre 2009")),
            ("26. Januar 2022 | Hafen", Some("26. Januar 2022")),
            ("13 de dezembro de 2017 às 9h", Some("13 de dezembro de 2017")),
            ("发布 2012年01月06日 09:30", Some("2012年01月06")),
            ("06.01.2012 11:04", Some("06.01.2012")),
            ("Sept. 3rd, 2019", Some("Sept. 3rd, 2019")),
            ("How we built 12 ferries in 2019", None),
            ("1.2.34", None),
        ];
        for (text, expected) in cases {
            assert_eq!(find(text).as_deref(), expected, "{text}");
        }
    }
}
