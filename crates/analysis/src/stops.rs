//! Signs at the borders of sentences.

/// A stop, or a line feed, which may begin an empty line.
pub(crate) fn is_stop_or_line(c: char) -> bool {
    c == '\n' || is_stop(c)
}

/// A sign that ends sentences.
pub(crate) fn is_stop(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '…'
            | '‼'
            | '⁇'
            | '⁈'
            | '⁉'
            | '؟'
            | '۔'
            | '।'
            | '॥'
            | '՞'
            | '։'
            | '።'
            | '፧'
            | '\u{37E}'
            | '។'
            | '၊'
            | '။'
    ) || is_wide_stop(c)
}

/// A sign that ends sentences without a space behind it.
pub(crate) fn is_wide_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '．')
}

/// How many bytes of closing quotes and brackets a text begins with.
pub(crate) fn closers(text: &str) -> usize {
    let is_closer = |c| {
        matches!(
            c,
            '"' | '\''
                | '”'
                | '’'
                | '»'
                | '›'
                | ')'
                | ']'
                | '}'
                | '」'
                | '』'
                | '）'
                | '】'
                | '》'
                | '〉'
                | '＂'
                | '“'
                | '‘'
        )
    };
    let len = text.find(|c| !is_closer(c)).unwrap_or(text.len());
    // A quote before a letter opens: `said.“Why` has none that closes.
    let opens = text[len..].starts_with(char::is_alphanumeric);
    let last = text[..len].chars().next_back();
    match last {
        Some(c @ ('“' | '‘')) if opens => len - c.len_utf8(),
        _ => len,
    }
}

/// How many bytes of opening quotes, brackets and dashes a text begins with; a few at most.
pub(crate) fn openers(text: &str) -> usize {
    let is_opener = |c: char| {
        matches!(
            c,
            '"' | '\''
                | '“'
                | '‘'
                | '„'
                | '‚'
                | '«'
                | '‹'
                | '('
                | '['
                | '{'
                | '¿'
                | '¡'
                | '—'
                | '–'
                | '-'
                | '•'
                | '「'
                | '『'
                | '（'
                | '»'
                | '›'
                | '”'
                | '’'
        ) || c == ' '
            || c == '\u{A0}'
    };
    let run = text.char_indices().take(8).take_while(|&(_, c)| is_opener(c));
    run.last().map_or(0, |(at, c)| at + c.len_utf8())
}

/// How many bytes of white space a text begins with.
pub(crate) fn blank(text: &str) -> usize {
    text.len() - text.trim_start().len()
}
