//! A page of the guide, from its Markdown. Markup in the Markdown stays text.

use std::fmt;

use askama::FastWritable;
use askama::filters::HtmlSafe;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// A page of the guide.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guide {
    html: Rendered,
    headings: Vec<Heading>,
}

/// A heading that the page can be entered at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) id: String,
    pub(super) text: String,
}

/// Markup that was made from Markdown here.
#[derive(Debug, Clone, Default)]
pub(super) struct Rendered(String);

impl fmt::Display for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// The library escapes text, and what is markup in the Markdown is made text below.
impl HtmlSafe for Rendered {}

impl FastWritable for Rendered {
    fn write_into(
        &self,
        dest: &mut dyn fmt::Write,
        _: &dyn askama::Values,
    ) -> Result<(), askama::Error> {
        Ok(dest.write_str(&self.0)?)
    }
}

impl Guide {
    /// Renders Markdown with tables.
    pub(crate) fn new(markdown: &str) -> Self {
        let events: Vec<Event<'_>> =
            Parser::new_ext(markdown, Options::ENABLE_TABLES).map(harmless).collect();
        let (mut headings, mut out) = (Vec::new(), Vec::with_capacity(events.len()));
        for (i, event) in events.iter().enumerate() {
            if let Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) = event {
                let inside = events[i + 1..].iter();
                let inside = inside.take_while(|e| !matches!(e, Event::End(TagEnd::Heading(_))));
                let text: String = inside.map(text_of).collect();
                let id = format!("part-{}", headings.len() + 1);
                out.push(Event::Start(Tag::Heading {
                    level: HeadingLevel::H2,
                    id: Some(CowStr::from(id.clone())),
                    classes: Vec::new(),
                    attrs: Vec::new(),
                }));
                headings.push(Heading { id, text });
            } else {
                out.push(event.clone());
            }
        }
        let mut rendered = String::new();
        html::push_html(&mut rendered, out.into_iter());
        Self { html: Rendered(rendered), headings }
    }

    pub(super) fn html(&self) -> &Rendered {
        &self.html
    }

    pub(super) fn headings(&self) -> &[Heading] {
        &self.headings
    }
}

/// Markup as text; a link to another page of the guide, which is not served, as its text.
fn harmless(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock) => {
            Event::Text(CowStr::Borrowed(""))
        }
        Event::End(TagEnd::Link | TagEnd::Image | TagEnd::HtmlBlock) => {
            Event::Text(CowStr::Borrowed(""))
        }
        event => event,
    }
}

fn text_of<'e>(event: &'e Event<'_>) -> &'e str {
    match event {
        Event::Text(text) | Event::Code(text) => text,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_guide_is_text() {
        let guide = Guide::new(
            "# T\n\n## A `b`\n\n<script>x</script>\n\nA [l](javascript:x) <b>\n\n<div>\n\n| a |\n|---|\n| `<i>` |\n",
        );
        let html = guide.html().to_string();
        assert!(html.contains("<h2 id=\"part-1\">A <code>b</code></h2>"), "{html}");
        assert!(html.contains("<td><code>&lt;i&gt;</code></td>"), "{html}");
        for bad in ["<script", "javascript:", "<b>", "<div"] {
            assert!(!html.contains(bad), "{bad}: {html}");
        }
        assert_eq!(guide.headings()[0].text, "A b");
    }
}
