//! Phrases and words in zones: a query of our own over the positional lists.
//!
//! It serves what tantivy's phrase query cannot: several terms at one place (stems in several
//! languages, wildcards, alternatives), words that take several positions, gaps, zones. What it
//! counts is what it finds: sets are exact, scored or not.

mod cursor;
mod row;
mod scorer;
mod word;
mod zones;

use std::fmt;
use std::sync::Arc;

use morgue_query::Ranking;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use self::cursor::{Cursor, Pairing};
use self::scorer::PositionalScorer;
pub(crate) use self::word::WordCursor;
pub(crate) use self::zones::{Texts, Within, Zoning};
use crate::columns::Columns;
use crate::rank::{Given, Grid, ListFiles, Similarity};
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
    ranking: Ranking,
    similarity: Similarity,
    files: Arc<ListFiles>,
    columns: Arc<Columns>,
}

impl PositionalQuery {
    pub(crate) fn new(snapshot: &Snapshot, list: List, within: Within, root: Node) -> Self {
        let (fields, current) = (snapshot.fields, snapshot.current());
        let similarity = snapshot.similarity(field(&root, list, fields), &root.articles());
        let (ranking, root) = (snapshot.ranking, Arc::new(root));
        let (files, columns) = (snapshot.lists.clone(), snapshot.columns.clone());
        Self { fields, list, within, root, current, ranking, similarity, files, columns }
    }

    /// The same as a part of a query, its scores multiplied.
    pub(crate) fn scored(self, boost: Score, grid: &Arc<Grid>) -> Self {
        Self { similarity: self.similarity.boosted(boost).on(grid), ..self }
    }

    /// What it gives to the score of a document, where it occurs in it.
    pub(crate) fn given(
        &self,
        segment: &SegmentReader,
        doc: DocId,
        boost: Score,
    ) -> tantivy::Result<Option<Given>> {
        let similarity = Some(self.similarity.clone());
        let weight = PositionalWeight { query: self.clone(), similarity };
        let Some(mut scorer) = weight.open(segment, 1.0)? else { return Ok(None) };
        scorer.first();
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Ok(None);
        }
        let length = segment.get_fieldnorms_reader(self.field())?.fieldnorm_id(doc);
        let given = Given::new(&self.similarity, length, scorer.frequency(), boost);
        let (articles, slots) = (self.root.articles(), self.root.slots());
        let articles = articles.into_iter().min().unwrap_or_default();
        let terms = slots.iter().flat_map(|slot| &slot.terms).map(|(term, _)| term.clone());
        Ok(Some(Given { terms: terms.collect(), articles, ..given }))
    }

    /// The field whose lengths count for the score.
    fn field(&self) -> Field {
        field(&self.root, self.list, self.fields)
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

/// The field whose lengths count for the score of a node.
fn field(root: &Node, list: List, fields: Fields) -> Field {
    let words = list.words(fields);
    let mut terms = root.slots().into_iter().flat_map(|slot| &slot.terms);
    if terms.any(|(term, _)| term.field() == words) { words } else { list.exact(fields) }
}

impl fmt::Debug for PositionalQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Positional({:?} {:?} {:?})", self.list, self.within, self.root)
    }
}

impl Query for PositionalQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let similarity = scoring.is_scoring_enabled().then(|| self.similarity.clone());
        Ok(Box::new(PositionalWeight { query: self.clone(), similarity }))
    }
}

struct PositionalWeight {
    query: PositionalQuery,
    similarity: Option<Similarity>,
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
        let cursor = Cursor::open(&query.root, (segment, &query.files), &query.current, pairing)?;
        let Some(cursor) = cursor else { return Ok(None) };
        let field = query.field();
        let weighted = all_weighted(query.root.slots(), query.list.words(query.fields));
        let reads_gaps = query.root.has_gap();
        let zoning = Zoning::open(
            segment,
            (&query.columns, query.fields),
            query.list,
            query.within,
            query.ranking,
            reads_gaps,
        )?;
        let similarity = match &self.similarity {
            Some(similarity) => {
                let lengths = segment.get_fieldnorms_reader(field)?;
                Some((similarity.boosted(boost).settled(), lengths))
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
