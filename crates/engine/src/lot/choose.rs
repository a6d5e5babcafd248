//! Chooses what stands in a slot: by what worked for people who take the same kind of things where that may be used, else
//! by what worked in these circumstances, else for everybody; and the default for whoever said no.

use super::arm::{Experiment, On, assigned};
use super::odds::{best, odds};
use super::slot::{Circumstances, Slot};
use super::tally::{Cell, Tally};
use crate::Window;
use domain::{DrawBasis, DrawFor, Drawn, Item, ItemId, ODDS_TOTAL, Reason, Recommend, Verb};
use vault::{Act, Basis, Fate, Release};

/// How much more an act that is no look says of what somebody takes.
const TAKEN: u64 = 10;
/// Most of the person's own items that a receipt names as what a choice rests on.
const EVIDENCE_MAX: usize = 3;

/// The circumstances of one choice: nothing in it is about a person.
#[derive(Clone, Copy, Debug)]
pub struct SlotScene<'a> {
    /// The slot's name.
    pub name: &'a str,
    /// The slot.
    pub slot: &'a Slot,
    /// What worked so far.
    pub tally: &'a Tally,
    /// Fewest distinct people behind counts before they move anything.
    pub people_min: u64,
    /// Today's catalog.
    pub window: &'a Window,
    /// What is told of the circumstances.
    pub here: &'a Circumstances,
    /// The experiment that is tried on the slot, by its name.
    pub experiment: Option<(&'a str, &'a Experiment)>,
}

/// What stands in a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The place of the variant among those of the slot.
    pub variant: usize,
    /// How it was drawn: the slot first, then the experiment.
    pub drawn: Vec<Drawn>,
}

impl Release for Choice {
    /// Why it stands there is how it was drawn; there is no sum of terms behind it.
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }

    fn drawn(&self) -> Vec<Drawn> {
        self.drawn.clone()
    }
}

/// Chooses.
#[must_use]
pub fn choose(basis: &Basis<'_, Recommend>, scene: SlotScene<'_>, fate: Fate) -> Choice {
    let experiment = scene.experiment.map(|(name, experiment)| assigned(name, experiment, fate));
    let by_arm = experiment.as_ref().and_then(|(arm, _)| scene.fixed_by(*arm));
    let (variant, slot) = match by_arm {
        _ if fate.said_no => scene.fixed(scene.slot.default, fate),
        Some(variant) => scene.fixed(variant, fate),
        None => scene.drawn(basis, fate),
    };
    Choice { variant, drawn: std::iter::once(slot).chain(experiment.map(|(_, drawn)| drawn)).collect() }
}

impl SlotScene<'_> {
    /// The variant that an arm fixes, where it fits.
    fn fixed_by(&self, arm: usize) -> Option<usize> {
        let (_, experiment) = self.experiment?;
        let wanted = match &experiment.on {
            On::Slot(slot) if slot == self.name => experiment.arms[arm].variant.as_deref()?,
            _ => return None,
        };
        self.slot.fitting(self.here).into_iter().find(|at| self.slot.variants[*at].id == wanted)
    }

    /// Without a draw: it teaches nothing.
    fn fixed(&self, variant: usize, fate: Fate) -> (usize, Drawn) {
        let id = self.slot.variants[variant].id.clone();
        let odds = vec![(id.clone(), ODDS_TOTAL)];
        let drawn = Drawn {
            of: DrawFor::Slot,
            name: self.name.to_owned(),
            version: self.slot.version,
            odds,
            lot: fate.lot,
            chosen: id,
            basis: DrawBasis::Fixed,
            cell: String::new(),
            leaning: String::new(),
            evidence: Vec::new(),
            counted: false,
        };
        (variant, drawn)
    }

    fn drawn(&self, basis: &Basis<'_, Recommend>, fate: Fate) -> (usize, Drawn) {
        let cell = self.here.cell(&self.slot.learn_by);
        let (leaning, evidence) = match basis {
            Basis::Contextual(_) => (String::new(), Vec::new()),
            Basis::Personal(view) => self.leaning(view.acts()),
        };
        let fitting = self.slot.fitting(self.here);
        let (basis, known) = self.known(&cell, &leaning);
        let count = |at: &usize| {
            let count = known.and_then(|known| known.of.get(&self.slot.variants[*at].id)).copied().unwrap_or_default();
            (count.reached(self.slot.goal), count.trials)
        };
        let chances = best(&fitting.iter().map(count).collect::<Vec<_>>());
        let odds = odds(&chances, self.slot.explore_percent);
        let variant = self.slot.falls_on(&fitting, &odds, fate.lot);
        let (_, fixed) = self.fixed(variant, fate);
        let named = fitting.iter().map(|at| self.slot.variants[*at].id.clone()).zip(odds).collect();
        (variant, Drawn { odds: named, basis, cell, leaning, evidence, counted: true, ..fixed })
    }

    /// The closest counts that have enough people behind them.
    fn known(&self, cell: &str, leaning: &str) -> (DrawBasis, Option<&Cell>) {
        let enough = |cell: &str, leaning: &str| {
            let found = self.tally.cell(DrawFor::Slot, self.name, self.slot.version, cell, leaning);
            found.filter(|found| found.people >= self.people_min)
        };
        let tried = [
            (DrawBasis::Personal, !leaning.is_empty(), (cell, leaning)),
            (DrawBasis::Group, !cell.is_empty(), (cell, "")),
            (DrawBasis::Everybody, true, ("", "")),
        ];
        let found = tried.into_iter().filter(|(_, asked, _)| *asked);
        let mut found = found.filter_map(|(basis, _, (cell, leaning))| Some((basis, Some(enough(cell, leaning)?))));
        found.next().unwrap_or((DrawBasis::Nothing, None))
    }

    /// Which of the slot's kinds of things somebody takes the most, of equals the first; and a few of them, the newest.
    fn leaning(&self, acts: &[Act<'_>]) -> (String, Vec<ItemId>) {
        let catalog = self.window.catalog();
        // What is delicate speaks for nothing.
        let speaks_of = |item: &Item, kind: &String| !item.sensitive && item.category.contains(kind);
        let is_of = |act: &Act<'_>, kind: &String| catalog.get(act.item).is_some_and(|item| speaks_of(item, kind));
        let weight = |act: &Act<'_>| if act.verb == Verb::View { 1 } else { TAKEN };
        let speaks = |kind: &String| acts.iter().filter(|act| is_of(act, kind)).map(weight).sum::<u64>();
        // The last of equals is kept, so the first one comes last.
        let spoken = self.slot.leanings.iter().rev().map(|kind| (speaks(kind), kind)).filter(|(speaks, _)| *speaks > 0);
        let Some((_, kind)) = spoken.max_by_key(|(speaks, _)| *speaks) else { return (String::new(), Vec::new()) };
        let mut evidence: Vec<ItemId> = Vec::new();
        for act in acts.iter().rev().filter(|act| is_of(act, kind)) {
            if evidence.len() < EVIDENCE_MAX && !evidence.contains(act.item) {
                evidence.push(act.item.clone());
            }
        }
        (kind.clone(), evidence)
    }
}
