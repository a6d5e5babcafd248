//! Interests: what the visitor said they like, and what is concluded about them, which they can say is wrong.

use super::data::held;
use super::goods::Goods;
use super::sent::Sent;
use super::visit::Visit;
use crate::auth::not_found;
use crate::pages::{self, ConcludedRow, DeclaredRow, Interests, Notice, links};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{AskedBy, Concluded, Details, Dossier, HIDDEN_CATEGORY_CHARS_MAX, Hide, Interested, UsualKind};
use axum::extract::State;
use axum::response::Response;
use domain::{Interest, Refusal, RequestKind, SubjectId, Topic};
use std::collections::{BTreeMap, BTreeSet};

/// `GET /preferences/interests`.
pub async fn show(State(doors): State<Doors>, visit: Visit) -> Result<Response, Problem> {
    let goods = visit.goods(&doors);
    let mut view = Interests { topics: topics(&goods), ..Interests::default() };
    if let (Some(who), Some(held)) = (visit.visitor.who.clone(), held(&doors, &visit).await?) {
        let ask = visit.visitor.ask(&doors, doors.now());
        let concluded = doors.call(move |shop, now| shop.conclude(now, &who, &ask)).await?;
        fill(&mut view, &goods, &held, &concluded);
    }
    Ok(visit.page(pages::interests(&visit.frame(), &view)))
}

/// Every department with its shelves, in order of name.
fn topics(goods: &Goods<'_>) -> Vec<(String, Vec<String>)> {
    let mut topics: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for item in goods.catalog.items().iter().filter(|item| !item.sensitive) {
        if let Some((department, shelves)) = item.category.split_first() {
            topics.entry(department).or_default().extend(shelves.iter().map(String::as_str));
        }
    }
    let named = |(department, shelves): (&str, BTreeSet<&str>)| {
        (department.to_owned(), shelves.into_iter().map(str::to_owned).collect())
    };
    topics.into_iter().map(named).collect()
}

fn fill(view: &mut Interests, goods: &Goods<'_>, held: &Dossier, concluded: &Concluded) {
    view.declared = held.interests.iter().map(|held| declared(goods, &held.what, held.at.0)).collect();
    view.concluded = concluded.usual.0.iter().map(|kind| row(goods, kind)).collect();
    view.closed = match concluded.refusal {
        Some(Refusal::Closed(reasons)) => reasons.iter().map(|code| code.as_str().to_owned()).collect(),
        _ => Vec::new(),
    };
    view.receipt = (!view.concluded.is_empty()).then(|| concluded.receipt.to_string());
    let contested = held.veils.iter().filter(|veil| veil.contested).filter_map(|veil| match &veil.what {
        Hide::Category { key, .. } => Some(key.clone()),
        _ => None,
    });
    view.contested = contested.collect();
}

fn declared(goods: &Goods<'_>, interest: &Interest, at: i64) -> DeclaredRow {
    DeclaredRow { about: goods.offer(interest.topic.clone()), likes: interest.likes, at }
}

fn row(goods: &Goods<'_>, kind: &UsualKind) -> ConcludedRow {
    ConcludedRow {
        category: kind.category.clone(),
        things: kind.things,
        share: (kind.share * 100.0).round() as i64,
        evidence: kind.evidence.iter().map(|id| goods.named(id)).collect(),
    }
}

/// `POST /preferences/interests`: something liked or never wanted, taken back, or a conclusion that is wrong.
pub async fn answer(State(doors): State<Doors>, mut sent: Sent) -> Result<Response, Problem> {
    let contested = sent.form.take(links::FIELD_CONTEST);
    let (kind, topic) = (sent.form.take(links::FIELD_KIND), sent.form.take(links::FIELD_TOPIC));
    let answer = sent.form.take(links::FIELD_ANSWER);
    sent.finish()?;
    let who = sent.visit.visitor.who.clone().ok_or_else(not_found)?;
    let news = match (contested, kind, topic, answer) {
        (Some(category), None, None, None) => contest(&doors, who, category).await?,
        (None, Some(kind), Some(topic), Some(answer)) => {
            let topic = named(&kind, &topic).ok_or_else(wrong)?;
            let likes = match answer.as_str() {
                "likes" => Some(true),
                "never" => Some(false),
                "back" => None,
                _ => return Err(wrong()),
            };
            declare(&doors, &sent.visit, who, (topic, likes)).await?
        }
        _ => return Err(wrong()),
    };
    Ok(sent.back(links::INTERESTS, news))
}

fn named(kind: &str, name: &str) -> Option<Topic> {
    if name.chars().any(char::is_control) { None } else { Topic::of(kind, name) }
}

/// Says or takes back one thing, and leaves the rest as it is.
async fn declare(
    doors: &Doors,
    visit: &Visit,
    who: SubjectId,
    (topic, likes): (Topic, Option<bool>),
) -> Result<Notice, Problem> {
    let ask = visit.visitor.ask(doors, doors.now());
    let interest = Interest { topic, likes: likes.unwrap_or(true) };
    let done = doors.call(move |shop, now| shop.amend(now, &who, &ask, (&interest, likes.is_some()))).await?;
    match (done, likes) {
        (Interested::Sensitive(_), _) => {
            Err(Problem::new(Code::SensitiveTopic, "nothing is kept of anybody about what is this delicate"))
        }
        (_, None) => Ok(Notice::InterestGone),
        (Interested::Kept, Some(_)) => Ok(Notice::InterestKept),
        (Interested::NoConsent, Some(_)) => Ok(Notice::InterestNotKept),
    }
}

/// Nothing is concluded from a kind of things any more; it stands among what they asked for, too.
async fn contest(doors: &Doors, who: SubjectId, category: String) -> Result<Notice, Problem> {
    if !(1..=HIDDEN_CATEGORY_CHARS_MAX).contains(&category.chars().count()) {
        return Err(wrong());
    }
    let contested = Some(Hide::Category { key: category, future: true });
    let details = Details { contested, ..Details::default() };
    let kind = RequestKind::ContestInference;
    let taken = doors.call(move |shop, now| shop.ask_for(now, &who, kind, AskedBy::Person, &details)).await?;
    taken.ok_or_else(not_found)?;
    Ok(Notice::Contested)
}

fn wrong() -> Problem {
    Problem::new(Code::InvalidValue, "give one of the offered answers")
}
