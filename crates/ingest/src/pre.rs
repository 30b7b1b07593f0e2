//! `--pre`: another program turns a file into text.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::error::Cause;

/// Splits a command as a shell does for quotes; nothing else of a shell happens.
pub(crate) fn split(command: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, '\\') => word.get_or_insert_default().push(chars.next()?),
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

/// Runs a command on a file; gives what it prints, at most `limit` bytes.
pub(crate) fn run(command: &str, path: &Path, limit: u64) -> Result<Vec<u8>, Cause> {
    let failed = |problem: String| Cause::Command { command: command.to_string(), problem };
    let words = split(command).unwrap_or_default();
    let Some((program, arguments)) = words.split_first() else {
        return Err(failed("is empty".to_string()));
    };
    let path = path.to_string_lossy();
    let mut child = Command::new(program)
        .args(arguments.iter().map(|word| word.replace("{}", &path)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(format!("could not be started: {error}")))?;
    let mut bytes = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        stdout.take(limit + 1).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > limit {
        // Whatever it does next, nobody listens any more.
        let _ = child.kill();
        let _ = child.wait();
        return Err(Cause::Limit { what: "bytes printed by a command", limit });
    }
    let status = child.wait()?;
    if status.success() { Ok(bytes) } else { Err(failed(format!("ended with {status}"))) }
}
