//! Which articles can hold a node at all: those with the words it takes. Looks at documents only,
//! at the rarest word first.

use morgue_query::spans::Node;
use tantivy::{DocId, TERMINATED};

use super::leaf::Leaf;

/// The words of a node by number; `None` where the segment has none of its terms.
pub(super) type Cursors = Vec<Option<Leaf>>;

/// What a document must have.
#[derive(Debug)]
pub(super) enum Shape {
    /// This word.
    Word(usize),
    /// Nothing: any document may do.
    Free,
    All(Vec<Shape>),
    Any(Vec<Shape>),
}

impl Shape {
    /// The shape of a node; `None` where the segment has nothing for it.
    pub(super) fn of(node: &Node, cursors: &Cursors) -> Option<Self> {
        match node {
            Node::Word(number) => cursors[*number].as_ref().map(|_| Self::Word(*number)),
            Node::Gap => Some(Self::Free),
            Node::Seq(items) | Node::Sloppy(items, _) => Self::all(items.iter(), cursors),
            Node::Near(pair) => Self::all([&pair.left, &pair.right].into_iter(), cursors),
            Node::NotNear(pair) => Self::of(&pair.left, cursors),
            Node::Or(sides) => {
                let any: Vec<Self> =
                    sides.iter().filter_map(|side| Self::of(side, cursors)).collect();
                if any.iter().any(|side| matches!(side, Self::Free)) {
                    return Some(Self::Free);
                }
                (!any.is_empty()).then_some(Self::Any(any))
            }
        }
    }

    fn all<'a>(items: impl Iterator<Item = &'a Node>, cursors: &Cursors) -> Option<Self> {
        let shapes: Option<Vec<Self>> = items.map(|item| Self::of(item, cursors)).collect();
        let mut all = Vec::new();
        for shape in shapes? {
            match shape {
                Self::Free => {}
                Self::All(more) => all.extend(more),
                shape => all.push(shape),
            }
        }
        all.sort_by_key(|shape| shape.size_hint(cursors));
        Some(if all.is_empty() { Self::Free } else { Self::All(all) })
    }

    /// The first document from `target` on.
    pub(super) fn seek(&self, target: DocId, cursors: &mut Cursors) -> DocId {
        match self {
            Self::Word(number) => {
                cursors[*number].as_mut().map_or(TERMINATED, |word| word.seek(target))
            }
            Self::Free => target,
            Self::Any(sides) => {
                let docs = sides.iter().map(|side| side.seek(target, cursors));
                docs.min().unwrap_or(TERMINATED)
            }
            Self::All(all) => {
                let mut doc = target;
                // Whoever moves the candidate on sends it back to the rarest.
                'candidates: loop {
                    for shape in all {
                        let next = shape.seek(doc, cursors);
                        if next == TERMINATED {
                            return TERMINATED;
                        }
                        if next > doc {
                            doc = next;
                            continue 'candidates;
                        }
                    }
                    return doc;
                }
            }
        }
    }

    /// About how many documents it may be in.
    pub(super) fn size_hint(&self, cursors: &Cursors) -> u32 {
        match self {
            Self::Word(number) => cursors[*number].as_ref().map_or(0, Leaf::size_hint),
            Self::Free => u32::MAX,
            Self::All(all) => {
                all.iter().map(|shape| shape.size_hint(cursors)).min().unwrap_or(u32::MAX)
            }
            Self::Any(any) => {
                any.iter().map(|shape| shape.size_hint(cursors)).fold(0, u32::saturating_add)
            }
        }
    }
}

/// Numbers that the occurrences of a node in a document cannot exceed, from the frequencies of its
/// words alone.
pub(super) struct Bounds<'a> {
    pub(super) cursors: &'a Cursors,
    pub(super) doc: DocId,
}

impl Bounds<'_> {
    /// Of all occurrences.
    fn occurrences(&self, node: &Node) -> u32 {
        match node {
            Node::Word(number) => {
                // One that is not asked for its document may be anywhere.
                self.cursors[*number].as_ref().map_or(0, |word| word.most(self.doc))
            }
            Node::Gap => u32::MAX,
            Node::Or(sides) => {
                sides.iter().map(|side| self.occurrences(side)).fold(0, u32::saturating_add)
            }
            Node::Seq(items) | Node::Sloppy(items, _) => {
                items.iter().map(|item| self.occurrences(item)).fold(1, u32::saturating_mul)
            }
            Node::Near(pair) => {
                self.occurrences(&pair.left).saturating_mul(self.occurrences(&pair.right))
            }
            Node::NotNear(pair) => self.occurrences(&pair.left),
        }
    }

    /// Of the places that say how often it occurs (`Scope::marks`), and of occurrences that do not
    /// overlap.
    pub(super) fn marks(&self, node: &Node) -> u32 {
        match node {
            Node::Near(pair) => self.occurrences(&pair.left).min(self.occurrences(&pair.right)),
            Node::Sloppy(items, _) => {
                items.iter().map(|item| self.occurrences(item)).min().unwrap_or(0)
            }
            Node::Or(sides) => {
                sides.iter().map(|side| self.marks(side)).fold(0, u32::saturating_add)
            }
            Node::Seq(_) | Node::Word(_) | Node::Gap | Node::NotNear(_) => self.occurrences(node),
        }
    }
}
