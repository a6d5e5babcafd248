//! Counts of what worked: whole numbers, summed over people, and nobody in them.

use domain::{DrawFor, Outcome, Reason, Trial};
use std::collections::{BTreeMap, BTreeSet};
use vault::Release;

/// Most trials of one person that count in one slot or experiment; the newest do.
pub const VOICES_MAX: usize = 20;

/// How often something was shown and what came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Distinct people.
    pub people: u64,
    /// Decisions.
    pub trials: u64,
    /// Of them, those that were clicked and no more.
    pub clicked: u64,
    /// Of them, those that led to what was wished for.
    pub converted: u64,
}

impl Count {
    /// How many reached the goal.
    #[must_use]
    pub const fn reached(&self, goal: Outcome) -> u64 {
        match goal {
            Outcome::Converted => self.converted,
            Outcome::Clicked | Outcome::Nothing => self.clicked + self.converted,
        }
    }

    fn add(&mut self, other: &Self) {
        self.people += other.people;
        self.trials += other.trials;
        self.clicked += other.clicked;
        self.converted += other.converted;
    }
}

/// The counts of one kind of circumstances.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Distinct people.
    pub people: u64,
    /// By variant or arm.
    pub of: BTreeMap<String, Count>,
}

/// The circumstances, and the kind of things that people take; both empty is everybody.
type Where = (String, String);
/// What was drawn for: a slot or an experiment, its name, its version.
type What = (DrawFor, String, u32);

/// All counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<What, BTreeMap<Where, Cell>>);

/// Counts name nobody, so there is nothing about a person to give a reason for.
impl Release for Tally {
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }
}

impl Tally {
    /// The counts of a slot or an experiment, in these circumstances.
    #[must_use]
    pub fn cell(&self, of: DrawFor, name: &str, version: u32, cell: &str, leaning: &str) -> Option<&Cell> {
        self.0.get(&(of, name.to_owned(), version))?.get(&(cell.to_owned(), leaning.to_owned()))
    }

    /// Adds one person: their newest [`VOICES_MAX`] trials of each slot and experiment.
    pub fn add(&mut self, trials: &[Trial]) {
        let mut voices: BTreeMap<What, usize> = BTreeMap::new();
        let mut met: BTreeSet<(What, Where)> = BTreeSet::new();
        let mut met_with: BTreeSet<(What, Where, &str)> = BTreeSet::new();
        for trial in trials.iter().rev() {
            let what = (trial.of, trial.name.clone(), trial.version);
            let voices = voices.entry(what.clone()).or_default();
            if *voices == VOICES_MAX {
                continue;
            }
            *voices += 1;
            for place in places(trial) {
                let cell = self.0.entry(what.clone()).or_default().entry(place.clone()).or_default();
                cell.people += u64::from(met.insert((what.clone(), place.clone())));
                let one = Count {
                    people: u64::from(met_with.insert((what.clone(), place, &trial.chosen))),
                    trials: 1,
                    clicked: u64::from(trial.outcome == Some(Outcome::Clicked)),
                    converted: u64::from(trial.outcome == Some(Outcome::Converted)),
                };
                cell.of.entry(trial.chosen.clone()).or_default().add(&one);
            }
        }
    }

    /// Both together: people are apart, so their numbers add up.
    #[must_use]
    pub fn merged(mut self, other: Self) -> Self {
        for (what, cells) in other.0 {
            let mine = self.0.entry(what).or_default();
            for (place, cell) in cells {
                let into = mine.entry(place).or_default();
                into.people += cell.people;
                cell.of.iter().for_each(|(name, count)| into.of.entry(name.clone()).or_default().add(count));
            }
        }
        self
    }
}

/// Where a trial counts: everywhere, in its circumstances, and there among people of its kind; each once.
fn places(trial: &Trial) -> BTreeSet<Where> {
    let here = trial.cell.clone();
    [(String::new(), String::new()), (here.clone(), String::new()), (here, trial.leaning.clone())].into()
}
