//! A search as an Atom feed (RFC 4287): the articles that came in last.
//!
//! Texts are plain; what XML would obey is escaped, and what XML cannot hold is left out.

use std::fmt::Write as _;
use std::io::{self, Write};

use morgue_query::{Arrival, Arrivals, Request};

use crate::date;

/// Where a feed and its articles are, as whole addresses.
#[derive(Debug, Clone, Copy)]
pub struct FeedLinks<'a> {
    /// The feed.
    pub feed: &'a str,
    /// The same search as a page.
    pub page: &'a str,
    /// What an article's id is put behind: `https://news.example.org/articles/`.
    pub articles: &'a str,
}

/// The name under which the ids of feeds and articles are given out (RFC 4151): they are the same on
/// every machine and under every address.
const TAG: &str = "tag:morgue,2026";

/// Writes a feed.
///
/// # Errors
/// Writing failed.
pub fn atom(
    out: &mut dyn Write,
    request: &Request,
    found: &Arrivals,
    links: &FeedLinks<'_>,
) -> io::Result<()> {
    let query = &found.query.interpreted;
    let title = if query.is_empty() { "All articles" } else { query };
    let newest = found.list.iter().filter_map(|arrival| arrival.article.added).max();
    let asked: Vec<String> =
        request.params().iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml += "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n";
    element(&mut xml, " ", "id", &format!("{TAG}:search/{}", encoded(&asked.join("&"))));
    element(&mut xml, " ", "title", title);
    element(&mut xml, " ", "updated", &instant(newest.unwrap_or(0)));
    xml += " <author><name>morgue</name></author>\n";
    link(&mut xml, " ", "self", "application/atom+xml", links.feed);
    link(&mut xml, " ", "alternate", "text/html", links.page);
    out.write_all(xml.as_bytes())?;
    for arrival in &found.list {
        out.write_all(entry(arrival, links).as_bytes())?;
    }
    out.write_all(b"</feed>\n")
}

fn entry(Arrival { article, hit }: &Arrival, links: &FeedLinks<'_>) -> String {
    let mut xml = String::from(" <entry>\n");
    element(&mut xml, "  ", "id", &format!("{TAG}:article/{}", article.id));
    element(&mut xml, "  ", "title", hit.headline.as_deref().unwrap_or("(no headline)"));
    element(&mut xml, "  ", "updated", &instant(article.added.unwrap_or(0)));
    // A moment is what Atom has for a publication, and a moment is rarely known.
    if let Some(published) = &article.published
        && let (Some(second), Some(offset)) = (published.second, published.offset)
    {
        let seconds = published.earliest.0 * 86_400 + i64::from(second) - i64::from(offset) * 60;
        element(&mut xml, "  ", "published", &instant(seconds));
    }
    for name in article.authors() {
        _ = writeln!(xml, "  <author><name>{}</name></author>", escaped(name));
    }
    link(&mut xml, "  ", "alternate", "text/html", &format!("{}{}", links.articles, article.id));
    if let Some(url) = &hit.url {
        _ = writeln!(xml, "  <link rel=\"via\" href=\"{}\"/>", escaped(url));
    }
    if let Some(section) = &article.section {
        _ = writeln!(xml, "  <category term=\"{}\"/>", escaped(section));
    }
    let outlet = hit.outlet.as_ref().map(|outlet| outlet.name.clone());
    let when = hit.published.as_ref().map_or("undated".to_string(), date);
    let about: Vec<String> = outlet.into_iter().chain([when]).collect();
    let about = about.join(" · ");
    let passage = hit.snippets.iter().map(|snippet| snippet.text.as_str()).collect::<Vec<_>>();
    element(&mut xml, "  ", "summary", format!("{about}\n{}", passage.join(" … ")).trim());
    xml += " </entry>\n";
    xml
}

fn element(xml: &mut String, indent: &str, name: &str, text: &str) {
    _ = writeln!(xml, "{indent}<{name}>{}</{name}>", escaped(text));
}

fn link(xml: &mut String, indent: &str, rel: &str, kind: &str, href: &str) {
    let href = escaped(href);
    _ = writeln!(xml, "{indent}<link rel=\"{rel}\" type=\"{kind}\" href=\"{href}\"/>");
}

/// Text as XML holds it, in an attribute too.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            '\n' | '\t' => out.push(c),
            // What XML 1.0 cannot hold at all, and what it advises against.
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Text as a part of an address: letters, digits and a few signs stay.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~=".contains(&byte) {
            out.push(byte.into());
        } else {
            _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Seconds since 1970 as `1871-03-02T14:05:00Z`.
fn instant(seconds: i64) -> String {
    let day = morgue_article::Day(seconds.div_euclid(86_400));
    let second = seconds.rem_euclid(86_400);
    format!("{day}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_becomes_markup() {
        assert_eq!(escaped("<b>&\"'\u{0}\u{1b}\u{ffff}é\u{85}"), "&lt;b&gt;&amp;&quot;&#39;é");
        assert_eq!(encoded("q=é \"x\""), "q=%C3%A9%20%22x%22");
        assert_eq!(instant(-1), "1969-12-31T23:59:59Z");
    }
}
