//! English: less of it, and why it is there.

use super::super::LessWords;
use super::count;

pub(super) const WORDS: LessWords = LessWords {
    less: "Less like this",
    not: "Not this",
    undo: "Undo",
    more: "All about it",
    title: "Why this?",
    switch: "The switch that changes it",
    switch_note: "It takes one press, and is in force on the next page.",
    gone: "It is not in the shop any more.",
    less_title: "See less of it",
    less_note: "In force on the next page. You can take it back at any time.",
    all: "What you want less of",
    lead: "What you said that you do not want to see, or less of. Take back what you like: it is in force on the next page.",
    none: "You have said nothing of the kind. Each thing that is recommended to you has the buttons for it, under “Why this?”.",
    kept: "Kept, as you allowed",
    kept_note: "It counts until you take it back, wherever you are known here.",
    visit: "For this visit",
    visit_note: "Your browser remembers it until you close it. We keep nothing of it.",
    take_back: "Take back",
    left_out: |n| format!("For this visit you want less of {}.", count(n, "thing", "things")),
    like_this: |name| format!("Less like “{name}”"),
    this: |name| format!("Not “{name}”"),
    of_seller: |name| format!("Nothing from “{name}”"),
    of_kind: |name| format!("Nothing from “{name}”"),
};
