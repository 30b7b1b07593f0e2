//! Asking an engine: the query's text, the context it is read in, and what is said about it.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use anyhow::Context as _;
use morgue_article::{Article, OutletTable};
use morgue_present::{Caret, Look};
use morgue_query::plan::Limits;
use morgue_query::{
    Answer, AnswerError, AskContext, CompareError, CompareRequest, Comparison, Engine, Explanation,
    Kwic, KwicOptions, LitArticle, Mode, Notice, PlanContext, Request, Stats, SyntaxError, answer,
    compare, explain, kwic, lit, parse, plan,
};

use crate::clock::today;
use crate::failure::{Failure, code};
use crate::session::Session;

/// Bytes of a query that are read from standard input: more than any limit lets through.
const QUERY_BYTES: u64 = 4 << 20;
/// Candidates that are listed when an id is not unique.
const CANDIDATES: usize = 10;
/// Bytes of a file of queries.
const QUERIES_BYTES: u64 = 256 << 20;

/// The words as one query; `-` alone means standard input.
pub(crate) fn words(words: &[String]) -> anyhow::Result<String> {
    if words == ["-"] {
        let text = read_bounded(io::stdin().lock(), QUERY_BYTES, "standard input")?;
        return Ok(text.trim().to_string());
    }
    Ok(words.join(" "))
}

/// A file of queries, or standard input for `-`.
pub(crate) fn read_queries(path: &Path) -> anyhow::Result<String> {
    if path.as_os_str() == "-" {
        return read_bounded(io::stdin().lock(), QUERIES_BYTES, "standard input");
    }
    read_file(path, "the queries")
}

/// A file of text; `what` is in it.
pub(crate) fn read_file(path: &Path, what: &str) -> anyhow::Result<String> {
    let name = path.display().to_string();
    let file = File::open(path).with_context(|| format!("cannot read {what} in `{name}`"))?;
    read_bounded(file, QUERIES_BYTES, &name)
}

fn read_bounded(from: impl Read, most: u64, name: &str) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    from.take(most + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {name}"))?;
    if bytes.len() as u64 > most {
        return Err(Failure::usage(format!("{name} holds more than {most} bytes")));
    }
    // A byte order mark is no part of the first word.
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.iter().filter(|&&byte| byte == b'\n').count() + 1;
        Failure::usage(format!("{name}:{line} is not UTF-8 text"))
    })
}

/// An open engine and what queries are read against.
pub(crate) struct Asker<'a> {
    engine: Box<dyn Engine>,
    outlets: OutletTable,
    stats: Stats,
    session: &'a Session,
}

impl<'a> Asker<'a> {
    /// Opens the index that is meant, and says which one it is.
    pub(crate) fn open(session: &'a Session) -> anyhow::Result<Self> {
        let asker = Self::open_quietly(session)?;
        let articles = morgue_present::plural(asker.stats.articles, "article", "articles");
        session.output.say(format_args!("{}: {articles}", session.place()?.shown()));
        Ok(asker)
    }

    /// Opens the index that is meant.
    pub(crate) fn open_quietly(session: &'a Session) -> anyhow::Result<Self> {
        let (engine, outlets) = crate::engine::open(&session.place()?)?;
        let stats = engine.stats(&session.control)?;
        Ok(Self { engine, outlets, stats, session })
    }

    pub(crate) fn engine(&self) -> &dyn Engine {
        &*self.engine
    }

    pub(crate) fn stats(&self) -> &Stats {
        &self.stats
    }

    /// As many hits as there can be.
    pub(crate) fn all(&self) -> usize {
        usize::try_from(self.stats.articles).unwrap_or(usize::MAX).max(1)
    }
}

impl Asker<'_> {
    /// Asks.
    pub(crate) fn ask(&self, request: &Request) -> anyhow::Result<Answer> {
        let control = &self.session.control;
        self.answered(request, answer(&*self.engine, request, &self.context(), control))
    }

    /// Asks for a concordance.
    pub(crate) fn kwic(&self, request: &Request, options: &KwicOptions) -> anyhow::Result<Kwic> {
        let control = &self.session.control;
        self.answered(request, kwic(&*self.engine, request, options, &self.context(), control))
    }

    /// Asks for an explanation, if with an article, of its place.
    pub(crate) fn explain(
        &self,
        request: &Request,
        article: Option<&Article>,
    ) -> anyhow::Result<Explanation> {
        let control = &self.session.control;
        self.answered(request, explain(&*self.engine, request, article, &self.context(), control))
    }

    /// Counts by time what several queries find.
    pub(crate) fn compare(&self, request: &CompareRequest) -> anyhow::Result<Comparison> {
        let counted = compare(&*self.engine, request, &self.context(), &self.session.control);
        counted.map_err(|CompareError { input, error }| failed(&input, error))
    }

    /// What requests are answered against.
    pub(crate) fn context(&self) -> AskContext<'_> {
        AskContext { today: today(), outlets: &self.outlets, limits: Limits::default() }
    }

    fn answered<T>(
        &self,
        request: &Request,
        answered: Result<T, AnswerError>,
    ) -> anyhow::Result<T> {
        answered.map_err(|error| failed(&request.q, error))
    }

    /// The current article that an id, a unique beginning of one, or a source's own id names.
    pub(crate) fn article(&self, name: &str) -> anyhow::Result<Article> {
        let (engine, control) = (&*self.engine, &self.session.control);
        let ids = engine.resolve(name.trim(), CANDIDATES, control)?;
        let id = match ids.as_slice() {
            [] => {
                let message = format!("there is no article `{name}` in this index");
                return Err(Failure::with_code(code::NOTHING, message));
            }
            [id] => *id,
            ids => {
                let ids: Vec<String> = ids.iter().map(|id| id.short(16)).collect();
                let message = format!("`{name}` may be {}: type more of it", ids.join(" or "));
                return Err(Failure::usage(message));
            }
        };
        engine.article(id, control)?.ok_or_else(|| {
            let message = format!("the article `{name}` was withdrawn");
            Failure::with_code(code::NOTHING, message)
        })
    }

    /// What a query matches in an article.
    pub(crate) fn lit(&self, words: &str, article: &Article) -> anyhow::Result<LitArticle> {
        let context = PlanContext::new(today(), &self.outlets, &self.stats);
        let planned = parse(words, Mode::default()).and_then(|read| plan(&read.query, &context));
        let planned = planned.map_err(|error| BadQuery::of(words, error))?;
        Ok(lit(article, &planned.clause, &self.session.control)?)
    }

    /// Says what was decided about the query of an answer.
    pub(crate) fn tell_notices(&self, answer: &Answer) {
        self.tell(&answer.query.notices);
    }

    /// Says what was decided about a query.
    pub(crate) fn tell(&self, notices: &[Notice]) {
        self.session.output.talk(|out, look| morgue_present::notices(out, notices, look));
    }
}

/// An error with the query it is about.
pub(crate) fn failed(query: &str, error: AnswerError) -> anyhow::Error {
    match error {
        AnswerError::Syntax(error) => BadQuery::of(query, error),
        AnswerError::Engine(error) => error.into(),
    }
}

/// A query that is refused, with its text, so that the place can be shown.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
struct BadQuery {
    input: String,
    error: SyntaxError,
}

impl BadQuery {
    fn of(input: &str, error: SyntaxError) -> anyhow::Error {
        Self { input: input.to_string(), error }.into()
    }
}

/// Whether an error is about the query and not about the index: others may do better.
pub(crate) fn is_query_error(error: &anyhow::Error) -> bool {
    crate::failure::exit_code(error) == code::USAGE
}

/// Writes the error if it is one of a query, with its place under a caret where it has one.
pub(crate) fn write_query_error(
    out: &mut dyn Write,
    error: &anyhow::Error,
    look: &Look,
) -> io::Result<bool> {
    let Some(BadQuery { input, error }) = error.downcast_ref() else { return Ok(false) };
    if error.span.is_empty() && error.span.start == 0 {
        return Ok(false);
    }
    let help = error.suggestion.as_ref().map(|suggestion| format!("write: {suggestion}"));
    let (message, place) = (error.message.as_str(), &error.span);
    let caret = Caret { input, message, place, help: help.as_deref() };
    morgue_present::query_error(out, &caret, look)?;
    Ok(true)
}
