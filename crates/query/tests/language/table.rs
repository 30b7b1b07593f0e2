//! Tables of `query => what is said of it`, kept as files that are read and compared.

use std::fmt::Write as _;
use std::ops::Range;

/// A query of a table as it is typed: `\\u{200b}` stands for a character that cannot be seen.
pub(crate) fn typed(query: &str) -> String {
    let mut parts = query.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (code, rest) = part.split_once('}').expect("an escape ends");
        let code = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
        out.push(code.expect("a character's number"));
        out.push_str(rest);
    }
    out
}

/// The other way round.
pub(crate) fn escaped(text: &str) -> String {
    let unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{a0}' | '\u{ad}' | '\u{feff}' | '\u{2009}' | '\u{2011}')
            || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
    };
    text.chars().fold(String::new(), |mut out, c| {
        if unseen(c) {
            let _ = write!(out, "\\u{{{:x}}}", c as u32);
        } else {
            out.push(c);
        }
        out
    })
}

/// The query, the place of the characters under a caret, what is said, and what is offered.
pub(crate) fn underlined(
    query: &str,
    place: Range<usize>,
    message: &str,
    offered: Option<&str>,
) -> String {
    let mut said = format!(
        "\n  {query}\n  {}{} {}",
        " ".repeat(place.start),
        "^".repeat(place.len().max(1)),
        escaped(message)
    );
    if let Some(offered) = offered {
        let _ = write!(said, "\n  {}", escaped(offered));
    }
    said
}

/// Compares a table with what the program says now, which is left in the folder of cargo's tests:
/// after a look at the difference it can be copied over the table. Lines that begin with two spaces
/// belong to the row above.
pub(crate) fn check_table(
    table: &str,
    name: &str,
    say: impl Fn(&str) -> String,
) -> Result<(), String> {
    let mut actual = String::new();
    for line in table.lines() {
        if line.starts_with("# ") || line.is_empty() {
            let _ = writeln!(actual, "{line}");
        } else if !line.starts_with("  ") {
            let input = line.split_once(" =>").map_or(line, |(input, _)| input);
            let _ = writeln!(actual, "{input} =>{}", say(input));
        }
    }
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let folder = path.parent().expect("a file is in a folder");
    std::fs::create_dir_all(folder).expect("the folder of cargo's tests is writable");
    std::fs::write(&path, &actual).expect("the folder of cargo's tests is writable");
    let wrong: Vec<String> = table
        .lines()
        .zip(actual.lines())
        .filter(|(expected, actual)| expected != actual)
        .map(|(expected, actual)| format!("- {expected}\n+ {actual}"))
        .collect();
    if table == actual {
        return Ok(());
    }
    Err(format!("{}\nas it is now: {}", wrong.join("\n"), path.display()))
}
