//! Bytes to text: byte order marks, declarations, and guessing where there are neither.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A declaration of the encoding stands within the first bytes, or it does not count.
const DECLARATION: usize = 4096;
/// What the detector looks at: its answer hardly changes later.
const SAMPLE: usize = 1 << 20;
/// Stray NUL bytes that a text may have for each of these bytes; a file with more is no text.
const BYTES_PER_NUL: usize = 10_000;

/// Text made from bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded<'a> {
    /// The text, without a byte order mark.
    pub(crate) text: Cow<'a, str>,
    /// The name of the encoding it was in: `UTF-8`, `windows-1252`.
    pub(crate) encoding: &'static str,
    /// Places where the bytes made no sense and U+FFFD stands now.
    pub(crate) replaced: usize,
    /// For people: that bytes were replaced, or that the encoding was guessed.
    pub(crate) remark: Option<String>,
}

/// Decodes bytes; `declared` is an encoding named outside of them.
///
/// In this order: a byte order mark; UTF-16 told by its zeros; valid UTF-8, whatever is declared
/// (pages lie about this more often than other encodings look like UTF-8); the declared encoding;
/// UTF-8 with a few broken places; the detector's guess.
pub(crate) fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(&bytes[mark..], encoding);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decode_as(bytes, encoding).guessed();
    }
    let declared = declared
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .or_else(|| declared_inside(bytes));
    if declared.is_none_or(Encoding::is_ascii_compatible)
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return of_text(text.into(), UTF_8, false);
    }
    if let Some(encoding) = declared.filter(|&encoding| encoding != UTF_8) {
        let decoded = decode_as(bytes, encoding);
        if decoded.replaced * 50 <= bytes.len() {
            return decoded;
        }
    }
    if mostly_utf8(bytes) { decode_as(bytes, UTF_8) } else { guess(bytes).guessed() }
}

/// Whether bytes are no text: they have zeros, and not as UTF-16 has them.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    let nuls = memchr::memchr_iter(0, bytes).count();
    nuls > bytes.len() / BYTES_PER_NUL
        && Encoding::for_bom(bytes).is_none()
        && utf16_without_mark(bytes).is_none()
}

impl Decoded<'_> {
    fn guessed(mut self) -> Self {
        let replaced = self.remark.map(|remark| format!("; {remark}")).unwrap_or_default();
        self.remark = Some(format!("read as {} by guess{replaced}", self.encoding));
        self
    }
}

fn decode_as<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Decoded<'a> {
    let (text, errors) = encoding.decode_without_bom_handling(bytes);
    of_text(text, encoding, errors)
}

fn of_text<'a>(text: Cow<'a, str>, encoding: &'static Encoding, errors: bool) -> Decoded<'a> {
    let encoding = encoding.name();
    let nuls = memchr::memchr(0, text.as_bytes()).is_some();
    let text = if nuls { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { text };
    let replaced = if nuls || errors { text.matches('\u{fffd}').count() } else { 0 };
    let remark = (replaced > 0).then(|| match replaced {
        1 => format!("1 character is not valid {encoding}"),
        n => format!("{n} characters are not valid {encoding}"),
    });
    Decoded { text, encoding, replaced, remark }
}

/// UTF-16 of a script with ASCII spaces and signs: many zeros, nearly all on one side.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(DECLARATION) & !1];
    if sample.len() < 4 {
        return None;
    }
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let units = sample.len() / 2;
    let encoding = match (even, odd) {
        (e, o) if o > units / 10 && e * 20 < o => UTF_16LE,
        (e, o) if e > units / 10 && o * 20 < e => UTF_16BE,
        _ => return None,
    };
    // Binary files have runs of zeros too; they do not make sense as UTF-16 text.
    let (text, errors) = encoding.decode_without_bom_handling(sample);
    let odd_controls = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    (!errors && !text.contains(odd_controls)).then_some(encoding)
}

/// The encoding that an XML declaration or an HTML `meta` names.
fn declared_inside(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION)];
    if !head.trim_ascii_start().starts_with(b"<") {
        return None;
    }
    let head = head.to_ascii_lowercase();
    let xml = memchr::memmem::find(&head, b"<?xml").and_then(|at| {
        let end = memchr::memmem::find(&head[at..], b"?>")? + at;
        label_after(&head[at..end], b"encoding")
    });
    let encoding = xml.or_else(|| {
        memchr::memmem::find_iter(&head, b"<meta").find_map(|at| {
            let end = memchr::memchr(b'>', &head[at..]).map_or(head.len(), |end| at + end);
            label_after(&head[at..end], b"charset")
        })
    })?;
    // A declaration that could be read as ASCII cannot be UTF-16.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

fn label_after(text: &[u8], key: &[u8]) -> Option<&'static Encoding> {
    let at = memchr::memmem::find(text, key)? + key.len();
    let rest = text[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|b| matches!(b, b'"' | b'\'' | b';' | b'>' | b' ' | b'?'));
    Encoding::for_label(&rest[..end.unwrap_or(rest.len())])
}

/// Whether most non-ASCII sequences are good UTF-8: a damaged file, not another encoding.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes[..bytes.len().min(SAMPLE)].utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 2
}

fn guess(bytes: &[u8]) -> Decoded<'_> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    detector.feed(sample, sample.len() == bytes.len());
    let guessed = decode_as(bytes, detector.guess(None, Utf8Detection::Deny));
    // Bytes that make no sense in the guessed encoding are read as the commonest one.
    if guessed.replaced > 0 { decode_as(bytes, WINDOWS_1252) } else { guessed }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() })
            .collect()
    }

    #[test]
    fn encodings_are_told() {
        let text = "Café prices rise – “again”";
        let (latin, _, _) = WINDOWS_1252.encode(text);
        let declared = format!("<meta charset=gb2312><p>{}", "港口大桥今日重新开放");
        let (gb, _, _) = encoding_rs::GBK.encode(&declared);
        let xml = "<?xml version='1.0' encoding=\"windows-1251\"?><p>Мост открыт</p>";
        let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode(xml);
        let lying = "<html><meta http-equiv=x content='text/html; charset=iso-8859-1'>Überfällig";
        let cases: [(Vec<u8>, &str, &str); 9] = [
            (text.into(), text, "UTF-8"),
            ([b"\xef\xbb\xbf", text.as_bytes()].concat(), text, "UTF-8"),
            (latin.to_vec(), text, "windows-1252"),
            (gb.to_vec(), &declared, "GBK"),
            (cyrillic.to_vec(), xml, "windows-1251"),
            (lying.into(), lying, "UTF-8"),
            (utf16(text, false), text, "UTF-16LE"),
            (utf16(text, true), text, "UTF-16BE"),
            ([b"\xff\xfe".to_vec(), utf16(text, false)].concat(), text, "UTF-16LE"),
        ];
        for (bytes, expected, encoding) in cases {
            let decoded = decode(&bytes, None);
            assert!(!is_binary(&bytes));
            assert_eq!((&*decoded.text, decoded.encoding), (expected, encoding));
            assert_eq!(decoded.replaced, 0);
        }
    }

    #[test]
    fn damage_is_counted_and_binary_is_refused() {
        let damaged =
            [b"na\xc3\xafve caf\xc3\xa9s \xc3\xbcber \xc3\xa9t\xc3\xa9 ".as_slice(), b"\xff end"]
                .concat();
        let decoded = decode(&damaged, None);
        assert_eq!((decoded.encoding, decoded.replaced), ("UTF-8", 1));
        assert!(decoded.text.contains("über"));
        assert_eq!(decoded.remark.as_deref(), Some("1 character is not valid UTF-8"));
        assert!(is_binary(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0"));
        assert_eq!(decode(b"", None).text, "");
        let mut spot = "x".repeat(20_000).into_bytes();
        spot[700] = 0;
        assert!(!is_binary(&spot));
        assert_eq!(decode(&spot, None).replaced, 1);
    }
}
