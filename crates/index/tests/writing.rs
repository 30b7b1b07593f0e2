//! Sources come and go; what is held is what they hold.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

use morgue_article::{Article, Block, Day, Origin, Outcome, Published, SourceKey, SourceRecord};
use morgue_index::{EmbeddedEngine, Folder, Verified, Writer, WriterOptions, rebuild, verify};
use morgue_query::plan::{Clause, Sort, Span, Term, TextClause, TextField, Want, WantHits};
use morgue_query::{ArticleSink, Committed, Control, Engine, EngineErrorKind, Plan};
use tempfile::TempDir;

fn source(path: &str) -> SourceKey {
    SourceKey { root: "/archive".into(), path: path.into() }
}

fn record(path: &str) -> SourceRecord {
    let outcome = Outcome::Read { format: "wire".into(), failed: 0 };
    let (key, hash, rules) = (source(path), String::new(), String::new());
    let (remarks, holds) = (Vec::new(), Vec::new());
    SourceRecord { key, size: 1, modified: 1, hash, rules, outcome, remarks, holds }
}

fn article(key: &str, text: &str, path: &str, ordinal: u64) -> Article {
    let mut article = Article::new(key);
    article.body = vec![Block::paragraph(text)];
    article.origins = vec![Origin {
        source: source(path),
        entry: None,
        line: None,
        ordinal,
        source_id: None,
        sha256: String::new(),
        format: "wire".into(),
    }];
    article
}

/// Reads a source that holds these (key, text).
fn put(writer: &mut Writer, path: &str, articles: &[(&str, &str)]) {
    writer.begin(&source(path)).unwrap();
    for (ordinal, (key, text)) in (0..).zip(articles) {
        writer.add(article(key, text, path, ordinal)).unwrap();
    }
    writer.end(record(path)).unwrap();
}

fn options() -> WriterOptions {
    WriterOptions { threads: 2, held_back: 20_000, ..WriterOptions::new(1_000) }
}

struct Archive {
    dir: TempDir,
}

impl Archive {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Folder::create(&dir.path().join("ix")).unwrap();
        Self { dir }
    }

    fn folder(&self) -> Folder {
        Folder::open(&self.dir.path().join("ix")).unwrap()
    }

    fn write(&self, work: impl FnOnce(&mut Writer)) -> Committed {
        let mut writer = Writer::open(&self.folder(), options()).unwrap();
        work(&mut writer);
        Box::new(writer).close().unwrap()
    }

    /// Checks that all is whole and gives the counts (articles, versions, tombstones, sources).
    fn counts(&self) -> (u64, u64, u64, u64) {
        let Verified { articles, versions, tombstones, sources, problems } =
            verify(&self.folder(), &Control::default(), &mut |_, _| ()).unwrap();
        assert_eq!(problems, Vec::<String>::new());
        (articles, versions, tombstones, sources)
    }

    /// The fingerprint as the last commit says it.
    fn fingerprint(&self) -> String {
        let folder = self.folder();
        let meta = folder.path().join(&folder.manifest().generation).join("meta.json");
        let meta: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(meta).unwrap()).unwrap();
        let payload: serde_json::Value =
            serde_json::from_str(meta["payload"].as_str().unwrap()).unwrap();
        payload["fingerprint"].as_str().unwrap().to_string()
    }
}

#[test]
fn a_changed_source_replaces_its_articles() {
    let archive = Archive::new();
    let told = archive.write(|w| {
        put(w, "a", &[("k1", "one"), ("k2", "two")]);
        put(w, "b", &[("k3", "three")]);
    });
    assert_eq!((told.articles, told.added), (3, 3));
    assert_eq!(archive.counts(), (3, 0, 0, 2));
    let told = archive.write(|w| put(w, "a", &[("k1", "one, corrected")]));
    assert_eq!((told.articles, told.changed, told.removed), (2, 1, 1));
    assert_eq!(archive.counts(), (2, 1, 1, 2), "the old text is kept as a version");
    let told = archive.write(|w| w.remove(&source("b")).unwrap());
    assert_eq!((told.articles, told.removed), (1, 1));
    assert_eq!(archive.counts(), (1, 1, 2, 1));
}

#[test]
fn reading_the_same_again_changes_nothing() {
    let archive = Archive::new();
    let work = |w: &mut Writer| put(w, "a", &[("k1", "one"), ("k1", "one"), ("k2", "two")]);
    archive.write(work);
    let told = archive.write(work);
    assert_eq!((told.added, told.changed, told.removed), (0, 0, 0));
    assert_eq!(archive.counts(), (2, 0, 0, 1));
}

#[test]
fn one_article_of_many_sources_goes_with_the_last() {
    let archive = Archive::new();
    archive.write(|w| {
        for path in ["a", "b", "c"] {
            put(w, path, &[("k", "the same everywhere")]);
        }
    });
    assert_eq!(archive.counts(), (1, 0, 0, 3));
    archive.write(|w| {
        w.remove(&source("a")).unwrap();
        w.remove(&source("b")).unwrap();
    });
    assert_eq!(archive.counts(), (1, 0, 0, 1));
    archive.write(|w| w.remove(&source("c")).unwrap());
    assert_eq!(archive.counts(), (0, 0, 1, 0));
}

#[test]
fn what_is_current_does_not_depend_on_the_order_of_reading() {
    let texts = ["short", "a much longer text of the same key", "of middle length"];
    let mut prints = BTreeMap::new();
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let archive = Archive::new();
        archive.write(|w| order.iter().for_each(|&i| put(w, &format!("s{i}"), &[("k", texts[i])])));
        assert_eq!(archive.counts(), (1, 2, 0, 3));
        prints.insert(archive.fingerprint(), order);
    }
    assert_eq!(prints.len(), 1, "{prints:?}");
}

#[test]
fn an_abandoned_source_leaves_what_was_there() {
    let archive = Archive::new();
    archive.write(|w| put(w, "a", &[("k1", "one")]));
    let long = "word ".repeat(1 << 10);
    archive.write(|w| {
        put(w, "b", &[("k2", "two")]);
        w.begin(&source("a")).unwrap();
        // More than is held back, so that some of it has gone to the index.
        for i in 0..10 {
            w.add(article(&format!("big{i}"), &long, "a", i)).unwrap();
        }
        w.abandon().unwrap();
    });
    assert_eq!(archive.counts(), (2, 0, 0, 2));
}

#[test]
fn a_renamed_source_keeps_its_articles() {
    let archive = Archive::new();
    archive.write(|w| put(w, "old/a", &[("k1", "one"), ("k2", "two")]));
    let told = archive.write(|w| w.rename(&source("old/a"), &record("new/a")).unwrap());
    assert_eq!((told.added, told.changed, told.removed), (0, 0, 0));
    assert_eq!(archive.counts(), (2, 0, 0, 1));
    let writer = Writer::open(&archive.folder(), options()).unwrap();
    let paths: Vec<String> =
        writer.ledger(None).unwrap().into_iter().map(|record| record.key.path).collect();
    assert_eq!(paths, ["new/a"]);
}

#[test]
fn a_rebuilt_index_is_the_same() {
    let archive = Archive::new();
    archive.write(|w| {
        put(w, "a", &[("k1", "one"), ("k2", "two")]);
        put(w, "b", &[("k2", "two, longer"), ("k3", "three")]);
        w.commit().unwrap();
        w.remove(&source("a")).unwrap();
    });
    let (before, counts) = (archive.fingerprint(), archive.counts());
    let done =
        rebuild(&archive.folder(), options(), None, &Control::default(), &mut |_, _| ()).unwrap();
    assert_eq!(done.articles, counts.0);
    assert_eq!(archive.counts(), counts);
    assert_eq!(archive.folder().manifest().generation, "g2");
    assert!(!archive.folder().path().join("g1").exists());
    assert_eq!(archive.fingerprint(), before);
}

#[test]
fn there_is_one_writer() {
    let archive = Archive::new();
    let writer = Writer::open(&archive.folder(), options()).unwrap();
    let second = Writer::open(&archive.folder(), options()).err().unwrap();
    assert_eq!(second.kind, EngineErrorKind::Locked);
    drop(writer);
    Writer::open(&archive.folder(), options()).unwrap();
}

#[test]
fn an_index_is_not_made_among_other_things() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("story.txt"), "x").unwrap();
    let error = Folder::create(dir.path()).err().unwrap();
    assert_eq!(error.kind, EngineErrorKind::NotWritable);
    assert!(error.message.contains("story.txt"), "{}", error.message);
    let error = Folder::open(dir.path()).err().unwrap();
    assert_eq!(error.kind, EngineErrorKind::Missing);
}

#[test]
fn another_version_is_told_and_rebuilt() {
    let archive = Archive::new();
    archive.write(|w| put(w, "a", &[("k1", "one")]));
    let path = archive.folder().path().join("morgue.json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("\"analysis\": ", "\"analysis\": 9")).unwrap();
    let error = Writer::open(&archive.folder(), options()).err().unwrap();
    assert_eq!(error.kind, EngineErrorKind::OtherVersion);
    assert!(error.message.contains("morgue rebuild"), "{}", error.message);
    rebuild(&archive.folder(), options(), None, &Control::default(), &mut |_, _| ()).unwrap();
    archive.folder().check_version().unwrap();
    assert_eq!(archive.counts(), (1, 0, 0, 1));
}

#[test]
fn a_flipped_byte_is_found() {
    let archive = Archive::new();
    archive.write(|w| put(w, "a", &[("k1", "one")]));
    let store = std::fs::read_dir(archive.folder().path().join("g1")).unwrap();
    let store = store.flatten().find(|e| e.path().extension().is_some_and(|x| x == "store"));
    let path = store.unwrap().path();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[10] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let found = verify(&archive.folder(), &Control::default(), &mut |_, _| ()).unwrap();
    assert!(found.problems[0].contains("checksum"), "{:?}", found.problems);
}

#[test]
fn the_latest_update_is_current() {
    let archive = Archive::new();
    archive.write(|w| {
        for (text, day, path) in [("newer", 20, "a"), ("a good deal longer but older", 10, "b")] {
            let mut article = article("k", text, path, 0);
            article.updated = Some(Published::day(Day(day), "metadata"));
            w.begin(&source(path)).unwrap();
            w.add(article).unwrap();
            w.end(record(path)).unwrap();
        }
    });
    let first = archive.fingerprint();
    archive.write(|w| w.remove(&source("b")).unwrap());
    assert_eq!(archive.fingerprint(), first);
    assert_eq!(archive.counts().0, 1);
}

#[test]
fn a_source_that_only_adds_keeps_what_it_held() {
    let archive = Archive::new();
    archive.write(|w| {
        put(w, "feed", &[("k1", "one"), ("k2", "two")]);
        put(w, "b", &[("k2", "two, and longer")]);
    });
    archive.write(|w| {
        w.begin(&source("feed")).unwrap();
        w.add(article("k3", "three", "feed", 0)).unwrap();
        w.keep().unwrap();
        w.end(record("feed")).unwrap();
        w.remove(&source("b")).unwrap();
    });
    assert_eq!(archive.counts(), (3, 1, 0, 1), "the feed's own `k2` is current again");
    let mut writer = Writer::open(&archive.folder(), options()).unwrap();
    assert_eq!(writer.ledger(None).unwrap()[0].holds.len(), 3);
    writer.remove(&source("feed")).unwrap();
    Box::new(writer).close().unwrap();
    assert_eq!(archive.counts(), (0, 0, 3, 0));
}

#[test]
fn a_source_renamed_over_another_takes_its_place() {
    let archive = Archive::new();
    archive.write(|w| {
        put(w, "a", &[("k1", "one"), ("k2", "two")]);
        put(w, "b", &[("k1", "one, longer"), ("k3", "three")]);
        w.rename(&source("a"), &record("b")).unwrap();
    });
    assert_eq!(archive.counts(), (2, 0, 1, 1));
}

#[test]
fn where_nothing_is_written_nothing_is_committed() {
    let archive = Archive::new();
    archive.write(|w| put(w, "a", &[("k1", "one")]));
    let files = || {
        let folder = std::fs::read_dir(archive.folder().path().join("g1")).unwrap();
        let mut files: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| !path.to_string_lossy().ends_with(".lock"));
        files.sort();
        let meta = std::fs::read(archive.folder().path().join("g1/meta.json")).unwrap();
        (files, meta)
    };
    let before = files();
    let told = archive.write(|_| ());
    assert_eq!((told.articles, told.added, told.changed), (1, 0, 0));
    assert_eq!(files(), before);
}

/// The scores of all articles with a word, by id.
fn scores(archive: &Archive, word: &str) -> BTreeMap<String, f32> {
    let engine = EmbeddedEngine::open(archive.folder().path()).unwrap();
    let word = Term::Bare { lower: word.into(), folded: word.into() };
    let fields = TextField::DEFAULT.to_vec();
    let hits = WantHits { limit: 100, sort: Sort::Relevance, after: None, articles: false };
    let plan = Plan {
        clause: Clause::Text(TextClause { fields, span: Span::Term(word), source: 0..0 }),
        filters: Vec::new(),
        want: Want { hits: Some(hits), ..Want::default() },
    };
    let results = engine.search(&plan, &Control::default()).unwrap();
    results.hits.into_iter().map(|hit| (hit.id.to_string(), hit.score)).collect()
}

#[test]
fn scores_do_not_depend_on_what_an_index_went_through() {
    let last = [("k1", "one tide and another tide"), ("k2", "a tide"), ("k3", "no such word")];
    let fresh = Archive::new();
    fresh.write(|w| put(w, "a", &last));
    let aged = Archive::new();
    aged.write(|w| {
        put(w, "a", &[("k1", "tide"), ("k2", "a tide of many more words than it has now")]);
        put(w, "b", &[("k9", "a tide that went out"), ("k3", "no such word")]);
    });
    aged.write(|w| put(w, "a", &last));
    aged.write(|w| w.remove(&source("b")).unwrap());
    let expected = scores(&fresh, "tide");
    assert_eq!(expected.len(), 2);
    assert_eq!(scores(&aged, "tide"), expected);
    rebuild(&aged.folder(), options(), None, &Control::default(), &mut |_, _| ()).unwrap();
    assert_eq!(scores(&aged, "tide"), expected);
}
