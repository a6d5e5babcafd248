//! What the pages ask, as a published notice: the same words, the same answers, so that each answer shows what it was to.

use super::ladder::{self, LADDER, WHOLE};
use crate::language::{self, Words};
use app::{Policy, Recipient};
use domain::{
    Control, Does, Emphasis, Lang, Layer, Notice, Purpose, PurposeTerms, Recommend, Rung, Told, Train, Wording,
};
use std::collections::BTreeMap;

/// The notice's key in the demonstration, and beside a shop's own notices.
const KEYS: [&str; 2] = ["choices", "assent-pages"];
/// What a person says of themself.
const SAID: &str = "trait.interest";
/// Who answers for the demonstration's data: whoever runs it.
const CONTROLLER: &str = "whoever runs this demonstration";
/// How they are reached.
const CONTACT: &str = "ask whoever gave you this address";
/// What a person may demand, each on a page of its own.
const RIGHTS: [&str; 9] =
    ["access", "delete", "port", "restrict", "object", "withdraw", "opt_out", "complain", "no_retaliation"];

/// The notice's key.
#[must_use]
pub const fn key(demo: bool) -> &'static str {
    if demo { KEYS[0] } else { KEYS[1] }
}

/// The question beside the shop on the first layer; on the second the page where every answer can be changed.
#[must_use]
pub fn notice(policy: &Policy, recipients: &[Recipient], demo: bool) -> Notice {
    let shop = &policy.controller;
    let or = |said: &Option<String>, otherwise: &str| said.clone().unwrap_or_else(|| otherwise.to_owned());
    Notice {
        key: key(demo).to_owned(),
        controller: if demo { CONTROLLER.to_owned() } else { or(&shop.name, "the shop that sent you here") },
        contact: if demo { CONTACT.to_owned() } else { or(&shop.contact, "ask the shop that sent you here") },
        purposes: [Recommend::KEY, Train::KEY].into_iter().filter_map(|key| told(policy, recipients, key)).collect(),
        rights: RIGHTS.map(str::to_owned).to_vec(),
        material: Vec::new(),
        layers: vec![
            Layer { controls: [answers("answer", &LADDER), vec![control("teach", Does::Switch, Train::KEY)]].concat() },
            Layer { controls: [answers("change", &WHOLE), teaching()].concat() },
        ],
        locales: language::all().into_iter().map(|lang| (lang.code().to_owned(), wording(policy, lang))).collect(),
    }
}

/// What the pages say yes to: the kinds of activity that the shop keeps or looks at, what the person says that they like
/// or do not want to see, the group that they are in by it, and nothing else.
fn told(policy: &Policy, recipients: &[Recipient], key: &str) -> Option<Told> {
    let entry = policy.purpose(key)?;
    let asked = |(name, category): &(&str, &app::policy::Category)| {
        let is_named = name.starts_with("activity.") || *name == SAID || category.grouping.is_some();
        uses(&entry.terms, category.id) && is_named
    };
    Some(Told {
        purpose: key.to_owned(),
        categories: policy.categories().filter(asked).map(|(name, _)| name.to_owned()).collect(),
        recipients: recipients.iter().filter(|one| one.receives(key)).map(|one| one.terms.name.clone()).collect(),
        retention_days: entry.retention_days,
    })
}

const fn uses(terms: &PurposeTerms, category: domain::CategoryId) -> bool {
    terms.categories.has(category)
}

fn control(id: &str, does: Does, purpose: &str) -> Control {
    let purposes = vec![purpose.to_owned()];
    Control { id: id.to_owned(), does, purposes, preselected: false, steps: 1, weight: Emphasis::Plain }
}

/// The rungs as buttons, all alike.
fn answers(prefix: &str, rungs: &[Rung]) -> Vec<Control> {
    let does = |rung| if rung == Rung::Contextual { Does::Refuse } else { Does::Accept };
    rungs.iter().map(|rung| control(&id(prefix, *rung), does(*rung), Recommend::KEY)).collect()
}

fn teaching() -> Vec<Control> {
    vec![control("teach-no", Does::Refuse, Train::KEY), control("teach-yes", Does::Accept, Train::KEY)]
}

fn id(prefix: &str, rung: Rung) -> String {
    format!("{prefix}-{}", rung.as_str())
}

fn wording(policy: &Policy, lang: Lang) -> Wording {
    let words = language::of(lang);
    let benefit = |key: &str| Some((key.to_owned(), policy.purpose(key)?.benefit(lang).to_owned()));
    Wording {
        title: words.consent.title.to_owned(),
        layers: vec![question(words, policy.group_people_min()), change(words, policy.pair_people_min.get())],
        controls: labels(words),
        benefits: [Recommend::KEY, Train::KEY].into_iter().filter_map(benefit).collect(),
    }
}

/// The first layer; a group has so many people at least.
fn question(words: &'static Words, people_min: u32) -> String {
    let consent = &words.consent;
    let rungs = LADDER.into_iter().map(|rung| rung_text(rung, words, people_min));
    let before = [consent.intro.to_owned()];
    let after = [format!("{} {}", consent.teach_label, consent.teach_note), consent.look_around.to_owned()];
    before.into_iter().chain(rungs).chain(after).collect::<Vec<_>>().join("\n")
}

fn rung_text(rung: Rung, words: &'static Words, people_min: u32) -> String {
    let (means, consent) = (ladder::words(rung, words), &words.consent);
    let stop = words.format.stop;
    format!(
        "{}{stop} {} {} {} {}",
        means.name,
        consent.used,
        ladder::used(rung, words, people_min),
        consent.get,
        means.get
    )
}

fn change(words: &Words, people_min: u32) -> String {
    let choices = &words.choices;
    [choices.lead.to_owned(), choices.teach.to_owned(), choices.teach_note(people_min)].join("\n")
}

fn labels(words: &'static Words) -> BTreeMap<String, String> {
    let rungs = LADDER.map(|rung| ("answer", rung)).into_iter().chain(WHOLE.map(|rung| ("change", rung)));
    let rungs = rungs.map(|(prefix, rung)| (id(prefix, rung), ladder::words(rung, words).name.to_owned()));
    let teach =
        [("teach", words.consent.teach_label), ("teach-no", words.choices.no), ("teach-yes", words.choices.yes)];
    rungs.chain(teach.map(|(id, label)| (id.to_owned(), label.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::UnixTime;

    #[test]
    fn what_our_own_pages_ask_is_fair() {
        let policy = Policy::shipped().unwrap();
        assert_eq!(
            app::notice::check(&policy, UnixTime(1_790_000_000), &language::all(), &notice(&policy, &[], true)),
            []
        );
        assert_eq!(
            app::notice::check(&policy, UnixTime(1_790_000_000), &language::all(), &notice(&policy, &[], false)),
            []
        );
    }

    #[test]
    fn what_they_say_is_what_the_notice_says() {
        let policy = Policy::shipped().unwrap();
        let notice = notice(&policy, &[], true);
        for lang in language::all() {
            let frame = super::super::samples::frame(lang, Rung::Contextual, false);
            let page = super::super::consent::prompt(&frame).into_string();
            let wording = &notice.locales[lang.code()];
            for control in &notice.layers[0].controls {
                assert!(page.contains(&wording.controls[&control.id]), "{}", control.id);
            }
            for line in wording.layers[0].lines() {
                let plain = page.replace("</b>", "").replace("<b>", "");
                let sentence = line.split(". ").next().unwrap_or_default();
                assert!(plain.contains(sentence), "{line}");
            }
        }
    }
}
