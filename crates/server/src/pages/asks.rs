//! What a kept search asks, in words.

use super::asked::Asked;
use super::facets::Names;
use super::form::{chips, how_matched};
use crate::app::State;

/// What a search asks, in words.
pub(super) struct Asks {
    pub(super) q: String,
    pub(super) filters: Vec<String>,
}

impl Asks {
    pub(super) fn new(state: &State, asked: &Asked, names: &Names) -> Self {
        let q = match asked.q().trim() {
            "" => "every article".to_string(),
            q => q.to_string(),
        };
        let mut filters = Vec::new();
        filters.extend(how_matched(asked).map(str::to_string));
        filters.extend(chips(state, asked, names, "/search").into_iter().map(|chip| chip.text));
        Self { q, filters }
    }
}
