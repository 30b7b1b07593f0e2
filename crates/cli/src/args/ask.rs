//! What a question is made of besides its words: shared by `search`, `facets` and `timeline`.

use std::str::FromStr;

use clap::{Args, ValueEnum};
use morgue_query::plan::{FacetField, Interval, Sort, WantFacet};
use morgue_query::{Match, Mode, Request};

/// How the words are read, and filters beside them.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct AskArgs {
    /// The query, joined by spaces; `-` reads it from standard input
    #[arg(value_name = "WORDS")]
    pub(crate) words: Vec<String>,

    /// What a space between words means
    #[arg(long = "match", value_name = "HOW", help_heading = "Reading the words")]
    pub(crate) matching: Option<MatchArg>,
    /// No operators at all: for pasted sentences
    #[arg(long, help_heading = "Reading the words")]
    pub(crate) plain: bool,
    /// Refuse what would otherwise be repaired with a notice
    #[arg(long, help_heading = "Reading the words")]
    pub(crate) strict: bool,

    /// The first day: `1914`, `2024-05`, `2024-05-31`, `last:7d`
    #[arg(long, value_name = "DATE", help_heading = "Filters")]
    pub(crate) from: Option<String>,
    /// The last day, inclusive: `--to 2024-05` includes all of May
    #[arg(long, value_name = "DATE", help_heading = "Filters")]
    pub(crate) to: Option<String>,
    /// Only this outlet: its id, name or domain (repeatable, like all that follow)
    #[arg(long, value_name = "OUTLET", help_heading = "Filters")]
    pub(crate) outlet: Vec<String>,
    /// Only this section
    #[arg(long, value_name = "SECTION", help_heading = "Filters")]
    pub(crate) section: Vec<String>,
    /// Only this language: `en`
    #[arg(long, value_name = "LANG", help_heading = "Filters")]
    pub(crate) lang: Vec<String>,
    /// Only outlets of this country: `gb`
    #[arg(long, value_name = "COUNTRY", help_heading = "Filters")]
    pub(crate) country: Vec<String>,
    /// Only this author
    #[arg(long, value_name = "AUTHOR", help_heading = "Filters")]
    pub(crate) author: Vec<String>,
    /// Only what was read from this folder, relative to its root
    #[arg(long, value_name = "PATH", help_heading = "Filters")]
    pub(crate) path: Vec<String>,
    /// Not this outlet
    #[arg(long, value_name = "OUTLET", help_heading = "Filters")]
    pub(crate) exclude_outlet: Vec<String>,
    /// Not this section
    #[arg(long, value_name = "SECTION", help_heading = "Filters")]
    pub(crate) exclude_section: Vec<String>,
    /// Not this language
    #[arg(long, value_name = "LANG", help_heading = "Filters")]
    pub(crate) exclude_lang: Vec<String>,
    /// Not outlets of this country
    #[arg(long, value_name = "COUNTRY", help_heading = "Filters")]
    pub(crate) exclude_country: Vec<String>,
    /// Not this author
    #[arg(long, value_name = "AUTHOR", help_heading = "Filters")]
    pub(crate) exclude_author: Vec<String>,
    /// Not what was read from this folder
    #[arg(long, value_name = "PATH", help_heading = "Filters")]
    pub(crate) exclude_path: Vec<String>,
}

impl AskArgs {
    /// The request these arguments make for a query text; nothing is wanted of the answer yet but
    /// the total.
    pub(crate) fn request(&self, q: String) -> Request {
        let mode = Mode {
            matching: self.matching.map_or(Match::All, Match::from),
            plain: self.plain,
            strict: self.strict,
        };
        let pairs = |lists: [&Vec<String>; 6]| {
            let fields = [
                FacetField::Outlet,
                FacetField::Section,
                FacetField::Lang,
                FacetField::Country,
                FacetField::Author,
                FacetField::Path,
            ];
            let pairs = fields.into_iter().zip(lists);
            pairs.flat_map(|(field, list)| list.iter().map(move |v| (field, v.clone()))).collect()
        };
        Request {
            q,
            mode,
            from: self.from.clone(),
            to: self.to.clone(),
            keep: pairs([
                &self.outlet,
                &self.section,
                &self.lang,
                &self.country,
                &self.author,
                &self.path,
            ]),
            exclude: pairs([
                &self.exclude_outlet,
                &self.exclude_section,
                &self.exclude_lang,
                &self.exclude_country,
                &self.exclude_author,
                &self.exclude_path,
            ]),
            limit: 0,
            snippets: 0,
            ..Request::default()
        }
    }
}

/// What a space between words means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MatchArg {
    /// All words must be there
    All,
    /// As many of them as any article has
    Most,
    /// Any of them
    Any,
}

impl From<MatchArg> for Match {
    fn from(arg: MatchArg) -> Self {
        match arg {
            MatchArg::All => Self::All,
            MatchArg::Most => Self::Most,
            MatchArg::Any => Self::Any,
        }
    }
}

/// An order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SortArg {
    /// Best first
    Relevance,
    /// Latest first, undated last
    Newest,
    /// Earliest first, undated last
    Oldest,
    /// Last taken into the index first
    Added,
}

impl From<SortArg> for Sort {
    fn from(arg: SortArg) -> Self {
        match arg {
            SortArg::Relevance => Self::Relevance,
            SortArg::Newest => Self::Newest,
            SortArg::Oldest => Self::Oldest,
            SortArg::Added => Self::Added,
        }
    }
}

/// How many hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// As many as there are.
    All,
    /// At most so many.
    To(usize),
}

impl FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "all" {
            return Ok(Self::All);
        }
        text.parse().map(Self::To).map_err(|_| "a number or `all` is needed".to_string())
    }
}

/// What is counted.
#[derive(Debug, Clone, Args)]
pub(crate) struct CountArgs {
    /// Lists of counts: `outlet:20,year`; `none` for none
    #[arg(long, value_name = "LISTS", value_parser = facets, help_heading = "Counts")]
    pub(crate) facets: Option<Facets>,
    /// The steps of the timeline; `none` for none
    #[arg(long, value_name = "STEP", value_parser = interval, help_heading = "Counts")]
    pub(crate) interval: Option<Step>,
}

/// Lists of counts as typed. A type of its own, as clap takes a bare `Vec` for repetition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Facets(pub(crate) Vec<WantFacet>);

/// A step as typed; `None` for no timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step(pub(crate) Option<Interval>);

const FACET_NAMES: [(&str, FacetField); 12] = [
    ("outlet", FacetField::Outlet),
    ("year", FacetField::Year),
    ("month", FacetField::Month),
    ("day", FacetField::Day),
    ("section", FacetField::Section),
    ("lang", FacetField::Lang),
    ("country", FacetField::Country),
    ("author", FacetField::Author),
    ("type", FacetField::Type),
    ("wire", FacetField::Wire),
    ("tag", FacetField::Tag),
    ("path", FacetField::Path),
];

/// Values of a list unless a number is given.
const FACET_VALUES: usize = 20;

pub(crate) fn facets(text: &str) -> Result<Facets, String> {
    if text == "none" {
        return Ok(Facets(Vec::new()));
    }
    text.split(',').map(facet).collect::<Result<_, _>>().map(Facets)
}

fn facet(text: &str) -> Result<WantFacet, String> {
    let (name, limit) = text.split_once(':').unwrap_or((text, ""));
    let field = FACET_NAMES.iter().find(|(known, _)| *known == name).map(|(_, field)| *field);
    let known = || FACET_NAMES.map(|(name, _)| name).join(", ");
    let field = field.ok_or_else(|| format!("`{name}` is not counted; there are {}", known()))?;
    let number = || limit.parse().map_err(|_| format!("`{limit}` is not a number of values"));
    let limit = if limit.is_empty() { FACET_VALUES } else { number()? };
    Ok(WantFacet { field, limit })
}

fn interval(text: &str) -> Result<Step, String> {
    Ok(Step(Some(match text {
        "none" => return Ok(Step(None)),
        "auto" => Interval::Auto,
        "day" => Interval::Day,
        "week" => Interval::Week,
        "month" => Interval::Month,
        "year" => Interval::Year,
        "decade" => Interval::Decade,
        _ => return Err("there are auto, day, week, month, year, decade and none".into()),
    })))
}
