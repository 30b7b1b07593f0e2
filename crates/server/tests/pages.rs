//! The pages: what people see, that nothing of theirs or of an article is ever markup, and that a
//! page needs nothing from elsewhere.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use morgue_article::{Article, Byline, Day, OutletTable};
use morgue_query::{Cursor, Engine};
use morgue_server::{Access, Config, Desk, app};
use morgue_testkit::{ArticleBuilder, MemoryEngine, corpus};
use tower::ServiceExt;

const GUIDE: &str = "# The language\n\n## Words\n\n| a |\n|---|\n| `b <i>` |\n";
/// What would run or load something if it were markup.
const HOSTILE: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}&lt;b&gt;";

fn desk(articles: Vec<Article>, config: Config) -> Router {
    let engine: Arc<dyn Engine> = Arc::new(MemoryEngine::new(articles));
    let desk = Desk::new(engine, Arc::new(OutletTable::default()), || Day(20_454));
    app(desk.with_guide(GUIDE), config)
}

fn shown() -> Config {
    Config { show_origin: true, ..Config::default() }
}

async fn answer(app: &Router, uri: &str) -> (StatusCode, HeaderMap, String) {
    let request = Request::builder().uri(uri).header("host", "127.0.0.1:8080");
    let request = request.header("accept", "text/html,*/*;q=0.8").body(Body::empty());
    let response = app.clone().oneshot(request.expect("a request")).await.expect("an answer");
    let (head, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 24).await.expect("a body");
    (head.status, head.headers, String::from_utf8(bytes.to_vec()).expect("text"))
}

async fn page(app: &Router, uri: &str) -> String {
    let (status, headers, text) = answer(app, uri).await;
    assert_eq!(status, 200, "{uri}: {text}");
    assert_eq!(headers["content-type"], "text/html; charset=utf-8", "{uri}");
    text
}

/// The hrefs of a page, as they stand in it.
fn links(html: &str) -> Vec<String> {
    let found = html.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    found.map(|href| href.replace("&amp;", "&").replace("&#38;", "&")).collect()
}

/// The first link whose address holds this.
fn link(html: &str, part: &str) -> String {
    let found = links(html).into_iter().find(|href| href.contains(part));
    found.unwrap_or_else(|| panic!("no link with `{part}`: {html}"))
}

#[tokio::test]
async fn a_search_shows_hits_with_what_matched_and_ways_to_narrow_it() {
    let app = desk(corpus(), Config::default());
    let html = page(&app, "/search?q=merger").await;
    assert!(html.contains("<mark>merger</mark>"), "{html}");
    let many = page(&app, "/search?q=the").await;
    assert!(many.contains("name=\"outlet\" value=\"vale-business-daily\""), "{many}");
    assert!(many.contains("name=\"exclude-outlet\""), "{many}");
    assert!(html.contains("1 June 2016"), "{html}");
    let article = page(&app, &link(&html, "/articles/")).await;
    assert!(article.contains("id=\"m1\""), "{article}");
    assert!(article.contains("href=\"#m1\""), "{article}");
    assert!(article.contains("<h3>Chicago</h3>") && article.contains("TY  - NEWS"), "{article}");
    assert_eq!(link(&html, "/v1/export"), "/v1/export?q=merger&format=csv");
    assert_eq!(link(&html, "/search.atom"), "/search.atom?q=merger");
    let json = link(&html, "/v1/search");
    assert_eq!(json, "/v1/search?q=merger");
}

#[tokio::test]
async fn what_is_asked_stands_in_every_box_and_link() {
    let app = desk(corpus(), Config::default());
    let uri = "/search?q=the&outlet=the-lantern&exclude-lang=fr&from=1800&to=2020&match=any\
               &sort=oldest&lock=outlet";
    let html = page(&app, uri).await;
    for part in [
        "name=\"q\" type=\"search\" value=\"the\"",
        "name=\"from\" value=\"1800\"",
        "name=\"to\" value=\"2020\"",
        "value=\"the-lantern\" checked",
        "value=\"fr\" checked",
        "<option value=\"any\" selected",
        "<option value=\"oldest\" selected",
        "name=\"lock\" value=\"outlet\"",
        "Date: 1800 to 2020",
        "Language: not French",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    // A lock goes along to articles and to the first page, the other filters do not.
    let locked = "outlet=the-lantern&lock=outlet";
    assert!(link(&html, "/articles/").ends_with(&format!("q=the&match=any&{locked}")), "{html}");
    let home = page(&app, &link(&html, &format!("/?{locked}"))).await;
    assert!(home.contains("type=\"hidden\" name=\"outlet\" value=\"the-lantern\""), "{home}");
    assert!(home.contains("Outlet: The Lantern"), "{home}");
}

#[tokio::test]
async fn pages_follow_each_other_by_cursor() {
    let app = desk(corpus(), Config::default());
    let first = page(&app, "/search?q=the&limit=2").await;
    let second = page(&app, &link(&first, "cursor=")).await;
    assert!(second.contains("page 2"), "{second}");
    assert_ne!(link(&first, "/articles/"), link(&second, "/articles/"));
    assert!(links(&second).contains(&"/search?q=the&limit=2".to_string()), "{second}");
    // A page's number alone leads to the same, and back.
    let hits = |html: &str| -> Vec<String> {
        links(html).into_iter().filter(|href| href.starts_with("/articles/")).collect()
    };
    let third = page(&app, &link(&second, "cursor=")).await;
    assert_eq!(hits(&page(&app, "/search?q=the&limit=2&page=3").await), hits(&third));
    let back = page(&app, &link(&third, "page=2")).await;
    assert_eq!(hits(&back), hits(&second));
    assert!(back.contains("page 2") && third.contains(">Previous page</a>"));
    let beyond = page(&app, "/search?q=the&limit=2&page=999").await;
    assert_eq!(hits(&beyond), [""; 0]);
    for wrong in ["page=-1", "page=abc", "page=0", "page=99999999"] {
        assert_eq!(answer(&app, &format!("/search?q=the&{wrong}")).await.0, 400, "{wrong}");
    }
    // A page of a commit that is gone is the same page of the archive as it is now.
    let cursor = link(&first, "cursor=").split("cursor=").nth(1).expect("a cursor").to_string();
    let old = Cursor { commit: "gone".into(), ..Cursor::decode(&cursor).expect("one of ours") };
    let uri = format!("/search?q=the&limit=2&page=2&cursor={}", old.encode());
    let (status, headers, _) = answer(&app, &uri).await;
    assert_eq!(
        (status.as_u16(), &headers["location"]),
        (303, &"/search?q=the&limit=2&page=2".parse().expect("a value"))
    );
    let (status, _, problem) = answer(&app, &format!("/v1{uri}").replace("&page=2", "")).await;
    assert!(status == 410 && problem.contains("cursor-expired"), "{problem}");
    // What networks put behind an address asks nothing.
    assert!(page(&app, "/search?q=the&utm_source=x&fbclid=y").await.contains("<h3"));
}

#[tokio::test]
async fn what_has_no_value_can_be_found() {
    let with = ArticleBuilder::new("a").headline("Heron").body("A heron.").outlet("Marsh Times");
    let with = with.published("1999-01-02").section("Nature").build();
    let bare = |name: &str| ArticleBuilder::new(name).headline(name).body("A heron.").build();
    let app = desk(vec![with, bare("b"), bare("c")], Config::default());
    let html = page(&app, "/search?q=heron&section=nature").await;
    let none = page(&app, &link(&html, "NOT+section")).await;
    assert!(none.contains("2 articles") && !none.contains("Marsh Times</span>"), "{none}");
    let html = page(&app, "/search?q=heron").await;
    let undated = page(&app, &link(&html, "datebasis")).await;
    assert!(undated.contains("2 articles"), "{undated}");
}

#[tokio::test]
async fn what_cannot_be_read_is_shown_with_its_place_and_the_form_stays() {
    let app = desk(corpus(), Config::default());
    let (status, _, html) = answer(&app, "/search?strict=1&q=%C3%A4+AND+(b").await;
    assert_eq!(status, 400);
    assert!(html.contains("class=\"there\""), "{html}");
    assert!(html.contains("This query cannot be read"), "{html}");
    assert!(html.contains("value=\"ä AND (b\""), "{html}");
    for (uri, status) in [
        ("/search?q=x&limit=many", 400),
        ("/search?q=x&cursor=made-up", 400),
        ("/articles/ffffffff", 404),
        ("/nowhere", 404),
        ("/?day=31-12", 400),
        ("/timeline?q=%22a&strict=1", 400),
        ("/timeline?q=a&q=b&q=c&q=d&q=e&q=f", 400),
    ] {
        let (got, headers, html) = answer(&app, uri).await;
        assert_eq!(got, status, "{uri}");
        assert_eq!(headers["content-type"], "text/html; charset=utf-8", "{uri}");
        assert!(html.contains("<main id=\"main\""), "{uri}: {html}");
    }
}

#[tokio::test]
async fn programs_get_problems_where_people_get_pages() {
    let app = desk(corpus(), Config::default());
    let request = Request::builder().uri("/nowhere").header("host", "127.0.0.1:8080");
    let request = request.body(Body::empty()).expect("a request");
    let response = app.clone().oneshot(request).await.expect("an answer");
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let (_, headers, _) = answer(&app, "/v1/articles/ffffffff").await;
    assert_eq!(headers["content-type"], "application/problem+json");
}

#[tokio::test]
async fn where_nothing_is_found_the_page_says_what_would() {
    let app = desk(corpus(), Config::default());
    let html = page(&app, "/search?q=mergr").await;
    assert!(html.contains("Nothing found"), "{html}");
    assert!(html.contains("These find something"), "{html}");
    let found = page(&app, &link(&html, "/search?q=merger")).await;
    assert!(found.contains("<mark>"), "{found}");
}

#[tokio::test]
async fn a_date_is_shown_as_precisely_as_it_is_known() {
    let article = ArticleBuilder::new("old").headline("An old bridge").body("Bridge.");
    let app = desk(vec![article.published("1871").build()], Config::default());
    let html = page(&app, "/search?q=bridge").await;
    assert!(html.contains("<time datetime=\"1871\">1871</time>"), "{html}");
    let article = page(&app, &link(&html, "/articles/")).await;
    assert!(!article.contains("1 January") && !article.contains("1871-01-01"), "{article}");
    assert!(article.contains("name=\"citation_publication_date\" content=\"1871\""), "{article}");
    let home = page(&app, "/?day=01-01").await;
    assert!(home.contains("Nothing in the archive is dated 1 January"), "{home}");
}

#[tokio::test]
async fn on_this_day_and_its_neighbours() {
    let of = |name: &str, date: &str| {
        ArticleBuilder::new(name).headline(name).body("Text of it.").published(date).build()
    };
    let articles =
        vec![of("first", "1900-11-23"), of("second", "1950-11-23"), of("other", "1960-12-24")];
    let app = desk(articles, Config::default());
    let html = page(&app, "/?day=11-23").await;
    assert!(html.find("first") < html.find("second"), "{html}");
    assert!(!html.contains(">other<"), "{html}");
    assert!(html.contains("/?day=12-24#day"), "{html}");
    let html = page(&app, "/").await; // 1 January 2026
    assert!(html.contains("On this day, 1 January"), "{html}");
}

#[tokio::test]
async fn the_timeline_counts_queries_side_by_side() {
    let app = desk(corpus(), Config::default());
    let html = page(&app, "/timeline?q=merger&q=the&share=1&interval=year").await;
    assert_eq!(html.matches("<figure").count(), 2, "{html}");
    assert!(html.contains("<caption>The numbers</caption>"), "{html}");
    let (status, headers, text) = answer(&app, &link(&html, "/timeline.csv")).await;
    assert_eq!(
        (status.as_u16(), &headers["content-type"]),
        (200, &"text/csv; charset=utf-8".parse().expect("a value"))
    );
    assert!(text.starts_with("query,step,first,last,count,weakly_dated,all,share\r\n"), "{text}");
    assert!(page(&app, "/timeline").await.contains("every article"));
}

#[tokio::test]
async fn the_language_is_explained_by_the_text_that_was_given() {
    let app = desk(Vec::new(), Config::default());
    let html = page(&app, "/help/query").await;
    assert!(html.contains("<h2 id=\"part-1\">Words</h2>"), "{html}");
    assert!(html.contains("<code>b &lt;i&gt;</code>"), "{html}");
}

#[tokio::test]
async fn an_empty_archive_has_pages_too() {
    let app = desk(Vec::new(), Config::default());
    for uri in ["/", "/search", "/search?q=x", "/timeline?q=x"] {
        page(&app, uri).await;
    }
    assert!(page(&app, "/").await.contains("0 articles"));
}

/// An article whose every field is an attack.
fn hostile() -> Article {
    let mut article = ArticleBuilder::new("hostile")
        .headline(&format!("Bridge {HOSTILE}"))
        .body(&format!("Bridge text {HOSTILE}\n\n# Sub {HOSTILE}"))
        .caption(&format!("Caption bridge {HOSTILE}"))
        .dateline(&format!("PORT {HOSTILE}"))
        .outlet(&format!("Outlet {HOSTILE}"))
        .published("1914-05-06")
        .basis(HOSTILE)
        .section(&format!("Section {HOSTILE}"))
        .tag(HOSTILE)
        .lang("en\"><script>")
        .country("g\"b")
        .kind(HOSTILE)
        .wire(HOSTILE)
        .page(HOSTILE, HOSTILE)
        .url(&format!("javascript:alert(1)//{HOSTILE}"))
        .origin("/archive", &format!("a/{HOSTILE}.txt"))
        .build();
    let (printed, authors) = (format!("By {HOSTILE}"), vec![HOSTILE.to_string()]);
    article.byline = Some(Byline { printed, authors });
    article.rights = Some(HOSTILE.to_string());
    article.provenance.insert("headline".into(), HOSTILE.into());
    article.provenance.insert("section".into(), HOSTILE.into());
    article
}

#[tokio::test]
async fn no_text_becomes_markup() {
    let mut twin = hostile();
    twin.id = morgue_article::ArticleId::of_key("text:twin");
    twin.key = "text:twin".into();
    let app = desk(vec![hostile(), twin], shown());
    let q: String = form_urlencoded_of(HOSTILE);
    let id = hostile().id;
    let pages = [
        "/".to_string(),
        "/?day=05-06".into(),
        "/search?q=bridge".into(),
        format!("/search?q={q}"),
        format!("/search?q=bridge+{q}&plain=1"),
        format!(
            "/search?q=zzz&outlet={q}&exclude-section={q}&author={q}&country={q}&path={q}&lang={q}&lock={q}"
        ),
        format!("/search?q=x&from={q}&to={q}"),
        format!("/search?q=x&more={q}&page={q}"),
        format!("/search?q=x&{q}={q}"),
        format!("/search?strict=1&q=%22{q}"),
        format!("/articles/{id}?q=bridge"),
        format!("/articles/{id}?q={q}"),
        format!("/articles/{q}"),
        format!("/timeline?q={q}&q=bridge&outlet={q}"),
        format!("/timeline?q=bridge&from={q}"),
        format!("/?day={q}"),
        format!("/{q}"),
    ];
    for uri in pages {
        let (_, headers, html) = answer(&app, &uri).await;
        assert_eq!(headers["content-type"], "text/html; charset=utf-8", "{uri}");
        assert_harmless(&uri, &html);
    }
}

fn form_urlencoded_of(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

/// Every tag of the page is one of ours, no attribute is a handler, and no address is a script.
fn assert_harmless(uri: &str, html: &str) {
    const OURS: &str = "html head meta title link script body a header form label input button nav ul \
        ol li main footer p span h1 h2 h3 i b code pre section div figure figcaption svg path \
        select option fieldset legend aside time mark article dl dt dd kbd table caption thead \
        tbody tr th td details summary textarea bdi";
    for tag in html.split('<').skip(1) {
        let name = tag.trim_start_matches('/');
        let name: String = name.chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        let doctype = tag.starts_with("!doctype html>");
        assert!(doctype || OURS.split_whitespace().any(|ours| ours == name), "{uri}: <{tag}");
        // Attributes are in double quotes, so that outside of them only names are left.
        let inside = tag.split('>').next().unwrap_or_default();
        let names: String = inside.split('"').step_by(2).collect();
        assert!(!names.contains("onerror") && !names.contains(" on"), "{uri}: <{tag}");
        assert!(!names.contains(" style"), "{uri}: <{tag}");
    }
    assert_eq!(html.matches("<script").count(), 1, "{uri}");
    for href in links(html) {
        assert!(!href.to_lowercase().starts_with("javascript"), "{uri}: {href}");
    }
}

#[tokio::test]
async fn the_first_page_of_results_is_small() {
    let long = "The harbour board met again over the bridge, and again it rose without a vote, for \
        the engineers had not brought the drawings that were asked of them in the spring. ";
    let article = |n: usize| {
        ArticleBuilder::new(&format!("a{n}"))
            .headline(&format!(
                "Bridge over the harbour is put off for the {n}th time by its board"
            ))
            .body(&format!("{}\n\n{}", long.repeat(8), long.repeat(4)))
            .authors(&[&format!("Writer Number {n}"), "Somebody Else"])
            .outlet(&format!("The Harbour and District Gazette {n}"))
            .section(&format!("Town and Country {n}"))
            .lang(["en", "de", "fr", "es", "it", "pt", "nl"][n % 7])
            .country(["gb", "de", "fr", "es", "it", "pt", "nl"][n % 7])
            .published(&format!("{}-05-06", 1900 + n))
            .build()
    };
    let app = desk((0..60).map(article).collect(), shown());
    for uri in ["/search?q=harbour+bridge", "/search?q=%22harbour+board%22+OR+bridge*", "/search"] {
        let html = page(&app, uri).await;
        assert_eq!(html.matches("<h3").count(), 20, "{uri}");
        assert!(html.len() < 50_000, "{uri}: {} bytes", html.len());
    }
}

#[tokio::test]
async fn a_page_needs_nothing_from_elsewhere_and_runs_nothing_inline() {
    let app = desk(corpus(), Config::default());
    for uri in ["/", "/search?q=the", "/timeline?q=the", "/help/query", "/nowhere"] {
        let (_, headers, html) = answer(&app, uri).await;
        let policy = headers["content-security-policy"].to_str().expect("text");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        for attribute in [" src=\"", " href=\"", " action=\""] {
            for address in html.split(attribute).skip(1) {
                let ours = address.starts_with(['/', '#', '?']) && !address.starts_with("//");
                assert!(ours || address.starts_with('"'), "{uri}: {address:.60}");
            }
        }
        assert!(!html.contains("style=") && !html.contains("<style"), "{uri}");
        assert!(html.contains("<html lang=\"en\">"), "{uri}");
        assert!(html.contains("name=\"robots\" content=\"noindex"), "{uri}");
    }
}

#[tokio::test]
async fn files_of_the_pages_are_kept_for_good_under_their_hash() {
    let app = desk(Vec::new(), Config::default());
    let html = page(&app, "/").await;
    let assets: Vec<String> =
        html.split('"').filter(|part| part.starts_with("/assets/")).map(str::to_string).collect();
    assert_eq!(assets.len(), 3, "{assets:?}");
    for uri in &assets {
        let (status, headers, _) = answer(&app, uri).await;
        assert_eq!(status, 200);
        assert!(headers["cache-control"].to_str().expect("text").contains("immutable"));
    }
    let (status, headers, _) = answer(&app, "/assets/0000000000000000/morgue.css").await;
    assert_eq!(
        (status.as_u16(), &headers["cache-control"]),
        (200, &"no-cache".parse().expect("a value"))
    );
    assert_eq!(answer(&app, "/assets/0/..%2f..%2fCargo.toml").await.0, 404);
}

#[tokio::test]
async fn behind_a_proxy_every_address_has_the_base_path() {
    let public_url = Some("https://news.example.org/archive".parse().expect("an address"));
    let config = Config { public_url, access: Access::Loopback, ..Config::default() };
    let app = desk(corpus(), config);
    for uri in ["/archive/", "/archive/search?q=the", "/archive/timeline?q=the", "/archive/nowhere"]
    {
        let (_, _, html) = answer(&app, uri).await;
        for href in links(&html) {
            let within = href.starts_with("/archive/") || href.starts_with(['#', '?']);
            assert!(within, "{uri}: {href}");
        }
        for action in html.split(" action=\"").skip(1) {
            assert!(action.starts_with("/archive/"), "{uri}: {action:.60}");
        }
    }
}
