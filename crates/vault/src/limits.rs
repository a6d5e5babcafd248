//! What people set for themselves about being reached: how often, when, about what; and a pause that ends by itself.
//!
//! # Invariants
//! - A limit only restricts: none ever opens what is closed without it.
//! - What is set is in force for the next decision; a pause with an end is over at that very second.
//! - What is set for one name of a person holds for all that are linked, where it is tighter than what holds there; what is
//!   looser travels nowhere.

mod quiet;
mod zone;

pub use quiet::{Quiet, QuietError};
pub use zone::{ZONES, Zone};

use crate::identity::Noes;
use crate::{Moment, RETRIES_MAX, VaultError};
use domain::{ChannelId, Context, DAY_SECONDS, PurposeTerms, SubjectId, UnixTime};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::iter::once;
use store::{Batch, StoreError};

/// Most messages a week that can be set; who wants no limit sets none.
pub const WEEKLY_MAX: u8 = 50;
/// Most topics that somebody can switch off.
pub const TOPICS_OFF_MAX: usize = 200;
/// Most stretches of quiet that can be set.
pub const QUIET_MAX: usize = 8;
/// Most stretches of quiet that one person can have: those that can be set, and one for each clock that linked names add.
pub const QUIET_HELD_MAX: usize = QUIET_MAX + ZONES.len();
/// Most topics off that are taken in at once, where linked names brought more together than can be set.
pub const TOPICS_HELD_MAX: usize = 10 * TOPICS_OFF_MAX;

/// The stretch in which messages are counted.
const WEEK_SECONDS: i64 = 7 * DAY_SECONDS;
/// Most sendings of a week that are kept; beyond them every limit that can be set is long reached.
const SENT_MAX: usize = 1_000;

/// What somebody sets about being reached: all of it, in the place of what they set before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Most messages in seven days, by channel; a channel that is not here has no limit of theirs.
    pub weekly: BTreeMap<ChannelId, u8>,
    /// When they are to be left alone: one stretch of the day that they set, and whatever else was set under a name that
    /// turned out to be theirs. On disk one of them looks as an `Option` does, which it was before.
    pub quiet: Vec<Quiet>,
    /// What they do not want to be written to about, as the catalog names it.
    pub topics_off: BTreeSet<String>,
}

/// What of it is kept, with what it is reckoned by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Own {
    pub(crate) limits: Limits,
    /// When any of it was last set: no backup takes that back unseen.
    pub(crate) set_at: Option<UnixTime>,
    pub(crate) paused_until: Option<UnixTime>,
    /// What was sent in the last week.
    pub(crate) sent: Vec<(ChannelId, UnixTime)>,
}

/// A ledger that was written before there were limits ends where they begin. What is read was sealed, so that nothing else
/// than that can be wrong with its end.
pub(crate) fn own_if_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Own, D::Error> {
    Ok(Own::deserialize(deserializer).unwrap_or_default())
}

// === impl Own ===

impl Own {
    /// Closes what the person's own limits close now. Nobody is reached by what is not direct marketing.
    pub(crate) fn restrict(&self, context: &mut Context, terms: &PurposeTerms) {
        if terms.direct_marketing {
            context.cap_reached |= self.cap_ends(context.channel, context.now).is_some();
            context.quiet |= self.quiet_ends(context.now).is_some();
        }
    }

    /// When the next message may go out on a channel whose limit is reached; never where none may at all.
    pub(crate) fn cap_ends(&self, channel: ChannelId, now: UnixTime) -> Option<UnixTime> {
        let most = usize::from(*self.limits.weekly.get(&channel)?);
        let counts = |(by, at): &&(ChannelId, UnixTime)| *by == channel && now.since(*at) < WEEK_SECONDS;
        let mut sent: Vec<UnixTime> = self.sent.iter().filter(counts).map(|(_, at)| *at).collect();
        sent.sort_unstable();
        let over = sent.len().checked_sub(most)?;
        Some(sent.get(over).map_or(UnixTime(i64::MAX), |oldest| oldest.plus(WEEK_SECONDS)))
    }

    /// When the quiet that holds now is over; where two hold, the later end: what comes after is asked then.
    pub(crate) fn quiet_ends(&self, now: UnixTime) -> Option<UnixTime> {
        self.limits.quiet.iter().filter_map(|quiet| quiet.ends(now)).max()
    }

    /// Whether any of these topics is switched off.
    pub(crate) fn is_off(&self, topics: &[String]) -> bool {
        topics.iter().any(|topic| self.limits.topics_off.contains(topic))
    }

    /// Forgets what was sent more than a week ago: it counts no more.
    pub(crate) fn forget_sent(&mut self, now: UnixTime) {
        self.sent.retain(|(_, at)| now.since(*at) < WEEK_SECONDS);
    }

    /// Counts one more.
    pub(crate) fn count(&mut self, channel: ChannelId, now: UnixTime) {
        self.forget_sent(now);
        // The oldest of the same channel goes: what is sent by another opens no limit of this one.
        while self.sent.iter().filter(|(by, _)| *by == channel).count() >= SENT_MAX {
            let oldest = self.sent.iter().position(|(by, _)| *by == channel);
            self.sent.remove(oldest.unwrap_or(0));
        }
        self.sent.push((channel, now));
    }

    /// A pause that ends by itself begins, or ends before its time with any other.
    pub(crate) fn pause(&mut self, paused: Option<bool>, until: Option<UnixTime>, now: UnixTime) {
        self.forget_sent(now);
        if paused == Some(false) {
            self.paused_until = None;
        }
        if let Some(until) = until {
            (self.paused_until, self.set_at) = (Some(until), Some(now));
        }
    }

    /// What both amount to for one person: whichever is the tighter, and all that went out to either.
    pub(crate) fn with(&self, other: &Self) -> Self {
        let mut both = self.counting(std::iter::once(other));
        for (channel, most) in &other.limits.weekly {
            let own = both.limits.weekly.entry(*channel).or_insert(*most);
            *own = (*own).min(*most);
        }
        for quiet in &other.limits.quiet {
            quiet.add_to(&mut both.limits.quiet);
        }
        both.limits.topics_off.extend(other.limits.topics_off.iter().cloned());
        both.set_at = self.set_at.max(other.set_at);
        both.paused_until = self.paused_until.max(other.paused_until);
        both
    }

    /// The same limits, reckoned by what went out under other names too.
    pub(crate) fn counting<'o>(&self, others: impl Iterator<Item = &'o Self>) -> Self {
        let mut all = self.clone();
        all.sent.extend(others.flat_map(|other| &other.sent));
        all
    }

    /// Takes over what was set under a linked name, where it is tighter. Returns whether anything changed. When that one was
    /// written to stays with it.
    pub(crate) fn take_over(&mut self, other: &Self) -> bool {
        let both = Self { sent: self.sent.clone(), ..self.with(other) };
        let changed = both != *self;
        *self = both;
        changed
    }
}

impl Moment<'_> {
    /// Keeps what a person sets about being reached, in the place of what they set before. In force when this returns.
    ///
    /// # Errors
    /// [`VaultError::Limit`] for more than may be set, where it is also more than is set already: what came together by
    /// links can be kept, and made less of. And when the ground fails.
    pub fn set_limits(&self, who: &SubjectId, limits: &Limits) -> Result<(), VaultError> {
        self.set_up_to(who, limits, [TOPICS_OFF_MAX, QUIET_MAX])
    }

    /// As [`Moment::set_limits`], for what comes with somebody from elsewhere: as many as can have come together there.
    ///
    /// # Errors
    /// As [`Moment::set_limits`].
    pub fn carry_limits(&self, who: &SubjectId, limits: &Limits) -> Result<(), VaultError> {
        self.set_up_to(who, limits, [TOPICS_HELD_MAX, QUIET_HELD_MAX])
    }

    fn set_up_to(&self, who: &SubjectId, limits: &Limits, most: [usize; 2]) -> Result<(), VaultError> {
        if limits.weekly.values().any(|most| *most > WEEKLY_MAX) {
            return Err(VaultError::Limit { limit: "WEEKLY_MAX" });
        }
        for _ in 0..RETRIES_MAX {
            match self.try_set_limits(who, limits, most) {
                Err(VaultError::Store(StoreError::Conflict)) => self.vault.clear_lost(&self.vault.partition(who))?,
                done => return done,
            }
        }
        Err(VaultError::Busy)
    }

    fn try_set_limits(&self, who: &SubjectId, limits: &Limits, most: [usize; 2]) -> Result<(), VaultError> {
        let home = self.vault.home_with_kin(who)?;
        let (mut subject, bundle) = self.found_or_new(home.subject, who, &[])?;
        let known = &subject.ledger.own.limits;
        if limits.topics_off.len() > most[0].max(known.topics_off.len()) {
            return Err(VaultError::Limit { limit: "TOPICS_OFF_MAX" });
        }
        if limits.quiet.len() > most[1].max(known.quiet.len()) {
            return Err(VaultError::Limit { limit: "QUIET_MAX" });
        }
        subject.ledger.own.limits.clone_from(limits);
        subject.ledger.own.set_at = Some(self.now);
        subject.ledger.own.forget_sent(self.now);
        let own = Own { limits: limits.clone(), set_at: Some(self.now), ..Own::default() };
        let mut batch = Batch::new().and(subject.put_ledger()?).urgent_if(true);
        batch.writes.extend(self.tell(&home.others, Noes { own: Some(&own), ..Noes::default() })?);
        self.vault.settle(Vec::from_iter(bundle), true)?;
        // Nothing that anybody is counted by depends on it.
        self.vault.commit_aside(batch)?;
        self.keep_no(once(subject.partition).chain(home.others.iter().copied()))
    }

    /// What a person set about being reached; nothing for a stranger.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn limits(&self, who: &SubjectId) -> Result<Limits, VaultError> {
        Ok(self.vault.find(who)?.map(|subject| subject.ledger.own.limits).unwrap_or_default())
    }

    /// Until when a person paused every use of their data, where that ends by itself and is not over.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn paused_until(&self, who: &SubjectId) -> Result<Option<UnixTime>, VaultError> {
        let Some(subject) = self.vault.find(who)? else { return Ok(None) };
        Ok(subject.ledger.own.paused_until.filter(|until| self.now < *until && !subject.ledger.paused))
    }
}

#[cfg(test)]
mod tests;
