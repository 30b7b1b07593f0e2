//! A bound on the work that one article may take.

use std::cell::Cell;

/// Steps that are left for enumerating choices.
#[derive(Debug)]
pub struct Work {
    left: Cell<u32>,
    cut: Cell<bool>,
    /// Whether an answer that lacks something is of no use.
    all_or_nothing: bool,
}

impl Work {
    /// So many steps: an enumeration takes at most a quarter of what is left, so that none leaves
    /// nothing for those that build on it.
    pub fn new(steps: u32) -> Self {
        Self { left: Cell::new(steps), cut: Cell::new(false), all_or_nothing: false }
    }

    /// So many steps, for who wants all or nothing: once one enumeration was cut, nothing more is
    /// enumerated.
    pub fn all_or_nothing(steps: u32) -> Self {
        Self { all_or_nothing: true, ..Self::new(steps) }
    }

    /// How many steps are left.
    pub fn left(&self) -> u32 {
        self.left.get()
    }

    /// Whether an enumeration was cut short.
    pub fn was_cut(&self) -> bool {
        self.cut.get()
    }

    /// What one enumeration may take.
    pub(super) fn share(&self) -> Share<'_> {
        let steps = match (self.all_or_nothing, self.cut.get()) {
            (false, _) => self.left.get() / 4,
            (true, false) => self.left.get(),
            (true, true) => 0,
        };
        Share { work: self, given: steps, steps: Cell::new(steps) }
    }
}

/// What is left for one enumeration.
pub(super) struct Share<'a> {
    work: &'a Work,
    given: u32,
    steps: Cell<u32>,
}

impl Share<'_> {
    /// How many steps it took.
    pub(super) fn taken(&self) -> u32 {
        self.given - self.steps.get()
    }

    /// Takes one step, if one is left.
    pub(super) fn step(&self) -> bool {
        let steps = self.steps.get();
        if steps == 0 {
            self.work.cut.set(true);
            return false;
        }
        self.steps.set(steps - 1);
        self.work.left.set(self.work.left.get().saturating_sub(1));
        true
    }
}
