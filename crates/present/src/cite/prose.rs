//! Citations as prose.

use super::Citation;
use super::name::Name;
use super::quoted::quoted;
use super::work::{Title, Work};

/// A citation being written.
#[derive(Default)]
struct Prose(Citation);

impl Prose {
    fn push(&mut self, text: &str) {
        self.0.text.push_str(text);
    }

    fn italic(&mut self, text: &str) {
        let start = self.0.text.chars().count();
        self.push(text);
        self.0.italic.push((start, start + text.chars().count()));
    }

    /// Begins a sentence or a part behind the one before.
    fn then(&mut self, between: &str) {
        if !self.0.text.is_empty() {
            self.push(between);
        }
    }

    /// Ends a sentence, where no sign has.
    fn stop(&mut self) {
        let text = self.0.text.trim_end_matches(['”', '’']);
        if !text.ends_with(['.', '?', '!', '…', '。', '？', '！']) {
            self.push(".");
        }
    }
}

/// `Doe, Jane, and John Roe. “Headline.” Outlet, March 2, 1871, late edition, p. 4. URL.`
///
/// In a bibliography the newspaper stands in the author's place where nobody signed.
pub(super) fn chicago(work: &Work<'_>) -> Citation {
    let mut out = Prose::default();
    let mut outlet = work.outlet.as_deref();
    if !work.authors.is_empty() {
        out.push(&list(&work.authors, 10, 7, true));
        out.stop();
    } else if let Some(name) = outlet.take() {
        out.italic(name);
        out.stop();
    }
    out.then(" ");
    match &work.title {
        Title::Printed(title) => out.push(&quoted(title, Some('.'))),
        Title::Described(title) => {
            out.push(&capital(title));
            out.stop();
        }
    }
    out.push(" ");
    if let Some(name) = outlet {
        out.italic(name);
        out.push(", ");
    }
    out.push(&work.when.chicago());
    for part in [work.edition_with("edition"), work.page_with_sign()].into_iter().flatten() {
        out.push(", ");
        out.push(&part);
    }
    out.stop();
    if let Some(url) = &work.url {
        out.push(" ");
        out.push(url);
        out.push(".");
    }
    out.0
}

/// `Jane Doe and John Roe, “Headline,” Outlet, March 2, 1871, late edition, p. 4, URL.`
pub(super) fn chicago_note(work: &Work<'_>) -> Citation {
    let mut out = Prose::default();
    if !work.authors.is_empty() {
        out.push(&list(&work.authors, 3, 1, false));
        out.push(", ");
    }
    match &work.title {
        Title::Printed(title) => out.push(&quoted(title, Some(','))),
        Title::Described(title) => {
            out.push(title);
            out.push(",");
        }
    }
    out.push(" ");
    if let Some(name) = &work.outlet {
        out.italic(name);
        out.push(", ");
    }
    out.push(&work.when.chicago());
    let parts = [work.edition_with("edition"), work.page_with_sign(), work.url.clone()];
    for part in parts.into_iter().flatten() {
        out.push(", ");
        out.push(&part);
    }
    if work.url.is_some() {
        out.push(".")
    } else {
        out.stop()
    }
    out.0
}

/// `Doe, J., & Roe, J. (1871, March 2). Headline. Outlet (late ed.), 4. URL`
pub(super) fn apa(work: &Work<'_>) -> Citation {
    let mut out = Prose::default();
    let date = format!("({}).", work.when.apa());
    if !work.authors.is_empty() {
        out.push(&apa_authors(&work.authors));
        out.stop();
        out.push(" ");
        out.push(&date);
        out.push(" ");
    }
    // What stands alone is in italics, what stands in something is not.
    match (&work.title, &work.outlet) {
        (Title::Printed(title), None) => out.italic(title),
        (Title::Printed(title), Some(_)) => out.push(title),
        (Title::Described(title), _) => out.push(&format!("[{}]", capital(title))),
    }
    out.stop();
    if work.authors.is_empty() {
        out.push(" ");
        out.push(&date);
    }
    if let Some(name) = &work.outlet {
        out.push(" ");
        out.italic(name);
    }
    let edition = work.edition_with("ed.").map(|edition| format!("({edition})"));
    if let Some(edition) = edition {
        out.push(" ");
        out.push(&edition);
    }
    if let Some(page) = &work.page {
        out.push(if work.outlet.is_some() || work.edition.is_some() { ", " } else { " p. " });
        out.push(page);
    }
    out.stop();
    if let Some(url) = &work.url {
        out.push(" ");
        out.push(url);
    }
    out.0
}

/// `Doe, Jane, and John Roe. “Headline.” Outlet, late ed., 2 Mar. 1871, p. 4, URL.`
pub(super) fn mla(work: &Work<'_>) -> Citation {
    let mut out = Prose::default();
    if !work.authors.is_empty() {
        out.push(&list(&work.authors, 2, 1, true));
        out.stop();
        out.push(" ");
    }
    match &work.title {
        Title::Printed(title) => out.push(&quoted(title, Some('.'))),
        Title::Described(title) => {
            out.push(&capital(title));
            out.stop();
        }
    }
    let mut first = true;
    if let Some(name) = &work.outlet {
        out.push(" ");
        out.italic(name);
        first = false;
    }
    let edition = work.edition_with("ed.");
    let parts = [edition, work.when.mla(), work.page_with_sign(), work.url.clone()];
    for part in parts.into_iter().flatten() {
        out.push(if first { " " } else { ", " });
        out.push(&part);
        first = false;
    }
    if work.url.is_some() {
        out.push(".")
    } else {
        out.stop()
    }
    out.0
}

/// Names for a sentence: all of them up to `most`, else the first `shown` and `et al.`; the first
/// one inverted where a list is sorted by it.
fn list(names: &[Name], most: usize, shown: usize, inverted: bool) -> String {
    let written = |(i, name): (usize, &Name)| match i == 0 && inverted {
        true => name.inverted(),
        false => name.straight(),
    };
    let all: Vec<String> = names.iter().enumerate().map(written).collect();
    // Behind an inverted name a comma stands even before `and`.
    let comma = if inverted { "," } else { "" };
    match all.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one}{comma} and {two}"),
        [all @ .., last] if all.len() < most => format!("{}, and {last}", all.join(", ")),
        all => {
            let et_al = if shown == 1 && !inverted { " et al." } else { ", et al." };
            format!("{}{et_al}", all[..shown.min(all.len())].join(", "))
        }
    }
}

/// Up to twenty names; of more, nineteen, three dots and the last.
fn apa_authors(names: &[Name]) -> String {
    let all: Vec<String> = names.iter().map(Name::initials).collect();
    match all.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] if all.len() < 20 => format!("{}, & {last}", all.join(", ")),
        [all @ .., last] => format!("{}, … {last}", all[..19].join(", ")),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}
