//! Killed at any moment, an index opens, is whole, holds what was told to be committed, and the
//! next run ends with the same articles as one that nobody disturbed.
//!
//! `MORGUE_KILLS=100` kills a hundred times instead of four; `MORGUE_SEED` repeats a run.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A folder of invented articles: ten larger files and many small ones, every tenth a copy.
fn write_archive(dir: &Path, rng: &mut fastrand::Rng) {
    let words = ["harbour", "bridge", "council", "flood", "election", "engine", "letter", "tide"];
    let text = |rng: &mut fastrand::Rng, n: usize| {
        (0..n).map(|_| words[rng.usize(..words.len())]).collect::<Vec<_>>().join(" ")
    };
    for file in 0..10 {
        let mut lines = std::fs::File::create(dir.join(format!("wire{file}.jsonl"))).unwrap();
        for i in 0..300 {
            let (body, day) = (text(rng, 120), 1 + i % 28);
            let date = format!("1931-05-{day:02}");
            let title = format!("Story {file}.{i}");
            let story = serde_json::json!({"title": title, "body": body, "date": date});
            writeln!(lines, "{story}").unwrap();
        }
    }
    for i in 0..600 {
        let folder = dir.join(format!("day{}", i % 12));
        std::fs::create_dir_all(&folder).unwrap();
        let name = if i % 10 == 9 { i - 1 } else { i };
        let story = format!("Notice {name}\n\nThe {} of number {name}.\n", words[name % 8]);
        std::fs::write(folder.join(format!("{i}.txt")), story).unwrap();
    }
}

fn morgue(index: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
    command.env_clear().env("MORGUE_INDEX", index).stdin(Stdio::null());
    command
}

/// Runs to the end and gives what it says of itself in one line of JSON.
fn stats(index: &Path) -> serde_json::Value {
    let out = morgue(index).args(["stats", "--json"]).output().unwrap();
    assert!(out.status.success(), "stats: {}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

fn index_whole(index: &Path, archive: &Path) {
    let out = morgue(index).arg("index").arg(archive).output().unwrap();
    assert!(out.status.success(), "index: {}", String::from_utf8_lossy(&out.stderr));
}

fn indexing(index: &Path, archive: &Path) -> Command {
    let mut command = morgue(index);
    // Small batches, so that there are commits and merges to be killed in.
    command.args(["index", "--commit-bytes", "60000"]).arg(archive);
    command
}

/// Kills a run after a while. Gives the articles it said were committed.
fn index_killed(index: &Path, archive: &Path, after: Duration) -> u64 {
    let mut child =
        indexing(index, archive).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let stderr = child.stderr.take().unwrap();
    let told = std::thread::spawn(move || {
        let lines = BufReader::new(stderr).lines().map_while(Result::ok);
        let committed = lines.filter_map(|line| {
            let rest = line.trim_start().strip_prefix("committed ")?.to_string();
            let digits: String = rest.chars().filter(|c| *c != ',').collect();
            digits.split_whitespace().next()?.parse::<u64>().ok()
        });
        committed.max().unwrap_or(0)
    });
    std::thread::sleep(after);
    let _ = child.kill();
    child.wait().unwrap();
    told.join().unwrap()
}

#[test]
fn a_killed_run_loses_nothing_that_was_committed() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let kills = number("MORGUE_KILLS").unwrap_or(4);
    let seed = number("MORGUE_SEED").unwrap_or_else(|| fastrand::u64(..));
    println!("MORGUE_SEED={seed}");
    let mut rng = fastrand::Rng::with_seed(seed);
    let dir = tempfile::tempdir().unwrap();
    let archive = dir.path().join("archive");
    std::fs::create_dir(&archive).unwrap();
    write_archive(&archive, &mut rng);

    let undisturbed = dir.path().join("undisturbed");
    let start = Instant::now();
    let out = indexing(&undisturbed, &archive).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let whole_run = start.elapsed();
    let expected = stats(&undisturbed);

    let mut cut_short = 0;
    for kill in 0..kills {
        let index = dir.path().join(format!("killed{kill}"));
        let mut committed = 0;
        // Twice on the way: a run that continues another is killed as well.
        for _ in 0..1 + kill % 2 {
            let after = whole_run.mul_f64(rng.f64());
            committed = index_killed(&index, &archive, after).max(committed);
        }
        if !index.join("morgue.json").exists() {
            assert_eq!(committed, 0);
        } else {
            let out = morgue(&index).arg("verify").output().unwrap();
            let said = String::from_utf8_lossy(&out.stderr);
            assert!(out.status.success(), "seed {seed}, kill {kill}: verify: {said}");
            let held = stats(&index)["articles"].as_u64().unwrap();
            assert!(held >= committed, "seed {seed}, kill {kill}: {held} held, {committed} told");
            cut_short += u64::from(held < expected["articles"].as_u64().unwrap());
        }
        index_whole(&index, &archive);
        let after = stats(&index);
        for field in ["articles", "fingerprint", "sources"] {
            assert_eq!(after[field], expected[field], "seed {seed}, kill {kill}: {field}");
        }
        std::fs::remove_dir_all(&index).unwrap();
    }
    println!("{kills} indexes killed, {cut_short} of them before they were whole");
    assert!(cut_short > 0, "seed {seed}: no run was killed on its way");
}
