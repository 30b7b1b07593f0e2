//! Lists of counts to choose from: any of several values, or none of them.

use morgue_query::FacetList;
use morgue_query::plan::FacetField;

use super::asked::Asked;
use crate::app::State;

/// The lists of a page of results: facet, the parameter that filters by it, and values shown.
pub(super) const LISTS: [(FacetField, &str, usize); 5] = [
    (FacetField::Outlet, "outlet", 10),
    (FacetField::Section, "section", 8),
    (FacetField::Lang, "lang", 6),
    (FacetField::Author, "author", 6),
    (FacetField::Country, "country", 6),
];
/// Values of a list that is shown longer.
pub(super) const MORE: usize = 200;

/// A list of counts.
pub(super) struct List {
    pub(super) name: &'static str,
    pub(super) title: String,
    pub(super) values: Vec<Value>,
    /// Where the list is longer.
    pub(super) more: Option<(String, String)>,
    /// Where its filters are gone.
    pub(super) clear: Option<String>,
    /// How many articles have no value.
    pub(super) missing: Option<String>,
    /// Where these are.
    pub(super) without: Option<String>,
}

/// A value and its count.
pub(super) struct Value {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) count: Option<String>,
    pub(super) kept: bool,
    pub(super) excluded: bool,
}

/// The lists of an answer. What is filtered by stands in its list even where nothing has it: the
/// lists are the form, and the form is the address.
pub(super) fn lists(state: &State, found: &[FacetList], asked: &Asked, names: &Names) -> Vec<List> {
    let lists = LISTS.iter().map(|(field, name, _)| {
        let counted = found.iter().find(|list| list.field == *field);
        list(state, name, morgue_present::facet_title(*field), counted, asked, names)
    });
    let path = list(state, "path", "path", None, asked, names);
    // A choice of one is none, unless it was made.
    let one_of_one =
        |list: &List| list.values.len() == 1 && list.missing.is_none() && list.clear.is_none();
    lists.chain([path]).filter(|list| !list.values.is_empty() && !one_of_one(list)).collect()
}

fn list(
    state: &State,
    name: &'static str,
    title: &str,
    counted: Option<&FacetList>,
    asked: &Asked,
    names: &Names,
) -> List {
    let without = format!("exclude-{name}");
    let mut values: Vec<Value> = Vec::new();
    for count in counted.iter().flat_map(|list| &list.values) {
        values.push(Value {
            label: count.label.clone().unwrap_or_else(|| names.of(name, &count.value)),
            count: Some(morgue_present::grouped(count.count)),
            kept: asked.values(name).any(|asked| same(asked, &count.value)),
            excluded: asked.values(&without).any(|asked| same(asked, &count.value)),
            value: count.value.clone(),
        });
    }
    for (param, kept) in [(name, true), (without.as_str(), false)] {
        for value in asked.values(param) {
            if !values.iter().any(|known| same(&known.value, value)) {
                let label = names.of(name, value);
                let (value, count) = (value.to_string(), None);
                values.push(Value { value, label, count, kept, excluded: !kept });
            }
        }
    }
    let filtered = values.iter().any(|value| value.kept || value.excluded);
    let to = |asked: Asked| state.links.to(&asked.at("/search"));
    let clear = filtered.then(|| to(asked.without(&[name, &without]).locking(name, false)));
    let hidden = counted.map_or(0, |list| list.distinct.saturating_sub(list.values.len() as u64));
    let more = (hidden > 0 && asked.value("more") != Some(name)).then(|| {
        let text = format!("{} more", morgue_present::grouped(hidden));
        (to(asked.with("more", name)), text)
    });
    let missing = counted.map(|list| list.missing).filter(|missing| *missing > 0);
    let missing = missing.map(morgue_present::grouped);
    // An outlet is named whole: there is no word for any of them.
    let none = asked.without(&[name, &without]).narrowed(&format!("NOT {name}:*"));
    let without = none.filter(|_| missing.is_some() && name != "outlet").map(to);
    List { name, title: capital(title), values, more, clear, missing, without }
}

/// Whether two spellings of a value are one to an engine.
fn same(a: &str, b: &str) -> bool {
    a == b || morgue_query::fold_value(a) == morgue_query::fold_value(b)
}

/// A name at the beginning of a line.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().to_string() + chars.as_str()).unwrap_or_default()
}

/// What values are called.
pub(super) struct Names {
    outlets: Vec<(String, String)>,
}

impl Names {
    pub(super) fn new(stats: &morgue_query::Stats) -> Self {
        let outlets = stats.outlets.iter().map(|outlet| (outlet.id.clone(), outlet.name.clone()));
        Self { outlets: outlets.collect() }
    }

    /// The name of a value of a facet.
    pub(super) fn of(&self, field: &str, value: &str) -> String {
        match field {
            "outlet" => {
                let known = self.outlets.iter().find(|(id, _)| id == value);
                known.map_or(value, |(_, name)| name).to_string()
            }
            "lang" => language(value),
            "country" => value.to_uppercase(),
            _ => value.to_string(),
        }
    }
}

/// `German`, or the code where it has no name.
pub(super) fn language(code: &str) -> String {
    if code == "und" {
        return "not known".to_string();
    }
    morgue_article::language_name(code).map_or_else(|| code.to_string(), capital)
}
