//! The body's blocks, and what the text itself says of the other fields.

use morgue_article::{Block, Dateline};

use super::{nfc, text};
use crate::raw::{RawArticle, RawBody};
use crate::text::{byline, collapse, dateline, footer, mark_subheads, paragraphs, split_head};

/// A text taken apart.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) blocks: Vec<Block>,
    pub(super) rule: String,
    pub(super) title: Option<String>,
    pub(super) byline: Option<String>,
    pub(super) byline_rule: String,
    pub(super) date: Option<String>,
    pub(super) url: Option<String>,
    pub(super) rights: Option<String>,
    pub(super) dateline: Option<Dateline>,
    /// The date inside the dateline.
    pub(super) dateline_date: Option<String>,
    /// The agency inside the dateline.
    pub(super) agency: Option<String>,
}

pub(super) fn parts(raw: &RawArticle) -> Parts {
    let mut parts = Parts::default();
    match &raw.body {
        RawBody::None => {}
        RawBody::Blocks { blocks, rule } => {
            parts.rule.clone_from(rule);
            let tidy = |block: &Block| Block { kind: block.kind, text: nfc(collapse(&block.text)) };
            parts.blocks = blocks.iter().map(tidy).filter(|b| !b.text.is_empty()).collect();
        }
        RawBody::Text { text: whole, has_title, rule } => {
            parts.rule.clone_from(rule);
            let (head, rest) = split_head(whole, *has_title);
            parts.title = head.title.map(text);
            parts.byline = head.byline.map(text);
            parts.byline_rule = "byline line".to_string();
            parts.date = head.date.map(text);
            parts.url = head.url.map(str::to_string);
            parts.blocks = paragraphs(rest);
            for block in &mut parts.blocks {
                block.text = nfc(std::mem::take(&mut block.text));
            }
            mark_subheads(&mut parts.blocks);
        }
    }
    parts.rights = footer::take(&mut parts.blocks);
    first_block(&mut parts);
    if parts.byline.is_none() {
        let trailer = parts.blocks.iter().rev().take(3);
        parts.byline =
            trailer.filter_map(|b| byline::reporters(&b.text)).next().map(str::to_string);
        parts.byline_rule = "trailer `Reporting by`".to_string();
    }
    parts
}

/// A byline that stands as first paragraph, and the dateline.
fn first_block(parts: &mut Parts) {
    if parts.byline.is_none() && parts.blocks.len() > 1 && byline::is_line(&parts.blocks[0].text) {
        parts.byline = Some(parts.blocks.remove(0).text);
        parts.byline_rule = "first line of the text".to_string();
    }
    let Some(found) = parts.blocks.first().and_then(|block| dateline::find(&block.text)) else {
        return;
    };
    parts.dateline_date = found.date.map(str::to_string);
    parts.agency = found.agency.map(str::to_string);
    parts.dateline = Some(Dateline {
        printed: found.printed.to_string(),
        place: found.place.map(str::to_string),
        length: found.length,
    });
}
