//! Phrases and words in zones: a query of our own over the positional lists.
//!
//! It serves what tantivy's phrase query cannot: several terms at one place (stems in several
//! languages, wildcards, alternatives), words that take several positions, gaps, zones. What it
//! counts is what it finds: sets are exact, scored or not.

mod cursor;
mod scorer;
mod zones;

use std::fmt;
use std::sync::Arc;

use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer,
    Weight,
};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

pub(crate) use self::cursor::WordCursor;
use self::cursor::{Cursor, Pairing};
use self::scorer::PositionalScorer;
pub(crate) use self::zones::{Texts, Within, Zoning};
use crate::schema::Fields;
use crate::snapshot::Snapshot;
use crate::translate::{List, Slot};

/// What must occur: a span with its words looked up.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    /// Any term of a word.
    Word(Slot),
    /// Exactly one word, whichever.
    Gap,
    /// Each begins where the one before it ends.
    Seq(Vec<Node>),
    /// Any of these.
    Or(Vec<Node>),
}

impl Node {
    /// The slots whose rarity makes the whole rare, each as a number of articles: all of a
    /// sequence, of alternatives their sum.
    fn articles(&self) -> Vec<u64> {
        match self {
            Self::Word(slot) => vec![slot.articles],
            Self::Gap => Vec::new(),
            Self::Seq(nodes) => nodes.iter().flat_map(Self::articles).collect(),
            Self::Or(nodes) => {
                // The rarest word of each side bounds what the side can find.
                let sides = nodes.iter().filter_map(|node| node.articles().into_iter().min());
                vec![sides.sum()]
            }
        }
    }

    fn slots(&self) -> Vec<&Slot> {
        match self {
            Self::Word(slot) => vec![slot],
            Self::Gap => Vec::new(),
            Self::Seq(nodes) | Self::Or(nodes) => nodes.iter().flat_map(Self::slots).collect(),
        }
    }

    fn has_gap(&self) -> bool {
        match self {
            Self::Word(_) => false,
            Self::Gap => true,
            Self::Seq(nodes) | Self::Or(nodes) => nodes.iter().any(Self::has_gap),
        }
    }
}

/// The articles in which a node occurs.
#[derive(Clone)]
pub(crate) struct PositionalQuery {
    fields: Fields,
    list: List,
    within: Within,
    root: Arc<Node>,
    current: Term,
}

impl PositionalQuery {
    pub(crate) fn new(snapshot: &Snapshot, list: List, within: Within, root: Node) -> Self {
        let (fields, root, current) = (snapshot.fields, Arc::new(root), snapshot.current());
        Self { fields, list, within, root, current }
    }

    /// The field whose lengths count for the score.
    fn field(&self) -> Field {
        let words = self.list.words(self.fields);
        let mut terms = self.root.slots().into_iter().flat_map(|slot| &slot.terms);
        if terms.any(|(term, _)| term.field() == words) {
            words
        } else {
            self.list.exact(self.fields)
        }
    }
}

/// Whether all words are looked up in the list that counts words of headline and lead more than
/// once: only then do frequencies bound weights.
pub(crate) fn all_weighted<'a>(slots: impl IntoIterator<Item = &'a Slot>, words: Field) -> bool {
    let weighted = |slot: &Slot| {
        slot.marked.is_none() && slot.terms.iter().all(|(term, _)| term.field() == words)
    };
    slots.into_iter().all(weighted)
}

/// The score of what takes words each of which is in so many articles; `None` where it takes none.
pub(crate) fn similarity(
    field: Field,
    slots: Vec<u64>,
    statistics: &dyn Bm25StatisticsProvider,
) -> tantivy::Result<Option<Bm25Weight>> {
    let all = statistics.total_num_docs()?;
    let statistics = SlotStatistics {
        tokens: statistics.total_num_tokens(field)?,
        slots: slots.into_iter().map(|articles| articles.min(all)).collect(),
        all,
    };
    // One made-up term for each slot carries its number to our own statistics.
    let names =
        (0..statistics.slots.len()).map(|slot| Term::from_field_text(field, &slot.to_string()));
    let names: Vec<Term> = names.collect();
    if names.is_empty() {
        return Ok(None);
    }
    Bm25Weight::for_terms(&statistics, &names).map(Some)
}

impl fmt::Debug for PositionalQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Positional({:?} {:?} {:?})", self.list, self.within, self.root)
    }
}

impl Query for PositionalQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let similarity = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                similarity(self.field(), self.root.articles(), statistics_provider)?
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(PositionalWeight { query: self.clone(), similarity }))
    }
}

/// The statistics of the slots, by their numbers.
struct SlotStatistics {
    tokens: u64,
    all: u64,
    slots: Vec<u64>,
}

impl Bm25StatisticsProvider for SlotStatistics {
    fn total_num_tokens(&self, _: Field) -> tantivy::Result<u64> {
        Ok(self.tokens)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.all)
    }

    fn doc_freq(&self, name: &Term) -> tantivy::Result<u64> {
        let slot = name.value().as_str().and_then(|name| name.parse::<usize>().ok());
        Ok(slot.and_then(|slot| self.slots.get(slot)).copied().unwrap_or(0))
    }
}

struct PositionalWeight {
    query: PositionalQuery,
    similarity: Option<Bm25Weight>,
}

impl PositionalWeight {
    fn open(
        &self,
        segment: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Option<PositionalScorer>> {
        let query = &self.query;
        let (exact, pairs) = (query.fields.exact, query.fields.pairs);
        let anywhere = query.within == Within::ANYWHERE;
        let pairing = (query.list == List::Main).then_some(Pairing { exact, pairs, anywhere });
        let cursor = Cursor::open(&query.root, segment, &query.current, pairing)?;
        let Some(cursor) = cursor else { return Ok(None) };
        let field = query.field();
        let weighted = all_weighted(query.root.slots(), query.list.words(query.fields));
        let reads_gaps = query.root.has_gap();
        let zoning = Zoning::open(segment, query.fields, query.list, query.within, reads_gaps)?;
        let similarity = match &self.similarity {
            Some(similarity) => {
                Some((similarity.boost_by(boost), segment.get_fieldnorms_reader(field)?))
            }
            None => None,
        };
        Ok(Some(PositionalScorer::new(cursor, zoning, similarity, weighted)))
    }
}

impl Weight for PositionalWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.open(segment, boost)? {
            Some(mut scorer) => {
                scorer.first();
                Box::new(scorer)
            }
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            let message = format!("document {doc} does not match");
            return Err(TantivyError::InvalidArgument(message));
        }
        Ok(Explanation::new("occurrences under BM25", scorer.score()))
    }

    /// Reads positions only where the score they could give would enter the list.
    fn for_each_pruning(
        &self,
        threshold: Score,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let Some(mut scorer) = self.open(segment, 1.0)? else { return Ok(()) };
        let mut threshold = threshold;
        let mut doc = scorer.next_above(0, threshold);
        while doc != TERMINATED {
            let score = scorer.score();
            if score > threshold {
                threshold = callback(doc, score);
            }
            doc = scorer.next_above(doc + 1, threshold);
        }
        Ok(())
    }
}
