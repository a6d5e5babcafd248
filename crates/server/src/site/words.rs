//! The site's words, all of them, in each language: a missing word does not compile.

mod de;
mod en;

pub use de::GERMAN;
pub use en::ENGLISH;

use domain::Rung;

/// What a rung is called, and what it means for the person.
#[derive(Debug)]
pub struct RungWords {
    /// Its name.
    pub name: &'static str,
    /// What is used and kept.
    pub used: &'static str,
    /// What the person gets.
    pub get: &'static str,
    /// The banner's sentence when it is in force.
    pub banner: &'static str,
}

/// All words of one language.
#[derive(Debug)]
pub struct Words {
    /// The language's code.
    pub lang: &'static str,
    /// Below the shop's name.
    pub tagline: &'static str,
    /// Skip link.
    pub skip: &'static str,
    /// Menu: the storefront.
    pub home: &'static str,
    /// Menu: choices.
    pub choices: &'static str,
    /// Menu: data.
    pub data: &'static str,
    /// Menu: receipts.
    pub receipts: &'static str,
    /// Menu: forget me.
    pub forget: &'static str,
    /// Heading of a personal slate.
    pub recommended: &'static str,
    /// Heading of the slate that everybody sees.
    pub popular: &'static str,
    /// Below the heading of the slate that everybody sees.
    pub popular_note: &'static str,
    /// Below the personal heading.
    pub recommended_note: &'static str,
    /// Below the heading when much is allowed and nothing is there yet.
    pub empty_note: &'static str,
    /// Opens the reasons.
    pub why: &'static str,
    /// The reasons add up.
    pub adds_up: &'static str,
    /// Leads to the receipt.
    pub receipt: &'static str,
    /// Leads to the choices.
    pub change: &'static str,
    /// Hides an item.
    pub hide: &'static str,
    /// Shows it again.
    pub show: &'static str,
    /// Departments.
    pub browse: &'static str,
    /// Everything in a department.
    pub items: &'static str,
    /// Buys.
    pub buy: &'static str,
    /// Bought, and kept.
    pub bought_kept: &'static str,
    /// Bought, and not kept.
    pub bought_not_kept: &'static str,
    /// Goes with.
    pub similar: &'static str,
    /// Previous page.
    pub previous: &'static str,
    /// Next page.
    pub next: &'static str,
    /// The panel's question.
    pub ask: &'static str,
    /// Below the question.
    pub ask_note: &'static str,
    /// What is used.
    pub used: &'static str,
    /// What you get.
    pub get: &'static str,
    /// Chooses a rung.
    pub choose: &'static str,
    /// The rung in force.
    pub in_force: &'static str,
    /// The rungs: contextual, visit, personal.
    pub rungs: [RungWords; 3],
    /// Teaching, as a question.
    pub teach: &'static str,
    /// Teaching, explained.
    pub teach_note: &'static str,
    /// Yes to teaching.
    pub teach_yes: &'static str,
    /// No to teaching.
    pub teach_no: &'static str,
    /// Teaching is on.
    pub teaching: &'static str,
    /// Teaching is off.
    pub not_teaching: &'static str,
    /// Heading of the choices page.
    pub choices_title: &'static str,
    /// Heading of the data page.
    pub data_title: &'static str,
    /// Nothing is held.
    pub data_none: &'static str,
    /// What you did.
    pub history: &'static str,
    /// What you said.
    pub said: &'static str,
    /// Columns: when, what, item, may be used for.
    pub columns: [&'static str; 4],
    /// Carries everything away.
    pub export: &'static str,
    /// Nothing yet.
    pub nothing_yet: &'static str,
    /// Heading of the receipts page.
    pub receipts_title: &'static str,
    /// Below it.
    pub receipts_note: &'static str,
    /// How many of your data were used.
    pub data_used: &'static str,
    /// Gates.
    pub gates: &'static str,
    /// Open.
    pub open: &'static str,
    /// Closed.
    pub closed: &'static str,
    /// What was shown and why.
    pub shown_and_why: &'static str,
    /// Heading of the forget page.
    pub forget_title: &'static str,
    /// What it does.
    pub forget_note: &'static str,
    /// Does it.
    pub forget_yes: &'static str,
    /// Does not.
    pub forget_no: &'static str,
    /// Done.
    pub forgotten: &'static str,
    /// Below it.
    pub forgotten_note: &'static str,
    /// Nothing here.
    pub not_found: &'static str,
    /// Back.
    pub back: &'static str,
    /// Terms of the sum: together, again, popular, similar, filler.
    pub terms: [&'static str; 5],
    /// Verbs: purchase, return, view, rating.
    pub verbs: [&'static str; 4],
    /// Statements: yes, no.
    pub answers: [&'static str; 2],
    /// Purposes: recommend, train, message, ads, measure, access.
    pub purposes: [(&'static str, &'static str); 6],
    /// Everything, as a scope.
    pub all_data: &'static str,
    /// The foot of every page.
    pub foot: &'static str,
}

impl Words {
    /// The words of a rung.
    #[must_use]
    pub const fn rung(&self, rung: Rung) -> &RungWords {
        match rung {
            Rung::Contextual => &self.rungs[0],
            Rung::Visit => &self.rungs[1],
            Rung::Personal => &self.rungs[2],
        }
    }

    /// A purpose's name.
    #[must_use]
    pub fn purpose<'w>(&'w self, key: &'w str) -> &'w str {
        self.purposes.iter().find(|(known, _)| *known == key).map_or(key, |(_, name)| name)
    }
}

/// The words for a browser that says which languages its person reads.
#[must_use]
pub fn for_reader(accept_language: &str) -> &'static Words {
    let first = |language: &str| accept_language.split(',').position(|part| part.trim().starts_with(language));
    match (first("de"), first("en")) {
        (Some(de), Some(en)) if de < en => &GERMAN,
        (Some(_), None) => &GERMAN,
        _ => &ENGLISH,
    }
}
