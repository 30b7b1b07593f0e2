//! One field of an article for the search of occurrences.

use std::ops::Deref;

use super::collect::{Hit, Stream};
use crate::spans::{self, Positions, Stretch, Work};

/// A field's words: those of a stream that lie in a zone.
pub(super) struct Field<'a> {
    pub(super) stream: &'a Stream,
    pub(super) zone: (u32, u32),
}

impl<'a> Field<'a> {
    /// A term's words in this field.
    pub(super) fn hits(&self, term: usize) -> impl Iterator<Item = &'a Hit> + use<'a> {
        let hits = &self.stream.hits[term];
        let from = hits.partition_point(|hit| hit.at < self.zone.0);
        let to = hits.partition_point(|hit| hit.at < self.zone.1);
        let end = self.zone.1;
        hits[from..to.max(from)].iter().filter(move |hit| hit.end <= end)
    }

    fn places(&self) -> &'a [Hit] {
        let places = &self.stream.places;
        let from = places.partition_point(|place| place.at < self.zone.0);
        let to = places.partition_point(|place| place.at < self.zone.1);
        &places[from..to.max(from)]
    }
}

impl Positions for Field<'_> {
    fn word(&self, number: usize) -> Vec<Stretch> {
        self.hits(number).map(|hit| (hit.at, hit.end)).collect()
    }

    fn words(&self) -> Vec<Stretch> {
        self.places().iter().map(|place| (place.at, place.end)).collect()
    }

    fn is_word(&self, position: u32) -> bool {
        self.places().binary_search_by_key(&position, |place| place.at).is_ok()
    }

    fn sentences(&self) -> &[u32] {
        &self.stream.sentences
    }

    fn paragraphs(&self) -> &[u32] {
        &self.stream.paragraphs
    }
}

/// A field and the work that may be spent on it.
pub(super) struct Scope<'a> {
    pub(super) field: Field<'a>,
    pub(super) work: &'a Work,
}

impl Scope<'_> {
    /// The search for occurrences in this field.
    pub(super) fn spans(&self) -> spans::Scope<'_, impl Positions> {
        spans::Scope { positions: &self.field, work: self.work }
    }
}

impl<'a> Deref for Scope<'a> {
    type Target = Field<'a>;

    fn deref(&self) -> &Field<'a> {
        &self.field
    }
}
