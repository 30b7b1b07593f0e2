//! How many articles a second go into an index: analysis, postings, commit and merges.

#![allow(missing_docs)] // criterion's macros make public functions

mod corpus;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

fn index(c: &mut Criterion) {
    let mut group = c.benchmark_group("index");
    group.sample_size(10);
    for count in [1_000, 5_000] {
        let stories = corpus::stories(42, count);
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(format!("{count} articles"), |b| {
            b.iter_batched(
                || tempfile::tempdir().expect("a temporary folder"),
                |folder| {
                    let done = corpus::articles::index(folder.path(), &stories);
                    assert_eq!(done.expect("it is indexed").articles, count as u64);
                    folder
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, index);
criterion_main!(benches);
