//! Where nothing was found: what each part finds by itself, and commands that find something.

use std::io::{self, Write};

use morgue_query::{Attempt, Help};

use crate::theme::Look;
use crate::{command, grouped, safe};

/// The counts of the parts, words like those that are not there, then the commands of
/// this name with what they find.
///
/// # Errors
/// Writing failed.
pub fn help(out: &mut dyn Write, verb: &str, help: &Help, look: &Look) -> io::Result<()> {
    let label = look.theme.label;
    let all = help.alone.iter().chain(&help.instead);
    let wide = all.map(|one| grouped(one.articles).len()).max().unwrap_or(1).max(4);
    if !help.alone.is_empty() {
        writeln!(out, "{label}each by itself finds{label:#}")?;
        for one in &help.alone {
            let what = if one.code == "filter" { "filter: " } else { "" };
            writeln!(out, "{:>wide$}  {what}{}", grouped(one.articles), safe(&one.message))?;
        }
    }
    for word in &help.spelling {
        let near: Vec<String> = word
            .near
            .iter()
            .map(|near| format!("{} {}", near.word, grouped(near.articles)))
            .collect();
        writeln!(out, "{label}like{label:#} {}: {}", safe(&word.word), safe(&near.join(", ")))?;
    }
    if !help.instead.is_empty() {
        writeln!(out, "{label}these find something{label:#}")?;
        help.instead.iter().try_for_each(|one| instead(out, verb, one, wide, look))?;
    }
    if !help.complete {
        let dim = look.theme.dim;
        writeln!(out, "{dim}there may be more: not all was tried{dim:#}")?;
    }
    Ok(())
}

fn instead(
    out: &mut dyn Write,
    verb: &str,
    one: &Attempt,
    wide: usize,
    look: &Look,
) -> io::Result<()> {
    let dim = look.theme.dim;
    let command = command(verb, &one.params);
    let count = grouped(one.articles);
    writeln!(out, "{count:>wide$}  {dim}{}:{dim:#} {}", safe(&one.message), safe(&command))
}
