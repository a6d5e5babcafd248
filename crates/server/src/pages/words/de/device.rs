//! German, for the rung that stays on the device.

use super::super::DeviceWords;

pub(super) const WORDS: DeviceWords = DeviceWords {
    name: "Auf meinem Gerät",
    used: "was Sie kaufen und ansehen. Es bleibt in diesem Browser; der Laden sieht es nie.",
    get: "fast die beste Auswahl, von Ihrem Browser errechnet.",
    open: "So geht es",
    title: "Auf meinem Gerät",
    lead: "Was Sie kaufen und ansehen, bleibt in diesem Browser und nirgends sonst. Der Laden veröffentlicht eine Liste, was wozu passt, für \
           alle die gleiche; den Rest macht Ihr Browser.",
    no_script: "Dafür wird JavaScript gebraucht, das in Ihrem Browser ausgeschaltet ist. Jede andere Wahl geht ohne.",
    start: "Auf diesem Gerät behalten",
    stop: "Aufhören und hier löschen",
    shop_too: "Der Laden selbst nutzt, was Sie dort gewählt haben:",
    picks: "Von Ihrem Browser ausgewählt",
    have: "Was hier behalten wird",
    save: "Als Datei sichern",
    item_note: "Auf diesem Gerät behalten. Der Laden sieht es nicht.",
    sentences: &[
        ("off", "Aus. Auf diesem Gerät wird nichts behalten."),
        ("on", "An. Was Sie von jetzt an tun, wird auf diesem Gerät behalten."),
        ("blocked", "Ihr Browser behält für diese Seite nichts; darum geht es nicht an."),
        ("busy", "Es ist noch in einem anderen Tab offen. Schließen Sie ihn und versuchen Sie es noch einmal."),
        (
            "no_picks",
            "Es konnte nichts ausgewählt werden: Die Liste dafür fehlt, oder der Laden hat sie nicht unterschrieben.",
        ),
        ("nothing", "Noch nichts. Sehen Sie sich im Laden ein paar Dinge an."),
        ("purchase", "gekauft"),
        ("view", "angesehen"),
        ("rating", "bewertet"),
        ("return", "zurückgeschickt"),
        ("out", "Nicht nutzen"),
        ("in", "Wieder nutzen"),
    ],
};
