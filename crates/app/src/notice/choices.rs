//! Whether a no is as near, as short and as plain as its yes, and nothing is chosen in advance.

use super::finding::{Finding, Name};
use super::lint::FIRST_LAYER_CHOICES_MAX;
use domain::{Control, Does, Emphasis, Notice};
use std::collections::BTreeSet;

/// How near an answer is: on which layer, after how many presses from the first sight on, and how much it stands out.
#[derive(Clone, Copy)]
struct Way {
    layer: usize,
    presses: u32,
    weight: Emphasis,
}

pub(super) fn check(notice: &Notice, found: &mut Vec<Finding>) {
    let mut ids = BTreeSet::new();
    for (layer, at, control) in controls(notice) {
        let pointer = format!("/layers/{layer}/controls/{at}");
        let mut find = |name, field: &str| found.push(Finding::at(name, format!("{pointer}{field}")));
        if !ids.insert(&control.id) {
            find(Name::SameId, "/id");
        }
        if control.preselected {
            find(Name::Preselected, "/preselected");
        }
        if matches!(control.does, Does::Accept | Does::Switch) && control.purposes.len() != 1 {
            find(Name::Bundled, "/purposes");
        }
        for (n, purpose) in control.purposes.iter().enumerate() {
            if !notice.purposes.iter().any(|told| told.purpose == *purpose) {
                find(Name::UntoldPurpose, &format!("/purposes/{n}"));
            }
        }
    }
    for (at, layer) in notice.layers.iter().enumerate() {
        let has = |does: Does| layer.controls.iter().any(|control| control.does == does);
        if has(Does::Switch) && ![Does::Save, Does::Accept, Does::Refuse].into_iter().any(has) {
            found.push(Finding::at(Name::NoSave, format!("/layers/{at}/controls")));
        }
    }
    first_layer(notice, found);
    for (layer, at, control) in controls(notice).filter(|(.., control)| control.does == Does::Accept) {
        refusal(notice, layer, control, &format!("/layers/{layer}/controls/{at}"), found);
    }
}

fn controls(notice: &Notice) -> impl Iterator<Item = (usize, usize, &Control)> {
    let layers = notice.layers.iter().enumerate();
    layers.flat_map(|(layer, l)| l.controls.iter().enumerate().map(move |(at, control)| (layer, at, control)))
}

fn first_layer(notice: &Notice, found: &mut Vec<Finding>) {
    let count = notice.layers.first().map_or(0, |layer| layer.controls.len());
    let name = match count {
        0 => Name::NoControls,
        count if count > FIRST_LAYER_CHOICES_MAX => Name::TooManyChoices,
        _ => return,
    };
    found.push(Finding::at(name, "/layers/0/controls"));
}

/// Compares a yes with the nearest no to the same (CNIL deliberation 2020-091, paragraph 30; EDPB cookie banner taskforce,
/// report of January 2023, paragraphs 8 to 10).
fn refusal(notice: &Notice, layer: usize, yes: &Control, pointer: &str, found: &mut Vec<Finding>) {
    let yes_way = Way { layer, presses: presses(layer, yes.steps), weight: yes.weight };
    for purpose in &yes.purposes {
        let refuses = |c: &Control| c.does == Does::Refuse && (c.purposes.is_empty() || c.purposes.contains(purpose));
        let left_off = |c: &Control| c.does == Does::Switch && c.purposes.contains(purpose);
        let no = way(notice, refuses).or_else(|| way(notice, left_off));
        let name = match no {
            Some(no) if no.layer <= yes_way.layer && no.presses > yes_way.presses => Name::LongerRefusal,
            Some(no) if no.layer <= yes_way.layer && no.weight < yes_way.weight => Name::WeakerRefusal,
            Some(no) if no.layer <= yes_way.layer => continue,
            _ => Name::DeeperRefusal,
        };
        found.push(Finding::at(name, pointer));
    }
}

/// The nearest of the controls that do this.
fn way(notice: &Notice, does: impl Fn(&Control) -> bool) -> Option<Way> {
    let ways = controls(notice).filter(|(.., control)| does(control));
    let ways = ways.map(|(layer, _, c)| Way { layer, presses: presses(layer, c.steps), weight: c.weight });
    ways.min_by_key(|way| (way.layer, way.presses, std::cmp::Reverse(way.weight)))
}

/// One press opens each layer behind the first.
fn presses(layer: usize, steps: u32) -> u32 {
    u32::try_from(layer).unwrap_or(u32::MAX).saturating_add(steps)
}
