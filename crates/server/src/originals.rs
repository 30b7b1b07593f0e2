//! The bytes articles were read from, as the server hands them on. It knows no files: whoever
//! starts it implements this trait.

use morgue_article::Origin;
use morgue_query::{Control, EngineError};

/// Where the bytes are.
pub trait Originals: Send + Sync {
    /// The bytes of an origin, exactly as they were read; `None` where they are gone, have changed,
    /// or are none that may be given.
    ///
    /// # Errors
    /// What is kept about the files cannot be read.
    fn read(&self, origin: &Origin, control: &Control) -> Result<Option<Vec<u8>>, EngineError>;
}
