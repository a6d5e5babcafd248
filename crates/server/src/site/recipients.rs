//! Who gets what is held on the visitor, and their no to one of them.

use super::sent::Sent;
use crate::auth::not_found;
use crate::pages::{Notice, RecipientRow, links};
use crate::problem::Problem;
use crate::state::Doors;
use app::{Dossier, Policy, Recipient};
use axum::response::Response;
use domain::{PurposeId, UnixTime};

/// Those who may be given something now, and those who were.
pub fn rows(doors: &Doors, now: UnixTime, held: Option<&Dossier>) -> Vec<RecipientRow> {
    let all = doors.shop().recipients().into_iter().map(|recipient| row(doors.shop().policy(), &recipient, held));
    let idle = doors.shop().recipients().into_iter().map(|recipient| recipient.idle(now).is_some());
    all.zip(idle).filter(|(row, idle)| !idle || row.given.is_some()).map(|(row, _)| row).collect()
}

fn row(policy: &Policy, recipient: &Recipient, held: Option<&Dossier>) -> RecipientRow {
    let lines = held.map_or(&[][..], |held| &held.disclosures).iter();
    let at: Vec<i64> = lines.filter(|line| line.recipient == recipient.number).map(|line| line.at.0).collect();
    let terms = &recipient.terms;
    RecipientRow {
        key: recipient.key.clone(),
        name: terms.name.clone(),
        role: terms.role.as_str(),
        regions: terms.regions.iter().map(|region| region.key.clone()).collect(),
        purposes: terms.purposes.clone(),
        sub_processors: terms.sub_processors.clone(),
        given: at.iter().max().map(|last| (at.len(), *last)),
        refused: held.is_some_and(|held| is_refused(policy, recipient, held)),
        removed: recipient.removed_at.is_some(),
    }
}

/// Whether the last word about this recipient is a no: a later yes that covers them lifts it for its purpose.
fn is_refused(policy: &Policy, recipient: &Recipient, held: &Dossier) -> bool {
    let is_theirs = |purpose: Option<PurposeId>| {
        let mut theirs = recipient.terms.purposes.iter().filter_map(|key| policy.purpose(key));
        purpose.is_none_or(|purpose| theirs.any(|entry| entry.terms.id == purpose))
    };
    let about = held.statements.iter().map(|held| &held.statement).filter(|said| match said.scope.recipient {
        Some(named) => named == Some(recipient.number),
        None => !said.kind.is_negative() && is_theirs(said.scope.purpose),
    });
    about.max_by_key(|said| (said.at(), said.kind.is_negative())).is_some_and(|said| said.kind.is_negative())
}

/// A no to one recipient.
pub async fn refuse(doors: &Doors, mut sent: Sent, key: String) -> Result<Response, Problem> {
    sent.finish()?;
    let who = sent.visit.visitor.who.clone().ok_or_else(not_found)?;
    let facts = sent.visit.visitor.facts(doors);
    doors.call(move |shop, now| shop.refuse_recipient(now, &who, &key, &facts)).await?;
    Ok(sent.back(links::PREFERENCES, Notice::SaidNo))
}
