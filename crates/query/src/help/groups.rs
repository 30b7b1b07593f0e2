//! Filters beside a query, by what they are about.

use crate::plan::FacetField;
use crate::planner::facet_name;
use crate::request::Request;

/// The same without any filter.
pub(super) fn unfiltered(request: &Request) -> Request {
    let (keep, exclude) = (Vec::new(), Vec::new());
    Request { from: None, to: None, keep, exclude, ..request.clone() }
}

/// Filters that belong together: the dates, the values of one facet.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// What it is called: `dates 1914 to 1918`, `outlet cnn`.
    pub(super) name: String,
    pub(super) kind: GroupKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GroupKind {
    Dates,
    Keep(FacetField),
    Exclude(FacetField),
}

impl Group {
    /// The request with these filters only.
    pub(super) fn only(&self, request: &Request) -> Request {
        let bare = unfiltered(request);
        let of = |list: &[(FacetField, String)], facet| {
            list.iter().filter(|(other, _)| *other == facet).cloned().collect()
        };
        match self.kind {
            GroupKind::Dates => {
                Request { from: request.from.clone(), to: request.to.clone(), ..bare }
            }
            GroupKind::Keep(facet) => Request { keep: of(&request.keep, facet), ..bare },
            GroupKind::Exclude(facet) => Request { exclude: of(&request.exclude, facet), ..bare },
        }
    }

    /// The request without these filters.
    pub(super) fn without(&self, request: &Request) -> Request {
        let mut out = request.clone();
        match self.kind {
            GroupKind::Dates => (out.from, out.to) = (None, None),
            GroupKind::Keep(facet) => out.keep.retain(|(other, _)| *other != facet),
            GroupKind::Exclude(facet) => out.exclude.retain(|(other, _)| *other != facet),
        }
        out
    }
}

pub(super) fn filters(request: &Request) -> Vec<Group> {
    let mut out = Vec::new();
    let dates = match (&request.from, &request.to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("dates from {from}")),
        (None, Some(to)) => Some(format!("dates to {to}")),
        (Some(from), Some(to)) => Some(format!("dates {from} to {to}")),
    };
    out.extend(dates.map(|name| Group { name, kind: GroupKind::Dates }));
    let lists: [(_, fn(_) -> GroupKind, _); 2] =
        [(&request.keep, GroupKind::Keep, ""), (&request.exclude, GroupKind::Exclude, "not ")];
    for (list, kind, not) in lists {
        let mut facets: Vec<FacetField> = Vec::new();
        for (facet, _) in list.iter() {
            if facets.contains(facet) {
                continue;
            }
            facets.push(*facet);
            let values: Vec<&str> =
                list.iter().filter(|(f, _)| f == facet).map(|(_, v)| v.as_str()).collect();
            let name = format!("{not}{} {}", facet_name(*facet), values.join(", "));
            out.push(Group { name, kind: kind(*facet) });
        }
    }
    out
}
