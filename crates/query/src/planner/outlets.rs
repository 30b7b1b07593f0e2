//! Outlets by id, name, alias or domain, never by a part of a name.

use std::ops::Range;

use morgue_article::Outlet;

use super::Planner;
use crate::syntax::{Code, nearest};

impl Planner<'_> {
    /// The ids of the outlets that the value at a place of the text names; none, with a notice,
    /// when nobody knows it.
    pub(super) fn outlet(&mut self, value: &str, at: &Range<usize>) -> Vec<String> {
        let wanted = key(value);
        let pattern = value.contains(['*', '?']);
        let mut ids: Vec<String> = Vec::new();
        if !wanted.is_empty() && !pattern {
            let table = self.context.outlets;
            let by_domain = domain(value).and_then(|domain| table.by_domain(&domain));
            ids.extend(
                [table.by_name(value), by_domain].into_iter().flatten().map(|o| o.id.clone()),
            );
            let known = self.context.indexed.iter();
            let known = known.filter(|o| key(&o.id) == wanted || key(&o.name) == wanted);
            ids.extend(known.map(|outlet| outlet.id.clone()));
            ids.sort();
            ids.dedup();
        }
        if ids.is_empty() {
            self.tell_unknown_outlet(value, pattern, at);
        }
        ids
    }

    fn tell_unknown_outlet(&mut self, value: &str, pattern: bool, at: &Range<usize>) {
        let mut message = format!("no outlet is called `{value}`");
        if pattern {
            message.push_str(": an outlet is named whole, without wildcards");
        }
        let near = self.near_names(value);
        if !near.is_empty() {
            message = format!("{message}; did you mean `{}`?", near.join("` or `"));
        }
        let other = near.first().map(|name| name.to_string());
        self.tell(Code::UnknownOutlet, message, at, other.as_deref());
    }

    /// Known names that are nearly this one, or hold it as a word; those in the index first.
    fn near_names(&self, value: &str) -> Vec<&str> {
        const MOST: usize = 3;
        let indexed = self.context.indexed.iter().flat_map(|o| [o.id.as_str(), o.name.as_str()]);
        let table = self.context.outlets.iter().flat_map(|outlet| {
            let names = outlet.names.iter().chain(&outlet.domains).map(String::as_str);
            [outlet.id.as_str(), outlet.name.as_str()].into_iter().chain(names)
        });
        let mut near = nearest(value, indexed.clone().chain(table), MOST);
        let wanted = key(value);
        let holds = |name: &&str| {
            let name = key(name);
            wanted.len() > 2
                && name.split('-').any(|_| format!("-{name}-").contains(&format!("-{wanted}-")))
        };
        near.extend(indexed.filter(holds));
        let mut seen = std::collections::HashSet::new();
        near.retain(|name| seen.insert(key(name)));
        near.truncate(MOST);
        near
    }
}

/// What names are compared by: letters and digits in small letters, without a leading `the`.
fn key(name: &str) -> String {
    let slug = Outlet::from_name(name, "").id;
    slug.strip_prefix("the-").map(str::to_string).unwrap_or(slug)
}

/// The host of an address, or a domain.
fn domain(value: &str) -> Option<String> {
    let rest = value.split_once("://").map_or(value, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    (host.contains('.') && !host.contains(' ')).then(|| host.to_string())
}
