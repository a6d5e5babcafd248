//! Measures how good recommendations are: real people in a real shop, gone when the figures are there.
//!
//! Everybody in the training file is taken in as a person who said yes; the model is learned through the cohort, and
//! every figure of a rung comes from asking the shop, at the time of the basket that is to be foretold.

mod baseline;
mod beside;
mod crowd;
mod curve;
mod cut;
mod declared;
mod figures;
mod groups;
mod interval;
mod part;
mod people;
mod rankings;
mod report;
mod split;
mod stage;

#[cfg(test)]
mod tests;

pub use beside::read_weights;
pub use curve::{Along, Curve, Point};
pub use cut::Cut;
pub use figures::Figure;
pub use groups::{COLD_ITEMS, GROUPS_MAX};
pub use interval::{DRAWS, Interval};
pub use report::{Report, Row};

use crate::files::Format;
use crate::{AppError, PAIR_PEOPLE_MIN, Trials};
use crowd::Crowd;
use curve::Drawing;
use domain::Rung;
use engine::{Variety, Weights};
use figures::{Asked, Each, Shelves};
use groups::Groups;
use part::Part;
use split::Split;
use stage::Stage;
use std::fmt;
use std::path::PathBuf;

/// How deep rankings over new items are looked at.
const NEW_DEPTH: usize = 20;
/// The row of other weights.
const BESIDE: &str = "beside";

/// The files of a split, tab-separated: `user item quantity unix_time basket`.
#[derive(Clone, Debug)]
pub struct Files {
    /// What everybody did before.
    pub train: PathBuf,
    /// What is to be foretold.
    pub test: PathBuf,
    /// The items: `item description median_price`; without it those of the training file, by their ids.
    pub items: Option<PathBuf>,
    /// What the people of the test did before, where they are not in the training file (strong generalisation).
    pub fold_in: Option<PathBuf>,
}

/// What is measured on.
#[derive(Clone, Debug)]
pub enum Given {
    /// A split that somebody made.
    Split(Files),
    /// Whole files, and how to part them.
    Whole {
        /// What kind of files they are.
        format: Format,
        /// Where they are.
        paths: Vec<PathBuf>,
        /// How they are parted.
        cut: Cut,
    },
}

/// What is to be measured.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// On what.
    pub given: Given,
    /// The shop's own catalog, as it is imported; what it says of an item goes before what other files say.
    pub catalog: Option<PathBuf>,
    /// A file of groups: `user group`, tab-separated.
    pub groups: Option<PathBuf>,
    /// Where what was ranked is written to, as JSON Lines.
    pub rankings: Option<PathBuf>,
    /// Other weights, measured beside those that learning chose.
    pub beside: Option<Weights>,
    /// Whether curves are drawn: about ten lessons more.
    pub curves: bool,
    /// Whether lessons try weights.
    pub trials: Trials,
}

impl Wanted {
    /// A split alone.
    #[must_use]
    pub const fn of(files: Files) -> Self {
        let given = Given::Split(files);
        Self { given, catalog: None, groups: None, rankings: None, beside: None, curves: false, trials: Trials::Run }
    }
}

/// One way to recommend, with what it ranked for everybody in the test.
struct Way {
    name: &'static str,
    rung: Option<Rung>,
    asked: Vec<Asked>,
}

/// How far a measurement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The files are read.
    Reading,
    /// The people are taken in, with what they agreed to.
    TakingIn,
    /// The model is learned.
    Learning,
    /// The baselines are worked out.
    Baselines,
    /// The shop is asked, on this rung.
    Asking(Rung),
    /// Everybody is ranked for with what a device has.
    Device,
    /// Everybody is ranked for by other weights.
    Beside,
    /// The figures are worked out.
    Figures,
    /// A point of a curve is measured.
    Drawing(Along),
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reading => f.write_str("reading the files"),
            Self::TakingIn => f.write_str("taking people in"),
            Self::Learning => f.write_str("learning"),
            Self::Baselines => f.write_str("working out the baselines"),
            Self::Device => f.write_str("ranking as a device does"),
            Self::Beside => f.write_str("ranking by other weights"),
            Self::Asking(rung) => write!(f, "asking the shop ({})", rung.as_str()),
            Self::Figures => f.write_str("working out the figures"),
            Self::Drawing(along) => write!(f, "drawing a curve ({along})"),
        }
    }
}

/// Measures every rung that exists, what a device ranks with the same history, and the baselines.
///
/// # Errors
/// [`AppError::File`] when a file can not be read or has a bad row: a measurement on half of the data is none.
pub fn evaluate(wanted: &Wanted, progress: &dyn Fn(Phase)) -> Result<Report, AppError> {
    progress(Phase::Reading);
    let mut split = match &wanted.given {
        Given::Split(files) => Split::read(files)?,
        Given::Whole { format, paths, cut } => Split::cut(*format, paths, *cut)?,
    };
    if let Some(path) = &wanted.catalog {
        split.stock(path)?;
    }
    if split.tests.is_empty() {
        return Err(AppError::File("nobody in the test has a known item to foretell".into()));
    }
    let groups = groups::of(&split, wanted.groups.as_deref())?;
    progress(Phase::TakingIn);
    let stage = Stage::open(&split, Part::WHOLE)?;
    progress(Phase::Learning);
    let trained = stage.learn(PAIR_PEOPLE_MIN, wanted.trials)?;
    progress(Phase::Baselines);
    let (crowd, shelves) = (Crowd::of(&split), Shelves::of(&split));
    let baselines = baseline::rankings(&split, &crowd).into_iter();
    let mut ways: Vec<Way> = baselines.map(|(name, asked)| Way { name, rung: None, asked }).collect();
    for rung in Rung::ALL {
        progress(Phase::Asking(rung));
        let asked = match rung {
            Rung::Group => declared::ask(&split, &stage)?,
            rung => stage.ask(rung, Variety::NEUTRAL)?,
        };
        ways.push(Way { name: rung.as_str(), rung: Some(rung), asked });
    }
    progress(Phase::Device);
    ways.push(Way { name: "device", rung: None, asked: stage.ask_as_device()? });
    if let Some(weights) = &wanted.beside {
        progress(Phase::Beside);
        ways.push(Way { name: BESIDE, rung: Some(Rung::Personal), asked: stage.ask_by(weights)? });
    }
    if let Some(path) = &wanted.rankings {
        rankings::write(path, &split, &ways)?;
    }
    progress(Phase::Figures);
    let rows =
        ways.iter().flat_map(|way| rows(&Each::of(&split, &crowd, &shelves, &way.asked), &groups, way)).collect();
    let named = |name: &str| ways.iter().find(|way| way.name == name).map(|way| &way.asked[..]);
    let beside = named(BESIDE).zip(named(Rung::Personal.as_str()));
    let beside = beside.and_then(|(beside, personal)| beside::difference(&split, personal, beside));
    let taught = trained.people;
    let trials = wanted.trials;
    let drawing = Drawing { split: &split, crowd: &crowd, shelves: &shelves, whole: &stage, taught, trials, progress };
    let curves = if wanted.curves { drawing.curves()? } else { Vec::new() };
    Ok(Report { rows, beside, subjects: split.tests.len(), timeless: split.timeless, curves, trained })
}

/// A row for everybody, and for a rung one for each group.
fn rows(each: &Each<'_>, groups: &Groups, way: &Way) -> Vec<Row> {
    let row = |group: Option<&String>, members: &[usize]| Row {
        name: way.name.to_owned(),
        rung: way.rung,
        group: group.cloned(),
        people: members.len(),
        figures: each.figures(members),
    };
    let everybody: Vec<usize> = (0..way.asked.len()).collect();
    let groups = groups.iter().filter(|_| way.rung.is_some());
    let of_groups = groups.map(|(name, members)| row(Some(name), members));
    std::iter::once(row(None, &everybody)).chain(of_groups).collect()
}
