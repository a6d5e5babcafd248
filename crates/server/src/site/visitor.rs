//! Who visits the demonstration shop: known by a sealed cookie that is set only when they choose, and never before.

use super::cookies::{self, Cookies};
use crate::problem::{Code, Problem};
use crate::signal::adpc::{self, Adpc};
use crate::signal::understood::Signals;
use crate::signal::{dnt, gpc};
use crate::state::Doors;
use app::{Ask, PersonFacts, VISIT_ACTS_MAX, VisitAct};
use axum::http::{HeaderMap, HeaderValue};
use domain::{ChannelId, ItemId, JurisdictionId, SubjectId, Topic, UnixTime, Verb};

/// Where the demonstration's visitors are taken to live.
const JURISDICTION: &str = "eu";
/// Most things of a visit that the browser keeps.
const VISIT_MAX: usize = if VISIT_ACTS_MAX < 20 { VISIT_ACTS_MAX } else { 20 };

/// One visitor, for one request.
pub struct Visitor {
    /// Who, where they chose to be known.
    pub who: Option<SubjectId>,
    /// Whether they came with a ticket from the shop's pages.
    pub came_with_ticket: bool,
    /// What they looked at in this visit, the newest last.
    visit: Vec<ItemId>,
    /// What they want less of in this visit, the newest last.
    pub less: Vec<Topic>,
    /// What their browser says.
    pub signals: Signals,
    /// Whether they visit in private.
    pub private: bool,
}

impl Visitor {
    /// The visitor of these cookies.
    pub fn of(cookies: Cookies, headers: &HeaderMap) -> Self {
        let mut visit = cookies.visit;
        visit.truncate(VISIT_MAX);
        Self {
            who: cookies.name,
            came_with_ticket: cookies.came_with_ticket,
            visit,
            less: cookies.less,
            signals: signals(headers),
            private: cookies.private,
        }
    }

    /// Somebody of whom nothing is known.
    pub fn stranger() -> Self {
        Self {
            who: None,
            came_with_ticket: false,
            visit: Vec::new(),
            less: Vec::new(),
            signals: Signals::default(),
            private: false,
        }
    }

    /// The name under which the shop is asked: a stranger's is nobody's.
    pub fn asked_as(&self) -> SubjectId {
        self.who.clone().unwrap_or_else(|| nobody().clone())
    }

    /// What is asked on this visitor's behalf.
    pub fn ask(&self, doors: &Doors, now: UnixTime) -> Ask {
        let policy = doors.shop().policy();
        let mut ask = Ask::on(policy.channel("web").unwrap_or(ChannelId(0)));
        ask.jurisdictions = self.jurisdictions(doors);
        self.signals.restrict(&mut ask, policy);
        ask.private_visit = self.private;
        ask.visit = self.visit.iter().map(|item| VisitAct { item: item.clone(), verb: Verb::View, at: now }).collect();
        ask
    }

    /// Where they are taken to live: of those who came from a shop's pages, what that shop told of them counts alone.
    fn jurisdictions(&self, doors: &Doors) -> Vec<JurisdictionId> {
        let here = || doors.shop().policy().jurisdiction(JURISDICTION);
        if self.came_with_ticket { Vec::new() } else { vec![here()] }
    }

    /// What else is known of them when they say something.
    pub fn facts(&self, doors: &Doors) -> PersonFacts {
        PersonFacts {
            jurisdictions: self.jurisdictions(doors),
            opt_out_signal: self.signals.gpc,
            ..PersonFacts::default()
        }
    }

    /// This visit with one more item, as a cookie.
    ///
    /// # Errors
    /// `internal` without randomness.
    pub fn visit_with(&self, doors: &Doors, seen: &ItemId) -> Result<HeaderValue, Problem> {
        let mut visit: Vec<&str> = self.visit.iter().filter(|id| *id != seen).map(ItemId::as_str).collect();
        visit.push(seen.as_str());
        let newest = visit.len().saturating_sub(VISIT_MAX);
        cookies::visit(doors, &visit[newest..])
    }

    /// This visit without an item, as a cookie; `None` where it was not in it.
    ///
    /// # Errors
    /// `internal` without randomness.
    pub fn visit_without(&self, doors: &Doors, hidden: &ItemId) -> Result<Option<HeaderValue>, Problem> {
        if !self.visit.contains(hidden) {
            return Ok(None);
        }
        let visit: Vec<&str> = self.visit.iter().filter(|id| *id != hidden).map(ItemId::as_str).collect();
        cookies::visit(doors, &visit).map(Some)
    }

    /// What they want less of in this visit, with a topic or without it, as a cookie; `None` where nothing changes.
    ///
    /// # Errors
    /// `internal` without randomness.
    pub fn less_with(&self, doors: &Doors, topic: &Topic, on: bool) -> Result<Option<HeaderValue>, Problem> {
        if !on && !self.less.contains(topic) {
            return Ok(None);
        }
        let others = self.less.iter().filter(|known| *known != topic);
        let words: Vec<String> = others.chain(on.then_some(topic)).map(Topic::word).collect();
        cookies::less(doors, &words).map(Some)
    }
}

/// The signals in the fields of a request. Nobody could be told of one that can not be read: it is a no.
fn signals(headers: &HeaderMap) -> Signals {
    let adpc = adpc::of(headers).unwrap_or_else(|_| Some(Adpc::no_to_all()));
    Signals { adpc, gpc: gpc::says(headers), dnt: dnt::says(headers), ..Signals::default() }
}

/// A name for a visitor who chose, drawn at random.
///
/// # Errors
/// `internal` without randomness.
pub fn new_name(doors: &Doors) -> Result<SubjectId, Problem> {
    let drawn = doors.shop().draw_name().map_err(|error| crate::fault::problem(&error))?;
    SubjectId::parse(&format!("visitor-{drawn}")).map_err(|_| Problem::new(Code::Internal, "no name could be drawn"))
}

/// The name of nobody. No subject is ever kept under it.
fn nobody() -> &'static SubjectId {
    use std::sync::LazyLock;
    #[expect(clippy::expect_used, reason = "the text is a plain word")]
    static NOBODY: LazyLock<SubjectId> = LazyLock::new(|| SubjectId::parse("stranger").expect("a plain word"));
    &NOBODY
}
