//! German: less of it, and why it is there.

use super::super::LessWords;
use super::count;

pub(super) const WORDS: LessWords = LessWords {
    less: "Weniger davon",
    not: "Das nicht",
    undo: "Rückgängig",
    more: "Alles dazu",
    title: "Warum das?",
    switch: "Der Schalter, der es ändert",
    switch_note: "Ein Druck genügt, und es gilt ab der nächsten Seite.",
    gone: "Es ist nicht mehr im Laden.",
    less_title: "Weniger davon sehen",
    less_note: "Gilt ab der nächsten Seite. Sie können es jederzeit zurücknehmen.",
    all: "Wovon Sie weniger möchten",
    lead: "Was Sie nicht sehen möchten, oder weniger. Nehmen Sie zurück, was Sie wollen: Es gilt ab der nächsten Seite.",
    none: "Sie haben nichts dergleichen gesagt. Jedes Ding, das Ihnen empfohlen wird, hat unter „Warum das?“ die Knöpfe dafür.",
    kept: "Behalten, wie Sie es erlauben",
    kept_note: "Es gilt, bis Sie es zurücknehmen, überall, wo man Sie hier kennt.",
    visit: "Für diesen Besuch",
    visit_note: "Ihr Browser merkt es sich, bis Sie ihn schließen. Wir behalten nichts davon.",
    take_back: "Zurücknehmen",
    left_out: |n| format!("Für diesen Besuch möchten Sie weniger von {}.", count(n, "Ding", "Dingen")),
    like_this: |name| format!("Weniger wie „{name}“"),
    this: |name| format!("Nicht „{name}“"),
    of_seller: |name| format!("Nichts von „{name}“"),
    of_kind: |name| format!("Nichts aus „{name}“"),
};
