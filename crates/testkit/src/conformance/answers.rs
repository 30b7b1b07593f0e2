//! What is asked of an engine in more than one step: comparisons, exports, what is similar.

use std::collections::BTreeSet;
use std::fmt::Debug;

use morgue_article::{Article, ArticleId, Day, OutletTable};
use morgue_query::plan::{FacetField, Interval, Limits, Sort};
use morgue_query::{
    About, AskContext, CompareRequest, Comparison, Control, Engine, Request, compare, export,
    recheck, similar,
};

use super::Pair;

fn context(outlets: &OutletTable) -> AskContext<'_> {
    let today = Day::from_ymd(2025, 6, 1).expect("a day");
    AskContext { today, outlets, limits: Limits::default() }
}

fn text(error: impl ToString) -> String {
    error.to_string()
}

fn same<T: PartialEq + Debug>(what: &str, oracle: &T, engine: &T) -> Result<(), String> {
    if oracle == engine {
        Ok(())
    } else {
        Err(format!("{what}: {oracle:?}, the engine {engine:?}"))
    }
}

/// Counts that are compared.
fn comparisons() -> Vec<CompareRequest> {
    let storm = |base: Request| CompareRequest {
        queries: vec!["storm OR flood".into(), "merger".into(), "zzz-absent".into()],
        base,
        share: true,
    };
    let dated =
        Request { from: Some("1900".into()), to: Some("2025".into()), ..Request::default() };
    let kept = Request {
        keep: vec![(FacetField::Lang, "en".into())],
        interval: Some(Interval::Decade),
        ..Request::default()
    };
    let all = CompareRequest { queries: vec![String::new()], ..storm(Request::default()) };
    vec![
        storm(Request::default()),
        storm(dated.clone()),
        storm(kept),
        CompareRequest { share: false, ..storm(dated) },
        CompareRequest { share: false, ..all },
    ]
}

/// Buckets, imprecise and undated add up to what was found.
fn adds_up(counted: &Comparison) -> Result<(), String> {
    for line in &counted.lines {
        let placed: u64 = line.timeline.buckets.iter().map(|bucket| bucket.count).sum();
        let sum = placed + line.timeline.imprecise + line.timeline.undated;
        same(&format!("the sum of `{}`", line.query.input), &line.total.value, &sum)?;
        let enough = line.weak.iter().zip(&line.timeline.buckets).all(|(weak, b)| *weak <= b.count);
        same("no more are weakly dated than are dated", &true, &enough)?;
    }
    Ok(())
}

impl Pair<'_> {
    /// The same counts of several queries beside each other, and they add up.
    pub(super) fn comparisons(&self) -> Result<(), String> {
        let outlets = OutletTable::new();
        let control = Control::default();
        for request in comparisons() {
            let count = |engine: &dyn Engine| -> Result<Comparison, String> {
                let counted = compare(engine, &request, &context(&outlets), &control);
                Ok(Comparison { took_ms: 0, ..counted.map_err(text)? })
            };
            let (oracle, engine) = (count(self.oracle)?, count(self.engine)?);
            adds_up(&oracle)?;
            same("a comparison", &oracle, &engine)?;
        }
        Ok(())
    }

    /// The same articles in the same order, and nothing to be found when the search is repeated.
    pub(super) fn exports(&self) -> Result<(), String> {
        let outlets = OutletTable::new();
        let (context, control) = (context(&outlets), Control::default());
        for (q, order) in [
            ("", None),
            ("", Some(Sort::Newest)),
            ("storm OR flood -merger", None),
            ("storm OR flood", Some(Sort::Oldest)),
            ("storm OR flood", Some(Sort::Added)),
        ] {
            let request = Request { q: q.into(), ..Request::default() };
            let all = |engine: &dyn Engine| -> Result<(About, Vec<ArticleId>), String> {
                let found = export(engine, &request, order, &context, &control).map_err(text)?;
                let mut about = About::new("test", &request, context.today, &found);
                let mut ids = Vec::new();
                for exported in found {
                    let article = exported.map_err(text)?.article;
                    ids.push(article.id);
                    about.articles.insert(article.id, (&article).into());
                }
                Ok((about, ids))
            };
            let (oracle, engine) = (all(self.oracle)?, all(self.engine)?);
            same(&format!("the export of `{q}`"), &oracle, &engine)?;
            let again = recheck(self.engine, &oracle.0, &context, &control).map_err(text)?;
            same(
                &format!("repeating `{q}`"),
                &(true, true),
                &(again.is_same(), again.same_archive),
            )?;
        }
        Ok(())
    }

    /// The same articles like each one; never itself.
    pub(super) fn similar(&self) -> Result<(), String> {
        let control = Control::default();
        let all = self.oracle.scan(&super::everything(), &control).map_err(text)?;
        let all: Vec<Article> = all.collect::<Result<_, _>>().map_err(text)?;
        for article in all.iter().step_by(3) {
            let like = |engine: &dyn Engine| -> Result<BTreeSet<ArticleId>, String> {
                let found = similar(engine, article, Vec::new(), 1000, 0, &control);
                Ok(found.map_err(text)?.hits.into_iter().map(|hit| hit.hit.id).collect())
            };
            let (oracle, engine) = (like(self.oracle)?, like(self.engine)?);
            same(&format!("what is like {}", article.key), &oracle, &engine)?;
            same("the article itself is left out", &false, &engine.contains(&article.id))?;
        }
        Ok(())
    }
}
