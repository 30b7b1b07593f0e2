//! The best of the articles that hold any of some terms.

mod marked;

use tantivy::query::Scorer;
use tantivy::{BitSet, DocId, DocSet, Score, TERMINATED};

use self::marked::MARKED;
use super::list::List;

/// Documents that are scored in one go.
const WINDOW: DocId = 2048;

/// The fewest, however many blocks they are of.
const LEAST: DocId = 512;

/// Calls `callback` for every document whose score may be above the threshold, which it answers
/// with the next one. Documents come in order; with `only`, no others are looked at.
///
/// The documents are taken in windows in which the scores of each list have one bound. Which lists hold a document is enough to tell that
/// most cannot pass: only the others are scored. Lists that even together cannot pass the threshold
/// and are long are only looked into for documents that others have brought near it.
pub(super) fn best_of_any(
    mut lists: Vec<List>,
    threshold: Score,
    only: Option<&BitSet>,
    callback: &mut dyn FnMut(DocId, Score) -> Score,
) {
    lists.retain(|list| list.doc() != TERMINATED);
    if let [list] = lists.as_mut_slice() {
        return best_of_one(list, threshold, only, callback);
    }
    lists.iter_mut().for_each(List::measure);
    if lists.iter().map(|list| list.most).sum::<Score>() > threshold {
        Any::new(lists, threshold, only).run(callback);
    }
}

/// One list: blocks that cannot pass the threshold are not unpacked.
fn best_of_one(
    list: &mut List,
    mut threshold: Score,
    only: Option<&BitSet>,
    callback: &mut dyn FnMut(DocId, Score) -> Score,
) {
    let bounded = list.bounded();
    let mut low = list.doc();
    while low != TERMINATED {
        if low < bounded {
            let (last, bound) = list.look(low);
            if bound <= threshold {
                low = last + 1;
                continue;
            }
        }
        list.seek(low);
        let (docs, frequencies) = list.unpacked(TERMINATED - 1);
        for (&doc, &frequency) in docs.iter().zip(frequencies) {
            if only.is_some_and(|only| !only.contains(doc)) {
                continue;
            }
            let score = list.score_of(doc, frequency);
            if score > threshold {
                threshold = callback(doc, score);
            }
        }
        low = docs.last().map_or(TERMINATED, |last| last + 1);
    }
}

struct Any<'a> {
    lists: Vec<List>,
    threshold: Score,
    only: Option<&'a BitSet>,
    /// The lists with documents in the window and their bounds there, the least first.
    active: Vec<(Score, usize)>,
    /// The bounds of all active lists up to each.
    sums: Vec<Score>,
    /// Sums of scores in the window, and which documents have one.
    scores: Box<[Score; WINDOW as usize]>,
    seen: [u64; WINDOW as usize / 64],
    /// By bits, which of the marked lists hold each document of the window; and how often each has
    /// it.
    marks: Box<[u8; WINDOW as usize]>,
    frequencies: Vec<[u32; WINDOW as usize]>,
    /// What documents with each choice of marks cannot exceed.
    bounds: [Score; 1 << MARKED],
}

impl<'a> Any<'a> {
    fn new(lists: Vec<List>, threshold: Score, only: Option<&'a BitSet>) -> Self {
        let frequencies = vec![[0; WINDOW as usize]; lists.len().min(MARKED)];
        Self {
            lists,
            threshold,
            only,
            active: Vec::new(),
            sums: Vec::new(),
            scores: Box::new([0.0; WINDOW as usize]),
            seen: [0; WINDOW as usize / 64],
            marks: Box::new([0; WINDOW as usize]),
            frequencies,
            bounds: [0.0; 1 << MARKED],
        }
    }

    fn run(mut self, callback: &mut dyn FnMut(DocId, Score) -> Score) {
        let mut low = self.first();
        while low < TERMINATED {
            let (high, end) = self.window(low);
            low = match self.sums.iter().position(|&sum| sum > self.threshold) {
                // No bound changes before the end of a block.
                None => end + 1,
                Some(optional) => {
                    let marked = self.marked(optional);
                    let all = self.active.len();
                    if (2..=MARKED).contains(&(all - marked)) {
                        self.score_marked(marked, low, high, callback);
                    } else if optional + 1 == all {
                        self.score_one(optional, low, high, callback);
                    } else {
                        self.score_several(optional, low, high, callback);
                    }
                    high + 1
                }
            };
        }
    }

    fn first(&self) -> DocId {
        self.lists.iter().map(|list| list.doc()).min().unwrap_or(TERMINATED)
    }

    /// Finds the window that begins with `low` and the lists in it: its last document, and until
    /// where the same lists have the same bounds.
    fn window(&mut self, low: DocId) -> (DocId, DocId) {
        let widest = low.saturating_add(WINDOW - 1).min(TERMINATED - 1);
        let mut end = TERMINATED - 1;
        for list in &mut self.lists {
            end = end.min(if list.doc() <= widest { list.look(low).0 } else { list.doc() - 1 });
        }
        // Where blocks are short, several make a window: to begin one costs too.
        let high = end.clamp(low.saturating_add(LEAST - 1).min(widest), widest);
        self.active.clear();
        for (at, list) in self.lists.iter_mut().enumerate() {
            if list.doc() <= high {
                self.active.push((list.bound_until(low, high), at));
            }
        }
        self.active.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        self.sums.clear();
        let mut sum = 0.0;
        for (bound, _) in &self.active {
            sum += bound;
            self.sums.push(sum);
        }
        (high, end.max(high))
    }

    /// One list alone brings documents near the threshold.
    fn score_one(
        &mut self,
        optional: usize,
        low: DocId,
        high: DocId,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) {
        let others = optional.checked_sub(1).map_or(0.0, |last| self.sums[last]);
        let leader = self.active[optional].1;
        self.lists[leader].seek(low);
        let mut near: Vec<(DocId, Score)> = Vec::new();
        while self.lists[leader].doc() <= high {
            let mut end = self.lists[leader].doc();
            for (doc, score) in self.lists[leader].entries(high) {
                end = doc;
                if score + others > self.threshold {
                    near.push((doc, score));
                }
            }
            self.lists[leader].seek(end + 1);
        }
        for (doc, score) in near {
            self.finish(optional, doc, score, callback);
        }
    }

    /// Several lists are added up over the window.
    fn score_several(
        &mut self,
        optional: usize,
        low: DocId,
        high: DocId,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) {
        let others = optional.checked_sub(1).map_or(0.0, |last| self.sums[last]);
        for &(_, at) in &self.active[optional..] {
            let list = &mut self.lists[at];
            list.seek(low);
            while list.doc() <= high {
                let mut end = list.doc();
                for (doc, score) in list.entries(high) {
                    end = doc;
                    let place = (doc - low) as usize;
                    self.scores[place] += score;
                    self.seen[place / 64] |= 1 << (place % 64);
                }
                list.seek(end + 1);
            }
        }
        for word in 0..=((high - low) as usize / 64) {
            let mut bits = std::mem::take(&mut self.seen[word]);
            while bits != 0 {
                let place = word * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let score = std::mem::take(&mut self.scores[place]);
                if score + others > self.threshold {
                    self.finish(optional, low + place as DocId, score, callback);
                }
            }
        }
    }

    /// Adds what the other lists give to a document, as long as it may pass.
    fn finish(
        &mut self,
        optional: usize,
        doc: DocId,
        mut score: Score,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) {
        if self.only.is_some_and(|only| !only.contains(doc)) {
            return;
        }
        for at in (0..optional).rev() {
            if score + self.sums[at] <= self.threshold {
                return;
            }
            let list = &mut self.lists[self.active[at].1];
            if list.seek(doc) == doc {
                score += list.score();
            }
        }
        if score > self.threshold {
            self.threshold = callback(doc, score);
        }
    }
}
