//! One pass over an article's words that keeps only what a program asks for.

use morgue_analysis::{Analyzer, Dull};
use morgue_article::Article;

use super::compile::Program;
use super::lookup::Stems;
use crate::document::{Border, Borders, Zones, lead_span, words_of_use};
use crate::plan::TextField;

/// A word that a term stands for, at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// Its first position.
    pub(super) at: u32,
    /// The position after its last.
    pub(super) end: u32,
    /// Where it begins in the field's text, in bytes.
    pub(super) start_byte: u32,
    /// Where it ends.
    pub(super) end_byte: u32,
}

/// The words of one numbering of positions: the default text, the byline or the dateline.
#[derive(Debug, Default)]
pub(super) struct Stream {
    /// By term, in order of position.
    pub(super) hits: Vec<Vec<Hit>>,
    /// Every main word in order of position, where a program needs them.
    pub(super) places: Vec<Hit>,
    /// The first position of every sentence, where a program needs them.
    pub(super) sentences: Vec<u32>,
    /// The first position of every paragraph.
    pub(super) paragraphs: Vec<u32>,
    /// The positions of the longest word of `hits`: of a joined form, its number of parts.
    pub(super) longest: u32,
}

/// What was kept of an article.
#[derive(Debug)]
pub(super) struct Found {
    streams: [Stream; 3],
    pub(super) zones: Zones,
}

impl Found {
    /// The words of a field and where it lies among their positions.
    pub(super) fn field(&self, field: TextField) -> (&Stream, (u32, u32)) {
        let stream = &self.streams[stream_of(field)];
        (stream, self.zones.of(field).unwrap_or((0, u32::MAX)))
    }
}

fn stream_of(field: TextField) -> usize {
    match field {
        TextField::Byline => 1,
        TextField::Dateline => 2,
        TextField::Headline | TextField::Lead | TextField::Body | TextField::Caption => 0,
    }
}

pub(super) fn collect(
    article: &Article,
    program: &Program,
    analyzer: &mut Analyzer,
    stems: &Stems,
    dull: &mut Dull,
) -> Found {
    let mut streams: [Stream; 3] = Default::default();
    for stream in &mut streams {
        stream.hits = vec![Vec::new(); program.lookup.len()];
    }
    let mut borders = Borders::new();
    let lang = analyzer.lang().to_string();
    let lead = if program.lead { lead_span(article, analyzer) } else { (0, 0) };
    let zones = words_of_use(article, lead, analyzer, dull, |passage, token| {
        let stream = &mut streams[stream_of(passage.field)];
        let hit = Hit {
            at: token.position,
            end: token.position + token.length,
            start_byte: passage.offset as u32 + token.start,
            end_byte: passage.offset as u32 + token.end,
        };
        if token.is_main() && program.places {
            stream.places.push(hit);
        }
        if token.is_main() && program.borders {
            match borders.see(passage, &lang, token) {
                Some(Border::Paragraph) => {
                    stream.paragraphs.push(token.position);
                    stream.sentences.push(token.position);
                }
                Some(Border::Sentence) => stream.sentences.push(token.position),
                None => {}
            }
        }
        let mut used = program.places || program.borders;
        program.lookup.of(token, stems, |term| {
            // Whatever its capitals are here, elsewhere they may be others.
            used = true;
            let Some(term) = term else { return };
            stream.longest = stream.longest.max(token.length);
            let hits = &mut stream.hits[term];
            // A word may fit by its form and by its stem, and in two forms at one place: of these
            // the shorter lights (`O'Brien` of `O'Brien's`).
            let mut known = hits.iter_mut().rev().take_while(|known| known.at == hit.at);
            match known.find(|known| known.end == hit.end) {
                Some(known) => {
                    known.start_byte = known.start_byte.max(hit.start_byte);
                    known.end_byte = known.end_byte.min(hit.end_byte);
                }
                None => hits.push(hit),
            }
        });
        used
    });
    for hits in streams.iter_mut().flat_map(|stream| &mut stream.hits) {
        if !hits.is_sorted_by_key(|hit| (hit.at, hit.end)) {
            hits.sort_unstable_by_key(|hit| (hit.at, hit.end));
        }
    }
    Found { streams, zones }
}
