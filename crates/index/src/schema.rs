//! The fields of the embedded index.
//!
//! Every document has a `doc_kind`; only current articles ([`kind::ARTICLE`]) have indexed text.

use morgue_query::plan::ValueField;
use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, STORED, Schema, SchemaBuilder, TextFieldIndexing,
    TextOptions,
};

use crate::terms::TOKENS;

/// What a document is.
pub(crate) mod kind {
    /// A current article.
    pub(crate) const ARTICLE: &str = "a";
    /// A superseded version of one.
    pub(crate) const VERSION: &str = "v";
    /// What is left of an article that went.
    pub(crate) const TOMBSTONE: &str = "t";
    /// A line of the ledger.
    pub(crate) const SOURCE: &str = "s";
}

/// What stands for "no day" in the date columns.
pub(crate) const NO_DAY: i64 = i64::MIN;

/// Between the two halves of a shown value (`folded`, `printed`) and before the length of a joined
/// form: a sign that no text of ours holds.
pub(crate) const SEPARATOR: char = '\u{1f}';

/// Declares [`Fields`] with the function that makes each field, so that a name stands once.
macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident: $make:ident,)*) => {
        /// The fields, looked up once.
        #[derive(Debug, Clone, Copy)]
        pub(crate) struct Fields {
            $($(#[$doc])* pub(crate) $name: Field,)*
        }

        /// The schema of an index.
        pub(crate) fn schema() -> Schema {
            let mut builder = Schema::builder();
            $($make(&mut builder, stringify!($name));)*
            builder.build()
        }

        impl Fields {
            /// Finds the fields in a schema; the name of the first one that is missing otherwise.
            pub(crate) fn of(schema: &Schema) -> Result<Self, &'static str> {
                Ok(Self {
                    $($name: schema.get_field(stringify!($name)).map_err(|_| stringify!($name))?,)*
                })
            }
        }
    };
}

fields! {
    /// The whole article, source record or tombstone (see `store.rs`).
    stored: stored,
    /// See [`kind`].
    doc_kind: term,
    /// 32 hexadecimal digits of the article's id; for a source, a hash of its key.
    id: term,
    /// The sources' own ids.
    source_id: term,
    /// Comparison form of the canonical address.
    url: term,
    /// Every path above and of every origin, relative to its root and full.
    path: term,

    /// Stems of body, headline and captions; headline and lead weighted by repetition.
    words: text,
    /// Folded exact forms of the same, at the same positions, each once.
    exact: text,
    /// Pairs of very common words of the same (see `pairs.rs`).
    pairs: pairs,
    /// Stems of the byline.
    byline_words: text,
    /// Exact forms of the byline.
    byline_exact: text,
    /// Stems of the dateline.
    dateline_words: text,
    /// Exact forms of the dateline.
    dateline_exact: text,

    /// Capitals, sentences and paragraphs (see `marks.rs`).
    marks: marks,

    /// Where the body ends (`Zones`).
    body_end: number,
    /// Where the headline ends.
    headline_end: number,
    /// Where the captions end.
    caption_end: number,
    /// Where each caption begins and ends, in turn.
    caption_spans: number,
    /// Where the byline ends.
    byline_end: number,
    /// Where the dateline ends.
    dateline_end: number,
    /// Where the lead begins.
    lead_start: number,
    /// Where the lead ends.
    lead_end: number,
    /// Number of words.
    length: number,
    /// Upper half of the id.
    id_hi: number,
    /// Lower half of the id.
    id_lo: number,
    /// Upper half of the fingerprint's part.
    print_hi: number,
    /// Lower half of the fingerprint's part.
    print_lo: number,

    /// First day of the publication date; [`NO_DAY`] for the undated.
    earliest: signed,
    /// Last day of the publication date.
    latest: signed,
    /// First day of the date of change; [`NO_DAY`] where unknown.
    updated_earliest: signed,
    /// Last day of the date of change.
    updated_latest: signed,
    /// Seconds since 1970 when it was taken in.
    added: signed,

    /// The outlet's id.
    outlet: value,
    /// `id`, [`SEPARATOR`], `name`.
    outlet_shown: column,
    /// Folded section.
    section: value,
    /// `folded`, [`SEPARATOR`], `printed`.
    section_shown: column,
    /// Language code.
    lang: value,
    /// Country code.
    country: value,
    /// Folded authors.
    author: value,
    /// As `section_shown`.
    author_shown: column,
    /// Folded kind of text.
    kind: value,
    /// As `section_shown`.
    kind_shown: column,
    /// The agency's outlet id.
    wire: value,
    /// Folded keywords.
    tag: value,
    /// As `section_shown`.
    tag_shown: column,
    /// Folded page.
    page: value,
    /// Folded edition.
    edition: value,
    /// Basis of the publication date, `none` for the undated.
    basis: value,
    /// Folders of the origins, relative to their roots.
    folder: column,
}

impl Fields {
    /// The fields of tokens, in the order in which their counts are kept.
    pub(crate) fn texts(&self) -> [Field; 6] {
        [
            self.words,
            self.exact,
            self.byline_words,
            self.byline_exact,
            self.dateline_words,
            self.dateline_exact,
        ]
    }

    /// The field of an exact value, and the column of its printed forms, where they differ.
    pub(crate) fn value(&self, field: ValueField) -> (Field, Option<Field>) {
        match field {
            ValueField::Author => (self.author, Some(self.author_shown)),
            ValueField::Section => (self.section, Some(self.section_shown)),
            ValueField::Lang => (self.lang, None),
            ValueField::Country => (self.country, None),
            ValueField::Type => (self.kind, Some(self.kind_shown)),
            ValueField::Wire => (self.wire, None),
            ValueField::Tag => (self.tag, Some(self.tag_shown)),
            ValueField::Page => (self.page, None),
            ValueField::Edition => (self.edition, None),
        }
    }
}

fn stored(builder: &mut SchemaBuilder, name: &str) {
    builder.add_bytes_field(name, STORED);
}

/// A whole value that is looked up.
fn raw() -> TextFieldIndexing {
    let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_fieldnorms(false);
    indexing.set_index_option(IndexRecordOption::Basic)
}

fn term(builder: &mut SchemaBuilder, name: &str) {
    builder.add_text_field(name, TextOptions::default().set_indexing_options(raw()));
}

/// A whole value that is looked up and counted.
fn value(builder: &mut SchemaBuilder, name: &str) {
    let options = TextOptions::default().set_indexing_options(raw()).set_fast("raw");
    builder.add_text_field(name, options);
}

/// A whole value that is only counted.
fn column(builder: &mut SchemaBuilder, name: &str) {
    builder.add_text_field(name, TextOptions::default().set_fast("raw"));
}

/// Tokens that our analysis made (see `terms.rs`).
fn text(builder: &mut SchemaBuilder, name: &str) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENS)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing));
}

/// The same without lengths: nothing scores by them.
fn marks(builder: &mut SchemaBuilder, name: &str) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENS)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing));
}

/// The same without positions and lengths.
fn pairs(builder: &mut SchemaBuilder, name: &str) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENS)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::WithFreqs);
    builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing));
}

fn number(builder: &mut SchemaBuilder, name: &str) {
    builder.add_u64_field(name, NumericOptions::default().set_fast());
}

fn signed(builder: &mut SchemaBuilder, name: &str) {
    builder.add_i64_field(name, NumericOptions::default().set_fast());
}
