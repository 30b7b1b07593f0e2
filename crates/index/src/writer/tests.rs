//! What nobody sees from outside: a crash between the two rounds of a commit, and after a failure.

use morgue_article::{Article, Block, Outcome, SourceKey, SourceRecord};
use morgue_query::{ArticleSink, Control};

use super::*;
use crate::verify;

fn source(path: &str) -> SourceKey {
    SourceKey { root: "/archive".into(), path: path.into() }
}

fn open(path: &std::path::Path) -> Writer {
    let folder = Folder::create(path).expect("a folder for an index");
    Writer::open(&folder, WriterOptions { threads: 1, ..WriterOptions::new(1) }).expect("a writer")
}

fn put(writer: &mut Writer, path: &str, texts: &[(&str, &str)]) {
    writer.begin(&source(path)).expect("none is open");
    for (ordinal, (key, text)) in (0..).zip(texts) {
        let mut article = Article::new(*key);
        article.body = vec![Block::paragraph(*text)];
        article.origins = vec![morgue_article::Origin {
            source: source(path),
            entry: None,
            line: None,
            ordinal,
            source_id: None,
            sha256: String::new(),
            format: "wire".into(),
        }];
        writer.add(article).expect("it is open");
    }
    writer.end(read_whole(path)).expect("it is open");
}

fn read_whole(path: &str) -> SourceRecord {
    SourceRecord {
        key: source(path),
        size: 1,
        modified: 7,
        hash: String::new(),
        rules: "r".into(),
        outcome: Outcome::Read { format: "wire".into(), failed: 0 },
        remarks: Vec::new(),
        holds: Vec::new(),
    }
}

/// The counts and the sources that need not be read again.
fn held(path: &std::path::Path) -> (u64, u64, Vec<String>) {
    let folder = Folder::open(path).expect("an index");
    let found = verify(&folder, &Control::default(), &mut |_, _| ()).expect("it can be read");
    assert_eq!(found.problems, Vec::<String>::new());
    let ledger = open(path).ledger(None).expect("it can be read");
    let whole = ledger.into_iter().filter(|record| record.modified == 7);
    (found.articles, found.versions, whole.map(|record| record.key.path).collect())
}

#[test]
fn a_crash_between_the_rounds_of_a_commit_leaves_a_whole_index() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut writer = open(dir.path());
    put(&mut writer, "a", &[("k1", "one"), ("k2", "two")]);
    put(&mut writer, "b", &[("k1", "one"), ("k3", "three"), ("k3", "three, corrected")]);
    put(&mut writer, "c", &[("k4", "four")]);
    writer.remove(&source("c")).expect("it is there");
    writer.commit_batch().expect("it can be written");
    drop(writer);
    assert_eq!(held(dir.path()), (4, 0, vec!["a".into()]));
    // `b` is gone before anybody reads it again.
    let mut writer = open(dir.path());
    writer.remove(&source("b")).expect("it is known");
    writer.remove(&source("c")).expect("it is known");
    Box::new(writer).close().expect("it can be written");
    assert_eq!(held(dir.path()), (2, 0, vec!["a".into()]));
}

#[test]
fn read_again_after_such_a_crash_all_is_there() {
    let dir = tempfile::tempdir().expect("a folder");
    let b = [("k1", "one, longer"), ("k3", "three")];
    let mut writer = open(dir.path());
    put(&mut writer, "b", &[("k3", "three"), ("k5", "five")]);
    writer.commit().expect("it can be written");
    put(&mut writer, "a", &[("k1", "one"), ("k2", "two")]);
    put(&mut writer, "b", &b);
    put(&mut writer, "b", &b);
    writer.commit_batch().expect("it can be written");
    drop(writer);
    assert_eq!(held(dir.path()), (3, 0, vec!["a".into()]));
    let mut writer = open(dir.path());
    put(&mut writer, "b", &b);
    Box::new(writer).close().expect("it can be written");
    assert_eq!(held(dir.path()), (3, 1, vec!["a".into(), "b".into()]));
}

#[test]
fn what_is_left_of_a_failed_batch_is_never_committed() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut writer = open(dir.path());
    put(&mut writer, "a", &[("k1", "one")]);
    writer.commit().expect("it can be written");
    put(&mut writer, "b", &[("k2", "two")]);
    let error = EngineError::new(EngineErrorKind::NotWritable, "the disk is full");
    let _ = writer.stop(error);
    put(&mut writer, "c", &[("k3", "three")]);
    writer.commit().expect_err("it failed");
    Box::new(writer).close().expect_err("it failed");
    assert_eq!(held(dir.path()), (1, 0, vec!["a".into()]));
}
