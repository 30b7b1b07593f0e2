//! Outlets and the table that knows their names.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// Who published an article.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Outlet {
    /// A short stable name of letters, digits and hyphens: `cnn`, `the-harbour-post`.
    pub id: String,
    /// The name to show: `CNN`, `The Harbour Post`.
    pub name: String,
    /// Where it came from: `metadata` `byline` `footer` `dateline` `domain` `folder` `given`.
    pub basis: String,
}

impl Outlet {
    /// An outlet that no table knows: its id is made from its name.
    pub fn from_name(name: &str, basis: &str) -> Self {
        let name = name.trim();
        Self { id: slug(name), name: name.to_string(), basis: basis.to_string() }
    }
}

/// What the table knows of one outlet.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Alias {
    /// The outlet's id.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Other names it goes by.
    pub names: Vec<String>,
    /// Its domains, each standing for its subdomains too.
    pub domains: Vec<String>,
    /// ISO 3166 country code in small letters, where known.
    pub country: Option<String>,
    /// Whether it is an agency whose copy others print.
    pub agency: bool,
}

/// A line of an outlet table that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}: `{text}`")]
pub struct OutletTableError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: &'static str,
    /// The line's text.
    pub text: String,
}

/// Names, aliases and domains of outlets.
///
/// As text, one outlet a line, `|` between the columns; `#` begins a comment:
/// `id | name | other names, … | domains, … | country | agency`. Only `id` and `name` are needed.
/// A later line with the same id extends the earlier one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutletTable {
    outlets: Vec<Alias>,
    by_name: HashMap<String, usize>,
    by_domain: HashMap<String, usize>,
}

impl OutletTable {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the outlets of a text in the table's format.
    ///
    /// # Errors
    /// The first line that cannot be read; the lines before it have been added.
    pub fn extend(&mut self, text: &str) -> Result<(), OutletTableError> {
        for (i, line) in text.lines().enumerate() {
            let content = line.split('#').next().unwrap_or_default().trim();
            if content.is_empty() {
                continue;
            }
            let outlet = parse_line(content).map_err(|reason| OutletTableError {
                line: i + 1,
                reason,
                text: line.to_string(),
            })?;
            self.insert(outlet);
        }
        Ok(())
    }

    /// Adds one outlet, or extends the one with its id.
    pub fn insert(&mut self, outlet: Alias) {
        let known = self.by_name.get(&fold_name(&outlet.id)).copied();
        let at = match known.filter(|&at| self.outlets[at].id == outlet.id) {
            Some(at) => {
                let old = &mut self.outlets[at];
                old.names.push(std::mem::replace(&mut old.name, outlet.name.clone()));
                old.names.extend(outlet.names.iter().cloned());
                old.domains.extend(outlet.domains.iter().cloned());
                old.country = outlet.country.clone().or(old.country.take());
                old.agency |= outlet.agency;
                at
            }
            None => {
                self.outlets.push(outlet);
                self.outlets.len() - 1
            }
        };
        let outlet = &self.outlets[at];
        for name in [&outlet.id, &outlet.name].into_iter().chain(&outlet.names) {
            self.by_name.insert(fold_name(name), at);
        }
        for domain in &outlet.domains {
            self.by_domain.insert(domain.to_ascii_lowercase(), at);
        }
    }

    /// The outlet with this id, name or other name; letter case, signs and a leading `the` do not
    /// matter.
    pub fn by_name(&self, name: &str) -> Option<&Alias> {
        self.by_name.get(&fold_name(name)).map(|&at| &self.outlets[at])
    }

    /// The outlet with this domain or one it is a subdomain of (`edition.cnn.com` → `cnn.com`).
    pub fn by_domain(&self, domain: &str) -> Option<&Alias> {
        let domain = domain.to_ascii_lowercase();
        let mut rest = domain.as_str();
        loop {
            if let Some(&at) = self.by_domain.get(rest) {
                return Some(&self.outlets[at]);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// All outlets, in order of insertion.
    pub fn iter(&self) -> impl Iterator<Item = &Alias> {
        self.outlets.iter()
    }
}

fn parse_line(content: &str) -> Result<Alias, &'static str> {
    let columns: Vec<&str> = content.split('|').map(str::trim).collect();
    let list = |i: usize| -> Vec<String> {
        let parts = columns.get(i).copied().unwrap_or_default().split(',').map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_string).collect()
    };
    let id = columns[0].to_string();
    if id.is_empty() || slug(&id) != id {
        return Err("an id has only small letters, digits and hyphens");
    }
    let name = columns.get(1).filter(|name| !name.is_empty()).ok_or("a name is missing")?;
    let agency = match columns.get(5).copied().unwrap_or_default() {
        "" => false,
        "agency" => true,
        _ => return Err("the sixth column is `agency` or empty"),
    };
    let country = columns.get(4).filter(|code| !code.is_empty()).map(|c| c.to_lowercase());
    let name = (*name).to_string();
    Ok(Alias { id, name, names: list(2), domains: list(3), country, agency })
}

/// What names are compared by: letters and digits in small letters, without a leading `the`.
fn fold_name(name: &str) -> String {
    let mut slug = slug(name);
    if slug.starts_with("the-") {
        slug.drain(.."the-".len());
    }
    slug
}

/// Small letters and digits with a hyphen for every run of other signs.
fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut push = |c: char| {
        if c.is_alphanumeric() {
            out.push(c);
        } else if matches!(c, '\'' | '’' | '.') {
            // an apostrophe or a dot inside a name is not a border: `U.S. News`, `People's Daily`
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    };
    for c in name.chars() {
        match c.is_ascii() {
            true => push(c.to_ascii_lowercase()),
            false => c.to_lowercase().for_each(&mut push),
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_are_found_by_name_alias_and_domain() {
        let mut table = OutletTable::new();
        table
            .extend("# comment\nhp | The Harbour Post | Harb. Post, HP | hp.example | gb |\n")
            .unwrap();
        table.extend("hp | The Harbour Post | Post of the Harbour\n").unwrap();
        for name in ["hp", "HARBOUR POST", "the harbour post", "harb post", "Post of the Harbour"] {
            assert_eq!(table.by_name(name).map(|o| o.id.as_str()), Some("hp"), "{name}");
        }
        assert!(table.by_name("Harbour").is_none());
        assert_eq!(table.by_domain("news.HP.example").map(|o| o.id.as_str()), Some("hp"));
        assert!(table.by_domain("xhp.example").is_none());
        assert_eq!(table.iter().count(), 1);
        let error = table.extend("\nBad Id | x").unwrap_err();
        assert_eq!((error.line, error.text.as_str()), (2, "Bad Id | x"));
    }

    #[test]
    fn an_unknown_outlet_gets_an_id_from_its_name() {
        assert_eq!(Outlet::from_name(" People's Daily (Online) ", "x").id, "peoples-daily-online");
    }
}
