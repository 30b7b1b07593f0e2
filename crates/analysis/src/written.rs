//! From a word as written to its small letters: what is stemmed, and folded further.

use unicode_normalization::UnicodeNormalization;

use crate::scripts::{Class, class, digit_value, traits};

/// The greatest length of a form or stem, in bytes.
pub(crate) const MAX_FORM: usize = 200;

/// How much of a word is read at all: what lies behind cannot reach the form's 200 bytes.
const MAX_READ: usize = 1024;

/// The last place between two characters at or before `at`.
pub(crate) fn boundary(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Cuts a form to its greatest length.
pub(crate) fn cut(form: &mut String) {
    form.truncate(boundary(form, MAX_FORM));
}

/// A word's small letters in composed form, accents kept; signs inside the word and invisible
/// characters gone. The buffer is replaced.
pub(crate) fn lower_into(word: &str, simple: bool, out: &mut String) {
    out.clear();
    if simple {
        out.push_str(&word[..word.len().min(MAX_FORM)]);
        out.make_ascii_lowercase();
        return;
    }
    if !without_signs(word, out, true) {
        out.clear();
        without_signs(word, out, false);
        compose(out);
    }
    cut(out);
}

/// The slow way: compatibility forms dissolved first, since they may hide capitals; composed
/// again at the end, since small letters may compose where capitals do not.
fn compose(out: &mut String) {
    let letters: String = out
        .nfkc()
        .flat_map(|c| if c == '\u{130}' { 'i'.to_lowercase() } else { c.to_lowercase() })
        .filter(|&c| is_kept(c))
        .collect();
    *out = letters.nfkc().collect();
}

/// What compatibility forms may bring into a word and is no part of it: spaces, brackets,
/// apostrophes (`ŉ`).
fn is_kept(c: char) -> bool {
    match class(c) {
        Class::Letter | Class::Digit | Class::Character | Class::Mark | Class::Dot => true,
        Class::Comma => true,
        Class::Apostrophe | Class::Interpunct | Class::Ignorable | Class::Join => false,
        Class::Other => matches!(c, '*' | '?' | '\u{2044}'),
    }
}

/// Drops the signs that vanish inside a word and keeps those that belong to a number. With `small`
/// it writes small letters, and gives up with `false` where a letter needs more than that.
fn without_signs(word: &str, out: &mut String, small: bool) -> bool {
    let mut before = Class::Other;
    for (at, c) in word.char_indices() {
        if out.len() >= MAX_READ {
            break;
        }
        let rest = &word[at + c.len_utf8()..];
        let traits = traits(c);
        match traits.class {
            Class::Letter | Class::Mark | Class::Character if small => {
                if !traits.plain {
                    return false;
                }
                out.push(traits.small);
            }
            Class::Apostrophe | Class::Interpunct => {}
            Class::Ignorable => continue,
            Class::Dot if before == Class::Digit && digits(rest) > 0 => out.push('.'),
            Class::Dot => {}
            Class::Comma if digits(rest) == 3 => {}
            Class::Comma => out.push(','),
            Class::Digit => match digit_value(c) {
                Some(value) => out.push(char::from(b'0' + value)),
                None => out.push(c),
            },
            _ => out.push(c),
        }
        before = traits.class;
    }
    true
}

/// How many digits a text begins with, counted to 4.
fn digits(text: &str) -> usize {
    text.chars()
        .filter(|&c| class(c) != Class::Ignorable)
        .take(4)
        .take_while(|&c| class(c) == Class::Digit)
        .count()
}
