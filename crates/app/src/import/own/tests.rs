//! Of what somebody said elsewhere, only what stands is taken over: each no, and no yes that is wider, older or taken back.

use super::*;

const NOW: UnixTime = UnixTime(1_760_000_000);

fn said(kind: &str, purpose: &str, category: &str, ago: i64) -> Said {
    Said {
        kind: kind.to_owned(),
        purpose: purpose.to_owned(),
        category: category.to_owned(),
        recipient: None,
        channel: "*".to_owned(),
        client_time: NOW.0 - ago,
        received_at: NOW.0 - ago,
        explicit: true,
        past_data: false,
        notice_current: true,
    }
}

fn noes(said: &[Said]) -> Vec<(String, String)> {
    let policy = Policy::shipped().expect("shipped");
    standing_noes(said, &policy).into_iter().map(|no| (no.purpose, no.category)).collect()
}

fn yeses(said: &[Said], granted: &[&str]) -> Vec<(String, String)> {
    let policy = Policy::shipped().expect("shipped");
    let granted: Vec<String> = granted.iter().map(|key| (*key).to_owned()).collect();
    standing_yeses(said, &granted, &policy, NOW).into_iter().map(|yes| (yes.purpose, yes.category)).collect()
}

fn pair(purpose: &str, category: &str) -> (String, String) {
    (purpose.to_owned(), category.to_owned())
}

#[test]
fn a_no_stands_unless_a_later_yes_lifts_all_of_it() {
    let ads = [said("withdraw", "ads", "*", 10)];
    assert_eq!(noes(&ads), [pair("ads", "*")]);
    assert_eq!(noes(&[said("grant", "ads", "*", 20), ads[0].clone()]), [pair("ads", "*")]);
    assert!(noes(&[ads[0].clone(), said("grant", "ads", "*", 5)]).is_empty());
    let part = said("grant", "ads", "activity.view", 5);
    assert_eq!(noes(&[ads[0].clone(), part]), [pair("ads", "*")], "a yes to a part lifts no no to all");
    let everything = [said("object", "*", "*", 10), said("grant", "recommend", "*", 5)];
    let due: Vec<_> = ["ads", "measure", "message", "train"].map(|purpose| pair(purpose, "*")).into();
    assert_eq!(noes(&everything), due, "of a no to everything all the rest stands");
    assert_eq!(noes(&[said("a later word", "train", "*", 1)]), [pair("train", "*")], "a word unknown here may be a no");
}

#[test]
fn a_yes_stands_where_it_is_given_here_too_and_no_wider_than_there() {
    let part = [said("grant", "recommend", "activity.purchase", 10)];
    assert_eq!(yeses(&part, &["recommend"]), [pair("recommend", "activity.purchase")]);
    assert!(yeses(&part, &["train"]).is_empty());
    assert!(yeses(&[said("grant", "recommend", "*", 10), said("withdraw", "*", "*", 9)], &["recommend"]).is_empty());
    assert!(
        yeses(&[said("grant", "recommend", "*", 10), said("withdraw", "recommend", "*", 10)], &["recommend"])
            .is_empty()
    );
    let old = said("grant", "recommend", "*", 3 * 366 * DAY_SECONDS);
    assert!(yeses(&[old], &["recommend"]).is_empty(), "it has run out there");
    let lapsed = Said { notice_current: false, ..said("grant", "recommend", "*", 10) };
    assert!(yeses(&[lapsed], &["recommend"]).is_empty(), "its notice was changed, or a merge ended it");
    let twice = [said("grant", "recommend", "activity.view", 10), said("renew", "recommend", "*", 5)];
    assert_eq!(yeses(&twice, &["recommend"]), [pair("recommend", "*")], "the wider one covers the other");
}

#[test]
fn what_is_no_export_is_refused_with_nothing_kept() {
    let shop = Shop::open(&crate::Place::Memory, Policy::shipped().expect("shipped"), NOW).expect("opens");
    for text in ["", "{}", "[1]", r#"{"format":"assent-export-1"}"#] {
        let refused = shop.import_own(NOW, text.as_bytes(), &[], "");
        assert!(matches!(refused, Err(AppError::File(_))), "{text}");
    }
}
