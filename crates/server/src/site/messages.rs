//! Messages: how often, when and about what the visitor may be written to.

use super::goods::Goods;
use super::standing;
use super::visit::Visit;
use super::{data::held, sent::Sent};
use crate::auth::not_found;
use crate::pages::{self, ChannelRow, Messages, NO_LIMIT, Notice, QuietRow, WEEKLY, links};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{Dossier, HIDDEN_CATEGORY_CHARS_MAX, Limits, Policy, Quiet, ZONES, Zone};
use axum::extract::State;
use axum::response::Response;
use domain::{DAY_SECONDS, Lang, Message, Purpose, UnixTime};
use std::collections::BTreeSet;

/// The end of a stretch that lasts the whole day, in minutes since midnight.
const WHOLE_DAY: u16 = 1_440;

/// `GET /preferences/messages`.
pub async fn show(State(doors): State<Doors>, visit: Visit) -> Result<Response, Problem> {
    let view = match held(&doors, &visit).await? {
        Some(held) => {
            let (who, ask) = (visit.visitor.asked_as(), visit.visitor.ask(&doors, doors.now()));
            let questions = doors.call(move |shop, now| shop.questions(now, &who, &ask)).await?;
            let asked = questions.iter().find(|one| one.purpose == Message::KEY);
            let row = asked.map(|one| standing::row(&visit, doors.shop().policy(), one, &held.statements));
            Messages { state: row.map_or("never_asked", |row| row.state), ..filled(&doors, &visit, &held) }
        }
        None => Messages::default(),
    };
    Ok(visit.page(pages::messages(&visit.frame(), &view)))
}

fn filled(doors: &Doors, visit: &Visit, held: &Dossier) -> Messages {
    let goods = visit.goods(doors);
    let limits = &held.limits;
    let topic = |name: String| {
        let on = !limits.topics_off.contains(&name);
        (name, on)
    };
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let zone = limits.quiet.first().map(|quiet| quiet.zone().as_str());
    let hours = |quiet: &Quiet| QuietRow {
        from: clock(quiet.from_minute()),
        to: clock(quiet.to_minute()),
        zone: quiet.zone().as_str().to_owned(),
    };
    Messages {
        state: "never_asked",
        channels: channels(doors.shop().policy(), held, doors.now()),
        quiet: limits.quiet.iter().map(hours).collect(),
        zones: zones(zone, visit.lang),
        topics: topics(&goods, held).into_iter().map(topic).collect(),
    }
}

/// The widest kinds of things that the shop has, and whatever else is switched off.
fn topics(goods: &Goods<'_>, held: &Dossier) -> BTreeSet<String> {
    let plain = goods.catalog.items().iter().filter(|item| !item.sensitive);
    let departments = plain.filter_map(|item| item.category.first()).cloned();
    departments.chain(held.limits.topics_off.iter().cloned()).collect()
}

/// The channels that messages can go out on.
fn channels(policy: &Policy, held: &Dossier, now: UnixTime) -> Vec<ChannelRow> {
    let reached = policy.purpose(Message::KEY).map_or(0, |entry| entry.terms.channels);
    let reaches = |id: domain::ChannelId| reached & 1_u64.checked_shl(u32::from(id.0)).unwrap_or(0) != 0;
    let row = |(key, id): (&str, domain::ChannelId)| {
        let counts = |(by, at): &&(domain::ChannelId, UnixTime)| *by == id && now.since(*at) < 7 * DAY_SECONDS;
        let sent = held.sent.iter().filter(counts).count();
        ChannelRow { key: key.to_owned(), most: held.limits.weekly.get(&id).copied(), sent }
    };
    policy.channels().filter(|(_, id)| reaches(*id)).map(row).collect()
}

/// The clocks on offer: the one that is set first, or the likeliest for whoever reads this language.
fn zones(set: Option<&str>, lang: Lang) -> Vec<String> {
    let first = set.unwrap_or(crate::language::of(lang).language.zone);
    let mut zones: Vec<String> = ZONES.iter().map(|(name, _)| (*name).to_owned()).collect();
    zones.sort_by_key(|zone| (zone != first, zone.clone()));
    zones
}

/// `POST /preferences/messages`: one limit; the others stay as they are.
pub async fn answer(State(doors): State<Doors>, mut sent: Sent) -> Result<Response, Problem> {
    let change = change(&doors, &mut sent)?;
    sent.finish()?;
    let who = sent.visit.visitor.who.clone().ok_or_else(not_found)?;
    doors
        .call(move |shop, now| {
            let mut limits = shop.limits(now, &who)?;
            change.apply(&mut limits);
            shop.set_limits(now, &who, &limits)
        })
        .await?;
    Ok(sent.back(links::MESSAGES, Notice::LimitSet))
}

/// One thing that is set.
enum Change {
    Weekly(domain::ChannelId, Option<u8>),
    Quiet(Option<Quiet>),
    Topic(String, bool),
}

impl Change {
    fn apply(self, limits: &mut Limits) {
        match self {
            Self::Weekly(channel, Some(most)) => drop(limits.weekly.insert(channel, most)),
            Self::Weekly(channel, None) => drop(limits.weekly.remove(&channel)),
            Self::Quiet(None) => limits.quiet.clear(),
            // The form shows the first stretch: the others stay.
            Self::Quiet(Some(quiet)) => {
                let others = std::mem::replace(&mut limits.quiet, vec![quiet]);
                others.iter().skip(1).for_each(|other| other.add_to(&mut limits.quiet));
            }
            Self::Topic(topic, true) => drop(limits.topics_off.remove(&topic)),
            Self::Topic(topic, false) => drop(limits.topics_off.insert(topic)),
        }
    }
}

fn change(doors: &Doors, sent: &mut Sent) -> Result<Change, Problem> {
    let mut take = |field| sent.form.take(field);
    let (channel, most) = (take(links::FIELD_CHANNEL), take(links::FIELD_MOST));
    let (quiet, topic, answer) = (take(links::FIELD_QUIET), take(links::FIELD_TOPIC), take(links::FIELD_ANSWER));
    let hours = (take(links::FIELD_FROM), take(links::FIELD_TO), take(links::FIELD_ZONE));
    match (channel, most, quiet.as_deref(), topic, answer.as_deref(), hours) {
        (Some(channel), Some(most), None, None, None, (None, None, None)) => {
            let channel = doors.shop().policy().channel(&channel).ok_or_else(wrong)?;
            Ok(Change::Weekly(channel, weekly(&most).ok_or_else(wrong)?))
        }
        (None, None, Some("no"), None, None, _) => Ok(Change::Quiet(None)),
        (None, None, Some("yes"), None, None, (Some(from), Some(to), Some(zone))) => {
            Ok(Change::Quiet(Some(hours_of(&from, &to, &zone).ok_or_else(wrong)?)))
        }
        (None, None, None, Some(topic), Some(answer @ ("yes" | "no")), (None, None, None))
            if (1..=HIDDEN_CATEGORY_CHARS_MAX).contains(&topic.chars().count()) =>
        {
            Ok(Change::Topic(topic, answer == "yes"))
        }
        _ => Err(wrong()),
    }
}

/// One of the numbers on offer, or no limit.
fn weekly(text: &str) -> Option<Option<u8>> {
    if text == NO_LIMIT {
        return Some(None);
    }
    text.parse().ok().filter(|most| WEEKLY.contains(most)).map(Some)
}

fn hours_of(from: &str, to: &str, zone: &str) -> Option<Quiet> {
    let (from, to) = (minute(from)?, minute(to)?);
    // From midnight to midnight is the whole day: no field for a time holds 24:00.
    let to = if (from, to) == (0, 0) { WHOLE_DAY } else { to };
    Quiet::new(from, to, Zone::parse(zone)?).ok()
}

/// A time of day as a browser sends it.
fn minute(text: &str) -> Option<u16> {
    let time: jiff::civil::Time = text.parse().ok()?;
    u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).ok()
}

fn wrong() -> Problem {
    Problem::new(Code::InvalidValue, "give one of the offered answers")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_and_a_number_are_read_as_they_are_offered() {
        assert_eq!((minute("22:30"), minute("00:00")), (Some(1_350), Some(0)));
        assert_eq!((minute("24:00"), minute("soon"), minute("")), (None, None, None));
        assert_eq!((weekly("0"), weekly("any"), weekly("2"), weekly("-1")), (Some(Some(0)), Some(None), None, None));
        assert!(hours_of("22:00", "07:00", "Europe/Berlin").is_some());
        assert_eq!(hours_of("00:00", "00:00", "UTC").map(|quiet| quiet.to_minute()), Some(WHOLE_DAY));
        assert!(hours_of("22:00", "22:00", "Europe/Berlin").is_none() && hours_of("22:00", "07:00", "Mars").is_none());
    }

    #[test]
    fn other_hours_replace_the_first_stretch_and_keep_the_rest() {
        let hours = |from, to| hours_of(from, to, "UTC").unwrap();
        let mut limits = Limits { quiet: vec![hours("22:00", "07:00"), hours("12:00", "14:00")], ..Limits::default() };
        Change::Quiet(Some(hours("23:00", "06:00"))).apply(&mut limits);
        assert_eq!(limits.quiet, [hours("23:00", "06:00"), hours("12:00", "14:00")]);
        Change::Quiet(None).apply(&mut limits);
        assert_eq!(limits.quiet, []);
    }

    #[test]
    fn the_clock_that_is_set_stands_first_and_none_is_lost() {
        let zones = zones(Some("Asia/Tokyo"), Lang::DE);
        assert_eq!((zones[0].as_str(), zones.len()), ("Asia/Tokyo", ZONES.len()));
        assert_eq!(super::zones(None, Lang::DE)[0], "Europe/Berlin");
    }
}
