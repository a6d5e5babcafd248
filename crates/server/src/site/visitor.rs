//! Who visits the demonstration shop: known by a sealed cookie that is set only when they choose, and never before.

use super::words::{self, Words};
use crate::api::opt_out_signal;
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{Ask, Choice, PersonFacts, VISIT_ACTS_MAX, VisitAct};
use axum::http::{HeaderMap, HeaderValue, header};
use domain::{ChannelId, ItemId, Rung, SubjectId, UnixTime, Verb};

/// The cookie that says who this is; without it, a stranger.
const NAME_COOKIE: &str = "assent_visitor";
/// The cookie that holds this visit: in the browser only, gone when it is closed.
const VISIT_COOKIE: &str = "assent_visit";
/// Where the demonstration's visitors are taken to live.
const JURISDICTION: &str = "eu";
/// How long a chosen name is kept by the browser, in seconds: half a year.
const NAME_SECONDS: u32 = 15_552_000;
/// Most bytes of a `Cookie` field that is read.
const COOKIE_BYTES_MAX: usize = 4_096;
/// Most things of a visit that the browser keeps.
const VISIT_MAX: usize = if VISIT_ACTS_MAX < 20 { VISIT_ACTS_MAX } else { 20 };

/// One visitor, for one request.
pub struct Visitor {
    /// Who, where they chose to be known.
    pub who: Option<SubjectId>,
    /// What they looked at in this visit, the newest last.
    pub visit: Vec<ItemId>,
    /// Their language.
    pub words: &'static Words,
    /// Whether their browser says: do not sell or share.
    pub opt_out: bool,
}

impl Visitor {
    /// Reads a visitor's cookies and language.
    ///
    /// # Errors
    /// `invalid_cookie` for cookies that are too large, or stand twice.
    pub fn of(doors: &Doors, headers: &HeaderMap) -> Result<Self, Problem> {
        let language = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let shop = doors.shop();
        let name = cookie(headers, NAME_COOKIE)?.and_then(|sealed| shop.open_text(NAME_COOKIE, &sealed));
        let visit = cookie(headers, VISIT_COOKIE)?.and_then(|sealed| shop.open_text(VISIT_COOKIE, &sealed));
        let items = visit.unwrap_or_default();
        Ok(Self {
            who: name.and_then(|name| SubjectId::parse(&name).ok()),
            visit: items.split(' ').filter_map(|id| ItemId::parse(id).ok()).take(VISIT_MAX).collect(),
            words: words::for_reader(language),
            opt_out: opt_out_signal(headers),
        })
    }

    /// The name under which the shop is asked: a stranger's is nobody's.
    pub fn asked_as(&self) -> SubjectId {
        self.who.clone().unwrap_or_else(|| stranger().clone())
    }

    /// What is asked on this visitor's behalf.
    pub fn ask(&self, doors: &Doors, now: UnixTime) -> Ask {
        let policy = doors.shop().policy();
        let mut ask = Ask::on(policy.channel("web").unwrap_or(ChannelId(0)));
        ask.jurisdictions = vec![policy.jurisdiction(JURISDICTION)];
        ask.opt_out_signal = self.opt_out;
        ask.visit = self.visit.iter().map(|item| VisitAct { item: item.clone(), verb: Verb::View, at: now }).collect();
        ask
    }

    /// What else is known of them when they say something.
    pub fn facts(&self, doors: &Doors) -> PersonFacts {
        PersonFacts {
            jurisdictions: vec![doors.shop().policy().jurisdiction(JURISDICTION)],
            opt_out_signal: self.opt_out,
            ..PersonFacts::default()
        }
    }

    /// What they chose; nothing said is nothing given.
    ///
    /// # Errors
    /// What the shop says.
    pub async fn choice(&self, doors: &Doors) -> Result<Choice, Problem> {
        let Some(who) = self.who.clone() else { return Ok(Choice { rung: Rung::Contextual, teach: false }) };
        let ask = self.ask(doors, doors.now());
        let effective = doors.call(move |shop, now| shop.effective(now, &who, &ask)).await?;
        Ok(app::current(&effective))
    }

    /// This visit with one more item, as a cookie that is gone when the browser is closed.
    ///
    /// # Errors
    /// `internal` without randomness.
    pub fn visit_cookie(&self, doors: &Doors, seen: &ItemId) -> Result<HeaderValue, Problem> {
        let mut visit: Vec<&str> = self.visit.iter().filter(|id| *id != seen).map(ItemId::as_str).collect();
        visit.push(seen.as_str());
        let newest = visit.len().saturating_sub(VISIT_MAX);
        seal(doors, VISIT_COOKIE, &visit[newest..].join(" "), "")
    }
}

/// A name for a visitor who chose: drawn at random, and sealed into a cookie.
///
/// # Errors
/// `internal` without randomness.
pub fn new_name(doors: &Doors) -> Result<SubjectId, Problem> {
    let drawn = doors.shop().draw_name().map_err(|error| crate::fault::problem(&error))?;
    SubjectId::parse(&format!("visitor-{drawn}")).map_err(|_| Problem::new(Code::Internal, "no name could be drawn"))
}

/// The cookie that keeps a visitor's name.
///
/// # Errors
/// `internal` without randomness.
pub fn name_cookie(doors: &Doors, who: &SubjectId) -> Result<HeaderValue, Problem> {
    seal(doors, NAME_COOKIE, who.as_str(), &format!("; Max-Age={NAME_SECONDS}"))
}

/// Cookies that take both names back.
pub fn no_cookies() -> [HeaderValue; 2] {
    [HeaderValue::from_static("assent_visitor=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"), no_visit_cookie()]
}

/// The cookie that takes this visit back.
pub fn no_visit_cookie() -> HeaderValue {
    HeaderValue::from_static("assent_visit=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// Refuses a form that another site sent (Fetch metadata, or the origin where a browser sends none).
///
/// # Errors
/// `cross_site`.
pub fn same_site(headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let ours = match (text("sec-fetch-site"), text("origin"), text("host")) {
        (Some(site), _, _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        (None, Some(_), None) => false,
        (None, None, _) => true,
    };
    if ours { Ok(()) } else { Err(Problem::new(Code::CrossSite, "forms are taken from the shop's own pages only")) }
}

fn seal(doors: &Doors, name: &str, text: &str, more: &str) -> Result<HeaderValue, Problem> {
    let sealed = doors.shop().seal_text(name, text).map_err(|error| crate::fault::problem(&error))?;
    HeaderValue::from_str(&format!("{name}={sealed}; Path=/; HttpOnly; SameSite=Lax{more}"))
        .map_err(|_| Problem::new(Code::Internal, "the cookie could not be made"))
}

fn cookie(headers: &HeaderMap, name: &str) -> Result<Option<String>, Problem> {
    let invalid = || Problem::new(Code::InvalidCookie, "clear the cookies of this site");
    let mut found = None;
    let mut bytes = 0;
    for field in headers.get_all(header::COOKIE) {
        let text = field.to_str().map_err(|_| invalid())?;
        bytes += text.len();
        for (known, value) in text.split(';').filter_map(|pair| pair.trim().split_once('=')) {
            if known == name && found.replace(value.to_owned()).is_some() {
                return Err(invalid());
            }
        }
    }
    if bytes > COOKIE_BYTES_MAX { Err(invalid()) } else { Ok(found) }
}

/// The name of nobody. No subject is ever kept under it.
fn stranger() -> &'static SubjectId {
    use std::sync::LazyLock;
    #[expect(clippy::expect_used, reason = "the text is a plain word")]
    static STRANGER: LazyLock<SubjectId> = LazyLock::new(|| SubjectId::parse("stranger").expect("a plain word"));
    &STRANGER
}
