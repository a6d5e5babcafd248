//! The preference center: everything that stands between the visitor and the shop, on one page, and its answers.

use super::choices::brought;
use super::data::held;
use super::recipients;
use super::said::{self, Saying};
use super::sent::Sent;
use super::standing;
use super::visit::Visit;
use crate::auth::not_found;
use crate::pages::{self, Center, Kept, Notice, SignalRow, links};
use crate::problem::{Code, Problem};
use crate::signal::understood::{Meaning, Signals};
use crate::state::Doors;
use app::{Dossier, Policy};
use axum::extract::State;
use axum::response::Response;
use domain::{DAY_SECONDS, Purpose, Recommend, Train, Verb};

/// `GET /preferences`.
pub async fn show(State(doors): State<Doors>, visit: Visit) -> Result<Response, Problem> {
    let held = held(&doors, &visit).await?;
    let (who, ask) = (visit.visitor.asked_as(), visit.visitor.ask(&doors, doors.now()));
    let questions = doors.call(move |shop, now| shop.questions(now, &who, &ask)).await?;
    let policy = doors.shop().policy();
    let said = held.as_ref().map_or(&[][..], |held| &held.statements);
    let mut purposes: Vec<_> = questions.iter().map(|one| standing::row(&visit, policy, one, said)).collect();
    purposes.sort_by_key(|row| !row.told);
    let rung_said = standing::last_said(policy, Recommend::KEY, said).map(|(_, last)| last.statement.received_at.0);
    let view = Center {
        recipients: recipients::rows(&doors, doors.now(), held.as_ref()),
        kept: held.as_ref().map(kept),
        restricted: visit.effective.iter().any(|one| one.reasons.has(domain::Code::Restricted)),
        uses: uses(&visit),
        chosen: visit.stands.rung,
        rung_said,
        purposes,
        signals: signals(&visit, policy, held.as_ref()),
        pair_people_min: policy.pair_people_min.get(),
    };
    Ok(visit.page(pages::center(&visit.asking(&doors).await?, &view)))
}

/// `POST /preferences`: a pause, or a yes or a no to one purpose.
pub async fn answer(State(doors): State<Doors>, mut sent: Sent) -> Result<Response, Problem> {
    let yes = |text: Option<String>| match text.as_deref() {
        None => Ok(None),
        Some("yes") => Ok(Some(true)),
        Some("no") => Ok(Some(false)),
        Some(_) => Err(wrong()),
    };
    if let Some(until) = sent.form.take(links::FIELD_UNTIL) {
        return pause_until(&doors, sent, &until).await;
    }
    if sent.form.take(links::FIELD_RESTRICTED).is_some_and(|word| word == "no") {
        return end_restriction(&doors, sent).await;
    }
    let pause = yes(sent.form.take(links::FIELD_PAUSE))?;
    let recipient = sent.form.take(links::FIELD_RECIPIENT);
    let (purpose, answer) = (sent.form.take(links::FIELD_PURPOSE), yes(sent.form.take(links::FIELD_ANSWER))?);
    if let Some(key) = recipient {
        let is_no = (pause, purpose, answer) == (None, None, Some(false));
        return if is_no { recipients::refuse(&doors, sent, key).await } else { Err(wrong()) };
    }
    match (pause, purpose, answer) {
        (Some(paused), None, None) => pause_or_go_on(&doors, sent, paused).await,
        (None, Some(purpose), Some(yes)) => say(&doors, sent, purpose, yes).await,
        _ => Err(wrong()),
    }
}

async fn pause_or_go_on(doors: &Doors, mut sent: Sent, paused: bool) -> Result<Response, Problem> {
    sent.finish()?;
    let who = sent.visit.visitor.who.clone().ok_or_else(not_found)?;
    let facts = sent.visit.visitor.facts(doors);
    doors.call(move |shop, now| shop.pause(now, &who, paused, facts)).await?;
    Ok(sent.back(links::PREFERENCES, if paused { Notice::Paused } else { Notice::GoesOn }))
}

async fn end_restriction(doors: &Doors, mut sent: Sent) -> Result<Response, Problem> {
    sent.finish()?;
    let who = sent.visit.visitor.who.clone().ok_or_else(not_found)?;
    let facts = sent.visit.visitor.facts(doors);
    doors.call(move |shop, now| shop.end_restriction(now, &who, facts)).await?;
    Ok(sent.back(links::PREFERENCES, Notice::GoesOn))
}

/// Pauses up to the end of a day; then it goes on by itself.
async fn pause_until(doors: &Doors, mut sent: Sent, day: &str) -> Result<Response, Problem> {
    sent.finish()?;
    let until = super::rights::moment(day, DAY_SECONDS).filter(|until| *until > doors.now());
    let until = until.ok_or_else(|| Problem::new(Code::InvalidTime, "a pause ends on a day to come"))?;
    let who = sent.visit.visitor.who.clone().ok_or_else(not_found)?;
    let facts = sent.visit.visitor.facts(doors);
    doors.call(move |shop, now| shop.pause_until(now, &who, until, facts)).await?;
    Ok(sent.back(links::PREFERENCES, Notice::PausedUntil))
}

/// A yes is taken only to what the page's notice tells of; a no to whatever the policy knows.
async fn say(doors: &Doors, mut sent: Sent, purpose: String, yes: bool) -> Result<Response, Problem> {
    let brought = brought(&mut sent);
    sent.finish()?;
    if doors.shop().policy().purpose(&purpose).is_none() || (yes && !standing::is_told(&purpose)) {
        return Err(wrong());
    }
    let news = match (purpose == Train::KEY, yes) {
        (_, true) if sent.visit.is_paused() => Notice::Noted,
        (true, true) => Notice::Teaches,
        (true, false) => Notice::TeachesNot,
        (false, true) => Notice::SaidYes,
        (false, false) => Notice::SaidNo,
    };
    let recorded = said::record(doors, &sent.visit, Saying::One(purpose, yes), brought).await?;
    let news = if recorded.counts { news } else { Notice::OldPage };
    recorded.keep(doors, sent.back(links::PREFERENCES, news))
}

fn wrong() -> Problem {
    Problem::new(Code::InvalidValue, "give one of the offered answers")
}

fn kept(held: &Dossier) -> Kept {
    let count = |verb: Verb| held.events.iter().filter(|event| event.event.verb == verb).count();
    let acts = [Verb::Purchase, Verb::View, Verb::Rating, Verb::Return].map(|verb| (verb.as_str(), count(verb)));
    Kept {
        acts: acts.into_iter().filter(|(_, count)| *count > 0).collect(),
        statements: held.statements.len(),
        hidden: held.hidden.len(),
        receipts: held.receipts.len(),
    }
}

/// The purposes that something may be used for now, each once.
fn uses(visit: &Visit) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    for one in visit.effective.iter().filter(|one| one.reasons.allow()) {
        if !open.contains(&one.purpose) {
            open.push(one.purpose.clone());
        }
    }
    open
}

/// Global Privacy Control is told of whether it is sent or not; the others where they are.
fn signals(visit: &Visit, policy: &Policy, held: Option<&Dossier>) -> Vec<SignalRow> {
    let sent = &visit.visitor.signals;
    let closes = |signals: Signals| {
        let denied = signals.understood(policy).into_iter().filter(|one| one.meaning == Meaning::Deny);
        denied.map(|one| one.purpose).collect()
    };
    let row = |key, sent, since, signals| SignalRow { key, sent, since, closes: closes(signals) };
    let since = held.and_then(|held| held.opt_out_first_seen).map(|at| at.0);
    let mut rows = vec![row("gpc", sent.gpc, since, Signals { gpc: true, ..Signals::default() })];
    if sent.dnt {
        rows.push(row("dnt", true, None, Signals { dnt: true, ..Signals::default() }));
    }
    if let Some(adpc) = &sent.adpc {
        rows.push(row("adpc", true, None, Signals { adpc: Some(adpc.clone()), ..Signals::default() }));
    }
    rows
}
