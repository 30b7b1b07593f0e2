//! Occurrences of every kind of node.

use super::hulls::hulls_after;
use super::work::Work;
use super::{Node, Positions, Stretch, hull, in_order};
use crate::plan::Within;

/// So many pairs are gone through one by one; hardly any in tests, so that these try the other way.
const FEW_PAIRS: usize = if cfg!(debug_assertions) { 4 } else { 4_096 };

/// One field of an article under evaluation.
#[derive(Debug)]
pub struct Scope<'a, P> {
    /// What is known of its words.
    pub positions: &'a P,
    /// What enumerations may take.
    pub work: &'a Work,
}

impl<P> Clone for Scope<'_, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Scope<'_, P> {}

impl<P: Positions> Scope<'_, P> {
    /// Whether there is an occurrence.
    pub fn occurs(&self, node: &Node) -> bool {
        match node {
            Node::Or(sides) => sides.iter().any(|side| self.occurs(side)),
            Node::Near(pair) => {
                let (left, right) = self.sides_to_find(pair);
                self.judge(&left, &right, pair).0.iter().any(|&near| near)
            }
            Node::Sloppy(items, slop) => self.sloppy_anchors(items, *slop, true).next().is_some(),
            Node::Word(_) | Node::Gap | Node::Seq(_) | Node::NotNear(_) => {
                !self.occurrences(node).is_empty()
            }
        }
    }

    /// Every occurrence, each stretch once, in order.
    pub fn occurrences(&self, node: &Node) -> Vec<Stretch> {
        match node {
            Node::Word(word) => self.positions.word(*word),
            Node::Gap => self.positions.words(),
            Node::Or(sides) => {
                in_order(sides.iter().flat_map(|side| self.occurrences(side)).collect())
            }
            Node::Seq(items) => self.sequence(items),
            Node::Sloppy(items, slop) => {
                let mut found = Distinct::default();
                self.sloppy(&self.each(items), *slop, &mut |chosen| {
                    found.push(hull(chosen));
                    true
                });
                found.finish()
            }
            Node::Near(pair) => {
                let (left, right) = self.sides(pair);
                let mut found = Distinct::default();
                let few = left.len().saturating_mul(right.len()) <= FEW_PAIRS;
                match pair.within {
                    Within::Words(n) if !few => {
                        let (n, mut each) = (u32::from(n), |at| found.push(at));
                        hulls_after(&left, &right, n, &self.work.share(), &mut each);
                        if !pair.ordered {
                            hulls_after(&right, &left, n, &self.work.share(), &mut each);
                        }
                    }
                    _ => self.pairs(&left, &right, pair, &mut |a, b| found.push(hull(&[a, b]))),
                }
                found.finish()
            }
            Node::NotNear(pair) => self.clear(pair),
        }
    }

    /// Some occurrences, in order, such that every occurrence has one of them in it: enough to
    /// know whether there is one, how many there are apart from each other, and what lies in one
    /// sentence.
    pub fn tight(&self, node: &Node) -> Vec<Stretch> {
        match node {
            Node::Or(sides) => in_order(sides.iter().flat_map(|side| self.tight(side)).collect()),
            Node::Near(pair) => {
                let (left, right) = self.sides_to_find(pair);
                self.nearest(&left, &right, pair)
            }
            Node::Word(_) | Node::Gap | Node::Seq(_) | Node::Sloppy(..) | Node::NotNear(_) => {
                self.occurrences(node)
            }
        }
    }

    /// Places that say how often a node occurs, none if it does not: of a connector the
    /// occurrences of one side that the other is near to, of `"…"~n` those of one word, as far as
    /// they are soon found.
    pub fn marks(&self, node: &Node) -> Vec<Stretch> {
        match node {
            Node::Or(sides) => in_order(sides.iter().flat_map(|side| self.marks(side)).collect()),
            Node::Near(pair) => {
                let (left, right) = self.sides_to_find(pair);
                let (near_left, near_right) = self.judge(&left, &right, pair);
                let kept = |side: Vec<Stretch>, near: Vec<bool>| -> Vec<Stretch> {
                    side.into_iter().zip(near).filter(|(_, near)| *near).map(|(at, _)| at).collect()
                };
                let (left, right) = (kept(left, near_left), kept(right, near_right));
                if right.len() < left.len() { right } else { left }
            }
            Node::Sloppy(items, slop) => self.sloppy_anchors(items, *slop, false).collect(),
            Node::Word(_) | Node::Gap | Node::Seq(_) | Node::NotNear(_) => self.occurrences(node),
        }
    }

    /// The occurrences of both sides of a connector.
    pub fn sides(&self, pair: &super::Pair) -> (Vec<Stretch>, Vec<Stretch>) {
        let left = self.occurrences(&pair.left);
        let right = if left.is_empty() { Vec::new() } else { self.occurrences(&pair.right) };
        (left, right)
    }

    /// Occurrences of both sides that are enough to find every tight occurrence of a connector. In
    /// a sentence what is shorter fits wherever what is longer does; a distance has no such rule.
    fn sides_to_find(&self, pair: &super::Pair) -> (Vec<Stretch>, Vec<Stretch>) {
        if let Within::Words(_) = pair.within {
            return self.sides(pair);
        }
        let left = self.tight(&pair.left);
        let right = if left.is_empty() { Vec::new() } else { self.tight(&pair.right) };
        (left, right)
    }

    /// The occurrences of each of some nodes; all empty where one has none.
    pub fn each(&self, items: &[Node]) -> Vec<Vec<Stretch>> {
        let mut lists = Vec::with_capacity(items.len());
        for item in items {
            lists.push(self.occurrences(item));
            if lists.last().is_some_and(Vec::is_empty) {
                return vec![Vec::new(); items.len()];
            }
        }
        lists
    }

    fn sequence(&self, items: &[Node]) -> Vec<Stretch> {
        // Gaps before the first word are counted back from it, not tried everywhere.
        let gaps = items.iter().take_while(|item| matches!(item, Node::Gap)).count();
        let gaps = if gaps == items.len() { 0 } else { gaps };
        let (before, items) = items.split_at(gaps);
        let Some((first, rest)) = items.split_first() else { return Vec::new() };
        let mut so_far = self.occurrences(first);
        let is_word = |position: u32| self.positions.is_word(position);
        for _ in before {
            so_far.retain_mut(|at| match at.0.checked_sub(1).filter(|&before| is_word(before)) {
                Some(before) => {
                    at.0 = before;
                    true
                }
                None => false,
            });
        }
        for item in rest {
            if so_far.is_empty() {
                break;
            }
            if let Node::Gap = item {
                so_far.retain_mut(|at| {
                    at.1 += 1;
                    is_word(at.1 - 1)
                });
            } else {
                so_far = self.joined(&so_far, &self.occurrences(item));
            }
        }
        so_far
    }

    /// Each of the first with each of the next that begins where it ends.
    fn joined(&self, so_far: &[Stretch], next: &[Stretch]) -> Vec<Stretch> {
        let mut longer = Distinct::default();
        let share = self.work.share();
        'all: for &(start, end) in so_far {
            let from = next.partition_point(|next| next.0 < end);
            for following in next[from..].iter().take_while(|next| next.0 == end) {
                if !share.step() {
                    break 'all;
                }
                longer.push((start, following.1));
            }
        }
        longer.finish()
    }
}

/// Collects stretches without keeping many that are the same.
#[derive(Default)]
struct Distinct {
    all: Vec<Stretch>,
    /// How many may come before they are looked through.
    room: usize,
}

impl Distinct {
    fn push(&mut self, at: Stretch) {
        if self.all.last() == Some(&at) {
            return;
        }
        if self.all.len() >= self.room.max(1024) {
            self.all.sort_unstable();
            self.all.dedup();
            self.room = self.all.len() * 2;
        }
        self.all.push(at);
    }

    fn finish(self) -> Vec<Stretch> {
        in_order(self.all)
    }
}
