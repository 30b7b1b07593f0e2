//! What became of a search.

use std::io::{self, Write};

use morgue_query::{Known, Rechecked};

use crate::page::SHORT_ID;
use crate::theme::Look;
use crate::wrap::clipped;
use crate::{date, day, grouped, plural, safe};

/// Articles that are listed of each kind.
const LISTED: usize = 20;

/// How many there were and are, then the articles that came, went and changed.
///
/// # Errors
/// Writing failed.
pub fn rechecked(out: &mut dyn Write, found: &Rechecked, look: &Look) -> io::Result<()> {
    let dim = look.theme.dim;
    writeln!(out, "{}", safe(&found.interpreted))?;
    let then = plural(found.then, "article", "articles");
    writeln!(out, "{then} on {}, {} now", day(found.day), grouped(found.now))?;
    let archive = match (found.same_archive, found.is_same()) {
        (true, _) => "the whole archive is as it was",
        (false, true) => "the same articles; elsewhere the archive has changed",
        (false, false) => "the archive has changed",
    };
    let sizes = match found.archive_then {
        Some(then) if then != found.archive_now => {
            format!(
                ": {} then, {} now",
                plural(then, "article", "articles"),
                grouped(found.archive_now)
            )
        }
        _ => String::new(),
    };
    writeln!(out, "{dim}{archive}{sizes}{dim:#}")?;
    for (title, list) in [("came", &found.came), ("went", &found.went), ("changed", &found.changed)]
    {
        write_list(out, title, list, look)?;
    }
    Ok(())
}

fn write_list(out: &mut dyn Write, title: &str, list: &[Known], look: &Look) -> io::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    let (label, dim) = (look.theme.label, look.theme.dim);
    writeln!(out, "\n{label}{title}{label:#}  {}", grouped(list.len() as u64))?;
    for known in list.iter().take(LISTED) {
        write!(out, "  {dim}{}{dim:#}  ", known.id.short(SHORT_ID))?;
        if !known.indexed && known.headline.is_none() && known.published.is_none() {
            writeln!(out, "no longer in the index")?;
            continue;
        }
        let mut about: Vec<String> = Vec::new();
        about.extend(known.outlet.as_ref().map(|outlet| outlet.name.clone()));
        about.push(known.published.as_ref().map_or("undated".into(), date));
        if !known.indexed {
            about.push("no longer in the index".into());
        } else if title == "went" {
            about.push("still there, no longer found".into());
        }
        let about = about.join(", ");
        let headline = known.headline.as_deref().unwrap_or("(no headline)");
        let room = look.width.saturating_sub(SHORT_ID + 6 + about.chars().count()).max(20);
        let headline = clipped(&safe(headline), room);
        writeln!(out, "{headline}  {dim}{}{dim:#}", safe(&about))?;
    }
    if list.len() > LISTED {
        let more = grouped((list.len() - LISTED) as u64);
        writeln!(out, "  {dim}and {more} more: --json has all{dim:#}")?;
    }
    Ok(())
}
