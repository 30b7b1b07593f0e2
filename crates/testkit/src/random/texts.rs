//! Random query texts over the whole grammar, so that reading and planning are in the loop.

use fastrand::Rng;
use morgue_article::{Day, OutletTable};
use morgue_query::plan::Plan;
use morgue_query::{Match, Mode, PlanContext, Request, Stats, prepare};

use super::articles::pick;
use super::plans;
use super::pools::WORDS;

/// A random query text and its plan; of what the language refuses, nothing.
pub(super) fn text_plan(rng: &mut Rng, stats: &Stats) -> Option<(String, Plan)> {
    let q = query(rng, 2);
    let matching = pick(rng, &[Match::All, Match::All, Match::Any, Match::Most]);
    let mode = Mode { matching, ..Mode::default() };
    let outlets = OutletTable::new();
    let today = Day::from_ymd(1880, 6, 1)?;
    let request = Request { q: q.clone(), mode, ..Request::default() };
    let prepared = prepare(&request, &PlanContext::new(today, &outlets, stats)).ok()?;
    let mut plan = prepared.plan;
    // What an answer asks one after another where nothing was found.
    if let Some(clause) = prepared.most.and_then(|most| most.tries().last()) {
        plan.clause = clause;
    }
    plan.filters = plans::filters(rng);
    plan.want = plans::want(rng);
    Some((q, plan))
}

/// Items beside each other, with operators between some.
fn query(rng: &mut Rng, depth: usize) -> String {
    let mut out = unary(rng, depth);
    for _ in 0..rng.usize(..3) {
        out.push_str(pick(rng, &[" ", " ", " AND ", " OR ", " | ", " && ", " NOT "]));
        out.push_str(&unary(rng, depth));
    }
    out
}

fn unary(rng: &mut Rng, depth: usize) -> String {
    let sign = pick(rng, &["", "", "", "", "", "", "-", "NOT ", "+"]);
    let near = match rng.u8(..4) {
        0 => format!("{} {} {}", side(rng, depth), connector(rng), side(rng, depth)),
        1 if depth > 0 => format!("({})", query(rng, depth - 1)),
        2 => fact(rng),
        _ => primary(rng, depth),
    };
    format!("{sign}{near}")
}

fn primary(rng: &mut Rng, depth: usize) -> String {
    let field = pick(rng, &["headline", "lead", "body", "caption", "byline", "dateline", "hlead"]);
    match rng.u8(..8) {
        0 => format!("{field}:{}", side(rng, 0)),
        1 if depth > 0 => format!("{field}({})", query(rng, depth - 1)),
        2 => format!("atleast{}({})", rng.u8(1..4), alternatives(rng, depth)),
        3 => format!("{}^{}", side(rng, 0), rng.u8(2..5)),
        _ => side(rng, depth),
    }
}

/// What a connector may stand beside.
fn side(rng: &mut Rng, depth: usize) -> String {
    match rng.u8(..8) {
        0 => phrase(rng),
        1 if depth > 0 => format!("({})", alternatives(rng, depth - 1)),
        2 if depth > 0 => {
            let (left, right) = (side(rng, depth - 1), side(rng, depth - 1));
            format!("({left} {} {right})", connector(rng))
        }
        3 => format!("{}({})", pick(rng, &["caps", "allcaps"]), pick(rng, WORDS)),
        _ => word(rng),
    }
}

fn alternatives(rng: &mut Rng, depth: usize) -> String {
    let sides: Vec<String> = (0..rng.usize(1..3)).map(|_| side(rng, depth)).collect();
    sides.join(" OR ")
}

fn phrase(rng: &mut Rng) -> String {
    let words: Vec<String> = (0..rng.usize(1..4))
        .map(|_| match rng.u8(..6) {
            0 => "*".to_string(),
            1 => format!("({}|{})", pick(rng, WORDS), pick(rng, WORDS)),
            _ => pick(rng, WORDS).to_string(),
        })
        .collect();
    let slop = if rng.u8(..3) == 0 { format!("~{}", rng.u8(1..6)) } else { String::new() };
    format!("\"{}\"{slop}", words.join(" "))
}

fn word(rng: &mut Rng) -> String {
    let word = pick(rng, WORDS);
    let plain = word.chars().all(char::is_alphabetic) && word.chars().count() > 3;
    let cut: String = word.chars().take(3).collect();
    match rng.u8(..8) {
        0 => format!("={word}"),
        1 if plain => format!("{cut}*"),
        2 if plain => format!("{cut}?*"),
        3 if plain => format!("{word}~"),
        4 if plain => format!("{word}~2"),
        _ => word.to_string(),
    }
}

fn connector(rng: &mut Rng) -> String {
    let not = pick(rng, &["", "", "", "NOT "]);
    let name = match rng.u8(..6) {
        0 => "W/S".to_string(),
        1 => "W/P".to_string(),
        2 => format!("PRE/{}", rng.u8(1..5)),
        3 => format!("NEAR/{}", rng.u8(1..5)),
        _ => format!("W/{}", rng.u8(1..8)),
    };
    format!("{not}{name}")
}

fn fact(rng: &mut Rng) -> String {
    const FACTS: &[&str] = &[
        "date:1871",
        "date~:1871..1875",
        "date:1870-02..1879",
        "after:1875",
        "before:1872-06",
        "updated:1871..1880",
        "datebasis:none",
        "datebasis:dateline",
        "length:>10",
        "length:5..20",
        "length:<8",
        "section:politics",
        "section:wor*",
        "author:\"jane doe\"",
        "lang:en",
        "lang:(de OR fr)",
        "country:gb",
        "type:brief",
        "wire:courier-wire",
        "tag:trade",
        "page:1",
        "edition:late",
        "path:1871",
        "path:/archive/b",
        "id:3",
        "outlet:dove",
        "outlet:(\"The Lantern\" OR kurier)",
        "url:\"dove.example/3\"",
    ];
    pick(rng, FACTS).to_string()
}
