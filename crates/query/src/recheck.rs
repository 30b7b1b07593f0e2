//! A search that can be repeated: what it asked, of what, and what it found, in a small record.

use std::collections::{BTreeMap, HashSet};

use morgue_article::{Article, ArticleId, ContentHash, Day, DayRange};
use serde::{Deserialize, Serialize};

use crate::results::day_text;
use crate::{
    AnswerError, AskContext, Control, Engine, Export, Notice, OutletView, Request, ShownDate,
    export,
};

/// What was asked and found, so that it can be repeated and compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// `about`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The version of this form: 2, in which articles have more than their hash.
    pub v: u32,
    /// The program and its version: `morgue 0.1.0`.
    pub program: String,
    /// The version of its analysis.
    pub analysis: u32,
    /// The asker's day: `last:7d` in the query or a filter ended with it, and does again.
    #[serde(with = "day_text")]
    pub day: Day,
    /// The query as typed, how it was read, and the filters.
    pub request: Request,
    /// The canonical form of the query.
    pub interpreted: String,
    /// The days that filters asked for, made absolute; an open end is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<AboutDays>,
    /// How many articles were found.
    pub total: u64,
    /// The hash of the whole archive.
    pub fingerprint: String,
    /// How many articles the whole archive held; records of version 1 do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archive: Option<u64>,
    /// The articles found.
    pub articles: BTreeMap<ArticleId, AboutArticle>,
}

/// What a record keeps of an article, so that it can still be named when it is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "AnyAboutArticle")]
pub struct AboutArticle {
    /// The hash of its content.
    pub content: ContentHash,
    /// Its headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// Its outlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<OutletView>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<ShownDate>,
}

/// An article in a record of any version: in the first it was its hash.
#[derive(Deserialize)]
#[serde(untagged)]
enum AnyAboutArticle {
    Hash(ContentHash),
    Known {
        content: ContentHash,
        #[serde(default)]
        headline: Option<String>,
        #[serde(default)]
        outlet: Option<OutletView>,
        #[serde(default)]
        published: Option<ShownDate>,
    },
}

impl From<AnyAboutArticle> for AboutArticle {
    fn from(any: AnyAboutArticle) -> Self {
        match any {
            AnyAboutArticle::Hash(content) => {
                Self { content, headline: None, outlet: None, published: None }
            }
            AnyAboutArticle::Known { content, headline, outlet, published } => {
                Self { content, headline, outlet, published }
            }
        }
    }
}

impl From<&Article> for AboutArticle {
    fn from(article: &Article) -> Self {
        let Known { headline, outlet, published, .. } = Known::of(article);
        Self { content: article.content_hash(), headline, outlet, published }
    }
}

/// Days from a first to a last, each absent where it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutDays {
    /// The first.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "open_day")]
    pub first: Option<Day>,
    /// The last.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "open_day")]
    pub last: Option<Day>,
}

/// What a record says of itself.
const KIND: &str = "about";
/// The latest form.
const VERSION: u32 = 2;

impl About {
    /// The record of an export that begins; what it finds is added to [`About::articles`].
    pub fn new(program: &str, request: &Request, day: Day, export: &Export<'_>) -> Self {
        let open = |days: DayRange| AboutDays {
            first: Some(days.first).filter(|&day| day != DayRange::ALL.first),
            last: Some(days.last).filter(|&day| day != DayRange::ALL.last),
        };
        Self {
            kind: KIND.to_string(),
            v: VERSION,
            program: program.to_string(),
            analysis: morgue_analysis::VERSION,
            day,
            request: request.clone(),
            interpreted: export.query.interpreted.clone(),
            published: export.published.map(open),
            total: export.total,
            fingerprint: export.fingerprint.to_string(),
            archive: Some(export.archive),
            articles: BTreeMap::new(),
        }
    }

    /// Reads a record.
    ///
    /// # Errors
    /// Another text, or a record of a later form.
    pub fn read(text: &str) -> Result<Self, AboutError> {
        let about: Self = serde_json::from_str(text)?;
        match (about.kind.as_str(), about.v) {
            (KIND, 1..=VERSION) => Ok(about),
            (KIND, v) => Err(AboutError::Version(v)),
            (kind, _) => Err(AboutError::Kind(kind.to_string())),
        }
    }
}

/// Why a record cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum AboutError {
    /// Not the JSON it should be.
    #[error("it is no record that `export --about` writes")]
    Json(#[from] serde_json::Error),
    /// Another kind of record.
    #[error("it is of type `{0}`, not `about`")]
    Kind(String),
    /// Of a later form.
    #[error("its form has version {0}, this program reads up to {VERSION}")]
    Version(u32),
}

/// What became of a search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rechecked {
    /// The version of this form: 1.
    pub v: u32,
    /// How the query is read now.
    pub interpreted: String,
    /// What differs besides the articles: another reading, another analysis.
    pub notices: Vec<Notice>,
    /// The day of the record.
    #[serde(with = "day_text")]
    pub day: Day,
    /// How many articles were found then.
    pub then: u64,
    /// How many are found now.
    pub now: u64,
    /// Whether the whole archive is as it was.
    pub same_archive: bool,
    /// How many articles the whole archive held then, where the record says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archive_then: Option<u64>,
    /// How many it holds now.
    pub archive_now: u64,
    /// Found now and not then, by id.
    pub came: Vec<Known>,
    /// Found then and not now, by id.
    pub went: Vec<Known>,
    /// Found then and now, with another content, by id.
    pub changed: Vec<Known>,
}

impl Rechecked {
    /// Whether the search finds what it found.
    pub fn is_same(&self) -> bool {
        self.came.is_empty() && self.went.is_empty() && self.changed.is_empty()
    }
}

/// What is known of an article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// Its id.
    pub id: ArticleId,
    /// Whether it is in the index. What is not is told as it was then.
    pub indexed: bool,
    /// Its headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// Its outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<OutletView>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<ShownDate>,
}

impl Known {
    fn of(article: &Article) -> Self {
        let outlet = article.outlet.as_ref();
        Self {
            id: article.id,
            indexed: true,
            headline: article.headline.clone(),
            outlet: outlet.map(|o| OutletView { id: o.id.clone(), name: o.name.clone() }),
            published: article.published.as_ref().map(Into::into),
        }
    }

    /// As a record has it.
    fn gone(id: ArticleId, then: &AboutArticle) -> Self {
        let AboutArticle { headline, outlet, published, .. } = then.clone();
        Self { id, indexed: false, headline, outlet, published }
    }
}

/// Repeats a search, as of the day it was made, and says what came, what went and what changed.
///
/// # Errors
/// The query is no longer read, and whatever the engine fails with.
pub fn recheck(
    engine: &dyn Engine,
    about: &About,
    context: &AskContext<'_>,
    control: &Control,
) -> Result<Rechecked, AnswerError> {
    let then = AskContext { today: about.day, ..*context };
    let export = export(engine, &about.request, None, &then, control)?;
    let mut out = Rechecked {
        v: 1,
        interpreted: export.query.interpreted.clone(),
        notices: differences(about, &export),
        day: about.day,
        then: about.total,
        now: export.total,
        same_archive: export.fingerprint.to_string() == about.fingerprint,
        archive_then: about.archive,
        archive_now: export.archive,
        came: Vec::new(),
        went: Vec::new(),
        changed: Vec::new(),
    };
    let mut found: HashSet<ArticleId> = HashSet::new();
    for exported in export {
        let article = exported?.article;
        match about.articles.get(&article.id) {
            None => out.came.push(Known::of(&article)),
            Some(then) => {
                found.insert(article.id);
                if then.content != article.content_hash() {
                    out.changed.push(Known::of(&article));
                }
            }
        }
    }
    for (id, then) in about.articles.iter().filter(|(id, _)| !found.contains(id)) {
        out.went.push(match engine.article(*id, control)? {
            Some(article) => Known::of(&article),
            None => Known::gone(*id, then),
        });
    }
    out.notices.splice(0..0, elsewhere(about, &out));
    Ok(out)
}

/// Whether this is likely another archive than that of the record. Its fingerprint cannot tell: it
/// changes with every article. An archive that is read again somewhere else has the same articles.
fn elsewhere(about: &About, found: &Rechecked) -> Option<Notice> {
    let all = about.articles.len();
    let gone = found.went.iter().filter(|known| !known.indexed).count();
    let sizes = match found.archive_then {
        Some(then) => format!(" (it held {then} articles then, {} now)", found.archive_now),
        None => String::new(),
    };
    let shrunk = found.archive_then.is_some_and(|then| found.archive_now < then / 2);
    let what = match (all, gone) {
        (0, _) if shrunk => "most of the archive is not in this index".to_string(),
        (0, _) | (_, 0) => return None,
        (1, 1) => "the article found then is not in this index".to_string(),
        _ if gone == all => format!("none of the {all} articles found then is in this index"),
        _ if gone > all / 2 => {
            format!("{gone} of the {all} articles found then are not in this index")
        }
        _ => return None,
    };
    let message = format!("{what}{sizes}: perhaps the search was made in another one");
    Some(Notice { code: "other-index".to_string(), message, instead: None, place: None })
}

fn differences(about: &About, export: &Export<'_>) -> Vec<Notice> {
    let notice = |code: &str, message: String| Notice {
        code: code.to_string(),
        message,
        instead: None,
        place: None,
    };
    let mut out = Vec::new();
    if about.interpreted != export.query.interpreted {
        let message = format!("the query was read as `{}` then", about.interpreted);
        out.push(notice("read-otherwise", message));
    }
    if about.analysis != morgue_analysis::VERSION {
        let message = format!(
            "words were analysed by version {} then, by {} now",
            about.analysis,
            morgue_analysis::VERSION
        );
        out.push(notice("other-analysis", message));
    }
    out
}

/// A day that may be absent.
mod open_day {
    use morgue_article::Day;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::day_text;

    #[derive(Serialize, Deserialize)]
    struct Text(#[serde(with = "day_text")] Day);

    pub(super) fn serialize<S: Serializer>(
        day: &Option<Day>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        day.map(Text).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Day>, D::Error> {
        Ok(Option::<Text>::deserialize(deserializer)?.map(|text| text.0))
    }
}
