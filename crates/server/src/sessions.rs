//! Who is logged in: random names in a table of known length. They end by time, by logging out and
//! with the server; nothing about them is written anywhere.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use subtle::ConstantTimeEq;

use crate::links::Links;
use crate::problem::Problem;

/// The cookie's name.
const COOKIE: &str = "morgue";
/// How long one is logged in.
const LASTS: Duration = Duration::from_secs(12 * 3600);
/// How many are, at most; the oldest go first.
const MOST: usize = 1000;

/// Somebody who is logged in.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    id: String,
    /// What forms of this session carry.
    pub(crate) form_token: String,
    /// Whether it was opened with the token for writing.
    pub(crate) may_write: bool,
    until: Instant,
}

/// The table.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<Vec<Session>>);

impl Sessions {
    /// Opens one.
    ///
    /// # Errors
    /// The system has no randomness to give.
    pub(crate) fn open(&self, may_write: bool) -> Result<Session, Problem> {
        let until = Instant::now() + LASTS;
        let session = Session { id: secret()?, form_token: secret()?, may_write, until };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let more = (all.len() + 1).saturating_sub(MOST);
        all.drain(..more);
        all.push(session.clone());
        Ok(session)
    }

    /// The one whose cookie this request carries.
    pub(crate) fn of(&self, headers: &HeaderMap) -> Option<Session> {
        let id = cookie(headers)?;
        let now = Instant::now();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|session| session.until > now);
        all.iter().find(|session| session.is(id)).cloned()
    }

    /// Ends the one whose cookie this request carries.
    pub(crate) fn close(&self, headers: &HeaderMap) {
        if let Some(id) = cookie(headers) {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.retain(|session| !session.is(id));
        }
    }
}

impl Session {
    fn is(&self, id: &str) -> bool {
        self.id.as_bytes().ct_eq(id.as_bytes()).into()
    }

    /// What makes a browser send it back: to this server's own pages only, never to a script.
    pub(crate) fn cookie(&self, links: &Links) -> HeaderValue {
        set_cookie(&self.id, LASTS.as_secs(), links)
    }
}

/// What makes a browser forget it.
pub(crate) fn no_cookie(links: &Links) -> HeaderValue {
    set_cookie("", 0, links)
}

fn set_cookie(value: &str, seconds: u64, links: &Links) -> HeaderValue {
    let path = if links.base().is_empty() { "/" } else { links.base() };
    let secure = if links.is_https() { "; Secure" } else { "" };
    let text = format!(
        "{COOKIE}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
    );
    HeaderValue::from_str(&text).expect("a base path is plain letters, the rest is ours")
}

/// The value of our cookie, where a request has exactly one: a second may be from another site of
/// the same domain.
fn cookie(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs =
        lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut ours = pairs.filter(|(name, _)| *name == COOKIE).map(|(_, value)| value);
    let one = ours.next().filter(|value| !value.is_empty())?;
    ours.next().is_none().then_some(one)
}

/// 128 random bits as text.
///
/// # Errors
/// The system has none to give.
pub(crate) fn secret() -> Result<String, Problem> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        tracing::error!(%error, "the system has no random numbers");
        let detail = "this server cannot make secrets now: its owner's log says why";
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "defect", detail)
    })?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(cookie: &str) -> HeaderMap {
        let value = HeaderValue::from_str(cookie).expect("a header");
        HeaderMap::from_iter([(header::COOKIE, value)])
    }

    #[test]
    fn a_session_is_found_by_its_cookie_until_it_is_closed() {
        let sessions = Sessions::default();
        let session = sessions.open(true).expect("randomness");
        assert_eq!(session.id.len(), 32);
        let headers = with(&format!("a=b; morgue={}", session.id));
        assert!(sessions.of(&headers).is_some_and(|it| it.may_write));
        for other in ["morgue=", "morgue=0", "other=1", "", &format!("xmorgue={}", session.id)] {
            assert!(sessions.of(&with(other)).is_none(), "{other}");
        }
        let twice = with(&format!("morgue={0}; morgue={0}", session.id));
        assert!(sessions.of(&twice).is_none());
        sessions.close(&headers);
        assert!(sessions.of(&headers).is_none());
    }

    #[test]
    fn there_are_never_more_than_a_thousand() {
        let sessions = Sessions::default();
        let first = sessions.open(false).expect("randomness");
        for _ in 0..MOST {
            sessions.open(false).expect("randomness");
        }
        assert!(sessions.of(&with(&format!("morgue={}", first.id))).is_none());
        assert_eq!(sessions.0.lock().expect("nobody panicked").len(), MOST);
    }
}
