//! What must hold of any query over any article.

use morgue_article::{Article, Day, OutletTable};
use morgue_query::matcher::{Matcher, Matching};
use morgue_query::plan::{Clause, Plan, Span, Term, TextField};
use morgue_query::snippet::{headline_highlights, snippets};
use morgue_query::{Control, Engine, PlanContext, Request, document, lit_matching, prepare};

use super::query::ensure;
use crate::{ArticleBuilder, MemoryEngine};

/// A query and an article, as fuzzers write them: the first line is the query, the second a
/// language, the third the headline, the rest the body; its block after `caption: ` is a caption.
#[derive(Debug, Clone)]
pub struct Case {
    /// The query.
    pub query: String,
    /// The article.
    pub article: Article,
}

impl Case {
    /// The case a text describes; missing lines are empty.
    pub fn of(text: &str) -> Self {
        let mut lines = text.splitn(4, '\n');
        let mut line = || lines.next().unwrap_or_default();
        let (query, lang, headline, rest) = (line(), line(), line(), line());
        let (body, caption) = rest.split_once("\n\ncaption: ").unwrap_or((rest, ""));
        let mut article = ArticleBuilder::new("case").headline(headline).body(body);
        if !lang.is_empty() {
            article = article.lang(lang);
        }
        if !caption.is_empty() {
            article = article.caption(caption);
        }
        Self { query: query.to_string(), article: article.build() }
    }
}

/// The matcher and the oracle agree, running the canonical form finds the same, and what lights is
/// text of the article. Cases that the oracle cannot decide in a moment are matched without it.
///
/// # Errors
/// What does not hold.
pub fn check_matching(case: &Case) -> Result<(), String> {
    let engine = MemoryEngine::new([case.article.clone()]);
    let Some((plan, canonical)) = planned(&case.query, &engine) else {
        return Ok(()); // over a limit
    };
    let matching = Matcher::of_plan(&plan).match_article(&case.article);
    lights(&case.article, &matching)?;
    if !matching.capped && affordable(&plan.clause, &case.article) {
        let found = !engine.found(&plan).is_empty();
        ensure(found == matching.holds, || {
            format!("the oracle says {found}, the matcher {}: {plan:#?}", matching.holds)
        })?;
    }
    let Some((again, _)) = planned(&canonical, &engine) else {
        return Err(format!("the canonical form {canonical:?} is refused"));
    };
    let holds = Matcher::of_plan(&again).match_article(&case.article).holds;
    ensure(holds == matching.holds, || format!("the canonical form {canonical:?} finds {holds}"))
}

/// The plan of a query and its canonical form.
fn planned(query: &str, engine: &MemoryEngine) -> Option<(Plan, String)> {
    let stats = engine.stats(&Control::default()).ok()?;
    let table = OutletTable::new();
    let request = Request { q: query.to_string(), ..Request::default() };
    let prepared = prepare(&request, &PlanContext::new(Day(20_000), &table, &stats)).ok()?;
    Some((prepared.plan, prepared.echo.interpreted))
}

/// Everything that lights is a piece of what is shown, in order.
fn lights(article: &Article, matching: &Matching) -> Result<(), String> {
    for field in [TextField::Headline, TextField::Body, TextField::Caption] {
        let text = document::field_text(article, field);
        for lit in matching.in_field(field) {
            let piece = text.get(lit.range.clone());
            ensure(piece.is_some_and(|piece| !piece.is_empty()), || {
                format!("{lit:?} is no piece of {field:?}")
            })?;
        }
    }
    let ordered = |ranges: &[(usize, usize)], text: &str| {
        let chars = text.chars().count();
        let sorted = ranges.windows(2).all(|pair| pair[0].1 <= pair[1].0);
        sorted && ranges.iter().all(|&(start, end)| start < end && end <= chars)
    };
    let headline = article.headline.as_deref().unwrap_or_default();
    let lit = lit_matching(article, matching);
    ensure(ordered(&lit.headline, headline), || format!("headline: {:?}", lit.headline))?;
    let shown = headline_highlights(article, matching);
    ensure(ordered(&shown, headline), || format!("headline: {shown:?}"))?;
    for snippet in snippets(article, matching, 3) {
        ensure(ordered(&snippet.highlights, &snippet.text), || format!("{snippet:?}"))?;
    }
    Ok(())
}

/// Whether the oracle, which tries every choice, decides a clause in a moment.
fn affordable(clause: &Clause, article: &Article) -> bool {
    const WORDS: u32 = 40;
    const WORK: f64 = 2e6;
    let words = document::word_count(article);
    words <= WORDS && cost(clause, f64::from(words).max(1.0)) <= WORK
}

fn cost(clause: &Clause, words: f64) -> f64 {
    match clause {
        Clause::And(of) | Clause::Or(of) | Clause::AtLeastOf { of, .. } => {
            of.iter().map(|clause| cost(clause, words)).sum()
        }
        Clause::Prefer { must, .. } => cost(must, words),
        Clause::Not(of) | Clause::Boost(of, _) => cost(of, words),
        Clause::Text(text) | Clause::AtLeast { text, .. } => work(&text.span, words).0,
        _ => 1.0,
    }
}

/// The steps the oracle takes for a span, and the occurrences it may find, roughly.
fn work(span: &Span, words: f64) -> (f64, f64) {
    let all = words * words;
    match span {
        Span::Term(Term::Wild { pattern }) => {
            // Each `*` is tried at every letter of every word.
            let stars = pattern.matches('*').count().min(9) as i32;
            (words * 40_f64.powi(stars), words)
        }
        Span::Term(_) | Span::Gap => (words, words),
        Span::Or(of) => of
            .iter()
            .map(|side| work(side, words))
            .fold((0.0, 0.0), |sum, side| (sum.0 + side.0, (sum.1 + side.1).min(all))),
        Span::Seq(of) => {
            let steps: f64 = of.iter().map(|item| work(item, words).0).sum();
            let found = of.iter().map(|item| work(item, words).1).fold(1.0, f64::max);
            (steps + found * found * of.len() as f64, found)
        }
        Span::Sloppy { items, .. } => {
            let steps: f64 = items.iter().map(|item| work(item, words).0).sum();
            let choices: f64 = items.iter().map(|item| work(item, words).1).product();
            (steps + choices * items.len() as f64, choices.min(all))
        }
        Span::Near { left, right, .. } | Span::NotNear { left, right, .. } => {
            let (left, right) = (work(left, words), work(right, words));
            (left.0 + right.0 + left.1 * right.1 * words, (left.1 * right.1).min(all))
        }
    }
}
