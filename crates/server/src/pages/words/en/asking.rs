//! English, for what somebody asks for about their data.

use super::super::AskingWords;
use super::count;

pub(super) const WORDS: AskingWords = AskingWords {
    title: "Requests",
    lead: "What the law gives you, asked for with one press. What needs nobody is done at once; for the rest a clock runs, and you see it.",
    none: "This shop holds nothing about you, so there is nothing to ask for. Once you have chosen, this page is yours.",
    asked: "What you asked for",
    asked_at: "Asked on",
    ask: "Ask for something",
    own_words: "In your words",
    by_shop: "Somebody at the shop answers",
    by_shop_note: "Say what it is about, then press what you want. You see here what is said to you, and by when.",
    at_once: "Done at once, with nobody in between",
    at_once_note: "One press each.",
    now: "Do it now",
    further: "Go there",
    notes: &[
        ("access", "A receipt of your asking; all of it stands under “My data”."),
        ("portability", "The file and the archive under “My data” have everything."),
        ("recipients", "Who was given your data."),
        ("explain", "Every use has a receipt that says what was used and why."),
        ("restrict", "It is kept and not used, until you say otherwise."),
        ("limit_sensitive", "A no to every use of sensitive data."),
        ("opt_out", "A no to sale, sharing and targeted advertising."),
    ],
    due: |day, left, law| match left {
        ..0 => format!("was due on {day}: it is late ({law})"),
        0 => format!("due today, {day} ({law})"),
        1 => format!("due by {day}, within a day ({law})"),
        left => format!("due by {day}, {left} days left ({law})"),
    },
    stopped: |day| format!("the clock stands still since {day}: you were asked something"),
    closed: |day| format!("on {day}"),
    open: |n| match n {
        0 => "Nothing waits for the shop.".to_owned(),
        n => format!("{} for the shop.", count(n, "request waits", "requests wait")),
    },
};
