//! What was decided about a query, and what is wrong with it.

use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use morgue_query::Notice;

use crate::safe;
use crate::safe::safe_char;
use crate::theme::Look;

/// Each notice on a line, with the other reading ready to run.
///
/// # Errors
/// Writing failed.
pub fn notices(out: &mut dyn Write, notices: &[Notice], look: &Look) -> io::Result<()> {
    let style = look.theme.notice;
    for notice in notices {
        write!(out, "{style}notice:{style:#} {}", safe(&notice.message))?;
        if let Some(instead) = notice.instead.as_deref().filter(|it| !it.trim().is_empty()) {
            write!(out, "; otherwise: {}", safe(instead))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// What is wrong with a query, and where.
#[derive(Debug, Clone, Copy)]
pub struct Caret<'a> {
    /// The query as typed.
    pub input: &'a str,
    /// What is wrong.
    pub message: &'a str,
    /// Where, in bytes of `input`.
    pub place: &'a Range<usize>,
    /// What to write instead.
    pub help: Option<&'a str>,
}

/// Code points that are shown before and after the place, in a long query.
const AROUND: usize = 60;

/// The query with the place of the error under a caret.
///
/// # Errors
/// Writing failed.
pub fn query_error(out: &mut dyn Write, caret: &Caret<'_>, look: &Look) -> io::Result<()> {
    let (text, span) = window(caret.input, caret.place);
    let message = safe(caret.message);
    let snippet = Snippet::source(text.as_str()).annotation(AnnotationKind::Primary.span(span));
    let mut group = Level::ERROR.primary_title(message.as_ref()).element(snippet);
    let help = caret.help.map(safe);
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help.as_ref()));
    }
    let coloured = look.theme.error != anstyle::Style::new();
    let renderer = if coloured { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(look.width);
    // A query is one line: its number says nothing, and the margin stays narrow without it.
    writeln!(out, "{}", renderer.render(&[group]))
}

/// The part of the query around a place, safe to show, and the place in it.
fn window(input: &str, place: &Range<usize>) -> (String, Range<usize>) {
    let start = floor(input, place.start);
    let end = floor(input, place.end).max(start);
    let before: Vec<char> = input[..start].chars().rev().take(AROUND + 1).collect();
    let after: Vec<char> = input[end..].chars().take(AROUND + 1).collect();
    let inside: Vec<char> = input[start..end].chars().take(AROUND + 1).collect();
    let mut text = String::new();
    if before.len() > AROUND {
        text.push('…');
    }
    text.extend(before.iter().take(AROUND).rev().map(|&c| safe_char(c)));
    let from = text.len();
    text.extend(inside.iter().take(AROUND).map(|&c| safe_char(c)));
    if inside.len() > AROUND {
        text.push('…');
    }
    let to = text.len();
    text.extend(after.iter().take(AROUND).map(|&c| safe_char(c)));
    if after.len() > AROUND {
        text.push('…');
    }
    (text, from..to)
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
