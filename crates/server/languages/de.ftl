### Deutsch: alle Worte, die Menschen gesagt bekommen. Die Namen der Nachrichten sind die von en.ftl; dort steht, was die Felder sind.

language-name = Deutsch
language-direction = ltr
language-zone = Europe/Berlin

format-point = ,
format-thousands = .
format-comma = { ", " }
format-stop = .
format-percent = { $number }{ "\u00A0" }%
format-money = { $number }{ "\u00A0" }{ $sign }
format-money-code = { $number }{ "\u00A0" }{ $currency }
format-day = { $day }.{ "\u00A0" }{ $month } { $year }
format-moment = { $day }, { $time }{ "\u00A0" }UTC
format-months-1 = Jan.
format-months-2 = Feb.
format-months-3 = März
format-months-4 = April
format-months-5 = Mai
format-months-6 = Juni
format-months-7 = Juli
format-months-8 = Aug.
format-months-9 = Sept.
format-months-10 = Okt.
format-months-11 = Nov.
format-months-12 = Dez.

frame-skip = Zum Inhalt springen
frame-menu = Hauptmenü
frame-language = Sprache
frame-banner = Was dieser Laden über Sie verwendet
frame-shop = Laden
frame-choices = Meine Wahl
frame-data = Meine Daten
frame-history = Verlauf
frame-receipts = Belege
frame-change = Meine Wahl ändern
frame-choose = Wählen
frame-forget = Vergessen Sie mich
frame-paused = Pausiert: Nichts über Sie wird verwendet, nichts kommt hinzu.
frame-private = Privater Besuch: Nichts, was Sie hier tun, wird gespeichert, und nichts über Sie wird verwendet.
frame-end-private = Beenden
frame-paused-until = Pausiert bis { $moment }: Nichts über Sie wird verwendet, nichts kommt hinzu.
frame-teaches = Der Laden lernt aus dem, was Sie hier tun.
frame-foot = Eine Vorführung von Assent: persönlich nur mit Erlaubnis. Der Laden, seine Waren und die übrige Kundschaft sind erfunden. Keine Dritten, kein Tracking, kein Cookie vor Ihrer Wahl.

news-chosen = Ihre Wahl gilt ab dieser Seite.
news-no-cookie = Falls Sie gerade gewählt haben: Ihr Browser hat das Cookie, an dem Ihre Wahl hängt, nicht behalten, darum sind Sie hier wieder fremd. Safari behält es nur über HTTPS: Öffnen Sie diesen Laden über HTTPS, oder in Chromium oder Firefox.
news-teaches = Der Laden darf ab jetzt aus Ihrem Verhalten lernen.
news-teaches-not = Der Laden lernt nicht mehr aus Ihrem Verhalten. Was er gelernt hat, fällt beim nächsten Lernen heraus.
news-hidden = Ausgeblendet. Ab dieser Seite wird es nicht mehr für Sie verwendet.
news-shown-again = Wieder in Ihrem Verlauf, und wieder verwendet.
news-bought-kept = Gekauft. Es steht jetzt in Ihrem Verlauf; dort können Sie es ausblenden.
news-bought-for-visit = Gekauft. Es wird für diesen Besuch verwendet und ist dann weg.
news-bought-to-teach = Gekauft. Der Laden lernt daraus, wie von Ihnen erlaubt; für anderes wird es nicht gespeichert.
news-bought-not-kept = Gekauft. Wie von Ihnen gewählt, wurde nichts davon für Empfehlungen gespeichert.
news-old-page = Die Seite war alt, darum zählt ein Ja von ihr nicht. Bitte wählen Sie noch einmal.
news-paused = Pausiert. Ab dieser Seite wird nichts über Sie verwendet, und nichts kommt hinzu, bis Sie fortfahren.
news-goes-on = Es geht weiter, ab dieser Seite, so wie Sie gewählt hatten.
news-said-no = Notiert: nein. Es gilt ab dieser Seite.
news-noted = Notiert. Es gilt, sobald Sie fortfahren.
news-all-hidden = Erledigt. Nichts von dem, was Sie bisher getan haben, hat noch Einfluss; Sie können es wieder zeigen.
news-all-deleted = Gelöscht. Nichts von dem, was Sie bisher getan haben, ist noch hier.
news-asked = Es ist eingegangen. Unten sehen Sie, wie weit es ist.
news-interest-kept = Notiert. Es zählt ab der nächsten Seite.
news-interest-gone = Zurückgenommen. Es zählt nicht mehr.
news-interest-not-kept = Nicht gespeichert: Sie erlauben keine Verwendung davon. Sagen Sie zuerst ja zu Empfehlungen, wenn Sie mögen.
news-contested = Notiert. Daraus wird nichts mehr über Sie geschlossen.
news-limit-set = Eingestellt. Es gilt ab jetzt.
news-paused-until = Pausiert. Am Ende dieses Tages geht es von selbst weiter, so wie Sie gewählt hatten.
news-private-begins = Ab dieser Seite ist das ein privater Besuch, bis Sie ihn beenden oder den Browser schließen.
news-private-ends = Der private Besuch ist vorbei. Nichts, was Sie währenddessen getan haben, wurde gespeichert.
news-unlinked = Getrennt. Daran werden Sie nicht mehr erkannt.
news-said-yes = Notiert: ja. Es gilt ab dieser Seite.
news-less = Notiert. Ab dieser Seite sehen Sie weniger davon.
news-left-out = Notiert. Ab dieser Seite wird es Ihnen nicht mehr empfohlen.
news-for-visit = Notiert für diesen Besuch. Ihr Browser merkt es sich, bis Sie ihn schließen; wir speichern nichts.
news-taken-back = Zurückgenommen.

rung-contextual-name = Nichts über mich
rung-contextual-get = was hier beliebt ist, für alle gleich.
rung-contextual-banner = Sie sehen denselben Laden wie alle. Nichts über Sie prägt ihn.

rung-visit-name = Nur dieser Besuch
rung-visit-get = was dazu passt.
rung-visit-banner = Nur dieser Besuch prägt, was Sie sehen. Er ist weg, wenn Sie den Browser schließen.

rung-group-name = Menschen wie ich
rung-group-get = was diese Gruppe wählt; ist sie zu klein, was hier beliebt ist.
rung-group-banner = Was Menschen mit denselben Vorlieben wählen, prägt, was Sie sehen. Nichts, was Sie getan haben.

rung-personal-name = Mein Verlauf hier
rung-personal-get = was am besten zu Ihnen passt, und was Sie regelmäßig kaufen.
rung-personal-banner = Ihr Verlauf hier prägt, was Sie sehen.

rung-used-contextual = nichts.
rung-used-visit = was Sie jetzt ansehen. Es bleibt in Ihrem Browser und ist weg, wenn Sie ihn schließen.
rung-used-personal = was Sie in diesem Laden kaufen und ansehen, und was Sie nach eigenen Worten mögen oder nicht, bis Sie es ausblenden oder löschen.
rung-used-group = was Ihnen nach eigenen Worten gefällt, und nur, um eine Gruppe von mindestens { $people } Menschen zu finden, die dasselbe gesagt haben.

consent-title = Wie viel darf dieser Laden über Sie wissen?
consent-intro = Der Laden funktioniert in jedem Fall. Sie können Ihre Antwort jederzeit ändern, und sie gilt sofort.
consent-teach-label = Der Laden darf aus meinem Verhalten lernen.
consent-teach-note = Eine eigene Frage, zu jeder Antwort: Es hilft anderen zu finden, was zusammenpasst. Niemand sieht, dass Sie es waren.
consent-look-around = Nur mal schauen? Vor Ihrer Wahl wird nichts gespeichert.
consent-used = Für Sie verwendet:
consent-get = Sie bekommen:
consent-choose-this = Das wähle ich

choices-title = Meine Wahl
choices-lead = Sie entscheiden, wie viel dieser Laden verwenden darf. Jede Antwort gilt ab der nächsten Seite, und keine ist schwerer zu geben als eine andere.
choices-ladder = Wie viel für Sie verwendet werden darf
choices-in-force = Ihre Wahl jetzt
choices-in-force-of = Ihre Wahl vom { $day }
choices-teach = Darf der Laden aus Ihrem Verhalten lernen?
choices-teach-note = Hinter allem, was er lernt, stehen mindestens { $people } Menschen, und niemand sieht, welche. Empfehlungen bekommen Sie in jedem Fall.
choices-yes = Ja, er darf
choices-no = Nein, er darf nicht
choices-always = Was Sie auch wählen
choices-always-here = Ihre Daten bekommt niemand sonst: nicht verkauft, nicht geteilt, nicht verliehen.
choices-always-lines-1 = Die Preise sind für alle gleich.
choices-always-lines-2 = Alles im Laden bleibt erreichbar, nach Abteilungen.
choices-always-lines-3 = Jede Verwendung hinterlässt einen Beleg, den Sie lesen können.

center-in-short = Kurz gesagt
center-kept = Was gespeichert ist
center-kept-nothing = Nichts. Dieser Laden hat keine Daten über Sie.
center-bought = { $n ->
        [one] { $n } Kauf
       *[other] { $n } Käufe
    }
center-returned = { $n ->
        [one] { $n } Rücksendung
       *[other] { $n } Rücksendungen
    }
center-looked-at = { $n } Mal etwas angesehen
center-rated = { $n ->
        [one] { $n } Bewertung
       *[other] { $n } Bewertungen
    }
center-said = { $n ->
        [one] { $n } Antwort von Ihnen
       *[other] { $n } Antworten von Ihnen
    }
center-hidden = { $n ->
        [one] { $n } ausgeblendeter Artikel
       *[other] { $n } ausgeblendete Artikel
    }
center-receipts = { $n ->
        [one] { $n } Beleg der Verwendung
       *[other] { $n } Belege der Verwendung
    }
center-why = Wofür
center-why-no-data = Gespeichert ist nichts, also wird nichts verwendet.
center-why-nothing = Für nichts: Sie haben keine Verwendung erlaubt.
center-why-paused = Für nichts, solange Sie pausieren.
center-who = Wer es bekommt
center-who-nobody = Niemand außer diesem Laden. Nicht verkauft, nicht geteilt, nicht verliehen.
center-get = Was Sie bekommen
center-pause = Alles pausieren
center-go-on = Fortfahren
center-pause-note = Solange Sie pausieren, wird nichts über Sie verwendet, und nichts kommt hinzu. Was Sie gewählt haben, bleibt vermerkt.
center-paused-note = Sie haben pausiert: Nichts über Sie wird verwendet, nichts kommt hinzu. Was Sie unten gewählt haben, bleibt für später vermerkt.
center-in-force-paused = Ihre Wahl, pausiert
center-restricted = Sie haben verlangt, dass Ihre Daten aufbewahrt und nicht verwendet werden. So ist es, bis Sie es beenden.
center-end-restriction = Wieder verwenden
center-in-force-private = Ihre Wahl, nach diesem privaten Besuch
center-pause-until = Bis zu einem Tag pausieren
center-until-day = Bis einschließlich
center-pause-until-button = So lange pausieren
center-paused-until-note = Sie haben bis { $moment } pausiert; dann geht es von selbst weiter. Bis dahin wird nichts über Sie verwendet, und nichts kommt hinzu.
center-cost = Es kostet Sie:
center-cost-nothing = nichts: Keine andere Antwort trifft besser
center-cost-of = Vorschläge treffen { $lost } schlechter ({ $this } statt { $best }).
center-measured = Wie wir das gemessen haben: an öffentlichen Daten, { $source }, mit dem zurückgehaltenen letzten Einkauf von { $people } Menschen. Die Zahl (NDCG@20, von 0 bis 1) sagt, wie weit oben unter 20 Vorschlägen stand, was sie dann kauften.
center-purposes = Wofür es verwendet werden darf
center-purposes-lead = Je ein Knopf, und er gilt ab der nächsten Seite. Ein Nein ist so nah wie ein Ja.
center-since = seit { $day }
center-until = bis { $day }
center-notice = Gesagt zum Hinweis
center-version = Gesagt zum Hinweis „{ $key }“, Fassung { $version } ({ $lang }).
center-receipt = Unterschriebener Beleg
center-by-signal = Das Signal Ihres Browsers sagt dazu nein, darum bleibt es aus, was hier auch gesagt wird.
center-no-question = Dieser Laden tut das nicht und fragt nicht danach.
center-states-never-asked = Nie gefragt: nein
center-states-requested = Gefragt, nicht beantwortet: nein
center-states-deferred = Aufgeschoben: nein
center-states-given = Sie haben ja gesagt
center-states-renewed = Sie haben wieder ja gesagt
center-states-partly = Nur, was Ihre Wahl oben erlaubt
center-states-refused = Sie haben nein gesagt
center-states-withdrawn = Sie haben gesagt: nicht mehr
center-states-expired = Ihr Ja ist abgelaufen: nein
center-states-invalidated = Ihr Ja zählt nicht: nein
center-signals = Signale Ihres Browsers
center-signals-lead = Sie werden beachtet, ohne dass Sie hier etwas tun.
center-signal-names-gpc = Global Privacy Control
center-signal-names-dnt = Do Not Track
center-signal-names-adpc = Advanced Data Protection Control
center-sent = Ihr Browser sendet es, und es wird beachtet.
center-not-sent = Ihr Browser sendet es nicht. Sobald er es tut, wird es beachtet.
center-seen = Zuerst gesehen am { $day }; seitdem gilt es.
center-closes = Es schaltet aus:
center-would-close = Es würde ausschalten:
center-nothing-else = nichts, was nicht schon aus ist
center-settings = Was Sie außerdem einstellen
center-setting-links-1 = Vorlieben
center-setting-links-1-note = Was Sie mögen, was wir aus Ihrem Verhalten schließen, und was davon falsch ist.
center-setting-links-2 = Nachrichten
center-setting-links-2-note = Wie oft, wann und worüber man Ihnen schreiben darf.
center-setting-links-3 = Mein Verlauf
center-setting-links-3-note = Durchsuchen, etwas herausnehmen, privat besuchen, neu anfangen.
center-setting-links-4 = Anliegen
center-setting-links-4-note = Verlangen, was Ihnen das Gesetz gibt, und sehen, bis wann es beantwortet wird.
center-ways = Ansehen, mitnehmen, beenden
center-links-1 = Belege
center-links-1-note = jede Verwendung Ihrer Daten, und warum
center-links-2 = Alles, was wir haben, und Ihre unterschriebenen Antworten
center-links-2-note = lesbar und vollständig
center-links-3 = Einen Beleg prüfen
center-links-3-note = beweist, was Sie gesagt haben, in diesem Browser
center-links-4 = Alles herunterladen
center-links-4-note = als Datei für andere Dienste

device-name = Auf meinem Gerät
device-used = was Sie kaufen und ansehen. Es bleibt in diesem Browser; der Laden sieht es nie.
device-get = fast das Beste, von Ihrem Browser errechnet.
device-open = So geht es
device-title = Auf meinem Gerät
device-lead = Was Sie kaufen und ansehen, bleibt in diesem Browser und nirgends sonst. Der Laden veröffentlicht eine Liste, was zu was passt, für alle dieselbe; den Rest macht Ihr Browser.
device-no-script = Dafür wird JavaScript gebraucht, das in Ihrem Browser ausgeschaltet ist. Jede andere Wahl geht ohne.
device-start = Auf diesem Gerät speichern
device-stop = Aufhören und hier löschen
device-shop-too = Der Laden selbst nutzt, was Sie dort gewählt haben:
device-picks = Von Ihrem Browser ausgewählt
device-have = Was hier gespeichert ist
device-save = In eine Datei sichern
device-item-note = Auf diesem Gerät gespeichert. Der Laden sieht es nicht.
device-sentences-off = Aus. Auf diesem Gerät wird nichts gespeichert.
device-sentences-on = An. Was Sie von jetzt an tun, wird auf diesem Gerät gespeichert.
device-sentences-blocked = Ihr Browser speichert für diese Seite nichts; darum lässt es sich nicht einschalten.
device-sentences-busy = Es ist noch in einem anderen Tab offen. Schließen Sie ihn und versuchen Sie es noch einmal.
device-sentences-no-picks = Es konnte nichts ausgewählt werden: Die Liste dafür fehlt, oder der Laden hat sie nicht unterschrieben.
device-sentences-nothing = Noch nichts. Sehen Sie sich im Laden ein paar Dinge an.
device-sentences-purchase = gekauft
device-sentences-view = angesehen
device-sentences-rating = bewertet
device-sentences-return = zurückgeschickt
device-sentences-out = Nicht verwenden
device-sentences-in = Wieder verwenden

shop-for-you = Für Sie empfohlen
shop-this-visit = Passt zu diesem Besuch
shop-popular = Gerade beliebt
shop-by-history = { $n ->
        [one] Aus { $n } Eintrag in Ihrem Verlauf hier.
       *[other] Aus { $n } Einträgen in Ihrem Verlauf hier.
    }
shop-by-visit = { $n ->
        [one] Aus { $n } angesehenen Artikel in diesem Besuch, und nichts davor.
       *[other] Aus { $n } angesehenen Artikeln in diesem Besuch, und nichts davor.
    }
shop-by-group = Was mindestens { $people } Menschen mit denselben Vorlieben wählen. Nichts, was Sie getan haben, wurde verwendet.
shop-for-everybody = Was hier viele kaufen. Für alle gleich: Nichts über Sie wurde verwendet.
shop-nothing-yet = Sie erlauben Empfehlungen, aber es gibt noch nichts, woraus sie entstehen könnten. Bis dahin sehen Sie, was alle sehen.
shop-receipt = Zum Beleg
shop-browse = Der ganze Laden
shop-things = { $n } Artikel

less-less = Weniger davon
less-not = Das nicht
less-undo = Rückgängig
less-more = Alles dazu
less-title = Warum das?
less-counted = Was dafür gezählt hat
less-switch = Der Schalter, der es ändert
less-switch-note = Ein Druck genügt, und es gilt ab der nächsten Seite.
less-gone = Es ist nicht mehr im Laden.
less-less-title = Weniger davon sehen
less-less-note = Gilt ab der nächsten Seite. Sie können es jederzeit zurücknehmen.
less-all = Wovon Sie weniger möchten
less-lead = Was Sie nicht sehen möchten, oder weniger. Nehmen Sie zurück, was Sie wollen: Es gilt ab der nächsten Seite.
less-none = Sie haben nichts dergleichen gesagt. Alles, was Ihnen empfohlen wird, hat unter „Warum das?“ die Knöpfe dafür.
less-kept = Gespeichert, wie Sie es erlauben
less-kept-note = Es gilt, bis Sie es zurücknehmen, überall, wo man Sie hier kennt.
less-visit = Für diesen Besuch
less-visit-note = Ihr Browser merkt es sich, bis Sie ihn schließen. Wir speichern nichts davon.
less-take-back = Zurücknehmen
less-left-out = { $n ->
        [one] Für diesen Besuch möchten Sie weniger von { $n } Ding.
       *[other] Für diesen Besuch möchten Sie weniger von { $n } Dingen.
    }
less-like-this = Weniger in der Art von „{ $name }“
less-this = Nicht „{ $name }“
less-of-seller = Nichts von „{ $name }“
less-of-kind = Nichts aus „{ $name }“

why-why = Warum das?
why-sum = Zusammen
why-nothing-personal = In dieser Summe steckt nichts über Sie.
why-receipt = Zum Beleg
why-dont-use = Nicht verwenden
why-together = Passt zu dem, was Sie haben
why-again = Das kaufen Sie ab und zu
why-popular = Hier beliebt
why-similar = Passt zu dem, was Sie ansehen
why-filler = Füllt die Seite, damit alle gleich viel sehen
why-disliked = Was dazu passt, mochten Sie nicht
why-alike = Ähnelt etwas, das Sie haben
why-mix = Fehlte noch in dem, was Sie sonst wählen
why-outside = Außerhalb des für Sie Üblichen
why-variety = Etwas Ähnliches steht schon darüber
why-upgrade = Ersetzt etwas, das Sie haben
why-add-on = Ergänzt etwas, das Sie haben
why-cart = Passt zu Ihrem Warenkorb
why-interest = Sie sagten, dass Ihnen das gefällt
why-fatigue = Schon gezeigt und nicht beachtet
why-explore = Ein Platz für etwas anderes
why-group = Was Menschen mit denselben Vorlieben wählen
why-less = Davon möchten Sie weniger

category-trail = Wo Sie sind
category-order = Für alle in derselben Reihenfolge.
category-pages = Seiten
category-previous = Zurück
category-next = Weiter
category-page-of = Seite { $page } von { $pages }

item-buy = Kaufen
item-demo = Dies ist eine Vorführung: Nichts wird bezahlt oder verschickt.
item-sold-out = Zurzeit nicht zu haben.
item-similar = Passt gut dazu
item-similar-note = Für alle gleich, bis auf das, was Sie nicht sehen wollen.
item-keeps-unsaid = Sie haben noch nicht gewählt: Von dem, was Sie hier tun, wird nichts gespeichert.
item-keeps-private = Das ist ein privater Besuch: Nichts davon wird gespeichert.
item-keeps-paused = Sie haben pausiert: Was Sie kaufen, wird nicht für Empfehlungen gespeichert.
item-keeps-nothing = Sie haben „Nichts über mich“ gewählt: Was Sie kaufen, wird nicht für Empfehlungen gespeichert.
item-keeps-visit = Sie haben „Nur dieser Besuch“ gewählt: Was Sie kaufen, wird für Sie verwendet, bis Sie den Browser schließen.
item-keeps-group = Sie haben „Menschen wie ich“ gewählt: Was Sie kaufen, wird nicht für Empfehlungen gespeichert.
item-keeps-personal = Sie haben „Mein Verlauf hier“ gewählt: Was Sie kaufen, kommt in Ihren Verlauf; dort können Sie es ausblenden.
item-teaches = Der Laden lernt daraus, wie von Ihnen erlaubt.

data-title = Was wir über Sie haben
data-lead = Alles, vollständig. Es gibt keinen anderen Ort, an dem wir etwas über Sie aufbewahren.
data-none = Nichts. Dieser Laden hat keine Daten über Sie.
data-events = Dinge, die Sie getan haben
data-statements = Dinge, die Sie gesagt haben
data-hidden = Dinge, die Sie ausgeblendet haben
data-receipts = Belege
data-who = Wer Sie für uns sind
data-who-note = Eine zufällige Nummer in einem Cookie. Wir kennen keinen Namen, keine Anschrift, keine E-Mail-Adresse.
data-id = Ihre Nummer
data-since = Bekannt seit
data-age = Alter
data-laws = Recht, das Sie schützt
data-opt-out = Ihr Browser bat, nichts zu verkaufen oder zu teilen
data-did = Was Sie getan haben
data-said = Was Sie gesagt haben
data-hid = Was Sie ausgeblendet haben
data-when = Wann
data-what = Was
data-item = Artikel
data-used-for = Darf verwendet werden für
data-answer = Ihre Antwort
data-about = Worüber
data-how = Wie Sie es gesagt haben
data-hidden-by-you = nichts: von Ihnen ausgeblendet
data-for-nothing = nichts
data-everything = jede Verwendung
data-nothing-yet = Noch nichts.
data-newest = Die neuesten { $shown } von { $all }. Die Datei zum Herunterladen enthält alle.
data-ways = Mitnehmen oder beenden
data-ways-note = Heruntergeladen wird alles, was oben steht, in einer Form, die andere Dienste lesen können. Vergessen beendet alles auf einmal.
data-export = Alles herunterladen
data-receipt-forms-1 = Beleg (ISO 27560)
data-receipt-forms-2 = Beleg (Kantara)
data-receipts-note = Jeder Beleg ist unterschrieben: Er beweist, was Sie gesagt haben, auch anderen und ohne uns.
data-verify = Einen Beleg prüfen
data-groups = Die Gruppen, in denen Sie sind
data-groups-none = Sie sind in keiner Gruppe: In eine kommt nur, wer selbst sagt, was ihm gefällt.
data-groups-lead = In eine Gruppe kommen Sie nur durch das, was Ihnen nach eigenen Worten gefällt, und durch nichts, was Sie getan haben. Eine mit weniger als { $people } Menschen zählt nicht.
data-group-because-1 = Weil Ihnen etwas gefällt, das dazu gehört
data-group-because-2 = Weil Sie gesagt haben, dass Ihnen das gefällt
data-group-counts-1 = Sie werden in ihnen mitgezählt, unter allen anderen.
data-group-counts-2 = Zurzeit werden Sie in keiner mitgezählt: Dafür müsste der Laden von Ihnen lernen dürfen.
data-group-answers-1 = Was Sie sehen, richtet sich nach der kleinsten, die groß genug ist, außer auf Seiten über eine bestimmte Art von Dingen.
data-group-answers-2 = Was Sie sehen, richtet sich nach keiner von ihnen.
data-known-by = Woran Sie erkannt werden
data-known-by-note = Trennen Sie eines davon, und wer damit kommt, ist hier fremd. Ein Nein, das damit kam, bleibt.
data-since-day = seit
data-verified = nachweislich Ihres
data-unlink = Trennen
data-identifiers-account = Konto
data-identifiers-device = Gerät
data-identifiers-contact = Adresse

recipients-title = Wer es bekommt
recipients-nobody = Niemand außer diesem Laden. Nicht verkauft, nicht geteilt, nicht verliehen.
recipients-lead = Alle mit Namen. Etwas von Ihnen geht nur an sie, solange Sie ja zu seinem Zweck sagen, und der Name, unter dem man Sie dort kennt, nützt niemandem sonst. Ein Nein gilt sofort; wer etwas bekam, erfährt davon, und auch davon, dass Sie vergessen wurden.
recipients-purposes = Wofür:
recipients-regions = Wo:
recipients-handed-on = Gibt es weiter an:
recipients-given = Bekam { $n } Mal etwas von Ihnen, zuletzt am { $day }.
recipients-given-nothing = Bekam nichts von Ihnen.
recipients-removed = Dieser Laden arbeitet nicht mehr mit ihnen: Nichts geht mehr hinaus.
recipients-refused = Sie haben nein gesagt: Nichts geht hinaus, bis Sie zu seinem Zweck wieder ja sagen.
recipients-asked = Wenn Sie ja sagen, geht etwas davon auch an: { $names }. Zu jedem davon können Sie einzeln nein sagen.
recipients-roles-processor = Arbeitet für diesen Laden und nur auf sein Wort.
recipients-roles-joint = Steht gemeinsam mit diesem Laden dafür ein.
recipients-roles-controller = Verwendet es für eigene Zwecke.

rights-hide = Etwas davon herausnehmen
rights-hide-note = Was Sie ausblenden, hat ab der nächsten Seite keinen Einfluss, als hätten Sie es nie getan. Eine Art von Dingen bleibt auch für das ausgeblendet, was Sie später tun.
rights-acts = { $n ->
        [one] ({ $n } Handlung)
       *[other] ({ $n } Handlungen)
    }
rights-basket = Bestellung vom
rights-from = Vom Tag
rights-to = bis zum Tag
rights-hide-period = Diese Zeit ausblenden
rights-hidden-now = Jetzt ausgeblendet
rights-kinds-of-things = Eine Art von Dingen
rights-orders = Eine Bestellung
rights-time = Eine Zeitspanne
rights-private = Privat besuchen
rights-private-note = Ab der nächsten Seite wird nichts gespeichert, was Sie hier tun, und nichts über Sie verwendet. Nur wenn Sie Ihre eigenen Daten ansehen, gibt es wie immer einen Beleg. Der Besuch dauert, bis Sie ihn beenden oder den Browser schließen.
rights-private-begin = Privaten Besuch beginnen
rights-private-is-on = Das ist ein privater Besuch: Nichts, was Sie hier tun, wird gespeichert, und nichts über Sie wird verwendet. Nur wenn Sie Ihre eigenen Daten ansehen, gibt es wie immer einen Beleg.
rights-private-end = Privaten Besuch beenden
rights-past = nur das Vergangene
rights-past-and-future = Vergangenes und Künftiges
rights-contested = Sie sagen, dass daraus falsch geschlossen wurde
rights-anew = Neu anfangen
rights-anew-note = Alles, was Sie bisher getan haben, verliert seinen Einfluss. Ausgeblendet sehen Sie es noch und können es wieder zeigen; gelöscht ist es weg. Was Sie gesagt haben, bleibt.
rights-anew-hide = Alles bisher ausblenden
rights-anew-delete = Alles bisher löschen
rights-archive = Archiv mit Tabellen (ZIP)
rights-kinds-access = Sehen, was da ist
rights-kinds-portability = Mitnehmen
rights-kinds-correct = Berichtigen
rights-kinds-contest-inference = Schlussfolgerung bestreiten
rights-kinds-erase = Vergessen werden
rights-kinds-restrict = Aufbewahren, aber nicht verwenden
rights-kinds-object = Widersprechen
rights-kinds-opt-out = Ablehnen
rights-kinds-limit-sensitive = Sensibles beschränken
rights-kinds-recipients = Wer hat es?
rights-kinds-explain = Entscheidungen erklären
rights-kinds-human-review = Von einem Menschen prüfen lassen
rights-kinds-complaint = Sich beschweren
rights-kinds-appeal = Einspruch erheben
rights-stages-received = eingegangen
rights-stages-identity-check = Sie werden gefragt, wer Sie sind
rights-stages-waiting = Sie werden gefragt, was Sie meinen
rights-stages-in-progress = in Arbeit
rights-stages-extended = dauert länger
rights-stages-done = erledigt
rights-stages-refused = abgelehnt
rights-stages-revoked = zurückgenommen

interests-title = Vorlieben
interests-lead = Was Sie sagen, geht vor. Was aus Ihrem Verhalten geschlossen wird, ist so gekennzeichnet und verschwindet, wenn Sie sagen, dass es falsch ist.
interests-said = Was Sie gesagt haben
interests-said-nothing = Noch nichts.
interests-liked = Sie mögen es
interests-never = Wird Ihnen nie gezeigt
interests-take-back = Zurücknehmen
interests-topic = Eine Art von Dingen
interests-like = Das mag ich
interests-never-show = Nie zeigen
interests-choose-first = Sie haben noch nicht gewählt, darum wird nichts über Sie gespeichert. Wählen Sie zuerst, wenn Sie mögen.
interests-concluded = Was aus Ihrem Verhalten geschlossen wird
interests-concluded-lead = Jedes Mal neu errechnet, sobald mindestens zwei Ihrer Artikel in dieselbe Richtung weisen, und nur in seinem Beleg gespeichert. Danach richtet sich, was für Sie mehr vom Gleichen ist und was etwas Neues.
interests-concluded-nothing = Über Sie wird nichts geschlossen.
interests-rests-on = { $things ->
        [one] Geschlossen aus { $things } Artikel. Das macht { $share } dessen aus, wonach sich Ihre Empfehlungen richten.
       *[other] Geschlossen aus { $things } Artikeln. Das macht { $share } dessen aus, wonach sich Ihre Empfehlungen richten.
    }
interests-wrong = Das stimmt nicht
interests-contested = Was nach Ihren Worten falsch ist
interests-contested-note = Daraus wird nichts geschlossen, weder aus dem, was Sie getan haben, noch aus dem, was Sie tun werden.
interests-other = Stimmt etwas anderes nicht?

messages-title = Nachrichten
messages-lead = Wie oft, wann und worüber man Ihnen schreiben darf. Je ein Knopf, und er gilt sofort.
messages-may = Ob man Ihnen überhaupt schreiben darf:
messages-only-less = Was Sie hier einstellen, kann es nur weniger machen.
messages-choose-first = Sie haben noch nicht gewählt, darum darf Ihnen niemand schreiben. Wählen Sie zuerst, wenn Sie mögen.
messages-often = Wie oft
messages-no-limit = Keine Grenze
messages-none = Nie
messages-most = Höchstens { $n } pro Woche
messages-sent = { $n ->
        [one] { $n } Nachricht in den letzten sieben Tagen.
       *[other] { $n } Nachrichten in den letzten sieben Tagen.
    }
messages-quiet = Wann nicht
messages-quiet-none = Es sind keine Ruhezeiten eingestellt.
messages-quiet-is = Ruhe von { $from } bis { $to }, nach der Uhr von { $zone }.
messages-from = Von
messages-to = bis
messages-zone = Nach der Uhr von
messages-set-quiet = Ruhezeiten einstellen
messages-no-quiet = Keine Ruhezeiten
messages-topics = Worüber
messages-topics-lead = Eine Nachricht über ein abgeschaltetes Thema wird nicht gesendet.
messages-topic-off = Abschalten
messages-topic-on = Einschalten
messages-is-off = abgeschaltet

asking-title = Anliegen
asking-lead = Ihre gesetzlichen Rechte, je ein Knopf. Was von selbst geht, geschieht sofort; für alles andere läuft eine Frist, und Sie sehen sie hier.
asking-none = Dieser Laden hat nichts über Sie, also gibt es nichts zu verlangen. Sobald Sie gewählt haben, gehört diese Seite Ihnen.
asking-asked = Ihre Anliegen bisher
asking-asked-at = Eingereicht am
asking-ask = Ein neues Anliegen
asking-own-words = In Ihren Worten
asking-by-shop = Jemand im Laden antwortet
asking-by-shop-note = Sagen Sie, worum es geht, und drücken Sie, was Sie möchten. Hier sehen Sie, was Ihnen geantwortet wird, und bis wann.
asking-at-once = Geschieht sofort, von selbst
asking-at-once-note = Je ein Knopf.
asking-now = Jetzt tun
asking-further = Dorthin
asking-notes-access = Ein Beleg Ihrer Frage; alles steht unter „Meine Daten“.
asking-notes-portability = Die Datei und das Archiv unter „Meine Daten“ haben alles.
asking-notes-recipients = Wer Ihre Daten bekam.
asking-notes-explain = Jede Verwendung hat einen Beleg, der sagt, was warum verwendet wurde.
asking-notes-restrict = Es wird aufbewahrt und nicht verwendet, bis Sie etwas anderes sagen.
asking-notes-limit-sensitive = Ein Nein zu jeder Verwendung heikler Daten.
asking-notes-opt-out = Ein Nein zu Verkauf, Weitergabe und gezielter Werbung.
asking-due-late = war fällig am { $day }: verspätet ({ $law })
asking-due = { $left ->
        [0] heute fällig, { $day } ({ $law })
        [one] fällig bis { $day }, noch ein Tag ({ $law })
       *[other] fällig bis { $day }, noch { $left } Tage ({ $law })
    }
asking-stopped = die Frist steht still seit { $day }: Sie wurden etwas gefragt
asking-closed = am { $day }
asking-open = { $n ->
        [0] Nichts wartet auf den Laden.
        [one] { $n } Anliegen wartet auf den Laden.
       *[other] { $n } Anliegen warten auf den Laden.
    }

history-title = Mein Verlauf
history-lead = Blenden Sie aus, was nicht zählen soll. Sie sehen es hier weiterhin, aber ab der nächsten Seite wird es für nichts verwendet.
history-none = In Ihrem Verlauf steht nichts. Gespeichert wird etwas nur mit „Mein Verlauf hier“, oder wo der Laden daraus lernen darf.
history-hide = Ausblenden
history-show = Wieder zeigen
history-hidden = Ausgeblendet: wird für nichts verwendet.
history-along = Mit anderem ausgeblendet: wird für nichts verwendet. Siehe
history-find = Suchen nach
history-find-button = Meinen Verlauf durchsuchen
history-all = Alles zeigen
history-found = { $n ->
        [0] Nichts trägt das im Namen.
       *[other] { $n } Artikel gefunden.
    }
history-counts = { $all } Artikel{ $hidden ->
        [0] .
       *[other] , davon { $hidden } ausgeblendet.
    }
history-earlier = und { $n } frühere

receipts-title = Belege
receipts-lead = Jedes Mal, wenn nach Ihren Daten gefragt wurde: wann, wofür, und was verwendet wurde. Das Neueste zuerst.
receipts-none = Es gibt noch keine Belege. Sobald nach etwas über Sie gefragt wird, steht hier einer.
receipts-nothing-used = Nichts verwendet
receipts-own = nur Ihnen gezeigt
receipts-used = { $n ->
        [one] { $n } Eintrag verwendet
       *[other] { $n } Einträge verwendet
    }
receipts-newest = Die neuesten { $n }. Die Datei zum Herunterladen enthält alle.

receipt-asked = Was gefragt wurde
receipt-decided = Was die Regel entschieden hat
receipt-left = Was gezeigt wurde, und warum
receipt-purpose = Wofür
receipt-channel = Wo
receipt-no-gates = Es gab nichts zu entscheiden: Es ging um keine Daten von Ihnen.
receipt-open = erlaubt
receipt-closed = nicht erlaubt
receipt-nothing-left = Nichts.
receipt-proof = Nachweis
receipt-proof-note = Der erste Teil wurde geschrieben, bevor Daten berührt wurden, der letzte, bevor etwas gezeigt wurde.
receipt-number = Beleg
receipt-policy = Regelwerk, Fassung
receipt-ledger = Ihre Erklärungen damals
receipt-own-look = Sie haben selbst gefragt, also gab es nichts zu entscheiden.
receipt-own-shown = Was über Sie da ist, Ihnen.
receipt-same-for-all = Nichts über Sie wurde verwendet: Alle hätten dasselbe bekommen.
receipt-without = Was Ihre Daten verändert haben
receipt-changed = { $used ->
        [one] { $used } Eintrag von Ihnen hat das geprägt. Ohne Ihre Daten stünde auf { $others } dieser { $of } Plätze etwas anderes.
       *[other] { $used } Einträge von Ihnen haben das geprägt. Ohne Ihre Daten stünde auf { $others } dieser { $of } Plätze etwas anderes.
    }
receipt-would-have-seen = Was Sie ohne sie gesehen hätten
receipt-anyway = das haben Sie auch gesehen
receipt-without-note = Gerade eben errechnet, aus dem heutigen Katalog und dem, was in jenem Augenblick beliebt war. Das bekam damals, wer hier fremd war, sofern die Seite keine eigene Regel hatte und der Katalog seither derselbe ist.
receipt-drawn = Was ausgelost wurde
receipt-drawn-this = gezogen
receipt-drawn-counts-1 = Was daraus wird, wird mitgezählt.
receipt-drawn-counts-2 = Was daraus wird, wird nicht mitgezählt.
receipt-draws-slot = Der Platz auf der Seite
receipt-draws-experiment = Der Vergleich
receipt-odds-fixed = Dafür wurde nichts gelost: Es gab nichts zu wählen, ein Vergleich hat entschieden, oder Sie nehmen an keinem teil.
receipt-odds-nothing = Alle hatten die gleichen Chancen.
receipt-odds-everybody = Die Chancen ergeben sich aus dem, was bei allen wirkte, die sich mitzählen lassen.
receipt-odds-group = Die Chancen ergeben sich aus dem, was unter gleichen Umständen bei allen wirkte, die sich mitzählen lassen.
receipt-odds-personal = Die Chancen ergeben sich aus dem, was bei Menschen wirkte, die das Gleiche nehmen wie Sie.
receipt-odds-shares = Der Laden hat die Chancen festgelegt, für alle gleich.
receipt-group = Gruppe
receipt-group-of = Menschen, denen „{ $name }“ gefällt (mindestens { $least })

forget-title = Sollen wir Sie vergessen?
forget-lead = Alles, was wir über Sie haben, wird unlesbar, sofort und endgültig.
forget-nothing = Es gibt nichts zu vergessen. Dieser Laden hat keine Daten über Sie.
forget-gone = { $did ->
        [one] { $did } Eintrag im Verlauf
       *[other] { $did } Einträge im Verlauf
    }, { $said ->
        [one] { $said } Erklärung
       *[other] { $said } Erklärungen
    } und { $receipts ->
        [one] { $receipts } Beleg
       *[other] { $receipts } Belege
    } kann niemand mehr lesen: Der einzige Schlüssel dazu wird vernichtet.
forget-escrow = Der Laden hat eine versiegelte Notkopie seiner Schlüssel, von vor diesem Augenblick. Mit ihr ließe sich eine ältere Sicherung noch bis zum { $day } öffnen. Bis dahin muss der Laden vernichten, was sie öffnet.
forget-lines-1 = Das gilt auch für Kopien und Sicherungen: Ohne den Schlüssel sind sie Rauschen.
forget-lines-2 = Was der Laden aus Ihrem Verhalten gelernt hat, fällt beim nächsten Lernen heraus.
forget-lines-3 = Ihr Cookie wird gelöscht. Sie sind hier wieder fremd, und willkommen.
forget-no-undo = Das lässt sich nicht rückgängig machen.
forget-export-first = Vorher alles herunterladen
forget-yes = Jetzt vergessen
forget-no = Alles behalten
forget-done = Vergessen
forget-done-lead = Hier kann niemand mehr etwas über Sie lesen.
forget-done-lines-1 = Ihr Verlauf, Ihre Antworten und Ihre Belege sind unlesbar: Ihr Schlüssel ist vernichtet.
forget-done-lines-2 = Was der Laden aus Ihrem Verhalten gelernt hat, fällt beim nächsten Lernen heraus.
forget-done-lines-3 = Ihr Cookie ist gelöscht. Sie sehen jetzt, was alle sehen.
forget-back = Zurück in den Laden

problem-come-anew = Bitte öffnen Sie diese Seite neu
problem-come-anew-lead = Dieser Link oder Besuch ist zu Ende: Jeder gilt einmal und kurz. Gehen Sie zurück zum Laden und öffnen Sie die Seite von dort. Nichts wurde geändert.
problem-nothing-here = Hier ist nichts
problem-nothing-here-lead = Die Adresse ist vielleicht alt oder vertippt. Über Sie wurde dabei nichts gespeichert.
problem-not-yours = Das steht Ihnen nicht offen
problem-not-yours-lead = Es gehört vielleicht jemand anderem, oder das Formular war zu lange offen. Gehen Sie zurück und versuchen Sie es noch einmal.
problem-too-much = Zu viel auf einmal
problem-too-much-lead = Im Laden ist viel los. Warten Sie kurz und versuchen Sie es noch einmal; verloren ist nichts.
problem-mistake = Das hat nicht geklappt
problem-mistake-lead = Etwas an der Anfrage war anders als erwartet, darum wurde nichts geändert. Gehen Sie zurück und versuchen Sie es noch einmal.
problem-fault = Das war unser Fehler
problem-fault-lead = Bei uns ist etwas schiefgegangen. Was Ihnen bestätigt wurde, ist sicher.
problem-back = Zurück in den Laden
problem-code = Falls Sie uns dazu schreiben:

verify-brand = Assent
verify-title = Ist dieser Beleg echt?
verify-lead = Ein Einwilligungsbeleg ist vom Laden unterschrieben. Hier prüft Ihr Browser die Unterschrift: Was Sie einfügen, bleibt auf dieser Seite und wird niemandem geschickt.
verify-no-script = Diese Seite braucht JavaScript, das in Ihrem Browser ausgeschaltet ist. Auf der Kommandozeile tut das Programm dasselbe:
verify-command = assent verify receipt beleg.txt --keys-file laden.vkey
verify-receipt = Der ganze Beleg, samt der Zeile, die mit einem Strich beginnt
verify-file = Oder die Datei, so wie sie heruntergeladen wurde
verify-key = Der Schlüssel des Ladens, falls Sie ihn anderswoher haben
verify-key-note = Bleibt das Feld leer, wird diese Website nach ihrem Schlüssel gefragt: Dann vertrauen Sie darauf, dass sie der Laden ist. Ein Schlüssel, der im Beleg steht, beweist nichts.
verify-check = Prüfen
verify-foot = Geprüft wird in Ihrem Browser, von einem Skript, das Sie lesen können. Es speichert nichts.
verify-sentences-proven = Echt, und seit der Unterschrift nicht verändert
verify-sentences-not-proven = Nicht bewiesen
verify-sentences-key-fetched = Der Schlüssel kam von dieser Website: Der Beleg ist von dem, der sie betreibt.
verify-sentences-key-given = Geprüft mit dem Schlüssel, den Sie angegeben haben.
verify-sentences-said = Was gesagt wurde
verify-sentences-about = Worüber
verify-sentences-when = Wann
verify-sentences-who = Von wem
verify-sentences-how = Wie
verify-sentences-notice = Was gezeigt wurde
verify-sentences-signed-by = Unterschrieben von
verify-sentences-made = Beleg erstellt
verify-sentences-number = Beleg
verify-sentences-ledger = Platz unter den Erklärungen
verify-sentences-of = von
verify-sentences-whole = Der ganze Beleg
verify-sentences-not-recorded = nicht festgehalten
verify-sentences-every-purpose = jede Verwendung
verify-sentences-every-category = jede Art von Daten
verify-sentences-every-channel = überall
verify-sentences-why-empty = Fügen Sie einen Beleg ein, oder wählen Sie seine Datei.
verify-sentences-why-too-long = Er ist länger als 256 KiB: So lang ist kein Beleg.
verify-sentences-why-not-text = Das ist kein reiner Text.
verify-sentences-why-form = Er ist abgeschnitten oder kein unterschriebener Beleg: Die Unterschrift darunter fehlt.
verify-sentences-why-line = Eine Zeile unter dem Text ist keine Unterschrift.
verify-sentences-why-changed = Er wurde nach der Unterschrift verändert: Die Unterschrift passt nicht.
verify-sentences-why-other-key = Er wurde mit einem anderen Schlüssel unterschrieben.
verify-sentences-why-key = Der Schlüssel ist nicht lesbar.
verify-sentences-why-no-key = Es gibt keinen Schlüssel, mit dem sich prüfen ließe.
verify-sentences-why-no-answer = Diese Website hat ihren Schlüssel nicht genannt. Geben Sie ihn oben an.
verify-sentences-why-not-a-receipt = Die Unterschrift stimmt, aber unterschrieben wurde kein Einwilligungsbeleg.
verify-sentences-why-unsupported = Ihr Browser kann diese Art von Unterschrift (Ed25519) nicht prüfen, oder nur über https. Ein neuerer kann es, und die Kommandozeile auch.
verify-sentences-why-fault = Hier ging etwas schief. Bewiesen ist nichts.

keys-purposes-recommend = Empfehlungen für Sie
keys-purposes-train = Lernen des Ladens
keys-purposes-message = Nachrichten an Sie
keys-purposes-ads = Werbung
keys-purposes-measure = Zählen, was funktioniert
keys-purposes-access = Einsicht in Ihre Daten
keys-uses-recommend = Empfehlungen auswählen
keys-uses-train = Den Laden lernen lassen
keys-uses-message = Über eine Nachricht entscheiden
keys-uses-ads = Werbung auswählen
keys-uses-measure = Zählen, was funktioniert
keys-uses-access = Ihnen Ihre Daten zeigen
keys-kinds-of-data-activity-purchase = Was Sie gekauft haben
keys-kinds-of-data-activity-view = Was Sie angesehen haben
keys-kinds-of-data-activity-rating = Was Sie bewertet haben
keys-kinds-of-data-activity-visit = Dieser Besuch
keys-kinds-of-data-trait-interest = Interessen, die Sie genannt haben
keys-kinds-of-data-trait-group = Die Gruppen, in denen Sie dadurch sind
keys-kinds-of-data-gender = Geschlecht
keys-kinds-of-data-age = Alter
keys-kinds-of-data-race = Herkunft
keys-kinds-of-data-zip = Postleitzahl
keys-kinds-of-data-health = Gesundheit
keys-statements-grant = Ja
keys-statements-renew = Weiterhin ja
keys-statements-guardian-grant = Ja, durch Erziehungsberechtigte
keys-statements-opt-in = Doch ja
keys-statements-refuse = Nein
keys-statements-withdraw = Nicht mehr
keys-statements-object = Widerspruch
keys-statements-opt-out = Nicht verkaufen, nicht teilen
keys-statements-limit = Nur das Nötige
keys-statements-invalidate = Ein früheres Ja zählt nicht
keys-verbs-purchase = Gekauft
keys-verbs-return = Zurückgeschickt
keys-verbs-view = Angesehen
keys-verbs-rating = Bewertet
keys-laws-zz-strict = das strengste, das wir kennen
keys-laws-eu = Europäische Union
keys-laws-uk = Vereinigtes Königreich
keys-laws-us-ca = Kalifornien
keys-laws-us-md = Maryland
keys-ages-adult = volljährig
keys-ages-teen = minderjährig
keys-ages-child = ein Kind
keys-ages-unknown = nicht bekannt, nicht erfragt
keys-channels-web = auf dieser Website
keys-channels-app = in der App
keys-channels-email = per E-Mail
keys-channels-push = als Mitteilung

because-title = „{ $name }“
because-kind = etwas aus „{ $name }“
because-kind-alone = Etwas aus „{ $name }“
because-something = Etwas von Ihnen
because-together = Passt zu dem, was Sie hier haben
because-together-one = Wegen { $thing } in Ihrem Verlauf
because-together-two = Wegen { $thing } und { $other } in Ihrem Verlauf
because-together-visit-one = Weil Sie { $thing } angesehen haben
because-together-visit-two = Weil Sie { $thing } und { $other } angesehen haben
because-again = Das haben Sie schon einmal gekauft
because-popular = Das kaufen hier viele
because-similar = Passt zu diesem Artikel
because-similar-to = Oft zusammen mit { $thing } gekauft
because-alike = Ähnlich wie etwas, das Sie kennen
because-alike-to = Ähnlich wie { $thing }
because-mix = Mehr von dem, was Sie sonst nehmen
because-outside = Etwas außerhalb des für Sie Üblichen
because-upgrade = Ersetzt etwas, das Sie haben
because-upgrade-of = Der Nachfolger von { $thing }, das Sie haben
because-add-on = Ergänzt etwas, das Sie haben
because-add-on-to = Gemacht für { $thing }
because-cart = Passt zu Ihrem Warenkorb
because-cart-with = Passt zu { $thing } in Ihrem Warenkorb
because-interest = Sie sagten, dass Ihnen Dinge dieser Art gefallen
because-group = Das kaufen Menschen, denen gefällt, was Sie genannt haben
because-explore = Ein Platz für etwas außerhalb des für Sie Üblichen
because-filler = Aus dem Katalog, in keiner besonderen Reihenfolge

refusal-stranger = Wir wissen nichts über Sie.
refusal-not-asked = Es wurde nichts über Sie abgefragt.
refusal-no-group = Keine Gruppe, die groß genug ist, passt zu dem, was Sie genannt haben.
refusal-codes-G0-review-overdue = Wir haben diese Verwendung nicht rechtzeitig neu geprüft; darum ruht sie.
refusal-codes-G0-unknown-mode = Wir wissen nicht, was Ihr Recht dazu sagt; darum tun wir es nicht.
refusal-codes-G1-contested = Sie bestreiten das, darum lassen wir es ruhen.
refusal-codes-G1-erased = Sie haben uns gebeten, Sie zu vergessen.
refusal-codes-G1-restricted = Sie haben uns gebeten, Ihre Daten zu behalten, aber nicht zu verwenden.
refusal-codes-G10-region = Ihre Daten würden die Region verlassen, in der sie sein dürfen.
refusal-codes-G11-claim = Wir haben öffentlich gesagt, dass wir das nicht tun.
refusal-codes-G2-minor = Das geschieht nicht mit Daten junger Menschen.
refusal-codes-G2-prohibited = Das ist dort, wo Sie sind, nicht erlaubt.
refusal-codes-G2-protected-placement = Für Arbeit, Wohnung und Kredit werden keine persönlichen Merkmale verwendet.
refusal-codes-G2-sensitive-ads = Heikle Daten werden nie für Werbung verwendet.
refusal-codes-G2-sensitive-derived = Wir schließen nie auf Heikles über Sie.
refusal-codes-G3-future = Diese Angabe will aus der Zukunft sein.
refusal-codes-G3-minimisation = Dafür wird diese Art von Daten nicht gebraucht.
refusal-codes-G3-sensitive-not-declared = Dafür sind keine heiklen Daten angemeldet.
refusal-codes-G3-source-not-told = Ihnen wurde nicht gesagt, woher diese Daten kommen.
refusal-codes-G3-too-old = Diese Daten sind älter, als wir zurückblicken dürfen.
refusal-codes-G4-incompatible = Diese Daten wurden für etwas anderes erhoben.
refusal-codes-G5-cap-reached = Davon hatten Sie fürs Erste genug.
refusal-codes-G5-paused = Sie haben die Verwendung Ihrer Daten pausiert.
refusal-codes-G5-private-visit = Das ist ein privater Besuch: Nichts wird gespeichert, nichts verwendet.
refusal-codes-G5-quiet-hours = Sie wollen um diese Zeit Ruhe.
refusal-codes-G5-suppressed = Sie haben das ausgeblendet.
refusal-codes-G5-topic-off = Sie haben dieses Thema abgeschaltet.
refusal-codes-G6-negative = Sie haben nein gesagt.
refusal-codes-G6-no-valid-grant = Sie haben dazu nicht ja gesagt.
refusal-codes-G7-event-ceiling = Das kam mit einer engeren Erlaubnis.
refusal-codes-G7-gpc = Ihr Browser sagt: Meine Daten nicht verkaufen oder teilen.
refusal-codes-G8-context = Das ist nicht der Ort oder Weg dafür.
refusal-codes-G8-cross-channel = Was Sie an einem Ort tun, wird ohne Ihr Ja nicht an einem anderen verwendet.
refusal-codes-G8-rare = Zu wenige haben das getan: Es würde auf Sie deuten.
refusal-codes-G9-vendor = Von diesem Empfänger wurde Ihnen nichts gesagt.

slot-fixed = Das steht hier, und an Ihnen wurde nichts ausprobiert
slot-nothing = Ausgelost: Noch weiß niemand, was hier ankommt
slot-everybody = Ausgelost, danach, was hier bei anderen ankam
slot-group = Ausgelost, danach, was unter solchen Umständen bei anderen ankam
slot-personal = Weil Sie Dinge aus „{ $kind }“ nehmen

keys-benefits-recommend = Sie sehen, was zu dem passt, was Sie hier gekauft und angesehen haben.
keys-benefits-train = Was Sie kaufen, und wozu Sie sich zählen, hilft anderen beim Finden; niemand sieht, dass Sie es waren.
keys-benefits-message = Wir schreiben Ihnen, wenn etwas, das Sie verwenden, zur Neige geht.
keys-benefits-ads = Die Anzeigen, die Sie sehen, handeln von Dingen, die Sie vielleicht brauchen.
keys-benefits-measure = Wir zählen, was gut funktioniert, damit der Laden besser wird.

archive-title = Alles, was dieser Laden über Sie hat
archive-lead = Diese Seite braucht kein Netz und kein Skript. Zeiten sind in UTC.
archive-files = Dasselbe steht in data.json für Programme (schema.json sagt, was jedes Feld ist) und im Ordner tables für Tabellen.
archive-made = Erstellt
archive-nothing = Nichts.
archive-about = Woher es kommt, wie lange es bleibt, wer es hat
archive-titles-events = Was Sie getan haben
archive-notes-events = Alles, wie es ankam, und wofür es damals verwendet werden durfte.
archive-titles-history = Was davon zur Hand ist
archive-notes-history = Das Neueste davon, nach dem empfohlen und gelernt wird.
archive-titles-statements = Was Sie gesagt haben
archive-notes-statements = Jedes Ja und Nein, wer es sagte und was gezeigt wurde.
archive-titles-lapsed = Ja, das nicht mehr zählt
archive-notes-lapsed = Nach Nummer, seit zwei Namen zu einem Menschen wurden.
archive-titles-notices = Was Ihnen gesagt wurde
archive-notes-notices = Die Hinweise, die Sie sahen, jeder mit seiner Fassung.
archive-titles-identifiers = Woran Sie erkannt werden
archive-notes-identifiers = Konten, Geräte und Adressen.
archive-titles-merged = Wer sich als Sie herausstellte
archive-notes-merged = Wann zwei Namen zu einem Menschen wurden.
archive-titles-hidden = Was Sie ausgeblendet haben
archive-notes-hidden = Sie haben keinen Einfluss.
archive-titles-veils = Was Sie sonst ausgeblendet oder bestritten haben
archive-notes-veils = Kategorien, Zeiten, Warenkörbe. Ohne Einfluss.
archive-titles-interests = Was Sie nach eigenen Worten mögen
archive-notes-interests = Oder nie sehen wollen.
archive-titles-inferences = Was über Sie geschlossen wurde
archive-notes-inferences = Für je eine Antwort errechnet, aus den genannten Dingen von Ihnen. Davon bleibt nichts als dies.
archive-titles-trials = Was für Sie ausgelost wurde
archive-notes-trials = Auf Plätzen von Seiten und in Versuchen, und was daraus wurde.
archive-titles-receipts = Was wann wofür verwendet wurde
archive-notes-receipts = Ein Beleg für jede Verwendung.
archive-titles-requests = Was Sie zu Ihren Daten verlangt haben
archive-notes-requests = Jedes mit Fristen und dem, was Ihnen gesagt wurde.
archive-titles-recipients = Wer Ihre Daten bekam
archive-notes-recipients = Niemand, wenn es hier nicht steht.
archive-titles-disclosures = Was ihnen gegeben wurde
archive-notes-disclosures = Jedes Mal, wofür, und unter welchem Namen man Sie dort kennt.
archive-titles-outbox = Was an sie noch hinausgehen soll
archive-notes-outbox = Bevor es geht, wird noch einmal gefragt, ob es darf.

klaro-title = Ihre Daten, Ihre Wahl
klaro-about = Dürfen wir nutzen, was Sie hier tun? Wofür, steht unten. Alles geht auch, wenn Sie Nein sagen. Sie können es jederzeit ändern.
klaro-yes = Ja zu allem
klaro-no = Nein zu allem
klaro-choose = Einzeln wählen
klaro-save = Meine Wahl speichern

sdk-why = Warum das?
sdk-change = Ändern, was genutzt wird
sdk-not = Nicht verwenden: { $thing }

sdk-less-like = Weniger davon
sdk-less-item = Das nicht
sdk-less-of = Nichts aus „{ $name }“
sdk-less-said = Notiert. Es gilt ab der nächsten Seite.
sdk-less-page = Notiert, für diese Seite.
sdk-less-undo = Rückgängig

sdk-panel-later = Später antworten
sdk-panel-close = Schließen
sdk-panel-back = Zurück
sdk-panel-thanks = Ihre Antwort gilt.
sdk-panel-change = Ändern
sdk-panel-failed = Das kam nicht an, und nichts wurde geändert. Bitte noch einmal.
sdk-panel-anew = Diese Seite war lange offen. Bitte lesen Sie noch einmal.
sdk-panel-days = Genutzt für bis zu { $n } Tage, geht an { $names }.
sdk-panel-years = Genutzt für bis zu { $n } Jahre, geht an { $names }.
sdk-panel-nobody = niemanden sonst

sdk-device-together-one = Wegen „{ $thing }“ auf diesem Gerät
sdk-device-together-two = Wegen „{ $thing }“ und „{ $other }“ auf diesem Gerät
sdk-device-again = Das haben Sie schon einmal genommen
sdk-device-popular = Das kaufen hier viele
sdk-device-alike = Ähnlich wie „{ $thing }“
sdk-device-filler = Aus dem Katalog, in keiner besonderen Reihenfolge
