use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;

use crate::error::Cause;
use crate::formats::{FormatContext, FormatError, Input, RecordError};
use crate::limits::Limits;
use crate::raw::{RawArticle, RawBody, RawField};

type Records = Vec<Result<RawArticle, RecordError>>;

fn read(bytes: &[u8]) -> (Records, Result<(), FormatError>) {
    let (limits, cancel) = (Limits::default(), AtomicBool::new(false));
    let context = FormatContext::new(&[], &limits, &cancel);
    let mut found = Vec::new();
    let result = super::read(Input::bytes("a.xml", bytes), &context, &mut |record| {
        found.push(record);
        ControlFlow::Continue(())
    });
    (found, result)
}

/// Everything a record says, a line each.
fn shown(record: &Result<RawArticle, RecordError>) -> String {
    let raw = match record {
        Ok(raw) => raw,
        Err(error) => return format!("line {:?}: {}", error.line, error.cause),
    };
    let mut lines = vec![format!("line {:?}", raw.line)];
    lines.extend(raw.fields.iter().map(|c| format!("{:?} = {} [{}]", c.field, c.value, c.rule)));
    if let RawBody::Blocks { blocks, rule } = &raw.body {
        lines.extend(blocks.iter().map(|block| format!("| {}", block.text)));
        lines.push(format!("[{rule}]"));
    }
    lines.join("\n")
}

fn all(bytes: &[u8]) -> String {
    let (found, result) = read(bytes);
    let mut texts: Vec<String> = found.iter().map(shown).collect();
    texts.extend(result.err().map(|cause| format!("error: {cause}")));
    texts.join("\n\n")
}

fn values(record: &Result<RawArticle, RecordError>, field: RawField) -> Vec<String> {
    let raw = record.as_ref().unwrap();
    raw.candidates(field).map(|candidate| candidate.value.clone()).collect()
}

#[test]
fn rss_2_is_read_with_what_archives_need() {
    insta::assert_snapshot!(all(br#"  <?xml version="1.0"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="x">
<channel><title>The Harbour Post</title><link>https://hp.example/</link><language>en-gb</language>
<item>
  <title><![CDATA[Ferry &amp; quay]]></title><link>https://hp.example/ferry</link>
  <guid isPermaLink="false">4711</guid><pubDate>Seg, 24 Set 2018 23:30:00 -0300</pubDate>
  <dc:creator>Ada Quill</dc:creator><author>desk@hp.example (News Desk)</author>
  <category>Ports</category><category>Ports</category>
  <description>A teaser.</description>
  <content:encoded><![CDATA[<p>The ferry sails.</p><h3>Why</h3><p>Tide&nbsp;&amp; time.</p>]]></content:encoded>
  <source url="https://wire.example/">Coast Wire</source>
</item>
<item><guid>https://hp.example/p</guid><description>&lt;p&gt;Rye & barley are 5 &lt; 6&lt;/p&gt;</description></item>
<item><link>https://hp.example/nothing</link></item>
</channel></rss>"#));
}

#[test]
fn atom_and_rdf_and_json_are_read_alike() {
    insta::assert_snapshot!(all(br#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
<title>Hafenblatt</title><link rel="self" href="https://hb.example/feed"/><link href="https://hb.example/"/>
<entry><id>tag:hb.example,2024:1</id><title type="html">F&amp;auml;hre</title>
<link rel="alternate" href="/faehre"/><link rel="edit" href="/edit"/>
<updated>2024-02-03T10:00:00+01:00</updated><author><name>Ada Quill</name><uri>x</uri></author>
<content type="xhtml"><div><p>Die <b>F&#228;hre</b> f&auml;hrt<br/>heute.</p><p>Ende &lt; 5</p></div></content>
<category term="hafen" label="Hafen"/></entry></feed>"#));
    insta::assert_snapshot!(all(br#"<rdf:RDF xmlns:rdf="r"><channel rdf:about="https://hb.example/"><title>Hafenblatt</title></channel>
<item rdf:about="https://hb.example/2"><title>Kai offen</title><dc:date>2024-02-03</dc:date></item></rdf:RDF>"#));
    insta::assert_snapshot!(all(
        br#"{"version":"https://jsonfeed.org/version/1.1","title":"Hafenblatt",
"home_page_url":"https://hb.example/","items":[{"id":7,"url":"https://hb.example/3","title":"Kai",
"content_text":"Eins.\n\nZwei <drei>.","date_published":"2024-02-03T10:00:00+01:00",
"authors":[{"name":"Ada Quill"}],"tags":["hafen"]},{"id":"8"}]}"#
    ));
}

#[test]
fn broken_feeds_give_what_they_have() {
    let cut = br#"<rss><channel><item><title>One</title></item><item><title>Two</titl"#;
    let (found, _) = read(cut);
    assert_eq!(values(&found[0], RawField::Headline), ["One"]);
    assert!(matches!(&found[1], Err(RecordError { cause: Cause::Syntax { .. }, .. })));
    let wild = b"<rss><channel><item><title>A & B &unknown; <b>c</title><p></item>\n\
        <item><title>Two</title><description>x <!-- y --></description></item>";
    let (found, _) = read(wild);
    assert_eq!(values(&found[0], RawField::Headline), ["A & B &unknown; c"]);
    assert_eq!(values(found.last().unwrap(), RawField::Headline), ["Two"]);
    let latin =
        b"<rss><channel><item><title>Caf\xe9 na esta\xe7\xe3o</title></item></channel></rss>";
    let (found, _) = read(latin);
    assert_eq!(values(&found[0], RawField::Headline), ["Café na estação"]);
    assert_eq!(found[0].as_ref().unwrap().remarks.len(), 1);
    let (found, result) = read(b"<rss><channel></channel></rss>");
    assert_eq!((found.len(), result), (0, Err(Cause::Skipped("feed without items".into()))));
}

#[test]
fn the_publisher_of_an_item_is_known_in_any_namespace() {
    let (found, _) = read(
        b"<rss xmlns:p='urn:pool'><channel><title>A pool of feeds</title><item><title>One</title>\
        <p:publisher>Harbour Post</p:publisher></item><item><title>Two</title></item></channel></rss>",
    );
    assert_eq!(values(&found[0], RawField::Outlet), ["Harbour Post", "A pool of feeds"]);
    assert_eq!(values(&found[1], RawField::Outlet), ["A pool of feeds"]);
}

#[test]
fn hostile_feeds_are_bounded() {
    let bomb = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>\
        <rss><channel><item><title>x &b; y</title></item></channel></rss>";
    let (found, _) = read(bomb.as_bytes());
    assert_eq!(values(&found[0], RawField::Headline), ["x &b; y"]);
    let deep = "<rss><item>".to_string() + &"<a>".repeat(100_000);
    let (_, result) = read(deep.as_bytes());
    assert!(matches!(result, Err(Cause::Limit { what: "nested elements", .. })));
    let (_, result) = read(("{\"items\":".to_string() + &"[".repeat(100_000)).as_bytes());
    assert!(matches!(result, Err(Cause::Syntax { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]
    #[test]
    fn no_bytes_make_it_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        parts in proptest::collection::vec(prop::sample::select(vec![
            "<item>", "</item>", "<title>", "</title>", "<entry", " a='", "'>", "&#x;", "&amp", "<![CDATA[",
            "]]>", "<!--", "-->", "é", "<content type='xhtml'>", "<p>", "/>", "<?xml", "?>", "\"", "x",
        ]), 0..60),
    ) {
        let _ = read(&bytes);
        let _ = read(parts.concat().as_bytes());
    }
}
