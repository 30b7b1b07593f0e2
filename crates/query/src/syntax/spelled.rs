//! Dates as people write them elsewhere, in the form they have here.

/// A condition on a date with each date in it written as here, where all of it can only be meant
/// one way; `None` where nothing changes or something is unclear.
pub(super) fn date(text: &str) -> Option<String> {
    let signs = text.find(|c| !matches!(c, '<' | '>' | '=')).unwrap_or(text.len());
    let (signs, rest) = text.split_at(signs);
    let fixed = match rest.split_once("..") {
        Some((low, high)) => {
            let end = |text: &str| match text {
                "" => Some(String::new()),
                _ => one(text).or_else(|| Some(text.to_string())),
            };
            format!("{}..{}", end(low)?, end(high)?)
        }
        None => one(rest)?,
    };
    // A span of years has ends of its own.
    let bounded = fixed.matches("..").count() > 1 || !signs.is_empty() && fixed.contains("..");
    (!bounded && fixed != rest).then(|| format!("{signs}{fixed}"))
}

/// `2016/05`, `2016.5.1`, `20160501`, `31.5.2016`, `31/05/2016`, `1990s`
fn one(text: &str) -> Option<String> {
    if let Some(years) = text.strip_suffix("'s").or_else(|| text.strip_suffix('s')) {
        let decade = years.len() == 4 && digits(years) && years.ends_with('0');
        return decade.then(|| format!("{years}..{}9", &years[..3]));
    }
    if digits(text) && text.len() == 8 {
        return Some(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    let sign = text.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
    let parts: Vec<&str> = text.split(sign).collect();
    if !parts.iter().all(|part| digits(part)) {
        return None;
    }
    let of_year = |part: &str| part.len() == 4;
    let short = |part: &str| part.len() <= 2;
    match parts.as_slice() {
        // So it is written here.
        [year, ..] if of_year(year) && sign == '-' => None,
        [year, month] if of_year(year) && short(month) => Some(format!("{year}-{month:0>2}")),
        [month, year] if of_year(year) && short(month) => Some(format!("{year}-{month:0>2}")),
        [year, month, day] if of_year(year) && short(month) && short(day) => {
            Some(format!("{year}-{month:0>2}-{day:0>2}"))
        }
        [a, b, year] if of_year(year) && short(a) && short(b) => {
            let (first, second) = (a.parse::<u8>().ok()?, b.parse::<u8>().ok()?);
            match () {
                // Between dots the day stands first; elsewhere it is told by being no month.
                () if sign == '.' || first > 12 || first == second => {
                    Some(format!("{year}-{b:0>2}-{a:0>2}"))
                }
                () if second > 12 => Some(format!("{year}-{a:0>2}-{b:0>2}")),
                () => None,
            }
        }
        _ => None,
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A stretch of time with its unit as a word: `7days`, `2weeks`.
pub(super) fn stretch(text: &str) -> Option<String> {
    let split = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = text.split_at(split);
    let letter = match unit.to_ascii_lowercase().as_str() {
        "day" | "days" => 'd',
        "week" | "weeks" => 'w',
        "month" | "months" => 'm',
        "year" | "years" => 'y',
        _ => return None,
    };
    digits(count).then(|| format!("{count}{letter}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_other_forms() {
        for (text, expected) in [
            ("2016/05", Some("2016-05")),
            ("2016/5/1", Some("2016-05-01")),
            ("2016.05.01", Some("2016-05-01")),
            ("05/2016", Some("2016-05")),
            ("20160501", Some("2016-05-01")),
            ("3.5.2016", Some("2016-05-03")),
            ("31/05/2016", Some("2016-05-31")),
            ("05/31/2016", Some("2016-05-31")),
            ("05/05/2016", Some("2016-05-05")),
            ("03/05/2016", None),
            ("1990s", Some("1990..1999")),
            ("1994s", None),
            (">2016/05", Some(">2016-05")),
            (">1990s", None),
            ("2016/05..2016/07", Some("2016-05..2016-07")),
            ("2016/05..", Some("2016-05..")),
            ("1990s..1995", None),
            ("2016", None),
            ("2016-05", None),
            ("2024-5-1", None),
            ("05-2016", Some("2016-05")),
            ("1914-1918", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(date(text).as_deref(), expected, "{text}");
        }
        assert_eq!(stretch("7days").as_deref(), Some("7d"));
        assert_eq!(stretch("2Weeks").as_deref(), Some("2w"));
        assert_eq!(stretch("days"), None);
        assert_eq!(stretch("7"), None);
    }
}
