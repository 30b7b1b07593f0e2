//! The document and the routes are the same, in both directions.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use morgue_article::{Day, OutletTable};
use morgue_testkit::{MemoryEngine, corpus};
use serde_json::Value;
use tower::ServiceExt;

use super::{Needs, Operation, document, parameter};
use crate::{Config, Desk, app, routes};

fn served(config: Config) -> Router {
    let engine = Arc::new(MemoryEngine::new(corpus()));
    app(Desk::new(engine, Arc::new(OutletTable::default()), || Day(20_454)), config)
}

async fn ask(app: &Router, method: &str, uri: &str) -> (u16, Value) {
    let request = Request::builder().method(method).uri(uri).header("host", "localhost");
    let answer = app.clone().oneshot(request.body(Body::empty()).expect("a request")).await;
    let answer = answer.expect("an answer");
    let status = answer.status().as_u16();
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 24).await.expect("a body");
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

/// The path with something in place of what it takes.
fn filled(path: &str) -> String {
    let part =
        |part: &str| if part.starts_with('{') { "0a0b0c0d".into() } else { part.to_string() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn is_page(media: &str) -> bool {
    matches!(media, "text/html" | "text/csv")
}

/// Reads only: what changes something is asked for by tests of its own.
fn readable(operations: &[Operation]) -> impl Iterator<Item = &Operation> {
    operations.iter().filter(|operation| operation.method == "get")
}

#[tokio::test]
async fn every_route_is_in_the_served_document_and_answers() {
    let app = served(Config::default());
    let (_, document) = ask(&app, "GET", "/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().expect("paths");
    let told: BTreeSet<(String, String)> = paths
        .iter()
        .flat_map(|(path, methods)| {
            methods
                .as_object()
                .into_iter()
                .flatten()
                .map(|(method, _)| (path.clone(), method.clone()))
        })
        .collect();
    let operations = routes::all();
    let there: BTreeSet<(String, String)> =
        operations.iter().map(|it| (it.path.to_string(), it.method.to_string())).collect();
    assert_eq!(told, there);
    for (path, method) in &told {
        let (status, problem) = ask(&app, &method.to_uppercase(), &filled(path)).await;
        let nothing =
            problem["detail"].as_str().is_some_and(|it| it.starts_with("there is nothing"));
        assert!(status != 405 && !nothing, "{method} {path}: {status} {problem}");
    }
}

/// Routes are made in one place only, or the document could not know them.
#[test]
fn routes_come_from_the_table_alone() {
    let source = include_str!("../app.rs");
    let other = [".route(\"", ".merge(pages", ".nest("];
    assert!(other.iter().all(|it| !source.contains(it)), "add it to `routes::all` instead");
}

#[tokio::test]
async fn a_parameter_is_told_exactly_where_it_is_taken() {
    for show_origin in [false, true] {
        let config = Config { show_origin, ..Config::default() };
        let operations = routes::all();
        let document = document(&operations, &config, "");
        let app = served(config);
        let mut names = BTreeSet::from(["nonsense".to_string(), "path".to_string()]);
        names.extend(operations.iter().flat_map(|it| it.parameters(show_origin)));
        // Pages take what a form or an old address may have, and leave the rest alone.
        let strict = |it: &&Operation| {
            it.needs != Needs::Nothing && it.gives.iter().all(|gives| !is_page(gives.media))
        };
        for operation in readable(&operations).filter(strict) {
            let (path, told) = (operation.path, operation.parameters(show_origin));
            let listed = document["paths"][path]["get"]["parameters"].as_array().expect("a list");
            let listed: Vec<&str> = listed
                .iter()
                .filter(|it| it["in"] == "query")
                .filter_map(|it| it["name"].as_str())
                .collect();
            assert_eq!(listed, told, "{path}");
            for name in &names {
                let (status, problem) =
                    ask(&app, "GET", &format!("{}?{name}=1", filled(path))).await;
                let unknown = status == 400 && problem["code"] == "unknown-parameter";
                assert_eq!(unknown, !told.contains(name), "{path}?{name}: {status} {problem}");
                assert!(unknown || parameter::is_known(path, name), "{path}: say what `{name}` is");
            }
        }
    }
}

#[test]
fn nothing_the_document_refers_to_is_missing() {
    let document = document(&routes::all(), &Config::default(), "/archive");
    let text = document.to_string();
    let mut refs = 0;
    for part in text.split("\"$ref\":\"#").skip(1) {
        let pointer = part.split('"').next().unwrap_or_default();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
        refs += 1;
    }
    assert!(refs > 20, "{refs}");
    assert_eq!(document["servers"][0]["url"], "/archive");
}
