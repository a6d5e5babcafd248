//! Measures how good recommendations are: real people in a real shop, gone when the figures are there.
//!
//! Everybody in the training file is taken in as a person who said yes; the model is learned through the cohort, and
//! every figure of a rung comes from asking the shop, at the time of the basket that is to be foretold.

mod baseline;
mod crowd;
mod cut;
mod figures;
mod groups;
mod interval;
mod people;
mod rankings;
mod report;
mod split;

#[cfg(test)]
mod tests;

pub use cut::Cut;
pub use figures::Figure;
pub use groups::{COLD_ITEMS, GROUPS_MAX};
pub use interval::{DRAWS, Interval};
pub use report::{Report, Row};

use crate::files::Format;
use crate::recommend::Request;
use crate::{AppError, Place, Shop};
use crowd::Crowd;
use domain::{ItemId, Rung};
use engine::{ITEMS_SHOWN_MAX, Variety};
use figures::{Asked, figures};
use groups::Groups;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use split::{Person, Split};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use vault::policy::Policy;
use vault::{Ask, VISIT_ACTS_MAX, VisitAct};

/// How deep rankings over new items are looked at.
const NEW_DEPTH: usize = 20;

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
    /// A file of groups: `user group`, tab-separated.
    pub groups: Option<PathBuf>,
    /// Where what was ranked is written to, as JSON Lines.
    pub rankings: Option<PathBuf>,
}

impl Wanted {
    /// A split alone.
    #[must_use]
    pub const fn of(files: Files) -> Self {
        Self { given: Given::Split(files), groups: None, rankings: None }
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
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reading => f.write_str("reading the files"),
            Self::TakingIn => f.write_str("taking people in"),
            Self::Learning => f.write_str("learning"),
            Self::Baselines => f.write_str("working out the baselines"),
            Self::Device => f.write_str("ranking as a device does"),
            Self::Asking(rung) => write!(f, "asking the shop ({})", rung.as_str()),
        }
    }
}

/// Measures every rung that exists, what a device ranks with the same history, and the baselines.
///
/// # Errors
/// [`AppError::File`] when a file can not be read or has a bad row: a measurement on half of the data is none.
pub fn evaluate(wanted: &Wanted, progress: &dyn Fn(Phase)) -> Result<Report, AppError> {
    progress(Phase::Reading);
    let split = match &wanted.given {
        Given::Split(files) => Split::read(files)?,
        Given::Whole { format, paths, cut } => Split::cut(*format, paths, *cut)?,
    };
    if split.tests.is_empty() {
        return Err(AppError::File("nobody in the test has a known item to foretell".into()));
    }
    let groups = groups::of(&split, wanted.groups.as_deref())?;
    progress(Phase::TakingIn);
    let shop = Shop::open(&Place::Memory, Policy::shipped()?, split.end)?;
    people::take_in(&shop, &split)?;
    progress(Phase::Learning);
    let trained = shop.train(split.end, &|_| {})?;
    progress(Phase::Baselines);
    let crowd = Crowd::of(&split);
    let baselines = baseline::rankings(&split, &crowd).into_iter();
    let mut ways: Vec<Way> = baselines.map(|(name, asked)| Way { name, rung: None, asked }).collect();
    for rung in [Rung::Contextual, Rung::Visit, Rung::Personal] {
        progress(Phase::Asking(rung));
        ways.push(Way { name: rung.as_str(), rung: Some(rung), asked: ask(&shop, &split, rung)? });
    }
    progress(Phase::Device);
    shop.show(shop.catalog(), Arc::new(shop.model().on_device()));
    ways.push(Way { name: "device", rung: None, asked: ask(&shop, &split, Rung::Personal)? });
    if let Some(path) = &wanted.rankings {
        rankings::write(path, &split, &ways)?;
    }
    let rows = ways.iter().flat_map(|way| rows(&split, &crowd, &groups, way)).collect();
    Ok(Report { rows, subjects: split.tests.len(), trained })
}

/// A row for everybody, and for a rung one for each group.
fn rows(split: &Split, crowd: &Crowd, groups: &Groups, way: &Way) -> Vec<Row> {
    let row = |group: Option<&String>, people: Vec<(&Person, &Asked)>| Row {
        name: way.name.to_owned(),
        rung: way.rung,
        group: group.cloned(),
        people: people.len(),
        figures: figures(split, crowd, &people),
    };
    let all = row(None, split.tests.iter().zip(&way.asked).collect());
    let member = |at: &usize| (&split.tests[*at], &way.asked[*at]);
    let groups = groups.iter().filter(|_| way.rung.is_some());
    let of_groups = groups.map(|(name, members)| row(Some(name), members.iter().map(member).collect()));
    std::iter::once(all).chain(of_groups).collect()
}

/// Asks the shop for everybody, on one rung.
fn ask(shop: &Shop, split: &Split, rung: Rung) -> Result<Vec<Asked>, AppError> {
    let each = |person: &Person| -> Result<Asked, AppError> {
        let circumstances = circumstances(shop, person, rung);
        let ask = |count, exclude: &[ItemId]| -> Result<Vec<u32>, AppError> {
            let request = Request { count, exclude, category: None, variety: Variety::NEUTRAL, category_max: None };
            let answer = shop.recommend(person.asked_at, &person.who, &circumstances, request)?;
            Ok(answer.slate.places.iter().filter_map(|place| split.number(&place.item)).collect())
        };
        let owned: Vec<ItemId> = person.owned().map(|item| split.items[item as usize].clone()).collect();
        Ok(Asked { all: ask(ITEMS_SHOWN_MAX, &[])?, new: ask(NEW_DEPTH, &owned)? })
    };
    split.tests.par_iter().map(each).collect()
}

/// What a request of the person says: on the rung of the visit it carries their last basket.
fn circumstances(shop: &Shop, person: &Person, rung: Rung) -> Ask {
    let mut ask = Ask::on(shop.policy().channel("web").unwrap_or(domain::ChannelId(0)));
    ask.rung_max = rung;
    if rung == Rung::Visit {
        let act = |event: &domain::Event| VisitAct { item: event.item.clone(), verb: event.verb, at: event.at };
        ask.visit = person.last_basket().take(VISIT_ACTS_MAX).map(act).collect();
    }
    ask
}
