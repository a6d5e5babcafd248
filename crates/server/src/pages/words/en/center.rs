//! English, for the preference center.

use super::super::CenterWords;
use super::count;

pub(super) const WORDS: CenterWords = CenterWords {
    in_short: "In short",
    kept: "What is kept",
    kept_nothing: "Nothing. This shop holds no data about you.",
    bought: |n| count(n, "purchase", "purchases"),
    returned: |n| count(n, "return", "returns"),
    looked_at: |n| count(n, "look at a thing", "looks at things"),
    rated: |n| count(n, "rating", "ratings"),
    said: |n| count(n, "answer of yours", "answers of yours"),
    hidden: |n| count(n, "thing you hid", "things you hid"),
    receipts: |n| count(n, "receipt of its use", "receipts of its use"),
    why: "Why",
    why_no_data: "Nothing is kept, so nothing is used.",
    why_nothing: "For nothing: you have allowed no use of it.",
    why_paused: "For nothing while you pause.",
    who: "Who gets it",
    who_nobody: "Nobody but this shop. It is not sold, shared or lent.",
    get: "What you get",
    pause: "Pause everything",
    go_on: "Go on",
    pause_note: "While you pause, nothing about you is used and nothing is added. What you chose stays noted.",
    paused_note: "You have paused: nothing about you is used, and nothing is added. What you chose below stays noted for later.",
    in_force_paused: "Your choice, paused",
    restricted: "You asked that your data is kept and not used. So it is, until you end it.",
    end_restriction: "Use it again",
    in_force_private: "Your choice, after this private visit",
    pause_until: "Pause until a day",
    until_day: "Up to and with",
    pause_until_button: "Pause until then",
    paused_until_note: |moment| {
        format!(
            "You have paused until {moment}; then it goes on by itself. Until then nothing about you is used, and nothing is added."
        )
    },
    cost: "It costs you:",
    cost_nothing: "nothing: the best fit there is here",
    cost_of: |lost, this, best| format!("{lost} of the fit ({this} of {best})."),
    measured: |source, people| {
        format!(
            "How the fit was measured: on a public data set, {source}, with the last basket of {people} people held back. The figure is \
             NDCG@20, from 0 to 1: how high what they then bought stood among 20 recommendations."
        )
    },
    purposes: "What it may be used for",
    purposes_lead: "One button each, and it counts from the next page on. A no is as near as a yes.",
    since: |day| format!("since {day}"),
    until: |day| format!("until {day}"),
    notice: "Said under the notice",
    version: |key, version, lang| format!("Said under the notice “{key}”, version {version} ({lang})."),
    receipt: "Signed receipt",
    by_signal: "Your browser’s signal says no to this, so it is closed whatever is said here.",
    no_question: "This shop does not do this, and does not ask for it.",
    states: &[
        ("never_asked", "Never asked: no"),
        ("requested", "Asked, not answered: no"),
        ("deferred", "Put off: no"),
        ("given", "You said yes"),
        ("renewed", "You said yes, again"),
        ("partly", "Only what your choice above gives"),
        ("refused", "You said no"),
        ("withdrawn", "You said no longer"),
        ("expired", "Your yes has run out: no"),
        ("invalidated", "Your yes does not count: no"),
    ],
    signals: "Signals from your browser",
    signals_lead: "They are honoured without your doing anything here.",
    signal_names: &[
        ("gpc", "Global Privacy Control"),
        ("dnt", "Do Not Track"),
        ("adpc", "Advanced Data Protection Control"),
    ],
    sent: "Your browser sends it, and it is honoured.",
    not_sent: "Your browser does not send it. Once it does, it is honoured.",
    seen: |day| format!("First seen on {day}; it stands since then."),
    closes: "It closes:",
    would_close: "It would close:",
    nothing_else: "nothing that is not closed already",
    settings: "More that is yours to set",
    setting_links: [
        ("Interests", "What you like, what is concluded from what you did, and what of that is wrong."),
        ("Messages", "How often, when and about what you may be written to."),
        ("My history", "Look through it, take things out of it, visit in private, begin anew."),
        ("Requests", "Ask for what the law gives you, and see by when it is answered."),
    ],
    ways: "See it, take it, end it",
    links: [
        ("Receipts", "each use of your data, and why"),
        ("All that is held, and your signed answers", "readable, in full"),
        ("Check a receipt", "prove what you said, in this browser"),
        ("Download everything", "as a file for other services"),
    ],
};
