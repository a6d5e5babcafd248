//! The choices: seen on a page, and made with one button; what was shown, in which language, is kept as evidence.

use super::sent::Sent;
use super::visit::Visit;
use super::{cookies, visitor};
use crate::pages::{self, Choices, Notice, links};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{Choice, Grounds, PAIR_PEOPLE_MIN, Policy};
use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use domain::{Evidence, Lang, Purpose, Recommend, Rung, Statement, SubjectId, Train};
use std::time::Duration;

/// The words of the question, by version; the language is told after it.
const NOTICE: &str = "demo-2";
/// How long a yes in the very second of a no waits.
const NEXT_SECOND: Duration = Duration::from_millis(1_050);

/// `GET /choices`.
pub async fn show(State(doors): State<Doors>, visit: Visit) -> Result<Response, Problem> {
    let said = match visit.visitor.who.clone() {
        Some(who) => doors.call(move |shop, now| shop.statements(now, &who)).await?,
        None => Vec::new(),
    };
    let policy = doors.shop().policy();
    let view = Choices {
        rung_said: last_said::<Recommend>(policy, &said),
        teach_said: last_said::<Train>(policy, &said),
        pair_people_min: PAIR_PEOPLE_MIN.get(),
    };
    Ok(visit.page(pages::choices(&visit.asking(&doors).await?, &view)))
}

/// When something was last said about a purpose, in seconds since 1970.
fn last_said<P: Purpose>(policy: &Policy, said: &[Statement]) -> Option<i64> {
    let purpose = policy.purpose(P::KEY)?.terms.id;
    said.iter().rev().find(|said| said.scope.purpose == Some(purpose)).map(|said| said.received_at.0)
}

/// `POST /choices`. A choice is the first thing that gives a visitor a name: before it, nothing is set and kept.
pub async fn choose(State(doors): State<Doors>, mut sent: Sent) -> Result<Response, Problem> {
    let (rung, teach) = (sent.form.take(links::FIELD_RUNG), sent.form.take(links::FIELD_TEACH));
    let (snapshot, name) = (sent.form.take(links::FIELD_SNAPSHOT), sent.form.take(links::FIELD_NAME));
    sent.finish()?;
    let choice = chosen(rung.as_deref(), teach.as_deref(), sent.visit.choice).ok_or_else(wrong)?;
    let who = match sent.visit.visitor.who.clone() {
        Some(who) => who,
        None => match name.and_then(|sealed| cookies::open_name(&doors, &sealed)) {
            Some(name) => name,
            None => visitor::new_name(&doors)?,
        },
    };
    let counts = record(&doors, &sent.visit, &who, choice, snapshot).await?;
    let mut response = match (rung.is_some(), choice.teach) {
        _ if !counts => sent.back(links::CHOICES, Notice::OldPage),
        (true, _) => sent.back(links::HOME, Notice::Chosen),
        (false, true) => sent.back(links::CHOICES, Notice::Teaches),
        (false, false) => sent.back(links::CHOICES, Notice::TeachesNot),
    };
    response.headers_mut().append(header::SET_COOKIE, cookies::name(&doors, &who)?);
    if choice.rung != Rung::Visit {
        response.headers_mut().append(header::SET_COOKIE, cookies::no_visit());
    }
    Ok(response)
}

/// What the buttons mean. Whoever goes down the ladder gives less: teaching goes on by itself only with a history, and
/// else where it is said anew.
fn chosen(rung: Option<&str>, teach: Option<&str>, before: Choice) -> Option<Choice> {
    let teach = match teach {
        None => None,
        Some("yes") => Some(true),
        Some("no") => Some(false),
        Some(_) => return None,
    };
    match (rung, teach) {
        (None, None) => None,
        (None, Some(teach)) => Some(Choice { teach, ..before }),
        (Some(rung), teach) => {
            let rung = Rung::parse(rung)?;
            let stays = rung == Rung::Personal && before.teach;
            Some(Choice { rung, teach: teach.unwrap_or(stays) })
        }
    }
}

fn wrong() -> Problem {
    Problem::new(Code::InvalidValue, "choose one of the offered answers")
}

/// Records a choice, and returns whether all of it counts: of what comes from an old page only the noes do. A yes in the
/// very second of a no waits for the next one, since a tie goes to the no.
async fn record(
    doors: &Doors,
    visit: &Visit,
    who: &SubjectId,
    choice: Choice,
    snapshot: Option<String>,
) -> Result<bool, Problem> {
    let grounds = Grounds { evidence: evidence(visit.lang), snapshot, facts: visit.visitor.facts(doors) };
    for last in [false, true] {
        let (who, grounds) = (who.clone(), grounds.clone());
        let said = doors
            .call(move |shop, now| match shop.choose(now, &who, choice, &grounds) {
                Err(error) if error.is_too_soon() && !last => Ok(None),
                Err(error) if error.is_old_page() => shop.choose_noes(now, &who, choice, &grounds).map(|_| Some(false)),
                done => done.map(|_| Some(true)),
            })
            .await?;
        if let Some(counts) = said {
            return Ok(counts);
        }
        tokio::time::sleep(NEXT_SECOND).await;
    }
    Ok(true)
}

fn evidence(lang: Lang) -> Evidence {
    Evidence { notice: format!("{NOTICE}-{}", lang.code()), how: "a button below the question".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HISTORY: Choice = Choice { rung: Rung::Personal, teach: true };

    fn check(rung: Option<&str>, teach: Option<&str>, expected: Option<(Rung, bool)>) {
        let found = chosen(rung, teach, HISTORY).map(|choice| (choice.rung, choice.teach));
        assert_eq!(found, expected, "{rung:?} {teach:?}");
    }

    #[test]
    fn teaching_is_its_own_question_and_ends_with_the_history_unless_it_is_said_anew() {
        check(Some("personal"), None, Some((Rung::Personal, true)));
        check(Some("visit"), None, Some((Rung::Visit, false)));
        check(Some("contextual"), None, Some((Rung::Contextual, false)));
        check(Some("contextual"), Some("yes"), Some((Rung::Contextual, true)));
        check(Some("personal"), Some("no"), Some((Rung::Personal, false)));
        check(None, Some("no"), Some((Rung::Personal, false)));
    }

    #[test]
    fn what_was_not_offered_is_no_answer() {
        check(None, None, None);
        check(Some("device"), None, None);
        check(Some("personal"), Some("perhaps"), None);
        check(None, Some(""), None);
    }
}
