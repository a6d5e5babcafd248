//! The storefront: what is recommended and why, the question for whoever was not asked yet, and the way to everything.

use super::art::Look;
use super::consent::prompt;
use super::frame::{Frame, Tab};
use super::goods::{Card, grid};
use super::links;
use maud::{Markup, html};

/// The storefront.
#[derive(Clone, Debug)]
pub struct Storefront {
    /// What is recommended.
    pub slate: Slate,
    /// The parts of the shop.
    pub departments: Vec<Department>,
}

/// What is recommended.
#[derive(Clone, Debug)]
pub struct Slate {
    /// What it honestly is.
    pub kind: SlateKind,
    /// The things.
    pub cards: Vec<Card>,
    /// The receipt of the decision, if there is one to read.
    pub receipt: Option<String>,
    /// Of how many things less is wanted for this visit.
    pub left_out: usize,
}

/// What a slate is made from; its heading follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlateKind {
    /// The person's history, of which this many things were used.
    History(usize),
    /// This visit, of which this many things were used.
    Visit(usize),
    /// What a group of many takes.
    Group,
    /// Nothing personal: the same for everybody.
    Everybody,
    /// Nothing personal, though it is allowed: there is nothing yet.
    NothingYet,
}

/// A part of the shop.
#[derive(Clone, Debug)]
pub struct Department {
    /// Its name in addresses.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// How many things stand in it.
    pub count: usize,
    /// How it is drawn.
    pub look: Look,
}

/// The page.
#[must_use]
pub fn storefront(frame: &Frame, view: &Storefront) -> Markup {
    let words = &frame.words().shop;
    let (title, note) = slate_words(frame, view.slate.kind);
    let main = html! {
        @if !frame.said { (prompt(frame)) }
        section.slate aria-labelledby="slate" {
            header.head {
                h1 id="slate" { (title) }
                p.lead {
                    (note)
                    @if let Some(receipt) = &view.slate.receipt { " " a href=(links::receipt(receipt)) { (words.receipt) } }
                }
                @if view.slate.left_out > 0 {
                    p.note { (frame.words().less.left_out(view.slate.left_out)) " " a href=(links::WHY) { (frame.words().less.all) } }
                }
            }
            (grid(frame, &view.slate.cards, false))
        }
        section aria-labelledby="browse" {
            h2 id="browse" { (words.browse) }
            ul.departments {
                @for department in &view.departments {
                    li {
                        (department.look.draw())
                        div {
                            h3 { a href=(links::department(&department.name, 0)) lang=[frame.goods()] { (department.title) } }
                            p { (words.things(department.count)) }
                        }
                    }
                }
            }
        }
    };
    frame.page(Tab::Shop, title, &main)
}

fn slate_words(frame: &Frame, kind: SlateKind) -> (&'static str, String) {
    let words = &frame.words().shop;
    match kind {
        SlateKind::History(used) => (words.for_you, words.by_history(used)),
        SlateKind::Visit(used) => (words.this_visit, words.by_visit(used)),
        SlateKind::Group => (words.for_you, words.by_group(frame.group_people_min)),
        SlateKind::Everybody => (words.popular, words.for_everybody.to_owned()),
        SlateKind::NothingYet => (words.popular, words.nothing_yet.to_owned()),
    }
}
