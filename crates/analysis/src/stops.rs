//! Signs at the borders of sentences.

/// Signs that end sentences beside `.`, `!` and `?`.
const STOPS: &str = "…‼⁇⁈⁉؟۔।॥՞։።፧\u{37E}၊။";
/// Signs that end sentences without a space behind them.
const WIDE_STOPS: &str = "。！？｡．";
/// Quotes and brackets that close; `“` and `‘` close in German.
const CLOSERS: &str = "\"'”’»›)]}」』）】》〉＂“‘";
/// Quotes, brackets, dashes and bullets before a sentence; `»`, `”` and `’` open in German, Swedish
/// and Finnish.
const OPENERS: &str = "\"'“‘„‚«‹([{¿¡—–-•「『（»›”’ \u{A0}";

/// A stop, or a line feed, which may begin an empty line.
pub(crate) fn is_stop_or_line(c: char) -> bool {
    c == '\n' || is_stop(c)
}

/// A sign that ends sentences.
pub(crate) fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?') || (!c.is_ascii() && STOPS.contains(c)) || is_wide_stop(c)
}

/// A sign that ends sentences without a space behind it.
pub(crate) fn is_wide_stop(c: char) -> bool {
    c >= '。' && WIDE_STOPS.contains(c)
}

/// How many bytes of closing quotes and brackets a text begins with.
pub(crate) fn closers(text: &str) -> usize {
    let rest = text.trim_start_matches(|c| CLOSERS.contains(c));
    let len = text.len() - rest.len();
    // A quote before a letter opens: `said.“Why` has none that closes.
    match text[..len].chars().next_back() {
        Some(c @ ('“' | '‘')) if rest.starts_with(char::is_alphanumeric) => len - c.len_utf8(),
        _ => len,
    }
}

/// How many bytes of opening quotes, brackets and dashes a text begins with; a few at most.
pub(crate) fn openers(text: &str) -> usize {
    let run = text.char_indices().take(8).take_while(|&(_, c)| OPENERS.contains(c));
    run.last().map_or(0, |(at, c)| at + c.len_utf8())
}

/// How many bytes of white space a text begins with.
pub(crate) fn blank(text: &str) -> usize {
    text.len() - text.trim_start().len()
}
