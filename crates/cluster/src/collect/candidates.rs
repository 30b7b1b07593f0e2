//! Deciding what the cluster cannot: articles that may hold a condition are fetched, and our own
//! matcher says which do.

use morgue_query::matcher::Matcher;
use morgue_query::plan::{Clause, Filter};
use morgue_query::{EngineError, EngineErrorKind};

use super::hits::{Ids, damaged};
use crate::translate::{How, Set, Translator, any_of, current};

/// The most articles that are looked at one by one for one query: their ids are sent back to the
/// cluster, which takes 65,536.
const MOST: u64 = 50_000;

/// Decides the open conditions of a clause, as far as the rest of it leaves any doubt.
pub(super) fn decide(
    translator: &mut Translator<'_>,
    clause: &Clause,
    filters: &[&Filter],
) -> Result<(), EngineError> {
    let open = translator.open();
    if open.is_empty() {
        return Ok(());
    }
    let any = any_of(open.iter().map(|(_, _, query)| query.clone()).collect());
    // An article that cannot be found whatever is decided need not be looked at.
    let above = translator.query(clause, How { set: Set::Above, loose: true });
    let mut all = vec![any, above];
    all.extend(filters.iter().map(|filter| translator.filter(filter, true)));
    let query = current(all);
    let (snapshot, control) = (translator.snapshot, translator.control);
    let count = super::count(snapshot, query.clone(), control)?;
    if count > MOST {
        let message = format!(
            "the cluster cannot decide a condition of this query by itself, and {count} articles \
             are too many to be looked at one by one (at most {MOST}): narrow it down by a rarer \
             word, an outlet or days"
        );
        return Err(EngineError::new(EngineErrorKind::OverLimit, message));
    }
    let mut decided: Vec<(String, Matcher, Vec<String>)> = open
        .iter()
        .map(|(key, clause, _)| ((*key).to_string(), Matcher::new(clause), Vec::new()))
        .collect();
    if count > 0 {
        let mut walk = Ids::new(snapshot, query, true);
        loop {
            let page = walk.next_page(control)?;
            if page.is_empty() {
                break;
            }
            for (id, article) in page {
                control.check()?;
                let article = article.ok_or_else(|| damaged(&id.to_string()))?;
                for (_, matcher, ids) in &mut decided {
                    let matching = matcher.match_article(&article);
                    if matching.capped && !matching.holds {
                        return Err(too_much());
                    }
                    if matching.holds {
                        ids.push(id.to_string());
                    }
                }
            }
        }
    }
    for (key, _, ids) in decided {
        translator.decide(&key, ids);
    }
    Ok(())
}

fn too_much() -> EngineError {
    let message = "a connector of this query has too many choices in an article: ask for fewer words \
                   in it, or for less distance";
    EngineError::new(EngineErrorKind::OverLimit, message)
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_decided_can_be_sent_back() {
        let body =
            serde_json::json!({ "terms": { "id": vec!["0".repeat(32); super::MOST as usize] } });
        assert!(super::MOST <= 65_536 && body.to_string().len() < 10 << 20);
    }
}
