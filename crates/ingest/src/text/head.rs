//! The lines above the text: title, byline, date.

use super::{begins_small, byline, dateline, ends_sentence};
use crate::dates::{self, Order};

/// What stood above the text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Head<'a> {
    pub(crate) title: Option<&'a str>,
    pub(crate) byline: Option<&'a str>,
    pub(crate) date: Option<&'a str>,
    pub(crate) url: Option<&'a str>,
}

/// Takes the head off a text; says what is left. No title is invented: a first line is one only
/// when it looks like it and a text follows.
pub(crate) fn split_head(text: &str, has_title: bool) -> (Head<'_>, &str) {
    let mut head = Head::default();
    let mut rest = text;
    if has_title
        && let Some((line, after)) = next_line(rest)
        && is_title(line, after)
    {
        head.title = Some(line.trim_start_matches('#').trim());
        rest = after;
    }
    // The lines below the title, in any order, each at most once.
    for _ in 0..4 {
        let Some((line, after)) = next_line(rest) else { break };
        if after.trim().is_empty() {
            break;
        }
        let taken = if head.byline.is_none() && byline::is_line(line) {
            head.byline.replace(line).is_none()
        } else if head.url.is_none() && is_url(line) {
            head.url.replace(line).is_none()
        } else if head.date.is_none() && is_date(line) {
            head.date.replace(line).is_none()
        } else {
            false
        };
        if !taken {
            break;
        }
        rest = after;
    }
    (head, rest)
}

/// The first line that is not empty, trimmed, and what follows it.
fn next_line(text: &str) -> Option<(&str, &str)> {
    let start = text.trim_start();
    if start.is_empty() {
        return None;
    }
    let (line, rest) = start.split_once('\n').unwrap_or((start, ""));
    Some((line.trim(), rest))
}

fn is_title(line: &str, after: &str) -> bool {
    let length = line.chars().count();
    let Some((next, beyond)) = next_line(after) else { return false };
    let printed_date = is_date(line) || is_url(line);
    if !(2..=200).contains(&length) || printed_date || dateline::find(line).is_some() {
        return false;
    }
    if byline::is_line(line) {
        return false;
    }
    let blank =
        after.starts_with(['\n', '\r']) || after.trim_start_matches([' ', '\t']).starts_with('\n');
    if byline::is_line(next) && !beyond.trim().is_empty() || dateline::find(next).is_some() {
        return true;
    }
    // Old papers end a headline with a full stop, and set it in capitals.
    let capitals = length <= 80 && !line.chars().any(char::is_lowercase);
    let stop = ends_sentence(line) && !line.ends_with(['?', '!']) && !capitals;
    let sentence = stop || line.ends_with(',');
    if sentence {
        return false;
    }
    let next_length = next.chars().count();
    // A quotation or a line of a hard-wrapped text goes on in the next line.
    !begins_small(next) && (blank || is_date(next) || next_length > 100.max(length * 3 / 2))
}

fn is_url(line: &str) -> bool {
    (line.starts_with("http://") || line.starts_with("https://")) && !line.contains(' ')
}

fn is_date(line: &str) -> bool {
    let digits = line.chars().any(|c| c.is_numeric());
    // The order does not matter here: only whether it is a date at all.
    line.len() <= 60
        && digits
        && !line.bytes().all(|b| b.is_ascii_digit())
        && dates::parse(line, Order::DayMonth, 2100).is_some()
}
