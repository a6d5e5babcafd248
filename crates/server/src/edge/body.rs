//! Bodies: reads the body of a request to its end, decompressed and within its limit.

use std::io::Read;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, header};
use bytes::{Bytes, BytesMut};
use flate2::bufread::MultiGzDecoder;
use http_body_util::BodyExt;

use super::refusal::Refusal;
use crate::problem::{Code, Problem};

/// Reads a body of at most `limit` bytes, counted after decompression; a compressed one may not be longer than that either.
///
/// # Errors
/// `payload_too_large`, `unsupported_encoding`, `malformed_encoding`, and what the guard found on the way:
/// `incomplete_body`, `request_timeout`, `malformed_request`.
pub async fn read(headers: &HeaderMap, body: Body, limit: usize) -> Result<Bytes, Problem> {
    let encoding = Encoding::of(headers)?;
    if declared_length(headers).is_some_and(|length| length > limit as u64) {
        return Err(too_large());
    }
    let sent = collect(body, limit).await?;
    match encoding {
        Encoding::Identity => Ok(sent),
        Encoding::Gzip => inflate(&sent, limit),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Identity,
    Gzip,
}

// === impl Encoding ===

impl Encoding {
    /// At most one encoding, given at most once.
    fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        let mut given = headers.get_all(header::CONTENT_ENCODING).iter();
        match (given.next().map(HeaderValue::as_bytes), given.next()) {
            (None, None) => Ok(Self::Identity),
            (Some(name), None) if name.eq_ignore_ascii_case(b"identity") => Ok(Self::Identity),
            (Some(name), None) if is_gzip(name) => Ok(Self::Gzip),
            _ => Err(Problem::new(Code::UnsupportedEncoding, "send the body as it is or compressed once with gzip")
                .with_header(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"))),
        }
    }
}

fn is_gzip(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"gzip") || name.eq_ignore_ascii_case(b"x-gzip")
}

fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The body as it was sent. A body that came in one piece is not copied.
async fn collect(mut body: Body, limit: usize) -> Result<Bytes, Problem> {
    let mut only = Bytes::new();
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        // Trailers say nothing that we use.
        let Ok(data) = frame.map_err(|error| broken_off(&error))?.into_data() else {
            continue;
        };
        if only.len() + whole.len() + data.len() > limit {
            return Err(too_large());
        }
        if only.is_empty() && whole.is_empty() {
            only = data;
            continue;
        }
        // The first piece goes as soon as there is a second: each one keeps a whole buffer of the connection alive.
        whole.extend_from_slice(&std::mem::take(&mut only));
        whole.extend_from_slice(&data);
    }
    Ok(if whole.is_empty() { only } else { whole.freeze() })
}

/// What the guard said about it; without a word of the guard the connection broke.
fn broken_off(error: &axum::Error) -> Problem {
    let refusal = Refusal::behind(error).unwrap_or(Refusal::new(Code::IncompleteBody, "the body did not arrive whole"));
    refusal.into()
}

/// Stops one byte behind the limit, so that no input takes more memory than that.
fn inflate(sent: &[u8], limit: usize) -> Result<Bytes, Problem> {
    let mut whole = Vec::with_capacity(sent.len().saturating_mul(EXPECTED_RATIO).min(limit));
    let mut bounded = MultiGzDecoder::new(sent).take(limit as u64 + 1);
    let read = bounded.read_to_end(&mut whole);
    if whole.len() > limit {
        return Err(too_large());
    }
    read.map_err(|_| Problem::new(Code::MalformedEncoding, "the body is not whole and sound gzip"))?;
    Ok(Bytes::from(whole))
}

fn too_large() -> Problem {
    Problem::new(Code::PayloadTooLarge, "the body is larger than this resource takes")
}

/// How far JSON usually shrinks; only the first guess at the room needed.
const EXPECTED_RATIO: usize = 4;

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(plain: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(plain).unwrap();
        encoder.finish().unwrap()
    }

    async fn check(encodings: &[&str], sent: Vec<u8>, expected: Result<&[u8], Code>) {
        let mut headers = HeaderMap::new();
        for encoding in encodings {
            headers.append(header::CONTENT_ENCODING, encoding.parse().unwrap());
        }
        let read = read(&headers, Body::from(sent), LIMIT).await;
        match (read, expected) {
            (Ok(bytes), Ok(expected)) => assert_eq!(bytes, expected, "{encodings:?}"),
            (Err(problem), Err(code)) => assert_eq!(problem.code(), code, "{encodings:?}"),
            (read, expected) => panic!("{encodings:?}: {read:?} instead of {expected:?}"),
        }
    }

    #[tokio::test]
    async fn plain_and_gzip_bodies_are_read_whole() {
        check(&[], b"{}".to_vec(), Ok(b"{}")).await;
        check(&["identity"], b"{}".to_vec(), Ok(b"{}")).await;
        check(&["gzip"], gzip(b"{}"), Ok(b"{}")).await;
        check(&["X-GZIP"], gzip(b""), Ok(b"")).await;
        check(&["gzip"], [gzip(b"[1,"), gzip(b"2]")].concat(), Ok(b"[1,2]")).await;
        check(&[], vec![7; LIMIT], Ok(&[7; LIMIT])).await;
    }

    #[tokio::test]
    async fn other_encodings_and_two_at_once_are_not_supported() {
        for encodings in [&["br"][..], &["gzip,gzip"], &["gzip", "gzip"], &["identity", "gzip"], &[""]] {
            check(encodings, gzip(b"{}"), Err(Code::UnsupportedEncoding)).await;
        }
    }

    #[tokio::test]
    async fn broken_gzip_is_malformed() {
        let whole = gzip(&[b'a'; 500]);
        let mut flipped = whole.clone();
        let crc = flipped.len() - 6;
        flipped[crc] ^= 1;
        let trailing = [whole.clone(), b"more".to_vec()].concat();
        for sent in [b"not gzip at all".to_vec(), whole[..whole.len() - 3].to_vec(), flipped, trailing, Vec::new()] {
            check(&["gzip"], sent, Err(Code::MalformedEncoding)).await;
        }
    }

    #[tokio::test]
    async fn a_body_above_its_limit_is_too_large_however_it_was_packed() {
        check(&[], vec![0; LIMIT + 1], Err(Code::PayloadTooLarge)).await;
        check(&["gzip"], gzip(&vec![0; LIMIT + 1]), Err(Code::PayloadTooLarge)).await;
        check(&["gzip"], gzip(&vec![0; 2_000 * LIMIT]), Err(Code::PayloadTooLarge)).await;
    }

    const LIMIT: usize = 4_096;
}
