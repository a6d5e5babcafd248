//! A simulated shop and its shoppers, made from a seed: the demo has something to show before anybody has come.
//!
//! Nobody in here exists, and no title, band or game does. The same seed and the same moment give the same world on
//! every machine.

pub(crate) mod dice;
mod goods;
mod life;
mod shelf;
mod taste;
mod words;

#[cfg(test)]
mod tests;

pub use shelf::{Department, Motif};

use dice::Dice;
use domain::{Item, Rung, UnixTime, Verb};
use goods::Goods;

/// How many people shop there.
pub const SHOPPERS: usize = 3_000;
/// How far back their history goes.
pub const DAYS: i64 = 180;
/// Every how many-th shopper keeps to themself what they like.
const SILENT_EVERY: usize = 5;
/// Most departments that one says they like.
const LIKES_MAX: usize = 2;

/// A shop and those who use it.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    /// What it sells, department by department.
    pub items: Vec<WorldItem>,
    /// Who shops there.
    pub shoppers: Vec<Shopper>,
}

/// A thing in the shop and how it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct WorldItem {
    /// The thing; priced in EUR, its category the department and the shelf.
    pub item: Item,
    /// Where in the shop it stands.
    pub department: Department,
    /// How it is drawn.
    pub look: Look,
}

/// What a page needs to draw a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The colour of the thing, in degrees from 0 to 359.
    pub hue: u16,
    /// The colour behind it, in degrees from 0 to 359.
    pub hue2: u16,
    /// Its shape.
    pub motif: Motif,
}

/// Somebody who shops there.
#[derive(Clone, Debug, PartialEq)]
pub struct Shopper {
    /// A name for machines, fit for a subject id: `shopper-0001`.
    pub handle: String,
    /// How much they give.
    pub wish: Wish,
    /// What they did, the earliest first.
    pub events: Vec<WorldEvent>,
}

impl Shopper {
    /// What they say they like: the department that they take the most from, and the next where they take half as much from
    /// it. Only those say so who give their history, and of them four in five.
    #[must_use]
    pub fn likes(&self, items: &[WorldItem]) -> Vec<Department> {
        let number: usize = self.handle.trim_start_matches(|sign: char| !sign.is_ascii_digit()).parse().unwrap_or(0);
        if self.wish.rung() != Rung::Personal || number.is_multiple_of(SILENT_EVERY) {
            return Vec::new();
        }
        let taken = |department: Department| {
            let there =
                |event: &&WorldEvent| event.verb == Verb::Purchase && items[event.item].department == department;
            (self.events.iter().filter(there).count(), department)
        };
        let mut taken: Vec<_> = Department::ALL.into_iter().map(taken).filter(|(times, _)| *times > 0).collect();
        taken.sort_by_key(|(times, _)| std::cmp::Reverse(*times));
        let most = taken.first().map_or(0, |(times, _)| *times);
        taken
            .into_iter()
            .take(LIKES_MAX)
            .filter(|(times, _)| times * 2 >= most)
            .map(|(_, department)| department)
            .collect()
    }
}

/// What a shopper wants the shop to do with their history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wish {
    /// Use it for me, and let it teach the models.
    PersonalAndTeach,
    /// Use it for me alone.
    Personal,
    /// Use this visit and forget it.
    Visit,
    /// Use nothing about me.
    Contextual,
}

impl Wish {
    /// The rung of the ladder that they stand on.
    #[must_use]
    pub const fn rung(self) -> Rung {
        match self {
            Self::PersonalAndTeach | Self::Personal => Rung::Personal,
            Self::Visit => Rung::Visit,
            Self::Contextual => Rung::Contextual,
        }
    }

    /// Whether their history may teach the models.
    #[must_use]
    pub const fn teaches(self) -> bool {
        matches!(self, Self::PersonalAndTeach)
    }
}

/// Something a shopper did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorldEvent {
    /// With what: a place in [`World::items`].
    pub item: usize,
    /// What.
    pub verb: Verb,
    /// When; before the moment that the world was made for.
    pub at: UnixTime,
    /// How many pieces, at least one.
    pub quantity: u32,
    /// Which of the shopper's baskets it belongs to, from 0; views belong to none.
    pub basket: Option<u32>,
}

/// Makes the world of this seed as it is at `now`.
#[must_use]
pub fn simulate(seed: u64, now: UnixTime) -> World {
    let mut dice = Dice::new(seed);
    let goods = Goods::new(&mut dice);
    let shoppers = (1..=SHOPPERS).map(|number| shopper(number, &goods, now, &mut dice)).collect();
    World { items: goods.into_items(), shoppers }
}

fn shopper(number: usize, goods: &Goods, now: UnixTime, dice: &mut Dice) -> Shopper {
    let handle = format!("shopper-{number:04}");
    let wish = wish(dice);
    let taste = taste::Taste::new(goods, dice);
    Shopper { handle, wish, events: life::events(goods, &taste, now, dice) }
}

/// 55 in a hundred give their history and let it teach, 15 give it, 10 a visit, 20 nothing.
fn wish(dice: &mut Dice) -> Wish {
    match dice.below(100) {
        0..55 => Wish::PersonalAndTeach,
        55..70 => Wish::Personal,
        70..80 => Wish::Visit,
        _ => Wish::Contextual,
    }
}
