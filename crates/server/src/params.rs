//! Parameters of a URL (`interfaces.md`, "HTTP"): read strictly, so that a typing mistake never
//! widens a search.

use std::borrow::Cow;

use morgue_query::plan::{FacetField, Interval, Sort, WantFacet, WantTotal};
use morgue_query::{Match, Mode, Request};

use crate::problem::Problem;

/// Hits of a page, unless told otherwise, and at most.
const HITS: usize = 20;
const MOST_HITS: usize = 1000;
/// Values of a list of counts, unless told otherwise, and at most.
const VALUES: usize = 20;
const MOST_VALUES: usize = 10_000;
const SNIPPETS: usize = 3;
const MOST_SNIPPETS: usize = 5;

/// The facets that can be filtered by, as parameters.
const FILTERS: [(&str, FacetField); 6] = [
    ("outlet", FacetField::Outlet),
    ("section", FacetField::Section),
    ("lang", FacetField::Lang),
    ("country", FacetField::Country),
    ("author", FacetField::Author),
    ("path", FacetField::Path),
];
/// All facets, as `facets=` names them.
const FACETS: [(&str, FacetField); 12] = [
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

/// The names of the facets that are counted; folders only where files may be told.
pub(crate) fn facet_names(show_path: bool) -> Vec<&'static str> {
    let told = FACETS.iter().filter(|(_, field)| show_path || *field != FacetField::Path);
    told.map(|(name, _)| *name).collect()
}

/// What every question can have.
const QUESTION: [&str; 6] = ["q", "from", "to", "match", "plain", "strict"];

/// What only pages know; it asks nothing of the archive.
pub(crate) const OF_PAGES: [&str; 3] = ["lock", "more", "page"];

/// What a route takes besides a question.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Takes(&'static [&'static str], &'static [&'static str]);

impl Takes {
    /// Hits with all that belongs to them.
    pub(crate) const SEARCH: Self =
        Self(&["sort", "limit", "cursor", "facets", "interval", "snippets", "explain"], &[]);
    /// The same on a page.
    pub(crate) const PAGE: Self =
        Self(&["sort", "limit", "cursor", "snippets", "lock", "more", "page"], &[]);
    /// Lists of counts.
    pub(crate) const FACETS: Self = Self(&["facets"], &[]);
    /// Counts by time.
    pub(crate) const TIMELINE: Self = Self(&["interval"], &[]);
    /// An order.
    pub(crate) const SORTED: Self = Self(&["sort"], &[]);
    /// Nothing.
    pub(crate) const QUESTION: Self = Self(&[], &[]);

    /// Besides these of a route's own, which it has taken out already.
    pub(crate) const fn and(self, own: &'static [&'static str]) -> Self {
        Self(self.0, own)
    }

    /// The names of all parameters: the question's, what is taken besides, the filters.
    pub(crate) fn names(self, show_path: bool) -> Vec<String> {
        let filters = FILTERS.iter().filter(|(_, field)| show_path || *field != FacetField::Path);
        let filters =
            filters.flat_map(|(name, _)| [(*name).to_string(), format!("exclude-{name}")]);
        let plain = QUESTION.iter().chain(self.0).map(|name| (*name).to_string());
        plain.chain(filters).collect()
    }
}

/// Parameters of a route's own: names and values.
pub(crate) type Own = Vec<(&'static str, String)>;

/// Takes a route's own parameters out of a query, each at most once; the rest is the question.
pub(crate) fn own(query: Option<&str>, names: &[&'static str]) -> Result<(Own, String), Problem> {
    let mut found = Own::new();
    let mut rest = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match names.iter().find(|known| **known == name) {
            Some(&known) if found.iter().any(|(seen, _)| *seen == known) => {
                return Err(twice(known));
            }
            Some(&known) => found.push((known, value.into_owned())),
            None => {
                rest.append_pair(&name, &value);
            }
        }
    }
    Ok((found, rest.finish()))
}

/// Reads a query that is no question: these parameters, each at most once.
pub(crate) fn few(query: Option<&str>, names: &[&'static str]) -> Result<Own, Problem> {
    let (found, rest) = own(query, names)?;
    match form_urlencoded::parse(rest.as_bytes()).next() {
        None => Ok(found),
        Some((name, _)) => {
            let names: Vec<String> = names.iter().map(|name| (*name).to_string()).collect();
            Err(not_known(&name, &names))
        }
    }
}

fn twice(name: &str) -> Problem {
    Problem::parameter(format!("parameter `{name}` stands twice: give it once"))
}

/// A request and where its page begins.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Params {
    pub(crate) request: Request,
    pub(crate) cursor: Option<String>,
}

/// Reads the query part of a URL.
pub(crate) fn read(query: Option<&str>, takes: Takes, show_path: bool) -> Result<Params, Problem> {
    let mut request =
        Request { limit: HITS, snippets: SNIPPETS, total: WantTotal::Exact, ..Request::default() };
    let (mut cursor, mut seen) = (None, Vec::new());
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        if let Some((field, exclude)) = filter(&name, show_path) {
            let list = if exclude { &mut request.exclude } else { &mut request.keep };
            list.push((field, value.into_owned()));
            continue;
        }
        let known = QUESTION.iter().chain(takes.0).find(|known| **known == name);
        let Some(&known) = known else { return Err(unknown(&name, takes, show_path)) };
        if seen.contains(&known) {
            return Err(twice(known));
        }
        seen.push(known);
        if known == "cursor" {
            cursor = Some(value.into_owned());
        } else if !OF_PAGES.contains(&known) {
            set(&mut request, known, value, show_path)?;
        }
    }
    // Without words nothing ranks: the newest come first, as on the command line.
    if request.q.trim().is_empty() && !seen.contains(&"sort") {
        request.sort = Sort::Newest;
    }
    Ok(Params { request, cursor })
}

/// The facet a parameter filters by, and whether it leaves out.
fn filter(name: &str, show_path: bool) -> Option<(FacetField, bool)> {
    let (name, exclude) = name.strip_prefix("exclude-").map_or((name, false), |name| (name, true));
    let found = FILTERS.iter().find(|(known, _)| *known == name)?.1;
    (show_path || found != FacetField::Path).then_some((found, exclude))
}

fn set(
    request: &mut Request,
    name: &str,
    value: Cow<'_, str>,
    show_path: bool,
) -> Result<(), Problem> {
    let Mode { matching, plain, strict } = &mut request.mode;
    match name {
        "q" => request.q = value.into_owned(),
        "from" => request.from = Some(value.into_owned()).filter(|v| !v.is_empty()),
        "to" => request.to = Some(value.into_owned()).filter(|v| !v.is_empty()),
        "match" => {
            let known = [("all", Match::All), ("most", Match::Most), ("any", Match::Any)];
            *matching = one_of(name, &value, &known)?;
        }
        "plain" => *plain = flag(name, &value)?,
        "strict" => *strict = flag(name, &value)?,
        "sort" => {
            let known = [
                ("relevance", Sort::Relevance),
                ("newest", Sort::Newest),
                ("oldest", Sort::Oldest),
                ("added", Sort::Added),
            ];
            request.sort = one_of(name, &value, &known)?;
        }
        "limit" => request.limit = number(name, &value, MOST_HITS)?,
        "snippets" => request.snippets = number(name, &value, MOST_SNIPPETS)?,
        "explain" => request.explain = flag(name, &value)?,
        "facets" => request.facets = facets(&value, show_path)?,
        "interval" => {
            let known = [
                ("auto", Interval::Auto),
                ("day", Interval::Day),
                ("week", Interval::Week),
                ("month", Interval::Month),
                ("year", Interval::Year),
                ("decade", Interval::Decade),
            ];
            request.interval = Some(one_of(name, &value, &known)?);
        }
        _ => unreachable!("only names of the tables above come here"),
    }
    Ok(())
}

pub(crate) fn one_of<T: Copy>(name: &str, value: &str, known: &[(&str, T)]) -> Result<T, Problem> {
    let found = known.iter().find(|(text, _)| *text == value);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let texts: Vec<&str> = known.iter().map(|(text, _)| *text).collect();
        let detail = format!("parameter `{name}`: `{value}` is not one of {}", texts.join(", "));
        Problem::parameter(detail).suggest(nearest(value, &texts).map(String::from))
    })
}

/// `1`, `true` and the bare name are yes.
pub(crate) fn flag(name: &str, value: &str) -> Result<bool, Problem> {
    let known = [("1", true), ("true", true), ("0", false), ("false", false)];
    if value.is_empty() { Ok(true) } else { one_of(name, value, &known) }
}

pub(crate) fn number(name: &str, value: &str, most: usize) -> Result<usize, Problem> {
    value.parse().ok().filter(|number| *number <= most).ok_or_else(|| {
        Problem::parameter(format!(
            "parameter `{name}`: `{value}` is not a number from 0 to {most}"
        ))
    })
}

/// `outlet:20,year`.
fn facets(text: &str, show_path: bool) -> Result<Vec<WantFacet>, Problem> {
    let names = facet_names(show_path);
    let mut wanted: Vec<WantFacet> = Vec::new();
    for part in text.split(',').filter(|part| !part.is_empty()) {
        let (name, limit) = part.split_once(':').unwrap_or((part, ""));
        let known = FACETS.iter().find(|(known, _)| *known == name && names.contains(known));
        let Some((_, field)) = known else {
            let there = names.join(", ");
            let detail = format!("parameter `facets`: `{name}` is not counted; there are {there}");
            let suggestion = nearest(name, &names).map(String::from);
            return Err(Problem::parameter(detail).suggest(suggestion));
        };
        let limit = if limit.is_empty() { VALUES } else { number("facets", limit, MOST_VALUES)? };
        if wanted.iter().all(|want| want.field != *field) {
            wanted.push(WantFacet { field: *field, limit });
        }
    }
    Ok(wanted)
}

fn unknown(name: &str, takes: Takes, show_path: bool) -> Problem {
    let own = takes.1.iter().map(|name| (*name).to_string());
    not_known(name, &takes.names(show_path).into_iter().chain(own).collect::<Vec<_>>())
}

fn not_known(name: &str, known: &[String]) -> Problem {
    let texts: Vec<&str> = known.iter().map(String::as_str).collect();
    let near = nearest(name, &texts).map(String::from);
    let short: String = name.chars().take(60).collect();
    let detail = match &near {
        Some(near) => format!("there is no parameter `{short}` here: `{near}`?"),
        None if texts.is_empty() => format!("there is no parameter `{short}` here, nor any other"),
        None => format!("there is no parameter `{short}` here; there are {}", texts.join(", ")),
    };
    Problem::new(axum::http::StatusCode::BAD_REQUEST, "unknown-parameter", detail).suggest(near)
}

/// The known name that differs least, if it differs little.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    if name.len() > 40 {
        return None;
    }
    let (distance, near) =
        known.iter().map(|known| (strsim::damerau_levenshtein(name, known), *known)).min()?;
    (distance <= name.chars().count().div_ceil(3)).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(query: &str) -> String {
        let problem = read(Some(query), Takes::SEARCH, false).expect_err("a problem");
        serde_json::to_value(problem).expect("JSON")["detail"].as_str().expect("text").to_string()
    }

    #[test]
    fn a_question_with_filters() {
        let query = "q=climate+change&outlet=cnn&outlet=Re%C3%BAters&exclude-lang=fr&from=2016\
            &limit=5&facets=outlet:3,year&interval=month&sort=oldest&match=any&plain";
        let Params { request, cursor } = read(Some(query), Takes::SEARCH, false).expect("good");
        assert_eq!((request.q.as_str(), cursor), ("climate change", None));
        let outlet = |name: &str| (FacetField::Outlet, name.to_string());
        assert_eq!(request.keep, [outlet("cnn"), outlet("Reúters")]);
        assert_eq!(request.exclude, [(FacetField::Lang, "fr".to_string())]);
        assert_eq!((request.limit, request.facets.len()), (5, 2));
        assert_eq!((request.mode.plain, request.mode.matching), (true, Match::Any));
    }

    #[test]
    fn without_words_the_newest_come_first() {
        let sort = |query| read(query, Takes::SEARCH, false).expect("good").request.sort;
        assert_eq!(sort(None), Sort::Newest);
        assert_eq!(sort(Some("q=x")), Sort::Relevance);
        assert_eq!(sort(Some("sort=relevance")), Sort::Relevance);
    }

    #[test]
    fn mistakes_are_named() {
        let cases = [
            ("outlte=cnn", "there is no parameter `outlte` here: `outlet`?"),
            ("path=x", "there is no parameter `path` here: `match`?"),
            ("q=a&q=b", "parameter `q` stands twice: give it once"),
            ("limit=9999", "parameter `limit`: `9999` is not a number from 0 to 1000"),
            (
                "sort=newst",
                "parameter `sort`: `newst` is not one of relevance, newest, oldest, added",
            ),
            ("plain=perhaps", "parameter `plain`: `perhaps` is not one of 1, true, 0, false"),
        ];
        for (query, expected) in cases {
            assert_eq!(problem(query), expected, "{query}");
        }
        assert!(problem("facets=outlets").contains("`outlets` is not counted"));
        assert!(problem("facets=path").contains("`path` is not counted"));
        assert!(read(Some("facets=path"), Takes::SEARCH, true).is_ok());
    }
}
