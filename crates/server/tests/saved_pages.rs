//! Searches kept from a page: who may, by which form, and what is refused.

mod common;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request as Sent, StatusCode};
use common::shelved as desk;
use morgue_article::Day;
use morgue_query::plan::FacetField;
use morgue_query::{Request, SavedSearch};
use morgue_server::{Access, Config};
use tower::ServiceExt;

async fn send(app: &Router, method: Method, uri: &str, body: String) -> (StatusCode, String) {
    let request = Sent::builder().method(method).uri(uri).header("host", "127.0.0.1:8080");
    let request = request
        .header("accept", "text/html")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .expect("a request");
    let response = app.clone().oneshot(request).await.expect("an answer");
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 24).await.expect("a body");
    (status, String::from_utf8(bytes.to_vec()).expect("text"))
}

async fn get(app: &Router, uri: &str) -> (StatusCode, String) {
    send(app, Method::GET, uri, String::new()).await
}

/// What the forms of a page carry.
fn token(html: &str) -> String {
    let rest = html.split("name=\"form\" value=\"").nth(1).expect("a form");
    rest.split('"').next().expect("a value").to_string()
}

#[tokio::test]
async fn a_search_is_kept_by_a_form_of_ours_and_taken_away_by_one() {
    let (app, shelf) = desk(Config::default());
    let (status, form) = get(&app, "/saved/new?q=merger&outlet=vale-business-daily").await;
    assert_eq!(status, 200, "{form}");
    assert!(form.contains("It finds ") && form.contains("in the last 30 days"), "{form}");
    let form = token(&form);
    let body = format!("name=mergers&q=merger&outlet=vale-business-daily&form={form}");
    assert_eq!(send(&app, Method::POST, "/saved", body.clone()).await.0, 303);
    {
        let shelf = shelf.0.lock().expect("nobody panicked");
        assert_eq!((shelf.len(), shelf[0].0.request.keep.len()), (1, 1));
        assert!(shelf[0].1 > 0, "what it found is told");
    }
    let (_, list) = get(&app, "/saved").await;
    assert!(list.contains(">mergers</a>") && list.contains("/search.atom?q=merger"), "{list}");
    assert!(list.contains("in the last 30 days</p>"), "{list}");
    // Sent twice it is kept once; another search needs another name.
    assert_eq!(send(&app, Method::POST, "/saved", body.clone()).await.0, 303);
    let other = body.replace("q=merger", "q=takeover");
    let (status, again) = send(&app, Method::POST, "/saved", other).await;
    assert!(status == 400 && again.contains("already"), "{again}");
    let gone = format!("name=mergers&form={form}");
    assert_eq!(send(&app, Method::POST, "/saved/remove", gone.clone()).await.0, 303);
    assert_eq!(send(&app, Method::POST, "/saved/remove", gone).await.0, 404);
}

#[tokio::test]
async fn what_is_sent_by_others_or_cannot_be_kept_is_refused() {
    let (app, shelf) = desk(Config::default());
    let form = token(&get(&app, "/saved/new?q=merger").await.1);
    let cases = [
        ("name=a&q=merger".to_string(), 403),
        ("name=a&q=merger&form=made-up".to_string(), 403),
        (format!("name=..%2Fx&q=merger&form={form}"), 400),
        (format!("name=%3Cscript%3E&q=merger&form={form}"), 400),
        (format!("name=&q=merger&form={form}"), 400),
        (format!("name=a&q=merger+or+takeover&form={form}"), 400),
        (format!("name=a&q=merger&nonsense=1&form={form}"), 400),
        (format!("name=a&q=takeover&form={form}"), 303),
    ];
    for (body, status) in cases {
        let (got, html) = send(&app, Method::POST, "/saved", body.clone()).await;
        assert_eq!(got, status, "{body}: {html}");
        assert!(!html.contains("<script>"), "{html}");
    }
    assert_eq!(shelf.0.lock().expect("nobody panicked").len(), 1);
    let (status, html) = get(&app, "/saved/new?q=merger+or+takeover").await;
    assert_eq!(status, 400);
    assert!(html.contains("It can be saved as it would be read"), "{html}");
}

#[tokio::test]
async fn no_text_of_a_search_becomes_markup() {
    const HOSTILE: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
    let (app, shelf) = desk(Config::default());
    let request = Request {
        q: HOSTILE.into(),
        from: Some(HOSTILE.into()),
        keep: vec![(FacetField::Outlet, HOSTILE.into()), (FacetField::Author, HOSTILE.into())],
        exclude: vec![(FacetField::Lang, HOSTILE.into())],
        ..Request::default()
    };
    let search = SavedSearch { name: "a".parse().expect("a name"), request, created: Day(0) };
    shelf.0.lock().expect("nobody panicked").push((search, 0));
    let coded: String = HOSTILE.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let hostile = |route: &str| {
        format!(
            "{route}q={coded}&outlet={coded}&author={coded}&exclude-section={coded}&name={coded}"
        )
    };
    let form = token(&get(&app, "/saved/new?q=merger").await.1);
    for html in [
        get(&app, "/saved").await.1,
        get(&app, &hostile("/saved/new?")).await.1,
        get(&app, &format!("/saved/new?strict=1&q=%28{coded}&from={coded}")).await.1,
        send(&app, Method::POST, "/saved", hostile(&format!("form={form}&"))).await.1,
        send(&app, Method::POST, "/saved/remove", format!("form={form}&name={coded}")).await.1,
    ] {
        assert!(html.contains("&lt;script&gt;") || html.contains("&#60;script&#62;"), "{html}");
        assert!(!html.contains("<script>") && !html.contains("<img"), "{html}");
    }
}

#[tokio::test]
async fn the_public_reads_and_keeps_nothing() {
    let hosts = vec!["127.0.0.1:8080".to_string()];
    let (app, shelf) = desk(Config { access: Access::Public, hosts, ..Config::default() });
    let (status, html) = get(&app, "/saved/new?q=merger").await;
    assert_eq!(status, 200);
    assert!(!html.contains("<form method=\"post\"") && html.contains("morgue saved add"), "{html}");
    let (status, _) = send(&app, Method::POST, "/saved", "name=a&q=merger".into()).await;
    assert_eq!(status, 403);
    assert!(shelf.0.lock().expect("nobody panicked").is_empty());
    // What the desk watches is its own affair.
    assert_eq!(get(&app, "/saved").await.0, 403);
    assert_eq!(get(&app, "/v1/saved").await.0, 403);
    assert_eq!(get(&app, "/v1/saved/a").await.0, 403);
    assert!(!get(&app, "/").await.1.contains("href=\"/saved\""));
}
