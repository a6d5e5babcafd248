//! Experiments: arms with shares, each a way to recommend or a variant of a slot; who is in which is settled by lot.

use crate::{Rules, Scene, Slate, Variety, Weights, recommend};
use domain::{DrawBasis, DrawFor, Drawn, Group, ODDS_TOTAL, Reason, Recommend, pick};
use serde::{Deserialize, Serialize};
use vault::{Basis, Fate, Release};

/// Most arms of one experiment.
pub const ARMS_MAX: usize = 10;

/// What an experiment is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum On {
    /// What is recommended.
    Recommend,
    /// What stands in the slot of this name.
    Slot(String),
}

/// One arm.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Arm {
    /// Its name.
    pub id: String,
    /// Its share, in percent.
    pub percent: u8,
    /// More of the same, or something else, in percent; as the request says where it is not given.
    pub variety: Option<u8>,
    /// Most items of one category; as the request says where it is not given.
    pub category_max: Option<usize>,
    /// The variant that stands in the slot, where it fits; chosen by what worked where it is not given.
    pub variant: Option<String>,
    /// Other values for some of the weights that rank; as learning chose them where there are none.
    pub weights: Weights,
}

/// An experiment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Experiment {
    /// Grows with every change; counts begin anew with it.
    pub version: u32,
    /// What it is on.
    pub on: On,
    /// The arms, 2 to [`ARMS_MAX`]; their shares add up to a hundred.
    pub arms: Vec<Arm>,
    /// The place of the arm of everybody who is not assigned.
    pub control: usize,
}

/// The arm of a person, and how it was drawn. Whoever is not assigned is in the control arm, and not counted.
#[must_use]
pub fn assigned(name: &str, experiment: &Experiment, fate: Fate) -> (usize, Drawn) {
    let shares = || experiment.arms.iter().map(|arm| u32::from(arm.percent) * (ODDS_TOTAL / 100));
    let lot = fate.assigned.filter(|_| !fate.said_no);
    let drawn = lot.and_then(|lot| pick(shares().collect::<Vec<_>>().into_iter(), lot));
    let arm = drawn.unwrap_or(experiment.control);
    let id = |at: usize| experiment.arms[at].id.clone();
    let odds = match drawn {
        Some(_) => shares().enumerate().map(|(at, share)| (id(at), share)).collect(),
        None => vec![(id(arm), ODDS_TOTAL)],
    };
    let drawn = Drawn {
        of: DrawFor::Experiment,
        name: name.to_owned(),
        version: experiment.version,
        odds,
        lot: lot.unwrap_or(0),
        chosen: id(arm),
        basis: if drawn.is_some() { DrawBasis::Shares } else { DrawBasis::Fixed },
        cell: String::new(),
        leaning: String::new(),
        evidence: Vec::new(),
        counted: drawn.is_some(),
    };
    (arm, drawn)
}

/// The circumstances of one answer in an experiment.
#[derive(Clone, Copy, Debug)]
pub struct ArmScene<'a> {
    /// As without one.
    pub scene: Scene<'a>,
    /// The experiment's name.
    pub name: &'a str,
    /// The experiment.
    pub experiment: &'a Experiment,
}

/// What is recommended in an experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The items.
    pub slate: Slate,
    drawn: Drawn,
}

impl Release for Tried {
    fn reasons(&self) -> Vec<Reason> {
        self.slate.reasons()
    }

    fn drawn(&self) -> Vec<Drawn> {
        vec![self.drawn.clone()]
    }

    fn group(&self) -> Option<Group> {
        self.slate.group()
    }
}

/// Recommends, the way of the person's arm.
#[must_use]
pub fn recommend_in_arm(basis: &Basis<'_, Recommend>, given: ArmScene<'_>, fate: Fate) -> Tried {
    let (at, drawn) = assigned(given.name, given.experiment, fate);
    let arm = &given.experiment.arms[at];
    let variety = arm.variety.and_then(Variety::new).or(given.scene.variety);
    let category_max = arm.category_max.or(given.scene.category_max);
    let weights = Some(&arm.weights).filter(|weights| !weights.is_empty()).or(given.scene.rules.weights);
    let rules = Rules { weights, ..given.scene.rules };
    Tried { slate: recommend(basis, Scene { variety, category_max, rules, ..given.scene }), drawn }
}
