//! Whether a notice has its words in every language that is spoken, plain ones, and none that shame.

use super::finding::{Finding, Name};
use super::grade::grade;
use super::lint::READING_GRADE_MAX;
use super::shaming::shames;
use domain::{Control, Does, Lang, Notice, Wording};

pub(super) fn check(notice: &Notice, spoken: &[Lang], found: &mut Vec<Finding>) {
    for lang in spoken {
        let pointer = format!("/locales/{}", lang.code());
        match notice.locales.get(lang.code()) {
            None => found.push(Finding::at(Name::MissingLocale, pointer)),
            Some(wording) => in_language(notice, wording, *lang, &pointer, found),
        }
    }
    // The code is the caller's own, so the pointer stops before it.
    if notice.locales.keys().any(|code| !spoken.iter().any(|lang| lang.code() == code)) {
        found.push(Finding::at(Name::UnknownLocale, "/locales"));
    }
}

fn in_language(notice: &Notice, wording: &Wording, lang: Lang, pointer: &str, found: &mut Vec<Finding>) {
    let missing = |text: Option<&String>| text.is_none_or(|text| text.trim().is_empty());
    let mut find = |name, place: String| found.push(Finding::at(name, format!("{pointer}{place}")));
    if missing(Some(&wording.title)) {
        find(Name::MissingText, "/title".to_owned());
    }
    for at in 0..notice.layers.len() {
        if missing(wording.layers.get(at)) {
            find(Name::MissingText, format!("/layers/{at}"));
        }
    }
    if wording.layers.len() > notice.layers.len() {
        find(Name::StrayText, "/layers".to_owned());
    }
    if controls(notice).any(|control| missing(wording.controls.get(&control.id))) {
        find(Name::MissingText, "/controls".to_owned());
    }
    let known = |id: &String| controls(notice).any(|control| control.id == *id);
    if !wording.controls.keys().all(known) {
        find(Name::StrayText, "/controls".to_owned());
    }
    if notice.purposes.iter().any(|told| missing(wording.benefits.get(&told.purpose))) {
        find(Name::MissingBenefit, "/benefits".to_owned());
    }
    if grade(&prose(wording), lang).is_some_and(|grade| grade > READING_GRADE_MAX) {
        find(Name::HardToRead, String::new());
    }
    let is_no = |control: &&Control| control.does == Does::Refuse;
    let label = |control: &Control| wording.controls.get(&control.id).is_some_and(|label| shames(label, lang));
    if controls(notice).filter(is_no).any(label) {
        find(Name::ConfirmShaming, "/controls".to_owned());
    }
}

fn controls(notice: &Notice) -> impl Iterator<Item = &Control> {
    notice.layers.iter().flat_map(|layer| &layer.controls)
}

/// What is read before an answer, one text a line.
fn prose(wording: &Wording) -> String {
    let texts = wording.layers.iter().chain(wording.benefits.values());
    texts.map(String::as_str).collect::<Vec<_>>().join("\n")
}
