//! Searches that a page keeps, without knowing where.

use morgue_article::ArticleId;
use morgue_query::{SavedName, SavedSearch};

/// Keeps searches under names.
pub trait Keeping: Send + Sync {
    /// Keeps a search. What it finds now counts as told of. One that is kept under its name already
    /// stays as it is, with what was told of it.
    ///
    /// # Errors
    /// It cannot be written, for a reason that is the owner's affair.
    fn keep(&self, search: &SavedSearch, found: Vec<ArticleId>) -> Result<Kept, String>;

    /// Takes a search away; whether there was one.
    ///
    /// # Errors
    /// It cannot be removed, for a reason that is the owner's affair.
    fn remove(&self, name: &SavedName) -> Result<bool, String>;
}

/// What became of a search that was to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is kept.
    Yes,
    /// It was kept under this name already.
    Already,
    /// Another has its name.
    NameTaken,
    /// Somebody else is at work with them.
    Busy,
}
