//! What the analysis knows of languages: stemmers and elided articles.

use frostem::Algorithm;

/// Whether there is a stemmer for a language code (`en`, `en-GB`, `pt_BR`, `eng`).
pub fn has_stemmer(lang: &str) -> bool {
    algorithm(lang).is_some()
}

/// The primary part of a language code in small letters: `en` of `en-GB`.
pub(crate) fn primary(lang: &str) -> String {
    let end = lang.find(['-', '_']).unwrap_or(lang.len());
    // A code has two or three letters: anything longer names no language.
    lang[..end].chars().take(8).map(|c| c.to_ascii_lowercase()).collect()
}

/// The stemming algorithm of a language.
pub(crate) fn algorithm(lang: &str) -> Option<Algorithm> {
    Some(match primary(lang).as_str() {
        "ar" | "ara" => Algorithm::Arabic,
        "hy" | "hye" | "arm" => Algorithm::Armenian,
        "eu" | "eus" | "baq" => Algorithm::Basque,
        "ca" | "cat" => Algorithm::Catalan,
        "cs" | "ces" | "cze" => Algorithm::Czech,
        "da" | "dan" => Algorithm::Danish,
        "nl" | "nld" | "dut" => Algorithm::Dutch,
        "en" | "eng" => Algorithm::English,
        "eo" | "epo" => Algorithm::Esperanto,
        "et" | "est" => Algorithm::Estonian,
        "fi" | "fin" => Algorithm::Finnish,
        "fr" | "fra" | "fre" => Algorithm::French,
        "de" | "deu" | "ger" => Algorithm::German,
        "el" | "ell" | "gre" => Algorithm::Greek,
        "hi" | "hin" => Algorithm::Hindi,
        "hu" | "hun" => Algorithm::Hungarian,
        "id" | "ind" => Algorithm::Indonesian,
        "ga" | "gle" => Algorithm::Irish,
        "it" | "ita" => Algorithm::Italian,
        "lt" | "lit" => Algorithm::Lithuanian,
        "ne" | "nep" => Algorithm::Nepali,
        "no" | "nb" | "nn" | "nor" | "nob" | "nno" => Algorithm::Norwegian,
        "fa" | "fas" | "per" => Algorithm::Persian,
        "pl" | "pol" => Algorithm::Polish,
        "pt" | "por" => Algorithm::Portuguese,
        "ro" | "ron" | "rum" | "mo" => Algorithm::Romanian,
        "ru" | "rus" => Algorithm::Russian,
        "sr" | "srp" => Algorithm::Serbian,
        "st" | "sot" => Algorithm::Sesotho,
        "es" | "spa" => Algorithm::Spanish,
        "sv" | "swe" => Algorithm::Swedish,
        "ta" | "tam" => Algorithm::Tamil,
        "tr" | "tur" => Algorithm::Turkish,
        "uk" | "ukr" => Algorithm::Ukrainian,
        "yi" | "yid" => Algorithm::Yiddish,
        _ => return None,
    })
}

/// Whether the stem of every word of ASCII letters begins with the word's first letter: these
/// stemmers take from the end alone. A test tries them.
pub(crate) fn keeps_first_letter(lang: &str) -> bool {
    use Algorithm::{
        Danish, English, French, German, Italian, Norwegian, Portuguese, Spanish, Swedish,
    };
    algorithm(lang).is_none_or(|algorithm| {
        matches!(
            algorithm,
            English
                | German
                | French
                | Spanish
                | Portuguese
                | Italian
                | Danish
                | Norwegian
                | Swedish
        )
    })
}

/// The articles and small words that lose their vowel before an apostrophe.
pub(crate) fn elided(lang: &str) -> &'static [&'static str] {
    match primary(lang).as_str() {
        "fr" | "fra" | "fre" => {
            &["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"]
        }
        "it" | "ita" => &[
            "l", "un", "d", "c", "m", "t", "s", "v", "n", "all", "dall", "dell", "nell", "sull",
            "coll", "pell", "gl", "agl", "dagl", "degl", "negl", "sugl", "quell", "quest",
        ],
        "ca" | "cat" => &["l", "d", "m", "n", "s", "t"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use frostem::Stemmer;
    use proptest::prelude::*;

    use super::*;

    const LANGUAGES: [&str; 9] = ["en", "de", "fr", "es", "pt", "it", "da", "no", "sv"];

    fn keeps(lang: &str, word: &str) -> bool {
        let stemmer = Stemmer::new(algorithm(lang).expect("a stemmer"));
        stemmer.stem(word).bytes().next() == word.bytes().next()
    }

    #[test]
    fn every_short_word_keeps_its_first_letter() {
        let letters = || b'a'..=b'z';
        for lang in LANGUAGES {
            assert!(keeps_first_letter(lang));
            for a in letters() {
                for b in letters() {
                    for c in letters() {
                        let word = String::from_utf8(vec![a, b, c]).expect("ASCII");
                        for word in [&word[..1], &word[..2], &word] {
                            assert!(keeps(lang, word), "{lang}: {word}");
                        }
                    }
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_word_keeps_its_first_letter(
            word in "[a-z0-9]{1,7}",
            dense in "[aeiouyst]{1,9}",
            end in prop::sample::select(vec![
                "", "s", "es", "ed", "ing", "ly", "ational", "fulness", "ungen", "heit", "keit", "ements",
                "issaient", "euse", "mente", "aciones", "amente", "azione", "ivamente", "eringen", "heten",
            ]),
        ) {
            for lang in LANGUAGES {
                for word in [format!("{word}{end}"), format!("{dense}{end}")] {
                    prop_assert!(keeps(lang, &word), "{}: {}", lang, word);
                }
            }
        }
    }
}
