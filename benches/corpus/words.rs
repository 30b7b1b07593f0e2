//! A made-up vocabulary whose frequencies follow Zipf's law.

/// How many words there are.
pub(crate) const VOCABULARY: usize = 40_000;

const ONSETS: [&str; 16] =
    ["b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "st", "tr", "v"];
const VOWELS: [&str; 6] = ["a", "e", "i", "o", "u", "ea"];
const ENDS: [&str; 8] = ["", "n", "r", "s", "l", "nd", "t", "m"];
const SUFFIXES: [&str; 8] = ["", "", "s", "ing", "ed", "er", "ation", "ly"];

/// The vocabulary, most frequent word first.
pub(crate) struct Words {
    words: Vec<String>,
    /// Running sums of 1/rank, to draw from by bisection.
    sums: Vec<f64>,
}

impl Words {
    /// Always the same words.
    pub(crate) fn new() -> Self {
        let mut random = fastrand::Rng::with_seed(1871);
        let mut seen = std::collections::HashSet::new();
        let mut words = Vec::with_capacity(VOCABULARY);
        while words.len() < VOCABULARY {
            // Frequent words are short, as in every language.
            let syllables = match words.len() {
                0..100 => 1,
                100..4_000 => 2,
                _ => 3,
            };
            let word = word(&mut random, syllables);
            if seen.insert(word.clone()) {
                words.push(word);
            }
        }
        let mut sum = 0.0;
        let add = |rank: usize| {
            sum += 1.0 / (rank as f64 + 1.5);
            sum
        };
        Self { sums: (0..VOCABULARY).map(add).collect(), words }
    }

    /// The word of this rank, 0 the most frequent.
    pub(crate) fn rank(&self, rank: usize) -> &str {
        &self.words[rank % VOCABULARY]
    }

    /// A proper name.
    pub(crate) fn name(&self, number: usize) -> String {
        super::capital(self.rank(5_000 + number * 37))
    }

    /// So many words as they may follow each other, with a comma here and there.
    pub(crate) fn run(&self, random: &mut fastrand::Rng, count: usize) -> String {
        let mut text = String::new();
        for at in 0..count {
            if at > 0 {
                text.push_str(if random.u8(..14) == 0 { ", " } else { " " });
            }
            text.push_str(self.draw(random));
        }
        text
    }

    fn draw(&self, random: &mut fastrand::Rng) -> &str {
        let total = self.sums[VOCABULARY - 1];
        let point = random.f64() * total;
        &self.words[self.sums.partition_point(|&sum| sum < point).min(VOCABULARY - 1)]
    }
}

fn word(random: &mut fastrand::Rng, syllables: usize) -> String {
    let mut pick = |list: &[&'static str]| list[random.usize(..list.len())];
    let mut word = String::new();
    for _ in 0..syllables {
        word.push_str(pick(&ONSETS));
        word.push_str(pick(&VOWELS));
    }
    word.push_str(pick(&ENDS));
    if syllables > 1 {
        word.push_str(pick(&SUFFIXES));
    }
    word
}
