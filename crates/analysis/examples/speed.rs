//! How fast texts become tokens: `cargo run --release -p morgue-analysis --example speed FILE [LANG]`.
#![allow(clippy::print_stdout)]

use std::time::Instant;

use morgue_analysis::{Analyzer, sentences};

/// How often the file is read, so that a small one gives a figure too.
const ROUNDS: usize = 5;

fn main() -> Result<(), std::io::Error> {
    let mut args = std::env::args().skip(1);
    let Some(file) = args.next() else {
        println!("usage: speed FILE [LANG]");
        return Ok(());
    };
    let lang = args.next().unwrap_or_else(|| "en".to_string());
    let text = String::from_utf8_lossy(&std::fs::read(file)?).into_owned();
    let paragraphs: Vec<&str> = text.lines().collect();
    let mut analyzer = Analyzer::new(&lang);
    let (mut tokens, mut found) = (0u64, 0u64);

    let start = Instant::now();
    for _ in 0..ROUNDS {
        for paragraph in &paragraphs {
            analyzer.tokens(paragraph, 0, |_| tokens += 1);
        }
    }
    report("tokens", tokens, text.len(), start);

    let start = Instant::now();
    for _ in 0..ROUNDS {
        for paragraph in &paragraphs {
            found += sentences(paragraph, &lang).len() as u64;
        }
    }
    report("sentences", found, text.len(), start);
    Ok(())
}

fn report(what: &str, count: u64, bytes: usize, start: Instant) {
    let megabytes = (bytes * ROUNDS) as f64 / 1e6;
    let seconds = start.elapsed().as_secs_f64();
    println!("{what}: {count} in {megabytes:.1} MB, {:.0} MB/s", megabytes / seconds);
}
