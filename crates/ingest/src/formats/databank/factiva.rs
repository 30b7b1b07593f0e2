//! Factiva: documents that end `Document HARB0000…`, with codes of two letters before the fields or
//! without.

use super::{Record, date, is_word_count, paragraphs};
use crate::raw::{RawArticle, RawField};

/// The codes of fields.
const CODES: [&str; 34] = [
    "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "NGC", "GC", "PG", "ED", "LA", "CY",
    "LP", "TD", "ART", "CT", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "RF", "VOL", "CX",
    "CLM", "DL", "RST", "TM",
];

/// Whether a text begins as these do.
pub(super) fn is_one(head: &str) -> bool {
    let has =
        |wanted: &str| head.lines().any(|line| code(line).is_some_and(|(code, _)| code == wanted));
    let coded = ["HD", "PD", "SN"].into_iter().all(has) && (has("LP") || has("TD"));
    coded || head.lines().any(is_end) && head.lines().any(is_word_count)
}

/// `Document HARB000020110304e7340002x`
fn is_end(line: &str) -> bool {
    const SHORTEST: usize = 15;
    let mut words = line.split_whitespace();
    let name = words.next().unwrap_or_default();
    let id = words.next().unwrap_or_default();
    matches!(name, "Document" | "Dokument" | "Documento")
        && words.next().is_none()
        && id.len() >= SHORTEST
        && id.bytes().all(|b| b.is_ascii_alphanumeric())
        && id.bytes().any(|b| b.is_ascii_digit())
        && id.bytes().take(2).all(|b| b.is_ascii_uppercase())
}

/// The documents, without the summary behind the last.
pub(super) fn records(text: &str) -> Vec<Record<'_>> {
    let mut records = Record::split(text, is_end, |_| false);
    let ends = |record: &Record<'_>| record.lines.last().is_some_and(|line| is_end(line));
    let coded = |record: &Record<'_>| record.lines.iter().any(|line| code(line).is_some());
    if records.len() > 1 {
        records.retain(|record| ends(record) || coded(record));
    }
    records
}

/// A code, alone in its line or with room behind it, and what follows.
fn code(line: &str) -> Option<(&str, &str)> {
    let end = line.find([' ', '\t', '\u{a0}']).unwrap_or(line.len());
    let (code, rest) = line.split_at(end);
    let apart = rest.is_empty() || rest.starts_with('\t') || rest.starts_with("  ");
    let alone = rest.trim().is_empty();
    (CODES.contains(&code) && (apart || alone)).then(|| (code, rest.trim()))
}

/// Fills in the fields; gives the text.
pub(super) fn fill(lines: &[&str], raw: &mut RawArticle) -> String {
    if let Some(id) = lines.last().filter(|line| is_end(line)) {
        let id = id.split_whitespace().nth(1).unwrap_or_default();
        raw.push(RawField::SourceId, id, "Document");
    }
    if lines.iter().any(|line| code(line).is_some_and(|(code, _)| code == "HD")) {
        coded(lines, raw)
    } else {
        plain(lines, raw)
    }
}

fn coded(lines: &[&str], raw: &mut RawArticle) -> String {
    let mut body: Vec<String> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let Some((name, first)) = code(lines[at]) else {
            at += 1;
            continue;
        };
        let end = (at + 1..lines.len()).find(|&i| code(lines[i]).is_some());
        let end = end.unwrap_or(lines.len());
        let rest = &lines[at + 1..end];
        let value = || {
            let rest = rest.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
            [first]
                .into_iter()
                .filter(|it| !it.is_empty())
                .chain(rest)
                .collect::<Vec<_>>()
                .join(" ")
        };
        match name {
            "LP" | "TD" => {
                body.push(first.to_string());
                body.extend(rest.iter().map(|line| line.to_string()));
                body.push(String::new());
            }
            "HD" => raw.push(RawField::Headline, value(), name),
            "BY" => raw.push(RawField::Byline, value(), name),
            "PD" => raw.push(RawField::Published, value(), name),
            "SN" => raw.push(RawField::Outlet, value(), name),
            "SE" => raw.push(RawField::Section, value(), name),
            "PG" => raw.push(RawField::Page, value(), name),
            "ED" => raw.push(RawField::Edition, value(), name),
            "LA" => raw.push(RawField::Language, value(), name),
            "CY" => raw.push(RawField::Rights, value(), name),
            "CT" | "ART" => {}
            // `gpol : Domestic Politics | gcat : News`
            "NS" | "RE" => {
                for tag in value().split('|') {
                    let tag = tag.split_once(" : ").map_or(tag, |(_, name)| name);
                    raw.push(RawField::Tag, tag.trim(), name);
                }
            }
            _ => {}
        }
        at = end;
    }
    body.join("\n")
}

/// Without codes: headline and byline above the number of words, date, outlet and others below it,
/// the text behind the copyright line.
fn plain(lines: &[&str], raw: &mut RawArticle) -> String {
    let lines = match lines.split_last() {
        Some((last, rest)) if is_end(last) => rest,
        _ => lines,
    };
    let Some(count) = lines.iter().position(|line| is_word_count(line)) else {
        return lines.join("\n");
    };
    let (above, below) = (&lines[..count], &lines[count + 1..]);
    let is_byline = |line: &&str| line.trim().to_lowercase().starts_with("by ");
    let (names, heads): (Vec<&str>, Vec<&str>) =
        above.iter().copied().partition(|line| is_byline(line));
    if let Some(headline) = paragraphs(&heads).first() {
        raw.push(RawField::Headline, headline.as_str(), "first line");
    }
    names.into_iter().for_each(|name| raw.push(RawField::Byline, name.trim(), "line `By`"));
    let mut at = 0;
    let mut dated = false;
    while at < below.len() {
        let line = below[at].trim();
        let is_rights = line.starts_with("(c) ")
            || line.starts_with("Copyright")
            || line.starts_with('©')
            || line.starts_with("(C) ");
        at += 1;
        if line.is_empty() || is_time(line) {
            continue;
        }
        if is_rights {
            raw.push(RawField::Rights, line, "copyright line");
            break;
        }
        if let Some(when) = date(line).filter(|_| !dated) {
            raw.push(RawField::Published, when, "line below the words");
            dated = true;
        } else if raw.candidates(RawField::Outlet).next().is_none() {
            raw.push(RawField::Outlet, line, "line below the date");
        } else if morgue_article::language_code(line).is_some() && line.len() > 3 {
            raw.push(RawField::Language, line, "line of a language");
        } else if line.bytes().all(|b| b.is_ascii_digit()) {
            raw.push(RawField::Page, line, "line of a number");
        } else if line.len() > 60 {
            // No copyright line: the text has begun.
            at -= 1;
            break;
        }
    }
    below[at.min(below.len())..].join("\n")
}

fn is_time(line: &str) -> bool {
    line.len() <= 8
        && line.contains(':')
        && line.bytes().all(|b| b.is_ascii_digit() || b == b':' || b == b' ')
}
