//! What makes an article itself: an id that is unique in the world, else its address, else what
//! the source says.

use xxhash_rust::xxh3::Xxh3;

use super::url::{canonical, names_an_article};
use crate::raw::{RawArticle, RawBody, RawField};

/// The key. A global id without an authority is only the source's own.
pub(super) fn key(raw: &RawArticle, url: Option<&str>, source_id: &mut Option<String>) -> String {
    for candidate in raw.candidates(RawField::GlobalId) {
        let id = candidate.value.trim();
        let scheme = id.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme.as_deref() {
            Some("urn") => return id.to_string(),
            Some("http" | "https") => {
                if let Some(url) = canonical(id).filter(|url| names_an_article(url)) {
                    return format!("url:{url}");
                }
            }
            Some("guid") => return id.to_string(),
            Some(_) => return format!("guid:{id}"),
            None => {
                source_id.get_or_insert_with(|| id.to_string());
            }
        }
    }
    match url.filter(|url| names_an_article(url)) {
        Some(url) => format!("url:{url}"),
        None => format!("text:{:032x}", said(raw)),
    }
}

/// Outlet, date, headline and text as the source gives them, before any rule that may change.
fn said(raw: &RawArticle) -> u128 {
    let mut hash = Xxh3::new();
    let mut add = |text: &str| {
        hash.update(&(text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    for field in [RawField::Outlet, RawField::Published, RawField::Headline] {
        add(raw.candidates(field).next().map_or("", |candidate| candidate.value.trim()));
    }
    match &raw.body {
        RawBody::None => add(""),
        RawBody::Text { text, .. } => add(text.trim()),
        RawBody::Blocks { blocks, .. } => blocks.iter().for_each(|block| add(block.text.trim())),
    }
    hash.digest128()
}
