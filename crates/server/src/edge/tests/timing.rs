//! Time: whoever is too slow is told so where that makes sense, and lets go of the connection in any case.

use std::sync::atomic::Ordering;
use tokio::time::Instant;

use super::*;

/// Sends `start`, then `piece` again and again, until the server ends the connection.
async fn drip(world: &World, start: &[u8], piece: &[u8], pause: Duration) -> Vec<Reply> {
    let mut stream = world.connect().await;
    stream.write_all(start).await.unwrap();
    let (mut reading, mut writing) = stream.split();
    let mut received = Vec::new();
    let feeding = async {
        while writing.write_all(piece).await.is_ok() {
            tokio::time::sleep(pause).await;
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        read = timeout(PATIENCE, reading.read_to_end(&mut received)) => read.expect("the connection stays open"),
        () = feeding => unreachable!("it never ends"),
    }
    .unwrap_or_default();
    replies(&received)
}

#[tokio::test]
async fn a_connection_without_a_word_is_closed_without_a_word() {
    let world = World::with(short_limits()).await;
    let since = Instant::now();
    assert!(world.ask(b"").await.is_empty());
    assert!(since.elapsed() >= short_limits().head_max);
    assert_eq!(world.tally.timeouts.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_head_that_does_not_end_times_out_even_when_it_drips() {
    let world = World::with(short_limits()).await;
    world.ask(b"GET / HTTP/1.1\r\nHost: loc").await[0].assert_refusal("21", 408, "request_timeout");
    let dripped = drip(&world, b"GET / HTTP/1.1\r\nA: ", b"b", Duration::from_millis(30)).await;
    dripped[0].assert_refusal("21 drip", 408, "request_timeout");
}

#[tokio::test]
async fn a_body_that_stalls_or_drips_or_never_ends_times_out() {
    let world = World::with(short_limits()).await;
    let stalled = world.ask(&post_with("Content-Length: 10\r\n", b"{")).await;
    stalled[0].assert_refusal("22 stall", 408, "request_timeout");
    let start = post_with("Content-Length: 60000\r\n", b"{");
    let dripped = drip(&world, &start, b" ", Duration::from_millis(30)).await;
    dripped[0].assert_refusal("22 drip", 408, "request_timeout");
    let since = Instant::now();
    let endless = drip(&world, &start, &[b' '; 300], Duration::from_millis(40)).await;
    endless[0].assert_refusal("22 too long", 408, "request_timeout");
    assert!(since.elapsed() >= short_limits().body_max, "it was fast enough to be let in until then");
}

#[tokio::test]
async fn a_body_that_was_fast_and_then_stalls_times_out_by_the_stall() {
    let limits = Limits { rate_window: Duration::from_secs(60), body_max: Duration::from_secs(60), ..short_limits() };
    let world = World::with(limits).await;
    let replies = world.ask(&post_with("Content-Length: 60000\r\n", &[b' '; 50_000])).await;
    replies[0].assert_refusal("22", 408, "request_timeout");
}

#[tokio::test]
async fn who_expects_100_continue_is_told_to_go_on_and_then_waited_for() {
    let world = World::with(short_limits()).await;
    let head = post_with("Expect: 100-Continue\r\nContent-Length: 2\r\nConnection: close\r\n", b"");
    let replies = world.ask(&head).await;
    assert_eq!(replies[0].status, 100);
    replies[1].assert_refusal("18", 408, "request_timeout");

    let mut stream = world.connect().await;
    stream.write_all(&head).await.unwrap();
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).await.unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"{}").await.unwrap();
    let answer = super::replies(&read_to_end(&mut stream).await);
    assert_eq!((answer[0].status, answer[0].body.as_slice()), (200, &b"{}"[..]));
}

#[tokio::test]
async fn an_idle_connection_is_kept_for_a_while_and_then_closed() {
    let world = World::with(short_limits()).await;
    let mut stream = world.connect().await;
    for _ in 0..3 {
        stream.write_all(&get_with("")).await.unwrap();
        tokio::time::sleep(short_limits().idle_max * 2 / 3).await;
    }
    let since = Instant::now();
    let replies = replies(&read_to_end(&mut stream).await);
    assert_eq!(replies.len(), 3);
    assert!(since.elapsed() < short_limits().idle_max);
}

#[tokio::test]
async fn a_client_that_does_not_read_is_let_go() {
    let world = World::with(short_limits()).await;
    let mut stream = world.connect().await;
    stream.write_all(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    tokio::time::sleep(short_limits().rate_window * 4).await;
    let mut received = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut received)).await.expect("the connection stays open");
    assert!(received.len() < LARGE_BYTES);
    assert_eq!(world.tally.connections_broken.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_handler_that_takes_its_time_does_not_count_as_a_slow_client() {
    let limits = Limits { head_max: SLOW / 4, idle_max: SLOW / 4, body_stall_max: SLOW / 4, ..short_limits() };
    let world = World::with(limits).await;
    let replies = world.ask(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    assert_eq!((replies.len(), replies[0].status), (1, 200));
}
