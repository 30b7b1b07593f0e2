//! Values that the index has, where the one asked for is none of them.

use super::Trier;
use crate::AnswerError;
use crate::plan::{Clause, FacetField, Plan, ValueField, Want, WantFacet};
use crate::syntax::{Field, Kind, Node, nearest};

/// Fields whose values are looked through at most.
const FIELDS: usize = 3;
/// Values of a field that are looked through at most.
const LOOKED_AT: usize = 5_000;
/// Values that are offered in place of one.
const OFFERED: usize = 3;

/// The values of the fields that a query asks for.
pub(super) struct Values(Vec<(ValueField, Vec<String>)>);

impl Values {
    /// Those of the fields of a query that have lists of values.
    pub(super) fn of(query: &Node, trier: &mut Trier<'_>) -> Result<Self, AnswerError> {
        let mut fields = Vec::new();
        collect(query, &mut fields);
        fields.truncate(FIELDS);
        let mut all = Vec::new();
        for field in fields {
            let Some(facet) = facet(field) else { continue };
            let facets = vec![WantFacet { field: facet, limit: LOOKED_AT }];
            let want = Want { facets, ..Want::default() };
            let plan = Plan { clause: Clause::All, filters: Vec::new(), want };
            let found = trier.known(trier.engine.search(&plan, &trier.control))?;
            let lists = found.into_iter().flat_map(|found| found.facets);
            let values = lists.flat_map(|list| list.values);
            all.push((field, values.map(|value| value.label.unwrap_or(value.value)).collect()));
        }
        Ok(Self(all))
    }

    /// A value as others that are spelt alike or that one of both begins with.
    pub(super) fn near(&self, node: &Node) -> Vec<(Node, String)> {
        let Kind::Field { field: field @ Field::Exact(exact), overlap, of } = &node.kind else {
            return Vec::new();
        };
        let Kind::Value(typed) = &of.kind else { return Vec::new() };
        let known = self.0.iter().find(|(known, _)| known == exact);
        let Some((_, values)) = known.filter(|_| !typed.contains(['*', '?'])) else {
            return Vec::new();
        };
        let instead = |value: &str| {
            let of = Box::new(Node::new(Kind::Value(value.to_string()), of.span.clone()));
            let kind = Kind::Field { field: *field, overlap: *overlap, of };
            let message = format!("`{value}` in place of `{typed}`");
            (Node::new(kind, node.span.clone()), message)
        };
        alike(typed, values).into_iter().map(instead).collect()
    }
}

/// The values like one, the nearest first; none where it is one itself.
fn alike<'v>(typed: &str, values: &'v [String]) -> Vec<&'v str> {
    const SHARED: usize = 4;
    let fold = |text: &str| morgue_analysis::fold(&text.to_lowercase());
    let wanted = fold(typed);
    if values.iter().any(|value| fold(value) == wanted) {
        return Vec::new();
    }
    let mut out = nearest(typed, values.iter().map(String::as_str), OFFERED);
    let begins = |value: &&String| {
        let value = fold(value);
        let shorter = if value.len() < wanted.len() { &value } else { &wanted };
        shorter.chars().count() >= SHARED
            && (value.starts_with(&wanted) || wanted.starts_with(&value))
    };
    for value in values.iter().filter(begins) {
        if !out.contains(&value.as_str()) {
            out.push(value);
        }
    }
    out.truncate(OFFERED);
    out
}

/// The fields of exact values that must hold, each once.
fn collect(node: &Node, out: &mut Vec<ValueField>) {
    match &node.kind {
        Kind::Not(_) => {}
        Kind::Field { field: Field::Exact(field), .. } if !out.contains(field) => out.push(*field),
        _ => node.children().into_iter().for_each(|child| collect(child, out)),
    }
}

/// The list of a field's values; languages are told by a notice.
fn facet(field: ValueField) -> Option<FacetField> {
    match field {
        ValueField::Author => Some(FacetField::Author),
        ValueField::Section => Some(FacetField::Section),
        ValueField::Country => Some(FacetField::Country),
        ValueField::Type => Some(FacetField::Type),
        ValueField::Wire => Some(FacetField::Wire),
        ValueField::Tag => Some(FacetField::Tag),
        ValueField::Lang | ValueField::Page | ValueField::Edition => None,
    }
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn values_like_one() {
        let values: Vec<String> =
            ["Sport", "Sports extra", "City", "Arts", "Art"].map(String::from).into();
        assert_eq!(alike("sporting", &values), ["Sport"]);
        assert_eq!(alike("sporst", &values), ["Sport"]);
        assert_eq!(alike("citty", &values), ["City"]);
        assert_eq!(alike("SPORT", &values), [""; 0]);
        assert_eq!(alike("weather", &values), [""; 0]);
    }
}
