//! What every page has: head, menu, banner, foot; and answers that keep strangers' code out.

use super::words::Words;
use app::Choice;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

/// The shop's name.
pub const SHOP: &str = "Larkspur & Co.";
/// The style sheet; its address changes with its contents.
pub const STYLE: &str = include_str!("assent.css");
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
                      frame-ancestors 'none'; base-uri 'none'";

/// Where in the menu a page is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// The shop itself.
    Shop,
    /// Choices.
    Choices,
    /// Data.
    Data,
    /// Receipts.
    Receipts,
    /// Forget me.
    Forget,
}

/// A whole page.
pub fn page(words: &Words, tab: Tab, title: &str, choice: Choice, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(words.lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · " (SHOP) }
                link rel="stylesheet" href="/assets/assent.css";
                link rel="icon" href="data:,";
            }
            body {
                a.skip href="#content" { (words.skip) }
                (masthead(words, tab))
                (banner(words, choice))
                main id="content" { (body) }
                footer.foot { p { (words.foot) } }
            }
        }
    }
}

fn masthead(words: &Words, tab: Tab) -> Markup {
    let links = [
        (Tab::Shop, "/", words.home),
        (Tab::Choices, "/choices", words.choices),
        (Tab::Data, "/data", words.data),
        (Tab::Receipts, "/receipts", words.receipts),
        (Tab::Forget, "/forget", words.forget),
    ];
    html! {
        header.masthead {
            a.brand href="/" {
                svg viewBox="0 0 40 40" aria-hidden="true" focusable="false" {
                    path d="M20 37V19" stroke="currentColor" stroke-width="3" stroke-linecap="round" {}
                    path d="M20 20C8 20 5 11 6 4c9 0 14 6 14 16z" fill="currentColor" {}
                    path d="M20 27c0-9 5-13 14-13 1 8-4 13-14 13z" fill="currentColor" opacity="0.55" {}
                }
                span { strong { (SHOP) } small { (words.tagline) } }
            }
            nav {
                ul {
                    @for (at, href, name) in links {
                        li { a href=(href) aria-current=[(at == tab).then_some("page")] { (name) } }
                    }
                }
            }
        }
    }
}

fn banner(words: &Words, choice: Choice) -> Markup {
    html! {
        aside.banner {
            p {
                span.dot data-rung=(choice.rung.as_str()) {}
                (words.rung(choice.rung).banner) " "
                a href="/choices" { (words.change) }
            }
        }
    }
}

/// A page as an answer: private, never framed, nothing from elsewhere.
pub fn respond(status: StatusCode, page: Markup) -> Response {
    let mut response = (status, page.into_string()).into_response();
    guard(response.headers_mut());
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response
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
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "geolocation=(), camera=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
