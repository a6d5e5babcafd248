//! "Why this?" in words: one true sentence out of the terms that ranked an item.

use app::Catalog;
use domain::{ItemId, Reason, Term};

/// Most items that a sentence names.
const NAMED_MAX: usize = 2;

/// The words of a language for each term.
pub trait Language {
    /// Bought together with these, which the person has.
    fn together(&self, names: &[&str]) -> String;
    /// Bought before.
    fn again(&self) -> String;
    /// Bought by many.
    fn popular(&self) -> String;
    /// Goes with this.
    fn similar(&self, name: Option<&str>) -> String;
    /// Neither.
    fn filler(&self) -> String;
}

/// English.
#[derive(Clone, Copy, Debug)]
pub struct English;

/// German.
#[derive(Clone, Copy, Debug)]
pub struct German;

impl Language for English {
    fn together(&self, names: &[&str]) -> String {
        match names {
            [] => "Goes with what you have here".to_owned(),
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

    fn filler(&self) -> String {
        "From the catalog, in no special order".to_owned()
    }
}

impl Language for German {
    fn together(&self, names: &[&str]) -> String {
        match names {
            [] => "Passt zu dem, was Sie hier haben".to_owned(),
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

    fn filler(&self) -> String {
        "Aus dem Katalog, in keiner besonderen Reihenfolge".to_owned()
    }
}

/// The sentence of the strongest term.
#[must_use]
pub fn sentence(catalog: &Catalog, reasons: &[Reason], language: impl Language) -> String {
    let strongest = reasons.iter().max_by(|a, b| a.weight.total_cmp(&b.weight));
    let Some(reason) = strongest else { return language.filler() };
    let name = |id: &ItemId| catalog.get(id).map(|item| item.title.as_str());
    let names: Vec<&str> =
        reason.evidence.iter().filter(|id| **id != reason.item).filter_map(name).take(NAMED_MAX).collect();
    match reason.term {
        Term::Together => language.together(&names),
        Term::Again => language.again(),
        Term::Popular => language.popular(),
        Term::Similar => language.similar(names.first().copied()),
        Term::Filler => language.filler(),
    }
}
