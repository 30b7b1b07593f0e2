//! Pages that hold several whole articles: a day's page, a blog's front page, a clipping service's
//! print-out. Read as one, all but one would pass unseen.

use std::fmt::Write as _;

use dom_query::{Document, NodeRef};

use super::blocks::squeeze;
use super::page::Page;
use crate::raw::{RawArticle, RawField};

/// Articles that are read of one page.
const MOST: usize = 200;
/// An `<article>` with fewer letters in its paragraphs is a teaser or a comment.
const LETTERS: usize = 500;
/// So many paragraphs a whole article has at least.
const PARAGRAPHS: usize = 2;

/// One article of a page, as a page of its own.
pub(super) struct Part {
    /// The page.
    pub(super) html: String,
    /// How many lines stand before it.
    pub(super) line: u64,
    /// Where its headline leads to.
    url: Option<String>,
}

impl Part {
    /// Says where the article stands on the web: not where the page does.
    pub(super) fn locate(&self, raw: &mut RawArticle) {
        raw.fields.retain(|known| known.field != RawField::Url);
        if let Some(url) = &self.url {
            raw.push(RawField::Url, url.as_str(), "link of the headline");
        }
    }
}

/// The articles of a page that has several: `<article>` elements beside each other, each with a
/// heading of the same rank and a whole text. None where the page says that it is of one article.
pub(super) fn parts(document: &Document, html: &str) -> Vec<Part> {
    if html.match_indices("<article").nth(1).is_none() && !html.contains("<ARTICLE") {
        return Vec::new();
    }
    let page = Page::read(document);
    let one = page.metas("og:type").any(|kind| kind == "article")
        || super::jsonld::Graph::read(page.scripts.iter().map(String::as_str)).has_article();
    if one {
        return Vec::new();
    }
    let all = document.select("article");
    let places: Vec<usize> = starts(html);
    let mut found: Vec<(String, Part)> = Vec::new();
    for (number, node) in all.nodes().iter().enumerate().take(MOST) {
        let Some((rank, url)) = whole(node) else { continue };
        let before = places.get(number).map_or("", |&at| &html[..at]);
        let line = before.bytes().filter(|&b| b == b'\n').count() as u64;
        found.push((rank, Part { html: alone(node, &page), line, url }));
    }
    let same = found.windows(2).all(|pair| pair[0].0 == pair[1].0);
    if found.len() < 2 || !same {
        return Vec::new();
    }
    found.into_iter().map(|(_, part)| part).collect()
}

/// Where the elements begin in the text.
fn starts(html: &str) -> Vec<usize> {
    let lower = html.to_ascii_lowercase();
    let ends = |at: usize| lower[at + 8..].starts_with([' ', '>', '\n', '\t', '\r', '/']);
    lower.match_indices("<article").map(|(at, _)| at).filter(|&at| ends(at)).collect()
}

/// The rank of an article's heading and where that leads, where the article is a whole one that
/// stands in no other.
fn whole(node: &NodeRef<'_>) -> Option<(String, Option<String>)> {
    let mut above = node.parent();
    while let Some(parent) = above {
        let name = parent.node_name().unwrap_or_default();
        if matches!(&*name, "article" | "aside" | "nav" | "footer") {
            return None;
        }
        above = parent.parent();
    }
    let (mut letters, mut paragraphs, mut heading) = (0, 0, None);
    for inner in node.descendants_it().filter(|inner| inner.is_element()) {
        let name = inner.node_name().unwrap_or_default();
        match &*name {
            "p" => {
                letters += squeeze(&inner.text()).len();
                paragraphs += 1;
            }
            "h1" | "h2" | "h3" if heading.is_none() => {
                let links = inner.descendants_it().filter_map(|it| it.attr("href"));
                let parent = inner.parent().and_then(|it| it.attr("href"));
                let web = |url: &String| url.starts_with("http://") || url.starts_with("https://");
                let url = links.chain(parent).map(|url| url.trim().to_string()).find(web);
                heading = Some((name.to_string(), url));
            }
            _ => {}
        }
    }
    heading.filter(|_| letters >= LETTERS && paragraphs >= PARAGRAPHS)
}

/// An article as a page that says of itself what the whole page says of all.
fn alone(node: &NodeRef<'_>, page: &Page) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('"', "&quot;");
    let mut html = String::from("<!doctype html><html");
    if let Some(language) = &page.language {
        let _ = write!(html, " lang=\"{}\"", escaped(language));
    }
    html.push_str("><head>");
    for name in ["og:site_name", "og:locale"] {
        if let Some(content) = page.metas(name).next() {
            let _ = write!(html, "<meta property=\"{name}\" content=\"{}\">", escaped(content));
        }
    }
    let _ = write!(html, "</head><body>{}</body></html>", node.html());
    html
}
