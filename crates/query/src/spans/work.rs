//! A bound on the work that one article may take.

use std::cell::Cell;

/// Steps that are left for enumerating choices.
#[derive(Debug)]
pub struct Work {
    left: Cell<u32>,
    cut: Cell<bool>,
}

impl Work {
    /// So many steps.
    pub fn new(steps: u32) -> Self {
        Self { left: Cell::new(steps), cut: Cell::new(false) }
    }

    /// How many steps are left.
    pub fn left(&self) -> u32 {
        self.left.get()
    }

    /// Whether an enumeration was cut short.
    pub fn was_cut(&self) -> bool {
        self.cut.get()
    }

    /// What one enumeration may take: a quarter of what is left, so that none leaves nothing for
    /// those that build on it.
    pub(super) fn share(&self) -> Share<'_> {
        Share { work: self, steps: Cell::new(self.left.get() / 4) }
    }
}

/// What is left for one enumeration.
pub(super) struct Share<'a> {
    work: &'a Work,
    steps: Cell<u32>,
}

impl Share<'_> {
    /// Takes one step, if one is left.
    pub(super) fn step(&self) -> bool {
        let steps = self.steps.get();
        if steps == 0 {
            self.work.cut.set(true);
            return false;
        }
        self.steps.set(steps - 1);
        self.work.left.set(self.work.left.get() - 1);
        true
    }
}
