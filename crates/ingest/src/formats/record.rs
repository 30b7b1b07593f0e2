//! A record with named fields (a JSON object, a table's row) as an article.

mod node;

use morgue_article::{Block, ExportedArticle};

pub(crate) use node::Node;

use super::FormatContext;
use crate::error::Cause;
use crate::fields::{Meaning, meaning, our_name};
use crate::raw::{RawArticle, RawBody, RawField};

/// Objects that only wrap an article's fields.
const WRAPPERS: &[&str] = &[
    "thread",
    "article",
    "_source",
    "fields",
    "meta",
    "metadata",
    "attributes",
    "data",
    "document",
    "doc",
    "item",
    "node",
    "post",
    "news",
    "story",
    "bibliographic",
];

/// A value found for a meaning: how deep it stood, how good its name is.
struct Found<'n, 'a> {
    meaning: Meaning,
    rank: (usize, usize),
    path: String,
    node: &'n Node<'a>,
}

/// The article of an object. `source` is the object's text, read again when it is our own export.
pub(crate) fn article(
    node: &Node<'_>,
    source: &str,
    context: &FormatContext<'_>,
) -> Result<RawArticle, Cause> {
    if !matches!(node, Node::Map(_)) {
        let problem = "an article is an object".to_string();
        return Err(Cause::Syntax { format: "JSON", problem });
    }
    if ["v", "key", "origins"].iter().all(|key| node.get(key).is_some()) {
        return export_line(source);
    }
    let mut found = Vec::new();
    for (field, path) in context.map {
        if let (Some(meaning), Some(node)) = (our_name(field), node.at_path(path)) {
            found.push(Found { meaning, rank: (0, 0), path: path.clone(), node });
        }
    }
    collect(node, "", 1, &mut found);
    found.sort_by_key(|found| found.rank);
    let mut raw = RawArticle::default();
    for one in &found {
        if let Meaning::Field(field) = one.meaning {
            push(&mut raw, field, one);
        }
    }
    raw.body = body(&found);
    Ok(raw)
}

/// A line of our own full export: the whole article with its key and origins.
fn export_line(source: &str) -> Result<RawArticle, Cause> {
    let line: ExportedArticle<'_> =
        serde_json::from_str(source).map_err(|error| super::jsonl::syntax(&error))?;
    let article = line.article().map_err(|error| {
        let problem = error.to_string();
        Cause::Syntax { format: "JSON", problem }
    })?;
    Ok(RawArticle { whole: Some(Box::new(article)), ..RawArticle::default() })
}

fn collect<'n, 'a>(node: &'n Node<'a>, path: &str, depth: usize, found: &mut Vec<Found<'n, 'a>>) {
    let Node::Map(members) = node else { return };
    for (name, value) in members {
        let here = || if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
        let wraps = matches!(value, Node::Map(_)) && WRAPPERS.contains(&name.as_ref());
        if wraps && depth < 4 {
            collect(value, &here(), depth + 1, found);
            continue;
        }
        if let Some((meaning, rank)) = meaning(name) {
            found.push(Found { meaning, rank: (depth, rank), path: here(), node: value });
        }
    }
}

fn push(raw: &mut RawArticle, field: RawField, found: &Found<'_, '_>) {
    let rule = format!("field {}", found.path);
    match (field, found.node) {
        (RawField::Byline, Node::List(people)) => {
            let names = people.iter().filter_map(Node::name);
            names.for_each(|name| raw.push(RawField::Author, name, rule.as_str()));
        }
        (RawField::Tag | RawField::Caption, Node::List(list)) => {
            let names = list.iter().filter_map(Node::name);
            names.for_each(|name| raw.push(field, name, rule.as_str()));
        }
        (RawField::Tag, node) => {
            let text = node.name().unwrap_or_default();
            for tag in text.split([',', ';', '|']).map(str::trim) {
                raw.push(field, tag, rule.as_str());
            }
        }
        (RawField::Outlet, Node::Map(_)) => {
            raw.push(field, found.node.name().unwrap_or_default(), rule.as_str());
            for key in ["domain", "url", "uri", "href"] {
                let text = found.node.get(key).and_then(Node::text).unwrap_or_default();
                raw.push(RawField::Domain, text, format!("{rule}.{key}"));
            }
        }
        (_, Node::List(list)) => {
            if let Some(first) = list.iter().find_map(Node::name) {
                raw.push(field, first, rule);
            }
        }
        (_, node) => raw.push(field, node.name().unwrap_or_default(), rule),
    }
}

/// The text: the best named value that holds any, else a summary.
fn body(found: &[Found<'_, '_>]) -> RawBody {
    for wanted in [Meaning::Body, Meaning::Summary] {
        for one in found.iter().filter(|one| one.meaning == wanted) {
            let rule = format!("field {}", one.path);
            match one.node {
                Node::List(parts) => {
                    let texts = parts.iter().filter_map(Node::name);
                    let blocks: Vec<Block> =
                        texts.filter(|t| !t.trim().is_empty()).map(Block::paragraph).collect();
                    if !blocks.is_empty() {
                        return RawBody::Blocks { blocks, rule };
                    }
                }
                node => {
                    let text = node.name().unwrap_or_default();
                    if !text.trim().is_empty() {
                        return text_body(text, rule);
                    }
                }
            }
        }
    }
    RawBody::None
}

/// A text that may hold the markup of a web page.
pub(crate) fn text_body(text: String, rule: String) -> RawBody {
    let lower_start = text.trim_start();
    let marked = ["<p>", "<p ", "<br", "</p>", "<div", "</div>", "</a>", "<P>", "<BR"];
    if lower_start.contains('<') && marked.iter().any(|tag| text.contains(tag)) {
        let found = super::html::blocks::of_fragment(&text);
        // A record has no place of its own for a picture's caption: it stays with the text.
        let captions = found.captions.into_iter().map(Block::paragraph);
        let blocks: Vec<Block> = found.body.into_iter().chain(captions).collect();
        if !blocks.is_empty() {
            return RawBody::Blocks { blocks, rule: format!("{rule}, markup removed") };
        }
    }
    RawBody::Text { text, has_title: false, rule }
}
