//! The edge as strangers meet it: raw bytes over a real socket, and the exact answers due.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::UnixTime;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::media::Media;
use super::{Clock, Limits, Tally, Terms, body, listen, media, serve};
use crate::problem::Problem;

mod bodies;
mod framing;
mod heads;
mod served;
mod stopping;
mod streams;
mod timing;

/// A small server on loopback.
struct World {
    address: SocketAddr,
    tally: Arc<Tally>,
    stop: oneshot::Sender<()>,
    served: JoinHandle<usize>,
}

/// One answer as it came over the wire.
#[derive(Debug)]
struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

// === impl World ===

impl World {
    async fn open() -> Self {
        Self::with(Limits::default()).await
    }

    async fn with(limits: Limits) -> Self {
        let listener = listen(([127, 0, 0, 1], 0).into()).unwrap();
        let address = listener.local_addr().unwrap();
        let terms = Terms { limits, spares: |_, path| path == "/spared", ..terms() };
        let tally = Arc::clone(&terms.tally);
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(serve(listener, app(), terms, async { stopped.await.unwrap_or_default() }));
        Self { address, tally, stop, served }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends these bytes and gives back every answer up to the end of the connection.
    async fn ask(&self, request: &[u8]) -> Vec<Reply> {
        let mut stream = self.connect().await;
        stream.write_all(request).await.unwrap();
        replies(&read_to_end(&mut stream).await)
    }

    /// As `ask`, and says that nothing more will come.
    async fn ask_and_finish(&self, request: &[u8]) -> Vec<Reply> {
        let mut stream = self.connect().await;
        stream.write_all(request).await.unwrap();
        stream.shutdown().await.unwrap();
        replies(&read_to_end(&mut stream).await)
    }
}

// === impl Reply ===

impl Reply {
    fn code(&self) -> String {
        let document: serde_json::Value = serde_json::from_slice(&self.body).unwrap_or_default();
        document["code"].as_str().unwrap_or_default().to_owned()
    }

    fn field(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }

    /// A whole problem document with this status and code, after which the connection ends.
    fn assert_refusal(&self, name: &str, status: u16, code: &str) {
        assert_eq!((self.status, self.code().as_str()), (status, code), "{name}: {self:?}");
        assert_eq!(self.field("content-type"), Some("application/problem+json"), "{name}");
        assert_eq!(self.field("connection"), Some("close"), "{name}");
        assert!(self.field("date").is_some(), "{name}");
    }
}

async fn read_to_end(stream: &mut TcpStream) -> Vec<u8> {
    let mut received = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut received)).await.expect("the connection stays open").unwrap();
    received
}

/// Takes apart a stream of answers, interim ones included.
fn replies(mut received: &[u8]) -> Vec<Reply> {
    let mut replies = Vec::new();
    while !received.is_empty() {
        let end = received.windows(4).position(|window| window == b"\r\n\r\n").expect("a whole head") + 4;
        let head = String::from_utf8(received[..end].to_vec()).unwrap();
        let status = head[9..12].parse().unwrap();
        let mut reply = Reply { status, head, body: Vec::new() };
        let length = reply.field("content-length").map_or(0, |length| length.parse().unwrap());
        reply.body = received[end..end + length].to_vec();
        received = &received[end + length..];
        replies.push(reply);
    }
    replies
}

fn terms() -> Terms {
    Terms::new(Clock { steady: tokio::time::Instant::now, wall: || UnixTime(0) })
}

fn app() -> Router {
    Router::new()
        .route("/", get(async || "ok").options(async || "ok"))
        .route("/echo", post(echo))
        .route("/agent", get(async |request: Request| request.headers()["user-agent"].as_bytes().to_vec()))
        .route("/peer", get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()))
        .route("/unread", post(async || "not read"))
        .route("/spared", get(async || "spared"))
        .route("/panic", get(panics))
        .route("/large", get(async || vec![b'x'; LARGE_BYTES]))
        .route(
            "/slow",
            get(async || {
                tokio::time::sleep(SLOW).await;
                "slow"
            }),
        )
}

async fn echo(request: Request) -> Response {
    let (parts, sent) = request.into_parts();
    let read: Result<Bytes, Problem> = async {
        media::check_accepted(&parts.headers, "application/json")?;
        media::sent(&parts.headers, &[Media::Json])?;
        body::read(&parts.headers, sent, ECHO_BYTES_MAX).await
    }
    .await;
    read.map_or_else(IntoResponse::into_response, |bytes| Body::from(bytes).into_response())
}

async fn panics() -> &'static str {
    panic!("a handler that fails")
}

/// A request without a body, with these further lines.
fn get_with(lines: &str) -> Vec<u8> {
    format!("GET / HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n").into_bytes()
}

/// A request to the echo with these further lines and this after the head.
fn post_with(lines: &str, rest: &[u8]) -> Vec<u8> {
    let head = format!("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{lines}\r\n");
    [head.as_bytes(), rest].concat()
}

fn line(line: &str) -> Vec<u8> {
    format!("{line}\r\nHost: localhost\r\n\r\n").into_bytes()
}

fn raw(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

/// Each of these requests gets this one answer, and then the end.
async fn check_refused(cases: &[(&str, Vec<u8>)], status: u16, code: &str) {
    let world = World::open().await;
    for (name, request) in cases {
        let replies = world.ask(request).await;
        assert_eq!(replies.len(), 1, "{name}: {replies:?}");
        replies[0].assert_refusal(name, status, code);
    }
}

/// Short enough for a test, long enough for a busy machine.
fn short_limits() -> Limits {
    let short = Duration::from_millis(400);
    Limits {
        head_max: short,
        body_stall_max: short,
        body_max: 3 * short,
        idle_max: 2 * short,
        rate_window: short,
        linger_max: short / 4,
        drain_grace: short / 2,
        drain_max: 5 * short,
        ..Limits::default()
    }
}

const PATIENCE: Duration = Duration::from_secs(8);
const SLOW: Duration = Duration::from_millis(500);
const ECHO_BYTES_MAX: usize = 64 * 1024;
const LARGE_BYTES: usize = 32 * 1024 * 1024;
