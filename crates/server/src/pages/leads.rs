//! Where else what a page of results found can be had: over time, kept, as a feed, as files.

use super::asked::Asked;
use crate::app::State;

/// Where else this answer can be had.
pub(super) struct Lead {
    pub(super) href: String,
    pub(super) text: &'static str,
}

/// What else can be done with a search.
pub(super) fn leads(state: &State, asked: &Asked) -> Vec<Lead> {
    let archive = asked.of_archive().without(&["more"]);
    let lead = |text, href: &str| Lead { text, href: state.links.to(href) };
    let timeline = archive.without(&["sort", "snippets", "limit", "strict"]);
    let mut leads = vec![
        lead("Compare over time", &timeline.at("/timeline")),
        lead("Feed", &feed(asked)),
        lead("JSON", &archive.at("/v1/search")),
    ];
    // The public keeps nothing here.
    if !state.config.is_public() {
        leads.insert(1, lead("Save", &save(asked)));
    }
    leads
}

/// Where a search is saved, by what it asks alone.
fn save(asked: &Asked) -> String {
    let shown = ["sort", "snippets", "limit", "more"];
    asked.of_archive().without(&shown).at("/saved/new").into_owned()
}

/// The feed of a search, which has an order of its own.
pub(super) fn feed(asked: &Asked) -> String {
    let unordered = ["sort", "snippets", "limit", "more"];
    asked.of_archive().without(&unordered).at("/search.atom").into_owned()
}

/// Everything that was found, as files.
pub(super) fn files(state: &State, asked: &Asked) -> Vec<Lead> {
    let asked = asked.of_archive().without(&["snippets", "limit", "more"]);
    let file = |text, format: &str, excel: bool| {
        let asked = asked.with("format", format);
        let asked = if excel { asked.with("excel", "1") } else { asked };
        Lead { text, href: state.links.to(&asked.at("/v1/export")) }
    };
    vec![
        file("CSV", "csv", false),
        file("Excel", "csv", true),
        file("JSON lines", "jsonl", false),
        file("Texts (zip)", "bundle", false),
        file("RIS", "ris", false),
        file("BibTeX", "bibtex", false),
        file("CSL-JSON", "csl-json", false),
    ]
}
