//! Whether a condition holds for one article, by straightforward loops.

use std::collections::BTreeSet;

use morgue_article::{Article, DayRange};
use morgue_query::facts::url_form;
use morgue_query::plan::{
    Clause, DateField, Filter, FilterTest, TextClause, TextField, ValueField, ValueMatch,
};
use morgue_query::{ScorePart, ScoreParts, ZoneCounts, fold_value};

use super::text::{most_apart, wild_fits};
use super::{MemoryEngine, Stored, count};

/// Tests conditions against the articles of one engine.
#[derive(Clone, Copy)]
pub(super) struct Tester<'a> {
    pub(super) engine: &'a MemoryEngine,
    /// Whether a date that only overlaps its range is enough.
    pub(super) loose: bool,
}

impl Tester<'_> {
    pub(super) fn holds(self, clause: &Clause, stored: &Stored) -> bool {
        let article = &stored.article;
        match clause {
            Clause::All => true,
            Clause::Nothing => false,
            Clause::And(all) => all.iter().all(|clause| self.holds(clause, stored)),
            Clause::Or(any) => any.iter().any(|clause| self.holds(clause, stored)),
            Clause::AtLeastOf { min, of } => {
                of.iter().filter(|clause| self.holds(clause, stored)).count() >= *min
            }
            Clause::Prefer { must, .. } => self.holds(must, stored),
            Clause::Not(inner) => !Tester { loose: false, ..self }.holds(inner, stored),
            Clause::Boost(inner, _) => self.holds(inner, stored),
            Clause::Text(text) => {
                let occurs = |&field: &TextField| {
                    !stored.words.field(field).occurrences(&text.span).is_empty()
                };
                text.fields.iter().any(occurs)
            }
            Clause::AtLeast { count, text } => occurrences(text, stored) >= *count,
            Clause::Value(field, wanted) => {
                values(article, *field).iter().any(|value| value_fits(value, wanted))
            }
            Clause::Outlet(ids) => {
                article.outlet.as_ref().is_some_and(|outlet| ids.contains(&outlet.id))
            }
            Clause::Date { field, range, overlap } => {
                date(article, *field).is_some_and(|date| self.date_fits(date, *range, *overlap))
            }
            Clause::DateBasis(wanted) => {
                let basis = article.published.as_ref().map_or("none", |date| &date.basis);
                value_fits(&fold_value(basis), wanted)
            }
            Clause::Length(range) => range.contains(&stored.words.zones.words),
            Clause::Path(path) => paths(article).iter().any(|own| below(own, path)),
            Clause::Id(id) => self.named(id).contains(&article.id),
            Clause::Url(url) => {
                article.url.as_ref().is_some_and(|own| url_form(own) == url_form(url))
            }
        }
    }

    pub(super) fn passes(self, filter: &Filter, stored: &Stored) -> bool {
        let article = &stored.article;
        let fits = match &filter.test {
            FilterTest::Values(morgue_query::plan::FacetField::Path, wanted) => {
                paths(article).iter().any(|own| wanted.iter().any(|path| below(own, path)))
            }
            FilterTest::Values(field, wanted) => {
                count::values(article, *field).iter().any(|(value, _)| wanted.contains(value))
            }
            FilterTest::Published(range) => {
                let tester = Tester { loose: self.loose && !filter.exclude, ..self };
                let published = date(article, DateField::Published);
                published.is_some_and(|date| tester.date_fits(date, *range, false))
            }
        };
        fits != filter.exclude
    }

    /// One for every condition on text that holds, times the boosts over it.
    pub(super) fn score(self, clause: &Clause, stored: &Stored) -> f32 {
        if !self.holds(clause, stored) {
            return 0.0;
        }
        let sum = |clauses: &[Clause]| -> f32 {
            clauses.iter().map(|clause| self.score(clause, stored)).sum()
        };
        match clause {
            Clause::And(of) | Clause::Or(of) | Clause::AtLeastOf { of, .. } => sum(of),
            Clause::Prefer { must, should } => self.score(must, stored) + sum(should),
            Clause::Boost(inner, boost) => self.score(inner, stored) * boost,
            Clause::Text(_) | Clause::AtLeast { .. } => 1.0,
            _ => 0.0,
        }
    }

    /// The same, clause by clause.
    pub(super) fn score_parts(self, clause: &Clause, stored: &Stored) -> ScoreParts {
        let mut parts = Vec::new();
        self.add_parts(clause, stored, 1.0, &mut parts);
        ScoreParts { score: self.score(clause, stored), ranking: None, parts }
    }

    fn add_parts(self, clause: &Clause, stored: &Stored, boost: f32, parts: &mut Vec<ScorePart>) {
        if !self.holds(clause, stored) {
            return;
        }
        match clause {
            Clause::And(of) | Clause::Or(of) | Clause::AtLeastOf { of, .. } => {
                of.iter().for_each(|clause| self.add_parts(clause, stored, boost, parts));
            }
            Clause::Prefer { must, should } => {
                self.add_parts(must, stored, boost, parts);
                should.iter().for_each(|clause| self.add_parts(clause, stored, boost, parts));
            }
            Clause::Boost(inner, more) => self.add_parts(inner, stored, boost * more, parts),
            Clause::Text(text) | Clause::AtLeast { text, .. } => parts.push(ScorePart {
                clause: text.clone(),
                terms: Vec::new(),
                articles: 0,
                idf: 1.0,
                boost,
                frequency: occurrences(text, stored),
                zones: ZoneCounts::default(),
                length: stored.words.zones.words,
                average: 0.0,
                score: boost,
            }),
            _ => {}
        }
    }

    fn date_fits(self, date: DayRange, range: DayRange, overlap: bool) -> bool {
        if overlap || self.loose {
            date.last >= range.first && date.first <= range.last
        } else {
            date.first >= range.first && date.last <= range.last
        }
    }

    /// The articles that an id names, each step only if the one before found none.
    fn named(self, id: &str) -> BTreeSet<morgue_article::ArticleId> {
        let digits = id.to_lowercase();
        let all = || self.engine.stored.values().map(|stored| &stored.article);
        let own: BTreeSet<_> = all()
            .filter(|a| a.id.to_string() == digits || a.source_ids().contains(&id))
            .map(|a| a.id)
            .collect();
        if !own.is_empty() || digits.len() < 8 {
            return own;
        }
        all().filter(|a| a.id.to_string().starts_with(&digits)).map(|a| a.id).collect()
    }
}

fn occurrences(text: &TextClause, stored: &Stored) -> u32 {
    let mut fields: BTreeSet<TextField> = text.fields.iter().copied().collect();
    if fields.contains(&TextField::Body) {
        fields.remove(&TextField::Lead);
    }
    fields.iter().map(|&field| most_apart(&stored.words.field(field).occurrences(&text.span))).sum()
}

/// The folded values of an exact field.
pub(super) fn values(article: &Article, field: ValueField) -> Vec<String> {
    let printed: Vec<&String> = match field {
        ValueField::Author => article.byline.iter().flat_map(|byline| &byline.authors).collect(),
        ValueField::Section => article.section.iter().collect(),
        ValueField::Lang => article.language.iter().map(|language| &language.code).collect(),
        ValueField::Country => article.country.iter().collect(),
        ValueField::Type => article.kind.iter().collect(),
        ValueField::Wire => article.wire.iter().collect(),
        ValueField::Tag => article.tags.iter().collect(),
        ValueField::Page => article.page.iter().collect(),
        ValueField::Edition => article.edition.iter().collect(),
    };
    printed.into_iter().map(|value| fold_value(value)).filter(|value| !value.is_empty()).collect()
}

fn value_fits(value: &str, wanted: &ValueMatch) -> bool {
    match wanted {
        ValueMatch::Is(wanted) => value == wanted,
        ValueMatch::Wild(pattern) => {
            let (pattern, value): (Vec<char>, Vec<char>) =
                (pattern.chars().collect(), value.chars().collect());
            wild_fits(&pattern, &value)
        }
    }
}

fn date(article: &Article, field: DateField) -> Option<DayRange> {
    match field {
        DateField::Published => article.published.as_ref().map(|date| date.range()),
        DateField::Updated => article.updated.as_ref().map(|date| date.range()),
        DateField::Added => article.added.map(|seconds| {
            let day = morgue_article::Day(seconds.div_euclid(86_400));
            DayRange::new(day, day)
        }),
    }
}

fn paths(article: &Article) -> Vec<String> {
    let mut out = Vec::new();
    for origin in &article.origins {
        let (root, path) = (&origin.source.root, &origin.source.path);
        if path.is_empty() {
            out.push(root.clone());
            out.extend(root.split('/').next_back().map(str::to_string));
        } else {
            out.push(path.clone());
            out.push(format!("{}/{path}", root.trim_end_matches('/')));
        }
    }
    out
}

/// Whether the parts of one path begin with all parts of another.
fn below(path: &str, above: &str) -> bool {
    let above = above.strip_prefix("./").unwrap_or(above).trim_end_matches('/');
    if above.is_empty() || above == "." {
        return true;
    }
    let (path, above): (Vec<&str>, Vec<&str>) =
        (path.split('/').collect(), above.split('/').collect());
    path.len() >= above.len() && path[..above.len()] == above[..]
}
