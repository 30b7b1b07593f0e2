//! Nexis: each document begins `3 of 20 DOCUMENTS`, or ends `End of Document` in the newer form.

use super::{Record, date, paragraphs};
use crate::raw::{RawArticle, RawField};

/// Names of fields above the text, in small letters.
const ABOVE: [&str; 8] =
    ["byline", "section", "length", "dateline", "headline", "highlight", "series", "column"];

/// Names of fields below the text.
const BELOW: [&str; 11] = [
    "load-date",
    "language",
    "document-type",
    "publication-type",
    "journal code",
    "journal-code",
    "graphic",
    "subject",
    "url",
    "correction-date",
    "classification",
];

/// Whether a text begins as these do.
pub(super) fn is_one(head: &str) -> bool {
    let counted = head.lines().any(is_count);
    let lines = || head.lines().map(str::trim);
    let lengths = || lines().any(|line| field(line).is_some_and(|(name, _)| name == "length"));
    counted && lengths() || (lengths() && lines().any(|line| line == "Body"))
}

/// `3 of 20 DOCUMENTS`
fn is_count(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    matches!(words.as_slice(), [n, "of", all, "DOCUMENTS" | "DOCUMENT"] if number(n) && number(all))
}

/// The documents, without what stands above the first.
pub(super) fn records(text: &str) -> Vec<Record<'_>> {
    let is_end = |line: &str| line.trim() == "End of Document";
    let mut records = Record::split(text, |_| false, |line| is_count(line) || is_end(line));
    // A page in front lists what was asked for.
    let has_length = |record: &Record<'_>| {
        record.lines.iter().any(|line| field(line.trim()).is_some_and(|(name, _)| name == "length"))
    };
    if records.len() > 1 && !has_length(&records[0]) {
        records.remove(0);
    }
    records
}

/// A field's name in small letters, and what follows it in its line.
fn field(line: &str) -> Option<(String, &str)> {
    let (name, value) = line.split_once(':').unwrap_or((line, ""));
    let lower = name.to_lowercase();
    let bare = line.len() == name.len();
    let known =
        ABOVE.contains(&lower.as_str()) || BELOW.contains(&lower.as_str()) || lower == "body";
    // Without a colon only these two stand in a line of their own.
    let known = known && (!bare || matches!(name, "Body" | "Classification" | "Graphic"));
    known.then(|| (lower, value.trim_matches(['\u{a0}', ' '])))
}

/// Fills in the fields; gives the text.
pub(super) fn fill(lines: &[&str], raw: &mut RawArticle) -> String {
    let named = |line: &str| field(line.trim()).map(|(name, _)| name);
    let first = lines.iter().position(|line| named(line).is_some()).unwrap_or(lines.len());
    let (preamble, rest) = lines.split_at(first);
    preamble_fields(&paragraphs(preamble), rest.iter().any(|line| line.trim() == "Body"), raw);
    let mut at = 0;
    // Fields above the text: each to the next empty line; the text begins behind the last.
    let mut body = None;
    while at < rest.len() {
        let Some((name, value)) = field(rest[at].trim()) else {
            if rest[at].trim().is_empty() {
                at += 1;
                continue;
            }
            break;
        };
        if name == "body" {
            body = Some((at + 1, value));
            break;
        }
        if BELOW.contains(&name.as_str()) {
            break;
        }
        let end = (at + 1..rest.len()).find(|&i| rest[i].trim().is_empty()).unwrap_or(rest.len());
        let next = (at + 1..end).find(|&i| named(rest[i]).is_some()).unwrap_or(end);
        let more = rest[at + 1..next].iter().map(|line| line.trim());
        let value = [value].into_iter().chain(more).collect::<Vec<_>>().join(" ");
        push(&name, value.trim(), raw);
        at = next;
    }
    let (start, on_line) = body.unwrap_or((at, ""));
    let strong = |line: &str| {
        let below = |name: &str| BELOW.contains(&name) && !matches!(name, "subject" | "url");
        named(line).is_some_and(|name| below(&name)) || is_rights(line.trim())
    };
    let end = (start..rest.len()).find(|&i| strong(rest[i])).unwrap_or(rest.len());
    let mut i = end;
    while i < rest.len() {
        let line = rest[i].trim();
        if let Some((name, value)) = field(line) {
            push(&name, value, raw);
        } else if is_rights(line) {
            raw.push(RawField::Rights, line, "copyright line");
        }
        i += 1;
    }
    let text = rest[start..end].join("\n");
    if on_line.is_empty() { text } else { format!("{on_line}\n{text}") }
}

fn is_rights(line: &str) -> bool {
    line.starts_with("Copyright ") || line.starts_with('©')
}

/// What stands above the first named field: outlet and date, and the headline below them or, in
/// the newer form, above.
fn preamble_fields(preamble: &[String], newer: bool, raw: &mut RawArticle) {
    let plain: Vec<&String> = preamble
        .iter()
        .filter(|text| !text.eq_ignore_ascii_case("all rights reserved"))
        .filter(|text| {
            let rights = is_rights(text);
            if rights {
                raw.push(RawField::Rights, text.as_str(), "copyright line");
            }
            !rights
        })
        .collect();
    let dated = plain.iter().position(|text| date(text).is_some());
    let Some(dated) = dated else {
        let mut rest = plain.into_iter();
        if let Some(outlet) = rest.next().filter(|_| !newer) {
            raw.push(RawField::Outlet, outlet.as_str(), "line above the date");
        }
        if let Some(headline) = rest.next() {
            raw.push(RawField::Headline, headline.as_str(), "line below the outlet");
        }
        return;
    };
    let when = date(plain[dated]).unwrap_or_default();
    raw.push(RawField::Published, when, "line with a date");
    if let Some(outlet) = dated.checked_sub(1).map(|at| plain[at]) {
        raw.push(RawField::Outlet, outlet.as_str(), "line above the date");
    }
    let headline = match newer {
        true => plain.first().filter(|_| dated > 1).copied(),
        false => {
            let is_edition = |text: &&&String| text.to_lowercase().contains("edition");
            let edition = plain.get(dated + 1).filter(is_edition);
            if let Some(edition) = edition.filter(|_| plain.len() > dated + 2) {
                raw.push(RawField::Edition, edition.as_str(), "line below the date");
                plain.get(dated + 2).copied()
            } else {
                plain.get(dated + 1).copied()
            }
        }
    };
    if let Some(headline) = headline {
        let rule = if newer { "first line" } else { "line below the date" };
        raw.push(RawField::Headline, headline.as_str(), rule);
    }
}

fn push(name: &str, value: &str, raw: &mut RawArticle) {
    let rule = name.to_uppercase();
    match name {
        "headline" => raw.push(RawField::Headline, value, rule),
        "byline" => raw.push(RawField::Byline, value, rule),
        "dateline" => raw.push(RawField::Dateline, value, rule),
        "section" => {
            let (section, page) = value.split_once("; Pg.").unwrap_or((value, ""));
            raw.push(RawField::Section, section.trim(), rule.clone());
            raw.push(RawField::Page, page.trim().trim_start_matches("Pg.").trim(), rule);
        }
        "language" => {
            let first = value.split([';', ',']).next().unwrap_or(value);
            raw.push(RawField::Language, first.trim(), rule);
        }
        "subject" => value.split(';').for_each(|tag| {
            let tag = tag.split('(').next().unwrap_or(tag);
            raw.push(RawField::Tag, tag.trim(), rule.clone());
        }),
        "document-type" => raw.push(RawField::Kind, value.to_lowercase(), rule),
        "url" => raw.push(RawField::Url, value, rule),
        _ => {}
    }
}
