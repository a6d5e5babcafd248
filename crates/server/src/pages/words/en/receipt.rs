//! English, for one receipt.

use super::super::ReceiptWords;
use super::count;

pub(super) const WORDS: ReceiptWords = ReceiptWords {
    asked: "What was asked",
    decided: "What the rule decided",
    left: "What was shown, and why",
    purpose: "For",
    channel: "Where",
    no_gates: "There was nothing to decide: no data of yours was in question.",
    open: "open",
    closed: "closed",
    nothing_left: "Nothing.",
    proof: "Proof",
    proof_note: "The first part was written before any data was touched, the last part before anything was shown.",
    number: "Receipt",
    policy: "Policy, version",
    ledger: "Your ledger then",
    own_look: "You asked yourself, so there was nothing to decide.",
    own_shown: "What is held about you, to you.",
    same_for_all: "Nothing about you was used: everybody would have got the same.",
    without: "What your data changed",
    changed: |used, others, of| {
        format!(
            "{} of yours shaped this. Without your data, {others} of these {of} places would have held something else.",
            count(used, "entry", "entries")
        )
    },
    drawn: "What was drawn by lot",
    drawn_this: "drawn",
    drawn_counts: ["What comes of it is counted.", "What comes of it is not counted."],
    draws: &[("slot", "The place on the page"), ("experiment", "The comparison")],
    odds: &[
        ("fixed", "Nothing was left to chance: there was nothing to choose from, or you said no."),
        ("nothing", "Every one had the same odds."),
        ("everybody", "The odds come from what worked for everybody who lets it be counted."),
        ("group", "The odds come from what worked in the same circumstances, for everybody who lets it be counted."),
        ("personal", "The odds come from what worked for people who take the same kind of things as you."),
        ("shares", "The shop set the odds, the same for everybody."),
    ],
    would_have_seen: "What you would have seen without it",
    anyway: "you saw this too",
    without_note: "Worked out just now, from today’s catalog and what was popular at that moment. It is what a stranger got then, unless \
                   the page had a rule of its own or the catalog has changed since.",
    group: "Group",
    group_of: |name, least| format!("people who like “{name}” (at least {least})"),
};
