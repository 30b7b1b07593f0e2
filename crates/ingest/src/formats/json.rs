//! One JSON document: an article, an array of them, or an object with such an array inside.
//!
//! The records are cut out by a scanner that knows only brackets and strings, so that one bad
//! record leaves the others whole and every record knows its line.

use super::{FormatContext, FormatError, Input, Out, RecordError, jsonl};
use crate::encoding::decode;
use crate::error::Cause;

/// Reads the articles of a document, or of several that follow one another.
pub(crate) fn read(
    input: Input<'_>,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let first_line = input.first_line;
    let bytes = input.read_all(context.limits.text_bytes)?;
    let decoded = decode(&bytes, None);
    let text = decoded.text.as_bytes();
    let mut records = Records { text, line: first_line, counted: 0, context, out };
    let mut at = 0;
    while let Some(value) = next_value(text, at) {
        if records.document(value.clone()).is_break() {
            break;
        }
        at = value.end;
    }
    Ok(())
}

type Span = std::ops::Range<usize>;

struct Records<'a, 'c> {
    text: &'a [u8],
    /// The line that byte `counted` stands in.
    line: u64,
    counted: usize,
    context: &'a FormatContext<'c>,
    out: &'a mut Out<'c>,
}

impl Records<'_, '_> {
    /// The articles of one value, wherever they are in it.
    fn document(&mut self, value: Span) -> std::ops::ControlFlow<()> {
        match self.text[value.start] {
            b'[' => self.array(&value),
            b'{' => match self.inner_array(&value, 0) {
                Some(inner) => self.array(&inner),
                None => self.one(value),
            },
            _ => self.one(value),
        }
    }

    fn array(&mut self, array: &Span) -> std::ops::ControlFlow<()> {
        let mut at = array.start + 1;
        while let Some(element) = next_value(&self.text[..array.end], at) {
            at = element.end;
            if self.context.cancelled() {
                return std::ops::ControlFlow::Break(());
            }
            self.one(element)?;
        }
        std::ops::ControlFlow::Continue(())
    }

    fn one(&mut self, value: Span) -> std::ops::ControlFlow<()> {
        let passed = &self.text[self.counted..value.start];
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.counted = value.start;
        let bytes = &self.text[value];
        let result = match bytes.first() {
            Some(b'{') => jsonl::parse(bytes, self.line, self.context),
            Some(b'[') if depth(bytes) > self.context.limits.json_depth => {
                let limit = self.context.limits.json_depth as u64;
                Err(Cause::Limit { what: "levels of nesting", limit })
            }
            _ => Err(Cause::Syntax { format: "JSON", problem: "an article is an object".into() }),
        };
        let line = self.line;
        (self.out)(result.map_err(|cause| RecordError::at(line, cause)))
    }

    /// An array of objects inside an object that is not an article itself.
    fn inner_array(&self, object: &Span, level: usize) -> Option<Span> {
        let members = members(self.text, object);
        let is_article = members.iter().any(|(key, value)| {
            let text = matches!(self.text[value.start], b'"');
            let name = String::from_utf8_lossy(&self.text[key.clone()]);
            text && crate::fields::is_text_or_title(&name)
        });
        let named = |name: &str| {
            let is = |key: &Span| self.text[key.clone()].eq_ignore_ascii_case(name.as_bytes());
            members.iter().any(|(key, _)| is(key))
        };
        // A document whose own title is a list's (`{"title": "Clippings", "articles": […]}`).
        let lists = ["articles", "items", "docs", "results", "stories", "posts", "entries", "hits"];
        if is_article && !lists.iter().any(|name| named(name)) {
            return None;
        }
        let of_objects = |value: &Span| {
            self.text[value.start] == b'['
                && next_value(self.text, value.start + 1)
                    .is_some_and(|v| self.text[v.start] == b'{')
        };
        let like_article = |value: &Span| {
            let Some(first) = next_value(self.text, value.start + 1) else { return false };
            let known = |(key, _): &(Span, Span)| {
                let name = String::from_utf8_lossy(&self.text[key.clone()]);
                crate::fields::meaning(&name).is_some()
            };
            self.members_of(&first).iter().filter(|m| known(m)).count() >= 1
        };
        let values = || members.iter().map(|(_, value)| value);
        if let Some(array) = values().find(|value| of_objects(value) && like_article(value)) {
            // An article with a list of pictures is still an article.
            return (!is_article || lists.iter().any(|n| named(n))).then(|| array.clone());
        }
        if level >= 3 || is_article {
            return None;
        }
        let objects = values().filter(|value| self.text[value.start] == b'{');
        objects.filter_map(|value| self.inner_array(value, level + 1)).next()
    }

    fn members_of(&self, object: &Span) -> Vec<(Span, Span)> {
        if self.text[object.start] == b'{' { members(self.text, object) } else { Vec::new() }
    }
}

/// The next value at or behind `at`: up to its closing bracket or quote, or the text's end when
/// that is missing.
fn next_value(text: &[u8], at: usize) -> Option<Span> {
    let skip = |b: &u8| b.is_ascii_whitespace() || matches!(b, b',' | b':' | b']' | b'}');
    let start = at + text.get(at..)?.iter().position(|b| !skip(b))?;
    Some(start..end_of(text, start))
}

fn end_of(text: &[u8], start: usize) -> usize {
    match text[start] {
        b'"' => string_end(text, start),
        b'{' | b'[' => {
            let (mut depth, mut at) = (0usize, start);
            while at < text.len() {
                match text[at] {
                    b'"' => {
                        at = string_end(text, at);
                        continue;
                    }
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth -= 1,
                    _ => {}
                }
                at += 1;
                if depth == 0 {
                    break;
                }
            }
            at
        }
        _ => {
            let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b',' | b']' | b'}');
            text[start..].iter().position(ends).map_or(text.len(), |n| start + n.max(1))
        }
    }
}

fn string_end(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(n) = memchr::memchr2(b'"', b'\\', &text[at.min(text.len())..]) {
        at += n;
        if text[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    text.len()
}

/// The keys (without quotes) and values of an object; at most 10,000.
fn members(text: &[u8], object: &Span) -> Vec<(Span, Span)> {
    let mut found = Vec::new();
    let text = &text[..object.end];
    let mut at = object.start + 1;
    while found.len() < 10_000 {
        let Some(key) = next_value(text, at) else { break };
        let Some(value) = next_value(text, key.end) else { break };
        if text[key.start] != b'"' || key.len() < 2 {
            break;
        }
        at = value.end;
        found.push((key.start + 1..key.end - 1, value));
    }
    found
}

/// How deep arrays and objects nest.
fn depth(text: &[u8]) -> usize {
    let (mut now, mut most) = (0usize, 0usize);
    for b in text {
        match b {
            b'[' | b'{' => now += 1,
            b']' | b'}' => now = now.saturating_sub(1),
            _ => {}
        }
        most = most.max(now);
    }
    most
}
