//! English, for how somebody may be reached.

use super::super::MessagesWords;
use super::count;

pub(super) const WORDS: MessagesWords = MessagesWords {
    title: "Messages",
    lead: "How often, when and about what you may be written to. One press each, in force at once.",
    may: "Whether you may be written to at all:",
    only_less: "What you set here only makes it less.",
    choose_first: "You have not chosen yet, so nobody may write to you. Choose first, if you like.",
    often: "How often",
    no_limit: "no limit of mine",
    none: "never",
    most: |n| format!("at most {n} a week"),
    sent: |n| format!("{} in the last seven days.", count(n, "message", "messages")),
    quiet: "When not",
    quiet_none: "No quiet hours are set.",
    quiet_is: |from, to, zone| format!("Quiet from {from} to {to}, by the clock of {zone}."),
    from: "From",
    to: "to",
    zone: "By the clock of",
    set_quiet: "Set quiet hours",
    no_quiet: "No quiet hours",
    topics: "About what",
    topics_lead: "A message about a topic that is switched off is not sent.",
    topic_off: "Switch off",
    topic_on: "Switch on",
    is_off: "switched off",
};
