//! Making an index anew from itself: with another analysis or schema, or because it is damaged in
//! what is derived. The sources are not needed (`design.md`, rule 3).

use morgue_query::{Control, EngineError, EngineErrorKind, Ranking};
use tantivy::schema::Value;
use tantivy::{Index, ReloadPolicy, TantivyDocument};

use crate::error::engine_error;
use crate::folder::Folder;
use crate::store::Stored;
use crate::writer::{Writer, WriterOptions};

/// What a rebuild did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rebuilt {
    /// Current articles now.
    pub articles: u64,
    /// All documents: articles, versions, tombstones, ledger lines.
    pub documents: u64,
}

/// Builds the index anew beside itself and switches over when the new one is whole. Articles keep
/// when they were taken in. With `ranking`, scores have these constants from now on. `progress` is told how many of how many documents are done.
///
/// # Errors
/// [`Locked`](EngineErrorKind::Locked) while there is a writer, [`Damaged`](EngineErrorKind::Damaged)
/// where stored documents cannot be read; the old index then stays as it is.
pub fn rebuild(
    folder: &Folder,
    options: WriterOptions,
    ranking: Option<Ranking>,
    control: &Control,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Rebuilt, EngineError> {
    let lock = folder.lock()?;
    let mut folder = Folder::open(folder.path())?;
    folder.delete_other_generations();
    if let Some(ranking) = ranking {
        folder.set_ranking(ranking);
    }
    let old = folder.open_index()?;
    let generation = folder.next_generation();
    let new = folder.create_generation(&generation)?;
    let mut writer = Writer::over(&folder, new, lock, options)?;
    let mut rebuilt = Rebuilt::default();
    let total = each_stored(&old, &mut |stored, total| {
        control.check()?;
        rebuilt.documents += 1;
        progress(rebuilt.documents, total);
        writer.restore(stored)
    });
    let total = total.map_err(|error| match error.kind {
        EngineErrorKind::Damaged => {
            let source = error.source;
            let what = "what it stores of the articles cannot be read";
            EngineError { source, ..folder.beyond_rebuilding(what) }
        }
        _ => error,
    })?;
    progress(total, total);
    let lock = writer.finish_restoring(&mut rebuilt)?;
    folder.switch(generation)?;
    drop(lock);
    Ok(rebuilt)
}

/// Reads every stored document that is not deleted, of whatever schema version.
pub(crate) fn each_stored(
    index: &Index,
    each: &mut dyn FnMut(Stored, u64) -> Result<(), EngineError>,
) -> Result<u64, EngineError> {
    let failed = |error| engine_error("read what is stored", error);
    let field = index.schema().get_field("stored").map_err(failed)?;
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
    let reader: tantivy::IndexReader = reader.map_err(failed)?;
    let searcher = reader.searcher();
    let total = searcher.num_docs();
    for segment in searcher.segment_readers() {
        let store = segment.get_store_reader(10).map_err(|error| failed(error.into()))?;
        for document in store.iter::<TantivyDocument>(segment.alive_bitset()) {
            let document = document.map_err(failed)?;
            let bytes = document.get_first(field).and_then(|value| value.as_bytes());
            let bytes = bytes.ok_or_else(|| {
                EngineError::new(EngineErrorKind::Damaged, "a document holds nothing")
            })?;
            each(Stored::decode(bytes)?, total)?;
        }
    }
    Ok(total)
}
