//! Answers as people and programs read them.
//!
//! Owns the forms of output: the terminal page, JSON, JSON lines, CSV, lists of ids and paths, TREC
//! runs, citations, concordances, a query explained, ways out where nothing is found, the page of one article, the table of what was read from a file, counts, bars, reports
//! and query errors under a caret. One file per output.
//! Does not know engines, flags or the terminal: width and colours are passed in ([`Look`]), and
//! everything is written to the [`std::io::Write`] that the caller gives.
//!
//! Text of articles comes from strangers. Whatever is meant for a terminal goes through [`safe`]:
//! no control character and no escape sequence reaches it.
//!
//! ```
//! use morgue_present::{Look, safe};
//!
//! assert_eq!(safe("a\u{1b}[2Jb"), "a␛[2Jb");
//! assert_eq!(Look::plain(80).width, 80);
//! ```

mod atom;
mod cite;
mod command;
mod compare;
mod csv;
mod date;
mod explain;
mod export;
mod facets;
mod help;
mod inspect;
mod json;
mod kwic;
mod lists;
mod mail;
mod methods;
mod notice;
mod number;
mod page;
mod queries;
mod recheck;
mod report;
mod safe;
mod saved;
mod show;
mod similar;
mod stats;
mod theme;
mod timeline;
mod trec;
mod wrap;

pub use crate::atom::{FeedLinks, atom};
pub use crate::cite::{Citation, Citations, CiteStyle, CiteStyleError, cite, coins, meta_tags};
pub use crate::command::command;
pub use crate::compare::{comparison, comparison_csv, comparison_tally};
pub use crate::csv::{Column, ColumnError, HitTable, csv};
pub use date::{date, day};
pub use explain::explain;
pub use export::{
    AboutWriter, ExportFailure, ExportForm, ExportFormat, ExportFormatError, write_export,
};
pub use facets::{facets, title as facet_title};
pub use help::help;
pub use inspect::{Field, fields, inspect, place as origin};
pub use json::{ExportEnd, article_json, export_end, hit_json, json, json_lines, json_value};
pub use kwic::{kwic, kwic_csv, kwic_json_lines, kwic_tally};
pub use lists::{count, counts, ids, paths, refused_count};
pub use mail::{MailAddress, MailAddressError, News, mail};
pub use methods::{Methods, methods};
pub use notice::{Caret, notices, query_error};
pub use number::{bytes, grouped, plural, share};
pub use page::{counted, page, paragraph, place, tally};
pub use queries::{QueryRow, QueryTable, query_csv, query_csv_head};
pub use recheck::rechecked;
pub use report::{Report, Tally, report};
pub use safe::{safe, safe_lines};
pub use saved::{SavedView, saved_list, saved_view};
pub use show::show;
pub use similar::{copied, similar};
pub use stats::{holdings, overview, stats};
pub use theme::{Look, Theme};
pub use timeline::{bars, name as step_name, outside, sparkline};
pub use trec::trec;
