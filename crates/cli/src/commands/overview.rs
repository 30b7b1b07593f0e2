//! Bare `morgue`: what the index holds and three queries from its own words.

use morgue_query::{HitView, Request};

use crate::ask::Asker;
use crate::failure::code;
use crate::session::Session;

/// Articles whose headlines are looked through for words.
const SAMPLE: usize = 40;

pub(crate) fn run(session: &Session) -> anyhow::Result<u8> {
    let place = session.place()?;
    if !crate::engine::exists(&place) && !place.named {
        session.output.page(|out, _| {
            writeln!(out, "There is no index here yet. Read a folder of articles into one:\n")?;
            writeln!(out, "  morgue index PATH\n")?;
            writeln!(out, "or read it and search it at once:\n")?;
            writeln!(out, "  morgue search WORDS --in PATH\n")?;
            writeln!(out, "`morgue --help` lists the commands.")
        })?;
        return Ok(code::INDEX);
    }
    let asker = Asker::open_quietly(session)?;
    let request = Request { q: String::new(), limit: SAMPLE, snippets: 0, ..Request::default() };
    let examples = match asker.ask(&request) {
        Ok(answer) => examples(&answer.hits),
        Err(_) => Vec::new(), // an overview is worth having without examples
    };
    session.output.page(|out, look| {
        morgue_present::overview(out, &place.shown(), asker.stats(), look)?;
        if !examples.is_empty() {
            writeln!(out, "\nTry:")?;
        }
        for example in &examples {
            writeln!(out, "  morgue search {}", morgue_present::safe(example))?;
        }
        writeln!(out, "\n`morgue help query` explains the language, `morgue --help` the commands.")
    })?;
    Ok(code::OK)
}

/// Three queries that find something: two words, a phrase, a word in one outlet.
fn examples(hits: &[HitView]) -> Vec<String> {
    let mut out = Vec::new();
    let telling = || hits.iter().filter(|hit| words(hit).len() >= 2);
    if let Some(hit) = telling().next() {
        out.push(words(hit)[..2].join(" "));
    }
    if let Some(phrase) = telling().skip(1).find_map(phrase) {
        out.push(format!("'\"{phrase}\"'"));
    }
    let named = telling().skip(2).find_map(|hit| hit.outlet.as_ref().map(|outlet| (hit, outlet)));
    if let Some((hit, outlet)) = named {
        out.push(format!("{} --outlet {}", words(hit)[0], outlet.id));
    }
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
    let plain = |word: &str| word.len() >= 4 && word.chars().all(char::is_alphabetic);
    let words: Vec<&str> = headline.split(' ').collect();
    let pair = words.windows(2).find(|pair| pair.iter().all(|word| plain(word)))?;
    Some(pair.join(" ").to_lowercase())
}
