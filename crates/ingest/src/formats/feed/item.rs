//! An item of a feed, as an article.

use morgue_article::Block;
use url::Url;

use crate::error::Cause;
use crate::formats::html::{self, blocks};
use crate::formats::{FormatContext, RecordError};
use crate::raw::{RawArticle, RawBody, RawField};

/// What a feed says of itself.
#[derive(Debug, Default)]
pub(super) struct Channel {
    pub(super) title: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) link: Option<String>,
    pub(super) language: Option<String>,
    pub(super) rights: Option<String>,
}

/// An element of an item: its name, with its parent's (`author/name`), and what it says.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) href: Option<String>,
    pub(super) rel: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) term: Option<String>,
    pub(super) permalink: Option<bool>,
}

/// An item.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) about: Option<String>,
    pub(super) fields: Vec<Field>,
}

impl Channel {
    /// Takes an element that stands outside of items.
    pub(super) fn take(&mut self, field: Field) {
        let local = field.name.strip_prefix("channel/").or(field.name.strip_prefix("feed/"));
        let local = local.unwrap_or(&field.name).to_string();
        let text = Some(html::plain(&field.text)).filter(|text| !text.is_empty());
        let slot = match local.as_str() {
            "title" => &mut self.title,
            "dc:publisher" => &mut self.publisher,
            "link" if field.rel.as_deref().is_none_or(|rel| rel == "alternate") => &mut self.link,
            "language" | "dc:language" => &mut self.language,
            "copyright" | "rights" | "dc:rights" => &mut self.rights,
            _ => return,
        };
        let text = if local == "link" { field.href.or(text) } else { text };
        if slot.is_none() {
            *slot = text;
        }
    }

    /// The host of the feed's site.
    fn authority(&self) -> Option<String> {
        let url = Url::parse(self.link.as_deref()?.trim()).ok()?;
        url.host_str().map(str::to_string)
    }
}

impl Item {
    /// Its article, or why it is none.
    pub(super) fn article(
        &self,
        channel: &Channel,
        source: &str,
        line: u64,
        context: &FormatContext<'_>,
    ) -> Result<RawArticle, RecordError> {
        let mut raw = RawArticle {
            line: Some(line),
            sha256: context.sign(source.as_bytes()),
            ..RawArticle::default()
        };
        self.push(&["title", "dc:title", "media:title"], RawField::Headline, &mut raw);
        self.people(&mut raw);
        self.push(
            &[
                "pubDate",
                "published",
                "dc:date",
                "dcterms:issued",
                "issued",
                "pubdate",
                "date",
                "dcterms:created",
                "created",
                "a10:updated",
            ],
            RawField::Published,
            &mut raw,
        );
        self.push(&["updated", "dcterms:modified", "modified"], RawField::Updated, &mut raw);
        // Atom demands `updated` only.
        self.push(&["updated", "modified"], RawField::Published, &mut raw);
        self.identity(channel, &mut raw);
        self.outlet(channel, &mut raw);
        self.subjects(channel, &mut raw);
        raw.body = self.body();
        if raw.body == RawBody::None && raw.candidates(RawField::Headline).next().is_none() {
            return Err(RecordError::at(line, Cause::NoText));
        }
        Ok(raw)
    }

    fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Field> {
        self.fields.iter().filter(move |field| field.name == name)
    }

    fn push(&self, names: &[&str], field: RawField, raw: &mut RawArticle) {
        for name in names {
            for found in self.named(name) {
                raw.push(field, html::plain(&found.text), format!("feed {name}"));
            }
        }
    }

    fn people(&self, raw: &mut RawArticle) {
        for name in [
            "author/name",
            "dc:creator",
            "author",
            "media:credit",
            "itunes:author",
            "dc:contributor",
        ] {
            if raw.candidates(RawField::Byline).next().is_some() && name != "dc:creator" {
                continue;
            }
            for found in self.named(name) {
                // RSS wants `jane@example.org (Jane Doe)`, and is rarely given it.
                let text = html::plain(&found.text);
                let text = match text.split_once('(') {
                    Some((mail, name)) if mail.contains('@') => name.trim_end_matches(')').trim(),
                    _ if text.contains('@') && !text.contains(' ') => "",
                    _ => &text,
                };
                let known = raw.candidates(RawField::Byline).any(|known| known.value == text);
                if !known {
                    raw.push(RawField::Byline, text, format!("feed {name}"));
                }
            }
        }
    }

    /// Address and ids. A permalink is an address; another guid counts in the whole world when it
    /// is of a kind that does, or together with the host of its feed.
    fn identity(&self, channel: &Channel, raw: &mut RawArticle) {
        let links = self.named("link").filter(|link| {
            link.rel.as_deref().is_none_or(|rel| rel.eq_ignore_ascii_case("alternate"))
        });
        let links = links
            .filter_map(|link| link.href.clone().or_else(|| Some(link.text.trim().to_string())));
        let original = self.named("feedburner:origLink").map(|link| link.text.trim().to_string());
        for link in original.chain(links).chain(self.about.clone()) {
            if let Some(link) = absolute(&link, channel) {
                raw.push(RawField::Url, link, "feed link");
            }
        }
        let Some(guid) = self.named("guid").chain(self.named("id")).next() else { return };
        let text = guid.text.trim();
        let is_url = text.starts_with("http://") || text.starts_with("https://");
        let same = raw.candidates(RawField::Url).any(|url| url.value == text);
        let permalink = is_url && guid.name == "guid" && guid.permalink != Some(false);
        if same || permalink {
            raw.push(RawField::Url, if same { "" } else { text }, "feed guid permalink");
        } else if is_url || is_global(text) {
            raw.push(RawField::GlobalId, text, format!("feed {}", guid.name));
        } else if let Some(host) = channel.authority().filter(|_| !text.is_empty()) {
            raw.push(RawField::GlobalId, format!("{host}/{text}"), format!("feed {}", guid.name));
        }
        raw.push(RawField::SourceId, text, format!("feed {}", guid.name));
    }

    fn outlet(&self, channel: &Channel, raw: &mut RawArticle) {
        for name in ["source", "source/title", "dc:publisher", "publisher", "dc:source"] {
            // Aggregators write the publisher in a namespace of their own.
            let own = |field: &&Field| name == "publisher" && field.name.ends_with(":publisher");
            for found in self.fields.iter().filter(|field| field.name == name || own(field)) {
                let text = html::plain(&found.text);
                let known = raw.candidates(RawField::Outlet).any(|known| known.value == text);
                if !text.starts_with("http") && !known {
                    raw.push(RawField::Outlet, text, format!("feed item {}", found.name));
                }
            }
        }
        raw.push(RawField::Outlet, channel.publisher.clone().unwrap_or_default(), "feed publisher");
        raw.push(RawField::Outlet, channel.title.clone().unwrap_or_default(), "feed title");
        let hosts = raw.candidates(RawField::Url).next().map(|url| url.value.clone());
        for url in hosts.into_iter().chain(channel.link.clone()) {
            let host = Url::parse(&url).ok().and_then(|url| url.host_str().map(str::to_string));
            let host = host.unwrap_or_default();
            if !raw.candidates(RawField::Domain).any(|known| known.value == host) {
                raw.push(RawField::Domain, host, "feed link");
            }
        }
    }

    fn subjects(&self, channel: &Channel, raw: &mut RawArticle) {
        for name in ["category", "dc:subject", "media:keywords"] {
            for found in self.named(name).take(100) {
                let text = html::plain(found.term.as_deref().unwrap_or(&found.text));
                if text.len() <= 200 && !raw.candidates(RawField::Tag).any(|tag| tag.value == text)
                {
                    raw.push(RawField::Tag, text, format!("feed {name}"));
                }
            }
        }
        self.push(&["dc:language", "language"], RawField::Language, raw);
        self.push(&["rights", "dc:rights", "copyright"], RawField::Rights, raw);
        let rights = channel.rights.clone().unwrap_or_default();
        raw.push(RawField::Rights, rights, "feed copyright");
        let language = channel.language.clone().unwrap_or_default();
        raw.push(RawField::Language, language, "feed language");
        for name in
            ["media:description", "content/media:description", "media:content/media:description"]
        {
            for found in self.named(name).take(20) {
                raw.push(RawField::Caption, html::plain(&found.text), "feed media:description");
            }
        }
    }

    /// The fullest of the texts that it carries.
    fn body(&self) -> RawBody {
        for names in [
            &["content:encoded", "content", "xhtml:body", "body"][..],
            &["description", "summary", "itunes:summary", "dc:description", "media:description"],
        ] {
            let found = names.iter().flat_map(|name| self.named(name));
            let texts = found.map(|field| (field, blocks_of(field)));
            let longest =
                texts.max_by_key(|(_, blocks)| blocks.iter().map(|b| b.text.len()).sum::<usize>());
            if let Some((field, blocks)) = longest.filter(|(_, blocks)| !blocks.is_empty()) {
                return RawBody::Blocks { blocks, rule: format!("feed {}", field.name) };
            }
        }
        RawBody::None
    }
}

fn blocks_of(field: &Field) -> Vec<Block> {
    if field.kind.as_deref() == Some("text") {
        let lines = field.text.split("\n\n").map(blocks::squeeze).filter(|line| !line.is_empty());
        return lines.map(Block::paragraph).collect();
    }
    let found = blocks::of_fragment(&field.text).body;
    // Some feeds escape their HTML twice.
    let twice = |block: &Block| block.text.contains("</p>") || block.text.contains("<br");
    if found.iter().any(twice) {
        let texts: Vec<String> = found.into_iter().map(|block| block.text).collect();
        return blocks::of_fragment(&texts.join("<p>")).body;
    }
    found
}

fn is_global(guid: &str) -> bool {
    let parts: Vec<usize> = guid.split('-').map(str::len).collect();
    let hex = guid.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    guid.starts_with("tag:") || guid.starts_with("urn:") || (hex && parts == [8, 4, 4, 4, 12])
}

/// The link as an address of its own.
fn absolute(link: &str, channel: &Channel) -> Option<String> {
    let link = link.trim();
    if link.is_empty() {
        return None;
    }
    let url = Url::parse(link)
        .ok()
        .or_else(|| Url::parse(channel.link.as_deref()?.trim()).ok()?.join(link).ok())?;
    (url.scheme().starts_with("http") && url.has_host()).then(|| link_text(link, &url))
}

/// As written where it is whole, so that a guid can be compared with it.
fn link_text(link: &str, url: &Url) -> String {
    if link.starts_with("http") { link.to_string() } else { url.to_string() }
}
