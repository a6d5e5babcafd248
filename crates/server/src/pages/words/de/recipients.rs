//! German, for who gets it.

use super::super::RecipientsWords;
use super::count;

pub(super) const WORDS: RecipientsWords = RecipientsWords {
    title: "Wer es bekommt",
    nobody: "Niemand außer diesem Laden. Nicht verkauft, nicht geteilt, nicht verliehen.",
    lead: "Jeder beim Namen. Etwas von Ihnen geht nur hinaus, solange Sie zu seinem Zweck ja sagen, und wie man Sie dort nennt, nützt niemandem sonst. Ein Nein gilt sofort; wer etwas bekam, erfährt davon, und auch davon, dass Sie vergessen wurden.",
    purposes: "Wofür:",
    regions: "Wo:",
    handed_on: "Gibt es weiter an:",
    given: |n, day| format!("Bekam {} etwas von Ihnen, zuletzt am {day}.", count(n, "Mal", "Mal")),
    given_nothing: "Bekam nichts von Ihnen.",
    removed: "Dieser Laden arbeitet nicht mehr mit ihnen: Nichts geht mehr hinaus.",
    refused: "Sie haben nein gesagt: Nichts geht hinaus, bis Sie zu seinem Zweck wieder ja sagen.",
    asked: |names| {
        format!("Wenn Sie ja sagen, geht etwas davon auch an: {names}. Zu jedem davon können Sie einzeln nein sagen.")
    },
    roles: &[
        ("processor", "Arbeitet für diesen Laden und nur auf sein Wort."),
        ("joint", "Steht gemeinsam mit diesem Laden dafür ein."),
        ("controller", "Verwendet es für eigene Zwecke."),
    ],
};
