//! The language: declared, or found by the text.

use morgue_article::{Article, Language, language_code};

use super::Fields;
use crate::raw::RawField;

pub(super) fn language(fields: &mut Fields<'_>, article: &Article) -> Option<Language> {
    let of = |code: String, basis: &str| Language { code, basis: basis.to_string() };
    if let Some(given) = fields.given(RawField::Language, "language") {
        return Some(of(code_of(&given).unwrap_or_else(|| given.to_lowercase()), "given"));
    }
    if let Some(declared) = fields.first(RawField::Language, "language") {
        if let Some(code) = code_of(&declared) {
            return Some(of(code, "declared"));
        }
        fields.provenance.remove("language");
    }
    let code = detect(article)?;
    fields.note("language", true, "detected by the text");
    Some(of(code, "detected"))
}

/// Whether a text names a language: one we know, or a code of two or three letters, with a region
/// perhaps, that only others know.
pub(crate) fn is_language(text: &str) -> bool {
    let mut parts = text.trim().split(['-', '_']);
    let code = parts.next().unwrap_or_default();
    let short = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphabetic());
    let region = |part: &str| {
        (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    code_of(text).is_some() || short && parts.all(region)
}

fn code_of(text: &str) -> Option<String> {
    language_code(text).map(str::to_string)
}

/// The language of the headline and the first 600 characters, if that is plain.
fn detect(article: &Article) -> Option<String> {
    let mut sample = String::new();
    let mut left = 600usize;
    // Behind the dateline: place names are of no language.
    let skip = article.dateline.as_ref().map_or(0, |dateline| dateline.length);
    let bodies = article.body.iter().enumerate();
    let texts =
        bodies.map(|(i, block)| block.text.get(if i == 0 { skip } else { 0 }..).unwrap_or(""));
    for text in article.headline.as_deref().into_iter().chain(texts) {
        let cut = text.char_indices().nth(left).map_or(text.len(), |(at, _)| at);
        sample.push_str(&text[..cut]);
        sample.push('\n');
        left = left.saturating_sub(text[..cut].chars().count());
        if left == 0 {
            break;
        }
    }
    let info = whatlang::detect(&sample)?;
    let sure = info.is_reliable() || info.confidence() >= 1.0;
    sure.then(|| code_of(info.lang().code()).unwrap_or_else(|| info.lang().code().to_string()))
}
