//! Counts of a facet's values.

use std::collections::BTreeMap;
use std::sync::Arc;

use morgue_article::{Day, DayRange};
use morgue_query::plan::{FacetField, WantFacet};
use morgue_query::{FacetCount, FacetList};
use tantivy::columnar::{Cardinality, StrColumn};
use tantivy::schema::Field;
use tantivy::{DocId, SegmentReader};

use super::days::DayCounts;
use super::filters::facet_column;
use crate::columns::TextColumn;
use crate::schema::SEPARATOR;
use crate::snapshot::{Numbers, Snapshot, texts};

/// One list being counted.
pub(super) struct FacetCounter {
    want: WantFacet,
    counts: BTreeMap<String, u64>,
    missing: u64,
    days: Option<DayCounts>,
    segment: OpenFacet,
}

/// Its columns in the current segment.
enum OpenFacet {
    Closed,
    Texts {
        column: StrColumn,
        values: Option<Arc<[Box<str>]>>,
        counts: Vec<u64>,
        /// Whether a document may have several.
        many: bool,
    },
    Days {
        first: Numbers<i64>,
        last: Numbers<i64>,
    },
}

impl FacetCounter {
    pub(super) fn new(want: &WantFacet) -> Self {
        let dated = matches!(want.field, FacetField::Year | FacetField::Month | FacetField::Day);
        Self {
            want: want.clone(),
            counts: BTreeMap::new(),
            missing: 0,
            days: dated.then(DayCounts::new),
            segment: OpenFacet::Closed,
        }
    }

    pub(super) fn field(&self) -> FacetField {
        self.want.field
    }

    /// Goes on to another segment.
    pub(super) fn open(
        &mut self,
        snapshot: &Snapshot,
        (ordinal, segment): (u32, &SegmentReader),
    ) -> tantivy::Result<()> {
        let fields = snapshot.fields;
        self.segment = match facet_column(fields, self.want.field) {
            None => OpenFacet::Days {
                first: snapshot.columns.hits(ordinal, segment, fields)?.earliest.clone(),
                last: snapshot.columns.hits(ordinal, segment, fields)?.latest.clone(),
            },
            Some(field) => match snapshot.columns.texts(ordinal, segment, field)? {
                Some(TextColumn { column, values }) => {
                    let counts = vec![0; column.dictionary().num_terms()];
                    let many = column.ords().get_cardinality() == Cardinality::Multivalued;
                    OpenFacet::Texts { column, values, counts, many }
                }
                None => OpenFacet::Closed,
            },
        };
        Ok(())
    }

    pub(super) fn add(&mut self, doc: DocId) {
        match &mut self.segment {
            OpenFacet::Closed => self.missing += 1,
            OpenFacet::Days { first, last } => {
                let days = first.get(doc).zip(last.get(doc));
                let days = days.map(|(first, last)| DayRange::new(Day(first), Day(last)));
                self.days.as_mut().expect("made for a facet of dates").add(days);
            }
            OpenFacet::Texts { column, counts, .. } => {
                let mut any = false;
                for ordinal in column.ords().values_for_doc(doc) {
                    any = true;
                    // Each value stands once in a document: the writer sees to it.
                    if let Some(count) =
                        usize::try_from(ordinal).ok().and_then(|o| counts.get_mut(o))
                    {
                        *count += 1;
                    }
                }
                self.missing += u64::from(!any);
            }
        }
    }

    /// Counts many at once; `ordinals` is room to work in.
    pub(super) fn add_all(&mut self, docs: &[DocId], ordinals: &mut Vec<Option<u64>>) {
        let OpenFacet::Texts { column, counts, many: false, .. } = &mut self.segment else {
            docs.iter().for_each(|&doc| self.add(doc));
            return;
        };
        ordinals.clear();
        ordinals.resize(docs.len(), None);
        column.ords().first_vals(docs, ordinals);
        for ordinal in ordinals.iter() {
            match ordinal.and_then(|ordinal| counts.get_mut(ordinal as usize)) {
                Some(count) => *count += 1,
                None => self.missing += 1,
            }
        }
    }

    /// Leaves the segment: ordinals become values.
    pub(super) fn close(&mut self) -> tantivy::Result<()> {
        let OpenFacet::Texts { column, values, counts, .. } =
            std::mem::replace(&mut self.segment, OpenFacet::Closed)
        else {
            return Ok(());
        };
        let mut text = String::new();
        for (ordinal, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            let value = match &values {
                Some(values) => values.get(ordinal).map(|value| &**value),
                None => {
                    text.clear();
                    column.ord_to_str(ordinal as u64, &mut text)?.then_some(text.as_str())
                }
            };
            let Some(value) = value else { continue };
            match self.counts.get_mut(value) {
                Some(known) => *known += count,
                None => drop(self.counts.insert(value.to_string(), count)),
            }
        }
        Ok(())
    }

    /// The list.
    pub(super) fn finish(mut self, snapshot: &Snapshot) -> tantivy::Result<FacetList> {
        if let Some(days) = &self.days {
            (self.counts, self.missing) = days.calendar(self.want.field);
        }
        let distinct = self.counts.len() as u64;
        let mut counts: Vec<(String, u64)> = self.counts.into_iter().collect();
        if self.days.is_some() {
            counts.reverse();
        } else {
            counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        }
        counts.truncate(self.want.limit);
        let mut values = Vec::with_capacity(counts.len());
        for (value, count) in counts {
            let label = label(snapshot, self.want.field, &value)?;
            values.push(FacetCount { label: label.filter(|label| *label != value), value, count });
        }
        Ok(FacetList { field: self.want.field, values, distinct, missing: self.missing })
    }
}

/// How a value is shown.
fn label(snapshot: &Snapshot, facet: FacetField, value: &str) -> tantivy::Result<Option<String>> {
    let fields = snapshot.fields;
    let shown = match facet {
        FacetField::Outlet => {
            let outlet = snapshot.state.outlets.get(value);
            return Ok(outlet.map(|(name, _)| name.clone()));
        }
        FacetField::Section => fields.section_shown,
        FacetField::Author => fields.author_shown,
        FacetField::Type => fields.kind_shown,
        FacetField::Tag => fields.tag_shown,
        FacetField::Year
        | FacetField::Month
        | FacetField::Day
        | FacetField::Lang
        | FacetField::Country
        | FacetField::Wire
        | FacetField::Path => return Ok(None),
    };
    printed(snapshot, shown, value)
}

/// A folded value as it was printed somewhere; of several forms the first in order, so that it
/// does not depend on segments.
fn printed(snapshot: &Snapshot, field: Field, folded: &str) -> tantivy::Result<Option<String>> {
    let prefix = format!("{folded}{SEPARATOR}");
    let mut first: Option<String> = None;
    for (_, segment) in snapshot.segments() {
        let Some(column) = texts(segment, field)? else { continue };
        let mut stream = column.dictionary().prefix_range(&prefix).into_stream()?;
        if stream.advance()
            && let Ok(text) = std::str::from_utf8(&stream.key()[prefix.len()..])
            && first.as_deref().is_none_or(|first| text < first)
        {
            first = Some(text.to_string());
        }
    }
    Ok(first)
}
