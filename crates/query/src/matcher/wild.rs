//! Patterns of letters, `*` and `?`.

/// Whether a word fits a pattern: `*` is any run of letters or none, `?` exactly one.
///
/// Linear in the word for each `*` of the pattern: the last `*` is the only one ever tried again.
pub fn matches_wild(pattern: &str, word: &str) -> bool {
    let (mut pattern, mut word) = (pattern, word);
    let mut retry: Option<(&str, &str)> = None;
    loop {
        let mut rest = pattern.chars();
        let fits = match rest.next() {
            Some('*') => {
                pattern = rest.as_str();
                if pattern.is_empty() {
                    return true;
                }
                retry = Some((pattern, word));
                continue;
            }
            Some(wanted) => {
                let mut letters = word.chars();
                let fits = letters.next().is_some_and(|c| wanted == '?' || wanted == c);
                if fits {
                    (pattern, word) = (rest.as_str(), letters.as_str());
                }
                fits
            }
            None if word.is_empty() => return true,
            None => false,
        };
        if fits {
            continue;
        }
        let Some((after_star, from)) = retry else { return false };
        let mut letters = from.chars();
        if letters.next().is_none() {
            return false;
        }
        (pattern, word) = (after_star, letters.as_str());
        retry = Some((after_star, word));
    }
}

#[cfg(test)]
mod tests {
    use super::matches_wild;

    #[test]
    fn patterns() {
        for (pattern, yes, no) in [
            ("laun*", &["laun", "launder", "launé"][..], &["lau", "xlaun"][..]),
            ("*ing", &["ing", "inging", "going"], &["ingo", "in"]),
            ("w?man", &["woman", "wéman"], &["wman", "wooman"]),
            ("a*b*c", &["abc", "axbxbc", "abbcc"], &["acb", "ab"]),
            ("*a?*", &["ab", "xaby"], &["a", "xa"]),
            ("**", &["", "x"], &[]),
            ("", &[""], &["x"]),
        ] {
            yes.iter().for_each(|word| assert!(matches_wild(pattern, word), "{pattern} {word}"));
            no.iter().for_each(|word| assert!(!matches_wild(pattern, word), "{pattern} {word}"));
        }
    }
}
