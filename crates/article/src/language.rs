//! Names of languages.

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

/// The code of a language written as code, locale or name: `en` of `en`, `eng`, `en-GB`, `English`.
///
/// ```
/// assert_eq!(morgue_article::language_code("Deutsch"), Some("de"));
/// assert_eq!(morgue_article::language_code("pt_BR"), Some("pt"));
/// assert_eq!(morgue_article::language_code("Martian"), None);
/// ```
pub fn language_code(text: &str) -> Option<&'static str> {
    let lower = text.trim().to_lowercase();
    let base = lower.split(['-', '_']).next().unwrap_or(&lower);
    let row = |row: &&(&str, &str, &str, &str)| {
        row.0 == base
            || row.1 == base
            || (!row.2.is_empty() && row.2 == lower)
            || (!row.3.is_empty() && row.3 == lower)
    };
    LANGUAGES.iter().find(row).map(|row| row.0)
}

/// The English name of a language, in small letters, by its code: `german` of `de`.
///
/// ```
/// assert_eq!(morgue_article::language_name("de"), Some("german"));
/// ```
pub fn language_name(code: &str) -> Option<&'static str> {
    let row = LANGUAGES.iter().find(|row| row.0 == code);
    row.map(|row| row.2).filter(|name| !name.is_empty())
}

/// The names of languages, in English and in each language itself, with their codes.
pub fn language_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    let names = LANGUAGES.iter().flat_map(|row| [(row.2, row.0), (row.3, row.0)]);
    names.filter(|(name, _)| !name.is_empty())
}
