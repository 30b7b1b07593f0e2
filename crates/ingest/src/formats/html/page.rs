//! What a page's tree holds, gathered in one walk.

use dom_query::{Document, NodeRef};

use super::blocks::squeeze;
use super::jsonld::fold;
use super::visible_date;

/// Values of one kind that are kept; more is a list of other articles.
const MAX_VALUES: usize = 200;
/// Bytes of JSON-LD that are read.
const MAX_SCRIPTS: usize = 2 << 20;
/// Elements after the headline among which a date is its own.
const NEAR: usize = 40;

/// The parts of a page that say something about its article.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// `meta` elements: name or property in small letters, and content.
    pub(super) meta: Vec<(String, String)>,
    /// The texts of JSON-LD scripts.
    pub(super) scripts: Vec<String>,
    /// `link rel=canonical`.
    pub(super) canonical: Option<String>,
    /// `html lang`.
    pub(super) language: Option<String>,
    /// `<title>`.
    pub(super) title: Option<String>,
    /// `<h1>` texts.
    pub(super) h1: Vec<String>,
    /// `<h2>` texts before the first `<h1>` or paragraph, for pages without `<h1>`.
    pub(super) h2: Vec<String>,
    /// `itemprop` values: the property in small letters, and its value.
    pub(super) items: Vec<(String, String)>,
    /// `<time>` elements outside of lists of links.
    pub(super) times: Vec<Time>,
    /// Texts of elements that look like a byline, best first.
    pub(super) bylines: Vec<Mark>,
    /// Dates shown in elements whose class says so.
    pub(super) dates: Vec<String>,
    /// Dates shown shortly after the first `<h1>`.
    pub(super) dates_near: Vec<String>,
    /// Elements since the first `<h1>`.
    since_h1: usize,
}

/// A `<time>` element.
#[derive(Debug)]
pub(super) struct Time {
    /// Its `datetime`, else its text.
    pub(super) value: String,
    /// Its text, folded.
    pub(super) shown: String,
    /// Whether it says that it is the time of publication.
    pub(super) is_published: bool,
    /// Whether it says that it is the time of a change.
    pub(super) is_updated: bool,
}

/// A text and the mark that told what it is.
#[derive(Debug)]
pub(super) struct Mark {
    /// The text.
    pub(super) text: String,
    /// The mark: `rel=author`, `class byline`.
    pub(super) rule: &'static str,
    /// How far it is trusted: 0 is best.
    pub(super) rank: u8,
}

impl Page {
    pub(super) fn read(document: &Document) -> Self {
        let mut page = Self::default();
        page.walk(&document.root());
        page.bylines.sort_by_key(|mark| mark.rank);
        page
    }

    /// The contents of the `meta` elements with this name, in small letters.
    pub(super) fn metas<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.meta.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The values of this `itemprop`, in small letters.
    pub(super) fn props<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.items.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Recursion is safe: [`parse`](super::parse) bounds the depth of a tree.
    fn walk(&mut self, node: &NodeRef<'_>) {
        for child in node.children_it(false) {
            if !child.is_element() {
                continue;
            }
            let Some(name) = child.node_name() else { continue };
            match &*name {
                "meta" => self.meta(&child),
                "link" => self.link(&child),
                "script" => self.script(&child),
                "style" | "svg" | "noscript" | "template" => {}
                "html" => {
                    self.language = attr(&child, "lang").or_else(|| attr(&child, "xml:lang"));
                    self.walk(&child);
                }
                "title" => {
                    self.title = self.title.take().or_else(|| text_of(&child, 1000));
                }
                _ => {
                    self.element(&name, &child);
                    self.walk(&child);
                }
            }
        }
    }

    fn meta(&mut self, node: &NodeRef<'_>) {
        let name = attr(node, "property").or_else(|| attr(node, "name"));
        let name = name.or_else(|| attr(node, "http-equiv"));
        let Some(content) = attr(node, "content") else { return };
        if let Some(prop) = attr(node, "itemprop") {
            self.item(&prop, content.clone());
        }
        if let Some(name) = name.filter(|_| self.meta.len() < MAX_VALUES * 2) {
            self.meta.push((name.to_ascii_lowercase(), content));
        }
    }

    fn link(&mut self, node: &NodeRef<'_>) {
        let rel = attr(node, "rel").unwrap_or_default();
        if rel.eq_ignore_ascii_case("canonical") && self.canonical.is_none() {
            self.canonical = attr(node, "href");
        }
    }

    fn script(&mut self, node: &NodeRef<'_>) {
        let kind = attr(node, "type").unwrap_or_default();
        if kind.to_ascii_lowercase().contains("ld+json") {
            let text = node.text();
            let known: usize = self.scripts.iter().map(String::len).sum();
            if known + text.len() <= MAX_SCRIPTS && self.scripts.len() < MAX_VALUES {
                self.scripts.push(text.to_string());
            }
        }
    }

    fn item(&mut self, prop: &str, value: String) {
        if self.items.len() < MAX_VALUES {
            for prop in prop.split_whitespace() {
                self.items.push((prop.to_ascii_lowercase(), value.clone()));
            }
        }
    }

    fn element(&mut self, name: &str, node: &NodeRef<'_>) {
        let (text, class) = (|| text_of(node, 300), classes(node));
        match name {
            "h1" if self.h1.len() < 20 => self.h1.extend(text()),
            "h2" if self.h2.len() < 20 => self.h2.extend(text()),
            "time" => self.time(node, &class),
            _ => {}
        }
        if let Some(prop) = attr(node, "itemprop") {
            let value = attr(node, "content").or_else(|| attr(node, "datetime")).or_else(text);
            if let Some(value) = value {
                self.item(&prop, value);
            }
        }
        if self.bylines.len() < MAX_VALUES
            && let Some((rule, rank)) = byline_mark(name, node, &class)
            && let Some(text) = text_of(node, 200)
        {
            self.bylines.push(Mark { text, rule, rank });
        }
        self.shown_date(name, node, &class);
    }

    fn shown_date(&mut self, name: &str, node: &NodeRef<'_>, class: &str) {
        self.since_h1 += usize::from(!self.h1.is_empty());
        let near = (1..NEAR).contains(&self.since_h1) && self.dates_near.len() < 3;
        let marked = self.dates.len() < MAX_VALUES && is_date_class(class);
        if name == "time" || name == "h1" || !(near || marked) {
            return;
        }
        if let Some(date) = text_of(node, 200).and_then(|text| visible_date::find(&text)) {
            if marked { self.dates.push(date) } else { self.dates_near.push(date) }
        }
    }

    fn time(&mut self, node: &NodeRef<'_>, class: &str) {
        let value = attr(node, "datetime").or_else(|| text_of(node, 100));
        if let Some(value) = value.filter(|_| self.times.len() < MAX_VALUES) {
            let prop = attr(node, "itemprop").unwrap_or_default().to_ascii_lowercase();
            let is_updated = prop == "datemodified"
                || ["updated", "modified"].iter().any(|word| class.contains(word))
                    && !class.contains("published");
            let is_published = node.has_attr("pubdate")
                || prop == "datepublished"
                || ["publish", "pubdate", "entry-date", "post-date"]
                    .iter()
                    .any(|word| class.contains(word));
            let shown = fold(&text_of(node, 100).unwrap_or_default());
            self.times.push(Time { value, shown, is_published, is_updated });
        }
    }
}

fn attr(node: &NodeRef<'_>, name: &str) -> Option<String> {
    node.attr(name).map(|value| value.trim().to_string()).filter(|value| !value.is_empty())
}

/// The text of a node when it is one line of at most this many bytes.
fn text_of(node: &NodeRef<'_>, longest: usize) -> Option<String> {
    // A container around the whole page is not copied out to be thrown away.
    let mut text = String::new();
    for inner in node.descendants_it().take(longest * 8) {
        if inner.is_text() {
            text.push_str(&inner.text());
        } else if text.len() > longest * 8 {
            return None;
        } else if inner.is_element() && !text.ends_with(' ') {
            let name = inner.node_name().unwrap_or_default();
            if !matches!(&*name, "b" | "i" | "em" | "strong" | "span" | "a" | "font") {
                text.push(' ');
            }
        }
    }
    Some(squeeze(&text)).filter(|text| !text.is_empty() && text.len() <= longest)
}

fn classes(node: &NodeRef<'_>) -> String {
    let mut class = attr(node, "class").unwrap_or_default();
    if let Some(id) = attr(node, "id") {
        class.push(' ');
        class.push_str(&id);
    }
    class.make_ascii_lowercase();
    class
}

fn byline_mark(name: &str, node: &NodeRef<'_>, class: &str) -> Option<(&'static str, u8)> {
    if matches!(name, "body" | "html" | "article" | "main" | "img" | "input" | "ul" | "form") {
        return None;
    }
    if attr(node, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("author")) {
        return Some(("rel=author", 0));
    }
    let has = |word: &str| class.split_whitespace().any(|part| part == word);
    if ["comment", "bio", "avatar", "photo", "image", "social", "share", "related"]
        .iter()
        .any(|word| class.contains(word))
    {
        return None;
    }
    if has("author-name") || has("byline-name") || has("byline__name") || has("author__name") {
        return Some(("class author-name", 1));
    }
    if has("author") || has("byline") || has("vcard") || has("fn") {
        return Some(("class byline", 2));
    }
    (class.contains("byline") || class.contains("author")).then_some(("class *byline*", 3))
}

fn is_date_class(class: &str) -> bool {
    let no_date = ["update", "candidate", "validate", "modif", "comment", "related", "copyright"];
    let words = ["date", "publish", "posted", "timestamp", "pubtime", "article-time", "post-meta"];
    class.split_whitespace().any(|part| {
        words.iter().any(|word| part.contains(word)) && !no_date.iter().any(|no| part.contains(no))
    })
}
