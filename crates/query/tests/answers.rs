//! Explanations, ways out where nothing is found, notices, concordances: over the naive engine.

use morgue_article::{Article, Day, OutletTable};
use morgue_query::plan::{FacetField, Limits};
use morgue_query::{
    AskContext, Control, Explanation, Help, Kwic, KwicOptions, KwicSort, Match, Mode, Part,
    Request, answer, explain, kwic,
};
use morgue_testkit::{ArticleBuilder, MemoryEngine};

fn archive() -> MemoryEngine {
    let article = |name: &str, headline: &str, body: &str, outlet: &str, date: &str| {
        let article = ArticleBuilder::new(name).headline(headline).body(body);
        article.outlet(outlet).published(date).lang("en").authors(&["Ada Lanyon"]).build()
    };
    MemoryEngine::new([
        article(
            "a",
            "Ferry strike",
            "The ferry strike went on. A striker slept on the ferry; the captain struck a bell.",
            "Harbour Post",
            "1998-05-03",
        ),
        article(
            "b",
            "Strikes end",
            "Two strikes ended. The old harbour ferry sailed, and the new ferry with it.",
            "Harbour Post",
            "2001-02-01",
        ),
        article(
            "c",
            "A zeppelin over the quay",
            "The zeppelin crossed the harbour in an hour. Nobody had seen a ship so large.",
            "Quay Gazette",
            "1931-07-09",
        ),
    ])
}

fn request(q: &str) -> Request {
    Request { q: q.into(), explain: true, limit: 0, snippets: 0, ..Request::default() }
}

fn with<T>(
    ask: impl FnOnce(&MemoryEngine, &AskContext<'_>, &Control) -> Result<T, morgue_query::AnswerError>,
) -> T {
    let outlets = OutletTable::new();
    let today = Day::from_ymd(2024, 2, 29).expect("2024 has such a day");
    let context = AskContext { today, outlets: &outlets, limits: Limits::default() };
    ask(&archive(), &context, &Control::default()).expect("a query in a test is answered")
}

fn explained(request: &Request, article: Option<&Article>) -> Explanation {
    with(|engine, context, control| explain(engine, request, article, context, control))
}

fn helped(request: &Request) -> Help {
    let answer = with(|engine, context, control| answer(engine, request, context, control));
    answer.help.expect("nothing is found")
}

fn notices(request: &Request) -> Vec<String> {
    let answer = with(|engine, context, control| answer(engine, request, context, control));
    answer.query.notices.into_iter().map(|notice| notice.message).collect()
}

/// `2 ferry [ferry 2] < …`: counts, forms, and marks of blame.
fn outline(part: &Part, depth: usize, out: &mut String) {
    let count = part.articles.map_or("?".into(), |n| n.to_string());
    *out += &format!("{:width$}{count} {}", "", part.query, width = depth * 2);
    if let Some(forms) = &part.forms {
        let words = forms.words.iter().map(|word| format!("{} {}", word.word, word.articles));
        *out += &format!(" [{}]", words.collect::<Vec<_>>().join(", "));
    }
    if part.empties {
        *out += &format!(" !{}", part.without.map_or(String::new(), |n| n.to_string()));
    }
    out.push('\n');
    part.parts.iter().for_each(|part| outline(part, depth + 1, out));
}

fn tree(q: &str) -> String {
    let mut out = String::new();
    outline(&explained(&request(q), None).tree, 0, &mut out);
    out
}

#[test]
fn every_part_stands_with_its_own_count() {
    assert_eq!(
        tree("strike (ferry OR zepp*) -\"old harbour\""),
        "1 strike (ferry OR zepp*) NOT \"old harbour\"
  2 strike [strike 1, strikes 1]
  3 ferry OR zepp*
    2 ferry [ferry 2]
    1 zepp* [zeppelin 1]
  2 NOT \"old harbour\"
    1 \"old harbour\"
      1 =old
      2 =harbour
"
    );
    assert_eq!(
        tree("headline(strike ferry)"),
        "1 headline:(strike ferry)\n  2 headline:strike [strike 1, strikes 1]\n  \
         1 headline:ferry [ferry 2]\n"
    );
    assert_eq!(tree(""), "3 \n");
    assert_eq!(
        tree("captain W/3 bell"),
        "1 captain W/3 bell\n  1 captain [captain 1]\n  1 bell [bell 1]\n"
    );
    assert!(tree("date:1998..2001").starts_with("2 date:1998..2001"));
}

#[test]
fn what_empties_a_result_is_marked() {
    assert_eq!(
        tree("ferry zeppelin"),
        "0 ferry zeppelin\n  2 ferry [ferry 2] !1\n  1 zeppelin [zeppelin 1] !2\n"
    );
    let zepelin = explained(&request("ferry zepelin"), None);
    let word = &zepelin.tree.parts[1];
    assert!(word.empties && word.articles == Some(0) && word.without == Some(2));
    let near = word.forms.as_ref().map(|forms| forms.near.clone()).unwrap_or_default();
    assert_eq!(near[0].word, "zeppelin");
    let late = Request { from: Some("2010".into()), ..request("ferry") };
    let late = explained(&late, None);
    assert_eq!((late.tree.articles, late.filters[0].articles), (Some(0), 0));
    assert_eq!(late.unfiltered, Some(2));
}

#[test]
fn an_article_says_which_parts_hold_and_what_they_give() {
    let engine = archive();
    let all = request("");
    let every = with(|_, context, control| {
        answer(&engine, &Request { limit: 5, ..all.clone() }, context, control)
    });
    let id = every.hits.iter().find(|hit| hit.headline.as_deref() == Some("Ferry strike"));
    let id = id.expect("the article is there").id;
    let control = Control::default();
    let article = morgue_query::Engine::article(&engine, id, &control);
    let article = article.expect("the engine answers").expect("the article is there");
    let explained = explained(&request("ferry OR zeppelin"), Some(&article));
    let holds: Vec<_> = explained.tree.parts.iter().map(|p| (p.holds, p.occurrences)).collect();
    assert_eq!(holds, [(Some(true), Some(3)), (Some(false), Some(0))]);
    let told = explained.article.expect("it was asked about");
    assert!(told.found);
    let score = told.score.expect("the naive engine takes its scores apart");
    assert_eq!(score.parts.len(), 1);
    assert_eq!(score.parts[0].query, "ferry");
}

#[test]
fn the_nearest_ways_out_are_found() {
    let ways = |request: &Request| -> Vec<String> {
        let ways = helped(request).instead.into_iter();
        ways.map(|way| format!("{} {} = {}", way.code, way.params[0].1, way.articles)).collect()
    };
    for (q, first) in [
        ("ferry zepelin", "without-clause ferry = 2"),
        ("harbour zepelin", "spelling harbour zeppelin = 1"),
        ("=striking", "bare-word striking = 2"),
        ("\"ferry harbour\"", "words-apart \"ferry harbour\"~10 = 1"),
        ("strike W/2 bell", "wider-connector strike W/25 bell = 1"),
        ("captain W/S slept -bell", "without-clause captain W/S slept = 1"),
        ("ferry W/S captain W/S strike", "unconnected (ferry W/S captain) AND strike = 1"),
        ("headline:captain", "without-field captain = 1"),
        ("atleast9(ferry)", "fewer-times atleast3(ferry) = 1"),
        ("author:lanyon", "part-of-value author:*lanyon* = 3"),
        ("author:\"ada lanion\"", "near-value author:\"ada lanyon\" = 3"),
    ] {
        let ways = ways(&request(q));
        assert!(ways.iter().any(|way| way == first), "{q}: {ways:?}");
    }
    let help = helped(&request("ferry zepelin"));
    let alone: Vec<_> = help.alone.iter().map(|one| (&*one.message, one.articles)).collect();
    assert_eq!(alone, [("ferry", 2), ("zepelin", 0)]);
    assert_eq!(help.spelling[0].near[0].word, "zeppelin");
    assert!(help.complete);
    let alone = |q: &str| -> Vec<String> {
        let alone = helped(&request(q)).alone;
        alone.into_iter().map(|one| format!("{} {}", one.message, one.articles)).collect()
    };
    // A query that is one part says what that is made of.
    assert_eq!(alone("zeppelin W/S strike"), ["zeppelin 1", "strike 2"]);
    assert_eq!(alone("headline:(zeppelin W/3 bell)"), ["headline:zeppelin 1", "headline:bell 0"]);
    assert_eq!(alone("atleast9(ferry)"), ["ferry 2"]);
    assert_eq!(alone("\"ferry zeppelin\""), ["=ferry 2", "=zeppelin 1"]);
    assert_eq!(alone("zepelin"), Vec::<String>::new());
}

#[test]
fn filters_and_dates_are_loosened() {
    let dated = Request { from: Some("2005".into()), to: Some("2010".into()), ..request("ferry") };
    let of = (FacetField::Outlet, "Quay Gazette".to_string());
    let outlet = Request { keep: vec![of], ..request("ferry") };
    let params = |request: &Request| -> Vec<String> {
        let ways = helped(request).instead.into_iter();
        ways.map(|way| {
            let params = way.params.iter().map(|(name, value)| format!("{name}={value}"));
            format!("{} {}", params.collect::<Vec<_>>().join("&"), way.articles)
        })
        .collect()
    };
    assert_eq!(params(&dated), ["q=ferry&from=2001&to=2010 1", "q=ferry 2"]);
    assert_eq!(params(&outlet), ["q=ferry 2"]);
    let both = Request { q: "\"ferry old\"".into(), ..dated };
    assert_eq!(params(&both), ["q=\"ferry old\"~10 1", "q=ferry old 1"]);
    let mode = Mode { matching: Match::All, plain: true, strict: true };
    let plain = Request { mode, ..request("ferry zeppelin captain") };
    let ways = params(&plain);
    assert!(ways.iter().any(|way| way == "q=ferry zeppelin captain&match=most 1"), "{ways:?}");
}

#[test]
fn help_never_fails_on_any_query() {
    for q in ["()", "-", "zz*zz", "\"\"", "a* b", "date:1700", "zz W/3 (yy OR \"x w\")", "lang:xx"]
    {
        let request = request(q);
        let answer = with(|engine, context, control| answer(engine, &request, context, control));
        let nothing = answer.total.is_some_and(|total| total.value == 0);
        assert_eq!(answer.help.is_some(), nothing, "{q}");
    }
}

#[test]
fn a_pasted_page_is_answered_in_a_moment() {
    let page: Vec<String> = (0..900).map(|i| format!("word{i}")).collect();
    let start = std::time::Instant::now();
    let help = helped(&request(&page.join(" ")));
    assert!(!help.complete && help.alone.len() <= 20, "{}", help.alone.len());
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}

#[test]
fn notices_say_what_stems_took_in_and_where_there_is_nothing() {
    assert_eq!(notices(&request("strike")), ["`strike` takes in strike 1, strikes 1"]);
    assert_eq!(notices(&request("=strike")), Vec::<String>::new());
    assert_eq!(notices(&request("strike ferry")), Vec::<String>::new());
    assert_eq!(notices(&Request { explain: false, ..request("strike") }), Vec::<String>::new());
    let early = Request { to: Some("1900".into()), ..request("") };
    assert_eq!(
        notices(&early),
        ["the index holds no article dated up to 1900-12-31; its articles are of 1931 to 2001"]
    );
    let of = |names: &[&str]| -> Vec<(FacetField, String)> {
        names.iter().map(|name| (FacetField::Outlet, name.to_string())).collect()
    };
    let keep = of(&["Quay Gazette", "Harbour Post"]);
    let outlets = Request { keep, from: Some("1990".into()), ..request("ferry") };
    assert_eq!(
        notices(&outlets),
        ["the index holds no article of `Quay Gazette` dated from 1990-01-01 on; it has some of \
          1931"]
    );
    assert_eq!(
        notices(&request("ferry date:1940..1950")),
        ["the index holds no article dated 1940 to 1950; its articles are of 1931 to 2001"]
    );
}

fn concordance(q: &str, options: &KwicOptions) -> Kwic {
    with(|engine, context, control| kwic(engine, &request(q), options, context, control))
}

fn lines(kwic: &Kwic) -> Vec<String> {
    kwic.lines.iter().map(|line| format!("{}[{}]{}", line.left, line.matched, line.right)).collect()
}

#[test]
fn a_concordance_has_every_occurrence() {
    let options = KwicOptions { width: 2, sort: KwicSort::Oldest, ..KwicOptions::default() };
    let ferry = concordance("ferry", &options);
    assert_eq!(
        lines(&ferry),
        [
            "[Ferry] strike",
            "The [ferry] strike went",
            "on the [ferry]; the captain",
            "old harbour [ferry] sailed, and",
            "the new [ferry] with it.",
        ]
    );
    assert_eq!((ferry.occurrences.value, ferry.total.value), (5, 2));
    let near = concordance("captain W/4 bell", &options);
    assert_eq!(lines(&near), ["ferry; the [captain struck a bell]."]);
    assert_eq!(near.lines[0].highlights, [(0, 7), (17, 21)]);
    let phrase = concordance("ferry \"ferry strike\" -zeppelin", &options);
    assert_eq!(lines(&phrase)[..2], ["[Ferry strike]", "The [ferry strike] went on."]);
    assert!(concordance("NOT ferry", &options).lines.is_empty());
    let wordless = concordance("date:1998", &options);
    assert_eq!((wordless.total.value, wordless.occurrences.value), (1, 0));
    assert_eq!(wordless.query.notices[0].code, "no-words");
    let none = concordance("zepelin", &options);
    assert!(none.help.is_some_and(|help| help.instead[0].params[0].1 == "zeppelin"));
}

#[test]
fn a_concordance_is_sorted_by_what_stands_around() {
    let sorted = |sort| {
        let options = KwicOptions { width: 1, sort, ..KwicOptions::default() };
        lines(&concordance("ferry", &options))
    };
    let left = ["[Ferry] strike", "harbour [ferry] sailed,", "new [ferry] with"];
    assert_eq!(sorted(KwicSort::Left)[..3], left);
    assert_eq!(sorted(KwicSort::Right)[0], "harbour [ferry] sailed,");
    let few = KwicOptions { width: 0, limit: 2, articles: 1, ..KwicOptions::default() };
    let few = concordance("ferry", &few);
    assert_eq!(lines(&few), ["[ferry]", "[ferry]"]);
    assert_eq!(few.occurrences.articles, 1);
    assert!(few.occurrences.value < 5);
}
