//! JSON Feed: the same items under other names.

use serde_json::Value;

use super::item::{Channel, Field, Item};
use super::{FormatContext, FormatError, Out};
use crate::error::Cause;

/// JSON Feed's names and those of RSS and Atom.
const NAMES: &[(&str, &str)] = &[
    ("title", "title"),
    ("content_html", "content"),
    ("summary", "summary"),
    ("date_published", "published"),
    ("date_modified", "updated"),
    ("language", "language"),
];

/// Reads the items.
pub(super) fn read(
    text: &str,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let feed: Value = serde_json::from_str(text)
        .map_err(|error| Cause::Syntax { format: "JSON Feed", problem: error.to_string() })?;
    let text_of = |key: &str| feed.get(key).and_then(Value::as_str).map(str::to_string);
    let channel = Channel {
        title: text_of("title"),
        publisher: None,
        link: text_of("home_page_url").or_else(|| text_of("feed_url")),
        language: text_of("language"),
        rights: None,
    };
    for value in feed.get("items").and_then(Value::as_array).into_iter().flatten() {
        // The line of an item is not known here; the first is the least wrong.
        if context.cancelled()
            || out(item(value).article(&channel, &value.to_string(), 1, context)).is_break()
        {
            break;
        }
    }
    Ok(())
}

fn item(value: &Value) -> Item {
    let field = |name: &str, text: &str| Field {
        name: name.to_string(),
        text: text.to_string(),
        ..Field::default()
    };
    let mut item = Item::default();
    for (json, name) in NAMES {
        if let Some(text) = value.get(*json).and_then(Value::as_str) {
            item.fields.push(field(name, text));
        }
    }
    if let Some(text) = value.get("content_text").and_then(Value::as_str) {
        item.fields.push(Field { kind: Some("text".into()), ..field("content", text) });
    }
    for key in ["url", "external_url"] {
        if let Some(url) = value.get(key).and_then(Value::as_str) {
            item.fields.push(Field { href: Some(url.to_string()), ..field("link", "") });
        }
    }
    match value.get("id") {
        Some(Value::String(id)) => item.fields.push(field("id", id)),
        Some(Value::Number(id)) => item.fields.push(field("id", &id.to_string())),
        _ => {}
    }
    let authors = value.get("authors").and_then(Value::as_array).into_iter().flatten();
    for author in authors.chain(value.get("author")).take(100) {
        if let Some(name) = author.get("name").and_then(Value::as_str) {
            item.fields.push(field("author", name));
        }
    }
    for tag in value.get("tags").and_then(Value::as_array).into_iter().flatten() {
        item.fields.push(field("category", tag.as_str().unwrap_or_default()));
    }
    item
}
