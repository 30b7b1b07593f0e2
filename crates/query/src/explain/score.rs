//! One article under a query: whether it is found, and what its score is made of.

use morgue_article::Article;
use serde::{Deserialize, Serialize};

use super::ExplainedArticle;
use super::counts::is_about_the_query;
use crate::matcher::Matcher;
use crate::plan::{Plan, TextField};
use crate::score::{Ranking, ScorePart, ZoneCounts};
use crate::{Control, Engine, EngineError};

/// A score, taken apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExplainedScore {
    /// The score, as the article's hit has it.
    pub score: f32,
    /// The constants of the formula.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranking: Option<Ranking>,
    /// What each word or phrase gives.
    pub parts: Vec<ScoreLine>,
}

/// What one word or phrase gives to a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreLine {
    /// The word or phrase as it was typed.
    pub query: String,
    /// The fields it was looked for in.
    pub fields: Vec<TextField>,
    /// The terms of the index that it stands for and the article holds.
    pub terms: Vec<String>,
    /// The number of articles that hold it.
    pub articles: u64,
    /// How rare that makes it.
    pub idf: f32,
    /// What the query multiplies it by.
    pub boost: f32,
    /// How often it stands in the article, weighted by zone.
    pub frequency: u32,
    /// How often by zone, not weighted.
    pub zones: ZoneCounts,
    /// The article's length in words, weighted.
    pub length: u32,
    /// The average length.
    pub average: f32,
    /// What it gives.
    pub score: f32,
}

/// What is to be said about an article; its score where the engine can take it apart.
pub(super) fn explained(
    engine: &dyn Engine,
    plan: &Plan,
    article: &Article,
    input: &str,
    control: &Control,
) -> Result<ExplainedArticle, EngineError> {
    let mut matcher = Matcher::of_plan(plan).under(control);
    let found = matcher.match_article(article).holds;
    matcher.stopped()?;
    let parts = match found {
        false => None,
        true => match engine.explain_score(plan, article.id, control) {
            Err(error) if is_about_the_query(&error) => None,
            parts => parts?,
        },
    };
    let score = parts.map(|parts| ExplainedScore {
        score: parts.score,
        ranking: parts.ranking,
        parts: parts.parts.into_iter().map(|part| line(part, input)).collect(),
    });
    Ok(ExplainedArticle { id: article.id, headline: article.headline.clone(), found, score })
}

fn line(part: ScorePart, input: &str) -> ScoreLine {
    let ScorePart { clause, terms, articles, idf, boost, frequency, zones, length, average, score } =
        part;
    let query = input.get(clause.source).unwrap_or_default().to_string();
    let fields = clause.fields;
    ScoreLine {
        query,
        fields,
        terms,
        articles,
        idf,
        boost,
        frequency,
        zones,
        length,
        average,
        score,
    }
}
