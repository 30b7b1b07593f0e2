//! Patterns with `*` and `?` as an automaton over the bytes of a term dictionary.

use tantivy_fst::Automaton;

use crate::schema::SEPARATOR;

/// The most bytes and signs of a pattern that can fit a word: no token is longer.
const MOST: usize = 255;

/// A pattern of letters, `*` (any run or none) and `?` (one letter). A term's mark for a joined
/// form ends the word.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    steps: Vec<Step>,
    /// Whether `*` stands before step i; one more for the end.
    loops: Vec<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Byte(u8),
    Letter,
}

/// The steps that have been reached: bit i, before step i.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reached {
    bits: [u64; 4],
    /// Past the word's end, in the mark of a joined form.
    over: bool,
}

impl Pattern {
    /// The automaton of a pattern; `None` where it is longer than any word.
    pub(crate) fn new(pattern: &str) -> Option<Self> {
        let (mut steps, mut loops) = (Vec::new(), vec![false]);
        for c in pattern.chars() {
            match c {
                '*' => *loops.last_mut().expect("it begins with one") = true,
                '?' => {
                    steps.push(Step::Letter);
                    loops.push(false);
                }
                c => {
                    for &byte in c.encode_utf8(&mut [0; 4]).as_bytes() {
                        steps.push(Step::Byte(byte));
                        loops.push(false);
                    }
                }
            }
        }
        (steps.len() <= MOST).then_some(Self { steps, loops })
    }
}

impl Automaton for Pattern {
    type State = Reached;

    fn start(&self) -> Reached {
        Reached { bits: [1, 0, 0, 0], over: false }
    }

    fn is_match(&self, state: &Reached) -> bool {
        let end = self.steps.len();
        state.over || state.bits[end / 64] >> (end % 64) & 1 == 1
    }

    fn can_match(&self, state: &Reached) -> bool {
        state.over || state.bits != [0; 4]
    }

    fn accept(&self, state: &Reached, byte: u8) -> Reached {
        if state.over {
            return *state;
        }
        if u32::from(byte) == u32::from(SEPARATOR) {
            return Reached { bits: [0; 4], over: self.is_match(state) };
        }
        let continues = byte & 0xc0 == 0x80;
        let mut bits = [0u64; 4];
        for at in 0..=self.steps.len() {
            if state.bits[at / 64] >> (at % 64) & 1 == 0 {
                continue;
            }
            // The rest of a letter that `?` took belongs to it.
            let letter_goes_on = continues && at > 0 && self.steps[at - 1] == Step::Letter;
            if self.loops[at] || letter_goes_on {
                bits[at / 64] |= 1 << (at % 64);
            }
            let fits = match self.steps.get(at) {
                Some(Step::Byte(wanted)) => *wanted == byte,
                Some(Step::Letter) => !continues,
                None => false,
            };
            if fits {
                bits[(at + 1) / 64] |= 1 << ((at + 1) % 64);
            }
        }
        Reached { bits, over: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, word: &str) -> bool {
        let pattern = Pattern::new(pattern).expect("short");
        let end = word.bytes().fold(pattern.start(), |state, byte| pattern.accept(&state, byte));
        pattern.is_match(&end)
    }

    #[test]
    fn a_pattern_fits_letters_not_bytes() {
        for (pattern, word) in [
            ("clim*", "climate"),
            ("clim*", "clim"),
            ("*mate", "climate"),
            ("c*m*e", "climate"),
            ("stra?e", "straße"),
            ("??", "日本"),
            ("?*", "é"),
            ("*", ""),
            ("e*l", "email\u{1f}2"),
        ] {
            assert!(fits(pattern, word), "{pattern} {word}");
        }
        for (pattern, word) in
            [("clim?", "clim"), ("?", "ab"), ("?", "日本"), ("*x", "xy"), ("e*2", "email\u{1f}2")]
        {
            assert!(!fits(pattern, word), "{pattern} {word}");
        }
        assert!(Pattern::new(&"a".repeat(256)).is_none());
    }
}
