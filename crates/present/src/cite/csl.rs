//! CSL-JSON: an item of type `article-newspaper`.

use serde::Serialize;

use super::name::Name;
use super::ris::notes;
use super::when::When;
use super::work::Work;

#[derive(Serialize)]
struct Item<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'a str,
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Author<'a>>,
    #[serde(rename = "container-title", skip_serializing_if = "Option::is_none")]
    container: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Issued>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keyword: Option<String>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Author<'a> {
    Person {
        family: &'a str,
        given: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        suffix: Option<&'a str>,
    },
    Whole {
        literal: &'a str,
    },
}

#[derive(Serialize)]
struct Issued {
    #[serde(rename = "date-parts")]
    parts: Vec<Vec<i32>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    circa: bool,
}

/// One item, on a line of its own.
pub(super) fn item(work: &Work<'_>) -> String {
    let item = Item {
        id: work.article.id.to_string(),
        kind: "article-newspaper",
        title: work.title.text().into_owned(),
        author: work.authors.iter().map(author).collect(),
        container: work.outlet.as_deref(),
        issued: issued(work.when),
        edition: work.edition.as_deref(),
        section: work.section.as_deref(),
        page: work.page.as_deref(),
        language: work.article.language.is_some().then(|| work.article.lang()),
        keyword: (!work.tags.is_empty()).then(|| work.tags.join(", ")),
        url: work.url.as_deref(),
        note: Some(notes(work).join("; ")).filter(|note| !note.is_empty() && note != "n.d."),
    };
    serde_json::to_string(&item).expect("plain texts and numbers are JSON")
}

fn author(name: &Name) -> Author<'_> {
    match name {
        Name::Whole(name) => Author::Whole { literal: name },
        Name::Person { family, given, suffix } => {
            Author::Person { family, given, suffix: suffix.as_deref() }
        }
    }
}

fn issued(when: When) -> Option<Issued> {
    let (parts, circa) = match when {
        When::Unknown => return None,
        When::On(point) => (vec![point.parts()], false),
        When::Decade(year) => (vec![vec![year], vec![year + 9]], true),
        When::Between(from, to) => (vec![from.parts(), to.parts()], true),
    };
    Some(Issued { parts, circa })
}
