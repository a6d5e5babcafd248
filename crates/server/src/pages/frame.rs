//! What every page has: head, masthead, the rung in force, news, main, foot.

use super::less::{self, Offer};
use super::style::stylesheet_href;
use super::{ladder, links, parts};
use crate::language::{self, Words, Written};
use domain::{Lang, Rung};
use maud::{DOCTYPE, Markup, html};

/// The shop's mark as a picture in the tab; part of the page, so that nothing is fetched for it.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' \
     height='32' rx='8' fill='%23454098'/%3E%3Cpath d='M16 26V14M16 15c-7 0-9-4-8-9 6 0 8 4 8 9zm0 0c7 0 9-4 8-9-6 0-8 4-8 \
     9z' fill='%23fff' stroke='%23fff' stroke-width='2'/%3E%3C/svg%3E";

/// What every page needs to know of the visit.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The language of the page.
    pub lang: Lang,
    /// The language that the catalog is written in.
    pub goods_lang: Lang,
    /// The shop's name.
    pub shop: String,
    /// Where the page stands.
    pub home: Home,
    /// The address of this page on this site, with its query but without language and news; percent-encoded, beginning
    /// with one slash.
    pub path: String,
    /// The rung in force.
    pub rung: Rung,
    /// Fewest people that a group has by which somebody is answered, as the policy says.
    pub group_people_min: u32,
    /// Whether what they do may teach the shop.
    pub teach: bool,
    /// Whether they have paused every use of their data.
    pub paused: bool,
    /// Until when, in seconds since 1970, where that ends by itself.
    pub paused_until: Option<i64>,
    /// Whether this is a private visit.
    pub private: bool,
    /// Whether the person said so themself.
    pub said: bool,
    /// What has just been done.
    pub notice: Option<Notice>,
    /// What of that can be taken back beside the news.
    pub undo: Option<Offer>,
    /// The showing of the notice that the page's question stands under, where it asks one.
    pub showing: Option<Showing>,
}

/// Where a page stands: beside the demonstration shop, by itself, or in a frame on a page of the shop's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// The demonstration shop is a click away.
    Demo,
    /// The shop is elsewhere.
    Alone,
    /// The shop is all around.
    Framed,
}

impl Home {
    /// Of the demonstration or not, in a frame or not.
    #[must_use]
    pub const fn of(demo: bool, framed: bool) -> Self {
        match (demo, framed) {
            (_, true) => Self::Framed,
            (true, false) => Self::Demo,
            (false, false) => Self::Alone,
        }
    }
}

/// What an answer to a question has to bring back.
#[derive(Clone, Debug)]
pub struct Showing {
    /// The snapshot of what was shown.
    pub snapshot: String,
    /// The sealed name that a stranger is to have once they answered.
    pub name: Option<String>,
    /// The names of those who receive something of whoever says yes.
    pub recipients: Vec<String>,
}

/// What has just been done, for the line of news at the top of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A rung was chosen.
    Chosen,
    /// Their activity may teach.
    Teaches,
    /// Their activity may not teach.
    TeachesNot,
    /// An item was hidden.
    Hidden,
    /// An item is shown again.
    ShownAgain,
    /// Bought, and in the history.
    BoughtKept,
    /// Bought, and used in this visit alone.
    BoughtForVisit,
    /// Bought, and kept for teaching alone.
    BoughtToTeach,
    /// Bought, and not kept.
    BoughtNotKept,
    /// A yes came from a page that was old, so it does not count.
    OldPage,
    /// Every use is paused.
    Paused,
    /// It goes on.
    GoesOn,
    /// No to one purpose.
    SaidNo,
    /// Yes to one purpose.
    SaidYes,
    /// A yes while every use is paused.
    Noted,
    /// Everything so far is hidden.
    AllHidden,
    /// Everything so far is deleted.
    AllDeleted,
    /// Something was asked for.
    Asked,
    /// What they said they like is kept.
    InterestKept,
    /// It is taken back.
    InterestGone,
    /// It is not kept: nothing may use it.
    InterestNotKept,
    /// Nothing is concluded from it any more.
    Contested,
    /// A limit is set.
    LimitSet,
    /// A pause with an end.
    PausedUntil,
    /// A private visit begins.
    PrivateBegins,
    /// It is over.
    PrivateEnds,
    /// An identifier was let go.
    Unlinked,
    /// Less of a kind is wanted.
    Less,
    /// Something is not wanted.
    LeftOut,
    /// Either, and nothing is kept of it.
    ForVisit,
    /// Either was taken back.
    TakenBack,
}

impl Notice {
    /// All of them, each with the word that may stand for it in an address.
    pub const ALL: [(&'static str, Self); 31] = [
        ("chosen", Self::Chosen),
        ("teaches", Self::Teaches),
        ("teaches-not", Self::TeachesNot),
        ("hidden", Self::Hidden),
        ("shown-again", Self::ShownAgain),
        ("bought-kept", Self::BoughtKept),
        ("bought-for-visit", Self::BoughtForVisit),
        ("bought-to-teach", Self::BoughtToTeach),
        ("bought-not-kept", Self::BoughtNotKept),
        ("old-page", Self::OldPage),
        ("paused", Self::Paused),
        ("goes-on", Self::GoesOn),
        ("said-no", Self::SaidNo),
        ("said-yes", Self::SaidYes),
        ("noted", Self::Noted),
        ("all-hidden", Self::AllHidden),
        ("all-deleted", Self::AllDeleted),
        ("asked", Self::Asked),
        ("interest-kept", Self::InterestKept),
        ("interest-gone", Self::InterestGone),
        ("interest-not-kept", Self::InterestNotKept),
        ("contested", Self::Contested),
        ("limit-set", Self::LimitSet),
        ("paused-until", Self::PausedUntil),
        ("private-begins", Self::PrivateBegins),
        ("private-ends", Self::PrivateEnds),
        ("unlinked", Self::Unlinked),
        ("less", Self::Less),
        ("left-out", Self::LeftOut),
        ("for-visit", Self::ForVisit),
        ("taken-back", Self::TakenBack),
    ];

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(word, _)| *word == text).map(|(_, notice)| notice)
    }

    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, notice)| *notice == self).map_or("", |(word, _)| word)
    }

    const fn words(self, words: &Words) -> &'static str {
        match self {
            Self::Chosen => words.news.chosen,
            Self::Teaches => words.news.teaches,
            Self::TeachesNot => words.news.teaches_not,
            Self::Hidden => words.news.hidden,
            Self::ShownAgain => words.news.shown_again,
            Self::BoughtKept => words.news.bought_kept,
            Self::BoughtForVisit => words.news.bought_for_visit,
            Self::BoughtToTeach => words.news.bought_to_teach,
            Self::BoughtNotKept => words.news.bought_not_kept,
            Self::OldPage => words.news.old_page,
            Self::Paused => words.news.paused,
            Self::GoesOn => words.news.goes_on,
            Self::SaidNo => words.news.said_no,
            Self::SaidYes => words.news.said_yes,
            Self::Noted => words.news.noted,
            Self::AllHidden => words.news.all_hidden,
            Self::AllDeleted => words.news.all_deleted,
            Self::Asked => words.news.asked,
            Self::InterestKept => words.news.interest_kept,
            Self::InterestGone => words.news.interest_gone,
            Self::InterestNotKept => words.news.interest_not_kept,
            Self::Contested => words.news.contested,
            Self::LimitSet => words.news.limit_set,
            Self::PausedUntil => words.news.paused_until,
            Self::PrivateBegins => words.news.private_begins,
            Self::PrivateEnds => words.news.private_ends,
            Self::Unlinked => words.news.unlinked,
            Self::Less => words.news.less,
            Self::LeftOut => words.news.left_out,
            Self::ForVisit => words.news.for_visit,
            Self::TakenBack => words.news.taken_back,
        }
    }
}

/// Where in the menu a page is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Shop,
    Choices,
    Data,
    History,
    Receipts,
    Elsewhere,
}

impl Frame {
    pub(super) fn words(&self) -> &'static Words {
        language::of(self.lang)
    }

    /// What a code of the gate says to a person; one that is not known stands for itself.
    pub(super) fn sentence<'c>(&self, code: &'c str) -> &'c str {
        self.words().code(code)
    }

    /// The `lang` of texts from the catalog, where it is not that of the page.
    pub(super) fn goods(&self) -> Option<&str> {
        (self.goods_lang != self.lang).then_some(self.goods_lang.code())
    }

    /// The `lang` of what our own records say, which is written in English.
    pub(super) fn records(&self) -> Option<&'static str> {
        (self.lang != Lang::EN).then_some("en")
    }

    /// What the way to the choices is called: there is nothing to change where nothing was said.
    pub(super) fn to_choices(&self) -> &'static str {
        let words = &self.words().frame;
        if self.said { words.change } else { words.choose }
    }

    /// A thing by its name: in the demonstration a way to its page.
    pub(super) fn thing(&self, id: &str, title: &str) -> Markup {
        html! {
            @if self.home == Home::Demo { a href=(links::item(id)) lang=[self.goods()] { (title) } }
            @else { span lang=[self.goods()] { (title) } }
        }
    }

    /// Where a way back leads that has no better place.
    pub(super) const fn back(&self) -> &'static str {
        if matches!(self.home, Home::Demo) { links::HOME } else { links::PREFERENCES }
    }

    /// The whole page around its main part.
    pub(super) fn page(&self, tab: Tab, title: &str, main: &Markup) -> Markup {
        self.page_with(tab, title, &html! {}, main)
    }

    /// The same with `more` in its head.
    pub(super) fn page_with(&self, tab: Tab, title: &str, more: &Markup, main: &Markup) -> Markup {
        let words = self.words();
        let body = html! {
            a.skip href="#main" { (words.frame.skip) }
            (self.masthead(tab))
            @if self.home == Home::Demo || self.said { (self.banner(tab)) }
            main id="main" tabindex="-1" {
                @if let Some(notice) = self.notice {
                    div.news {
                        @if notice == Notice::Chosen && !self.said { p role="status" { span { (words.news.no_cookie) } } }
                        @else { p role="status" { (parts::tick()) span { (notice.words(words)) } } }
                        @if let Some(said) = &self.undo { (less::undo(self, &said.topic, words.less.undo, &less::label(self, said))) }
                    }
                }
                (main)
            }
            (self.foot())
        };
        let title = if self.shop.is_empty() { title.to_owned() } else { format!("{title} · {}", self.shop) };
        document(self.lang, &title, more, &body)
    }

    fn masthead(&self, tab: Tab) -> Markup {
        let words = &self.words().frame;
        let links = [
            (Tab::Shop, links::HOME, words.shop),
            (Tab::Choices, links::PREFERENCES, words.choices),
            (Tab::Data, links::DATA, words.data),
            (Tab::History, links::HISTORY, words.history),
            (Tab::Receipts, links::RECEIPTS, words.receipts),
        ];
        html! {
            header.masthead {
                @match self.home {
                    Home::Demo => { a.brand href=(links::HOME) { (parts::mark()) span { (self.shop) } } }
                    Home::Alone => { p.brand { (self.shop) } }
                    Home::Framed => {}
                }
                nav.menu aria-label=(words.menu) {
                    ul {
                        @for (place, href, name) in links.into_iter().filter(|(place, ..)| self.home == Home::Demo || *place != Tab::Shop) {
                            li { a href=(href) aria-current=[(place == tab).then_some("page")] { (name) } }
                        }
                    }
                }
                (languages(words.language, self.lang, &self.path))
            }
        }
    }

    /// The slim line that says on every page what is used of the person now.
    fn banner(&self, tab: Tab) -> Markup {
        let words = self.words();
        html! {
            aside.banner aria-label=(words.frame.banner) {
                div {
                    (ladder::glyph(self.rung))
                    p {
                        @if self.private { strong { (words.frame.private) } }
                        @else if let (true, Some(until)) = (self.paused, self.paused_until) { strong { (words.frame.paused_until(&self.lang.moment(until))) } }
                        @else if self.paused { strong { (words.frame.paused) } } @else { (ladder::words(self.rung, words).banner) }
                        @if self.teach { " " (words.frame.teaches) }
                    }
                    @if tab != Tab::Choices {
                        a href=(links::PREFERENCES) { (self.to_choices()) }
                    }
                    @if self.private { a href={ (links::HISTORY) "#private" } { (words.frame.end_private) } }
                }
            }
        }
    }

    fn foot(&self) -> Markup {
        let words = &self.words().frame;
        html! {
            footer.foot {
                div {
                    @if self.home == Home::Demo { p { (words.foot) } }
                    ul {
                        li { a href=(links::PREFERENCES) { (words.choices) } }
                        li { a href=(links::DATA) { (words.data) } }
                        li { a href=(links::FORGET) { (words.forget) } }
                    }
                }
            }
        }
    }
}

/// A whole document: its head, with what one page needs beyond every other's, and its body.
pub(super) fn document(lang: Lang, title: &str, more: &Markup, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(lang.code()) dir=(language::of(lang).language.direction) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="stylesheet" href=(stylesheet_href());
                link rel="icon" href=(ICON);
                (more)
            }
            body { (body) }
        }
    }
}

/// The ways to the same page in each language.
pub(super) fn languages(label: &str, now: Lang, path: &str) -> Markup {
    html! {
        nav.languages aria-label=(label) {
            ul {
                @for lang in language::all() {
                    li {
                        a href=(links::in_language(path, lang.code())) lang=(lang.code()) hreflang=(lang.code())
                            aria-current=[(lang == now).then_some("true")] { (lang.code()) span.unseen { " " (language::name(&lang)) } }
                    }
                }
            }
        }
    }
}
