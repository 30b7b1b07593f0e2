//! Key words in context: every occurrence of what was asked for, with the words around it.

mod context;

use std::time::Instant;

use morgue_article::{Article, ArticleId};
use serde::{Deserialize, Serialize};

use self::context::{Around, Reader};
use crate::answer::{found_by, millis, origin_views, prepare_for};
use crate::matcher::Matcher;
use crate::plan::{Place, Plan, Sort, TextField, WantTotal};
use crate::planner::scores;
use crate::request::{Notice, OriginView, OutletView, QueryEcho, Request};
use crate::results::{Relation, Results, ShownDate, Total};
use crate::{AnswerError, AskContext, Control, Engine, EngineError};

/// What is wanted of a concordance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KwicOptions {
    /// Words on either side.
    pub width: usize,
    /// The order of the lines.
    pub sort: KwicSort,
    /// At most so many lines.
    pub limit: usize,
    /// At most so many articles are read, in the order of hits that the sort implies.
    pub articles: usize,
}

impl Default for KwicOptions {
    fn default() -> Self {
        Self { width: 8, sort: KwicSort::default(), limit: 50, articles: 10_000 }
    }
}

/// An order of lines. Ties go by the latest day, newest first, then by id, field and place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum KwicSort {
    /// That of a search: best article first.
    #[default]
    Relevance,
    /// Latest day first, undated last.
    Newest,
    /// Earliest day first, undated last.
    Oldest,
    /// By the words before, the nearest first.
    Left,
    /// By what matches.
    Match,
    /// By the words behind.
    Right,
    /// By outlet.
    Outlet,
}

impl KwicSort {
    /// The order in which articles are read for it.
    fn of_hits(self) -> Sort {
        match self {
            Self::Relevance => Sort::Relevance,
            Self::Oldest => Sort::Oldest,
            Self::Newest | Self::Left | Self::Match | Self::Right | Self::Outlet => Sort::Newest,
        }
    }

    /// Whether lines come in the order in which articles are read.
    fn is_of_hits(self) -> bool {
        matches!(self, Self::Relevance | Self::Newest | Self::Oldest)
    }
}

/// A concordance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Kwic {
    /// The version of this form: 1.
    pub v: u32,
    /// How the query was read.
    pub query: QueryEcho,
    /// An order-free hash of the archive that answered.
    pub fingerprint: String,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// How many articles were found.
    pub total: Total,
    /// How many occurrences there are; a lower bound where not all articles were read.
    pub occurrences: Occurrences,
    /// The lines, in the order asked for.
    pub lines: Vec<KwicLine>,
    /// Where nothing was found and more was to be said: what would find something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<crate::Help>,
}

/// How many occurrences there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Occurrences {
    /// The number.
    pub value: u64,
    /// Whether it is exact or a lower bound.
    pub relation: Relation,
    /// Articles that were read for it.
    pub articles: u64,
}

/// One occurrence with what stands around it. `left`, `match` and `right` one after another are
/// the text as printed, line breaks being spaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KwicLine {
    /// The article's id.
    pub id: ArticleId,
    /// Its headline.
    pub headline: Option<String>,
    /// Its outlet.
    pub outlet: Option<OutletView>,
    /// When it was published.
    pub published: Option<ShownDate>,
    /// The field the occurrence is in: `headline`, `body`, `caption`, `byline`, `dateline`.
    pub field: String,
    /// What stands before it.
    pub left: String,
    /// From its first word to its last.
    #[serde(rename = "match")]
    pub matched: String,
    /// The words that match, as ranges of Unicode code points of `match`.
    pub highlights: Vec<(usize, usize)>,
    /// What stands behind it.
    pub right: String,
    /// Where the article was read from.
    pub origin: Vec<OriginView>,
}

/// Hits that are fetched at a time.
const PAGE: usize = 200;

/// Makes a concordance of what a request finds. The request's own order, amounts, counts and
/// snippets are not looked at.
///
/// # Errors
/// A query that cannot be read, and whatever the engine fails with.
pub fn kwic(
    engine: &dyn Engine,
    request: &Request,
    options: &KwicOptions,
    context: &AskContext<'_>,
    control: &Control,
) -> Result<Kwic, AnswerError> {
    let start = Instant::now();
    let request = Request {
        sort: options.sort.of_hits(),
        limit: PAGE.min(options.articles.max(1)),
        after: None,
        total: WantTotal::Exact,
        facets: Vec::new(),
        interval: None,
        ..request.clone()
    };
    let stats = engine.stats(control)?;
    let mut prepared = prepare_for(&request, context, &stats)?;
    let results = found_by(engine, &mut prepared, control)?;
    let told = crate::notices::due(engine, &request, &prepared.plan, &stats, &results, control)?;
    prepared.echo.notices.extend(told);
    let total = results.total.unwrap_or(NONE);
    let fingerprint = results.fingerprint.to_string();
    let mut plan = prepared.plan;
    plan.want.total = WantTotal::None;
    let mut lines = Lines::new(options);
    let words = scores(&plan.clause);
    let read = match words {
        true => read(engine, plan, results, &mut lines, control)?,
        false => {
            prepared.echo.notices.push(wordless());
            0
        }
    };
    let all = !words || read as u64 >= total.value;
    let relation = if all { Relation::Exact } else { Relation::AtLeast };
    let help = match request.explain && total.value == 0 {
        true => Some(crate::help(engine, &request, context, control)?),
        false => None,
    };
    Ok(Kwic {
        v: 1,
        query: prepared.echo,
        fingerprint,
        took_ms: millis(start),
        total,
        occurrences: Occurrences { value: lines.seen, relation, articles: read as u64 },
        lines: lines.finish(),
        help,
    })
}

const NONE: Total = Total { value: 0, relation: Relation::Exact, overlapping: 0 };

/// Reads the articles that a plan finds, page by page from the first; how many they were.
fn read(
    engine: &dyn Engine,
    mut plan: Plan,
    mut results: Results,
    lines: &mut Lines<'_>,
    control: &Control,
) -> Result<usize, EngineError> {
    let most = lines.options.articles;
    let mut matcher = Matcher::of_plan(&plan).under(control);
    let mut read = 0;
    loop {
        for hit in results.hits.iter().take(most - read) {
            if let Some(article) = &hit.article {
                lines.add(article, &hit.place, &mut matcher);
                matcher.stopped()?;
            }
            read += 1;
        }
        let Some(want) = plan.want.hits.as_mut() else { return Ok(read) };
        let whole = results.hits.len() >= want.limit;
        let Some(last) = results.hits.last().filter(|_| whole && read < most) else {
            return Ok(read);
        };
        want.after = Some(last.place.clone());
        results = engine.search(&plan, control)?;
    }
}

/// A query of dates and values only finds articles, but no words in them.
fn wordless() -> Notice {
    Notice {
        code: "no-words".to_string(),
        message: "no word of this query can be shown in its context".to_string(),
        instead: None,
        place: None,
    }
}

/// The best lines so far.
struct Lines<'a> {
    options: &'a KwicOptions,
    reader: Reader,
    kept: Vec<(Key, KwicLine)>,
    seen: u64,
}

/// What lines are ordered by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// Words, the nearest first.
    words: Vec<String>,
    /// The number of the occurrence in the order of reading.
    number: u64,
}

impl<'a> Lines<'a> {
    fn new(options: &'a KwicOptions) -> Self {
        Self { options, reader: Reader::default(), kept: Vec::new(), seen: 0 }
    }

    fn add(&mut self, article: &Article, place: &Place, matcher: &mut Matcher) {
        let in_order = self.options.sort.is_of_hits();
        let mut text: Option<(TextField, String)> = None;
        for found in matcher.occurrences(article) {
            self.seen += 1;
            if in_order && self.kept.len() >= self.options.limit {
                continue;
            }
            let text = match text.take() {
                Some((field, known)) if field == found.field => text.insert((field, known)),
                _ => {
                    let whole = crate::document::field_text(article, found.field);
                    text.insert((found.field, whole))
                }
            };
            let around = self.reader.read(&text.1, &found, self.options.width, article.lang());
            let words = match self.options.sort {
                KwicSort::Left => around.before.clone(),
                KwicSort::Right => around.behind.clone(),
                KwicSort::Match => vec![crate::fold_value(&around.matched)],
                KwicSort::Outlet => article.outlet.iter().map(|o| o.name.to_lowercase()).collect(),
                _ => Vec::new(),
            };
            let key = Key { words, number: self.seen };
            self.kept.push((key, line(article, place, found.field, around)));
        }
        if !in_order && self.kept.len() >= self.options.limit.saturating_mul(2).saturating_add(4096)
        {
            self.cut();
        }
    }

    /// Keeps the best.
    fn cut(&mut self) {
        self.kept.sort_by(|(a, _), (b, _)| a.cmp(b));
        self.kept.truncate(self.options.limit);
    }

    fn finish(mut self) -> Vec<KwicLine> {
        self.cut();
        self.kept.into_iter().map(|(_, line)| line).collect()
    }
}

fn line(article: &Article, place: &Place, field: TextField, around: Around) -> KwicLine {
    let outlet = article.outlet.as_ref();
    KwicLine {
        id: place.id,
        headline: article.headline.clone(),
        outlet: outlet.map(|o| OutletView { id: o.id.clone(), name: o.name.clone() }),
        published: article.published.as_ref().map(Into::into),
        field: crate::snippet::field_name(field).to_string(),
        left: around.left,
        matched: around.matched,
        highlights: around.highlights,
        right: around.right,
        origin: origin_views(article),
    }
}
