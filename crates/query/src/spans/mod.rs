//! Where spans occur in one field of one article: the one algorithm behind the matcher and behind
//! every engine that knows the positions of words.
//!
//! An occurrence is a [`Stretch`] of positions. Every choice of words counts, and two choices that
//! cover the same stretch are one. Nothing is enumerated that the question does not need:
//!
//! | asked | costs |
//! |---|---|
//! | [`Scope::occurs`] | words, phrases, alternatives and NOT connectors as much as their occurrences; a connector as much as those of its sides, no pairs; `"…"~n` a matching of words to positions |
//! | [`Scope::tight`] | the same, and per occurrence of a side its nearest partner |
//! | [`Scope::occurrences`] | of a connector every stretch that a pair covers, of `"…"~n` every choice |
//!
//! Only what stands inside a `W/n` or a NOT connector needs all occurrences of its sides. What
//! enumerates choices takes its steps from a [`Work`]; once that is used up the answer may lack
//! occurrences, and [`Work::was_cut`] says so: the matcher then lights less, an engine gives an
//! error.

mod hulls;
mod near;
mod occur;
mod sloppy;
mod work;

pub use near::Judged;
pub use occur::Scope;
pub use work::Work;

use crate::plan::Within;

/// An occurrence: its first position and the one after its last.
pub type Stretch = (u32, u32);

/// What is known of the words of one field of one article.
pub trait Positions {
    /// The occurrences of a word by its number, in order, each once.
    fn word(&self, number: usize) -> Vec<Stretch>;

    /// Every position that has a word, in order, as stretches of one.
    fn words(&self) -> Vec<Stretch>;

    /// Whether there is a word at a position.
    fn is_word(&self, position: u32) -> bool;

    /// The first position of every sentence, in order. A stretch lies in one sentence when none
    /// begins between its first position and its end.
    fn sentences(&self) -> &[u32];

    /// The first position of every paragraph, likewise.
    fn paragraphs(&self) -> &[u32];
}

/// A [`Span`](crate::plan::Span) with its words replaced by numbers.
#[derive(Debug, Clone)]
pub enum Node {
    /// A word.
    Word(usize),
    /// Exactly one word, whichever.
    Gap,
    /// Each begins where the one before it ends.
    Seq(Vec<Node>),
    /// Any of these.
    Or(Vec<Node>),
    /// `"…"~n`.
    Sloppy(Vec<Node>, u32),
    /// A connector.
    Near(Box<Pair>),
    /// A NOT connector.
    NotNear(Box<Pair>),
}

/// Two sides of a connector.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The left side.
    pub left: Node,
    /// The right side.
    pub right: Node,
    /// How near.
    pub within: Within,
    /// Whether the left side comes first.
    pub ordered: bool,
}

impl Node {
    /// How many words must at least be found for it.
    pub(crate) fn words(&self) -> usize {
        match self {
            Self::Word(_) => 1,
            Self::Gap => 0,
            Self::Seq(items) | Self::Sloppy(items, _) => items.iter().map(Self::words).sum(),
            Self::Or(sides) => sides.iter().map(Self::words).min().unwrap_or(0),
            Self::Near(pair) => pair.left.words() + pair.right.words(),
            Self::NotNear(pair) => pair.left.words(),
        }
    }
}

/// From the first to the last position of some stretches.
pub fn hull(stretches: &[Stretch]) -> Stretch {
    let grow = |all: Stretch, one: &Stretch| (all.0.min(one.0), all.1.max(one.1));
    stretches.iter().fold((u32::MAX, 0), grow)
}

/// The greatest number of stretches that do not overlap.
pub fn most_apart(mut stretches: Vec<Stretch>) -> u32 {
    stretches.sort_unstable_by_key(|at| at.1);
    let mut free = 0;
    let mut count = 0;
    for (start, end) in stretches {
        if start >= free {
            (free, count) = (end, count + 1);
        }
    }
    count
}

fn overlap(a: Stretch, b: Stretch) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// In order, each once.
fn in_order(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    if !stretches.is_sorted_by(|a, b| a < b) {
        stretches.sort_unstable();
        stretches.dedup();
    }
    stretches
}
