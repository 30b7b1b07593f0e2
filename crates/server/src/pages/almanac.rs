//! On this day: what came out on a month and a day, in whatever year.

use axum::http::StatusCode;
use morgue_article::Day;
use morgue_query::plan::Sort;
use morgue_query::{Control, HitView, Request, answer};

use super::asked::Asked;
use super::overview::Overview;
use crate::app::State;
use crate::problem::Problem;
use crate::routes::ask_context;

/// Articles of a day that are shown.
const SHOWN: usize = 5;
/// Years that one link asks for: its address stays short.
const YEARS: usize = 60;

/// A month and a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct MonthDay {
    month: u32,
    day: u32,
}

/// What came out on a day.
pub(super) struct Found {
    pub(super) hits: Vec<HitView>,
    count: u64,
    query: String,
}

/// The nearest day before or behind that holds something.
pub(super) struct Neighbour {
    pub(super) name: String,
    pub(super) href: String,
}

impl MonthDay {
    /// `23 November`.
    pub(super) fn name(self) -> String {
        // A leap year has every day.
        let day = Day::from_ymd(2000, self.month, self.day).map(morgue_present::day);
        day.unwrap_or_default().trim_end_matches(" 2000").to_string()
    }

    fn key(self) -> (u32, u32) {
        (self.month, self.day)
    }
}

/// The day that is asked for as `11-23`, else today.
pub(super) fn asked(text: Option<&str>, today: Day) -> Result<MonthDay, Problem> {
    let (_, month, day) = today.ymd();
    let Some(text) = text else { return Ok(MonthDay { month, day }) };
    let parts = text.split_once('-').and_then(|(month, day)| {
        let digits = |part: &str| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
        let number = |part: &str| part.parse::<u32>().ok().filter(|_| digits(part));
        number(month).zip(number(day))
    });
    let known = parts.filter(|&(month, day)| Day::from_ymd(2000, month, day).is_some());
    known.map(|(month, day)| MonthDay { month, day }).ok_or_else(|| {
        let short: String = text.chars().take(40).collect();
        let detail = format!("parameter `day`: `{short}` is not a month and a day like `11-23`");
        Problem::new(StatusCode::BAD_REQUEST, "parameter", detail)
    })
}

/// The oldest articles of a day.
pub(super) fn articles(
    state: &State,
    held: &Overview,
    day: MonthDay,
    control: &Control,
) -> Result<Found, Problem> {
    let Some(years) = held.days.get(&day.key()) else {
        return Ok(Found { hits: Vec::new(), count: 0, query: String::new() });
    };
    let dates = years.iter().take(YEARS);
    let dates = dates.map(|(year, _)| format!("date:{year:04}-{:02}-{:02}", day.month, day.day));
    let query = dates.collect::<Vec<_>>().join(" OR ");
    let request = Request {
        q: query.clone(),
        sort: Sort::Oldest,
        limit: SHOWN,
        snippets: 0,
        ..Request::default()
    };
    let lease = state.leases.latest(control)?;
    let found = answer(&*lease.engine, &request, &ask_context(state), control);
    let found = found.map_err(|error| Problem::answer(&request.q, error))?;
    Ok(Found { hits: found.hits, count: found.total.map_or(0, |total| total.value), query })
}

impl Found {
    /// Where all of them are, if more than are shown.
    pub(super) fn all(&self, state: &State, locked: &Asked) -> Option<(String, String)> {
        let more = self.count > self.hits.len() as u64;
        more.then(|| {
            let asked = locked.with("q", &self.query).with("sort", "oldest");
            let text = format!("All {} of this day", morgue_present::grouped(self.count));
            (state.links.to(&asked.at("/search")), text)
        })
    }
}

/// The nearest day before this one, or behind it, that holds something; the year goes round.
pub(super) fn neighbour(
    state: &State,
    held: &Overview,
    day: MonthDay,
    behind: bool,
) -> Option<Neighbour> {
    let days = || held.days.keys().copied();
    let near = match behind {
        true => days().find(|key| *key > day.key()).or_else(|| days().next()),
        false => days().rev().find(|key| *key < day.key()).or_else(|| days().next_back()),
    };
    let (month, day) = near.filter(|key| *key != day.key())?;
    let near = MonthDay { month, day };
    let href = state.links.to(&format!("/?day={month:02}-{day:02}#day"));
    Some(Neighbour { name: near.name(), href })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_month_and_a_day() {
        let today = Day::from_ymd(2026, 11, 23).expect("a day");
        let of = |text| asked(text, today).map(|day| day.name()).map_err(|_| ());
        assert_eq!(of(None), Ok("23 November".to_string()));
        assert_eq!(of(Some("2-29")), Ok("29 February".to_string()));
        for bad in ["02-30", "13-01", "0-0", "x", "11", "+1-1", "1-1-1", "<b>-1"] {
            assert_eq!(of(Some(bad)), Err(()), "{bad}");
        }
    }
}
