//! Runs over a folder: what is read, what is not read again, what goes.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use morgue_article::{Article, ContentHash, Day, Held, Outcome, SourceRecord};
use morgue_ingest::{
    Event, Job, Limits, Options, Report, RootJob, UpdateError, default_outlets, update,
};

/// A ledger as an index keeps it.
#[derive(Default)]
struct Ledger {
    records: RefCell<BTreeMap<String, SourceRecord>>,
    articles: BTreeMap<String, Vec<Article>>,
    errors: Vec<String>,
}

#[derive(Default)]
struct Settings {
    options: Options,
    prune: bool,
    cancel_after: Option<u64>,
}

impl Ledger {
    fn run(&mut self, root: &Path, settings: &Settings) -> Report {
        let outlets = default_outlets();
        let root = root.to_string_lossy().into_owned();
        let cancel = Arc::new(AtomicBool::new(false));
        let job = Job {
            known: Vec::new(),
            roots: vec![RootJob { root, options: settings.options.clone() }],
            outlets: &outlets,
            is_index: &|_| false,
            limits: Limits { record_bytes: 3 << 20, ..Limits::default() },
            threads: 3,
            cancel: Arc::clone(&cancel),
            reread: false,
            prune: settings.prune,
            today: Day::from_ymd(2026, 11, 23).expect("a day"),
        };
        let known: Vec<SourceRecord> = self.records.borrow().values().cloned().collect();
        let known = move |root: &str| -> Vec<SourceRecord> {
            known.iter().filter(|record| record.key.root == root).cloned().collect()
        };
        self.errors.clear();
        let mut open: Vec<Article> = Vec::new();
        let mut taken = 0;
        let mut events = |event: Event| -> Result<(), std::convert::Infallible> {
            match event {
                Event::Begin(_) => open.clear(),
                Event::Article(article) => {
                    taken += 1;
                    if settings.cancel_after == Some(taken) {
                        cancel.store(true, Ordering::Relaxed);
                    }
                    open.push(*article);
                }
                Event::Record(error) => self.errors.push(error.to_string()),
                Event::End { mut record, .. } => {
                    record.holds = open
                        .iter()
                        .map(|a| Held { id: a.id, content: ContentHash::of(a) })
                        .collect();
                    let path = record.key.path.clone();
                    self.articles.insert(path.clone(), std::mem::take(&mut open));
                    self.records.borrow_mut().insert(path, record);
                }
                Event::Removed(key) => {
                    self.records.borrow_mut().remove(&key.path);
                    self.articles.remove(&key.path);
                }
            }
            Ok(())
        };
        update(&job, &known, &mut |_| (), &mut events).expect("it takes all")
    }

    fn headlines(&self) -> Vec<String> {
        let all = self.articles.values().flatten();
        all.map(|article| article.headline.clone().unwrap_or_default()).collect()
    }
}

fn story(title: &str) -> String {
    format!("{title}\n\nThe {title} story was told in the town for years, and nobody doubted it.\n")
}

#[test]
fn a_second_run_reads_nothing_and_changes_are_seen() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("sub")).unwrap();
    fs::create_dir_all(root.join(".hidden")).unwrap();
    fs::create_dir_all(root.join("index-data")).unwrap();
    fs::write(root.join(".hidden/x.txt"), story("Hidden")).unwrap();
    fs::write(root.join("index-data/x.txt"), story("Index")).unwrap();
    fs::write(root.join("a.txt"), story("Mill")).unwrap();
    fs::write(root.join("sub/b.txt"), story("Bridge")).unwrap();
    let packed_without_times = std::time::UNIX_EPOCH;
    fs::File::open(root.join("sub/b.txt")).unwrap().set_modified(packed_without_times).unwrap();
    fs::write(root.join("empty.txt"), "").unwrap();
    fs::write(root.join("picture.png"), b"\x89PNG\r\n\x1a\n").unwrap();
    fs::write(
        root.join("c.jsonl"),
        "{\"title\":\"One\",\"text\":\"x\"}\nbroken\n{\"title\":\"Two\"}\n",
    )
    .unwrap();
    let (mut ledger, settings) = (Ledger::default(), Settings::default());
    let first = ledger.run(root, &settings);
    assert_eq!((first.files, first.read, first.articles), (5, 5, 4));
    assert_eq!(ledger.headlines(), ["Mill", "One", "Two", "Bridge"]);
    assert_eq!(first.skipped.keys().collect::<Vec<_>>(), ["empty file", "image"]);
    assert_eq!(first.failures(), 1);
    assert!(
        ledger.errors.iter().any(|e| e.contains("c.jsonl:2: not valid JSON")),
        "{:?}",
        ledger.errors
    );
    let ordinals: Vec<u64> =
        ledger.articles["c.jsonl"].iter().map(|a| a.origins[0].ordinal).collect();
    assert_eq!(ordinals, [0, 1]);

    let second = ledger.run(root, &settings);
    assert_eq!((second.unchanged, second.read), (5, 0));

    fs::write(root.join("a.txt"), story("Mill rebuilt")).unwrap();
    fs::rename(root.join("sub/b.txt"), root.join("moved.txt")).unwrap();
    let bridge = ledger.articles["sub/b.txt"][0].id;
    let third = ledger.run(root, &settings);
    assert_eq!((third.unchanged, third.read, third.moved, third.removed), (3, 2, 1, 0));
    assert_eq!(ledger.articles["moved.txt"][0].id, bridge, "a moved article is the same one");
    assert_eq!(ledger.headlines(), ["Mill rebuilt", "One", "Two", "Bridge"]);

    let options = Options { set: vec![("outlet".into(), "CNN".into())], ..Options::default() };
    let fourth = ledger.run(root, &Settings { options, ..Settings::default() });
    assert_eq!(fourth.reread, 5, "other options are another reading");
    assert_eq!(ledger.articles["a.txt"][0].outlet.as_ref().unwrap().id, "cnn");
}

#[test]
fn a_root_that_is_gone_takes_nothing_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("clippings");
    fs::create_dir(&root).unwrap();
    for i in 0..60 {
        fs::write(root.join(format!("{i}.txt")), story(&format!("Number {i}"))).unwrap();
    }
    let (mut ledger, settings) = (Ledger::default(), Settings::default());
    ledger.run(&root, &settings);
    fs::create_dir(root.join("1912")).unwrap();
    for i in 0..60 {
        fs::rename(root.join(format!("{i}.txt")), root.join(format!("1912/{i}.txt"))).unwrap();
    }
    let sorted = ledger.run(&root, &settings);
    assert_eq!((sorted.moved, sorted.removed, sorted.kept.len()), (60, 0, 0));
    assert_eq!(ledger.headlines().len(), 60);
    let away = folder.path().join("away");
    fs::rename(&root, &away).unwrap();
    let missing = ledger.run(&root, &settings);
    assert_eq!((missing.removed, missing.kept[0].reason.as_str()), (0, "missing"));
    assert_eq!(missing.failures(), 1);
    fs::create_dir(&root).unwrap();
    let empty = ledger.run(&root, &settings);
    assert_eq!((empty.removed, empty.kept[0].reason.as_str()), (0, "empty"));
    fs::create_dir(root.join("1912")).unwrap();
    fs::copy(away.join("1912/1.txt"), root.join("1912/1.txt")).unwrap();
    let most = ledger.run(&root, &settings);
    assert_eq!(most.kept[0].reason, "lost more than a fifth of its articles");
    assert_eq!(most.kept[0].articles, 59);
    let pruned = ledger.run(&root, &Settings { prune: true, ..Settings::default() });
    assert_eq!((pruned.removed, ledger.headlines().len()), (59, 1));
}

#[test]
fn a_readme_is_an_article_only_when_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), story("Mill")).unwrap();
    fs::write(folder.path().join("README.txt"), story("About the clippings")).unwrap();
    let mut ledger = Ledger::default();
    let report = ledger.run(folder.path(), &Settings::default());
    assert_eq!(report.skipped.keys().collect::<Vec<_>>(), ["not an article: readme"]);
    assert_eq!(ledger.headlines(), ["Mill"]);
    let named = Ledger::default().run(&folder.path().join("README.txt"), &Settings::default());
    assert_eq!((named.articles, named.skipped.len()), (1, 0));
}

#[test]
fn a_large_file_comes_out_in_order_and_bad_lines_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.jsonl");
    let filler = "The river rose. ".repeat(60);
    let mut text = String::new();
    for i in 0..6000 {
        if i == 3000 {
            text.push_str(&format!("{{\"text\":\"{}\"}}\n", "x".repeat(8 << 20)));
        } else {
            text.push_str(&format!(
                "{{\"id\":{i},\"title\":\"No {i}\",\"text\":\"{filler}{i}\"}}\n"
            ));
        }
    }
    fs::write(&path, text).unwrap();
    let mut ledger = Ledger::default();
    let report = ledger.run(&path, &Settings::default());
    assert_eq!(report.articles, 5999);
    assert!(
        ledger.errors[0].ends_with("large.jsonl:3001: over the limit of 3145728 bytes per record"),
        "{:?}",
        ledger.errors
    );
    let origins: Vec<_> = ledger.articles[""].iter().map(|a| &a.origins[0]).collect();
    assert!(origins.iter().enumerate().all(|(i, origin)| origin.ordinal == i as u64));
    assert!(origins.windows(2).all(|pair| pair[0].line < pair[1].line));
    assert_eq!(origins[4000].source_id.as_deref(), Some("4001"));
    assert_eq!(
        ledger.records.borrow()[""].outcome,
        Outcome::Read { format: "jsonl".into(), failed: 1 }
    );
    assert_eq!(ledger.run(&path, &Settings::default()).unchanged, 1);
}

#[test]
fn a_stopped_run_leaves_no_half_source() {
    let folder = tempfile::tempdir().unwrap();
    for i in 0..50 {
        fs::write(folder.path().join(format!("{i}.txt")), story(&format!("Number {i}"))).unwrap();
    }
    let mut ledger = Ledger::default();
    let stopped =
        ledger.run(folder.path(), &Settings { cancel_after: Some(10), ..Settings::default() });
    assert!(stopped.interrupted);
    assert!(ledger.headlines().len() < 50);
    let rest = ledger.run(folder.path(), &Settings::default());
    assert!(!rest.interrupted);
    assert_eq!(ledger.headlines().len(), 50);
}

#[test]
fn a_bad_option_is_said_before_anything_is_read() {
    let outlets = default_outlets();
    let options = Options { set: vec![("colour".into(), "red".into())], ..Options::default() };
    let job = Job {
        known: Vec::new(),
        roots: vec![RootJob { root: "/".into(), options }],
        outlets: &outlets,
        is_index: &|_| false,
        limits: Limits::default(),
        threads: 1,
        cancel: Arc::default(),
        reread: false,
        prune: false,
        today: Day(20_000),
    };
    let result =
        update::<std::convert::Infallible>(&job, &|_| Vec::new(), &mut |_| (), &mut |_| Ok(()));
    assert!(
        matches!(result, Err(UpdateError::Options(error)) if error.to_string().contains("`colour`"))
    );
}
