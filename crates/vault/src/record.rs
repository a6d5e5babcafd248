//! What is kept of one subject, in the clear: named in this room only, and never outside it.

use crate::VaultError;
use crate::hiding::{Veil, basket_mark};
use crate::limits::{Own, own_if_any};
use domain::{
    AgeBand, ChannelId, Event, ItemId, JurisdictionId, NoticeId, PurposeSet, Standing, Statement, Status, SubjectId,
    UnixTime, Verb,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::{BTreeSet, HashMap};
use zeroize::Zeroizing;

/// Most acts that a history keeps at hand; older ones stay in the log until their retention ends.
pub const ACTS_MAX: usize = 10_000;
/// Most statements one ledger takes.
pub const STATEMENTS_MAX: usize = 10_000;
/// Most items a person may hide, each.
pub const HIDDEN_MAX: usize = 10_000;

/// The form of the bytes below; a record of another form is not read.
const FORM: u8 = 5;

/// Who somebody is to us and what they said: what the gate reads.
#[derive(Serialize, Deserialize)]
pub(crate) struct Ledger {
    pub(crate) subject: SubjectId,
    pub(crate) status: Status,
    pub(crate) age: AgeBand,
    pub(crate) jurisdictions: Vec<JurisdictionId>,
    pub(crate) opt_out_first_seen: Option<UnixTime>,
    pub(crate) paused: bool,
    /// When a prompt was last shown, and put off.
    pub(crate) asked_at: Option<UnixTime>,
    pub(crate) deferred_at: Option<UnixTime>,
    /// The notices they were shown since they are known, each with its latest showing.
    pub(crate) served: Vec<ServedNotice>,
    pub(crate) statements: Vec<Statement>,
    /// The hash over all statements, each with the one before: the end of the chain.
    pub(crate) head: [u8; 32],
    pub(crate) since: UnixTime,
    /// Which yeses do not count any more since a merge, by their place among the statements.
    pub(crate) lapsed: BTreeSet<u32>,
    /// The people who were merged into this one: what they did and were told stays where it was, under their own key.
    pub(crate) absorbed: Vec<AbsorbedLog>,
    /// Until when the person had everything deleted that they did: nothing of that time is taken in again.
    pub(crate) cleared_at: Option<UnixTime>,
    /// When they last took something out of use: hid, contested or deleted it, or said what they never want to see.
    pub(crate) took_back_at: Option<UnixTime>,
    /// What they set for themself about being reached.
    #[serde(deserialize_with = "own_if_any")]
    pub(crate) own: Own,
}

/// Where the log of somebody lies who was merged into another, and the key that opens it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AbsorbedLog {
    pub(crate) partition: [u8; 16],
    pub(crate) key: [u8; 32],
    /// The place among the survivor's statements that was the first of theirs.
    pub(crate) base: u32,
}

/// That somebody was shown a notice.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct ServedNotice {
    pub(crate) notice: NoticeId,
    pub(crate) version: u32,
    pub(crate) at: UnixTime,
}

impl Ledger {
    pub(crate) fn new(subject: SubjectId, since: UnixTime) -> Self {
        Self {
            subject,
            status: Status::Active,
            age: AgeBand::Unknown,
            jurisdictions: Vec::new(),
            opt_out_first_seen: None,
            paused: false,
            asked_at: None,
            deferred_at: None,
            served: Vec::new(),
            statements: Vec::new(),
            head: [0; 32],
            since,
            lapsed: BTreeSet::new(),
            absorbed: Vec::new(),
            cleared_at: None,
            took_back_at: None,
            own: Own::default(),
        }
    }

    /// Whether they have paused every use of their data at this moment.
    pub(crate) fn is_paused(&self, now: UnixTime) -> bool {
        self.paused || self.own.paused_until.is_some_and(|until| now < until)
    }

    /// The subject as the rule sees them at this moment.
    pub(crate) fn standing(&self, now: UnixTime) -> Standing<'_> {
        Standing {
            status: self.status,
            age: self.age,
            known: true,
            paused: self.is_paused(now),
            opt_out_first_seen: self.opt_out_first_seen,
            ledger: &self.statements,
        }
    }
}

/// One thing somebody did, as the history keeps it at hand.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct ActRecord {
    /// Which of [`History::items`].
    pub(crate) item: u32,
    pub(crate) verb: Verb,
    pub(crate) at: UnixTime,
    pub(crate) quantity: u32,
    pub(crate) rating_tenths: Option<u16>,
    pub(crate) disclosed: PurposeSet,
    pub(crate) channel: ChannelId,
    /// What tells the acts of one basket from others.
    pub(crate) basket: Option<u64>,
}

/// What somebody did: unsealed only with a permit.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct History {
    /// Every item once, in order of first appearance.
    pub(crate) items: Vec<ItemId>,
    /// Where each of them stands, from when acts are added on; as long as the list, or behind it.
    #[serde(skip)]
    pub(crate) places: HashMap<ItemId, u32>,
    /// In order of arrival.
    pub(crate) acts: Vec<ActRecord>,
    /// The items that the person hid.
    pub(crate) hidden: BTreeSet<ItemId>,
    /// What else they hid, and what they contest.
    pub(crate) veils: Vec<Veil>,
}

impl History {
    /// Takes an event in; the oldest acts leave when there are more than [`ACTS_MAX`].
    pub(crate) fn add(&mut self, event: &Event, disclosed: PurposeSet, channel: ChannelId) {
        let item = self.index_of(&event.item);
        self.acts.push(ActRecord {
            item,
            verb: event.verb,
            at: event.at,
            quantity: event.quantity,
            rating_tenths: event.rating_tenths,
            disclosed,
            channel,
            basket: event.basket.as_ref().map(basket_mark),
        });
        if self.acts.len() > ACTS_MAX + ACTS_MAX / 8 {
            self.trim();
        }
    }

    fn index_of(&mut self, item: &ItemId) -> u32 {
        if self.places.len() != self.items.len() {
            self.places = self.items.iter().cloned().zip(0..).collect();
        }
        if let Some(at) = self.places.get(item) {
            return *at;
        }
        let at = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        self.items.push(item.clone());
        self.places.insert(item.clone(), at);
        at
    }

    /// Takes over what somebody else did, who is this person: each act with what was disclosed for it, no more.
    pub(crate) fn absorb(&mut self, other: Self) {
        for mut act in other.acts {
            act.item = self.index_of(&other.items[act.item as usize]);
            self.acts.push(act);
        }
        self.hidden.extend(other.hidden);
        // Whatever either hid stays hidden, also beyond the limit for what comes anew.
        for veil in other.veils {
            if !self.veils.contains(&veil) {
                self.veils.push(veil);
            }
        }
        if self.acts.len() > ACTS_MAX {
            self.trim();
        }
    }

    /// Keeps the newest [`ACTS_MAX`] acts, and the items that they name.
    fn trim(&mut self) {
        self.acts.sort_by_key(|act| act.at);
        self.acts.drain(..self.acts.len() - ACTS_MAX);
        self.name_anew();
    }

    /// Keeps the acts that are to be kept, and the items that they name. Returns how many went.
    pub(crate) fn keep(&mut self, is_kept: impl Fn(&ActRecord) -> bool) -> u64 {
        let before = self.acts.len();
        self.acts.retain(is_kept);
        let gone = before - self.acts.len();
        if gone > 0 {
            self.name_anew();
        }
        gone as u64
    }

    /// Forgets the items that no act names.
    fn name_anew(&mut self) {
        let old = std::mem::take(&mut self.items);
        self.places.clear();
        let acts = std::mem::take(&mut self.acts);
        for mut act in acts {
            act.item = self.index_of(&old[act.item as usize]);
            self.acts.push(act);
        }
    }

    /// Of some of the acts, those that still stand: a return undoes the latest purchases of the same item before it.
    pub(crate) fn standing(mut acts: Vec<ActRecord>) -> Vec<ActRecord> {
        if acts.iter().any(|act| act.verb == Verb::Return) {
            undo_returns(&mut acts);
        }
        acts
    }
}

fn undo_returns(acts: &mut Vec<ActRecord>) {
    acts.sort_by_key(|act| act.at);
    for at in 0..acts.len() {
        if acts[at].verb != Verb::Return {
            continue;
        }
        let mut back = acts[at].quantity;
        let item = acts[at].item;
        for act in acts[..at].iter_mut().rev().filter(|a| a.verb == Verb::Purchase && a.item == item) {
            let undone = back.min(act.quantity);
            act.quantity -= undone;
            back -= undone;
        }
    }
    acts.retain(|act| act.verb != Verb::Return && act.quantity > 0);
}

/// A record as bytes: a form, then postcard.
pub(crate) fn encode<T: Serialize>(record: &T) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    postcard::to_extend(record, vec![FORM]).map(Zeroizing::new).map_err(|_| VaultError::Form)
}

/// A record out of its bytes.
pub(crate) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, VaultError> {
    match bytes.split_first() {
        Some((&FORM, rest)) => postcard::from_bytes(rest).map_err(|_| VaultError::Form),
        _ => Err(VaultError::Form),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::EventId;

    fn event(item: &str, verb: Verb, at: i64, quantity: u32) -> Event {
        Event {
            id: EventId::parse("e").expect("plain"),
            item: ItemId::parse(item).expect("plain"),
            verb,
            at: UnixTime(at),
            quantity,
            rating_tenths: None,
            basket: None,
            ceiling: None,
            at_arrival: false,
        }
    }

    fn history(events: &[Event]) -> History {
        let mut history = History::default();
        for event in events {
            history.add(event, PurposeSet::NONE, ChannelId(0));
        }
        history
    }

    #[test]
    fn a_return_undoes_the_latest_purchases_before_it() {
        let history = history(&[
            event("tea", Verb::Purchase, 1, 2),
            event("tea", Verb::Return, 3, 3),
            event("tea", Verb::Purchase, 2, 2),
            event("cup", Verb::Purchase, 2, 1),
            event("tea", Verb::Purchase, 4, 5),
        ]);
        let left: Vec<_> = History::standing(history.acts).iter().map(|a| (a.at.0, a.quantity)).collect();
        assert_eq!(left, [(1, 1), (2, 1), (4, 5)]);
    }

    #[test]
    fn a_long_history_keeps_its_newest_acts() {
        let events: Vec<_> = (0..12_000).map(|n| event(&format!("i{}", n % 3), Verb::View, n, 1)).collect();
        let history = history(&events);
        assert!(history.acts.len() <= ACTS_MAX + ACTS_MAX / 8);
        assert_eq!(history.acts.last().map(|a| a.at.0), Some(11_999));
        assert!(
            history.acts.iter().all(|act| history.items[act.item as usize].as_str() == format!("i{}", act.at.0 % 3))
        );
    }

    #[test]
    fn a_record_of_another_form_is_not_read() {
        let mut bytes = encode(&1u32).expect("encodes").to_vec();
        assert_eq!(decode::<u32>(&bytes).expect("reads"), 1);
        bytes[0] = FORM + 1;
        assert!(decode::<u32>(&bytes).is_err());
    }
}
