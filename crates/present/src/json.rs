//! JSON: one object, or a line for each part.

use std::io::{self, Write};

use morgue_article::Article;
use morgue_query::{Answer, ShownDate};
use serde::Serialize;
use serde_json::{Value, json};

/// The answer as one object on one line.
///
/// # Errors
/// Writing failed.
pub fn json(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    json_value(out, answer)
}

/// The answer as JSON lines, each with its `type`: `query`, `hit`…, `facet`…, `timeline`,
/// `help`, `end`. The last line says that the answer is whole.
///
/// # Errors
/// Writing failed.
pub fn json_lines(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    let Answer { v, query, fingerprint, took_ms, total, hits, facets, timeline, next, help } =
        answer;
    let head = json!({"v": v, "query": query, "fingerprint": fingerprint, "total": total});
    typed(out, "query", &head)?;
    hits.iter().try_for_each(|hit| typed(out, "hit", hit))?;
    facets.iter().try_for_each(|facet| typed(out, "facet", facet))?;
    timeline.iter().try_for_each(|timeline| typed(out, "timeline", timeline))?;
    help.iter().try_for_each(|help| typed(out, "help", help))?;
    typed(out, "end", &json!({"hits": hits.len(), "took_ms": took_ms, "next": next}))
}

/// All of an article as one line: days as people write them, as in a hit, and no number that a
/// reader of JSON could round.
///
/// # Errors
/// Writing failed.
pub fn article_json(out: &mut dyn Write, article: &Article) -> io::Result<()> {
    let mut value = serde_json::to_value(article)?;
    value["v"] = json!(1);
    value["simhash"] = Value::String(format!("{:016x}", article.simhash));
    for (field, date) in [("published", &article.published), ("updated", &article.updated)] {
        if let Some(date) = date {
            value[field] = serde_json::to_value(ShownDate::from(date))?;
        }
    }
    typed(out, "article", &value)
}

/// Any value as one line of JSON. Line separators and the control characters that JSON allows are
/// escaped, so that a line is a line everywhere and a terminal is safe.
///
/// # Errors
/// Writing failed.
pub fn json_value(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string(value)?;
    let tame = |c: char| crate::safe::safe_char(c) == c;
    if text.chars().all(tame) {
        return writeln!(out, "{text}");
    }
    for c in text.chars() {
        // All of these lie inside strings: outside of them JSON is ASCII without controls.
        if tame(c) { write!(out, "{c}")? } else { write!(out, "\\u{:04x}", c as u32)? }
    }
    writeln!(out)
}

/// A value with its `type` in front.
#[derive(Serialize)]
struct Typed<'a, T> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(flatten)]
    value: &'a T,
}

/// A value as a line of JSON with its `type` in front.
///
/// # Errors
/// Writing failed.
pub(crate) fn typed(out: &mut dyn Write, kind: &str, value: &impl Serialize) -> io::Result<()> {
    json_value(out, &Typed { kind, value })
}
