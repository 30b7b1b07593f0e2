//! What the fuzzers found worth keeping, once more: `fuzz/README.md` tells where it comes from.

use std::fs;
use std::path::Path;

use morgue_testkit::checks::{Case, check_matching, check_query};

/// Runs a check on every text of a corpus, a file each.
fn replay(target: &str, check: impl Fn(&str) -> Result<(), String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("the corpus")
        .map(|file| file.expect("a file").path())
        .collect();
    files.sort();
    let mut texts = 0;
    for file in files {
        let bytes = fs::read(&file).expect("a file of the corpus");
        let text = String::from_utf8(bytes).expect("corpora are text");
        check(&text).unwrap_or_else(|why| panic!("{}: {text:?}: {why}", file.display()));
        texts += 1;
    }
    assert!(texts > 100, "only {texts} texts in {}", folder.display());
}

#[test]
fn queries_that_fuzzing_found() {
    replay("query", check_query);
}

#[test]
fn articles_that_fuzzing_found() {
    replay("matching", |text| check_matching(&Case::of(text)));
}
