//! Running text as newspapers and agencies set it: title line, byline, dateline, paragraphs,
//! subheads, footers.

pub(crate) mod byline;
pub(crate) mod dateline;
pub(crate) mod footer;
mod head;
mod paragraphs;

#[cfg(test)]
pub(crate) use head::Head;
pub(crate) use head::split_head;
pub(crate) use paragraphs::{mark_subheads, paragraphs};

/// White space runs as one space each, control characters away.
pub(crate) fn collapse(text: &str) -> String {
    if is_tidy(text) {
        return text.trim().to_string();
    }
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() || c == '\u{85}' {
            gap = !out.is_empty();
        } else if !c.is_control() && !matches!(c, '\u{feff}' | '\u{fffe}') {
            if gap {
                out.push(' ');
                gap = false;
            }
            out.push(c);
        }
    }
    out
}

/// Whether a text has no white space but single spaces, and nothing to take away. Nearly all have
/// not, and a copy is far cheaper than letter by letter.
fn is_tidy(text: &str) -> bool {
    let mut before = 'x';
    text.chars().all(|c| {
        let doubled = c == ' ' && before == ' ';
        before = c;
        match c {
            ' '..'\x7f' => !doubled,
            '\u{feff}' | '\u{fffe}' => false,
            _ => !c.is_control() && !c.is_whitespace(),
        }
    })
}

/// Whether a text ends as a sentence does.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let inner = text.trim_end().trim_end_matches(['"', '”', '’', '\'', ')', '»', '」', ']']);
    inner.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', ':', ';'])
}

/// Whether a text begins with a small letter.
pub(crate) fn begins_small(text: &str) -> bool {
    text.trim_start().chars().next().is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests;
