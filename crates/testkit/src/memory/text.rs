//! Occurrences by brute force: every choice is tried, nothing is pruned.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use morgue_analysis::{Analyzer, Case};
use morgue_article::Article;
use morgue_query::document::{Zones, words};
use morgue_query::plan::{Span, Term, TextField, Within};

/// The first position of an occurrence and the one after its last.
pub(super) type Stretch = (u32, u32);

/// A token as the oracle keeps it.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) form: String,
    pub(super) stem: Option<String>,
    pub(super) case: Case,
    pub(super) main: bool,
    pub(super) at: Stretch,
}

/// An article's words by where they can be searched.
#[derive(Debug, Clone)]
pub(super) struct Words {
    text: Vec<Word>,
    byline: Vec<Word>,
    dateline: Vec<Word>,
    pub(super) zones: Zones,
    /// Of each position of text, byline and dateline: (paragraph, sentence).
    places: [BTreeMap<u32, (u32, u32)>; 3],
    /// Stems of query words in the article's language.
    lang: String,
}

impl Words {
    pub(super) fn of(article: &Article) -> Self {
        let mut analyzer = Analyzer::new(article.lang());
        let mut lists: [Vec<Word>; 3] = Default::default();
        let mut places: [BTreeMap<u32, (u32, u32)>; 3] = Default::default();
        let lang = article.lang().to_string();
        let zones = words(article, &mut analyzer, |passage, token| {
            let list = list_of(passage.field);
            lists[list].push(Word {
                form: token.form.to_string(),
                stem: token.stem.map(str::to_string),
                case: token.case,
                main: token.is_main(),
                at: (token.position, token.position + token.length),
            });
            if token.is_main() {
                let sentence = if passage.one_sentence {
                    0
                } else {
                    let sentences = morgue_analysis::sentences(passage.text, &lang);
                    sentences.iter().filter(|s| s.start <= token.start as usize).count() as u32
                };
                let paragraph = passage.paragraph + 1000 * passage.field as u32;
                places[list].insert(token.position, (paragraph, sentence));
            }
        });
        let [text, byline, dateline] = lists;
        Self { text, byline, dateline, zones, places, lang }
    }

    /// The words of a field, in a view of their own.
    pub(super) fn field(&self, field: TextField) -> Field<'_> {
        let (list, zone) = match field {
            TextField::Byline => (&self.byline, (0, u32::MAX)),
            TextField::Dateline => (&self.dateline, (0, u32::MAX)),
            _ => (&self.text, self.zones.of(field).expect("a field of the default text")),
        };
        let inside = |word: &&Word| zone.0 <= word.at.0 && word.at.1 <= zone.1;
        Field {
            words: list.iter().filter(inside).collect(),
            places: &self.places[list_of(field)],
            lang: &self.lang,
        }
    }

    /// Every form of headline, body and captions that a term stands for here. A bare word stands
    /// for itself, and for the forms that have its stem in the article's language.
    pub(super) fn forms(&self, term: &Term) -> BTreeSet<&str> {
        let stem = wanted_stem(term, &self.lang);
        let stem =
            stem.filter(|stem| self.text.iter().any(|word| word.stem.as_ref() == Some(stem)));
        let fits = |word: &&Word| match term {
            Term::Bare { folded, .. } => {
                let form = Term::Bare { lower: word.form.clone(), folded: word.form.clone() };
                word.form == *folded || stem.is_some() && stem == wanted_stem(&form, &self.lang)
            }
            _ => term_fits(term, None, word),
        };
        self.text.iter().filter(fits).map(|word| word.form.as_str()).collect()
    }
}

fn list_of(field: TextField) -> usize {
    match field {
        TextField::Byline => 1,
        TextField::Dateline => 2,
        _ => 0,
    }
}

/// One field's words.
pub(super) struct Field<'a> {
    words: Vec<&'a Word>,
    places: &'a BTreeMap<u32, (u32, u32)>,
    lang: &'a str,
}

impl Field<'_> {
    /// Every occurrence of a span.
    pub(super) fn occurrences(&self, span: &Span) -> BTreeSet<Stretch> {
        match span {
            Span::Term(term) => {
                let stem = wanted_stem(term, self.lang);
                let fits = |word: &&&Word| term_fits(term, stem.as_deref(), word);
                self.words.iter().filter(fits).map(|word| word.at).collect()
            }
            Span::Gap => self.words.iter().filter(|word| word.main).map(|word| word.at).collect(),
            Span::Or(sides) => sides.iter().flat_map(|side| self.occurrences(side)).collect(),
            Span::Seq(items) => {
                let mut items = items.iter();
                let Some(first) = items.next() else { return BTreeSet::new() };
                let first = self.occurrences(first);
                items.fold(first, |so_far, item| {
                    let next = self.occurrences(item);
                    pairs(&so_far, &next).filter(|(a, b)| a.1 == b.0).map(union).collect()
                })
            }
            Span::Sloppy { items, slop } => self.sloppy(items, *slop),
            Span::Near { left, right, within, ordered } => {
                let (left, right) = (self.occurrences(left), self.occurrences(right));
                let near = |&(a, b): &(Stretch, Stretch)| self.near(a, b, *within, *ordered);
                pairs(&left, &right).filter(near).map(union).collect()
            }
            Span::NotNear { left, right, within, ordered } => {
                let right = self.occurrences(right);
                let clear = |a: &Stretch| {
                    !right.iter().any(|&b| overlap(*a, b) || self.near(*a, b, *within, *ordered))
                };
                self.occurrences(left).into_iter().filter(clear).collect()
            }
        }
    }

    fn near(&self, a: Stretch, b: Stretch, within: Within, ordered: bool) -> bool {
        if overlap(a, b) || (ordered && b.0 < a.0) {
            return false;
        }
        let (first, later) = if a.0 < b.0 { (a, b) } else { (b, a) };
        let mut places = (first.0..later.1).map(|at| self.places.get(&at));
        let start = self.places.get(&first.0);
        match within {
            Within::Words(n) => later.0 - (first.1 - 1) <= u32::from(n),
            Within::Sentence => places.all(|place| place == start),
            Within::Paragraph => places.all(|place| place.map(|p| p.0) == start.map(|p| p.0)),
        }
    }

    fn sloppy(&self, items: &[Span], slop: u32) -> BTreeSet<Stretch> {
        let lists: Vec<BTreeSet<Stretch>> =
            items.iter().map(|item| self.occurrences(item)).collect();
        let mut found = BTreeSet::new();
        choose(&lists, &mut Vec::new(), &mut |chosen| {
            let apart = (0..chosen.len())
                .all(|i| (i + 1..chosen.len()).all(|j| !overlap(chosen[i], chosen[j])));
            let mut offset = 0;
            let shifts: Vec<i64> = chosen
                .iter()
                .map(|at| {
                    let shift = i64::from(at.0) - offset;
                    offset += i64::from(at.1 - at.0);
                    shift
                })
                .collect();
            let spread = shifts.iter().max().zip(shifts.iter().min()).map(|(max, min)| max - min);
            if apart && spread.is_some_and(|spread| spread <= i64::from(slop)) {
                let start = chosen.iter().map(|at| at.0).min().expect("something is chosen");
                let end = chosen.iter().map(|at| at.1).max().expect("something is chosen");
                found.insert((start, end));
            }
        });
        found
    }
}

/// The greatest number of stretches that do not overlap.
pub(super) fn most_apart(stretches: &BTreeSet<Stretch>) -> u32 {
    let mut by_end: Vec<Stretch> = stretches.iter().copied().collect();
    by_end.sort_by_key(|at| at.1);
    let mut free_from = 0;
    let mut count = 0;
    for at in by_end {
        if at.0 >= free_from {
            count += 1;
            free_from = at.1;
        }
    }
    count
}

fn choose(
    lists: &[BTreeSet<Stretch>],
    chosen: &mut Vec<Stretch>,
    found: &mut impl FnMut(&[Stretch]),
) {
    match lists.get(chosen.len()) {
        None => found(chosen),
        Some(list) => {
            for &at in list {
                chosen.push(at);
                choose(lists, chosen, found);
                chosen.pop();
            }
        }
    }
}

fn pairs<'a>(
    left: &'a BTreeSet<Stretch>,
    right: &'a BTreeSet<Stretch>,
) -> impl Iterator<Item = (Stretch, Stretch)> + 'a {
    left.iter().flat_map(move |&a| right.iter().map(move |&b| (a, b)))
}

fn union((a, b): (Stretch, Stretch)) -> Stretch {
    (a.0.min(b.0), a.1.max(b.1))
}

fn overlap(a: Stretch, b: Stretch) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// Stems by language and word.
type StemCache = HashMap<(String, String), Option<String>>;

thread_local! {
    static STEMS: RefCell<StemCache> = RefCell::default();
}

fn wanted_stem(term: &Term, lang: &str) -> Option<String> {
    let Term::Bare { lower, .. } = term else { return None };
    STEMS.with_borrow_mut(|stems| {
        let key = (lang.to_string(), lower.clone());
        stems.entry(key).or_insert_with(|| Analyzer::new(lang).stem(lower)).clone()
    })
}

fn term_fits(term: &Term, stem: Option<&str>, word: &Word) -> bool {
    match term {
        Term::Bare { folded, .. } => {
            word.form == *folded || (stem.is_some() && word.stem.as_deref() == stem)
        }
        Term::Exact { folded } => word.form == *folded,
        Term::Cased { folded, all } => {
            word.form == *folded && if *all { word.case.all } else { word.case.first }
        }
        Term::Wild { .. } | Term::Fuzzy { .. } => form_fits(term, &word.form),
    }
}

/// Whether a folded form is one of those a term stands for, stems not looked at.
pub(super) fn form_fits(term: &Term, form: &str) -> bool {
    match term {
        Term::Bare { folded, .. } | Term::Exact { folded } | Term::Cased { folded, .. } => {
            form == folded
        }
        Term::Wild { pattern } => {
            let (pattern, form): (Vec<char>, Vec<char>) =
                (pattern.chars().collect(), form.chars().collect());
            wild_fits(&pattern, &form)
        }
        Term::Fuzzy { folded, distance } => {
            let (a, b): (Vec<char>, Vec<char>) = (folded.chars().collect(), form.chars().collect());
            a.len().abs_diff(b.len()) <= usize::from(*distance)
                && damerau(&a, &b) <= usize::from(*distance)
        }
    }
}

/// Whether a text fits a pattern with `*` and `?`.
pub(super) fn wild_fits(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => (0..=text.len()).any(|skip| wild_fits(rest, &text[skip..])),
        Some(('?', rest)) => !text.is_empty() && wild_fits(rest, &text[1..]),
        Some((c, rest)) => text.first() == Some(c) && wild_fits(rest, &text[1..]),
    }
}

/// Changes of one letter, and swaps of two neighbours of which neither is changed again.
fn damerau(a: &[char], b: &[char]) -> usize {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            if i == 0 || j == 0 {
                table[i][j] = i + j;
                continue;
            }
            let change = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(table[i - 2][j - 2] + 1);
            }
            table[i][j] = best;
        }
    }
    table[a.len()][b.len()]
}
