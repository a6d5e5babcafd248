//! A store on which threads take turns: at each call they wait until they are picked, so that a run is its picks and
//! nothing else, and can be repeated, varied and counted through.

use super::village::Ground;
use crate::place;
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;
use store::{Batch, Entry, EntryId, PartitionKey, Scope, Space, Store, StoreError, Versioned, Visit, Write};

thread_local! {
    /// Which of the players this thread is; others are not held up.
    static PLAYER: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Who is at work for so long waits for a lock that one of those has who wait for their turn: somebody else goes on.
const STUCK: Duration = Duration::from_secs(2);

/// Chooses one of several, the first being 0.
pub type Pick = Box<dyn FnMut(usize) -> usize + Send>;

pub struct Stage {
    ground: Arc<Ground>,
    turns: Mutex<Turns>,
    changed: Condvar,
    /// How many commits met another writer.
    pub conflicts: AtomicUsize,
}

#[derive(Default)]
struct Turns {
    /// Players who have not come or who are at work: nobody is picked before they wait or are gone.
    busy: usize,
    waiting: Vec<usize>,
    turn: Option<usize>,
    pick: Option<Pick>,
}

impl Stage {
    pub fn over(ground: Arc<Ground>) -> Arc<Self> {
        Arc::new(Self { ground, turns: Mutex::default(), changed: Condvar::new(), conflicts: AtomicUsize::new(0) })
    }

    /// Lets every player do their part, one at a time, in the order of the picks; returns when all are done.
    pub fn play(&self, players: &[&(dyn Fn() + Sync)], pick: Pick) {
        *self.turns() = Turns { busy: players.len(), waiting: Vec::new(), turn: None, pick: Some(pick) };
        std::thread::scope(|scope| {
            for (number, part) in players.iter().enumerate() {
                scope.spawn(move || {
                    PLAYER.set(Some(number));
                    self.wait_for_turn();
                    part();
                    self.leave();
                });
            }
        });
    }

    fn turns(&self) -> MutexGuard<'_, Turns> {
        self.turns.lock().unwrap()
    }

    fn wait_for_turn(&self) {
        let Some(player) = PLAYER.get() else { return };
        let mut turns = self.turns();
        turns.waiting.push(player);
        self.pass_on(&mut turns);
        let not_mine = |turns: &mut Turns| turns.turn != Some(player);
        let (mut turns, mut waited) = self.changed.wait_timeout_while(turns, STUCK, not_mine).unwrap();
        while waited.timed_out() {
            if turns.turn.is_none() {
                self.pick(&mut turns);
            }
            (turns, waited) = self.changed.wait_timeout_while(turns, STUCK, not_mine).unwrap();
        }
        turns.turn = None;
        turns.busy += 1;
    }

    fn leave(&self) {
        self.pass_on(&mut self.turns());
    }

    /// Somebody at work stopped; the last who does picks who goes on.
    fn pass_on(&self, turns: &mut Turns) {
        turns.busy -= 1;
        if turns.busy == 0 && !turns.waiting.is_empty() {
            self.pick(turns);
        }
    }

    fn pick(&self, turns: &mut Turns) {
        turns.waiting.sort_unstable();
        let among = turns.waiting.len();
        let picked = turns.pick.as_mut().unwrap()(among);
        turns.turn = Some(turns.waiting.remove(picked));
        self.changed.notify_all();
    }
}

impl Store for Stage {
    fn records(&self, partition: &PartitionKey, spaces: &[Space]) -> Result<Vec<Option<Versioned>>, StoreError> {
        if spaces != [place::LAST_NO] {
            self.wait_for_turn();
        }
        self.ground.records(partition, spaces)
    }

    fn entry(&self, partition: &PartitionKey, id: &EntryId) -> Result<Option<Entry>, StoreError> {
        self.wait_for_turn();
        self.ground.entry(partition, id)
    }

    fn names(&self, partition: &PartitionKey, from: &EntryId, through: &EntryId) -> Result<Vec<EntryId>, StoreError> {
        self.wait_for_turn();
        self.ground.names(partition, from, through)
    }

    fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        // The mark of a no is for data that are put back: no decision reads it here, so that its order is no matter.
        let is_mark = |write: &Write| matches!(write, Write::PutRecord { space: place::LAST_NO, .. });
        if !batch.writes.iter().all(is_mark) {
            self.wait_for_turn();
        }
        let done = self.ground.commit(batch);
        self.conflicts.fetch_add(usize::from(done == Err(StoreError::Conflict)), Ordering::SeqCst);
        done
    }

    fn scan_log(&self, scope: Scope, visit: Visit<'_, Entry>) -> Result<(), StoreError> {
        self.wait_for_turn();
        self.ground.scan_log(scope, visit)
    }

    fn scan_records(
        &self,
        space: Space,
        from: &PartitionKey,
        visit: Visit<'_, (PartitionKey, Versioned)>,
    ) -> Result<(), StoreError> {
        self.ground.scan_records(space, from, visit)
    }

    fn blob(&self, name: &str) -> Result<Option<Versioned>, StoreError> {
        self.ground.blob(name)
    }

    fn scan_blobs(&self, prefix: &str, visit: Visit<'_, (String, Versioned)>) -> Result<(), StoreError> {
        self.ground.scan_blobs(prefix, visit)
    }

    fn healthy(&self) -> bool {
        true
    }
}

/// Picks by dice (Knuth's MMIX): the same seed is the same run.
pub fn by_dice(seed: u64) -> Pick {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d;
    Box::new(move |among| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % among
    })
}

/// Counts through every run there is, in which each pick was made each way.
#[derive(Default)]
pub struct Every {
    begun: AtomicBool,
    /// What was picked so far in the run, and among how many.
    choices: Arc<Mutex<Vec<(usize, usize)>>>,
}

impl Every {
    /// Turns to the first run, or to the next; false when there is none.
    pub fn begin(&self) -> bool {
        if !self.begun.swap(true, Ordering::SeqCst) {
            return true;
        }
        let mut choices = self.choices.lock().unwrap();
        while let Some((chosen, among)) = choices.pop() {
            if chosen + 1 < among {
                choices.push((chosen + 1, among));
                return true;
            }
        }
        false
    }

    /// The picks of this run: those that are written down, then always the first.
    pub fn picks(&self) -> Pick {
        let choices = Arc::clone(&self.choices);
        let mut at = 0;
        Box::new(move |among| {
            let mut choices = choices.lock().unwrap();
            if at == choices.len() {
                choices.push((0, among));
            }
            assert_eq!(choices[at].1, among, "the same picks are the same run");
            at += 1;
            choices[at - 1].0
        })
    }
}
