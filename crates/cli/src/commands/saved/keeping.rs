//! Searches that a page keeps, in the folder where `morgue saved` keeps them.

use morgue_archive::Saved;
use morgue_article::ArticleId;
use morgue_query::{SavedName, SavedSearch};
use morgue_server::{Keeping, Kept};

/// The folder of saved searches.
pub(crate) struct Folder(pub(crate) Saved);

impl Keeping for Folder {
    fn keep(&self, search: &SavedSearch, found: Vec<ArticleId>) -> Result<Kept, String> {
        let failed = |error: morgue_archive::KeptError| error.to_string();
        let Some(_lock) = self.0.lock().map_err(failed)? else { return Ok(Kept::Busy) };
        if let Some(there) = self.0.get(&search.name).map_err(failed)? {
            let same = there.request.params() == search.request.params();
            return Ok(if same { Kept::Already } else { Kept::NameTaken });
        }
        self.0.put(search).map_err(failed)?;
        let seen = super::run::seen(&search.request, found);
        self.0.put_seen(&search.name, &seen).map_err(failed)?;
        Ok(Kept::Yes)
    }

    fn remove(&self, name: &SavedName) -> Result<bool, String> {
        let failed = |error: morgue_archive::KeptError| error.to_string();
        let lock = self.0.lock().map_err(failed)?;
        let _lock = lock.ok_or("`morgue saved` is at work: try again when it has ended")?;
        self.0.remove(name).map_err(failed)
    }
}
