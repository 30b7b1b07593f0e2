//! What stands before a list of tantivy's about its blocks: where each ends and its strongest
//! entry, read without unpacking the block.
//!
//! tantivy keeps this to itself, so it is read from its files: a length, then 12 bytes for each
//! block of 128. Where that is not what is found, blocks are taken for unknown, and nothing is
//! skipped.

use std::sync::OnceLock;

use tantivy::directory::{CompositeFile, OwnedBytes};
use tantivy::index::{SegmentComponent, SegmentId};
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{DocId, HasLen, SegmentReader, TERMINATED};

/// Entries of a block.
pub(super) const BLOCK: u32 = 128;

/// Bytes that are kept about a block.
const ENTRY: usize = 12;

/// Bytes before the lists of a field: its number of tokens.
const HEAD: usize = 8;

/// The files of lists of each segment, opened when first asked for.
#[derive(Debug)]
pub(crate) struct ListFiles(Vec<(SegmentId, OnceLock<Option<CompositeFile>>)>);

impl ListFiles {
    pub(crate) fn of(segments: &[SegmentReader]) -> Self {
        Self(segments.iter().map(|segment| (segment.segment_id(), OnceLock::new())).collect())
    }

    /// Which segment of the snapshot this is.
    pub(crate) fn ordinal(&self, segment: &SegmentReader) -> Option<usize> {
        let id = segment.segment_id();
        self.0.iter().position(|(known, _)| *known == id)
    }

    /// About the blocks of a list.
    pub(super) fn blocks(&self, segment: &SegmentReader, field: Field, info: &TermInfo) -> Blocks {
        self.try_blocks(segment, field, info).unwrap_or(Blocks { data: OwnedBytes::empty() })
    }

    fn try_blocks(&self, segment: &SegmentReader, field: Field, info: &TermInfo) -> Option<Blocks> {
        if info.doc_freq < BLOCK {
            return None;
        }
        let (_, file) = self.0.get(self.ordinal(segment)?)?;
        let open = || {
            let file = segment.open_read(SegmentComponent::Postings).ok()?;
            CompositeFile::open(&file).ok()
        };
        let lists = file.get_or_init(open).as_ref()?.open_read(field)?;
        let range = info.postings_range.start + HEAD..info.postings_range.end + HEAD;
        let list = (range.end <= lists.len()).then(|| lists.slice(range))?;
        let bytes = list.read_bytes().ok()?;
        let (length, start) = variable(&bytes)?;
        let blocks = usize::try_from(info.doc_freq / BLOCK).ok()?;
        let whole = length == blocks * ENTRY && start + length <= bytes.len();
        whole.then(|| Blocks { data: bytes.slice(start..start + length) })
    }
}

/// A number in seven bits a byte, the last marked, and where it ends.
fn variable(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut number = 0usize;
    for (at, byte) in bytes.iter().take(5).enumerate() {
        number |= usize::from(byte & 127) << (7 * at);
        if byte & 128 != 0 {
            return Some((number, at + 1));
        }
    }
    None
}

/// About the full blocks of one list.
#[derive(Debug, Clone)]
pub(super) struct Blocks {
    data: OwnedBytes,
}

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    /// Its last document.
    pub(super) last: DocId,
    /// The length and the number of occurrences of its strongest entry; `u32::MAX` for a number
    /// that was too large to be kept.
    pub(super) strongest: (u8, u32),
}

impl Blocks {
    pub(super) fn len(&self) -> usize {
        self.data.len() / ENTRY
    }

    pub(super) fn get(&self, at: usize) -> Option<Block> {
        let entry = self.data.as_slice().get(at * ENTRY..at * ENTRY + ENTRY)?;
        let last = u32::from_le_bytes([entry[0], entry[1], entry[2], entry[3]]);
        let frequency = if entry[11] == u8::MAX { u32::MAX } else { u32::from(entry[11]) };
        Some(Block { last, strongest: (entry[10], frequency) })
    }

    /// The last document of the last full block.
    pub(super) fn last(&self) -> Option<DocId> {
        self.get(self.len().checked_sub(1)?).map(|block| block.last.min(TERMINATED))
    }
}
