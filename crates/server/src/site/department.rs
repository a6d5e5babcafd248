//! One department, page by page: the whole catalog stays reachable, in the same order for everybody.

use super::explain::{Stage, card};
use super::layout::{Tab, page};
use super::visitor::Visitor;
use app::Choice;
use app::world::Department;
use domain::Item;
use maud::{Markup, html};

/// Things on one page.
const PER_PAGE: usize = 24;

/// A page of a department; `None` where there is none.
pub fn department(stage: &Stage<'_>, visitor: &Visitor, choice: Choice, number: usize, at: usize) -> Option<Markup> {
    let title = Department::ALL.get(number)?.title();
    let all: Vec<&Item> = stage
        .catalog
        .items()
        .iter()
        .map(AsRef::as_ref)
        .filter(|item: &&Item| item.category.first().is_some_and(|c| c == title))
        .collect();
    let pages = all.len().div_ceil(PER_PAGE).max(1);
    if at >= pages {
        return None;
    }
    let words = visitor.words;
    let body = html! {
        section aria-labelledby="title" {
            h1 id="title" { (title) }
            p.note { (all.len()) " " (words.items) }
            ul.cards {
                @for item in all.iter().skip(at * PER_PAGE).take(PER_PAGE) { (card(stage, item, &html! {})) }
            }
            @if pages > 1 {
                p.pager {
                    @if at > 0 { a.button href={ "/department/" (number) "?page=" (at - 1) } { (words.previous) } }
                    span { (at + 1) " / " (pages) }
                    @if at + 1 < pages { a.button href={ "/department/" (number) "?page=" (at + 1) } { (words.next) } }
                }
            }
        }
    };
    Some(page(words, Tab::Shop, title, choice, &body))
}
