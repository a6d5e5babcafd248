//! Makes a small shop out of nothing: a catalog and shoppers simulated from a seed, each with what they wish.

use crate::world::{self, Department, Look, Shopper, World, WorldEvent, WorldItem};
use crate::{AppError, Choice, Grounds, Sent, Shop};
use domain::{Event, EventId, Evidence, Interest, Item, ItemId, SubjectId, Topic, UnixTime};
use std::collections::HashMap;
use vault::{Arrival, Ask, Declared, Intake, PersonFacts};

/// How many shoppers are taken in between two reports of progress.
const SHOPPERS_PER_STEP: usize = 100;
/// Where the simulated shoppers live.
const JURISDICTION: &str = "eu";

/// How each thing of the demonstration is drawn.
pub type Looks = HashMap<ItemId, Look>;

impl Shop {
    /// Fills an empty shop with a simulated world. The shoppers say what they wish and do what they do through the same
    /// doors as everybody: what they did not agree to is not kept.
    ///
    /// # Errors
    /// [`AppError`] when the ground fails.
    pub fn stock_demo(&self, now: UnixTime, seed: u64, progress: &dyn Fn(u64, u64)) -> Result<Looks, AppError> {
        let World { items, shoppers } = world::simulate(seed, now);
        let goods: Vec<Item> = items.iter().map(|thing| thing.item.clone()).collect();
        self.put_items(goods.clone())?;
        let mut done = 0;
        for step in shoppers.chunks(SHOPPERS_PER_STEP) {
            self.admit(now, (&items, &goods), step)?;
            done += step.len() as u64;
            progress(done, shoppers.len() as u64);
        }
        Ok(items.into_iter().map(|thing| (thing.item.id, thing.look)).collect())
    }

    fn admit(
        &self,
        now: UnixTime,
        (things, goods): (&[WorldItem], &[Item]),
        shoppers: &[Shopper],
    ) -> Result<(), AppError> {
        let evidence = Evidence { notice: "simulated".to_owned(), how: "the simulated shopper's wish".to_owned() };
        let facts =
            PersonFacts { jurisdictions: vec![self.policy().jurisdiction(JURISDICTION)], ..PersonFacts::default() };
        let grounds = Grounds { evidence, snapshot: None, facts };
        let channel = self.policy().channel("web").unwrap_or(domain::ChannelId(0));
        let mut ask = Ask::on(channel);
        ask.jurisdictions.clone_from(&grounds.facts.jurisdictions);
        let mut events: Vec<Sent> = Vec::new();
        for shopper in shoppers {
            let who = SubjectId::parse(&shopper.handle).map_err(|error| AppError::File(error.to_string()))?;
            let choice = Choice { rung: shopper.wish.rung(), teach: shopper.wish.teaches() };
            self.choose(now, &who, choice, &grounds)?;
            let likes = shopper.likes(things);
            if !likes.is_empty() {
                self.declare(now, &who, &ask, &liking(&likes))?;
            }
            for (number, event) in shopper.events.iter().enumerate() {
                events.push((who.clone(), sent(number, event, goods)?));
            }
        }
        self.take_in(now, &Intake { ask: Ask::on(channel), arrival: Arrival::File }, &events)?;
        Ok(())
    }
}

/// That somebody likes these departments.
fn liking(departments: &[Department]) -> Declared {
    let likes =
        |department: &Department| Interest { topic: Topic::Category(department.title().to_owned()), likes: true };
    Declared { interests: departments.iter().map(likes).collect(), variety: None }
}

fn sent(number: usize, event: &WorldEvent, goods: &[Item]) -> Result<Event, AppError> {
    let name = |text: String| EventId::parse(&text).map_err(|error| AppError::File(error.to_string()));
    Ok(Event {
        id: name(format!("simulated-{number}"))?,
        item: goods[event.item].id.clone(),
        verb: event.verb,
        at: event.at,
        quantity: event.quantity,
        rating_tenths: None,
        basket: event.basket.map(|basket| name(format!("basket-{basket}"))).transpose()?,
        ceiling: None,
        at_arrival: false,
    })
}
