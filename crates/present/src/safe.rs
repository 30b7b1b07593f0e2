//! Text of strangers, made harmless for a terminal.

use std::borrow::Cow;

/// The character a terminal may be given in place of this one: one for one, so that ranges of code
/// points stay right.
pub(crate) fn safe_char(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
        // Shown as their pictures: `␛` for an escape.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '␡',
        // The second set of control characters holds one that begins escape sequences, too.
        '\u{80}'..='\u{9f}' => '\u{fffd}',
        // Turning the direction of writing can make a page say something else than it does.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c => c,
    }
}

/// One line of text without anything a terminal would obey.
pub fn safe(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| safe_char(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(safe_char).collect())
}

/// The same for several lines: line ends and tabs stay.
pub fn safe_lines(text: &str) -> Cow<'_, str> {
    let layout = |c: char| matches!(c, '\n' | '\r' | '\t');
    if text.chars().all(|c| layout(c) || safe_char(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if layout(c) { c } else { safe_char(c) }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_terminal_obeys_gets_through() {
        let nasty = "a\u{1b}]0;title\u{7}b\u{9b}2Jc\u{202e}d\re\u{7f}";
        assert_eq!(safe(nasty), "a␛]0;title␇b\u{fffd}2Jc\u{fffd}d e␡");
        assert_eq!(safe(nasty).chars().count(), nasty.chars().count());
        assert_eq!(safe_lines("a\r\n\tb\u{1b}"), "a\r\n\tb␛");
        assert!(matches!(safe("Überall 東京"), Cow::Borrowed(_)));
    }
}
