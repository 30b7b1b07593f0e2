//! The words of the index that a term of a query stands for.

use std::collections::BTreeMap;

use morgue_analysis::{damerau_within, shared_prefix};
use morgue_query::plan::{Clause, Span, Term, TextClause, TextField};
use morgue_query::{Control, EngineError, EngineErrorKind, TermCount};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::collect::{count as count_found, literal};
use crate::mapping::{EXACT, FORMS, WORDS};
use crate::snapshot::Snapshot;
use crate::tokens::stem;
use crate::translate::{How, Translator, current};

/// Words that one answer of the cluster may list.
const MOST: usize = 50_000;

#[derive(Deserialize)]
struct Listed {
    aggregations: Lists,
}

#[derive(Deserialize)]
struct Lists {
    words: Buckets,
}

#[derive(Deserialize)]
struct Buckets {
    buckets: Vec<Bucket>,
}

#[derive(Deserialize)]
struct Bucket {
    key: String,
    doc_count: u64,
}

/// The words that a term stands for, with the number of articles that hold each, most first.
pub(crate) fn count(
    snapshot: &Snapshot,
    term: &Term,
    limit: usize,
    control: &Control,
) -> Result<Vec<TermCount>, EngineError> {
    let words = match term {
        Term::Bare { lower, folded } => forms(snapshot, lower, folded, control)?,
        Term::Exact { folded } => one(folded, exactly(snapshot, folded, control)?),
        Term::Cased { folded, .. } => one(folded, cased(snapshot, term, control)?),
        Term::Wild { pattern } => {
            let holding =
                json!({ "wildcard": { EXACT: { "value": pattern.replace('\\', "\\\\") } } });
            listed(snapshot, vec![holding], Some(regex(pattern).into()), control)?
        }
        Term::Fuzzy { folded, distance } => near(snapshot, folded, *distance, control)?,
    };
    if words.len() > limit {
        let message = format!("{} words fit, at most {limit} are allowed", words.len());
        return Err(EngineError::new(EngineErrorKind::TooManyExpansions, message));
    }
    let counts = words.into_iter().filter(|(_, articles)| *articles > 0);
    let mut counts: Vec<TermCount> =
        counts.map(|(word, articles)| TermCount { word, articles }).collect();
    counts.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.word.cmp(&b.word)));
    Ok(counts)
}

type Words = BTreeMap<String, u64>;

fn one(word: &str, articles: u64) -> Words {
    [(word.to_string(), articles)].into_iter().filter(|(_, articles)| *articles > 0).collect()
}

fn exactly(snapshot: &Snapshot, folded: &str, control: &Control) -> Result<u64, EngineError> {
    count_found(snapshot, current(vec![json!({ "term": { EXACT: folded } })]), control)
}

/// How many articles have a word written with capitals.
fn cased(snapshot: &Snapshot, term: &Term, control: &Control) -> Result<u64, EngineError> {
    let fields = TextField::DEFAULT.to_vec();
    let text = TextClause { fields, span: Span::Term(term.clone()), source: 0..0 };
    let clause = Clause::Text(text);
    let query = Translator::new(snapshot, &clause, control)?.query(&clause, How::EXACT);
    count_found(snapshot, current(vec![query]), control)
}

/// The words of the articles that these conditions hold for, those alone that `include` lets
/// through.
fn listed(
    snapshot: &Snapshot,
    conditions: Vec<Value>,
    include: Option<Value>,
    control: &Control,
) -> Result<Words, EngineError> {
    let size = MOST + 1;
    let mut words = json!({ "terms": {
        "field": FORMS, "size": size, "shard_size": size, "execution_hint": "map",
    } });
    if let Some(include) = include {
        words["terms"]["include"] = include;
    }
    let body = json!({
        "size": 0,
        "track_total_hits": false,
        "query": current(conditions),
        "aggs": { "words": words },
    });
    let listed: Listed = snapshot.search(body, control)?;
    let buckets = listed.aggregations.words.buckets;
    if buckets.len() > MOST {
        let message = format!("more than {MOST} words would have to be listed");
        return Err(EngineError::new(EngineErrorKind::TooManyExpansions, message));
    }
    Ok(buckets.into_iter().map(|bucket| (bucket.key, bucket.doc_count)).collect())
}

/// The forms that a bare word takes in: the word itself anywhere, and others in articles of a
/// language in which their stem is its own.
fn forms(
    snapshot: &Snapshot,
    lower: &str,
    folded: &str,
    control: &Control,
) -> Result<Words, EngineError> {
    let mut words = Words::new();
    for (lang, found) in snapshot.stems(lower, control)? {
        control.check()?;
        let holding = json!({ "term": { WORDS: stem(&lang, &found) } });
        let include = match shared_prefix(&lang, folded, &found) {
            "" => None,
            prefix => Some(format!("{}.*", literal(prefix)).into()),
        };
        for (word, articles) in listed(snapshot, vec![holding], include, control)? {
            if snapshot.stem(&lang, &word).as_deref() == Some(found.as_str()) {
                *words.entry(word).or_default() += articles;
            }
        }
    }
    words.remove(folded);
    words.extend(one(folded, exactly(snapshot, folded, control)?));
    Ok(words)
}

/// The words within a distance of a spelling.
fn near(
    snapshot: &Snapshot,
    folded: &str,
    distance: u8,
    control: &Control,
) -> Result<Words, EngineError> {
    let holding = json!({ "fuzzy": { EXACT: {
        "value": folded, "fuzziness": distance, "prefix_length": 0, "max_expansions": 10_000,
        "transpositions": true, "rewrite": "constant_score",
    } } });
    let letters: Vec<char> = folded.chars().collect();
    let include = match letters.len() {
        0..=LONG => like(&letters, usize::from(distance)),
        // Words as long as this are few.
        long => format!(".{{{},{}}}", long - usize::from(distance), long + usize::from(distance)),
    };
    let mut words = listed(snapshot, vec![holding], Some(include.into()), control)?;
    words.retain(|word, _| damerau_within(folded, word, distance));
    Ok(words)
}

/// Letters up to which a misspelling is written out as a regular expression.
const LONG: usize = 20;

/// A regular expression of the cluster that fits everything so many changes from a word: a letter
/// more, less or another, or two neighbours swapped.
fn like(letters: &[char], changes: usize) -> String {
    let one = |letter: char| literal(letter.encode_utf8(&mut [0; 4]));
    if changes == 0 {
        return letters.iter().map(|letter| one(*letter)).collect();
    }
    let Some((&first, rest)) = letters.split_first() else {
        return format!(".{{0,{changes}}}");
    };
    let mut ways = vec![
        format!("{}{}", one(first), like(rest, changes)),
        format!(".?{}", like(rest, changes - 1)),
        format!(".{}", like(letters, changes - 1)),
    ];
    if let Some((&second, rest)) = rest.split_first() {
        ways.push(format!("{}{}{}", one(second), one(first), like(rest, changes - 1)));
    }
    format!("({})", ways.join("|"))
}

/// A pattern of ours as a regular expression of the cluster.
fn regex(pattern: &str) -> String {
    let mut out = String::new();
    let mut letter = [0; 4];
    for c in pattern.chars() {
        match c {
            '*' => out.push_str(".*"),
            '?' => out.push('.'),
            c => out.push_str(&literal(c.encode_utf8(&mut letter))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelling_is_written_out() {
        assert_eq!(like(&['a'], 1), "(a.{0,1}|.?|.a)");
        let longest: Vec<char> = "abcdefghijklmnopqrst".chars().collect();
        assert_eq!(longest.len(), LONG);
        let written = like(&longest, 2).len();
        assert!(written < 100_000, "{written} letters are more than an index takes");
        assert_eq!(regex("a*b?.c"), "a.*b.\\.c");
    }
}
