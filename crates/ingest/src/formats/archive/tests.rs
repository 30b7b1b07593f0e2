use std::io::Write;
use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;

use super::super::{FormatContext, FormatError, Input, RecordError, read_any};
use crate::error::Cause;
use crate::format::Format;
use crate::limits::Limits;
use crate::raw::{RawArticle, RawField};

type Records = Vec<Result<RawArticle, RecordError>>;

fn read_with(name: &str, bytes: &[u8], limits: Limits) -> (Records, Result<(), FormatError>) {
    let cancel = AtomicBool::new(false);
    let context = FormatContext::new(&[], &limits, &cancel);
    let mut found = Vec::new();
    let result = read_any(Input::bytes(name, bytes), &context, &mut |record| {
        found.push(record);
        ControlFlow::Continue(())
    });
    (found, result)
}

fn read(name: &str, bytes: &[u8]) -> (Records, Result<(), FormatError>) {
    read_with(name, bytes, Limits::default())
}

/// Entry (or `-`) and headline or cause of everything found.
fn lines(records: &Records) -> Vec<String> {
    let line = |record: &Result<RawArticle, RecordError>| match record {
        Ok(raw) => {
            let headline = raw.candidates(RawField::Headline).next();
            let headline = headline.map_or("", |candidate| &candidate.value);
            format!("{}: {headline}", raw.entry.as_deref().unwrap_or("-"))
        }
        Err(error) => {
            format!("{}: error: {}", error.entry.as_deref().unwrap_or("-"), error.cause)
        }
    };
    records.iter().map(line).collect()
}

fn page(headline: &str) -> Vec<u8> {
    let text = "The ferry to the far quay sails again from Monday, the harbour board said. ";
    format!("<html><h1>{headline}</h1><article><p>{}</p></article></html>", text.repeat(5)).into()
}

fn sgml(n: usize) -> Vec<u8> {
    let record =
        |i| format!("<REUTERS NEWID=\"{i}\"><TEXT><TITLE>STORY {i}</TITLE></TEXT></REUTERS>\n");
    (0..n).map(record).collect::<String>().into()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn tar(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        if name.len() < 100 {
            // Written by hand: the library refuses the names that are tested here.
            header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
            header.set_cksum();
            builder.append(&header, *bytes).unwrap();
        } else {
            builder.append_data(&mut header, name, *bytes).unwrap();
        }
    }
    builder.into_inner().unwrap()
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn entries_are_read_wherever_they_lie() {
    let (one, two) = (page("Ferry sails"), page("Quay opens"));
    let long = format!("{}/two.html", "deep".repeat(40));
    let entries: &[(&str, &[u8])] = &[
        ("2024/one.html", &one),
        (&long, &two),
        (".hidden.html", &one),
        ("__MACOSX/one.html", &one),
        ("photo.png", b"\x89PNG\r\n\x1a\n0000"),
    ];
    let expected = ["2024/one.html: Ferry sails".to_string(), format!("{long}: Quay opens")];
    let cases = [
        ("a.tar", tar(entries)),
        ("a.tgz", gz(&tar(entries))),
        ("a.zip", zip(entries)),
        ("a.tar.zst", zstd::encode_all(&*tar(entries), 3).unwrap()),
    ];
    for (name, bytes) in &cases {
        let (found, result) = read(name, bytes);
        assert_eq!(result, Ok(()), "{name}");
        let found = lines(&found);
        assert_eq!(found[..2], expected, "{name}");
        assert!(found[2].starts_with("photo.png: error"), "{name}: {}", found[2]);
        assert_eq!(found.len(), 3, "{name}");
    }
    let nested = zip(&[("in/a.tgz", &cases[1].1), ("b.html.gz", &gz(&one))]);
    let (found, _) = read("n.zip", &nested);
    let found = lines(&found);
    assert_eq!(found[0], "in/a.tgz!2024/one.html: Ferry sails");
    assert_eq!(found.last().map(String::as_str), Some("b.html.gz: Ferry sails"));
    let (found, _) = read("b.html.gz", &gz(&one));
    assert_eq!(lines(&found), ["-: Ferry sails"]);
}

#[test]
fn entries_that_lead_out_of_an_archive_are_refused() {
    let one = page("Ferry sails");
    let names = ["../out.html", "/etc/out.html", "a/../../out.html", "C:\\out.html", "in.html"];
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, &*one)).collect();
    for bytes in [tar(&entries), zip(&entries)] {
        let (found, result) = read("a", &bytes);
        assert_eq!(result, Ok(()));
        let found = lines(&found);
        assert_eq!(found.len(), 5);
        for (line, name) in found[..4].iter().zip(names) {
            assert!(line.starts_with(&format!("{name}: error: ")), "{line}");
            assert!(line.contains("leads out of the archive"), "{line}");
        }
        assert_eq!(found[4], "in.html: Ferry sails");
    }
}

#[test]
fn links_are_refused() {
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    builder.append_link(&mut header, "link.html", "/etc/passwd").unwrap();
    let (found, _) = read("a.tar", &builder.into_inner().unwrap());
    assert_eq!(
        lines(&found),
        ["link.html: error: not valid tar: the entry is a link or a device; it was not read"]
    );
}

#[test]
fn a_truncated_file_gives_what_was_whole() {
    let mut text = sgml(2000);
    // Not too regular, or the whole of it is one block of the compression.
    text.extend((0..2000u32).flat_map(|i| i.wrapping_mul(2_654_435_761).to_string().into_bytes()));
    let whole = gz(&text);
    let (found, result) = read("a.sgm.gz", &whole[..whole.len() * 2 / 3]);
    assert!(found.iter().filter(|record| record.is_ok()).count() > 100, "{}", found.len());
    assert!(matches!(result, Err(Cause::Syntax { format: "gzip", .. })), "{result:?}");
    assert!(result.unwrap_err().to_string().contains("breaks off"));
}

#[test]
fn bombs_are_defused() {
    let limits = Limits { unpacked_bytes: 1 << 20, ..Limits::default() };
    let zeros = [b"<html>".as_slice(), &vec![b' '; 8 << 20]].concat();
    let bomb: &[(&str, &[u8])] = &[("a.html", &zeros), ("b.html", &zeros)];
    for (name, bytes) in [
        ("a.html.gz", gz(&zeros)),
        ("a.zip", zip(bomb)),
        ("a.tgz", gz(&tar(bomb))),
        ("b.zip", zip(&[("a.zip", &zip(bomb))])),
    ] {
        let (found, result) = read_with(name, &bytes, limits);
        let told = lines(&found).join("\n") + &format!("{result:?}");
        assert!(told.contains("unpacked bytes") || told.contains("Limit"), "{name}: {told}");
        assert!(found.len() <= 2, "{name}: {told}");
    }
    let nested = (0..9).fold(page("x"), |bytes, _| gz(&bytes));
    let (_, result) = read("a.gz", &nested);
    assert!(matches!(result, Err(Cause::Limit { what: "archives inside one another", .. })));
}

#[test]
fn an_archive_of_too_many_entries_is_cut() {
    let limits = Limits { entries: 2, ..Limits::default() };
    let one = page("x");
    let (found, result) =
        read_with("a.tar", &tar(&[("1", &one), ("2", &one), ("3", &one)]), limits);
    assert_eq!(found.len(), 2);
    assert!(matches!(result, Err(Cause::Limit { what: "entries of an archive", limit: 2 })));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn no_bytes_make_any_format_panic(
        start in prop::sample::select(vec![
            &b""[..], b"\x1f\x8b\x08\0", b"PK\x03\x04", b"PK\x05\x06", b"\x28\xb5\x2f\xfd", b"<REUTERS ",
            b"<REUTERS NEWID=\"1\">\n<TEXT><TITLE>x</TITLE>&#", b"\xff\xfe", b"<meta charset=",
        ]),
        bytes in proptest::collection::vec(any::<u8>(), 0..1200),
        end in prop::sample::select(vec![&b""[..], b"</REUTERS>\n", b"PK\x05\x06\0\0\0\0"]),
    ) {
        let bytes = [start, &bytes, end].concat();
        let (limits, cancel) = (Limits::default(), AtomicBool::new(false));
        let context =
            FormatContext::new(&[], &limits, &cancel);
        for format in Format::all() {
            let input = Input::bytes("a", &bytes);
            let _ = super::super::read(format, input, &context, &mut |_| ControlFlow::Continue(()));
        }
    }

    #[test]
    fn no_damage_to_an_archive_makes_it_panic(at in 0usize..600, byte in any::<u8>()) {
        let one = page("Ferry sails");
        let entries: &[(&str, &[u8])] = &[("a/one.html", &one)];
        for mut bytes in [tar(entries), zip(entries), gz(&tar(entries))] {
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = read("a", &bytes);
        }
    }
}
