//! Query text → [`Query`]: what was typed, as a tree with places.

mod almost;
mod ast;
mod check;
mod error;
mod field;
mod lexer;
mod named;
mod notice;
mod offers;
mod parser;
mod phrase;
mod plain;
mod precedence;
mod print;
mod run;
mod signs;
mod source;
mod spelled;
mod value;

pub use ast::{Bound, Connector, Kind, Node, Phrase, PhrasePart, Query, Unit, ValueRange, Word};
pub use error::SyntaxError;
pub use field::{Field, FieldKind};
pub use notice::Code;
pub(crate) use notice::{Reporter, notice};
pub use print::print;
pub(crate) use print::print_value;

pub(crate) use field::nearest;
pub(crate) use print::{print_connector, print_node};
pub(crate) use run::tame;
pub(crate) use value::last as last_range;

use crate::plan::Limits;
use crate::request::{Mode, Notice};

/// A query as it was read, with what was decided on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The query.
    pub query: Query,
    /// The decisions, in the order of the text.
    pub notices: Vec<Notice>,
}

/// Reads a query under the default [`Limits`].
///
/// # Errors
/// See [`parse_within`].
///
/// ```
/// use morgue_query::{Mode, parse, print};
///
/// let read = parse("climate change OR warming", Mode::default()).unwrap();
/// assert_eq!(print(&read.query), "climate (change OR warming)");
/// assert_eq!(read.notices[0].instead.as_deref(), Some("(climate change) OR warming"));
/// ```
pub fn parse(text: &str, mode: Mode) -> Result<Parsed, SyntaxError> {
    parse_within(text, mode, &Limits::default())
}

/// Reads a query.
///
/// # Errors
/// A limit that is passed. In strict mode also everything that would otherwise be repaired with a
/// notice.
pub fn parse_within(text: &str, mode: Mode, limits: &Limits) -> Result<Parsed, SyntaxError> {
    if text.len() > limits.text {
        let code = Code::TooLong;
        let message = format!(
            "the query has {} bytes, and at most {} are read; search for its rarest words",
            text.len(),
            limits.text
        );
        let whole = |&end: &usize| text.is_char_boundary(end);
        let end = (0..=limits.text).rev().find(whole).unwrap_or(0);
        return Err(SyntaxError::new(code, message, end..text.len()));
    }
    if mode.plain {
        return plain::parse(text, mode, limits);
    }
    match parser::parse(text, mode, limits) {
        Ok(read) => Ok(parser::other_readings(read, mode, limits)),
        Err(error) => Err(accepted(error, mode, limits)),
    }
}

/// A refusal with a suggestion that is not refused itself: where the text has more mistakes, each is
/// mended by what is suggested for it.
fn accepted(error: SyntaxError, mode: Mode, limits: &Limits) -> SyntaxError {
    const MISTAKES: usize = 8;
    let mut suggestion = error.suggestion.clone();
    for _ in 0..MISTAKES {
        let Some(text) = suggestion else { break };
        match parser::parse(&text, mode, limits) {
            Ok(read) if !read.query.emptied => return error.suggest(Some(text)),
            Ok(_) => break,
            Err(next) => suggestion = next.suggestion.filter(|next| *next != text),
        }
    }
    error.suggest(None)
}
