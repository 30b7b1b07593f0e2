//! Requests that find something, made from the words of articles: for those who do not know yet
//! what to ask an archive.

use crate::plan::FacetField;
use crate::{HitView, Request};

/// At most three requests from the headlines of these hits: two words, a phrase, a word in one
/// outlet.
pub fn examples(hits: &[HitView]) -> Vec<Request> {
    let request = |q: String| Request { q, ..Request::default() };
    let telling = || hits.iter().filter(|hit| words(hit).len() >= 2);
    let mut out = Vec::new();
    out.extend(telling().next().map(|hit| request(words(hit)[..2].join(" "))));
    let phrase = telling().skip(1).find_map(phrase);
    out.extend(phrase.map(|phrase| request(format!("\"{phrase}\""))));
    let named = telling().skip(2).find_map(|hit| Some((hit, hit.outlet.as_ref()?)));
    out.extend(named.map(|(hit, outlet)| {
        let keep = vec![(FacetField::Outlet, outlet.id.clone())];
        Request { keep, ..request(words(hit)[0].clone()) }
    }));
    out
}

/// Words of a headline that need no quotes and say something: longest first.
fn words(hit: &HitView) -> Vec<String> {
    let headline = hit.headline.as_deref().unwrap_or_default();
    let mut words: Vec<String> = headline
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 5 && word.chars().all(char::is_alphabetic))
        .map(str::to_lowercase)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    words
}

/// Two words that stand side by side in a headline.
fn phrase(hit: &HitView) -> Option<String> {
    let headline = hit.headline.as_deref()?;
    let plain = |word: &str| word.chars().count() >= 5 && word.chars().all(char::is_alphabetic);
    let words: Vec<&str> = headline.split(' ').collect();
    let pair = words.windows(2).find(|pair| pair.iter().all(|word| plain(word)))?;
    Some(pair.join(" ").to_lowercase())
}
