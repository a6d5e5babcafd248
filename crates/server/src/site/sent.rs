//! A form that a page of this shop sent: from nowhere else, small, and with a way back that stays on this site.

use super::answer;
use super::visit::{Visit, plain};
use crate::api::Query;
use crate::edge::{self, media::Media};
use crate::pages::{Notice, links};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::uri::PathAndQuery;
use axum::response::Response;
use domain::{ItemId, Topic};

/// Largest form.
const FORM_BYTES_MAX: usize = 4 << 10;

/// A form as it was sent.
pub struct Sent {
    /// Who sent it.
    pub visit: Visit,
    /// Its fields.
    pub form: Query,
    back: Option<String>,
}

impl FromRequest<Doors> for Sent {
    type Rejection = Problem;

    async fn from_request(request: Request, doors: &Doors) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        same_site(&parts.headers)?;
        let visit = Visit::from_request_parts(&mut parts, doors).await?;
        edge::media::sent(&parts.headers, &[Media::Form])?;
        let bytes = edge::body::read(&parts.headers, body, FORM_BYTES_MAX).await?;
        let text = std::str::from_utf8(&bytes).map_err(|_| Problem::new(Code::InvalidUtf8, "send UTF-8"))?;
        let mut form = Query::form(text)?;
        let back = form.take(links::FIELD_BACK).and_then(|back| local(&back));
        Ok(Self { visit, form, back })
    }
}

impl Sent {
    /// The item that the form names.
    ///
    /// # Errors
    /// `invalid_identifier` where it names none.
    pub fn item(&mut self) -> Result<ItemId, Problem> {
        let named = self.form.take(links::FIELD_ITEM).unwrap_or_default();
        ItemId::parse(&named).map_err(|_| Problem::new(Code::InvalidIdentifier, "name an item"))
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// `invalid_parameter` where a field was sent that is not asked for.
    pub fn finish(&mut self) -> Result<(), Problem> {
        std::mem::take(&mut self.form).finish()
    }

    /// As [`Sent::back`], where what was said can be taken back beside the news.
    pub fn back_with_undo(&self, otherwise: &str, news: Notice, said: &Topic) -> Response {
        answer::go(&links::with_undo(self.back.as_deref().unwrap_or(otherwise), news.as_str(), &said.word()))
    }

    /// Sends the browser back to the page that the form stood on, or else to `otherwise`, with the news.
    pub fn back(&self, otherwise: &str, news: Notice) -> Response {
        answer::go(&links::with_news(self.back.as_deref().unwrap_or(otherwise), news.as_str()))
    }
}

/// Refuses a form that another site sent, by the browser's own word for where it comes from (Fetch metadata, or the
/// origin where a browser sends none). That and cookies with `SameSite` do what a token in each form would do.
///
/// # Errors
/// `cross_site`.
pub fn same_site(headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let ours = match (text("sec-fetch-site"), text("origin"), text("host")) {
        (Some(site), _, _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        (None, Some(_), None) => false,
        (None, None, _) => true,
    };
    if ours { Ok(()) } else { Err(Problem::new(Code::CrossSite, "forms are taken from the shop's own pages only")) }
}

/// A way back, if it is a path on this site: one slash first, and nothing that a browser could read as another site.
fn local(back: &str) -> Option<String> {
    let is_path = back.starts_with('/') && !back.starts_with("//");
    let is_plain = back.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if !is_path || !is_plain {
        return None;
    }
    back.parse::<PathAndQuery>().ok().map(|page| plain(&page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_back_stays_on_this_site() {
        let check = |back, expected: Option<&str>| assert_eq!(local(back).as_deref(), expected, "{back}");
        check("/", Some("/"));
        check("/department/books?page=2", Some("/department/books?page=2"));
        check("/item/kettle?lang=de&done=hidden&page=1", Some("/item/kettle?page=1"));
        for elsewhere in [
            "",
            "https://elsewhere.example/",
            "//elsewhere.example/",
            "/\\elsewhere.example",
            "\\/elsewhere.example",
            "elsewhere.example",
            "javascript:alert(1)",
            " /data",
            "/data\u{e9}",
        ] {
            check(elsewhere, None);
        }
    }
}
