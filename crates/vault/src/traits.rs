//! What a person declared of themself: interests, and how much variety they like. Taken in by the gate, as deeds are.
//!
//! # Invariants
//! - What no purpose may use is not kept; taking something back needs nobody's yes.
//! - A declaration is unsealed only where the gate opened for its own category, and each one passes the gate by itself.

use crate::intake::collectable;
use crate::open::Opened;
use crate::{Ask, Moment, RETRIES_MAX, VaultError, place};
use domain::{ChannelId, INTERESTS_MAX, Interest, PurposeSet, SubjectId, Topic, UnixTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::iter::once;
use store::{Batch, Expect, StoreError, Write};

/// The most of [`Declared::variety`].
pub const VARIETY_MAX: u8 = 100;

/// What a person declares: all of it, in the place of what they declared before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// What they like, and what they never want to see; of two about one topic the later counts.
    pub interests: Vec<Interest>,
    /// More of the same (0) or something else ([`VARIETY_MAX`]), where the page does not say.
    pub variety: Option<u8>,
}

impl Declared {
    fn check(&self) -> Result<(), VaultError> {
        match self {
            Self { interests, .. } if interests.len() > INTERESTS_MAX => {
                Err(VaultError::Limit { limit: "INTERESTS_MAX" })
            }
            Self { variety: Some(variety), .. } if *variety > VARIETY_MAX => {
                Err(VaultError::Limit { limit: "VARIETY_MAX" })
            }
            _ => Ok(()),
        }
    }
}

/// What became of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declaring {
    /// All of it is kept.
    Kept,
    /// No purpose may use it: nothing new was kept, and what was no longer declared is gone.
    NoConsent,
}

/// One declaration as it is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldTrait<T> {
    /// What was declared.
    pub what: T,
    /// When.
    pub at: UnixTime,
    /// The purposes that were disclosed and allowed then.
    pub disclosed: PurposeSet,
}

/// When, where and for which purposes something was declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Origin {
    pub(crate) at: UnixTime,
    pub(crate) disclosed: PurposeSet,
    pub(crate) channel: ChannelId,
}

/// What is kept of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Traits {
    pub(crate) interests: Vec<(Interest, Origin)>,
    pub(crate) variety: Option<(u8, Origin)>,
}

impl Traits {
    /// What there is after a declaration. What stood before stays as it was; what is new is kept only where somebody may
    /// use it. Says whether all of it is kept.
    fn declare(&self, said: &Declared, now: Origin) -> (Self, bool) {
        let newest: BTreeMap<&Topic, &Interest> = said.interests.iter().map(|one| (&one.topic, one)).collect();
        let may = !now.disclosed.is_empty();
        let mut whole = true;
        let mut keep = |before: Option<Origin>| {
            let kept = before.or(may.then_some(now));
            whole &= kept.is_some();
            kept
        };
        let mut next = Self::default();
        for interest in newest.into_values() {
            let before = self.interests.iter().find(|(known, _)| known == interest).map(|(_, origin)| *origin);
            next.interests.extend(keep(before).map(|origin| (interest.clone(), origin)));
        }
        if let Some(variety) = said.variety {
            let before = self.variety.filter(|(known, _)| *known == variety).map(|(_, origin)| origin);
            next.variety = keep(before).map(|origin| (variety, origin));
        }
        (next, whole)
    }

    /// Takes over what somebody else declared, who is this person: of two about one topic the later counts, and of two of
    /// the same time the one that never wants to see it.
    pub(crate) fn absorb(&mut self, other: Self) {
        for (interest, origin) in other.interests {
            match self.interests.iter_mut().find(|(known, _)| known.topic == interest.topic) {
                Some(known) if (known.1.at, !known.0.likes) < (origin.at, !interest.likes) => {
                    *known = (interest, origin)
                }
                Some(_) => {}
                None => self.interests.push((interest, origin)),
            }
        }
        self.interests.sort_by_key(|(_, origin)| std::cmp::Reverse(origin.at));
        self.interests.truncate(INTERESTS_MAX);
        self.interests.sort_by(|one, other| one.0.cmp(&other.0));
        self.variety = self.variety.into_iter().chain(other.variety).max_by_key(|(_, origin)| origin.at);
    }

    /// Whether less may be shown than before: something is never wanted any more, or is no longer liked.
    fn takes_back(&self, before: &Self) -> bool {
        let has = |all: &Self, one: &Interest| all.interests.iter().any(|(known, _)| known == one);
        let refused = self.interests.iter().any(|(one, _)| !one.likes && !has(before, one));
        refused || before.interests.iter().any(|(one, _)| one.likes && !has(self, one))
    }

    /// Keeps what is to be kept. Returns how many declarations went.
    pub(crate) fn keep(&mut self, kept: impl Fn(&Origin) -> bool) -> u64 {
        let count = |traits: &Self| traits.interests.len() + usize::from(traits.variety.is_some());
        let before = count(self);
        self.interests.retain(|(_, origin)| kept(origin));
        self.variety = self.variety.filter(|(_, origin)| kept(origin));
        (before - count(self)) as u64
    }

    /// What is declared once one more thing is, in the place of what was said about the same, or it is taken back.
    fn amended(&self, interest: &Interest, on: bool) -> Declared {
        let others = self.interests.iter().map(|(known, _)| known).filter(|known| known.topic != interest.topic);
        let interests = others.chain(on.then_some(interest)).cloned().collect();
        Declared { interests, variety: self.variety.map(|(known, _)| known) }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.interests.is_empty() && self.variety.is_none()
    }

    /// What is held, for the person themself.
    pub(crate) fn held(&self) -> (Vec<HeldTrait<Interest>>, Option<HeldTrait<u8>>) {
        let interest = |(what, origin): &(Interest, Origin)| held(what.clone(), origin);
        let variety = self.variety.map(|(what, origin)| held(what, &origin));
        (self.interests.iter().map(interest).collect(), variety)
    }
}

const fn held<T>(what: T, origin: &Origin) -> HeldTrait<T> {
    HeldTrait { what, at: origin.at, disclosed: origin.disclosed }
}

impl Opened {
    /// Whether anything was declared.
    pub(crate) const fn has_traits(&self) -> bool {
        self.traits.is_some()
    }

    /// Unseals what was declared. Call it only with an open gate, or for the person themself.
    pub(crate) fn traits(&self) -> Result<Traits, VaultError> {
        let Some(found) = &self.traits else { return Ok(Traits::default()) };
        let place = place::record(&self.partition, place::TRAITS, found.version);
        crate::record::decode(&self.keys.record.open(&place, &found.sealed)?)
    }

    /// As [`Opened::traits`], where the gate is open; else nothing.
    pub(crate) fn traits_if(&self, is_open: bool) -> Result<Traits, VaultError> {
        if is_open { self.traits() } else { Ok(Traits::default()) }
    }

    /// Seals what was declared for its next version; of nothing no record stays.
    pub(crate) fn put_traits(&self, traits: &Traits) -> Result<Option<Write>, VaultError> {
        let expect = self.traits.as_ref().map_or(Expect::Absent, |found| Expect::Version(found.version));
        if !traits.is_empty() {
            return self.put(place::TRAITS, expect, traits).map(Some);
        }
        let delete = Write::DeleteRecord { partition: self.partition, space: place::TRAITS, expect };
        Ok(self.has_traits().then_some(delete))
    }
}

impl Moment<'_> {
    /// Keeps what a person declares, in the place of what they declared before, as far as some purpose may use it. Durable
    /// when this returns. Of a stranger nothing is kept: whoever wants that says yes to something first.
    ///
    /// # Errors
    /// [`VaultError::Limit`] for more than [`INTERESTS_MAX`] interests or a variety above [`VARIETY_MAX`], and when the
    /// ground fails.
    pub fn declare(&self, who: &SubjectId, ask: &Ask, said: &Declared) -> Result<Declaring, VaultError> {
        self.redeclare(who, ask, |_| said.clone())
    }

    /// Keeps one thing more that a person declares, in the place of what they said about the same topic, or takes it back
    /// with `on` false; the rest stays as it is. Else as [`Moment::declare`].
    ///
    /// # Errors
    /// As [`Moment::declare`].
    pub fn amend(&self, who: &SubjectId, ask: &Ask, interest: &Interest, on: bool) -> Result<Declaring, VaultError> {
        self.redeclare(who, ask, |known| known.amended(interest, on))
    }

    fn redeclare(
        &self,
        who: &SubjectId,
        ask: &Ask,
        said: impl Fn(&Traits) -> Declared,
    ) -> Result<Declaring, VaultError> {
        for _ in 0..RETRIES_MAX {
            match self.try_declare(who, ask, &said) {
                Err(VaultError::Store(StoreError::Conflict)) => {}
                done => return done,
            }
        }
        Err(VaultError::Busy)
    }

    fn try_declare(
        &self,
        who: &SubjectId,
        ask: &Ask,
        said: &impl Fn(&Traits) -> Declared,
    ) -> Result<Declaring, VaultError> {
        let mut home = self.vault.home(who)?;
        let before = home.subject.as_ref().map(Opened::traits).transpose()?.unwrap_or_default();
        let said = said(&before);
        said.check()?;
        let Some(subject) = &mut home.subject else { return Ok(Declaring::NoConsent) };
        let policy = &self.vault.policy;
        // It may be used as it was said, or only to count them among others who said the same.
        let categories = policy.interest_category().into_iter().chain(policy.group_category());
        let disclosed = categories.fold(PurposeSet::NONE, |set, category| {
            collectable(self, ask, &subject.ledger, category).iter().fold(set, PurposeSet::with)
        });
        let (next, whole) = before.declare(&said, Origin { at: self.now, disclosed, channel: ask.channel });
        let takes_back = next.takes_back(&before);
        if takes_back {
            subject.ledger.took_back_at = Some(self.now);
        }
        if let Some(write) = subject.put_traits(&next)? {
            self.vault.commit(Batch::new().and(write).and(subject.put_ledger()?))?;
        }
        if takes_back {
            self.keep_no(once(subject.partition))?;
        }
        Ok(if whole { Declaring::Kept } else { Declaring::NoConsent })
    }
}
