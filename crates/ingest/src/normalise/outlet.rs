//! Who published it.

use morgue_article::{Alias, Outlet, OutletTable};

use super::{Context, Fields};
use crate::raw::RawField;
use crate::text::footer;

/// What other fields say of the outlet.
pub(super) struct Seen<'a> {
    pub(super) byline_outlet: Option<&'a str>,
    pub(super) agency: Option<&'a str>,
    pub(super) rights: Option<&'a str>,
    pub(super) url: Option<&'a str>,
}

/// The outlet, canonical where the table knows it, with where it came from.
pub(super) fn outlet(
    fields: &mut Fields<'_>,
    seen: &Seen<'_>,
    context: &Context<'_>,
) -> Option<Outlet> {
    let table = context.outlets;
    if let Some(given) = fields.given(RawField::Outlet, "outlet") {
        return Some(named(&given, "given", table));
    }
    if let Some(name) = fields.first(RawField::Outlet, "outlet") {
        return Some(match as_domain(&name) {
            Some(domain) => of_domain(domain, "metadata", table),
            // A name nobody knows, and an address everybody does.
            None if table.by_name(&name).is_none() => fields
                .raw
                .candidates(RawField::Domain)
                .find_map(|candidate| table.by_domain(as_domain(&candidate.value)?))
                .map_or_else(|| Outlet::from_name(&name, "metadata"), |a| of_alias(a, "metadata")),
            None => named(&name, "metadata", table),
        });
    }
    if let Some(value) = fields.first(RawField::Domain, "outlet")
        && let Some(domain) = as_domain(&value)
    {
        return Some(of_domain(domain, "metadata", table));
    }
    fields.provenance.remove("outlet");
    let (found, rule) = from_text(seen, table).or_else(|| from_places(seen, context))?;
    fields.note("outlet", true, rule);
    Some(found)
}

fn from_text(seen: &Seen<'_>, table: &OutletTable) -> Option<(Outlet, &'static str)> {
    // Words that merely look like a name stand back behind an address that is known.
    let at_home = seen.url.and_then(as_domain).and_then(|domain| table.by_domain(domain));
    let home = || at_home.map(|alias| (of_alias(alias, "domain"), "domain of the address"));
    if let Some(name) = seen.byline_outlet {
        let known = table.by_name(name).map(|alias| of_alias(alias, "byline"));
        let named = |found| Some((found, "named in the byline"));
        return known.and_then(named).or_else(home).or_else(|| {
            let found = Outlet::from_name(name, "byline");
            named(found)
        });
    }
    if let Some(found) = seen.rights.and_then(|rights| of_rights(rights, table)) {
        return Some((found, "named in the footer"));
    }
    let agency = seen.agency.filter(|agency| agency.split_whitespace().count() <= 5)?;
    // An unknown word in brackets is a name only where it is written as one.
    if let Some(alias) = agency_named(agency, table) {
        return Some((of_alias(alias, "dateline"), "named in the dateline"));
    }
    if at_home.is_some() {
        return home();
    }
    let name = agency.chars().next().is_some_and(char::is_uppercase);
    name.then(|| (named(agency, "dateline", table), "named in the dateline"))
}

fn from_places(seen: &Seen<'_>, context: &Context<'_>) -> Option<(Outlet, &'static str)> {
    let table = context.outlets;
    if let Some(domain) = seen.url.and_then(as_domain) {
        return Some((of_domain(domain, "domain", table), "domain of the address"));
    }
    // A folder's name is an outlet only when it is known as one.
    let key = context.source;
    let folders = key.path.rsplit('/').skip(1).chain(key.root.rsplit('/').take(2));
    let alias =
        folders.filter(|folder| folder.len() > 1).find_map(|folder| table.by_name(folder))?;
    Some((of_alias(alias, "folder"), "name of the folder"))
}

/// The outlet of the words in a dateline's brackets, also of one of its services
/// (`Reuters Health`).
fn agency_named<'t>(words: &str, table: &'t OutletTable) -> Option<&'t Alias> {
    let first = || words.split_whitespace().next().and_then(|word| table.by_name(word));
    table.by_name(words).or_else(|| first().filter(|alias| alias.agency))
}

/// The agency whose copy it is.
pub(super) fn wire(
    fields: &mut Fields<'_>,
    seen: &Seen<'_>,
    table: &OutletTable,
) -> Option<String> {
    if let Some(name) = fields.first(RawField::Wire, "wire") {
        let known = table.by_name(&name).map(|alias| alias.id.clone());
        return Some(known.unwrap_or_else(|| Outlet::from_name(&name, "").id));
    }
    let names = [seen.agency, seen.byline_outlet];
    let alias = names
        .into_iter()
        .flatten()
        .filter_map(|name| agency_named(name, table))
        .find(|a| a.agency)?;
    fields.note("wire", true, "agency in dateline or byline");
    Some(alias.id.clone())
}

fn named(name: &str, basis: &str, table: &OutletTable) -> Outlet {
    table.by_name(name).map_or_else(|| Outlet::from_name(name, basis), |a| of_alias(a, basis))
}

fn of_alias(alias: &Alias, basis: &str) -> Outlet {
    Outlet { id: alias.id.clone(), name: alias.name.clone(), basis: basis.to_string() }
}

fn of_domain(domain: &str, basis: &str, table: &OutletTable) -> Outlet {
    let bare = domain.strip_prefix("www.").unwrap_or(domain);
    match table.by_domain(domain) {
        Some(alias) => of_alias(alias, basis),
        // The dots are borders in an address, unlike in a name.
        None => {
            Outlet { name: bare.to_string(), ..Outlet::from_name(&bare.replace('.', "-"), basis) }
        }
    }
}

/// The domain of an address, or of a text that is one.
fn as_domain(text: &str) -> Option<&str> {
    let text = text.trim();
    let host = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = host.split(['/', '?', '#', ':']).next()?.rsplit('@').next()?;
    let labels: Vec<&str> = host.split('.').collect();
    let last =
        labels.last().is_some_and(|l| l.len() >= 2 && l.bytes().all(|b| b.is_ascii_alphabetic()));
    let fits = |label: &&str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase() || c == '-')
    };
    (labels.len() >= 2 && last && labels.iter().all(fits)).then_some(host)
}

/// Small words inside an outlet's name.
const SMALL: &[&str] = &["of", "de", "del", "du", "des", "la", "le", "da", "do", "di", "der", "am"];

/// The outlet that holds the rights: known by name, or plainly written behind the year.
fn of_rights(rights: &str, table: &OutletTable) -> Option<Outlet> {
    let holder = footer::holder(rights);
    if let Some(alias) = holder.and_then(|holder| table.by_name(holder)) {
        return Some(of_alias(alias, "footer"));
    }
    let words = rights.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| w.len() > 2);
    let whole = words.clone().find_map(|word| table.by_name(word).filter(|_| capital(word)));
    // `The-CNN-Wire`: the middle of a hyphenated word.
    let middle = || {
        words.clone().flat_map(|w| w.split('-')).find_map(|w| {
            table.by_name(w).filter(|_| w.len() > 2 && w.chars().all(char::is_uppercase))
        })
    };
    if let Some(alias) = whole.or_else(middle) {
        return Some(of_alias(alias, "footer"));
    }
    let holder = holder.filter(|holder| {
        let words = holder.split_whitespace().count();
        (1..=5).contains(&words)
            && holder.split_whitespace().all(|w| capital(w) || SMALL.contains(&w))
            && !holder.to_lowercase().contains("rights")
    })?;
    Some(Outlet::from_name(holder, "footer"))
}

fn capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}
