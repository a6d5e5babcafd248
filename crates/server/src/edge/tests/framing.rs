//! Framing: every message whose end can be read in two ways is refused with its exact answer.

use super::*;

fn with_lengths(lines: &str) -> Vec<u8> {
    post_with(lines, b"{}")
}

fn coded(value: &str) -> Vec<u8> {
    post_with(&format!("Transfer-Encoding: {value}\r\n"), b"0\r\n\r\n")
}

fn chunked(rest: impl AsRef<[u8]>) -> Vec<u8> {
    post_with("Transfer-Encoding: chunked\r\n", rest.as_ref())
}

#[tokio::test]
async fn a_body_length_that_can_be_read_in_two_ways_is_malformed() {
    let both = "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n";
    let turned = "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n";
    let zeros = format!("Content-Length: {}2\r\n", "0".repeat(23));
    let cases = [
        ("1 two lengths", with_lengths("Content-Length: 2\r\nContent-Length: 3\r\n")),
        ("2 one length twice", with_lengths("Content-Length: 2\r\nContent-Length: 2\r\n")),
        ("3 list of lengths", with_lengths("Content-Length: 2, 2\r\n")),
        ("3 plus", with_lengths("Content-Length: +2\r\n")),
        ("3 minus", with_lengths("Content-Length: -1\r\n")),
        ("3 nothing", with_lengths("Content-Length:\r\n")),
        ("3 hexadecimal", with_lengths("Content-Length: 0x2\r\n")),
        ("3 24 digits", with_lengths(&zeros)),
        ("3 beyond 64 bits", with_lengths("Content-Length: 99999999999999999999\r\n")),
        ("4 length, coding", post_with(both, b"0\r\n\r\n")),
        ("4 coding, length", post_with(turned, b"0\r\n\r\n")),
        ("4 length, other coding", with_lengths("Content-Length: 2\r\nTransfer-Encoding: gzip\r\n")),
    ];
    check_refused(&cases, 400, "malformed_request").await;
}

#[tokio::test]
async fn a_transfer_coding_that_we_do_not_speak_is_unsupported() {
    let cases = [
        ("5 gzip, chunked", coded("gzip, chunked")),
        ("5 unknown, chunked", coded("zebra ,chunked")),
        ("5 two fields", coded("chunked\r\nTransfer-Encoding: chunked")),
    ];
    check_refused(&cases, 501, "unsupported_transfer_coding").await;
}

#[tokio::test]
async fn a_transfer_coding_that_hides_the_end_is_malformed() {
    let head = "POST /echo HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    let cases = [
        ("6 chunked, identity", coded("chunked, identity")),
        ("6 xchunked", coded("xchunked")),
        ("6 vertical tab", coded("\x0bchunked")),
        ("6 chunked twice", coded("chunked, chunked")),
        ("6 gzip alone", coded("gzip")),
        ("6 nothing", coded("")),
        ("6 parameter", coded("chunked;q=1")),
        ("6 space before the colon", post_with("Transfer-Encoding : chunked\r\n", b"0\r\n\r\n")),
        ("8 http/1.0", [head.as_bytes(), b"0\r\n\r\n"].concat()),
    ];
    check_refused(&cases, 400, "malformed_request").await;
}

#[tokio::test]
async fn broken_chunks_are_malformed() {
    let extension = format!("2;{}\r\n{{}}\r\n0\r\n\r\n", "x".repeat(20_000));
    let cases = [
        ("7 size overflow", chunked("fffffffffffffffff\r\n{}\r\n0\r\n\r\n")),
        ("7 size with zeros", chunked("00000000000000002\r\n{}\r\n0\r\n\r\n")),
        ("7 long extension", chunked(extension)),
        ("7 bare lf", chunked("2\n{}\n0\n\n")),
        ("7 bare lf after the data", chunked("2\r\n{}\n0\r\n\r\n")),
        ("7 bare cr", chunked("2\r{}\r\n0\r\n\r\n")),
        ("7 no size", chunked("\r\n")),
        ("7 sign", chunked("+2\r\n{}\r\n0\r\n\r\n")),
        ("7 prefix", chunked("0x2\r\n{}\r\n0\r\n\r\n")),
        ("7 space", chunked("2 \r\n{}\r\n0\r\n\r\n")),
        ("7 data longer than said", chunked("1\r\n{}\r\n0\r\n\r\n")),
        ("7 nul in an extension", chunked("2;a\0\r\n{}\r\n0\r\n\r\n")),
        ("7 trailer that is no field", chunked("2\r\n{}\r\n0\r\nno field\r\n\r\n")),
        ("7 folded trailer", chunked("2\r\n{}\r\n0\r\na: b\r\n c\r\n\r\n")),
        ("7 bare lf at the end", chunked("2\r\n{}\r\n0\r\n\n")),
    ];
    check_refused(&cases, 400, "malformed_request").await;
    let trailer = format!("0\r\nt: {}\r\n\r\n", "x".repeat(20_000));
    check_refused(&[("14 long trailer", chunked(trailer))], 431, "headers_too_large").await;
}

#[tokio::test]
async fn lines_that_others_may_read_differently_are_malformed() {
    let cases = [
        ("9 bare lf", raw("GET / HTTP/1.1\nHost: localhost\n\n")),
        ("9 one bare lf", raw("GET / HTTP/1.1\r\nHost: localhost\nA: b\r\n\r\n")),
        ("10 bare cr", get_with("A: b\rc\r\n")),
        ("10 cr cr lf", get_with("A: b\r\r\n")),
        ("10 nul", get_with("A: b\0c\r\n")),
        ("10 nul in the agent", get_with("User-Agent: b\0c\r\n")),
        ("10 fold", get_with("A: b\r\n c\r\n")),
        ("10 fold of the first line", raw("GET / HTTP/1.1\r\n Host: localhost\r\n\r\n")),
        ("10 fold of the agent", get_with("User-Agent: b\r\n\tc\r\n")),
        ("10 escape", get_with("Idempotency-Key: b\x1bc\r\n")),
        ("10 space in a name", get_with("A b: c\r\n")),
        ("10 no name", get_with(": c\r\n")),
        ("10 no colon", get_with("abc\r\n")),
        ("10 two empty lines first", raw("\r\n\r\nGET / HTTP/1.1\r\n")),
        ("46 raw bytes in the path", b"GET /\xff\xfe HTTP/1.1\r\n".to_vec()),
    ];
    check_refused(&cases, 400, "malformed_request").await;
}
