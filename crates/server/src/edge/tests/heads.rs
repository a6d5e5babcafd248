//! Heads: hosts, sizes, versions, methods and expectations that are refused, each with its exact answer.

use super::*;

fn host(lines: &str) -> Vec<u8> {
    format!("GET / HTTP/1.1\r\n{lines}\r\n").into_bytes()
}

#[tokio::test]
async fn a_request_without_a_host_is_told_so() {
    let cases = [
        ("11 none", host("")),
        ("11 none in http/1.0", raw("GET / HTTP/1.0\r\n\r\n")),
        ("11 nothing in it", host("Host:\r\n")),
    ];
    check_refused(&cases, 400, "missing_host").await;
}

#[tokio::test]
async fn a_host_that_can_be_read_in_two_ways_is_malformed() {
    let cases = [
        ("12 two", host("Host: localhost\r\nHost: localhost\r\n")),
        ("12 two in one", host("Host: localhost evil.example\r\n")),
        ("13 with a user", host("Host: localhost@evil.example\r\n")),
    ];
    check_refused(&cases, 400, "malformed_request").await;
}

#[tokio::test]
async fn a_host_that_is_not_ours_is_misdirected() {
    let ours = "GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\n\r\n";
    let cases = [
        ("13 unknown", host("Host: evil.example\r\n")),
        ("13 with a dot", host("Host: localhost.\r\n")),
        ("13 address of another", line("GET http://evil.example/ HTTP/1.1")),
        ("13 address with a user", line("GET http://localhost@evil.example/ HTTP/1.1")),
        ("13 address of another scheme", line("GET ftp://localhost/ HTTP/1.1")),
        ("13 our address, unknown host", raw(ours)),
    ];
    check_refused(&cases, 421, "misdirected_request").await;
}

#[tokio::test]
async fn what_is_too_long_is_refused_before_it_is_whole() {
    let long = |bytes: usize| "a".repeat(bytes);
    let cases = [
        ("14 64 fields and the host", get_with(&"X: 1\r\n".repeat(64))),
        ("14 one long field", get_with(&format!("X: {}\r\n", long(17_000)))),
        ("14 a field without end", get_with(&format!("X: {}", long(20_000)))),
        ("14 many long fields", get_with(&format!("X: {}\r\n", long(1_000)).repeat(17))),
    ];
    check_refused(&cases, 431, "headers_too_large").await;
    let cases = [
        ("15 long target", line(&format!("GET /{} HTTP/1.1", long(8_192)))),
        ("15 long query", line(&format!("GET /?q={} HTTP/1.1", long(10_000)))),
        ("15 longer than a head", line(&format!("GET /{} HTTP/1.1", long(30_000)))),
        ("15 target without end", raw(&format!("GET /{}", long(12_000)))),
    ];
    check_refused(&cases, 414, "uri_too_long").await;
    let cases = [
        ("16 long method", line(&format!("{} / HTTP/1.1", long(10_240)))),
        ("16 method without end", raw(&long(10_240))),
    ];
    check_refused(&cases, 400, "malformed_request").await;
}

#[tokio::test]
async fn another_version_is_not_spoken() {
    let cases = [
        ("16 http/9.9", line("GET / HTTP/9.9")),
        ("16 http/1.2", line("GET / HTTP/1.2")),
        ("16 http/2", raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")),
    ];
    check_refused(&cases, 505, "http_version_unsupported").await;
}

#[tokio::test]
async fn a_request_line_of_another_shape_is_malformed() {
    let cases = [
        ("16 http/0.9", raw("GET /\r\n")),
        ("16 http/0.9 by name", line("GET / HTTP/0.9")),
        ("16 small letters", line("GET / http/1.1")),
        ("16 more behind it", line("GET / HTTP/1.1 ")),
        ("16 two spaces", line("GET  / HTTP/1.1")),
        ("16 tls", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec()),
        ("17 no token", line("G@T / HTTP/1.1")),
        ("17 star for get", line("GET * HTTP/1.1")),
        ("17 no target", line("GET  HTTP/1.1")),
        ("17 no path", line("GET path HTTP/1.1")),
    ];
    check_refused(&cases, 400, "malformed_request").await;
}

#[tokio::test]
async fn another_method_is_refused_and_told_which_ones_there_are() {
    let cases = [
        ("17 connect", line("CONNECT localhost:443 HTTP/1.1")),
        ("17 trace", line("TRACE / HTTP/1.1")),
        ("17 unknown", line("BREW / HTTP/1.1")),
        ("17 small letters", line("get / HTTP/1.1")),
    ];
    check_refused(&cases, 405, "method_not_allowed").await;
    let replies = World::open().await.ask(&line("TRACE / HTTP/1.1")).await;
    let allowed = replies[0].field("allow");
    assert_eq!(allowed, Some("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
}

#[tokio::test]
async fn an_expectation_that_we_do_not_know_fails() {
    let request = post_with("Expect: 200-ok\r\nContent-Length: 2\r\n", b"{}");
    check_refused(&[("19", request)], 417, "expectation_failed").await;
}

#[tokio::test]
async fn a_body_where_none_belongs_is_unexpected() {
    let head = "HEAD / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx";
    let cases = [
        ("24 get with a body", get_with("Content-Length: 2\r\n")),
        ("24 get with chunks", get_with("Transfer-Encoding: chunked\r\n")),
        ("24 head with a body", raw(head)),
    ];
    check_refused(&cases, 400, "unexpected_body").await;
}

#[tokio::test]
async fn what_was_sent_is_never_repeated() {
    let world = World::open().await;
    let marked = [
        "GET /marked?marked HTTP/1.1\r\nmarked\r\n\r\n",
        "marked / HTTP/1.1\r\n\r\n",
        "GET marked HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: marked\r\n\r\n",
    ];
    for request in marked {
        let replies = world.ask(request.as_bytes()).await;
        assert!(!format!("{replies:?}").contains("marked"), "{replies:?}");
    }
}
