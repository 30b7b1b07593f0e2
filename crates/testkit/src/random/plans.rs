//! Random plans.

use fastrand::Rng;
use morgue_article::{ArticleId, Day, DayRange, Outlet};
use morgue_query::fold_value;
use morgue_query::plan::{
    Clause, DateField, FacetField, Filter, FilterTest, Interval, Plan, Sort, Span, Term,
    TextClause, TextField, ValueField, ValueMatch, Want, WantFacet, WantHits, WantTotal, Within,
};

use super::articles::{pick, url};
use super::pools::{FOLDERS, OUTLETS, QueryWord, YEARS, query_words, values};

/// How much of a plan's language is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Words, phrases with alternatives and gaps, wildcards, and every condition that is no text.
    Core,
    /// Also fuzzy and cased words, `"…"~n`, connectors and `atleast`.
    Everything,
}

const FACETS: [FacetField; 12] = [
    FacetField::Outlet,
    FacetField::Year,
    FacetField::Month,
    FacetField::Day,
    FacetField::Section,
    FacetField::Lang,
    FacetField::Country,
    FacetField::Author,
    FacetField::Type,
    FacetField::Wire,
    FacetField::Tag,
    FacetField::Path,
];

/// Makes random plans of one level.
#[derive(Debug)]
pub struct Plans {
    level: Level,
    words: Vec<QueryWord>,
}

impl Plans {
    /// Plans of this level.
    pub fn new(level: Level) -> Self {
        Self { level, words: query_words() }
    }

    /// A random plan.
    pub fn plan(&self, rng: &mut Rng) -> Plan {
        let clause = self.clause(rng, 3);
        Plan { clause, filters: filters(rng), want: want(rng) }
    }

    /// A random clause with at most so many clauses within one another.
    pub fn clause(&self, rng: &mut Rng, depth: usize) -> Clause {
        if depth == 0 || rng.u8(..3) == 0 {
            return if rng.u8(..4) == 0 { fact(rng) } else { self.text(rng) };
        }
        let some = |rng: &mut Rng, most: usize| -> Vec<Clause> {
            (0..rng.usize(1..=most)).map(|_| self.clause(rng, depth - 1)).collect()
        };
        match rng.u8(..12) {
            0..=3 => Clause::And(some(rng, 3)),
            4..=6 => Clause::Or(some(rng, 3)),
            7 => {
                let of = some(rng, 4);
                Clause::AtLeastOf { min: rng.usize(1..=of.len()), of }
            }
            8 => {
                let must = Box::new(self.clause(rng, depth - 1));
                Clause::Prefer { must, should: some(rng, 2) }
            }
            9 | 10 => {
                let not = Clause::Not(Box::new(self.clause(rng, depth - 1)));
                Clause::And(vec![self.clause(rng, depth - 1), not])
            }
            _ => match rng.u8(..4) {
                0 => Clause::All,
                1 => Clause::Nothing,
                2 => Clause::Not(Box::new(self.clause(rng, depth - 1))),
                _ => Clause::Boost(Box::new(self.clause(rng, depth - 1)), 2.5),
            },
        }
    }

    fn text(&self, rng: &mut Rng) -> Clause {
        let fields = match rng.u8(..9) {
            0 => vec![TextField::Headline],
            1 => vec![TextField::Lead],
            2 => vec![TextField::Headline, TextField::Lead],
            3 => vec![TextField::Body],
            4 => vec![TextField::Caption],
            5 => vec![pick(rng, &[TextField::Byline, TextField::Dateline])],
            _ => TextField::DEFAULT.to_vec(),
        };
        let text = TextClause { fields, span: self.span(rng, 2), source: 0..0 };
        if self.level == Level::Everything && rng.u8(..8) == 0 {
            Clause::AtLeast { count: rng.u32(1..4), text }
        } else {
            Clause::Text(text)
        }
    }

    fn span(&self, rng: &mut Rng, depth: usize) -> Span {
        if depth == 0 || rng.bool() {
            return Span::Term(self.term(rng));
        }
        let kinds = if self.level == Level::Everything { 6 } else { 3 };
        match rng.u8(..kinds) {
            0 | 1 => self.phrase(rng, depth),
            2 => Span::Or((0..rng.usize(1..=3)).map(|_| self.span(rng, depth - 1)).collect()),
            3 => {
                let items = (0..rng.usize(1..=3)).map(|_| self.span(rng, 0)).collect();
                Span::Sloppy { items, slop: rng.u32(..6) }
            }
            kind => {
                let left = Box::new(self.span(rng, depth - 1));
                let right = Box::new(self.span(rng, depth - 1));
                let within = match rng.u8(..4) {
                    0 => Within::Sentence,
                    1 => Within::Paragraph,
                    _ => Within::Words(rng.u8(1..6)),
                };
                let ordered = rng.bool();
                if kind == 4 {
                    Span::Near { left, right, within, ordered }
                } else {
                    Span::NotNear { left, right, within, ordered }
                }
            }
        }
    }

    fn phrase(&self, rng: &mut Rng, depth: usize) -> Span {
        let mut items: Vec<Span> = (0..rng.usize(1..=3))
            .map(|_| match rng.u8(..6) {
                0 => Span::Gap,
                1 => Span::Or(vec![self.span(rng, 0), self.span(rng, depth - 1)]),
                _ => self.span(rng, 0),
            })
            .collect();
        if items.iter().all(|item| *item == Span::Gap) {
            items.push(self.span(rng, 0));
        }
        Span::Seq(items)
    }

    fn term(&self, rng: &mut Rng) -> Term {
        let word = &self.words[rng.usize(..self.words.len()).min(rng.usize(..self.words.len()))];
        let folded = word.folded.clone();
        let kinds = if self.level == Level::Everything { 9 } else { 7 };
        match rng.u8(..kinds) {
            0..=2 => Term::Bare { lower: word.lower.clone(), folded },
            3 | 4 => Term::Exact { folded },
            5 | 6 => pattern(rng, &folded)
                .map_or(Term::Exact { folded }, |pattern| Term::Wild { pattern }),
            7 => Term::Fuzzy { folded, distance: rng.u8(1..=2) },
            _ => Term::Cased { folded, all: rng.bool() },
        }
    }
}

/// A word with letters replaced, if two are left beside what replaces them.
fn pattern(rng: &mut Rng, word: &str) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 3 {
        return None;
    }
    let at = rng.usize(..letters.len());
    match rng.u8(..4) {
        0 => letters[at] = '?',
        1 => letters[at] = '*',
        2 => {
            letters.truncate(2);
            letters.push('*');
        }
        _ => {
            letters.drain(..letters.len() - 2);
            letters.insert(0, '*');
        }
    }
    Some(letters.into_iter().collect())
}

fn fact(rng: &mut Rng) -> Clause {
    match rng.u8(..10) {
        0..=2 => {
            let field = pick(rng, &ValueField::ALL);
            let value = fold_value(pick(rng, values(field)));
            let pattern = rng.bool().then(|| pattern(rng, &value)).flatten();
            Clause::Value(field, pattern.map_or(ValueMatch::Is(value), ValueMatch::Wild))
        }
        3 => Clause::Outlet((0..rng.usize(..3)).map(|_| outlet(rng)).collect()),
        4 | 5 => Clause::Date {
            field: pick(rng, &[DateField::Published, DateField::Published, DateField::Updated]),
            range: range(rng),
            overlap: rng.u8(..3) == 0,
        },
        6 => match rng.u8(..3) {
            0 => Clause::DateBasis(ValueMatch::Is("none".into())),
            1 => Clause::DateBasis(ValueMatch::Wild("*at*".into())),
            _ => {
                let first = Day(rng.i64(0..6));
                let range = DayRange::new(first, Day(first.0 + rng.i64(0..3)));
                Clause::Date { field: DateField::Added, range, overlap: rng.bool() }
            }
        },
        7 => {
            let least = rng.u32(..30);
            Clause::Length(least..least + rng.u32(..40))
        }
        8 => match rng.u8(..3) {
            0 => Clause::Path(format!("/archive/{}", pick(rng, FOLDERS))),
            1 => Clause::Path(
                pick(rng, &["1871", "1871/03/", "x", "clips", "/archive/b"]).to_string(),
            ),
            _ => Clause::Url(url(rng)),
        },
        _ => {
            let id = ArticleId::of_key(&format!("text:{}", rng.u8(..40))).to_string();
            Clause::Id(match rng.u8(..3) {
                0 => id,
                1 => id[..rng.usize(6..20)].to_string(),
                _ => rng.u8(..12).to_string(),
            })
        }
    }
}

fn outlet(rng: &mut Rng) -> String {
    Outlet::from_name(pick(rng, OUTLETS), "given").id
}

/// Some days around those of the articles; sometimes with an open end.
fn range(rng: &mut Rng) -> DayRange {
    let known = "the years of the pool are within what days can hold";
    let (year, month) = (rng.i32(YEARS), rng.u32(1..=12));
    let range = match rng.u8(..3) {
        0 => Day::year_span(year).expect(known),
        1 => Day::month_span(year, month).expect(known),
        _ => {
            let last = Day::year_span(year + rng.i32(0..6)).expect(known).last;
            DayRange::new(Day::from_ymd(year, month, 2).expect(known), last)
        }
    };
    match rng.u8(..6) {
        0 => DayRange { first: Day(i64::MIN), ..range },
        1 => DayRange { last: Day(i64::MAX), ..range },
        _ => range,
    }
}

/// Two filters at most.
pub(super) fn filters(rng: &mut Rng) -> Vec<Filter> {
    (0..rng.usize(..4).saturating_sub(1)).map(|_| filter(rng)).collect()
}

fn filter(rng: &mut Rng) -> Filter {
    let exclude = rng.u8(..4) == 0;
    if rng.u8(..4) == 0 {
        return Filter { facet: None, test: FilterTest::Published(range(rng)), exclude };
    }
    let field = pick(rng, &FACETS);
    let wanted = (0..rng.usize(1..3)).map(|_| facet_value(rng, field)).collect();
    Filter { facet: Some(field), test: FilterTest::Values(field, wanted), exclude }
}

fn facet_value(rng: &mut Rng, field: FacetField) -> String {
    let day = || Day::from_ymd(1871, 3, 2).expect("a day").to_string();
    match field {
        FacetField::Outlet => outlet(rng),
        FacetField::Year => rng.i32(YEARS).to_string(),
        FacetField::Month => format!("{}-{:02}", rng.i32(YEARS), rng.u8(1..=12)),
        FacetField::Day => day(),
        FacetField::Path => pick(rng, &["1871", "1871/03", "x", "x/1871"]).to_string(),
        _ => morgue_query::facts::facet_value_field(field)
            .map_or_else(String::new, |field| fold_value(pick(rng, values(field)))),
    }
}

pub(super) fn want(rng: &mut Rng) -> Want {
    let hits = WantHits {
        limit: pick(rng, &[0, 1, 5, 1000]),
        sort: pick(rng, &[Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Added]),
        after: None,
        articles: rng.bool(),
    };
    let total = match rng.u8(..4) {
        0 => WantTotal::None,
        1 => WantTotal::AtLeast(rng.u64(1..8)),
        _ => WantTotal::Exact,
    };
    let facets = (0..rng.usize(..3))
        .map(|_| WantFacet { field: pick(rng, &FACETS), limit: rng.usize(1..8) })
        .collect();
    let intervals = [
        Interval::Auto,
        Interval::Day,
        Interval::Week,
        Interval::Month,
        Interval::Year,
        Interval::Decade,
    ];
    let timeline = rng.bool().then(|| pick(rng, &intervals));
    Want { hits: (rng.u8(..8) > 0).then_some(hits), total, facets, timeline }
}
