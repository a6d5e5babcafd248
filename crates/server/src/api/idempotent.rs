//! One effect for a request that is sent again: the `Idempotency-Key` field.

use super::answer::Answer;
use crate::auth::Caller;
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{AppError, Replay, Shop};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use domain::UnixTime;

/// Most characters a key may have.
pub const KEY_CHARS_MAX: usize = 255;
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// What is asked: whose it is, and the bytes by which the same request is known again.
pub struct Asked<'a> {
    /// Who asks.
    pub caller: &'a Caller,
    /// Method and path.
    pub route: &'a str,
    /// The body.
    pub body: &'a [u8],
}

/// Does the work once for each idempotency key; without a key, each time.
///
/// # Errors
/// `invalid_idempotency_key`, `idempotency_in_flight`, `idempotency_mismatch`, or what the work returns.
pub async fn once(
    doors: &Doors,
    headers: &HeaderMap,
    asked: Asked<'_>,
    work: impl FnOnce(&Shop, UnixTime) -> Result<Answer, AppError> + Send + 'static,
) -> Result<Response, Problem> {
    let Some(key) = key(headers)? else {
        return doors.call(work).await.map(Answer::into_response);
    };
    let caller = asked.caller.name();
    let request = [asked.route.as_bytes(), b"\0", asked.body].concat();
    let _running = doors
        .begin(format!("{caller}\0{key}"))
        .ok_or_else(|| Problem::new(Code::IdempotencyInFlight, "wait for the answer to the first").retry_after(1))?;
    let (known, seen, digest) = (caller.clone(), key.clone(), request.clone());
    match doors.call(move |shop, now| shop.replay(now, &known, &seen, &digest)).await? {
        Replay::Mismatch => Err(Problem::new(Code::IdempotencyMismatch, "use a new key for another request")),
        Replay::Same(status, body) => {
            let mut response = Answer { status, body }.into_response();
            response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
            Ok(response)
        }
        Replay::New => {
            let work = move |shop: &Shop, now| {
                let answer = work(shop, now)?;
                shop.keep_replay(now, &caller, &key, &request, (answer.status, &answer.body))?;
                Ok(answer)
            };
            doors.call(work).await.map(Answer::into_response)
        }
    }
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let malformed = || Problem::new(Code::InvalidIdempotencyKey, "send one key of 1 to 255 visible ASCII characters");
    let mut values = headers.get_all("idempotency-key").iter();
    let Some(value) = values.next() else { return Ok(None) };
    let text = value.to_str().map_err(|_| malformed())?;
    let visible = text.bytes().all(|b| b.is_ascii_graphic());
    if values.next().is_some() || text.is_empty() || text.len() > KEY_CHARS_MAX || !visible {
        return Err(malformed());
    }
    Ok(Some(text.to_owned()))
}
