//! The text of a page's article.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use morgue_article::BlockKind;

use super::blocks::{self, Blocks};

/// Pages with more elements are lists and data, and the scorer's work grows faster than they do.
const MAX_ELEMENTS: usize = 40_000;
/// A body shorter than this is doubted.
const SHORT: usize = 250;
/// A note on cookies is not longer than this.
const MAX_CONSENT: usize = 1_500;

/// The text and the rule that found it.
pub(super) struct Body {
    pub(super) blocks: Blocks,
    pub(super) rule: &'static str,
}

/// Finds the article's text. `declared` is what the page says in JSON-LD: often a teaser, so it
/// counts only where the page itself shows less.
pub(super) fn find(document: Document, declared: Option<&str>) -> Option<Body> {
    if let Some(blocks) = unscored(&document) {
        return Some(Body { blocks, rule: "all paragraphs of a very long page" });
    }
    remove_consent(&document);
    let marked = marked(&document);
    let scored = scored(document);
    let declared = declared.map(of_declared).filter(|blocks| blocks.len() >= SHORT);
    let mut best = scored.unwrap_or_default();
    let mut rule = "readability";
    if best.len() < SHORT
        && let Some(marked) = marked.filter(|marked| marked.len() > best.len())
    {
        (best, rule) = (marked, "itemprop articleBody");
    }
    if let Some(declared) = declared.filter(|declared| best.len() * 2 < declared.len()) {
        (best, rule) = (declared, "json-ld articleBody");
    }
    (best.len() > 0).then_some(Body { blocks: best, rule })
}

/// Takes away notes on cookies: on a page with a short article the scorer keeps them.
fn remove_consent(document: &Document) {
    let notes = document
        .select("[class*=cookie], [id*=cookie], [class*=consent], [id*=consent], [id*=onetrust]");
    for note in notes.iter() {
        // The outermost elements may say by the same words that it was agreed to.
        let dialog = note.is("[id*=onetrust]");
        let short = || note.nodes().iter().all(is_short);
        if (dialog || short())
            && !note.is("html, body")
            && !note.select("h1, article, main").exists()
        {
            note.remove();
        }
    }
}

/// Whether an element has the text of a note at most; stops where it has more.
fn is_short(node: &NodeRef<'_>) -> bool {
    let texts = node.descendants_it().filter(|inner| inner.is_text());
    let mut room = MAX_CONSENT;
    texts.map(|text| text.text().len()).all(|length| {
        let fits = length <= room;
        room = room.saturating_sub(length);
        fits
    })
}

/// A page that is too long for the scorer: its paragraphs, without what looks like a menu.
fn unscored(document: &Document) -> Option<Blocks> {
    let root = document.root();
    let elements = root.descendants_it().filter(|node| node.is_element());
    if elements.take(MAX_ELEMENTS + 1).count() <= MAX_ELEMENTS {
        return None;
    }
    let mut blocks = blocks::of_node(&document.body()?);
    blocks.body.retain(|block| block.text.len() >= 80 || block.kind == BlockKind::Subhead);
    Some(blocks)
}

/// What the readability scorer takes for the article.
fn scored(document: Document) -> Option<Blocks> {
    let config = Config { max_elements_to_parse: MAX_ELEMENTS, ..Config::default() };
    let mut readability = Readability::with_document(document, None, Some(config)).ok()?;
    readability.parse().ok()?;
    let content = readability.doc.select_single("#readability-page-1");
    content.nodes().first().map(blocks::of_node)
}

/// The element that the page marks as the article's body.
fn marked(document: &Document) -> Option<Blocks> {
    let found = document.select_single("[itemprop~=articleBody]");
    found.nodes().first().map(blocks::of_node)
}

/// JSON-LD text is plain, or HTML in a string.
fn of_declared(text: &str) -> Blocks {
    if text.contains("</") || text.contains("<br") {
        return blocks::of_fragment(text);
    }
    let paragraphs = text.split('\n').map(blocks::squeeze).filter(|text| !text.is_empty());
    Blocks { body: paragraphs.map(morgue_article::Block::paragraph).collect(), captions: vec![] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_on_cookies_is_no_part_of_a_short_article() {
        let page = "<html><body class='cookies-accepted'><div class=cookie>We use cookies, and we \
                    and our partners would like to ask for your consent. <button>Yes</button></div>\
                    <article><h1>Eels</h1><p>The eels crossed the playground on the first wet night \
                    of autumn, as eels do, and turned left at the new wall.</p><p>Lessons were \
                    given on the roof of the shed, and the head teacher called it a good day for \
                    fractions, half of them having gone under the gate, and half of them over the \
                    wall and down to the river by the old road that the miners took.</p></article>\
                    <footer>All rights reserved</footer></body></html>";
        let body = find(Document::from(page), None).expect("there is a text");
        let text: Vec<&str> = body.blocks.body.iter().map(|block| block.text.as_str()).collect();
        assert!(text.iter().any(|text| text.starts_with("The eels")), "{text:?}");
        assert!(!text.iter().any(|text| text.contains("partners")), "{text:?}");
    }
}
