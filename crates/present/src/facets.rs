//! Lists of counts, side by side as far as the page is wide.

use std::io::{self, Write};

use morgue_query::FacetList;
use morgue_query::plan::FacetField;
use unicode_width::UnicodeWidthStr;

use crate::theme::Look;
use crate::wrap::{clipped, padded};
use crate::{grouped, safe};

/// The longest name of a value that is shown whole.
const NAME: usize = 28;
/// Columns between two lists.
const GUTTER: usize = 4;

/// The lists as blocks of lines beside each other.
///
/// # Errors
/// Writing failed.
pub fn facets(out: &mut dyn Write, lists: &[FacetList], look: &Look) -> io::Result<()> {
    let blocks: Vec<Block> = lists.iter().map(|list| Block::of(list, look)).collect();
    let mut rest = blocks.as_slice();
    while !rest.is_empty() {
        let mut used = 0;
        let fit = rest.iter().take_while(|block| {
            used += block.width + GUTTER;
            used - GUTTER <= look.width
        });
        let (row, later) = rest.split_at(fit.count().max(1));
        write_row(out, row, look)?;
        rest = later;
        if !rest.is_empty() {
            writeln!(out)?;
        }
    }
    Ok(())
}

/// One list, laid out: a title and lines of name and count.
struct Block {
    title: &'static str,
    lines: Vec<Line>,
    names: usize,
    width: usize,
}

struct Line {
    name: String,
    count: String,
    faint: bool,
}

impl Block {
    fn of(list: &FacetList, look: &Look) -> Self {
        let longest = NAME.min(look.width.saturating_sub(12)).max(8);
        let mut lines: Vec<Line> = list
            .values
            .iter()
            .map(|value| Line {
                name: clipped(&safe(value.label.as_ref().unwrap_or(&value.value)), longest),
                count: grouped(value.count),
                faint: false,
            })
            .collect();
        let more = list.distinct.saturating_sub(list.values.len() as u64);
        if more > 0 {
            let name = format!("+ {} more", grouped(more));
            lines.push(Line { name, count: String::new(), faint: true });
        }
        if list.missing > 0 {
            let name = without(list.field).to_string();
            lines.push(Line { name, count: grouped(list.missing), faint: true });
        }
        let widest = |text: fn(&Line) -> &str| lines.iter().map(|l| text(l).width()).max();
        let names = widest(|line| &line.name).unwrap_or(0);
        let counts = widest(|line| &line.count).unwrap_or(0);
        let title = title(list.field);
        let names = names.max((title.width()).saturating_sub(counts + 2));
        let width = names + 2 + counts;
        Self { title, lines, names, width }
    }

    /// One line of the block without spaces behind it, and how many columns it takes.
    fn write(&self, out: &mut dyn Write, i: usize, look: &Look) -> io::Result<usize> {
        let Some(line) = self.lines.get(i) else { return Ok(0) };
        let style = if line.faint { look.theme.dim } else { Default::default() };
        if line.count.is_empty() {
            write!(out, "{style}{}{style:#}", line.name)?;
            return Ok(line.name.width());
        }
        let counts = self.width - self.names - 2;
        write!(out, "{style}{}  {:>counts$}{style:#}", padded(&line.name, self.names), line.count)?;
        Ok(self.width)
    }
}

fn write_row(out: &mut dyn Write, row: &[Block], look: &Look) -> io::Result<()> {
    let label = look.theme.label;
    let height = row.iter().map(|block| block.lines.len()).max().unwrap_or(0);
    write_line(out, row, |out, block| {
        write!(out, "{label}{}{label:#}", block.title)?;
        Ok(block.title.width())
    })?;
    (0..height).try_for_each(|i| write_line(out, row, |out, block| block.write(out, i, look)))
}

/// Writes a part of each block with spaces between them, but none at the end.
fn write_line(
    out: &mut dyn Write,
    row: &[Block],
    mut part: impl FnMut(&mut dyn Write, &Block) -> io::Result<usize>,
) -> io::Result<()> {
    let mut gap = 0;
    for block in row {
        let mut text = Vec::new();
        let used = part(&mut text, block)?;
        if used > 0 {
            write!(out, "{:gap$}", "")?;
            out.write_all(&text)?;
            gap = 0;
        }
        gap += block.width + GUTTER - used;
    }
    writeln!(out)
}

/// What a facet's list is called.
pub fn title(field: FacetField) -> &'static str {
    match field {
        FacetField::Outlet => "outlet",
        FacetField::Year => "year",
        FacetField::Month => "month",
        FacetField::Day => "day",
        FacetField::Section => "section",
        FacetField::Lang => "language",
        FacetField::Country => "country",
        FacetField::Author => "author",
        FacetField::Type => "type",
        FacetField::Wire => "wire",
        FacetField::Tag => "tag",
        FacetField::Path => "path",
    }
}

fn without(field: FacetField) -> &'static str {
    match field {
        FacetField::Outlet => "no outlet",
        FacetField::Year => "no one year",
        FacetField::Month => "no one month",
        FacetField::Day => "no one day",
        FacetField::Section => "no section",
        FacetField::Lang => "no language",
        FacetField::Country => "no country",
        FacetField::Author => "no author",
        FacetField::Type => "no type",
        FacetField::Wire => "not from a wire",
        FacetField::Tag => "no tag",
        FacetField::Path => "no folder",
    }
}
