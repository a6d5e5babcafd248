//! German, for verifying a receipt.

use super::super::VerifyWords;

pub(super) const WORDS: VerifyWords = VerifyWords {
    brand: "Assent",
    title: "Ist dieser Beleg echt?",
    lead: "Ein Einwilligungsbeleg ist vom Laden unterschrieben. Hier prüft Ihr Browser die Unterschrift: Was Sie einfügen, bleibt auf \
           dieser Seite und wird niemandem geschickt.",
    no_script: "Diese Seite braucht JavaScript, das in Ihrem Browser ausgeschaltet ist. Auf der Kommandozeile tut das Programm dasselbe:",
    command: "assent verify receipt beleg.txt --keys-file laden.vkey",
    receipt: "Der Beleg, ganz, mit der Zeile, die mit einem Strich beginnt",
    file: "Oder die Datei, so wie sie heruntergeladen wurde",
    key: "Der Schlüssel des Ladens, falls Sie ihn anderswoher haben",
    key_note: "Bleibt das Feld leer, wird diese Website nach ihrem Schlüssel gefragt: Dann vertrauen Sie darauf, dass sie der Laden ist. \
               Ein Schlüssel, der im Beleg steht, beweist nichts.",
    check: "Prüfen",
    foot: "Geprüft wird in Ihrem Browser, von einem Skript, das Sie lesen können. Es speichert nichts.",
    sentences: &[
        ("proven", "Echt, und seit der Unterschrift nicht verändert"),
        ("not_proven", "Nicht bewiesen"),
        ("key_fetched", "Der Schlüssel kam von dieser Website: Der Beleg ist von dem, der sie betreibt."),
        ("key_given", "Geprüft mit dem Schlüssel, den Sie angegeben haben."),
        ("said", "Was gesagt wurde"),
        ("about", "Worüber"),
        ("when", "Wann"),
        ("who", "Von wem"),
        ("how", "Wie"),
        ("notice", "Was gezeigt wurde"),
        ("signed_by", "Unterschrieben von"),
        ("made", "Beleg erstellt"),
        ("number", "Beleg"),
        ("ledger", "Platz unter den Erklärungen"),
        ("of", "von"),
        ("whole", "Der ganze Beleg"),
        ("not_recorded", "nicht festgehalten"),
        ("every.purpose", "jede Verwendung"),
        ("every.category", "jede Art von Daten"),
        ("every.channel", "überall"),
        ("why.empty", "Fügen Sie einen Beleg ein, oder wählen Sie seine Datei."),
        ("why.too_long", "Er ist länger als 256 KiB: So lang ist kein Beleg."),
        ("why.not_text", "Das ist kein reiner Text."),
        ("why.form", "Er ist abgeschnitten oder kein unterschriebener Beleg: Die Unterschrift darunter fehlt."),
        ("why.line", "Eine Zeile unter dem Text ist keine Unterschrift."),
        ("why.changed", "Er wurde nach der Unterschrift verändert: Die Unterschrift passt nicht."),
        ("why.other_key", "Er wurde mit einem anderen Schlüssel unterschrieben."),
        ("why.key", "Der Schlüssel ist nicht lesbar."),
        ("why.no_key", "Es gibt keinen Schlüssel, mit dem sich prüfen ließe."),
        ("why.no_answer", "Diese Website hat ihren Schlüssel nicht genannt. Geben Sie ihn oben an."),
        ("why.not_a_receipt", "Die Unterschrift stimmt, aber unterschrieben wurde kein Einwilligungsbeleg."),
        (
            "why.unsupported",
            "Ihr Browser kann diese Art von Unterschrift (Ed25519) nicht prüfen, oder nur über https. Ein neuerer kann \
                             es, und die Kommandozeile auch.",
        ),
        ("why.fault", "Hier ging etwas schief. Bewiesen ist nichts."),
    ],
};
