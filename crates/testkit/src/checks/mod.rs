//! What must hold of any text as a query, and of any query over any article: shared by the random
//! properties, the fuzz targets and the replay of their corpora.

mod matching;
mod query;

pub use matching::{Case, check_matching};
pub use query::check_query;
