//! Errors as RFC 9457 problems: `application/problem+json` with a stable `code`.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use morgue_query::{AnswerError, EngineError, EngineErrorKind, SyntaxError};
use serde::Serialize;

/// Why a request has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    /// A stable name of the reason.
    code: &'static str,
    /// What is wrong, which value, what next.
    detail: String,
    /// Where in the query, and how much of it, in Unicode code points.
    place: Option<(usize, usize)>,
    /// A query or a name that would do.
    suggestion: Option<String>,
    /// Seconds after which to try again.
    retry_after: Option<u32>,
}

/// A problem as it is sent.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "Problem")]
pub(crate) struct ProblemBody<'a> {
    /// A name of the reason that is unique in the world.
    #[serde(rename = "type")]
    kind: String,
    /// The stable part of it.
    code: &'a str,
    /// The status' own phrase.
    title: &'a str,
    /// The status again.
    status: u16,
    /// What is wrong, which value, what next.
    detail: &'a str,
    /// Where in the query, in Unicode code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<usize>,
    /// How much of the query, in Unicode code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    length: Option<usize>,
    /// A query or a name that would do.
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<&'a str>,
}

impl Problem {
    /// A problem of this status and code.
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { status, code, detail, place: None, suggestion: None, retry_after: None }
    }

    /// A parameter that cannot be used.
    pub(crate) fn parameter(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "parameter", detail)
    }

    /// The same with what would do.
    pub(crate) fn suggest(self, suggestion: Option<String>) -> Self {
        Self { suggestion, ..self }
    }

    /// The same with what would do, where that is known.
    pub(crate) fn or_suggest(self, suggestion: Option<String>) -> Self {
        Self { suggestion: suggestion.or(self.suggestion), ..self }
    }

    /// There are more searches than are let in.
    pub(crate) fn busy() -> Self {
        let detail = "too many searches are waiting: try again in a moment";
        let busy = Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail);
        Self { retry_after: Some(2), ..busy }
    }

    /// Something else is under way that lets only one in.
    pub(crate) fn busy_with(detail: &str) -> Self {
        Self { detail: format!("{detail}: try again in a moment"), ..Self::busy() }
    }

    /// This was asked for too often.
    pub(crate) fn too_often(seconds: u32) -> Self {
        let detail = format!("too often: try again in {seconds} s");
        let often = Self::new(StatusCode::TOO_MANY_REQUESTS, "too-often", detail);
        Self { retry_after: Some(seconds), ..often }
    }

    /// Who asks is not known to be allowed to.
    pub(crate) fn token(what: &str) -> Self {
        let detail = format!("this needs {what}: send `Authorization: Bearer TOKEN`");
        Self::new(StatusCode::UNAUTHORIZED, "token", detail)
    }

    /// Nothing is there.
    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", detail)
    }

    /// A query that cannot be read, with its place.
    pub(crate) fn syntax(query: &str, error: SyntaxError) -> Self {
        let points = |bytes: usize| query.get(..bytes).map(|text| text.chars().count());
        let place = Some(error.span).filter(|span| !(span.is_empty() && span.start == 0));
        let position = place.as_ref().and_then(|span| points(span.start));
        let end = place.and_then(|span| points(span.end));
        let place = position.zip(end).map(|(start, end)| (start, end.saturating_sub(start)));
        let problem = Self::new(StatusCode::BAD_REQUEST, error.code.name(), error.message);
        Self { place, suggestion: error.suggestion, ..problem }
    }

    /// What an answer failed with.
    pub(crate) fn answer(query: &str, error: AnswerError) -> Self {
        match error {
            AnswerError::Syntax(error) => Self::syntax(query, error),
            AnswerError::Engine(error) => error.into(),
        }
    }

    /// Its status.
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// A stable name of the reason.
    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    /// What is wrong, which value, what next.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// Where in the query, and how much of it, in code points.
    pub(crate) fn place(&self) -> Option<(usize, usize)> {
        self.place
    }

    pub(crate) fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }

    pub(crate) fn retry_after(&self) -> Option<u32> {
        self.retry_after
    }

    /// Whether it is the query that cannot be read, not another parameter.
    pub(crate) fn is_of_query(&self) -> bool {
        let other = ["parameter", "unknown-parameter", "cursor", "cursor-question", "ambiguous-id"];
        self.status == StatusCode::BAD_REQUEST && !other.contains(&self.code)
    }

    fn body(&self) -> ProblemBody<'_> {
        ProblemBody {
            kind: format!("urn:morgue:problem:{}", self.code),
            code: self.code,
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: &self.detail,
            position: self.place.map(|place| place.0),
            length: self.place.map(|place| place.1),
            suggestion: self.suggestion.as_deref(),
        }
    }
}

impl Serialize for Problem {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.body().serialize(serializer)
    }
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        let status = StatusCode::from_u16(error.kind.http_status());
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let code = code(error.kind);
        let told = match error.kind {
            // What a question ran into.
            EngineErrorKind::Unsupported
            | EngineErrorKind::TooManyExpansions
            | EngineErrorKind::OverLimit
            | EngineErrorKind::TimedOut
            | EngineErrorKind::Cancelled => return Self::new(status, code, error.message),
            EngineErrorKind::Gone => {
                let detail = "the archive has moved on since this page was made: ask again from the \
                              first page";
                return Self::new(status, code, detail);
            }
            EngineErrorKind::Locked => "another program is writing to the archive: try again later",
            EngineErrorKind::NotWritable => "the archive cannot be written to",
            EngineErrorKind::Unreachable => "the archive does not answer: try again later",
            EngineErrorKind::Missing
            | EngineErrorKind::OtherVersion
            | EngineErrorKind::Damaged
            | EngineErrorKind::Io => "the archive cannot be read",
        };
        // The message may name a folder of this machine: it is for the log.
        tracing::error!(error = %error, "the engine failed");
        Self::new(status, code, format!("{told}; its owner's log says more"))
    }
}

fn code(kind: EngineErrorKind) -> &'static str {
    match kind {
        EngineErrorKind::Unsupported => "unsupported",
        EngineErrorKind::TooManyExpansions => "too-many-expansions",
        EngineErrorKind::OverLimit => "over-limit",
        EngineErrorKind::TimedOut => "timed-out",
        EngineErrorKind::Cancelled => "cancelled",
        EngineErrorKind::Missing => "missing",
        EngineErrorKind::Locked => "locked",
        EngineErrorKind::OtherVersion => "other-version",
        EngineErrorKind::Damaged => "damaged",
        EngineErrorKind::NotWritable => "not-writable",
        EngineErrorKind::Unreachable => "unreachable",
        EngineErrorKind::Gone => "gone",
        EngineErrorKind::Io => "io",
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(&self)).into_response();
        let headers = response.headers_mut();
        let kind = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, kind);
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        // For the pages, which tell it to people.
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_folder_of_this_machine_is_told() {
        use EngineErrorKind::{
            Damaged, Io, Locked, Missing, NotWritable, OtherVersion, Unreachable,
        };
        for kind in [Missing, Locked, OtherVersion, Damaged, NotWritable, Unreachable, Io] {
            let problem: Problem = EngineError::new(kind, "`/home/ada/index-data`: no").into();
            assert!(!problem.detail.contains("ada"), "{problem:?}");
        }
        let kind = EngineErrorKind::TooManyExpansions;
        let problem: Problem = EngineError::new(kind, "`a*` stands for 9,000 words").into();
        assert!(problem.detail.contains("9,000"));
    }
}
