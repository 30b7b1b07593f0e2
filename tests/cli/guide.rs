//! The sample runs of the guide and the README are what the program says.
//!
//! In a block marked `console`, `$ morgue …` (or `$ cargo run --release -- …`) is run in a folder that holds `examples/articles` and
//! `examples/topics.tsv`, and
//! what follows is what came out. A line `...` stands for any lines, `[..]` for a part of one.

use std::fs;
use std::path::Path;

use crate::desk::Desk;

/// A command as written and what is said to come of it.
struct Sample {
    place: String,
    command: String,
    output: Vec<String>,
}

#[test]
fn sample_runs_are_real() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = fs::read_dir(home.join("crates/cli/guide")).unwrap();
    let mut files: Vec<_> = guide.map(|entry| entry.unwrap().path()).collect();
    files.push(home.join("README.md"));
    files.sort();
    let (mut runs, mut wrong) = (0, String::new());
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let samples = samples(&name, &fs::read_to_string(&file).unwrap_or_default());
        if samples.is_empty() {
            continue;
        }
        let desk = Desk::bare();
        copy(&home.join("examples/articles"), &desk.path("examples/articles"));
        let topics = "examples/topics.tsv";
        fs::copy(home.join(topics), desk.path(topics)).unwrap();
        for sample in samples {
            runs += 1;
            let args = words(&sample.command);
            let args: Vec<&str> = args.iter().skip(1).map(String::as_str).collect();
            let real = desk.screen(&args);
            let lines: Vec<&str> = real.lines().map(str::trim_end).collect();
            if !fits(&sample.output, &lines) {
                wrong += &format!("{}: $ {}\n{real}\n", sample.place, sample.command);
            }
        }
    }
    assert!(wrong.is_empty(), "these samples are not what comes out now:\n{wrong}");
    assert!(runs >= 4, "only {runs} sample runs were found");
}

/// The runs in blocks marked `console`.
fn samples(name: &str, text: &str) -> Vec<Sample> {
    let (mut out, mut inside) = (Vec::<Sample>::new(), false);
    for (number, line) in text.lines().enumerate() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if inside && let Some(command) = line.strip_prefix("$ ") {
            let place = format!("{name}:{}", number + 1);
            let command = command.replace("cargo run --release --", "morgue");
            assert!(command.starts_with("morgue"), "{place}: not ours: {command}");
            out.push(Sample { place, command, output: Vec::new() });
        } else if inside {
            let last = out.last_mut().unwrap_or_else(|| panic!("{name}: output without command"));
            last.output.push(line.trim_end().to_string());
        }
    }
    for sample in &mut out {
        while sample.output.last().is_some_and(String::is_empty) {
            sample.output.pop();
        }
    }
    out
}

/// The words of a command, as a shell splits them.
fn words(command: &str) -> Vec<String> {
    let (mut out, mut quote, mut open) = (Vec::new(), None, false);
    for c in command.chars() {
        match quote {
            Some(end) if c == end => quote = None,
            None if c == '\'' || c == '"' => {
                if !open {
                    out.push(String::new());
                }
                (quote, open) = (Some(c), true);
            }
            None if c == ' ' => open = false,
            _ => {
                if !open {
                    out.push(String::new());
                }
                open = true;
                out.last_mut().expect("a word was begun").push(c);
            }
        }
    }
    out
}

fn fits(expected: &[String], real: &[&str]) -> bool {
    match expected.split_first() {
        None => real.is_empty(),
        Some((first, rest)) if first == "..." => {
            (0..=real.len()).any(|skipped| fits(rest, &real[skipped..]))
        }
        Some((first, rest)) => {
            real.split_first().is_some_and(|(line, left)| same(first, line) && fits(rest, left))
        }
    }
}

fn same(expected: &str, real: &str) -> bool {
    let mut parts = expected.split("[..]");
    let Some(mut left) = real.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return left.is_empty() };
    for part in middle {
        let Some(at) = left.find(part) else { return false };
        left = &left[at + part.len()..];
    }
    left.ends_with(last)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
