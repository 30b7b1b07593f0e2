//! What exact conditions and facets compare: an article's values in comparable form.
//!
//! The one definition of what `section:` folds, how addresses and paths are compared, and which
//! values a facet counts. The matcher evaluates with it; engines index what it gives.

use std::ops::RangeInclusive;

use morgue_article::{Article, ArticleId, Day, DayRange, Origin, Published};

use crate::fold_value;
use crate::plan::{Clause, DateField, FacetField, FilterTest, ValueField, ValueMatch};

/// The values of an article that conditions compare.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ArticleFacts {
    /// The outlet's id.
    pub outlet: Option<String>,
    /// The days it can have been published on.
    pub published: Option<DayRange>,
    /// The days it can have been changed on.
    pub updated: Option<DayRange>,
    /// The day (UTC) it came into the index.
    pub added: Option<Day>,
    /// Where the publication date came from, folded; `none` for the undated.
    pub date_basis: String,
    /// The number of words ([`Zones::words`](crate::document::Zones::words)).
    pub words: u32,
    /// Its paths, each in two forms: relative to its root, and in full.
    pub paths: Vec<String>,
    /// Its folders relative to their roots; a file that lies in the root itself has none.
    pub folders: Vec<String>,
    /// The ids its sources give it.
    pub source_ids: Vec<String>,
    /// The address as [`url_form`] gives it.
    pub url: Option<String>,
    values: [Vec<String>; ValueField::ALL.len()],
}

/// The facts of an article with this many words.
pub fn article_facts(article: &Article, words: u32) -> ArticleFacts {
    let mut values: [Vec<String>; ValueField::ALL.len()] = Default::default();
    for field in ValueField::ALL {
        values[field as usize] =
            distinct(printed_values(article, field).iter().map(|value| fold_value(value)));
    }
    let relative = article.origins.iter().map(|origin| crate::origins::relative(&origin.source));
    let full = article.origins.iter().map(|origin| origin.source.full_path());
    ArticleFacts {
        outlet: article.outlet.as_ref().map(|outlet| outlet.id.clone()),
        published: article.published.as_ref().map(Published::range),
        updated: article.updated.as_ref().map(Published::range),
        added: article.added.map(added_day),
        date_basis: date_basis(article),
        words,
        paths: distinct(relative.chain(full)),
        folders: distinct(article.origins.iter().filter_map(folder).map(str::to_string)),
        source_ids: article.source_ids().into_iter().map(str::to_string).collect(),
        url: article.url.as_deref().map(url_form),
        values,
    }
}

impl ArticleFacts {
    /// The folded values of an exact field, each once, none empty.
    pub fn values(&self, field: ValueField) -> &[String] {
        &self.values[field as usize]
    }

    /// Whether a value of the field fits.
    pub fn has_value(&self, field: ValueField, wanted: &ValueMatch) -> bool {
        self.values(field).iter().any(|value| value_fits(value, wanted))
    }

    /// The interval of one of its dates.
    pub fn date(&self, field: DateField) -> Option<DayRange> {
        match field {
            DateField::Published => self.published,
            DateField::Updated => self.updated,
            DateField::Added => self.added.map(|day| DayRange::new(day, day)),
        }
    }

    /// Whether a date lies inside the range, or overlaps it. False for the undated.
    pub fn date_fits(&self, field: DateField, range: DayRange, overlap: bool) -> bool {
        self.date(field)
            .is_some_and(|date| if overlap { range.overlaps(date) } else { range.contains(date) })
    }

    /// Whether one of its paths is this one or lies below it (see [`path_form`]).
    pub fn below(&self, path: &str) -> bool {
        let wanted = path_form(path);
        self.paths.iter().any(|path| lies_below(path, &wanted))
    }

    /// Whether its address is this one.
    pub fn has_url(&self, url: &str) -> bool {
        self.url.as_deref() == Some(url_form(url).as_str())
    }

    /// The values a facet counts, each once, in the form they are filtered by.
    pub fn facet(&self, field: FacetField) -> Vec<String> {
        match field {
            FacetField::Outlet => self.outlet.iter().cloned().collect(),
            FacetField::Year | FacetField::Month | FacetField::Day => {
                self.published.and_then(|range| calendar_value(range, field)).into_iter().collect()
            }
            FacetField::Path => self.folders.clone(),
            _ => facet_value_field(field).map_or(Vec::new(), |field| self.values(field).to_vec()),
        }
    }

    /// Whether it passes what a filter asks (its `exclude` not looked at).
    pub fn passes(&self, test: &FilterTest) -> bool {
        match test {
            FilterTest::Published(range) => self.date_fits(DateField::Published, *range, false),
            FilterTest::Values(FacetField::Path, wanted) => {
                wanted.iter().any(|path| self.below(path))
            }
            FilterTest::Values(field, wanted) => {
                self.facet(*field).iter().any(|value| wanted.contains(value))
            }
        }
    }
}

/// The values of an exact field as printed.
pub fn printed_values(article: &Article, field: ValueField) -> Vec<&str> {
    match field {
        ValueField::Author => article.authors().iter().map(String::as_str).collect(),
        ValueField::Tag => article.tags.iter().map(String::as_str).collect(),
        ValueField::Section => article.section.as_deref().into_iter().collect(),
        ValueField::Lang => article.language.iter().map(|l| l.code.as_str()).collect(),
        ValueField::Country => article.country.as_deref().into_iter().collect(),
        ValueField::Type => article.kind.as_deref().into_iter().collect(),
        ValueField::Wire => article.wire.as_deref().into_iter().collect(),
        ValueField::Page => article.page.as_deref().into_iter().collect(),
        ValueField::Edition => article.edition.as_deref().into_iter().collect(),
    }
}

/// Whether a folded value is the one wanted, or fits the pattern.
pub fn value_fits(folded: &str, wanted: &ValueMatch) -> bool {
    match wanted {
        ValueMatch::Is(value) => folded == value,
        ValueMatch::Wild(pattern) => morgue_analysis::matches_wild(pattern, folded),
    }
}

/// The field of exact values that a facet counts, where it is one.
pub fn facet_value_field(field: FacetField) -> Option<ValueField> {
    Some(match field {
        FacetField::Section => ValueField::Section,
        FacetField::Lang => ValueField::Lang,
        FacetField::Country => ValueField::Country,
        FacetField::Author => ValueField::Author,
        FacetField::Type => ValueField::Type,
        FacetField::Wire => ValueField::Wire,
        FacetField::Tag => ValueField::Tag,
        FacetField::Outlet
        | FacetField::Year
        | FacetField::Month
        | FacetField::Day
        | FacetField::Path => return None,
    })
}

/// The year, month or day (`1871`, `1871-03`, `1871-03-02`) that holds the whole interval.
pub fn calendar_value(range: DayRange, field: FacetField) -> Option<String> {
    let length = match field {
        FacetField::Year => 4,
        FacetField::Month => 7,
        FacetField::Day => 10,
        _ => return None,
    };
    let cut = |day: Day| day.to_string().chars().take(length).collect::<String>();
    let first = cut(range.first);
    (first == cut(range.last)).then_some(first)
}

/// An address as it is compared: without its scheme, a leading `www.` and `/` at the end; the host
/// in small letters.
pub fn url_form(url: &str) -> String {
    let url = url.trim();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(host_end);
    let host = host.to_lowercase();
    let form = format!("{}{path}", host.strip_prefix("www.").unwrap_or(&host));
    form.trim_end_matches('/').to_string()
}

/// A path as it is compared: without `./` before it and `/` behind it. The empty path is the root
/// of everything.
pub fn path_form(path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    if path == "." { String::new() } else { path.trim_end_matches('/').to_string() }
}

/// Every path that finds what lies at `path`: the empty one, each folder above it, itself.
/// `a/b/c` gives ``, `a`, `a/b`, `a/b/c`; `/a/b` gives ``, `/a`, `/a/b`.
pub fn path_prefixes(path: &str) -> Vec<&str> {
    let path = path.trim_end_matches('/');
    let cuts = path.match_indices('/').map(|(at, _)| at).filter(|&at| at > 0);
    let mut out = vec![""];
    out.extend(cuts.map(|at| &path[..at]));
    if !path.is_empty() {
        out.push(path);
    }
    out
}

/// Digits from which the beginning of an id is enough to name it.
pub const ID_PREFIX: usize = 8;

/// Whether `id:` may find this article, every step of [`resolve_ids`] at once.
pub fn id_fits(id: ArticleId, source_ids: &[String], wanted: &str) -> bool {
    source_ids.iter().any(|own| own == wanted)
        || id_prefix(wanted).is_some_and(|range| range.contains(&id))
}

/// The first and the last id that begin with these hexadecimal digits: 8 or more.
pub fn id_prefix(digits: &str) -> Option<RangeInclusive<ArticleId>> {
    let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !hex || !(ID_PREFIX..=32).contains(&digits.len()) {
        return None;
    }
    let bits = u128::from_str_radix(digits, 16).ok()?;
    let free = 4 * (32 - digits.len() as u32);
    let first = bits << free;
    let last = first | 1_u128.checked_shl(free).map_or(0, |above| above - 1);
    Some(ArticleId::from_u128(first)..=ArticleId::from_u128(last))
}

/// A clause with every [`Clause::Id`] replaced by what it finds among all articles.
///
/// `lookup` is given the text and answers with the ids of current articles: those with exactly
/// this id (in either case of letters) and those that a source of theirs calls so; or, only if
/// there are none, those that [`id_prefix`] holds. Because this depends on the whole archive, an
/// engine does it before it looks at any article.
///
/// # Errors
/// What `lookup` fails with.
pub fn resolve_ids<E>(
    clause: &Clause,
    lookup: &mut impl FnMut(&str) -> Result<Vec<ArticleId>, E>,
) -> Result<Clause, E> {
    let mut each = |clauses: &[Clause]| -> Result<Vec<Clause>, E> {
        clauses.iter().map(|clause| resolve_ids(clause, lookup)).collect()
    };
    Ok(match clause {
        Clause::And(all) => Clause::And(each(all)?),
        Clause::Or(any) => Clause::Or(each(any)?),
        Clause::AtLeastOf { min, of } => Clause::AtLeastOf { min: *min, of: each(of)? },
        Clause::Prefer { must, should } => {
            let should = each(should)?;
            Clause::Prefer { must: Box::new(resolve_ids(must, lookup)?), should }
        }
        Clause::Not(inner) => Clause::Not(Box::new(resolve_ids(inner, lookup)?)),
        Clause::Boost(inner, boost) => Clause::Boost(Box::new(resolve_ids(inner, lookup)?), *boost),
        Clause::Id(text) => {
            Clause::Or(lookup(text)?.into_iter().map(|id| Clause::Id(id.to_string())).collect())
        }
        other => other.clone(),
    })
}

/// The day (UTC) of a moment in seconds since 1970.
pub fn added_day(seconds: i64) -> Day {
    Day(seconds.div_euclid(86_400))
}

fn lies_below(path: &str, above: &str) -> bool {
    let rest = path.strip_prefix(above);
    rest.is_some_and(|rest| above.is_empty() || rest.is_empty() || rest.starts_with('/'))
}

fn date_basis(article: &Article) -> String {
    article.published.as_ref().map_or_else(|| "none".into(), |date| fold_value(&date.basis))
}

fn folder(origin: &Origin) -> Option<&str> {
    origin.source.path.rsplit_once('/').map(|(folder, _)| folder)
}

fn distinct(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for value in values {
        if !value.is_empty() && !out.contains(&value) {
            out.push(value);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_without_what_varies() {
        for (url, form) in [
            ("https://www.Harbour.example/a/B/", "harbour.example/a/B"),
            ("http://harbour.example", "harbour.example"),
            ("harbour.example?x=1", "harbour.example?x=1"),
            (" www.harbour.example/ ", "harbour.example"),
            ("", ""),
        ] {
            assert_eq!(url_form(url), form, "{url}");
        }
    }

    #[test]
    fn a_path_finds_whole_parts_only() {
        let facts = ArticleFacts {
            paths: vec!["a/b/c.txt".into(), "/srv/x/a/b/c.txt".into()],
            ..Default::default()
        };
        for yes in ["a", "a/", "./a/b", "a/b/c.txt", "/srv/x", "/srv", "/", "", "."] {
            assert!(facts.below(yes), "{yes}");
        }
        for no in ["a/bc", "a/b/c", "b", "srv", "/sr", "x"] {
            assert!(!facts.below(no), "{no}");
        }
        for path in &facts.paths {
            for prefix in path_prefixes(path) {
                assert!(facts.below(prefix), "{prefix}");
            }
        }
        assert_eq!(path_prefixes("/a/b"), ["", "/a", "/a/b"]);
    }

    #[test]
    fn a_calendar_value_holds_the_whole_date() {
        let range = DayRange::parse("1871-03").expect("a month");
        assert_eq!(calendar_value(range, FacetField::Year).as_deref(), Some("1871"));
        assert_eq!(calendar_value(range, FacetField::Month).as_deref(), Some("1871-03"));
        assert_eq!(calendar_value(range, FacetField::Day), None);
        assert_eq!(calendar_value(range, FacetField::Outlet), None);
    }
}
