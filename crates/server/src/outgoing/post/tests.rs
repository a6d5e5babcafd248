//! Receivers of every kind, well-behaved and not: what is taken, what is not, and that nothing is waited for.

use super::*;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream as Wire};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A receiver that hands on what it was sent, and then does this; it ends by itself.
fn receiver(answer: fn(&mut Wire)) -> (SocketAddr, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (told, heard) = channel();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut wire, _) = listener.accept().unwrap();
        wire.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let (mut all, mut some) = (Vec::new(), [0; 4_096]);
        while !all.ends_with(b"}") {
            match wire.read(&mut some) {
                Ok(count) if count > 0 => all.extend_from_slice(&some[..count]),
                _ => break,
            }
        }
        drop(told.send(String::from_utf8(all).unwrap()));
        answer(&mut wire);
    });
    (address, heard)
}

fn sent(url: &str, reach: Reach) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let most = Duration::from_secs(CALL_SECONDS_MAX + 2);
    let in_time = async { tokio::time::timeout(most, send(url, reach)).await };
    runtime.block_on(in_time).expect("nobody is waited for longer")
}

async fn send(url: &str, reach: Reach) -> Result<(), Failure> {
    taken(&Call { answer_bytes_max: 0, ..hook(url) }, reach).await
}

fn hook(url: &str) -> Call<'_> {
    static FIELDS: std::sync::LazyLock<[(&str, String); 3]> = std::sync::LazyLock::new(|| {
        [
            ("webhook-id", "msg_7".to_owned()),
            ("webhook-timestamp", "1760000000".to_owned()),
            ("webhook-signature", "v1,abc".to_owned()),
        ]
    });
    let (media, body) = ("application/json", b"{\"type\":\"x\"}");
    Call { url, media, fields: &*FIELDS, body, answer_bytes_max: 8 }
}

fn asked(answer: fn(&mut Wire)) -> Result<Answered, Failure> {
    let (address, _heard) = receiver(answer);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(call(&hook(&format!("http://{address}/hook")), Reach::Loopback))
}

#[test]
fn of_an_answer_no_more_is_read_than_was_asked_for() {
    let whole =
        asked(|wire| says(b"HTTP/1.1 409 Conflict\r\ncontent-type: text/x.tlog.size\r\n\r\n12\n")(wire)).unwrap();
    let said = (whole.status.as_u16(), whole.media.as_deref(), &whole.body[..]);
    assert_eq!(said, (409, Some("text/x.tlog.size"), &b"12\n"[..]));
    let long = asked(|wire| says(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n123456789")(wire));
    assert_eq!(long.unwrap_err(), Failure::Answer);
    let cut = asked(|wire| says(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n123")(wire));
    assert_eq!(cut.unwrap_err(), Failure::Answer);
}

#[track_caller]
fn check(answer: fn(&mut Wire), expected: Result<(), Failure>) {
    let (address, heard) = receiver(answer);
    assert_eq!(sent(&format!("http://{address}/hook?a=b"), Reach::Loopback), expected);
    assert!(heard.recv().unwrap().contains("webhook-id: msg_7"));
}

fn says(text: &'static [u8]) -> impl Fn(&mut Wire) {
    move |wire| drop(wire.write_all(text))
}

#[test]
fn a_call_says_what_the_standard_says_and_nothing_else() {
    let (address, heard) = receiver(|wire| says(b"HTTP/1.1 204 No Content\r\n\r\n")(wire));
    assert_eq!(sent(&format!("http://{address}/hook?a=b"), Reach::Loopback), Ok(()));
    let head = heard.recv().unwrap();
    let mut lines: Vec<_> = head.lines().map(str::to_ascii_lowercase).collect();
    lines.sort_unstable();
    let host = format!("host: {address}");
    let mut due = vec![
        "",
        "connection: close",
        "content-length: 12",
        "content-type: application/json",
        &host,
        "post /hook?a=b http/1.1",
        "user-agent: assent",
        "webhook-id: msg_7",
        "webhook-signature: v1,abc",
        "webhook-timestamp: 1760000000",
        "{\"type\":\"x\"}",
    ];
    due.sort_unstable();
    assert_eq!(lines, due);
}

#[test]
fn only_a_status_of_success_is_taken_as_one_and_nothing_is_followed() {
    check(|wire| says(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")(wire), Ok(()));
    check(|wire| says(b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n")(wire), Err(Failure::Status(503)));
    check(
        |wire| says(b"HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n")(wire),
        Err(Failure::Status(302)),
    );
    check(|wire| says(b"tea")(wire), Err(Failure::Answer));
    check(|_| {}, Err(Failure::Answer));
}

#[test]
fn a_receiver_that_talks_too_much_or_too_slowly_holds_nothing_up() {
    check(
        |wire| {
            says(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n")(wire);
            while wire.write_all(&[b'x'; 65_536]).is_ok() {}
        },
        Ok(()),
    );
    check(
        |wire| {
            says(b"HTTP/1.1 200 OK\r\n")(wire);
            while wire.write_all(b"x-more: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n").is_ok() {}
        },
        Err(Failure::Answer),
    );
    check(
        |wire| {
            for byte in b"HTTP/1.1 200 OK\r\n".iter().cycle() {
                std::thread::sleep(Duration::from_millis(400));
                if wire.write_all(&[*byte]).is_err() {
                    break;
                }
            }
        },
        Err(Failure::Slow),
    );
}

#[test]
fn this_machine_is_not_called_unless_that_was_asked_for_nor_whoever_does_not_show_who_they_are() {
    let (address, heard) = receiver(|_| {});
    assert_eq!(sent(&format!("http://{address}/"), Reach::Public), Err(Failure::Address));
    assert_eq!(sent(&format!("https://localhost:{}/", address.port()), Reach::Public), Err(Failure::Address));
    assert!(heard.try_recv().is_err(), "and nobody connected");
    let (address, _heard) = receiver(|wire| says(b"HTTP/1.1 200 OK\r\n\r\n")(wire));
    let found = sent(&format!("https://localhost:{}/", address.port()), Reach::Loopback);
    assert!(matches!(found, Err(Failure::Identity | Failure::Slow)), "{found:?}");
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(sent(&format!("http://{gone}/"), Reach::Loopback), Err(Failure::Unreachable));
}
