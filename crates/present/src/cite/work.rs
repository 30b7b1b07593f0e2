//! What a citation says of an article, whatever its form.

use std::borrow::Cow;

use morgue_article::{Article, Outlet};

use super::name::Name;
use super::when::When;

/// Words of a text that stand for a headline it does not have.
const FIRST_WORDS: usize = 8;
/// Letters of such words: a script without spaces has one word.
const FIRST_LETTERS: usize = 60;

/// An article to be cited. All texts are one line.
#[derive(Debug)]
pub(super) struct Work<'a> {
    pub(super) article: &'a Article,
    pub(super) authors: Vec<Name>,
    pub(super) title: Title,
    pub(super) outlet: Option<String>,
    pub(super) when: When,
    pub(super) page: Option<String>,
    pub(super) edition: Option<String>,
    pub(super) section: Option<String>,
    pub(super) url: Option<String>,
    pub(super) tags: Vec<String>,
    /// How the date is known, where the source does not say it outright.
    pub(super) date_basis: Option<String>,
}

/// What an article is called.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Title {
    /// Its headline.
    Printed(String),
    /// It has none: what is said instead, which no quotation marks enclose.
    Described(String),
}

impl Title {
    /// The headline, or the description in brackets.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Printed(text) => Cow::Borrowed(text),
            Self::Described(text) => Cow::Owned(format!("[{text}]")),
        }
    }
}

impl<'a> Work<'a> {
    pub(super) fn of(article: &'a Article) -> Self {
        let field = |text: &Option<String>| text.as_deref().map(clean).filter(|it| !it.is_empty());
        let basis = article.published.as_ref().map(|date| clean(&date.basis));
        let plain = |basis: &String| !matches!(basis.as_str(), "" | "metadata" | "given");
        Self {
            article,
            authors: authors(article),
            title: field(&article.headline)
                .map_or_else(|| Title::Described(described(article)), Title::Printed),
            outlet: article.outlet.as_ref().map(|it| clean(&it.name)).filter(|it| !it.is_empty()),
            when: When::of(article.published.as_ref()),
            page: field(&article.page),
            edition: field(&article.edition),
            section: field(&article.section),
            url: field(&article.url),
            tags: article.tags.iter().map(|tag| clean(tag)).filter(|tag| !tag.is_empty()).collect(),
            date_basis: basis.filter(plain),
        }
    }

    /// `4` or `A1`, behind `p.` or `pp.`.
    pub(super) fn page_with_sign(&self) -> Option<String> {
        let page = self.page.as_ref()?;
        let several = page.contains(['-', '–', ',', ';']);
        Some(format!("{} {page}", if several { "pp." } else { "p." }))
    }

    /// `late edition`, with the word for it unless it is there; `word` is `edition` or `ed.`.
    pub(super) fn edition_with(&self, word: &str) -> Option<String> {
        let edition = self.edition.as_ref()?;
        let said = edition.to_lowercase();
        let known = ["edition", "édition", "ausgabe", "edición", "edição", "editie", "ed."];
        let said = known.iter().any(|known| said.contains(known));
        Some(if said { edition.clone() } else { format!("{edition} {word}") })
    }
}

/// The people of the byline; without any, the agency it names, where it is the article's own.
fn authors(article: &Article) -> Vec<Name> {
    let Some(byline) = &article.byline else { return Vec::new() };
    let people: Vec<Name> = byline
        .authors
        .iter()
        .filter(|name| name.chars().any(char::is_alphanumeric))
        .map(|name| Name::read(name))
        .collect();
    if !people.is_empty() {
        return people;
    }
    let printed = clean(&byline.printed);
    let name = printed.strip_prefix("By ").or_else(|| printed.strip_prefix("BY "));
    let name = name.unwrap_or(&printed);
    let is_wire = article.wire.as_ref().is_some_and(|wire| Outlet::from_name(name, "").id == *wire);
    if is_wire { vec![Name::Whole(name.to_string())] } else { Vec::new() }
}

/// What to say of an article without a headline: its first words tell it from others of its day.
fn described(article: &Article) -> String {
    let text = article.body.iter().map(|block| clean(&block.text)).find(|text| !text.is_empty());
    let Some(text) = text else { return "untitled article".into() };
    let begin: Vec<&str> = text.split(' ').take(FIRST_WORDS).collect();
    let mut begin: String = begin.join(" ").chars().take(FIRST_LETTERS).collect();
    if begin.len() < text.len() {
        let end = begin.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        begin.truncate(end);
        begin.push('…');
    }
    format!("untitled article beginning {}", super::quoted::quoted(&begin, None))
}

/// A text as one line: no control characters, none that turn the direction of writing, one space
/// for any number.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if c.is_whitespace() || c.is_control() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !turns && !matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{feff}') {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}
