//! One request for a page: who visits, what they chose, in which language, and what has just been done.

use super::answer;
use super::cookies::{self, Cookies};
use super::goods::Goods;
use super::sent::same_site;
use super::visitor::{Visitor, new_name};
use crate::api::{Query, see_opt_out};
use crate::language;
use crate::pages::{Frame, Home, Notice, Offer, Showing, links, notice_key};
use crate::problem::Problem;
use crate::state::Doors;
use app::{AppError, Choice, Effective, Shop};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::Response;
use domain::{Code, Lang, Purpose as _, Recommend, Rung, Topic, Train, UnixTime};
use maud::Markup;

/// The demonstration shop's name.
const SHOP: &str = "Larkspur & Co.";
/// What those chose who have said nothing yet: nothing said is nothing given.
const UNSAID: Choice = Choice { rung: Rung::Contextual, teach: false };

/// One request for a page.
pub struct Visit {
    /// Who visits.
    pub visitor: Visitor,
    /// What they chose, as it is in force.
    pub choice: Choice,
    /// What they chose, as it stands once a pause ends; without a pause, the same.
    pub stands: Choice,
    /// Until when they paused, where that ends by itself.
    pub paused_until: Option<UnixTime>,
    /// What the rule makes of it, for every purpose and category.
    pub effective: Vec<Effective>,
    /// The language of the page.
    pub lang: Lang,
    /// What has just been done.
    pub notice: Option<Notice>,
    /// What of that can be taken back.
    pub undo: Option<Offer>,
    /// What else the address asks for.
    pub query: Query,
    path: String,
    asked_lang: Option<Lang>,
    shop: String,
    home: Home,
    group_people_min: u32,
}

impl FromRequestParts<Doors> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, doors: &Doors) -> Result<Self, Problem> {
        let (headers, uri) = (&parts.headers, &parts.uri);
        let mut query = Query::parse(uri.query().unwrap_or_default())?;
        // News is told, and a language is remembered, only where a page of ours asked for it.
        let is_ours = same_site(headers).is_ok();
        let notice = query.take(links::DONE).and_then(|word| Notice::parse(&word)).filter(|_| is_ours);
        let undo = query.take(links::FIELD_UNDO).and_then(|word| Topic::parse(&word)).filter(|_| notice.is_some());
        let asked = query.take(links::LANG).and_then(|code| language::parse(&code));
        let cookies = Cookies::of(doors, headers)?;
        let lang = asked.or(cookies.lang).unwrap_or_else(|| crate::api::lang(headers));
        let visitor = Visitor::of(cookies, headers);
        if let Some(who) = &visitor.who {
            see_opt_out(doors, headers, who).await?;
        }
        let effective = effective(doors, &visitor).await?;
        let paused_until = paused_until(doors, &visitor, effective.as_deref()).await?;
        let choice = effective.as_deref().map_or(UNSAID, app::current);
        let stands = effective.as_deref().map_or(UNSAID, app::but_for_pause);
        let path = path(&parts.method, uri);
        let asked_lang = asked.filter(|_| is_ours);
        let effective = effective.unwrap_or_default();
        let catalog = doors.shop().catalog();
        let undo = undo.map(|topic| Goods { shop: doors.shop(), catalog, looks: doors.looks(), lang }.offer(topic));
        let (shop, home) = (name_of(doors), Home::of(doors.is_demo(), answer::is_framed(headers)));
        let group_people_min = doors.shop().policy().group_people_min();
        Ok(Self {
            visitor,
            choice,
            stands,
            paused_until,
            effective,
            lang,
            notice,
            undo,
            query,
            path,
            asked_lang,
            shop,
            home,
            group_people_min,
        })
    }
}

impl Visit {
    /// The visit of a stranger, where a visitor's own can not be read: what is shown then uses nothing of anybody.
    pub fn of_stranger(doors: &Doors, headers: &HeaderMap) -> Self {
        Self {
            visitor: Visitor::stranger(),
            choice: UNSAID,
            stands: UNSAID,
            paused_until: None,
            effective: Vec::new(),
            lang: crate::api::lang(headers),
            notice: None,
            undo: None,
            query: Query::default(),
            path: links::HOME.to_owned(),
            asked_lang: None,
            shop: name_of(doors),
            home: Home::of(doors.is_demo(), answer::is_framed(headers)),
            group_people_min: doors.shop().policy().group_people_min(),
        }
    }

    /// The same visit once nothing is known of the visitor any more.
    pub fn into_stranger(self) -> Self {
        Self {
            visitor: Visitor::stranger(),
            choice: UNSAID,
            stands: UNSAID,
            paused_until: None,
            effective: Vec::new(),
            ..self
        }
    }

    /// Whether this category may be used of them for this purpose, as they allow it now.
    pub fn may_use(&self, purpose: &str, category: &str) -> bool {
        self.effective.iter().any(|one| one.purpose == purpose && one.category == category && one.reasons.allow())
    }

    /// Whether they have paused every use of their data.
    pub fn is_paused(&self) -> bool {
        self.effective.iter().any(|one| one.reasons.has(Code::Paused))
    }

    /// What every page needs to know.
    pub fn frame(&self) -> Frame {
        Frame {
            lang: self.lang,
            goods_lang: Lang::EN,
            shop: self.shop.clone(),
            home: self.home,
            path: self.path.clone(),
            rung: self.choice.rung,
            group_people_min: self.group_people_min,
            teach: self.choice.teach,
            paused: self.is_paused(),
            paused_until: self.paused_until.map(|until| until.0),
            private: self.visitor.private && self.visitor.who.is_some(),
            said: self.visitor.who.is_some(),
            notice: self.notice,
            undo: self.undo.clone(),
            showing: None,
        }
    }

    /// As [`Visit::frame`], for a page with a question: what is answered there was shown, and is shown to have been.
    ///
    /// # Errors
    /// `internal` without randomness, and as [`Doors::call`].
    pub async fn asking(&self, doors: &Doors) -> Result<Frame, Problem> {
        let stranger = self.visitor.who.is_none();
        let who = self.visitor.who.clone().map_or_else(|| new_name(doors), Ok)?;
        let name = if stranger { Some(cookies::seal_name(doors, &who)?) } else { None };
        let (lang, key) = (self.lang, notice_key(doors.is_demo()));
        // The register waits for whoever writes it, so it is read where waiting is allowed.
        let read =
            move |shop: &Shop, now| Ok::<_, AppError>((shop.show_notice(now, &who, key, lang)?, shop.recipients()));
        let (served, mut recipients) = doors.call(read).await?;
        let purposes = [Recommend::KEY, Train::KEY];
        recipients.retain(|recipient| purposes.iter().any(|purpose| recipient.receives(purpose)));
        let recipients: Vec<_> = recipients.into_iter().map(|recipient| recipient.terms.name).collect();
        let showing = served.map(|served| Showing { snapshot: served.snapshot, name, recipients });
        Ok(Frame { showing, ..self.frame() })
    }

    /// How the things of today's catalog are shown to this visitor.
    pub fn goods<'d>(&self, doors: &'d Doors) -> Goods<'d> {
        Goods { shop: doors.shop(), catalog: doors.shop().catalog(), looks: doors.looks(), lang: self.lang }
    }

    /// A page as the answer, which remembers the language where its link was followed.
    pub fn page(&self, page: Markup) -> Response {
        self.page_with(StatusCode::OK, page)
    }

    /// Sends the browser on to another page, which tells the same news in the same language.
    pub fn on_to(&self, page: &str) -> Response {
        let to = self.notice.map_or_else(|| page.to_owned(), |news| links::with_news(page, news.as_str()));
        self.remembering(answer::go(&to))
    }

    /// As [`Visit::page`], with another status.
    pub fn page_with(&self, status: StatusCode, page: Markup) -> Response {
        self.remembering(answer::page(status, page))
    }

    fn remembering(&self, mut response: Response) -> Response {
        let framed = self.home == Home::Framed;
        if let Some(cookie) = self.asked_lang.and_then(|lang| cookies::lang(lang, framed)) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// What the shop is called: as its policy says, and without that nothing.
fn name_of(doors: &Doors) -> String {
    let name = doors.shop().policy().controller.name.clone();
    if doors.is_demo() { SHOP.to_owned() } else { name.unwrap_or_default() }
}

/// What the rule makes of what a visitor said; `None` where they said nothing.
async fn effective(doors: &Doors, visitor: &Visitor) -> Result<Option<Vec<Effective>>, Problem> {
    let Some(who) = visitor.who.clone() else { return Ok(None) };
    let ask = visitor.ask(doors, doors.now());
    doors.call(move |shop, now| shop.effective(now, &who, &ask)).await.map(Some)
}

/// Until when they paused; who does not pause is not asked for it.
async fn paused_until(
    doors: &Doors,
    visitor: &Visitor,
    effective: Option<&[Effective]>,
) -> Result<Option<UnixTime>, Problem> {
    let paused = effective.unwrap_or_default().iter().any(|one| one.reasons.has(Code::Paused));
    let Some(who) = visitor.who.clone().filter(|_| paused) else { return Ok(None) };
    doors.call(move |shop, now| shop.paused_until(now, &who)).await
}

/// The address of the page, for coming back to it; where a form was sent there is none to come back to.
fn path(method: &Method, uri: &Uri) -> String {
    let page = uri.path_and_query().filter(|_| *method == Method::GET);
    page.map_or_else(|| links::HOME.to_owned(), plain)
}

/// An address without language and news.
pub fn plain(page: &PathAndQuery) -> String {
    let is_kept = |pair: &&str| {
        let name = pair.split_once('=').map_or(*pair, |(name, _)| name);
        !pair.is_empty() && ![links::LANG, links::DONE, links::FIELD_UNDO].contains(&name)
    };
    let query: Vec<&str> = page.query().unwrap_or_default().split('&').filter(is_kept).collect();
    if query.is_empty() { page.path().to_owned() } else { format!("{}?{}", page.path(), query.join("&")) }
}
