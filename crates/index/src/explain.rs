//! Takes the score of an article apart, word by word.

use morgue_article::{Article, ArticleId};
use morgue_query::matcher::Matcher;
use morgue_query::plan::{Clause, Plan, Span, TextClause, TextField};
use morgue_query::{Control, EngineError, ScorePart, ScoreParts, ZoneCounts};
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocId, DocSet, SegmentReader, TantivyError, Term};

use crate::collect::round;
use crate::error::engine_error;
use crate::positional::PositionalQuery;
use crate::rank::{Given, WordQuery};
use crate::snapshot::Snapshot;
use crate::spans::SpanQuery;
use crate::translate::{Translator, distinct, flat_and, flat_or, same_words};

/// The parts of an article's score under a plan; `None` where the plan does not find it.
pub(crate) fn explain(
    snapshot: &Snapshot,
    plan: &Plan,
    id: ArticleId,
    control: &Control,
) -> Result<Option<ScoreParts>, EngineError> {
    control.check()?;
    let term = Term::from_field_text(snapshot.fields.id, &id.to_string());
    let Some(&address) = snapshot.articles_with(&term)?.first() else { return Ok(None) };
    let segment = snapshot.searcher.segment_reader(address.segment_ord);
    let article = snapshot.article(address)?;
    let translator = Translator::new(snapshot, control, false);
    let mut explainer = Explainer { snapshot, translator, segment, doc: address.doc_id, article };
    let Some(score) = explainer.score(&plan.clause)? else { return Ok(None) };
    let parts = explainer.parts(&plan.clause, 1.0)?;
    explainer.translator.finished()?;
    let parts = parts.into_iter().filter_map(|part| explainer.finish(part)).collect();
    Ok(Some(ScoreParts { score: round(score), ranking: Some(snapshot.ranking), parts }))
}

struct Explainer<'a> {
    snapshot: &'a Snapshot,
    translator: Translator<'a>,
    segment: &'a SegmentReader,
    doc: DocId,
    article: Article,
}

/// A part with what each term, or the whole phrase, gives.
struct Part {
    clause: TextClause,
    boost: f32,
    given: Vec<Given>,
}

fn failed(error: TantivyError) -> EngineError {
    engine_error("explain a score", error)
}

impl Explainer<'_> {
    /// The score under a condition; `None` where it does not hold.
    fn score(&mut self, clause: &Clause) -> Result<Option<f32>, EngineError> {
        let query = self.translator.query(clause)?;
        let scoring = EnableScoring::enabled_from_searcher(&self.snapshot.searcher);
        let weight = query.weight(scoring).map_err(failed)?;
        let mut scorer = weight.scorer(self.segment, 1.0).map_err(failed)?;
        let at = scorer.doc();
        let found = at == self.doc || at < self.doc && scorer.seek(self.doc) == self.doc;
        Ok(found.then(|| scorer.score()))
    }

    /// What gives to the score: as scoring goes, each term counts once in an OR, each word once in
    /// an AND.
    fn parts(&mut self, clause: &Clause, boost: f32) -> Result<Vec<Part>, EngineError> {
        let mut parts: Vec<Part> = Vec::new();
        match clause {
            Clause::And(clauses) => {
                let mut seen: Vec<Box<dyn Query>> = Vec::new();
                for clause in distinct(flat_and(clauses)) {
                    let query = self.translator.query(clause)?;
                    if !seen.iter().any(|before| same_words(&**before, &*query)) {
                        seen.push(query);
                        parts.extend(self.parts(clause, boost)?);
                    }
                }
            }
            Clause::Or(clauses) => {
                for clause in distinct(flat_or(clauses)) {
                    parts.extend(self.parts(clause, boost)?);
                }
                once(&mut parts);
            }
            Clause::AtLeastOf { of, .. } => {
                for clause in of {
                    if self.score(clause)?.is_some() {
                        parts.extend(self.parts(clause, boost)?);
                    }
                }
            }
            Clause::Prefer { must, should } => {
                parts = self.parts(must, boost)?;
                for clause in should {
                    if self.score(clause)?.is_some() {
                        parts.extend(self.parts(clause, boost)?);
                    }
                }
            }
            Clause::Boost(inner, more) => parts = self.parts(inner, boost * more)?,
            Clause::Text(text) => {
                for side in sides(&text.span) {
                    let clause = TextClause { span: side.clone(), ..text.clone() };
                    let queries = self.translator.query_parts(&Clause::Text(clause.clone()))?;
                    self.add(clause, boost, &queries, &mut parts)?;
                }
                once(&mut parts);
            }
            Clause::AtLeast { text, .. } => {
                let queries = self.translator.query_parts(clause)?;
                self.add(text.clone(), boost, &queries, &mut parts)?;
            }
            _ => {}
        }
        Ok(parts)
    }

    fn add(
        &self,
        clause: TextClause,
        boost: f32,
        queries: &[Box<dyn Query>],
        parts: &mut Vec<Part>,
    ) -> Result<(), EngineError> {
        let mut all = Vec::new();
        for query in queries {
            all.extend(given(&**query, self.segment, self.doc, boost).map_err(failed)?);
        }
        if !all.is_empty() {
            parts.push(Part { clause, boost, given: all });
        }
        Ok(())
    }

    /// A part as it is told; `None` where everything it gives was told before it.
    fn finish(&self, part: Part) -> Option<ScorePart> {
        let first = part.given.first()?;
        let text = |term: &Term| term.value().as_str().map(str::to_string);
        Some(ScorePart {
            terms: part.given.iter().flat_map(|given| &given.terms).filter_map(text).collect(),
            articles: first.articles,
            idf: first.idf,
            boost: part.boost,
            frequency: part.given.iter().map(|given| given.frequency).sum(),
            zones: zones(&part.clause, &self.article),
            length: first.length,
            average: first.average,
            score: part.given.iter().map(|given| given.score).sum(),
            clause: part.clause,
        })
    }
}

/// Leaves out of later parts the terms that stand in earlier ones.
fn once(parts: &mut [Part]) {
    for at in 1..parts.len() {
        let (before, rest) = parts.split_at_mut(at);
        let known = |term: &Term| {
            let mut given = before.iter().flat_map(|part| &part.given);
            given.any(|given| given.word && given.terms[0] == *term)
        };
        rest[0].given.retain(|given| !given.word || !known(&given.terms[0]));
    }
}

/// What one query gives to a document.
fn given(
    query: &dyn Query,
    segment: &SegmentReader,
    doc: DocId,
    boost: f32,
) -> tantivy::Result<Option<Given>> {
    if let Some(word) = query.downcast_ref::<WordQuery>() {
        word.given(segment, doc, boost)
    } else if let Some(phrase) = query.downcast_ref::<PositionalQuery>() {
        phrase.given(segment, doc, boost)
    } else if let Some(spans) = query.downcast_ref::<SpanQuery>() {
        spans.given(segment, doc, boost)
    } else {
        Ok(None)
    }
}

/// The alternatives of a span.
fn sides(span: &Span) -> Vec<&Span> {
    match span {
        Span::Or(of) => of.iter().flat_map(sides).collect(),
        Span::Seq(items) if items.len() == 1 => sides(&items[0]),
        span => vec![span],
    }
}

/// How often something stands in each zone.
fn zones(clause: &TextClause, article: &Article) -> ZoneCounts {
    let asked = |field| clause.fields.contains(&field);
    let count = |field: TextField| {
        let shown = if field == TextField::Lead { TextField::Body } else { field };
        let only = TextClause { fields: vec![field], ..clause.clone() };
        let matching = Matcher::new(&Clause::Text(only)).match_article(article);
        u32::try_from(matching.in_field(shown).len()).unwrap_or(u32::MAX)
    };
    let of = |field| if asked(field) { count(field) } else { 0 };
    let lead = if asked(TextField::Body) { count(TextField::Lead) } else { of(TextField::Lead) };
    ZoneCounts {
        headline: of(TextField::Headline),
        lead,
        body: of(TextField::Body).saturating_sub(lead),
        caption: of(TextField::Caption),
        byline: of(TextField::Byline),
        dateline: of(TextField::Dateline),
    }
}
