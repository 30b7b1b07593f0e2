//! The query language and the contract between people and engines.
//!
//! Owns the language (text → `Query` → [`Plan`]), what engines answer ([`Results`]), the traits
//! they implement ([`Engine`], [`ArticleSink`]), the matcher and the snippets, and the one function
//! that serves a [`Request`] over any engine.
//! Does not know tantivy, OpenSearch, the clock (now is passed in) or presentation.

mod answer;
mod arrivals;
mod compare;
mod cursor;
pub mod document;
mod engine;
mod examples;
mod explain;
mod export;
pub mod facts;
mod help;
mod highlight;
mod kwic;
pub mod matcher;
mod notices;
mod origins;
pub mod plan;
mod planner;
mod recheck;
mod related;
mod request;
mod results;
mod saved;
mod score;
pub mod snippet;
pub mod spans;
pub mod syntax;

pub use answer::{AnswerError, AskContext, answer, hit_views};
pub use arrivals::{Arrival, Arrivals, FoundIds, arrivals, found_ids, hits_of};
pub use compare::{
    AllArticles, CompareError, CompareRequest, Comparison, CountLine, Coverage, Gap, MOST_QUERIES,
    WEAK_BASES, compare,
};
pub use cursor::{Cursor, CursorError};
pub use engine::{
    ArticleSink, CancelToken, Committed, Control, Engine, EngineError, EngineErrorKind,
    LanguageStats, OutletStats, Pace, Pinned, Stats, TermCount,
};
pub use examples::examples;
pub use explain::{
    ExplainedArticle, ExplainedScore, Explanation, Forms, Part, PartKind, ScoreLine, explain,
};
pub use export::{Export, Exported, Viewer, export};
pub use help::{Attempt, Help, Spelling, help};
pub use highlight::{LitArticle, lit, lit_matching};
pub use kwic::{Kwic, KwicLine, KwicOptions, KwicSort, Occurrences, kwic};
pub use origins::Origins;
pub use plan::Plan;
pub use planner::{Loosened, PlanContext, Planned, Prepared, plan, prepare};
pub use recheck::{About, AboutArticle, AboutDays, AboutError, Known, Rechecked, recheck};
pub use related::{Copied, Feedback, MarkingWord, Similar, SimilarHit, relate, similar};
pub use request::{
    Answer, HitView, Match, Mode, Notice, OriginView, OutletView, QueryEcho, Request, Snippet,
};
pub use results::{
    Bucket, FacetCount, FacetList, Hit, Relation, Results, ShownDate, Timeline, Total,
};
pub use saved::{NotSavable, ParamError, Preview, SavedName, SavedNameError, SavedSearch, preview};
pub use score::{BadRanking, Ranking, ScorePart, ScoreParts, ZoneCounts};
pub use syntax::{Code, Parsed, Query, SyntaxError, parse, parse_within, print};

/// What exact values are compared by: compatibility forms, accents and case folded, white space
/// runs as one space, trimmed.
pub fn fold_value(value: &str) -> String {
    let folded = morgue_analysis::fold(value);
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}
