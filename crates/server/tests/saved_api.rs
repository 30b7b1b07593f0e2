//! Saved searches as programs keep them: who may, what is refused, what a second try does.

mod common;

use common::{READ, WRITE, ask, shelved, token};
use morgue_server::{Access, Config};
use serde_json::{Value, json};

fn behind_a_token() -> Config {
    Config { access: Access::Token(token(READ)), ..Config::default() }
}

async fn send(app: &axum::Router, body: &Value) -> common::Answer {
    let known = format!("Bearer {READ}");
    let headers = [("authorization", known.as_str()), ("content-type", "application/json")];
    ask(app, "POST", "/v1/saved", &headers, &body.to_string()).await
}

#[tokio::test]
async fn a_search_is_kept_once_shown_and_taken_away() {
    let (app, shelf) = shelved(behind_a_token());
    let known = format!("Bearer {READ}");
    let known = [("authorization", known.as_str())];
    let mergers =
        json!({"name": "mergers", "q": "merger", "filters": {"outlet": ["vale-business-daily"]}});
    let kept = send(&app, &mergers).await;
    assert_eq!((kept.status, kept.header("location")), (201, "/v1/saved/mergers"), "{kept:?}");
    let body = kept.json();
    assert_eq!(
        (&body["name"], &body["q"], &body["created"]),
        (&json!("mergers"), &json!("merger"), &json!("2026-01-01"))
    );
    assert_eq!(body["filters"], json!({"outlet": ["vale-business-daily"]}));
    assert_eq!(
        body["feed"],
        "http://127.0.0.1:8080/search.atom?q=merger&outlet=vale-business-daily"
    );
    let finds = &body["finds"];
    assert!(
        finds["total"].as_u64() > Some(0) && finds["query"]["interpreted"] == "merger",
        "{body}"
    );
    let days = finds["by_day"].as_array().expect("days");
    assert_eq!((days.len(), &days[29]["last"]), (30, &json!("2026-01-01")));
    // Sending it again, as it was or as a list gives it, changes nothing.
    let list = ask(&app, "GET", "/v1/saved", &known, "").await.json();
    for again in [&mergers, &list["saved"][0]] {
        let again = send(&app, again).await;
        assert_eq!((again.status, again.header("location")), (200, ""), "{again:?}");
    }
    assert_eq!(shelf.0.lock().expect("nobody panicked").len(), 1);
    let other = send(&app, &json!({"name": "mergers", "q": "takeover"})).await;
    assert_eq!((other.status, &other.json()["code"]), (409, &json!("name-taken")));
    let shown = ask(&app, "GET", "/v1/saved/mergers", &known, "").await.json();
    assert_eq!((&shown["finds"], &shown["feed"]), (&body["finds"], &body["feed"]));
    for (status, left) in [(204, ""), (404, "not-found")] {
        let gone = ask(&app, "DELETE", "/v1/saved/mergers", &known, "").await;
        assert_eq!(gone.status, status);
        assert_eq!(gone.json()["code"].as_str().unwrap_or_default(), left);
    }
    assert_eq!(ask(&app, "GET", "/v1/saved/mergers", &known, "").await.status, 404);
}

#[tokio::test]
async fn what_is_not_what_it_seems_is_refused_with_what_would_do() {
    let (app, shelf) = shelved(behind_a_token());
    let repaired = send(&app, &json!({"name": "a", "q": "merger or takeover"})).await;
    assert_eq!(repaired.status, 400, "{repaired:?}");
    assert_eq!(repaired.json()["suggestion"], "merger Or takeover");
    assert!(repaired.json()["position"].is_u64(), "{repaired:?}");
    let cases = [
        (json!({"name": "a", "q": "merger(("}), "", None),
        (json!({"name": "../x", "q": "merger"}), "parameter", None),
        (json!({"name": "<script>", "q": "merger"}), "parameter", None),
        (json!({"q": "merger"}), "body", None),
        (json!({"name": "a", "filter": {}}), "body", None),
        (json!({"name": "a", "q": 7}), "body", None),
        (json!("a"), "body", None),
        (json!({"name": "a", "filters": {"outlte": ["x"]}}), "unknown-parameter", Some("outlet")),
        (json!({"name": "a", "filters": {"sort": ["newest"]}}), "unknown-parameter", None),
        (json!({"name": "a", "filters": {"path": ["/etc"]}}), "unknown-parameter", None),
        (json!({"name": "a", "q": "x", "filters": {"q": ["y"]}}), "parameter", None),
        (json!({"name": "a", "filters": {"from": ["never"]}}), "", None),
    ];
    for (body, code, suggestion) in cases {
        let answer = send(&app, &body).await;
        let problem = answer.json();
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (400, "application/problem+json"),
            "{body}"
        );
        assert!(code.is_empty() || problem["code"] == code, "{body}: {problem}");
        assert!(suggestion.is_none_or(|it| problem["suggestion"] == it), "{body}: {problem}");
    }
    let long = send(&app, &json!({"name": "a", "q": "x".repeat(300_000)})).await;
    assert_eq!((long.status, &long.json()["code"]), (413, &json!("too-large")));
    assert!(shelf.0.lock().expect("nobody panicked").is_empty());
}

#[tokio::test]
async fn only_a_token_in_a_header_changes_what_is_kept() {
    let (app, shelf) = shelved(behind_a_token());
    let body = json!({"name": "a", "q": "merger"}).to_string();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let login = ask(&app, "POST", "/login", &form, &format!("token={READ}")).await;
    let cookie = login.cookie();
    let known = format!("Bearer {READ}");
    let cases: [(&[(&str, &str)], u16); 4] = [
        (&[], 401),
        (&[("authorization", "Bearer made-up-by-someone")], 401),
        // The browser sends it along, whoever made the request.
        (&[("cookie", cookie.as_str())], 401),
        (&[("authorization", known.as_str()), ("origin", "https://evil.example")], 403),
    ];
    for (headers, status) in cases {
        for (method, uri) in [("POST", "/v1/saved"), ("DELETE", "/v1/saved/a")] {
            let answer = ask(&app, method, uri, headers, &body).await;
            assert_eq!(answer.status, status, "{method} {headers:?}");
        }
    }
    assert!(shelf.0.lock().expect("nobody panicked").is_empty());
    // Where nobody has a token nobody can show one; with one for writing its holder may.
    let (open, _) = shelved(Config::default());
    let refused = ask(&open, "POST", "/v1/saved", &[], &body).await;
    assert_eq!((refused.status, &refused.json()["code"]), (403, &json!("only-reads")));
    let hosts = vec!["127.0.0.1:8080".to_string()];
    let write = Some(token(WRITE));
    let (public, _) = shelved(Config { access: Access::Public, write, hosts, ..Config::default() });
    assert_eq!(ask(&public, "POST", "/v1/saved", &[], &body).await.status, 401);
    let known = format!("Bearer {WRITE}");
    let kept = ask(&public, "POST", "/v1/saved", &[("authorization", &known)], &body).await;
    assert_eq!(kept.status, 201, "{kept:?}");
}
