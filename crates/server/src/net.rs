//! Connections: as many as there is room for, each with a time for its head, its body and for
//! taking what it asked for.

mod patient;

use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;

use self::patient::Patient;
use crate::app::{Desk, app};
use crate::config::Config;

/// How long a client may leave what it asked for untaken.
const STALL: Duration = Duration::from_secs(30);
/// Lines of a head, and bytes of all of them.
const HEADERS: usize = 64;
const HEAD_BYTES: usize = 32 << 10;
/// How long is waited where the system has no room for a connection.
const NO_ROOM: Duration = Duration::from_millis(100);
/// How long answers that are under way may take once the server is to end.
const GRACE: Duration = Duration::from_secs(20);

/// The address a request came from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Serves until `end` comes, then takes no more connections and finishes what is being answered.
///
/// # Errors
/// None at present: a connection that fails is its own affair.
pub async fn serve(
    listener: TcpListener,
    desk: Desk,
    config: Config,
    end: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let room = Arc::new(Semaphore::new(config.connections.max(1)));
    let patience = config.patience;
    let service = app(desk, config);
    let graceful = GracefulShutdown::new();
    let mut end = pin!(end);
    loop {
        // Room first: who comes when there is none waits with the system.
        let place = tokio::select! {
            place = Arc::clone(&room).acquire_owned() => place,
            () = &mut end => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut end => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let answers = Answers { peer: peer.ip(), service: service.clone() };
                let connection = graceful.watch(connection(stream, patience, answers));
                tokio::spawn(async move {
                    // Why one ends is for nobody to know: a client went, or was too slow.
                    let _ = connection.await;
                    drop(place);
                });
            }
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no room for a connection");
                tokio::time::sleep(NO_ROOM).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(GRACE, graceful.shutdown()).await.is_err() {
        tracing::warn!("ended with answers under way");
    }
    Ok(())
}

type Connection = http1::Connection<TokioIo<Patient<TcpStream>>, Answers>;

fn connection(stream: TcpStream, patience: Duration, answers: Answers) -> Connection {
    // Answers are written whole: waiting for more would only hold back their end.
    let _ = stream.set_nodelay(true);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_headers(HEADERS)
        .max_buf_size(HEAD_BYTES);
    http.serve_connection(TokioIo::new(Patient::new(stream, STALL)), answers)
}

/// The routes as a connection asks them.
struct Answers {
    peer: IpAddr,
    service: Router,
}

impl hyper::service::Service<hyper::Request<Incoming>> for Answers {
    type Response = axum::response::Response;
    type Error = std::convert::Infallible;
    type Future = tower::util::Oneshot<Router, Request>;

    fn call(&self, request: hyper::Request<Incoming>) -> Self::Future {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(self.peer));
        self.service.clone().oneshot(request)
    }
}

fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
