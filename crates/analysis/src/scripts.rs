//! What a character is to the analysis: a letter, a digit, a mark, a sign with a meaning, or
//! nothing.

use std::sync::OnceLock;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, is_nfkc_quick};
use unicode_script::{Script, UnicodeScript};

/// What a character is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A letter, or a number that is no decimal digit.
    Letter,
    /// A decimal digit.
    Digit,
    /// A letter of a script without spaces: a token of its own.
    Character,
    /// A mark on the letter before it.
    Mark,
    /// Invisible: dropped inside a word.
    Ignorable,
    /// An apostrophe; between letters it vanishes.
    Apostrophe,
    /// The raised dot of Catalan `l·l`.
    Interpunct,
    /// A full stop.
    Dot,
    /// A comma.
    Comma,
    /// A hyphen, slash or `&`: joins parts.
    Join,
    /// Any other sign, or a space: separates.
    Other,
}

impl Class {
    pub(crate) fn is_word(self) -> bool {
        matches!(self, Self::Letter | Self::Digit)
    }
}

/// The class of every ASCII byte. `*` and `?` are for queries only (see `words.rs`).
pub(crate) static ASCII: [Class; 128] = ascii_classes();

pub(crate) const fn ascii_classes() -> [Class; 128] {
    let mut table = [Class::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b'0'..=b'9' => Class::Digit,
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'\'' => Class::Apostrophe,
            b'.' => Class::Dot,
            b',' => Class::Comma,
            b'-' | b'/' | b'&' => Class::Join,
            _ => Class::Other,
        };
        byte += 1;
    }
    table
}

/// What is asked of every character of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Traits {
    /// What it is to the analysis.
    pub(crate) class: Class,
    /// Whether it has a case or could have: what capitals are counted among.
    pub(crate) alphabetic: bool,
    /// Whether it is a capital.
    pub(crate) capital: bool,
    /// Whether it is in composed form already and has one small letter: no need to normalise.
    pub(crate) plain: bool,
    /// That small letter.
    pub(crate) small: char,
}

impl Traits {
    fn find(c: char) -> Self {
        let composed = is_nfkc_quick(std::iter::once(c)) == IsNormalized::Yes;
        Self {
            class: if c.is_ascii() { ASCII[c as usize] } else { rare_class(c) },
            alphabetic: c.is_alphabetic(),
            capital: c.is_uppercase(),
            plain: composed && c.to_lowercase().count() == 1,
            small: c.to_lowercase().next().unwrap_or(c),
        }
    }
}

/// Looking characters up in the tables of Unicode takes long for some scripts, so the answers are
/// kept for the 256 characters around each that occurs.
static BLOCKS: [OnceLock<Box<[Traits; 256]>>; 256] = [const { OnceLock::new() }; 256];

/// What is to be known of a character.
pub(crate) fn traits(c: char) -> Traits {
    let code = c as usize;
    match BLOCKS.get(code >> 8) {
        Some(block) => block.get_or_init(|| find_block(code & !0xFF))[code & 0xFF],
        None => Traits::find(c),
    }
}

fn find_block(first: usize) -> Box<[Traits; 256]> {
    Box::new(std::array::from_fn(|at| {
        // Surrogates are no characters and are never asked for.
        Traits::find(char::from_u32((first + at) as u32).unwrap_or('\0'))
    }))
}

/// The class of a character.
pub(crate) fn class(c: char) -> Class {
    if c.is_ascii() { ASCII[c as usize] } else { traits(c).class }
}

fn rare_class(c: char) -> Class {
    match c {
        '\u{B7}' => Class::Interpunct,
        '\u{2018}' | '\u{2019}' | '\u{2BB}' | '\u{2BC}' | '\u{FF07}' => Class::Apostrophe,
        '\u{2010}' | '\u{2011}' | '\u{FF0D}' | '\u{FF0F}' | '\u{FF06}' => Class::Join,
        '\u{FF0E}' | '\u{66B}' => Class::Dot,
        '\u{FF0C}' | '\u{66C}' => Class::Comma,
        // Half-width voicing marks are letters by category, but belong to the kana before them.
        '\u{FF9E}' | '\u{FF9F}' => Class::Mark,
        // The sign that lengthens a kana is common to two scripts.
        '\u{30FC}' | '\u{FF70}' => Class::Character,
        // A letter by property, but only a space with a mark by its form.
        '\u{37A}' => Class::Other,
        // Arabic vowel signs on a space or a stretcher, letters by property too.
        '\u{FC5E}'..='\u{FC63}' | '\u{FCF2}'..='\u{FCF4}' | '\u{FE70}'..='\u{FE7F}' => Class::Mark,
        _ if is_ignorable(c) => Class::Ignorable,
        _ if is_combining_mark(c) => Class::Mark,
        _ if digit_value(c).is_some() => Class::Digit,
        _ if !c.is_alphanumeric() => Class::Other,
        _ if is_spaceless(c.script()) => Class::Character,
        _ => Class::Letter,
    }
}

fn is_spaceless(script: Script) -> bool {
    matches!(
        script,
        Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Thai
            | Script::Lao
            | Script::Khmer
            | Script::Myanmar
    )
}

/// Invisible characters: soft hyphen, zero-width and direction signs, the Arabic stretcher.
pub(crate) fn is_ignorable(c: char) -> bool {
    matches!(
        c as u32,
        0xAD | 0x640
            | 0x61C
            | 0x180E
            | 0x200B..=0x200F
            | 0x202A..=0x202E
            | 0x2060..=0x2064
            | 0x2066..=0x206F
            | 0xFEFF
            | 0xE0000..=0xE007F
    )
}

/// The value of a decimal digit of any script in use for news.
pub(crate) fn digit_value(c: char) -> Option<u8> {
    const ZEROS: [u32; 20] = [
        0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
        0xE50, 0xED0, 0xF20, 0x1040, 0x17E0, 0x1810, 0xFF10,
    ];
    let code = c as u32;
    let after = ZEROS.partition_point(|&zero| zero <= code);
    let value = code.checked_sub(*ZEROS.get(after.checked_sub(1)?)?)?;
    u8::try_from(value).ok().filter(|&value| value < 10)
}
