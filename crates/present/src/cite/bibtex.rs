//! BibTeX, readable by biblatex as well.

use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization;

use super::name::Name;
use super::when::{Point, When};
use super::work::Work;

/// The names BibTeX has for months, which no braces enclose.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// One entry.
pub(super) fn entry(work: &Work<'_>) -> String {
    let mut out = format!("@article{{{}", key(work));
    let mut field = |name: &str, value: &str| _ = write!(out, ",\n  {name} = {value}");
    if !work.authors.is_empty() {
        let authors: Vec<String> = work.authors.iter().map(author).collect();
        field("author", &braced(&authors.join(" and ")));
    }
    // Twice, so that no style makes small letters of its capitals.
    field("title", &braced(&braced(&escaped(&work.title.text()))));
    if let Some(outlet) = &work.outlet {
        field("journal", &braced(&escaped(outlet)));
    }
    date(work.when, &mut field);
    let fields = [("edition", &work.edition), ("pages", &work.page), ("section", &work.section)];
    for (name, value) in fields {
        if let Some(value) = value {
            field(name, &braced(&escaped(value)));
        }
    }
    if let Some(url) = &work.url {
        field("url", &braced(&address(url)));
    }
    if work.article.language.is_some() {
        field("language", &braced(&escaped(work.article.lang())));
    }
    if !work.tags.is_empty() {
        field("keywords", &braced(&escaped(&work.tags.join(", "))));
    }
    let undated = (work.when == When::Unknown).then(|| "undated".to_string());
    let basis = work.date_basis.as_ref().map(|basis| format!("date known from: {basis}"));
    if let Some(note) = undated.or(basis) {
        field("note", &braced(&escaped(&note)));
    }
    out += "\n}\n";
    out
}

/// `doe1871-1a2b3c4d5e6f`: to be recognised by a person, and the article's own.
fn key(work: &Work<'_>) -> String {
    let plain = |text: &str| -> String {
        let letters = text.nfd().filter(char::is_ascii_alphanumeric);
        letters.map(|c| c.to_ascii_lowercase()).take(24).collect()
    };
    let name = work.authors.first().map(|name| plain(name.family()));
    let name = name.filter(|name| !name.is_empty());
    let name = name.or_else(|| work.article.outlet.as_ref().map(|outlet| plain(&outlet.id)));
    let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| "article".into());
    let year = work.when.year().map(|year| year.to_string()).unwrap_or_default();
    format!("{name}{year}-{}", work.article.id.short(12))
}

fn author(name: &Name) -> String {
    match name {
        Name::Whole(name) => braced(&escaped(name)),
        Name::Person { family, given, suffix } => {
            let part = |text: &str| protected(&escaped(text));
            match suffix {
                Some(suffix) => format!("{}, {}, {}", part(family), part(suffix), part(given)),
                None => format!("{}, {}", part(family), part(given)),
            }
        }
    }
}

/// In braces where it holds what parts names.
fn protected(text: &str) -> String {
    let parts = text.contains(',') || text.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
    if parts { braced(text) } else { text.to_string() }
}

fn date(when: When, field: &mut impl FnMut(&str, &str)) {
    match when {
        When::On(Point { year, month, day }) => {
            field("year", &braced(&year.to_string()));
            let month = month.and_then(|month| MONTHS.get(month.wrapping_sub(1) as usize));
            if let Some(month) = month {
                field("month", month);
            }
            if let Some(day) = day {
                field("day", &braced(&day.to_string()));
            }
        }
        // `n.d.` is no year, and what reads this wants one.
        When::Unknown => {}
        wide => field("year", &braced(&wide.chicago())),
    }
}

fn braced(text: &str) -> String {
    format!("{{{text}}}")
}

/// Signs that TeX would obey. Braces are written by their names: BibTeX counts them even behind a
/// backslash.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out += "\\textbackslash{}",
            '{' => out += "\\textbraceleft{}",
            '}' => out += "\\textbraceright{}",
            '~' => out += "\\textasciitilde{}",
            '^' => out += "\\textasciicircum{}",
            '%' | '#' | '$' | '&' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// An address is taken as it stands; only what would end it is encoded.
fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '{' => out += "%7B",
            '}' => out += "%7D",
            '\\' => out += "%5C",
            ' ' => out += "%20",
            c => out.push(c),
        }
    }
    out
}
