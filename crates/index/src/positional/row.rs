//! Items right behind one another.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

use super::cursor::{Cursor, Stretch, in_order, seek};
use super::zones::Texts;

/// Items in a row, and the lists of pairs among them (see `pairs.rs`).
pub(super) struct Row {
    pub(super) items: Vec<Cursor>,
    pub(super) pairs: Vec<SegmentPostings>,
    /// The items, the rarest first.
    order: Vec<usize>,
    /// Room for what is found in one document: frequencies, first positions, positions of a word.
    rarest: Vec<(u32, usize)>,
    starts: Vec<u32>,
    positions: Vec<u32>,
}

impl Row {
    pub(super) fn new(items: Vec<Cursor>, pairs: Vec<SegmentPostings>) -> Self {
        let mut order: Vec<usize> = (0..items.len()).collect();
        order.sort_by_key(|&at| items[at].size_hint());
        let rarest = Vec::with_capacity(items.len());
        Self { items, pairs, order, rarest, starts: Vec::new(), positions: Vec::new() }
    }

    /// The first document from `target` on that has all the words it takes.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        let mut doc = target;
        // Whoever moves the candidate on sends it back to the rarest.
        'candidates: loop {
            let pairs = self.pairs.iter_mut();
            for at in pairs.map(|pair| seek(pair, doc)) {
                if at > doc {
                    doc = at;
                    if doc == TERMINATED {
                        return doc;
                    }
                    continue 'candidates;
                }
            }
            for &item in &self.order {
                let at = self.items[item].seek(doc);
                if at > doc {
                    doc = at;
                    if doc == TERMINATED {
                        return doc;
                    }
                    continue 'candidates;
                }
            }
            return doc;
        }
    }

    /// Finds the occurrences in the document that all items are at; `false` where they are not
    /// each one term of one position there. Reads the positions of the rarest first, and those of
    /// another only as long as there is a place left.
    pub(super) fn find(&mut self, doc: DocId, found: &mut Vec<Stretch>) -> bool {
        let Self { items, rarest, starts, positions, .. } = self;
        rarest.clear();
        for (at, item) in items.iter_mut().enumerate() {
            let Cursor::Word(word) = item else { return false };
            let Some(list) = word.alone().filter(|list| list.doc() == doc) else { return false };
            rarest.push((list.term_freq(), at));
        }
        rarest.sort_unstable();
        for (step, &(_, at)) in rarest.iter().enumerate() {
            let Cursor::Word(word) = &mut items[at] else { return false };
            let Some(list) = word.alone() else { return false };
            let before = u32::try_from(at).unwrap_or(u32::MAX);
            if step == 0 {
                list.positions(starts);
                starts.dedup();
                starts.retain(|&start| start >= before);
                starts.iter_mut().for_each(|start| *start -= before);
            } else {
                list.positions(positions);
                let mut rest = positions.iter().copied().peekable();
                starts.retain(|&start| {
                    while rest.next_if(|&next| next < start + before).is_some() {}
                    rest.peek() == Some(&(start + before))
                });
            }
            if starts.is_empty() {
                break;
            }
        }
        let length = u32::try_from(items.len()).unwrap_or(u32::MAX);
        found.extend(starts.iter().map(|&start| (start, start.saturating_add(length))));
        true
    }

    /// All occurrences in `doc`, in order, each once.
    pub(super) fn occurrences(&mut self, doc: DocId, texts: &Texts) -> Vec<Stretch> {
        sequence(&mut self.items, doc, texts)
    }
}

/// Occurrences of each item right behind those of the one before.
fn sequence(cursors: &mut [Cursor], doc: DocId, texts: &Texts) -> Vec<Stretch> {
    // Gaps before the first word are counted back from it, not tried everywhere.
    let gaps = cursors.iter().take_while(|cursor| matches!(cursor, Cursor::Gap)).count();
    let gaps = if gaps == cursors.len() { 0 } else { gaps };
    let (before, items) = cursors.split_at_mut(gaps);
    let Some((first, rest)) = items.split_first_mut() else { return Vec::new() };
    let mut found = first.occurrences(doc, texts);
    for _ in before {
        found.retain_mut(|at| match at.0.checked_sub(1).filter(|&before| texts.is_word(before)) {
            Some(before) => {
                at.0 = before;
                true
            }
            None => false,
        });
    }
    for item in rest {
        if found.is_empty() {
            break;
        }
        if matches!(item, Cursor::Gap) {
            found.retain_mut(|at| {
                at.1 += 1;
                texts.is_word(at.1 - 1)
            });
            continue;
        }
        let next = item.occurrences(doc, texts);
        let mut joined = Vec::new();
        for (start, end) in found {
            let from = next.partition_point(|&(next, _)| next < end);
            let touching = next[from..].iter().take_while(|&&(next, _)| next == end);
            joined.extend(touching.map(|&(_, end)| (start, end)));
        }
        found = in_order(joined);
    }
    found
}
