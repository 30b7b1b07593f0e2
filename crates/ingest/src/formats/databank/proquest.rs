//! ProQuest: documents between long lines of `_`, fields as `Name: value`.

use super::{Record, date};
use crate::raw::{RawArticle, RawField};

/// Names of fields as ProQuest writes them.
const FIELDS: [&str; 45] = [
    "Abstract",
    "Author",
    "Classification",
    "Column",
    "Company",
    "Company / organization",
    "Copyright",
    "Country of publication",
    "Credit",
    "Database",
    "Dateline",
    "Document feature",
    "Document type",
    "Document URL",
    "Edition",
    "First page",
    "Full text",
    "Full Text",
    "Identifier / keyword",
    "Illustration",
    "ISSN",
    "Issue",
    "Language",
    "Language of publication",
    "Last updated",
    "Links",
    "Location",
    "Number of pages",
    "Pages",
    "People",
    "Place of publication",
    "ProQuest document ID",
    "Publication date",
    "Publication info",
    "Publication subject",
    "Publication title",
    "Publication year",
    "Publisher",
    "Section",
    "Source type",
    "Subject",
    "Subject term",
    "Subtitle",
    "Title",
    "Volume",
];

/// Whether a text begins as these do.
pub(super) fn is_one(head: &str) -> bool {
    let named = |names: &[&str]| {
        head.lines().any(|line| field(line).is_some_and(|(name, _)| names.contains(&name)))
    };
    head.lines().any(is_rule)
        && named(&["Full text", "Full Text", "Abstract"])
        && named(&["Publication info", "Publication title", "ProQuest document ID"])
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 40 && line.bytes().all(|b| b == b'_')
}

/// The documents, without what stands before the first and behind the last.
pub(super) fn records(text: &str) -> Vec<Record<'_>> {
    let mut records = Record::split(text, |_| false, is_rule);
    let fields =
        |record: &Record<'_>| record.lines.iter().filter(|line| field(line).is_some()).count();
    records.retain(|record| fields(record) >= 3);
    records
}

fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim_start().split_once(':')?;
    FIELDS.contains(&name).then(|| (name, value.trim()))
}

/// Fills in the fields; gives the text.
pub(super) fn fill(lines: &[&str], raw: &mut RawArticle) -> String {
    let first = lines.iter().position(|line| field(line).is_some()).unwrap_or(lines.len());
    let title = lines[..first].iter().map(|line| line.trim()).find(|line| {
        let numbered = line.starts_with("Document ") && line.contains(" of ");
        !line.is_empty() && !numbered && !line.starts_with("Report Information")
    });
    let (mut body, mut summary) = (String::new(), String::new());
    let mut at = first;
    while at < lines.len() {
        let Some((name, value)) = field(lines[at]) else {
            at += 1;
            continue;
        };
        let end = (at + 1..lines.len()).find(|&i| field(lines[i]).is_some());
        let end = end.unwrap_or(lines.len());
        let more = &lines[at + 1..end];
        match name {
            "Full text" | "Full Text" => body = joined(value, more),
            "Abstract" => summary = joined(value, more),
            _ => {
                let more = more.iter().map(|line| line.trim()).take_while(|line| !line.is_empty());
                let value = [value].into_iter().chain(more).collect::<Vec<_>>().join(" ");
                push(name, value.trim(), raw);
            }
        }
        at = end;
    }
    if let Some(title) = title {
        raw.push(RawField::Headline, title, "first line");
    }
    let missing = body.trim().is_empty() || body.trim().starts_with("Not available");
    if missing && !summary.trim().is_empty() {
        raw.remarks.push("only the abstract is there".to_string());
        return summary;
    }
    if missing { String::new() } else { body }
}

fn joined(first: &str, more: &[&str]) -> String {
    [first].into_iter().chain(more.iter().copied()).collect::<Vec<_>>().join("\n")
}

fn push(name: &str, value: &str, raw: &mut RawArticle) {
    match name {
        "Title" => raw.push(RawField::Headline, value, name),
        "Author" => raw.push(RawField::Byline, value, name),
        "Publication title" => raw.push(RawField::Outlet, value, name),
        "Publication info" => {
            let outlet = value.split([';', ',', '[']).next().unwrap_or(value);
            raw.push(RawField::Outlet, outlet.trim(), name);
            // `… [London (UK)] 04 Mar 2011: 4.`
            if let Some((_, rest)) = value.rsplit_once(']') {
                let (when, page) = rest.split_once(':').unwrap_or((rest, ""));
                let when = when.trim().trim_end_matches('.');
                raw.push(RawField::Published, date(when).unwrap_or_default(), name);
                raw.push(RawField::Page, page.trim().trim_end_matches('.'), name);
            }
        }
        "Publication date" => raw.push(RawField::Published, value, name),
        "Publication year" => raw.push(RawField::Published, value, name),
        "Section" | "Column" => raw.push(RawField::Section, value, name),
        "First page" | "Pages" => raw.push(RawField::Page, value, name),
        "Edition" => raw.push(RawField::Edition, value, name),
        "Dateline" => raw.push(RawField::Dateline, value, name),
        "Language of publication" | "Language" => raw.push(RawField::Language, value, name),
        "Country of publication" => raw.push(RawField::Country, value, name),
        "Document type" => raw.push(RawField::Kind, value.to_lowercase(), name),
        "Copyright" => raw.push(RawField::Rights, value, name),
        "ProQuest document ID" => raw.push(RawField::SourceId, value, name),
        "Subject" | "Subject term" | "Identifier / keyword" => {
            value.split(';').for_each(|tag| raw.push(RawField::Tag, tag.trim(), name));
        }
        _ => {}
    }
}
