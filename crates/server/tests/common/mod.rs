//! The small corpus as a server without a socket.

#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs of this")]

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use morgue_article::{ArticleId, Day, OutletTable};
use morgue_query::{SavedName, SavedSearch};
use morgue_server::{Config, Desk, Keeping, Kept, Token, app};
use morgue_testkit::{MemoryEngine, corpus};

pub const READ: &str = "a-token-for-reading";
pub const WRITE: &str = "a-token-for-writing";

pub fn token(text: &str) -> Token {
    Token::new(text).expect("long enough")
}

pub fn desk() -> Desk {
    let engine = Arc::new(MemoryEngine::new(corpus()));
    Desk::new(engine, Arc::new(OutletTable::default()), || Day(20_454))
}

pub fn served(config: Config) -> Router {
    app(desk(), config)
}

/// Searches that are kept as long as the test.
#[derive(Default)]
pub struct Shelf(pub Mutex<Vec<(SavedSearch, usize)>>);

impl Keeping for Shelf {
    fn keep(&self, search: &SavedSearch, found: Vec<ArticleId>) -> Result<Kept, String> {
        let mut shelf = self.0.lock().expect("nobody panicked");
        if let Some((known, _)) = shelf.iter().find(|(known, _)| known.name == search.name) {
            let same = known.request.params() == search.request.params();
            return Ok(if same { Kept::Already } else { Kept::NameTaken });
        }
        shelf.push((search.clone(), found.len()));
        Ok(Kept::Yes)
    }

    fn remove(&self, name: &SavedName) -> Result<bool, String> {
        let mut shelf = self.0.lock().expect("nobody panicked");
        let before = shelf.len();
        shelf.retain(|(known, _)| known.name != *name);
        Ok(shelf.len() < before)
    }
}

/// A server that keeps searches on a shelf.
pub fn shelved(config: Config) -> (Router, Arc<Shelf>) {
    let shelf = Arc::new(Shelf::default());
    let all = Arc::clone(&shelf);
    let list = move || {
        let shelf = all.0.lock().expect("nobody panicked");
        Ok(shelf.iter().map(|(search, _)| search.clone()).collect())
    };
    let keeping = Arc::clone(&shelf) as Arc<dyn Keeping>;
    (app(desk().with_saved(Arc::new(list)).with_keeping(keeping), config), shelf)
}

/// An answer as a test looks at it.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// The cookie that a browser would send back.
    pub fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap_or_default().to_string()
    }
}

/// Asks as a program or a browser would.
pub async fn ask(
    app: &Router,
    method: &str,
    uri: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let mut request = Request::builder().method(method).uri(uri);
    if headers.iter().all(|(name, _)| *name != "host") {
        request = request.header("host", "127.0.0.1:8080");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body.to_string())).expect("a request");
    let answer = tower::ServiceExt::oneshot(app.clone(), request).await.expect("an answer");
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 26).await.expect("a body");
    Answer { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
}
