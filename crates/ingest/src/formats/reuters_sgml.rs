//! Reuters-21578: SGML, read by hand.
//!
//! It is no XML: no root element, `&#3;` at the end of every body, ticker signs in `&lt;` without a
//! partner, one byte that no encoding explains. Each record stands between `<REUTERS …>` and
//! `</REUTERS>`, with tags in capitals that never nest in themselves.

use std::io::BufRead;

use morgue_article::Block;

use super::{FormatContext, FormatError, Input, Out, RecordError};
use crate::encoding;
use crate::error::Cause;
use crate::raw::{RawArticle, RawBody, RawField};

const END: &[u8] = b"</REUTERS>";

/// Reads the records one after another.
pub(crate) fn read(
    input: Input<'_>,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let mut line = input.first_line;
    let mut reader = input.stream();
    let mut record = Vec::new();
    let mut start = line;
    loop {
        let length = record.len();
        if read_line(&mut reader, &mut record, context.limits.record_bytes)? == 0 {
            break;
        }
        line += 1;
        let inside = find(&record, b"<REUTERS");
        if inside.is_none() {
            // The document type, and what stands between records.
            record.clear();
            start = line;
        } else if find(&record[length.saturating_sub(END.len())..], END).is_some() {
            let read = article(&record, start, context.sign(&record));
            if context.cancelled() || out(read).is_break() {
                return Ok(());
            }
            record.clear();
            start = line;
        }
    }
    if find(&record, b"<REUTERS").is_some() {
        let problem = "the file ends inside a record".to_string();
        let _ = out(Err(RecordError::at(start, syntax(problem))));
    }
    Ok(())
}

fn syntax(problem: String) -> Cause {
    Cause::Syntax { format: "reuters-sgml", problem }
}

/// Appends a line; a record longer than `limit` is an error.
fn read_line(reader: &mut dyn BufRead, record: &mut Vec<u8>, limit: u64) -> Result<usize, Cause> {
    let room = limit.saturating_sub(record.len() as u64);
    let read = std::io::Read::take(reader, room).read_until(b'\n', record)?;
    if read == 0 && room == 0 {
        return Err(Cause::Limit { what: "bytes per record", limit });
    }
    Ok(read)
}

fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, needle)
}

fn article(record: &[u8], line: u64, sha256: String) -> Result<RawArticle, RecordError> {
    let decoded = encoding::decode(record, Some("windows-1252"));
    let text: &str = &decoded.text;
    let mut raw = RawArticle { line: Some(line), sha256, ..RawArticle::default() };
    raw.remarks.extend(decoded.remark.clone());
    let head = text.find("<REUTERS").map_or("", |at| &text[at..]);
    let head = &head[..head.find('>').unwrap_or(head.len())];
    raw.push(RawField::SourceId, attribute(head, "NEWID"), "NEWID");
    raw.push(RawField::Published, date(element(text, "DATE").unwrap_or_default()), "DATE");
    raw.push(RawField::Outlet, "Reuters", "format");
    raw.push(RawField::Language, "en", "format");
    for list in ["TOPICS", "PLACES", "PEOPLE", "ORGS", "EXCHANGES", "COMPANIES"] {
        let values = element(text, list).unwrap_or_default();
        for value in values.split("<D>").skip(1) {
            raw.push(RawField::Tag, unescaped(value.trim_end_matches("</D>")), list);
        }
    }
    let Some((head, inside)) = text_element(text) else {
        return Err(RecordError::at(line, syntax("no TEXT element".to_string())));
    };
    let kind = attribute(head, "TYPE");
    raw.push(
        RawField::Kind,
        if kind.is_empty() { "norm" } else { &kind }.to_lowercase(),
        "TEXT TYPE",
    );
    raw.push(RawField::Headline, squeezed(element(inside, "TITLE").unwrap_or_default()), "TITLE");
    raw.push(RawField::Byline, squeezed(element(inside, "AUTHOR").unwrap_or_default()), "AUTHOR");
    let dateline = squeezed(element(inside, "DATELINE").unwrap_or_default());
    raw.push(RawField::Dateline, dateline.trim_end_matches(['-', ' ']), "DATELINE");
    raw.body = body(inside);
    if raw.body == RawBody::None && raw.candidates(RawField::Headline).next().is_none() {
        return Err(RecordError::at(line, Cause::NoText));
    }
    Ok(raw)
}

/// The value of an attribute of a tag.
fn attribute(tag: &str, name: &str) -> String {
    let value = tag.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
    value.map_or(String::new(), |(value, _)| value.to_string())
}

/// What stands between `<NAME>` and `</NAME>`.
fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(inner, _)| inner)
}

/// The tag of TEXT and what stands in it.
fn text_element(text: &str) -> Option<(&str, &str)> {
    let rest = &text[text.find("<TEXT")?..];
    let (head, rest) = rest.split_at(rest.find('>')? + 1);
    Some((head, rest.rsplit_once("</TEXT>").map_or(rest, |(inner, _)| inner)))
}

/// The date without what editing terminals left behind it.
fn date(text: &str) -> String {
    let text = text.split('&').next().unwrap_or(text);
    squeezed(text.split_once('\n').map_or(text, |(first, _)| first))
}

/// The body; in an unprocessed record everything that is not marked.
fn body(inside: &str) -> RawBody {
    let (text, rule) = match element(inside, "BODY") {
        Some(body) => (body.to_string(), "BODY"),
        None => (unmarked(inside), "TEXT"),
    };
    let blocks = paragraphs(&unescaped(&text));
    if blocks.is_empty() {
        return RawBody::None;
    }
    RawBody::Blocks { blocks, rule: rule.to_string() }
}

/// The text outside of elements.
fn unmarked(inside: &str) -> String {
    let mut text = inside.to_string();
    for name in ["TITLE", "AUTHOR", "DATELINE"] {
        if let (Some(start), Some(end)) =
            (text.find(&format!("<{name}>")), text.find(&format!("</{name}>")))
            && start < end
        {
            text.replace_range(start..end + name.len() + 3, "");
        }
    }
    text
}

/// Indented lines begin a paragraph; the last line of many a body is the agency's sign-off.
fn paragraphs(text: &str) -> Vec<Block> {
    let mut blocks: Vec<String> = Vec::new();
    let mut fresh = true;
    for line in text.lines() {
        let words = squeezed_plain(line);
        if words.is_empty() {
            fresh = true;
            continue;
        }
        let indented = line.starts_with("    ") || line.starts_with('\t');
        match blocks.last_mut().filter(|_| !fresh && !indented) {
            Some(last) => {
                last.push(' ');
                last.push_str(&words);
            }
            None => blocks.push(words),
        }
        fresh = false;
    }
    if blocks.last().is_some_and(|last| last.eq_ignore_ascii_case("reuter")) {
        blocks.pop();
    } else if let Some(last) = blocks.last_mut()
        && let Some(rest) = last.strip_suffix(" REUTER").or_else(|| last.strip_suffix(" Reuter"))
    {
        *last = rest.to_string();
    }
    blocks.into_iter().map(Block::paragraph).collect()
}

fn squeezed(text: &str) -> String {
    squeezed_plain(&unescaped(text))
}

fn squeezed_plain(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Resolves the few entities that the collection has; numbered ones are control characters.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
        if let Some((entity, sign)) = known.iter().find(|(entity, _)| rest.starts_with(entity)) {
            out.push_str(sign);
            rest = &rest[entity.len()..];
        } else if let Some(end) = numbered(rest) {
            rest = &rest[end..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// The length of `&#31;` at the beginning.
fn numbered(text: &str) -> Option<usize> {
    let digits = text.strip_prefix("&#")?;
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    (count > 0 && digits[count..].starts_with(';')).then_some(count + 3)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::limits::Limits;

    fn records(text: &[u8]) -> Vec<Result<RawArticle, RecordError>> {
        let (limits, cancel) = (Limits::default(), AtomicBool::new(false));
        let context = FormatContext::new(&[], &limits, &cancel);
        let mut found = Vec::new();
        read(Input::bytes("a.sgm", text), &context, &mut |record| {
            found.push(record);
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
        found
    }

    fn values(raw: &RawArticle, field: RawField) -> Vec<&str> {
        raw.candidates(field).map(|candidate| candidate.value.as_str()).collect()
    }

    fn texts(raw: &RawArticle) -> Vec<&str> {
        match &raw.body {
            RawBody::Blocks { blocks, .. } => blocks.iter().map(|b| b.text.as_str()).collect(),
            _ => Vec::new(),
        }
    }

    const SAMPLE: &[u8] = b"<!DOCTYPE lewis SYSTEM \"lewis.dtd\">
<REUTERS TOPICS=\"YES\" OLDID=\"7\" NEWID=\"12\">
<DATE> 3-MAR-1987  09:15:05.40&#5;&#5;&#5;RM</DATE>
<TOPICS><D>tin</D><D>ship</D></TOPICS><PLACES><D>chile</D></PLACES>
<TEXT>&#2;
<TITLE>HARBOUR TRUST &lt;HBT> SAYS TIN
  SHIPMENTS RESUME</TITLE>
<AUTHOR>    By Ada Quill, Reuters</AUTHOR>
<DATELINE>    VALPARAISO, March 3 - </DATELINE><BODY>Tin moved again\xfc
today &amp; tomorrow.
    Nobody minded.
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
<REUTERS NEWID=\"13\">
<DATE>4-MAR-1987</DATE>
<TEXT TYPE=\"UNPROC\">&#2;
Rates 1 2
    3 4
&#3;</TEXT>
</REUTERS>
<REUTERS NEWID=\"14\">
<TEXT TYPE=\"BRIEF\">
<TITLE>ONLY A TITLE</TITLE>
</TEXT>
</REUTERS>
<REUTERS NEWID=\"15\"><TEXT TYPE=\"BRIEF\"></TEXT></REUTERS>
<REUTERS NEWID=\"16\">
<TEXT>cut";

    #[test]
    fn records_are_read_with_their_oddities() {
        let found = records(SAMPLE);
        assert_eq!(found.len(), 5);
        let first = found[0].as_ref().unwrap();
        assert_eq!(first.line, Some(2));
        assert_eq!(
            values(first, RawField::Headline),
            ["HARBOUR TRUST <HBT> SAYS TIN SHIPMENTS RESUME"]
        );
        assert_eq!(values(first, RawField::Published), ["3-MAR-1987 09:15:05.40"]);
        assert_eq!(values(first, RawField::Byline), ["By Ada Quill, Reuters"]);
        assert_eq!(values(first, RawField::Dateline), ["VALPARAISO, March 3"]);
        assert_eq!(values(first, RawField::Tag), ["tin", "ship", "chile"]);
        assert_eq!(values(first, RawField::SourceId), ["12"]);
        assert_eq!(texts(first), ["Tin moved again\u{fc} today & tomorrow.", "Nobody minded."]);
        let second = found[1].as_ref().unwrap();
        assert_eq!(
            (texts(second), values(second, RawField::Kind)),
            (vec!["Rates 1 2", "3 4"], vec!["unproc"])
        );
        assert_eq!(texts(found[2].as_ref().unwrap()), [""; 0]);
        assert_eq!(found[3], Err(RecordError::at(27, Cause::NoText)));
        assert!(matches!(
            &found[4],
            Err(RecordError { line: Some(28), cause: Cause::Syntax { .. }, .. })
        ));
    }
}
