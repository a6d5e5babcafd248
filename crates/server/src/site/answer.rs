//! Answers of the shop: pages that keep strangers' code out, ways to go on, and troubles told as a page to people.

use super::visit::Visit;
use crate::auth::not_found;
use crate::edge::media;
use crate::pages::{self, CONTENT_SECURITY_POLICY, ProblemPage, framed_security_policy};
use crate::problem::Problem;
use crate::state::Doors;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::Markup;

/// A page as an answer: private, never framed, nothing from elsewhere.
pub fn page(status: StatusCode, page: Markup) -> Response {
    let mut response = (status, page.into_string()).into_response();
    guard(response.headers_mut());
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response
}

/// A page that runs a script of ours, under the policy that lets it run.
pub fn with_script(mut page: Response, policy: &'static str) -> Response {
    page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    page
}

/// Sends the browser on to another page of the site after a form.
pub fn go(to: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, to);
    guard(response.headers_mut());
    response
}

fn guard(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "geolocation=(), camera=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// The answer where there is no route.
pub async fn nowhere(State(doors): State<Doors>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    told(&doors, parts, not_found().into_response()).await
}

/// Tells what goes wrong as a page to people; programs get the problem itself.
pub async fn troubles_as_pages(State(doors): State<Doors>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    told(&doors, asked, response).await
}

/// Whether the browser asks for this to show it in a frame; no page can make it say otherwise (Fetch metadata).
pub fn is_framed(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-dest").is_some_and(|dest| dest == "iframe")
}

/// Lets pages of the origins that the shop names, and of no other, show an answer in a frame that was asked for there.
pub async fn framing(State(doors): State<Doors>, request: Request, next: Next) -> Response {
    let is_framed = is_framed(request.headers());
    let mut response = next.run(request).await;
    if is_framed && !doors.embedders().is_empty() {
        let policy = framed_security_policy(doors.embedders());
        let policy = HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(CONTENT_SECURITY_POLICY));
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

async fn told(doors: &Doors, mut asked: Parts, response: Response) -> Response {
    let Some(problem) = response.extensions().get::<Problem>().filter(|_| is_for_people(&asked.headers)) else {
        return response;
    };
    let visit = Visit::from_request_parts(&mut asked, doors).await;
    let visit = visit.unwrap_or_else(|_| Visit::of_stranger(doors, &asked.headers));
    let view = ProblemPage {
        status: problem.status().as_u16(),
        code: problem.code().name(),
        detail: problem.detail().to_owned(),
    };
    let mut page = visit.page_with(problem.status(), pages::problem(&visit.frame(), &view));
    for (name, value) in response.headers() {
        if !page.headers().contains_key(name) && name != header::CONTENT_LENGTH {
            page.headers_mut().append(name, value.clone());
        }
    }
    page
}

/// Whether a person waits for this answer: their browser wants a page, and says so in a way that programs do not.
fn is_for_people(headers: &HeaderMap) -> bool {
    let page = headers.contains_key(header::ACCEPT) && media::accepts(headers, "text/html");
    let json = media::accepts(headers, "application/json");
    page && (!json || headers.contains_key("sec-fetch-dest"))
}
