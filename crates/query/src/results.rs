//! What an engine answers.

use morgue_article::{Article, ArticleId, Day, Published};
use serde::{Deserialize, Serialize};

use crate::plan::{FacetField, Interval, Place};

/// An engine's answer to a plan. What was not wanted is empty or absent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Results {
    /// The hits, in the order asked for.
    pub hits: Vec<Hit>,
    /// How many articles were found, where that was wanted.
    pub total: Option<Total>,
    /// The lists of counts, in the order asked for.
    pub facets: Vec<FacetList>,
    /// The counts by time.
    pub timeline: Option<Timeline>,
    /// An order-free hash of the snapshot that answered: the same for every page of it.
    pub fingerprint: morgue_article::Fingerprint,
}

/// One article found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its id.
    pub id: ArticleId,
    /// Its score; 0 where nothing scores.
    pub score: f32,
    /// Its place in the order asked for, from which the next page begins.
    pub place: Place,
    /// The article, where articles were wanted.
    pub article: Option<Article>,
}

/// How many articles were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Total {
    /// The number.
    pub value: u64,
    /// Whether it is exact or a lower bound.
    pub relation: Relation,
    /// Articles whose date only overlaps the ranges asked for (`+12 known only as 1871`): found
    /// by the plan with every date condition that is not under a NOT loosened, and not without.
    pub overlapping: u64,
}

/// What a total says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Relation {
    /// There are so many.
    Exact,
    /// There are so many or more.
    AtLeast,
}

/// Counts of one facet's values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FacetList {
    /// The facet.
    pub field: FacetField,
    /// The values, most frequent first, ties by value; years, months and days latest first.
    pub values: Vec<FacetCount>,
    /// How many different values there are in all.
    pub distinct: u64,
    /// How many of the articles counted have no value.
    pub missing: u64,
}

/// One value and its count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FacetCount {
    /// The value, as it can be filtered by.
    pub value: String,
    /// The value as it is to be shown (an outlet's name), where that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How many articles have it.
    pub count: u64,
}

/// Counts by time: buckets + imprecise + undated = total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Timeline {
    /// The step, never `Auto`.
    pub interval: Interval,
    /// From the first to the last bucket that holds an article, empty ones between them included
    /// as long as there are at most 10,000; beyond that only those that hold one.
    pub buckets: Vec<Bucket>,
    /// Articles whose date is wider than a bucket or lies across a border.
    pub imprecise: u64,
    /// Articles without a date.
    pub undated: u64,
}

/// One step of a timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bucket {
    /// Its first day.
    #[serde(with = "day_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub first: Day,
    /// Its last day.
    #[serde(with = "day_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub last: Day,
    /// Articles whose whole date lies inside.
    pub count: u64,
}

/// A publication date as answers show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShownDate {
    /// First day, `1871-01-01`.
    #[serde(with = "day_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub earliest: Day,
    /// Last day.
    #[serde(with = "day_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub latest: Day,
    /// How precisely it is known.
    pub precision: morgue_article::Precision,
    /// Where it came from.
    pub basis: String,
    /// Local time of day, `14:05:00`, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Minutes east of UTC, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<i16>,
}

impl From<&Published> for ShownDate {
    fn from(date: &Published) -> Self {
        let clock = |s: u32| format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
        Self {
            earliest: date.earliest,
            latest: date.latest,
            precision: date.precision,
            basis: date.basis.clone(),
            time: date.second.map(clock),
            offset: date.offset,
        }
    }
}

/// Days as `1871-03-02` in JSON.
pub(crate) mod day_text {
    use morgue_article::{Day, DayRange};
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(day)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        DayRange::parse(&text).map(|range| range.first).map_err(serde::de::Error::custom)
    }
}
