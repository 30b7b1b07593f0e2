//! HTML to blocks: paragraphs, subheads and captions, as a browser would break them.

use dom_query::NodeRef;
use morgue_article::Block;

use super::parse;

/// The text of a piece of HTML.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Blocks {
    /// Paragraphs and subheads in order.
    pub(crate) body: Vec<Block>,
    /// The texts of `figcaption` elements.
    pub(crate) captions: Vec<String>,
}

impl Blocks {
    /// Letters and signs of the body.
    pub(crate) fn len(&self) -> usize {
        self.body.iter().map(|block| block.text.len()).sum()
    }
}

/// The blocks of an HTML fragment, as feeds carry them. Text without any markup is one too.
pub(crate) fn of_fragment(html: &str) -> Blocks {
    parse::document(html).map(|document| of_node(&document.root())).unwrap_or_default()
}

/// The blocks below a node.
pub(crate) fn of_node(node: &NodeRef<'_>) -> Blocks {
    let mut writer = Writer::default();
    writer.walk(node);
    writer.end_block();
    writer.blocks
}

/// Text with single spaces.
pub(crate) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// What an element does to the text around it.
enum Role {
    Inline,
    Block,
    Subhead,
    Caption,
    Break,
    Cell,
    Hidden,
}

fn role(name: &str) -> Role {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Subhead,
        "figcaption" => Role::Caption,
        "br" => Role::Break,
        "td" | "th" => Role::Cell,
        "script" | "style" | "noscript" | "template" | "head" | "nav" | "form" | "button"
        | "select" | "textarea" | "input" | "iframe" | "object" | "embed" | "svg" | "math"
        | "audio" | "video" | "canvas" => Role::Hidden,
        "p" | "div" | "section" | "article" | "aside" | "header" | "footer" | "main" | "ul"
        | "ol" | "li" | "dl" | "dt" | "dd" | "table" | "caption" | "tr" | "tbody" | "thead"
        | "tfoot" | "blockquote" | "pre" | "figure" | "hr" | "address" | "body" | "html"
        | "fieldset" | "details" | "summary" | "center" => Role::Block,
        _ => Role::Inline,
    }
}

#[derive(Default)]
struct Writer {
    blocks: Blocks,
    line: String,
    /// `br` elements since the last text: one is a space, two are a border of paragraphs.
    breaks: usize,
    subhead: bool,
    caption: usize,
}

impl Writer {
    /// Recursion is safe: [`parse`] bounds the depth of a tree.
    fn walk(&mut self, node: &NodeRef<'_>) {
        for child in node.children_it(false) {
            if child.is_text() {
                self.text(&child.text());
                continue;
            }
            let Some(name) = child.node_name().filter(|_| child.is_element()) else { continue };
            match role(&name) {
                Role::Hidden => {}
                Role::Inline => self.walk(&child),
                Role::Break => self.line_break(),
                Role::Cell => {
                    self.walk(&child);
                    self.line.push(' ');
                }
                Role::Block => self.block(&child),
                Role::Subhead => {
                    self.end_block();
                    self.subhead = true;
                    self.block(&child);
                    self.subhead = false;
                }
                Role::Caption => {
                    self.end_block();
                    self.caption += 1;
                    self.block(&child);
                    self.caption -= 1;
                }
            }
        }
    }

    fn block(&mut self, node: &NodeRef<'_>) {
        self.end_block();
        self.walk(node);
        self.end_block();
    }

    fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            if self.breaks > 1 {
                self.end_block();
            }
            self.breaks = 0;
        }
        self.line.push_str(text);
    }

    fn line_break(&mut self) {
        self.breaks += 1;
        self.line.push(' ');
    }

    fn end_block(&mut self) {
        self.breaks = 0;
        let text = squeeze(&self.line);
        self.line.clear();
        if text.is_empty() {
            return;
        }
        if self.caption > 0 {
            self.blocks.captions.push(text);
        } else if self.subhead {
            self.blocks.body.push(Block::subhead(text));
        } else {
            self.blocks.body.push(Block::paragraph(text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_becomes_blocks() {
        let html = "Lead &amp; more<br>same line<br><br>Second<h3>Head <i>two</i></h3><p>A<p>B\n c\
            <figure><img><figcaption>A quay</figcaption></figure><ul><li>x<li>y</ul>\
            <table><tr><td>1<td>2</table><script>no()</script>";
        let blocks = of_fragment(html);
        let texts: Vec<&str> = blocks.body.iter().map(|b| b.text.as_str()).collect();
        assert_eq!(
            texts,
            ["Lead & more same line", "Second", "Head two", "A", "B c", "x", "y", "1 2"]
        );
        assert_eq!(blocks.body[2], Block::subhead("Head two"));
        assert_eq!(blocks.captions, ["A quay"]);
    }
}
