//! What is served: good requests of every shape, one by one, in pieces, and sent ahead.

use std::sync::atomic::Ordering;

use super::*;

#[tokio::test]
async fn good_requests_of_many_shapes_are_served() {
    let address = "GET http://LOCALHOST:1/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let no_path = "GET http://localhost?a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let long = format!("GET /?{} HTTP/1.1\r\nConnection: close", "a".repeat(8_190));
    let cases = [
        ("plain", get_with(CLOSE)),
        ("http/1.0", raw("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")),
        ("our address", raw(address)),
        ("our address without a path", raw(no_path)),
        ("one empty line first", [b"\r\n".to_vec(), get_with(CLOSE)].concat()),
        ("64 fields", get_with(&format!("{CLOSE}{}", "X: 1\r\n".repeat(62)))),
        ("8 KB of target", line(&long)),
        ("letters beyond ascii", get_with(&format!("X: \u{e4}\r\n{CLOSE}"))),
        ("nothing in a value", get_with("X:\r\nY: \t \r\nConnection:close\r\n")),
        ("length of nothing", get_with(&format!("Content-Length: 0\r\n{CLOSE}"))),
    ];
    check_served(&cases, "ok").await;
    let chunks = b"1\r\n{\r\n01;a=\"b\"\r\n}\r\n0\r\nT: u\r\n\r\n";
    let cases = [
        ("length", post_with(&format!("Content-Length: 2\r\n{CLOSE}"), b"{}")),
        ("length with zeros", post_with(&format!("Content-Length: 0002\r\n{CLOSE}"), b"{}")),
        ("chunks", post_with(&format!("Transfer-Encoding: Chunked\r\n{CLOSE}"), chunks)),
        ("accept", post_with(&format!("Content-Length: 2\r\nAccept: */*\r\n{CLOSE}"), b"{}")),
    ];
    check_served(&cases, "{}").await;
}

async fn check_served(cases: &[(&str, Vec<u8>)], body: &str) {
    let world = World::open().await;
    for (name, request) in cases {
        let replies = world.ask(request).await;
        assert_eq!(replies.len(), 1, "{name}: {replies:?}");
        let answer = String::from_utf8_lossy(&replies[0].body);
        assert_eq!((replies[0].status, answer.as_ref()), (200, body), "{name}");
    }
    assert_eq!(world.tally.messages_refused.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn an_agent_with_escapes_is_served_and_reaches_nobody_with_them() {
    let agent = format!("a\x1b[31m b{}", "x".repeat(8_000));
    let lines = format!("Host: localhost\r\nReferer: \x07\r\nUser-Agent: {agent}\r\n{CLOSE}");
    let request = format!("GET /agent HTTP/1.1\r\n{lines}\r\n");
    let replies = World::open().await.ask(request.as_bytes()).await;
    assert_eq!(replies[0].status, 200);
    assert_eq!(replies[0].body, agent.replace('\x1b', " ").as_bytes());
}

#[tokio::test]
async fn a_request_that_comes_byte_by_byte_is_served() {
    let world = World::open().await;
    let mut stream = world.connect().await;
    stream.set_nodelay(true).unwrap();
    let lines = format!("Transfer-Encoding: chunked\r\n{CLOSE}");
    for byte in post_with(&lines, b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n") {
        stream.write_all(&[byte]).await.unwrap();
        tokio::time::sleep(Duration::from_micros(300)).await;
    }
    let replies = replies(&read_to_end(&mut stream).await);
    assert_eq!((replies[0].status, replies[0].body.as_slice()), (200, &b"{}"[..]));
}

#[tokio::test]
async fn a_thousand_requests_sent_ahead_are_served_in_order() {
    let world = World::open().await;
    let mut stream = world.connect().await;
    let (mut reading, mut writing) = stream.split();
    let mut requests = Vec::new();
    for number in 0..1_000 {
        let body = format!("[{number}]");
        let lines = format!("Content-Length: {}\r\n", body.len());
        requests.extend(post_with(&lines, body.as_bytes()));
    }
    requests.extend(get_with(CLOSE));
    let mut received = Vec::new();
    let (sent, read) = tokio::join!(writing.write_all(&requests), reading.read_to_end(&mut received));
    sent.unwrap();
    read.unwrap();
    let replies = replies(&received);
    assert_eq!(replies.len(), 1_001);
    for (number, reply) in replies[..1_000].iter().enumerate() {
        assert_eq!(reply.body, format!("[{number}]").as_bytes());
    }
}

#[tokio::test]
async fn the_answers_before_a_bad_request_still_go_out() {
    let world = World::open().await;
    let good = [post_with("Content-Length: 2\r\n", b"{}"), get_with("")].concat();
    let replies = world.ask(&[good, line("GET / HTTP/9.9"), get_with("")].concat()).await;
    assert_eq!(replies.iter().map(|reply| reply.status).collect::<Vec<_>>(), [200, 200, 505]);
    replies[2].assert_refusal("third", 505, "http_version_unsupported");
}

#[tokio::test]
async fn forwarded_fields_are_ignored_and_counted() {
    let world = World::open().await;
    let lines = "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Host: evil.example\r\n\
        X-FORWARDED-Proto: https\r\nForwarded: for=1.2.3.4\r\n";
    let request = format!("GET /peer HTTP/1.1\r\nHost: localhost\r\n{lines}{CLOSE}\r\n");
    let replies = world.ask(request.as_bytes()).await;
    assert!(replies[0].body.starts_with(b"127.0.0.1:"), "{replies:?}");
    assert_eq!(world.tally.forwarded_fields_ignored.load(Ordering::Relaxed), 4);
}

#[tokio::test]
async fn a_panic_ends_one_request_and_nothing_else() {
    let world = World::open().await;
    let replies = world.ask(b"GET /panic HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    replies[0].assert_refusal("panic", 500, "internal");
    assert_eq!(world.ask(&get_with(CLOSE)).await[0].status, 200);
    assert_eq!(world.tally.panics.load(Ordering::Relaxed), 1);
}

const CLOSE: &str = "Connection: close\r\n";
