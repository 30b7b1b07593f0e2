//! Windows in which several lists bring documents near the threshold: which lists hold a document
//! is enough to tell that most cannot pass.

use tantivy::{DocId, DocSet, Score};

use super::Any;

/// The most lists that are told apart by the bits of a byte.
pub(super) const MARKED: usize = 8;

/// A list that is so many times as long as those that lead is only looked into.
const LONGER: u64 = 2;

impl Any<'_> {
    /// From which active list on documents are marked: those that lead, and of those that do not,
    /// the ones that are not much longer than all of them: to mark is a third of the work of
    /// scoring.
    pub(super) fn marked(&self, optional: usize) -> usize {
        let length = |at: usize| u64::from(self.lists[self.active[at].1].size_hint());
        let mut marked = optional;
        let mut all: u64 = (optional..self.active.len()).map(length).sum();
        while marked > 0 && length(marked - 1) <= all * LONGER {
            marked -= 1;
            all += length(marked);
        }
        marked
    }

    /// Several lists: first it is marked which hold what, then what may pass is scored.
    pub(super) fn score_marked(
        &mut self,
        marked: usize,
        low: DocId,
        high: DocId,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) {
        let lists = self.active.len() - marked;
        self.bounds[0] = marked.checked_sub(1).map_or(0.0, |last| self.sums[last]);
        for (bit, &(bound, _)) in self.active[marked..].iter().enumerate() {
            for choice in 0..1 << bit {
                self.bounds[choice | 1 << bit] = self.bounds[choice] + bound;
            }
        }
        // The longest first: as long as they do not pass together, what they hold alone is left.
        let mut order = [0; MARKED];
        let order = &mut order[..lists];
        order.iter_mut().enumerate().for_each(|(bit, place)| *place = bit);
        let length = |bit: usize| self.lists[self.active[marked + bit].1].size_hint();
        order.sort_by_key(|&bit| std::cmp::Reverse(length(bit)));
        let mut choice = 0;
        for &mut bit in order {
            choice |= 1 << bit;
            self.mark(marked, bit, low, high, self.bounds[choice] > self.threshold);
        }
        for word in 0..=((high - low) as usize / 64) {
            let mut bits = std::mem::take(&mut self.seen[word]);
            while bits != 0 {
                let at = word * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                self.score_choice(marked, low, at, callback);
            }
        }
        self.marks[..=(high - low) as usize].fill(0);
    }

    /// Marks the documents of a list; where it `leads`, those that may pass by their marks so far
    /// are seen. Each is so at the last list that holds it, or before.
    fn mark(&mut self, marked: usize, bit: usize, low: DocId, high: DocId, leads: bool) {
        let list = &mut self.lists[self.active[marked + bit].1];
        list.seek(low);
        while list.doc() <= high {
            let (docs, frequencies) = list.unpacked(high);
            for (&doc, &frequency) in docs.iter().zip(frequencies) {
                let at = (doc - low) as usize;
                self.frequencies[bit][at] = frequency;
                let choice = self.marks[at] | 1 << bit;
                self.marks[at] = choice;
                if leads && self.bounds[usize::from(choice)] > self.threshold {
                    self.seen[at / 64] |= 1 << (at % 64);
                }
            }
            let Some(&last) = docs.last() else { return };
            list.seek(last + 1);
        }
    }

    /// Scores a document of the window by the lists it is marked by, the strongest first.
    fn score_choice(
        &mut self,
        marked: usize,
        low: DocId,
        at: usize,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) {
        let (doc, mut choice) = (low + at as DocId, self.marks[at]);
        if self.only.is_some_and(|only| !only.contains(doc)) {
            return;
        }
        let mut score = 0.0;
        while score + self.bounds[usize::from(choice)] > self.threshold {
            if choice == 0 {
                return self.finish(marked, doc, score, callback);
            }
            let bit = choice.ilog2() as usize;
            choice &= !(1 << bit);
            let list = &self.lists[self.active[marked + bit].1];
            score += list.score_of(doc, self.frequencies[bit][at]);
        }
    }
}
