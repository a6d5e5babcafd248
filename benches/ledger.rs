//! A person's ledger, short and as long as one may get: asked what may be used, decided on, and added to.
//!
//! `cargo bench -p assent-benches --bench ledger`. On disk means that the answer came after a sync.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a measurement whose ground fails has nothing to say")]

use divan::Bencher;
use domain::{
    Actor, CategoryId, ChannelId, DAY_SECONDS, Evidence, Kind, Reason, Recommend, Scope as About, SubjectId, UnixTime,
};
use std::sync::Arc;
use store::{Embedded, Memory, Store};
use tempfile::TempDir;
use vault::policy::Policy;
use vault::{Ask, Basis, Draft, KeyPlace, PersonFacts, Release, Vault};

const NOW: UnixTime = UnixTime(20_000 * DAY_SECONDS);
/// What most people's ledgers come to in years, and close to the most that one takes: additions have to fit in.
const LENGTHS: [usize; 2] = [20, 9_900];
/// How often something is added: fewer times than a ledger of the larger length has room for.
const ADDITIONS: u32 = 80;

fn main() {
    divan::main();
}

/// A vault with one person, who said so many things.
struct World {
    vault: Vault,
    who: SubjectId,
    _disk: Option<TempDir>,
}

impl World {
    fn in_memory(statements: usize) -> Self {
        Self::over(Arc::new(Memory::new()), None, statements)
    }

    fn on_disk(statements: usize) -> Self {
        let disk = tempfile::tempdir().unwrap();
        Self::over(Arc::new(Embedded::open(&disk.path().join("data")).unwrap()), Some(disk), statements)
    }

    fn over(store: Arc<dyn Store>, disk: Option<TempDir>, statements: usize) -> Self {
        let vault = Vault::open(store, KeyPlace::Memory, Policy::shipped().unwrap(), "bench").unwrap();
        let world = Self { vault, who: SubjectId::parse("anna").unwrap(), _disk: disk };
        world.say(NOW.plus(-9), &(1..statements).map(said).collect::<Vec<_>>());
        world.say(NOW.plus(-8), &[said(0)]);
        world
    }

    fn say(&self, at: UnixTime, drafts: &[Draft]) {
        let drafts: Vec<_> = drafts.iter().map(|draft| Draft { client_at: Some(at), ..draft.clone() }).collect();
        self.vault.at(at).record(&self.who, &drafts, &PersonFacts::default()).unwrap();
    }
}

/// A yes to recommending, or one of the things that people say about other purposes, categories and channels.
fn said(number: usize) -> Draft {
    let purpose = [0, 1, 2, 3][number % 4];
    let yes = number.is_multiple_of(3);
    Draft {
        kind: if number == 0 || (yes && purpose != 0) { Kind::Grant } else { Kind::Withdraw },
        scope: About {
            purpose: Some(domain::PurposeId(purpose)),
            category: (number % 5 == 1).then_some(CategoryId(2)),
            recipient: None,
            channel: (number % 7 == 1).then_some(ChannelId(1)),
        },
        client_at: None,
        actor: Actor::Subject,
        explicit: true,
        past_data: false,
        overrides: None,
        evidence: Evidence { notice: "notice 7".to_owned(), how: "the choices page".to_owned() },
        snapshot: None,
    }
}

/// Every purpose with every category: one read of the ledger, and the whole rule.
#[divan::bench(args = LENGTHS)]
fn effective(bencher: Bencher, statements: usize) {
    let world = World::in_memory(statements);
    let ask = Ask::on(ChannelId(0));
    bencher.bench_local(|| world.vault.at(NOW).effective(&world.who, &ask).unwrap());
}

/// What a decision costs without ranking, receipt included.
#[divan::bench(args = LENGTHS)]
fn decide(bencher: Bencher, statements: usize) {
    let world = World::in_memory(statements);
    let ask = Ask::on(ChannelId(0));
    bencher.bench_local(|| world.vault.at(NOW).with(&world.who, &ask, (), nothing).unwrap());
}

/// One more statement, in memory.
#[divan::bench(args = LENGTHS, sample_count = ADDITIONS, sample_size = 1)]
fn add(bencher: Bencher, statements: usize) {
    let world = World::in_memory(statements);
    bencher.bench_local(|| world.say(NOW, &[said(1)]));
}

/// One more statement, on disk when it returns.
#[divan::bench(args = LENGTHS, sample_count = ADDITIONS, sample_size = 1)]
fn add_on_disk(bencher: Bencher, statements: usize) {
    let world = World::on_disk(statements);
    bencher.bench_local(|| world.say(NOW, &[said(1)]));
}

struct Nothing;

impl Release for Nothing {
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }
}

fn nothing(_: &Basis<'_, Recommend>, (): ()) -> Nothing {
    Nothing
}
