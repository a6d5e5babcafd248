//! Takes the people of a split in: with their yes, and with what they did.

use super::part::Part;
use super::split::{Person, Split};
use crate::{AppError, Shop, Words};
use domain::{ChannelId, EventOutcome, Evidence, Kind, UnixTime};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::HashMap;
use vault::{Arrival, Ask, Intake, PersonFacts};

/// How many items are put in together.
const ITEMS_PER_STEP: usize = 5_000;

/// Fills the shop: the catalog, the teachers, and the people of the test.
///
/// Time is an argument everywhere, so each person speaks a second before the shop is asked for them, and once more before
/// the end to let their activity teach: a yes does not live for ever, and files may span decades.
///
/// Of their acts, and of those who let them teach, only a part may be taken.
pub(super) fn take_in(shop: &Shop, split: &Split, part: Part) -> Result<(), AppError> {
    for items in split.catalog.chunks(ITEMS_PER_STEP) {
        shop.put_items(items.to_vec())?;
    }
    let asked: HashMap<_, _> = split.tests.iter().map(|person| (&person.who, person.asked_at)).collect();
    split.teachers.par_iter().try_for_each(|person| {
        let asked_at = asked.get(&person.who).copied().unwrap_or(split.end);
        admit(shop, person, (asked_at, part))?;
        if part.teaches(&person.who) { say_yes(shop, person, split.end.plus(-1), "train") } else { Ok(()) }
    })?;
    if split.strangers {
        split.tests.par_iter().try_for_each(|person| admit(shop, person, (person.asked_at, part)))?;
    }
    Ok(())
}

/// One person who lets their history be used for them, with that history.
fn admit(shop: &Shop, person: &Person, (asked_at, part): (UnixTime, Part)) -> Result<(), AppError> {
    let before = asked_at.plus(-1);
    say_yes(shop, person, before, "recommend")?;
    let intake = Intake { ask: Ask::on(shop.policy().channel("web").unwrap_or(ChannelId(0))), arrival: Arrival::File };
    let kept = person.events.iter().filter(|event| part.keeps(&person.who, &event.item));
    let events: Vec<_> = kept.map(|event| (person.who.clone(), event.clone())).collect();
    let told = shop.take_in(before, &intake, &events)?;
    match told.iter().find(|told| !matches!(told.outcome, EventOutcome::Accepted | EventOutcome::Duplicate)) {
        None => Ok(()),
        Some(other) => Err(AppError::File(format!("an event of the split was not kept: {:?}", other.outcome))),
    }
}

fn say_yes(shop: &Shop, person: &Person, at: UnixTime, purpose: &str) -> Result<(), AppError> {
    let evidence =
        Evidence { notice: "eval".to_owned(), how: "the split is measured as if everybody had agreed".to_owned() };
    let words = Words { past_data: true, ..Words::of(Kind::Grant, purpose, None, &evidence) };
    shop.say(at, &person.who, &[words], &PersonFacts::default()).map(|_| ())
}
