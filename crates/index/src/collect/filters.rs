//! Facet filters, checked where candidates come up: they stop no pruning.

use morgue_article::{Day, DayRange};
use morgue_query::facts::{calendar_value, path_form};
use morgue_query::plan::{FacetField, Filter, FilterTest};
use tantivy::columnar::Column;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::columns::TextColumn;
use crate::schema::Fields;
use crate::snapshot::{Numbers, Snapshot};

/// The column of a facet's values; none for what is made of dates.
pub(super) fn facet_column(fields: Fields, facet: FacetField) -> Option<Field> {
    Some(match facet {
        FacetField::Outlet => fields.outlet,
        FacetField::Section => fields.section,
        FacetField::Lang => fields.lang,
        FacetField::Country => fields.country,
        FacetField::Author => fields.author,
        FacetField::Type => fields.kind,
        FacetField::Wire => fields.wire,
        FacetField::Tag => fields.tag,
        FacetField::Path => fields.folder,
        FacetField::Year | FacetField::Month | FacetField::Day => return None,
    })
}

/// Which filters an article fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// None.
    Passes,
    /// Only those of this facet.
    FailsOnly(FacetField),
    /// Some of no facet, or of several.
    Fails,
}

/// A plan's filters over one segment.
pub(super) struct SegmentFilters {
    filters: Vec<(Option<FacetField>, bool, Test)>,
    first: Option<Numbers<i64>>,
    last: Option<Numbers<i64>>,
}

enum Test {
    /// A value's ordinal is one of these.
    Ordinals(Option<Column<u64>>, Vec<u64>),
    /// It is one of these.
    Articles(BitSet),
    /// The days lie inside one of these.
    Inside(Vec<DayRange>),
    /// The days lie inside this range, or overlap it.
    Days(DayRange, bool),
}

impl SegmentFilters {
    /// Opens them; `loose` lets dates that only overlap a range pass, where it keeps.
    pub(super) fn open(
        snapshot: &Snapshot,
        (ordinal, segment): (u32, &SegmentReader),
        filters: &[Filter],
        loose: bool,
    ) -> tantivy::Result<Self> {
        let fields = snapshot.fields;
        let mut open = Self { filters: Vec::new(), first: None, last: None };
        for filter in filters {
            let test = match &filter.test {
                FilterTest::Published(range) => Test::Days(*range, loose && !filter.exclude),
                FilterTest::Values(FacetField::Path, wanted) => {
                    below(segment, fields.path, wanted)?
                }
                FilterTest::Values(facet, wanted) => match facet_column(fields, *facet) {
                    Some(field) => match listed(segment, field, wanted)? {
                        Some(articles) => Test::Articles(articles),
                        None => ordinals(snapshot.columns.texts(ordinal, segment, field)?, wanted)?,
                    },
                    None => Test::Inside(calendar_days(*facet, wanted)),
                },
            };
            let dated = matches!(test, Test::Inside(_) | Test::Days(..));
            if dated && open.first.is_none() {
                let columns = snapshot.columns.hits(ordinal, segment, fields)?;
                open.first = Some(columns.earliest.clone());
                open.last = Some(columns.latest.clone());
            }
            open.filters.push((filter.facet, filter.exclude, test));
        }
        Ok(open)
    }

    /// The only articles that can pass, where a filter names them.
    pub(super) fn articles(&self) -> Option<&BitSet> {
        self.filters.iter().find_map(|(_, exclude, test)| match test {
            Test::Articles(articles) if !exclude => Some(articles),
            _ => None,
        })
    }

    /// Whether those are the ones that pass.
    pub(super) fn is_only_articles(&self) -> bool {
        matches!(self.filters.as_slice(), [] | [(_, false, Test::Articles(_))])
    }

    /// Whether there is nothing to judge by.
    pub(super) fn is_empty(&self) -> bool {
        self.filters.is_empty()
    }

    pub(super) fn judge(&self, doc: DocId) -> Verdict {
        let mut verdict = Verdict::Passes;
        for (facet, exclude, test) in &self.filters {
            if self.holds(test, doc) != *exclude {
                continue;
            }
            verdict = match (verdict, facet) {
                (Verdict::Passes, Some(facet)) => Verdict::FailsOnly(*facet),
                (Verdict::FailsOnly(other), Some(facet)) if other == *facet => verdict,
                _ => return Verdict::Fails,
            };
        }
        verdict
    }

    fn days(&self, doc: DocId) -> Option<DayRange> {
        let first = self.first.as_ref()?.get(doc)?;
        let last = self.last.as_ref()?.get(doc)?;
        Some(DayRange::new(Day(first), Day(last)))
    }

    fn holds(&self, test: &Test, doc: DocId) -> bool {
        match test {
            Test::Ordinals(column, wanted) => column.as_ref().is_some_and(|column| {
                column.values_for_doc(doc).any(|ordinal| match wanted.as_slice() {
                    [one] => *one == ordinal,
                    several => several.binary_search(&ordinal).is_ok(),
                })
            }),
            Test::Articles(articles) => articles.contains(doc),
            Test::Inside(ranges) => {
                let days = self.days(doc);
                days.is_some_and(|days| ranges.iter().any(|range| range.contains(days)))
            }
            Test::Days(range, overlap) => self.days(doc).is_some_and(|days| {
                if *overlap { range.overlaps(days) } else { range.contains(days) }
            }),
        }
    }
}

fn ordinals(column: Option<TextColumn>, wanted: &[String]) -> tantivy::Result<Test> {
    let Some(TextColumn { column, values }) = column else {
        return Ok(Test::Ordinals(None, Vec::new()));
    };
    let mut found = Vec::new();
    for value in wanted {
        found.extend(match &values {
            Some(values) => {
                values.binary_search_by(|known| (**known).cmp(value)).ok().map(|at| at as u64)
            }
            None => column.dictionary().term_ord(value)?,
        });
    }
    found.sort_unstable();
    Ok(Test::Ordinals(Some(column.ords().clone()), found))
}

/// A filter that keeps more than this part of the articles is looked up in the column.
const FEW: u32 = 8;

/// The articles with one of some values, where they are few.
fn listed(
    segment: &SegmentReader,
    field: Field,
    wanted: &[String],
) -> tantivy::Result<Option<BitSet>> {
    let index = segment.inverted_index(field)?;
    let mut lists = Vec::with_capacity(wanted.len());
    let mut sum = 0;
    for value in wanted {
        let term = Term::from_field_text(field, value);
        let Some(info) = index.get_term_info(&term)? else { continue };
        sum += info.doc_freq;
        if sum > segment.max_doc() / FEW {
            return Ok(None);
        }
        lists.push(index.read_block_postings_from_terminfo(&info, IndexRecordOption::Basic)?);
    }
    let mut found = BitSet::with_max_value(segment.max_doc());
    for mut list in lists {
        while !list.docs().is_empty() {
            for &doc in list.docs() {
                found.insert(doc);
            }
            list.advance();
        }
    }
    Ok(Some(found))
}

/// The articles with a path at or below one of these.
fn below(segment: &SegmentReader, field: Field, wanted: &[String]) -> tantivy::Result<Test> {
    let mut found = BitSet::with_max_value(segment.max_doc());
    let index = segment.inverted_index(field)?;
    for path in wanted {
        let path = path_form(path);
        if path.is_empty() {
            return Ok(Test::Articles(BitSet::with_max_value_and_full(segment.max_doc())));
        }
        let term = Term::from_field_text(field, &path);
        let Some(mut list) = index.read_postings(&term, IndexRecordOption::Basic)? else {
            continue;
        };
        let mut doc = list.doc();
        while doc != TERMINATED {
            found.insert(doc);
            doc = list.advance();
        }
    }
    Ok(Test::Articles(found))
}

/// The days of years, months or days as their facet writes them; what it never writes fits
/// nothing.
fn calendar_days(facet: FacetField, wanted: &[String]) -> Vec<DayRange> {
    let parse = |value: &String| {
        let range = DayRange::parse(value).ok()?;
        (calendar_value(range, facet).as_ref() == Some(value)).then_some(range)
    };
    wanted.iter().filter_map(parse).collect()
}
