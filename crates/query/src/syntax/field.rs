//! The names of fields.

use crate::plan::{DateField, TextField, ValueField};

/// A field as it can be named in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The title.
    Headline,
    /// The first paragraph.
    Lead,
    /// Headline or lead.
    HeadlineOrLead,
    /// The whole text.
    Body,
    /// Picture captions.
    Caption,
    /// The authors as printed.
    Byline,
    /// The place it was filed from.
    Dateline,
    /// Words inside quotation marks.
    Quote,
    /// Who said them.
    Speaker,
    /// The outlet.
    Outlet,
    /// A field of exact values.
    Exact(ValueField),
    /// The file it was read from.
    Path,
    /// A date.
    Date(DateField),
    /// Where the date came from.
    DateBasis,
    /// The number of words.
    Length,
    /// Its id.
    Id,
    /// Its address.
    Url,
}

/// How what is asked of a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// By words, phrases and connectors.
    Text,
    /// By a value.
    Value,
    /// By a value or a range of them.
    Range,
}

impl Field {
    /// All of them.
    pub const ALL: [Self; 27] = [
        Self::Headline,
        Self::Lead,
        Self::HeadlineOrLead,
        Self::Body,
        Self::Caption,
        Self::Byline,
        Self::Dateline,
        Self::Quote,
        Self::Speaker,
        Self::Outlet,
        Self::Exact(ValueField::Author),
        Self::Exact(ValueField::Section),
        Self::Exact(ValueField::Lang),
        Self::Exact(ValueField::Country),
        Self::Exact(ValueField::Type),
        Self::Exact(ValueField::Wire),
        Self::Exact(ValueField::Tag),
        Self::Exact(ValueField::Page),
        Self::Exact(ValueField::Edition),
        Self::Path,
        Self::Date(DateField::Published),
        Self::Date(DateField::Updated),
        Self::Date(DateField::Added),
        Self::DateBasis,
        Self::Length,
        Self::Id,
        Self::Url,
    ];

    /// Its canonical name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Lead => "lead",
            Self::HeadlineOrLead => "hlead",
            Self::Body => "body",
            Self::Caption => "caption",
            Self::Byline => "byline",
            Self::Dateline => "dateline",
            Self::Quote => "quote",
            Self::Speaker => "speaker",
            Self::Outlet => "outlet",
            Self::Exact(ValueField::Author) => "author",
            Self::Exact(ValueField::Section) => "section",
            Self::Exact(ValueField::Lang) => "lang",
            Self::Exact(ValueField::Country) => "country",
            Self::Exact(ValueField::Type) => "type",
            Self::Exact(ValueField::Wire) => "wire",
            Self::Exact(ValueField::Tag) => "tag",
            Self::Exact(ValueField::Page) => "page",
            Self::Exact(ValueField::Edition) => "edition",
            Self::Path => "path",
            Self::Date(DateField::Published) => "date",
            Self::Date(DateField::Updated) => "updated",
            Self::Date(DateField::Added) => "added",
            Self::DateBasis => "datebasis",
            Self::Length => "length",
            Self::Id => "id",
            Self::Url => "url",
        }
    }

    /// Other names it goes by.
    pub fn synonyms(self) -> &'static [&'static str] {
        match self {
            Self::Headline => &["title", "hl", "hd", "intitle"],
            Self::Lead => &["lede", "lp"],
            Self::Byline => &["by"],
            Self::Dateline => &["place"],
            Self::Speaker => &["said"],
            Self::Outlet => &["source", "site", "pub"],
            Self::Exact(ValueField::Lang) => &["la"],
            Self::Exact(ValueField::Tag) => &["subject"],
            Self::Date(DateField::Published) => &["published", "pd"],
            Self::Length => &["words", "wc"],
            _ => &[],
        }
    }

    /// How what is asked of it is written.
    pub fn kind(self) -> FieldKind {
        match self {
            Self::Headline
            | Self::Lead
            | Self::HeadlineOrLead
            | Self::Body
            | Self::Caption
            | Self::Byline
            | Self::Dateline
            | Self::Quote
            | Self::Speaker => FieldKind::Text,
            Self::Date(_) | Self::Length => FieldKind::Range,
            Self::Outlet | Self::Exact(_) | Self::Path | Self::DateBasis | Self::Id | Self::Url => {
                FieldKind::Value
            }
        }
    }

    /// Whether its values may hold signs that end other values: `url:a.example/b(c)^2`.
    pub(crate) fn is_address(self) -> bool {
        matches!(self, Self::Url | Self::Path | Self::Id)
    }

    /// The fields of an article it searches by word; `None` where it is not searched so.
    pub fn text_fields(self) -> Option<Vec<TextField>> {
        match self {
            Self::Headline => Some(vec![TextField::Headline]),
            Self::Lead => Some(vec![TextField::Lead]),
            Self::HeadlineOrLead => Some(vec![TextField::Headline, TextField::Lead]),
            Self::Body => Some(vec![TextField::Body]),
            Self::Caption => Some(vec![TextField::Caption]),
            Self::Byline => Some(vec![TextField::Byline]),
            Self::Dateline => Some(vec![TextField::Dateline]),
            _ => None,
        }
    }
}

/// What stands before a `:` or `(`: a field, or one of the two short forms for dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// A field.
    Field(Field),
    /// `before:v`: the publication date lies wholly before v.
    Before,
    /// `after:v`: wholly after v.
    After,
    /// `last:7d`.
    Last,
}

impl Scope {
    /// The scope of a name in small letters.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "before" => Some(Self::Before),
            "after" => Some(Self::After),
            "last" => Some(Self::Last),
            _ => {
                let has = |field: &&Field| field.name() == name || field.synonyms().contains(&name);
                Field::ALL.iter().find(has).copied().map(Self::Field)
            }
        }
    }

    /// The field it is about.
    pub(super) fn field(self) -> Field {
        match self {
            Self::Field(field) => field,
            Self::Before | Self::After | Self::Last => Field::Date(DateField::Published),
        }
    }

    /// All names.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        let fields = Field::ALL.iter().flat_map(|field| {
            std::iter::once(field.name()).chain(field.synonyms().iter().copied())
        });
        fields.chain(["before", "after", "last"])
    }
}

/// The known names that differ from this one by few letters, the nearest first.
pub(crate) fn nearest<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    let letters: Vec<char> = name.to_lowercase().chars().take(64).collect();
    let allowed = match letters.len() {
        0..=2 => 0,
        3..=4 => 1,
        _ => 2,
    };
    let mut near: Vec<(usize, &str)> = known
        .map(|other| (distance(&letters, &other.to_lowercase().chars().collect::<Vec<_>>()), other))
        .filter(|&(distance, _)| distance <= allowed)
        .collect();
    // Of two that are as near, the one that begins with the same letter.
    let other_start = |other: &str| other.chars().next() != letters.first().copied();
    near.sort_by_key(|&(distance, other)| (distance, other_start(other), other));
    near.dedup();
    near.into_iter().map(|(_, other)| other).take(most).collect()
}

/// The Damerau distance: letters left out, put in, changed, or swapped with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut best = (row[j] + usize::from(x != y)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

/// Names that other archives and catalogues give to fields of ours.
const ELSEWHERE: [(&str, &str); 18] = [
    ("allintitle", "headline"),
    ("content", "body"),
    ("fulltext", "body"),
    ("hlp", "hlead"),
    ("inauthor", "author"),
    ("inurl", "url"),
    ("journalist", "byline"),
    ("keyword", "tag"),
    ("keywords", "tag"),
    ("language", "lang"),
    ("link", "url"),
    ("newspaper", "outlet"),
    ("publication", "outlet"),
    ("publisher", "outlet"),
    ("rst", "outlet"),
    ("text", "body"),
    ("topic", "tag"),
    ("writer", "byline"),
];

/// The field that others call so.
pub(super) fn named_elsewhere(name: &str) -> Option<&'static str> {
    ELSEWHERE.iter().find(|(other, _)| *other == name).map(|(_, field)| *field)
}

/// The field that a name nobody here knows most likely means.
pub(super) fn meant(name: &str) -> Option<&'static str> {
    named_elsewhere(name).or_else(|| nearest(name, Scope::names(), 1).pop())
}
