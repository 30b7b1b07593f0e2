//! A page without its structure: what is left of a hostile or hopeless page.
//!
//! Title, `meta` and JSON-LD are kept, headings stay headings, every other block border becomes a
//! `<p>`, all other tags go. The result has no nesting, so no parser can choke on it.

use memchr::{memchr, memmem};

/// A tag longer than this is not looked into.
const LONGEST_TAG: usize = 4096;

/// The page without its structure.
pub(super) fn flattened(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut heading = false;
    let mut rest = html;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(tag) = Tag::read(rest) else {
            rest = after_markup(rest, &mut out);
            continue;
        };
        rest = &rest[tag.source.len()..];
        if tag.is_raw() && !tag.closing {
            rest = raw_text(&tag, rest, &mut out);
            continue;
        }
        match tag.name.as_str() {
            "meta" | "link" | "br" => out.push_str(tag.source),
            "h1" | "h2" | "h3" => {
                // Headings that were never closed would nest.
                if heading {
                    out.push_str("</h2>");
                }
                heading = !tag.closing;
                out.push_str(if heading { "<h2>" } else { "" });
            }
            name if is_block(name) => out.push_str(if heading { " " } else { "<p>" }),
            _ => {}
        }
    }
    out.push_str(rest);
    out
}

struct Tag<'a> {
    name: String,
    closing: bool,
    source: &'a str,
}

impl<'a> Tag<'a> {
    /// The tag that `text` begins with, or `None` where `<` begins something else.
    fn read(text: &'a str) -> Option<Self> {
        let bytes = text.as_bytes();
        let closing = bytes.get(1) == Some(&b'/');
        let start = if closing { 2 } else { 1 };
        if !bytes.get(start)?.is_ascii_alphabetic() {
            return None;
        }
        let is_end = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>');
        let end = start + bytes[start..].iter().take(64).position(is_end)?;
        let name = text.get(start..end)?.to_ascii_lowercase();
        let close = end + tag_end(&bytes[end..])?;
        let mut source = &text[..=close];
        if source.len() > LONGEST_TAG {
            source = &text[..=close];
            return Some(Self { name: String::new(), closing, source });
        }
        Some(Self { name, closing, source })
    }

    /// Elements whose content is no markup.
    fn is_raw(&self) -> bool {
        matches!(
            self.name.as_str(),
            "script" | "style" | "title" | "textarea" | "iframe" | "xmp" | "noembed" | "noframes"
        )
    }
}

/// Where the `>` stands that ends a tag: not one inside a quoted value.
fn tag_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return Some(at),
            b'=' => {
                let value = at + 1 + bytes[at + 1..].iter().take_while(|b| **b == b' ').count();
                at = match bytes.get(value) {
                    Some(&quote @ (b'"' | b'\'')) => {
                        value + 1 + memchr(quote, &bytes[value + 1..])? + 1
                    }
                    _ => value,
                };
            }
            _ => at += 1,
        }
    }
    None
}

/// Skips a comment, a declaration or a lone `<`.
fn after_markup<'a>(rest: &'a str, out: &mut String) -> &'a str {
    let bytes = rest.as_bytes();
    if rest.starts_with("<!--") {
        return memmem::find(bytes, b"-->").map_or("", |end| &rest[end + 3..]);
    }
    if matches!(bytes.get(1), Some(b'!' | b'?' | b'/')) {
        return memchr(b'>', bytes).map_or("", |end| &rest[end + 1..]);
    }
    out.push_str("&lt;");
    &rest[1..]
}

/// Skips what is no markup; keeps a title and JSON-LD.
fn raw_text<'a>(tag: &Tag<'_>, rest: &'a str, out: &mut String) -> &'a str {
    let close = format!("</{}", tag.name);
    let end = find_ignoring_case(rest, &close).unwrap_or(rest.len());
    let content = &rest[..end];
    if tag.name == "title" {
        out.push_str(&format!("<title>{}</title>", content.replace('<', "&lt;")));
    } else if tag.name == "script" && tag.source.to_ascii_lowercase().contains("ld+json") {
        // In JSON `<` stands in strings only, so the escape means the same.
        let json = content.replace('<', "\\u003c");
        out.push_str(&format!("<script type=\"application/ld+json\">{json}</script>"));
    }
    let rest = &rest[end..];
    memchr(b'>', rest.as_bytes()).map_or("", |end| &rest[end + 1..])
}

fn find_ignoring_case(text: &str, close: &str) -> Option<usize> {
    let (bytes, close) = (text.as_bytes(), close.as_bytes());
    memmem::find_iter(bytes, b"</").find(|&at| {
        bytes.get(at..at + close.len()).is_some_and(|found| found.eq_ignore_ascii_case(close))
    })
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "aside"
            | "header"
            | "footer"
            | "main"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "tr"
            | "blockquote"
            | "pre"
            | "figure"
            | "hr"
            | "body"
            | "h4"
            | "h5"
            | "h6"
            | "figcaption"
            | "center"
    )
}
