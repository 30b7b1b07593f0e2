//! What was typed, as a tree. Brackets are not kept: the printer puts them where they matter.

use std::ops::Range;

use super::field::Field;
use crate::plan::Within;

/// A query: the items of its outermost juxtaposition.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// The items.
    pub items: Vec<Node>,
    /// Whether something was typed, and every item of it was dropped: such a query finds nothing,
    /// while an empty one finds every article.
    pub emptied: bool,
}

/// A part of a query and where it stands in the text, in bytes.
///
/// Two nodes are equal when they say the same, wherever they stand.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Its place in the query text, in bytes.
    pub span: Range<usize>,
}

impl Node {
    /// A node at a place.
    pub fn new(kind: Kind, span: Range<usize>) -> Self {
        Self { kind, span }
    }

    /// The parts it is made of.
    pub fn children(&self) -> Vec<&Node> {
        match &self.kind {
            Kind::All(of) | Kind::And(of) | Kind::Or(of) => of.iter().collect(),
            Kind::Not(of) | Kind::Require(of) | Kind::Boost(of, _) => vec![of],
            Kind::Field { of, .. } | Kind::AtLeast { of, .. } => vec![of],
            Kind::Near { left, right, .. } => vec![left, right],
            Kind::Word(_)
            | Kind::Phrase(_)
            | Kind::Cased { .. }
            | Kind::Value(_)
            | Kind::Range(_) => Vec::new(),
        }
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// The kinds of node.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Items side by side within brackets; two or more.
    All(Vec<Node>),
    /// `a AND b`; two or more.
    And(Vec<Node>),
    /// `a OR b`; two or more.
    Or(Vec<Node>),
    /// `NOT a`, `-a`.
    Not(Box<Node>),
    /// `+a`.
    Require(Box<Node>),
    /// `a W/5 b`.
    Near {
        /// The left side.
        left: Box<Node>,
        /// The right side.
        right: Box<Node>,
        /// What stands between them.
        connector: Connector,
    },
    /// `headline:a`, `headline(a b)`.
    Field {
        /// The field.
        field: Field,
        /// `date~:`, overlap instead of inclusion.
        overlap: bool,
        /// What is asked of it.
        of: Box<Node>,
    },
    /// `a^2`.
    Boost(Box<Node>, f32),
    /// `atleast3(a)`.
    AtLeast {
        /// How often.
        count: u32,
        /// What.
        of: Box<Node>,
    },
    /// A run of characters without a space.
    Word(Word),
    /// Words in quotes.
    Phrase(Phrase),
    /// `caps(word)`, `allcaps(word)`.
    Cased {
        /// The word.
        text: String,
        /// Whether all its letters are capitals.
        all: bool,
    },
    /// A value of a field that is not searched by word.
    Value(String),
    /// A value or a range of a date or a number.
    Range(ValueRange),
}

/// A run of characters without a space, its `*` and `?` being wildcards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The run.
    pub text: String,
    /// `=word`: its folded form only.
    pub exact: bool,
    /// `word~1`, `word~2`.
    pub fuzzy: Option<u8>,
}

impl Word {
    /// A bare word.
    pub fn bare(text: impl Into<String>) -> Self {
        Self { text: text.into(), exact: false, fuzzy: None }
    }

    /// Whether it holds a wildcard.
    pub fn is_wild(&self) -> bool {
        self.text.contains(['*', '?'])
    }
}

/// Words in quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Its words.
    pub parts: Vec<PhrasePart>,
    /// `~n`.
    pub slop: Option<u32>,
}

/// One place in a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhrasePart {
    /// A word.
    Word(Word),
    /// `(a|b)`.
    OneOf(Vec<Word>),
    /// `*`: exactly one word.
    Any,
}

/// What stands between two sides that are to be near each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connector {
    /// How near.
    pub within: Within,
    /// Whether the left side comes first.
    pub ordered: bool,
    /// `NOT W/5`.
    pub negated: bool,
}

/// A value, or a range of values, of a date or a number. Values are in their canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueRange {
    /// One value.
    Only(String),
    /// From one to another; one of them may be open.
    Between {
        /// The lower end.
        low: Option<Bound>,
        /// The upper end.
        high: Option<Bound>,
    },
    /// `last:7d`.
    Last {
        /// How many.
        count: u32,
        /// Of what.
        unit: Unit,
    },
}

/// One end of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The value.
    pub value: String,
    /// Whether it lies inside; if not, the whole interval it names lies outside.
    pub inclusive: bool,
}

/// Units of `last:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// `d`
    Day,
    /// `w`
    Week,
    /// `m`
    Month,
    /// `y`
    Year,
}

impl Unit {
    /// Its letter.
    pub fn letter(self) -> char {
        match self {
            Self::Day => 'd',
            Self::Week => 'w',
            Self::Month => 'm',
            Self::Year => 'y',
        }
    }

    /// The unit of a letter.
    pub fn from_letter(letter: char) -> Option<Self> {
        match letter.to_ascii_lowercase() {
            'd' => Some(Self::Day),
            'w' => Some(Self::Week),
            'm' => Some(Self::Month),
            'y' => Some(Self::Year),
            _ => None,
        }
    }
}
