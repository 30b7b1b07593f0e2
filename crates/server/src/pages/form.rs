//! The form of a search: the same state as the address, in boxes.

use super::asked::Asked;
use super::facets::{Names, capital};
use crate::app::State;

/// The boxes of a form and what is in them.
pub(super) struct Form {
    pub(super) action: String,
    pub(super) q: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) matching: Vec<Choice>,
    pub(super) sort: Vec<Choice>,
    pub(super) plain: bool,
    /// What the form takes along unseen.
    pub(super) hidden: Vec<(String, String)>,
    /// The filters that are set, each with its ways out.
    pub(super) chips: Vec<Chip>,
    /// Where nothing is asked but what is locked.
    pub(super) afresh: String,
}

/// One of several.
pub(super) struct Choice {
    pub(super) value: &'static str,
    pub(super) text: &'static str,
    pub(super) chosen: bool,
}

/// A filter that is set.
pub(super) struct Chip {
    pub(super) text: String,
    /// Where it is gone.
    pub(super) without: String,
    pub(super) locked: bool,
    /// Where it is locked, or not any more.
    pub(super) lock: String,
}

const MATCH: [(&str, &str); 3] =
    [("all", "all of the words"), ("most", "most of the words"), ("any", "any of the words")];
const SORT: [(&str, &str); 4] = [
    ("relevance", "best first"),
    ("newest", "newest first"),
    ("oldest", "oldest first"),
    ("added", "last added first"),
];

impl Form {
    /// The form of a search that was asked.
    pub(super) fn new(state: &State, asked: &Asked, names: &Names) -> Self {
        let text = |name| asked.value(name).unwrap_or_default().to_string();
        let bare = asked.q().trim().is_empty();
        let sort = asked.value("sort").unwrap_or(if bare { "newest" } else { "relevance" });
        let taken = ["lock", "strict", "snippets", "limit", "more"];
        let hidden = asked.pairs().iter().filter(|(name, _)| taken.contains(&name.as_str()));
        Self {
            action: state.links.to("/search"),
            q: asked.q().to_string(),
            from: text("from"),
            to: text("to"),
            matching: choices(&MATCH, asked.value("match").unwrap_or("all")),
            sort: choices(&SORT, sort),
            plain: asked.value("plain").is_some_and(|value| matches!(value, "1" | "true")),
            hidden: hidden.cloned().collect(),
            chips: chips(state, asked, names, "/search"),
            afresh: state.links.to(&asked.locked().at("/")),
        }
    }
}

/// How the words are matched, where it is not as usual.
pub(super) fn how_matched(asked: &Asked) -> impl Iterator<Item = &'static str> {
    let matched = asked.value("match").filter(|value| *value != "all");
    let matched = MATCH.iter().find(|(value, _)| Some(*value) == matched).map(|(_, text)| *text);
    let plain = asked.value("plain").is_some_and(|value| matches!(value, "1" | "true"));
    matched.into_iter().chain(plain.then_some("no operators"))
}

/// Choices of which one is chosen.
pub(super) fn choices(all: &[(&'static str, &'static str)], chosen: &str) -> Vec<Choice> {
    let choice = |&(value, text)| Choice { value, text, chosen: value == chosen };
    all.iter().map(choice).collect()
}

/// The filters of a question: its days, then values kept and left out, by field.
pub(super) fn chips(state: &State, asked: &Asked, names: &Names, route: &str) -> Vec<Chip> {
    let locks = asked.locks();
    let chip = |field: &str, text: String, without: Asked| {
        let locked = locks.contains(&field);
        // A lock of which nothing is left is none.
        let without =
            if without.locked() == Asked::default() { without.without(&["lock"]) } else { without };
        Chip {
            text,
            without: state.links.to(&without.at(route)),
            locked,
            lock: state.links.to(&asked.locking(field, !locked).at(route)),
        }
    };
    let days = match (asked.value("from"), asked.value("to")) {
        (Some(from), Some(to)) if from == to => Some(format!("Date: {from}")),
        (Some(from), Some(to)) => Some(format!("Date: {from} to {to}")),
        (Some(from), None) => Some(format!("Date: from {from}")),
        (None, Some(to)) => Some(format!("Date: to {to}")),
        (None, None) => None,
    };
    let mut chips: Vec<Chip> = Vec::new();
    chips.extend(days.map(|text| chip("date", text, asked.without(&["from", "to"]))));
    for (name, value) in asked.pairs() {
        let field = name.strip_prefix("exclude-").unwrap_or(name);
        if !super::asked::LOCKABLE.contains(&field) || field == "date" {
            continue;
        }
        let not = if field == name { "" } else { "not " };
        let title = if field == "lang" { "language" } else { field };
        let text = format!("{}: {not}{}", capital(title), names.of(field, value));
        chips.push(chip(field, text, asked.without_value(name, value)));
    }
    chips
}
