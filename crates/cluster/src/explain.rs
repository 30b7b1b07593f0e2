//! The score of one article taken apart: each condition asked for by itself.

use morgue_article::{Article, ArticleId};
use morgue_query::matcher::Matcher;
use morgue_query::plan::{Clause, Plan, TextClause, TextField, Want};
use morgue_query::{Control, EngineError, ScorePart, ScoreParts, ZoneCounts};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::collect::Ready;
use crate::snapshot::Snapshot;
use crate::translate::current;

/// The most parts that are told.
const MOST: usize = 64;

#[derive(Deserialize)]
struct Answer {
    hits: Found,
}

#[derive(Deserialize)]
struct Found {
    hits: Vec<Doc>,
}

#[derive(Deserialize)]
struct Doc {
    #[serde(rename = "_score")]
    score: Option<f32>,
    #[serde(rename = "_source")]
    source: Source,
}

#[derive(Deserialize)]
struct Source {
    article: Article,
}

/// The score of an article under a plan's clause, and what each condition on text gives.
pub(crate) fn explain(
    snapshot: &Snapshot,
    plan: &Plan,
    id: ArticleId,
    control: &Control,
) -> Result<Option<ScoreParts>, EngineError> {
    let Some((score, article)) = scored(snapshot, &plan.clause, id, control)? else {
        return Ok(None);
    };
    let stats = snapshot.stats(control)?;
    let average = stats.words as f32 / stats.articles.max(1) as f32;
    let mut leaves = Vec::new();
    each_leaf(&plan.clause, 1.0, &mut leaves);
    let mut parts = Vec::new();
    for (clause, text, boost) in leaves.into_iter().take(MOST) {
        let Some((own, _)) = scored(snapshot, clause, id, control)? else { continue };
        let ready = plan_of(clause);
        let holding = crate::collect::count(
            snapshot,
            Ready::new(snapshot, &ready, control)?.unscored(false),
            control,
        )?;
        let (all, n) = (stats.articles as f32, holding as f32);
        let mut matcher = Matcher::new(clause);
        let zones = zones(&mut matcher, &article);
        parts.push(ScorePart {
            clause: text.clone(),
            terms: Vec::new(),
            articles: holding,
            idf: (1.0 + (all - n + 0.5).max(0.0) / (n + 0.5)).ln(),
            boost,
            frequency: frequency(&zones),
            zones,
            length: matcher.match_article(&article).words,
            average,
            score: own * boost,
        });
    }
    Ok(Some(ScoreParts { score, ranking: None, parts }))
}

fn plan_of(clause: &Clause) -> Plan {
    Plan { clause: clause.clone(), filters: Vec::new(), want: Want::default() }
}

/// The score of one article under a clause, with the article; `None` where it is not found.
fn scored(
    snapshot: &Snapshot,
    clause: &Clause,
    id: ArticleId,
    control: &Control,
) -> Result<Option<(f32, Article)>, EngineError> {
    let plan = plan_of(clause);
    let ready = Ready::new(snapshot, &plan, control)?;
    let one: Value = current(vec![json!({ "term": { "id": id.to_string() } })]);
    let body = json!({
        "size": 1,
        "query": { "bool": { "must": [ready.clause()], "filter": [one] } },
        "_source": ["article"],
    });
    let answer: Answer = snapshot.search(body, control)?;
    let doc = answer.hits.hits.into_iter().next();
    Ok(doc.map(|doc| (doc.score.unwrap_or(0.0), doc.source.article)))
}

/// The conditions on text that score, with what their scores are multiplied by.
fn each_leaf<'a>(clause: &'a Clause, boost: f32, out: &mut Vec<(&'a Clause, &'a TextClause, f32)>) {
    match clause {
        Clause::And(of) | Clause::Or(of) | Clause::AtLeastOf { of, .. } => {
            of.iter().for_each(|clause| each_leaf(clause, boost, out));
        }
        Clause::Prefer { must, should } => {
            each_leaf(must, boost, out);
            should.iter().for_each(|clause| each_leaf(clause, boost, out));
        }
        Clause::Boost(inner, more) => each_leaf(inner, boost * more, out),
        Clause::Text(text) | Clause::AtLeast { text, .. } => {
            let known = |(_, other, _): &(&Clause, &TextClause, f32)| {
                other.fields == text.fields && other.span == text.span
            };
            if !out.iter().any(known) {
                out.push((clause, text, boost));
            }
        }
        _ => {}
    }
}

fn zones(matcher: &mut Matcher, article: &Article) -> ZoneCounts {
    let mut zones = ZoneCounts::default();
    for occurrence in matcher.occurrences(article) {
        *match occurrence.field {
            TextField::Headline => &mut zones.headline,
            TextField::Lead => &mut zones.lead,
            TextField::Body => &mut zones.body,
            TextField::Caption => &mut zones.caption,
            TextField::Byline => &mut zones.byline,
            TextField::Dateline => &mut zones.dateline,
        } += 1;
    }
    zones
}

fn frequency(zones: &ZoneCounts) -> u32 {
    zones.headline + zones.lead + zones.body + zones.caption + zones.byline + zones.dateline
}
