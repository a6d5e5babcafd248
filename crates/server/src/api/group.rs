//! The group that an answer went by, as it goes out.

use super::schema::{self, DUE};
use domain::{Group, GroupBy, Lang, TOPIC_CHARS_MAX};
use serde_json::{Value, json};

/// The schema of a group.
pub fn schema() -> Value {
    let likes = schema::object(vec![("category", schema::text(TOPIC_CHARS_MAX), DUE)]);
    schema::object(vec![
        ("likes", likes, DUE),
        ("people_min", schema::integer(0, i64::from(u32::MAX)), DUE),
        ("by", schema::word(&GroupBy::ALL.map(GroupBy::as_str)), DUE),
        ("says", schema::text(1_000), DUE),
    ])
}

/// A group, with who it is in words.
pub fn shown(group: &Group, lang: Lang) -> Value {
    let (kind, name) = group.topic.parts();
    json!({ "likes": { kind: name }, "people_min": group.people_min, "by": group.by.as_str(), "says": says(group, lang) })
}

fn says(group: &Group, lang: Lang) -> String {
    crate::language::of(lang).receipt.group_of(group.topic.parts().1, group.people_min)
}
