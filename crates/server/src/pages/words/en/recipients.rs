//! English, for who gets it.

use super::super::RecipientsWords;
use super::count;

pub(super) const WORDS: RecipientsWords = RecipientsWords {
    title: "Who gets it",
    nobody: "Nobody but this shop. It is not sold, shared or lent.",
    lead: "Each by name. Something of yours leaves for them only while you say yes to what it is for, and what they call you is of no use to anybody else. A no counts at once; who was given something is told of it, and of being forgotten.",
    purposes: "For:",
    regions: "Where:",
    handed_on: "Hands it on to:",
    given: |n, day| format!("Was given something of yours {}, last on {day}.", count(n, "time", "times")),
    given_nothing: "Was given nothing of yours.",
    removed: "This shop does not work with them any more: nothing leaves for them.",
    refused: "You said no: nothing leaves for them until you say yes again to what it is for.",
    asked: |names| {
        format!("If you say yes, something of it also goes to: {names}. You can say no to each of them alone.")
    },
    roles: &[
        ("processor", "Works for this shop, by its word alone."),
        ("joint", "Answers for it together with this shop."),
        ("controller", "Uses it for ends of their own."),
    ],
};
