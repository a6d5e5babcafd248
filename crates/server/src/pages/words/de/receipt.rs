//! German, for one receipt.

use super::super::ReceiptWords;
use super::count;

pub(super) const WORDS: ReceiptWords = ReceiptWords {
    asked: "Was gefragt wurde",
    decided: "Was die Regel entschied",
    left: "Was gezeigt wurde, und warum",
    purpose: "Wofür",
    channel: "Wo",
    no_gates: "Es gab nichts zu entscheiden: Es ging um keine Daten von Ihnen.",
    open: "offen",
    closed: "zu",
    nothing_left: "Nichts.",
    proof: "Nachweis",
    proof_note: "Der erste Teil wurde geschrieben, bevor Daten berührt wurden, der letzte, bevor etwas gezeigt wurde.",
    number: "Beleg",
    policy: "Regelwerk, Fassung",
    ledger: "Ihre Erklärungen damals",
    own_look: "Sie haben selbst gefragt, also gab es nichts zu entscheiden.",
    own_shown: "Was über Sie da ist, Ihnen.",
    same_for_all: "Nichts über Sie wurde verwendet: Alle hätten dasselbe bekommen.",
    without: "Was Ihre Daten verändert haben",
    changed: |used, others, of| {
        format!(
            "{} von Ihnen haben das geprägt. Ohne Ihre Daten stünde auf {others} dieser {of} Plätze etwas anderes.",
            count(used, "Eintrag", "Einträge")
        )
    },
    drawn: "Was ausgelost wurde",
    drawn_this: "gezogen",
    drawn_counts: ["Was daraus wird, wird mitgezählt.", "Was daraus wird, wird nicht mitgezählt."],
    draws: &[("slot", "Der Platz auf der Seite"), ("experiment", "Der Vergleich")],
    odds: &[
        ("fixed", "Nichts wurde dem Zufall überlassen: Es gab nichts zu wählen, oder Sie haben Nein gesagt."),
        ("nothing", "Alle hatten die gleichen Chancen."),
        ("everybody", "Die Chancen ergeben sich aus dem, was bei allen wirkte, die sich mitzählen lassen."),
        (
            "group",
            "Die Chancen ergeben sich aus dem, was unter gleichen Umständen bei allen wirkte, die sich mitzählen lassen.",
        ),
        ("personal", "Die Chancen ergeben sich aus dem, was bei Menschen wirkte, die das Gleiche nehmen wie Sie."),
        ("shares", "Der Laden hat die Chancen festgelegt, für alle gleich."),
    ],
    would_have_seen: "Was Sie ohne sie gesehen hätten",
    anyway: "das sahen Sie auch",
    without_note: "Eben erst errechnet, aus dem heutigen Katalog und dem, was in jenem Augenblick beliebt war. Das bekam damals ein \
                   Fremder, sofern die Seite keine eigene Regel hatte und der Katalog seither derselbe ist.",
    group: "Gruppe",
    group_of: |name, least| format!("Menschen, denen „{name}“ gefällt (mindestens {least})"),
};
