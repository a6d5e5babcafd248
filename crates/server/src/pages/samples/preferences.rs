//! Filled preference centers: somebody's who chose, and a stranger's.

use super::{DAY, NOW};
use crate::pages::{
    Asking, Center, ChannelRow, Clock, ConcludedRow, DeclaredRow, Interests, Kept, Messages, Offer, PurposeRow,
    QuietRow, RequestRow, SignalRow, Under,
};
use app::Policy;
use domain::{Lang, Rung, Topic};

fn row(lang: Lang, key: &str, state: &'static str) -> PurposeRow {
    let policy = Policy::shipped().unwrap();
    let entry = policy.purpose(key).unwrap();
    let benefit = entry.benefit(lang).to_owned();
    let (given, told) = (state == "given", matches!(key, "recommend" | "train"));
    PurposeRow {
        key: key.to_owned(),
        benefit: benefit.clone(),
        state,
        since: (state != "never_asked").then_some(NOW - 3 * DAY),
        until: given.then_some(NOW + 727 * DAY),
        under: given.then(|| Under {
            number: 1,
            notice: "choices".to_owned(),
            shown: Some((1, lang)),
            receipt: "iso-27560",
        }),
        by_signal: key == "ads",
        told,
        may_refuse: given || state == "never_asked",
        may_grant: !given,
    }
}

/// Somebody's who chose "My history here", said no to messages, and whose browser sends Global Privacy Control.
pub fn known(lang: Lang) -> Center {
    let states = [
        ("recommend", "given"),
        ("train", "withdrawn"),
        ("message", "refused"),
        ("ads", "never_asked"),
        ("measure", "never_asked"),
    ];
    Center {
        recipients: Vec::new(),
        kept: Some(Kept {
            acts: vec![("purchase", 3), ("view", 20), ("rating", 1)],
            statements: 3,
            hidden: 1,
            receipts: 41,
        }),
        restricted: true,
        uses: vec!["recommend".to_owned()],
        chosen: Rung::Personal,
        rung_said: Some(NOW - 3 * DAY),
        purposes: states.map(|(key, state)| row(lang, key, state)).to_vec(),
        signals: vec![gpc(true)],
        pair_people_min: 5,
    }
}

/// A stranger's.
pub fn stranger(lang: Lang) -> Center {
    let keys = ["recommend", "train", "message", "ads", "measure"];
    Center {
        recipients: Vec::new(),
        kept: None,
        restricted: false,
        uses: Vec::new(),
        chosen: Rung::Contextual,
        rung_said: None,
        purposes: keys.map(|key| row(lang, key, "never_asked")).to_vec(),
        signals: vec![gpc(false)],
        pair_people_min: 5,
    }
}

/// Interests, said, concluded and contested.
pub fn interests() -> Interests {
    let said = |name: &str, likes| {
        let about = Offer { topic: Topic::Category(name.to_owned()), name: name.to_owned() };
        DeclaredRow { about, likes, at: NOW - DAY }
    };
    let concluded = |category: &str, things, share| ConcludedRow {
        category: category.to_owned(),
        things,
        share,
        evidence: super::GOODS.iter().take(3).map(|good| super::named(good.0)).collect(),
    };
    Interests {
        declared: vec![said("Garden", true), said("Candles", false)],
        topics: vec![("Garden".to_owned(), vec!["Tools".to_owned(), "Seeds".to_owned()])],
        concluded: vec![concluded("Beans", 5, 41), concluded("Kettles", 2, 9)],
        closed: Vec::new(),
        receipt: Some("01936f2c".to_owned()),
        contested: vec!["Books".to_owned()],
    }
}

/// Limits of every kind.
pub fn messages() -> Messages {
    let channel = |key: &str, most, sent| ChannelRow { key: key.to_owned(), most, sent };
    Messages {
        state: "given",
        channels: vec![channel("email", Some(1), 1), channel("push", None, 0)],
        quiet: vec![QuietRow { from: "22:00".to_owned(), to: "07:00".to_owned(), zone: "Europe/Berlin".to_owned() }],
        zones: vec!["Europe/Berlin".to_owned(), "UTC".to_owned()],
        topics: vec![("Garden".to_owned(), true), ("Books".to_owned(), false)],
    }
}

/// Requests at every stage of their clock.
pub fn asking() -> Asking {
    let request = |kind, stage, clock, told: &[&str]| RequestRow {
        id: "0".repeat(32),
        kind,
        stage,
        says: "please".to_owned(),
        at: NOW - DAY,
        clock,
        law: "eu".to_owned(),
        told: told.iter().map(|says| (NOW, stage, (*says).to_owned())).collect(),
        may_appeal: stage == "refused",
    };
    Asking {
        requests: vec![
            request("human_review", "in_progress", Clock::Due(NOW + 29 * DAY, 29), &[]),
            request("correct", "extended", Clock::Due(NOW + DAY, 1), &["many asked at once"]),
            request("explain", "waiting", Clock::Stopped(NOW), &["which decision?"]),
            request("access", "received", Clock::Due(NOW - DAY, -1), &[]),
            request("complaint", "refused", Clock::Closed(NOW), &["the delivery is not ours"]),
        ],
    }
}

fn gpc(sent: bool) -> SignalRow {
    SignalRow { key: "gpc", sent, since: sent.then_some(NOW - 2 * DAY), closes: vec!["ads".to_owned()] }
}
