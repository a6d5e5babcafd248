//! The walk along raw bytes: no bytes can make it panic, and how they are split makes no difference.

use axum::http::{HeaderName, HeaderValue, Uri};
use proptest::prelude::*;

use super::super::walk::Walk;
use super::*;
use crate::problem::Code;

/// What came of a stream: its heads, how many bytes of bodies, and the refusal at the end.
#[derive(Debug, Default, PartialEq)]
struct Outcome {
    heads: Vec<Vec<u8>>,
    body_bytes: usize,
    refusal: Option<Code>,
}

/// Feeds the pieces one after the other, as a socket would.
fn walk(terms: &Terms, pieces: &[&[u8]]) -> Outcome {
    let (mut walk, mut held, mut outcome) = (Walk::new(), Vec::new(), Outcome::default());
    for piece in pieces {
        held.extend_from_slice(piece);
        while !held.is_empty() {
            let is_head = !walk.is_in_body();
            match walk.admit(&mut held, terms) {
                Ok(0) => break,
                Ok(admitted) if is_head => outcome.heads.push(held.drain(..admitted).collect()),
                Ok(admitted) => outcome.body_bytes += held.drain(..admitted).len(),
                Err(refusal) => {
                    return Outcome { refusal: Some(refusal.code), body_bytes: 0, ..outcome };
                }
            }
        }
    }
    outcome
}

fn split<'a>(bytes: &'a [u8], cuts: &[usize]) -> Vec<&'a [u8]> {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (bytes.len() + 1)).chain([0, bytes.len()]).collect();
    cuts.sort_unstable();
    cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect()
}

/// Pieces of messages, good and bad, that make interesting streams when strung together.
fn fragment() -> impl Strategy<Value = Vec<u8>> {
    let words = [
        "GET ",
        "POST ",
        "TRACE ",
        "/",
        "/a?b=%c3",
        "*",
        "http://localhost/",
        " HTTP/1.1\r\n",
        " HTTP/1.0\r\n",
        " HTTP/9.9\r\n",
        "Host: localhost\r\n",
        "Host: x\r\n",
        "Content-Length: 3\r\n",
        "Content-Length: 0\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Expect: 100-continue\r\n",
        "User-Agent: \x1b\r\n",
        "X: y\r\n",
        "X",
        ":",
        " ",
        "\t",
        "\r\n",
        "\r",
        "\n",
        "\0",
        "abc",
        "3\r\nabc\r\n",
        "5;e=f\r\n12345\r\n",
        "0\r\n\r\n",
        "0\r\nT: u\r\n\r\n",
        "ffffffffffffffffff",
    ];
    prop_oneof![
        8 => proptest::sample::select(words.to_vec()).prop_map(|word| word.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..20),
    ]
}

/// A whole request that is good, with a body of some kind.
fn good_request() -> impl Strategy<Value = Vec<u8>> {
    let chunk = proptest::collection::vec(any::<u8>(), 1..40)
        .prop_map(|data| [format!("{:X}\r\n", data.len()).as_bytes(), &data, b"\r\n"].concat());
    let chunks = proptest::collection::vec(chunk, 0..5).prop_map(|chunks| {
        post_with("Transfer-Encoding: chunked\r\n", &[chunks.concat(), b"0\r\nT: u\r\n\r\n".to_vec()].concat())
    });
    let length = proptest::collection::vec(any::<u8>(), 0..200)
        .prop_map(|data| post_with(&format!("Content-Length: {}\r\n", data.len()), &data));
    prop_oneof![Just(get_with("X: y\r\n")), chunks, length]
}

proptest! {
    #[test]
    fn arbitrary_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let outcome = walk(&terms(), &[&bytes]);
        prop_assert!(outcome.heads.concat().len() + outcome.body_bytes <= bytes.len());
    }

    #[test]
    fn any_bytes_in_any_pieces_end_in_the_same_way(
        fragments in proptest::collection::vec(fragment(), 0..40),
        cuts in proptest::collection::vec(any::<usize>(), 0..20),
    ) {
        let (terms, bytes) = (terms(), fragments.concat());
        prop_assert_eq!(walk(&terms, &[&bytes]), walk(&terms, &split(&bytes, &cuts)));
    }

    #[test]
    fn good_requests_in_any_pieces_are_all_admitted(
        requests in proptest::collection::vec(good_request(), 1..6),
        cuts in proptest::collection::vec(any::<usize>(), 0..20),
    ) {
        let (terms, bytes) = (terms(), requests.concat());
        let outcome = walk(&terms, &split(&bytes, &cuts));
        prop_assert_eq!(outcome.refusal, None);
        prop_assert_eq!(outcome.heads.len(), requests.len());
        prop_assert_eq!(outcome.heads.concat().len() + outcome.body_bytes, bytes.len());
        prop_assert_eq!(walk(&terms, &bytes.chunks(1).collect::<Vec<_>>()), outcome);
    }

    #[test]
    fn every_head_admitted_is_one_that_the_http_library_takes(
        target in proptest::collection::vec(any::<u8>(), 0..12),
        name in proptest::collection::vec(any::<u8>(), 1..6),
        value in proptest::collection::vec(any::<u8>(), 0..12),
    ) {
        prop_assume!(![&target, &name, &value].iter().any(|part| part.contains(&b'\n')));
        let bytes = [b"GET /", &target[..], b" HTTP/1.1\r\nHost: localhost\r\n", &name, b":", &value, b"\r\n\r\n"].concat();
        let outcome = walk(&terms(), &[&bytes]);
        for head in outcome.heads.iter().filter(|head| head.len() == bytes.len()) {
            prop_assert!(Uri::try_from(&head[4..5 + target.len()]).is_ok());
            let field = &head[bytes.len() - 5 - value.len() - name.len()..bytes.len() - 4];
            let colon = field.iter().position(|byte| *byte == b':').unwrap();
            prop_assert!(HeaderName::from_bytes(&field[..colon]).is_ok());
            prop_assert!(HeaderValue::from_bytes(&field[colon + 1..]).is_ok());
        }
    }
}

#[test]
fn every_character_that_a_target_may_hold_is_one_that_the_http_library_takes() {
    for byte in 0..=u8::MAX {
        for target in [[b'/', byte, b'a'], [b'/', b'?', byte]] {
            let bytes = [b"GET ", &target[..], b" HTTP/1.1\r\nHost: localhost\r\n\r\n"].concat();
            let is_admitted = walk(&terms(), &[&bytes]).heads.len() == 1;
            assert!(!is_admitted || Uri::try_from(&target[..]).is_ok(), "{target:?}");
        }
    }
}
