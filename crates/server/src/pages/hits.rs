//! A hit on a page.

use morgue_query::{HitView, ShownDate};

use super::asked::Asked;
use super::marked::Marked;
use super::speech::Speech;
use crate::app::State;

/// A hit.
pub(super) struct Card {
    pub(super) href: String,
    pub(super) speech: Speech,
    pub(super) headline: Option<Marked>,
    pub(super) outlet: Option<String>,
    pub(super) date: String,
    /// The date for programs, where it is one.
    pub(super) datetime: Option<String>,
    pub(super) byline: Option<Marked>,
    pub(super) passages: Vec<Passage>,
    /// The file it was read from, where that may be told.
    pub(super) place: Option<String>,
    /// Whether it is the same text as another.
    pub(super) copy: Option<&'static str>,
}

/// A passage of a hit.
pub(super) struct Passage {
    /// The field, unless it is the text.
    pub(super) field: Option<String>,
    pub(super) text: Marked,
}

impl Card {
    /// A hit that leads to its article, with what it was found by lit there.
    pub(super) fn new(state: &State, hit: &HitView, lit: &Asked) -> Self {
        let route = format!("/articles/{}", hit.id);
        let published = hit.published.as_ref();
        let place = hit.origin.first().filter(|_| state.config.show_origin);
        Self {
            href: state.links.to(&lit.at(&route)),
            speech: Speech::of(hit.lang.as_deref()),
            headline: hit.headline.as_ref().map(|text| Marked::new(text, &hit.headline_highlights)),
            outlet: hit.outlet.as_ref().map(|outlet| outlet.name.clone()),
            date: published.map_or_else(|| "undated".to_string(), morgue_present::date),
            datetime: published.and_then(datetime),
            byline: hit.byline.as_ref().map(|text| Marked::new(text, &hit.byline_highlights)),
            passages: hit.snippets.iter().map(Passage::new).collect(),
            place: place.map(morgue_present::place),
            copy: None,
        }
    }
}

impl Passage {
    fn new(snippet: &morgue_query::Snippet) -> Self {
        let field = Some(&snippet.field).filter(|field| *field != "body");
        Self { field: field.cloned(), text: Marked::new(&snippet.text, &snippet.highlights) }
    }
}

/// A date as HTML's `time` takes it: a year, a month, a day; never more than is known.
pub(super) fn datetime(date: &ShownDate) -> Option<String> {
    use morgue_article::Precision;
    let day = date.earliest.to_string();
    let length = match date.precision {
        Precision::Range | Precision::Decade => return None,
        Precision::Year => 4,
        Precision::Month => 7,
        Precision::Day | Precision::Second => 10,
    };
    day.get(..length).map(str::to_string)
}

/// What lights on an article's page: the words and how they are read, and the locked filters,
/// which go on to the next search.
pub(super) fn lit_by(asked: &Asked) -> Asked {
    let words =
        asked.pairs().iter().filter(|(name, _)| matches!(name.as_str(), "q" | "match" | "plain"));
    let pairs: Vec<(String, String)> = words.chain(asked.locked().pairs()).cloned().collect();
    Asked::of(&pairs)
}
