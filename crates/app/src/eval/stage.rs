//! A shop in memory with the people of a split in it, that learns and is asked as in service.

use super::NEW_DEPTH;
use super::figures::Asked;
use super::part::Part;
use super::people;
use super::split::{Person, Split};
use crate::recommend::Request;
use crate::{AppError, Interested, Place, Shop, Trained, Trials};
use domain::{Interest, ItemId, Rung, SubjectId, UnixTime};
use engine::{ITEMS_SHOWN_MAX, Rules, Variety, Weights};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::num::NonZeroU32;
use std::sync::Arc;
use vault::policy::Policy;
use vault::{Ask, Declared, VISIT_ACTS_MAX, VisitAct};

/// The shop, gone when it is dropped.
pub(super) struct Stage<'a> {
    shop: Shop,
    split: &'a Split,
}

impl<'a> Stage<'a> {
    /// Opens a shop and takes people in.
    pub fn open(split: &'a Split, part: Part) -> Result<Self, AppError> {
        let shop = Shop::open(&Place::Memory, Policy::shipped()?, split.end)?;
        people::take_in(&shop, split, part)?;
        Ok(Self { shop, split })
    }

    /// Learns the model, with another number of people behind each pair if need be.
    pub fn learn(&self, pair_people_min: NonZeroU32, trials: Trials) -> Result<Trained, AppError> {
        self.shop.set_pair_people_min(pair_people_min);
        self.shop.train_with(self.split.end, trials, &|_| {})
    }

    /// Learns with the weights of another stage, and tries none.
    pub fn learn_like(&self, other: &Self) -> Result<(), AppError> {
        self.shop.train_like(self.split.end, &other.shop.model()).map(|_| ())
    }

    /// What somebody says they like, and nothing else.
    pub fn declare(&self, at: UnixTime, who: &SubjectId, interests: Vec<Interest>) -> Result<(), AppError> {
        let ask = Ask::on(self.shop.policy().channel("web").unwrap_or(domain::ChannelId(0)));
        match self.shop.declare(at, who, &ask, &Declared { interests, variety: None })? {
            Interested::Kept => Ok(()),
            other => Err(AppError::File(format!("what somebody likes was not kept: {other:?}"))),
        }
    }

    /// Asks for everybody, on one rung. Where nobody is to take again what they had, that is left out, as is usual.
    pub fn ask(&self, rung: Rung, variety: Variety) -> Result<Vec<Asked>, AppError> {
        self.ask_for(rung, Request { variety: Some(variety), ..Request::default() })
    }

    /// Asks for everybody with their whole history, by other weights.
    pub fn ask_by(&self, weights: &Weights) -> Result<Vec<Asked>, AppError> {
        let rules = Rules { weights: Some(weights), ..Rules::default() };
        self.ask_for(Rung::Personal, Request { variety: Some(Variety::NEUTRAL), rules, ..Request::default() })
    }

    fn ask_for(&self, rung: Rung, wanted: Request<'_>) -> Result<Vec<Asked>, AppError> {
        let each = |person: &Person| -> Result<Asked, AppError> {
            let circumstances = self.circumstances(person, rung);
            let ask = |count, exclude: &[ItemId]| -> Result<Vec<u32>, AppError> {
                let request = Request { count, exclude, ..wanted };
                let answer = self.shop.recommend(person.asked_at, &person.who, &circumstances, request)?;
                Ok(answer.slate.places.iter().filter_map(|place| self.split.number(&place.item)).collect())
            };
            let owned: Vec<ItemId> = person.owned().map(|item| self.split.items[item as usize].clone()).collect();
            let left_out = if self.split.any_again { &[] } else { &owned[..] };
            Ok(Asked { all: ask(ITEMS_SHOWN_MAX, left_out)?, new: ask(NEW_DEPTH, &owned)? })
        };
        self.split.tests.par_iter().map(each).collect()
    }

    /// Asks for everybody with what a device has of the model, which comes back afterwards.
    pub fn ask_as_device(&self) -> Result<Vec<Asked>, AppError> {
        let model = self.shop.model();
        self.shop.show(self.shop.catalog(), Arc::new(model.on_device()));
        let asked = self.ask(Rung::Personal, Variety::NEUTRAL);
        self.shop.show(self.shop.catalog(), model);
        asked
    }

    /// What a request of the person says: on the rung of the visit it carries their last basket.
    fn circumstances(&self, person: &Person, rung: Rung) -> Ask {
        let mut ask = Ask::on(self.shop.policy().channel("web").unwrap_or(domain::ChannelId(0)));
        ask.rung_max = rung;
        if rung == Rung::Visit {
            let act = |event: &domain::Event| VisitAct { item: event.item.clone(), verb: event.verb, at: event.at };
            ask.visit = person.last_basket().take(VISIT_ACTS_MAX).map(act).collect();
        }
        ask
    }
}
