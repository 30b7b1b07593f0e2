//! Who asks, and what they may do: a token in a header, a session in a cookie, or nobody known.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq;

use crate::app::State as App;
use crate::config::{Access, Config};
use crate::net::Peer;
use crate::pages;
use crate::problem::Problem;

/// Whoever asks. Handlers take it as `Extension<Who>`.
#[derive(Debug, Clone)]
pub(crate) struct Who {
    /// What the forms on a page for them carry in a field `form`.
    pub(crate) form_token: String,
    /// Whether they may put articles in.
    pub(crate) may_write: bool,
    /// Whether they may change what is kept: saved searches.
    pub(crate) may_keep: bool,
    /// Where they ask from.
    pub(crate) from: IpAddr,
    /// Whether a header said so, which no page elsewhere can set.
    by_header: bool,
}

impl Who {
    /// Whether a form was made for them: to be asked before anything is changed.
    ///
    /// # Errors
    /// It was not: another site may have sent it.
    pub(crate) fn check_form(&self, offered: Option<&str>) -> Result<(), Problem> {
        let offered = offered.unwrap_or_default().as_bytes();
        if self.by_header || self.form_token.as_bytes().ct_eq(offered).into() {
            return Ok(());
        }
        let detail = "this form is not one of yours, or too old: load the page again";
        Err(Problem::new(StatusCode::FORBIDDEN, "form", detail))
    }
}

/// Routes that need the right to read.
pub(crate) async fn reading(
    State(app): State<Arc<App>>,
    mut request: Request,
    next: Next,
) -> Response {
    let who = match who(&app, &request) {
        Ok(who) => who,
        Err(_) if wants_page(&request) => return to_login(&app, &request).into_response(),
        Err(problem) if request.uri().path() == "/search.atom" => {
            // What reads feeds asks for a name and a password when it is told to.
            let mut response = challenge(problem);
            let basic = HeaderValue::from_static("Basic realm=\"morgue\", charset=\"UTF-8\"");
            if response.status() == StatusCode::UNAUTHORIZED {
                response.headers_mut().append(header::WWW_AUTHENTICATE, basic);
            }
            return response;
        }
        Err(problem) => return challenge(problem),
    };
    if let Some(asked) = &app.asked
        && let Err(seconds) = asked.take(who.from, Instant::now())
    {
        return Problem::too_often(seconds).into_response();
    }
    request.extensions_mut().insert(who);
    next.run(request).await
}

/// Routes that change what is kept. A cookie is not enough here: programs send no form of ours.
pub(crate) async fn keeping(
    State(app): State<Arc<App>>,
    mut request: Request,
    next: Next,
) -> Response {
    if app.config.write.is_none() && !matches!(app.config.access, Access::Token(_)) {
        let detail = "this needs a token, and this server has none: its owner can set one";
        return Problem::new(StatusCode::FORBIDDEN, "only-reads", detail).into_response();
    }
    match who(&app, &request) {
        Ok(who) if who.may_keep && who.by_header => {
            request.extensions_mut().insert(who);
            next.run(request).await
        }
        Err(problem) if problem.status() == StatusCode::TOO_MANY_REQUESTS => challenge(problem),
        _ => challenge(Problem::token("a token")),
    }
}

/// Routes that need the right to put articles in. A cookie is not enough: it would be sent along
/// whoever made the request.
pub(crate) async fn writing(
    State(app): State<Arc<App>>,
    mut request: Request,
    next: Next,
) -> Response {
    if app.config.write.is_none() {
        let detail = "this server only reads: its owner can set a token for writing";
        return Problem::new(StatusCode::FORBIDDEN, "only-reads", detail).into_response();
    }
    match who(&app, &request) {
        Ok(who) if who.may_write && who.by_header => {
            request.extensions_mut().insert(who);
            next.run(request).await
        }
        Err(problem) if problem.status() == StatusCode::TOO_MANY_REQUESTS => challenge(problem),
        _ => challenge(Problem::token("the token for writing")),
    }
}

fn who(app: &App, request: &Request) -> Result<Who, Problem> {
    let (config, headers) = (&app.config, request.headers());
    let read = match &config.access {
        Access::Token(token) => Some(token),
        Access::Loopback | Access::Public => None,
    };
    let nobody = Who {
        form_token: app.form_token.clone(),
        may_write: false,
        may_keep: matches!(config.access, Access::Loopback),
        from: peer(config, request),
        by_header: false,
    };
    if let (Some(offered), Some(_)) = (basic(headers), read) {
        // What reads feeds knows no other way. Browsers may send it along to anything: it only reads.
        if app.check_token(&offered, peer(config, request))?.is_some() {
            return Ok(nobody);
        }
    } else if let Some(offered) =
        bearer(headers).filter(|_| read.or(config.write.as_ref()).is_some())
    {
        let may_write = app.check_token(offered, peer(config, request))?;
        if let Some(may_write) = may_write {
            return Ok(Who { may_write, may_keep: true, by_header: true, ..nobody });
        }
    } else if let Some(session) = app.sessions.of(headers) {
        let may_keep = nobody.may_keep || read.is_some() || session.may_write;
        let (form_token, may_write) = (session.form_token, session.may_write);
        return Ok(Who { form_token, may_write, may_keep, ..nobody });
    }
    match read {
        None => Ok(nobody),
        Some(_) => Err(Problem::token("a token")),
    }
}

impl App {
    /// Whether a token lets in, and then whether it lets write. Who tries too many wrong ones is
    /// not told any more.
    ///
    /// # Errors
    /// Too many were tried from this address.
    pub(crate) fn check_token(&self, offered: &str, from: IpAddr) -> Result<Option<bool>, Problem> {
        let now = Instant::now();
        self.failed.check(from, now).map_err(Problem::too_often)?;
        // Both are compared, so that the time does not tell which one it was.
        let writes = self.config.write.as_ref().is_some_and(|token| token.is(offered));
        let reads = matches!(&self.config.access, Access::Token(token) if token.is(offered));
        if writes || reads {
            return Ok(Some(writes));
        }
        tracing::warn!(%from, "a wrong token");
        let _ = self.failed.take(from, now);
        Ok(None)
    }
}

/// The address behind a request. Behind a proxy on this machine it is what that proxy added last.
pub(crate) fn peer(config: &Config, request: &Request) -> IpAddr {
    let peer = request.extensions().get::<Peer>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0);
    if config.public_url.is_none() || !peer.is_loopback() {
        return peer;
    }
    let added = request.headers().get_all("x-forwarded-for").iter().next_back();
    let added = added.and_then(|line| line.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    added.unwrap_or(peer)
}

/// The password of HTTP's own kind of login, whatever the name.
fn basic(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, pair) = value.split_once(' ')?;
    let pair = Some(pair.trim()).filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    let pair = String::from_utf8(STANDARD.decode(pair).ok()?).ok()?;
    pair.split_once(':').map(|(_, password)| password.to_string())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Whether a person waits for a page.
fn wants_page(request: &Request) -> bool {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    reads && !request.uri().path().starts_with("/v1/") && pages::wants_page(request.headers())
}

fn to_login(app: &App, request: &Request) -> Redirect {
    let uri = request.uri();
    let asked = uri.path_and_query().map_or("/", |asked| asked.as_str());
    let next: String = form_urlencoded::byte_serialize(asked.as_bytes()).collect();
    Redirect::to(&app.links.to(&format!("/login?next={next}")))
}

/// Says how to be let in.
fn challenge(problem: Problem) -> Response {
    let unknown = problem.status() == StatusCode::UNAUTHORIZED;
    let mut response = problem.into_response();
    if unknown {
        let value = HeaderValue::from_static("Bearer realm=\"morgue\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, value);
    }
    response
}
