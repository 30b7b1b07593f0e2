//! Folding: what is compared when case, accents and compatibility forms do not count.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::scripts::{digit_value, is_ignorable};

/// Folds a text for comparison: compatibility forms dissolved (NFKD), accents and other marks of
/// Latin, Greek and Cyrillic letters taken off, small letters, `ß` as `ss`, `ſ` as `s`, soft
/// hyphens and zero-width characters dropped.
///
/// Vowel signs of Arabic and Hebrew go as well; marks that carry meaning (Indic, Thai, kana) stay.
/// Digits of all scripts become those of ASCII, curly apostrophes straight ones.
///
/// ```
/// assert_eq!(morgue_analysis::fold("Łódź, Straße"), "lodz, strasse");
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Appends the folded text to an empty buffer.
pub(crate) fn fold_into(text: &str, out: &mut String) {
    debug_assert!(out.is_empty(), "composing looks at the whole buffer");
    if text.is_ascii() {
        out.push_str(text);
        out.make_ascii_lowercase();
        return;
    }
    for c in text.nfkd() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if !is_ignorable(c) && !is_dropped_mark(c) {
            c.to_lowercase().for_each(|small| push_letter(small, out));
        }
    }
    // What is left of marks (Indic, kana, Hangul) is written in the short form.
    if is_nfc_quick(out.chars()) != IsNormalized::Yes {
        *out = out.nfc().collect();
    }
}

/// Letters that decompose into no others but that people write without their strokes.
fn push_letter(c: char, out: &mut String) {
    let plain = match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' | 'ɗ' => "d",
        'ł' => "l",
        'ı' => "i",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ɓ' => "b",
        'ƙ' => "k",
        'ƴ' => "y",
        'ς' => "σ",
        '\u{2018}' | '\u{2019}' | '\u{2BB}' | '\u{2BC}' => "'",
        _ if is_dropped_mark(c) => "",
        _ => match digit_value(c) {
            Some(value) => return out.push(char::from(b'0' + value)),
            None => return out.push(c),
        },
    };
    out.push_str(plain);
}

/// Accents and vowel signs that a comparison leaves out: the marks common to all scripts, and
/// those of Cyrillic, Hebrew and Arabic.
fn is_dropped_mark(c: char) -> bool {
    matches!(
        c as u32,
        0x300..=0x36F
            | 0x483..=0x489
            | 0x591..=0x5BD
            | 0x5BF
            | 0x5C1..=0x5C2
            | 0x5C4..=0x5C5
            | 0x5C7
            | 0x610..=0x61A
            | 0x64B..=0x65F
            | 0x670
            | 0x6D6..=0x6DC
            | 0x6DF..=0x6E4
            | 0x6E7..=0x6E8
            | 0x6EA..=0x6ED
            | 0x1AB0..=0x1AFF
            | 0x1DC0..=0x1DFF
            | 0x20D0..=0x20FF
            | 0xFE00..=0xFE0F
            | 0xFE20..=0xFE2F
            | 0xE0100..=0xE01EF
    )
}
