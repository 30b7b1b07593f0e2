//! Connectors, `"…"~n` and `atleast`: a query of our own around the one search for occurrences
//! ([`morgue_query::spans`]).
//!
//! It goes from article to article that has all the words, the rarest first; bounds the score by
//! their frequencies before it reads a position; and reads the positions of a word only when the
//! question comes to it. The set is the same scored or not.

mod borders;
mod guard;
mod leaf;
mod scorer;
mod shape;
mod words;

use std::fmt;
use std::sync::Arc;

use morgue_query::Ranking;
use morgue_query::spans::Node;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

pub(crate) use self::guard::Guard;
use self::scorer::SpanScorer;
use crate::columns::Columns;
use crate::positional::Within;
use crate::rank::{Given, Grid, ListFiles, Similarity};
use crate::schema::Fields;
use crate::snapshot::Snapshot;
use crate::translate::{List, Slot};

/// What must occur, with its words looked up.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// The span.
    pub(crate) node: Node,
    /// Its words by number, each leaf of the span one of its own.
    pub(crate) slots: Vec<Slot>,
    /// How often it must occur at least, without overlap, where that is asked.
    pub(crate) count: Option<u32>,
}

impl Wanted {
    /// The rarity of what makes a node rare, each as a number of articles: all words of a phrase or
    /// connector, of alternatives their sum.
    fn articles(&self, node: &Node) -> Vec<u64> {
        let all = |nodes: &[&Node]| nodes.iter().flat_map(|node| self.articles(node)).collect();
        match node {
            Node::Word(number) => vec![self.slots[*number].articles],
            Node::Gap => Vec::new(),
            Node::Seq(items) | Node::Sloppy(items, _) => all(&items.iter().collect::<Vec<_>>()),
            Node::Or(sides) => {
                let rarest = sides.iter().filter_map(|side| self.articles(side).into_iter().min());
                vec![rarest.sum()]
            }
            Node::Near(pair) => all(&[&pair.left, &pair.right]),
            Node::NotNear(pair) => self.articles(&pair.left),
        }
    }

    /// The field whose lengths count for the score.
    fn field(&self, list: List, fields: Fields) -> Field {
        let words = list.words(fields);
        let mut terms = self.slots.iter().flat_map(|slot| &slot.terms);
        if terms.any(|(term, _)| term.field() == words) { words } else { list.exact(fields) }
    }

    /// Whether any part of the node fits a test.
    fn has(&self, test: impl Fn(&Node) -> bool + Copy) -> bool {
        fn has(node: &Node, test: impl Fn(&Node) -> bool + Copy) -> bool {
            test(node)
                || match node {
                    Node::Word(_) | Node::Gap => false,
                    Node::Seq(nodes) | Node::Or(nodes) | Node::Sloppy(nodes, _) => {
                        nodes.iter().any(|node| has(node, test))
                    }
                    Node::Near(pair) | Node::NotNear(pair) => {
                        has(&pair.left, test) || has(&pair.right, test)
                    }
                }
        }
        has(&self.node, test)
    }
}

/// The articles in which a span occurs, or occurs often enough.
#[derive(Clone)]
pub(crate) struct SpanQuery {
    fields: Fields,
    list: List,
    within: Within,
    wanted: Arc<Wanted>,
    current: Term,
    guard: Arc<Guard>,
    ranking: Ranking,
    similarity: Similarity,
    files: Arc<ListFiles>,
    columns: Arc<Columns>,
}

impl SpanQuery {
    pub(crate) fn new(
        snapshot: &Snapshot,
        (list, within): (List, Within),
        wanted: Wanted,
        guard: Arc<Guard>,
    ) -> Self {
        let (fields, current, ranking) = (snapshot.fields, snapshot.current(), snapshot.ranking);
        let articles = wanted.articles(&wanted.node);
        let similarity = snapshot.similarity(wanted.field(list, fields), &articles);
        let wanted = Arc::new(wanted);
        let (files, columns) = (snapshot.lists.clone(), snapshot.columns.clone());
        Self { fields, list, within, wanted, current, guard, ranking, similarity, files, columns }
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
        let weight = SpanWeight { query: self.clone(), similarity };
        let Some(mut scorer) = weight.open(segment, 1.0)? else { return Ok(None) };
        scorer.first();
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Ok(None);
        }
        let length = segment.get_fieldnorms_reader(self.field())?.fieldnorm_id(doc);
        let given = Given::new(&self.similarity, length, scorer.frequency(), boost);
        let (articles, slots) = (self.wanted.articles(&self.wanted.node), &self.wanted.slots);
        let articles = articles.into_iter().min().unwrap_or_default();
        let terms = slots.iter().flat_map(|slot| &slot.terms).map(|(term, _)| term.clone());
        Ok(Some(Given { terms: terms.collect(), articles, ..given }))
    }

    /// The field whose lengths count for the score.
    fn field(&self) -> Field {
        self.wanted.field(self.list, self.fields)
    }
}

impl fmt::Debug for SpanQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Spans({:?} {:?} {:?})", self.list, self.within, self.wanted)
    }
}

impl Query for SpanQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let similarity = scoring.is_scoring_enabled().then(|| self.similarity.clone());
        Ok(Box::new(SpanWeight { query: self.clone(), similarity }))
    }
}

struct SpanWeight {
    query: SpanQuery,
    similarity: Option<Similarity>,
}

impl SpanWeight {
    fn open(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Option<SpanScorer>> {
        let similarity = match &self.similarity {
            Some(similarity) => {
                let lengths = segment.get_fieldnorms_reader(self.query.field())?;
                Some((similarity.boosted(boost).settled(), lengths))
            }
            None => None,
        };
        SpanScorer::open(&self.query, segment, similarity)
    }
}

impl Weight for SpanWeight {
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
