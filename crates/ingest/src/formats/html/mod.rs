//! Saved web pages: one article a page, or several where the page is not of one.
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
mod mend;
mod page;
mod parse;
mod several;
mod visible_date;

use dom_query::Document;
use morgue_article::Block;

use super::{FormatContext, FormatError, Input, Out, RecordError};
use crate::encoding;
use crate::error::Cause;
use crate::raw::{RawArticle, RawBody, RawField};

/// Bytes of a page that are read: longer ones are not written for readers.
const MAX_PAGE: u64 = 16 << 20;
/// A text shorter than this, on a page that does not call itself an article, is none.
const FEW_LETTERS: usize = 60;

/// Reads the article of a page, or each of several.
pub(crate) fn read(
    input: Input<'_>,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let first_line = input.first_line;
    let bytes = input.read_all(context.limits.text_bytes.min(MAX_PAGE))?;
    if encoding::is_binary(&bytes) {
        return Err(Cause::Skipped("binary file".to_string()));
    }
    let decoded = encoding::decode(&bytes, None);
    let limit = parse::MAX_NODES as u64;
    let document = parse::document(&decoded.text).ok_or(Cause::Limit { what: "nodes", limit })?;
    let several = several::parts(&document, &decoded.text);
    if !several.is_empty() {
        drop(document);
        for part in several {
            let Some(document) = parse::document(&part.html) else { continue };
            let Some(mut raw) = article(document, &part.html) else { continue };
            part.locate(&mut raw);
            raw.line = Some(first_line + part.line);
            raw.sha256 = context.sign(part.html.as_bytes());
            raw.remarks.extend(decoded.remark.clone());
            if context.cancelled() || out(Ok(raw)).is_break() {
                break;
            }
        }
        return Ok(());
    }
    let found = article(document, &decoded.text).map(|mut raw| {
        raw.sha256 = context.sign(&bytes);
        raw.remarks.extend(decoded.remark.clone());
        raw
    });
    let none = || Cause::Skipped("no article text found".to_string());
    let _ = out(found.ok_or_else(|| RecordError { entry: None, line: None, cause: none() }));
    Ok(())
}

/// The article of a page, if it has one.
fn article(document: Document, html: &str) -> Option<RawArticle> {
    let page = page::Page::read(&document);
    let graph = jsonld::Graph::read(page.scripts.iter().map(String::as_str));
    let mut raw = RawArticle::default();
    let found = fields::collect(&page, &graph, html, &mut raw);
    let body = body::find(document, found.body.as_deref())?;
    if body.blocks.len() < FEW_LETTERS && !found.is_article {
        return None;
    }
    let mut blocks = body.blocks.body;
    let above = blocks.iter().take_while(|block| stands_above(block, &page, &raw)).count();
    blocks.drain(..above);
    for caption in body.blocks.captions {
        raw.push(RawField::Caption, caption, "figcaption");
    }
    if blocks.is_empty() {
        return None;
    }
    raw.body = RawBody::Blocks { blocks, rule: body.rule.to_string() };
    Some(raw)
}

/// Whether a block is the headline, the byline or the date once more, above the text.
fn stands_above(block: &Block, page: &page::Page, raw: &RawArticle) -> bool {
    let folded = jsonld::fold(&block.text);
    let said = |field| raw.candidates(field).any(|known| jsonld::fold(&known.value) == folded);
    block.text.len() < 300
        && (said(RawField::Headline)
            || said(RawField::Byline)
            || said(RawField::Author)
            || page.times.iter().any(|time| time.shown == folded))
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

#[cfg(test)]
mod tests;
