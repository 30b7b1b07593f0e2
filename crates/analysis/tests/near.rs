//! Wildcards and misspellings.

use morgue_analysis::{damerau_within, matches_wild};
use proptest::prelude::*;

#[test]
fn wildcards() {
    for (pattern, word, fits) in [
        ("bank*", "bank", true),
        ("bank*", "bankers", true),
        ("bank*", "ban", false),
        ("*bank", "riverbank", true),
        ("b*k", "bank", true),
        ("b*k", "banks", false),
        ("b?nk", "bänk", true),
        ("b?nk", "bnk", false),
        ("*", "", true),
        ("?", "", false),
        ("", "", true),
        ("a**b", "ab", true),
        ("*a*a*a*", "banana", true),
        ("*a*a*a*a*", "banana", false),
        ("???", "日本語", true),
        ("*ss*ss*pp*", "mississippi", true),
    ] {
        assert_eq!(matches_wild(pattern, word), fits, "`{pattern}` on `{word}`");
    }
    let stars = "*a".repeat(100);
    assert!(!matches_wild(&format!("{stars}b"), &"a".repeat(200)));
}

#[test]
fn misspellings() {
    for (a, b, distance) in [
        ("vote", "vote", 0),
        ("vote", "votes", 1),
        ("vote", "ovte", 1),
        ("vote", "note", 1),
        ("vote", "vt", 2),
        ("minister", "mniistre", 2),
        ("ca", "abc", 3),
        ("日本", "本日", 1),
        ("", "ab", 2),
        ("ab", "badc", 3),
    ] {
        for max in 0..4 {
            assert_eq!(damerau_within(a, b, max), max >= distance, "{a} {b} {max}");
            assert_eq!(damerau_within(b, a, max), max >= distance, "{b} {a} {max}");
        }
    }
}

/// The same by trying everything.
fn fits(pattern: &[char], word: &[char]) -> bool {
    match (pattern, word) {
        ([], word) => word.is_empty(),
        (['*', rest @ ..], word) => (0..=word.len()).any(|at| fits(rest, &word[at..])),
        (['?', rest @ ..], [_, word @ ..]) => fits(rest, word),
        ([c, rest @ ..], [d, word @ ..]) => c == d && fits(rest, word),
        (_, []) => false,
    }
}

proptest! {
    #[test]
    fn wildcards_are_what_they_say(pattern in "[ab*?]{0,7}", word in "[ab]{0,8}") {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        prop_assert_eq!(
            matches_wild(&pattern, &word),
            fits(&letters(&pattern), &letters(&word))
        );
    }

    #[test]
    fn one_edit_is_one(word in "[a-d]{1,8}", at in 0usize..8, edit in 0u8..4) {
        let mut letters: Vec<char> = word.chars().collect();
        let at = at % letters.len();
        match edit {
            0 => { letters.remove(at); }
            1 => letters.insert(at, 'z'),
            2 => letters[at] = 'z',
            _ => { let next = (at + 1) % letters.len(); if next > at { letters.swap(at, next); } }
        }
        let other: String = letters.into_iter().collect();
        prop_assert!(damerau_within(&word, &other, 1));
    }
}
