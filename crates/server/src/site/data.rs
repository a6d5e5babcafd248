//! What is held on the visitor: everything, readable, and as a file to carry away.

use super::goods::Goods;
use super::rights::is_veiled;
use super::visit::Visit;
use crate::api::answer::text;
use crate::api::consent_receipt;
use crate::auth::not_found;
use crate::dossier;
use crate::pages::{self, Data, EventRow, GroupRow, Grouped, Identity, KnownBy, StatementRow};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{Dossier, HeldEvent, HeldIdentifier, HeldStatement, Policy, ReceiptForm};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::{AgeBand, Purpose, Recommend, Rung, Topic, Train};

/// Most events on the page; the file has them all.
const EVENTS_SHOWN: usize = 200;
/// The category of the groups that people come into by what they said.
const GROUP: &str = "trait.group";

/// `GET /data`.
pub async fn show(State(doors): State<Doors>, visit: Visit) -> Result<Response, Problem> {
    let view = match held(&doors, &visit).await? {
        Some(held) => Data {
            recipients: super::recipients::rows(&doors, doors.now(), Some(&held)),
            groups: groups(&doors, &held),
            grouped: grouped(&visit, doors.shop().policy(), &held),
            ..filled(&visit, &visit.goods(&doors), doors.shop().policy(), &held)
        },
        None => Data::default(),
    };
    Ok(visit.page(pages::data(&visit.frame(), &view)))
}

/// `GET /data/export`.
pub async fn export(State(doors): State<Doors>, visit: Visit) -> Result<Response, Problem> {
    let held = held(&doors, &visit).await?.ok_or_else(not_found)?;
    let document = dossier::shown(doors.shop(), doors.now(), &held);
    let text = serde_json::to_string_pretty(&document).map_err(|_| Problem::new(Code::Internal, "not writable"))?;
    let mut response = text.into_response();
    for (name, value) in [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\""),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// `GET /data/statements/{number}/receipt`: the receipt of one statement, as a file.
pub async fn receipt(
    State(doors): State<Doors>,
    Path(number): Path<String>,
    mut visit: Visit,
) -> Result<Response, Problem> {
    let form = consent_receipt::form(&mut visit.query)?;
    let who = visit.visitor.who.clone().ok_or_else(not_found)?;
    let note = consent_receipt::receipt(&doors, who, &number, form, visit.lang).await?;
    let mut response = text(note);
    let name = format!("attachment; filename=\"receipt-{number}-{}.txt\"", form.as_str());
    let name = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

/// Everything that is held on the visitor, which leaves a receipt; `None` where nothing is.
pub async fn held(doors: &Doors, visit: &Visit) -> Result<Option<Dossier>, Problem> {
    let Some(who) = visit.visitor.who.clone() else { return Ok(None) };
    doors.call(move |shop, now| shop.see(now, &who)).await
}

fn filled(visit: &Visit, goods: &Goods<'_>, policy: &Policy, held: &Dossier) -> Data {
    let numbered = held.statements.iter().enumerate();
    let newest = held.events.iter().rev().take(EVENTS_SHOWN);
    Data {
        identity: Some(identity(policy, held)),
        events: newest.map(|event| event_row(visit, goods, policy, held, event)).collect(),
        events_total: held.events.len(),
        statements: numbered.rev().map(|(at, said)| statement_row(policy, at + 1, said)).collect(),
        hidden: held.hidden.iter().map(|id| goods.named(id)).collect(),
        receipts_total: held.receipts.len(),
        recipients: Vec::new(),
        known_by: held.identifiers.iter().map(known_by).collect(),
        open_requests: held.requests.iter().filter(|request| !request.stage.is_closed()).count(),
        groups: Vec::new(),
        grouped: Grouped::default(),
    }
}

/// The groups that they are in by what they said, as far as the policy groups by it.
fn groups(doors: &Doors, held: &Dossier) -> Vec<GroupRow> {
    let Some(grouping) = doors.shop().policy().grouping() else { return Vec::new() };
    let said = held.interests.iter().map(|held| &held.what).filter(|interest| interest.likes);
    let groups = |topic: &&Topic| grouping.by.iter().any(|kind| kind == topic.parts().0);
    let likes: Vec<&Topic> = said.map(|interest| &interest.topic).filter(groups).collect();
    let window = doors.shop().window();
    let row = |(name, broader): (&str, bool)| GroupRow { name: name.to_owned(), broader };
    window.groups_of(&likes).into_iter().map(row).collect()
}

/// What being in a group comes to: as they allow it now, and as far as that was disclosed when they said what they like.
fn grouped(visit: &Visit, policy: &Policy, held: &Dossier) -> Grouped {
    let is_grouped = |topic: &Topic| {
        policy.grouping().is_some_and(|grouping| grouping.by.iter().any(|kind| kind == topic.parts().0))
    };
    let told = |purpose: &str| {
        let mut likes = held.interests.iter().filter(|held| held.what.likes && is_grouped(&held.what.topic));
        policy.purpose(purpose).is_some_and(|entry| likes.any(|held| held.disclosed.has(entry.terms.id)))
    };
    let open = |purpose| visit.may_use(purpose, GROUP) && told(purpose);
    Grouped { counts: open(Train::KEY), answers: visit.choice.rung == Rung::Group && open(Recommend::KEY) }
}

fn known_by(held: &HeldIdentifier) -> KnownBy {
    KnownBy {
        id: held.id.to_string(),
        kind: held.identifier.kind().as_str(),
        value: held.identifier.value().to_owned(),
        since: held.since.0,
        verified: held.proof.is_some(),
    }
}

fn identity(policy: &Policy, held: &Dossier) -> Identity {
    Identity {
        id: held.subject.as_str().to_owned(),
        since: held.since.0,
        age: match held.age {
            AgeBand::Adult => "adult",
            AgeBand::Teen => "teen",
            AgeBand::Child => "child",
            AgeBand::Unknown => "unknown",
        },
        laws: held.jurisdictions.iter().map(|law| policy.jurisdiction_key(*law).to_owned()).collect(),
        opt_out_seen: held.opt_out_first_seen.map(|at| at.0),
    }
}

/// An event and what it may serve now: what was disclosed when it was collected, as far as the person still allows it.
fn event_row(visit: &Visit, goods: &Goods<'_>, policy: &Policy, held: &Dossier, one: &HeldEvent) -> EventRow {
    let event = &one.event;
    let category = policy.category_key(policy.category_of(event.verb));
    let is_open = |purpose: &&str| visit.may_use(purpose, category);
    EventRow {
        at: event.at.0,
        verb: event.verb.as_str(),
        item: goods.named(&event.item),
        purposes: one
            .disclosed
            .iter()
            .map(|purpose| policy.purpose_key(purpose))
            .filter(is_open)
            .map(str::to_owned)
            .collect(),
        hidden: held.hidden.contains(&event.item) || is_veiled(goods, held, event),
    }
}

fn statement_row(policy: &Policy, number: usize, held: &HeldStatement) -> StatementRow {
    let said = &held.statement;
    StatementRow {
        number,
        receipts: ReceiptForm::ALL.map(ReceiptForm::as_str),
        at: said.received_at.0,
        kind: said.kind.as_str(),
        purpose: said.scope.purpose.map(|purpose| policy.purpose_key(purpose).to_owned()),
        category: said.scope.category.map(|category| policy.category_key(category).to_owned()),
        how: held.evidence.how.clone(),
        notice: held.evidence.notice.clone(),
    }
}
