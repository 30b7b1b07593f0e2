use std::fmt::Write;
use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;

use crate::error::Cause;
use crate::formats::{FormatContext, Input, RecordError};
use crate::limits::Limits;
use crate::raw::{RawArticle, RawBody, RawField};

fn read(bytes: &[u8]) -> Result<RawArticle, Cause> {
    let (limits, cancel) = (Limits::default(), AtomicBool::new(false));
    let context = FormatContext::new(&[], &limits, &cancel);
    let mut found: Vec<Result<RawArticle, RecordError>> = Vec::new();
    super::read(Input::bytes("a.html", bytes), &context, &mut |record| {
        found.push(record);
        ControlFlow::Continue(())
    })?;
    assert_eq!(found.len(), 1);
    found.remove(0).map_err(|error| error.cause)
}

/// The articles of a page: line, headline, address, and how the text begins.
fn all(html: &str) -> Vec<String> {
    let (limits, cancel) = (Limits::default(), AtomicBool::new(false));
    let context = FormatContext::new(&[], &limits, &cancel);
    let mut found = Vec::new();
    super::read(Input::bytes("a.html", html.as_bytes()), &context, &mut |record| {
        let raw = record.unwrap();
        let first =
            |field| raw.candidates(field).next().map_or("-", |it| it.value.as_str()).to_string();
        let text = match &raw.body {
            RawBody::Blocks { blocks, .. } => blocks[0].text.chars().take(20).collect(),
            _ => String::new(),
        };
        let (headline, outlet) = (first(RawField::Headline), first(RawField::Outlet));
        let url = first(RawField::Url);
        found.push(format!("{:?} {headline} | {outlet} | {url} | {text}", raw.line));
        ControlFlow::Continue(())
    })
    .unwrap();
    found
}

#[test]
fn several_articles_of_a_page_are_several() {
    let post = |heading: &str, start: &str| {
        format!("<article>{heading}<p>{start}</p>{}</article>\n", STORY.repeat(3))
    };
    let quay =
        post("<h2><a href=\"https://hp.example/quay\">Quay opens</a></h2>", "The quay opens.");
    let ferry = post("<h2>Ferry sails</h2>", "The ferry sails.");
    let teaser = "<article><h2>More news</h2><p>Read on.</p></article>";
    let page = |head: &str, body: &str| {
        format!("<!doctype html><html><head>{head}</head>\n<body>\n{body}</body></html>")
    };
    let site = "<meta property=og:site_name content='The Harbour Post'>\
                <link rel=canonical href='https://hp.example/'>";
    assert_eq!(
        all(&page(site, &format!("{quay}{teaser}{ferry}"))),
        [
            "Some(3) Quay opens | The Harbour Post | https://hp.example/quay | The quay opens.",
            "Some(4) Ferry sails | The Harbour Post | - | The ferry sails.",
        ]
    );
    // One article and what else there is to read.
    let whole = post("<h1>Ferry sails</h1>", "The ferry sails.");
    let article = "<meta property=og:type content=article>";
    for page in [
        page(site, &format!("{ferry}{teaser}{teaser}")),
        page(site, &format!("{whole}{quay}")),
        page(article, &format!("{ferry}{quay}")),
        page(site, &format!("{ferry}<aside>{quay}</aside>")),
        page(site, &format!("<article><h2>Ferry sails</h2>{STORY}{quay}</article>")),
    ] {
        assert_eq!(all(&page).len(), 1, "{page}");
    }
}

/// Everything a page says, a line each.
fn shown(html: &str) -> String {
    let raw = read(html.as_bytes()).unwrap();
    let mut text = String::new();
    for field in &raw.fields {
        writeln!(text, "{:?} = {} [{}]", field.field, field.value, field.rule).unwrap();
    }
    if let RawBody::Blocks { blocks, rule } = &raw.body {
        for block in blocks {
            writeln!(text, "{:?} | {}", block.kind, block.text).unwrap();
        }
        writeln!(text, "[{rule}]").unwrap();
    }
    text
}

fn first(html: &str, field: RawField) -> Option<String> {
    let raw = read(html.as_bytes()).unwrap();
    raw.candidates(field).next().map(|candidate| candidate.value.clone())
}

const STORY: &str = "<p>The ferry to the far quay sails again from Monday, the harbour board said, \
    after a winter of repairs, delays and three missed deadlines.</p><p>Tickets cost the same as in \
    autumn, and dogs, as ever, travel free of charge with their owners.</p>";

#[test]
fn a_modern_page_is_read_with_all_it_says() {
    insta::assert_snapshot!(shown(&format!(
        r##"<!doctype html><html lang="en-GB"><head>
<title>Ferry sails again | The Harbour Post</title>
<link rel="canonical" href="https://hp.example/2024/ferry#top">
<meta property="og:title" content="Ferry sails again"><meta property="og:site_name" content="Harbour Post">
<meta property="og:type" content="article"><meta name="keywords" content="ferry, quay">
<meta property="article:modified_time" content="2024-03-02T10:00:00Z">
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[
 {{"@type":"NewsArticle","headline":"Ferry sails again","datePublished":"2024-03-01T09:30:00+01:00",
  "author":[{{"@id":"#ada"}},{{"@type":"Organization","name":"Coast Wire"}}],"publisher":{{"@id":"#hp"}},
  "articleSection":"Ports","articleBody":"A teaser only.","identifier":"urn:hp:77",}},
 {{"@type":"Person","@id":"#ada","name":"Ada Quill"}},
 {{"@type":"NewsMediaOrganization","@id":"#hp","name":"The Harbour Post"}}]}}</script></head>
<body><nav><a href="/">Home</a> <a href="/ports">Ports</a></nav>
<article><h1>Ferry sails again</h1><div class="byline">By <a rel="author" href="/ada">Ada Quill</a></div>
<time datetime="2024-03-01T09:30:00+01:00">1 March</time>{STORY}
<figure><img src="x.jpg"><figcaption>The far quay in rain</figcaption></figure>
<h2>What it cost</h2>{STORY}</article><footer>&copy; 2024 The Harbour Post</footer></body></html>"##
    )));
}

#[test]
fn an_old_page_says_it_by_what_it_shows() {
    insta::assert_snapshot!(shown(&format!(
        r#"<!-- saved from url=(0030)http://hafenblatt.example/a/7 -->
<html><head><title>F&auml;hre f&auml;hrt wieder - Hafenblatt</title></head><body>
<table><tr><td><a href=1>Eins</a><td><h1>F&auml;hre f&auml;hrt wieder</h1>
<span class=autor>Von Ada Quill</span> <font size=1>Stand: 3. Februar 2004, 10:15 Uhr</font>
{STORY}{STORY}</table></body></html>"#
    )));
}

#[test]
fn the_headline_is_what_most_places_agree_on() {
    let page =
        |head: &str, body: &str| format!("<html><head>{head}</head><body>{body}{STORY}{STORY}");
    let cases = [
        (
            page("<title>Quay opens at last | HP</title>", "<h1>Quay opens at last</h1>"),
            "Quay opens at last",
        ),
        (
            page(
                "<title>The Harbour Post - Quay opens at last</title><meta property=og:site_name content='The Harbour Post'>",
                "",
            ),
            "Quay opens at last",
        ),
        (
            page(
                "<title>Quay opens &ndash; at last &ndash; HP</title>",
                "<h1>The Harbour Post</h1><meta property=og:site_name content='Harbour Post'>",
            ),
            "Quay opens – at last",
        ),
        (page("<title>码头今天重新开放了_港口新闻网</title>", ""), "码头今天重新开放了"),
        (page("<meta property=og:title content='Quay &amp;amp; pier'>", ""), "Quay & pier"),
    ];
    for (html, expected) in cases {
        assert_eq!(first(&html, RawField::Headline).as_deref(), Some(expected), "{html}");
    }
}

#[test]
fn the_declared_body_wins_only_where_the_page_shows_less() {
    let long =
        "The whole story stands only here, in the data, for the page loads it later. ".repeat(8);
    let html = format!(
        r#"<script type="application/ld+json">{{"@type":"Article","headline":"x","articleBody":"{long}"}}</script>
        <h1>x</h1><p>Loading the story, please wait."#
    );
    let RawBody::Blocks { rule, .. } = read(html.as_bytes()).unwrap().body else { panic!() };
    assert_eq!(rule, "json-ld articleBody");
}

#[test]
fn a_page_without_an_article_says_so() {
    let none = Err(Cause::Skipped("no article text found".into()));
    for html in ["", "<html></html>", "<ul><li><a href=1>One</a><li><a href=2>Two</a></ul>"] {
        assert_eq!(read(html.as_bytes()), none, "{html}");
    }
    assert_eq!(read(b"<html>\0\0\0\x01\0\0"), Err(Cause::Skipped("binary file".into())));
    let large = vec![b'x'; (16 << 20) + 1];
    assert!(matches!(read(&large), Err(Cause::Limit { what: "bytes per text", .. })));
}

#[test]
fn a_very_long_page_is_read_without_scoring() {
    let html = format!("<h1>Log</h1>{}", STORY.repeat(21_000));
    let RawBody::Blocks { blocks, .. } = read(html.as_bytes()).unwrap().body else { panic!() };
    assert_eq!(blocks.len(), 42_000);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]
    #[test]
    fn no_bytes_make_it_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        parts in proptest::collection::vec(prop::sample::select(vec![
            "<p>", "</p>", "<table>", "<td>", "<svg>", "<title>", "</", "<b a=1>", "<script type=application/ld+json>",
            "{\"@type\":\"Article\",", "\"author\":[", "</script>", "<h1>", "<meta property='og:title' content='é | x",
            "'>", "<time datetime=", "&#xd800;", "<template>", "<select>", "<!--", "2024-13-45", " - ", "文_",
        ]), 0..80),
    ) {
        let _ = read(&bytes);
        let _ = read(parts.concat().as_bytes());
    }
}

#[test]
fn markup_in_a_field_becomes_blocks() {
    let found = super::blocks::of_fragment(
        "<h2>The <b>mill</b></h2><p>It &amp; they &#8212; 3 < 4.<p>Two<br><br>Three AT&T &bogus; &",
    );
    let texts: Vec<&str> = found.body.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(texts, ["The mill", "It & they — 3 < 4.", "Two", "Three AT&T &bogus; &"]);
    assert_eq!(found.body[0].kind, morgue_article::BlockKind::Subhead);
}
