//! The vocabulary of a news archive.
//!
//! Owns what an article *is*: [`Article`] and the words for its parts ([`Outlet`], [`Byline`],
//! [`Dateline`], [`Published`]), where it came from ([`Origin`], [`SourceRecord`]) and what makes
//! two of them the same ([`ArticleId`], [`ContentHash`], [`Fingerprint`]).
//! Does not know files, engines or queries.
//!
//! ```
//! use morgue_article::{Article, Day, Published};
//!
//! let mut article = Article::new("url:https://example.org/1");
//! article.headline = Some("Harbour bridge reopens".into());
//! article.published = Some(Published::day(Day::from_ymd(1871, 3, 2).unwrap(), "metadata"));
//! assert_eq!(article.published.as_ref().unwrap().to_string(), "1871-03-02");
//! assert_eq!(article.id.to_string().len(), 32);
//! ```

mod article;
mod content;
mod date;
mod exported;
mod id;
mod language;
mod outlet;
mod source;
pub mod versions;

pub use article::{Article, Block, BlockKind, Byline, Dateline, Language};
pub use content::{ContentHash, Fingerprint, VersionRank};
pub use date::{DateError, Day, DayRange, MAX_YEAR, MIN_YEAR, Precision, Published};
pub use exported::{ExportError, ExportedArticle};
pub use id::{ArticleId, IdError};
pub use language::{language_code, language_name, language_names};
pub use outlet::{Alias, Outlet, OutletTable, OutletTableError};
pub use source::{Held, Origin, Outcome, SourceKey, SourceRecord};
