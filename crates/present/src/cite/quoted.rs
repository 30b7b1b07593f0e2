//! A headline between quotation marks.

/// The text in double quotation marks, those inside it single, with a sign before the last mark:
/// `“Mayor: ‘It will stand,’”`. The sign is left out where the text ends with one that does for it.
pub(super) fn quoted(text: &str, sign: Option<char>) -> String {
    let mut inner = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for c in text.chars() {
        let opens = before.is_whitespace() || "([{‘“—–".contains(before);
        inner.push(match c {
            '“' | '„' => '‘',
            '”' => '’',
            '"' if opens => '‘',
            '"' => '’',
            c => c,
        });
        before = c;
    }
    if let Some(sign) = sign {
        without_full_stop(&mut inner);
        let ends_quote = inner.ends_with('’') && text.ends_with(['"', '”']);
        let at = if ends_quote { inner.len() - '’'.len_utf8() } else { inner.len() };
        let last = inner[..at].chars().next_back();
        let does = match sign {
            '.' => last.is_some_and(|c| ".?!…。？！".contains(c)),
            _ => last.is_some_and(|c| ",…，、".contains(c)),
        };
        if !does {
            inner.insert(at, sign);
        }
    }
    format!("“{inner}”")
}

/// Drops the full stop that ends a headline, and leaves that of `U.S.` and of three dots.
fn without_full_stop(text: &mut String) {
    let last = text.rsplit(' ').next().unwrap_or_default();
    let letters = last.trim_end_matches('.').chars().count();
    if last.ends_with('.') && last.matches('.').count() == 1 && letters > 3 {
        text.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_inside_are_single_and_signs_stand_once() {
        let cases = [
            ("Bridge reopens", "“Bridge reopens.”", "“Bridge reopens,”"),
            ("Bridge reopens.", "“Bridge reopens.”", "“Bridge reopens,”"),
            ("Made in the U.S.", "“Made in the U.S.”", "“Made in the U.S.,”"),
            ("What now?", "“What now?”", "“What now?,”"),
            ("Wait...", "“Wait...”", "“Wait...,”"),
            ("“Stand,” says \"he\"", "“‘Stand,’ says ‘he.’”", "“‘Stand,’ says ‘he,’”"),
            ("The dockers’", "“The dockers’.”", "“The dockers’,”"),
            ("", "“.”", "“,”"),
        ];
        for (text, stop, comma) in cases {
            assert_eq!(quoted(text, Some('.')), stop);
            assert_eq!(quoted(text, Some(',')), comma);
        }
    }
}
