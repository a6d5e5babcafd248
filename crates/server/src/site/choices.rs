//! The ladder as equal choices: nothing is ticked in advance, and no is as near, as large and as quick as yes.

use super::layout::{Tab, page};
use super::visitor::Visitor;
use super::words::Words;
use app::Choice;
use domain::Rung;
use maud::{Markup, html};

const RUNGS: [Rung; 3] = [Rung::Contextual, Rung::Visit, Rung::Personal];

/// The question on the storefront, for those who have said nothing yet. It blocks nothing.
pub fn panel(words: &Words) -> Markup {
    html! {
        section.panel aria-labelledby="ask" {
            h2 id="ask" { (words.ask) }
            p.note { (words.ask_note) }
            (rungs(words, None))
        }
    }
}

/// The page on which a choice is seen and changed.
pub fn choices(visitor: &Visitor, choice: Choice) -> Markup {
    let words = visitor.words;
    let said = visitor.who.is_some();
    let body = html! {
        section aria-labelledby="title" {
            h1 id="title" { (words.ask) }
            p.note { (words.ask_note) }
            (rungs(words, said.then_some(choice.rung)))
        }
        @if said && choice.rung == Rung::Personal {
            section.panel aria-labelledby="teach" {
                h2 id="teach" { (words.teach) }
                p.note { (words.teach_note) }
                p { @if choice.teach { (words.teaching) } @else { (words.not_teaching) } }
                div.pair {
                    (teach("no", words.teach_no))
                    (teach("yes", words.teach_yes))
                }
            }
        }
    };
    page(words, Tab::Choices, words.choices_title, choice, &body)
}

fn rungs(words: &Words, in_force: Option<Rung>) -> Markup {
    html! {
        ul.rungs {
            @for rung in RUNGS {
                @let this = words.rung(rung);
                @let chosen = in_force == Some(rung);
                li.rung data-chosen=[chosen.then_some("")] {
                    h3 { span.dot data-rung=(rung.as_str()) {} (this.name) }
                    dl {
                        dt { (words.used) } dd { (this.used) }
                        dt { (words.get) } dd { (this.get) }
                    }
                    form method="post" action="/choices" {
                        input type="hidden" name="rung" value=(rung.as_str());
                        @if chosen {
                            p.chosen { (words.in_force) }
                        } @else {
                            button.button type="submit" aria-label={ (words.choose) ": " (this.name) } { (words.choose) }
                        }
                    }
                }
            }
        }
    }
}

fn teach(value: &str, label: &str) -> Markup {
    html! {
        form method="post" action="/choices" {
            input type="hidden" name="teach" value=(value);
            button.button type="submit" { (label) }
        }
    }
}
