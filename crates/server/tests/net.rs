//! Clients that are slow, loud or gone: nothing breaks, and others are served.

mod common;

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use common::{WRITE, desk, token};
use morgue_server::{Config, serve};
use tokio::runtime::Runtime;

/// A server on a port of its own, with little patience.
fn start() -> (SocketAddr, Runtime) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a port");
    let address = listener.local_addr().expect("an address");
    let patience = Duration::from_millis(700);
    let config = Config { patience, write: Some(token(WRITE)), ..Config::default() };
    runtime.spawn(serve(listener, desk(), config, std::future::pending()));
    (address, runtime)
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
    stream
}

/// All that comes until the server ends it.
fn rest(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Sends what is given, and gives what comes back.
fn send(address: SocketAddr, text: &[u8]) -> String {
    let mut stream = connect(address);
    // The server may have said no before all is sent.
    let _ = stream.write_all(text);
    rest(stream)
}

const GOOD: &str = "GET /v1/stats HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

fn is_served(address: SocketAddr) {
    let start = Instant::now();
    let answer = send(address, GOOD.as_bytes());
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
}

#[test]
fn loud_clients_are_told_no() {
    let (address, _runtime) = start();
    let flood: String = (0..500).map(|n| format!("x-flood-{n}: {n}\r\n")).collect();
    let huge = "x".repeat(100_000);
    let cases = [
        (format!("GET / HTTP/1.1\r\nhost: localhost\r\n{flood}\r\n"), "431"),
        (format!("GET / HTTP/1.1\r\nhost: localhost\r\nx: {huge}\r\n\r\n"), "4"),
        (format!("GET /v1/search?q={huge} HTTP/1.1\r\nhost: localhost\r\n\r\n"), "4"),
        ("GET / HTTP/1.1\r\n\r\n".to_string(), "4"),
        ("nonsense\r\n\r\n".to_string(), "400"),
        ("GET /v1/articles/..%2f..%2fetc%2fpasswd HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n".to_string(), "404"),
        ("GET /../../etc/passwd HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n".to_string(), "404"),
        ("GET /v1/search?cursor=e30&q=a HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n".to_string(), "400"),
        (format!("POST /v1/ingest HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {WRITE}\r\ncontent-length: 1073741824\r\nconnection: close\r\n\r\n"), "4"),
    ];
    for (text, status) in cases {
        let answer = send(address, text.as_bytes());
        let short: String = text.chars().take(80).collect();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{short}: {answer}");
        is_served(address);
    }
}

#[test]
fn a_body_nobody_asked_for_is_not_read_to_its_end() {
    let (address, _runtime) = start();
    let mut stream = connect(address);
    let head = "POST /login HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1073741824\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("a head");
    let (piece, mut sent) = (vec![b'x'; 1 << 16], 0usize);
    while sent < 1 << 30 && stream.write_all(&piece).is_ok() {
        sent += piece.len();
    }
    assert!(sent < 100 << 20, "{sent} bytes were taken");
    is_served(address);
}

#[test]
fn slow_clients_and_half_closed_ones_are_given_up() {
    let (address, _runtime) = start();
    let start = Instant::now();
    let mut slow = connect(address);
    slow.write_all(b"GET / HTTP/1.1\r\nhost: local").expect("a beginning");
    let mut half = connect(address);
    half.write_all(b"GET / HT").expect("a beginning");
    half.shutdown(Shutdown::Write).expect("it shuts");
    let idle = connect(address);
    is_served(address);
    for stream in [slow, half, idle] {
        let _ = rest(stream);
    }
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    is_served(address);
}

#[test]
fn many_idle_connections_keep_nobody_out() {
    let (address, _runtime) = start();
    let idle: Vec<TcpStream> = (0..300).map(|_| connect(address)).collect();
    is_served(address);
    drop(idle);
}
