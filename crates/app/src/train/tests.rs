//! Small worlds show that what is kept of a lesson is what was learned, and that nobody's is kept without a yes.

use super::*;
use crate::kept::{BLOB, Unreadable, load};
use crate::recommend::Request;
use crate::{Place, Sent};
use domain::{
    ChannelId, Event, EventId, Evidence, Interest, Item, ItemId, Kind, Refusal, Rung, SubjectId, Term, Topic, Verb,
};
use vault::policy::{Policy, Source, Sources};
use vault::{Arrival, Ask, Declared, Intake, PersonFacts};

const NOW: UnixTime = UnixTime(1_700_000_000);

pub(crate) fn shop() -> Shop {
    under(Policy::shipped().expect("shipped"))
}

fn under(policy: Policy) -> Shop {
    let shop = Shop::open(&Place::Memory, policy, NOW).expect("opens");
    let item = |id: &str| Item::named(ItemId::parse(id).expect("plain"), id.to_owned());
    shop.put_items(["cup", "hat", "tea"].iter().map(|id| item(id)).collect()).expect("puts");
    shop
}

fn event(name: &str, item: &str) -> Event {
    Event {
        id: EventId::parse(name).expect("plain"),
        item: ItemId::parse(item).expect("plain"),
        verb: Verb::Purchase,
        at: NOW.plus(-90_000),
        quantity: 1,
        rating_tenths: None,
        basket: None,
        ceiling: None,
        at_arrival: false,
    }
}

fn who(number: usize) -> SubjectId {
    SubjectId::parse(&format!("s{number}")).expect("plain")
}

pub(crate) fn teach(shop: &Shop, number: usize) {
    let grant = crate::Words::of(Kind::Grant, "train", None, &Evidence::default());
    shop.say(NOW.plus(-9), &who(number), &[grant], &PersonFacts::default()).expect("says");
    let events: Vec<Sent> = ["cup", "tea"].iter().map(|item| (who(number), event(item, item))).collect();
    let intake = Intake { ask: Ask::on(ChannelId(0)), arrival: Arrival::File };
    shop.take_in(NOW.plus(-9), &intake, &events).expect("takes in");
}

#[test]
fn a_model_is_learned_kept_and_verified() {
    let shop = shop();
    (0..6).for_each(|number| teach(&shop, number));
    assert!(shop.has_news());
    let trained = shop.train(NOW, &|_| {}).expect("trains");
    assert_eq!((trained.people, trained.items, trained.pairs), (6, 3, 2));
    assert!(!shop.has_news());
    let verified = shop.verify_model(NOW, None).expect("verifies");
    assert_eq!((&verified.kept, &verified.learned), (&trained.checksum, &trained.checksum));
    assert!(verified.is_equal() && verified.difference.is_none() && !verified.sums[0].is_empty());
    assert_eq!(load(&shop.vault).expect("loads").0.checksum(), trained.checksum);
    let snapshot = shop.kept_model().expect("reads").expect("is kept").expect("can be read");
    assert_eq!((snapshot.counted_at, snapshot.policy, snapshot.people), (NOW, shop.policy().version, 6));
    assert_eq!((&snapshot.checksum, &snapshot.sums), (&trained.checksum, &verified.sums[0]));
}

#[test]
fn an_item_that_nobody_touched_is_found_by_its_words_after_the_next_lesson() {
    let shop = shop();
    let any = shop.catalog().items()[0].as_ref().clone();
    let titled =
        |id: &str, title: &str| Item { id: ItemId::parse(id).expect("plain"), title: title.to_owned(), ..any.clone() };
    shop.put_items(vec![titled("tea", "Green tea leaves")]).expect("puts");
    (0..6).for_each(|number| teach(&shop, number));
    let reader = who(50);
    let grant = crate::Words::of(Kind::Grant, "recommend", None, &Evidence::default());
    shop.say(NOW.plus(-9), &reader, &[grant], &PersonFacts::default()).expect("says");
    teach(&shop, 50);
    shop.train(NOW, &|_| {}).expect("trains");
    shop.put_items(vec![titled("new", "White tea leaves")]).expect("puts");
    assert!(shop.has_news(), "a new item is something to learn");
    shop.train(NOW, &|_| {}).expect("trains");
    let new = ItemId::parse("new").expect("plain");
    let beside = shop.similar(&new, 3).expect("it is there");
    assert_eq!((beside.places[0].item.as_str(), beside.places[0].reasons[0].term), ("tea", Term::Alike));
    let known = shop.similar(&ItemId::parse("tea").expect("plain"), 3).expect("it is there");
    assert!(known.places.iter().any(|place| place.item == new));
    let request = Request { count: 9, ..Request::default() };
    let shown = shop.recommend(NOW, &reader, &Ask::on(ChannelId(0)), request).expect("recommends");
    let shown = shown.slate.places.iter().find(|place| place.item == new).expect("it is shown");
    assert_eq!((shown.reasons[0].term, shown.reasons[0].evidence[0].as_str()), (Term::Alike, "tea"));
    assert!(shop.verify_model(NOW, None).expect("verifies").is_equal(), "the catalog teaches the same each time");
}

#[test]
fn with_too_few_people_nobody_stays_in_the_model() {
    let shop = shop();
    (0..5).for_each(|number| teach(&shop, number));
    shop.take_in_anonymous(NOW, &[event("a", "hat")]).expect("takes in");
    assert_eq!(shop.train(NOW, &|_| {}).expect("trains").people, 5);
    let withdraw = crate::Words::of(Kind::Withdraw, "train", None, &Evidence::default());
    shop.say(NOW.plus(-1), &who(3), &[withdraw], &PersonFacts::default()).expect("says");
    assert!(shop.has_news());
    let trained = shop.train(NOW, &|_| {}).expect("trains");
    assert_eq!((trained.people, trained.items, trained.pairs), (0, 3, 0));
}

#[test]
fn a_change_that_comes_while_a_lesson_is_kept_stays_news_also_on_the_ground() {
    let shop = shop();
    (0..6).for_each(|number| teach(&shop, number));
    let withdraw = crate::Words::of(Kind::Withdraw, "train", None, &Evidence::default());
    let meanwhile = |step: &str| {
        if step == "keeping the model" {
            shop.say(NOW.plus(-1), &who(0), std::slice::from_ref(&withdraw), &PersonFacts::default()).expect("says");
        }
    };
    let kept = || crate::news::News::load(&shop.vault).expect("loads").any();
    assert_eq!(shop.train(NOW, &meanwhile).expect("trains").people, 6);
    assert!(shop.has_news() && kept());
    assert_eq!(shop.train(NOW, &|_| {}).expect("trains").people, 5);
    assert!(!shop.has_news() && !kept());
    assert!(shop.say(NOW, &who(9), &[], &PersonFacts::default()).is_ok());
    assert!(shop.has_news() && kept(), "the first change after a lesson is told to the ground");
}

#[test]
fn a_model_is_verified_to_hold_nothing_of_who_withdrew_and_something_of_who_did_not() {
    let shop = shop();
    (0..8).for_each(|number| teach(&shop, number));
    shop.train(NOW, &|_| {}).expect("trains");
    let equal = |without: usize| shop.verify_model(NOW, Some(&who(without))).expect("verifies").is_equal();
    assert!(!equal(3), "who teaches is in the model");
    let withdraw = crate::Words::of(Kind::Withdraw, "train", None, &Evidence::default());
    shop.say(NOW.plus(-1), &who(3), &[withdraw], &PersonFacts::default()).expect("says");
    assert!(!equal(3), "until it is learned anew");
    shop.train(NOW, &|_| {}).expect("trains");
    assert!(equal(3) && !equal(4));
    assert!(equal(99), "of a stranger nothing is in it");
}

#[test]
fn who_was_merged_into_somebody_is_left_out_with_them_and_a_look_leaves_no_trace() {
    let shop = shop();
    (0..8).for_each(|number| teach(&shop, number));
    shop.merge(NOW, &who(0), &who(1)).expect("merges");
    let grant = crate::Words::of(Kind::Grant, "train", None, &Evidence::default());
    shop.say(NOW.plus(1), &who(0), &[grant], &PersonFacts::default()).expect("says");
    assert_eq!(shop.train(NOW.plus(2), &|_| {}).expect("trains").people, 7);
    let receipts =
        |number: usize| shop.see(NOW.plus(2), &who(number)).expect("sees").map_or(0, |held| held.receipts.len());
    let before = receipts(2);
    for (number, is_in) in [(1, true), (2, true), (99, false)] {
        assert_eq!(shop.knows(&who(number)).expect("looks"), is_in);
        let verified = shop.verify_model(NOW.plus(2), Some(&who(number))).expect("verifies");
        assert_eq!(verified.is_equal(), !is_in, "{number}");
    }
    assert_eq!(receipts(2), before + 1, "but for this very look");
}

#[test]
fn a_model_of_an_older_form_is_no_model_and_is_learned_anew() {
    let shop = shop();
    shop.vault.put_blob(BLOB, &[1, 0, 7, 7, 7]).expect("puts");
    assert_eq!(load(&shop.vault).expect("loads").0.checksum(), Model::default().checksum());
    assert!(crate::news::News::load(&shop.vault).expect("loads").any());
}

#[test]
fn a_model_that_can_not_be_read_says_why_and_is_learned_anew() {
    let check = |form: u16, bytes: &[u8], due: Unreadable| {
        let shop = shop();
        (0..6).for_each(|number| teach(&shop, number));
        shop.train(NOW, &|_| {}).expect("trains");
        shop.vault.write_in_pieces(BLOB, form, |into| into.write_all(bytes)).expect("writes");
        let (model, why) = load(&shop.vault).expect("loads");
        assert_eq!((model.people(), why), (0, Some(due)), "nobody's serves");
        assert_eq!(shop.kept_model().expect("reads"), Some(Err(due)));
        assert!(crate::news::News::load(&shop.vault).expect("loads").any());
        let trained = shop.train(NOW, &|_| {}).expect("trains");
        assert_eq!(load(&shop.vault).expect("loads").0.checksum(), trained.checksum);
    };
    check(Model::FORM, &[], Unreadable::Damaged);
    check(Model::FORM, &[255, 255], Unreadable::Damaged);
    check(Model::FORM + 1, &[1], Unreadable::Newer);
    check(Model::FORM - 1, &[1], Unreadable::Older);
}

pub(crate) fn withdraw(shop: &Shop, at: UnixTime, number: usize) {
    let words = crate::Words::of(Kind::Withdraw, "train", None, &Evidence::default());
    shop.say(at, &who(number), &[words], &PersonFacts::default()).expect("says");
}

#[test]
fn who_withdraws_leaves_the_model_that_serves_and_is_kept_without_a_lesson() {
    let shop = shop();
    (0..8).for_each(|number| teach(&shop, number));
    assert!(!shop.is_urgent() && shop.is_lesson_due(NOW));
    shop.train(NOW, &|_| {}).expect("trains");
    assert!(!shop.is_lesson_due(NOW));
    withdraw(&shop, NOW.plus(5), 3);
    assert!(shop.is_urgent() && shop.has_news() && shop.model().people() == 8);
    let settling = shop.settle(NOW.plus(6), false).expect("settles").expect("there is something to follow by");
    assert_eq!((settling.people, settling.counted, settling.drift), (7, 1, None));
    assert!(!shop.is_urgent() && shop.model().people() == 7);
    let verified = shop.verify_model(NOW.plus(6), Some(&who(3))).expect("verifies");
    assert!(verified.is_equal() && verified.kept == verified.learned, "a small model is the same bits");
    assert!(!shop.verify_model(NOW.plus(6), Some(&who(4))).expect("verifies").is_equal());
    assert_eq!(load(&shop.vault).expect("loads").0.checksum(), shop.model().checksum());
    assert!(shop.is_lesson_due(NOW.plus(6)), "of so few, one is more than a tenth");
    assert!(shop.has_news(), "so weights are chosen anew");
    shop.train(NOW.plus(7), &|_| {}).expect("trains");
    assert!(!shop.has_news() && !shop.is_lesson_due(NOW.plus(7)));
}

#[test]
fn in_a_larger_shop_what_people_do_is_followed_and_a_lesson_is_due_once_a_day_or_for_another_catalog() {
    let shop = shop();
    (0..30).for_each(|number| teach(&shop, number));
    shop.train(NOW, &|_| {}).expect("trains");
    let more = [(who(0), event("more", "hat")), (who(1), event("more", "hat"))];
    let intake = Intake { ask: Ask::on(ChannelId(0)), arrival: Arrival::File };
    shop.take_in(NOW.plus(4), &intake, &more).expect("takes in");
    assert!(shop.has_news() && !shop.is_urgent() && !shop.is_lesson_due(NOW.plus(4)));
    let settling = shop.settle(NOW.plus(5), false).expect("settles").expect("follows");
    assert_eq!((settling.counted, shop.has_news()), (0, true), "they wait");
    let settling = shop.settle(NOW.plus(6), true).expect("settles").expect("follows");
    assert_eq!((settling.counted, shop.has_news()), (2, false));
    assert!(shop.verify_model(NOW.plus(7), None).expect("verifies").is_equal());
    assert!(shop.is_lesson_due(NOW.plus(crate::LESSON_SECONDS_MAX + 1)));
    shop.take_in_anonymous(NOW.plus(8), &[event("nobodys", "hat")]).expect("takes in");
    assert!(shop.is_lesson_due(NOW.plus(8)), "what nobody did is counted in a lesson");
    shop.train(NOW.plus(9), &|_| {}).expect("trains");
    shop.put_items(vec![Item { title: "other".to_owned(), ..shop.catalog().items()[0].as_ref().clone() }])
        .expect("puts");
    assert!(shop.is_lesson_due(NOW.plus(9)));
    withdraw(&shop, NOW.plus(10), 4);
    assert_eq!(shop.settle(NOW.plus(11), false).expect("settles").map(|settling| settling.people), Some(29));
    shop.train(NOW.plus(12), &|_| {}).expect("trains");
    withdraw(&shop, NOW.plus(13), 5);
    shop.settle(NOW.plus(14), false).expect("settles").expect("follows");
    assert!(!shop.has_news() && !shop.is_lesson_overdue(NOW.plus(15)));
    assert!(shop.is_lesson_overdue(NOW.plus(crate::LESSON_SECONDS_MAX + 20)), "their weights do not stay for good");
    assert!(crate::news::News::load(&shop.vault).expect("loads").any(), "nor after a stop");
}

#[test]
fn where_nothing_follows_a_no_is_learned_with_the_weights_there_are() {
    let shop = shop();
    (0..8).for_each(|number| teach(&shop, number));
    shop.train(NOW, &|_| {}).expect("trains");
    *shop.following() = None;
    withdraw(&shop, NOW.plus(1), 2);
    assert!(shop.is_urgent());
    assert!(shop.settle(NOW.plus(2), false).expect("is no fault").is_none());
    assert_eq!(shop.recount(NOW.plus(2)).expect("counts").people, 7);
    assert!(!shop.is_urgent() && shop.settle(NOW.plus(3), false).expect("settles").is_some());
}

#[test]
fn those_who_are_too_few_leave_a_model_of_nobody_when_it_settles() {
    let shop = shop();
    (0..5).for_each(|number| teach(&shop, number));
    shop.train(NOW, &|_| {}).expect("trains");
    withdraw(&shop, NOW.plus(1), 2);
    let settling = shop.settle(NOW.plus(2), false).expect("settles").expect("follows");
    assert_eq!((settling.people, shop.model().people(), shop.model().pairs()), (0, 0, 0));
    assert!(shop.verify_model(NOW.plus(2), None).expect("verifies").is_equal());
}

#[test]
fn a_model_of_another_policy_serves_until_everybody_was_asked_again() {
    let shop = shop();
    (0..6).for_each(|number| teach(&shop, number));
    shop.train(NOW, &|_| {}).expect("trains");
    let (mut snapshot, model) = *crate::kept::read(&shop.vault).expect("reads").expect("is kept").expect("can be read");
    let put = |snapshot: &crate::Snapshot| {
        let bytes = postcard::to_stdvec(&(snapshot, &model)).expect("encodes");
        shop.vault.write_in_pieces(BLOB, Model::FORM, |into| into.write_all(&bytes)).expect("writes");
    };
    snapshot.policy += 1;
    put(&snapshot);
    assert_eq!(load(&shop.vault).expect("loads").0.people(), 6);
    assert!(crate::news::News::load(&shop.vault).expect("loads").any(), "it is learned anew");
    snapshot.checksum = "0".repeat(32);
    put(&snapshot);
    assert_eq!(load(&shop.vault).expect("loads").1, Some(Unreadable::Damaged));
}

#[test]
fn a_policy_may_ask_for_more_people_behind_each_pair_and_a_model_of_fewer_is_not_served() {
    let brand = Some(Source::new("brand.toml", "name = \"shop\"\nversion = 1\npair_people_min = 8\n"));
    let shop = under(Policy::read(&Sources { brand, ..Sources::shipped() }).expect("is stricter"));
    (0..7).for_each(|number| teach(&shop, number));
    assert_eq!(shop.train(NOW, &|_| {}).expect("trains").people, 0);
    teach(&shop, 7);
    let trained = shop.train(NOW, &|_| {}).expect("trains");
    assert_eq!((trained.people, trained.pairs), (8, 2));
    let (mut snapshot, model) = *crate::kept::read(&shop.vault).expect("reads").expect("is kept").expect("is whole");
    assert_eq!((snapshot.pair_people_min, snapshot.group_people_min), (8, 50));
    let mut served = |pair: u32, group: u32| {
        (snapshot.pair_people_min, snapshot.group_people_min) = (pair, group);
        let bytes = postcard::to_stdvec(&(&snapshot, &model)).expect("encodes");
        shop.vault.write_in_pieces(BLOB, Model::FORM, |into| into.write_all(&bytes)).expect("writes");
        let (served, why) = load(&shop.vault).expect("loads");
        (served.people(), why)
    };
    assert_eq!([served(8, 50), served(9, 200), served(8, 0)], [(8, None); 3]);
    assert_eq!([served(5, 50), served(8, 49)], [(0, Some(Unreadable::FewPeople)); 2]);
    assert!(crate::news::News::load(&shop.vault).expect("loads").any(), "one is learned anew");
}

#[test]
fn without_trials_the_defaults_stand_and_it_says_so() {
    let shop = shop();
    (0..6).for_each(|number| teach(&shop, number));
    let told = |trials| shop.train_with(NOW, trials, &|_| {}).expect("trains").chosen.pop();
    assert_eq!(told(Trials::Skipped).as_deref(), Some("no weights were tried: the defaults stand"));
    assert_eq!(told(Trials::Run).as_deref(), Some("too few people to try weights on: the defaults stand"));
}

#[test]
fn a_memory_budget_below_what_the_catalog_takes_gives_the_smallest_model_and_says_so() {
    let shop = shop();
    (0..6).for_each(|number| teach(&shop, number));
    shop.set_memory_bytes(1);
    let told = shop.train(NOW, &|_| {}).expect("trains").chosen;
    let says = |told: &[String]| told.iter().any(|line| line.ends_with("3 items take: the smallest model was learned"));
    assert!(says(&told), "{told:?}");
    shop.set_memory_bytes(engine::MEMORY_DEFAULT_BYTES);
    assert!(!says(&shop.train(NOW, &|_| {}).expect("trains").chosen));
}

#[test]
fn what_somebody_hides_contests_or_deletes_leaves_the_model_that_serves_without_a_lesson() {
    let shop = shop();
    (0..40).for_each(|number| teach(&shop, number));
    shop.train(NOW, &|_| {}).expect("trains");
    let all = vault::Hide::Period { from: UnixTime(0), to: NOW };
    assert!(shop.veil(NOW.plus(1), &who(3), &all, true).expect("hides"));
    assert!(shop.contest(NOW.plus(1), &who(4), &all).expect("contests"));
    assert!(shop.reset(NOW.plus(1), &who(5), vault::Reset::Delete).expect("deletes") > 0);
    assert!(shop.is_urgent() && shop.model().people() == 40);
    assert_eq!(shop.settle(NOW.plus(2), false).expect("settles").map(|settling| settling.people), Some(37));
    assert!(shop.verify_model(NOW.plus(2), None).expect("verifies").is_equal());
    assert!(shop.veil(NOW.plus(3), &who(3), &all, false).expect("shows"));
    assert_eq!(shop.settle(NOW.plus(4), false).expect("settles").map(|settling| settling.people), Some(38));
    assert!(shop.verify_model(NOW.plus(4), None).expect("verifies").is_equal());
}

/// Says that they like the shelf, or nothing any more.
fn like(shop: &Shop, now: UnixTime, who: &SubjectId, shelf: Option<&str>) {
    let interest = |name: &str| Interest { topic: Topic::Category(name.to_owned()), likes: true };
    let said = Declared { interests: shelf.map(interest).into_iter().collect(), variety: None };
    shop.declare(now, who, &Ask::on(ChannelId(0)), &said).expect("declares");
}

#[test]
fn who_takes_back_what_they_like_leaves_their_group_without_a_lesson() {
    let shop = shop();
    let any = shop.catalog().items()[0].as_ref().clone();
    let shelved =
        |id: &str| Item { id: ItemId::parse(id).expect("plain"), category: vec!["Garden".into()], ..any.clone() };
    shop.put_items(vec![shelved("tea")]).expect("puts");
    let least = shop.policy().grouping().expect("a rule").people_min as usize;
    for number in 0..=least {
        teach(&shop, number);
        like(&shop, NOW.plus(-8), &who(number), Some("Garden"));
    }
    let ada = SubjectId::parse("ada").expect("plain");
    let choice = crate::Choice { rung: Rung::Group, teach: false };
    shop.choose(NOW.plus(-8), &ada, choice, &crate::Grounds::default()).expect("chooses");
    let effective = shop.effective(NOW, &ada, &Ask::on(ChannelId(0))).expect("asks");
    assert_eq!(crate::current(&effective), choice, "the rung is what the rule says");
    like(&shop, NOW.plus(-7), &ada, Some("Garden"));
    shop.train(NOW, &|_| {}).expect("trains");
    let ask = |now| {
        let request = Request { count: 3, ..Request::default() };
        shop.recommend(now, &ada, &Ask::on(ChannelId(0)), request).expect("recommends")
    };
    let answer = ask(NOW.plus(1));
    assert_eq!((answer.rung, answer.group.map(|group| group.people_min as usize)), (Rung::Group, Some(least)));
    let receipt = shop.receipt(NOW.plus(1), Some(&ada), answer.receipt).expect("reads").expect("is there");
    assert!(receipt.group.is_some() && receipt.last.data_used == 1);
    like(&shop, NOW.plus(2), &who(0), None);
    let withdraw = crate::Words::of(Kind::Withdraw, "train", None, &Evidence::default());
    shop.say(NOW.plus(2), &who(1), &[withdraw], &PersonFacts::default()).expect("says");
    assert!(shop.is_urgent());
    shop.settle(NOW.plus(3), false).expect("settles").expect("follows");
    let answer = ask(NOW.plus(4));
    assert_eq!((answer.rung, answer.refusal, answer.group), (Rung::Contextual, Some(Refusal::NoGroup), None));
    assert!(shop.verify_model(NOW.plus(4), None).expect("verifies").is_equal());
    assert!(shop.verify_model(NOW.plus(4), Some(&who(1))).expect("verifies").is_equal());
}
