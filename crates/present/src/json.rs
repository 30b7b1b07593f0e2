//! JSON: one object, or a line for each part.

use std::io::{self, Write};

use morgue_article::{Article, ExportedArticle};
use morgue_query::{Answer, HitView};
use serde::Serialize;
use serde_json::json;

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

/// All of an article as one line, which reading gives back as it was.
///
/// # Errors
/// Writing failed.
pub fn article_json(out: &mut dyn Write, article: &Article) -> io::Result<()> {
    json_value(out, &ExportedArticle::from(article))
}

/// One hit as a line.
///
/// # Errors
/// Writing failed.
pub fn hit_json(out: &mut dyn Write, hit: &HitView) -> io::Result<()> {
    typed(out, "hit", hit)
}

/// What the last line of an export says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportEnd {
    /// How many articles there were.
    pub articles: u64,
    /// The hash of the archive they are of.
    pub fingerprint: String,
}

/// The last line of an export in JSON lines: it is whole.
///
/// # Errors
/// Writing failed.
pub fn export_end(out: &mut dyn Write, end: &ExportEnd) -> io::Result<()> {
    // As written out: reading knows this line by its beginning and leaves it alone.
    let ExportEnd { articles, fingerprint } = end;
    let fingerprint = json!(fingerprint);
    writeln!(
        out,
        r#"{{"type":"end","v":1,"articles":{articles},"whole":true,"fingerprint":{fingerprint}}}"#
    )
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
