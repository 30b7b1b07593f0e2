//! The choice of engine, and the only file that knows there is more than one.

use morgue_archive::Archive;
use morgue_article::OutletTable;
use morgue_query::{Control, Engine, EngineError, EngineErrorKind, Ranking};

use crate::failure::{Failure, code};
use crate::place::Place;
use crate::progress::Progress;

/// Whether there is an index.
pub(crate) fn exists(place: &Place) -> bool {
    Archive::is_index(&place.path)
}

/// Opens the index to ask it, with the outlets that are known to it.
pub(crate) fn open(place: &Place) -> anyhow::Result<(Box<dyn Engine>, OutletTable)> {
    let archive = archive(place)?;
    Ok((archive.engine()?, archive.outlets()?))
}

/// Opens the index with what is kept in it.
pub(crate) fn archive(place: &Place) -> anyhow::Result<Archive> {
    no_cluster(place)?;
    if !exists(place) && !place.named {
        return Err(Failure::with_code(
            code::INDEX,
            "there is no index here or in a parent folder: `morgue index PATH` makes one, \
             `morgue search WORDS --in PATH` makes and searches it, `--index DIR` names another",
        ));
    }
    Ok(Archive::open(&place.path)?)
}

/// Opens the index, or makes an empty one.
pub(crate) fn create(place: &Place) -> anyhow::Result<Archive> {
    no_cluster(place)?;
    Ok(Archive::create(&place.path)?)
}

/// What is wrong with the index, one line each.
pub(crate) fn verify(
    place: &Place,
    control: &Control,
    progress: &Progress,
) -> anyhow::Result<morgue_archive::Verified> {
    let archive = archive(place)?;
    Ok(archive.verify(control, &mut |done, total| progress.step(done, total))?)
}

/// Builds the index anew from itself.
pub(crate) fn rebuild(
    place: &Place,
    now: i64,
    ranking: Option<Ranking>,
    control: &Control,
    progress: &Progress,
) -> anyhow::Result<morgue_archive::Rebuilt> {
    let archive = archive(place)?;
    Ok(archive.rebuild(now, ranking, control, &mut |done, total| progress.step(done, total))?)
}

fn no_cluster(place: &Place) -> Result<(), EngineError> {
    let name = place.path.to_string_lossy();
    let Some((scheme, _)) = name.split_once("://") else { return Ok(()) };
    let message = format!("`{name}`: this program cannot reach `{scheme}` indexes yet");
    Err(EngineError::new(EngineErrorKind::Unsupported, message))
}
