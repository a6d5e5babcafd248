//! The shop's cookies: none before a choice; a name and a visit are sealed, a language is a plain word.

use super::answer::is_framed;
use crate::language;
use crate::problem::{Code, Problem};
use crate::state::Doors;
use axum::http::{HeaderMap, HeaderValue, header};
use domain::{ItemId, Lang, SubjectId, Topic};

/// Says who this is; without it, a stranger. Set only when a person says what may be used of them.
const NAME: &str = "__Host-assent_visitor";
/// Holds this visit: in the browser only, gone when it is closed. Set only for those who chose that.
const VISIT: &str = "__Host-assent_visit";
/// Says which language was asked for by its link: gone when the browser is closed.
const LANG: &str = "__Host-assent_lang";
/// The same, in a frame: partitioned, as [`FRAME`] is, since a browser sends no other cookie there.
const FRAME_LANG: &str = "__Host-assent_frame_lang";
/// Says what is wanted less of in this visit: in the browser only, gone when it is closed. Set only for those who say so
/// with a button, and of whom it may not be kept here.
const LESS: &str = "__Host-assent_less";
/// Most bytes of that, so that all cookies together stay within [`BYTES_MAX`]; the newest are kept.
const LESS_BYTES_MAX: usize = 700;
/// Says who came with a ticket from the shop's pages, for a while.
const SESSION: &str = "__Host-assent_session";
/// The same, in a frame: partitioned, so that it counts in pages of that site alone (CHIPS).
const FRAME: &str = "__Host-assent_frame";
/// How long somebody who came with a ticket may stay, in seconds.
const SESSION_SECONDS: i64 = 1_800;
/// Says that this visit is private: gone when the browser is closed.
const PRIVATE: &str = "__Host-assent_private";
/// How long a chosen name is kept by the browser, in seconds: half a year.
const NAME_SECONDS: u32 = 15_552_000;
/// Most bytes of a `Cookie` field that is read.
const BYTES_MAX: usize = 4_096;

/// What a browser's cookies say.
pub struct Cookies {
    /// Who this is.
    pub name: Option<SubjectId>,
    /// Whether that is who they came as, with a ticket.
    pub came_with_ticket: bool,
    /// What was looked at in this visit, the newest last.
    pub visit: Vec<ItemId>,
    /// What is wanted less of in this visit, the newest last.
    pub less: Vec<Topic>,
    /// The language that was asked for.
    pub lang: Option<Lang>,
    /// Whether this visit is private.
    pub private: bool,
}

impl Cookies {
    /// Reads them. One that was not sealed here is none.
    ///
    /// # Errors
    /// `invalid_cookie` for cookies that are too large, or stand twice.
    pub fn of(doors: &Doors, headers: &HeaderMap) -> Result<Self, Problem> {
        let open = |name: &str| -> Result<Option<String>, Problem> {
            Ok(value(headers, name)?.and_then(|sealed| doors.shop().open_text(name, &sealed)))
        };
        let (name, came_with_ticket) = known(doors, headers)?;
        let (visit, less) = (open(VISIT)?.unwrap_or_default(), open(LESS)?.unwrap_or_default());
        Ok(Self {
            name,
            came_with_ticket,
            visit: visit.split(' ').filter_map(|id| ItemId::parse(id).ok()).collect(),
            less: less.split('\n').filter_map(Topic::parse).collect(),
            lang: value(headers, lang_name(headers))?.and_then(|code| language::parse(&code)),
            private: value(headers, PRIVATE)?.is_some(),
        })
    }
}

/// Who this is. Somebody who came with a ticket stays who they came as; what else the browser knows counts in the
/// demonstration alone, and never in a frame.
fn known(doors: &Doors, headers: &HeaderMap) -> Result<(Option<SubjectId>, bool), Problem> {
    let is_framed = is_framed(headers);
    if let Some(session) = value(headers, if is_framed { FRAME } else { SESSION })? {
        let who = doors.shop().read_page_session(doors.now(), &session);
        return who.map(|who| (Some(who), true)).map_err(|_| session_needed());
    }
    if is_framed || !doors.is_demo() {
        return Err(session_needed());
    }
    let name = value(headers, NAME)?.and_then(|sealed| doors.shop().open_text(NAME, &sealed));
    Ok((name.and_then(|name| SubjectId::parse(&name).ok()), false))
}

/// Whether somebody else came with a ticket before, and still stays.
pub fn session_of_another(doors: &Doors, headers: &HeaderMap, who: &SubjectId) -> bool {
    let session = value(headers, if is_framed(headers) { FRAME } else { SESSION }).ok().flatten();
    let known = session.and_then(|session| doors.shop().read_page_session(doors.now(), &session).ok());
    known.is_some_and(|known| known != *who)
}

fn session_needed() -> Problem {
    Problem::new(Code::SessionNeeded, "open this page anew from the shop's own pages")
}

/// Lets somebody who came with a ticket stay for a while.
///
/// # Errors
/// `internal` without randomness.
pub fn session(doors: &Doors, who: &SubjectId, framed: bool) -> Result<HeaderValue, Problem> {
    let session = doors.shop().page_session(doors.now(), who, SESSION_SECONDS);
    let session = session.map_err(|error| crate::fault::problem(&error))?;
    let (name, same_site) = if framed { (FRAME, "None; Partitioned") } else { (SESSION, "Lax") };
    let cookie = format!("{name}={session}; Path=/; Secure; HttpOnly; SameSite={same_site}; Max-Age={SESSION_SECONDS}");
    HeaderValue::from_str(&cookie).map_err(|_| Problem::new(Code::Internal, "the cookie could not be made"))
}

/// The language that was asked for by its link.
pub fn asked_lang(headers: &HeaderMap) -> Option<Lang> {
    language::parse(&value(headers, lang_name(headers)).ok()??)
}

fn lang_name(headers: &HeaderMap) -> &'static str {
    if is_framed(headers) { FRAME_LANG } else { LANG }
}

/// Keeps a visitor's name.
///
/// # Errors
/// `internal` without randomness.
pub fn name(doors: &Doors, who: &SubjectId) -> Result<HeaderValue, Problem> {
    seal(doors, NAME, who.as_str(), &format!("; Max-Age={NAME_SECONDS}"))
}

/// Seals the name that a stranger is to have once they answered, for the form that asks them: nothing is set before.
///
/// # Errors
/// `internal` without randomness.
pub fn seal_name(doors: &Doors, who: &SubjectId) -> Result<String, Problem> {
    doors.shop().seal_text(NAME, who.as_str()).map_err(|error| crate::fault::problem(&error))
}

/// Reads what [`seal_name`] sealed.
pub fn open_name(doors: &Doors, sealed: &str) -> Option<SubjectId> {
    SubjectId::parse(&doors.shop().open_text(NAME, sealed)?).ok()
}

/// Keeps a visit, until the browser is closed.
///
/// # Errors
/// `internal` without randomness.
pub fn visit(doors: &Doors, seen: &[&str]) -> Result<HeaderValue, Problem> {
    seal(doors, VISIT, &seen.join(" "), "")
}

/// Keeps what is wanted less of, until the browser is closed: the newest that there is room for.
///
/// # Errors
/// `internal` without randomness.
pub fn less(doors: &Doors, words: &[String]) -> Result<HeaderValue, Problem> {
    if words.is_empty() {
        return Ok(HeaderValue::from_static("__Host-assent_less=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"));
    }
    let mut bytes = 0;
    let fits = |word: &&String| {
        bytes += word.len() + 1;
        bytes <= LESS_BYTES_MAX
    };
    let newest = words.len() - words.iter().rev().take_while(fits).count();
    seal(doors, LESS, &words[newest..].join("\n"), "")
}

/// Keeps a language, until the browser is closed; `None` for a code that can not stand in a cookie, and there is none.
pub fn lang(lang: Lang, framed: bool) -> Option<HeaderValue> {
    let (name, same_site) = if framed { (FRAME_LANG, "None; Partitioned") } else { (LANG, "Lax") };
    HeaderValue::from_str(&format!("{name}={}; Path=/; Secure; HttpOnly; SameSite={same_site}", lang.code())).ok()
}

/// Begins or ends a private visit.
pub fn private(begins: bool) -> HeaderValue {
    HeaderValue::from_static(match begins {
        true => "__Host-assent_private=1; Path=/; Secure; HttpOnly; SameSite=Lax",
        false => "__Host-assent_private=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0",
    })
}

/// Takes every cookie back.
pub fn none() -> [HeaderValue; 8] {
    let no = |text| HeaderValue::from_static(text);
    [
        no("__Host-assent_visitor=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"),
        no_visit(),
        private(false),
        no("__Host-assent_session=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"),
        no("__Host-assent_frame=; Path=/; Secure; HttpOnly; SameSite=None; Partitioned; Max-Age=0"),
        no("__Host-assent_less=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"),
        no("__Host-assent_lang=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"),
        no("__Host-assent_frame_lang=; Path=/; Secure; HttpOnly; SameSite=None; Partitioned; Max-Age=0"),
    ]
}

/// Takes this visit back.
pub fn no_visit() -> HeaderValue {
    HeaderValue::from_static("__Host-assent_visit=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

fn seal(doors: &Doors, name: &str, text: &str, more: &str) -> Result<HeaderValue, Problem> {
    let sealed = doors.shop().seal_text(name, text).map_err(|error| crate::fault::problem(&error))?;
    HeaderValue::from_str(&format!("{name}={sealed}; Path=/; Secure; HttpOnly; SameSite=Lax{more}"))
        .map_err(|_| Problem::new(Code::Internal, "the cookie could not be made"))
}

fn value(headers: &HeaderMap, name: &str) -> Result<Option<String>, Problem> {
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
    if bytes > BYTES_MAX { Err(invalid()) } else { Ok(found) }
}
