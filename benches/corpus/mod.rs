//! Invented news for measuring: the same articles for the same seed, on every machine.
//!
//! Words are made of syllables, and their frequencies follow Zipf's law, so that a few words are
//! in nearly every article and most are in hardly any: that is what decides how fast an index is
//! built and how fast it answers. No text from outside is used.

#![allow(dead_code)] // each bench uses its part of this

pub(crate) mod articles;
pub(crate) mod files;
mod words;

use std::fmt::Write as _;

pub(crate) use words::Words;

/// One invented article.
pub(crate) struct Story {
    /// `n000042`.
    pub(crate) id: String,
    /// Four to nine words.
    pub(crate) headline: String,
    /// Paragraphs of two to four sentences.
    pub(crate) paragraphs: Vec<String>,
    /// `1998-03-27`.
    pub(crate) date: String,
    /// One of 24 outlets, some much more frequent than others.
    pub(crate) outlet: String,
    /// One of about 400 people.
    pub(crate) author: String,
    /// Its address at its outlet.
    pub(crate) url: String,
    /// One of six sections.
    pub(crate) section: &'static str,
}

const SECTIONS: [&str; 6] = ["News", "Business", "Sport", "Culture", "Science", "Opinion"];

/// `count` stories of about 300 words each.
pub(crate) fn stories(seed: u64, count: usize) -> Vec<Story> {
    let words = Words::new();
    let mut random = fastrand::Rng::with_seed(seed);
    (0..count).map(|number| story(&words, &mut random, number)).collect()
}

fn story(words: &Words, random: &mut fastrand::Rng, number: usize) -> Story {
    let outlet_number = random.usize(..24).min(random.usize(..24));
    let (year, month, day) = (random.u16(1990..2026), random.u8(1..13), random.u8(1..29));
    let headline_words = random.usize(4..10);
    let author = format!("{} {}", words.name(random.usize(..20)), words.name(random.usize(20..40)));
    Story {
        id: format!("n{number:06}"),
        headline: capital(&words.run(random, headline_words)),
        paragraphs: (0..random.usize(4..9)).map(|_| paragraph(words, random)).collect(),
        date: format!("{year}-{month:02}-{day:02}"),
        outlet: format!("{} Gazette", words.name(40 + outlet_number)),
        author,
        url: format!("https://outlet{outlet_number}.example/{year}/{number}"),
        section: SECTIONS[random.usize(..SECTIONS.len())],
    }
}

fn paragraph(words: &Words, random: &mut fastrand::Rng) -> String {
    let mut text = String::new();
    for sentence in 0..random.usize(2..5) {
        if sentence > 0 {
            text.push(' ');
        }
        let length = random.usize(8..24);
        let _ = write!(text, "{}.", capital(&words.run(random, length)));
    }
    text
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Story {
    /// Bytes of headline and body: what a rate in MB/s is counted by.
    pub(crate) fn text_bytes(&self) -> u64 {
        let body: usize = self.paragraphs.iter().map(String::len).sum();
        (self.headline.len() + body) as u64
    }
}
