//! `POST /v1/recommend`: items for a person, as far as they allow, each with its reasons, and the receipt.

use super::answer::Answer;
use super::events::channel;
use super::filter;
use super::input::{self, BODY_BYTES_MAX};
use super::route::Route;
use super::schema::{self, DUE, MAY};
use super::shown::{self, Shown};
use super::{group, lot, signals};
use crate::auth::{Caller, Deed};
use crate::json::{Fields, Value};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{
    Ask, EXPLORE_PERCENT_MAX, Explore, ITEMS_SHOWN_MAX, Recommended, Request, Rules, SHOWN_MAX, VISIT_ACTS_MAX,
    Variety, VisitAct,
};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;
use domain::{Filter, ItemId, Lang, Refusal, Rung, SubjectId, Topic, UnixTime, Verb};
use serde::Serialize;

/// Most items that a request may leave out.
const EXCLUDED_MAX: usize = 1_000;
/// Most items of which a request may want less like them.
const LESS_MAX: usize = 100;
/// How many items are shown where the request does not say.
const COUNT_DEFAULT: i64 = 10;

/// What may be done in a visit.
const VISIT_VERBS: [Verb; 3] = [Verb::Purchase, Verb::View, Verb::Rating];

/// The route.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: "/v1/recommend",
    deed: Some(Deed::Decide),
    summary: "Get items for a person, as far as they allow, with reasons and a receipt",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        schema::object(vec![
            ("subject", schema::id(), MAY),
            ("count", schema::integer(1, i64::try_from(ITEMS_SHOWN_MAX).unwrap_or(i64::MAX)), MAY),
            ("exclude", schema::list(schema::id(), EXCLUDED_MAX), MAY),
            ("category", schema::text(1_000), MAY),
            ("variety", schema::integer(0, i64::from(Variety::MAX)), MAY),
            ("category_max", schema::integer(1, i64::try_from(ITEMS_SHOWN_MAX).unwrap_or(i64::MAX)), MAY),
            ("filter", filter::filter_schema(), MAY),
            ("seller_max", schema::integer(1, i64::try_from(ITEMS_SHOWN_MAX).unwrap_or(i64::MAX)), MAY),
            ("explore", schema::integer(0, i64::from(EXPLORE_PERCENT_MAX)), MAY),
            ("seed", schema::integer(0, i64::MAX), MAY),
            ("less", schema::list(schema::id(), LESS_MAX), MAY),
            ("rung_max", schema::word(&Rung::ALL.map(Rung::as_str)), MAY),
            ("visit", visit_schema(), MAY),
            ("cart", schema::list(schema::id(), VISIT_ACTS_MAX), MAY),
            ("shown", schema::list(schema::id(), SHOWN_MAX), MAY),
            ("channel", schema::text(64), MAY),
            ("jurisdictions", schema::list(schema::text(64), 8), MAY),
            ("private", schema::truth(), MAY),
            ("signals", signals::restriction_schema(), MAY),
            ("experiment", schema::id(), MAY),
        ])
    }),
    answer: || {
        schema::object(vec![
            ("items", shown::slate_schema(), DUE),
            ("receipt", schema::text(32), DUE),
            ("rung", schema::word(&Rung::ALL.map(Rung::as_str)), DUE),
            ("personalized", schema::truth(), DUE),
            ("refusal", schema::list(schema::text(64), 32), DUE),
            ("refusal_says", schema::list(schema::text(200), 32), DUE),
            ("change", schema::object(vec![("statements", schema::text(64), DUE)]), DUE),
            ("experiment", lot::arm_schema(), MAY),
            ("group", group::schema(), MAY),
        ])
    },
    handler: || post(handle),
};

/// The schema of what was done in a visit.
pub fn visit_schema() -> serde_json::Value {
    let seen =
        schema::object(vec![("item", schema::id(), DUE), ("verb", schema::word(&VISIT_VERBS.map(Verb::as_str)), MAY)]);
    schema::list(seen, VISIT_ACTS_MAX)
}

/// The answer as it goes out.
#[derive(Serialize)]
struct Document<'a> {
    items: Vec<Shown<'a>>,
    receipt: String,
    rung: &'static str,
    personalized: bool,
    refusal: Vec<&'static str>,
    refusal_says: Vec<&'static str>,
    change: Change,
    #[serde(skip_serializing_if = "Option::is_none")]
    experiment: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<serde_json::Value>,
}

/// Where to change what the answer went by.
#[derive(Serialize)]
struct Change {
    statements: &'static str,
}

/// What a request says, read.
struct Read {
    who: SubjectId,
    ask: Ask,
    count: usize,
    exclude: Vec<ItemId>,
    category: Option<String>,
    variety: Option<Variety>,
    category_max: Option<usize>,
    filter: Option<Filter>,
    seller_max: Option<usize>,
    explore: Option<Explore>,
    less: Vec<Topic>,
    experiment: Option<String>,
}

async fn handle(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::Decide)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let read = read(&doors, &caller, &headers, &value)?;
    let (answer, arm) = doors
        .call(move |shop, now| {
            let Read { count, exclude, category, variety, category_max, .. } = &read;
            let (count, variety, category_max) = (*count, *variety, *category_max);
            let Read { filter, seller_max, explore, less, .. } = &read;
            let rules =
                Rules { filter: filter.as_ref(), seller_max: *seller_max, explore: *explore, less, weights: None };
            let request = Request { count, exclude, category: category.as_deref(), variety, category_max, rules };
            match &read.experiment {
                None => Ok((shop.recommend(now, &read.who, &read.ask, request)?, None)),
                Some(name) => {
                    let tried = shop.recommend_in_experiment(now, &read.who, &read.ask, (request, name))?;
                    Ok((tried.0, Some(tried.1)))
                }
            }
        })
        .await?;
    metrics::counter!("assent_decisions_total", "rung" => answer.rung.as_str()).increment(1);
    let lang = input::lang(&headers);
    let window = doors.shop().window();
    let called = |id: &ItemId| window.called(id, answer.rung);
    let items = shown::slate(&answer.slate, |id| window.listed(id), called, (answer.rung, lang));
    let document = Document { experiment: arm.as_ref().map(lot::arm), ..shown(&answer, items, lang) };
    Ok(Answer::ok(&document).into_response())
}

fn read(doors: &Doors, caller: &Caller, headers: &HeaderMap, value: &Value) -> Result<Read, Problem> {
    let mut fields = Fields::of(value, "")?;
    let who = caller.about(input::subject(&mut fields)?)?;
    let mut ask = Ask::on(channel(doors, &mut fields)?);
    ask.jurisdictions = input::jurisdictions(&mut fields, doors.shop().policy())?;
    signals::of_request(headers, &mut fields)?.restrict(&mut ask, doors.shop().policy());
    ask.rung_max = fields.word_if_any("rung_max", Rung::parse)?.unwrap_or(Rung::Personal);
    ask.visit = visit(&mut fields, doors.now())?;
    ask.cart = items(&mut fields, "cart", VISIT_ACTS_MAX)?;
    ask.shown = items(&mut fields, "shown", SHOWN_MAX)?;
    ask.private_visit = fields.truth_if_any("private")?.unwrap_or(false);
    let max = i64::try_from(ITEMS_SHOWN_MAX).unwrap_or(i64::MAX);
    let count = fields.integer_if_any("count", i64::MIN..=i64::MAX)?.unwrap_or(COUNT_DEFAULT);
    if !(1..=max).contains(&count) {
        return Err(fields.wrong("count", Code::LimitExceeded, "ask for 1 to 100 items"));
    }
    let exclude = items(&mut fields, "exclude", EXCLUDED_MAX)?;
    let category = fields.text_if_any("category", 1_000)?.map(str::to_owned);
    let variety = variety(&mut fields)?;
    let (category_max, seller_max) = (cap(&mut fields, "category_max")?, cap(&mut fields, "seller_max")?);
    let filter = fields.take("filter").map(|rule| filter::read(rule, "/filter")).transpose()?;
    let explore = explore(&mut fields)?;
    let less = items(&mut fields, "less", LESS_MAX)?.into_iter().map(Topic::Like).collect();
    let experiment = lot::name_if_any(&mut fields, "experiment")?;
    fields.finish()?;
    let count = usize::try_from(count).unwrap_or(1);
    Ok(Read {
        who,
        ask,
        count,
        exclude,
        category,
        variety,
        category_max,
        filter,
        seller_max,
        explore,
        less,
        experiment,
    })
}

fn items(fields: &mut Fields<'_>, name: &str, most: usize) -> Result<Vec<ItemId>, Problem> {
    let ids = fields.texts(name, most, domain::ID_BYTES_MAX)?;
    ids.into_iter().map(|id| ItemId::parse(id).map_err(|_| input::invalid_id(fields, name))).collect()
}

/// Most items of one kind, where there is such a limit.
fn cap(fields: &mut Fields<'_>, name: &str) -> Result<Option<usize>, Problem> {
    let max = i64::try_from(ITEMS_SHOWN_MAX).unwrap_or(i64::MAX);
    Ok(fields.integer_if_any(name, 1..=max)?.and_then(|most| usize::try_from(most).ok()))
}

/// How many of a hundred places are given away, and by which seed.
fn explore(fields: &mut Fields<'_>) -> Result<Option<Explore>, Problem> {
    let percent = fields.integer_if_any("explore", 0..=i64::from(EXPLORE_PERCENT_MAX))?;
    let seed = fields.integer_if_any("seed", 0..=i64::MAX)?.map(i64::unsigned_abs);
    Ok(percent.and_then(|percent| Explore::new(u8::try_from(percent).ok()?, seed)))
}

/// More of the same, or something else, in percent; where nothing is said, what the person said.
fn variety(fields: &mut Fields<'_>) -> Result<Option<Variety>, Problem> {
    let said = fields.integer_if_any("variety", 0..=i64::from(Variety::MAX))?;
    Ok(said.and_then(|percent| Variety::new(u8::try_from(percent).ok()?)))
}

/// What is done in a visit; a thing that is sent back was bought before it.
fn visit_verb(word: &str) -> Option<Verb> {
    Verb::parse(word).filter(|verb| VISIT_VERBS.contains(verb))
}

/// What was done in a visit, of which nothing is kept.
///
/// # Errors
/// `limit_exceeded`, `invalid_identifier`, `invalid_value`, or what a field's type is due.
pub fn visit(fields: &mut Fields<'_>, now: UnixTime) -> Result<Vec<VisitAct>, Problem> {
    let list = fields.list("visit", VISIT_ACTS_MAX)?;
    let act = |(at, value): (usize, &Value)| {
        let mut fields = Fields::of(value, &format!("/visit/{at}"))?;
        let item = input::item(&mut fields, "item")?;
        let verb = fields.word_if_any("verb", visit_verb)?.unwrap_or(Verb::View);
        fields.finish()?;
        Ok(VisitAct { item, verb, at: now })
    };
    list.iter().enumerate().map(act).collect()
}

fn shown<'a>(answer: &'a Recommended, items: Vec<Shown<'a>>, lang: Lang) -> Document<'a> {
    let (refusal, refusal_says) = refused(answer.refusal, lang);
    Document {
        items,
        receipt: answer.receipt.to_string(),
        rung: answer.rung.as_str(),
        personalized: answer.refusal.is_none(),
        refusal,
        refusal_says,
        change: Change { statements: super::statements::PATH },
        experiment: None,
        group: answer.group.as_ref().map(|group| group::shown(group, lang)),
    }
}

/// Why nothing personal was used, as codes and as sentences; nothing where something was.
pub fn refused(refusal: Option<Refusal>, lang: Lang) -> (Vec<&'static str>, Vec<&'static str>) {
    let words = &crate::language::of(lang).refusal;
    match refusal {
        None => (Vec::new(), Vec::new()),
        Some(Refusal::Stranger) => (vec!["stranger"], vec![words.stranger]),
        Some(Refusal::NotAsked) => (vec!["not_asked"], vec![words.not_asked]),
        Some(Refusal::NoGroup) => (vec!["no_group"], vec![words.no_group]),
        Some(Refusal::Closed(reasons)) => {
            reasons.iter().map(|code| (code.as_str(), words.codes.find(code.as_str()))).unzip()
        }
    }
}
