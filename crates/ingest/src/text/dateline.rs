//! Datelines: `PARIS, March 3 (Reuters) - `.

use std::sync::LazyLock;

use regex::Regex;

/// A dateline at the beginning of a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found<'a> {
    /// As printed, without the dash.
    pub(crate) printed: &'a str,
    pub(crate) place: Option<&'a str>,
    pub(crate) agency: Option<&'a str>,
    /// The date as printed, without a place.
    pub(crate) date: Option<&'a str>,
    /// The bytes it takes with its dash and the spaces behind.
    pub(crate) length: usize,
}

/// The place in capitals, or followed by an agency; then perhaps a date, with a full stop in old
/// papers; then the agency; a dash.
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    let place = r"(?P<place>\p{Lu}[\p{L}\p{M}.'’/-]*(?:[ ,/-]{1,2}[\p{L}\p{M}.'’()-]+){0,6}?)";
    let date = r"(?P<date>(?:\d{1,2}\.? (?:de )?\p{L}{3,10}\.?|\p{L}{3,10}\.? \d{1,2})(?:,? (?:de )?\d{4})?|\d{1,2}/\d{1,2}(?:/\d{2,4})?)";
    let agency = r"\((?P<agency>\p{L}[\p{L}\p{M}&./' -]{1,40})\)";
    let dash = r"\s*(?:—|–|--|-|―|:)\s+";
    let text = format!(r"^\s*(?:{place}(?:,\s+{date}\.?)?,?\s*{agency}{dash}|{}{}|{}{dash})",
        agency.replace("agency", "agency2"), r"\s*(?:—|–|--|-|―)\s*",
        r"(?P<place3>\p{Lu}[\p{Lu}\p{M}.'’/-]+(?:[ ,/-]{1,2}[\p{Lu}\p{M}.'’-]+){0,4}(?:, \p{Lu}[\p{L}.]{1,14}){0,2}?)(?:,\s+DATE\.?)?,?"
            .replace("DATE", &date.replace("date", "date3"))
    );
    Regex::new(&text).expect("the pattern is a constant")
});

/// `新华社北京3月3日电`.
static EAST_ASIAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*[（(]?(?P<agency>新华社|中新社|人民网|央视网)(?P<place>\p{Han}{2,8}?)(?P<date>\d{1,2}月\d{1,2}日)?电[)）]?\s*")
        .expect("the pattern is a constant")
});

/// The dateline a text begins with.
pub(crate) fn find(text: &str) -> Option<Found<'_>> {
    let cut = text.char_indices().nth(160).map_or(text.len(), |(at, _)| at);
    let start = &text[..cut];
    // Nearly every paragraph has none: look for a dash before the pattern is tried.
    if !start.contains(['—', '–', '-', '―', ':', '电']) {
        return None;
    }
    let found = match start.contains('电').then(|| EAST_ASIAN.captures(start)).flatten() {
        Some(found) => found,
        None => DATELINE.captures(start)?,
    };
    let group = |names: [&str; 3]| {
        names.iter().find_map(|name| found.name(name)).map(|m| m.as_str().trim())
    };
    let whole = found.get(0)?;
    let place = group(["place", "place3", ""]).map(|place| place.trim_end_matches([',', ' ']));
    let printed = whole.as_str().trim().trim_end_matches(['—', '–', '-', '―', ':']).trim();
    let dotted = printed.strip_suffix('.').filter(|text| text.ends_with(|c: char| c.is_numeric()));
    let printed = dotted.unwrap_or(printed);
    if place.is_some_and(|place| !is_place(place)) || whole.end() == text.len() {
        return None;
    }
    let date = group(["date", "date3", ""]);
    let agency = group(["agency", "agency2", ""]);
    if agency.is_none() && printed.chars().count() < 4 {
        return None;
    }
    Some(Found { printed, place, agency, date, length: whole.end() })
}

/// Whether words can be a place: no verbs and articles of a sentence.
fn is_place(place: &str) -> bool {
    const SMALL: &[&str] = &[
        "de", "del", "la", "le", "les", "sur", "am", "an", "der", "upon", "of", "do", "da", "el",
        "al", "and", "den", "near", "in", "im", "bei", "aboard", "on", "the", "en", "y",
    ];
    let words = place.split([' ', '/', ',']).filter(|word| !word.is_empty());
    place.chars().count() <= 60
        && words.into_iter().all(|word| {
            !word.chars().next().is_some_and(char::is_lowercase) || SMALL.contains(&word)
        })
}
