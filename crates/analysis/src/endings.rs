//! What the forms of one word have in common.

/// What every form with this stem begins with, as far as the language's stemmer is known to change
/// endings only: not much, so that no change of an ending is missed (`die` of `dying`, `haus` of
/// `haeuser`).
pub fn shared_prefix<'a>(lang: &str, folded: &'a str, stem: &str) -> &'a str {
    const ENDINGS_ONLY: [&str; 13] =
        ["ca", "da", "de", "en", "es", "fi", "fr", "hu", "it", "no", "pt", "ru", "sv"];
    let primary = lang.split(['-', '_']).next().unwrap_or(lang);
    let letters = match primary {
        "en" => stem.chars().count().saturating_sub(3).clamp(1, 4),
        _ if ENDINGS_ONLY.contains(&primary) => 1,
        _ => return "",
    };
    let same = folded.chars().zip(stem.chars()).take_while(|(a, b)| a == b).take(letters);
    &folded[..same.map(|(c, _)| c.len_utf8()).sum()]
}
