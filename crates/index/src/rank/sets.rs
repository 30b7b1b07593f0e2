//! The set of articles that hold words, without scores: bits for the documents of a window, list by
//! list.

use tantivy::postings::BlockSegmentPostings;
use tantivy::{BitSet, DocId, SegmentReader};

/// Documents that are looked at in one go.
const WINDOW: DocId = 1 << 16;

/// A list that is so many times as long as what is left is only looked into.
const LONGER: u64 = 16;

/// Documents that are handed on together.
const HANDED: usize = 256;

/// Walks a list by blocks.
struct Walk {
    postings: BlockSegmentPostings,
    at: usize,
}

impl Walk {
    /// The documents that are unpacked and not yet passed.
    fn docs(&self) -> &[DocId] {
        self.postings.docs().get(self.at..).unwrap_or_default()
    }

    /// Whether it has a document; they are asked for in order.
    fn has(&mut self, doc: DocId) -> bool {
        if self.postings.doc(self.at) < doc {
            self.at = self.postings.seek(doc);
        }
        self.postings.doc(self.at) == doc
    }

    /// Sets the bits of its documents from `base` to before `end`.
    fn fill(&mut self, base: DocId, end: DocId, bits: &mut [u64]) {
        if self.docs().first().is_some_and(|&doc| doc < base) {
            self.at = self.postings.seek(base);
        }
        loop {
            let docs = self.docs();
            let Some(&last) = docs.last() else { return };
            let whole = last < end;
            let inside = if whole { docs.len() } else { docs.partition_point(|&doc| doc < end) };
            for &doc in &docs[..inside] {
                let place = (doc - base) as usize;
                bits[place / 64] |= 1 << (place % 64);
            }
            if !whole {
                self.at += inside;
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }
}

/// Articles that hold all of some words, each by any of its terms.
pub(super) struct Set {
    /// The lists of each word, the rarest word first.
    words: Vec<(u64, Vec<Walk>)>,
}

impl Set {
    pub(super) fn new(words: Vec<Vec<BlockSegmentPostings>>) -> Self {
        let word = |lists: Vec<BlockSegmentPostings>| {
            let size = lists.iter().map(|list| u64::from(list.doc_freq())).sum();
            (size, lists.into_iter().map(|postings| Walk { postings, at: 0 }).collect())
        };
        let mut words: Vec<(u64, Vec<Walk>)> = words.into_iter().map(word).collect();
        words.sort_by_key(|&(size, _)| size);
        Self { words }
    }

    /// How many there are in a segment.
    pub(super) fn count(mut self, segment: &SegmentReader, only: Option<&BitSet>) -> u64 {
        if let ([(_, lists)], None, false) =
            (self.words.as_mut_slice(), only, segment.has_deletes())
            && let Some(count) = count_around_one(lists)
        {
            return count;
        }
        let mut count = 0;
        self.each_window(segment, only, |_, bits| {
            count += bits.iter().map(|word| u64::from(word.count_ones())).sum::<u64>();
        });
        count
    }

    /// Calls `each` with all of them in a segment, in order, many at a time.
    pub(super) fn each(
        self,
        segment: &SegmentReader,
        only: Option<&BitSet>,
        each: &mut dyn FnMut(&[DocId]),
    ) {
        let mut docs = [0; HANDED];
        let mut filled = 0;
        self.each_window(segment, only, |base, bits| {
            for (at, word) in (0..).zip(bits) {
                let mut word = *word;
                while word != 0 {
                    docs[filled] = base + at * 64 + word.trailing_zeros();
                    word &= word - 1;
                    filled += 1;
                    if filled == HANDED {
                        each(&docs);
                        filled = 0;
                    }
                }
            }
        });
        if filled > 0 {
            each(&docs[..filled]);
        }
    }

    /// Calls `each` with the bits of every window.
    fn each_window(
        mut self,
        segment: &SegmentReader,
        only: Option<&BitSet>,
        mut each: impl FnMut(DocId, &[u64]),
    ) {
        let Some((first, others)) = self.words.split_first_mut() else { return };
        let size = WINDOW.min(segment.max_doc());
        let mut bits = vec![0u64; (size as usize).div_ceil(64)];
        let mut other_bits = if others.is_empty() { Vec::new() } else { bits.clone() };
        let mut base = 0;
        while base < segment.max_doc() {
            let end = segment.max_doc().min(base + WINDOW);
            bits.fill(0);
            first.1.iter_mut().for_each(|list| list.fill(base, end, &mut bits));
            if let Some(only) = only {
                keep(&mut bits, base, |doc| only.contains(doc));
            }
            for (length, lists) in &mut *others {
                let left: u64 = bits.iter().map(|word| u64::from(word.count_ones())).sum();
                if left * LONGER < *length {
                    keep(&mut bits, base, |doc| lists.iter_mut().any(|list| list.has(doc)));
                } else {
                    other_bits.fill(0);
                    lists.iter_mut().for_each(|list| list.fill(base, end, &mut other_bits));
                    bits.iter_mut().zip(&other_bits).for_each(|(bits, other)| *bits &= other);
                }
            }
            if segment.has_deletes() {
                keep(&mut bits, base, |doc| !segment.is_deleted(doc));
            }
            each(base, &bits);
            base = end;
        }
    }
}

/// Keeps the bits of documents that pass a test.
fn keep(bits: &mut [u64], base: DocId, mut passes: impl FnMut(DocId) -> bool) {
    for (at, word) in (0..).zip(bits) {
        let mut left = *word;
        while left != 0 {
            let bit = left.trailing_zeros();
            left &= left - 1;
            if !passes(base + at * 64 + bit) {
                *word &= !(1 << bit);
            }
        }
    }
}

/// The size of a union where one list is much longer than the others: its length is known, and the
/// others are looked up in it.
fn count_around_one(lists: &mut [Walk]) -> Option<u64> {
    lists.sort_by_key(|list| list.postings.doc_freq());
    let (longest, others) = lists.split_last_mut()?;
    let length = u64::from(longest.postings.doc_freq());
    let shorter: u64 = others.iter().map(|list| u64::from(list.postings.doc_freq())).sum();
    if shorter * LONGER > length {
        return None;
    }
    let mut docs = Vec::new();
    for list in others {
        while !list.docs().is_empty() {
            docs.extend(list.docs());
            list.postings.advance();
        }
    }
    docs.sort_unstable();
    docs.dedup();
    let more = docs.into_iter().filter(|&doc| !longest.has(doc)).count();
    Some(length + more as u64)
}

#[cfg(test)]
mod tests {
    use tantivy::schema::{IndexRecordOption, STRING, SchemaBuilder};
    use tantivy::{Index, IndexWriter, TantivyDocument, Term};

    use super::*;

    /// Each document has the words of the numbers that divide its own.
    const WORDS: [u32; 6] = [1, 2, 3, 7, 500, 70_001];
    const DOCS: u32 = 140_000;

    #[test]
    fn sets_hold_what_their_words_stand_in() {
        let mut schema = SchemaBuilder::new();
        let field = schema.add_text_field("word", STRING);
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter =
            index.writer_with_num_threads(1, 60_000_000).expect("a writer");
        for number in 0..DOCS {
            let mut document = TantivyDocument::default();
            for word in WORDS.into_iter().filter(|&word| number.is_multiple_of(word)) {
                document.add_text(field, word.to_string());
            }
            writer.add_document(document).expect("a document");
        }
        writer.commit().expect("a commit");
        let searcher = index.reader().expect("a reader").searcher();
        let segments = searcher.segment_readers();
        let [segment] = segments else { panic!("{} segments", segments.len()) };
        let lists = segment.inverted_index(field).expect("lists");
        let list = |word: u32| {
            let term = Term::from_field_text(field, &word.to_string());
            let list = lists.read_block_postings(&term, IndexRecordOption::Basic);
            list.expect("it is read").expect("a list")
        };
        let mut some = BitSet::with_max_value(DOCS);
        (0..DOCS).filter(|number| number % 11 == 4).for_each(|number| {
            some.insert(number);
        });
        let queries: [&[&[u32]]; 9] = [
            &[&[2]],
            &[&[1], &[3]],
            &[&[2], &[3]],
            &[&[2], &[70_001]],
            &[&[2, 3]],
            &[&[2, 500]],
            &[&[2, 70_001]],
            &[&[2, 7], &[3, 500]],
            &[&[500], &[1], &[2, 3]],
        ];
        for query in queries {
            for only in [None, Some(&some)] {
                let fits = |number: &DocId| {
                    let any =
                        |words: &&[u32]| words.iter().any(|&word| number.is_multiple_of(word));
                    query.iter().all(any) && only.is_none_or(|only| only.contains(*number))
                };
                let expected: Vec<DocId> = (0..DOCS).filter(fits).collect();
                let set = || {
                    let word = |words: &&[u32]| words.iter().map(|&word| list(word)).collect();
                    Set::new(query.iter().map(word).collect())
                };
                assert_eq!(set().count(segment, only), expected.len() as u64, "{query:?}");
                let mut found: Vec<DocId> = Vec::new();
                set().each(segment, only, &mut |docs| found.extend(docs));
                assert_eq!(found, expected, "{query:?}");
            }
        }
    }
}
