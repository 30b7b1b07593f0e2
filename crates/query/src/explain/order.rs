//! The order in which the words that a pattern or a misspelling stands for are told.

use morgue_analysis::damerau_within;

use crate::TermCount;
use crate::plan::Term;

/// Puts the words that are spelt most like what was typed first, of those as near the rarest. Forms
/// of a word stay as they are: by how many articles hold them.
pub(super) fn nearest_first(term: &Term, words: &mut [TermCount]) {
    let distance = |word: &str| match term {
        Term::Wild { pattern } => {
            let letters = pattern.chars().filter(|&c| c != '*').count();
            word.chars().count().abs_diff(letters)
        }
        Term::Fuzzy { folded, .. } => {
            (0..2).find(|&most| damerau_within(folded, word, most)).unwrap_or(2).into()
        }
        Term::Bare { .. } | Term::Exact { .. } | Term::Cased { .. } => 0,
    };
    if matches!(term, Term::Wild { .. } | Term::Fuzzy { .. }) {
        words.sort_by_cached_key(|word| (distance(&word.word), word.articles, word.word.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearer_words_come_first_and_rarer_ones_of_these() {
        let ordered = |term: Term, words: &[(&str, u64)]| {
            let count = |&(word, articles): &(&str, u64)| TermCount { word: word.into(), articles };
            let mut words: Vec<TermCount> = words.iter().map(count).collect();
            nearest_first(&term, &mut words);
            words.into_iter().map(|it| it.word).collect::<Vec<_>>().join(" ")
        };
        let found = [("storms", 90), ("storm", 80), ("stork", 3), ("stormy", 4), ("sturms", 1)];
        let fuzzy = Term::Fuzzy { folded: "storm".into(), distance: 2 };
        assert_eq!(ordered(fuzzy, &found), "storm stork stormy storms sturms");
        let wild = Term::Wild { pattern: "stor*".into() };
        assert_eq!(ordered(wild, &found), "stork storm sturms stormy storms");
        let bare = Term::Bare { lower: "storm".into(), folded: "storm".into() };
        assert_eq!(ordered(bare, &found), "storms storm stork stormy sturms");
    }
}
