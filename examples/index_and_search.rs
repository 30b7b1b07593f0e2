//! Index a folder and search it.
//!
//! `cargo run --example index_and_search` reads the small archive beside this file: sixty-odd
//! invented articles in a dozen formats, from wire copy to a zip of web pages.

// A program, unlike a library, prints and asks what time it is.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::error::Error;
use std::path::Path;
use std::time::SystemTime;

use morgue::Morgue;

fn main() -> Result<(), Box<dyn Error>> {
    // An index is a folder. It keeps whole articles, so it can answer, and even rebuild itself,
    // when the files it was made of are gone.
    let folder = tempfile::tempdir()?;
    let mut morgue = Morgue::in_folder(folder.path().join("index"))?;

    // Reading tells formats apart by content, and finds headline, byline, dateline, date, outlet
    // and language as far as a file gives them. A library never asks what time it is: say it.
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles");
    let run = morgue.index(&[&articles], SystemTime::now())?;
    println!("{} articles\n", run.committed.articles);
    assert!(run.committed.articles > 60);

    // Words side by side must all occur; quotes hold a phrase together; a hyphen keeps out.
    let answer = morgue.search("flood bridge -opera")?;
    for hit in &answer.hits {
        println!("{}", hit.headline.as_deref().unwrap_or("(no headline)"));
        // A snippet is a passage as printed, with the places that match: ranges of characters
        // (not bytes), so that any terminal, page or program can show them in its own way.
        for snippet in &hit.snippets {
            println!("  {}", lit(&snippet.text, &snippet.highlights));
        }
    }
    assert!(!answer.hits.is_empty());

    // Stems meet: `dockers` finds a docker. An exact word, a field and a range of dates narrow.
    let strike = morgue.search("\"night cranes\" dockers date:2024-05")?;
    let outlets: Vec<&str> =
        strike.hits.iter().filter_map(|hit| hit.outlet.as_ref()).map(|o| o.name.as_str()).collect();
    println!("\nThe dockers' strike, in {}", outlets.join(", "));
    assert!(outlets.contains(&"Harbour Post") && outlets.contains(&"Northern Ledger"));

    // A correction replaces what it corrects: one address is one article, in its latest version.
    let barrier = morgue.search("headline:\"flood barrier\"")?;
    assert_eq!(barrier.hits.len(), 1);
    assert!(barrier.hits[0].headline.as_ref().is_some_and(|headline| headline.contains("190")));
    Ok(())
}

/// The text with its matches between stars.
fn lit(text: &str, highlights: &[(usize, usize)]) -> String {
    let mut out = String::new();
    for (at, letter) in text.chars().enumerate() {
        let border = highlights.iter().any(|&(start, end)| start == at || end == at);
        out.push_str(if border { "*" } else { "" });
        out.push(letter);
    }
    out
}
