//! A request as people and programs make it, and the answer as they get it: the types behind
//! `morgue search --json` and `GET /v1/search` (`interfaces.md`).

use morgue_article::ArticleId;
use serde::{Deserialize, Serialize};

use crate::plan::{FacetField, Interval, Sort, WantFacet, WantTotal};
use crate::planner::facet_name;
use crate::results::{FacetList, ShownDate, Timeline, Total};

/// A search with all its parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Request {
    /// The query text.
    pub q: String,
    /// How it is read.
    pub mode: Mode,
    /// The first day, inclusive: `1914`, `2024-05`, `2024-05-31`, `last:7d`.
    pub from: Option<String>,
    /// The last day, inclusive, in the same forms: `to=2024-05` includes all of May.
    pub to: Option<String>,
    /// Values to keep, by facet: inside one any, across facets all.
    pub keep: Vec<(FacetField, String)>,
    /// Values to leave out.
    pub exclude: Vec<(FacetField, String)>,
    /// The order.
    pub sort: Sort,
    /// At most so many hits.
    pub limit: usize,
    /// Only hits after this place, as an earlier page gave it.
    pub after: Option<crate::plan::Place>,
    /// Lists of counts.
    pub facets: Vec<WantFacet>,
    /// Counts by time.
    pub interval: Option<Interval>,
    /// How exactly the total is wanted.
    pub total: WantTotal,
    /// At most so many passages a hit; 0 for none.
    pub snippets: usize,
    /// Whether hits are wanted for what names them alone: without what lights in them and their
    /// number of words, for which their whole text is read.
    pub bare: bool,
    /// Whether more is to be said: what stemming took in for a single word, and where nothing is
    /// found, what would find something.
    pub explain: bool,
    /// Whether the query is widened by words of the articles it finds first.
    pub related: bool,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            q: String::new(),
            mode: Mode::default(),
            from: None,
            to: None,
            keep: Vec::new(),
            exclude: Vec::new(),
            sort: Sort::default(),
            limit: 20,
            after: None,
            facets: Vec::new(),
            interval: None,
            total: WantTotal::Exact,
            snippets: 3,
            bare: false,
            explain: false,
            related: false,
        }
    }
}

impl Request {
    /// The parameters that decide what is found, by the names that flags and HTTP share: `q`
    /// first, then what differs from its default.
    pub fn params(&self) -> Vec<(String, String)> {
        let mut out = vec![("q".to_string(), self.q.clone())];
        let mut add = |name: &str, value: &str| out.push((name.to_string(), value.to_string()));
        match self.mode.matching {
            Match::All => {}
            Match::Most => add("match", "most"),
            Match::Any => add("match", "any"),
        }
        for (name, on) in [("plain", self.mode.plain), ("strict", self.mode.strict)] {
            if on {
                add(name, "1");
            }
        }
        for (name, date) in [("from", &self.from), ("to", &self.to)] {
            date.iter().for_each(|date| add(name, date));
        }
        for (facet, value) in &self.keep {
            add(facet_name(*facet), value);
        }
        for (facet, value) in &self.exclude {
            add(&format!("exclude-{}", facet_name(*facet)), value);
        }
        out
    }
}

/// How query text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mode {
    /// What juxtaposition means.
    #[serde(rename = "match")]
    pub matching: Match,
    /// No operator at all: pasted sentences.
    pub plain: bool,
    /// Refuse what would otherwise be repaired with a notice.
    pub strict: bool,
}

/// What a space between items means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Match {
    /// AND.
    #[default]
    All,
    /// As many of the items as any article has.
    Most,
    /// OR.
    Any,
}

/// A decision that was made about a query or an answer, and the other reading ready to run.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notice {
    /// A stable name: `lower-case-operator`, `mixed-operators`, `dropped`, …
    pub code: String,
    /// What was decided, as a sentence without a full stop.
    pub message: String,
    /// The other reading, as a query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// Where in the query text, as a range of Unicode code points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<(usize, usize)>,
}

/// The answer to a [`Request`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answer {
    /// The version of this form: 1.
    pub v: u32,
    /// How the query was read.
    pub query: QueryEcho,
    /// An order-free hash of the archive that answered.
    pub fingerprint: String,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// How many articles were found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Total>,
    /// The hits.
    pub hits: Vec<HitView>,
    /// The lists of counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facets: Vec<FacetList>,
    /// The counts by time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeline: Option<Timeline>,
    /// Where the next page begins, if there may be one: a [`Cursor`](crate::Cursor) as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Where nothing was found and more was to be said: what would find something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<crate::Help>,
}

/// How a query was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QueryEcho {
    /// As typed.
    pub input: String,
    /// The canonical form: running it gives the same.
    pub interpreted: String,
    /// What was decided.
    pub notices: Vec<Notice>,
}

/// One hit of an [`Answer`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HitView {
    /// The article's id.
    pub id: ArticleId,
    /// Its score.
    pub score: f32,
    /// Its headline.
    pub headline: Option<String>,
    /// Matches in the headline, as ranges of Unicode code points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headline_highlights: Vec<(usize, usize)>,
    /// Its outlet.
    pub outlet: Option<OutletView>,
    /// When it was published.
    pub published: Option<ShownDate>,
    /// The byline as printed.
    pub byline: Option<String>,
    /// Matches in the byline, as ranges of Unicode code points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub byline_highlights: Vec<(usize, usize)>,
    /// The dateline as printed.
    pub dateline: Option<String>,
    /// The code of its language, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Number of words.
    pub words: u32,
    /// Passages that match, best first.
    pub snippets: Vec<Snippet>,
    /// Its address.
    pub url: Option<String>,
    /// Where it was read from.
    pub origin: Vec<OriginView>,
}

/// An outlet as answers show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutletView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// An origin as answers show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OriginView {
    /// The file.
    pub path: String,
    /// How many bytes of it are the root that was read: a folder of one machine.
    #[serde(skip)]
    pub root: usize,
    /// The entry in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// The line in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The source's own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
}

/// A passage of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Snippet {
    /// The field it is from: `body`, `caption`, `byline`, `dateline`.
    pub field: String,
    /// Plain text, as printed.
    pub text: String,
    /// Matches, as ranges of Unicode code points of `text`, in order, not overlapping.
    pub highlights: Vec<(usize, usize)>,
}
