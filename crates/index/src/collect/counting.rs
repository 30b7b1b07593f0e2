//! Counts documents of one segment: in all, by facet, by day.

use morgue_query::EngineError;
use tantivy::{DocId, SegmentReader};

use super::filters::{SegmentFilters, Verdict};
use super::{CHECK_EVERY, Pass, failed};
use crate::columns::HitColumns;

/// A segment being counted.
pub(super) struct Counting<'a, 'p> {
    pass: &'a mut Pass<'p>,
    segment: &'p SegmentReader,
    filters: SegmentFilters,
    columns: &'p HitColumns,
    /// Room for the documents that pass, and for what a facet looks up.
    kept: Vec<DocId>,
    ordinals: Vec<Option<u64>>,
}

impl<'a, 'p> Counting<'a, 'p> {
    pub(super) fn open(
        pass: &'a mut Pass<'p>,
        (ordinal, segment): (u32, &'p SegmentReader),
    ) -> Result<Self, EngineError> {
        let (snapshot, plan) = (pass.snapshot, pass.plan);
        let filters = SegmentFilters::open(snapshot, (ordinal, segment), &plan.filters, false);
        let columns = snapshot.columns.hits(ordinal, segment, snapshot.fields).map_err(failed)?;
        for facet in &mut pass.found.facets {
            facet.open(snapshot, (ordinal, segment)).map_err(failed)?;
        }
        let filters = filters.map_err(failed)?;
        Ok(Self { pass, segment, filters, columns, kept: Vec::new(), ordinals: Vec::new() })
    }

    /// Counts some of what a query finds.
    pub(super) fn add(&mut self, docs: &[DocId]) -> Result<(), EngineError> {
        let (before, filled) = (self.pass.checked, docs.len() as u64);
        self.pass.checked += filled;
        if self.pass.checked / CHECK_EVERY != before / CHECK_EVERY {
            self.pass.control.check()?;
        }
        let passing = if self.filters.is_empty() && !self.segment.has_deletes() {
            docs
        } else {
            self.sift(docs);
            self.kept.as_slice()
        };
        let found = &mut self.pass.found;
        found.count += passing.len() as u64;
        for facet in &mut found.facets {
            facet.add_all(passing, &mut self.ordinals);
        }
        if let Some(days) = &mut found.days {
            passing.iter().for_each(|&doc| days.add(self.columns.days(doc)));
        }
        Ok(())
    }

    /// Leaves the segment.
    pub(super) fn close(self) -> Result<(), EngineError> {
        self.pass.found.facets.iter_mut().try_for_each(|facet| facet.close().map_err(failed))
    }

    /// Keeps the documents that pass all filters; one that only fails those of a facet is counted
    /// in that facet's list.
    fn sift(&mut self, docs: &[DocId]) {
        self.kept.clear();
        for &doc in docs.iter().filter(|&&doc| !self.segment.is_deleted(doc)) {
            match self.filters.judge(doc) {
                Verdict::Passes => self.kept.push(doc),
                Verdict::FailsOnly(field) => {
                    let lists = self.pass.found.facets.iter_mut();
                    lists.filter(|list| list.field() == field).for_each(|list| list.add(doc));
                }
                Verdict::Fails => {}
            }
        }
    }
}
