//! Less of it: what a visitor wants less of, kept where they allowed that, else for this visit in their browser alone; and
//! why a thing was shown, by its receipt.

use super::data::held;
use super::goods::Ground;
use super::sent::Sent;
use super::visit::Visit;
use crate::auth::not_found;
use crate::pages::art::Look;
use crate::pages::{self, Less, Notice, WhyPage, links};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{Interested, Request, Rules};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::Response;
use domain::{Filter, Interest, ItemId, Purpose, ReceiptId, Recommend, Rung, Term, Topic};

/// The category of what people say they like, and want less of.
const INTEREST: &str = "trait.interest";

/// `GET /why`.
pub async fn show(State(doors): State<Doors>, visit: Visit) -> Result<Response, Problem> {
    let goods = visit.goods(&doors);
    let said = held(&doors, &visit).await?.map(|held| held.interests).unwrap_or_default();
    let noes = said.into_iter().map(|held| held.what).filter(|interest| !interest.likes);
    let view = Less {
        kept: noes.map(|interest| goods.offer(interest.topic)).collect(),
        visit: visit.visitor.less.iter().map(|topic| goods.offer(topic.clone())).collect(),
    };
    Ok(visit.page(pages::less(&visit.frame(), &view)))
}

/// `GET /why/{receipt}/{item}`.
pub async fn why(
    State(doors): State<Doors>,
    Path((receipt, item)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let (id, item) = ReceiptId::parse(&receipt).zip(ItemId::parse(&item).ok()).ok_or_else(not_found)?;
    let who = visit.visitor.who.clone();
    let found = doors.call(move |shop, now| shop.receipt(now, who.as_ref(), id)).await?.ok_or_else(not_found)?;
    // What a thing goes with stands on the page of that thing, and on nobody's history.
    let is_beside = found.beside || found.last.reasons.iter().any(|reason| reason.term == Term::Similar);
    let rung = if is_beside { Rung::Contextual } else { found.last.rung };
    let reasons: Vec<_> = found.last.reasons.into_iter().filter(|reason| reason.item == item).collect();
    if reasons.is_empty() {
        return Err(not_found());
    }
    let goods = visit.goods(&doors);
    let known = goods.catalog.get(&item);
    let view = WhyPage {
        id: item.to_string(),
        title: goods.named(&item).title,
        price: known.and_then(|item| item.price),
        look: known.map_or_else(|| Look::of_title(item.as_str()), |item| goods.look(item)),
        here: known.is_some(),
        at: found.at.0,
        why: goods.why(&item, &reasons, Ground { rung, receipt: Some(id) }),
    };
    Ok(visit.page(pages::why_page(&visit.frame(), &view)))
}

/// `POST /why`: less of something or nothing of it, or that is taken back. In force on the next page. What may be kept of
/// it is kept; else the browser remembers it for this visit, and nothing of it is here.
pub async fn say(State(doors): State<Doors>, mut sent: Sent) -> Result<Response, Problem> {
    let (topic, on) = topic(&mut sent)?;
    sent.finish()?;
    if on && !is_in_shop(&doors, &topic) {
        return Err(not_found());
    }
    let is_kept = keep(&doors, &sent.visit, &topic, on).await?;
    let visitor = &sent.visit.visitor;
    // Only the demonstration's own shop goes by what the browser remembers.
    let for_visit = if (on && is_kept) || !doors.is_demo() { None } else { visitor.less_with(&doors, &topic, on)? };
    let news = match (&topic, on, is_kept) {
        (_, false, _) => Notice::TakenBack,
        (_, true, false) if !doors.is_demo() => Notice::InterestNotKept,
        (_, true, false) => Notice::ForVisit,
        (Topic::Like(_), true, true) => Notice::Less,
        (_, true, true) => Notice::LeftOut,
    };
    let mut response = match on {
        true => sent.back_with_undo(links::HOME, news, &topic),
        false => sent.back(links::HOME, news),
    };
    if let Some(cookie) = for_visit {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The topic that a form names, and whether less of it is wanted.
fn topic(sent: &mut Sent) -> Result<(Topic, bool), Problem> {
    let (no, undo) = (sent.form.take(links::FIELD_NO), sent.form.take(links::FIELD_UNDO));
    let named = match (no, undo) {
        (Some(word), None) => Topic::parse(&word).map(|topic| (topic, true)),
        (None, Some(word)) => Topic::parse(&word).map(|topic| (topic, false)),
        _ => None,
    };
    named.ok_or_else(|| Problem::new(Code::InvalidValue, "say one thing about what was shown"))
}

fn is_in_shop(doors: &Doors, topic: &Topic) -> bool {
    let catalog = doors.shop().catalog();
    match topic {
        Topic::Item(id) | Topic::Like(id) => catalog.get(id).is_some(),
        Topic::Seller(name) => catalog.items().iter().any(|item| item.seller.as_ref() == Some(name)),
        Topic::Category(name) => catalog.items().iter().any(|item| item.category.contains(name)),
        Topic::Tag(name) => catalog.items().iter().any(|item| item.tags.contains(name)),
    }
}

/// Keeps it as the person's own word, where they are known and it may be; says whether it is.
async fn keep(doors: &Doors, visit: &Visit, topic: &Topic, on: bool) -> Result<bool, Problem> {
    let Some(who) = visit.visitor.who.clone() else { return Ok(false) };
    if on && !minds(visit) {
        return Ok(false);
    }
    let (ask, interest) = (visit.visitor.ask(doors, doors.now()), Interest { topic: topic.clone(), likes: false });
    let done = doors.call(move |shop, now| shop.amend(now, &who, &ask, (&interest, on))).await?;
    Ok(done == Interested::Kept)
}

/// Whether what they say they want is minded in what they are shown. Where it only counts or teaches, keeping a no would
/// change nothing for them.
fn minds(visit: &Visit) -> bool {
    visit.may_use(Recommend::KEY, INTEREST)
}

/// What a page leaves out for this visit.
#[derive(Clone, Debug, Default)]
pub struct Noes {
    /// These.
    pub items: Vec<ItemId>,
    /// Whatever this does not hold of.
    pub filter: Option<Filter>,
    /// Less of things like these.
    pub less: Vec<Topic>,
}

impl Noes {
    /// Of topics.
    pub fn of(topics: &[Topic]) -> Self {
        let mut noes = Self::default();
        let mut never = Vec::new();
        for topic in topics {
            match topic {
                Topic::Item(id) => noes.items.push(id.clone()),
                Topic::Like(_) => noes.less.push(topic.clone()),
                Topic::Seller(name) => never.push(Filter::Seller(vec![name.clone()])),
                Topic::Category(name) => never.push(Filter::Category(vec![name.clone()])),
                Topic::Tag(name) => never.push(Filter::Tag(vec![name.clone()])),
            }
        }
        noes.filter = (!never.is_empty()).then(|| Filter::Not(Box::new(Filter::Any(never))));
        noes
    }

    /// A request for so many things that leaves these out.
    pub fn request(&self, count: usize) -> Request<'_> {
        let rules = Rules { filter: self.filter.as_ref(), less: &self.less, ..Rules::default() };
        Request { count, exclude: &self.items, rules, ..Request::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_no_of_a_visit_is_what_its_button_says() {
        let id = || ItemId::parse("tea").unwrap();
        let noes = Noes::of(&[Topic::Item(id()), Topic::Like(id()), Topic::Seller("ada".into())]);
        assert_eq!((noes.items, noes.less), (vec![id()], vec![Topic::Like(id())]));
        let never = Filter::Any(vec![Filter::Seller(vec!["ada".into()])]);
        assert_eq!(noes.filter, Some(Filter::Not(Box::new(never))));
        assert_eq!(Noes::of(&[]).filter, None, "a page that leaves nothing out has no rule of its own");
    }
}
