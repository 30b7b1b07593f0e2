//! What was made of a file: every field with the rule that gave it.

use std::io::{self, Write};

use morgue_article::{Article, BlockKind, Origin};

use crate::date::full_date;
use crate::safe;
use crate::theme::Look;
use crate::wrap::{Passage, padded, write_wrapped};

/// A field of an article as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What it is called.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// The rule that gave it; empty where none is known.
    pub rule: String,
}

/// Columns of the names.
const NAMES: usize = 12;

/// All of an article: its fields with their rules, its text by kind of block, its origins.
///
/// # Errors
/// Writing failed.
pub fn inspect(out: &mut dyn Write, article: &Article, words: u32, look: &Look) -> io::Result<()> {
    let headline = look.theme.headline;
    for origin in &article.origins {
        writeln!(out, "{headline}{}{headline:#}  {}", safe(&place(origin)), safe(&origin.format))?;
    }
    for field in fields(article) {
        row(out, field.name, &field.value, &from(&field.rule), look)?;
    }
    for (i, block) in article.body.iter().enumerate() {
        let rule = if i == 0 { from(&rule(article, &["body"])) } else { String::new() };
        let name = match block.kind {
            BlockKind::Paragraph => "paragraph",
            BlockKind::Subhead => "subhead",
        };
        row(out, name, &block.text, &rule, look)?;
    }
    for caption in &article.captions {
        let rule = from(&rule(article, &["captions", "caption"]));
        row(out, "caption", caption, &rule, look)?;
    }
    row(out, "words", &words.to_string(), "", look)?;
    row(out, "id", &article.id.to_string(), &format!("the hash of {}", article.key), look)?;
    for origin in &article.origins {
        if let Some(id) = &origin.source_id {
            row(out, "source id", id, "", look)?;
        }
        row(out, "sha-256", &origin.sha256, "the hash of the bytes read", look)?;
    }
    if !article.text_hash.is_empty() {
        row(out, "text hash", &article.text_hash, "the hash of its letters and digits", look)?;
        row(
            out,
            "near copies",
            &format!("{:016x}", article.simhash),
            "alike where the texts are",
            look,
        )?;
    }
    Ok(())
}

/// How a rule is told.
fn from(rule: &str) -> String {
    if rule.is_empty() { String::new() } else { format!("from {rule}") }
}

fn row(out: &mut dyn Write, name: &str, value: &str, remark: &str, look: &Look) -> io::Result<()> {
    let dim = look.theme.dim;
    write!(out, "  {dim}{}{dim:#}", padded(name, NAMES))?;
    let indent = " ".repeat(NAMES + 2);
    let base = Default::default();
    let text = Passage { text: value, lit: &[], base, light: base };
    write_wrapped(out, &text, &indent, 0, look.width)?;
    if remark.is_empty() {
        return Ok(());
    }
    write!(out, "{indent}")?;
    let text = Passage { text: remark, lit: &[], base: dim, light: dim };
    write_wrapped(out, &text, &indent, 0, look.width)
}

/// The fields an article has, in the order a reader asks for them; a missing outlet or date is a
/// line, too.
pub fn fields(article: &Article) -> Vec<Field> {
    let mut out = Vec::new();
    let mut push = |name: &'static str, value: Option<String>, from: String| {
        out.extend(value.map(|value| Field { name, value, rule: from }));
    };
    let basis = |names: &[&str], basis: Option<&str>| {
        let rule = rule(article, names);
        match basis {
            Some(basis) if rule.is_empty() => basis.to_string(),
            Some(basis) if !basis.is_empty() && !rule.starts_with(basis) => {
                format!("{basis}: {rule}")
            }
            _ => rule,
        }
    };
    let plain = |names: &[&str]| basis(names, None);
    push("headline", article.headline.clone(), plain(&["headline"]));
    push("byline", article.byline.as_ref().map(|b| b.printed.clone()), plain(&["byline"]));
    for author in article.authors() {
        push("author", Some(author.clone()), plain(&["authors", "author"]));
    }
    let outlet = article.outlet.as_ref();
    let shown = outlet.map_or("unknown".into(), |o| format!("{} [{}]", o.name, o.id));
    push("outlet", Some(shown), basis(&["outlet"], outlet.map(|o| o.basis.as_str())));
    let date = article.published.as_ref();
    let shown = date.map_or("undated".into(), full_date);
    push("published", Some(shown), basis(&["published"], date.map(|d| d.basis.as_str())));
    let date = article.updated.as_ref();
    push("updated", date.map(full_date), basis(&["updated"], date.map(|d| d.basis.as_str())));
    let dateline = article.dateline.as_ref();
    push("dateline", dateline.map(|d| d.printed.clone()), plain(&["dateline"]));
    push("place", dateline.and_then(|d| d.place.clone()), plain(&["place"]));
    push("section", article.section.clone(), plain(&["section"]));
    let tags = (!article.tags.is_empty()).then(|| article.tags.join(", "));
    push("tags", tags, plain(&["tags", "tag"]));
    let language = article.language.as_ref();
    let code = language.map(|l| l.code.clone());
    push("language", code, basis(&["language"], language.map(|l| l.basis.as_str())));
    push("country", article.country.clone(), plain(&["country"]));
    push("type", article.kind.clone(), plain(&["type", "kind"]));
    push("wire", article.wire.clone(), plain(&["wire"]));
    push("page", article.page.clone(), plain(&["page"]));
    push("edition", article.edition.clone(), plain(&["edition"]));
    push("url", article.url.clone(), plain(&["url"]));
    push("rights", article.rights.clone(), plain(&["rights"]));
    out
}

fn rule(article: &Article, names: &[&str]) -> String {
    let found = names.iter().find_map(|name| article.provenance.get(*name));
    found.cloned().unwrap_or_default()
}

/// Where an article stands in a file.
pub fn place(origin: &Origin) -> String {
    crate::page::place(&morgue_query::OriginView {
        path: origin.source.full_path(),
        root: 0,
        entry: origin.entry.clone(),
        line: origin.line,
        source_id: None,
    })
}
