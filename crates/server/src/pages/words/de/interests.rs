//! German, for what somebody likes.

use super::super::InterestsWords;
use super::count;

pub(super) const WORDS: InterestsWords = InterestsWords {
    title: "Vorlieben",
    lead: "Was Sie sagen, geht vor. Was aus Ihrem Verhalten geschlossen wird, ist so gekennzeichnet und verschwindet, wenn Sie sagen, dass es \
           falsch ist.",
    said: "Was Sie sagten",
    said_nothing: "Noch nichts.",
    liked: "Sie mögen es",
    never: "soll Ihnen nie gezeigt werden",
    take_back: "Zurücknehmen",
    topic: "Eine Art von Dingen",
    like: "Das mag ich",
    never_show: "Nie zeigen",
    choose_first: "Sie haben noch nicht gewählt, darum wird nichts über Sie behalten. Wählen Sie zuerst, wenn Sie mögen.",
    concluded: "Was aus Ihrem Verhalten geschlossen wird",
    concluded_lead: "Jedes Mal neu errechnet, ab zwei Ihrer Dinge, und nirgends behalten als in seinem Beleg. Danach richtet sich, was für Sie \
                     mehr vom Gleichen ist und was etwas anderes.",
    concluded_nothing: "Über Sie wird nichts geschlossen.",
    rests_on: |things, share| {
        format!(
            "Geschlossen aus {}: {share} von allem, wonach Ihre Empfehlungen gehen.",
            count(things, "Artikel", "Artikeln")
        )
    },
    wrong: "Das stimmt nicht",
    contested: "Was Sie bestreiten",
    contested_note: "Daraus wird nichts geschlossen, weder aus dem, was Sie taten, noch aus dem, was Sie tun werden.",
    other: "Stimmt etwas anderes nicht?",
};
