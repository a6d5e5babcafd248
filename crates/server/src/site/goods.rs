//! From the catalog and the engine's answers to what pages show: cards, pictures, reasons, departments.

use crate::pages::art::{Look, Motif};
use crate::pages::{Card, Department, Named, Offer, TermRow, Why, links};
use crate::why;
use app::demo::Looks;
use app::world::Department as Sign;
use app::{Catalog, Placed, Shop};
use domain::{Item, ItemId, Lang, Reason, ReceiptId, Rung, Topic};
use std::sync::Arc;

/// The things of today's catalog, for readers of one language.
pub struct Goods<'a> {
    /// The shop.
    pub shop: &'a Shop,
    /// The catalog.
    pub catalog: Arc<Catalog>,
    /// How its things are drawn.
    pub looks: &'a Looks,
    /// The language.
    pub lang: Lang,
}

/// What an answer stands on.
#[derive(Clone, Copy)]
pub struct Ground {
    /// How much of the person it used.
    pub rung: Rung,
    /// Its receipt, where there is one.
    pub receipt: Option<ReceiptId>,
}

impl Goods<'_> {
    /// How a thing is drawn; its title tells where it came without a look of its own.
    pub fn look(&self, item: &Item) -> Look {
        self.looks.get(&item.id).map_or_else(
            || Look::of_title(&item.title),
            |look| Look::new(look.hue, look.hue2, look.motif.as_str(), &item.title),
        )
    }

    /// A thing by its names; what the catalog does not know any more goes by its id.
    pub fn named(&self, id: &ItemId) -> Named {
        let title = self.catalog.get(id).map_or_else(|| id.to_string(), |item| item.title.clone());
        Named { id: id.to_string(), title, told: true }
    }

    /// A thing in a grid.
    pub fn card(&self, item: &Item, why: Option<Why>) -> Card {
        Card { id: item.id.to_string(), title: item.title.clone(), price: item.price, look: self.look(item), why }
    }

    /// What an answer shows, each thing with its reasons.
    pub fn cards(&self, places: &[Placed], ground: Ground) -> Vec<Card> {
        let card = |place: &Placed| {
            let item = self.catalog.get(&place.item)?;
            Some(self.card(item, Some(self.why(&place.item, &place.reasons, ground))))
        };
        places.iter().filter_map(card).collect()
    }

    /// Why a thing stands in an answer: what the person did is named only where enough people share it.
    pub fn why(&self, id: &ItemId, reasons: &[Reason], ground: Ground) -> Why {
        let window = self.shop.window();
        let mut terms = self.terms(reasons);
        for (row, reason) in terms.iter_mut().zip(reasons) {
            for (named, id) in row.evidence.iter_mut().zip(&reason.evidence) {
                let called = window.called(id, ground.rung);
                named.told = matches!(called, Some(app::Called::Title(_)));
                named.title = why::thing_in(self.lang, called).into_owned();
            }
        }
        let receipt = ground.receipt.map(|receipt| receipt.to_string());
        Why {
            sentence: why::sentence_in(self.lang, |id| window.called(id, ground.rung), reasons, ground.rung),
            terms,
            page: receipt.as_ref().map(|receipt| links::why(receipt, id.as_str())),
            // What is shown alike to everybody has no receipt, and nothing that anybody says changes it.
            offers: receipt.as_ref().map_or_else(Vec::new, |_| self.offers(id)),
            receipt,
            can_hide: ground.rung != Rung::Contextual,
        }
    }

    /// What can be said about a thing, from the least to the most.
    fn offers(&self, id: &ItemId) -> Vec<Offer> {
        let Some(item) = self.catalog.get(id) else { return Vec::new() };
        let seller = item.seller.clone().map(Topic::Seller);
        let kind = item.category.last().cloned().map(Topic::Category);
        let topics = [Topic::Like(id.clone()), Topic::Item(id.clone())].into_iter().chain(seller).chain(kind);
        topics.map(|topic| self.offer(topic)).collect()
    }

    /// A topic with its name.
    pub fn offer(&self, topic: Topic) -> Offer {
        let name = match &topic {
            Topic::Item(id) | Topic::Like(id) => self.named(id).title,
            _ => topic.parts().1.to_owned(),
        };
        Offer { topic, name }
    }

    /// The terms of a score.
    pub fn terms(&self, reasons: &[Reason]) -> Vec<TermRow> {
        let row = |reason: &Reason| TermRow {
            term: reason.term,
            weight: reason.weight,
            evidence: reason.evidence.iter().map(|id| self.named(id)).collect(),
        };
        reasons.iter().map(row).collect()
    }

    /// The things of a department, in the order of the catalog.
    pub fn of(&self, sign: Sign) -> impl Iterator<Item = &Item> {
        let stands_there = move |item: &&Item| item.category.first().is_some_and(|c| c == sign.title());
        self.catalog.items().iter().map(AsRef::as_ref).filter(stands_there)
    }

    /// The departments in which something stands, each drawn as what it has most of, in a shape that no other shows.
    pub fn departments(&self) -> Vec<Department> {
        let mut drawn: Vec<Motif> = Vec::new();
        let department = |sign: Sign| {
            let looks: Vec<Look> = self.of(sign).map(|item| self.look(item)).collect();
            let alike = |look: &&Look| looks.iter().filter(|other| other.motif == look.motif).count();
            let most = looks.iter().rev().filter(|look| !drawn.contains(&look.motif)).max_by_key(alike);
            let look = *most.or(looks.first())?;
            drawn.push(look.motif);
            let (name, title) = (sign.name().to_owned(), sign.title().to_owned());
            Some(Department { name, title, count: looks.len(), look })
        };
        Sign::ALL.into_iter().filter_map(department).collect()
    }
}

/// The department that a thing stands in.
pub fn sign_of(item: &Item) -> Option<Sign> {
    let title = item.category.first()?;
    Sign::ALL.into_iter().find(|sign| sign.title() == title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::world;

    #[test]
    fn every_shape_of_the_world_can_be_drawn() {
        for shape in world::Motif::ALL {
            assert_ne!(Motif::from_name(shape.as_str()), Motif::Parcel, "{shape:?}");
        }
    }

    #[test]
    fn every_department_is_found_by_its_sign() {
        let item = |sign: Sign| Item {
            category: vec![sign.title().to_owned()],
            ..Item::named(ItemId::parse("kettle").unwrap(), "Kettle".to_owned())
        };
        for sign in Sign::ALL {
            assert_eq!(sign_of(&item(sign)), Some(sign));
        }
    }
}
