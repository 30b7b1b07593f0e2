//! Exports of the small corpus in every form, read back.

#![allow(clippy::unwrap_used)] // helpers of tests

use std::io::{Cursor, Read};

use morgue_article::{Day, OutletTable};
use morgue_present::{AboutWriter, Column, ExportForm, ExportFormat, write_export};
use morgue_query::plan::Limits;
use morgue_query::{About, AskContext, Control, Origins, Request, export};
use morgue_testkit::{MemoryEngine, corpus};

/// The export of what these words find, and the record of it.
fn exported(words: &str, form: &ExportForm) -> (Vec<u8>, About) {
    let (engine, outlets) = (MemoryEngine::new(corpus()), OutletTable::default());
    let context = AskContext { today: Day(20_454), outlets: &outlets, limits: Limits::default() };
    let request = Request { q: words.into(), ..Request::default() };
    let control = Control::default();
    let found = export(&engine, &request, None, &context, &control).unwrap();
    let about = About::new("morgue", &request, Day(20_454), &found);
    let mut record = AboutWriter::begin(Vec::new(), &about).unwrap();
    let mut out = Vec::new();
    write_export(&mut out, found, form, &mut |exported| record.add(&exported.article)).unwrap();
    let record = String::from_utf8(record.end().unwrap()).unwrap();
    (out, About::read(&record).unwrap())
}

fn text(words: &str, format: ExportFormat) -> String {
    String::from_utf8(exported(words, &ExportForm::new(format)).0).unwrap()
}

#[test]
fn every_form_has_every_article() {
    let all = corpus().len();
    let (table, about) = exported("", &ExportForm::new(ExportFormat::Csv));
    assert_eq!(about.articles.len(), all);
    assert_eq!(about.total, all as u64);
    let mut rows = csv::Reader::from_reader(table.as_slice());
    assert_eq!(rows.records().map(Result::unwrap).count(), all);
    let lines = text("", ExportFormat::Jsonl);
    assert_eq!(lines.lines().count(), all + 1);
    let end: serde_json::Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
    assert_eq!((&end["type"], &end["whole"]), (&"end".into(), &true.into()));
    let ris = text("", ExportFormat::Ris);
    assert_eq!(ris.lines().filter(|line| *line == "TY  - NEWS").count(), all);
    assert_eq!(ris.lines().filter(|line| *line == "ER  - ").count(), all);
    let bib = text("", ExportFormat::Bibtex);
    assert_eq!(bib.lines().filter(|line| line.starts_with("@article{")).count(), all);
    let whole = format!("@comment{{whole: {all} articles, fingerprint {}}}\n", about.fingerprint);
    assert!(bib.ends_with(&whole), "{bib}");
    let csl: serde_json::Value = serde_json::from_str(&text("", ExportFormat::CslJson)).unwrap();
    assert_eq!(csl.as_array().unwrap().len(), all);
}

#[test]
fn a_bundle_ends_with_what_says_that_it_is_whole() {
    let (bytes, about) = exported("the", &ExportForm::new(ExportFormat::Bundle));
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert_eq!(zip.len() as u64, about.total + 1);
    let mut last = String::new();
    let mut entry = zip.by_index(zip.len() - 1).unwrap();
    entry.read_to_string(&mut last).unwrap();
    assert_eq!(entry.name().unwrap(), "COMPLETE.txt");
    assert!(last.contains(&format!("articles: {}\nquery: the\n", about.total)), "{last}");
    drop(entry);
    for id in about.articles.keys() {
        let short = id.short(12);
        let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        let name = names.iter().find(|name| name.contains(&short)).unwrap();
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        assert!(text.ends_with(&format!("\n{id}\n")), "{text}");
    }
}

#[test]
fn files_are_told_only_where_they_may_be() {
    let path = |origins| {
        let columns = vec![Column::Path, Column::SourceId, Column::Line];
        let form = ExportForm { columns, origins, ..ExportForm::new(ExportFormat::Csv) };
        String::from_utf8(exported("the", &form).0).unwrap()
    };
    assert!(path(Origins::Whole).lines().skip(1).any(|row| row != ",,"));
    assert!(
        path(Origins::Hidden).lines().skip(1).all(|row| row == ",,"),
        "{}",
        path(Origins::Hidden)
    );
    let form = ExportForm { origins: Origins::Hidden, ..ExportForm::new(ExportFormat::Jsonl) };
    let lines = String::from_utf8(exported("the", &form).0).unwrap();
    let hits = lines.lines().filter(|line| line.starts_with("{\"type\":\"hit\""));
    assert!(hits.clone().count() > 0 && hits.clone().all(|hit| hit.contains("\"origin\":[]")));
}

#[test]
fn forms_are_known_by_name_and_ending() {
    for format in ExportFormat::ALL {
        assert_eq!(format.name().parse(), Ok(format));
        assert_eq!(ExportFormat::of_ending(format.ending()), Some(format));
    }
    assert_eq!(ExportFormat::of_ending("NDJSON"), Some(ExportFormat::Jsonl));
    assert_eq!(ExportFormat::of_ending("xlsx"), None);
}
