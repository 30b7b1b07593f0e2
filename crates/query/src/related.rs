//! Related articles: the words that mark some articles off from the rest, as a plan.
//!
//! Two uses. [`similar`] starts from one article. [`relate`] widens a query by the words of the
//! articles it finds first (pseudo relevance feedback, after RM3): a large gain where anything on
//! the same event is wanted, a loss where one known article is.

mod copies;
mod vocabulary;

use std::collections::HashMap;
use std::time::Instant;

use morgue_article::{Article, ArticleId};
use serde::{Deserialize, Serialize};

pub use self::copies::Copied;
use self::vocabulary::{Emphasis, Entry, vocabulary};
use crate::answer::{hit_views, millis};
use crate::plan::{Clause, Filter, Plan, Sort, Span, Term, TextClause, TextField, Want, WantHits};
use crate::planner::scores;
use crate::{Control, Engine, EngineError, EngineErrorKind, HitView, Notice};

/// How a query is widened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Feedback {
    /// How many of the best articles are read.
    pub articles: usize,
    /// How many of their words are taken.
    pub words: usize,
    /// The weight of the query itself; what is left is that of the words.
    pub original: f32,
}

/// As in the literature; on a collection of events, mean average precision rises from .80 to .86.
impl Default for Feedback {
    fn default() -> Self {
        Self { articles: 5, words: 20, original: 0.7 }
    }
}

/// Words that one article is compared by.
const SIMILAR_WORDS: usize = 30;
/// Candidates whose frequency is looked up, for each word that is taken.
const CANDIDATES: usize = 4;
/// Words in more than this share of all articles say nothing.
const COMMON: f64 = 0.1;

/// A word and what it is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MarkingWord {
    /// The word, as it stands most often in small letters.
    pub word: String,
    /// Its share of the weight of all.
    pub weight: f32,
    /// How many articles of the index hold it in this form.
    pub articles: u64,
}

/// The articles most like one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Similar {
    /// The version of this form: 1.
    pub v: u32,
    /// The article.
    pub id: ArticleId,
    /// Its headline.
    pub headline: Option<String>,
    /// The words it was compared by, the weightiest first.
    pub words: Vec<MarkingWord>,
    /// The others, most alike first.
    pub hits: Vec<SimilarHit>,
    /// An order-free hash of the archive that answered.
    pub fingerprint: String,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// An article like another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SimilarHit {
    /// Whether it is the same text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<Copied>,
    /// The article.
    #[serde(flatten)]
    pub hit: HitView,
}

/// The articles most like this one, itself left out.
///
/// # Errors
/// What the engine fails with.
pub fn similar(
    engine: &dyn Engine,
    article: &Article,
    filters: Vec<Filter>,
    limit: usize,
    passages: usize,
    control: &Control,
) -> Result<Similar, EngineError> {
    let start = Instant::now();
    let marks = marks(engine, &[(article, 1.0)], Emphasis::NEWS, SIMILAR_WORDS, control)?;
    let any = Clause::Or(marks.iter().map(|mark| mark.clause(mark.share)).collect());
    let itself = Clause::Not(Box::new(Clause::Id(article.id.to_string())));
    let hits = WantHits { limit, sort: Sort::Relevance, after: None, articles: true };
    let want = Want { hits: Some(hits), ..Want::default() };
    let plan = Plan { clause: Clause::And(vec![any, itself]), filters, want };
    let found = engine.search(&plan, control)?;
    let copies = found.hits.iter().map(|hit| Copied::of(article, hit.article.as_ref()?));
    let copies: Vec<Option<Copied>> = copies.collect();
    let hits = copies.into_iter().zip(hit_views(&plan, &found.hits, passages, control)?);
    Ok(Similar {
        v: 1,
        id: article.id,
        headline: article.headline.clone(),
        words: marks.into_iter().map(|mark| mark.shown).collect(),
        hits: hits.map(|(copy, hit)| SimilarHit { copy, hit }).collect(),
        fingerprint: found.fingerprint.to_string(),
        took_ms: millis(start),
    })
}

/// Widens a plan by the words of the articles it finds first. What does not score (NOT, fields of
/// exact values, dates) stays binding; words no longer are. Says which words were taken.
///
/// # Errors
/// What the engine fails with.
pub fn relate(
    engine: &dyn Engine,
    plan: &mut Plan,
    feedback: Feedback,
    control: &Control,
) -> Result<Option<Notice>, EngineError> {
    let parts = Parts::of(&plan.clause);
    if parts.asked.is_empty() {
        return Ok(None);
    }
    let hits =
        WantHits { limit: feedback.articles, sort: Sort::Relevance, after: None, articles: true };
    let first = Plan { want: Want { hits: Some(hits), ..Want::default() }, ..plan.clone() };
    let found = engine.search(&first, control)?;
    let sum: f32 = found.hits.iter().map(|hit| hit.score).sum();
    let read = found.hits.iter().filter_map(|hit| {
        let share = if sum > 0.0 { hit.score / sum } else { 1.0 / found.hits.len() as f32 };
        Some((hit.article.as_ref()?, f64::from(share)))
    });
    let read: Vec<(&Article, f64)> = read.collect();
    let marks = marks(engine, &read, Emphasis::NONE, feedback.words, control)?;
    if marks.is_empty() {
        return Ok(None);
    }
    // Each word of the query weighs 1 before, and the query as a whole keeps its share of all.
    let words = parts.asked.len() as f32;
    let mut any: Vec<Clause> =
        parts.asked.into_iter().map(|clause| weighed(clause, feedback.original)).collect();
    let rest = (1.0 - feedback.original) * words;
    any.extend(marks.iter().map(|mark| mark.clause(mark.share * rest)));
    let mut all = parts.binding;
    all.push(Clause::Or(any));
    plan.clause = Clause::And(all);
    let named: Vec<&str> = marks.iter().take(8).map(|mark| mark.shown.word.as_str()).collect();
    Ok(Some(Notice {
        code: "related".to_string(),
        message: format!(
            "widened by {} words of the {} best articles: {}{}",
            marks.len(),
            read.len(),
            named.join(", "),
            if marks.len() > named.len() { ", …" } else { "" }
        ),
        instead: None,
        place: None,
    }))
}

/// The same clause with its weight; that of a list is given to each of its parts, so that an
/// engine sees one flat list.
fn weighed(clause: Clause, weight: f32) -> Clause {
    match clause {
        Clause::Or(of) => Clause::Or(of.into_iter().map(|one| weighed(one, weight)).collect()),
        Clause::Boost(of, by) => Clause::Boost(of, by * weight),
        clause => Clause::Boost(Box::new(clause), weight),
    }
}

/// The parts of a query: what must hold without scoring, and what is asked for by words.
#[derive(Default)]
struct Parts {
    binding: Vec<Clause>,
    asked: Vec<Clause>,
}

impl Parts {
    fn of(clause: &Clause) -> Self {
        let mut parts = Self::default();
        parts.add(clause);
        parts
    }

    fn add(&mut self, clause: &Clause) {
        match clause {
            Clause::And(of) => of.iter().for_each(|clause| self.add(clause)),
            Clause::Or(of) | Clause::AtLeastOf { of, .. } if of.iter().all(scores) => {
                of.iter().for_each(|clause| self.ask(clause));
            }
            Clause::Prefer { must, should } => {
                self.add(must);
                should.iter().for_each(|clause| self.ask(clause));
            }
            clause if scores(clause) => self.ask(clause),
            clause => self.binding.push(clause.clone()),
        }
    }

    fn ask(&mut self, clause: &Clause) {
        if !self.asked.contains(clause) {
            self.asked.push(clause.clone());
        }
    }
}

/// A word that marks articles off.
struct Mark {
    shown: MarkingWord,
    span: Span,
    share: f32,
}

impl Mark {
    fn clause(&self, weight: f32) -> Clause {
        let text = TextClause {
            fields: TextField::DEFAULT.to_vec(),
            span: self.span.clone(),
            source: 0..0,
        };
        Clause::Boost(Box::new(Clause::Text(text)), weight)
    }
}

/// The words by which these articles, each with its share, differ most from all others.
fn marks(
    engine: &dyn Engine,
    articles: &[(&Article, f64)],
    emphasis: Emphasis,
    most: usize,
    control: &Control,
) -> Result<Vec<Mark>, EngineError> {
    let mut words: HashMap<String, (Entry, f64)> = HashMap::new();
    for &(article, share) in articles {
        let (entries, length) = vocabulary(article, emphasis);
        for (key, entry) in entries {
            let weight = share * f64::from(entry.count) / f64::from(length.max(1));
            words.entry(key).or_insert_with(|| (entry, 0.0)).1 += weight;
        }
    }
    let mut ranked: Vec<(String, Entry, f64)> =
        words.into_iter().map(|(key, (entry, weight))| (key, entry, weight)).collect();
    ranked.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    ranked.truncate(most * CANDIDATES);
    let all = engine.stats(control)?.articles.max(1);
    let common = ((all as f64 * COMMON) as u64).max(4);
    let mut marks: Vec<(Mark, f64)> = Vec::with_capacity(ranked.len());
    for (_, entry, weight) in ranked {
        control.check()?;
        let articles = holding(engine, &entry, control)?;
        if articles == 0 || articles > common {
            continue;
        }
        let rare = (all as f64 / articles as f64).ln();
        let shown = MarkingWord { word: entry.shown(), weight: 0.0, articles };
        marks.push((Mark { shown, span: entry.span(), share: 0.0 }, weight * rare));
    }
    marks.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.shown.word.cmp(&b.0.shown.word)));
    marks.truncate(most);
    let sum: f64 = marks.iter().map(|(_, weight)| weight).sum();
    let shared = marks.into_iter().map(|(mut mark, weight)| {
        mark.share = (weight / sum.max(f64::MIN_POSITIVE)) as f32;
        mark.shown.weight = mark.share;
        mark
    });
    Ok(shared.collect())
}

/// How many articles hold a word; of several characters, the rarest.
fn holding(engine: &dyn Engine, entry: &Entry, control: &Control) -> Result<u64, EngineError> {
    let mut fewest = u64::MAX;
    for folded in entry.forms() {
        let term = Term::Exact { folded: folded.to_string() };
        let found = match engine.terms(&term, 1, control) {
            Ok(found) => found.first().map_or(0, |term| term.articles),
            Err(error) if error.kind == EngineErrorKind::TooManyExpansions => u64::MAX,
            Err(error) => return Err(error),
        };
        fewest = fewest.min(found);
    }
    Ok(fewest)
}
