//! "Why this?" in words: one true sentence out of the terms that ranked an item.

use crate::language::{self, words::BecauseWords};
use app::Called;
use domain::{ItemId, Lang, Reason, Rung, Term};
use std::borrow::Cow;

/// Most items that a sentence names.
const NAMED_MAX: usize = 2;

/// The sentence of the strongest term, in an answer that stands on this rung; `called` says what may be said of what the
/// person had to do with.
#[must_use]
pub fn sentence_in<'c>(
    lang: Lang,
    called: impl Fn(&ItemId) -> Option<Called<'c>>,
    reasons: &[Reason],
    rung: Rung,
) -> String {
    let words = &language::of(lang).because;
    let strongest = reasons.iter().max_by(|a, b| a.weight.total_cmp(&b.weight));
    let Some(reason) = strongest else { return words.filler.to_owned() };
    let own = reason.evidence.iter().filter(|id| **id != reason.item);
    let mut things: Vec<Called<'_>> = own.filter_map(called).collect();
    things.dedup();
    things.truncate(NAMED_MAX);
    said(words, reason.term, rung, &things)
}

fn said(words: &BecauseWords, term: Term, rung: Rung, things: &[Called<'_>]) -> String {
    let thing = |place| things.first().map(|called| name(words, *called, place));
    let or = |named: Option<String>, otherwise: &str| named.unwrap_or_else(|| otherwise.to_owned());
    match term {
        Term::Together => together(words, rung, things),
        Term::Again => words.again.to_owned(),
        Term::Popular => words.popular.to_owned(),
        Term::Similar => or(thing("similar").map(|thing| words.similar_to(&thing)), words.similar),
        Term::Alike => or(thing("alike").map(|thing| words.alike_to(&thing)), words.alike),
        Term::Mix => words.mix.to_owned(),
        Term::Outside => words.outside.to_owned(),
        Term::Upgrade => or(thing("upgrade").map(|thing| words.upgrade_of(&thing)), words.upgrade),
        Term::AddOn => or(thing("add-on").map(|thing| words.add_on_to(&thing)), words.add_on),
        Term::Cart => or(thing("cart").map(|thing| words.cart_with(&thing)), words.cart),
        Term::Interest => words.interest.to_owned(),
        Term::Explore => words.explore.to_owned(),
        Term::Group => words.group.to_owned(),
        // They only ever take something away, so they are the strongest where nothing speaks for the item.
        Term::Filler | Term::Disliked | Term::Variety | Term::Fatigue | Term::Less => words.filler.to_owned(),
    }
}

fn together(words: &BecauseWords, rung: Rung, things: &[Called<'_>]) -> String {
    let name = |called: &Called<'_>| name(words, *called, "together");
    match things {
        [] => words.together.to_owned(),
        [one] if rung == Rung::Visit => words.together_visit_one(&name(one)),
        [first, second, ..] if rung == Rung::Visit => words.together_visit_two(&name(first), &name(second)),
        [one] => words.together_one(&name(one)),
        [first, second, ..] => words.together_two(&name(first), &name(second)),
    }
}

/// What somebody had to do with, for a sentence of this name: by its own name, or as something of its kind.
fn name(words: &BecauseWords, called: Called<'_>, place: &str) -> String {
    match called {
        Called::Title(title) => words.title(title, place),
        Called::Kind(kind) => words.kind(kind, place),
    }
}

/// What a thing is called where it is told by itself what somebody did with it.
#[must_use]
pub fn thing_in(lang: Lang, called: Option<Called<'_>>) -> Cow<'_, str> {
    let words = &language::of(lang).because;
    match called {
        Some(Called::Title(title)) => Cow::Borrowed(title),
        Some(Called::Kind(kind)) => Cow::Owned(words.kind_alone(kind)),
        None => Cow::Borrowed(words.something),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(term: Term, evidence: &[&str]) -> Reason {
        let id = |text: &&str| ItemId::parse(text).unwrap();
        Reason { item: id(&"mug"), term, weight: 1.0, evidence: evidence.iter().map(id).collect() }
    }

    fn called(id: &ItemId) -> Option<Called<'static>> {
        match id.as_str() {
            "tea" => Some(Called::Title("Green tea")),
            "rare" => Some(Called::Kind("Kitchen")),
            _ => None,
        }
    }

    fn check(rung: Rung, reason: &Reason, en: &str, de: &str) {
        let reasons = std::slice::from_ref(reason);
        assert_eq!(sentence_in(Lang::EN, called, reasons, rung), en);
        assert_eq!(sentence_in(Lang::DE, called, reasons, rung), de);
    }

    #[test]
    fn what_many_share_is_named_and_what_few_do_is_told_by_its_kind() {
        let both = reason(Term::Together, &["tea", "rare"]);
        check(
            Rung::Personal,
            &both,
            "Because of “Green tea” and something from “Kitchen” in your history",
            "Wegen „Green tea“ und etwas aus „Kitchen“ in Ihrem Verlauf",
        );
        let rare = reason(Term::Upgrade, &["rare"]);
        check(
            Rung::Personal,
            &rare,
            "A step up from something from “Kitchen”, which you have",
            "Der Nachfolger von etwas aus „Kitchen“, das Sie haben",
        );
    }

    #[test]
    fn what_is_delicate_is_not_told_at_all() {
        let delicate = reason(Term::Together, &["rosary"]);
        check(Rung::Visit, &delicate, "Goes with what you have here", "Passt zu dem, was Sie hier haben");
        let alike = reason(Term::Alike, &["rosary"]);
        check(Rung::Personal, &alike, "Like something you know", "Ähnlich wie etwas, das Sie kennen");
    }
}
