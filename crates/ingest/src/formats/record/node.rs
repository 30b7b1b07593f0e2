//! A JSON value that borrows from its text.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value; texts without escapes are not copied.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node<'a> {
    /// `null`, `true`, `false`: never a field's value.
    Nothing,
    /// A number as text.
    Number(String),
    /// A text.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<Node<'a>>),
    /// An object's members in order.
    Map(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// The member of an object.
    pub(crate) fn get(&self, key: &str) -> Option<&Node<'a>> {
        match self {
            Self::Map(members) => members.iter().find(|(name, _)| name == key).map(|m| &m.1),
            _ => None,
        }
    }

    /// The value at a dotted path: `thread.title`, `images.0.caption`; a name with dots in it is
    /// found as well.
    pub(crate) fn at_path(&self, path: &str) -> Option<&Node<'a>> {
        if let Some(node) = self.get(path) {
            return Some(node);
        }
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let inner = match self {
            Self::List(list) => list.get(first.parse::<usize>().ok()?)?,
            _ => self.get(first)?,
        };
        if rest.is_empty() { Some(inner) } else { inner.at_path(rest) }
    }

    /// A text or a number.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// What an entry is called: itself when a text, else the part that holds its name or text.
    pub(crate) fn name(&self) -> Option<String> {
        const KEYS: &[&str] = &[
            "name",
            "main",
            "title",
            "label",
            "text",
            "value",
            "rendered",
            "content",
            "caption",
            "full_name",
            "term",
            "display_name",
            "$t",
            "#text",
            "@value",
            "$date",
            "$oid",
        ];
        if let Some(text) = self.text() {
            return Some(text.to_string());
        }
        if let Some(text) = KEYS.iter().find_map(|key| self.get(key).and_then(Node::text)) {
            return Some(text.to_string());
        }
        let part = |key: &str| self.get(key).and_then(Node::text).unwrap_or_default();
        let person = format!("{} {}", part("firstname"), part("lastname"));
        let person2 = format!("{} {}", part("first_name"), part("last_name"));
        [person, person2].into_iter().map(|p| p.trim().to_string()).find(|p| !p.is_empty())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Node<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

/// A key: borrowed where it can be.
struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Node::deserialize(deserializer)? {
            Node::Text(text) => Ok(Self(text)),
            _ => Err(serde::de::Error::custom("a key is a text")),
        }
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node<'de>, E> {
        Ok(Node::Nothing)
    }

    fn visit_i64<E>(self, n: i64) -> Result<Node<'de>, E> {
        Ok(Node::Number(n.to_string()))
    }

    fn visit_u64<E>(self, n: u64) -> Result<Node<'de>, E> {
        Ok(Node::Number(n.to_string()))
    }

    fn visit_f64<E>(self, n: f64) -> Result<Node<'de>, E> {
        Ok(Node::Number(n.to_string()))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(text.to_string())))
    }

    fn visit_string<E>(self, text: String) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(text)))
    }

    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = seq.next_element()? {
            list.push(node);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some((Key(key), node)) = map.next_entry()? {
            members.push((key, node));
        }
        Ok(Node::Map(members))
    }
}
