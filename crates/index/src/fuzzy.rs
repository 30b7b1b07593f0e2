//! Words near a spelling as an automaton over the bytes of a term dictionary.

use std::sync::{Arc, LazyLock};

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy_fst::Automaton;

use crate::schema::SEPARATOR;

/// The tables do not depend on the word, and those for 2 take a while to make.
static BUILDERS: [LazyLock<LevenshteinAutomatonBuilder>; 2] = [
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true)),
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true)),
];

/// The words within a Damerau distance of one (a swap of neighbours is 1, over code points). A
/// term's mark for a joined form ends the word.
#[derive(Clone)]
pub(crate) struct Near(Arc<DFA>);

/// Where a walk through the automaton is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reached {
    state: u32,
    /// Past the word's end, in the mark of a joined form.
    over: bool,
}

impl Near {
    /// The automaton of a word; a distance over 2 is taken as 2.
    pub(crate) fn new(folded: &str, distance: u8) -> Self {
        let builder = if distance <= 1 { &BUILDERS[0] } else { &BUILDERS[1] };
        Self(Arc::new(builder.build_dfa(folded)))
    }
}

impl Automaton for Near {
    type State = Reached;

    fn start(&self) -> Reached {
        Reached { state: self.0.initial_state(), over: false }
    }

    fn is_match(&self, reached: &Reached) -> bool {
        reached.over || matches!(self.0.distance(reached.state), Distance::Exact(_))
    }

    fn can_match(&self, reached: &Reached) -> bool {
        reached.over || reached.state != SINK_STATE
    }

    fn accept(&self, reached: &Reached, byte: u8) -> Reached {
        if reached.over {
            return *reached;
        }
        if u32::from(byte) == u32::from(SEPARATOR) {
            return Reached { state: SINK_STATE, over: self.is_match(reached) };
        }
        Reached { state: self.0.transition(reached.state, byte), over: false }
    }
}

#[cfg(test)]
mod tests {
    use morgue_analysis::damerau_within;

    use super::*;

    fn near(folded: &str, distance: u8, word: &str) -> bool {
        let near = Near::new(folded, distance);
        let end = word.bytes().fold(near.start(), |state, byte| near.accept(&state, byte));
        near.is_match(&end)
    }

    #[test]
    fn the_automaton_says_what_our_own_distance_says() {
        let words = [
            "",
            "a",
            "ab",
            "ba",
            "abc",
            "acb",
            "cab",
            "bca",
            "abcd",
            "badc",
            "bacd",
            "straße",
            "strasse",
            "starsse",
            "мира",
            "мри",
            "東京",
            "京東",
            "東亰京",
            "storm",
            "strom",
            "stomr",
            "storms",
            "tsorm",
            "sotrm",
            "resume",
            "rseume",
            "esrume",
        ];
        for a in words.into_iter().filter(|a| !a.is_empty()) {
            for (b, distance) in words.into_iter().flat_map(|b| [(b, 1), (b, 2)]) {
                assert_eq!(near(a, distance, b), damerau_within(a, b, distance), "{a} {b}");
            }
        }
        assert!(near("email", 1, "emial\u{1f}2"));
        assert!(!near("email", 1, "emxxl\u{1f}2"));
    }
}
