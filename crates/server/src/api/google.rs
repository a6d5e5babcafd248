//! `GET /v1/consent/google`: what a person allows now, in the words of Google's Consent Mode.

use super::answer::Answer;
use super::route::Route;
use super::schema::{self, DUE};
use super::url::Query;
use super::{input, signals};
use crate::auth::{Caller, Deed};
use crate::problem::Problem;
use crate::state::Doors;
use app::{Ask, Effective};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use axum::routing::get;
use domain::ChannelId;
use serde_json::{Map, Value};

/// The consent types (Consent Mode, version 2), and the purpose that each stands for. Nobody was asked for what has no
/// purpose in the policy, and what nobody was asked is a no.
const TYPES: [(&str, Option<&str>); 7] = [
    ("ad_storage", Some("ads")),
    ("ad_user_data", Some("ads")),
    ("ad_personalization", Some("ads")),
    ("analytics_storage", Some("measure")),
    ("functionality_storage", None),
    ("personalization_storage", Some("recommend")),
    ("security_storage", None),
];
const GRANTED: &str = "granted";
const DENIED: &str = "denied";

/// The route.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/consent/google",
    deed: Some(Deed::ActOnPerson),
    summary: "Get what a person allows as the parameters of Google's Consent Mode",
    query: &[input::WHOSE],
    idempotency_key: false,
    request: None,
    answer: || schema::object(TYPES.map(|(name, _)| (name, schema::word(&[GRANTED, DENIED]), DUE)).to_vec()),
    handler: || get(handle),
};

async fn handle(State(doors): State<Doors>, headers: HeaderMap, uri: Uri) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::ActOnPerson)?;
    let mut query = Query::parse(uri.query().unwrap_or_default())?;
    let named = input::whose(&mut query)?;
    query.finish()?;
    let who = caller.about(named)?;
    let policy = doors.shop().policy();
    let mut ask = Ask::on(policy.channel("web").unwrap_or(ChannelId(0)));
    signals::of_headers(&headers)?.restrict(&mut ask, policy);
    input::see_opt_out(&doors, &headers, &who).await?;
    let effective = doors.call(move |shop, now| shop.effective(now, &who, &ask)).await?;
    Ok(Answer::ok(&mode(&effective)).into_response())
}

/// Google knows no categories of data: a purpose is granted where all of its categories are.
fn mode(effective: &[Effective]) -> Value {
    let open = |purpose: &str| {
        let mut of_it = effective.iter().filter(|e| e.purpose == purpose).peekable();
        of_it.peek().is_some() && of_it.all(|e| e.reasons.allow())
    };
    let one = |(name, purpose): (&str, Option<&str>)| {
        let word = if purpose.is_some_and(open) { GRANTED } else { DENIED };
        (name.to_owned(), Value::from(word))
    };
    Value::Object(TYPES.into_iter().map(one).collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::mode;
    use app::Effective;
    use domain::{Code, Reasons};

    fn effective(purpose: &str, category: &str, reasons: Reasons) -> Effective {
        Effective { purpose: purpose.into(), category: category.into(), reasons }
    }

    #[test]
    fn a_purpose_is_granted_where_all_of_its_categories_are_and_what_has_no_purpose_is_denied() {
        let no = Reasons::NONE.or({
            let mut reasons = Reasons::NONE;
            reasons.add_if(Code::Gpc, true);
            reasons
        });
        let mode = mode(&[
            effective("ads", "activity.purchase", Reasons::NONE),
            effective("ads", "activity.view", no),
            effective("measure", "activity.view", Reasons::NONE),
        ]);
        let due = [
            ("ad_storage", "denied"),
            ("ad_user_data", "denied"),
            ("ad_personalization", "denied"),
            ("analytics_storage", "granted"),
            ("functionality_storage", "denied"),
            ("personalization_storage", "denied"),
            ("security_storage", "denied"),
        ];
        assert_eq!(mode.as_object().expect("an object").len(), due.len());
        for (name, word) in due {
            assert_eq!(mode[name], word, "{name}");
        }
    }
}
