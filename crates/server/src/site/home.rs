//! The storefront: what is recommended and why, and the way to everything else.

use super::choices::panel;
use super::explain::{Stage, slate};
use super::layout::{Tab, page};
use super::visitor::Visitor;
use app::world::Department;
use app::{Choice, Recommended};
use domain::Rung;
use maud::{Markup, html};

/// The storefront. The panel is shown only to those who have said nothing yet.
pub fn home(stage: &Stage<'_>, visitor: &Visitor, choice: Choice, recommended: &Recommended) -> Markup {
    let words = visitor.words;
    let own = recommended.slate.places.iter().flat_map(|p| &p.reasons).any(|reason| !reason.evidence.is_empty());
    let (heading, note) = match (own, choice.rung) {
        (true, _) => (words.recommended, words.recommended_note),
        (false, Rung::Contextual) => (words.popular, words.popular_note),
        (false, _) => (words.popular, words.empty_note),
    };
    let body = html! {
        @if visitor.who.is_none() { (panel(words)) }
        section aria-labelledby="slate" {
            h1 id="slate" { (heading) }
            p.note { (note) }
            (slate(stage, &recommended.slate.places, Some(recommended.receipt)))
        }
        section aria-labelledby="departments" {
            h2 id="departments" { (words.browse) }
            ul.departments {
                @for (number, department) in Department::ALL.iter().enumerate() {
                    @let title = department.title();
                    @let count = stage.catalog.items().iter().filter(|i| i.category.first().is_some_and(|c| c == title)).count();
                    li {
                        a href={ "/department/" (number) } {
                            svg viewBox="0 0 12 12" aria-hidden="true" { circle cx="6" cy="6" r="6" fill={ "hsl(" (department.hue()) " 46% 52%)" } {} }
                            span { (title) } small { (count) " " (words.items) }
                        }
                    }
                }
            }
        }
    };
    page(words, Tab::Shop, heading, choice, &body)
}
