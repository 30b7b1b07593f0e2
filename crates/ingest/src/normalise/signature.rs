//! Hashes of the text alone: equal for copies, near for near copies.

use morgue_article::Article;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// The two hashes.
pub(super) struct Signature {
    pub(super) text_hash: String,
    pub(super) simhash: u64,
}

/// The hashes of an article's headline and body: only letters and digits, in small letters.
pub(super) fn of(article: &Article) -> Signature {
    let mut whole = Xxh3::new();
    let mut shingles = Shingles::default();
    let mut word = String::new();
    let mut together = String::new();
    let texts = article.headline.iter().chain(article.body.iter().map(|block| &block.text));
    for (i, text) in texts.enumerate() {
        let in_body = article.headline.is_none() || i > 0;
        words(text, &mut word, |word| {
            together.push_str(word);
            if in_body {
                shingles.push(xxh3_64(word.as_bytes()));
            }
        });
        whole.update(together.as_bytes());
        together.clear();
    }
    Signature { text_hash: format!("{:032x}", whole.digest128()), simhash: shingles.hash() }
}

fn words(text: &str, word: &mut String, mut each: impl FnMut(&str)) {
    let mut rest = text;
    loop {
        let run = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric());
        let (letters, after) = rest.split_at(run.unwrap_or(rest.len()));
        let start = word.len();
        word.push_str(letters);
        word[start..].make_ascii_lowercase();
        let next = after.chars().next();
        match next {
            Some(c) if c.is_alphanumeric() => word.extend(c.to_lowercase()),
            _ if !word.is_empty() => {
                each(word);
                word.clear();
            }
            _ => {}
        }
        let Some(c) = next else { return };
        rest = &after[c.len_utf8()..];
    }
}

/// Counts, for each of 64 bits, the shingles that have it: bit `k` of plane `p` is bit `p` of the
/// count of `k`, so that a shingle costs two steps on average instead of 64.
#[derive(Default)]
struct Shingles {
    planes: [u64; 32],
    count: u32,
    last: [u64; 2],
    words: u32,
}

impl Shingles {
    fn push(&mut self, word: u64) {
        self.words += 1;
        if self.words >= 3 {
            let [a, b] = self.last;
            self.add(mix(a.rotate_left(42) ^ b.rotate_left(21) ^ word));
        }
        self.last = [self.last[1], word];
    }

    fn add(&mut self, hash: u64) {
        self.count += 1;
        let mut carry = hash;
        for plane in &mut self.planes {
            (*plane, carry) = (*plane ^ carry, *plane & carry);
            if carry == 0 {
                break;
            }
        }
    }

    /// The bits that more than half of the shingles have.
    fn hash(mut self) -> u64 {
        if self.words > 0 && self.count == 0 {
            // A text of one or two words is its own shingle.
            self.add(mix(self.last[0].rotate_left(21) ^ self.last[1]));
        }
        (0..64).fold(0, |bits, k| {
            let of = |plane: &u64| u64::from(*plane >> k & 1 == 1);
            let n: u64 = self.planes.iter().enumerate().map(|(p, plane)| of(plane) << p).sum();
            bits | u64::from(n * 2 > u64::from(self.count)) << k
        })
    }
}

fn mix(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    hash ^ hash >> 29
}

#[cfg(test)]
mod tests {
    use super::*;
    use morgue_article::Block;

    fn article(text: &str) -> Article {
        let mut article = Article::new("k");
        article.body = vec![Block::paragraph(text)];
        article
    }

    #[test]
    fn copies_are_equal_and_near_copies_near() {
        let text = "The mill by the river reopened on Monday after a hundred years of silence, and the \
            whole town came to see the wheel turn and the first sack of flour being filled";
        let (a, b) = (of(&article(text)), of(&article(&text.replace(", ", " – ").to_uppercase())));
        assert_eq!((a.simhash, &a.text_hash), (b.simhash, &b.text_hash));
        let near = of(&article(&text.replace("Monday", "Tuesday")));
        assert!((a.simhash ^ near.simhash).count_ones() < 20);
        assert_ne!(a.text_hash, near.text_hash);
        assert_eq!(of(&article("")).simhash, 0);
    }
}
