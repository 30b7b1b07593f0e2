//! What a file is, said by its content; its name is only a hint where the content leaves a choice.

mod magic;

use std::fmt;

/// The formats articles are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Wire copy and plain text.
    Wire,
    /// Many articles in the text of a press databank: Nexis, ProQuest, Factiva.
    Databank,
    /// A saved web page.
    Html,
    /// One JSON document: an article, or an array of them somewhere inside.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// Comma-separated values (or another delimiter).
    Csv,
    /// Tab-separated values.
    Tsv,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// Reuters-21578 SGML.
    ReutersSgml,
    /// Anything, compressed by gzip.
    Gzip,
    /// Anything, compressed by zstd.
    Zstd,
    /// A zip archive.
    Zip,
    /// A tar archive.
    Tar,
}

/// Each format with its name and the extensions people give it.
const TABLE: &[(Format, &str, &[&str])] = &[
    (Format::Wire, "wire", &["txt", "text", "md", "wire"]),
    (Format::Databank, "databank", &[]),
    (Format::Html, "html", &["html", "htm", "xhtml", "shtml"]),
    (Format::Json, "json", &["json"]),
    (Format::JsonLines, "jsonl", &["jsonl", "ndjson", "jl", "jsonlines"]),
    (Format::Csv, "csv", &["csv"]),
    (Format::Tsv, "tsv", &["tsv", "tab"]),
    (Format::Feed, "feed", &["rss", "atom", "rdf", "xml"]),
    (Format::ReutersSgml, "reuters-sgml", &["sgm", "sgml"]),
    (Format::Gzip, "gzip", &["gz", "tgz"]),
    (Format::Zstd, "zstd", &["zst"]),
    (Format::Zip, "zip", &["zip"]),
    (Format::Tar, "tar", &["tar"]),
];

impl Format {
    /// All formats.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.0)
    }

    /// Its short name: `jsonl`.
    pub fn name(self) -> &'static str {
        TABLE.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    /// The extensions people give its files.
    pub fn extensions(self) -> &'static [&'static str] {
        TABLE.iter().find(|row| row.0 == self).map_or(&[], |row| row.2)
    }

    /// Whether its sources only ever add and update: an item that left a feed was not withdrawn.
    pub fn is_additive(self) -> bool {
        self == Self::Feed
    }

    /// The format whose files have this extension.
    fn of_extension(extension: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.2.contains(&extension)).map(|row| row.0)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What the first bytes of a file say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sniffed {
    /// It is of this format.
    Format(Format),
    /// It is something else, named in a short phrase: `image`, `empty file`.
    NotAnArticle(String),
}

/// Says what a file is by its first bytes (16 KB are plenty), with its name as a hint. A text that
/// is named as one about a folder (`README.md`) is not an article; see `unnamed`.
pub fn sniff(name: &str, head: &[u8]) -> Sniffed {
    if let Some(sniffed) = magic::by_bytes(name, head) {
        return sniffed;
    }
    if let Some(what) = magic::by_name(name) {
        return not(what);
    }
    let extension = extension(name);
    let text = first_text(head);
    let start = text.trim_start();
    if start.is_empty() {
        return not("empty file");
    }
    let format = match start.as_bytes()[0] {
        b'<' => match markup(start, &extension) {
            Ok(format) => format,
            Err(reason) => return not(reason),
        },
        b'{' | b'[' if looks_like_json(start) => json(start, &extension),
        _ => match plain(start, &extension) {
            Ok(format) => format,
            Err(reason) => return not(reason),
        },
    };
    Sniffed::Format(format)
}

/// The name of a file that the user named: a `README` is an article when it is asked for.
pub(crate) fn unnamed(name: &str) -> &str {
    if magic::by_name(name).is_some() { "" } else { name }
}

fn not(reason: &str) -> Sniffed {
    Sniffed::NotAnArticle(reason.to_string())
}

/// The extension of a name in small letters, `gz` of `a.txt.gz`.
fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase())
}

/// The head as text, good enough to look at: UTF-16 by its byte order mark, else UTF-8 with
/// replacements.
fn first_text(head: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(head) {
        Some((encoding, bom)) => encoding.decode_without_bom_handling(&head[bom..]).0.into_owned(),
        None => String::from_utf8_lossy(head).into_owned(),
    }
}

/// Whether a text that begins with a bracket is JSON rather than a text in brackets.
fn looks_like_json(start: &str) -> bool {
    let next = start[1..].trim_start().bytes().next();
    match (start.as_bytes()[0], next) {
        (_, None) => true,
        (b'{', Some(next)) => matches!(next, b'"' | b'}'),
        (_, Some(next)) => matches!(next, b'{' | b'[' | b']' | b'"'),
    }
}

/// One document or one a line. A document of several values is read as well, so that a wrong guess
/// costs speed, not articles.
fn json(start: &str, extension: &str) -> Format {
    let first_line = start.lines().next().unwrap_or(start);
    if start.starts_with('{') && start[..start.len().min(4000)].contains("//jsonfeed.org/version") {
        return Format::Feed;
    }
    let whole_line = start.len() > first_line.len()
        && serde_json::from_str::<serde::de::IgnoredAny>(first_line.trim_end()).is_ok();
    let second = start[first_line.len()..].trim_start();
    let lines_by_name = Format::of_extension(extension) == Some(Format::JsonLines);
    if whole_line && second.starts_with(['{', '[']) && start.starts_with('{') {
        return Format::JsonLines;
    }
    if lines_by_name && start.starts_with('{') && (whole_line || first_line.len() == start.len()) {
        return Format::JsonLines;
    }
    // Broken lines in a file that calls itself lines: each bad one is its own error.
    if lines_by_name && !start.starts_with('[') { Format::JsonLines } else { Format::Json }
}

/// Which markup a text that begins with `<` is.
fn markup(start: &str, extension: &str) -> Result<Format, &'static str> {
    let lower = start.to_ascii_lowercase();
    let has = |needle: &str| lower.contains(needle);
    if has("<!doctype lewis") || has("<reuters ") {
        Ok(Format::ReutersSgml)
    } else if has("<!doctype html") || has("<html") {
        Ok(Format::Html)
    } else if has("<rss") || has("<feed") || has("<rdf:rdf") || has("<channel") {
        Ok(Format::Feed)
    } else if ["<head", "<body", "<article", "<div", "<meta", "<p>", "<p ", "<h1", "<title"]
        .iter()
        .any(|tag| has(tag))
    {
        if has("<?xml") && !has("xhtml") { Err("XML of an unknown kind") } else { Ok(Format::Html) }
    } else if has("<svg") {
        Err("image")
    } else if has("<?xml") || matches!(extension, "xml" | "sgm" | "sgml") {
        Err("XML of an unknown kind")
    } else if Format::of_extension(extension) == Some(Format::Html) {
        Ok(Format::Html)
    } else {
        Ok(Format::Wire)
    }
}

/// Tables, texts, and texts that are not meant to be read by people.
fn plain(start: &str, extension: &str) -> Result<Format, &'static str> {
    match Format::of_extension(extension) {
        Some(format @ (Format::Csv | Format::Tsv | Format::JsonLines)) => return Ok(format),
        _ if looks_like_table(start) => {
            let tab = start.lines().next().is_some_and(|line| line.contains('\t'));
            return Ok(if tab { Format::Tsv } else { Format::Csv });
        }
        _ => {}
    }
    if crate::formats::is_databank(start) {
        return Ok(Format::Databank);
    }
    magic::by_text(start, extension).map_or(Ok(Format::Wire), Err)
}

/// Whether a text without a telling name begins with a row of column names.
fn looks_like_table(start: &str) -> bool {
    let mut lines = start.lines();
    let (Some(first), Some(_)) = (lines.next(), lines.next()) else { return false };
    [',', ';', '\t', '|'].iter().any(|&delimiter| {
        let names: Vec<String> = first
            .split(delimiter)
            .map(|name| name.trim().trim_matches(['"', '\'']).to_ascii_lowercase())
            .collect();
        let known = names.iter().filter(|name| crate::fields::is_text_or_title(name)).count();
        names.len() >= 2 && known >= 1 && names.iter().all(|name| name.len() < 40)
    })
}

#[cfg(test)]
mod tests;
