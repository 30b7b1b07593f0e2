//! Every route over the small corpus: what a program sees.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use morgue_article::{Day, OutletTable};
use morgue_query::{Cursor, Engine};
use morgue_server::{Access, Config, Desk, Token, app};
use morgue_testkit::{MemoryEngine, corpus};
use serde_json::Value;
use tower::ServiceExt;

fn desk(config: Config) -> Router {
    let engine: Arc<dyn Engine> = Arc::new(MemoryEngine::new(corpus()));
    app(Desk::new(engine, Arc::new(OutletTable::default()), || Day(20_454)), config)
}

fn request(uri: &str) -> axum::http::request::Builder {
    Request::builder().uri(uri).header("host", "127.0.0.1:8080")
}

async fn send(app: &Router, request: Request<Body>) -> Response<Body> {
    app.clone().oneshot(request).await.expect("an answer")
}

async fn body(response: Response<Body>) -> Vec<u8> {
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 24).await;
    bytes.expect("a body").to_vec()
}

async fn get(app: &Router, uri: &str) -> (StatusCode, Value) {
    let response = send(app, request(uri).body(Body::empty()).expect("a request")).await;
    let status = response.status();
    let bytes = body(response).await;
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

#[tokio::test]
async fn a_search_answers_with_hits_counts_and_how_it_was_read() {
    let app = desk(Config::default());
    let (status, found) =
        get(&app, "/v1/search?q=the&facets=outlet:3,year&interval=decade&limit=2").await;
    assert_eq!(status, 200);
    assert_eq!(found["v"], 1);
    assert_eq!(found["query"]["interpreted"], "the");
    assert_eq!(found["hits"].as_array().map(Vec::len), Some(2));
    assert_eq!(found["facets"][0]["field"], "outlet");
    let buckets = found["timeline"]["buckets"].as_array().expect("buckets");
    let count = |value: &Value| value.as_u64().expect("a number");
    let inside: u64 = buckets.iter().map(|bucket| count(&bucket["count"])).sum();
    let beside = count(&found["timeline"]["imprecise"]) + count(&found["timeline"]["undated"]);
    assert_eq!(inside + beside, count(&found["total"]["value"]));
}

#[tokio::test]
async fn cursors_walk_all_hits_once_and_only_for_their_question() {
    let app = desk(Config::default());
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    let (_, first) = get(&app, "/v1/search?q=the&limit=3").await;
    let total = first["total"]["value"].as_u64().expect("a total");
    loop {
        let (status, page) = get(&app, &format!("/v1/search?q=the&limit=3{cursor}")).await;
        assert_eq!(status, 200, "{page}");
        let hits = page["hits"].as_array().expect("hits");
        seen.extend(hits.iter().map(|hit| hit["id"].as_str().expect("an id").to_string()));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen.len() as u64, total);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len() as u64, total);
    let next = first["next"].as_str().expect("more");
    let (status, problem) = get(&app, &format!("/v1/search?q=a&limit=3&cursor={next}")).await;
    assert_eq!((status.as_u16(), &problem["code"]), (400, &"cursor-question".into()));
    let (status, problem) = get(&app, "/v1/search?q=a&cursor=made-up").await;
    assert_eq!((status.as_u16(), &problem["code"]), (400, &"cursor".into()));
}

#[tokio::test]
async fn a_cursor_outlives_the_server_but_not_its_archive() {
    let (_, first) = get(&desk(Config::default()), "/v1/search?q=the&limit=3").await;
    let next = first["next"].as_str().expect("more").to_string();
    let restarted = desk(Config::default());
    let (status, page) = get(&restarted, &format!("/v1/search?q=the&limit=3&cursor={next}")).await;
    assert_eq!(status, 200, "{page}");
    let mut of_another = Cursor::decode(&next).expect("one of ours");
    of_another.commit.push('x');
    let of_another = of_another.encode();
    let uri = format!("/v1/search?q=the&limit=3&cursor={of_another}");
    let (status, problem) = get(&restarted, &uri).await;
    assert_eq!((status.as_u16(), &problem["code"]), (410, &"cursor-expired".into()));
    let page = request(&format!("/search?q=the&page=2&cursor={of_another}"))
        .header("accept", "text/html")
        .body(Body::empty())
        .expect("a request");
    let page = send(&restarted, page).await;
    // A person is led to where the page's number is now.
    assert_eq!(page.status(), 303);
    let to = page.headers()["location"].to_str().expect("text");
    assert!(to.contains("q=the") && !to.contains("cursor"), "{to}");
}

#[tokio::test]
async fn an_answer_that_is_known_is_not_sent_again() {
    let app = desk(Config::default());
    let plain = request("/v1/search?q=the").body(Body::empty()).expect("a request");
    let first = send(&app, plain).await;
    let etag = first.headers()["etag"].clone();
    let again = request("/v1/search?q=the").header("if-none-match", &etag);
    let again = send(&app, again.body(Body::empty()).expect("a request")).await;
    assert_eq!(again.status(), 304);
    let other = request("/v1/search?q=a").header("if-none-match", &etag);
    let other = send(&app, other.body(Body::empty()).expect("a request")).await;
    assert_eq!(other.status(), 200);
}

#[tokio::test]
async fn every_answer_says_how_long_it_may_be_kept_and_most_have_a_name() {
    let app = desk(Config::default());
    let (_, document) = get(&app, "/openapi.json").await;
    let (_, found) = get(&app, "/v1/search?q=the&limit=1").await;
    let id = found["hits"][0]["id"].as_str().expect("an id").to_string();
    let mut tagged = 0;
    for (path, methods) in document["paths"].as_object().expect("paths") {
        if methods["get"].is_null() || path.contains("{hash}") || path.contains("{name}") {
            continue;
        }
        let uri = path.replace("{id}", &id) + if path.contains("kwic") { "?q=the" } else { "" };
        let first = send(&app, request(&uri).body(Body::empty()).expect("a request")).await;
        let (status, headers) = (first.status(), first.headers().clone());
        let kept = if status.is_client_error() { "no-store" } else { "private, no-cache" };
        assert_eq!(headers["cache-control"], kept, "{uri}");
        let vary: Vec<_> =
            headers.get_all("vary").iter().map(|it| it.to_str().expect("text")).collect();
        assert!(vary.join(", ").contains("Authorization, Cookie"), "{uri}: {vary:?}");
        let known = !methods["get"]["responses"]["304"].is_null();
        assert_eq!(headers.contains_key("etag"), known && status == 200, "{uri}: {status}");
        if let Some(etag) = headers.get("etag") {
            tagged += 1;
            let again = request(&uri).header("if-none-match", etag);
            let again = send(&app, again.body(Body::empty()).expect("a request")).await;
            assert_eq!(again.status(), 304, "{uri}");
            assert!(body(again).await.is_empty(), "{uri}");
        }
        // Its head alone is the same without its body.
        let head = request(&uri).method("HEAD").body(Body::empty()).expect("a request");
        let head = send(&app, head).await;
        assert_eq!(
            (head.status(), head.headers().get("content-type")),
            (status, headers.get("content-type")),
            "{uri}"
        );
        assert!(body(head).await.is_empty(), "{uri}");
    }
    assert_eq!(tagged, 11);
}

#[tokio::test]
async fn answers_are_sent_smaller_to_who_can_read_them_so() {
    let app = desk(Config::default());
    for (accepts, encoding) in
        [("gzip", "gzip"), ("zstd", "zstd"), ("gzip, zstd", "zstd"), ("br", "")]
    {
        let asked = request("/v1/search?q=the").header("accept-encoding", accepts);
        let answer = send(&app, asked.body(Body::empty()).expect("a request")).await;
        let sent = answer.headers().get("content-encoding").map(|it| it.to_str().expect("text"));
        assert_eq!(sent.unwrap_or_default(), encoding, "{accepts}");
        let bytes = body(answer).await;
        let magic: &[u8] = match encoding {
            "gzip" => &[0x1f, 0x8b],
            "zstd" => &[0x28, 0xb5, 0x2f, 0xfd],
            _ => b"{",
        };
        assert!(bytes.starts_with(magic), "{accepts}");
    }
}

#[tokio::test]
async fn problems_name_the_place_and_what_would_do() {
    let app = desk(Config::default());
    let cases = [
        ("/v1/search?qq=x", 400, "unknown-parameter"),
        ("/v1/search?q=x&limit=many", 400, "parameter"),
        ("/v1/search?q=x&path=/etc", 400, "unknown-parameter"),
        ("/v1/articles/ffffffff", 404, "not-found"),
        ("/v1/articles/..%2f..%2fetc", 404, "not-found"),
        ("/v1/articles/%ff", 400, "request"),
        ("/v1/export?columns=path", 400, "parameter"),
        ("/nowhere", 404, "not-found"),
    ];
    for (uri, status, code) in cases {
        let (got, problem) = get(&app, uri).await;
        assert_eq!((got.as_u16(), &problem["code"]), (status, &code.into()), "{uri} {problem}");
        assert_eq!(problem["status"], status);
    }
    let (status, problem) = get(&app, "/v1/search?strict=1&q=%C3%A4+AND+(b").await;
    assert_eq!(status, 400);
    assert!(problem["position"].as_u64().is_some_and(|at| at <= 8), "{problem}");
}

#[tokio::test]
async fn an_article_is_found_by_the_beginning_of_its_id_without_its_file() {
    let app = desk(Config::default());
    let (_, found) = get(&app, "/v1/search?q=the&limit=1").await;
    let id = found["hits"][0]["id"].as_str().expect("an id");
    assert_eq!(found["hits"][0]["origin"], Value::Array(Vec::new()));
    let (status, article) = get(&app, &format!("/v1/articles/{}", &id[..12])).await;
    assert_eq!((status.as_u16(), &article["id"]), (200, &id.into()));
    assert_eq!(article["origins"], Value::Array(Vec::new()));
    let shown = desk(Config { show_origin: true, ..Config::default() });
    let (_, article) = get(&shown, &format!("/v1/articles/{id}")).await;
    assert_ne!(article["origins"], Value::Array(Vec::new()));
}

#[tokio::test]
async fn only_names_of_this_server_are_answered() {
    let app = desk(Config::default());
    let foreign = Request::builder().uri("/v1/stats").header("host", "evil.example:8080");
    let answer = send(&app, foreign.body(Body::empty()).expect("a request")).await;
    assert_eq!(answer.status(), 421);
    let hosts = vec!["news.example.org".to_string()];
    let named = desk(Config { hosts, access: Access::Public, ..Config::default() });
    let asked = Request::builder().uri("/v1/stats").header("host", "news.example.org");
    let answer = send(&named, asked.body(Body::empty()).expect("a request")).await;
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn a_token_lets_in_and_nothing_else_does() {
    let token = Token::new("a-token-of-some-length").expect("long enough");
    let app = desk(Config { access: Access::Token(token), ..Config::default() });
    let cases = [
        (None, 401),
        (Some("Bearer wrong"), 401),
        (Some("Basic a-token-of-some-length"), 401),
        (Some("bearer a-token-of-some-length"), 200),
    ];
    for (header, status) in cases {
        let mut asked = request("/v1/stats");
        if let Some(header) = header {
            asked = asked.header("authorization", header);
        }
        let answer = send(&app, asked.body(Body::empty()).expect("a request")).await;
        assert_eq!(answer.status(), status, "{header:?}");
    }
    assert_eq!(get(&app, "/healthz").await.0, 200);
    assert!(Token::new("short").is_none());
}

#[tokio::test]
async fn counts_stats_outlets_parse_and_metrics() {
    let app = desk(Config::default());
    let (_, facets) = get(&app, "/v1/facets?q=the&facets=lang").await;
    assert_eq!(facets["facets"][0]["field"], "lang");
    let (_, timeline) = get(&app, "/v1/timeline?interval=year").await;
    assert_eq!(timeline["timeline"]["interval"], "year");
    let (_, stats) = get(&app, "/v1/stats").await;
    assert_eq!(stats["articles"].as_u64(), Some(corpus().len() as u64));
    let (_, outlets) = get(&app, "/v1/outlets").await;
    assert!(outlets["outlets"].as_array().is_some_and(|list| !list.is_empty()));
    let (_, parsed) = get(&app, "/v1/parse?q=a+and+b").await;
    assert!(parsed["query"]["notices"][0]["message"].is_string(), "{parsed}");
    assert_eq!(get(&app, "/readyz").await.0, 200);
    let metrics = send(&app, request("/metrics").body(Body::empty()).expect("a request")).await;
    let text = String::from_utf8(body(metrics).await).expect("text");
    assert!(
        text.contains("morgue_requests_total{route=\"/v1/facets\",status=\"200\"} 1"),
        "{text}"
    );
}

#[tokio::test]
async fn every_answer_keeps_browsers_from_more_than_they_should() {
    let app = desk(Config::default());
    for uri in ["/v1/stats", "/nowhere", "/healthz"] {
        let asked = request(uri).body(Body::empty()).expect("a request");
        let headers = send(&app, asked).await.headers().clone();
        assert_eq!(headers["x-content-type-options"], "nosniff", "{uri}");
        let policy = headers["content-security-policy"].to_str().expect("text");
        assert!(policy.starts_with("default-src 'none'"), "{uri}");
        assert!(headers.contains_key("x-request-id"), "{uri}");
    }
}

#[tokio::test]
async fn behind_a_proxy_routes_have_another_name_and_another_beginning() {
    let public_url = "https://news.example.org/archive".parse().ok();
    let app = desk(Config { public_url, access: Access::Public, ..Config::default() });
    let asked = |uri: &str, host: &str| {
        Request::builder().uri(uri).header("host", host).body(Body::empty()).expect("a request")
    };
    for uri in ["/archive/v1/search?q=the&limit=1", "/v1/search?q=the&limit=1"] {
        let answer = send(&app, asked(uri, "news.example.org")).await;
        assert_eq!(answer.status(), 200, "{uri}");
        let next = answer.headers()["link"].to_str().expect("text").to_string();
        assert!(next.starts_with("<?q=the&limit=1&cursor="), "{next}");
        assert_eq!(answer.headers()["x-robots-tag"], "noindex, nofollow");
    }
    assert_eq!(send(&app, asked("/archives/v1/stats", "news.example.org")).await.status(), 404);
    assert_eq!(send(&app, asked("/archive/v1/stats", "evil.example")).await.status(), 421);
    let access = Access::Public;
    let open =
        desk(Config { allow_index: true, access, hosts: vec!["n".into()], ..Config::default() });
    for (uri, listed) in
        [("/", true), ("/help/query", true), ("/search?q=x", false), ("/v1/stats", false)]
    {
        let answer = send(&open, asked(uri, "n")).await;
        assert_eq!(!answer.headers().contains_key("x-robots-tag"), listed, "{uri}");
    }
    let robots = body(send(&open, asked("/robots.txt", "n")).await).await;
    assert!(String::from_utf8_lossy(&robots).contains("Allow: /articles/\n"));
    let robots = body(send(&app, asked("/robots.txt", "news.example.org")).await).await;
    assert_eq!(String::from_utf8_lossy(&robots), "User-agent: *\nDisallow: /\n");
}

#[tokio::test]
async fn an_article_is_cited_in_every_style() {
    let app = desk(Config::default());
    let (_, found) = get(&app, "/v1/search?q=the&limit=1").await;
    let id = found["hits"][0]["id"].as_str().expect("an id");
    let (status, cited) = get(&app, &format!("/v1/articles/{id}/cite")).await;
    assert_eq!(status, 200);
    assert_eq!(cited["citations"].as_object().map(serde_json::Map::len), Some(7), "{cited}");
    let cases = [
        ("apa", "text/plain; charset=utf-8", None),
        ("ris", "application/x-research-info-systems; charset=utf-8", Some(".ris\"")),
        ("bibtex", "application/x-bibtex; charset=utf-8", Some(".bib\"")),
        ("csl-json", "application/vnd.citationstyles.csl+json", Some(".json\"")),
    ];
    for (style, kind, ending) in cases {
        let uri = format!("/v1/articles/{id}/cite?style={style}");
        let answer = send(&app, request(&uri).body(Body::empty()).expect("a request")).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], kind);
        let file = answer.headers().get("content-disposition").map(|it| it.to_str().expect("text"));
        assert_eq!(file.is_some(), ending.is_some());
        assert!(file.unwrap_or_default().ends_with(ending.unwrap_or_default()), "{file:?}");
    }
    for (query, status) in [("style=x", 400), ("styl=apa", 400), ("style=apa&style=mla", 400)] {
        assert_eq!(get(&app, &format!("/v1/articles/{id}/cite?{query}")).await.0, status);
    }
    assert_eq!(get(&app, "/v1/articles/ffffffff/cite").await.0, 404);
}
