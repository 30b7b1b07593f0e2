//! The language of a text, for those who hear it and for the shapes of its letters.

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 10] = ["ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"];

/// What an element says of the language of its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Speech {
    /// A language tag, where the language is known.
    pub(super) lang: Option<String>,
    /// `ltr`, `rtl`, `auto`.
    pub(super) dir: &'static str,
}

impl Speech {
    /// Of an article in this language. Codes come from strangers: what is no tag is none.
    pub(super) fn of(code: Option<&str>) -> Self {
        let lang = code.map(str::to_ascii_lowercase).filter(|code| is_tag(code) && code != "und");
        let dir = match lang.as_deref().and_then(|tag| tag.split('-').next()) {
            Some(first) if RIGHT_TO_LEFT.contains(&first) => "rtl",
            Some(_) => "ltr",
            None => "auto",
        };
        Self { lang, dir }
    }
}

fn is_tag(code: &str) -> bool {
    let mut parts = code.split('-');
    let first = parts.next().is_some_and(|part| {
        (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic())
    });
    let part = |part: &str| {
        (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    first && parts.all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tags_are_said() {
        let of = |code| {
            let speech = Speech::of(code);
            (speech.lang, speech.dir)
        };
        assert_eq!(of(Some("ar")), (Some("ar".into()), "rtl"));
        assert_eq!(of(Some("EN-gb")), (Some("en-gb".into()), "ltr"));
        for none in [None, Some("und"), Some("x\" onclick=\""), Some("english"), Some("")] {
            assert_eq!(of(none), (None, "auto"), "{none:?}");
        }
    }
}
