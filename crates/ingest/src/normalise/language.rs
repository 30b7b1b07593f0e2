//! The language: declared, or found by the text.

use morgue_article::{Article, Language};

use super::Fields;
use crate::raw::RawField;

/// Code of two letters, code of three, English name, own name.
const LANGUAGES: &[(&str, &str, &str, &str)] = &[
    ("en", "eng", "english", "english"),
    ("de", "deu", "german", "deutsch"),
    ("fr", "fra", "french", "français"),
    ("es", "spa", "spanish", "español"),
    ("pt", "por", "portuguese", "português"),
    ("it", "ita", "italian", "italiano"),
    ("nl", "nld", "dutch", "nederlands"),
    ("sv", "swe", "swedish", "svenska"),
    ("da", "dan", "danish", "dansk"),
    ("nb", "nob", "norwegian", "norsk"),
    ("fi", "fin", "finnish", "suomi"),
    ("pl", "pol", "polish", "polski"),
    ("cs", "ces", "czech", "čeština"),
    ("sk", "slk", "slovak", "slovenčina"),
    ("hu", "hun", "hungarian", "magyar"),
    ("ro", "ron", "romanian", "română"),
    ("bg", "bul", "bulgarian", "български"),
    ("ru", "rus", "russian", "русский"),
    ("uk", "ukr", "ukrainian", "українська"),
    ("el", "ell", "greek", "ελληνικά"),
    ("tr", "tur", "turkish", "türkçe"),
    ("ar", "ara", "arabic", "العربية"),
    ("he", "heb", "hebrew", "עברית"),
    ("fa", "pes", "persian", "فارسی"),
    ("hi", "hin", "hindi", "हिन्दी"),
    ("bn", "ben", "bengali", "বাংলা"),
    ("ur", "urd", "urdu", "اردو"),
    ("ta", "tam", "tamil", "தமிழ்"),
    ("te", "tel", "telugu", "తెలుగు"),
    ("mr", "mar", "marathi", "मराठी"),
    ("gu", "guj", "gujarati", "ગુજરાતી"),
    ("kn", "kan", "kannada", "ಕನ್ನಡ"),
    ("ml", "mal", "malayalam", "മലയാളം"),
    ("pa", "pan", "punjabi", "ਪੰਜਾਬੀ"),
    ("zh", "cmn", "chinese", "中文"),
    ("ja", "jpn", "japanese", "日本語"),
    ("ko", "kor", "korean", "한국어"),
    ("vi", "vie", "vietnamese", "tiếng việt"),
    ("th", "tha", "thai", "ไทย"),
    ("id", "ind", "indonesian", "bahasa indonesia"),
    ("hr", "hrv", "croatian", "hrvatski"),
    ("sr", "srp", "serbian", "српски"),
    ("sl", "slv", "slovenian", "slovenščina"),
    ("lt", "lit", "lithuanian", "lietuvių"),
    ("lv", "lav", "latvian", "latviešu"),
    ("et", "est", "estonian", "eesti"),
    ("ca", "cat", "catalan", "català"),
    ("af", "afr", "afrikaans", "afrikaans"),
    ("sw", "swa", "swahili", "kiswahili"),
    ("am", "amh", "amharic", "አማርኛ"),
    ("ka", "kat", "georgian", "ქართული"),
    ("hy", "hye", "armenian", "հայերեն"),
    ("az", "aze", "azerbaijani", "azərbaycan"),
    ("be", "bel", "belarusian", "беларуская"),
    ("mk", "mkd", "macedonian", "македонски"),
    ("ne", "nep", "nepali", "नेपाली"),
    ("si", "sin", "sinhala", "සිංහල"),
    ("km", "khm", "khmer", "ខ្មែរ"),
    ("my", "mya", "burmese", "မြန်မာ"),
    ("yo", "yor", "yoruba", "yorùbá"),
    ("ha", "hau", "hausa", "hausa"),
    ("ig", "ibo", "igbo", "igbo"),
    ("so", "som", "somali", "soomaali"),
    ("zu", "zul", "zulu", "isizulu"),
    ("la", "lat", "latin", "latina"),
    ("lb", "ltz", "luxembourgish", "lëtzebuergesch"),
    ("no", "nor", "", ""),
    ("zh", "zho", "", ""),
    ("de", "ger", "", ""),
    ("fr", "fre", "", ""),
    ("nl", "dut", "", ""),
    ("zh", "chi", "", ""),
    ("fa", "fas", "farsi", ""),
    ("ms", "msa", "malay", "bahasa melayu"),
];

pub(super) fn language(fields: &mut Fields<'_>, article: &Article) -> Option<Language> {
    let of = |code: String, basis: &str| Language { code, basis: basis.to_string() };
    if let Some(given) = fields.given(RawField::Language, "language") {
        return Some(of(code(&given).unwrap_or_else(|| given.to_lowercase()), "given"));
    }
    if let Some(declared) = fields.first(RawField::Language, "language") {
        if let Some(code) = code(&declared) {
            return Some(of(code, "declared"));
        }
        fields.provenance.remove("language");
    }
    let code = detect(article)?;
    fields.note("language", true, "detected by the text");
    Some(of(code, "detected"))
}

/// The code of a language written as code, locale or name.
fn code(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let base = lower.split(['-', '_']).next().unwrap_or(&lower);
    let row = |row: &&(&str, &str, &str, &str)| {
        row.0 == base
            || row.1 == base
            || (!row.2.is_empty() && row.2 == lower)
            || (!row.3.is_empty() && row.3 == lower)
    };
    LANGUAGES.iter().find(row).map(|row| row.0.to_string())
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
    sure.then(|| code(info.lang().code()).unwrap_or_else(|| info.lang().code().to_string()))
}
