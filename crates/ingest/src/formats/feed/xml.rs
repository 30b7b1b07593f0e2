//! The XML of feeds: any element called `item` or `entry`, wherever it stands.

use std::ops::ControlFlow;

use quick_xml::Reader;
use quick_xml::escape::{resolve_html5_entity, resolve_predefined_entity};
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::item::{Channel, Field, Item};
use super::{FormatContext, FormatError, Out};
use crate::error::Cause;
use crate::formats::RecordError;

/// Breaks in one feed after which it is given up.
const MAX_BREAKS: usize = 100;
/// Elements of one item that are looked at.
const MAX_FIELDS: usize = 2000;

/// Reads the items; after broken markup it goes on at the next one.
pub(super) fn read(
    text: &str,
    context: &FormatContext<'_>,
    out: &mut Out<'_>,
) -> Result<(), FormatError> {
    let text = text.trim_start();
    let mut state = State::new(text, context.limits.element_depth);
    let mut start = 0;
    for _ in 0..MAX_BREAKS {
        let Some((at, problem)) = state.run(start, context, out)? else { return Ok(()) };
        let error = Cause::Syntax { format: "feed", problem };
        if out(Err(RecordError::at(state.line(at), error))).is_break() {
            return Ok(());
        }
        state.item = None;
        state.path.clear();
        let Some(next) = next_item(text, at.max(start + 1)) else { return Ok(()) };
        start = next;
    }
    Ok(())
}

/// Where the next item begins.
fn next_item(text: &str, from: usize) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    let found = ["<item", "<entry"].iter();
    found.filter_map(|tag| memchr::memmem::find(rest, tag.as_bytes())).min().map(|at| from + at)
}

struct State<'t> {
    text: &'t str,
    channel: Channel,
    /// The item that is being read, and where it begins.
    item: Option<(Item, usize)>,
    /// Names of the open elements: below the item when there is one.
    path: Vec<Open>,
    max_depth: usize,
    /// The line at a position that was asked for before.
    counted: (usize, u64),
}

/// What an element does with the markup in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keeps {
    /// Its children are elements of their own.
    Nothing,
    /// Its text is HTML already, as escaped text; children that should have been escaped join it.
    Html,
    /// Its children are the HTML, so its text is escaped.
    Xhtml,
}

/// Elements whose content is text.
const TEXTS: &[&str] = &["title", "description", "summary", "content:encoded", "content"];
/// Elements that stand beside them, and end one that was left open.
const SIBLINGS: &[&str] = &["link", "guid", "id", "pubDate", "author", "dc:creator", "dc:date"];

/// HTML elements that have no end.
const VOID: &[&str] = &["br", "hr", "img", "wbr", "input", "source", "col", "embed"];

/// An open element.
struct Open {
    name: String,
    field: Field,
    /// Whether it takes all that stands in it as text.
    keeps: Keeps,
}

impl<'t> State<'t> {
    fn new(text: &'t str, max_depth: usize) -> Self {
        let channel = Channel::default();
        Self { text, channel, item: None, path: Vec::new(), max_depth, counted: (0, 1) }
    }

    /// Reads from a position on; an error comes with its position.
    fn run(
        &mut self,
        start: usize,
        context: &FormatContext<'_>,
        out: &mut Out<'_>,
    ) -> Result<Option<(usize, String)>, FormatError> {
        let mut reader = Reader::from_str(&self.text[start..]);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            let before = start + usize::try_from(reader.buffer_position()).unwrap_or(0);
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let at = start + usize::try_from(reader.error_position()).unwrap_or(0);
                    return Ok(Some((at.max(before), error.to_string())));
                }
            };
            let after = start + usize::try_from(reader.buffer_position()).unwrap_or(0);
            match event {
                Event::Start(tag) => self.open(&tag, before)?,
                Event::Empty(tag) => {
                    self.open(&tag, before)?;
                    if self.close(&name(&tag), after, context, out).is_break() {
                        return Ok(None);
                    }
                }
                Event::End(tag) => {
                    let name = plain_name(tag.name().as_ref());
                    if context.cancelled() || self.close(&name, after, context, out).is_break() {
                        return Ok(None);
                    }
                }
                Event::Text(text) => self.text(&text),
                Event::CData(text) => self.text(&text),
                Event::GeneralRef(reference) => self.text(&resolved(&reference)),
                Event::Eof => return Ok(self.cut_short(after)),
                _ => {}
            }
        }
    }

    /// What is said of an item that the end of the file cuts short.
    fn cut_short(&mut self, end: usize) -> Option<(usize, String)> {
        self.item.take().map(|_| (end, "the file ends inside an item".to_string()))
    }

    fn open(&mut self, tag: &BytesStart<'_>, at: usize) -> Result<(), FormatError> {
        let name = name(tag);
        if self.path.len() >= self.max_depth {
            let limit = self.max_depth as u64;
            return Err(Cause::Limit { what: "nested elements", limit });
        }
        if let Some(from) = self.path.iter().position(|open| open.keeps == Keeps::Html)
            && (SIBLINGS.contains(&name.as_str()) || TEXTS.contains(&name.as_str()))
        {
            while self.path.len() > from {
                self.end_element();
            }
        }
        if let Some(open) = keeper(&mut self.path) {
            open.field.text.push_str(&format!("<{name}>"));
        }
        if matches!(name.as_str(), "item" | "entry") && self.item.is_none() {
            self.path.clear();
            self.item = Some((Item { about: attribute(tag, "rdf:about"), ..Item::default() }, at));
            return Ok(());
        }
        let field = Field {
            name: name.clone(),
            text: String::new(),
            href: attribute(tag, "href").or_else(|| attribute(tag, "url")),
            rel: attribute(tag, "rel"),
            kind: attribute(tag, "type"),
            term: attribute(tag, "label").or_else(|| attribute(tag, "term")),
            permalink: attribute(tag, "isPermaLink").map(|value| value.trim() != "false"),
        };
        if let Some(language) = attribute(tag, "xml:lang").filter(|_| self.item.is_none()) {
            self.channel.language.get_or_insert(language);
        }
        let xhtml = field.kind.as_deref() == Some("xhtml") || name == "xhtml:body";
        let keeps = match xhtml {
            true => Keeps::Xhtml,
            false if TEXTS.contains(&name.as_str()) => Keeps::Html,
            false => Keeps::Nothing,
        };
        self.path.push(Open { name, field, keeps });
        Ok(())
    }

    fn text(&mut self, text: &str) {
        match keeper(&mut self.path) {
            Some(open) if open.keeps == Keeps::Xhtml => {
                open.field.text.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
            }
            Some(open) => open.field.text.push_str(text),
            None => {
                if let Some(open) = self.path.last_mut() {
                    open.field.text.push_str(text);
                }
            }
        }
    }

    /// Ends the innermost element of this name and all that were left open in it.
    fn close(
        &mut self,
        name: &str,
        at: usize,
        context: &FormatContext<'_>,
        out: &mut Out<'_>,
    ) -> ControlFlow<()> {
        if matches!(name, "item" | "entry") && !self.path.iter().any(|open| open.name == name) {
            while !self.path.is_empty() {
                self.end_element();
            }
            return match self.item.take() {
                Some((item, start)) => {
                    let line = self.line(start);
                    out(item.article(&self.channel, &self.text[start..at], line, context))
                }
                None => ControlFlow::Continue(()),
            };
        }
        if let Some(from) = self.path.iter().rposition(|open| open.name == name) {
            while self.path.len() > from {
                self.end_element();
            }
        }
        ControlFlow::Continue(())
    }

    fn end_element(&mut self) {
        let Some(mut open) = self.path.pop() else { return };
        if let Some(keeper) = keeper(&mut self.path) {
            if !VOID.contains(&open.name.as_str()) {
                keeper.field.text.push_str(&format!("</{}>", open.name));
            }
            return;
        }
        if let Some(parent) = self.path.last() {
            open.field.name = format!("{}/{}", parent.name, open.field.name);
        }
        match &mut self.item {
            Some((item, _)) if item.fields.len() < MAX_FIELDS => item.fields.push(open.field),
            Some(_) => {}
            None => self.channel.take(open.field),
        }
    }

    fn line(&mut self, at: usize) -> u64 {
        let (from, line) = self.counted;
        let (from, line) = if at >= from { (from, line) } else { (0, 1) };
        let more = memchr::memchr_iter(b'\n', &self.text.as_bytes()[from..at.min(self.text.len())]);
        self.counted = (at.min(self.text.len()).max(from), line + more.count() as u64);
        self.counted.1
    }
}

/// The outermost open element that takes all that stands in it.
fn keeper(path: &mut [Open]) -> Option<&mut Open> {
    path.iter_mut().find(|open| open.keeps != Keeps::Nothing)
}

fn name(tag: &BytesStart<'_>) -> String {
    plain_name(tag.name().as_ref())
}

/// The name without a prefix that only says which feed language it is.
fn plain_name(name: &str) -> String {
    match name.split_once(':') {
        Some(("atom" | "a10" | "rss" | "rdf" | "atom03", local)) => local.to_string(),
        _ => name.to_string(),
    }
}

fn attribute(tag: &BytesStart<'_>, key: &str) -> Option<String> {
    let mut attributes = tag.html_attributes();
    let mut found = attributes.with_checks(false).take(100).filter_map(Result::ok);
    let found = found.find(|a| a.key.as_ref() == key)?;
    let raw = found.value.into_owned();
    let value = if raw.contains('&') { super::super::html::plain(&raw) } else { raw };
    Some(value.trim().to_string()).filter(|value| !value.is_empty())
}

/// The text of `&…;`: XML's own, a character's number, a name of HTML; others stay as they are.
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name: &str = reference;
    let known = resolve_predefined_entity(name).or_else(|| resolve_html5_entity(name));
    known.map_or_else(|| format!("&{name};"), str::to_string)
}
