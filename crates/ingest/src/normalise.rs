//! [`RawArticle`] to [`Article`]: of the candidates of every field the best that holds, with the
//! rule that gave it.

mod body;
mod country;
mod date;
mod key;
mod language;
mod names;
mod outlet;
mod signature;
mod url;

use std::collections::BTreeMap;

pub(crate) use self::language::is_language;
use morgue_article::{Article, Byline, Dateline, Day, Origin, OutletTable, SourceKey};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::error::Cause;
use crate::raw::{RawArticle, RawField};
use crate::text::collapse;

/// What is known besides the record.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// Names of outlets.
    pub(crate) outlets: &'a OutletTable,
    /// The user's `--set`.
    pub(crate) set: &'a [(String, String)],
    /// The file.
    pub(crate) source: &'a SourceKey,
    /// The file's day, where it may date an article.
    pub(crate) file_day: Option<Day>,
    /// The day of the run: later dates are no publication dates.
    pub(crate) today: Day,
}

/// An article and what was decided on the way.
pub(crate) type Normalised = (Article, Vec<String>);

/// Builds the article. Its one origin has no ordinal yet.
pub(crate) fn normalise(raw: RawArticle, context: &Context<'_>) -> Result<Normalised, Cause> {
    let mut remarks = raw.remarks.clone();
    let mut origin = Origin {
        source: context.source.clone(),
        entry: raw.entry.clone(),
        line: raw.line,
        ordinal: 0,
        source_id: None,
        sha256: raw.sha256.clone(),
        format: raw.format.clone(),
    };
    if let Some(whole) = raw.whole {
        let mut article = *whole;
        let source_id = article.source_ids().first().map(ToString::to_string);
        origin.source_id = source_id;
        article.id = morgue_article::ArticleId::of_key(&article.key);
        article.origins = vec![origin];
        return Ok((article, remarks));
    }
    let mut fields = Fields { raw: &raw, set: context.set, provenance: BTreeMap::new() };
    let parts = body::parts(&raw);
    let mut article = Article::new("");
    article.headline = headline(&mut fields, &parts);
    article.body = parts.blocks.clone();
    if article.headline.is_none() && article.body.is_empty() {
        return Err(Cause::NoText);
    }
    article.captions = fields.all(RawField::Caption, "captions");
    article.tags = fields.all(RawField::Tag, "tags");
    article.rights = fields.first(RawField::Rights, "rights").or_else(|| {
        fields.note("rights", parts.rights.is_some(), "footer line");
        parts.rights.clone()
    });
    article.url = url(&mut fields, &parts);
    let names = byline(&mut fields, &parts, context.outlets);
    article.byline = names.byline;
    article.dateline = dateline(&mut fields, &parts);
    let seen = outlet::Seen {
        byline_outlet: names.outlet.as_deref(),
        agency: parts.agency.as_deref(),
        rights: article.rights.as_deref(),
        url: article.url.as_deref(),
    };
    article.outlet = outlet::outlet(&mut fields, &seen, context);
    article.wire = outlet::wire(&mut fields, &seen, context.outlets);
    article.section = fields.first(RawField::Section, "section").filter(|s| !s.starts_with("http"));
    article.kind = fields.first(RawField::Kind, "type");
    article.page = fields.first(RawField::Page, "page");
    article.edition = fields.first(RawField::Edition, "edition");
    article.country = country::country(&mut fields, article.outlet.as_ref(), context.outlets);
    article.language = language::language(&mut fields, &article);
    date::dates(&mut fields, &mut article, &parts, context, &mut remarks);
    origin.source_id = fields.first(RawField::SourceId, "source_id");
    article.key = key::key(&raw, article.url.as_deref(), &mut origin.source_id);
    article.id = morgue_article::ArticleId::of_key(&article.key);
    let signature = signature::of(&article);
    (article.text_hash, article.simhash) = (signature.text_hash, signature.simhash);
    fields.note("body", !article.body.is_empty(), &parts.rule);
    article.provenance = fields.provenance;
    article.origins = vec![origin];
    Ok((article, remarks))
}

/// The candidates, and which of them were taken.
struct Fields<'a> {
    raw: &'a RawArticle,
    set: &'a [(String, String)],
    provenance: BTreeMap<String, String>,
}

impl Fields<'_> {
    /// What the user says the field is.
    fn given(&mut self, field: RawField, name: &str) -> Option<String> {
        let means = |set: &str| matches!(crate::fields::our_name(set), Some(crate::fields::Meaning::Field(f)) if f == field);
        let value = self.set.iter().rev().find(|(set, _)| means(set))?.1.clone();
        self.note(name, true, "--set");
        Some(value)
    }

    /// The best candidate, tidied.
    fn first(&mut self, field: RawField, name: &str) -> Option<String> {
        if let Some(given) = self.given(field, name) {
            return Some(given);
        }
        let tidy = |value: &str| Some(text(value)).filter(|value| says_something(value));
        let found = self.raw.candidates(field).find_map(|c| Some((tidy(&c.value)?, &c.rule)));
        let (value, rule) = found?;
        let rule = rule.clone();
        self.note(name, true, &rule);
        Some(value)
    }

    /// All candidates, each once.
    fn all(&mut self, field: RawField, name: &str) -> Vec<String> {
        let mut values: Vec<String> = Vec::new();
        if let Some(given) = self.given(field, name) {
            return given.split(',').map(text).filter(|value| !value.is_empty()).collect();
        }
        let mut rule = "";
        for candidate in self.raw.candidates(field) {
            let value = text(&candidate.value);
            if says_something(&value) && !values.contains(&value) && values.len() < 200 {
                values.push(value);
                rule = &candidate.rule;
            }
        }
        let rule = rule.to_string();
        self.note(name, !values.is_empty(), &rule);
        values
    }

    fn note(&mut self, name: &str, found: bool, rule: &str) {
        if found {
            self.provenance.insert(name.to_string(), rule.to_string());
        }
    }
}

/// One line of text in NFC.
fn text(value: &str) -> String {
    nfc(collapse(value))
}

/// NFC; nearly every text is already.
fn nfc(text: String) -> String {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text;
    }
    text.nfc().collect()
}

/// Whether a value is more than a word for nothing.
fn says_something(value: &str) -> bool {
    let nothing = ["null", "none", "n/a", "nan", "undefined", "nil", "-", "unknown", "[]", "{}"];
    !value.is_empty() && !nothing.iter().any(|word| value.eq_ignore_ascii_case(word))
}

fn headline(fields: &mut Fields<'_>, parts: &body::Parts) -> Option<String> {
    fields.first(RawField::Headline, "headline").or_else(|| {
        fields.note("headline", parts.title.is_some(), "title line");
        parts.title.clone()
    })
}

fn url(fields: &mut Fields<'_>, parts: &body::Parts) -> Option<String> {
    let found = fields.first(RawField::Url, "url").or_else(|| {
        fields.note("url", parts.url.is_some(), "address line");
        parts.url.clone()
    })?;
    let canonical = url::canonical(&found);
    if canonical.is_none() {
        fields.provenance.remove("url");
    }
    canonical
}

struct Names {
    byline: Option<Byline>,
    outlet: Option<String>,
}

fn byline(fields: &mut Fields<'_>, parts: &body::Parts, outlets: &OutletTable) -> Names {
    let authors = fields.all(RawField::Author, "byline");
    if !authors.is_empty() {
        let mut people = Vec::new();
        let mut outlet = None;
        for author in &authors {
            let split = names::split(author, outlets);
            people.extend(split.authors);
            outlet = outlet.or(split.outlet);
        }
        people.dedup();
        let printed =
            fields.first(RawField::Byline, "byline").unwrap_or_else(|| authors.join(", "));
        return Names { byline: Some(Byline { printed, authors: people }), outlet };
    }
    let mut printed = fields.first(RawField::Byline, "byline");
    if printed.is_none() {
        printed = parts.byline.clone();
        fields.note("byline", printed.is_some(), &parts.byline_rule);
    }
    let Some(printed) = printed.filter(|text| text.chars().any(char::is_alphabetic)) else {
        return Names { byline: None, outlet: None };
    };
    let split = names::split(&printed, outlets);
    Names { byline: Some(Byline { printed, authors: split.authors }), outlet: split.outlet }
}

fn dateline(fields: &mut Fields<'_>, parts: &body::Parts) -> Option<Dateline> {
    let Some(place) = fields.first(RawField::Dateline, "dateline") else {
        fields.note("dateline", parts.dateline.is_some(), "start of the text");
        return parts.dateline.clone();
    };
    // The format names the place; where the text prints it as well, the lead begins behind.
    let length = parts.dateline.as_ref().map_or(0, |dateline| dateline.length);
    let printed = parts.dateline.as_ref().map_or_else(|| place.clone(), |d| d.printed.clone());
    // Some formats put the day behind the place: `PARIS, March 11`.
    let day = |text: &str| text.chars().any(|c| c.is_ascii_digit());
    let place = match place.rsplit_once(',') {
        Some((before, after)) if day(after) && !day(before) => before.trim().to_string(),
        _ => place,
    };
    Some(Dateline { printed, place: Some(place), length })
}

#[cfg(test)]
mod tests;
