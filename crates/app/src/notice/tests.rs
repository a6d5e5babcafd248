//! One change to a fair notice, and exactly what is found; every finding is found somewhere.

use super::{Name, check};
use domain::{Control, Does, Emphasis, Lang, Layer, Notice, Told, UnixTime, Wording};
use std::collections::{BTreeMap, BTreeSet};
use vault::policy::Policy;

const NOW: UnixTime = UnixTime(1_780_000_000);
const SPOKEN: [Lang; 2] = [Lang::EN, Lang::DE];

fn control(id: &str, does: Does, purposes: &[&str]) -> Control {
    let purposes = purposes.iter().map(|purpose| (*purpose).to_owned()).collect();
    Control { id: id.to_owned(), does, purposes, preselected: false, steps: 1, weight: Emphasis::Plain }
}

fn words(title: &str, layers: [&str; 2], controls: &[(&str, &str)], benefits: &[(&str, &str)]) -> Wording {
    let named = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    Wording {
        title: title.to_owned(),
        layers: layers.map(str::to_owned).to_vec(),
        controls: named(controls),
        benefits: named(benefits),
    }
}

/// Two questions on the first layer, and more to read with two switches on the second.
pub(crate) fn fair(policy: &Policy) -> Notice {
    let days = |key: &str| policy.purpose(key).map_or(0, |entry| entry.retention_days);
    let told = |key: &str| Told {
        purpose: key.to_owned(),
        categories: vec!["activity.purchase".to_owned()],
        recipients: Vec::new(),
        retention_days: days(key),
    };
    let first = vec![
        control("yes", Does::Accept, &["recommend"]),
        control("no", Does::Refuse, &[]),
        control("more", Does::Open, &[]),
    ];
    let second = vec![
        control("recommend", Does::Switch, &["recommend"]),
        control("train", Does::Switch, &["train"]),
        control("save", Does::Save, &[]),
    ];
    let en = words(
        "May we use what you buy?",
        ["We look at what you buy here to show you more of it. You can say no.", "Choose for each use by itself."],
        &[
            ("yes", "Yes"),
            ("no", "No"),
            ("more", "More"),
            ("recommend", "For me"),
            ("train", "For all"),
            ("save", "Save"),
        ],
        &[("recommend", "You see things that fit."), ("train", "It helps others find things.")],
    );
    let de = words(
        "Dürfen wir nutzen, was Sie kaufen?",
        ["Wir sehen auf das, was Sie hier kaufen. Sie können nein sagen.", "Wählen Sie für jede Nutzung einzeln."],
        &[
            ("yes", "Ja"),
            ("no", "Nein"),
            ("more", "Mehr"),
            ("recommend", "Für mich"),
            ("train", "Für alle"),
            ("save", "Gut so"),
        ],
        &[("recommend", "Sie sehen, was zu Ihnen passt."), ("train", "Es hilft anderen beim Finden.")],
    );
    Notice {
        key: "shop".to_owned(),
        controller: "The Shop".to_owned(),
        contact: "privacy at the shop".to_owned(),
        purposes: vec![told("recommend"), told("train")],
        rights: ["access", "delete", "withdraw", "complain"].map(str::to_owned).to_vec(),
        material: Vec::new(),
        layers: vec![Layer { controls: first }, Layer { controls: second }],
        locales: BTreeMap::from([("en".to_owned(), en), ("de".to_owned(), de)]),
    }
}

type Change = fn(&mut Notice);

fn first(notice: &mut Notice, at: usize) -> &mut Control {
    &mut notice.layers[0].controls[at]
}

fn in_english(notice: &mut Notice) -> &mut Wording {
    notice.locales.get_mut("en").unwrap()
}

const CASES: &[(Name, &str, Change)] = &[
    (Name::DeeperRefusal, "/layers/0/controls/0", |n| n.layers[0].controls[1].does = Does::Open),
    (Name::DeeperRefusal, "/layers/0/controls/0", |n| first(n, 1).purposes = vec!["train".to_owned()]),
    (Name::LongerRefusal, "/layers/0/controls/0", |n| first(n, 1).steps = 2),
    (Name::WeakerRefusal, "/layers/0/controls/0", |n| first(n, 1).weight = Emphasis::Link),
    (Name::WeakerRefusal, "/layers/0/controls/0", |n| first(n, 0).weight = Emphasis::Strong),
    (Name::Preselected, "/layers/1/controls/1/preselected", |n| n.layers[1].controls[1].preselected = true),
    (Name::Bundled, "/layers/1/controls/1/purposes", |n| n.layers[1].controls[1].purposes.clear()),
    (Name::Bundled, "/layers/0/controls/0/purposes", |n| first(n, 0).purposes.push("train".to_owned())),
    (Name::TooManyChoices, "/layers/0/controls", |n| {
        n.layers[0].controls.extend(["a", "b", "c"].map(|id| control(id, Does::Open, &[])));
        for wording in n.locales.values_mut() {
            wording.controls.extend(["a", "b", "c"].map(|id| (id.to_owned(), "More".to_owned())));
        }
    }),
    (Name::NoSave, "/layers/1/controls", |n| n.layers[1].controls[2].does = Does::Open),
    (Name::NoControls, "/layers/0/controls", |n| {
        n.layers[0].controls.clear();
        n.locales.values_mut().for_each(|w| ["yes", "no", "more"].iter().for_each(|id| drop(w.controls.remove(*id))));
    }),
    (Name::SameId, "/layers/0/controls/2/id", |n| {
        first(n, 2).id = "no".to_owned();
        n.locales.values_mut().for_each(|wording| drop(wording.controls.remove("more")));
    }),
    (Name::MissingLocale, "/locales/de", |n| drop(n.locales.remove("de"))),
    (Name::UnknownLocale, "/locales", |n| drop(n.locales.insert("fr".to_owned(), Wording::default()))),
    (Name::MissingText, "/locales/en/title", |n| in_english(n).title = " ".to_owned()),
    (Name::MissingText, "/locales/en/layers/1", |n| drop(in_english(n).layers.pop())),
    (Name::MissingText, "/locales/en/controls", |n| drop(in_english(n).controls.remove("yes"))),
    (Name::StrayText, "/locales/en/controls", |n| {
        drop(in_english(n).controls.insert("x".to_owned(), "Yes".to_owned()))
    }),
    (Name::StrayText, "/locales/en/layers", |n| in_english(n).layers.push("More.".to_owned())),
    (Name::MissingBenefit, "/locales/en/benefits", |n| drop(in_english(n).benefits.remove("train"))),
    (Name::HardToRead, "/locales/en", |n| {
        in_english(n).layers[0] = "Notwithstanding aforementioned considerations, personally identifiable information \
            necessitates individualised communication optimisation for legitimate organisational purposes."
            .to_owned();
    }),
    (Name::ConfirmShaming, "/locales/en/controls", |n| {
        in_english(n).controls.insert("no".to_owned(), "No, I don\u{2019}t like savings".to_owned());
    }),
    (Name::UnknownPurpose, "/purposes/1/purpose", |n| {
        n.purposes[1].purpose = "fly".to_owned();
        n.layers[1].controls[1].purposes = vec!["fly".to_owned()];
        n.locales.values_mut().for_each(|w| drop(w.benefits.insert("fly".to_owned(), "You fly.".to_owned())));
    }),
    (Name::SamePurpose, "/purposes/2/purpose", |n| n.purposes.push(n.purposes[1].clone())),
    (Name::UntoldPurpose, "/layers/1/controls/1/purposes/0", |n| drop(n.purposes.pop())),
    (Name::UnknownCategory, "/purposes/0/categories/0", |n| n.purposes[0].categories[0] = "shoe.size".to_owned()),
    (Name::CategoryNotAllowed, "/purposes/1/categories/1", |n| {
        n.purposes[1].categories.push("trait.interest".to_owned())
    }),
    (Name::NoCategory, "/purposes/0/categories", |n| n.purposes[0].categories.clear()),
    (Name::RetentionMismatch, "/purposes/0/retention_days", |n| n.purposes[0].retention_days -= 1),
    (Name::UnknownRight, "/rights/4", |n| n.rights.push("fly".to_owned())),
    (Name::MissingRight, "/rights", |n| drop(n.rights.pop())),
    (Name::NoController, "/contact", |n| n.contact.clear()),
    (Name::MaterialUntold, "/material/0", |n| n.material.push("ads".to_owned())),
];

#[test]
fn a_fair_notice_has_nothing_to_mend() {
    let policy = Policy::shipped().unwrap();
    assert_eq!(check(&policy, NOW, &SPOKEN, &fair(&policy)), []);
}

#[test]
fn each_unfair_change_is_found_where_it_is() {
    let policy = Policy::shipped().unwrap();
    for (name, pointer, change) in CASES {
        let mut notice = fair(&policy);
        change(&mut notice);
        let found: Vec<_> = check(&policy, NOW, &SPOKEN, &notice).into_iter().map(|f| (f.name, f.pointer)).collect();
        assert_eq!(found, [(*name, (*pointer).to_owned())]);
    }
}

#[test]
fn every_finding_is_found_by_a_case() {
    let found: BTreeSet<Name> = CASES.iter().map(|(name, ..)| *name).collect();
    assert_eq!(found.len(), Name::ALL.len());
}

#[test]
fn everything_that_is_wrong_is_named_at_once() {
    let policy = Policy::shipped().unwrap();
    let mut notice = fair(&policy);
    for (_, _, change) in [&CASES[2], &CASES[5], &CASES[12], &CASES[30]] {
        change(&mut notice);
    }
    assert_eq!(check(&policy, NOW, &SPOKEN, &notice).len(), 4);
}
