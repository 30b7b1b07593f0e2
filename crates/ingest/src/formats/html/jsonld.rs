//! JSON-LD: what a page says of its article in `<script type="application/ld+json">`.
//!
//! Not RDF: the forms that publishers write. A node stands alone, in an array, in `@graph`, below
//! another node, or elsewhere under its `@id`; a value is a string, an object with a name, or a
//! list of these; and the JSON itself is often broken in two or three well-known ways.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::mend;

type Object = Map<String, Value>;

/// Nodes that are looked at in one page.
const MAX_NODES: usize = 20_000;
/// Nodes in nodes are looked at this deep: every level is copied once.
const MAX_NESTING: usize = 24;
/// Names and references are followed this deep.
const MAX_HOPS: usize = 4;

/// All nodes of a page.
#[derive(Debug, Default)]
pub(super) struct Graph {
    nodes: Vec<Object>,
    by_id: HashMap<String, usize>,
}

impl Graph {
    /// Reads the scripts of a page; one that cannot be mended is left out.
    pub(super) fn read<'a>(scripts: impl Iterator<Item = &'a str>) -> Self {
        let mut graph = Self::default();
        for value in scripts.flat_map(mend::values) {
            graph.collect(value, MAX_NESTING);
        }
        for (i, node) in graph.nodes.iter().enumerate() {
            // A bare `{"@id": …}` is a reference, not the node itself.
            if let Some(id) = node.get("@id").and_then(Value::as_str).filter(|_| node.len() > 1) {
                graph.by_id.entry(id.to_string()).or_insert(i);
            }
        }
        graph
    }

    /// Takes a value apart into its nodes, outer ones first.
    fn collect(&mut self, value: Value, levels: usize) {
        match value {
            _ if levels == 0 => {}
            Value::Array(items) => {
                items.into_iter().for_each(|item| self.collect(item, levels - 1))
            }
            Value::Object(node) if self.nodes.len() < MAX_NODES => {
                let inner: Vec<Value> =
                    node.values().filter(|v| v.is_object() || v.is_array()).cloned().collect();
                self.nodes.push(node);
                inner.into_iter().for_each(|value| self.collect(value, levels - 1));
            }
            _ => {}
        }
    }

    /// The node of the page's article: the one with this address or headline if there is one,
    /// else the first that says most.
    pub(super) fn article(&self, page: &Page<'_>) -> Option<Node<'_>> {
        let articles = self.nodes.iter().filter(|node| is_article(node));
        let best = articles.enumerate().max_by_key(|(i, node)| {
            let node = Node { graph: self, object: node };
            (node.fits(page), node.weight(), std::cmp::Reverse(*i))
        });
        best.map(|(_, object)| Node { graph: self, object })
    }

    /// Whether an article is described.
    pub(super) fn has_article(&self) -> bool {
        self.nodes.iter().any(is_article)
    }

    /// The node of the page itself.
    pub(super) fn page(&self) -> Option<Node<'_>> {
        let mut pages = self.nodes.iter().filter(|node| has_type(node, |name| name == "WebPage"));
        pages.next().map(|object| Node { graph: self, object })
    }

    /// The name of the organisation or site that published the page.
    pub(super) fn site(&self) -> Option<String> {
        let name_of = |wanted: &[&str]| {
            let mut nodes =
                self.nodes.iter().filter(|node| has_type(node, |name| wanted.contains(&name)));
            nodes.find_map(|object| Node { graph: self, object }.text("name"))
        };
        name_of(&["NewsMediaOrganization"]).or_else(|| name_of(&["WebSite"]))
    }
}

/// What else is known of the page, to tell its article from teasers of others.
pub(super) struct Page<'a> {
    /// Its address.
    pub(super) url: Option<&'a str>,
    /// The texts of its headings and its title, in small letters without signs.
    pub(super) headings: &'a [String],
}

/// One node.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    graph: &'a Graph,
    object: &'a Object,
}

impl<'a> Node<'a> {
    /// The first text of a property.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.texts(key).into_iter().next()
    }

    /// All texts of a property: strings, and the names of nodes.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        let mut out = Vec::new();
        if let Some(value) = self.object.get(key) {
            self.graph.texts(value, &["name", "@value", "value", "url", "@id"], MAX_HOPS, &mut out);
        }
        out
    }

    /// The address of a property.
    pub(super) fn address(&self, key: &str) -> Option<String> {
        let mut out = Vec::new();
        self.graph.texts(self.object.get(key)?, &["url", "@id"], MAX_HOPS, &mut out);
        out.into_iter().find(|url| url.starts_with("http"))
    }

    /// The nodes of a property, references resolved; a string is a node with a name.
    pub(super) fn people(&self, key: &str) -> Vec<Person> {
        let values = match self.object.get(key) {
            Some(Value::Array(items)) => items.as_slice(),
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        values.iter().filter_map(|value| self.graph.person(value)).take(100).collect()
    }

    fn weight(&self) -> usize {
        let keys = ["headline", "datePublished", "author", "articleBody", "publisher"];
        keys.iter().filter(|key| self.object.contains_key(**key)).count()
    }

    fn fits(&self, page: &Page<'_>) -> bool {
        let headline = self.text("headline").or_else(|| self.text("name"));
        let headline = headline.map(|text| fold(&text)).filter(|text| !text.is_empty());
        let same_url = page.url.is_some_and(|url| {
            let own = [self.address("url"), self.address("mainEntityOfPage")];
            own.into_iter().flatten().any(|own| trimmed(&own) == trimmed(url))
        });
        same_url || headline.is_some_and(|text| page.headings.contains(&text))
    }
}

/// An author or publisher.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Person {
    /// The name as written.
    pub(super) name: String,
    /// Whether the node says that it is one person.
    pub(super) is_person: bool,
    /// Whether the node says that it is an organisation.
    pub(super) is_organization: bool,
}

impl Graph {
    fn resolve<'a>(&'a self, object: &'a Object) -> &'a Object {
        let target = object.get("@id").and_then(Value::as_str).and_then(|id| self.by_id.get(id));
        match target {
            Some(&at) if !object.contains_key("name") => &self.nodes[at],
            _ => object,
        }
    }

    fn texts(&self, value: &Value, keys: &[&str], hops: usize, out: &mut Vec<String>) {
        match value {
            _ if hops == 0 || out.len() >= 200 => {}
            Value::String(text) => out.extend(clean(text)),
            Value::Number(number) => out.push(number.to_string()),
            Value::Array(items) => {
                items.iter().for_each(|item| self.texts(item, keys, hops - 1, out));
            }
            Value::Object(object) => {
                let object = self.resolve(object);
                if let Some(value) = keys.iter().find_map(|key| object.get(*key)) {
                    self.texts(value, keys, hops - 1, out);
                }
            }
            _ => {}
        }
    }

    fn person(&self, value: &Value) -> Option<Person> {
        let (object, mut names) = (value.as_object().map(|o| self.resolve(o)), Vec::new());
        match object {
            Some(object) => {
                let name = object.get("name").or_else(|| object.get("@value"))?;
                self.texts(name, &["name", "@value"], MAX_HOPS, &mut names);
            }
            None => self.texts(value, &["name"], MAX_HOPS, &mut names),
        }
        let is = |wanted: &str| {
            object.is_some_and(|object| has_type(object, |name| name.ends_with(wanted)))
        };
        let (is_person, is_organization) = (is("Person"), is("Organization"));
        Some(Person { name: names.join(", "), is_person, is_organization })
            .filter(|person| !person.name.is_empty())
    }
}

fn has_type(node: &Object, wanted: impl Fn(&str) -> bool) -> bool {
    let plain = |name: &str| wanted(name.rsplit(['/', ':', '#']).next().unwrap_or(name));
    match node.get("@type") {
        Some(Value::String(name)) => plain(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(plain),
        _ => false,
    }
}

fn is_article(node: &Object) -> bool {
    has_type(node, |name| {
        name.ends_with("Article") || name.ends_with("Posting") || name == "Report"
    })
}

/// Letters and digits in small letters: what headlines are compared by.
pub(super) fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn trimmed(url: &str) -> &str {
    let url = url.split(['?', '#']).next().unwrap_or(url);
    let url = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
    url.trim_end_matches('/')
}

/// The text without entities and tags: JSON knows neither, publishers write both.
fn clean(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    Some(if text.contains('&') || text.contains('<') { super::plain(text) } else { text.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOWHERE: Page<'_> = Page { url: None, headings: &[] };

    fn headline(scripts: &[&str]) -> Option<String> {
        Graph::read(scripts.iter().copied()).article(&NOWHERE)?.text("headline")
    }

    #[test]
    fn an_article_is_found_in_every_form() {
        let forms = [
            r#"{"@type":"NewsArticle","headline":"Quay opens"}"#,
            r#"[{"@type":"WebSite"},{"@type":["Thing","NewsArticle"],"headline":"Quay opens"}]"#,
            r#"{"@graph":[{"@type":"http://schema.org/Article","headline":"Quay opens"}]}"#,
            r#"{"@type":"WebPage","mainEntity":{"@type":"Article","headline":["Quay opens"]}}"#,
            "// <![CDATA[\n{\"@type\":\"Article\",\"headline\":\"Quay opens\",}\n// ]]>",
            "{\"@type\":\"Article\",\"headline\":\"Quay opens\",\"description\":\"a\nb \\' c\",};",
            r#"{"@type":"Thing"} {"@type":"BlogPosting","headline":"Quay opens"}"#,
        ];
        for form in forms {
            assert_eq!(headline(&[form]).as_deref(), Some("Quay opens"), "{form}");
        }
        assert_eq!(headline(&["{broken", "", "null"]), None);
        assert_eq!(headline(&[&"[".repeat(100_000)]), None);
    }

    #[test]
    fn references_are_followed_and_circles_are_not() {
        let graph = Graph::read(std::iter::once(
            r##"{"@graph":[{"@type":"Article","author":{"@id":"#p"},"publisher":{"@id":"#o"}},
            {"@id":"#p","@type":"Person","name":"Ada Quill"},
            {"@id":"#o","@type":"NewsMediaOrganization","name":{"@id":"#o"}}]}"##,
        ));
        let article = graph.article(&NOWHERE).unwrap();
        let people = article.people("author");
        assert_eq!((people[0].name.as_str(), people[0].is_person), ("Ada Quill", true));
        assert_eq!(article.text("publisher"), None);
    }

    #[test]
    fn the_article_of_the_page_is_told_from_teasers() {
        let scripts = r#"[{"@type":"Article","headline":"Other","datePublished":"2020","author":"x"},
            {"@type":"Article","headline":"Quay &amp; pier"}]"#;
        let graph = Graph::read(std::iter::once(scripts));
        let headings = [fold("Quay & pier!")];
        let page = Page { url: None, headings: &headings };
        let found = graph.article(&page).and_then(|a| a.text("headline"));
        assert_eq!(found.as_deref(), Some("Quay & pier"));
    }
}
