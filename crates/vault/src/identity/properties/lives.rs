//! Two people in the village, who live by chance and turn out to be one, under the shipped policy.

use super::{hold, long};
use crate::identity::{Link, Merge};
use crate::tests::village::{DAY, NOON, Village, subject, village};
use crate::{Draft, Limits, PersonFacts, Quiet, Zone};
use domain::{Actor, Identifier, IdentifierKind, Kind, Statement, SubjectId, UnixTime};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};

/// Cases of a property that opens ledgers and writes them, and how many behind the long switch.
const LIVES: u32 = 60;
const LIVES_LONG: u32 = 5_000;

/// What somebody does next.
#[derive(Clone, Copy, Debug)]
enum Step {
    BothSay { kind: Kind, purpose: usize },
    Says { first: bool, kind: Kind, purpose: usize, category: Option<usize>, channel: Option<usize> },
    Signals { first: bool },
    Rests { first: bool, pauses: bool },
    IsVerified { first: bool },
    Limits { first: bool, limit: usize },
}

/// What somebody may set about being reached: nothing, then one thing each.
fn limits(village: &Village, limit: usize) -> Limits {
    let policy = village.vault.policy();
    let mail = policy.channel("email").unwrap();
    let quiet = |from, to| vec![Quiet::new(from, to, Zone::parse("UTC").unwrap()).unwrap()];
    match limit {
        0 => Limits::default(),
        1 => Limits { weekly: [(mail, 0)].into(), ..Limits::default() },
        2 => Limits { weekly: [(mail, 3)].into(), ..Limits::default() },
        3 => Limits { quiet: quiet(600, 900), ..Limits::default() },
        4 => Limits { quiet: quiet(1_320, 420), ..Limits::default() },
        _ => Limits { topics_off: ["Garden".to_owned()].into(), ..Limits::default() },
    }
}

/// Whether one person's limits leave nothing open that another's close, at any minute of a day.
fn no_looser(one: &Limits, other: &Limits) -> bool {
    let most = |channel, most: &u8| one.weekly.get(channel).is_some_and(|own| own <= most);
    let quiet = |limits: &Limits, minute: u16| {
        limits.quiet.iter().any(|quiet| match (quiet.from_minute(), quiet.to_minute()) {
            (from, to) if from < to => (from..to).contains(&minute),
            (from, to) => minute >= from || minute < to,
        })
    };
    other.weekly.iter().all(|(channel, limit)| most(channel, limit))
        && one.topics_off.is_superset(&other.topics_off)
        && (0..1_440).all(|minute| quiet(one, minute) || !quiet(other, minute))
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let kind = prop_oneof![3 => Just(Kind::Grant), 1 => select(vec![Kind::Withdraw, Kind::Object, Kind::OptOut])];
    let part = || prop_oneof![2 => Just(None), 1 => (0..3_usize).prop_map(Some)];
    let says = (any::<bool>(), kind, 0..5_usize, part(), part())
        .prop_map(|(first, kind, purpose, category, channel)| Step::Says { first, kind, purpose, category, channel });
    let step = prop_oneof![
        12 => says,
        1 => any::<bool>().prop_map(|first| Step::Signals { first }),
        1 => (any::<bool>(), any::<bool>()).prop_map(|(first, pauses)| Step::Rests { first, pauses }),
        4 => any::<bool>().prop_map(|first| Step::IsVerified { first }),
        8 => (0..5_usize).prop_map(|purpose| Step::BothSay { kind: Kind::Grant, purpose }),
        3 => (any::<bool>(), 0..6_usize).prop_map(|(first, limit)| Step::Limits { first, limit }),
    ];
    let start = any::<bool>().prop_map(|known| if known { vec![true, false] } else { vec![] });
    (start, vec(step, 1..14))
        .prop_map(|(known, steps)| known.into_iter().map(|first| Step::IsVerified { first }).chain(steps).collect())
}

struct Pair<'v> {
    village: &'v Village,
    anna: SubjectId,
    again: SubjectId,
    now: UnixTime,
}

impl<'v> Pair<'v> {
    /// Two names that nobody has had before.
    fn new(village: &'v Village) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = |what: &str| subject(&format!("{what}{number}"));
        let pair = Self { village, anna: name("anna"), again: name("again"), now: NOON };
        for who in [&pair.anna, &pair.again] {
            village.say(NOON, who, &[], &village.facts());
        }
        pair
    }

    const fn who(&self, first: bool) -> &SubjectId {
        if first { &self.anna } else { &self.again }
    }

    fn live(&mut self, steps: &[Step]) {
        for step in steps {
            self.now = self.now.plus(10);
            self.step(*step);
        }
    }

    fn step(&self, step: Step) {
        let at = self.village.vault.at(self.now);
        let facts = self.village.facts();
        match step {
            Step::Says { first, kind, .. } => {
                let draft = self.draft(step, kind);
                self.village.say(self.now, self.who(first), &[draft], &facts);
            }
            Step::BothSay { kind, purpose } => {
                for first in [true, false] {
                    self.step(Step::Says { first, kind, purpose, category: None, channel: None });
                }
            }
            Step::Signals { first } => at.see_opt_out(self.who(first)).unwrap(),
            Step::Rests { first, pauses } => {
                let facts = PersonFacts { paused: Some(pauses), ..facts };
                self.village.say(self.now, self.who(first), &[], &facts);
            }
            Step::Limits { first, limit } => at.set_limits(self.who(first), &limits(self.village, limit)).unwrap(),
            Step::IsVerified { first } => {
                let name = format!("{}@village.example", self.who(first).as_str());
                at.link(self.who(first), &verified(&name)).map(drop).unwrap();
            }
        }
    }

    fn draft(&self, step: Step, kind: Kind) -> Draft {
        let Step::Says { purpose, category, channel, .. } = step else { unreachable!("only words are drafts") };
        let policy = self.village.vault.policy();
        let keys: Vec<_> = policy.at(self.now).purposes().map(|(key, _)| key.to_owned()).collect();
        let mut draft = self.village.about_purpose(kind, &keys[purpose % keys.len()]);
        let categories: Vec<_> = policy.categories().map(|(_, category)| category.id).collect();
        let channels: Vec<_> = policy.channels().map(|(_, channel)| channel).collect();
        draft.scope.category = category.map(|at| categories[at % categories.len()]);
        draft.scope.channel = channel.map(|at| channels[at % channels.len()]);
        draft.actor = Actor::Subject;
        draft
    }

    /// Every purpose, category and channel that is open to somebody.
    fn open(&self, who: &SubjectId) -> BTreeSet<(String, String, u8)> {
        let mut open = BTreeSet::new();
        let channels: Vec<_> = self.village.vault.policy().channels().map(|(_, channel)| channel).collect();
        for channel in channels {
            let effective = self.village.vault.at(self.now).effective(who, &crate::Ask::on(channel)).unwrap();
            open.extend(
                effective.into_iter().filter(|e| e.reasons.allow()).map(|e| (e.purpose, e.category, channel.0)),
            );
        }
        open
    }
}

fn verified(contact: &str) -> Link {
    let identifier = Identifier::parse(IdentifierKind::Contact, contact).unwrap();
    Link { identifier, verified: Some("a letter that was answered".to_owned()) }
}

fn device(who: &SubjectId) -> Link {
    Link { identifier: Identifier::device_of(who), verified: None }
}

fn lives() -> u32 {
    if long() { LIVES_LONG } else { LIVES }
}

#[test]
fn p12_in_the_vault_a_merge_opens_nothing_and_comes_to_the_same_either_way() {
    let village = village();
    let open_after = AtomicU32::new(0);
    hold(lives(), steps(), |steps| {
        let mut verdicts = Vec::new();
        for swapped in [false, true] {
            let mut pair = Pair::new(&village);
            pair.live(&steps);
            pair.now = pair.now.plus(10);
            let (anna, again) = (pair.open(&pair.anna), pair.open(&pair.again));
            let set = |who: &SubjectId| village.vault.at(pair.now).limits(who).unwrap();
            let before = [set(&pair.anna), set(&pair.again)];
            let (into, from) = if swapped { (&pair.again, &pair.anna) } else { (&pair.anna, &pair.again) };
            let at = village.vault.at(pair.now);
            prop_assert_eq!(at.merge(into, from).unwrap(), Merge::Done);
            let both = pair.open(into);
            prop_assert!(both.is_subset(&anna) && both.is_subset(&again));
            prop_assert_eq!(&both, &pair.open(from));
            prop_assert!(before.iter().all(|before| no_looser(&set(into), before)));
            prop_assert_eq!(at.merge(into, from).unwrap(), Merge::Already);
            prop_assert_eq!(at.merge(from, into).unwrap(), Merge::Already);
            prop_assert_eq!(&both, &pair.open(into));
            open_after.fetch_add(u32::try_from(both.len()).unwrap(), Ordering::Relaxed);
            verdicts.push(both);
        }
        prop_assert_eq!(&verdicts[0], &verdicts[1]);
        Ok(())
    });
    assert!(open_after.into_inner() > 20, "something stays open, so that it proves anything");
}

#[test]
fn p12_in_the_vault_a_later_yes_opens_again() {
    let village = village();
    hold(lives() / 4, steps(), |steps| {
        let mut pair = Pair::new(&village);
        pair.live(&steps);
        pair.now = pair.now.plus(10);
        assert_eq!(village.vault.at(pair.now).merge(&pair.anna, &pair.again).unwrap(), Merge::Done);
        pair.now = pair.now.plus(10);
        village.say(
            pair.now,
            &pair.anna,
            &[village.about(Kind::Grant)],
            &PersonFacts { paused: Some(false), ..village.facts() },
        );
        prop_assert!(pair.open(&pair.again).iter().any(|(purpose, _, _)| purpose == "recommend"));
        Ok(())
    });
}

#[test]
fn a_no_on_either_side_of_a_link_is_one_on_the_other_and_a_yes_is_not() {
    let village = village();
    hold(lives(), (steps(), steps()), |(before, after)| {
        let mut linked = Pair::new(&village);
        let mut apart = Pair::new(&village);
        linked.live(&before);
        apart.live(&before);
        let at = village.vault.at(linked.now);
        let first = at.link(&linked.anna, &device(&linked.again)).unwrap();
        let again = at.link(&linked.anna, &device(&linked.again)).unwrap();
        prop_assert!(first.changed && !again.changed && first.id == again.id);
        linked.live(&after);
        apart.live(&after);
        for (one, other, alone) in [(true, false, true), (false, true, false)] {
            let noes = |who: &SubjectId| -> Vec<Statement> {
                let said = village.vault.at(NOON.plus(DAY)).statements(who).unwrap();
                said.into_iter().filter(|s| s.kind.is_negative()).collect()
            };
            prop_assert!(linked.open(linked.who(one)).is_subset(&apart.open(apart.who(alone))));
            let (mine, theirs) = (noes(linked.who(one)), noes(linked.who(other)));
            let heard = |no: &Statement| mine.iter().any(|m| m.at() >= no.at() && (m.scope == no.scope || wide(m, no)));
            prop_assert!(theirs.iter().all(heard));
            let set = |pair: &Pair<'_>, first| village.vault.at(linked.now).limits(pair.who(first)).unwrap();
            prop_assert!(no_looser(&set(&linked, one), &set(&apart, one)), "what is set by themself stays");
            let last = after.iter().rev().find_map(|step| match step {
                Step::Limits { first, limit } => Some((*first, limits(&village, *limit))),
                _ => None,
            });
            if let Some((first, limits)) = last {
                prop_assert!(no_looser(&set(&linked, !first), &limits), "and holds under the other name");
            }
            let seen = |who: &SubjectId| village.vault.at(linked.now).opt_out_first_seen(who).unwrap();
            prop_assert_eq!(seen(linked.who(one)), seen(linked.who(other)));
        }
        let at = village.vault.at(linked.now);
        let set = || [true, false].map(|first| at.limits(linked.who(first)).unwrap());
        let before = set();
        at.link(&linked.anna, &device(&linked.again)).unwrap();
        at.link(&linked.anna, &verified(&format!("{}@once-more.example", linked.anna.as_str()))).unwrap();
        prop_assert_eq!(set(), before, "what was loosened since stays so");
        Ok(())
    });
}

fn wide(known: &Statement, no: &Statement) -> bool {
    let (k, n) = (&known.scope, &no.scope);
    (k.purpose.is_none() || k.purpose == n.purpose)
        && (k.category.is_none() || k.category == n.category)
        && (k.channel.is_none() || k.channel == n.channel)
}

#[test]
fn linking_and_letting_go_twice_is_as_once() {
    let village = village();
    hold(lives() / 4, steps(), |steps| {
        let mut pair = Pair::new(&village);
        pair.live(&steps);
        let at = village.vault.at(pair.now);
        let contact = verified(&format!("{}@twice.example", pair.anna.as_str()));
        let before = at.identifiers(&pair.anna).unwrap();
        let linked = at.link(&pair.anna, &contact).unwrap();
        let once = at.identifiers(&pair.anna).unwrap();
        prop_assert_eq!(at.link(&pair.anna, &contact).unwrap().id, linked.id);
        prop_assert_eq!(&at.identifiers(&pair.anna).unwrap(), &once);
        prop_assert_eq!(at.whose(&contact.identifier).unwrap(), Some(pair.anna.clone()));
        prop_assert!(at.unlink(&pair.anna, linked.id).unwrap());
        prop_assert!(!at.unlink(&pair.anna, linked.id).unwrap());
        prop_assert_eq!(at.identifiers(&pair.anna).unwrap(), before);
        prop_assert_eq!(at.whose(&contact.identifier).unwrap(), None);
        Ok(())
    });
}
