//! What a device ranks with: the item model in small, the same for everybody, so that a history need not leave its device.
//!
//! Each row is cut to its strongest entries, and those are whole numbers of eight bits times the row's scale (linear
//! quantisation, symmetric around zero). What the server's sum takes from the day and from the catalog comes with it, and so
//! do its fixed weights: a device adds the very same terms. Nothing in it is about a person, and no pair of items that fewer
//! people took than may speak.

use crate::again::{OFTEN_FROM, SINCE_FROM};
use crate::model::{Model, Parts, Rows, strongest};
use crate::past::{RATING_DISLIKED_TENTHS, RATING_TAKEN_TENTHS, VISIT_LONGEST_SECONDS};
use crate::recommend::EVIDENCE_MAX;
use crate::score::{DISLIKE_WEIGHT, LOOK_WEIGHT, Today, VISIT_SECONDS, VISIT_WEIGHT};
use crate::window::Window;
use domain::{DAY_SECONDS, Price, UnixTime};
use serde::Serialize;
use std::collections::HashSet;

/// The number of the form in which it is written. A device takes no other.
pub const DEVICE_FORM: u16 = 1;
/// Most entries of a row.
pub const DEVICE_ROW_ENTRIES_MAX: usize = 100;
/// Most items: in a larger catalog those that are popular now.
pub const DEVICE_ITEMS_MAX: usize = 20_000;
/// The largest whole number of an entry.
const ENTRY_MAX: f32 = 127.0;

/// All of it.
#[derive(Debug)]
pub struct DeviceModel {
    /// What is written as text.
    pub head: DeviceHead,
    /// The weight of what goes together, by item.
    pub together: Vec<f32>,
    /// The weight of what is taken again, by item.
    pub again: Vec<f32>,
    /// What is popular, by item, as it counts in the sum.
    pub popular: Vec<f32>,
    /// How much more often than its class says an item is taken again.
    pub factors: Vec<f32>,
    /// What goes together.
    pub rows: DeviceRows,
    /// What is alike by its words.
    pub alike: DeviceRows,
}

/// What is written as text.
#[derive(Debug, Serialize)]
pub struct DeviceHead {
    /// [`DEVICE_FORM`].
    pub form: u16,
    /// The day whose season is in it, counted from 1970-01-01.
    pub day: i32,
    /// Until when acts age, in seconds: a shop at rest does not. `None` where nothing was taken yet.
    pub rest: Option<i64>,
    /// How the sum is made.
    pub rules: DeviceRules,
    /// Probabilities by class of how often and how many baskets ago.
    pub table: Vec<f32>,
    /// The items, in order of id.
    pub items: Vec<DeviceItem>,
    /// What is not among them, and whoever has it wants no other form of it that is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<DeviceForm>,
}

/// A thing that somebody may have, and which of its forms they want no more.
#[derive(Debug, Serialize)]
pub struct DeviceForm {
    /// Its name for machines.
    pub id: String,
    /// The number of the thing that it is a form of.
    pub form: u32,
}

/// How the sum is made: what was learned for all items alike, and what is fixed.
#[derive(Debug, Serialize)]
pub struct DeviceRules {
    /// After so many days an act counts for less by the factor e; `None` is never.
    pub memory_days: Option<f32>,
    /// The weight of what is alike.
    pub alike: f32,
    /// What the other terms count for with items that the person has.
    pub owned: f32,
    /// Whether items that the person has are candidates at all.
    pub owned_too: bool,
    /// How much a look counts for, where a purchase counts one.
    pub look: f64,
    /// How much a bad rating speaks against what goes with the item.
    pub dislike: f32,
    /// How much more an act of the visit in progress counts for.
    pub visit: f64,
    /// How far apart two of them may be, and the last from now, in seconds.
    pub visit_seconds: i64,
    /// How long ago it began at most.
    pub visit_longest_seconds: i64,
    /// From this rating on, in tenths of a star, an item counts as taken.
    pub taken_tenths: u16,
    /// Up to this one as disliked.
    pub disliked_tenths: u16,
    /// Where the classes of how often begin.
    pub often_from: [u32; 6],
    /// Where the classes of how many baskets ago begin.
    pub since_from: [u32; 6],
    /// Most of the person's items that a reason names.
    pub evidence: usize,
}

/// What a device has to know of an item to show it.
#[derive(Debug, Serialize)]
pub struct DeviceItem {
    /// Its name for machines.
    pub id: String,
    /// Its name for people; plain text.
    pub title: String,
    /// From the widest to the narrowest.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<String>,
    /// What it costs, in minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<u64>,
    /// The currency of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Where it is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// There where it can not be had, or the house does not show it: it speaks for others and is not shown.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// There where nobody who has it wants it again, in any form.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub once: bool,
    /// The number of the thing that it is a form of: of those that bear one number, one is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<u32>,
}

/// Rows of whole numbers, each with a scale.
#[derive(Debug, Default)]
pub struct DeviceRows {
    /// What one is worth, by row.
    pub scales: Vec<f32>,
    /// How many entries each row has.
    pub counts: Vec<u16>,
    /// The items of the entries, row by row, in order.
    pub to: Vec<u32>,
    /// Their numbers, never zero.
    pub weights: Vec<i8>,
}

/// What devices rank with at a moment.
#[must_use]
pub fn device_model(window: &Window, now: UnixTime) -> DeviceModel {
    let parts = &window.model().parts;
    let today = window.today(now);
    let chosen = chosen(window, &today);
    let of = |all: &[f32]| chosen.iter().map(|item| all[*item as usize]).collect();
    let rest = parts.diary.standing_day().map(|day| i64::from(day) * DAY_SECONDS);
    let head = DeviceHead {
        form: DEVICE_FORM,
        day: parts.diary.day_for(now),
        rest,
        rules: rules(&today, parts.chosen.memory_days),
        table: parts.again.table.clone(),
        items: chosen.iter().filter_map(|item| item_of(window, *item)).collect(),
        also: also(window, &chosen),
    };
    DeviceModel {
        head,
        together: of(&today.together),
        again: chosen.iter().map(|item| today.again(*item)).collect(),
        popular: of(&today.popular),
        factors: of(&parts.again.factors),
        rows: DeviceRows::of(&parts.rows, &chosen),
        alike: DeviceRows::of(&parts.alike, &chosen),
    }
}

impl Model {
    /// This model with its rows as a device has them: for measuring what that costs.
    #[must_use]
    pub fn on_device(&self) -> Self {
        let all: Vec<u32> = (0..self.parts.items.len() as u32).collect();
        let rows = DeviceRows::of(&self.parts.rows, &all).read();
        let alike = DeviceRows::of(&self.parts.alike, &all).read();
        Self { parts: Parts { rows, alike, ..self.parts.clone() } }
    }
}

fn rules(today: &Today, memory_days: f32) -> DeviceRules {
    DeviceRules {
        memory_days: Some(memory_days).filter(|days| days.is_finite()),
        alike: today.alike,
        owned: today.owned,
        owned_too: today.owned_too,
        look: LOOK_WEIGHT,
        dislike: DISLIKE_WEIGHT,
        visit: VISIT_WEIGHT,
        visit_seconds: VISIT_SECONDS,
        visit_longest_seconds: VISIT_LONGEST_SECONDS,
        taken_tenths: RATING_TAKEN_TENTHS,
        disliked_tenths: RATING_DISLIKED_TENTHS,
        often_from: OFTEN_FROM,
        since_from: SINCE_FROM,
        evidence: EVIDENCE_MAX,
    }
}

/// The items of the model that are in the catalog and not delicate, at most [`DEVICE_ITEMS_MAX`], in order.
fn chosen(window: &Window, today: &Today) -> Vec<u32> {
    let items = 0..window.model().items().len() as u32;
    let mut chosen: Vec<u32> =
        items.filter(|item| window.catalog().get(id(window, *item)).is_some_and(|item| !item.sensitive)).collect();
    let popular = |item: &u32| today.popular[*item as usize];
    chosen.sort_by(|a, b| popular(b).total_cmp(&popular(a)));
    chosen.truncate(DEVICE_ITEMS_MAX);
    chosen.sort_unstable();
    chosen
}

fn id(window: &Window, item: u32) -> &domain::ItemId {
    &window.model().items()[item as usize]
}

fn item_of(window: &Window, known: u32) -> Option<DeviceItem> {
    let item = window.catalog().get(id(window, known))?;
    Some(DeviceItem {
        id: item.id.as_str().to_owned(),
        title: item.title.clone(),
        category: item.category.clone(),
        price: item.price.map(Price::minor),
        currency: item.price.map(|price| price.currency().to_owned()),
        url: item.url.clone(),
        gone: window.place_of(known).is_none(),
        once: window.related().is_once(&item.id),
        form: window.related().thing(&item.id),
    })
}

/// What the model does not know and whoever has it wants no other form of, as far as one of those is in the file.
fn also(window: &Window, chosen: &[u32]) -> Vec<DeviceForm> {
    let related = window.related();
    let things: HashSet<u32> = chosen.iter().filter_map(|item| related.thing(id(window, *item))).collect();
    let is_there = |id| window.known(id).is_some_and(|known| chosen.binary_search(&known).is_ok());
    let once = window.catalog().items().iter().map(|item| &item.id).filter(|id| related.is_once(id) && !is_there(id));
    let form = |id: &domain::ItemId| Some(DeviceForm { id: id.as_str().to_owned(), form: related.thing(id)? });
    once.filter_map(form).filter(|one| things.contains(&one.form)).take(DEVICE_ITEMS_MAX).collect()
}

// === impl DeviceRows ===

impl DeviceRows {
    /// The rows of these items over these items, numbered as they are listed.
    fn of(rows: &Rows, chosen: &[u32]) -> Self {
        let mut small = Self::default();
        for item in chosen {
            let known = |(to, weight)| Some((chosen.binary_search(&to).ok()? as u32, weight));
            let entries = rows.row(*item).iter().filter_map(known).collect();
            small.push(&strongest(entries, DEVICE_ROW_ENTRIES_MAX));
        }
        small
    }

    fn push(&mut self, entries: &[(u32, f32)]) {
        let most = entries.iter().map(|(_, weight)| weight.abs()).fold(0.0, f32::max);
        let scale = most / ENTRY_MAX;
        let before = self.to.len();
        for (to, weight) in entries {
            let whole = (weight / scale).round() as i8;
            if whole != 0 {
                self.to.push(*to);
                self.weights.push(whole);
            }
        }
        self.scales.push(scale);
        self.counts.push((self.to.len() - before) as u16);
    }

    /// The rows as a device reads them.
    fn read(&self) -> Rows {
        let mut at = 0;
        Rows::new(self.scales.iter().zip(&self.counts).map(|(scale, count)| {
            let span = at..at + usize::from(*count);
            at = span.end;
            let entries = self.to[span.clone()].iter().zip(&self.weights[span]);
            entries.map(|(to, whole)| (*to, scale * f32::from(*whole))).collect()
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_keeps_its_strongest_entries_to_half_a_step() {
        let row: Vec<(u32, f32)> = (0..300).map(|to| (to, (to as f32 - 150.0) / 100.0)).collect();
        let rows = Rows::new(std::iter::once(row.clone()));
        let all: Vec<u32> = (0..300).collect();
        let wide = Rows::new((0..300).map(|item| if item == 0 { row.clone() } else { Vec::new() }));
        let small = DeviceRows::of(&wide, &all);
        assert_eq!(small.counts[0] as usize, DEVICE_ROW_ENTRIES_MAX);
        let read = small.read();
        for (to, weight) in read.row(0).iter() {
            assert!((weight - rows.row(0).weight(to)).abs() <= small.scales[0] * 0.5001, "{to} {weight}");
            assert!(weight.abs() > 0.9, "the strongest: {weight}");
        }
        assert!(read.fit(300));
    }

    #[test]
    fn rows_over_some_items_name_no_other() {
        let rows = Rows::new([vec![(1, 1.0), (3, 0.5)], vec![(0, 1.0)], vec![], vec![(1, 0.25)]].into_iter());
        let small = DeviceRows::of(&rows, &[0, 3]);
        assert_eq!((&small.counts[..], &small.to[..], &small.weights[..]), (&[1, 0][..], &[1][..], &[127][..]));
        assert_eq!(small.read().row(0).iter().collect::<Vec<_>>(), [(1, 0.5)]);
    }
}
