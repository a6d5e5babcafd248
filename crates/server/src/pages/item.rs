//! One thing: its picture, its price, a button to buy it, what becomes of that, and what goes with it.

use super::art::Look;
use super::category::trail;
use super::frame::{Frame, Tab};
use super::goods::{Card, grid, price};
use super::{device, ladder, links, parts};
use domain::{Price, Rung};
use maud::{Markup, html};

/// A thing.
#[derive(Clone, Debug)]
pub struct ItemPage {
    /// Its name for machines.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// A sentence or two; may be empty.
    pub description: String,
    /// What it costs.
    pub price: Option<Price>,
    /// Whether it can be had.
    pub available: bool,
    /// How it is drawn.
    pub look: Look,
    /// The department it stands in: its name in addresses, and its name for people.
    pub department: Option<(String, String)>,
    /// What goes with it.
    pub similar: Vec<Card>,
}

/// The page.
#[must_use]
pub fn item(frame: &Frame, view: &ItemPage) -> Markup {
    let words = &frame.words().item;
    let between: Vec<(&str, &str)> =
        view.department.iter().map(|(name, title)| (name.as_str(), title.as_str())).collect();
    let main = html! {
        (trail(frame, &between))
        article.thing data-item=(view.id) {
            (view.look.draw())
            div.about {
                h1 lang=[frame.goods()] { (view.title) }
                @if !view.description.is_empty() { p.lead lang=[frame.goods()] { (view.description) } }
                (price(frame, view.price))
                (buy(frame, view))
            }
        }
        @if !view.similar.is_empty() {
            section aria-labelledby="similar" {
                header.head {
                    h2 id="similar" { (words.similar) }
                    p.note { (words.similar_note) }
                }
                (grid(frame, &view.similar, true))
            }
        }
    };
    frame.page_with(Tab::Shop, &view.title, &device::script(), &main)
}

fn buy(frame: &Frame, view: &ItemPage) -> Markup {
    let words = &frame.words().item;
    let keeps = match frame.rung {
        _ if !frame.said => words.keeps_unsaid,
        _ if frame.private => words.keeps_private,
        _ if frame.paused => words.keeps_paused,
        Rung::Contextual => words.keeps_nothing,
        Rung::Visit => words.keeps_visit,
        Rung::Group => words.keeps_group,
        Rung::Personal => words.keeps_personal,
    };
    let button = html! {
        input type="hidden" name=(links::FIELD_ITEM) value=(view.id);
        button.button.lead-button type="submit" aria-describedby="keeps" { (words.buy) }
    };
    html! {
        @if view.available {
            (parts::post(frame, links::BUY, "buy", &button))
            p.keeps id="keeps" { (ladder::glyph(frame.rung)) span { (keeps) @if frame.teach { " " (words.teaches) } " " (words.demo) } }
            (device::item_note(frame))
        } @else { p.keeps { (words.sold_out) } }
    }
}
