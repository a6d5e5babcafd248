//! German, for what somebody asks for about their data.

use super::super::AskingWords;
use super::count;

pub(super) const WORDS: AskingWords = AskingWords {
    title: "Anliegen",
    lead: "Was Ihnen das Recht gibt, mit einem Knopf verlangt. Was niemanden braucht, geschieht sofort; für den Rest läuft eine Frist, und Sie \
           sehen sie.",
    none: "Dieser Laden hat nichts über Sie, also gibt es nichts zu verlangen. Sobald Sie gewählt haben, gehört diese Seite Ihnen.",
    asked: "Was Sie verlangten",
    asked_at: "Verlangt am",
    ask: "Etwas verlangen",
    own_words: "In Ihren Worten",
    by_shop: "Jemand im Laden antwortet",
    by_shop_note: "Sagen Sie, worum es geht, und drücken Sie, was Sie wollen. Hier sehen Sie, was Ihnen gesagt wird, und bis wann.",
    at_once: "Geschieht sofort, ohne dass jemand dazwischen ist",
    at_once_note: "Je ein Knopf.",
    now: "Jetzt tun",
    further: "Dorthin",
    notes: &[
        ("access", "Ein Beleg Ihrer Frage; alles steht unter „Meine Daten“."),
        ("portability", "Die Datei und das Archiv unter „Meine Daten“ haben alles."),
        ("recipients", "Wer Ihre Daten bekam."),
        ("explain", "Jede Verwendung hat einen Beleg, der sagt, was warum verwendet wurde."),
        ("restrict", "Es wird aufbewahrt und nicht verwendet, bis Sie etwas anderes sagen."),
        ("limit_sensitive", "Ein Nein zu jeder Verwendung heikler Daten."),
        ("opt_out", "Ein Nein zu Verkauf, Weitergabe und gezielter Werbung."),
    ],
    due: |day, left, law| match left {
        ..0 => format!("war fällig am {day}: verspätet ({law})"),
        0 => format!("heute fällig, {day} ({law})"),
        1 => format!("fällig bis {day}, noch ein Tag ({law})"),
        left => format!("fällig bis {day}, noch {left} Tage ({law})"),
    },
    stopped: |day| format!("die Frist steht still seit {day}: Sie wurden etwas gefragt"),
    closed: |day| format!("am {day}"),
    open: |n| match n {
        0 => "Nichts wartet auf den Laden.".to_owned(),
        n => format!("{} auf den Laden.", count(n, "Anliegen wartet", "Anliegen warten")),
    },
};
