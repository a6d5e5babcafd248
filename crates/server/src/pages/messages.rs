//! Messages: how often, when and about what somebody may be written to. Whatever is set here only makes it less.

use super::frame::{Frame, Tab};
use super::{links, parts};
use maud::{Markup, html};

/// What is set.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    /// The key of where the consent to messages stands (`given`, `refused`, ..).
    pub state: &'static str,
    /// The channels that somebody can be reached by.
    pub channels: Vec<ChannelRow>,
    /// When they want quiet.
    pub quiet: Vec<QuietRow>,
    /// The clocks on offer, the likeliest first.
    pub zones: Vec<String>,
    /// The topics, and whether they may be written to about each.
    pub topics: Vec<(String, bool)>,
}

/// A channel.
#[derive(Clone, Debug)]
pub struct ChannelRow {
    /// Its key.
    pub key: String,
    /// Most messages a week; `None` is no limit of theirs.
    pub most: Option<u8>,
    /// How many were sent in the last seven days.
    pub sent: usize,
}

/// A stretch of the day.
#[derive(Clone, Debug)]
pub struct QuietRow {
    /// When it begins, as `22:00`.
    pub from: String,
    /// When it ends.
    pub to: String,
    /// By whose clock.
    pub zone: String,
}

/// How many a week can be chosen with one press.
pub const WEEKLY: [u8; 4] = [0, 1, 3, 7];
/// The word for no limit.
pub const NO_LIMIT: &str = "any";

/// The page.
#[must_use]
pub fn messages(frame: &Frame, view: &Messages) -> Markup {
    let words = &frame.words().messages;
    let main = html! {
        (parts::back_to_choices(frame))
        (parts::head(words.title, words.lead))
        @if frame.said {
            p.state { (words.may) " " strong { (frame.words().state(view.state)) } ". " (words.only_less) }
            section aria-labelledby="often" {
                h2 id="often" { (words.often) }
                ul.settings { @for row in &view.channels { (channel(frame, row)) } }
            }
            (quiet(frame, view))
            (topics(frame, view))
        } @else { p { (words.choose_first) } (parts::to_choices(frame)) }
    };
    frame.page(Tab::Choices, words.title, &main)
}

fn channel(frame: &Frame, row: &ChannelRow) -> Markup {
    let words = &frame.words().messages;
    let name = frame.words().channel(&row.key);
    let offers = WEEKLY.into_iter().map(Some).chain([None]).filter(|most| *most != row.most);
    let body = html! {
        input type="hidden" name=(links::FIELD_CHANNEL) value=(row.key);
        @for most in offers {
            @let label = often(frame, most);
            button.button.small type="submit" name=(links::FIELD_MOST) value=(value(most)) aria-label={ (name) ": " (label) } { (label) }
        }
    };
    html! {
        li id={ "channel-" (row.key) } {
            div.main {
                h3 { (capital(name)) }
                p.state { (parts::tick()) strong { (often(frame, row.most)) } }
                p.note { (words.sent(row.sent)) }
            }
            (parts::post(frame, links::MESSAGES, "offers", &body))
        }
    }
}

fn often(frame: &Frame, most: Option<u8>) -> String {
    let words = &frame.words().messages;
    match most {
        None => words.no_limit.to_owned(),
        Some(0) => words.none.to_owned(),
        Some(most) => words.most(usize::from(most)),
    }
}

fn value(most: Option<u8>) -> String {
    most.map_or_else(|| NO_LIMIT.to_owned(), |most| most.to_string())
}

fn quiet(frame: &Frame, view: &Messages) -> Markup {
    let words = &frame.words().messages;
    let (from, to) = view.quiet.first().map_or(("22:00", "07:00"), |quiet| (&quiet.from, &quiet.to));
    // A field for a time holds no 24:00.
    let to = if to == "24:00" { "00:00" } else { to };
    let fields = html! {
        label { (words.from) " " input type="time" name=(links::FIELD_FROM) value=(from) required; }
        label { (words.to) " " input type="time" name=(links::FIELD_TO) value=(to) required; }
        label { (words.zone) " " select name=(links::FIELD_ZONE) { @for zone in &view.zones { option value=(zone) { (zone.replace('_', " ")) } } } }
        button.button type="submit" name=(links::FIELD_QUIET) value="yes" { (words.set_quiet) }
        @if !view.quiet.is_empty() { button.button type="submit" name=(links::FIELD_QUIET) value="no" formnovalidate { (words.no_quiet) } }
    };
    html! {
        section aria-labelledby="quiet" {
            h2 id="quiet" { (words.quiet) }
            @for quiet in &view.quiet {
                p.state { (parts::tick()) strong { (words.quiet_is(&quiet.from, &quiet.to, &quiet.zone.replace('_', " "))) } }
            }
            @if view.quiet.is_empty() { p.state { (words.quiet_none) } }
            (parts::post(frame, links::MESSAGES, "fields", &fields))
        }
    }
}

fn topics(frame: &Frame, view: &Messages) -> Markup {
    let words = &frame.words().messages;
    let switch = |name: &str, on: bool| {
        let (value, label) = if on { ("no", words.topic_off) } else { ("yes", words.topic_on) };
        let body = html! {
            input type="hidden" name=(links::FIELD_TOPIC) value=(name);
            button.button.small type="submit" name=(links::FIELD_ANSWER) value=(value) aria-label={ (label) ": " (name) } { (label) }
        };
        parts::post(frame, links::MESSAGES, "inline", &body)
    };
    html! {
        section aria-labelledby="topics" {
            h2 id="topics" { (words.topics) }
            p { (words.topics_lead) }
            ul.rows.two {
                @for (name, on) in &view.topics {
                    li class=[(!on).then_some("off")] {
                        span { strong lang=[frame.goods()] { (name) } @if !on { br; span.note { (words.is_off) } } }
                        (switch(name, *on))
                    }
                }
            }
        }
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
