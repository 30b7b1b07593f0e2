//! Texts that press databanks hand out: many articles one after another, each with its fields, in
//! the forms of Nexis, ProQuest and Factiva. Read as running text such a file would be one giant
//! article.

mod factiva;
mod nexis;
mod proquest;

use super::{FormatContext, FormatError, Input, Out, RecordError};
use crate::encoding::{Decoded, decode};
use crate::error::Cause;
use crate::raw::{RawArticle, RawBody, RawField};

/// Bytes of a file that are read: some thousands of articles, more than databanks give at once.
const MAX_TEXT: u64 = 64 << 20;

/// The databanks whose texts are told by their own lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Databank {
    Nexis,
    ProQuest,
    Factiva,
}

impl Databank {
    /// Whose text begins so.
    fn of(head: &str) -> Option<Self> {
        [
            (Self::Nexis, nexis::is_one as fn(&str) -> bool),
            (Self::ProQuest, proquest::is_one),
            (Self::Factiva, factiva::is_one),
        ]
        .into_iter()
        .find(|(_, is_one)| is_one(head))
        .map(|(databank, _)| databank)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Nexis => "nexis",
            Self::ProQuest => "proquest",
            Self::Factiva => "factiva",
        }
    }
}

/// Whether a text that begins so comes from a databank.
pub(crate) fn is_one(head: &str) -> bool {
    Databank::of(head).is_some()
}

/// One article of a file: the number of its first line, counted from 0, and its lines.
struct Record<'t> {
    line: usize,
    lines: Vec<&'t str>,
}

impl<'t> Record<'t> {
    /// Cuts a text into records. `ends` says whether a line ends one and belongs to it, `parts`
    /// whether it stands between two.
    fn split(
        text: &'t str,
        ends: impl Fn(&str) -> bool,
        parts: impl Fn(&str) -> bool,
    ) -> Vec<Self> {
        let mut records = Vec::new();
        let mut record = Self { line: 0, lines: Vec::new() };
        for (number, line) in text.lines().enumerate() {
            let (ended, apart) = (ends(line), parts(line));
            let before = record.lines.is_empty() && line.trim().is_empty();
            if !apart && !before {
                if record.lines.is_empty() {
                    record.line = number;
                }
                record.lines.push(line.trim_end());
            }
            if ended || apart {
                let next = Self { line: number + 1, lines: Vec::new() };
                records.push(std::mem::replace(&mut record, next));
            }
        }
        records.push(record);
        records.retain(|record| record.lines.iter().any(|line| !line.trim().is_empty()));
        records
    }
}

/// Reads the articles of a file.
pub(crate) fn read(
    input: Input<'_>,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let first_line = input.first_line;
    let bytes = input.read_all(context.limits.text_bytes.min(MAX_TEXT))?;
    read_text(&decode(&bytes, None), first_line, context, out)
}

/// Reads the articles of a text.
pub(super) fn read_text(
    decoded: &Decoded<'_>,
    first_line: u64,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let text = decoded.text.as_ref();
    let Some(databank) = Databank::of(text) else {
        return Err(Cause::Skipped("no text of a databank that is known".to_string()));
    };
    let records = match databank {
        Databank::Nexis => nexis::records(text),
        Databank::ProQuest => proquest::records(text),
        Databank::Factiva => factiva::records(text),
    };
    for record in records {
        let line = first_line + record.line as u64;
        let whole = record.lines.join("\n");
        let mut raw = RawArticle {
            line: Some(line),
            sha256: context.sign(whole.as_bytes()),
            format: databank.name().to_string(),
            ..RawArticle::default()
        };
        raw.remarks.extend(decoded.remark.clone());
        let body = match databank {
            Databank::Nexis => nexis::fill(&record.lines, &mut raw),
            Databank::ProQuest => proquest::fill(&record.lines, &mut raw),
            Databank::Factiva => factiva::fill(&record.lines, &mut raw),
        };
        if !body.trim().is_empty() {
            let rule = format!("{} text", databank.name());
            raw.body = RawBody::Text { text: body, has_title: false, rule };
        }
        let empty =
            raw.body == RawBody::None && raw.candidates(RawField::Headline).next().is_none();
        let read = if empty { Err(RecordError::at(line, Cause::NoText)) } else { Ok(raw) };
        if context.cancelled() || out(read).is_break() {
            break;
        }
    }
    Ok(())
}

/// Lines as paragraphs: what empty lines part, each on one line.
fn paragraphs<'t>(lines: &[&'t str]) -> Vec<String> {
    let parts = lines.split(|line| line.trim().is_empty());
    let joined = parts.map(|lines| {
        let lines: Vec<&'t str> = lines.iter().map(|line| line.trim()).collect();
        lines.join(" ")
    });
    joined.filter(|text| !text.is_empty()).collect()
}

/// The longest beginning of a text that is a date: `March 4, 2011 Friday 10:05 AM GMT`.
fn date(text: &str) -> Option<String> {
    const WORDS: usize = 8;
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > WORDS + 2 || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let order = crate::dates::Order::MonthDay;
    (1..=words.len())
        .rev()
        .map(|count| words[..count].join(" ").trim_end_matches([',', ';', ':']).to_string())
        .find(|text| crate::dates::parse(text, order, morgue_article::MAX_YEAR).is_some())
}

/// Whether a line is the count of an article's words: `1,204 words`.
fn is_word_count(line: &str) -> bool {
    const WORDS: [&str; 8] =
        ["words", "wörter", "mots", "palabras", "palavras", "parole", "woorden", "word"];
    let Some((number, unit)) = line.trim().split_once(' ') else { return false };
    !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'))
        && WORDS.contains(&unit.trim().to_lowercase().as_str())
}

#[cfg(test)]
mod tests;
