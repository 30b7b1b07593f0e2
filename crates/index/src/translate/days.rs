//! Conditions on numbers of an article: dates and lengths, looked up in columns where candidates
//! come up.

use std::fmt;
use std::ops::Range;

use morgue_article::{Day, DayRange};
use morgue_query::facts::added_day;
use morgue_query::plan::DateField;
use tantivy::postings::SegmentPostings;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use crate::schema::Fields;
use crate::snapshot::Numbers;

/// What is asked of the numbers.
#[derive(Debug, Clone)]
pub(super) enum NumberTest {
    /// The days in two columns lie inside the range, or overlap it.
    Days { first: Field, last: Field, range: DayRange, overlap: bool },
    /// The day of a second lies in the range.
    Second { field: Field, range: DayRange },
    /// The number lies in the range.
    Between { field: Field, range: Range<u64> },
}

impl NumberTest {
    pub(super) fn date(fields: Fields, field: DateField, range: DayRange, overlap: bool) -> Self {
        match field {
            DateField::Published => {
                Self::Days { first: fields.earliest, last: fields.latest, range, overlap }
            }
            DateField::Updated => Self::Days {
                first: fields.updated_earliest,
                last: fields.updated_latest,
                range,
                overlap,
            },
            DateField::Added => Self::Second { field: fields.added, range },
        }
    }

    pub(super) fn length(fields: Fields, range: &Range<u32>) -> Self {
        let range = u64::from(range.start)..u64::from(range.end);
        Self::Between { field: fields.length, range }
    }

    fn open(&self, segment: &SegmentReader) -> tantivy::Result<OpenTest> {
        Ok(match self {
            Self::Days { first, last, range, overlap } => OpenTest::Days {
                first: Numbers::signed(segment, *first)?,
                last: Numbers::signed(segment, *last)?,
                range: *range,
                overlap: *overlap,
            },
            Self::Second { field, range } => {
                OpenTest::Second { seconds: Numbers::signed(segment, *field)?, range: *range }
            }
            Self::Between { field, range } => {
                OpenTest::Between { numbers: Numbers::of(segment, *field)?, range: range.clone() }
            }
        })
    }
}

/// A test over the columns of one segment.
enum OpenTest {
    Days { first: Numbers<i64>, last: Numbers<i64>, range: DayRange, overlap: bool },
    Second { seconds: Numbers<i64>, range: DayRange },
    Between { numbers: Numbers<u64>, range: Range<u64> },
}

impl OpenTest {
    fn holds(&self, doc: DocId) -> bool {
        match self {
            Self::Days { first, last, range, overlap } => {
                let days = first.get(doc).zip(last.get(doc));
                days.map(|(first, last)| DayRange::new(Day(first), Day(last))).is_some_and(|days| {
                    if *overlap { range.overlaps(days) } else { range.contains(days) }
                })
            }
            Self::Second { seconds, range } => seconds.get(doc).is_some_and(|second| {
                let day = added_day(second);
                range.first <= day && day <= range.last
            }),
            Self::Between { numbers, range } => range.contains(&numbers.get(doc)),
        }
    }
}

/// The current articles whose numbers pass a test. Scores 0.
#[derive(Clone)]
pub(super) struct NumberQuery {
    current: Term,
    test: NumberTest,
}

impl NumberQuery {
    /// `current` is the term that every current article has.
    pub(super) fn new(current: Term, test: NumberTest) -> Self {
        Self { current, test }
    }
}

impl fmt::Debug for NumberQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.test.fmt(f)
    }
}

impl Query for NumberQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for NumberQuery {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let index = segment.inverted_index(self.current.field())?;
        let Some(current) = index.read_postings(&self.current, IndexRecordOption::Basic)? else {
            return Ok(Box::new(EmptyScorer));
        };
        let mut scorer = NumberScorer { current, test: self.test.open(segment)? };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(format!("a condition on document {doc} has no score")))
    }
}

struct NumberScorer {
    current: SegmentPostings,
    test: OpenTest,
}

impl NumberScorer {
    /// Goes on to the next article that passes, if this one does not.
    fn settle(&mut self) -> DocId {
        let mut doc = self.current.doc();
        while doc != TERMINATED && !self.test.holds(doc) {
            doc = self.current.advance();
        }
        doc
    }
}

impl DocSet for NumberScorer {
    fn advance(&mut self) -> DocId {
        self.current.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.current.doc() < target {
            self.current.seek(target);
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.current.doc()
    }

    fn size_hint(&self) -> u32 {
        self.current.size_hint()
    }
}

impl Scorer for NumberScorer {
    fn score(&mut self) -> Score {
        0.0
    }
}
