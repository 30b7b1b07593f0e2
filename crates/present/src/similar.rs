//! The articles most like one.

use std::io::{self, Write};

use morgue_query::{Copied, Similar};

use crate::page::write_hit;
use crate::safe;
use crate::theme::Look;

/// Words that are named at the head of the page.
const WORDS: usize = 8;

/// What they are compared by, then the articles, copies marked.
///
/// # Errors
/// Writing failed.
pub fn similar(out: &mut dyn Write, found: &Similar, look: &Look) -> io::Result<()> {
    let (dim, notice) = (look.theme.dim, look.theme.notice);
    let headline = found.headline.as_deref().unwrap_or("(no headline)");
    writeln!(out, "like {}", safe(headline))?;
    let words: Vec<&str> = found.words.iter().take(WORDS).map(|word| word.word.as_str()).collect();
    if !words.is_empty() {
        writeln!(out, "{dim}by {}{dim:#}", safe(&words.join(", ")))?;
    }
    for hit in &found.hits {
        writeln!(out)?;
        if let Some(copy) = hit.copy {
            writeln!(out, "{notice}copy:{notice:#} {}", copied(&copy))?;
        }
        write_hit(out, &hit.hit, look)?;
    }
    Ok(())
}

/// How much of a copy an article is.
pub fn copied(copy: &Copied) -> &'static str {
    match copy {
        Copied::Same => "the same text",
        Copied::Near => "nearly the same text",
    }
}
