//! An archive and its index.
//!
//! Owns what joins reading and writing: the index folder with what people keep in it ([`Kept`]: the
//! roots and how each is read, their outlets) and the run that brings an index up to date with its
//! roots ([`Archive::update`]). The program and the library facade share it, so that there is one
//! such run. Does not know query text, presentation, flags, the clock or the environment.
//!
//! ```no_run
//! use morgue_archive::{Archive, Root, Update};
//! use morgue_query::Control;
//!
//! let archive = Archive::create("index-data".as_ref())?;
//! let update = Update { roots: vec![Root::new("/archive/clippings")], ..Update::at(1_700_000_000) };
//! let run = archive.update(&update, &Control::default(), &mut |_| ())?;
//! println!("{} articles", run.committed.articles);
//! # Ok::<(), morgue_archive::ArchiveError>(())
//! ```

mod archive;
mod error;
mod intake;
mod kept;
mod original;
mod put;
mod saved;
mod store;
mod taking;
mod update;

pub use archive::Archive;
pub use error::ArchiveError;
pub use intake::{Arrival, Arrived, Intake};
pub use kept::{Kept, KeptError, Root};
pub use morgue_index::{Rebuilt, Verified};
pub use saved::{AllSaved, Saved, SavedLock, Seen};
pub use store::Store;
pub use update::{Hook, Told, Update, Updated};
