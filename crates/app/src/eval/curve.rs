//! Curves: what quality is with less of everybody's data, with fewer who teach, with more people behind each pair, and with
//! more variety. Each point is a measurement of its own, on the same people and the same things to be foretold.

use super::Phase;
use super::crowd::Crowd;
use super::figures::{Asked, Each, Figure, Shelves};
use super::part::Part;
use super::split::Split;
use super::stage::Stage;
use crate::{AppError, PAIR_PEOPLE_MIN, Trials};
use domain::Rung;
use engine::Variety;
use std::fmt;
use std::num::NonZeroU32;

/// The shares that are measured beside the whole.
const SHARES: [f64; 3] = [0.1, 0.25, 0.5];
/// The numbers of people behind each pair that are measured.
const PEOPLE_MIN: [u32; 5] = [1, 2, 5, 10, 20];
/// The places of the slider from "more of the same" to "something else" that are measured.
const VARIETY: [u8; 5] = [0, 25, 50, 75, 100];

/// What a curve goes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Along {
    /// The share of each person's items that the shop knows.
    Data,
    /// The share of the people who let their activity teach; the others are still recommended to.
    Teach,
    /// The fewest people behind a pair of items.
    PeopleMin,
    /// The slider from "more of the same" (0) to "something else" (100).
    Variety,
}

/// The personal rung, measured several times.
#[derive(Clone, Debug)]
pub struct Curve {
    /// Along what.
    pub along: Along,
    /// In order of `at`.
    pub points: Vec<Point>,
}

/// One measurement.
#[derive(Clone, Debug)]
pub struct Point {
    /// Where on the curve: a share from 0 to 1, a number of people, or a place of the slider.
    pub at: f64,
    /// How many people taught.
    pub taught: u64,
    /// As in a row for everybody.
    pub figures: Vec<Figure>,
}

impl Along {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Teach => "teach",
            Self::PeopleMin => "people_min",
            Self::Variety => "variety",
        }
    }

    /// What it goes along, for people.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Data => "share of everybody's data",
            Self::Teach => "share who teach",
            Self::PeopleMin => "people behind each pair (k)",
            Self::Variety => "more of the same to something else",
        }
    }
}

impl fmt::Display for Along {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Point {
    /// A figure with its interval, by name.
    #[must_use]
    pub fn measured(&self, name: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.name == name)
    }
}

/// Where the points come from.
pub(super) struct Drawing<'a> {
    pub split: &'a Split,
    pub crowd: &'a Crowd,
    pub shelves: &'a Shelves,
    /// The shop that everything was measured in.
    pub whole: &'a Stage<'a>,
    /// How many people taught it.
    pub taught: u64,
    pub trials: Trials,
    pub progress: &'a dyn Fn(Phase),
}

impl Drawing<'_> {
    /// All curves. The shop's model is another one afterwards.
    pub fn curves(&self) -> Result<Vec<Curve>, AppError> {
        let whole = |share: f64| Part { data: share, teach: share };
        Ok(vec![
            self.parts(Along::Data, |share| Part { teach: 1.0, ..whole(share) })?,
            self.parts(Along::Teach, |share| Part { data: 1.0, ..whole(share) })?,
            // Before the model is another one.
            self.variety()?,
            self.people_min()?,
        ])
    }

    fn parts(&self, along: Along, part: impl Fn(f64) -> Part) -> Result<Curve, AppError> {
        let mut points = Vec::new();
        for share in SHARES {
            (self.progress)(Phase::Drawing(along));
            let stage = Stage::open(self.split, part(share))?;
            let taught = stage.learn(PAIR_PEOPLE_MIN, self.trials)?.people;
            points.push(self.point(share, taught, &personal(&stage)?));
        }
        points.push(self.point(1.0, self.taught, &personal(self.whole)?));
        Ok(Curve { along, points })
    }

    fn variety(&self) -> Result<Curve, AppError> {
        (self.progress)(Phase::Drawing(Along::Variety));
        let point = |percent: u8| {
            let variety = Variety::new(percent).unwrap_or_default();
            Ok(self.point(percent.into(), self.taught, &self.whole.ask(Rung::Personal, variety)?))
        };
        Ok(Curve { along: Along::Variety, points: VARIETY.into_iter().map(point).collect::<Result<_, AppError>>()? })
    }

    fn people_min(&self) -> Result<Curve, AppError> {
        let mut points = Vec::new();
        for people in PEOPLE_MIN.into_iter().filter_map(NonZeroU32::new) {
            (self.progress)(Phase::Drawing(Along::PeopleMin));
            let taught = self.whole.learn(people, self.trials)?.people;
            points.push(self.point(people.get().into(), taught, &personal(self.whole)?));
        }
        Ok(Curve { along: Along::PeopleMin, points })
    }

    fn point(&self, at: f64, taught: u64, asked: &[Asked]) -> Point {
        let everybody: Vec<usize> = (0..asked.len()).collect();
        let figures = Each::of(self.split, self.crowd, self.shelves, asked).figures(&everybody);
        Point { at, taught, figures }
    }
}

fn personal(stage: &Stage<'_>) -> Result<Vec<Asked>, AppError> {
    stage.ask(Rung::Personal, Variety::NEUTRAL)
}
