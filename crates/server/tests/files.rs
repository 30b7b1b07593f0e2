//! Files and feeds: what leaves the server in one piece, or says that it did not.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use morgue_article::{Day, OutletTable};
use morgue_query::Engine;
use morgue_server::{Access, Config, Desk, app};
use morgue_testkit::{ArticleBuilder, MemoryEngine, corpus};
use tower::ServiceExt;

fn desk() -> Desk {
    let engine: Arc<dyn Engine> = Arc::new(MemoryEngine::new(corpus()));
    Desk::new(engine, Arc::new(OutletTable::default()), || Day(20_454))
}

fn served(config: Config) -> Router {
    app(desk(), config)
}

async fn get(app: &Router, uri: &str) -> Response<Body> {
    let request = Request::builder().uri(uri).header("host", "127.0.0.1:8080");
    let request = request.body(Body::empty()).expect("a request");
    app.clone().oneshot(request).await.expect("an answer")
}

async fn text(response: Response<Body>) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 24).await.expect("a whole body");
    String::from_utf8(bytes.to_vec()).expect("text")
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_exported_in_every_form() {
    let app = served(Config::default());
    let all = corpus().len();
    let cases = [
        ("csv", "text/csv", "articles.csv"),
        ("jsonl", "application/x-ndjson", "articles.jsonl"),
        ("bundle", "application/zip", "articles.zip"),
        ("ris", "application/x-research-info-systems", "articles.ris"),
        ("bibtex", "application/x-bibtex", "articles.bib"),
        ("csl-json", "application/vnd.citationstyles.csl+json", "articles.json"),
    ];
    for (format, media, name) in cases {
        let answer = get(&app, &format!("/v1/export?format={format}")).await;
        assert_eq!(answer.status(), 200, "{format}");
        let head = |name: &str| answer.headers()[name].to_str().expect("text").to_string();
        assert!(head("content-type").starts_with(media), "{format}");
        assert_eq!(head("content-disposition"), format!("attachment; filename=\"{name}\""));
        assert_eq!(head("morgue-articles"), all.to_string());
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 24).await.expect("a whole body");
        assert!(!bytes.is_empty(), "{format}");
    }
    let lines = text(get(&app, "/v1/export?format=jsonl&q=the&sort=oldest").await).await;
    assert!(lines.lines().last().expect("an end").starts_with("{\"type\":\"end\""), "{lines}");
    assert!(lines.lines().all(|line| !line.contains("\"path\"")), "no file is told");
    let table = text(get(&app, "/v1/export?columns=headline&excel=1").await).await;
    assert!(table.starts_with("\u{feff}headline\r\n"), "{table}");
    assert_eq!(table.lines().count(), all + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_exported_is_said_before_a_file_begins() {
    let app = served(Config::default());
    for (query, status) in [
        ("format=xml", 400),
        ("columns=nothing", 400),
        ("format=ris&excel=1", 400),
        ("full=1", 400),
        ("format=jsonl&full=1", 403),
        ("limit=3", 400),
        ("q=speaker:x", 400),
        ("q=(a&strict=1", 400),
        ("columns=score", 400),
    ] {
        let answer = get(&app, &format!("/v1/export?{query}")).await;
        let code = answer.status().as_u16();
        assert_eq!(code, status, "{query}");
        assert_eq!(answer.headers()["content-type"], "application/problem+json", "{query}");
    }
    let owner = Config { show_origin: true, originals: true, ..Config::default() };
    let full = text(get(&served(owner), "/v1/export?format=jsonl&full=1").await).await;
    assert!(full.starts_with("{\"type\":\"article\""), "{full}");
    let public = Config {
        access: Access::Public,
        hosts: vec!["127.0.0.1:8080".into()],
        show_origin: true,
        originals: true,
        ..Config::default()
    };
    let answer = get(&served(public), "/v1/export?format=jsonl&full=1").await;
    assert_eq!(answer.status(), 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_trailers_is_told_that_all_was_sent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let config = Config { hosts: vec![address.to_string()], ..Config::default() };
    tokio::spawn(morgue_server::serve(listener, desk(), config, std::future::pending()));
    let read = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).expect("it listens");
        let path = "/v1/export?format=jsonl";
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nTE: trailers\r\n\r\n")
            .expect("sent");
        read_all(stream)
    });
    let (tail, whole) = read.await.expect("no panic");
    assert!(whole, "{tail}");
    assert!(tail.contains(&format!("morgue-whole: articles={}", corpus().len())), "{tail}");
}

/// What came, and whether the last chunk was the empty one.
fn read_all(mut stream: TcpStream) -> (String, bool) {
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
    let (mut all, mut part) = (Vec::new(), [0; 65536]);
    loop {
        match stream.read(&mut part) {
            Ok(0) | Err(_) => break,
            Ok(n) => all.extend_from_slice(&part[..n]),
        }
        let tail = String::from_utf8_lossy(&all[all.len().saturating_sub(400)..]).into_owned();
        if tail.contains("\r\n0\r\n") && tail.ends_with("\r\n\r\n") {
            return (tail, true);
        }
    }
    (String::from_utf8_lossy(&all).into_owned(), false)
}

#[tokio::test]
async fn a_search_is_a_feed() {
    let app = served(Config::default());
    let answer = get(&app, "/search.atom?q=the&outlet=cnn&limit=2").await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/atom+xml; charset=utf-8");
    let etag = answer.headers()["etag"].clone();
    text(answer).await;
    let feed = text(get(&app, "/search.atom?q=the&limit=2").await).await;
    assert!(feed.starts_with("<?xml"), "{feed}");
    assert_eq!(feed.matches("<entry>").count(), 2, "{feed}");
    assert!(feed.contains("<id>tag:morgue,2026:search/q=the</id>"), "{feed}");
    let own = "<link rel=\"self\" type=\"application/atom+xml\" \
               href=\"http://127.0.0.1:8080/search.atom?q=the&amp;limit=2\"/>";
    assert!(feed.contains(own), "{feed}");
    assert!(feed.contains("href=\"http://127.0.0.1:8080/articles/"), "{feed}");
    let again = Request::builder().uri("/search.atom?q=the&outlet=cnn&limit=2");
    let again = again.header("host", "127.0.0.1:8080").header("if-none-match", etag);
    let again = app.clone().oneshot(again.body(Body::empty()).expect("a request")).await;
    assert_eq!(again.expect("an answer").status(), 304);
    for query in ["sort=newest", "limit=x", "q=a&q=b"] {
        assert_eq!(get(&app, &format!("/search.atom?{query}")).await.status(), 400, "{query}");
    }
}

#[tokio::test]
async fn a_feed_behind_a_proxy_has_the_address_that_readers_see() {
    let public_url = "https://news.example.org/archive".parse().ok();
    let app = served(Config { public_url, access: Access::Public, ..Config::default() });
    let asked =
        Request::builder().uri("/archive/search.atom?q=the").header("host", "news.example.org");
    let answer = app.oneshot(asked.body(Body::empty()).expect("a request")).await;
    let feed = text(answer.expect("an answer")).await;
    assert!(feed.contains("https://news.example.org/archive/search.atom?q=the"), "{feed}");
    assert!(!feed.contains("127.0.0.1"), "{feed}");
}

#[tokio::test]
async fn what_xml_cannot_hold_is_left_out_of_a_feed() {
    let nasty = "]]><script>alert(1)</script>\u{0}\u{1b}[2J\u{ffff} & \"q\"";
    let article = ArticleBuilder::new("nasty").headline(nasty).body(nasty).build();
    let engine: Arc<dyn Engine> = Arc::new(MemoryEngine::new(vec![article]));
    let desk = Desk::new(engine, Arc::new(OutletTable::default()), || Day(20_454));
    let app = app(desk, Config::default());
    let feed = text(get(&app, "/search.atom").await).await;
    assert!(
        feed.contains("]]&gt;&lt;script&gt;alert(1)&lt;/script&gt;[2J &amp; &quot;q&quot;"),
        "{feed}"
    );
    assert!(feed.chars().all(|c| c == '\n' || !c.is_control()), "{feed:?}");
}
