//! Chooses a rung of the ladder, answers about one purpose, pauses: the statements that each stands for.

use crate::{AppError, Said, Shop, Words};
use domain::{Code, Evidence, Kind, Reasons, Rung, SubjectId, UnixTime};
use vault::{Ask, Effective, PersonFacts, StatementError};

/// The categories that the rung `personal` gives and the rung `visit` does not.
const KEPT: [&str; 4] = ["activity.purchase", "activity.view", "activity.rating", "trait.interest"];
/// The category of a visit of which nothing is kept.
const VISIT: &str = "activity.visit";
/// The category of the groups that somebody comes into by what they said.
const GROUP: &str = "trait.group";
const RECOMMEND: &str = "recommend";
const TRAIN: &str = "train";

/// What a person chose, or is choosing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// How much is used for them.
    pub rung: Rung,
    /// Whether their activity teaches the shop.
    pub teach: bool,
}

/// The choice that the rule's answers amount to.
#[must_use]
pub fn current(effective: &[Effective]) -> Choice {
    amounts_to(effective, Reasons::allow)
}

/// The choice that the rule's answers amount to once a pause ends; without a pause, the current one.
#[must_use]
pub fn but_for_pause(effective: &[Effective]) -> Choice {
    amounts_to(effective, open_but_for_pause)
}

/// Whether a gate is open, or closed by the person's pause or private visit alone: what they chose stands behind it.
#[must_use]
pub fn open_but_for_pause(reasons: Reasons) -> bool {
    let pause = Reasons::only(Code::Paused).or(Reasons::only(Code::PrivateVisit));
    reasons.or(pause) == pause
}

fn amounts_to(effective: &[Effective], is_open: fn(Reasons) -> bool) -> Choice {
    let open = |purpose: &str, category: &str| {
        effective.iter().any(|e| e.purpose == purpose && e.category == category && is_open(e.reasons))
    };
    let kept = KEPT.iter().any(|c| open(RECOMMEND, c));
    let rung = match (kept, open(RECOMMEND, GROUP), open(RECOMMEND, VISIT)) {
        (true, ..) => Rung::Personal,
        (false, true, _) => Rung::Group,
        (false, false, true) => Rung::Visit,
        (false, false, false) => Rung::Contextual,
    };
    Choice { rung, teach: KEPT.iter().any(|c| open(TRAIN, c)) }
}

/// What a choice rests on.
#[derive(Clone, Debug, Default)]
pub struct Grounds {
    /// What shows that it was made.
    pub evidence: Evidence,
    /// The snapshot of the notice that it answers.
    pub snapshot: Option<String>,
    /// What else is known of the person.
    pub facts: PersonFacts,
}

/// The statements that a choice stands for.
fn statements(choice: Choice, grounds: &Grounds) -> Vec<Words> {
    let evidence = &grounds.evidence;
    let mut words = match choice.rung {
        Rung::Personal => vec![Words::of(Kind::Grant, RECOMMEND, None, evidence)],
        Rung::Visit => only(VISIT, GROUP, evidence),
        Rung::Group => only(GROUP, VISIT, evidence),
        Rung::Contextual => vec![Words::of(Kind::Withdraw, RECOMMEND, None, evidence)],
    };
    let teach = if choice.teach { Kind::Grant } else { Kind::Withdraw };
    words.push(Words::of(teach, TRAIN, None, evidence));
    words.into_iter().map(|words| Words { snapshot: grounds.snapshot.clone(), ..words }).collect()
}

/// A yes to one category alone, beside what is kept and the other one.
fn only(one: &str, other: &str, evidence: &Evidence) -> Vec<Words> {
    let noes = KEPT.iter().copied().chain([other]);
    let noes = noes.map(|category| Words::of(Kind::Withdraw, RECOMMEND, Some(category), evidence));
    noes.chain([Words::of(Kind::Grant, RECOMMEND, Some(one), evidence)]).collect()
}

impl Shop {
    /// What the rule says about a person now, for every purpose and category.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn effective(&self, now: UnixTime, who: &SubjectId, ask: &Ask) -> Result<Vec<Effective>, AppError> {
        Ok(self.vault.at(now).effective(who, ask)?)
    }

    /// Records a person's choice of a rung, and whether their activity may teach. In force when this returns.
    ///
    /// # Errors
    /// As [`Shop::say`]; a full ledger that takes no yes has taken the noes all the same.
    pub fn choose(&self, now: UnixTime, who: &SubjectId, choice: Choice, grounds: &Grounds) -> Result<Said, AppError> {
        let said = self.say(now, who, &statements(choice, grounds), &grounds.facts);
        if said.as_ref().is_err_and(|error| error.is_statement(StatementError::LedgerFull)) {
            self.choose_noes(now, who, choice, grounds)?;
        }
        said
    }

    /// Records only what a choice says no to: all that can be taken from an answer to what was shown too long ago.
    ///
    /// # Errors
    /// As [`Shop::say`].
    pub fn choose_noes(
        &self,
        now: UnixTime,
        who: &SubjectId,
        choice: Choice,
        grounds: &Grounds,
    ) -> Result<(), AppError> {
        let noes: Vec<_> = statements(choice, grounds).into_iter().filter(|words| words.kind.is_negative()).collect();
        // Whoever says no to nothing is not made known by it.
        if noes.is_empty() {
            return Ok(());
        }
        self.say(now, who, &noes, &grounds.facts).map(|_| ())
    }

    /// Records a yes or a no to one purpose and leaves the others as they are. In force when this returns.
    ///
    /// # Errors
    /// As [`Shop::say`].
    pub fn answer(
        &self,
        now: UnixTime,
        who: &SubjectId,
        (purpose, yes): (&str, bool),
        grounds: &Grounds,
    ) -> Result<Said, AppError> {
        let kind = match yes {
            true => Kind::Grant,
            false if self.has_said_yes(now, who, purpose)? => Kind::Withdraw,
            false => Kind::Refuse,
        };
        let words = Words { snapshot: grounds.snapshot.clone(), ..Words::of(kind, purpose, None, &grounds.evidence) };
        self.say(now, who, &[words], &grounds.facts)
    }

    fn has_said_yes(&self, now: UnixTime, who: &SubjectId, purpose: &str) -> Result<bool, AppError> {
        let id = self.policy().purpose(purpose).map(|entry| entry.terms.id);
        let said = self.statements(now, who)?;
        Ok(said.iter().any(|said| !said.kind.is_negative() && said.scope.purpose == id))
    }

    /// Pauses every use of a person's data, or lets it go on as they chose. In force when this returns.
    ///
    /// # Errors
    /// As [`Shop::say`].
    pub fn pause(&self, now: UnixTime, who: &SubjectId, paused: bool, facts: PersonFacts) -> Result<(), AppError> {
        self.say(now, who, &[], &PersonFacts { paused: Some(paused), ..facts }).map(|_| ())
    }

    /// Lets data be used again that the person had asked to keep and not to use (Art. 18 GDPR).
    ///
    /// # Errors
    /// As [`Shop::say`].
    pub fn end_restriction(&self, now: UnixTime, who: &SubjectId, facts: PersonFacts) -> Result<(), AppError> {
        self.say(now, who, &[], &PersonFacts { restricted: Some(false), ..facts }).map(|_| ())
    }

    /// Pauses every use of a person's data until a moment; then it goes on by itself as they chose.
    ///
    /// # Errors
    /// As [`Shop::say`].
    pub fn pause_until(
        &self,
        now: UnixTime,
        who: &SubjectId,
        until: UnixTime,
        facts: PersonFacts,
    ) -> Result<(), AppError> {
        self.say(now, who, &[], &PersonFacts { paused_until: Some(until), ..facts }).map(|_| ())
    }

    /// Until when a person paused, where that ends by itself and is not over.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn paused_until(&self, now: UnixTime, who: &SubjectId) -> Result<Option<UnixTime>, AppError> {
        Ok(self.vault.at(now).paused_until(who)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Place;
    use vault::STATEMENTS_MAX;
    use vault::policy::Policy;

    fn found(purpose: &str, category: &str, reasons: Reasons) -> Effective {
        Effective { purpose: purpose.to_owned(), category: category.to_owned(), reasons }
    }

    #[test]
    fn a_pause_hides_the_choice_and_does_not_change_it() {
        let paused = Reasons::only(Code::Paused);
        let effective = [
            found(RECOMMEND, KEPT[0], paused),
            found(RECOMMEND, VISIT, paused),
            found(TRAIN, KEPT[0], paused.or(Reasons::only(Code::NoValidGrant))),
        ];
        assert_eq!(current(&effective), Choice { rung: Rung::Contextual, teach: false });
        assert_eq!(but_for_pause(&effective), Choice { rung: Rung::Personal, teach: false });
        assert!(open_but_for_pause(Reasons::NONE));
    }

    const NOON: UnixTime = UnixTime(1_760_000_000);

    /// How many of the kept categories may be used to recommend things to Anna.
    fn open(shop: &Shop) -> usize {
        let (anna, ask) = (SubjectId::parse("anna").unwrap(), Ask::on(shop.policy().channel("web").unwrap()));
        let found = shop.effective(NOON.plus(3), &anna, &ask).unwrap();
        let kept = |e: &&Effective| e.purpose == RECOMMEND && KEPT.contains(&e.category.as_str());
        found.iter().filter(kept).filter(|e| e.reasons.allow()).count()
    }

    #[test]
    fn a_full_ledger_takes_the_noes_of_a_choice_whose_yes_it_refuses() {
        let shop = Shop::open(&Place::Memory, Policy::shipped().unwrap(), NOON).unwrap();
        let anna = SubjectId::parse("anna").unwrap();
        let evidence = Evidence { notice: "v1".to_owned(), how: "a button".to_owned() };
        let grounds = Grounds { evidence: evidence.clone(), ..Grounds::default() };
        let all = Choice { rung: Rung::Personal, teach: true };
        shop.choose(NOON, &anna, all, &grounds).unwrap();
        let objections = vec![Words::of(Kind::Object, "ads", None, &evidence); STATEMENTS_MAX];
        shop.say(NOON.plus(1), &anna, &objections, &PersonFacts::default()).unwrap();
        assert_eq!(open(&shop), KEPT.len());
        let visit = Choice { rung: Rung::Visit, teach: true };
        let refused = shop.choose(NOON.plus(2), &anna, visit, &grounds);
        assert!(refused.is_err_and(|error| error.is_statement(StatementError::LedgerFull)));
        assert_eq!(open(&shop), 0);
    }
}
