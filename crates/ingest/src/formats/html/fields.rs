//! The fields of a page's article: every source in its order of trust.

use url::Url;

use super::headline;
use super::jsonld::{self, Graph, Node, fold};
use super::page::Page;
use crate::raw::{RawArticle, RawField};

/// `meta` names for a field, best first.
type Names = &'static [&'static str];

const PUBLISHED: Names = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
    "datepublished",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "publication_date",
    "published_time",
    "article_date_original",
    "article.published",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "date",
    "originalpublicationdate",
    "og:pubdate",
    "rnews:datepublished",
    "bt:pubdate",
    "shareaholic:article_published_time",
    "dc.issued",
    "created",
    "datecreated",
];
const UPDATED: Names = &[
    "article:modified_time",
    "og:updated_time",
    "article:modified",
    "article:updated_time",
    "dc.date.modified",
    "dcterms.modified",
    "last-modified",
    "lastmod",
    "datemodified",
    "revised",
    "modified",
];
const BYLINES: Names = &[
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "dc.creator.creator",
    "authors",
    "article.author",
    "article_author",
    "og:author",
    "shareaholic:article_author_name",
    "cxenseparse:author",
];
const OUTLETS: Names = &[
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "citation_journal_title",
    "cre",
    "apple-mobile-web-app-title",
    "copyright",
];
const SECTIONS: Names = &[
    "article:section",
    "og:article:section",
    "parsely-section",
    "section",
    "cg",
    "cxenseparse:section",
];
const TAGS: Names = &["article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords"];
const LANGUAGES: Names = &["og:locale", "content-language", "dc.language", "language"];
const RIGHTS: Names = &["dc.rights", "dcterms.rights", "rights", "copyright"];

/// What the search for the text needs to know.
pub(super) struct Found {
    /// `articleBody` of JSON-LD.
    pub(super) body: Option<String>,
    /// Whether the page calls itself an article.
    pub(super) is_article: bool,
}

/// Pushes a candidate for everything the page says of its article.
pub(super) fn collect(page: &Page, graph: &Graph, html: &str, raw: &mut RawArticle) -> Found {
    let url = address(page, html);
    let shown = page.h1.iter().chain(&page.title).map(String::as_str);
    let headings: Vec<String> = shown.chain(page.metas("og:title").take(1)).map(fold).collect();
    let context =
        jsonld::Page { url: url.as_ref().map(|(url, _)| url.as_str()), headings: &headings };
    let article = graph.article(&context);
    places(article.as_ref(), url, raw);
    outlets(page, graph, article.as_ref(), raw);
    headline::collect(page, article.as_ref(), raw);
    dates(page, graph, article.as_ref(), raw);
    people(page, article.as_ref(), raw);
    subjects(page, article.as_ref(), raw);
    let is_article = article.is_some() || page.metas("og:type").any(|kind| kind == "article");
    Found { body: article.and_then(|article| article.text("articleBody")), is_article }
}

fn metas(page: &Page, names: Names, field: RawField, raw: &mut RawArticle) {
    for name in names {
        for value in page.metas(name) {
            raw.push(field, super::plain(value), format!("meta {name}"));
        }
    }
}

/// The canonical address and the rule that found it.
fn address(page: &Page, html: &str) -> Option<(Url, &'static str)> {
    let absolute = |text: &str| {
        Url::parse(text).ok().filter(|url| url.scheme().starts_with("http") && url.has_host())
    };
    let saved = || {
        let head = &html[..super::parse::boundary(html, 4096)];
        // `saved from url=(0042)http://…` of Internet Explorer, `url: https://…` of SingleFile.
        let at = head
            .find("saved from url=(")
            .map(|at| at + 16)
            .or_else(|| head.find("Page saved with SingleFile").map(|at| at + 26))?;
        let from = head[at..].find("http")? + at;
        let end = head[from..].find(|c: char| c.is_whitespace() || c == '>')? + from;
        absolute(&head[from..end])
    };
    let canonical = page.canonical.as_deref().and_then(absolute).map(|url| (url, "link canonical"));
    let canonical = canonical.filter(|(url, _)| url.path().len() > 1);
    canonical
        .or_else(|| page.metas("og:url").find_map(absolute).map(|url| (url, "meta og:url")))
        .or_else(|| {
            page.metas("twitter:url").find_map(absolute).map(|url| (url, "meta twitter:url"))
        })
        .or_else(|| saved().map(|url| (url, "saved-from comment")))
}

fn places(article: Option<&Node<'_>>, url: Option<(Url, &'static str)>, raw: &mut RawArticle) {
    let own = article.and_then(|a| a.address("url").or_else(|| a.address("mainEntityOfPage")));
    let own = own.and_then(|own| Url::parse(&own).ok()).map(|url| (url, "json-ld url"));
    for (mut url, rule) in url.into_iter().chain(own) {
        url.set_fragment(None);
        // The front page is the outlet's address, not the article's.
        if url.path().len() > 1 || url.query().is_some() {
            raw.push(RawField::Url, url.as_str(), rule);
        }
        raw.push(RawField::Domain, url.host_str().unwrap_or_default(), rule);
    }
}

fn outlets(page: &Page, graph: &Graph, article: Option<&Node<'_>>, raw: &mut RawArticle) {
    for publisher in article.into_iter().flat_map(|article| article.people("publisher")) {
        raw.push(RawField::Outlet, publisher.name, "json-ld publisher");
    }
    for name in &OUTLETS[..1] {
        for value in page.metas(name) {
            raw.push(RawField::Outlet, super::plain(value), format!("meta {name}"));
        }
    }
    raw.push(RawField::Outlet, graph.site().unwrap_or_default(), "json-ld site");
    metas(page, &OUTLETS[1..OUTLETS.len() - 1], RawField::Outlet, raw);
}

fn dates(page: &Page, graph: &Graph, article: Option<&Node<'_>>, raw: &mut RawArticle) {
    let text = |node: Option<&Node<'_>>, key: &str| node.and_then(|node| node.text(key));
    let whole = graph.page();
    let mut push = |field, value: Option<String>, rule: &str| {
        // Some templates fill in nothing, or the clock's beginning.
        if let Some(value) = value.filter(|value| !value.starts_with("1970-01-01")) {
            raw.push(field, value, rule);
        }
    };
    push(RawField::Published, text(article, "datePublished"), "json-ld datePublished");
    push(RawField::Updated, text(article, "dateModified"), "json-ld dateModified");
    for (names, field) in [(&PUBLISHED[..1], RawField::Published), (UPDATED, RawField::Updated)] {
        for name in names {
            push(field, page.metas(name).next().map(String::from), &format!("meta {name}"));
        }
    }
    for (prop, field) in
        [("datepublished", RawField::Published), ("datemodified", RawField::Updated)]
    {
        push(field, page.props(prop).next().map(String::from), &format!("itemprop {prop}"));
    }
    push(RawField::Published, text(whole.as_ref(), "datePublished"), "json-ld page datePublished");
    for name in &PUBLISHED[1..] {
        push(
            RawField::Published,
            page.metas(name).next().map(String::from),
            &format!("meta {name}"),
        );
    }
    push(RawField::Published, text(article, "dateCreated"), "json-ld dateCreated");
    push(
        RawField::Published,
        page.props("datecreated").next().map(String::from),
        "itemprop datecreated",
    );
    for time in page.times.iter().filter(|time| time.is_published).take(1) {
        push(RawField::Published, Some(time.value.clone()), "time published");
    }
    for time in page.times.iter().filter(|time| time.is_updated).take(1) {
        push(RawField::Updated, Some(time.value.clone()), "time updated");
    }
    for time in page.times.iter().filter(|time| !time.is_updated).take(1) {
        push(RawField::Published, Some(time.value.clone()), "time");
    }
    for (dates, rule) in [(&page.dates, "class date"), (&page.dates_near, "date near h1")] {
        for date in dates.iter().take(2) {
            push(RawField::Published, Some(date.clone()), rule);
        }
    }
}

fn people(page: &Page, article: Option<&Node<'_>>, raw: &mut RawArticle) {
    // A page's system writes the site's name, a number or an address where nobody is named.
    let sites: Vec<String> = raw.candidates(RawField::Outlet).map(|o| fold(&o.value)).collect();
    let is_name = |text: &str| {
        let no_name = text.contains(['@', '/']) && !text.contains(' ') || text.starts_with("http");
        let letters = text.chars().any(char::is_alphabetic);
        letters && !no_name
    };
    let names_somebody = |text: &str| is_name(text) && !sites.contains(&fold(text));
    let authors = article.map(|article| article.people("author")).unwrap_or_default();
    let creators = article.filter(|_| authors.is_empty()).map(|a| a.people("creator"));
    for person in authors.into_iter().chain(creators.into_iter().flatten()) {
        if person.is_organization || !is_name(&person.name) {
            continue;
        }
        let several = person.name.contains([',', ';', '&']) || person.name.contains(" and ");
        let one = person.is_person && !several;
        let field = if one { RawField::Author } else { RawField::Byline };
        raw.push(field, person.name, "json-ld author");
    }
    for name in page.metas("citation_author") {
        raw.push(RawField::Author, name, "meta citation_author");
    }
    for name in BYLINES {
        for value in page.metas(name).filter(|value| names_somebody(value)) {
            raw.push(RawField::Byline, super::plain(value), format!("meta {name}"));
        }
    }
    let label = page.metas("twitter:label1").next().unwrap_or_default().to_lowercase();
    if ["written by", "author", "by", "par", "von", "escrito por", "verfasst von", "écrit par"]
        .contains(&&*label)
    {
        raw.push(
            RawField::Byline,
            page.metas("twitter:data1").next().unwrap_or_default(),
            "meta twitter:data1",
        );
    }
    for value in page.props("author").take(3).filter(|value| names_somebody(value)) {
        raw.push(RawField::Byline, value, "itemprop author");
    }
    for mark in page.bylines.iter().take(6).filter(|mark| names_somebody(&mark.text)) {
        raw.push(RawField::Byline, mark.text.clone(), mark.rule);
    }
    agree_with_authors(raw);
}

/// Where the page's data name the authors, a byline counts only if it prints them and hardly more.
fn agree_with_authors(raw: &mut RawArticle) {
    let authors: Vec<String> = raw.candidates(RawField::Author).map(|a| fold(&a.value)).collect();
    let longest = authors.iter().map(String::len).sum::<usize>() + 12;
    let agrees = |byline: &str| {
        let byline = fold(byline);
        byline.len() <= longest && authors.iter().all(|author| byline.contains(author.as_str()))
    };
    if !authors.is_empty() {
        raw.fields.retain(|field| field.field != RawField::Byline || agrees(&field.value));
    }
}

fn subjects(page: &Page, article: Option<&Node<'_>>, raw: &mut RawArticle) {
    if let Some(node) = article {
        for (key, field) in [
            ("articleSection", RawField::Section),
            ("inLanguage", RawField::Language),
            ("dateline", RawField::Dateline),
            ("locationCreated", RawField::Dateline),
            ("printPage", RawField::Page),
            ("printEdition", RawField::Edition),
            ("copyrightNotice", RawField::Rights),
        ] {
            raw.push(field, node.text(key).unwrap_or_default(), format!("json-ld {key}"));
        }
        let id = node.text("identifier").unwrap_or_default();
        let is_global = ["urn:", "tag:"].iter().any(|scheme| id.starts_with(scheme));
        let field = if is_global { RawField::GlobalId } else { RawField::SourceId };
        raw.push(field, id, "json-ld identifier");
        tags(&node.texts("keywords"), "json-ld keywords", raw);
    }
    metas(page, SECTIONS, RawField::Section, raw);
    raw.push(RawField::Language, page.language.clone().unwrap_or_default(), "html lang");
    metas(page, LANGUAGES, RawField::Language, raw);
    metas(page, RIGHTS, RawField::Rights, raw);
    for name in TAGS {
        let values: Vec<String> = page.metas(name).map(super::plain).collect();
        tags(&values, &format!("meta {name}"), raw);
    }
}

/// Keywords are a list, or one text with commas; each is told once.
fn tags(values: &[String], rule: &str, raw: &mut RawArticle) {
    // Only the best source: the others repeat it in other words.
    if raw.candidates(RawField::Tag).any(|known| known.rule != rule) {
        return;
    }
    for tag in values.iter().flat_map(|value| value.split([',', ';'])).map(str::trim).take(100) {
        if tag.len() <= 80 && !raw.candidates(RawField::Tag).any(|known| known.value == tag) {
            raw.push(RawField::Tag, tag, rule);
        }
    }
}
