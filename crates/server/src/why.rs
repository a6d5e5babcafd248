//! "Why this?" in words: one true sentence out of the terms that ranked an item.

use app::Catalog;
use domain::{ItemId, Reason, Rung, Term};

/// Most items that a sentence names.
const NAMED_MAX: usize = 2;

/// The words of a language for each term.
pub trait Language {
    /// Goes with these, which the person had to do with: in this visit, or else in their history.
    fn together(&self, rung: Rung, names: &[&str]) -> String;
    /// Bought before.
    fn again(&self) -> String;
    /// Bought by many.
    fn popular(&self) -> String;
    /// Goes with this.
    fn similar(&self, name: Option<&str>) -> String;
    /// Like this, by what the catalog says of both.
    fn alike(&self, name: Option<&str>) -> String;
    /// It is missing from the person's usual mix.
    fn mix(&self) -> String;
    /// It is outside the person's usual.
    fn outside(&self) -> String;
    /// It takes the place of this, which the person has.
    fn upgrade(&self, name: Option<&str>) -> String;
    /// It adds to this, which the person has.
    fn add_on(&self, name: Option<&str>) -> String;
    /// It goes with this in the cart.
    fn cart(&self, name: Option<&str>) -> String;
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
    fn together(&self, rung: Rung, names: &[&str]) -> String {
        match names {
            [] => "Goes with what you have here".to_owned(),
            [one] if rung == Rung::Visit => format!("Because you looked at “{one}”"),
            [first, second, ..] if rung == Rung::Visit => format!("Because you looked at “{first}” and “{second}”"),
            [one] => format!("Because of “{one}” in your history"),
            [first, second, ..] => format!("Because of “{first}” and “{second}” in your history"),
        }
    }

    fn again(&self) -> String {
        "You have bought this before".to_owned()
    }

    fn popular(&self) -> String {
        "Many people here buy this".to_owned()
    }

    fn similar(&self, name: Option<&str>) -> String {
        name.map_or_else(|| "Goes with this item".to_owned(), |name| format!("Often bought with “{name}”"))
    }

    fn alike(&self, name: Option<&str>) -> String {
        name.map_or_else(|| "Like something you know".to_owned(), |name| format!("Like “{name}”"))
    }

    fn mix(&self) -> String {
        "More of what you usually take".to_owned()
    }

    fn outside(&self) -> String {
        "Something outside your usual".to_owned()
    }

    fn upgrade(&self, name: Option<&str>) -> String {
        name.map_or_else(
            || "Takes the place of something you have".to_owned(),
            |name| format!("A step up from “{name}”, which you have"),
        )
    }

    fn add_on(&self, name: Option<&str>) -> String {
        name.map_or_else(|| "Adds to something you have".to_owned(), |name| format!("Made to go with “{name}”"))
    }

    fn cart(&self, name: Option<&str>) -> String {
        let named = |name| format!("Goes with “{name}” in your cart");
        name.map_or_else(|| "Goes with what is in your cart".to_owned(), named)
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
    fn together(&self, rung: Rung, names: &[&str]) -> String {
        match names {
            [] => "Passt zu dem, was Sie hier haben".to_owned(),
            [one] if rung == Rung::Visit => format!("Weil Sie „{one}“ angesehen haben"),
            [first, second, ..] if rung == Rung::Visit => format!("Weil Sie „{first}“ und „{second}“ angesehen haben"),
            [one] => format!("Wegen „{one}“ in Ihrem Verlauf"),
            [first, second, ..] => format!("Wegen „{first}“ und „{second}“ in Ihrem Verlauf"),
        }
    }

    fn again(&self) -> String {
        "Das haben Sie schon einmal gekauft".to_owned()
    }

    fn popular(&self) -> String {
        "Das kaufen hier viele".to_owned()
    }

    fn similar(&self, name: Option<&str>) -> String {
        name.map_or_else(|| "Passt zu diesem Artikel".to_owned(), |name| format!("Oft zusammen mit „{name}“ gekauft"))
    }

    fn alike(&self, name: Option<&str>) -> String {
        name.map_or_else(|| "Ähnlich wie etwas, das Sie kennen".to_owned(), |name| format!("Ähnlich wie „{name}“"))
    }

    fn mix(&self) -> String {
        "Mehr von dem, was Sie sonst nehmen".to_owned()
    }

    fn outside(&self) -> String {
        "Etwas außerhalb des für Sie Üblichen".to_owned()
    }

    fn upgrade(&self, name: Option<&str>) -> String {
        name.map_or_else(
            || "Ersetzt etwas, das Sie haben".to_owned(),
            |name| format!("Der Nachfolger von „{name}“, das Sie haben"),
        )
    }

    fn add_on(&self, name: Option<&str>) -> String {
        name.map_or_else(|| "Ergänzt etwas, das Sie haben".to_owned(), |name| format!("Gemacht für „{name}“"))
    }

    fn cart(&self, name: Option<&str>) -> String {
        let named = |name| format!("Passt zu „{name}“ in Ihrem Warenkorb");
        name.map_or_else(|| "Passt zu Ihrem Warenkorb".to_owned(), named)
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

/// The sentence of the strongest term, in an answer that stands on this rung.
#[must_use]
pub fn sentence(catalog: &Catalog, reasons: &[Reason], rung: Rung, language: impl Language) -> String {
    let strongest = reasons.iter().max_by(|a, b| a.weight.total_cmp(&b.weight));
    let Some(reason) = strongest else { return language.filler() };
    let name = |id: &ItemId| catalog.get(id).map(|item| item.title.as_str());
    let names: Vec<&str> =
        reason.evidence.iter().filter(|id| **id != reason.item).filter_map(name).take(NAMED_MAX).collect();
    match reason.term {
        Term::Together => language.together(rung, &names),
        Term::Again => language.again(),
        Term::Popular => language.popular(),
        Term::Similar => language.similar(names.first().copied()),
        Term::Alike => language.alike(names.first().copied()),
        Term::Mix => language.mix(),
        Term::Outside => language.outside(),
        Term::Upgrade => language.upgrade(names.first().copied()),
        Term::AddOn => language.add_on(names.first().copied()),
        Term::Cart => language.cart(names.first().copied()),
        Term::Interest => language.interest(),
        Term::Explore => language.explore(),
        Term::Group => language.group(),
        // They only ever take something away, so they are the strongest where nothing speaks for the item.
        Term::Filler | Term::Disliked | Term::Variety | Term::Fatigue => language.filler(),
    }
}
