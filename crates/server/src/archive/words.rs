//! The words of the archive's page, in two languages.

use domain::Lang;

/// The words.
pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub files: &'static str,
    pub made: &'static str,
    pub nothing: &'static str,
    pub about: &'static str,
    /// The heading and a sentence of each list, by its name in the document.
    pub lists: [(&'static str, &'static str, &'static str); 17],
}

impl Words {
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::De => &DE,
        }
    }

    /// A list's heading and sentence.
    pub fn list(&self, name: &str) -> (&'static str, &'static str) {
        self.lists.iter().find(|(key, ..)| *key == name).map_or(("", ""), |(_, title, says)| (*title, *says))
    }
}

const EN: Words = Words {
    title: "Everything that this shop holds on you",
    lead: "This page needs no network and no script. Times are in UTC.",
    files: "The same is in data.json for programs (schema.json says what each field is), and in the folder tables for spreadsheets.",
    made: "Made",
    nothing: "Nothing.",
    about: "Where it comes from, how long it stays, who has it",
    lists: [
        ("events", "What you did", "Each thing as it came in, and what it was allowed to be used for then."),
        (
            "history",
            "What is at hand of it",
            "The newest of the same things, as recommendations and learning go by them.",
        ),
        ("statements", "What you said", "Each yes and no, who said it, and what was shown."),
        ("lapsed", "Yeses that do not count any more", "By their number, since two names became one person's."),
        ("notices", "What you were told", "The notices you were shown, each with its version."),
        ("identifiers", "What you are known by", "Accounts, devices and addresses."),
        ("merged", "Who turned out to be you", "When two names became one person's."),
        ("hidden", "Items you hid", "They have no influence."),
        ("veils", "What else you hid or contested", "Categories, times, baskets. They have no influence."),
        ("interests", "What you said you like", "Or never want to see."),
        (
            "inferences",
            "What was concluded about you",
            "Worked out for one answer each, from your own items that are named. Nothing of it is kept but this.",
        ),
        ("trials", "What was drawn for you", "In slots of pages and in experiments, with what came of it."),
        ("receipts", "What was used when, and what for", "One receipt for each use."),
        ("requests", "What you asked for about your data", "Each with its dates and what you were told."),
        ("recipients", "Who was given your data", "Nobody, unless it says so here."),
        ("disclosures", "What was given to them", "Each time, with what for, and what they know you by."),
        ("outbox", "What waits to be sent to them", "It is asked again whether it may, before it leaves."),
    ],
};

const DE: Words = Words {
    title: "Alles, was dieser Laden über Sie hat",
    lead: "Diese Seite braucht kein Netz und kein Skript. Zeiten sind in UTC.",
    files: "Dasselbe steht in data.json für Programme (schema.json sagt, was jedes Feld ist) und im Ordner tables für Tabellen.",
    made: "Erstellt",
    nothing: "Nichts.",
    about: "Woher es kommt, wie lange es bleibt, wer es hat",
    lists: [
        ("events", "Was Sie taten", "Alles, wie es ankam, und wofür es damals verwendet werden durfte."),
        ("history", "Was davon zur Hand ist", "Das Neueste davon, nach dem empfohlen und gelernt wird."),
        ("statements", "Was Sie sagten", "Jedes Ja und Nein, wer es sagte und was gezeigt wurde."),
        ("lapsed", "Ja, das nicht mehr zählt", "Nach Nummer, seit zwei Namen zu einem Menschen wurden."),
        ("notices", "Was Ihnen gesagt wurde", "Die Hinweise, die Sie sahen, jeder mit seiner Fassung."),
        ("identifiers", "Woran Sie erkannt werden", "Konten, Geräte und Adressen."),
        ("merged", "Wer sich als Sie herausstellte", "Wann zwei Namen zu einem Menschen wurden."),
        ("hidden", "Dinge, die Sie ausblendeten", "Sie haben keinen Einfluss."),
        ("veils", "Was Sie sonst ausblendeten oder bestritten", "Kategorien, Zeiten, Warenkörbe. Ohne Einfluss."),
        ("interests", "Was Sie nach eigenem Wort mögen", "Oder nie sehen wollen."),
        (
            "inferences",
            "Was über Sie geschlossen wurde",
            "Je für eine Antwort errechnet, aus Ihren genannten Dingen. Davon bleibt nichts als dies.",
        ),
        ("trials", "Was für Sie ausgelost wurde", "Auf Plätzen von Seiten und in Versuchen, und was daraus wurde."),
        ("receipts", "Was wann wofür verwendet wurde", "Ein Beleg für jede Verwendung."),
        ("requests", "Was Sie zu Ihren Daten verlangten", "Jedes mit Fristen und dem, was Ihnen gesagt wurde."),
        ("recipients", "Wer Ihre Daten bekam", "Niemand, wenn es hier nicht steht."),
        ("disclosures", "Was ihnen gegeben wurde", "Jedes Mal, wofür, und unter welchem Namen man Sie dort kennt."),
        ("outbox", "Was an sie noch hinausgehen soll", "Bevor es geht, wird noch einmal gefragt, ob es darf."),
    ],
};
