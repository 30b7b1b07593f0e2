//! Passages: what they hold, where they are cut, what lights.

use morgue_article::{Article, Day, OutletTable};
use morgue_query::matcher::Matcher;
use morgue_query::plan::{Clause, Limits, TextField};
use morgue_query::snippet::{LENGTH, snippets};
use morgue_query::{
    AskContext, Control, Cursor, LitArticle, Match, Mode, PlanContext, Request, Snippet, Stats,
    answer, lit, parse, plan,
};
use morgue_testkit::random::{self, Level};
use morgue_testkit::{ArticleBuilder, MemoryEngine};

fn clause(query: &str) -> Clause {
    let (stats, outlets) = (Stats::default(), OutletTable::new());
    let parsed = parse(query, Mode::default()).expect("a query in a test is read");
    let context = PlanContext::new(Day(0), &outlets, &stats);
    plan(&parsed.query, &context).expect("a query in a test is planned").clause
}

fn passages(article: &Article, query: &str, most: usize) -> Vec<Snippet> {
    snippets(article, &Matcher::new(&clause(query)).match_article(article), most)
}

/// The text with `[` and `]` around what lights.
fn marked(snippet: &Snippet) -> String {
    let mut out = String::new();
    for (at, c) in snippet.text.chars().enumerate() {
        snippet.highlights.iter().filter(|h| h.0 == at).for_each(|_| out.push('['));
        out.push(c);
        snippet.highlights.iter().filter(|h| h.1 == at + 1).for_each(|_| out.push(']'));
    }
    out
}

fn storm() -> Article {
    ArticleBuilder::new("storm")
        .headline("Great storm off the coast")
        .body(
            "The prime minister spoke of a storm. Nobody in the town of Harrow had seen its like; \
             re-election seemed far away, said O’Brien’s neighbour.\n\n# Ships lost\n\nTwo \
             ships went down. The Prime\nMinister wrote to the widows in Kraków.",
        )
        .caption("A storm over the quay")
        .authors(&["Ada Storm"])
        .lang("en")
        .build()
}

#[test]
fn what_lights_is_what_was_asked_for() {
    for (query, text) in [
        ("\"prime minister\"", "The [prime minister] spoke of a storm."),
        ("min*er", "The prime [minister] spoke of a storm."),
        ("harrow -football", "Nobody in the town of [Harrow] had seen its like"),
        ("obrien", "said [O’Brien]"),
        ("reelection", "[re-election] seemed"),
        ("krakow", "wrote to the widows in [Kraków]."),
        ("ship", "Two [ships] went down."),
        ("(ships OR absent) AND NOT football", "Two [ships] went down."),
        ("byline:storm", "By Ada [Storm]"),
        ("caption:storm", "A [storm] over the quay"),
    ] {
        let article = storm();
        let shown: Vec<String> = passages(&article, query, 3).iter().map(marked).collect();
        assert!(shown.iter().any(|shown| shown.contains(text)), "{query}: {shown:#?}");
    }
}

#[test]
fn what_was_not_asked_for_does_not_light() {
    let article = storm();
    for query in ["date:1871 OR -football", "*", "headline:storm", "outlet:dove OR -absent"] {
        let query = if query == "*" { "" } else { query };
        let shown = passages(&article, query, 3);
        assert_eq!(shown.len(), 1, "{query}");
        assert!(shown[0].highlights.is_empty(), "{query}: {shown:?}");
        assert!(shown[0].text.starts_with("The prime minister spoke"), "{query}");
    }
    let headline = lit(&article, &clause("headline:storm"), &Control::default()).unwrap();
    assert_eq!(headline.headline, [(6, 11)]);
    assert!(headline.body.iter().all(Vec::is_empty));
    assert_eq!(
        lit(&article, &clause("storm AND absent"), &Control::default()).unwrap(),
        LitArticle { body: vec![vec![]; 3], captions: vec![vec![]], ..LitArticle::default() }
    );
}

#[test]
fn a_phrase_across_blocks_lights_in_both() {
    let article = ArticleBuilder::new("x").body("It was high\n\nwater again").build();
    let lit = lit(&article, &clause("\"high water\""), &Control::default()).unwrap();
    assert_eq!(lit.body, [vec![(7, 11)], vec![(0, 5)]]);
    let shown = passages(&article, "\"high water\"", 1);
    assert_eq!(marked(&shown[0]), "It was [high water] again");
}

#[test]
fn a_long_sentence_is_cut_around_its_match() {
    let filler = "and the wind blew on over the grey fields of the county ".repeat(20);
    let article = ArticleBuilder::new("x").body(&format!("{filler}beacon {filler}")).build();
    let shown = passages(&article, "beacon", 3);
    assert_eq!(shown.len(), 1);
    let text = &shown[0].text;
    assert!(text.starts_with('…') && text.ends_with('…') && text.contains(" beacon "), "{text}");
    let length = text.chars().count();
    assert!((200..=245).contains(&length), "{length}");
    assert!(marked(&shown[0]).contains("[beacon]"));
    let words = ["and", "the", "wind", "blew", "on", "over", "grey", "fields", "of", "county"];
    let first = text.trim_start_matches('…').split(' ').next().unwrap_or_default();
    assert!(words.contains(&first), "{first}");
    let han =
        ArticleBuilder::new("y").body(&format!("{0}東京{0}", "海上大風".repeat(200))).lang("zh");
    let shown = passages(&han.build(), "東京", 1);
    assert!(marked(&shown[0]).contains("[東京]"), "{shown:?}");
}

#[test]
fn passages_show_different_words_and_never_overlap() {
    let filler = "Nothing else happened on that day in the village by the river. ".repeat(8);
    let body = format!("The mayor came. {filler}The mayor and the judge met. {filler}A judge sat.");
    let article = ArticleBuilder::new("x").body(&body).lang("en").build();
    let shown = passages(&article, "mayor judge", 3);
    assert!(shown[0].text.contains("mayor and the judge"), "{shown:#?}");
    assert_eq!(shown.len(), 3);
    assert!(shown[0].text != shown[1].text && shown[1].text != shown[2].text);
}

#[test]
fn the_best_passage_has_all_words_near_phrases_whole_and_the_rare_first() {
    let filler = "Nothing else happened on that day in the village by the river. ".repeat(6);
    let body = format!(
        "The judge sat early. {filler}A storm came. {filler}Mr. A. B. Vane of the U.S. Navy saw \
         high water with the judge. {filler}The water was high there. {filler}Another storm. \
         {filler}A storm and a comet. {filler}The last storm."
    );
    let article = ArticleBuilder::new("x").body(&body).lang("en").build();
    for (query, first) in [
        ("judge water", "Mr. A. B. Vane of the U.S. Navy saw high [water] with the [judge]."),
        ("\"high water\" OR storm", "saw [high water] with the judge."),
        ("storm comet", "A [storm] and a [comet]."),
        ("storm OR vane", "Mr. A. B. [Vane] of the U.S. Navy saw"),
    ] {
        let shown = marked(&passages(&article, query, 1)[0]);
        assert!(shown.contains(first), "{query}: {shown}");
    }
    assert_eq!(passages(&article, "storm OR judge", 5).len(), 5);
}

#[test]
fn an_answer_has_hits_passages_counts_and_the_next_page() {
    let engine = MemoryEngine::new((0..5).map(|n| {
        let day = format!("1871-03-0{}", n + 1);
        let article = ArticleBuilder::new(&n.to_string()).headline("Storm").published(&day);
        article.body("A storm at sea.").authors(&["Ada Storm"]).outlet("Dove").build()
    }));
    let outlets = OutletTable::new();
    let context = AskContext { today: Day(0), outlets: &outlets, limits: Limits::default() };
    let mut request = Request { q: "storm".into(), limit: 2, ..Request::default() };
    let mut ids = Vec::new();
    loop {
        let page = answer(&engine, &request, &context, &Control::default()).expect("an answer");
        assert_eq!(page.total.map(|total| total.value), Some(5));
        for hit in &page.hits {
            assert_eq!(hit.headline_highlights, [(0, 5)]);
            assert_eq!(marked(&hit.snippets[0]), "A [storm] at sea.");
            assert!(hit.byline_highlights.is_empty(), "the byline is searched where it is named");
            ids.push(hit.id);
        }
        let Some(next) = page.next else { break };
        request.after = Some(Cursor::decode(&next).expect("ours").place);
    }
    ids.dedup();
    assert_eq!(ids.len(), 5);
    let whole = Request { q: "storm".into(), limit: 5, ..Request::default() };
    let page = answer(&engine, &whole, &context, &Control::default()).expect("an answer");
    assert_eq!(page.next, None, "nothing follows a page that holds all");
    request = Request { q: "sea byline:storm".into(), ..Request::default() };
    let page = answer(&engine, &request, &context, &Control::default()).expect("an answer");
    assert_eq!(page.hits[0].byline.as_deref(), Some("By Ada Storm"));
    assert_eq!(page.hits[0].byline_highlights, [(7, 12)]);
    request = Request { q: "storm sea absent".into(), ..Request::default() };
    request.mode.matching = Match::Most;
    let page = answer(&engine, &request, &context, &Control::default()).expect("an answer");
    assert_eq!(page.hits.len(), 5);
    assert!(page.query.notices.iter().any(|notice| notice.code == "loosened"));
}

#[test]
fn every_passage_shows_a_match_and_stays_within_its_bounds() {
    let mut seen = 0;
    for seed in 1..12 {
        let corpus = random::corpus(seed);
        for plan in random::plans(seed, Level::Everything).into_iter().take(40) {
            let mut matcher = Matcher::of_plan(&plan);
            for article in &corpus {
                let matching = matcher.match_article(article);
                let fields = [TextField::Body, TextField::Caption, TextField::Byline];
                let lit = fields.iter().any(|&field| !matching.in_field(field).is_empty());
                for snippet in snippets(article, &matching, 3) {
                    let length = snippet.text.chars().count();
                    let sorted = snippet.highlights.is_sorted_by(|a, b| a.1 <= b.0);
                    let inside = snippet.highlights.iter().all(|h| h.0 < h.1 && h.1 <= length);
                    let dateline = snippet.field == "dateline";
                    let shows = !snippet.highlights.is_empty() || !(lit || dateline);
                    assert!(
                        sorted && inside && shows && length <= LENGTH + 2,
                        "seed {seed}: {snippet:?}\n{plan:#?}"
                    );
                    seen += snippet.highlights.len();
                }
            }
        }
    }
    assert!(seen > 1_000, "{seen}");
}
