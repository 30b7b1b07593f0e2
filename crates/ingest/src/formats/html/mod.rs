//! Saved web pages: one article a page.
//!
//! What the page says of its article comes from JSON-LD, OpenGraph, `meta`, microdata and the
//! visible page, in this order of trust; the text from a readability scorer, with what the page
//! marks as its article as the second choice.

pub(crate) mod blocks;
mod body;
mod fields;
mod flatten;
mod headline;
mod jsonld;
mod page;
mod parse;

use super::{FormatContext, FormatError, Input, Out, RecordError, sha256};
use crate::encoding;
use crate::error::Cause;
use crate::raw::{RawArticle, RawBody, RawField};

/// Bytes of a page that are read: longer ones are not written for readers.
const MAX_PAGE: u64 = 16 << 20;
/// A text shorter than this, on a page that does not call itself an article, is none.
const FEW_LETTERS: usize = 60;

/// Reads the article of a page.
pub(crate) fn read(
    input: Input<'_>,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let bytes = input.read_all(context.limits.text_bytes.min(MAX_PAGE))?;
    if encoding::is_binary(&bytes) {
        return Err(Cause::Skipped("binary file".to_string()));
    }
    let decoded = encoding::decode(&bytes, None);
    let found = article(&decoded.text).map(|mut raw| {
        raw.sha256 = sha256(&bytes);
        raw.remarks.extend(decoded.remark.clone());
        raw
    });
    let none = || Cause::Skipped("no article text found".to_string());
    let _ = out(found.ok_or_else(|| RecordError { entry: None, line: None, cause: none() }));
    Ok(())
}

/// The article of a page, if it has one.
pub(crate) fn article(html: &str) -> Option<RawArticle> {
    let document = parse::document(html);
    let page = page::Page::read(&document);
    let graph = jsonld::Graph::read(page.scripts.iter().map(String::as_str));
    let mut raw = RawArticle::default();
    let found = fields::collect(&page, &graph, html, &mut raw);
    let body = body::find(document, found.body.as_deref())?;
    if body.blocks.len() < FEW_LETTERS && !found.is_article {
        return None;
    }
    let mut blocks = body.blocks.body;
    let headline = raw.candidates(RawField::Headline).next().map(|c| jsonld::fold(&c.value));
    if blocks.first().is_some_and(|first| Some(jsonld::fold(&first.text)) == headline) {
        blocks.remove(0);
    }
    for caption in body.blocks.captions {
        raw.push(RawField::Caption, caption, "figcaption");
    }
    if blocks.is_empty() {
        return None;
    }
    raw.body = RawBody::Blocks { blocks, rule: body.rule.to_string() };
    Some(raw)
}

/// Text that may hold entities or tags, as one line without them.
pub(crate) fn plain(text: &str) -> String {
    if !text.contains(['&', '<']) {
        return blocks::squeeze(text);
    }
    let found = blocks::of_fragment(text);
    let texts: Vec<String> = found.body.into_iter().map(|block| block.text).collect();
    texts.join(" ")
}
