//! What a snapshot says about itself. Planning asks for it with every query, so it is made once.

use std::path::Path;

use morgue_article::Day;
use morgue_query::{EngineError, LanguageStats, OutletStats, Stats};
use tantivy::columnar::Column;

use crate::error::{engine_error, io_error};
use crate::schema::NO_DAY;
use crate::snapshot::{Numbers, Snapshot};

/// Values that are read from a column at a time.
const BLOCK: usize = 128;

/// The stats of a snapshot.
pub(crate) fn of(snapshot: &Snapshot) -> Result<Stats, EngineError> {
    let state = &snapshot.state;
    let (earliest, latest) = days(snapshot)?;
    let outlet = |(id, (name, articles)): (&String, &(String, u64))| OutletStats {
        id: id.clone(),
        name: name.clone(),
        articles: *articles,
    };
    let mut outlets: Vec<_> = state.outlets.iter().map(outlet).collect();
    outlets.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.id.cmp(&b.id)));
    let language = |(code, articles): (&String, &u64)| LanguageStats {
        code: code.clone(),
        articles: *articles,
    };
    let mut languages: Vec<_> = state.languages.iter().map(language).collect();
    languages.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.code.cmp(&b.code)));
    Ok(Stats {
        articles: state.articles,
        undated: state.undated,
        without_outlet: state.without_outlet,
        words: state.words,
        sources: state.sources,
        versions: state.versions,
        tombstones: state.tombstones,
        earliest,
        latest,
        outlets,
        languages,
        fingerprint: state.fingerprint().to_string(),
        analysis: morgue_analysis::VERSION,
        bytes: bytes(&snapshot.files)?,
        segments: snapshot.searcher.segment_readers().len() as u64,
        commit: snapshot.commit.clone(),
    })
}

/// The first and the last day any article can be of.
fn days(snapshot: &Snapshot) -> Result<(Option<Day>, Option<Day>), EngineError> {
    let failed = |error| engine_error("read the dates", error);
    let (mut first, mut last): (Option<i64>, Option<i64>) = (None, None);
    for (_, segment) in snapshot.segments() {
        let earliest = Numbers::signed(segment, snapshot.fields.earliest).map_err(failed)?;
        let latest = Numbers::signed(segment, snapshot.fields.latest).map_err(failed)?;
        if segment.has_deletes() {
            for doc in segment.doc_ids_alive() {
                first = first.into_iter().chain(earliest.get(doc)).min();
                last = last.max(latest.get(doc));
            }
        } else {
            first = first.into_iter().chain(earliest.column().and_then(least)).min();
            last = last.max(latest.column().and_then(greatest));
        }
    }
    Ok((first.map(Day), last.map(Day)))
}

/// The first day in a whole column. A column knows its least value, but that is [`NO_DAY`] where
/// an article is undated.
fn least(column: &Column<i64>) -> Option<i64> {
    let values = &column.values;
    if values.num_vals() == 0 {
        return None;
    }
    if values.min_value() != NO_DAY {
        return Some(values.min_value());
    }
    let mut block = [NO_DAY; BLOCK];
    let mut least = i64::MAX;
    for start in (0..values.num_vals()).step_by(BLOCK) {
        let length = BLOCK.min((values.num_vals() - start) as usize);
        values.get_range(u64::from(start), &mut block[..length]);
        let days = block[..length].iter().copied().filter(|&day| day != NO_DAY);
        least = least.min(days.min().unwrap_or(i64::MAX));
    }
    (least < i64::MAX).then_some(least)
}

/// The last day in a whole column.
fn greatest(column: &Column<i64>) -> Option<i64> {
    let any = column.values.num_vals() > 0;
    any.then(|| column.values.max_value()).filter(|&day| day != NO_DAY)
}

/// Bytes of the files of a folder.
fn bytes(path: &Path) -> Result<u64, EngineError> {
    let entries = std::fs::read_dir(path).map_err(|error| io_error(path, "read", error))?;
    let sizes = entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|data| data.len());
    Ok(sizes.sum())
}
