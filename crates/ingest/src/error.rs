//! What goes wrong while reading, and where.

use std::fmt;

/// Where in a source something is: `clippings/1912.zip!a/b.jsonl:40`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// The file, as a person would open it.
    pub path: String,
    /// The entry inside an archive file.
    pub entry: Option<String>,
    /// The line, from 1.
    pub line: Option<u64>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(entry) = &self.entry {
            write!(f, "!{entry}")?;
        }
        match self.line {
            Some(line) => write!(f, ":{line}"),
            None => Ok(()),
        }
    }
}

/// Something that could not be read: a place round a cause.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {cause}")]
pub struct IngestError {
    /// Where.
    pub place: Place,
    /// What.
    pub cause: Cause,
}

impl IngestError {
    /// A cause at a whole file.
    pub fn file(path: impl Into<String>, cause: Cause) -> Self {
        Self { place: Place { path: path.into(), ..Place::default() }, cause }
    }
}

/// Why a file, an entry or a record gave no article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// It is not an article and nothing is wrong with it: a picture, an empty file. Not a failure.
    #[error("{0}")]
    Skipped(String),
    /// It has neither a headline nor a text.
    #[error("no headline and no text")]
    NoText,
    /// The system could not give its bytes.
    #[error("{0}")]
    Unreadable(String),
    /// Its bytes are not what the format demands.
    #[error("not valid {format}: {problem}")]
    Syntax {
        /// The format it should have been.
        format: &'static str,
        /// What is wrong, with a position where there is one.
        problem: String,
    },
    /// A field has a value it cannot have.
    #[error("field `{field}`: `{value}` {problem}")]
    Field {
        /// The field.
        field: String,
        /// What stood there, cut to a line.
        value: String,
        /// What is wrong with it.
        problem: String,
    },
    /// It is larger or deeper than is read.
    #[error("over the limit of {limit} {what}")]
    Limit {
        /// What is counted: `bytes per record`.
        what: &'static str,
        /// How much of it is allowed.
        limit: u64,
    },
    /// The program of `--pre` failed.
    #[error("the command `{command}` {problem}")]
    Command {
        /// The command as it was run.
        command: String,
        /// How it ended.
        problem: String,
    },
    /// The file changed while it was read.
    #[error("changed while it was read; the next run reads it again")]
    Changed,
}

impl Cause {
    /// Whether something that should be an article could not be read.
    pub fn is_failure(&self) -> bool {
        !matches!(self, Self::Skipped(_) | Self::NoText)
    }

    /// A short phrase that a report counts by.
    pub fn reason(&self) -> String {
        match self {
            Self::Skipped(reason) => reason.clone(),
            Self::NoText => "no text".to_string(),
            Self::Unreadable(_) => "unreadable".to_string(),
            Self::Syntax { format, .. } => format!("not valid {format}"),
            Self::Field { field, problem, .. } => format!("field `{field}` {problem}"),
            Self::Limit { what, .. } => format!("over the limit of {what}"),
            Self::Command { .. } => "a command failed".to_string(),
            Self::Changed => "changed while it was read".to_string(),
        }
    }
}

impl From<std::io::Error> for Cause {
    fn from(error: std::io::Error) -> Self {
        // A reader of ours that meets a limit or bad bytes hands its cause through as an io error.
        match error.downcast::<Self>() {
            Ok(cause) => cause,
            Err(error) => Self::Unreadable(error.to_string()),
        }
    }
}

impl From<Cause> for std::io::Error {
    fn from(cause: Cause) -> Self {
        Self::other(cause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_where_what_and_which_value() {
        let place = Place { path: "clippings/1912.jsonl".into(), entry: None, line: Some(40) };
        let cause = Cause::Field {
            field: "date".into(),
            value: "1912-13-01".into(),
            problem: "is not a date".into(),
        };
        let error = IngestError { place, cause };
        assert_eq!(
            error.to_string(),
            "clippings/1912.jsonl:40: field `date`: `1912-13-01` is not a date"
        );
    }

    #[test]
    fn a_cause_survives_a_trip_through_an_io_error() {
        let cause = Cause::Limit { what: "bytes per record", limit: 7 };
        assert_eq!(Cause::from(std::io::Error::from(cause.clone())), cause);
    }
}
