//! Columns of a snapshot's segments, each opened once: a search of some µs has no time to look them
//! up in their files again.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use morgue_article::{Day, DayRange};
use tantivy::columnar::StrColumn;
use tantivy::index::SegmentId;
use tantivy::schema::Field;
use tantivy::{DocId, SegmentReader};

use crate::schema::Fields;
use crate::snapshot::{Ids, Numbers, texts};

/// The most values of a column that are kept as texts.
const KEPT: usize = 10_000;

/// What hits are ordered and counted by.
pub(crate) struct HitColumns {
    pub(crate) ids: Ids,
    pub(crate) earliest: Numbers<i64>,
    pub(crate) latest: Numbers<i64>,
}

impl HitColumns {
    /// The days of an article.
    pub(crate) fn days(&self, doc: DocId) -> Option<DayRange> {
        let (first, last) = (self.earliest.get(doc)?, self.latest.get(doc)?);
        Some(DayRange::new(Day(first), Day(last)))
    }
}

/// Where in an article's positions its fields end.
pub(crate) struct ZoneColumns {
    pub(crate) body_end: Numbers<u64>,
    pub(crate) headline_end: Numbers<u64>,
    pub(crate) caption_end: Numbers<u64>,
    pub(crate) lead_start: Numbers<u64>,
    pub(crate) lead_end: Numbers<u64>,
}

/// A column of texts, and its values where they are few.
#[derive(Clone)]
pub(crate) struct TextColumn {
    pub(crate) column: StrColumn,
    pub(crate) values: Option<Arc<[Box<str>]>>,
}

/// The columns of all segments.
pub(crate) struct Columns {
    segments: Vec<SegmentId>,
    hits: Vec<OnceLock<HitColumns>>,
    zones: Vec<OnceLock<Arc<ZoneColumns>>>,
    texts: RwLock<HashMap<(u32, Field), Option<TextColumn>>>,
}

impl Columns {
    pub(crate) fn of(segments: &[SegmentReader]) -> Self {
        Self {
            segments: segments.iter().map(SegmentReader::segment_id).collect(),
            hits: segments.iter().map(|_| OnceLock::new()).collect(),
            zones: segments.iter().map(|_| OnceLock::new()).collect(),
            texts: RwLock::default(),
        }
    }

    /// The zones of a segment, which may be one of another snapshot.
    pub(crate) fn zones(
        &self,
        segment: &SegmentReader,
        fields: Fields,
    ) -> tantivy::Result<Arc<ZoneColumns>> {
        let id = segment.segment_id();
        let place = self.segments.iter().position(|known| *known == id).map(|at| &self.zones[at]);
        if let Some(known) = place.and_then(OnceLock::get) {
            return Ok(known.clone());
        }
        let opened = Arc::new(ZoneColumns {
            body_end: Numbers::of(segment, fields.body_end)?,
            headline_end: Numbers::of(segment, fields.headline_end)?,
            caption_end: Numbers::of(segment, fields.caption_end)?,
            lead_start: Numbers::of(segment, fields.lead_start)?,
            lead_end: Numbers::of(segment, fields.lead_end)?,
        });
        Ok(place
            .map_or_else(|| opened.clone(), |place| place.get_or_init(|| opened.clone()).clone()))
    }

    pub(crate) fn hits(
        &self,
        ordinal: u32,
        segment: &SegmentReader,
        fields: Fields,
    ) -> tantivy::Result<&HitColumns> {
        let place = &self.hits[ordinal as usize];
        if let Some(known) = place.get() {
            return Ok(known);
        }
        let opened = HitColumns {
            ids: Ids::of(segment, fields)?,
            earliest: Numbers::signed(segment, fields.earliest)?,
            latest: Numbers::signed(segment, fields.latest)?,
        };
        Ok(place.get_or_init(|| opened))
    }

    pub(crate) fn texts(
        &self,
        ordinal: u32,
        segment: &SegmentReader,
        field: Field,
    ) -> tantivy::Result<Option<TextColumn>> {
        let key = (ordinal, field);
        if let Some(known) = self.texts.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(known.clone());
        }
        let opened = match texts(segment, field)? {
            Some(column) => Some(TextColumn { values: values(&column)?, column }),
            None => None,
        };
        let mut kept = self.texts.write().unwrap_or_else(PoisonError::into_inner);
        kept.insert(key, opened.clone());
        Ok(opened)
    }
}

/// All values of a column in their order, where they are few.
fn values(column: &StrColumn) -> tantivy::Result<Option<Arc<[Box<str>]>>> {
    if column.dictionary().num_terms() > KEPT {
        return Ok(None);
    }
    let mut values = Vec::with_capacity(column.dictionary().num_terms());
    let mut stream = column.dictionary().stream()?;
    while stream.advance() {
        values.push(String::from_utf8_lossy(stream.key()).into_owned().into_boxed_str());
    }
    Ok(Some(values.into()))
}
