//! German, for how somebody may be reached.

use super::super::MessagesWords;
use super::count;

pub(super) const WORDS: MessagesWords = MessagesWords {
    title: "Nachrichten",
    lead: "Wie oft, wann und worüber man Ihnen schreiben darf. Je ein Knopf, und er gilt sofort.",
    may: "Ob man Ihnen überhaupt schreiben darf:",
    only_less: "Was Sie hier einstellen, macht es nur weniger.",
    choose_first: "Sie haben noch nicht gewählt, darum darf Ihnen niemand schreiben. Wählen Sie zuerst, wenn Sie mögen.",
    often: "Wie oft",
    no_limit: "keine Grenze von mir",
    none: "nie",
    most: |n| format!("höchstens {n} pro Woche"),
    sent: |n| format!("{} in den letzten sieben Tagen.", count(n, "Nachricht", "Nachrichten")),
    quiet: "Wann nicht",
    quiet_none: "Es sind keine Ruhezeiten eingestellt.",
    quiet_is: |from, to, zone| format!("Ruhe von {from} bis {to}, nach der Uhr von {zone}."),
    from: "Von",
    to: "bis",
    zone: "Nach der Uhr von",
    set_quiet: "Ruhezeiten einstellen",
    no_quiet: "Keine Ruhezeiten",
    topics: "Worüber",
    topics_lead: "Eine Nachricht über ein abgeschaltetes Thema wird nicht gesendet.",
    topic_off: "Abschalten",
    topic_on: "Einschalten",
    is_off: "abgeschaltet",
};
