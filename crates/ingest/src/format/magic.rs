//! Files that are not articles, by the bytes they begin with or by what their text is for.

use super::{Format, Sniffed, not};

/// First bytes, and what begins with them.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "PDF (turn it into text with --pre)"),
    (b"%!PS", "PostScript"),
    (b"{\\rtf", "RTF document (turn it into text with --pre)"),
    (b"\xD0\xCF\x11\xE0", "office document (turn it into text with --pre)"),
    (b"\x89PNG", "image"),
    (b"\xFF\xD8\xFF", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"BM", "image"),
    (b"\0\0\x01\0", "image"),
    (b"AT&TFORM", "image"),
    (b"\x7FELF", "program"),
    (b"MZ", "program"),
    (b"\xCA\xFE\xBA\xBE", "program"),
    (b"\xCF\xFA\xED\xFE", "program"),
    (b"\0asm", "program"),
    (b"#!", "program"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"fLaC", "sound"),
    (b"\x1A\x45\xDF\xA3", "video"),
    (b"SQLite format 3", "database"),
    (b"BZh", "archive of an unknown kind (unpack it first)"),
    (b"\xFD7zXZ", "archive of an unknown kind (unpack it first)"),
    (b"7z\xBC\xAF", "archive of an unknown kind (unpack it first)"),
    (b"Rar!", "archive of an unknown kind (unpack it first)"),
    (b"WARC/", "web archive"),
    (b"OTTO", "font"),
    (b"wOFF", "font"),
    (b"wOF2", "font"),
];

/// What the bytes alone decide.
pub(super) fn by_bytes(name: &str, head: &[u8]) -> Option<Sniffed> {
    if head.is_empty() {
        return Some(not("empty file"));
    }
    let begins = |magic: &[u8]| head.starts_with(magic);
    if begins(b"\x1F\x8B") {
        return Some(Sniffed::Format(Format::Gzip));
    }
    if begins(b"\x28\xB5\x2F\xFD") {
        return Some(Sniffed::Format(Format::Zstd));
    }
    if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
        return Some(zip(name, head));
    }
    if head.get(257..262) == Some(b"ustar") {
        return Some(Sniffed::Format(Format::Tar));
    }
    if begins(b"RIFF") {
        return Some(not(if head.get(8..12) == Some(b"WEBP") { "image" } else { "sound" }));
    }
    if head.get(4..8) == Some(b"ftyp") {
        return Some(not("video"));
    }
    let utf16 = matches!(head, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    // Short signatures that are also letters must be followed by something no text has.
    let fits = |magic: &[u8]| begins(magic) && (magic.len() > 2 || binary(head) || magic == b"#!");
    match MAGIC.iter().find(|(magic, _)| fits(magic)) {
        Some((_, what)) => Some(not(what)),
        None if !utf16 && binary(head) => Some(not("binary file")),
        None => None,
    }
}

/// Whether bytes are not text in any encoding that is read: wire copy has a few control signs of
/// its own, so one is not enough.
fn binary(head: &[u8]) -> bool {
    let control = |b: &&u8| matches!(b, 0..=8 | 14..=26 | 28..=31);
    let nul = head.iter().filter(|b| **b == 0).count();
    // UTF-16 without a byte order mark has a NUL in nearly every second byte.
    let utf16 = head.len() >= 16 && nul * 5 > head.len() * 2 && nul * 2 <= head.len() + 2;
    !utf16 && (nul > 0 || head.iter().filter(control).count() * 20 > head.len())
}

fn zip(name: &str, head: &[u8]) -> Sniffed {
    let has = |needle: &[u8]| memchr::memmem::find(head, needle).is_some();
    let office = has(b"[Content_Types].xml") || has(b"mimetypeapplication/");
    let package = matches!(super::extension(name).as_str(), "jar" | "apk" | "whl" | "xpi");
    if office {
        not("office document (turn it into text with --pre)")
    } else if package {
        not("program")
    } else {
        Sniffed::Format(Format::Zip)
    }
}

/// Extensions of texts that are written for machines.
const FOR_MACHINES: &[(&str, &[&str])] = &[
    (
        "program",
        &[
            "rs", "py", "pyc", "js", "mjs", "ts", "c", "h", "cc", "cpp", "hpp", "java", "go", "rb",
            "pl", "sh", "bash", "bat", "ps1", "r", "lua", "php", "css", "scss", "sql", "ipynb",
            "swift", "kt", "cs", "vue", "tex", "bib",
        ],
    ),
    (
        "settings file",
        &["toml", "yaml", "yml", "ini", "cfg", "conf", "lock", "properties", "gitignore", "log"],
    ),
];

/// What a text is, when it is none for readers.
pub(super) fn by_text(start: &str, extension: &str) -> Option<&'static str> {
    if let Some((what, _)) = FOR_MACHINES.iter().find(|(_, list)| list.contains(&extension)) {
        return Some(what);
    }
    let mail = ["Return-Path:", "Received:", "Delivered-To:", "MIME-Version:", "Message-ID:"];
    if mail.iter().any(|header| start.starts_with(header)) {
        return Some("e-mail");
    }
    None
}

/// What a text is by its name, when it is about the folder it lies in.
pub(super) fn by_name(name: &str) -> Option<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        ("readme", "not an article: readme"),
        ("license", "not an article: licence"),
        ("licence", "not an article: licence"),
        ("copying", "not an article: licence"),
    ];
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let (stem, rest) = file.split_once('.').unwrap_or((file, ""));
    let extension = super::extension(file);
    if !rest.is_empty() && !["txt", "text", "md", "markdown", "rst"].contains(&extension.as_str()) {
        return None;
    }
    let lower = stem.to_lowercase();
    NAMES.iter().find_map(|(word, what)| {
        // `LICENSE-MIT` is one; a clipping called `license-to-print.txt` is none.
        let behind = lower.strip_prefix(word)?;
        let shouted = stem.starts_with(&word.to_uppercase()) && behind.starts_with(['-', '_']);
        (behind.is_empty() || shouted).then_some(*what)
    })
}
