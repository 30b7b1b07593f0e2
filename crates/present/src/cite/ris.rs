//! RIS: a tag, two spaces, a hyphen, a value; lines end with CR LF.

use std::fmt::Write as _;

use super::name::Name;
use super::when::{Point, When};
use super::work::Work;

/// One record, from `TY` to `ER`.
pub(super) fn record(work: &Work<'_>) -> String {
    let mut out = String::new();
    let mut line = |tag: &str, value: &str| {
        // A value is one line: there is no way to go on in a second one.
        _ = write!(out, "{tag}  - {value}\r\n");
    };
    line("TY", "NEWS");
    line("ID", &work.article.id.to_string());
    for author in &work.authors {
        match author {
            // A comma would make a family name of what stands before it.
            Name::Whole(name) => line("AU", &name.replace(',', "")),
            person => line("AU", &person.inverted()),
        }
    }
    line("TI", &work.title.text());
    let fields =
        [("T2", &work.outlet), ("ET", &work.edition), ("SE", &work.section), ("SP", &work.page)];
    for (tag, value) in fields {
        value.iter().for_each(|value| line(tag, value));
    }
    for (tag, value) in dates(work.when) {
        line(tag, &value);
    }
    work.tags.iter().for_each(|tag| line("KW", tag));
    if work.article.language.is_some() {
        line("LA", work.article.lang());
    }
    if let Some(url) = &work.url {
        line("UR", url);
    }
    for note in notes(work) {
        line("N1", &note);
    }
    line("ER", "");
    out
}

/// `PY  - 1871`, `DA  - 1871/03/02/`. What is no year, month or day goes where RIS has room for
/// other words, and has no `PY`: a decade is not its first year.
fn dates(when: When) -> Vec<(&'static str, String)> {
    let slashes = |point: Point| {
        let part = |part: Option<u32>| part.map(|it| format!("{it:02}")).unwrap_or_default();
        format!("{:04}/{}/{}/", point.year, part(point.month), part(point.day))
    };
    let mut out = Vec::new();
    out.extend(when.year().map(|year| ("PY", format!("{year:04}"))));
    match when {
        When::Unknown => {}
        When::On(point) => out.push(("DA", slashes(point))),
        When::Decade(_) | When::Between(..) => {
            let year = when.year().map(|year| format!("{year:04}")).unwrap_or_default();
            out.push(("DA", format!("{year}///{}", when.chicago())));
        }
    }
    out
}

/// What has no tag of its own.
pub(super) fn notes(work: &Work<'_>) -> Vec<String> {
    let mut out = Vec::new();
    if work.when == When::Unknown {
        out.push("n.d.".to_string());
    }
    if let Some(basis) = &work.date_basis {
        out.push(format!("date known from: {basis}"));
    }
    out
}
