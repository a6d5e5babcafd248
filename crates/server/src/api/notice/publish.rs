//! `POST /v1/notices`: publishes a version of a notice, or says everything that is wrong with it.

use super::super::answer::Answer;
use super::super::input;
use super::super::route::Route;
use super::super::schema::{self, DUE, MAY};
use super::{published_fields, read, shown};
use crate::auth::{Caller, Deed};
use crate::problem::Problem;
use crate::state::Doors;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;
use domain::LANG_CODE_BYTES_MAX;

/// The route. Sent again, the same notice is found under the version that it has.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: "/v1/notices",
    deed: Some(Deed::PublishNotices),
    summary: "Publish a notice: a version that never changes, in force when the answer arrives",
    query: &[],
    idempotency_key: false,
    request: Some(read::schema),
    answer: || {
        let mut fields = published_fields();
        fields.push(("new", schema::truth(), DUE));
        fields.push(("unread", schema::list(schema::text(LANG_CODE_BYTES_MAX), crate::language::ADDED_MAX), MAY));
        schema::object(fields)
    },
    handler: || post(handle),
};

async fn handle(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::PublishNotices)?;
    let (value, _) = input::json(&headers, body, read::NOTICE_BYTES_MAX).await?;
    let notice = read::notice(&value)?;
    let unread: Vec<_> = app::notice::unread(&notice).iter().map(|lang| lang.code().to_owned()).collect();
    let publish = move |shop: &app::Shop, now| shop.publish_notice(now, &crate::language::all(), &notice);
    let published = doors.call(publish).await?;
    let mut document = shown(&published);
    document["new"] = published.new.into();
    if !unread.is_empty() {
        document["unread"] = unread.into();
    }
    Ok(Answer::ok(&document).into_response())
}
