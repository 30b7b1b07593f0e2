//! How many MB of article text a second are read from each format, on one core.

#![allow(missing_docs)] // criterion's macros make public functions

mod corpus;

use std::convert::Infallible;
use std::fs;
use std::path::Path;

use corpus::{Story, files};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use morgue_article::{Day, OutletTable};
use morgue_ingest::{Event, Job, Limits, Options, RootJob, update};

const STORIES: usize = 2_000;

/// Reads all below a folder and says how many articles that gave.
fn read(root: &Path) -> u64 {
    let job = Job {
        known: Vec::new(),
        roots: vec![RootJob {
            root: root.to_string_lossy().into_owned(),
            options: Options::default(),
        }],
        outlets: &OutletTable::new(),
        is_index: &|_| false,
        limits: Limits::default(),
        threads: 1,
        cancel: Default::default(),
        reread: false,
        prune: false,
        today: Day(20_454), // 2026-01-01
    };
    let mut articles = 0;
    let mut count = |event| {
        articles += u64::from(matches!(event, Event::Article(_)));
        Ok::<(), Infallible>(())
    };
    update(&job, &|_| Vec::new(), &mut |_| (), &mut count).expect("nothing refuses an event");
    articles
}

fn formats(c: &mut Criterion) {
    let stories = corpus::stories(42, STORIES);
    let folder = tempfile::tempdir().expect("a temporary folder");
    type Write = fn(&Path, &[Story]);
    let kinds: [(&str, Write); 7] = [
        ("jsonl", |to, all| put(&to.join("all.jsonl"), &files::jsonl(all))),
        ("csv", |to, all| put(&to.join("all.csv"), &files::csv(all))),
        ("rss", |to, all| put(&to.join("all.rss"), &files::rss(all))),
        ("sgml", |to, all| put(&to.join("all.sgm"), &files::sgml(all))),
        ("wire", |to, all| each(to, "txt", all, files::wire)),
        ("html", |to, all| each(to, "html", all, files::html)),
        ("jsonl in gzip", |to, all| {
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), Default::default());
            std::io::Write::write_all(&mut gzip, files::jsonl(all).as_bytes()).expect("memory");
            let bytes = gzip.finish().expect("memory");
            fs::write(to.join("all.jsonl.gz"), bytes).expect("a file is written");
        }),
    ];
    let mut group = c.benchmark_group("read");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(stories.iter().map(Story::text_bytes).sum()));
    for (name, write) in kinds {
        let to = folder.path().join(name);
        fs::create_dir(&to).expect("a folder is made");
        write(&to, &stories);
        group.bench_function(name, |b| b.iter(|| assert_eq!(read(&to), STORIES as u64)));
    }
    group.finish();
}

fn each(to: &Path, extension: &str, stories: &[Story], file: fn(&Story) -> String) {
    for story in stories {
        put(&to.join(format!("{}.{extension}", story.id)), &file(story));
    }
}

fn put(path: &Path, text: &str) {
    fs::write(path, text).expect("a file is written");
}

criterion_group!(benches, formats);
criterion_main!(benches);
