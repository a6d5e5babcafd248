//! The rungs as a form: chosen with one button, beside the shop or in the preference center.

use super::said::{self, Brought, Saying};
use super::sent::Sent;
use super::visit::Visit;
use crate::pages::{Notice, links};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::Choice;
use axum::extract::State;
use axum::response::Response;
use domain::{Purpose, Rung, Train};

/// `GET /choices`: they are made in the preference center.
pub async fn show(visit: Visit) -> Response {
    visit.on_to(links::PREFERENCES)
}

/// `POST /choices`.
pub async fn choose(State(doors): State<Doors>, mut sent: Sent) -> Result<Response, Problem> {
    let (rung, teach) = (sent.form.take(links::FIELD_RUNG), sent.form.take(links::FIELD_TEACH));
    let brought = brought(&mut sent);
    sent.finish()?;
    let saying = chosen(rung.as_deref(), teach.as_deref(), sent.visit.stands).ok_or_else(wrong)?;
    let (otherwise, news) = match &saying {
        Saying::Ladder(_) if sent.visit.is_paused() => (links::HOME, Notice::Noted),
        Saying::Ladder(_) => (links::HOME, Notice::Chosen),
        Saying::One(_, true) if sent.visit.is_paused() => (links::PREFERENCES, Notice::Noted),
        Saying::One(_, true) => (links::PREFERENCES, Notice::Teaches),
        Saying::One(_, false) => (links::PREFERENCES, Notice::TeachesNot),
    };
    let recorded = said::record(&doors, &sent.visit, saying, brought).await?;
    let response =
        if recorded.counts { sent.back(otherwise, news) } else { sent.back(links::PREFERENCES, Notice::OldPage) };
    recorded.keep(&doors, response)
}

/// What a form brings of the showing that it answers.
pub fn brought(sent: &mut Sent) -> Brought {
    Brought { snapshot: sent.form.take(links::FIELD_SNAPSHOT), name: sent.form.take(links::FIELD_NAME) }
}

/// What the buttons mean. Whoever goes down the ladder gives less: teaching goes on by itself only with a history, and
/// else where it is said anew.
fn chosen(rung: Option<&str>, teach: Option<&str>, before: Choice) -> Option<Saying> {
    let teach = match teach {
        None => None,
        Some("yes") => Some(true),
        Some("no") => Some(false),
        Some(_) => return None,
    };
    match (rung, teach) {
        (None, None) => None,
        (None, Some(teach)) => Some(Saying::One(Train::KEY.to_owned(), teach)),
        (Some(rung), teach) => {
            let rung = Rung::parse(rung)?;
            let stays = rung == Rung::Personal && before.teach;
            Some(Saying::Ladder(Choice { rung, teach: teach.unwrap_or(stays) }))
        }
    }
}

fn wrong() -> Problem {
    Problem::new(Code::InvalidValue, "choose one of the offered answers")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HISTORY: Choice = Choice { rung: Rung::Personal, teach: true };

    fn check(rung: Option<&str>, teach: Option<&str>, expected: Option<Saying>) {
        assert_eq!(chosen(rung, teach, HISTORY), expected, "{rung:?} {teach:?}");
    }

    fn ladder(rung: Rung, teach: bool) -> Option<Saying> {
        Some(Saying::Ladder(Choice { rung, teach }))
    }

    #[test]
    fn teaching_is_its_own_question_and_ends_with_the_history_unless_it_is_said_anew() {
        check(Some("personal"), None, ladder(Rung::Personal, true));
        check(Some("visit"), None, ladder(Rung::Visit, false));
        check(Some("contextual"), None, ladder(Rung::Contextual, false));
        check(Some("contextual"), Some("yes"), ladder(Rung::Contextual, true));
        check(Some("personal"), Some("no"), ladder(Rung::Personal, false));
        check(None, Some("no"), Some(Saying::One("train".to_owned(), false)));
    }

    #[test]
    fn what_was_not_offered_is_no_answer() {
        check(None, None, None);
        check(Some("device"), None, None);
        check(Some("personal"), Some("perhaps"), None);
        check(None, Some(""), None);
    }
}
