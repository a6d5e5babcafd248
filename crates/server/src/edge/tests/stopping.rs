//! Room and end: too many are turned away politely, and a stop loses no answer.

use std::sync::atomic::Ordering;

use super::*;

async fn pause() {
    tokio::time::sleep(Duration::from_millis(100)).await;
}

const SLOW_REQUEST: &[u8] = b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n";

#[tokio::test]
async fn a_connection_beyond_the_last_place_is_told_to_come_again() {
    let world = World::with(Limits { connections_max: 1, ..short_limits() }).await;
    let first = world.connect().await;
    pause().await;
    let replies = world.ask(&get_with("")).await;
    replies[0].assert_refusal("100", 503, "overloaded");
    assert_eq!(replies[0].field("retry-after"), Some("1"));
    assert_eq!(world.tally.connections_turned_away.load(Ordering::Relaxed), 1);
    drop(first);
    pause().await;
    assert_eq!(world.ask(&get_with("Connection: close\r\n")).await[0].status, 200);
}

#[tokio::test]
async fn a_request_beyond_the_last_place_is_shed_unless_it_is_spared() {
    let world = World::with(Limits { requests_in_flight_max: 1, ..Limits::default() }).await;
    let mut busy = world.connect().await;
    busy.write_all(SLOW_REQUEST).await.unwrap();
    pause().await;
    let shed = world.ask(&get_with("Connection: close\r\n")).await;
    assert_eq!((shed[0].status, shed[0].code().as_str(), shed[0].field("retry-after")), (503, "overloaded", Some("1")));
    let spared = world.ask(b"GET /spared HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await;
    assert_eq!(spared[0].status, 200);
    tokio::time::sleep(SLOW).await;
    assert_eq!(world.ask(&get_with("Connection: close\r\n")).await[0].status, 200);
    assert_eq!(world.tally.requests_in_flight.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_slow_body_takes_no_place_from_others() {
    let world = World::with(Limits { requests_in_flight_max: 1, ..Limits::default() }).await;
    let mut slow = world.connect().await;
    slow.write_all(&post_with("Connection: close\r\nContent-Length: 2\r\n", b"{")).await.unwrap();
    pause().await;
    assert_eq!(world.ask(&get_with("Connection: close\r\n")).await[0].status, 200);
    slow.write_all(b"}").await.unwrap();
    assert_eq!(replies(&read_to_end(&mut slow).await)[0].status, 200);
    let given_up = post_with("Content-Length: 2\r\n", b"{");
    assert_eq!(world.ask_and_finish(&given_up).await[0].status, 400);
    assert_eq!(world.tally.requests_in_flight.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_stop_lets_requests_in_flight_finish_and_then_ends() {
    let world = World::open().await;
    let mut in_flight = world.connect().await;
    in_flight.write_all(SLOW_REQUEST).await.unwrap();
    pause().await;
    world.stop.send(()).unwrap();
    let replies = replies(&read_to_end(&mut in_flight).await);
    assert_eq!((replies[0].status, replies[0].field("connection")), (200, Some("close")));
    assert_eq!(world.served.await.unwrap(), 0);
    assert!(TcpStream::connect(world.address).await.is_err());
}

#[tokio::test]
async fn whoever_comes_while_we_stop_is_told_so() {
    let world = World::open().await;
    let mut in_flight = world.connect().await;
    in_flight.write_all(SLOW_REQUEST).await.unwrap();
    pause().await;
    let World { address, stop, .. } = world;
    stop.send(()).unwrap();
    pause().await;
    let mut late = TcpStream::connect(address).await.unwrap();
    late.write_all(&get_with("")).await.unwrap();
    let replies = replies(&read_to_end(&mut late).await);
    replies[0].assert_refusal("100", 503, "draining");
    assert!(replies[0].field("retry-after").is_some());
}

#[tokio::test]
async fn an_idle_connection_may_ask_once_more_while_we_stop() {
    let world = World::open().await;
    let (mut asking, mut idle) = (world.connect().await, world.connect().await);
    for stream in [&mut asking, &mut idle] {
        stream.write_all(&get_with("")).await.unwrap();
    }
    pause().await;
    world.stop.send(()).unwrap();
    pause().await;
    asking.write_all(&get_with("")).await.unwrap();
    let answered = replies(&read_to_end(&mut asking).await);
    assert_eq!((answered.len(), answered[1].status, answered[1].field("connection")), (2, 200, Some("close")));
    assert_eq!(replies(&read_to_end(&mut idle).await).len(), 1);
    assert_eq!(world.served.await.unwrap(), 0);
}

#[tokio::test]
async fn a_request_that_outlasts_the_stop_is_cut_off_and_counted() {
    let world = World::with(Limits { drain_max: SLOW / 5, ..short_limits() }).await;
    let mut in_flight = world.connect().await;
    in_flight.write_all(SLOW_REQUEST).await.unwrap();
    pause().await;
    world.stop.send(()).unwrap();
    assert_eq!(world.served.await.unwrap(), 1);
}
