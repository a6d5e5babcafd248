//! What goes with an item, on a page of somebody who does not want to see all of it.

use super::side::{id, shop, shown, term, web, window};
use super::{NOW, Wish, stranger};
use crate::{Placed, Rules, Scene, Slate};
use domain::{Filter, SubjectId, Term, Topic, Verb};
use std::collections::BTreeSet;

const P: Verb = Verb::Purchase;

#[test]
fn what_goes_with_an_item_leaves_out_what_somebody_does_not_want_and_else_is_the_same_for_all() {
    let world = shop();
    let window = window(&world);
    let beside = |who: &SubjectId, item: &str, rules: Rules<'_>| {
        let scene = Scene { rules, ..Scene::plain(&window, NOW, 20) };
        let (at, item) = (world.vault.at(NOW), id(item));
        at.with(who, &web(), (scene, &item), crate::goes_with).expect("a sound ground").into_value().slate
    };
    let all = crate::similar(&window, &id("red"), 20).expect("it is in the catalog");
    assert_eq!(beside(&stranger(), "red", Rules::default()), all);
    assert!(shown(&all).len() > 1, "{:?}", shown(&all));
    let less = [Topic::Like(id(shown(&all)[0]))];
    let lessened = beside(&stranger(), "red", Rules { less: &less, ..Rules::default() });
    let own = term(&lessened, shown(&all)[0], Term::Less).expect("said").0;
    let is_less = |placed: &Placed| placed.reasons.iter().any(|reason| reason.term == Term::Less);
    assert!(own < 0.0 && lessened.places.is_sorted_by_key(is_less), "what is wanted less comes last");
    let sorted = |slate: &Slate| slate.places.iter().map(|placed| placed.item.clone()).collect::<BTreeSet<_>>();
    assert_eq!(sorted(&lessened), sorted(&all), "and is still there");
    for place in &lessened.places {
        assert!((place.score - place.reasons.iter().map(|reason| reason.weight).sum::<f32>()).abs() < 1e-6);
    }
    let never = Filter::Not(Box::new(Filter::Category(vec!["Clothes".to_owned()])));
    let without = beside(&stranger(), "red", Rules { filter: Some(&never), ..Rules::default() });
    assert!(!shown(&without).iter().any(|id| ["shirt", "blue", "hat"].contains(id)), "{:?}", shown(&without));
    let owner = world.person("owner-of-blue", Wish::Recommend, &[("blue", P, 5)]);
    assert!(
        !shown(&beside(&owner, "red", Rules::default())).contains(&"blue"),
        "who has the one that lasts wants no other"
    );
    assert_eq!(beside(&stranger(), "gone", Rules::default()), Slate::default());
}

#[test]
fn a_receipt_of_what_goes_with_an_item_says_so_and_counts_what_changed_something_alone() {
    let world = shop();
    let window = window(&world);
    let check = |who: &SubjectId, used: u32| {
        let (at, item) = (world.vault.at(NOW), id("red"));
        let answer = at.with(who, &web(), (Scene::plain(&window, NOW, 20), &item), crate::goes_with).expect("sound");
        let receipt = at.receipt(Some(who), answer.receipt()).expect("sound").expect("kept");
        assert_eq!((receipt.beside, receipt.last.data_used), (true, used), "{who:?}");
    };
    check(&stranger(), 0);
    // Of three things that are had one alone leaves anything out.
    let owner = world.person("owner-of-many", Wish::Recommend, &[("blue", P, 5), ("tea", P, 6), ("hat", P, 7)]);
    check(&owner, 1);
    check(&world.person("owner-of-tea", Wish::Recommend, &[("tea", P, 5)]), 0);
    let at = world.vault.at(NOW);
    let plain = at.with(&owner, &web(), Scene::plain(&window, NOW, 20), crate::recommend).expect("sound");
    assert!(!at.receipt(Some(&owner), plain.receipt()).expect("sound").expect("kept").beside);
}
