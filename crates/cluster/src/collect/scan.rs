//! Everything a plan finds, in order of id, a page of the cluster at a time.

use std::sync::Arc;
use std::vec::IntoIter;

use morgue_article::{Article, ArticleId};
use morgue_query::plan::Plan;
use morgue_query::{Control, EngineError};
use serde_json::Value;

use super::hits::damaged;
use super::{Ids, Ready};
use crate::snapshot::Snapshot;

/// The articles that a plan finds.
pub(crate) struct Scan {
    snapshot: Arc<Snapshot>,
    control: Control,
    query: Value,
    after: Option<Value>,
    page: IntoIter<(ArticleId, Option<Article>)>,
    over: bool,
}

/// Begins to walk what a plan finds.
pub(crate) fn scan(
    snapshot: Arc<Snapshot>,
    plan: &Plan,
    control: &Control,
) -> Result<Scan, EngineError> {
    let query = Ready::new(&snapshot, plan, control)?.unscored(false);
    let (control, page) = (control.clone(), Vec::new().into_iter());
    Ok(Scan { snapshot, control, query, after: None, page, over: false })
}

impl Scan {
    fn turn(&mut self) -> Result<(), EngineError> {
        let mut walk = Ids::new(&self.snapshot, self.query.clone(), true);
        walk.after = self.after.take();
        let page = walk.next_page(&self.control)?;
        (self.after, self.over) = (walk.after, walk.over);
        self.page = page.into_iter();
        Ok(())
    }
}

impl Iterator for Scan {
    type Item = Result<Article, EngineError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((id, article)) = self.page.next() {
                return Some(article.ok_or_else(|| damaged(&id.to_string())));
            }
            if self.over {
                return None;
            }
            if let Err(error) = self.turn() {
                self.over = true;
                return Some(Err(error));
            }
        }
    }
}
