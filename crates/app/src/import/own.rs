//! Imports what a person carried away from another installation: what they did, hid and refused; a yes only where it is
//! given here (decision 0020).
//!
//! # Invariants
//! - What a person refused where they come from is refused here before anything of theirs is taken in.
//! - No yes is wider than the one that they gave there, and none is made of the archive alone.

use super::limited::Limited;
use crate::{AppError, OperatorDeed, Shop, Words};
use domain::{
    Actor, AgeBand, DAY_SECONDS, Event, EventId, Evidence, ItemId, Kind, PurposeSet, SubjectId, UnixTime, Verb,
};
use serde::Deserialize;
use vault::policy::Policy;
use vault::{Arrival, Ask, Hide, Intake, PersonFacts};

/// The form that is read.
const FORMAT: &str = "assent-export-1";
/// How many events are taken in together.
const EVENTS_PER_STEP: usize = 20_000;

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Events in the archive.
    pub events: u64,
    /// Those that were kept.
    pub kept: u64,
    /// Those that were there already.
    pub known: u64,
    /// Those that no purpose may use here.
    pub no_consent: u64,
    /// Those that can not be read here, or carry the name of another.
    pub left_out: u64,
    /// Noes that were taken over.
    pub noes: u64,
    /// Yeses that count here.
    pub yeses: u64,
    /// Things that stay hidden or contested.
    pub hidden: u64,
    /// Whether the person paused or restricted the use of their data, so that nothing is taken in.
    pub paused: bool,
}

#[derive(Deserialize)]
struct Document {
    format: String,
    subject: Subject,
    statements: Vec<Said>,
    events: Vec<Did>,
    hidden: Vec<String>,
    veils: Vec<Veiled>,
}

#[derive(Deserialize)]
struct Subject {
    id: String,
    status: String,
    paused: bool,
    #[serde(default)]
    paused_until: Option<i64>,
    #[serde(default)]
    limits: Limited,
    age: AgeBand,
    jurisdictions: Vec<String>,
    opt_out_first_seen: Option<i64>,
}

#[derive(Clone, Deserialize)]
struct Said {
    kind: String,
    purpose: String,
    category: String,
    /// Absent in documents of before there were recipients.
    recipient: Option<String>,
    channel: String,
    client_time: i64,
    received_at: i64,
    explicit: bool,
    past_data: bool,
    notice_current: bool,
}

#[derive(Deserialize)]
struct Did {
    id: String,
    item: String,
    verb: String,
    time: i64,
    at_arrival: bool,
    quantity: u32,
    rating_tenths: Option<u16>,
    basket: Option<String>,
    purposes: Vec<String>,
}

#[derive(Deserialize)]
struct Veiled {
    kind: String,
    contested: bool,
    item: Option<String>,
    category: Option<String>,
    future: Option<bool>,
    from: Option<i64>,
    to: Option<i64>,
    basket: Option<String>,
}

// === impl Said ===

impl Said {
    fn at(&self) -> i64 {
        self.client_time.min(self.received_at)
    }

    fn kind(&self) -> Option<Kind> {
        Kind::parse(&self.kind)
    }

    fn is_no(&self) -> bool {
        // A word that is not known here may be a no.
        self.kind().is_none_or(Kind::is_negative)
    }

    /// Whether it is about the use itself, and not about one recipient of the other shop alone.
    fn is_about_use(&self) -> bool {
        matches!(self.recipient.as_deref(), None | Some("*" | "nobody"))
    }

    /// Whether this is about everything that the other is about.
    fn covers(&self, other: &Self) -> bool {
        let wide = |own: &str, theirs: &str| own == "*" || own == theirs;
        wide(&self.purpose, &other.purpose)
            && wide(&self.category, &other.category)
            && wide(&self.channel, &other.channel)
    }

    fn words(&self, kind: Kind, how: &str, now: UnixTime) -> Words {
        let named = |key: &str| (key != "*").then(|| key.to_owned());
        let evidence = Evidence { notice: "import".to_owned(), how: how.to_owned() };
        Words {
            kind,
            purpose: named(&self.purpose),
            category: named(&self.category),
            recipient: None,
            channel: named(&self.channel),
            client_at: Some(now),
            actor: Actor::Import,
            explicit: self.explicit,
            past_data: self.past_data,
            overrides: None,
            evidence,
            snapshot: None,
        }
    }
}

/// The noes that stand: for each purpose that a no is about, unless a later yes to that very purpose lifts all of it.
fn standing_noes(said: &[Said], policy: &Policy) -> Vec<Said> {
    let mut noes: Vec<Said> = Vec::new();
    for no in said.iter().filter(|said| said.is_no()) {
        let named = policy.purposes().map(|(key, _)| key).filter(|key| no.purpose == "*" || no.purpose == *key);
        for purpose in named {
            let no = Said { purpose: purpose.to_owned(), ..no.clone() };
            let lifted = said.iter().any(|yes| !yes.is_no() && yes.at() > no.at() && yes.covers(&no));
            let there = noes.iter().any(|known| known.covers(&no));
            if !lifted && !there {
                noes.push(no);
            }
        }
    }
    noes
}

/// The yeses to these purposes that stand: none that a no came after, that has run out, or whose notice has.
fn standing_yeses(said: &[Said], granted: &[String], policy: &Policy, now: UnixTime) -> Vec<Said> {
    let lives = |yes: &Said| {
        let entry = policy.purpose(&yes.purpose);
        entry.is_some_and(|entry| now.0 < yes.at().saturating_add(entry.terms.consent_seconds))
    };
    let stands = |yes: &&Said| {
        let revoked = said.iter().any(|no| no.is_no() && no.at() >= yes.at() && no.covers(yes));
        !yes.is_no() && granted.contains(&yes.purpose) && yes.notice_current && !revoked && lives(yes)
    };
    let mut yeses: Vec<Said> = Vec::new();
    for yes in said.iter().filter(stands) {
        yeses.retain(|known| !yes.covers(known) || known.explicit && !yes.explicit);
        if !yeses.iter().any(|known| known.covers(yes)) {
            yeses.push(yes.clone());
        }
    }
    yeses
}

impl Shop {
    /// Imports what a person carried away, as the JSON document of an export or archive. `granted` names the purposes that
    /// they say yes to here, `evidence` what shows it: each yes is the one that they gave there, and no wider.
    ///
    /// # Errors
    /// [`AppError::File`] when the document can not be read; [`AppError::Unknown`] for a purpose that the policy does not
    /// have; [`AppError::Statement`] for somebody who was erased here; [`AppError::Vault`] when the ground fails.
    pub fn import_own(
        &self,
        now: UnixTime,
        document: &[u8],
        granted: &[String],
        evidence: &str,
    ) -> Result<Carried, AppError> {
        let unreadable = |_| AppError::File("this is no export of a person, or it is damaged".to_owned());
        let document: Document = serde_json::from_slice(document).map_err(unreadable)?;
        if document.format != FORMAT {
            return Err(AppError::File(format!("the export is of another form than {FORMAT}")));
        }
        if granted.iter().any(|key| self.policy().purpose(key).is_none()) {
            return Err(AppError::Unknown { what: "purpose" });
        }
        self.leave(now, OperatorDeed::ImportBegun { form: "what a person carried away", files: 1 })?;
        let who = SubjectId::parse(&document.subject.id).map_err(|_| AppError::File("the subject has no id".into()))?;
        let mut carried = Carried { events: document.events.len() as u64, ..Carried::default() };
        self.carry_words(now, &who, &document, granted, evidence, &mut carried)?;
        self.carry_hidden(now, &who, &document, &mut carried)?;
        self.carry_limits(now, &who, &document.subject.limits)?;
        self.carry_events(now, &who, &document, &mut carried)?;
        let done = OperatorDeed::ImportDone { rows: carried.events, events: carried.kept, items: 0, people: 1 };
        self.leave(now, done)?;
        Ok(carried)
    }

    /// What they said, in one stroke: a yes never stands there before the noes.
    fn carry_words(
        &self,
        now: UnixTime,
        who: &SubjectId,
        document: &Document,
        granted: &[String],
        evidence: &str,
        carried: &mut Carried,
    ) -> Result<(), AppError> {
        const HOW: &str = "said where they come from, and carried here";
        let policy = self.policy();
        let said: Vec<Said> = document.statements.iter().filter(|said| said.is_about_use()).cloned().collect();
        let said = &said[..];
        let before = self.statements(now, who)?;
        let silent = |key: &str| {
            let id = policy.purpose(key).map(|entry| entry.terms.id);
            !before.iter().any(|said| said.scope.purpose.is_none() || said.scope.purpose == id)
        };
        let known = |said: &Said| {
            (said.category == "*" || policy.category(&said.category).is_some())
                && (said.channel == "*" || policy.channel(&said.channel).is_some())
        };
        let noes = standing_noes(said, policy).into_iter().map(|no| match known(&no) {
            true => no,
            // A no to a part that has no name here is a no to all of it.
            false => Said { category: "*".to_owned(), channel: "*".to_owned(), ..no },
        });
        let noes: Vec<Said> = noes.filter(|no| silent(&no.purpose)).collect();
        let open = |yes: &Said| known(yes) && silent(&yes.purpose) && !noes.iter().any(|no| no.covers(yes));
        let yeses: Vec<Said> = standing_yeses(said, granted, policy, now).into_iter().filter(open).collect();
        let no_words = noes.iter().map(|no| no.words(no.kind().unwrap_or(Kind::Withdraw), HOW, now));
        let words: Vec<_> = no_words.chain(yeses.iter().map(|yes| yes.words(Kind::Grant, evidence, now))).collect();
        (carried.noes, carried.yeses) = (noes.len() as u64, yeses.len() as u64);
        let subject = &document.subject;
        let paused_until = subject.paused_until.map(UnixTime).filter(|until| now < *until);
        carried.paused = subject.paused || paused_until.is_some() || subject.status == "restricted";
        let is_new = before.is_empty() && !self.vault.at(now).knows(who)?;
        let facts = PersonFacts {
            jurisdictions: subject.jurisdictions.iter().map(|key| policy.jurisdiction(key)).collect(),
            age: is_new.then_some(subject.age),
            restricted: (subject.status == "restricted").then_some(true),
            paused: subject.paused.then_some(true),
            paused_until,
            opt_out_signal: subject.opt_out_first_seen.is_some(),
        };
        // Somebody new of whom no word is taken over stays a stranger: who was erased is not brought back by their absence.
        if words.is_empty() && (is_new || !carried.paused) {
            return Ok(());
        }
        self.say(now, who, &words, &facts).map(drop)
    }

    fn carry_hidden(
        &self,
        now: UnixTime,
        who: &SubjectId,
        document: &Document,
        carried: &mut Carried,
    ) -> Result<(), AppError> {
        let items = document.hidden.iter().filter_map(|item| Some((Hide::Item(ItemId::parse(item).ok()?), false)));
        let veils = document.veils.iter().filter_map(|veil| Some((veil.hide()?, veil.contested)));
        for (what, contested) in items.chain(veils) {
            if contested {
                self.contest(now, who, &what)?;
            } else {
                self.veil(now, who, &what, true)?;
            }
            carried.hidden += 1;
        }
        Ok(())
    }

    fn carry_events(
        &self,
        now: UnixTime,
        who: &SubjectId,
        document: &Document,
        carried: &mut Carried,
    ) -> Result<(), AppError> {
        let read = |did: &Did| did.read(self.policy()).map(|event| (who.clone(), event));
        let sent: Vec<_> = document.events.iter().filter_map(read).collect();
        carried.left_out = (document.events.len() - sent.len()) as u64;
        let web = self.policy().channel("web").unwrap_or(domain::ChannelId(0));
        let intake = Intake { ask: Ask::on(web), arrival: Arrival::File };
        for step in sent.chunks(EVENTS_PER_STEP) {
            for outcome in self.keep(now, &intake, step)? {
                use domain::EventOutcome as Outcome;
                match outcome {
                    Outcome::Accepted => carried.kept += 1,
                    Outcome::Duplicate => carried.known += 1,
                    Outcome::NoConsent => carried.no_consent += 1,
                    Outcome::Mismatch | Outcome::TimeOutOfRange => carried.left_out += 1,
                }
            }
        }
        Ok(())
    }
}

impl Did {
    /// The event. It may serve no purpose here that it might not serve there.
    fn read(&self, policy: &Policy) -> Option<Event> {
        const YEARS_MAX: i64 = 200 * 366 * DAY_SECONDS;
        let known = |key: &String| policy.purpose(key).map(|entry| entry.terms.id);
        let basket = match &self.basket {
            Some(basket) => Some(EventId::parse(basket).ok()?),
            None => None,
        };
        let is_plain = (0..YEARS_MAX).contains(&self.time) && (1..=domain::QUANTITY_MAX).contains(&self.quantity);
        let rated = self.rating_tenths.is_none_or(|tenths| tenths <= domain::RATING_TENTHS_MAX);
        (is_plain && rated).then_some(())?;
        Some(Event {
            id: EventId::parse(&self.id).ok()?,
            item: ItemId::parse(&self.item).ok()?,
            verb: Verb::parse(&self.verb)?,
            at: UnixTime(self.time),
            at_arrival: self.at_arrival,
            quantity: self.quantity,
            rating_tenths: self.rating_tenths,
            basket,
            ceiling: Some(self.purposes.iter().filter_map(known).fold(PurposeSet::NONE, PurposeSet::with)),
        })
    }
}

impl Veiled {
    fn hide(&self) -> Option<Hide> {
        Some(match self.kind.as_str() {
            "item" => Hide::Item(ItemId::parse(self.item.as_deref()?).ok()?),
            "category" => Hide::Category { key: self.category.clone()?, future: self.future.unwrap_or(true) },
            "period" => Hide::Period { from: UnixTime(self.from?), to: UnixTime(self.to?) },
            "basket" => Hide::Basket(EventId::parse(self.basket.as_deref()?).ok()?),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests;
