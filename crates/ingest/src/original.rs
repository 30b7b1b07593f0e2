//! The bytes an article was read from: its file, entry or record, told by their hash.

use std::cell::RefCell;
use std::fs::File;
use std::io::Seek;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::Cause;
use crate::format::unnamed;
use crate::formats::{Data, FormatContext, Input, read_any, sha256};
use crate::limits::Limits;

/// Bytes that are looked for while a file is read again.
pub(crate) struct Wanted<'a> {
    sha256: &'a str,
    found: RefCell<Option<Vec<u8>>>,
}

impl Wanted<'_> {
    /// Looks at the bytes of a record; gives their hash.
    pub(crate) fn look(&self, bytes: &[u8]) -> String {
        self.look_for(bytes, || bytes.to_vec())
    }

    /// The same for a record that is given in another form than its bytes.
    pub(crate) fn look_for(&self, bytes: &[u8], given: impl FnOnce() -> Vec<u8>) -> String {
        let hash = sha256(bytes);
        if hash == self.sha256 {
            self.found.borrow_mut().get_or_insert_with(given);
        }
        hash
    }
}

/// Reads a file again until the record with this SHA-256 turns up, in whatever it lies: the bytes
/// themselves, never what was made of them. A row of a table comes below the names of its columns and
/// is quoted anew. `None` where the file has no such record (any more).
///
/// # Errors
/// The file cannot be read.
pub fn original(
    path: &Path,
    sha256: &str,
    cancel: &Arc<AtomicBool>,
) -> Result<Option<Vec<u8>>, Cause> {
    let limits = Limits::default();
    let wanted = Wanted { sha256, found: RefCell::new(None) };
    let context =
        FormatContext { wanted: Some(&wanted), ..FormatContext::new(&[], &limits, cancel) };
    let mut file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(Cause::Skipped("not a file".to_string()));
    }
    file.rewind()?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let input = Input { name: unnamed(&name), first_line: 1, data: Data::File(&file) };
    let result = read_any(input, &context, &mut |_| match wanted.found.borrow().is_some()
        || cancel.load(Ordering::Relaxed)
    {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    });
    match wanted.found.into_inner() {
        Some(bytes) => Ok(Some(bytes)),
        None => result.map(|()| None),
    }
}
