//! Filled preference centers: somebody's who chose, and a stranger's.

use super::{DAY, NOW};
use crate::pages::{Center, Kept, PurposeRow, SignalRow, Under};
use app::Policy;
use domain::{Lang, Rung};

fn row(lang: Lang, key: &str, state: &'static str) -> PurposeRow {
    let policy = Policy::shipped().unwrap();
    let entry = policy.purpose(key).unwrap();
    let benefit = if lang == Lang::De { &entry.benefit_de } else { &entry.benefit_en };
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
        uses: Vec::new(),
        chosen: Rung::Contextual,
        rung_said: None,
        purposes: keys.map(|key| row(lang, key, "never_asked")).to_vec(),
        signals: vec![gpc(false)],
        pair_people_min: 5,
    }
}

fn gpc(sent: bool) -> SignalRow {
    SignalRow { key: "gpc", sent, since: sent.then_some(NOW - 2 * DAY), closes: vec!["ads".to_owned()] }
}
