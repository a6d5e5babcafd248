//! The preference center: what is kept, why, who gets it, what comes of it, and every control in one place.

mod purposes;
mod signals;

use super::consent::answer;
use super::frame::{Frame, Home, Tab};
use super::recipients::{self, RecipientRow};
use super::{device, ladder, links, measured, parts};
use crate::language::Written;
use domain::Rung;
use maud::{Markup, html};

pub use purposes::{PurposeRow, Under};
pub use signals::SignalRow;

/// Everything on the page; what is in force stands in the frame.
#[derive(Clone, Debug)]
pub struct Center {
    /// Who gets it.
    pub recipients: Vec<RecipientRow>,
    /// What is held; `None` where nothing is.
    pub kept: Option<Kept>,
    /// Whether they asked that it is kept and not used.
    pub restricted: bool,
    /// The keys of the purposes that something of it may be used for now.
    pub uses: Vec<String>,
    /// The rung that they chose; it is in force unless they pause.
    pub chosen: Rung,
    /// When they last said how much may be used for them, in seconds since 1970.
    pub rung_said: Option<i64>,
    /// The purposes, those first that the notice tells of.
    pub purposes: Vec<PurposeRow>,
    /// Their browser's signals.
    pub signals: Vec<SignalRow>,
    /// Fewest people behind a link between two things.
    pub pair_people_min: u32,
}

/// What is held, by kind.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// What they did: the key of each kind of act (`purchase`, ..), and how many.
    pub acts: Vec<(&'static str, usize)>,
    /// How many things they said.
    pub statements: usize,
    /// How many things they hid.
    pub hidden: usize,
    /// How many receipts there are.
    pub receipts: usize,
}

/// The page.
#[must_use]
pub fn center(frame: &Frame, view: &Center) -> Markup {
    let words = &frame.words().choices;
    let main = html! {
        (parts::head(words.title, ""))
        (summary(frame, view))
        (rungs(frame, view))
        (purposes::section(frame, view))
        (recipients::section(frame, &view.recipients))
        (settings(frame))
        (signals::section(frame, &view.signals))
        (ways(frame))
        section aria-labelledby="always" {
            h2 id="always" { (words.always) }
            ul.always {
                @for line in words.always_lines { li { (parts::tick()) span { (line) } } }
                @if view.recipients.is_empty() { li { (parts::tick()) span { (words.always_here) } } }
            }
        }
    };
    frame.page(Tab::Choices, words.title, &main)
}

/// What a person wants to know first, and the one button that stops all of it.
fn summary(frame: &Frame, view: &Center) -> Markup {
    let words = &frame.words().center;
    let get = ladder::words(frame.rung, frame.words()).get;
    html! {
        section.summary aria-label=(words.in_short) {
            dl.first {
                (fact(sign::KEPT, words.kept, &kept(frame, view.kept.as_ref())))
                (fact(sign::WHY, words.why, &html! { (why(frame, view)) }))
                (fact(sign::WHO, words.who, &recipients::names(frame, &view.recipients)))
                (fact(sign::GET, words.get, &html! { (capital(get)) }))
            }
            @if view.restricted { (restricted(frame)) }
            @if view.kept.is_some() { (pause(frame)) }
        }
    }
}

/// The signs beside what is said first, as lines on a square of twenty. The words beside them say the same.
mod sign {
    /// A box.
    pub const KEPT: &str = "M3 4h14v4H3zM4.5 8v8.5h11V8M8 11.5h4";
    /// A goal.
    pub const WHY: &str = "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14zM10 7.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5z";
    /// Somebody.
    pub const WHO: &str = "M10 3a3.25 3.25 0 1 0 0 6.5a3.25 3.25 0 1 0 0-6.5zM3.5 17c.7-3.2 3.2-5 6.5-5s5.8 1.8 6.5 5";
    /// A present.
    pub const GET: &str = "M3 7.5h14V11H3zM4.5 11v6h11v-6M10 7.5V17M10 7.5C7 7.5 5.2 6 6 4.2S9.3 3.6 10 7.5c.7-3.9 3.2-5 4-3.3s-1 3.3-4 3.3z";
}

fn fact(sign: &str, name: &str, value: &Markup) -> Markup {
    let sign = html! { svg.sign viewBox="0 0 20 20" aria-hidden="true" { path d=(sign) {} } };
    html! { div { dt { (sign) span { (name) } } dd { (value) } } }
}

fn kept(frame: &Frame, kept: Option<&Kept>) -> Markup {
    let words = &frame.words().center;
    let Some(kept) = kept else { return html! { (words.kept_nothing) } };
    let done = |verb: &str, n| match verb {
        "purchase" => words.bought(n),
        "return" => words.returned(n),
        "rating" => words.rated(n),
        _ => words.looked_at(n),
    };
    let acts = kept.acts.iter().map(|(verb, n)| (links::HISTORY, done(verb, *n)));
    let papers = [
        (links::DATA, kept.statements, words.said(kept.statements)),
        (links::HISTORY, kept.hidden, words.hidden(kept.hidden)),
        (links::RECEIPTS, kept.receipts, words.receipts(kept.receipts)),
    ];
    let papers = papers.into_iter().filter(|(_, n, _)| *n > 0).map(|(href, _, told)| (href, told));
    html! { ul { @for (href, text) in acts.chain(papers) { li { a href=(href) { (text) } } } } }
}

fn why(frame: &Frame, view: &Center) -> String {
    let words = frame.words();
    let uses: Vec<&str> = view.uses.iter().map(|key| words.purpose(key)).collect();
    match (frame.paused, uses.is_empty()) {
        _ if view.kept.is_none() => words.center.why_no_data.to_owned(),
        (true, _) => words.center.why_paused.to_owned(),
        (false, true) => words.center.why_nothing.to_owned(),
        (false, false) => capital(&format!("{}{}", uses.join(words.format.comma), words.format.stop)),
    }
}

fn pause(frame: &Frame) -> Markup {
    let words = &frame.words().center;
    let (value, label, note) = match (frame.paused, frame.paused_until) {
        (true, Some(until)) => ("no", words.go_on, words.paused_until_note(&frame.lang.moment(until))),
        (true, None) => ("no", words.go_on, words.paused_note.to_owned()),
        (false, _) => ("yes", words.pause, words.pause_note.to_owned()),
    };
    let body = html! {
        button.button type="submit" name=(links::FIELD_PAUSE) value=(value) { (label) }
        p.note { (note) }
    };
    html! {
        (parts::post(frame, links::PREFERENCES, "pause", &body))
        @if !frame.paused { details.more { summary { (words.pause_until) } (until(frame)) } }
    }
}

/// What they asked for with a press is ended with one.
fn restricted(frame: &Frame) -> Markup {
    let words = &frame.words().center;
    let body = html! {
        button.button type="submit" name=(links::FIELD_RESTRICTED) value="no" { (words.end_restriction) }
        p.note { (words.restricted) }
    };
    parts::post(frame, links::PREFERENCES, "pause", &body)
}

/// A pause that ends by itself, at the end of a day.
fn until(frame: &Frame) -> Markup {
    let words = &frame.words().center;
    let body = html! {
        label { (words.until_day) " " input type="date" name=(links::FIELD_UNTIL) required; }
        button.button type="submit" { (words.pause_until_button) }
    };
    parts::post(frame, links::PREFERENCES, "fields", &body)
}

fn rungs(frame: &Frame, view: &Center) -> Markup {
    let words = frame.words();
    let said = match (frame.paused, view.rung_said) {
        (true, _) => words.center.in_force_paused.to_owned(),
        _ if frame.private => words.center.in_force_private.to_owned(),
        (false, Some(at)) => words.choices.in_force_of(&frame.lang.day(at)),
        (false, None) => words.choices.in_force.to_owned(),
    };
    let in_force = |rung| (frame.said && rung == view.chosen).then_some(said.as_str());
    let answers = html! {
        (parts::showing(frame))
        div.choices role="group" aria-labelledby="ladder" {
            @for rung in ladder::WHOLE {
                @if rung == Rung::Personal && frame.home == Home::Demo { (device::answer(frame, &cost_if_known(frame, measured::on_device()))) }
                (answer(frame, rung, in_force(rung), &cost_if_known(frame, measured::fit(rung))))
            }
        }
    };
    let people = frame.lang.decimal(measured::PEOPLE, 0);
    html! {
        section aria-labelledby="ladder" {
            h2 id="ladder" { (words.choices.ladder) }
            p { (words.choices.lead) @if !frame.said { " " (words.consent.look_around) } }
            (parts::post(frame, links::CHOICES, "ladder", &answers))
            p.note { (words.center.measured(measured::SOURCE, &people)) }
        }
    }
}

/// What an answer costs in quality; nothing where that was not measured.
fn cost_if_known(frame: &Frame, fit: Option<i64>) -> Markup {
    fit.map_or_else(|| html! {}, |fit| cost_of(frame, fit))
}

/// What an answer costs in quality, with the measured figures, and a bar as long as its fit.
fn cost_of(frame: &Frame, fit: i64) -> Markup {
    let words = &frame.words().center;
    let figure = |fit| frame.lang.decimal(fit, 3);
    let best = measured::best();
    let text = match measured::lost(fit) {
        0 => format!("{} ({}).", words.cost_nothing, figure(fit)),
        lost => words.cost_of(&frame.lang.percent(lost, 0), &figure(fit), &figure(best)),
    };
    html! {
        span { b { (words.cost) } " " (text) }
        svg.fit viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" {
            rect.unlit width="100" height="4" {}
            rect.lit width=(100 * fit / best) height="4" {}
        }
    }
}

/// What else is theirs to set, each on a page of its own.
fn settings(frame: &Frame) -> Markup {
    let words = &frame.words().center;
    let places = [links::INTERESTS, links::MESSAGES, links::HISTORY, links::REQUESTS];
    html! {
        section aria-labelledby="settings" {
            h2 id="settings" { (words.settings) }
            ul.doors {
                @for (href, (name, note)) in places.into_iter().zip(words.setting_links) {
                    li { a href=(href) { (name) } p.note { (note) } }
                }
            }
        }
    }
}

fn ways(frame: &Frame) -> Markup {
    let words = frame.words();
    let places = [links::RECEIPTS, links::DATA, links::VERIFY, links::EXPORT];
    html! {
        section aria-labelledby="ways" {
            h2 id="ways" { (words.center.ways) }
            ul.rows {
                @for (href, (name, note)) in places.into_iter().zip(words.center.links) {
                    li { a href=(href) download[href == links::EXPORT] target=[(frame.home == Home::Framed && href == links::VERIFY).then_some("_blank")] { (name) } span.note { (note) } }
                }
                li { a href=(links::FORGET) { (words.frame.forget) } span.note { (words.forget.lead) } }
            }
        }
    }
}

/// A text that begins a sentence.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
