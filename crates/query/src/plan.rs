//! What an engine is asked: a query with its fields resolved, its dates absolute, its limits
//! applied, and what is wanted of the answer.
//!
//! A plan holds no query text to be parsed: an engine translates it by one exhaustive `match`.

use std::ops::Range;

use morgue_article::{ArticleId, Day, DayRange};
use serde::{Deserialize, Serialize};

/// A question to an engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What an article must satisfy, and what scores.
    pub clause: Clause,
    /// Facet filters. They select and never score; a facet's own filter does not shrink the list
    /// of that facet. All of them must hold; inside one, any value does.
    pub filters: Vec<Filter>,
    /// What is wanted of the answer, and nothing else is computed.
    pub want: Want,
}

/// A condition on an article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Clause {
    /// Every article.
    All,
    /// No article.
    Nothing,
    /// All of these. Empty: every article.
    And(Vec<Clause>),
    /// At least one of these. Empty: none.
    Or(Vec<Clause>),
    /// At least `min` of these.
    AtLeastOf {
        /// How many must hold, 1 or more.
        min: usize,
        /// The conditions.
        of: Vec<Clause>,
    },
    /// `must` holds; `should` only adds to the score.
    Prefer {
        /// What must hold.
        must: Box<Clause>,
        /// What adds to the score where it holds.
        should: Vec<Clause>,
    },
    /// The complement. Never scores, never lights.
    Not(Box<Clause>),
    /// The same set, its score multiplied.
    Boost(Box<Clause>, f32),
    /// Some field of `fields` has an occurrence of `span`.
    Text(TextClause),
    /// A greatest number of occurrences of `span` that do not overlap, summed over `fields` (the
    /// lead's text once), of `count` or more.
    AtLeast {
        /// How many.
        count: u32,
        /// Of what, and where.
        text: TextClause,
    },
    /// A value of an exact field.
    Value(ValueField, ValueMatch),
    /// The outlet is one of these (ids, resolved from name, alias or domain).
    Outlet(Vec<String>),
    /// A date's interval lies inside the range (or overlaps it). False for the undated.
    Date {
        /// Which date.
        field: DateField,
        /// The range, days included at both ends.
        range: DayRange,
        /// Whether overlapping is enough.
        overlap: bool,
    },
    /// Where the publication date came from; `none` finds the undated.
    DateBasis(ValueMatch),
    /// The number of words lies in the range.
    Length(Range<u32>),
    /// One of its origins' paths begins with this (whole parts only: `a/b` finds `a/b/c`, not
    /// `a/bc`), relative to its root or as a full path.
    Path(String),
    /// Articles with this id; or with this source's own id; or, if neither exists, the one whose
    /// id begins so (8 characters or more).
    Id(String),
    /// The canonical address, compared without its scheme, a leading `www.` and a trailing `/`.
    Url(String),
}

/// An occurrence wanted in some fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TextClause {
    /// The fields: an occurrence lies within one of them.
    pub fields: Vec<TextField>,
    /// What must occur.
    pub span: Span,
    /// Where in the query text it was asked for, in bytes.
    pub source: Range<usize>,
}

/// Fields that are searched by word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextField {
    /// The title.
    Headline,
    /// The zone of the body that is the lead.
    Lead,
    /// The whole text with its dateline, lead and subheads.
    Body,
    /// Picture captions.
    Caption,
    /// The byline as printed.
    Byline,
    /// The place it was filed from.
    Dateline,
}

impl TextField {
    /// The fields searched when none is named.
    pub const DEFAULT: [Self; 3] = [Self::Headline, Self::Body, Self::Caption];
}

/// A set of occurrences: stretches of positions in one field's text (`query-language.md`,
/// "Connectors").
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Span {
    /// Occurrences of a word.
    Term(Term),
    /// Exactly one word, whichever.
    Gap,
    /// Each begins at the position after the one before it ends.
    Seq(Vec<Span>),
    /// Occurrences of any of these.
    Or(Vec<Span>),
    /// `"a b c"~n`: distinct positions with max(p_i − i) − min(p_i − i) ≤ n.
    Sloppy {
        /// The words.
        items: Vec<Span>,
        /// n.
        slop: u32,
    },
    /// `W/n`, `PRE/n`, `W/S`, `W/P`.
    Near {
        /// The left side.
        left: Box<Span>,
        /// The right side.
        right: Box<Span>,
        /// How near.
        within: Within,
        /// Whether the left side comes first.
        ordered: bool,
    },
    /// Occurrences of the left side that no occurrence of the right overlaps or is near to.
    NotNear {
        /// The left side.
        left: Box<Span>,
        /// The right side.
        right: Box<Span>,
        /// How near.
        within: Within,
        /// Whether only a right side that follows counts.
        ordered: bool,
    },
}

/// How near two occurrences must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Within {
    /// The later starts at most this many positions after the earlier ends.
    Words(u8),
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
}

/// How a word is compared with tokens (`query-language.md`, "Words and languages").
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Term {
    /// A bare word: equal stems in the article's language, or equal folded forms.
    Bare {
        /// In small letters, accents kept: what is stemmed.
        lower: String,
        /// Folded.
        folded: String,
    },
    /// `=word`, or a word in quotes: equal folded forms.
    Exact {
        /// Folded.
        folded: String,
    },
    /// Folded forms that fit a pattern of letters, `*` (any run or none) and `?` (one letter).
    Wild {
        /// The folded pattern.
        pattern: String,
    },
    /// Folded forms within a Damerau distance (a swap of neighbours is 1).
    Fuzzy {
        /// Folded.
        folded: String,
        /// 1 or 2.
        distance: u8,
    },
    /// `caps(word)`, `allcaps(word)`.
    Cased {
        /// Folded.
        folded: String,
        /// Whether every letter (at least two) is a capital, else only the first need be.
        all: bool,
    },
}

/// Fields of exact values: compared whole, case and accents folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueField {
    /// A person of the byline.
    Author,
    /// The section.
    Section,
    /// The language's code.
    Lang,
    /// The country's code.
    Country,
    /// The kind of text.
    Type,
    /// The agency.
    Wire,
    /// A keyword.
    Tag,
    /// The printed page.
    Page,
    /// The edition.
    Edition,
}

impl ValueField {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Author,
        Self::Section,
        Self::Lang,
        Self::Country,
        Self::Type,
        Self::Wire,
        Self::Tag,
        Self::Page,
        Self::Edition,
    ];
}

/// How an exact value is compared: both sides through [`fold_value`](crate::fold_value).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ValueMatch {
    /// The folded value.
    Is(String),
    /// A folded pattern with `*` and `?`.
    Wild(String),
}

/// Which of an article's dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateField {
    /// When it was published.
    Published,
    /// When it was last changed.
    Updated,
    /// The day (UTC) it came into the index.
    Added,
}

/// Lists that are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FacetField {
    /// By outlet id.
    Outlet,
    /// By year, of the articles whose whole date lies in one (`1871`).
    Year,
    /// By month, likewise (`1871-03`).
    Month,
    /// By day, likewise (`1871-03-02`).
    Day,
    /// By section.
    Section,
    /// By language code.
    Lang,
    /// By country code.
    Country,
    /// By author.
    Author,
    /// By kind of text.
    Type,
    /// By agency.
    Wire,
    /// By keyword.
    Tag,
    /// By the folder it was read from, relative to its root.
    Path,
}

/// One filter beside the query.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Filter {
    /// The facet it belongs to, if to one: that facet's list is counted without it.
    pub facet: Option<FacetField>,
    /// What it asks.
    pub test: FilterTest,
    /// Whether it keeps out what fits, instead of what does not.
    pub exclude: bool,
}

/// What a filter asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FilterTest {
    /// One of these values of a facet: outlet ids, folded values, `1871-03`. Of
    /// [`FacetField::Path`]: folders and files as in [`Clause::Path`], relative or full.
    Values(FacetField, Vec<String>),
    /// The publication date's interval lies inside.
    Published(DayRange),
}

/// What is wanted of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Want {
    /// Hits.
    pub hits: Option<WantHits>,
    /// The number of all that is found.
    pub total: WantTotal,
    /// Lists of counts.
    pub facets: Vec<WantFacet>,
    /// Counts by time.
    pub timeline: Option<Interval>,
}

/// Which hits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WantHits {
    /// At most so many.
    pub limit: usize,
    /// In which order.
    pub sort: Sort,
    /// Only those that come after this place.
    pub after: Option<Place>,
    /// Whether the articles themselves are wanted, or ids and scores only.
    pub articles: bool,
}

/// An order of hits. Ties are broken by id, those of [`Sort::Relevance`] first by the latest day
/// (newest first, undated last).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Sort {
    /// Best score first.
    #[default]
    Relevance,
    /// Latest day first, undated last.
    Newest,
    /// Earliest day first, undated last.
    Oldest,
    /// Last taken into the index first.
    Added,
}

/// A place in an order of hits: that of the hit it was taken from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its score, under [`Sort::Relevance`].
    pub score: f32,
    /// The latest day (relevance, newest), the earliest (oldest), or the second it was added;
    /// absent for undated.
    pub key: Option<i64>,
    /// Its id.
    pub id: ArticleId,
}

/// How exactly the total is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum WantTotal {
    /// Not at all: a top 10 alone may skip what cannot enter it.
    #[default]
    None,
    /// Exactly up to this number, beyond it as a lower bound.
    AtLeast(u64),
    /// Exactly.
    Exact,
}

/// One list of counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WantFacet {
    /// Of what.
    pub field: FacetField,
    /// At most so many values: the most frequent, ties by value; years, months and days the
    /// latest first.
    pub limit: usize,
}

/// Steps of a timeline. Weeks begin on Monday (ISO 8601), decades with a year ending in 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Interval {
    /// The finest of the others that gives at most 60 buckets between the first and the last
    /// article found (day, week, month, year, decade).
    Auto,
    /// A calendar day.
    Day,
    /// A week from Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
    /// Ten calendar years.
    Decade,
}

impl Interval {
    /// What the step that holds this day is called: `1871-03-02`, `week of 1871-02-27`, `1871-03`,
    /// `1871`, `1870s`.
    pub fn name_of(self, day: Day) -> String {
        let first = self.bucket(day).first;
        let (year, month, _) = first.ymd();
        match self {
            Self::Auto | Self::Day => first.to_string(),
            Self::Week => format!("week of {first}"),
            Self::Month => format!("{year:04}-{month:02}"),
            Self::Year => format!("{year:04}"),
            Self::Decade => format!("{year:04}s"),
        }
    }

    /// The finest step that gives at most 60 buckets from the one that holds the first day to the
    /// one that holds the last; decades where none does. What [`Interval::Auto`] stands for, given
    /// the first and the last day that any dated article found can be of; a day where none is.
    pub fn fit(days: DayRange) -> Self {
        let count = |step: Self| {
            let (first, last) = (step.bucket(days.first).first, step.bucket(days.last).first);
            let shortest = match step {
                Self::Auto | Self::Day => 1,
                Self::Week => 7,
                Self::Month => return months(last) - months(first) + 1,
                Self::Year => return i64::from(last.year()) - i64::from(first.year()) + 1,
                Self::Decade => return 0,
            };
            last.0.saturating_sub(first.0) / shortest + 1
        };
        let steps = [Self::Day, Self::Week, Self::Month, Self::Year];
        steps.into_iter().find(|&step| count(step) <= 60).unwrap_or(Self::Decade)
    }

    /// The first and last day of the step that holds this day. `Auto` is taken as a day.
    pub fn bucket(self, day: Day) -> DayRange {
        use chrono::Datelike;
        let (year, month, _) = day.ymd();
        let whole = |span: Option<DayRange>| span.unwrap_or(DayRange::new(day, day));
        match self {
            Self::Auto | Self::Day => DayRange::new(day, day),
            Self::Week => {
                let monday = Day(day.0 - i64::from(day.naive().weekday().num_days_from_monday()));
                DayRange::new(monday, Day(monday.0 + 6))
            }
            Self::Month => whole(Day::month_span(year, month)),
            Self::Year => whole(Day::year_span(year)),
            Self::Decade => {
                let first = year.div_euclid(10) * 10;
                whole(
                    Day::from_ymd(first, 1, 1)
                        .zip(Day::from_ymd(first + 9, 12, 31))
                        .map(|(first, last)| DayRange::new(first, last)),
                )
            }
        }
    }
}

/// Months since year 0.
fn months(day: Day) -> i64 {
    let (year, month, _) = day.ymd();
    i64::from(year) * 12 + i64::from(month)
}

/// Limits that keep a query's cost bounded. Over one is an error that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of query text.
    pub text: usize,
    /// Words, phrases and other leaves.
    pub clauses: usize,
    /// Brackets within brackets.
    pub nesting: usize,
    /// Words that one wildcard or fuzzy word may stand for.
    pub expansions: usize,
    /// Whether it may be asked for the files that articles were read from.
    pub paths: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { text: 1 << 20, clauses: 1024, nesting: 64, expansions: 2000, paths: true }
    }
}
