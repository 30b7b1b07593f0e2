//! Searches that are kept under a name and repeated.

use std::fmt;
use std::str::FromStr;

use morgue_article::Day;
use serde::Serialize;

use crate::plan::{FacetField, Interval, WantTotal};
use crate::planner::facet_name;
use crate::results::Bucket;
use crate::{AnswerError, AskContext, Control, Engine, Match, Mode, QueryEcho, Request, answer};

/// The name of a saved search: small letters, digits, `-` and `_`, beginning with a letter or a
/// digit, at most 64 of them. It is a file's name everywhere and leads nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SavedName(String);

/// A name that a search cannot have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` cannot be the name of a search: small letters, digits, `-` and `_` can, at most 64 of \
     them, beginning with a letter or a digit"
)]
pub struct SavedNameError(String);

impl FromStr for SavedName {
    type Err = SavedNameError;

    fn from_str(name: &str) -> Result<Self, SavedNameError> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        let inside = name.bytes().all(|b| plain(b) || b == b'-' || b == b'_');
        let begins = name.bytes().next().is_some_and(plain);
        // Some systems keep these names for devices.
        let device = matches!(name, "con" | "prn" | "aux" | "nul")
            || (name.len() == 4 && (name.starts_with("com") || name.starts_with("lpt")));
        if inside && begins && !device && name.len() <= 64 {
            return Ok(Self(name.to_string()));
        }
        Err(SavedNameError(name.chars().take(80).collect()))
    }
}

impl SavedName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SavedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A search under a name.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedSearch {
    /// Its name.
    pub name: SavedName,
    /// What it asks.
    pub request: Request,
    /// The day it was saved.
    pub created: Day,
}

/// A parameter that decides nothing of what is found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParamError {
    /// There is none of that name.
    #[error("there is no parameter `{0}`")]
    Unknown(String),
    /// It cannot have this value.
    #[error("parameter `{name}` cannot be `{value}`")]
    Value {
        /// The parameter.
        name: String,
        /// What it was given.
        value: String,
    },
}

/// The facets that a request can keep to.
const FILTERS: [FacetField; 6] = [
    FacetField::Outlet,
    FacetField::Section,
    FacetField::Lang,
    FacetField::Country,
    FacetField::Author,
    FacetField::Path,
];

impl Request {
    /// The request of which [`Request::params`] gave these parameters.
    ///
    /// # Errors
    /// Another parameter, or a value that one cannot have.
    pub fn from_params<'p>(
        params: impl IntoIterator<Item = (&'p str, &'p str)>,
    ) -> Result<Self, ParamError> {
        let mut request = Self::default();
        for (name, value) in params {
            let wrong = || ParamError::Value { name: name.to_string(), value: value.to_string() };
            let flag = || match value {
                "1" | "true" => Ok(true),
                "0" | "false" => Ok(false),
                _ => Err(wrong()),
            };
            match name {
                "q" => request.q = value.to_string(),
                "from" => request.from = Some(value.to_string()),
                "to" => request.to = Some(value.to_string()),
                "plain" => request.mode.plain = flag()?,
                "strict" => request.mode.strict = flag()?,
                "match" => {
                    request.mode.matching = match value {
                        "all" => Match::All,
                        "most" => Match::Most,
                        "any" => Match::Any,
                        _ => return Err(wrong()),
                    }
                }
                _ => {
                    let (facet, exclude) = match name.strip_prefix("exclude-") {
                        Some(facet) => (facet, true),
                        None => (name, false),
                    };
                    let known = FILTERS.into_iter().find(|field| facet_name(*field) == facet);
                    let field = known.ok_or_else(|| ParamError::Unknown(name.to_string()))?;
                    let list = if exclude { &mut request.exclude } else { &mut request.keep };
                    list.push((field, value.to_string()));
                }
            }
        }
        Ok(request)
    }
}

/// What a search finds that is to be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Preview {
    /// How it is read.
    pub query: QueryEcho,
    /// How many articles it finds.
    pub total: u64,
    /// How many of them were published in the last [`Preview::DAYS`] days.
    pub lately: u64,
    /// Each of these days, with how many were published on it.
    pub by_day: Vec<Bucket>,
}

impl Preview {
    /// The days that are looked at.
    pub const DAYS: i64 = 30;
}

/// Why a search is not to be saved.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct NotSavable {
    /// What is wrong with it.
    #[source]
    pub error: AnswerError,
    /// The canonical form that it would be read as, which could be saved instead.
    pub instead: Option<String>,
}

/// Reads a search that is to be saved, strictly: what would be repaired with a notice that nobody
/// reads later is refused.
///
/// # Errors
/// The query is not what it seems, and whatever the engine fails with.
pub fn preview(
    engine: &dyn Engine,
    request: &Request,
    context: &AskContext<'_>,
    control: &Control,
) -> Result<Preview, NotSavable> {
    let asked = |strict| Request {
        mode: Mode { strict, ..request.mode },
        limit: 0,
        snippets: 0,
        facets: Vec::new(),
        interval: Some(Interval::Day),
        total: WantTotal::Exact,
        after: None,
        ..request.clone()
    };
    let found = answer(engine, &asked(true), context, control).map_err(|error| {
        let lenient = match &error {
            AnswerError::Syntax(_) => answer(engine, &asked(false), context, control).ok(),
            AnswerError::Engine(_) => None,
        };
        NotSavable { error, instead: lenient.map(|answer| answer.query.interpreted) }
    })?;
    let buckets = found.timeline.map(|line| line.buckets).unwrap_or_default();
    let of_day = |day: Day| {
        let found = buckets.iter().find(|bucket| bucket.first == day);
        Bucket { first: day, last: day, count: found.map_or(0, |bucket| bucket.count) }
    };
    let today = context.today.0;
    let by_day: Vec<Bucket> =
        (today - Preview::DAYS + 1..=today).map(|day| of_day(Day(day))).collect();
    Ok(Preview {
        query: found.query,
        total: found.total.map_or(0, |total| total.value),
        lately: by_day.iter().map(|bucket| bucket.count).sum(),
        by_day,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        for good in ["a", "harbour-strikes_2", "1926"] {
            assert_eq!(good.parse::<SavedName>().map(|name| name.to_string()), Ok(good.into()));
        }
        let long = "a".repeat(65);
        for bad in [
            "",
            "..",
            "../x",
            "a/b",
            "a\\b",
            "A",
            "é",
            "-x",
            "_x",
            "a.b",
            "con",
            "com1",
            " a",
            "a\n",
            "a\0",
            long.as_str(),
        ] {
            assert!(bad.parse::<SavedName>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn parameters_are_read_as_they_are_written() {
        let mut request = Request { q: "a -b".into(), ..Request::default() };
        request.mode = Mode { matching: Match::Any, plain: true, strict: true };
        (request.from, request.to) = (Some("1914".into()), Some("1918-11".into()));
        request.keep = vec![(FacetField::Outlet, "x y".into()), (FacetField::Path, "p".into())];
        request.exclude = vec![(FacetField::Lang, "de".into())];
        let params = request.params();
        let pairs = params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        assert_eq!(Request::from_params(pairs), Ok(request));
        assert_eq!(Request::from_params([("x", "y")]), Err(ParamError::Unknown("x".into())));
        assert!(Request::from_params([("match", "some")]).is_err());
        assert!(Request::from_params([("plain", "perhaps")]).is_err());
    }
}
