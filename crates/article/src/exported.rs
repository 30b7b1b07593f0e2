//! An article as one JSON object for others: what `show --json` and full exports write, and what
//! reading them back gives.
//!
//! Days are written as people write them, and no number that a reader of JSON could round. The
//! article's own `type` is called `kind`, as `type` says what a line is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Article, Block, Byline, Dateline, Day, DayRange, Language, Origin, Outlet, Precision, Published,
};

/// What a line that is an article says of itself.
const TYPE: &str = "article";

/// An article in the form in which it leaves and comes back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExportedArticle<'a> {
    /// `article`.
    #[serde(rename = "type", default)]
    line: Cow<'a, str>,
    /// The version of this form: 1.
    v: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    id: String,
    key: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    headline: Option<Cow<'a, str>>,
    #[serde(default)]
    body: Cow<'a, [Block]>,
    #[serde(default, skip_serializing_if = "is_empty")]
    captions: Cow<'a, [String]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    byline: Option<Cow<'a, Byline>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dateline: Option<Cow<'a, Dateline>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outlet: Option<Cow<'a, Outlet>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published: Option<ExportedDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    updated: Option<ExportedDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    section: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "is_empty")]
    tags: Cow<'a, [String]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<Cow<'a, Language>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    country: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wire: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    page: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    edition: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rights: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    provenance: BTreeMap<String, String>,
    #[serde(default)]
    simhash: String,
    #[serde(default)]
    text_hash: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    added: Option<i64>,
    origins: Vec<Origin>,
}

fn is_empty<T>(list: &[T]) -> bool {
    list.is_empty()
}

/// A date with its days in words: `1871-03-02`, and the time of day as `14:05:00`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ExportedDate {
    earliest: String,
    latest: String,
    precision: Precision,
    basis: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    offset: Option<i16>,
}

/// A field of an exported article that says nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("field `{field}`: `{value}` is not what an export writes")]
pub struct ExportError {
    /// The field.
    pub field: &'static str,
    /// What stands there.
    pub value: String,
}

impl<'a> From<&'a Article> for ExportedArticle<'a> {
    fn from(article: &'a Article) -> Self {
        // Written out, so that a new field does not compile until it is decided here.
        let Article {
            id,
            key,
            headline,
            body,
            captions,
            byline,
            dateline,
            outlet,
            published,
            updated,
            section,
            tags,
            language,
            country,
            kind,
            wire,
            page,
            edition,
            url,
            rights,
            provenance,
            simhash,
            text_hash,
            added,
            origins,
            formerly,
        } = article;
        let text = |text: &'a Option<String>| text.as_deref().map(Cow::Borrowed);
        Self {
            line: TYPE.into(),
            v: 1,
            id: id.to_string(),
            key: key.into(),
            headline: text(headline),
            body: body.into(),
            captions: captions.into(),
            byline: byline.as_ref().map(Cow::Borrowed),
            dateline: dateline.as_ref().map(Cow::Borrowed),
            outlet: outlet.as_ref().map(Cow::Borrowed),
            published: published.as_ref().map(ExportedDate::of),
            updated: updated.as_ref().map(ExportedDate::of),
            section: text(section),
            tags: tags.into(),
            language: language.as_ref().map(Cow::Borrowed),
            country: text(country),
            kind: text(kind),
            wire: text(wire),
            page: text(page),
            edition: text(edition),
            url: text(url),
            rights: text(rights),
            provenance: provenance.clone(),
            simhash: format!("{simhash:016x}"),
            text_hash: text_hash.into(),
            added: *added,
            origins: origins.iter().chain(formerly).cloned().collect(),
        }
    }
}

impl ExportedArticle<'_> {
    /// The article. Where it was read from is then what it was formerly read from; its id follows
    /// from its key.
    ///
    /// # Errors
    /// A day, a time of day or a signature that no export writes.
    pub fn article(self) -> Result<Article, ExportError> {
        let own = |text: Option<Cow<'_, str>>| text.map(Cow::into_owned);
        let simhash = match self.simhash.as_str() {
            "" => 0,
            text => u64::from_str_radix(text, 16).map_err(|_| wrong("simhash", text))?,
        };
        let date = |date: Option<ExportedDate>| date.map(ExportedDate::published).transpose();
        Ok(Article {
            headline: own(self.headline),
            body: self.body.into_owned(),
            captions: self.captions.into_owned(),
            byline: self.byline.map(Cow::into_owned),
            dateline: self.dateline.map(Cow::into_owned),
            outlet: self.outlet.map(Cow::into_owned),
            published: date(self.published)?,
            updated: date(self.updated)?,
            section: own(self.section),
            tags: self.tags.into_owned(),
            language: self.language.map(Cow::into_owned),
            country: own(self.country),
            kind: own(self.kind),
            wire: own(self.wire),
            page: own(self.page),
            edition: own(self.edition),
            url: own(self.url),
            rights: own(self.rights),
            provenance: self.provenance,
            simhash,
            text_hash: self.text_hash.into_owned(),
            added: self.added,
            formerly: self.origins,
            ..Article::new(self.key)
        })
    }
}

impl ExportedDate {
    fn of(date: &Published) -> Self {
        let clock = |s: u32| format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
        Self {
            earliest: date.earliest.to_string(),
            latest: date.latest.to_string(),
            precision: date.precision,
            basis: date.basis.clone(),
            time: date.second.map(clock),
            offset: date.offset,
        }
    }

    fn published(self) -> Result<Published, ExportError> {
        let day = |field, text: &str| -> Result<Day, ExportError> {
            DayRange::parse(text).map(|range| range.first).map_err(|_| wrong(field, text))
        };
        let (earliest, latest) = (day("earliest", &self.earliest)?, day("latest", &self.latest)?);
        let second = match &self.time {
            None => None,
            Some(text) => Some(second(text).ok_or_else(|| wrong("time", text))?),
        };
        let range = DayRange::new(earliest, latest.max(earliest));
        let date = Published::span(range, self.precision, &self.basis);
        Ok(Published { second, offset: self.offset, ..date })
    }
}

/// The second of the day that `14:05:00` names.
fn second(text: &str) -> Option<u32> {
    let parts: Option<Vec<u32>> = text.split(':').map(|part| part.parse().ok()).collect();
    match parts?.as_slice() {
        &[hour @ 0..24, minute @ 0..60, second @ 0..60] => Some(hour * 3600 + minute * 60 + second),
        _ => None,
    }
}

fn wrong(field: &'static str, value: &str) -> ExportError {
    ExportError { field, value: value.chars().take(60).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_comes_back_as_it_left() {
        let mut article = Article::new("url:https://post.example/1");
        article.headline = Some("Mill \u{201c}reopens\u{201d}".into());
        article.body = vec![Block::paragraph("It did."), Block::subhead("Why")];
        article.kind = Some("brief".into());
        article.simhash = u64::MAX - 1;
        article.added = Some(-5);
        let day = Day::from_ymd(1871, 3, 2).unwrap();
        article.published = Some(Published::at(day, 43_265, Some(-330), "metadata"));
        let year = Day::year_span(1872).unwrap();
        article.updated = Some(Published::span(year, Precision::Year, "given"));
        let text = serde_json::to_string(&ExportedArticle::from(&article)).unwrap();
        assert!(text.starts_with(r#"{"type":"article","v":1,"#), "{text}");
        assert!(text.contains(r#""kind":"brief""#) && text.contains(r#""time":"12:01:05""#));
        let back: ExportedArticle<'_> = serde_json::from_str(&text).unwrap();
        let back = back.article().unwrap();
        assert_eq!(back.content_hash(), article.content_hash());
        assert_eq!(back, article);
    }

    #[test]
    fn what_no_export_writes_is_refused() {
        let read = |published: &str| {
            let text = format!(
                r#"{{"v":1,"key":"k","origins":[],"published":{{"earliest":"{published}",
                "latest":"1871-01-01","precision":"day","basis":"x"}}}}"#
            );
            serde_json::from_str::<ExportedArticle<'_>>(&text).unwrap().article()
        };
        assert_eq!(read("31 May").unwrap_err().value, "31 May");
        let late = read("1871-05-05").unwrap().published.unwrap();
        assert!(late.earliest <= late.latest);
        assert_eq!(second("24:00:00"), None);
    }
}
