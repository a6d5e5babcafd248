//! Records what people say about the use of their data.

use crate::news::Sort;
use crate::{AppError, Shop};
use domain::{Actor, Evidence, Kind, Scope, SubjectId, UnixTime};
use vault::policy::Policy;
use vault::{Draft, PersonFacts, Recipient};

/// A statement in words, as it comes in at a door.
#[derive(Clone, Debug)]
pub struct Words {
    /// What is said.
    pub kind: Kind,
    /// About which purpose; `None` is all of them.
    pub purpose: Option<String>,
    /// About which category of data; `None` is all of them.
    pub category: Option<String>,
    /// About which recipient; `None` is the shop and all of them.
    pub recipient: Option<String>,
    /// About which channel; `None` is all of them.
    pub channel: Option<String>,
    /// When, by the person's own clock.
    pub client_at: Option<UnixTime>,
    /// Who says it.
    pub actor: Actor,
    /// Whether it is said in so many words.
    pub explicit: bool,
    /// Whether the notice said that earlier data is included.
    pub past_data: bool,
    /// The first sight of the standing opt-out signal that this yes knowingly overrides.
    pub overrides: Option<UnixTime>,
    /// What shows that it was said.
    pub evidence: Evidence,
    /// The snapshot of the notice that it answers.
    pub snapshot: Option<String>,
}

/// What was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The end of the person's ledger, as hexadecimal digits.
    pub ledger_head: String,
    /// How many statements were recorded.
    pub recorded: usize,
}

impl Words {
    /// A statement about one purpose and one category, by the person, in so many words.
    #[must_use]
    pub fn of(kind: Kind, purpose: &str, category: Option<&str>, evidence: &Evidence) -> Self {
        Self {
            kind,
            purpose: Some(purpose.to_owned()),
            category: category.map(str::to_owned),
            recipient: None,
            channel: None,
            client_at: None,
            actor: Actor::Subject,
            explicit: true,
            past_data: false,
            overrides: None,
            evidence: evidence.clone(),
            snapshot: None,
        }
    }

    fn draft(&self, policy: &Policy, recipients: &[Recipient]) -> Result<Draft, AppError> {
        let unknown = |what| AppError::Unknown { what };
        let purpose = match &self.purpose {
            None => None,
            Some(key) => Some(policy.purpose(key).ok_or(unknown("purpose"))?.terms.id),
        };
        let category = match &self.category {
            None => None,
            Some(key) => Some(policy.category(key).ok_or(unknown("category"))?.id),
        };
        let recipient = match &self.recipient {
            None => None,
            Some(key) => {
                Some(Some(recipients.iter().rev().find(|known| known.key == *key).ok_or(unknown("recipient"))?.number))
            }
        };
        let channel = match &self.channel {
            None => None,
            Some(key) => Some(policy.channel(key).ok_or(unknown("channel"))?),
        };
        Ok(Draft {
            kind: self.kind,
            scope: Scope { purpose, category, recipient, channel },
            client_at: self.client_at,
            actor: self.actor,
            explicit: self.explicit,
            past_data: self.past_data,
            overrides: self.overrides,
            evidence: self.evidence.clone(),
            snapshot: self.snapshot.clone(),
        })
    }
}

impl Shop {
    /// Records statements of one person, all or none. In force, and durable, when this returns.
    ///
    /// # Errors
    /// [`AppError::Unknown`] for a name that the policy does not have, [`AppError::Statement`] for a statement that may
    /// not be made; then none is recorded.
    pub fn say(&self, now: UnixTime, who: &SubjectId, words: &[Words], facts: &PersonFacts) -> Result<Said, AppError> {
        let drafts = self.drafts(words)?;
        let is_no = facts.restricts() || drafts.iter().any(|draft| draft.kind.is_negative());
        let sort = if is_no { Sort::No } else { Sort::Other };
        let done = self.change(sort, || Ok(self.vault.at(now).record(who, &drafts, facts)?), |_| true);
        self.counts.somebody_left();
        Ok(Said { ledger_head: done?, recorded: drafts.len() })
    }

    fn drafts(&self, words: &[Words]) -> Result<Vec<Draft>, AppError> {
        let recipients = if words.iter().any(|w| w.recipient.is_some()) { self.vault.recipients() } else { Vec::new() };
        words.iter().map(|w| w.draft(self.policy(), &recipients)).collect()
    }

    /// Records the same yeses for each of these people of whom nothing is known, many in one stroke. Returns the others,
    /// for whom nothing was recorded.
    ///
    /// # Errors
    /// As [`Shop::say`].
    pub(crate) fn welcome<'w>(
        &self,
        now: UnixTime,
        who: &'w [SubjectId],
        words: &[Words],
    ) -> Result<Vec<&'w SubjectId>, AppError> {
        let drafts = self.drafts(words)?;
        let is_news = |others: &Vec<&SubjectId>| others.len() < who.len();
        let done = self.change(Sort::Other, || Ok(self.vault.at(now).welcome(who, &drafts)?), is_news);
        self.counts.somebody_left();
        done
    }
}
