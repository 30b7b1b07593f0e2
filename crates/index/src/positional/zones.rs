//! Where in an article's positions its fields lie (`morgue_query::document::Zones`).

use std::sync::Arc;

use morgue_query::Ranking;
use morgue_query::document::GAP;
use morgue_query::plan::TextField;
use tantivy::{DocId, SegmentReader};

use super::cursor::Stretch;
use crate::columns::{Columns, ZoneColumns};
use crate::schema::Fields;
use crate::snapshot::Numbers;
use crate::translate::List;

/// Which zones of the main list an occurrence may lie in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Within {
    headline: bool,
    lead: bool,
    body: bool,
    caption: bool,
}

impl Within {
    /// In any text of the list.
    pub(crate) const ANYWHERE: Self =
        Self { headline: true, lead: true, body: true, caption: true };

    /// In one of these fields.
    pub(crate) fn of(fields: &[TextField]) -> Self {
        let has = |field| fields.contains(&field);
        let body = has(TextField::Body);
        Self {
            headline: has(TextField::Headline),
            lead: body || has(TextField::Lead),
            body,
            caption: has(TextField::Caption),
        }
    }
}

/// The ends of the zones of one segment's articles.
pub(crate) struct Zoning {
    list: List,
    within: Within,
    ranking: Ranking,
    ends: Arc<ZoneColumns>,
    /// First and end of each text of the list, where gaps must know them.
    texts: Option<Numbers<u64>>,
}

/// The zones of one article.
#[derive(Debug, Clone, Copy, Default)]
struct Bounds {
    lead: Stretch,
    body: Stretch,
    headline: Stretch,
    caption: Stretch,
}

/// The texts of one article that gaps may not leave: first position and end of each.
#[derive(Debug, Default)]
pub(crate) struct Texts(Vec<Stretch>);

impl Texts {
    /// Whether there is a word at a position.
    pub(crate) fn is_word(&self, position: u32) -> bool {
        self.0.iter().any(|&(start, end)| start <= position && position < end)
    }

    /// Every word.
    pub(crate) fn words(&self) -> Vec<Stretch> {
        let mut all: Vec<Stretch> =
            self.0.iter().flat_map(|&(start, end)| (start..end).map(|at| (at, at + 1))).collect();
        all.sort_unstable();
        all
    }
}

impl Zoning {
    pub(crate) fn open(
        segment: &SegmentReader,
        (columns, fields): (&Columns, Fields),
        list: List,
        within: Within,
        ranking: Ranking,
        reads_gaps: bool,
    ) -> tantivy::Result<Self> {
        let texts = match list {
            List::Main => fields.caption_spans,
            List::Byline => fields.byline_end,
            List::Dateline => fields.dateline_end,
        };
        Ok(Self {
            list,
            within,
            ranking,
            ends: columns.zones(segment, fields)?,
            texts: if reads_gaps { Some(Numbers::of(segment, texts)?) } else { None },
        })
    }

    /// Whether all texts of the list are asked for.
    pub(crate) fn is_everywhere(&self) -> bool {
        self.within == Within::ANYWHERE
    }

    /// How often one occurrence counts at most.
    pub(crate) fn heaviest(&self) -> u32 {
        self.ranking.headline.max(self.ranking.lead).max(1)
    }

    /// The texts of an article, if gaps must know them.
    pub(crate) fn texts(&self, doc: DocId) -> Texts {
        let Some(column) = &self.texts else { return Texts::default() };
        let mut texts = Vec::new();
        if self.list == List::Main {
            let bounds = self.bounds(doc);
            texts.extend([bounds.body, bounds.headline]);
            let ends: Vec<u32> = column.all(doc).map(narrow).collect();
            texts.extend(ends.chunks_exact(2).map(|span| (span[0], span[1])));
        } else {
            texts.push((0, narrow(column.get(doc))));
        }
        Texts(texts)
    }

    /// The zones asked for; all of them as one where they are all asked for and nothing can reach
    /// from one into another.
    pub(crate) fn zones(&self, doc: DocId, apart: bool) -> Vec<Stretch> {
        if self.list != List::Main || (apart && self.within == Within::ANYWHERE) {
            return vec![(0, u32::MAX)];
        }
        let bounds = self.bounds(doc);
        let Within { headline, lead, body, caption } = self.within;
        let main = if body { bounds.body } else { bounds.lead };
        let zones = [(headline, bounds.headline), (lead || body, main), (caption, bounds.caption)];
        zones.into_iter().filter(|&(asked, _)| asked).map(|(_, zone)| zone).collect()
    }

    fn bounds(&self, doc: DocId) -> Bounds {
        let at = |column: &Numbers<u64>| narrow(column.get(doc));
        let ends = &*self.ends;
        let body_end = at(&ends.body_end);
        let headline_end = at(&ends.headline_end);
        Bounds {
            lead: (at(&ends.lead_start), at(&ends.lead_end)),
            body: (0, body_end),
            headline: (body_end.saturating_add(GAP), headline_end),
            caption: (headline_end.saturating_add(GAP), at(&ends.caption_end)),
        }
    }

    /// Keeps the occurrences that lie within the zones asked for, and says how often they count:
    /// one in the headline or the lead counts as a word there does.
    pub(crate) fn weigh(&self, doc: DocId, found: &mut Vec<Stretch>) -> u32 {
        if self.list != List::Main {
            return u32::try_from(found.len()).unwrap_or(u32::MAX);
        }
        let bounds = self.bounds(doc);
        let inside = |at: &Stretch, zone: Stretch| zone.0 <= at.0 && at.1 <= zone.1;
        let Within { headline, lead, body, caption } = self.within;
        let mut sum = 0u32;
        found.retain(|at| {
            let weight = if inside(at, bounds.headline) {
                if headline { self.ranking.headline } else { 0 }
            } else if inside(at, bounds.lead) {
                if lead { self.ranking.lead } else { 0 }
            } else if inside(at, bounds.body) {
                u32::from(body)
            } else if inside(at, bounds.caption) {
                u32::from(caption)
            } else {
                0
            };
            sum = sum.saturating_add(weight);
            weight > 0
        });
        sum
    }
}

/// Positions are `u32` in analysis; the columns hold `u64`.
fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
