//! What keeps others out: tokens, sessions, forms, names, rates. Each case fails when its guard is
//! taken out.

mod common;

use std::sync::Arc;

use common::{READ, WRITE, ask, desk, served, token};
use morgue_article::{Day, Origin, OutletTable};
use morgue_query::{Control, EngineError};
use morgue_server::{Access, Config, Desk, Originals, app};
use morgue_testkit::{ArticleBuilder, MemoryEngine};

fn behind_a_token() -> Config {
    let access = Access::Token(token(READ));
    Config { access, write: Some(token(WRITE)), ..Config::default() }
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[tokio::test]
async fn a_token_buys_a_cookie_that_only_this_server_gets() {
    let app = served(behind_a_token());
    let page = ask(&app, "GET", "/search?q=x", &[("accept", "text/html")], "").await;
    assert_eq!((page.status, page.header("location")), (303, "/login?next=%2Fsearch%3Fq%3Dx"));
    let page = ask(&app, "GET", "/login?next=%2Fv1%2Fstats", &[], "").await;
    assert!(page.status == 200 && page.text.contains("value=\"/v1/stats\""), "{page:?}");
    let wrong = ask(&app, "POST", "/login", &[FORM], "token=not-the-one-at-all").await;
    assert!(wrong.status == 401 && wrong.header("set-cookie").is_empty(), "{wrong:?}");
    let form = format!("token={READ}&next=%2Fv1%2Fstats");
    let right = ask(&app, "POST", "/login", &[FORM], &form).await;
    assert_eq!((right.status, right.header("location")), (303, "/v1/stats"));
    let cookie = right.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure") && !cookie.contains(READ), "{cookie}");
    let cookie = right.cookie();
    assert_eq!(ask(&app, "GET", "/v1/stats", &[("cookie", &cookie)], "").await.status, 200);
    assert_eq!(ask(&app, "GET", "/v1/stats", &[("cookie", "morgue=0")], "").await.status, 401);
    let page = ask(&app, "GET", "/logout", &[("cookie", &cookie)], "").await;
    let form = page.text.split("name=\"form\" value=\"").nth(1).expect("a form");
    let form = format!("form={}", form.split('"').next().expect("a value"));
    let out = ask(&app, "POST", "/logout", &[("cookie", &cookie), FORM], &form).await;
    assert_eq!((out.status, out.header("location")), (303, "/login"));
    assert_eq!(ask(&app, "GET", "/v1/stats", &[("cookie", &cookie)], "").await.status, 401);
}

#[tokio::test]
async fn behind_tls_a_cookie_stays_there_and_on_its_path() {
    let public_url = "https://news.example.org/archive".parse().ok();
    let app = served(Config { public_url, ..behind_a_token() });
    let host = ("host", "news.example.org");
    let form = format!("token={READ}&next=%2Fsearch");
    let right = ask(&app, "POST", "/archive/login", &[host, FORM], &form).await;
    assert_eq!((right.status, right.header("location")), (303, "/archive/search"));
    let cookie = right.header("set-cookie");
    assert!(cookie.contains("; Secure") && cookie.contains("Path=/archive;"), "{cookie}");
}

#[tokio::test]
async fn nobody_is_sent_to_another_site_after_logging_in() {
    let app = served(behind_a_token());
    for next in ["https://evil.example/", "//evil.example/", "/%5Cevil.example", "javascript:x"] {
        let form = format!("token={READ}&next={next}");
        let right = ask(&app, "POST", "/login", &[FORM], &form).await;
        assert_eq!((right.status, right.header("location")), (303, "/"), "{next}");
        let page = ask(&app, "GET", &format!("/login?next={next}"), &[], "").await;
        assert!(!page.text.contains("evil.example"), "{next}");
    }
    let page = ask(&app, "GET", "/login?next=/%22%3E%3Cscript%3E", &[], "").await;
    assert!(!page.text.contains("\"><script>"), "{}", page.text);
}

#[tokio::test]
async fn a_form_from_elsewhere_changes_nothing() {
    let app = served(behind_a_token());
    let login = ask(&app, "POST", "/login", &[FORM], &format!("token={READ}")).await;
    let cookie = login.cookie();
    let mine = ("cookie", cookie.as_str());
    // The browser sends the cookie along: without the form's own token nothing happens.
    for form in ["", "form=", "form=00000000000000000000000000000000"] {
        let forged = ask(&app, "POST", "/logout", &[mine, FORM], form).await;
        assert_eq!((forged.status, &forged.json()["code"]), (403, &"form".into()), "{form}");
    }
    assert_eq!(ask(&app, "GET", "/v1/stats", &[mine], "").await.status, 200);
    // Nor where the browser says that it comes from another site.
    for from in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        for uri in ["/login", "/logout", "/v1/ingest"] {
            let forged =
                ask(&app, "POST", uri, &[mine, FORM, from], &format!("token={READ}")).await;
            assert_eq!(
                (forged.status, &forged.json()["code"]),
                (403, &"other-site".into()),
                "{uri}"
            );
        }
    }
    let own = [FORM, ("sec-fetch-site", "same-origin"), ("origin", "http://127.0.0.1:8080")];
    assert_eq!(ask(&app, "POST", "/login", &own, &format!("token={READ}")).await.status, 303);
}

#[tokio::test]
async fn wrong_tokens_cannot_be_tried_for_long() {
    let app = served(behind_a_token());
    let mut seen = Vec::new();
    for n in 0..12 {
        let header = format!("Bearer wrong-token-number-{n}");
        let answer = ask(&app, "GET", "/v1/stats", &[("authorization", &header)], "").await;
        seen.push(answer.status);
    }
    assert_eq!((seen[0], seen[11]), (401, 429), "{seen:?}");
    // Not even the right one is told apart then, by whatever way it comes.
    let login = ask(&app, "POST", "/login", &[FORM], &format!("token={READ}")).await;
    assert!(login.status == 429 && !login.header("retry-after").is_empty(), "{login:?}");
}

#[tokio::test]
async fn writing_needs_its_own_token_in_a_header() {
    let app = served(behind_a_token());
    let login = ask(&app, "POST", "/login", &[FORM], &format!("token={WRITE}")).await;
    let cookie = login.cookie();
    let (read, write) = (format!("Bearer {READ}"), format!("Bearer {WRITE}"));
    let cases = [
        (vec![], 401),
        (vec![("authorization", read.as_str())], 401),
        (vec![("cookie", cookie.as_str())], 401),
        // There is no place to put them here: the token was right.
        (vec![("authorization", write.as_str())], 403),
    ];
    for (headers, status) in cases {
        let answer = ask(&app, "POST", "/v1/ingest", &headers, "{}").await;
        assert_eq!(answer.status, status, "{headers:?}");
    }
    let only_reads = served(Config::default());
    let answer = ask(&only_reads, "POST", "/v1/ingest", &[], "{}").await;
    assert_eq!((answer.status, &answer.json()["code"]), (403, &"only-reads".into()));
}

#[tokio::test]
async fn a_name_of_someone_else_is_not_answered() {
    let app = served(Config::default());
    for host in [
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "localhost.evil",
        "",
        "localhost@evil.example",
    ] {
        let answer = ask(&app, "GET", "/v1/stats", &[("host", host)], "").await;
        assert_eq!((answer.status, &answer.json()["code"]), (421, &"host".into()), "{host}");
    }
    // Of two names none is taken.
    let two = [("host", "localhost"), ("host", "localhost")];
    assert_eq!(ask(&app, "GET", "/v1/stats", &two, "").await.status, 400);
    for (uri, status) in [("http://localhost/v1/stats", 200), ("http://evil.example/v1/stats", 400)]
    {
        let answer = ask(&app, "GET", uri, &[("host", "localhost")], "").await;
        assert_eq!(answer.status, status, "{uri}");
    }
    let refused = ask(&app, "GET", "/v1/stats", &[("host", "<b>news.example")], "").await;
    let detail = refused.json()["detail"].to_string();
    assert!(detail.contains("`<b>news.example`") && detail.contains("--host"), "{detail}");
    // Who looks whether it runs, learns that alone.
    assert_eq!(ask(&app, "GET", "/healthz", &[("host", "balancer")], "").await.status, 200);
    // A page can make its own name lead here, but no address in numbers.
    for host in ["localhost", "LOCALHOST:9", "127.0.0.1:8642", "[::1]:8642", "192.0.2.2:80"] {
        assert_eq!(
            ask(&app, "GET", "/v1/stats", &[("host", host)], "").await.status,
            200,
            "{host}"
        );
    }
}

#[tokio::test]
async fn one_address_cannot_ask_for_ever() {
    let app = served(Config { rate: Some(1), ..Config::default() });
    let mut seen = Vec::new();
    for _ in 0..14 {
        seen.push(ask(&app, "GET", "/v1/parse?q=x", &[], "").await.status);
    }
    assert_eq!((seen[0], seen[13]), (200, 429), "{seen:?}");
    assert_eq!(ask(&app, "GET", "/healthz", &[], "").await.status, 200);
}

#[tokio::test]
async fn counts_are_for_who_keeps_it_running() {
    let app = served(behind_a_token());
    assert_eq!(ask(&app, "GET", "/metrics", &[], "").await.status, 401);
    let known = format!("Bearer {READ}");
    assert_eq!(ask(&app, "GET", "/metrics", &[("authorization", &known)], "").await.status, 200);
    let public_url = "https://news.example.org".parse().ok();
    let write = Some(token(WRITE));
    let app = served(Config { access: Access::Public, public_url, write, ..Config::default() });
    let known = format!("Bearer {WRITE}");
    let from = ("x-forwarded-for", "203.0.113.9");
    assert_eq!(ask(&app, "GET", "/metrics", &[], "").await.status, 200);
    assert_eq!(ask(&app, "GET", "/metrics", &[from], "").await.status, 403);
    let owner = [from, ("authorization", known.as_str())];
    assert_eq!(ask(&app, "GET", "/metrics", &owner, "").await.status, 200);
}

#[tokio::test]
async fn pages_of_other_sites_read_only_where_they_are_named() {
    let sites = vec!["https://desk.example".to_string()];
    let app = served(Config { sites, ..behind_a_token() });
    let known = format!("Bearer {READ}");
    let from = |site| [("origin", site), ("authorization", known.as_str())];
    let (ours, other) = (from("https://desk.example"), from("https://evil.example"));
    let allowed = "access-control-allow-origin";
    let read = ask(&app, "GET", "/v1/stats", &ours, "").await;
    assert_eq!((read.status, read.header(allowed)), (200, "https://desk.example"));
    assert!(read.header("access-control-allow-credentials").is_empty());
    assert!(ask(&app, "GET", "/v1/stats", &other, "").await.header(allowed).is_empty());
    assert!(ask(&app, "GET", "/saved", &ours, "").await.header(allowed).is_empty());
    let before =
        |method| [("origin", "https://desk.example"), ("access-control-request-method", method)];
    let may = ask(&app, "OPTIONS", "/v1/search", &before("GET"), "").await;
    assert_eq!((may.status, may.header("access-control-allow-methods")), (204, "GET, HEAD"));
    let may_not = ask(&app, "OPTIONS", "/v1/saved", &before("DELETE"), "").await;
    assert!(may_not.header("access-control-allow-methods").is_empty(), "{may_not:?}");
    assert_eq!(ask(&app, "POST", "/v1/saved", &ours, "{}").await.status, 403);
}

#[tokio::test]
async fn feeds_can_be_read_with_a_password_that_does_nothing_else() {
    let app = served(behind_a_token());
    let refused = ask(&app, "GET", "/search.atom", &[], "").await;
    let ways: Vec<_> = refused.headers.get_all("www-authenticate").iter().collect();
    assert_eq!((refused.status, ways.len()), (401, 2), "{refused:?}");
    let basic = |password: &str| {
        let pair = format!("desk:{password}");
        format!("Basic {}", base64_of(pair.as_bytes()))
    };
    let (right, wrong) = (basic(READ), basic("not-the-one-at-all"));
    assert_eq!(
        ask(&app, "GET", "/search.atom", &[("authorization", &right)], "").await.status,
        200
    );
    assert_eq!(
        ask(&app, "GET", "/search.atom", &[("authorization", &wrong)], "").await.status,
        401
    );
    for (method, uri) in [("POST", "/v1/saved"), ("POST", "/v1/ingest"), ("DELETE", "/v1/saved/a")]
    {
        let write = basic(WRITE);
        let answer = ask(&app, method, uri, &[("authorization", &write)], "{}").await;
        assert_eq!(answer.status, 401, "{method} {uri}");
    }
}

fn base64_of(bytes: &[u8]) -> String {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for part in bytes.chunks(3) {
        let bits =
            part.iter().fold(0u32, |bits, b| bits << 8 | u32::from(*b)) << (8 * (3 - part.len()));
        for n in 0..4 {
            let sign = SIGNS[(bits >> (18 - 6 * n)) as usize & 63] as char;
            out.push(if n <= part.len() { sign } else { '=' });
        }
    }
    out
}

/// Every way to read, with nothing in its answer that tells a folder of this machine.
#[tokio::test]
async fn files_are_told_below_their_root_and_only_where_that_is_allowed() {
    let article = |n: u32, path: &str| {
        let article =
            ArticleBuilder::new(&format!("a{n}")).headline("A heron").body("The heron flew.");
        article
            .outlet("Marsh Times")
            .published("1999-01-02")
            .origin("/home/quillan/clippings", path)
            .build()
    };
    let articles = vec![article(1, "marsh/heron.txt"), article(2, "marsh/later/heron.txt")];
    let served = |show_origin: bool| {
        let engine = Arc::new(MemoryEngine::new(articles.clone()));
        let desk = Desk::new(engine, Arc::new(OutletTable::default()), || Day(20_454));
        app(desk, Config { show_origin, originals: true, ..Config::default() })
    };
    let id = articles[0].id;
    let uris = [
        "/v1/search?q=heron&explain=1".to_string(),
        "/v1/kwic?q=heron".into(),
        "/v1/facets?facets=outlet".into(),
        "/v1/export?q=heron".into(),
        "/v1/export?q=heron&columns=path,line".into(),
        "/v1/export?q=heron&format=jsonl".into(),
        "/v1/export?q=heron&format=jsonl&full=1".into(),
        "/v1/export?q=heron&format=bundle".into(),
        "/search.atom?q=heron".into(),
        "/search?q=heron".into(),
        format!("/articles/{id}?q=heron"),
        format!("/v1/articles/{id}"),
        format!("/v1/articles/{id}/similar"),
        format!("/v1/articles/{id}/cite"),
        "/v1/stats".into(),
        "/v1/outlets".into(),
    ];
    for show_origin in [false, true] {
        let app = served(show_origin);
        let mut told = 0;
        for uri in &uris {
            let answer = ask(&app, "GET", uri, &[], "").await;
            assert!(answer.status == 200 || !show_origin, "{uri}: {answer:?}");
            assert!(!answer.text.contains("quillan"), "{uri}: {}", answer.text);
            told += u32::from(answer.text.contains("marsh/heron.txt"));
        }
        assert_eq!(told, if show_origin { 9 } else { 0 });
        let asking = [
            "/v1/facets?facets=path",
            "/v1/search?q=path:marsh",
            "/v1/export?q=path:marsh",
            "/search.atom?q=path:marsh",
            "/v1/kwic?q=heron+path:marsh",
            "/v1/parse?q=path:marsh",
            "/timeline.csv?q=path:marsh",
            "/v1/timeline?q=NOT+path:marsh",
            "/v1/search?path=marsh",
        ];
        for uri in asking {
            let status = ask(&app, "GET", uri, &[], "").await.status;
            assert_eq!(status, if show_origin { 200 } else { 400 }, "{uri}");
        }
    }
}

/// Has the bytes of everything.
struct Everything;

impl Originals for Everything {
    fn read(&self, _: &Origin, _: &Control) -> Result<Option<Vec<u8>>, EngineError> {
        Ok(Some(b"<script>alert(1)</script>".to_vec()))
    }
}

#[tokio::test]
async fn originals_are_a_download_and_only_where_that_is_allowed() {
    let with = |originals: bool, access: Access| {
        let hosts = vec!["n".to_string()];
        let config = Config { originals, access, hosts, ..Config::default() };
        app(desk().with_originals(Arc::new(Everything)), config)
    };
    let host = [("host", "n"), ("accept", "text/html")];
    let open = with(true, Access::Loopback);
    let found = ask(&open, "GET", "/v1/search?q=the&limit=1", &host, "").await.json();
    let raw = format!("/v1/articles/{}/raw", found["hits"][0]["id"].as_str().expect("an id"));
    let answer = ask(&open, "GET", &raw, &host, "").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/octet-stream"));
    assert!(answer.header("content-disposition").starts_with("attachment"), "{answer:?}");
    assert!(answer.header("content-security-policy").contains("sandbox"), "{answer:?}");
    for closed in [with(true, Access::Public), with(false, Access::Loopback)] {
        let answer = ask(&closed, "GET", &raw, &host, "").await;
        assert_eq!((answer.status, &answer.json()["code"]), (403, &"no-originals".into()));
    }
}
