//! The page that a person reads their archive with: one file, without a script or anything from elsewhere.

use super::tables::{TABLES, Table};
use crate::language::{self, words::ArchiveWords};
use domain::{Lang, UnixTime};
use maud::{DOCTYPE, Markup, html};
use serde_json::Value;

/// Names of fields that hold a point in time.
const TIMES: [&str; 13] = [
    "time",
    "at",
    "since",
    "shown_at",
    "client_time",
    "received_at",
    "notice_shown_at",
    "overrides_opt_out",
    "due_at",
    "closed_at",
    "from",
    "to",
    "clock_stopped_at",
];
const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;\
color:#1a1a1a;background:#fff}.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}\
th,td{text-align:start;vertical-align:top;padding:.25rem .75rem;border-bottom:1px solid #ccc}\
td{max-width:28rem;overflow-wrap:anywhere}@media(prefers-color-scheme:dark){body{color:#eee;background:#111}}";

/// The page.
pub fn page(document: &Value, lang: Lang) -> Markup {
    let (words, direction) = (&language::of(lang).archive, language::of(lang).language.direction);
    html! {
        (DOCTYPE)
        html lang=(lang.code()) dir=(direction) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (words.title) }
                style { (STYLE) }
            }
            body {
                main {
                    h1 { (words.title) }
                    p { (words.lead) " " (words.files) }
                    p { (words.made) ": " (shown("at", &document["made_at"])) }
                    (facts(&document["subject"], records(lang)))
                    @for table in TABLES { (list(table, document, words, records(lang))) }
                    h2 { (words.about) }
                    div lang=[records(lang)] dir=[records(lang).map(|_| "ltr")] { (tree(&document["about"])) }
                }
            }
        }
    }
}

/// The `lang` of the records themselves, which are in English, where that is not the page's.
fn records(lang: Lang) -> Option<&'static str> {
    (lang != Lang::EN).then_some("en")
}

fn facts(subject: &Value, lang: Option<&str>) -> Markup {
    html! {
        @if let Value::Object(fields) = subject {
            table lang=[lang] dir=[lang.map(|_| "ltr")] { tbody { @for (name, value) in fields { tr { th scope="row" { (name) } td { (shown(name, value)) } } } } }
        }
    }
}

fn list(table: &Table, document: &Value, words: &ArchiveWords, lang: Option<&str>) -> Markup {
    let (title, says) = (words.titles.find(table.name), words.notes.find(table.name));
    let rows = table.rows(document);
    html! {
        section aria-labelledby=(table.name) {
            h2 id=(table.name) { (title) " (" (rows.len()) ")" }
            p { (says) }
            @if rows.is_empty() { p { (words.nothing) } } @else {
                div.scroll tabindex="0" role="region" aria-labelledby=(table.name) {
                    table lang=[lang] dir=[lang.map(|_| "ltr")] {
                        thead { tr { @for column in table.columns { th scope="col" { (column) } } } }
                        tbody { @for row in rows { tr { @for column in table.columns { td { (of(row, column)) } } } } }
                    }
                }
            }
        }
    }
}

fn of(row: &Value, column: &str) -> String {
    match row {
        Value::Object(fields) => fields.get(column).map(|value| shown(column, value)).unwrap_or_default(),
        plain => shown(column, plain),
    }
}

fn shown(name: &str, value: &Value) -> String {
    let is_time = TIMES.contains(&name) || name.ends_with("_at") || name.ends_with("_seen");
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) if is_time => number.as_i64().map(|at| moment(UnixTime(at))).unwrap_or_default(),
        Value::Array(list) => list.iter().map(|one| shown(name, one)).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn moment(at: UnixTime) -> String {
    jiff::Timestamp::from_second(at.0).map_or_else(|_| at.0.to_string(), |moment| moment.to_string())
}

fn tree(value: &Value) -> Markup {
    html! {
        @match value {
            Value::Object(fields) => { dl { @for (name, value) in fields { dt { (name) } dd { (tree(value)) } } } }
            Value::Array(list) if list.iter().any(Value::is_object) => { ul { @for one in list { li { (tree(one)) } } } }
            other => (shown("", other)),
        }
    }
}
