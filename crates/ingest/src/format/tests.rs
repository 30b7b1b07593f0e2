use super::*;

#[test]
fn a_file_is_what_its_content_says() {
    use Format::*;
    let cases: &[(&str, &[u8], Format)] = &[
        ("a", b"Harbour bridge reopens\n\nIt did.", Wire),
        ("a.html", b"Harbour bridge reopens\n\nIt did.", Wire),
        ("a.txt", b"  <!DOCTYPE html><html><p>x", Html),
        ("a.txt", b"<p>It did.</p>", Html),
        ("a.txt", b"{\"title\": \"x\"}", Json),
        ("a.json", b"{\"title\":\"x\"}\n{\"title\":\"y\"}\n", JsonLines),
        ("a.json", b"{\n\"title\":\"x\"}\n", Json),
        ("a.jsonl", b"{\"title\":\"x\"}\n", JsonLines),
        ("a.jsonl", b"[{\"title\":\"x\"}]\n", Json),
        ("a", b"\xEF\xBB\xBF[{\"title\":\"x\"}]", Json),
        ("a", b"[Corrected] The bridge\n", Wire),
        ("a", b"{\"version\": \"https://jsonfeed.org/version/1\", \"items\": []}", Feed),
        ("a.xml", b"<?xml version='1.0'?><rss version='2.0'>", Feed),
        ("a.sgm", b"<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS TOPICS=\"YES\">", ReutersSgml),
        ("a.csv", b"x;y\n1;2\n", Csv),
        ("a.txt", b"title,text\nx,y\n", Csv),
        ("a.txt", b"title\ttext\nx\ty\n", Tsv),
        ("a.txt", b"In short, the bridge reopens\nIt did.", Wire),
        ("a.json", b"\x1F\x8B\x08\0", Gzip),
        ("a", b"\x28\xB5\x2F\xFD\0", Zstd),
        ("a", b"PK\x03\x04xxxx", Zip),
        ("a", b"\xFF\xFEH\0i\0", Wire),
    ];
    for (name, head, format) in cases {
        let text = String::from_utf8_lossy(head);
        assert_eq!(sniff(name, head), Sniffed::Format(*format), "{name} {text}");
    }
}

#[test]
fn what_is_no_article_is_named() {
    let cases: &[(&str, &[u8], &str)] = &[
        ("a.txt", b"", "empty file"),
        ("a.txt", b" \n\n", "empty file"),
        ("a.txt", b"\x89PNG\r\n\x1A\n", "image"),
        ("a.txt", b"abc\0def\x01\x02", "binary file"),
        ("a", b"#!/bin/sh\necho", "program"),
        ("a.rs", b"fn main() {}", "program"),
        ("a.xml", b"<?xml version='1.0'?><urlset/>", "XML of an unknown kind"),
        ("a.pdf", b"%PDF-1.4", "PDF (turn it into text with --pre)"),
        (
            "a.docx",
            b"PK\x03\x04....[Content_Types].xml",
            "office document (turn it into text with --pre)",
        ),
        ("a", b"BM\0\0\x01\0\x02\0", "image"),
        ("sub/README.TXT", b"This folder holds clippings.\n\nx", "not an article: readme"),
        ("readme", b"This folder holds clippings.\n\nx", "not an article: readme"),
        ("LICENSE-MIT", b"Permission is granted.\n\nx", "not an article: licence"),
        ("COPYING.md", b"Permission is granted.\n\nx", "not an article: licence"),
    ];
    for (name, head, reason) in cases {
        assert_eq!(sniff(name, head), Sniffed::NotAnArticle((*reason).to_string()), "{name}");
    }
    for name in ["license-to-print.txt", "Copying machines.txt", "readme.html.txt2", "readmes.md"] {
        assert_eq!(sniff(name, b"Mill reopens\n\nx"), Sniffed::Format(Format::Wire), "{name}");
    }
    assert_eq!(sniff("a", b"BMW shares rise\n\nx"), Sniffed::Format(Format::Wire));
}

#[test]
fn every_format_has_a_name_of_its_own() {
    let mut names: Vec<&str> = Format::all().map(Format::name).collect();
    assert!(names.iter().all(|name| !name.is_empty()));
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Format::all().count());
}
