//! Recipients as verbs: registered and taken off, told what happens, handed files, told of erasures.

use crate::policy::date;
use crate::{AppError, Shop, Words};
use domain::{ApprovalId, Evidence, Kind, SubjectId, UnixTime};
use std::collections::{BTreeMap, HashMap};
use vault::{
    Approval, Disclosure, Dispatched, Failure, FileAsked, HandedOver, Incident, PersonFacts, REQUEST_CHARS_MAX,
    Recipient, RecipientTerms, Ticket, Waiting,
};

/// Most things that are shown of what waits for a recipient.
pub const WAITING_SHOWN_MAX: usize = 1_000;
/// Most messages that are sent at a time.
const PARCELS_MAX: usize = 32;

/// A recipient, as they stand to one person.
#[derive(Clone, Debug)]
pub struct RecipientOf {
    /// Who.
    pub recipient: Recipient,
    /// The purposes for which something could leave for them now.
    pub open_for: Vec<String>,
}

/// A recipient that was registered.
#[derive(Clone, Debug)]
pub struct Put {
    /// As they are registered.
    pub recipient: Recipient,
    /// What their webhooks are signed with; `None` where they were registered before and know it.
    pub secret: Option<String>,
}

impl Shop {
    /// Everybody who is or was registered, in order.
    #[must_use]
    pub fn recipients(&self) -> Vec<Recipient> {
        self.vault.recipients()
    }

    /// Registers a recipient, or writes down anew what is known of one.
    ///
    /// # Errors
    /// [`AppError::Limit`] for `RECIPIENTS_MAX`, [`AppError::Vault`] when the ground fails.
    pub fn put_recipient(&self, now: UnixTime, key: &str, terms: RecipientTerms) -> Result<Put, AppError> {
        let (recipient, is_new) = self.vault.at(now).put_recipient(key, terms)?;
        let secret = is_new.then(|| self.vault.webhook_secret(&recipient));
        Ok(Put { recipient, secret })
    }

    /// Takes a recipient off the register.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where none of this key is registered.
    pub fn remove_recipient(&self, now: UnixTime, key: &str) -> Result<(), AppError> {
        let removed = self.vault.at(now).remove_recipient(key)?;
        if removed { Ok(()) } else { Err(AppError::NotFound { what: "recipient" }) }
    }

    /// A recipient as they are registered now.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where none of this key is registered.
    pub fn recipient(&self, key: &str) -> Result<Recipient, AppError> {
        let mut all = self.vault.recipients().into_iter();
        let standing = all.rfind(|recipient| recipient.key == key && recipient.removed_at.is_none());
        standing.ok_or(AppError::NotFound { what: "recipient" })
    }

    /// Gives a recipient nothing from now on, until they were looked at: their review is due now.
    ///
    /// # Errors
    /// As [`Shop::recipient`], and when the ground fails.
    pub fn suspend_recipient(&self, now: UnixTime, key: &str) -> Result<Recipient, AppError> {
        let known = self.recipient(key)?;
        let review_at = known.terms.review_at.min(now);
        Ok(self.put_recipient(now, key, RecipientTerms { review_at, ..known.terms })?.recipient)
    }

    /// Writes down that a recipient was looked at, when that is due next, and what shows that data is safe with them by now.
    ///
    /// # Errors
    /// As [`Shop::recipient`], and when the ground fails.
    pub fn review_recipient(
        &self,
        now: UnixTime,
        key: &str,
        next: UnixTime,
        security: Option<&str>,
    ) -> Result<Recipient, AppError> {
        let known = self.recipient(key)?;
        let security = security.map_or(known.terms.security, str::to_owned);
        let terms = RecipientTerms { review_at: next, security, ..known.terms };
        Ok(self.put_recipient(now, key, terms)?.recipient)
    }

    /// A part of a file for a recipient.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where none of this key is registered for the purpose; [`AppError::Untold`] where no notice
    /// names them; [`AppError::Approval`] where a second person has to approve.
    pub fn hand_over(&self, now: UnixTime, asked: &FileAsked) -> Result<HandedOver, AppError> {
        self.vault.at(now).hand_over(asked)?.ok_or(AppError::NotFound { what: "recipient" })
    }

    /// Asks, with a key that has to be there for so many seconds, that a second person lets a file leave.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where none of this key is registered for the purpose; [`AppError::Approval`] where nobody is
    /// known to hold the key.
    pub fn ask_approval(
        &self,
        now: UnixTime,
        key: &str,
        purpose: &str,
        (by, key_age): (&str, i64),
    ) -> Result<Approval, AppError> {
        let by = self.signatory(by)?;
        self.vault.at(now).ask_approval(key, purpose, &by, key_age)?.ok_or(AppError::NotFound { what: "recipient" })
    }

    /// Approves, with a key that had to be there for so many seconds by then, what another person asked.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such thing; [`AppError::Approval`] with what stands against it.
    pub fn approve(&self, now: UnixTime, id: ApprovalId, (by, key_age): (&str, i64)) -> Result<Approval, AppError> {
        let by = self.signatory(by)?;
        self.vault.at(now).approve(id, &by, key_age)?.ok_or(AppError::NotFound { what: "approval" })
    }

    /// Every approval that is kept, in the order in which they were asked for.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn approvals(&self) -> Result<Vec<Approval>, AppError> {
        Ok(self.vault.approvals()?)
    }

    /// Every incident that is kept, the oldest first.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn incidents(&self) -> Result<Vec<Incident>, AppError> {
        Ok(self.vault.incidents()?)
    }

    /// Goes over what happened since, and returns what is to be sent now.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails; what was not sent is sent later.
    pub fn dispatch(&self, now: UnixTime) -> Result<Dispatched, AppError> {
        let queued = self.vault.at(now).queue_up();
        // Whatever stands in the way of what is new: what waits already leaves, a no and an erasure before all.
        let due = self.vault.at(now).dispatch(PARCELS_MAX)?;
        match queued {
            // Somebody changed meanwhile: it is gone over again the next time.
            Ok(_) | Err(vault::VaultError::Store(store::StoreError::Conflict)) => Ok(due),
            Err(_) if !due.parcels.is_empty() => Ok(due),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps how something that was sent fared.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails; then it is sent again.
    pub fn fared(&self, now: UnixTime, ticket: Ticket, failed: Option<Failure>) -> Result<(), AppError> {
        Ok(self.vault.at(now).fared(ticket, failed)?)
    }

    /// What waits to be sent to a recipient, at most [`WAITING_SHOWN_MAX`].
    ///
    /// # Errors
    /// [`AppError::NotFound`] where none of this key is or was registered.
    pub fn waiting(&self, now: UnixTime, key: &str) -> Result<Vec<Waiting>, AppError> {
        self.known_recipient(key)?;
        Ok(self.vault.at(now).waiting(key, WAITING_SHOWN_MAX)?)
    }

    /// Sends again what was given up for a recipient, and returns how much that is.
    ///
    /// # Errors
    /// As [`Shop::waiting`].
    pub fn send_again(&self, now: UnixTime, key: &str) -> Result<u64, AppError> {
        self.known_recipient(key)?;
        Ok(self.vault.at(now).send_again(key)?)
    }

    fn known_recipient(&self, key: &str) -> Result<(), AppError> {
        let known = self.vault.recipients().iter().any(|recipient| recipient.key == key);
        if known { Ok(()) } else { Err(AppError::NotFound { what: "recipient" }) }
    }

    /// What left of a person for recipients, in order.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn disclosures(&self, now: UnixTime, who: &SubjectId) -> Result<Vec<Disclosure>, AppError> {
        Ok(self.vault.at(now).disclosures(who)?)
    }

    /// Who was given something of a person, and who could be under what is in force now, with what left so far.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn recipients_of(
        &self,
        now: UnixTime,
        who: &SubjectId,
    ) -> Result<(Vec<RecipientOf>, Vec<Disclosure>), AppError> {
        let at = self.vault.at(now);
        let (lines, mut open) = (at.disclosures(who)?, HashMap::<_, _>::from_iter(at.open_ways(who)?));
        let of = |recipient: Recipient| {
            let open_for = open.remove(&recipient.number).unwrap_or_default();
            let is_told = !open_for.is_empty() || lines.iter().any(|line| line.recipient == recipient.number);
            is_told.then_some(RecipientOf { recipient, open_for })
        };
        let all = self.recipients().into_iter().filter_map(of).collect();
        Ok((all, lines))
    }

    /// A person's no to one recipient, whatever for. What they get on this site is not touched by it.
    ///
    /// # Errors
    /// [`AppError::Unknown`] for a key that the register does not have, [`AppError::Vault`] when the ground fails.
    pub fn refuse_recipient(
        &self,
        now: UnixTime,
        who: &SubjectId,
        key: &str,
        facts: &PersonFacts,
    ) -> Result<(), AppError> {
        let evidence = Evidence { notice: String::new(), how: "the switch beside the recipient".to_owned() };
        let no = Words::of(Kind::Withdraw, "", None, &evidence);
        let no = Words { purpose: None, recipient: Some(key.to_owned()), ..no };
        self.say(now, who, &[no], facts).map(drop)
    }

    /// Who has a person's data, in a sentence for them.
    pub(crate) fn who_has_it(&self, now: UnixTime, who: &SubjectId) -> Result<String, AppError> {
        let (all, lines) = self.recipients_of(now, who)?;
        let open = all.iter().filter(|of| !of.open_for.is_empty()).map(|of| of.recipient.terms.name.as_str());
        Ok(sentence(&lines, &open.collect::<Vec<_>>()))
    }
}

/// Whom lines are about, by name, each with when something last left; and who may be given something now.
fn sentence(lines: &[Disclosure], open: &[&str]) -> String {
    const BOTH: &str = "; as things stand it may be given to: ";
    const ENDING: &str = "; the archive says what, what for and when";
    let last: BTreeMap<&str, UnixTime> = lines.iter().map(|line| (line.name.as_str(), line.at)).collect();
    let given: Vec<String> = last.iter().map(|(name, at)| format!("{name} (last on {})", date(*at))).collect();
    let open: Vec<String> = open.iter().map(ToString::to_string).collect();
    let most = (REQUEST_CHARS_MAX - BOTH.len() - ENDING.len()) / 2;
    let given = match given.is_empty() {
        true => "your data was given to nobody".to_owned(),
        false => listed("your data was given to: ", &given, most),
    };
    let open = if open.is_empty() { String::new() } else { listed(BOTH, &open, most + BOTH.len()) };
    given + &open + if last.is_empty() { "" } else { ENDING }
}

/// Names behind a beginning, as many as there is room for.
fn listed(beginning: &str, names: &[String], most: usize) -> String {
    let mut says = beginning.to_owned();
    for (at, name) in names.iter().enumerate() {
        let next = format!("{}{name}", if at == 0 { "" } else { ", " });
        let more = format!(" and {} more", names.len() - at);
        if says.chars().count() + next.chars().count() + more.len() > most {
            return says + &more;
        }
        says += &next;
    }
    says
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{CategorySet, PurposeId, RecipientId};
    use vault::Handed;

    fn line(name: &str, at: i64) -> Disclosure {
        Disclosure {
            recipient: RecipientId(0),
            name: name.to_owned(),
            pseudonym: String::new(),
            purpose: PurposeId(0),
            handed: Handed::Act,
            categories: CategorySet::default(),
            at: UnixTime(at),
            id: String::new(),
            digest: String::new(),
            policy_version: 1,
            ledger_head: String::new(),
        }
    }

    #[test]
    fn whoever_asks_who_has_it_is_told_by_name_and_never_at_greater_length_than_an_answer_may_have() {
        assert_eq!(sentence(&[], &[]), "your data was given to nobody");
        let two = [line("Mill", 0), line("Agency", 86_400), line("Mill", 2 * 86_400)];
        let says = "your data was given to: Agency (last on 1970-01-02), Mill (last on 1970-01-03)";
        assert_eq!(sentence(&two, &[]), format!("{says}; the archive says what, what for and when"));
        let open = "; as things stand it may be given to: Mill, Post";
        assert_eq!(
            sentence(&two, &["Mill", "Post"]),
            format!("{says}{open}; the archive says what, what for and when")
        );
        assert_eq!(sentence(&[], &["Mill", "Post"]), format!("your data was given to nobody{open}"));
        let names: Vec<String> = (0..200).map(|n| format!("{n}{}", "ü".repeat(90))).collect();
        let many: Vec<_> = names.iter().map(|name| line(name, 0)).collect();
        let long = sentence(&many, &names.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(long.chars().count() <= REQUEST_CHARS_MAX && long.contains(" more; the archive"), "{long}");
        assert!(long.contains(" more; as things stand"), "{long}");
    }
}
