//! What a page was asked, as its address says it: the state of a search is its address and nothing
//! else, so every link and every form on a page is this with something changed.

use std::borrow::Cow;

use crate::params::OF_PAGES;

/// The filters that a page can lock, by the name that stands in `lock`.
pub(super) const LOCKABLE: [&str; 7] =
    ["outlet", "section", "lang", "author", "country", "path", "date"];

/// Names and values, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pairs: Vec<(String, String)>,
}

impl Asked {
    /// Reads an address. Forms send what was left empty, too: that asks nothing.
    pub(super) fn read(query: Option<&str>) -> Self {
        let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let pairs = pairs.map(|(name, value)| (name.into_owned(), value.into_owned()));
        let asks = |(name, value): &(String, String)| !value.trim().is_empty() && !follows(name);
        Self { pairs: pairs.filter(asks).collect() }
    }

    /// From parameters as a [`Request`](morgue_query::Request) gives them.
    pub(super) fn of(pairs: &[(String, String)]) -> Self {
        let some = pairs.iter().filter(|(_, value)| !value.trim().is_empty());
        Self { pairs: some.cloned().collect() }
    }

    /// All of it.
    pub(super) fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The first value of a name.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.values(name).next()
    }

    /// The values of a name.
    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.pairs.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The query's words.
    pub(super) fn q(&self) -> &str {
        self.value("q").unwrap_or_default()
    }

    /// The same with one value for a name, from the first page on.
    pub(super) fn with(&self, name: &str, value: &str) -> Self {
        let mut asked = self.without(&[name]);
        asked.pairs.push((name.to_string(), value.to_string()));
        asked
    }

    /// The same without these names, from the first page on.
    pub(super) fn without(&self, names: &[&str]) -> Self {
        let gone = |name: &str| names.contains(&name) || matches!(name, "cursor" | "page");
        let pairs = self.pairs.iter().filter(|(name, _)| !gone(name));
        Self { pairs: pairs.cloned().collect() }
    }

    /// The same without one value of a name, from the first page on.
    pub(super) fn without_value(&self, name: &str, value: &str) -> Self {
        let mut asked = self.without(&[]);
        asked.pairs.retain(|(known, of)| !(known == name && of == value));
        asked
    }

    /// The same with one more condition on what is found, in the query itself; not where it has no
    /// operators.
    pub(super) fn narrowed(&self, condition: &str) -> Option<Self> {
        let plain = self.value("plain").is_some_and(|value| matches!(value, "1" | "true"));
        let q = match self.q().trim() {
            "" => condition.to_string(),
            q => format!("({q}) AND {condition}"),
        };
        (!plain).then(|| self.with("q", &q))
    }

    /// What is asked of the archive, without what only pages know.
    pub(super) fn of_archive(&self) -> Self {
        let pairs = self.pairs.iter().filter(|(name, _)| !OF_PAGES.contains(&name.as_str()));
        Self { pairs: pairs.cloned().collect() }
    }

    /// The fields whose filters are locked.
    pub(super) fn locks(&self) -> Vec<&str> {
        let listed = self.values("lock").flat_map(|list| list.split(','));
        let mut locks: Vec<&str> = listed.filter(|name| LOCKABLE.contains(name)).collect();
        locks.sort_unstable();
        locks.dedup();
        locks
    }

    /// The same with the filters of a field locked, or not any more.
    pub(super) fn locking(&self, field: &str, locked: bool) -> Self {
        let mut locks = self.locks();
        locks.retain(|known| *known != field);
        if locked {
            locks.push(field);
        }
        let rest = self.without(&["lock"]);
        if locks.is_empty() { rest } else { rest.with("lock", &locks.join(",")) }
    }

    /// What goes on to another search: the locked filters and their locks.
    pub(super) fn locked(&self) -> Self {
        let locks = self.locks();
        let kept = |name: &str| {
            let field = match name {
                "from" | "to" => "date",
                name => name.strip_prefix("exclude-").unwrap_or(name),
            };
            locks.contains(&field)
        };
        let pairs = self.pairs.iter().filter(|(name, _)| name == "lock" || kept(name));
        let locked = Self { pairs: pairs.cloned().collect() };
        // A lock that holds nothing is none.
        if locked.pairs.iter().all(|(name, _)| name == "lock") { Self::default() } else { locked }
    }

    /// The part of an address behind the `?`.
    pub(super) fn query(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        out.extend_pairs(&self.pairs);
        out.finish()
    }

    /// A route with this behind it.
    pub(super) fn at<'r>(&self, route: &'r str) -> Cow<'r, str> {
        match self.pairs.is_empty() {
            true => Cow::Borrowed(route),
            false => Cow::Owned(format!("{route}?{}", self.query())),
        }
    }
}

/// What newsletters and networks put behind an address to follow who comes.
fn follows(name: &str) -> bool {
    name.starts_with("utm_") || matches!(name, "fbclid" | "gclid" | "mc_cid" | "mc_eid")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_changed_in_one_place_and_begins_at_the_first_page() {
        let asked = Asked::read(Some("q=a+b&outlet=x&outlet=y&from=&cursor=c&page=2"));
        assert_eq!(asked.query(), "q=a+b&outlet=x&outlet=y&cursor=c&page=2");
        assert_eq!(asked.with("sort", "newest").query(), "q=a+b&outlet=x&outlet=y&sort=newest");
        assert_eq!(asked.without_value("outlet", "x").query(), "q=a+b&outlet=y");
        assert_eq!(asked.of_archive().query(), "q=a+b&outlet=x&outlet=y&cursor=c");
        assert_eq!(Asked::default().at("/search"), "/search");
        assert_eq!(Asked::read(Some("q=a&utm_source=x&fbclid=y")).query(), "q=a");
        let none = asked.narrowed("NOT lang:*").map(|it| it.query());
        let expected = "outlet=x&outlet=y&q=%28a+b%29+AND+NOT+lang%3A*";
        assert_eq!(none.as_deref(), Some(expected));
        assert_eq!(Asked::read(Some("q=a&plain=1")).narrowed("x"), None);
    }

    #[test]
    fn only_locked_filters_go_on() {
        let asked =
            Asked::read(Some("q=a&outlet=x&exclude-outlet=y&lang=de&from=1914&lock=outlet"));
        assert_eq!(asked.locked().query(), "outlet=x&exclude-outlet=y&lock=outlet");
        let both = asked.locking("date", true);
        assert_eq!(both.locks(), ["date", "outlet"]);
        assert_eq!(both.locked().query(), "outlet=x&exclude-outlet=y&from=1914&lock=outlet%2Cdate");
        assert_eq!(both.locking("date", false).locking("outlet", false).value("lock"), None);
        assert_eq!(Asked::read(Some("q=a&lock=outlet,<script>")).locked(), Asked::default());
    }
}
