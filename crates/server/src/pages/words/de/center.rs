//! German, for the preference center.

use super::super::CenterWords;
use super::count;

pub(super) const WORDS: CenterWords = CenterWords {
    in_short: "Kurz gesagt",
    kept: "Was behalten wird",
    kept_nothing: "Nichts. Dieser Laden hat keine Daten über Sie.",
    bought: |n| count(n, "Kauf", "Käufe"),
    returned: |n| count(n, "Rücksendung", "Rücksendungen"),
    looked_at: |n| count(n, "angesehener Artikel", "Mal Artikel angesehen"),
    rated: |n| count(n, "Bewertung", "Bewertungen"),
    said: |n| count(n, "Antwort von Ihnen", "Antworten von Ihnen"),
    hidden: |n| count(n, "ausgeblendeter Artikel", "ausgeblendete Artikel"),
    receipts: |n| count(n, "Beleg der Verwendung", "Belege der Verwendung"),
    why: "Wofür",
    why_no_data: "Behalten wird nichts, also wird nichts verwendet.",
    why_nothing: "Für nichts: Sie haben keine Verwendung erlaubt.",
    why_paused: "Für nichts, solange Sie unterbrechen.",
    who: "Wer es bekommt",
    who_nobody: "Niemand außer diesem Laden. Nicht verkauft, nicht geteilt, nicht verliehen.",
    get: "Was Sie bekommen",
    pause: "Alles unterbrechen",
    go_on: "Fortfahren",
    pause_note: "Solange Sie unterbrechen, wird nichts über Sie verwendet, und nichts kommt hinzu. Was Sie gewählt haben, bleibt vermerkt.",
    paused_note: "Sie haben unterbrochen: Nichts über Sie wird verwendet, nichts kommt hinzu. Was Sie unten gewählt haben, bleibt für später \
                  vermerkt.",
    in_force_paused: "Ihre Wahl, unterbrochen",
    restricted: "Sie haben verlangt, dass Ihre Daten aufbewahrt und nicht verwendet werden. So ist es, bis Sie es beenden.",
    end_restriction: "Wieder verwenden",
    in_force_private: "Ihre Wahl, nach diesem privaten Besuch",
    pause_until: "Bis zu einem Tag unterbrechen",
    until_day: "Bis einschließlich",
    pause_until_button: "So lange unterbrechen",
    paused_until_note: |moment| {
        format!(
            "Sie haben bis {moment} unterbrochen; dann geht es von selbst weiter. Bis dahin wird nichts über Sie verwendet, und nichts \
             kommt hinzu."
        )
    },
    cost: "Es kostet Sie:",
    cost_nothing: "nichts: Besser passt es hier nicht",
    cost_of: |lost, this, best| format!("{lost} der Treffsicherheit ({this} von {best})."),
    measured: |source, people| {
        format!(
            "Wie die Treffsicherheit gemessen wurde: an öffentlichen Daten, {source}, mit dem zurückgehaltenen letzten Einkauf von {people} \
             Menschen. Die Zahl ist NDCG@20, von 0 bis 1: wie weit oben unter 20 Empfehlungen stand, was sie dann kauften."
        )
    },
    purposes: "Wofür es verwendet werden darf",
    purposes_lead: "Je ein Knopf, und er gilt ab der nächsten Seite. Ein Nein ist so nah wie ein Ja.",
    since: |day| format!("seit {day}"),
    until: |day| format!("bis {day}"),
    notice: "Gesagt zum Hinweis",
    version: |key, version, lang| format!("Gesagt zum Hinweis „{key}“, Fassung {version} ({lang})."),
    receipt: "Unterschriebener Beleg",
    by_signal: "Das Signal Ihres Browsers sagt dazu nein, darum ist es zu, was auch hier gesagt wird.",
    no_question: "Dieser Laden tut das nicht und fragt nicht danach.",
    states: &[
        ("never_asked", "Nie gefragt: nein"),
        ("requested", "Gefragt, nicht beantwortet: nein"),
        ("deferred", "Aufgeschoben: nein"),
        ("given", "Sie haben ja gesagt"),
        ("renewed", "Sie haben wieder ja gesagt"),
        ("partly", "Nur was Ihre Wahl oben gibt"),
        ("refused", "Sie haben nein gesagt"),
        ("withdrawn", "Sie haben gesagt: nicht mehr"),
        ("expired", "Ihr Ja ist abgelaufen: nein"),
        ("invalidated", "Ihr Ja zählt nicht: nein"),
    ],
    signals: "Signale Ihres Browsers",
    signals_lead: "Sie werden beachtet, ohne dass Sie hier etwas tun.",
    signal_names: &[
        ("gpc", "Global Privacy Control"),
        ("dnt", "Do Not Track"),
        ("adpc", "Advanced Data Protection Control"),
    ],
    sent: "Ihr Browser sendet es, und es wird beachtet.",
    not_sent: "Ihr Browser sendet es nicht. Sobald er es tut, wird es beachtet.",
    seen: |day| format!("Zuerst gesehen am {day}; seitdem gilt es."),
    closes: "Es schließt:",
    would_close: "Es würde schließen:",
    nothing_else: "nichts, was nicht schon zu ist",
    settings: "Was Sie außerdem einstellen",
    setting_links: [
        ("Vorlieben", "Was Sie mögen, was aus Ihrem Verhalten geschlossen wird, und was davon falsch ist."),
        ("Nachrichten", "Wie oft, wann und worüber man Ihnen schreiben darf."),
        ("Mein Verlauf", "Durchsuchen, etwas herausnehmen, privat besuchen, neu anfangen."),
        ("Anliegen", "Verlangen, was Ihnen das Recht gibt, und sehen, bis wann es beantwortet wird."),
    ],
    ways: "Ansehen, mitnehmen, beenden",
    links: [
        ("Belege", "jede Verwendung Ihrer Daten, und warum"),
        ("Alles, was wir haben, und Ihre unterschriebenen Antworten", "lesbar und vollständig"),
        ("Einen Beleg prüfen", "beweist, was Sie gesagt haben, in diesem Browser"),
        ("Alles herunterladen", "als Datei für andere Dienste"),
    ],
};
