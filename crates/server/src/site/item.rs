//! One thing: its picture, its price, a button to buy it, and what goes with it.

use super::explain::{Stage, drawn, price, slate};
use super::layout::{Tab, page};
use super::visitor::Visitor;
use app::{Choice, Slate};
use domain::Item;
use maud::{Markup, html};

/// The page of an item. `bought` says, after a purchase, whether it was kept.
pub fn item(
    stage: &Stage<'_>,
    visitor: &Visitor,
    choice: Choice,
    item: &Item,
    similar: &Slate,
    bought: Option<bool>,
) -> Markup {
    let words = visitor.words;
    let body = html! {
        @if let Some(kept) = bought {
            p.news role="status" { @if kept { (words.bought_kept) } @else { (words.bought_not_kept) } }
        }
        article.thing {
            div.cover { (drawn(stage, item)) }
            div {
                p.note { (item.category.join(" · ")) }
                h1 { (item.title) }
                p.lead { (item.description) }
                p.price.large { (price(item.price, words)) }
                form method="post" action="/buy" {
                    input type="hidden" name="item" value=(item.id);
                    button.button type="submit" { (words.buy) }
                }
            }
        }
        section aria-labelledby="similar" {
            h2 id="similar" { (words.similar) }
            (slate(stage, &similar.places, None))
        }
    };
    page(words, Tab::Shop, &item.title, choice, &body)
}
