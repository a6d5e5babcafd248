//! Bodies as they come over the wire: their type, their encoding and their size.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}

fn post(lines: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n{lines}\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

async fn check(cases: Vec<(&str, Vec<u8>, u16, &str)>) {
    let world = World::open().await;
    for (name, request, status, code) in cases {
        let replies = world.ask(&request).await;
        let reply = replies.last().unwrap_or_else(|| panic!("{name}: no answer"));
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{name}");
    }
}

#[tokio::test]
async fn a_body_of_another_type_is_refused() {
    check(vec![
        ("28 no type", post("", b"{}"), 415, "unsupported_media_type"),
        ("28 text", post("Content-Type: text/plain\r\n", b"{}"), 415, "unsupported_media_type"),
        ("29 a cousin", post("Content-Type: application/x+json\r\n", b"{}"), 415, "unsupported_media_type"),
        ("29 utf-16", post("Content-Type: application/json; charset=utf-16\r\n", b"{}"), 415, "unsupported_media_type"),
        ("29 two", post(&format!("{JSON}{JSON}"), b"{}"), 415, "unsupported_media_type"),
        ("34 accept", post(&format!("{JSON}Accept: text/html\r\n"), b"{}"), 406, "not_acceptable"),
    ])
    .await;
}

#[tokio::test]
async fn a_body_in_another_encoding_or_a_broken_one_is_refused() {
    let whole = gzip(b"[1,2,3]");
    let gzipped = format!("{JSON}Content-Encoding: gzip\r\n");
    check(vec![
        ("gzip", post(&gzipped, &whole), 200, ""),
        ("30 br", post(&format!("{JSON}Content-Encoding: br\r\n"), b"{}"), 415, "unsupported_encoding"),
        (
            "30 twice",
            post(&format!("{JSON}Content-Encoding: gzip,gzip\r\n"), &gzip(&whole)),
            415,
            "unsupported_encoding",
        ),
        ("31 garbage", post(&gzipped, b"garbage"), 400, "malformed_encoding"),
        ("31 truncated", post(&gzipped, &whole[..whole.len() - 4]), 400, "malformed_encoding"),
    ])
    .await;
}

#[tokio::test]
async fn a_body_that_is_or_unpacks_too_large_is_refused() {
    let gzipped = format!("{JSON}Content-Encoding: gzip\r\n");
    let large = vec![b' '; ECHO_BYTES_MAX + 1];
    let chunk = [format!("{:x}\r\n", large.len()).as_bytes(), &large, b"\r\n0\r\n\r\n"].concat();
    check(vec![
        ("33 at the limit", post(JSON, &large[1..]), 200, ""),
        ("33 above the limit", post(JSON, &large), 413, "payload_too_large"),
        ("33 far above the limit", post(JSON, &large.repeat(40)), 413, "payload_too_large"),
        (
            "33 in chunks",
            post_with("Connection: close\r\nTransfer-Encoding: chunked\r\n", &chunk),
            413,
            "payload_too_large",
        ),
        ("32 bomb", post(&gzipped, &gzip(&vec![0; 20_000_000])), 413, "payload_too_large"),
    ])
    .await;
}

#[tokio::test]
async fn a_body_that_nobody_reads_does_not_hide_the_answer() {
    let world = World::open().await;
    let head = "POST /unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n";
    let replies = world.ask(&[head.as_bytes(), &vec![0; 3_000_000]].concat()).await;
    assert_eq!((replies.len(), replies[0].status), (1, 200));
}

#[tokio::test]
async fn a_body_cut_short_is_incomplete() {
    let world = World::open().await;
    let cut = [
        post_with("Content-Length: 10\r\n", b"{}"),
        post_with("Transfer-Encoding: chunked\r\n", b"a\r\n{}"),
        post_with("Transfer-Encoding: chunked\r\n", b"2\r\n{}\r\n"),
    ];
    for request in cut {
        let replies = world.ask_and_finish(&request).await;
        assert_eq!(replies.len(), 1);
        replies[0].assert_refusal("23", 400, "incomplete_body");
    }
    let replies = world.ask_and_finish(b"GET / HTTP/1.1\r\nHost: loc").await;
    replies[0].assert_refusal("cut head", 400, "malformed_request");
}

#[tokio::test]
async fn a_client_that_has_finished_speaking_still_gets_its_answers() {
    let world = World::open().await;
    let replies = world.ask_and_finish(&[post_with("Content-Length: 2\r\n", b"{}"), get_with("")].concat()).await;
    assert_eq!(replies.iter().map(|reply| reply.status).collect::<Vec<_>>(), [200, 200]);
}

const JSON: &str = "Content-Type: application/json\r\n";
