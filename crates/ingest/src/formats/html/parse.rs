//! Text to a tree, in bounded time.
//!
//! An HTML parser's work grows with the square of some things: the depth of the tree, the
//! attributes of a tag, the `<b>` and `<font>` that are never closed. What the parser will make of
//! a page cannot be told without parsing it, so it is fed in pieces and watched; a page that runs
//! away is read again without its structure (see [`flatten`](super::flatten)).

use std::cell::Cell;
use std::time::Duration;

use cpu_time::ThreadTime;
use dom_query::{Document, NodeId};
use html5ever::interface::Tracer;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, Parser, parse_document};

use super::flatten::flattened;

/// Open elements, and formatting that is opened again and again, may be this many.
const MAX_DEPTH: usize = 512;
/// No tree has more nodes than this: a long page has a few thousand.
pub(super) const MAX_NODES: usize = 400_000;
/// Bytes between two looks at the parser; they can add at most a few hundred levels.
const PIECE: usize = 2048;
/// A page that takes longer is hostile: 16 MB of the real kind take a sixth of it. Time of this thread
/// alone, so that a page is not read otherwise where the machine is busy.
const PATIENCE: Duration = Duration::from_secs(3);

/// The tree of a page or of a fragment of one; `None` when it is too large for one.
pub(crate) fn document(html: &str) -> Option<Document> {
    // Flat text has no nesting left, so only its length can still be too much.
    parse(html).or_else(|| parse(&flattened(html)))
}

/// The tree, unless it runs away.
fn parse(html: &str) -> Option<Document> {
    let opts = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let mut parser = parse_document(Document::default(), opts);
    let whole = StrTendril::from(html);
    let started = ThreadTime::now();
    let mut at = 0;
    while at < html.len() {
        let end = boundary(html, at + PIECE);
        // Lengths fit: nothing over `limits` comes here, and that is far below 4 GB.
        let length = u32::try_from(end - at).ok()?;
        parser.process(whole.subtendril(u32::try_from(at).ok()?, length));
        at = end;
        if runs_away(&parser) || started.elapsed() > PATIENCE {
            return None;
        }
    }
    Some(parser.finish())
}

/// The last place at or before `at` where the text can be cut.
pub(super) fn boundary(html: &str, at: usize) -> usize {
    let mut at = at.min(html.len());
    while !html.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Counts the elements that the parser has open and the formatting it will open again.
struct Open(Cell<usize>);

impl Tracer for Open {
    type Handle = NodeId;

    fn trace_handle(&self, _: &NodeId) {
        self.0.set(self.0.get() + 1);
    }
}

fn runs_away(parser: &Parser<Document>) -> bool {
    let open = Open(Cell::new(0));
    let builder = &parser.tokenizer.sink;
    builder.trace_handles(&open);
    open.0.get() > MAX_DEPTH || builder.sink.tree.len() > MAX_NODES
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(html: &str) -> String {
        super::super::blocks::squeeze(&document(html).unwrap().text())
    }

    #[test]
    fn runaway_pages_keep_their_text() {
        let cases = [
            "<div>".repeat(100_000) + "deep",
            "<svg><g>".repeat(50_000) + "deep",
            "<div><script><!--<script></script></div>--></script>".repeat(20_000) + "<p>deep",
            (0..30_000).map(|i| format!("<p><font size={i}>")).collect::<String>() + "deep",
            (0..20_000).map(|i| format!("<div><b a={i}></div>")).collect::<String>() + "deep",
            format!("<p {}>deep", (0..60_000).map(|i| format!("a{i} ")).collect::<String>()),
            "<table><tr><td>".repeat(40_000) + "deep",
        ];
        for html in cases {
            let started = ThreadTime::now();
            let text = text_of(&html);
            assert!(text.ends_with("deep"), "{}: {text:.80}", &html[..40]);
            assert!(started.elapsed() < Duration::from_secs(10), "{}", &html[..40]);
        }
    }

    #[test]
    fn pieces_are_cut_between_letters() {
        let html = format!("<p>{}", "é€𝄞a".repeat(3000));
        assert_eq!(text_of(&html), "é€𝄞a".repeat(3000));
    }
}
