//! What a query is planned as, and what is refused in strict mode.

#[path = "language/table.rs"]
#[allow(dead_code)]
mod table;

use std::fmt::Write as _;

use morgue_article::{Day, OutletTable};
use morgue_query::plan::{
    Clause, FacetField, FilterTest, Sort, Span, Term, TextClause, ValueMatch, Within,
};
use morgue_query::{
    LanguageStats, Match, Mode, OutletStats, PlanContext, Prepared, Request, Stats, SyntaxError,
    prepare,
};
use table::check_table;

const PLANS: &str = include_str!("language/plans.txt");

fn outlets() -> OutletTable {
    let mut table = OutletTable::new();
    table
        .extend(
            "hp | The Harbour Post | HP, Harb. Post | harbourpost.example | gb |\n\
             qd | Quay Daily | | quay.example | ie |\n",
        )
        .expect("the table is well formed");
    table
}

fn stats() -> Stats {
    let outlet =
        |id: &str, name: &str| OutletStats { id: id.into(), name: name.into(), articles: 9 };
    Stats {
        outlets: vec![outlet("hp", "The Harbour Post"), outlet("tide-wire", "Tide Wire")],
        languages: vec![LanguageStats { code: "en".into(), articles: 9 }],
        ..Stats::default()
    }
}

/// Thursday, 29 February 2024.
fn today() -> Day {
    Day::from_ymd(2024, 2, 29).expect("2024 has such a day")
}

fn prepared(request: &Request) -> Result<Prepared, SyntaxError> {
    let (table, stats) = (outlets(), stats());
    prepare(request, &PlanContext::new(today(), &table, &stats))
}

fn show(clause: &Clause) -> String {
    let list = |of: &[Clause]| of.iter().map(show).collect::<Vec<_>>().join(" ");
    let value = |value: &ValueMatch| match value {
        ValueMatch::Is(value) => format!("`{value}`"),
        ValueMatch::Wild(pattern) => format!("~`{pattern}`"),
    };
    match clause {
        Clause::All => "all".into(),
        Clause::Nothing => "nothing".into(),
        Clause::And(of) => format!("and({})", list(of)),
        Clause::Or(of) => format!("or({})", list(of)),
        Clause::AtLeastOf { min, of } => format!("{min}of({})", list(of)),
        Clause::Prefer { must, should } => format!("prefer({}; {})", show(must), list(should)),
        Clause::Not(of) => format!("not({})", show(of)),
        Clause::Boost(of, by) => format!("{}^{by}", show(of)),
        Clause::Text(text) => show_text(text),
        Clause::AtLeast { count, text } => format!("{count}x{}", show_text(text)),
        Clause::Value(field, test) => format!("{field:?}={}", value(test)),
        Clause::Outlet(ids) => format!("Outlet{ids:?}"),
        Clause::Date { field, range, overlap } => {
            let day = |day: Day| match day.0 {
                i64::MIN | i64::MAX => String::new(),
                _ => day.to_string(),
            };
            let how = if *overlap { "~" } else { "=" };
            format!("{field:?}{how}{}..{}", day(range.first), day(range.last))
        }
        Clause::DateBasis(test) => format!("DateBasis={}", value(test)),
        Clause::Length(range) => format!("Length={range:?}"),
        Clause::Path(path) => format!("Path=`{path}`"),
        Clause::Id(id) => format!("Id=`{id}`"),
        Clause::Url(url) => format!("Url=`{url}`"),
    }
}

fn show_text(text: &TextClause) -> String {
    let fields: Vec<_> = text.fields.iter().map(|field| format!("{field:?}")).collect();
    let fields = fields.join("+");
    let fields = if fields == "Headline+Body+Caption" { String::new() } else { fields + ":" };
    format!("{fields}{}", show_span(&text.span))
}

fn show_span(span: &Span) -> String {
    let list =
        |of: &[Span], between: &str| of.iter().map(show_span).collect::<Vec<_>>().join(between);
    let near = |left: &Span, right: &Span, within: Within, ordered: bool, not: &str| {
        let within = match within {
            Within::Words(n) => format!("{}{n}", if ordered { "pre" } else { "w" }),
            Within::Sentence => "s".into(),
            Within::Paragraph => "p".into(),
        };
        format!("<{} {not}{within} {}>", show_span(left), show_span(right))
    };
    match span {
        Span::Term(Term::Bare { lower, folded }) if lower == folded => lower.clone(),
        Span::Term(Term::Bare { lower, folded }) => format!("{lower}/{folded}"),
        Span::Term(Term::Exact { folded }) => format!("={folded}"),
        Span::Term(Term::Wild { pattern }) => pattern.clone(),
        Span::Term(Term::Fuzzy { folded, distance }) => format!("{folded}~{distance}"),
        Span::Term(Term::Cased { folded, all }) => {
            format!("{}:{folded}", if *all { "allcaps" } else { "caps" })
        }
        Span::Gap => "_".into(),
        Span::Seq(of) => format!("[{}]", list(of, " ")),
        Span::Or(of) => format!("{{{}}}", list(of, "|")),
        Span::Sloppy { items, slop } => format!("[{}]~{slop}", list(items, " ")),
        Span::Near { left, right, within, ordered } => near(left, right, *within, *ordered, ""),
        Span::NotNear { left, right, within, ordered } => {
            near(left, right, *within, *ordered, "not ")
        }
    }
}

#[test]
fn every_query_is_planned_as_the_table_says() {
    let plan = |input: &str| {
        let (matching, q) = match input.split_once(' ') {
            Some(("any", q)) => (Match::Any, q),
            Some(("most", q)) => (Match::Most, q),
            Some(("all", q)) => (Match::All, q),
            _ => (Match::All, ""),
        };
        let mode = Mode { matching, ..Mode::default() };
        match prepared(&Request { q: q.into(), mode, ..Request::default() }) {
            Ok(Prepared { plan, most, echo }) => {
                let mut said = format!(" {}", show(&plan.clause));
                for clause in most.iter().flat_map(|most| most.tries()) {
                    let _ = write!(said, ", else {}", show(&clause));
                }
                let newest = plan.want.hits.is_some_and(|hits| hits.sort == Sort::Newest);
                said.push_str(if newest { " | newest first" } else { "" });
                for notice in echo.notices {
                    let _ = write!(said, " | {}", notice.message);
                    if let Some((start, end)) = notice.place {
                        let _ = write!(said, " @{start}..{end}");
                    }
                    if let Some(instead) = notice.instead {
                        let _ = write!(said, "; otherwise: {instead}");
                    }
                }
                said
            }
            Err(error) => format!(" error: {error}"),
        }
    };
    check_table(PLANS, "plans.txt", plan).unwrap_or_else(|wrong| panic!("{wrong}"));
}

fn filters(request: Request) -> Result<String, String> {
    let prepared = prepared(&request).map_err(|error| error.message)?;
    let show = |filter: &morgue_query::plan::Filter| {
        let test = match &filter.test {
            FilterTest::Values(field, values) => format!("{field:?}{values:?}"),
            FilterTest::Published(range) => format!("{}..{}", range.first.0, range.last.0),
        };
        format!("{}{test}", if filter.exclude { "-" } else { "" })
    };
    Ok(prepared.plan.filters.iter().map(show).collect::<Vec<_>>().join(" "))
}

#[test]
fn parameters_become_filters() {
    let keep = |list: &[(FacetField, &str)]| {
        let keep = list.iter().map(|(field, value)| (*field, value.to_string())).collect();
        filters(Request { keep, ..Request::default() })
    };
    let ok = |text: &str| Ok(text.to_string());
    assert_eq!(
        keep(&[(FacetField::Outlet, "harbour post"), (FacetField::Outlet, "Tide Wire")]),
        ok(r#"Outlet["hp", "tide-wire"]"#)
    );
    assert_eq!(keep(&[(FacetField::Outlet, "Post")]), ok("Outlet[]"));
    assert_eq!(keep(&[(FacetField::Section, " Café  News ")]), ok(r#"Section["cafe news"]"#));
    assert_eq!(keep(&[(FacetField::Month, "1871-3")]), ok(r#"Month["1871-03"]"#));
    assert_eq!(keep(&[(FacetField::Path, "./a/b/")]), ok(r#"Path["a/b"]"#));
    assert!(keep(&[(FacetField::Year, "1871-03")]).is_err_and(|error| error.contains("`1871`")));
    assert!(keep(&[(FacetField::Section, " ")]).is_err());
    let exclude = vec![(FacetField::Lang, "EN".to_string())];
    assert_eq!(filters(Request { exclude, ..Request::default() }), ok(r#"-Lang["en"]"#));
}

#[test]
fn from_and_to_take_in_all_they_name() {
    let days = |from: Option<&str>, to: Option<&str>| {
        let (from, to) = (from.map(str::to_string), to.map(str::to_string));
        filters(Request { from, to, ..Request::default() })
    };
    let range = |first: Option<Day>, last: Option<Day>| {
        let first = first.map_or(i64::MIN, |day| day.0);
        Ok(format!("{first}..{}", last.map_or(i64::MAX, |day| day.0)))
    };
    let day = Day::from_ymd;
    assert_eq!(days(None, Some("2024-05")), range(None, day(2024, 5, 31)));
    assert_eq!(days(Some("1914"), Some("1918")), range(day(1914, 1, 1), day(1918, 12, 31)));
    assert_eq!(days(Some("last:7d"), None), range(day(2024, 2, 23), None));
    assert_eq!(days(None, None), Ok(String::new()));
    assert!(days(Some("1918"), Some("1914")).is_err_and(|error| error.contains("`1918`")));
    assert!(days(Some("soon"), None).is_err_and(|error| error.contains("`soon`")));
}

#[test]
fn an_elided_article_is_told_where_there_is_such_a_language() {
    let (table, stats) = (outlets(), stats());
    let french = vec![LanguageStats { code: "fr".into(), articles: 9 }];
    let french = Stats { languages: french, ..stats.clone() };
    let told = |q: &str, stats: &Stats| {
        let request = Request { q: q.into(), ..Request::default() };
        let prepared = prepare(&request, &PlanContext::new(today(), &table, stats));
        let notices = prepared.expect("a query").echo.notices;
        notices.into_iter().map(|it| (it.code, it.instead.unwrap_or_default())).collect::<Vec<_>>()
    };
    let elided = |instead: &str| vec![("elided-article".to_string(), instead.to_string())];
    assert_eq!(told("l'orchestre joue", &french), elided("orchestre joue"));
    assert_eq!(told("concert l\u{2019}orchestre", &french), elided("concert orchestre"));
    for q in ["\"l'orchestre\"", "=l'orchestre", "l'an", "O'Brien", "orchestre"] {
        assert_eq!(told(q, &french), [], "{q}");
    }
    assert_eq!(told("l'orchestre", &stats), []);
}
