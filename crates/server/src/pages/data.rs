//! Everything that is held on a person, readable, with the ways to carry it away and to end it.

use super::frame::{Frame, Tab};
use super::goods::Named;
use super::recipients::{self, RecipientRow};
use super::{links, parts};
use crate::language::Written;
use maud::{Markup, html};

/// Everything that is held.
#[derive(Clone, Debug, Default)]
pub struct Data {
    /// Who this is to us; `None` where nothing is held at all.
    pub identity: Option<Identity>,
    /// What they did, the newest first; perhaps only the newest.
    pub events: Vec<EventRow>,
    /// How many things they did in all.
    pub events_total: usize,
    /// What they said, the newest first.
    pub statements: Vec<StatementRow>,
    /// What they hid.
    pub hidden: Vec<Named>,
    /// How many receipts there are.
    pub receipts_total: usize,
    /// Who gets it.
    pub recipients: Vec<RecipientRow>,
    /// What they are known by.
    pub known_by: Vec<KnownBy>,
    /// How many things they asked for that are not closed.
    pub open_requests: usize,
    /// The groups that they are in by what they said.
    pub groups: Vec<GroupRow>,
    /// What being in them comes to.
    pub grouped: Grouped,
}

/// A group that somebody is in.
#[derive(Clone, Debug)]
pub struct GroupRow {
    /// What those who are in it like, as the catalog names it.
    pub name: String,
    /// Whether they said so of something narrower that stands under it.
    pub broader: bool,
}

/// What being in a group comes to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Grouped {
    /// Whether they count in their groups: what they do teaches, and may say so.
    pub counts: bool,
    /// Whether they are answered by one of them.
    pub answers: bool,
}

/// Who somebody is to us.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The name that their data goes by.
    pub id: String,
    /// Since when anything is held, in seconds since 1970.
    pub since: i64,
    /// The key of their age band (`adult`, `teen`, `child`, `unknown`).
    pub age: &'static str,
    /// The keys of the laws that could claim them (`eu`, `uk`, ..).
    pub laws: Vec<String>,
    /// When their browser first asked not to be sold or shared, in seconds since 1970.
    pub opt_out_seen: Option<i64>,
}

/// Something that somebody is known by.
#[derive(Clone, Debug)]
pub struct KnownBy {
    /// The name of the link.
    pub id: String,
    /// The key of what it is (`account`, `device`, `contact`).
    pub kind: &'static str,
    /// What it says.
    pub value: String,
    /// Since when, in seconds since 1970.
    pub since: i64,
    /// Whether it was shown that it is theirs.
    pub verified: bool,
}

/// Something they did.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// When, in seconds since 1970.
    pub at: i64,
    /// The key of what (`purchase`, `view`, ..).
    pub verb: &'static str,
    /// With what.
    pub item: Named,
    /// The keys of the purposes it may serve now (`recommend`, `train`, ..).
    pub purposes: Vec<String>,
    /// Whether they hid the item: then it serves none.
    pub hidden: bool,
}

/// Something they said.
#[derive(Clone, Debug)]
pub struct StatementRow {
    /// Its number in the ledger, from 1.
    pub number: usize,
    /// The forms that its receipt comes in: ISO 27560, and Kantara's.
    pub receipts: [&'static str; 2],
    /// When, in seconds since 1970.
    pub at: i64,
    /// The key of what (`grant`, `withdraw`, ..).
    pub kind: &'static str,
    /// The key of the purpose; `None` is all of them.
    pub purpose: Option<String>,
    /// The key of the category of data; `None` is all of them.
    pub category: Option<String>,
    /// How it was said, as it was recorded.
    pub how: String,
    /// The notice that was shown.
    pub notice: String,
}

/// The page.
#[must_use]
pub fn data(frame: &Frame, view: &Data) -> Markup {
    let words = &frame.words().data;
    let main = html! {
        @match &view.identity {
            None => { (parts::head(words.title, words.none)) p { a.button href=(links::PREFERENCES) { (frame.words().frame.choices) } } }
            Some(who) => {
                (parts::head(words.title, words.lead))
                (counts(frame, view))
                (identity(frame, who, &view.known_by))
                (events(frame, view))
                (statements(frame, &view.statements))
                (hidden(frame, &view.hidden))
                (groups(frame, view))
                (recipients::section(frame, &view.recipients))
                (requests(frame, view))
                (ways(frame))
            }
        }
    };
    frame.page(Tab::Data, words.title, &main)
}

fn counts(frame: &Frame, view: &Data) -> Markup {
    let words = &frame.words().data;
    let tiles = [
        (links::HISTORY, view.events_total, words.events),
        ("#said", view.statements.len(), words.statements),
        (links::HISTORY, view.hidden.len(), words.hidden),
        (links::RECEIPTS, view.receipts_total, words.receipts),
    ];
    html! {
        ul.tiles { @for (href, count, name) in tiles { li { a href=(href) { strong { (count) } span { (name) } } } } }
    }
}

fn identity(frame: &Frame, who: &Identity, known_by: &[KnownBy]) -> Markup {
    let words = frame.words();
    let laws: Vec<&str> = who.laws.iter().map(|law| words.law(law)).collect();
    html! {
        section aria-labelledby="who" {
            h2 id="who" { (words.data.who) }
            @if known_by.is_empty() { p.note { (words.data.who_note) } }
            dl.facts {
                (parts::fact(words.data.id, &html! { code { (who.id) } }))
                (parts::fact(words.data.since, &parts::moment(frame, who.since)))
                (parts::fact(words.data.age, &html! { (words.age(who.age)) }))
                (parts::fact(words.data.laws, &html! { (laws.join(words.format.comma)) }))
                @if let Some(seen) = who.opt_out_seen { (parts::fact(words.data.opt_out, &parts::moment(frame, seen))) }
            }
            @if !known_by.is_empty() {
                h3 { (words.data.known_by) }
                p.note { (words.data.known_by_note) }
                ul.rows { @for one in known_by { (known(frame, one)) } }
            }
        }
    }
}

/// Something that they are known by, with the button that lets it go.
fn known(frame: &Frame, one: &KnownBy) -> Markup {
    let words = &frame.words().data;
    let body = html! {
        button.button.small type="submit" name=(links::FIELD_LINK) value=(one.id) aria-label={ (words.unlink) ": " (one.value) } { (words.unlink) }
    };
    html! {
        li {
            span {
                strong { (one.value) } br;
                span.note { (frame.words().identifier(one.kind)) (frame.words().format.comma) (words.since_day) " " (frame.lang.day(one.since)) @if one.verified { (frame.words().format.comma) (words.verified) } }
            }
            (parts::post(frame, links::UNLINK, "inline", &body))
        }
    }
}

/// The way to what they asked for.
fn requests(frame: &Frame, view: &Data) -> Markup {
    let words = frame.words();
    html! {
        section aria-labelledby="requests" {
            h2 id="requests" { (words.asking.title) }
            p { (words.asking.open(view.open_requests)) " " (words.asking.lead) }
            p { a.button href=(links::REQUESTS) { (words.asking.ask) } }
        }
    }
}

// Rows become blocks on a phone, so the roles are spelled out: a browser forgets them with the table layout.
fn table(class: &str, label: &str, columns: &[&str], rows: &Markup) -> Markup {
    html! {
        table role="table" class=(class) aria-labelledby=(label) {
            thead role="rowgroup" { tr role="row" { @for column in columns { th role="columnheader" scope="col" { (column) } } } }
            tbody role="rowgroup" { (rows) }
        }
    }
}

fn events(frame: &Frame, view: &Data) -> Markup {
    let words = frame.words();
    let columns = [words.data.when, words.data.what, words.data.item, words.data.used_for];
    let rows = html! {
        @for event in &view.events {
            @let purposes: Vec<&str> = event.purposes.iter().map(|purpose| words.purpose(purpose)).collect();
            tr role="row" {
                td.when role="cell" { (parts::moment(frame, event.at)) }
                td.what role="cell" { (words.verb(event.verb)) }
                td.main role="cell" { (frame.thing(&event.item.id, &event.item.title)) }
                td role="cell" {
                    @if event.hidden { em { (words.data.hidden_by_you) } }
                    @else if purposes.is_empty() { (words.data.for_nothing) }
                    @else { (purposes.join(words.format.comma)) }
                }
            }
        }
    };
    html! {
        section aria-labelledby="did" {
            h2 id="did" { (words.data.did) }
            @if view.events.is_empty() { p { (words.data.nothing_yet) } } @else { (table("events", "did", &columns, &rows)) }
            @if view.events.len() < view.events_total {
                p.note { (words.data.newest(view.events.len(), view.events_total)) }
            }
        }
    }
}

fn statements(frame: &Frame, statements: &[StatementRow]) -> Markup {
    let words = frame.words();
    let columns = [words.data.when, words.data.answer, words.data.about, words.data.how];
    let rows = html! {
        @for said in statements {
            tr role="row" {
                td.when role="cell" { (parts::moment(frame, said.at)) }
                td.what role="cell" { (words.statement(said.kind)) }
                td.main role="cell" {
                    (said.purpose.as_deref().map_or(words.data.everything, |purpose| words.purpose(purpose)))
                    @if let Some(category) = &said.category { " (" (words.kind_of_data(category)) ")" }
                }
                td role="cell" {
                    span lang=[frame.records()] { (said.how) @if !said.notice.is_empty() { " · " code { (said.notice) } } }
                    span.receipt-links {
                        @for (form, name) in said.receipts.iter().zip(words.data.receipt_forms) {
                            a href=(links::consent_receipt(said.number, form)) download { (name) }
                        }
                    }
                }
            }
        }
    };
    html! {
        section aria-labelledby="said" {
            h2 id="said" { (words.data.said) }
            @if statements.is_empty() { p { (words.data.nothing_yet) } } @else {
                (table("statements", "said", &columns, &rows))
                p.note { (words.data.receipts_note) " " a href=(links::VERIFY) { (words.data.verify) } }
            }
        }
    }
}

fn hidden(frame: &Frame, hidden: &[Named]) -> Markup {
    let words = frame.words();
    html! {
        @if !hidden.is_empty() {
            section aria-labelledby="hidden" {
                h2 id="hidden" { (words.data.hid) }
                ul.rows {
                    @for item in hidden {
                        li {
                            (frame.thing(&item.id, &item.title))
                            (parts::hide(frame, &item.id, false, words.history.show, &item.title))
                        }
                    }
                }
            }
        }
    }
}

/// What is thought of them as one of many: only what they said, never what they did.
fn groups(frame: &Frame, view: &Data) -> Markup {
    let words = &frame.words().data;
    let state = |yes: bool, words: [&'static str; 2]| if yes { words[0] } else { words[1] };
    html! {
        section aria-labelledby="groups" {
            h2 id="groups" { (words.groups) }
            p { (if view.groups.is_empty() { words.groups_none.to_owned() } else { words.groups_lead(frame.group_people_min) }) }
            @if !view.groups.is_empty() {
                ul.rows {
                    @for group in &view.groups {
                        li { span { strong lang=[frame.goods()] { (group.name) } br; span.note { (state(group.broader, words.group_because)) } } }
                    }
                }
                p.note { (state(view.grouped.counts, words.group_counts)) " " (state(view.grouped.answers, words.group_answers)) }
            }
            p { a href=(links::INTERESTS) { (frame.words().interests.title) } }
        }
    }
}

fn ways(frame: &Frame) -> Markup {
    let words = &frame.words().data;
    html! {
        section aria-labelledby="ways" {
            h2 id="ways" { (words.ways) }
            p { (words.ways_note) }
            p.pair {
                a.button href=(links::EXPORT) download { (words.export) }
                a.button href=(links::ARCHIVE) download { (frame.words().rights.archive) }
                a.button href=(links::FORGET) { (frame.words().frame.forget) }
            }
        }
    }
}
