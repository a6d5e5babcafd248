//! A village of people, each with a wish, and a store that can be made to fail.

use crate::policy::Policy;
use crate::{Answer, Arrival, Ask, Basis, Draft, Intake, KeyPlace, PersonFacts, Release, Vault, VaultError};
use domain::{
    Actor, AgeBand, ChannelId, Event, EventId, EventOutcome, Evidence, ItemId, Kind, Purpose, Reason, Recommend, Rung,
    Scope, SubjectId, Term, UnixTime, Verb,
};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use store::{Batch, Entry, EntryId, Memory, PartitionKey, Space, Store, StoreError, Versioned, Visit};

/// When people speak and act; what is asked of the vault is asked [`LATER`].
pub const NOON: UnixTime = UnixTime(1_760_000_000);
pub const LATER: UnixTime = UnixTime(NOON.0 + 1_000);
pub const DAY: i64 = domain::DAY_SECONDS;

pub struct Village {
    pub vault: Vault,
    pub ground: Arc<Ground>,
}

/// What a person wants. Everybody bought tea and looked at a cup at [`NOON`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    SaidNothing,
    SaidYes,
    SaidNo,
    Withdrew,
    SaidYesLongAgo,
    WantsARest,
    TurnedOutToBeAChild,
    GuardianSaidYes,
    WasForgotten,
}

/// What work saw, item by item.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Seen(pub Vec<String>);

impl Release for Seen {
    fn reasons(&self) -> Vec<Reason> {
        self.0.iter().map(|id| Reason { item: item(id), term: Term::Again, weight: 1.0, evidence: vec![] }).collect()
    }
}

/// Work that tells what it saw.
pub fn look<P: Purpose>(basis: &Basis<'_, P>, (): ()) -> Seen {
    match basis {
        Basis::Contextual(_) => Seen::default(),
        Basis::Personal(view) => Seen(view.acts().iter().map(|act| act.item.as_str().to_owned()).collect()),
    }
}

pub fn village() -> Village {
    let ground = Arc::new(Ground::default());
    let policy = Policy::shipped().unwrap();
    let vault = Vault::over(ground.clone(), ground.clone(), KeyPlace::Memory, policy, "village").unwrap();
    Village { vault, ground }
}

/// A village whose secrets are in files, so that it can be opened again over the same ground. Bundles are in the same
/// ground, so that every commit can be struck.
pub fn village_at(keys: &Path, ground: Arc<Ground>) -> Result<Village, VaultError> {
    let keys = KeyPlace::Directory(keys);
    let vault = Vault::over(ground.clone(), ground.clone(), keys, Policy::shipped()?, "village")?;
    Ok(Village { vault, ground })
}

impl Village {
    /// A person who lived here by their wish.
    pub fn person(&self, wish: Wish) -> SubjectId {
        self.named(&format!("{wish:?}"), wish)
    }

    pub fn named(&self, name: &str, wish: Wish) -> SubjectId {
        let who = subject(name);
        let of_eu = self.facts();
        let child = PersonFacts { age: Some(AgeBand::Child), ..of_eu.clone() };
        let rest = PersonFacts { restricted: Some(true), ..of_eu.clone() };
        match wish {
            Wish::SaidNothing => {}
            Wish::SaidNo => self.say(NOON, &who, &[self.about(Kind::Refuse)], &of_eu),
            Wish::SaidYesLongAgo => self.say(NOON.plus(-731 * DAY), &who, &[self.about(Kind::Grant)], &of_eu),
            Wish::GuardianSaidYes => self.say(NOON, &who, &[self.by_guardian()], &child),
            _ => self.say(NOON, &who, &[self.about(Kind::Grant)], &of_eu),
        }
        let lived = if wish == Wish::SaidYesLongAgo { NOON.plus(-731 * DAY) } else { NOON };
        self.did(lived, &who, &[bought("tea", lived), looked_at("cup", lived)]);
        match wish {
            Wish::Withdrew => self.say(NOON.plus(10), &who, &[self.about(Kind::Withdraw)], &of_eu),
            Wish::WantsARest => self.say(NOON.plus(10), &who, &[], &rest),
            Wish::TurnedOutToBeAChild => self.say(NOON.plus(10), &who, &[], &child),
            Wish::WasForgotten => assert!(self.vault.at(NOON.plus(10)).forget(&who).unwrap().found),
            _ => {}
        }
        who
    }

    pub fn facts(&self) -> PersonFacts {
        PersonFacts { jurisdictions: vec![self.vault.policy().jurisdiction("eu")], ..PersonFacts::default() }
    }

    /// A statement about being recommended things, as a person makes it.
    pub fn about(&self, kind: Kind) -> Draft {
        self.about_purpose(kind, Recommend::KEY)
    }

    pub fn about_purpose(&self, kind: Kind, purpose: &str) -> Draft {
        let purpose = self.vault.policy().purpose(purpose).map(|entry| entry.terms.id);
        Draft {
            kind,
            scope: Scope { purpose, category: None, recipient: None, channel: None },
            client_at: None,
            actor: Actor::Subject,
            explicit: true,
            past_data: false,
            overrides: None,
            evidence: Evidence { notice: "v1".to_owned(), how: "said so at the well".to_owned() },
            snapshot: None,
        }
    }

    fn by_guardian(&self) -> Draft {
        Draft { actor: Actor::Guardian, ..self.about(Kind::GuardianGrant) }
    }

    #[track_caller]
    pub fn say(&self, now: UnixTime, who: &SubjectId, drafts: &[Draft], facts: &PersonFacts) {
        let said = |draft: &Draft| Draft { client_at: draft.client_at.or(Some(now)), ..draft.clone() };
        self.vault.at(now).record(who, &drafts.iter().map(said).collect::<Vec<_>>(), facts).unwrap();
    }

    #[track_caller]
    pub fn did(&self, now: UnixTime, who: &SubjectId, events: &[Event]) -> Vec<EventOutcome> {
        let sent: Vec<_> = events.iter().map(|event| (who.clone(), event.clone())).collect();
        self.vault.at(now).keep(&self.intake(), &sent).unwrap()
    }

    pub fn intake(&self) -> Intake {
        let mut ask = self.ask();
        ask.jurisdictions = self.facts().jurisdictions;
        Intake { ask, arrival: Arrival::File }
    }

    pub fn ask(&self) -> Ask {
        Ask::on(self.web())
    }

    pub fn web(&self) -> ChannelId {
        self.vault.policy().channel("web").unwrap()
    }

    pub fn ask_about(&self, who: &SubjectId) -> Result<Answer<Seen>, VaultError> {
        self.vault.at(LATER).with(who, &self.ask(), (), look::<Recommend>)
    }

    /// What recommending sees of somebody, and on which rung.
    #[track_caller]
    pub fn check(&self, who: &SubjectId, rung: Rung, items: &[&str]) {
        let answer = self.ask_about(who).unwrap();
        assert_eq!(
            (answer.rung(), &answer.value().0[..]),
            (rung, &items.iter().map(ToString::to_string).collect::<Vec<_>>()[..])
        );
        assert_eq!(answer.refusal().is_some(), rung == Rung::Contextual);
    }

    /// How many records of any kind are kept, of everybody.
    pub fn records(&self) -> usize {
        let mut count = 0;
        for space in (0..=u8::MAX).map(Space) {
            let count_one = &mut |_| {
                count += 1;
                std::ops::ControlFlow::Continue(())
            };
            self.ground.scan_records(space, &PartitionKey::FIRST, count_one).unwrap();
        }
        count
    }

    /// How many events are held of somebody, wherever they stand; without a receipt of the look.
    pub fn events(&self, who: &SubjectId) -> usize {
        let subject = self.vault.find(who).unwrap();
        let logs = subject.iter().flat_map(crate::open::Opened::logs);
        let held = |log: crate::open::Log| {
            self.log(log.partition).iter().map(|entry| log.events(entry).unwrap().len()).sum::<usize>()
        };
        logs.map(held).sum()
    }

    /// Every log entry of a partition.
    pub fn log(&self, partition: PartitionKey) -> Vec<Entry> {
        let mut found = Vec::new();
        let keep = &mut |entry| {
            found.push(entry);
            std::ops::ControlFlow::Continue(())
        };
        self.ground.scan_log(store::Scope::Partition(partition), keep).unwrap();
        found
    }
}

pub fn subject(name: &str) -> SubjectId {
    SubjectId::parse(name).unwrap()
}

pub fn item(name: &str) -> ItemId {
    ItemId::parse(name).unwrap()
}

pub fn bought(what: &str, at: UnixTime) -> Event {
    event(what, Verb::Purchase, at)
}

pub fn looked_at(what: &str, at: UnixTime) -> Event {
    event(what, Verb::View, at)
}

pub fn event(what: &str, verb: Verb, at: UnixTime) -> Event {
    Event {
        id: EventId::parse(&format!("{what}.{}.{}", verb.as_str(), at.0)).unwrap(),
        item: item(what),
        verb,
        at,
        quantity: 1,
        rating_tenths: None,
        basket: None,
        ceiling: None,
        at_arrival: false,
    }
}

/// How a commit that is struck goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strike {
    /// Nothing of it is kept.
    Before,
    /// It is kept, and nobody hears of it.
    After,
}

/// A store in memory that can be struck: from then on nothing more is kept, as when the power goes.
#[derive(Debug, Default)]
pub struct Ground {
    pub memory: Memory,
    strike: Mutex<Option<(usize, Strike)>>,
    pub struck: AtomicBool,
    /// How many of the next commits meet another writer.
    pub conflicts: AtomicUsize,
    /// Whether there is no room but for what is urgent.
    pub full: AtomicBool,
    pub commits: AtomicUsize,
}

impl Ground {
    /// Lets `commits` pass and strikes the one after.
    pub fn strike_after(&self, commits: usize, how: Strike) {
        *self.strike.lock().unwrap() = Some((commits, how));
    }

    /// The power is back.
    pub fn mend(&self) -> bool {
        *self.strike.lock().unwrap() = None;
        self.struck.swap(false, Ordering::SeqCst)
    }
}

impl Store for Ground {
    fn records(&self, partition: &PartitionKey, spaces: &[Space]) -> Result<Vec<Option<Versioned>>, StoreError> {
        self.memory.records(partition, spaces)
    }

    fn entry(&self, partition: &PartitionKey, id: &EntryId) -> Result<Option<Entry>, StoreError> {
        self.memory.entry(partition, id)
    }

    fn names(&self, partition: &PartitionKey, from: &EntryId, through: &EntryId) -> Result<Vec<EntryId>, StoreError> {
        self.memory.names(partition, from, through)
    }

    fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        self.commits.fetch_add(1, Ordering::SeqCst);
        let more = |left: usize| left.checked_sub(1);
        if self.conflicts.fetch_update(Ordering::SeqCst, Ordering::SeqCst, more).is_ok() {
            return Err(StoreError::Conflict);
        }
        if self.full.load(Ordering::SeqCst) && !batch.urgent {
            return Err(StoreError::Full);
        }
        if let Some((left, how)) = &mut *self.strike.lock().unwrap() {
            if *left == 0 {
                if *how == Strike::After && !self.struck.load(Ordering::SeqCst) {
                    self.memory.commit(batch)?;
                }
                self.struck.store(true, Ordering::SeqCst);
                return Err(StoreError::Medium("the power went".to_owned()));
            }
            *left -= 1;
        }
        self.memory.commit(batch)
    }

    fn scan_log(&self, scope: store::Scope, visit: Visit<'_, Entry>) -> Result<(), StoreError> {
        self.memory.scan_log(scope, visit)
    }

    fn scan_records(
        &self,
        space: Space,
        from: &PartitionKey,
        visit: Visit<'_, (PartitionKey, Versioned)>,
    ) -> Result<(), StoreError> {
        self.memory.scan_records(space, from, visit)
    }

    fn blob(&self, name: &str) -> Result<Option<Versioned>, StoreError> {
        self.memory.blob(name)
    }

    fn scan_blobs(&self, prefix: &str, visit: Visit<'_, (String, Versioned)>) -> Result<(), StoreError> {
        self.memory.scan_blobs(prefix, visit)
    }

    fn healthy(&self) -> bool {
        !self.struck.load(Ordering::SeqCst)
    }
}
