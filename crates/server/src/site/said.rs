//! What a visitor says with a button, recorded: as much of it as a page that is not old can carry, and a name to keep it by.

use super::visit::Visit;
use super::{cookies, visitor};
use crate::problem::Problem;
use crate::state::Doors;
use app::{AppError, Choice, Grounds, Shop};
use axum::http::header;
use axum::response::Response;
use domain::{Evidence, Lang, Purpose, Recommend, Rung, SubjectId, UnixTime};
use std::time::Duration;

/// The words of the question, by version; the language is told after it.
const NOTICE: &str = "pages-2";
/// How long a yes in the very second of a no waits.
const NEXT_SECOND: Duration = Duration::from_millis(1_050);

/// What a button says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saying {
    /// How much may be used, and whether it may teach.
    Ladder(Choice),
    /// Yes or no to one purpose, by its key.
    One(String, bool),
}

/// What a form brings beside its answer.
#[derive(Clone, Debug, Default)]
pub struct Brought {
    /// The snapshot of what was shown.
    pub snapshot: Option<String>,
    /// The sealed name that a stranger is to have.
    pub name: Option<String>,
}

impl Saying {
    /// The noes alone are all that an old page can say.
    fn record(&self, shop: &Shop, now: UnixTime, case: &Case, noes_only: bool) -> Result<(), AppError> {
        let (who, grounds) = (&case.who, &case.grounds);
        match self {
            Self::Ladder(choice) if noes_only => shop.choose_noes(now, who, *choice, grounds).map(|_| ()),
            Self::Ladder(choice) => shop.choose(now, who, *choice, grounds).map(|_| ()),
            Self::One(_, true) if noes_only => Ok(()),
            Self::One(purpose, yes) => shop.answer(now, who, (purpose, *yes), grounds).map(|_| ()),
        }
    }

    /// Whether a visit that the browser keeps is over with it.
    fn ends_visit(&self) -> bool {
        match self {
            Self::Ladder(choice) => choice.rung != Rung::Visit,
            Self::One(purpose, _) => purpose == Recommend::KEY,
        }
    }
}

/// Who says something, and what it rests on.
#[derive(Clone)]
struct Case {
    who: SubjectId,
    grounds: Grounds,
}

/// Records what a visitor says, and returns what their browser is to keep, and whether all of it counts: of what comes
/// from an old page only the noes do. The first thing that gives a visitor a name: before it, nothing is set and kept.
pub async fn record(doors: &Doors, visit: &Visit, saying: Saying, brought: Brought) -> Result<Recorded, Problem> {
    let who = match visit.visitor.who.clone() {
        Some(who) => who,
        None => match brought.name.and_then(|sealed| cookies::open_name(doors, &sealed)) {
            Some(name) => name,
            None => visitor::new_name(doors)?,
        },
    };
    let facts = visit.visitor.facts(doors);
    let grounds = Grounds { evidence: evidence(visit.lang), snapshot: brought.snapshot, facts };
    let ends_visit = saying.ends_visit();
    let counts = settle(doors, saying, Case { who: who.clone(), grounds }).await?;
    Ok(Recorded { who, came_with_ticket: visit.visitor.came_with_ticket, ends_visit, counts })
}

/// A yes in the very second of a no waits for the next one, since a tie goes to the no. The noes do not wait: they are in
/// force at once, whatever becomes of the rest.
async fn settle(doors: &Doors, saying: Saying, case: Case) -> Result<bool, Problem> {
    for last in [false, true] {
        let (saying, case) = (saying.clone(), case.clone());
        let said = doors
            .call(move |shop, now| {
                let only_noes = || saying.record(shop, now, &case, true);
                match saying.record(shop, now, &case, false) {
                    Err(error) if error.is_too_soon() => only_noes().and(if last { Err(error) } else { Ok(None) }),
                    Err(error) if error.is_old_page() => only_noes().map(|()| Some(false)),
                    done => done.map(|()| Some(true)),
                }
            })
            .await?;
        if let Some(counts) = said {
            return Ok(counts);
        }
        tokio::time::sleep(NEXT_SECOND).await;
    }
    Ok(true)
}

/// What came of it.
pub struct Recorded {
    who: SubjectId,
    came_with_ticket: bool,
    ends_visit: bool,
    /// Whether all of it counts.
    pub counts: bool,
}

impl Recorded {
    /// The answer with the cookies that go with what was said.
    ///
    /// # Errors
    /// `internal` without randomness.
    pub fn keep(&self, doors: &Doors, mut response: Response) -> Result<Response, Problem> {
        if !self.came_with_ticket {
            response.headers_mut().append(header::SET_COOKIE, cookies::name(doors, &self.who)?);
        }
        if self.ends_visit {
            response.headers_mut().append(header::SET_COOKIE, cookies::no_visit());
        }
        Ok(response)
    }
}

fn evidence(lang: Lang) -> Evidence {
    Evidence { notice: format!("{NOTICE}-{}", lang.code()), how: "a button below the question".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::stage::{NOW, OPENED, doors};
    use app::PersonFacts;
    use domain::{Kind, Statement, Train};

    fn case(who: &SubjectId) -> Case {
        let grounds = Grounds { evidence: evidence(Lang::EN), snapshot: None, facts: PersonFacts::default() };
        Case { who: who.clone(), grounds }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_noes_of_a_choice_stand_even_where_its_yes_has_to_wait_and_never_comes() {
        let doors = doors();
        let who = SubjectId::parse("anna").unwrap();
        let choice = |teach| Choice { rung: Rung::Personal, teach };
        doors.shop().choose(OPENED, &who, choice(true), &case(&who).grounds).unwrap();
        let no = Saying::One(Recommend::KEY.to_owned(), false);
        assert!(matches!(settle(&doors, no, case(&who)).await, Ok(true)));
        // The clock stands still: the yes to recommending comes in the second of a no for ever.
        let refused = settle(&doors, Saying::Ladder(choice(false)), case(&who)).await;
        assert_eq!(refused.unwrap_err().code(), crate::problem::Code::InvalidTime);
        let id = doors.shop().policy().purpose(Train::KEY).unwrap().terms.id;
        let about = |said: &Statement| said.scope.purpose == Some(id);
        let said = doors.shop().statements(NOW, &who).unwrap();
        assert_eq!(said.iter().rfind(|said| about(said)).map(|said| said.kind), Some(Kind::Withdraw));
    }
}
