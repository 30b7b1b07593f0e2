//! How much may be on its way between the pool and tantivy.
//!
//! Tantivy's own queue holds 10,000 documents, whatever their size. A document that is taken up
//! soon is still in the processor's cache; one that waits long takes memory and has to be fetched
//! from there.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use tantivy::TantivyDocument;
use tantivy::schema::document::Document;

/// Bytes of text that may be on their way; a larger document goes alone.
const MOST: u64 = 2 << 20;
/// So long room is waited for: an engine that does not come to it is no reason to stand still.
const PATIENCE: Duration = Duration::from_secs(20);

/// Counts what is on its way.
#[derive(Debug, Default)]
pub(super) struct Gate {
    under_way: Mutex<u64>,
    room: Condvar,
}

impl Gate {
    /// Lets a document through when there is room for it. `bytes` is about how much text it has.
    pub(super) fn pass(self: &Arc<Self>, document: TantivyDocument, bytes: u64) -> Passed {
        let bytes = bytes.min(MOST);
        let under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |under_way: &mut u64| *under_way + bytes > MOST;
        let waited = self.room.wait_timeout_while(under_way, PATIENCE, full);
        *waited.unwrap_or_else(PoisonError::into_inner).0 += bytes;
        Passed { document, bytes, gate: self.clone() }
    }
}

/// A document on its way: it makes room when it is dropped.
#[derive(Debug)]
pub(super) struct Passed {
    document: TantivyDocument,
    bytes: u64,
    gate: Arc<Gate>,
}

impl Document for Passed {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }
}

impl Drop for Passed {
    fn drop(&mut self) {
        let mut under_way = self.gate.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        *under_way = under_way.saturating_sub(self.bytes);
        self.gate.room.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_waits_for_room() {
        let gate = Arc::new(Gate::default());
        let pass = |bytes| gate.pass(TantivyDocument::default(), bytes);
        let (half, other) = (pass(MOST / 2), pass(MOST / 2));
        std::thread::scope(|scope| {
            let large = scope.spawn(|| pass(100 * MOST));
            std::thread::sleep(Duration::from_millis(20));
            assert!(!large.is_finished());
            drop((half, other));
            assert_eq!(large.join().expect("room was made").bytes, MOST);
        });
        assert_eq!(*gate.under_way.lock().expect("nobody panicked"), 0);
    }
}
