//! What a format found, before it is normalised: candidates for every field, best first, each
//! with the rule that found it.

use morgue_article::{Article, Block};

/// One record of a source file as its format gives it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawArticle {
    /// The entry inside an archive file (`2024/a.zip!b.html`), filled in by the archive reader.
    pub entry: Option<String>,
    /// The line (from 1) it begins at, in a file that holds many.
    pub line: Option<u64>,
    /// SHA-256 of the bytes it was read from, in hexadecimal.
    pub sha256: String,
    /// The format it was read as; filled in by the dispatcher when a format leaves it empty.
    pub format: String,
    /// What was decided on the way, for people to read: a guessed encoding, a cut field.
    pub remarks: Vec<String>,
    /// An article that is whole already: a line of our own full export. Its key, `added` and
    /// `source_id`s are kept, and the fields below are not looked at.
    pub whole: Option<Box<Article>>,
    /// How its source writes days and months in numbers, where other records of it tell.
    pub date_order: Option<DateOrder>,
    /// What was found for its fields, best first within a field.
    pub fields: Vec<Candidate>,
    /// Its text.
    pub body: RawBody,
}

/// Which number comes first in a date of numbers, where only that decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// `3/4` is the third of April.
    DayMonth,
    /// `3/4` is March the fourth.
    MonthDay,
}

/// The text of a raw article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum RawBody {
    /// None was found.
    #[default]
    None,
    /// Paragraphs and subheads that the format itself marks.
    Blocks {
        /// The blocks in order.
        blocks: Vec<Block>,
        /// The rule that found them.
        rule: String,
    },
    /// Running text whose title line, byline, dateline, paragraphs, subheads and footers are still
    /// to be told apart (see the wire-copy rules).
    Text {
        /// The text with its line breaks.
        text: String,
        /// Whether its first lines may be a title and a byline, or it is body only.
        has_title: bool,
        /// The rule that found it.
        rule: String,
    },
}

/// A value that may be a field's, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The field.
    pub field: RawField,
    /// The value as the source writes it: dates unparsed, bylines unsplit, entities resolved.
    pub value: String,
    /// The rule that found it: `json-ld datePublished`, `meta property=og:title`, `field title`.
    pub rule: String,
}

/// The fields a format can find candidates for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RawField {
    /// The headline.
    Headline,
    /// A byline as printed: may hold several people, an outlet, a place.
    Byline,
    /// One author each, already told apart.
    Author,
    /// The outlet's name.
    Outlet,
    /// The outlet's domain, where the name is not known.
    Domain,
    /// The place it was filed from.
    Dateline,
    /// When it was published, in any form.
    Published,
    /// When it was changed, in any form.
    Updated,
    /// The section.
    Section,
    /// A keyword, one each.
    Tag,
    /// The language, as a code or a name.
    Language,
    /// The country, as a code or a name.
    Country,
    /// The kind of text.
    Kind,
    /// The agency.
    Wire,
    /// The printed page.
    Page,
    /// The edition.
    Edition,
    /// The canonical address.
    Url,
    /// The copyright line.
    Rights,
    /// A picture's caption, one each.
    Caption,
    /// An id that is unique in the world: an agency URN, or a guid with its authority.
    GlobalId,
    /// The source's own id: never a key.
    SourceId,
}

impl RawArticle {
    /// Adds a candidate behind those the field has; an empty value is not one.
    pub fn push(&mut self, field: RawField, value: impl Into<String>, rule: impl Into<String>) {
        let value: String = value.into();
        if !value.trim().is_empty() {
            self.fields.push(Candidate { field, value, rule: rule.into() });
        }
    }

    /// The candidates of a field, best first.
    pub fn candidates(&self, field: RawField) -> impl Iterator<Item = &Candidate> {
        self.fields.iter().filter(move |candidate| candidate.field == field)
    }
}
