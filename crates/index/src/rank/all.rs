//! The best of the articles that hold all of some words, each by any of its terms.

use tantivy::query::Scorer;
use tantivy::{BitSet, DocId, DocSet, Score, TERMINATED};

use super::list::List;

/// The lists of one word.
pub(super) struct Group(Vec<List>);

impl Group {
    pub(super) fn new(mut lists: Vec<List>) -> Self {
        lists.iter_mut().for_each(List::measure);
        Self(lists)
    }

    fn doc(&self) -> DocId {
        self.0.iter().map(|list| list.doc()).min().unwrap_or(TERMINATED)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.iter_mut().map(|list| list.seek(target)).min().unwrap_or(TERMINATED)
    }

    /// Until where one bound holds from `target` on, and that bound.
    fn look(&mut self, target: DocId) -> (DocId, Score) {
        let looks = self.0.iter_mut().map(|list| list.look(target));
        looks.fold((TERMINATED, 0.0), |(last, sum), (end, bound)| (last.min(end), sum + bound))
    }

    /// The score of the document it is at.
    fn score(&mut self) -> Score {
        let doc = self.doc();
        let here = self.0.iter_mut().filter(|list| list.doc() == doc);
        here.map(|list| list.score()).sum()
    }

    fn most(&self) -> Score {
        self.0.iter().map(|list| list.most).sum()
    }

    fn size(&self) -> u64 {
        self.0.iter().map(|list| u64::from(list.size_hint())).sum()
    }
}

/// Calls `callback` for every document in all groups whose score may be above the threshold, which
/// it answers with the next one. Documents come in order; with `only`, no others are looked at.
pub(super) fn best_of_all(
    mut groups: Vec<Group>,
    mut threshold: Score,
    only: Option<&BitSet>,
    callback: &mut dyn FnMut(DocId, Score) -> Score,
) {
    groups.sort_by_key(Group::size);
    let most: Score = groups.iter().map(Group::most).sum();
    let Some((leader, others)) = groups.split_first_mut() else { return };
    // The bounds of the others from each on.
    let mut rest = vec![0.0; others.len() + 1];
    let mut low = leader.doc();
    while low < TERMINATED && most > threshold {
        let (mut high, first) = leader.look(low);
        for (at, other) in others.iter_mut().enumerate().rev() {
            let (last, bound) = other.look(low);
            high = high.min(last);
            rest[at] = rest[at + 1] + bound;
        }
        if first + rest[0] <= threshold {
            low = high.saturating_add(1).min(TERMINATED);
            continue;
        }
        let mut doc = leader.seek(low);
        'documents: while doc <= high && doc != TERMINATED {
            if only.is_some_and(|only| !only.contains(doc)) {
                doc = leader.seek(doc + 1);
                continue;
            }
            let mut score = leader.score();
            for (at, other) in others.iter_mut().enumerate() {
                if score + rest[at] <= threshold {
                    doc = leader.seek(doc + 1);
                    continue 'documents;
                }
                let found = other.seek(doc);
                if found != doc {
                    doc = leader.seek(found);
                    continue 'documents;
                }
                score += other.score();
            }
            if score > threshold {
                threshold = callback(doc, score);
            }
            doc = leader.seek(doc + 1);
        }
        low = doc.max(high.saturating_add(1)).min(TERMINATED);
    }
}
