use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

use super::*;
use crate::limits::Limits;

/// Every record in short: line, headline, other fields, and the paragraphs of its text.
fn told(text: &str) -> String {
    let (limits, cancel) = (Limits::default(), AtomicBool::new(false));
    let context = FormatContext::new(&[], &limits, &cancel);
    let mut out = String::new();
    let mut take = |record: Result<RawArticle, RecordError>| {
        match record {
            Ok(raw) => {
                out += &format!("{} {}\n", raw.line.unwrap(), raw.format);
                for field in &raw.fields {
                    out += &format!("  {:?}: {}\n", field.field, field.value);
                }
                if let RawBody::Text { text, .. } = &raw.body {
                    let lines: Vec<&str> = text.lines().collect();
                    paragraphs(&lines).iter().for_each(|text| out += &format!("  | {text}\n"));
                }
            }
            Err(error) => out += &format!("{:?}\n", error),
        }
        ControlFlow::Continue(())
    };
    read(Input::bytes("a.txt", text.as_bytes()), &context, &mut take).unwrap();
    out
}

const NEXIS: &str = "
                               1 of 2 DOCUMENTS


                            The Harbour Post (Port Ada)

                              March 4, 2011 Friday
                                 Final Edition

Harbour wall to be raised, says
council

BYLINE: Ada Quill and Ben Tide

SECTION: HOME NEWS; Pg. 4

LENGTH: 1,024 words

DATELINE: PORT ADA


 The wall will be raised by a metre,
the council said.

Subject: to a vote, that is.

LOAD-DATE: March 5, 2011

LANGUAGE: ENGLISH; ENGLISH

DOCUMENT-TYPE: News

PUBLICATION-TYPE: Newspaper


                      Copyright 2011 Harbour Papers Ltd
                              All Rights Reserved

                               2 of 2 DOCUMENTS

                            The Quay Gazette

                              5 March 2011

Ferry stays

LENGTH: 12 words

BODY:
The ferry stays.

LOAD-DATE: March 5, 2011
";

#[test]
fn documents_of_nexis() {
    assert_eq!(
        told(NEXIS),
        "5 nexis
  Published: March 4, 2011 Friday
  Outlet: The Harbour Post (Port Ada)
  Headline: Harbour wall to be raised, says council
  Byline: Ada Quill and Ben Tide
  Section: HOME NEWS
  Page: 4
  Dateline: PORT ADA
  Language: ENGLISH
  Kind: news
  Rights: Copyright 2011 Harbour Papers Ltd
  | The wall will be raised by a metre, the council said.
  | Subject: to a vote, that is.
41 nexis
  Published: 5 March 2011
  Outlet: The Quay Gazette
  Headline: Ferry stays
  | The ferry stays.
"
    );
}

#[test]
fn documents_of_the_newer_nexis() {
    let text = "Harbour wall to be raised

The Harbour Post (Port Ada)

March 4, 2011 Friday 10:05 AM GMT

Copyright 2011 Harbour Papers Ltd All Rights Reserved

Section: NEWS; Pg. 4

Length: 12 words

Byline: Ada Quill

Body

The wall will be raised.

Load-Date: March 5, 2011

End of Document

Ferry stays

The Quay Gazette

March 5, 2011

Length: 3 words

Body

It stays.

Classification

Language: ENGLISH

End of Document
";
    assert_eq!(
        told(text),
        "1 nexis
  Rights: Copyright 2011 Harbour Papers Ltd All Rights Reserved
  Published: March 4, 2011 Friday 10:05 AM GMT
  Outlet: The Harbour Post (Port Ada)
  Headline: Harbour wall to be raised
  Section: NEWS
  Page: 4
  Byline: Ada Quill
  | The wall will be raised.
23 nexis
  Published: March 5, 2011
  Outlet: The Quay Gazette
  Headline: Ferry stays
  Language: ENGLISH
  | It stays.
"
    );
}

#[test]
fn documents_of_proquest() {
    let rule = "_".repeat(60);
    let text = format!(
        "Report Information from ProQuest
24 November 2026 00:10

{rule}

Document 1 of 2

Harbour wall to be raised

Author: Quill, Ada

Publication info: The Harbour Post ; Port Ada (UK)  [Port Ada (UK)]04 Mar 2011: 4.

ProQuest document link

Abstract: A wall.

Full text: The wall will be raised.

A second paragraph, for: the wall.

Subject: Walls; Harbours

Title: Harbour wall to be raised

Publication title: The Harbour Post; Port Ada (UK)

Publication date: Mar 4, 2011

Language of publication: English

ProQuest document ID: 8531

Document URL: https://databank.example/docview/8531

{rule}

Document 2 of 2

Ferry stays

Publication info: The Quay Gazette [Quay] 05 Mar 2011.

Abstract: It stays, in short.

Full text: Not available.

Publication date: Mar 5, 2011

{rule}

Contact us at: http://databank.example
"
    );
    assert_eq!(
        told(&text),
        "6 proquest
  Byline: Quill, Ada
  Outlet: The Harbour Post
  Published: 04 Mar 2011
  Page: 4
  Tag: Walls
  Tag: Harbours
  Headline: Harbour wall to be raised
  Outlet: The Harbour Post; Port Ada (UK)
  Published: Mar 4, 2011
  Language: English
  SourceId: 8531
  Headline: Harbour wall to be raised
  | The wall will be raised.
  | A second paragraph, for: the wall.
38 proquest
  Outlet: The Quay Gazette
  Published: 05 Mar 2011
  Published: Mar 5, 2011
  Headline: Ferry stays
  | It stays, in short.
"
    );
}

#[test]
fn documents_of_factiva() {
    let coded = "HD
Harbour wall to be raised
BY
By Ada Quill
WC
512 words
PD
4 March 2011
SN
The Harbour Post
PG
4
LA
English
CY
(c) 2011 Harbour Papers

LP

The wall will be raised.

TD

IN 1911 it was raised before.

NS
gpol : Domestic Politics | gcat : News
AN
Document HARB000020110304e7340002x

HD
Ferry stays
WC
3 words
PD
5 March 2011
SN
The Quay Gazette
LP
It stays.
AN
Document QUAY000020110305e7340001a

Search Summary
Text   harbour
";
    assert_eq!(
        told(coded),
        "1 factiva
  SourceId: HARB000020110304e7340002x
  Headline: Harbour wall to be raised
  Byline: By Ada Quill
  Published: 4 March 2011
  Outlet: The Harbour Post
  Page: 4
  Language: English
  Rights: (c) 2011 Harbour Papers
  Tag: Domestic Politics
  Tag: News
  | The wall will be raised.
  | IN 1911 it was raised before.
31 factiva
  SourceId: QUAY000020110305e7340001a
  Headline: Ferry stays
  Published: 5 March 2011
  Outlet: The Quay Gazette
  | It stays.
"
    );
    let plain = "Harbour wall to be raised
By Ada Quill
512 words
4 March 2011
10:05
The Harbour Post
HARB
4
English
(c) 2011 Harbour Papers

The wall will be raised.

It was raised before.

Document HARB000020110304e7340002x

Ferry stays

1,003 words
5 March 2011
The Quay Gazette
QUAY
English
Copyright 2011 Quay

It stays.

Document QUAY000020110305e7340001a
";
    assert_eq!(
        told(plain),
        "1 factiva
  SourceId: HARB000020110304e7340002x
  Headline: Harbour wall to be raised
  Byline: By Ada Quill
  Published: 4 March 2011
  Outlet: The Harbour Post
  Page: 4
  Language: English
  Rights: (c) 2011 Harbour Papers
  | The wall will be raised.
  | It was raised before.
18 factiva
  SourceId: QUAY000020110305e7340001a
  Headline: Ferry stays
  Published: 5 March 2011
  Outlet: The Quay Gazette
  Language: English
  Rights: Copyright 2011 Quay
  | It stays.
"
    );
}

#[test]
fn other_texts_are_none() {
    for text in [
        "Harbour wall\n\nBYLINE: Ada Quill\n\nLENGTH: tall\n",
        "1 of 2 DOCUMENTS\n\nwere found in the wall.\n",
        "____________________________________________________________\nA form\nName: ____\n",
        "HD\nis short for headline.\n",
        "Document HARB000020110304e7340002x\nwas lost.\n",
        "",
    ] {
        assert!(!is_one(text), "{text}");
    }
}

#[test]
fn a_long_first_article_hides_nothing() {
    let long = "The wall will be raised, the council said once more.\n\n".repeat(400);
    let text = format!(
        "Harbour wall\n\n4,000 words\n4 March 2011\nThe Harbour Post\nHARB\n(c) 2011 Harbour\n\n{long}\n\
         Document HARB000020110304e7340002x\n\nFerry stays\n\n3 words\n5 March 2011\n\
         The Quay Gazette\n(c) 2011 Quay\n\nIt stays.\n\nDocument QUAY000020110305e7340001a\n"
    );
    let (limits, cancel) = (Limits::default(), AtomicBool::new(false));
    let context = FormatContext::new(&[], &limits, &cancel);
    assert!(!is_one(&text[..super::super::HEAD]));
    let mut formats = Vec::new();
    super::super::read_any(Input::bytes("a.txt", text.as_bytes()), &context, &mut |record| {
        formats.push(record.unwrap().format);
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(formats, ["factiva", "factiva"]);
}
