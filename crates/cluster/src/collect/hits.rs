//! Hits in their order, page by page as the cluster gives them.

use morgue_article::{Article, ArticleId};
use morgue_query::plan::{Place, Sort, WantHits};
use morgue_query::{Control, EngineError, EngineErrorKind, Hit};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Ready;
use crate::snapshot::Snapshot;

/// What stands for no day in an order: beyond every day, and exact in a double.
pub(super) const BEYOND: i64 = 1 << 52;
/// Hits that are fetched at a time.
const PAGE: usize = 1_000;
/// The same with their articles.
const ARTICLES: usize = 250;

#[derive(Debug, Deserialize)]
struct Answer {
    hits: Found,
}

#[derive(Debug, Deserialize)]
struct Found {
    hits: Vec<Doc>,
}

#[derive(Debug, Deserialize)]
struct Doc {
    #[serde(rename = "_id")]
    id: String,
    #[serde(rename = "_source")]
    source: Option<Source>,
    #[serde(default)]
    sort: Vec<Value>,
}

#[derive(Debug, Deserialize)]
struct Source {
    article: Option<Article>,
}

/// The hits that are wanted.
pub(super) fn of(ready: &Ready<'_>, want: &WantHits) -> Result<Vec<Hit>, EngineError> {
    let page = if want.articles { ARTICLES } else { PAGE };
    let query = ready.query();
    let mut after = want.after.as_ref().map(|place| after(want.sort, place));
    let mut hits = Vec::new();
    while hits.len() < want.limit {
        ready.control.check()?;
        let size = page.min(want.limit - hits.len());
        let mut body = json!({
            "size": size,
            "query": query,
            "sort": order(want.sort),
            "track_total_hits": false,
            "_source": if want.articles { json!(["article"]) } else { json!(false) },
        });
        if let Some(after) = &after {
            body["search_after"] = after.clone();
        }
        let answer: Answer = ready.snapshot.search(body, ready.control)?;
        let full = answer.hits.hits.len() == size;
        after = answer.hits.hits.last().map(|doc| json!(doc.sort));
        for doc in answer.hits.hits {
            hits.push(hit(want, doc)?);
        }
        if !full {
            break;
        }
    }
    Ok(hits)
}

fn order(sort: Sort) -> Value {
    let by = |field: &str, order: &str, missing: i64| json!({ field: { "order": order, "missing": missing } });
    match sort {
        Sort::Relevance => json!(["_score", by("latest", "desc", -BEYOND), { "id": "asc" }]),
        Sort::Newest => json!([by("latest", "desc", -BEYOND), { "id": "asc" }]),
        Sort::Oldest => json!([by("earliest", "asc", BEYOND), { "id": "asc" }]),
        Sort::Added => json!([by("added", "desc", -BEYOND), { "id": "asc" }]),
    }
}

/// A place as the cluster takes it up again.
fn after(sort: Sort, place: &Place) -> Value {
    let id = place.id.to_string();
    let beyond = if sort == Sort::Oldest { BEYOND } else { -BEYOND };
    let key = place.key.unwrap_or(beyond);
    match sort {
        Sort::Relevance => json!([place.score, key, id]),
        Sort::Newest | Sort::Oldest | Sort::Added => json!([key, id]),
    }
}

fn hit(want: &WantHits, doc: Doc) -> Result<Hit, EngineError> {
    let id: ArticleId = doc.id.parse().map_err(|_| damaged(&doc.id))?;
    let (score, key) = match (want.sort, doc.sort.as_slice()) {
        (Sort::Relevance, [score, key, _]) => (score.as_f64().unwrap_or(0.0) as f32, key),
        (_, [key, _]) => (0.0, key),
        _ => return Err(damaged(&doc.id)),
    };
    let key = key.as_i64().filter(|key| key.abs() != BEYOND);
    let article = match want.articles {
        true => Some(doc.source.and_then(|it| it.article).ok_or_else(|| damaged(&doc.id))?),
        false => None,
    };
    Ok(Hit { id, score, place: Place { score, key, id }, article })
}

pub(super) fn damaged(id: &str) -> EngineError {
    let message = format!("document `{id}` of the cluster is not what this program writes");
    EngineError::new(EngineErrorKind::Damaged, message)
}

/// Walks the ids of what a query finds, in order.
pub(crate) struct Ids<'a> {
    snapshot: &'a Snapshot,
    query: Value,
    /// Whether articles come along.
    articles: bool,
    page: usize,
    pub(super) after: Option<Value>,
    pub(super) over: bool,
}

impl<'a> Ids<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot, query: Value, articles: bool) -> Self {
        let page = if articles { ARTICLES } else { PAGE };
        Self { snapshot, query, articles, page, after: None, over: false }
    }

    /// The next of them, each with its article where those are wanted; none at the end.
    pub(crate) fn next_page(
        &mut self,
        control: &Control,
    ) -> Result<Vec<(ArticleId, Option<Article>)>, EngineError> {
        if self.over {
            return Ok(Vec::new());
        }
        control.check()?;
        let mut body = json!({
            "size": self.page,
            "query": self.query,
            "sort": [{ "id": "asc" }],
            "track_total_hits": false,
            "_source": if self.articles { json!(["article"]) } else { json!(false) },
        });
        if let Some(after) = &self.after {
            body["search_after"] = after.clone();
        }
        let answer: Answer = self.snapshot.search(body, control)?;
        self.over = answer.hits.hits.len() < self.page;
        self.after = answer.hits.hits.last().map(|doc| json!(doc.sort));
        let docs = answer.hits.hits.into_iter();
        docs.map(|doc| {
            let id = doc.id.parse().map_err(|_| damaged(&doc.id))?;
            Ok((id, doc.source.and_then(|source| source.article)))
        })
        .collect()
    }
}

/// The ids of what a query finds, in order, at most so many.
pub(crate) fn ids(
    snapshot: &Snapshot,
    query: Value,
    limit: usize,
    control: &Control,
) -> Result<Vec<ArticleId>, EngineError> {
    let mut found = Vec::new();
    let mut walk = Ids::new(snapshot, query, false);
    walk.page = walk.page.min(limit.max(1));
    while found.len() < limit {
        let page = walk.next_page(control)?;
        if page.is_empty() {
            break;
        }
        found.extend(page.into_iter().map(|(id, _)| id));
    }
    found.truncate(limit);
    Ok(found)
}
