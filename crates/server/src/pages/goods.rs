//! Things as pages show them: a price, a name, a card in a grid.

use super::art::Look;
use super::frame::Frame;
use super::links;
use super::why::{Why, why};
use crate::language::Written;
use domain::Price;
use maud::{Markup, html};

/// A thing by its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its name for machines.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// Whether that is its own name; else it is told by its kind, and found in the history.
    pub told: bool,
}

/// A thing in a grid.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its name for machines.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// What it costs.
    pub price: Option<Price>,
    /// How it is drawn.
    pub look: Look,
    /// Why it is here; `None` where things simply stand on their shelf.
    pub why: Option<Why>,
}

/// Cards side by side; each title is a heading of the level below `h2`, or `h2` itself where nothing is in between.
pub(super) fn grid(frame: &Frame, cards: &[Card], under_h2: bool) -> Markup {
    html! {
        ul.cards {
            @for card in cards {
                li.card {
                    div.face {
                        (card.look.draw())
                        div.text {
                            @if under_h2 { h3 { (title(frame, card)) } } @else { h2 { (title(frame, card)) } }
                            (price(frame, card.price))
                            @if let Some(why) = &card.why { p.because { (why.sentence) } }
                        }
                    }
                    @if let Some(reasons) = &card.why { (why(frame, &card.title, reasons)) }
                }
            }
        }
    }
}

fn title(frame: &Frame, card: &Card) -> Markup {
    html! { a href=(links::item(&card.id)) lang=[frame.goods()] { (card.title) } }
}

/// A price as the page's language writes it.
pub(super) fn price(frame: &Frame, price: Option<Price>) -> Markup {
    html! { @if let Some(price) = price { p.price { (frame.lang.money(price.minor(), price.currency())) } } }
}
