//! "Why this?" in words: one true sentence out of the terms that ranked an item.

use app::Called;
use domain::{ItemId, Lang, Reason, Rung, Term};

/// Most items that a sentence names.
const NAMED_MAX: usize = 2;

/// The words of a language for each term. What somebody had to do with comes as [`Language::thing`] calls it.
pub trait Language {
    /// What somebody had to do with: by its name, or as something of its kind.
    fn thing(&self, called: Called<'_>) -> String;
    /// Goes with these, which the person had to do with: in this visit, or else in their history.
    fn together(&self, rung: Rung, things: &[&str]) -> String;
    /// Bought before.
    fn again(&self) -> String;
    /// Bought by many.
    fn popular(&self) -> String;
    /// Goes with this.
    fn similar(&self, thing: Option<&str>) -> String;
    /// Like this, by what the catalog says of both.
    fn alike(&self, thing: Option<&str>) -> String;
    /// It is missing from the person's usual mix.
    fn mix(&self) -> String;
    /// It is outside the person's usual.
    fn outside(&self) -> String;
    /// It takes the place of this, which the person has.
    fn upgrade(&self, thing: Option<&str>) -> String;
    /// It adds to this, which the person has.
    fn add_on(&self, thing: Option<&str>) -> String;
    /// It goes with this in the cart.
    fn cart(&self, thing: Option<&str>) -> String;
    /// The person said that they like things of its kind.
    fn interest(&self) -> String;
    /// Those who like the same take it.
    fn group(&self) -> String;
    /// It has a place that is kept for something else.
    fn explore(&self) -> String;
    /// None of these.
    fn filler(&self) -> String;
}

/// English.
#[derive(Clone, Copy, Debug)]
pub struct English;

/// German.
#[derive(Clone, Copy, Debug)]
pub struct German;

impl Language for English {
    fn thing(&self, called: Called<'_>) -> String {
        match called {
            Called::Title(title) => format!("“{title}”"),
            Called::Kind(kind) => format!("something from “{kind}”"),
        }
    }

    fn together(&self, rung: Rung, things: &[&str]) -> String {
        match things {
            [] => "Goes with what you have here".to_owned(),
            [one] if rung == Rung::Visit => format!("Because you looked at {one}"),
            [first, second, ..] if rung == Rung::Visit => format!("Because you looked at {first} and {second}"),
            [one] => format!("Because of {one} in your history"),
            [first, second, ..] => format!("Because of {first} and {second} in your history"),
        }
    }

    fn again(&self) -> String {
        "You have bought this before".to_owned()
    }

    fn popular(&self) -> String {
        "Many people here buy this".to_owned()
    }

    fn similar(&self, thing: Option<&str>) -> String {
        thing.map_or_else(|| "Goes with this item".to_owned(), |thing| format!("Often bought with {thing}"))
    }

    fn alike(&self, thing: Option<&str>) -> String {
        thing.map_or_else(|| "Like something you know".to_owned(), |thing| format!("Like {thing}"))
    }

    fn mix(&self) -> String {
        "More of what you usually take".to_owned()
    }

    fn outside(&self) -> String {
        "Something outside your usual".to_owned()
    }

    fn upgrade(&self, thing: Option<&str>) -> String {
        thing.map_or_else(
            || "Takes the place of something you have".to_owned(),
            |thing| format!("A step up from {thing}, which you have"),
        )
    }

    fn add_on(&self, thing: Option<&str>) -> String {
        thing.map_or_else(|| "Adds to something you have".to_owned(), |thing| format!("Made to go with {thing}"))
    }

    fn cart(&self, thing: Option<&str>) -> String {
        let named = |thing| format!("Goes with {thing} in your cart");
        thing.map_or_else(|| "Goes with what is in your cart".to_owned(), named)
    }

    fn interest(&self) -> String {
        "You said that you like things of this kind".to_owned()
    }

    fn group(&self) -> String {
        "People who like what you named buy this".to_owned()
    }

    fn explore(&self) -> String {
        "A place kept for something outside your usual".to_owned()
    }

    fn filler(&self) -> String {
        "From the catalog, in no special order".to_owned()
    }
}

impl Language for German {
    fn thing(&self, called: Called<'_>) -> String {
        match called {
            Called::Title(title) => format!("„{title}“"),
            Called::Kind(kind) => format!("etwas aus „{kind}“"),
        }
    }

    fn together(&self, rung: Rung, things: &[&str]) -> String {
        match things {
            [] => "Passt zu dem, was Sie hier haben".to_owned(),
            [one] if rung == Rung::Visit => format!("Weil Sie {one} angesehen haben"),
            [first, second, ..] if rung == Rung::Visit => format!("Weil Sie {first} und {second} angesehen haben"),
            [one] => format!("Wegen {one} in Ihrem Verlauf"),
            [first, second, ..] => format!("Wegen {first} und {second} in Ihrem Verlauf"),
        }
    }

    fn again(&self) -> String {
        "Das haben Sie schon einmal gekauft".to_owned()
    }

    fn popular(&self) -> String {
        "Das kaufen hier viele".to_owned()
    }

    fn similar(&self, thing: Option<&str>) -> String {
        thing.map_or_else(|| "Passt zu diesem Artikel".to_owned(), |thing| format!("Oft zusammen mit {thing} gekauft"))
    }

    fn alike(&self, thing: Option<&str>) -> String {
        thing.map_or_else(|| "Ähnlich wie etwas, das Sie kennen".to_owned(), |thing| format!("Ähnlich wie {thing}"))
    }

    fn mix(&self) -> String {
        "Mehr von dem, was Sie sonst nehmen".to_owned()
    }

    fn outside(&self) -> String {
        "Etwas außerhalb des für Sie Üblichen".to_owned()
    }

    fn upgrade(&self, thing: Option<&str>) -> String {
        thing.map_or_else(
            || "Ersetzt etwas, das Sie haben".to_owned(),
            |thing| format!("Der Nachfolger von {thing}, das Sie haben"),
        )
    }

    fn add_on(&self, thing: Option<&str>) -> String {
        thing.map_or_else(|| "Ergänzt etwas, das Sie haben".to_owned(), |thing| format!("Gemacht für {thing}"))
    }

    fn cart(&self, thing: Option<&str>) -> String {
        let named = |thing| format!("Passt zu {thing} in Ihrem Warenkorb");
        thing.map_or_else(|| "Passt zu Ihrem Warenkorb".to_owned(), named)
    }

    fn interest(&self) -> String {
        "Sie sagten, dass Ihnen Dinge dieser Art gefallen".to_owned()
    }

    fn group(&self) -> String {
        "Das kaufen Menschen, denen gefällt, was Sie genannt haben".to_owned()
    }

    fn explore(&self) -> String {
        "Ein Platz für etwas außerhalb des für Sie Üblichen".to_owned()
    }

    fn filler(&self) -> String {
        "Aus dem Katalog, in keiner besonderen Reihenfolge".to_owned()
    }
}

/// The sentence of the strongest term, in an answer that stands on this rung; `called` says what may be said of what the
/// person had to do with.
#[must_use]
pub fn sentence<'c>(
    called: impl Fn(&ItemId) -> Option<Called<'c>>,
    reasons: &[Reason],
    rung: Rung,
    language: impl Language,
) -> String {
    let strongest = reasons.iter().max_by(|a, b| a.weight.total_cmp(&b.weight));
    let Some(reason) = strongest else { return language.filler() };
    let own = reason.evidence.iter().filter(|id| **id != reason.item);
    let mut things: Vec<String> = own.filter_map(called).map(|called| language.thing(called)).collect();
    things.dedup();
    let things: Vec<&str> = things.iter().map(String::as_str).take(NAMED_MAX).collect();
    match reason.term {
        Term::Together => language.together(rung, &things),
        Term::Again => language.again(),
        Term::Popular => language.popular(),
        Term::Similar => language.similar(things.first().copied()),
        Term::Alike => language.alike(things.first().copied()),
        Term::Mix => language.mix(),
        Term::Outside => language.outside(),
        Term::Upgrade => language.upgrade(things.first().copied()),
        Term::AddOn => language.add_on(things.first().copied()),
        Term::Cart => language.cart(things.first().copied()),
        Term::Interest => language.interest(),
        Term::Explore => language.explore(),
        Term::Group => language.group(),
        // They only ever take something away, so they are the strongest where nothing speaks for the item.
        Term::Filler | Term::Disliked | Term::Variety | Term::Fatigue | Term::Less => language.filler(),
    }
}

/// The same in a language of the pages.
#[must_use]
pub fn sentence_in<'c>(
    lang: Lang,
    called: impl Fn(&ItemId) -> Option<Called<'c>>,
    reasons: &[Reason],
    rung: Rung,
) -> String {
    match lang {
        Lang::En => sentence(called, reasons, rung, English),
        Lang::De => sentence(called, reasons, rung, German),
    }
}

/// What a thing is called in a language of the pages where it is told what somebody did with it.
#[must_use]
pub fn thing_in(lang: Lang, called: Option<Called<'_>>) -> String {
    match (lang, called) {
        (_, Some(Called::Title(title))) => title.to_owned(),
        (Lang::En, Some(kind)) => capitalised(&English.thing(kind)),
        (Lang::De, Some(kind)) => capitalised(&German.thing(kind)),
        (Lang::En, None) => "Something of yours".to_owned(),
        (Lang::De, None) => "Etwas von Ihnen".to_owned(),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
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
        assert_eq!(sentence_in(Lang::En, called, reasons, rung), en);
        assert_eq!(sentence_in(Lang::De, called, reasons, rung), de);
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
