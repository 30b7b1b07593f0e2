//! When it was published: the best of what metadata, text, address and names say.

use std::sync::LazyLock;

use morgue_article::{Article, Day, Precision, Published};
use regex::Regex;

use super::body::Parts;
use super::{Context, Fields};
use crate::dates::{Order, Parsed, parse};
use crate::raw::RawField;
use crate::text::footer;

/// `2011/04/27`, `2011-04-27`, `2011_04`, `20110427`: from a year on, between other signs.
static IN_PATH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[^0-9])(?:(1[5-9]\d\d|20\d\d)([/_.-])(0?[1-9]|1[0-2])(?:[/_.-](0?[1-9]|[12]\d|3[01]))?|(1[5-9]\d\d|20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?:[^0-9]|$)",
    )
    .expect("the pattern is a constant")
});

/// Fills `published` and `updated`.
pub(super) fn dates(
    fields: &mut Fields<'_>,
    article: &mut Article,
    parts: &Parts,
    context: &Context<'_>,
    remarks: &mut Vec<String>,
) {
    let known = fields.raw.date_order;
    let order = known.unwrap_or_else(|| order(article));
    let mut reader = Reader { order, known: known.is_some(), today: context.today, remarks };
    article.published = given(fields, &mut reader)
        .or_else(|| metadata(fields, RawField::Published, "published", &mut reader))
        .or_else(|| from_text(fields, parts, &mut reader))
        .or_else(|| from_names(fields, article, context))
        .or_else(|| copyright(fields, article, context.today))
        .or_else(|| {
            let day = context.file_day?;
            fields.note("published", true, "time of the file");
            Some(Published::day(day, "mtime"))
        });
    article.updated = metadata(fields, RawField::Updated, "updated", &mut reader);
}

/// Reads written dates and says which it could not.
struct Reader<'a> {
    order: Order,
    /// Whether the source itself shows the order: then it need not be said.
    known: bool,
    today: Day,
    remarks: &'a mut Vec<String>,
}

impl Reader<'_> {
    fn read(&mut self, field: &str, value: &str, basis: &str) -> Option<Published> {
        let short: String = value.trim().chars().take(60).collect();
        let Some(Parsed { mut date, ambiguous }) = parse(value, self.order, self.today.year())
        else {
            self.remarks.push(format!("field `{field}`: `{short}` is not a date"));
            return None;
        };
        // A zone ahead of ours and an issue dated tomorrow are no mistakes; next year is.
        if date.earliest.0 > self.today.0 + 366 {
            self.remarks.push(format!("field `{field}`: `{short}` lies in the future"));
            return None;
        }
        if ambiguous && !self.known {
            self.remarks.push(format!("field `{field}`: `{short}` read as {}", date.earliest));
        }
        date.basis = basis.to_string();
        Some(date)
    }
}

/// Day or month first, by where it was printed.
fn order(article: &Article) -> Order {
    let american = matches!(article.country.as_deref(), None | Some("us" | "ph"));
    let english = matches!(article.lang(), "en" | "und");
    if american && english { Order::MonthDay } else { Order::DayMonth }
}

fn given(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Published> {
    let value = fields.given(RawField::Published, "published")?;
    reader.read("published", &value, "given")
}

fn metadata(
    fields: &mut Fields<'_>,
    field: RawField,
    name: &str,
    reader: &mut Reader<'_>,
) -> Option<Published> {
    let candidates = fields.raw.candidates(field).filter(|c| super::says_something(c.value.trim()));
    let found: Vec<(Published, String)> = candidates
        .filter_map(|c| Some((reader.read(name, &c.value, "metadata")?, c.rule.clone())))
        .take(4)
        .collect();
    // The best rule wins, unless it is less precise than another that agrees with it.
    let (first, _) = found.first()?;
    let better = found.iter().find(|(date, _)| {
        first.precision < Precision::Day
            && date.precision > first.precision
            && first.range().contains(date.range())
    });
    let (date, rule) = better.or(found.first())?.clone();
    fields.note(name, true, &rule);
    Some(date)
}

/// A date line above the text; a dateline that names a year.
fn from_text(fields: &mut Fields<'_>, parts: &Parts, reader: &mut Reader<'_>) -> Option<Published> {
    if let Some(date) =
        parts.date.as_ref().and_then(|date| reader.read("published", date, "metadata"))
    {
        fields.note("published", true, "date line");
        return Some(date);
    }
    let with_year =
        |date: &&String| date.split(|c: char| !c.is_ascii_digit()).any(|n| n.len() == 4);
    let date = parts.dateline_date.as_ref().filter(with_year)?;
    let date =
        reader.read("published", date, "dateline").filter(|d| d.precision >= Precision::Day)?;
    fields.note("published", true, "date in the dateline");
    Some(date)
}

fn from_names(
    fields: &mut Fields<'_>,
    article: &Article,
    context: &Context<'_>,
) -> Option<Published> {
    let key = context.source;
    let entry = fields.raw.entry.as_deref().unwrap_or_default();
    let path = if key.path.is_empty() {
        key.root.rsplit('/').next().unwrap_or_default()
    } else {
        &key.path
    };
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let (inner_folder, inner_file) = entry.rsplit_once('/').unwrap_or(("", entry));
    let address = article.url.as_deref().and_then(|url| url.split_once("://")?.1.split_once('/'));
    let places = [
        // Behind the question mark stand numbers of every kind.
        (address.map_or("", |(_, path)| before_query(path)), "url", "date in the address"),
        (inner_file, "filename", "date in the entry's name"),
        (file, "filename", "date in the file's name"),
        (inner_folder, "folder", "date in the folder's name"),
        (folder, "folder", "date in the folder's name"),
    ];
    for (text, basis, rule) in places {
        if let Some(date) = in_path(text, basis, context.today) {
            fields.note("published", true, rule);
            return Some(date);
        }
    }
    let year = [inner_folder, folder].iter().flat_map(|folder| folder.split('/')).rev().find_map(
        |part| {
            let year: i32 = Some(part).filter(|part| part.len() == 4)?.parse().ok()?;
            (year <= context.today.year()).then(|| Day::year_span(year)).flatten()
        },
    )?;
    fields.note("published", true, "year of the folder");
    Some(Published::span(year, Precision::Year, "folder"))
}

fn before_query(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default()
}

/// The first date inside an address or path that is no later than today.
fn in_path(path: &str, basis: &str, today: Day) -> Option<Published> {
    let found = IN_PATH.captures(path)?;
    let number = |at: usize| found.get(at).and_then(|part| part.as_str().parse::<u32>().ok());
    let year = i32::try_from(number(1).or(number(5))?).ok()?;
    let month = number(3).or(number(6))?;
    let date = match number(4).or(number(7)) {
        Some(day) => Published::day(Day::from_ymd(year, month, day)?, basis),
        None => Published::span(Day::month_span(year, month)?, Precision::Month, basis),
    };
    (date.earliest.0 <= today.0 + 1).then_some(date)
}

/// The year beside the copyright sign.
fn copyright(fields: &mut Fields<'_>, article: &Article, today: Day) -> Option<Published> {
    let year = footer::year(article.rights.as_deref()?)?;
    let range = Day::year_span(year).filter(|_| (1700..=today.year() + 1).contains(&year))?;
    fields.note("published", true, "year beside the copyright sign");
    Some(Published::span(range, Precision::Year, "copyright"))
}
