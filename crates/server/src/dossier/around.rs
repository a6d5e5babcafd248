//! What stands around the data: what was concluded from it, where it comes from, how long it stays, who has it.

use app::{HeldTrait, InGroup, Shop};
use domain::{Interest, Receipt, UnixTime};
use serde_json::{Value, json};

/// What was concluded about the person: each reason of each receipt that went by something of theirs. No conclusion is
/// kept by itself: it is worked out anew for each answer, and what is left of it is the receipt.
pub fn inferences(receipts: &[Receipt]) -> Vec<Value> {
    let of = |receipt: &Receipt| {
        let own = receipt.last.reasons.iter().filter(|reason| !reason.evidence.is_empty());
        let one = |reason: &domain::Reason| {
            json!({
                "receipt": receipt.id.to_string(),
                "at": receipt.at,
                "purpose": receipt.first.purpose,
                "item": reason.item,
                "term": reason.term.as_str(),
                "weight": reason.weight,
                "from_items": reason.evidence,
            })
        };
        own.map(one).collect::<Vec<_>>()
    };
    // What goes with an item of the page goes by that item, and not by anything of theirs.
    receipts.iter().filter(|receipt| !receipt.beside).flat_map(of).collect()
}

/// What a person has to be told beside their data (Art. 15(1) GDPR).
pub fn about(shop: &Shop, now: UnixTime, interests: &[HeldTrait<Interest>]) -> Value {
    let policy = shop.policy();
    let purpose = |(key, entry): (&str, &app::PurposeEntry)| {
        let categories = policy.categories().filter(|(_, category)| entry.terms.categories.has(category.id));
        json!({
            "purpose": key,
            "categories": categories.map(|(key, _)| key).collect::<Vec<_>>(),
            "used_for_days": entry.terms.max_age_seconds / domain::DAY_SECONDS,
            "kept_for_days": entry.retention_days,
        })
    };
    json!({
        "policy_version": policy.version,
        "retention": policy.at(now).purposes().map(purpose).collect::<Vec<_>>(),
        "retention_note": "a datum is used for a purpose no longer than used_for_days; what is held stays until you delete it or are erased, unless the shop's own rules take it out sooner",
        "sources": [
            { "of": "events", "from": "what you did in this shop, as the shop or your browser sent it, or a file that the shop imported" },
            { "of": "statements", "from": "what you said yourself, or somebody for you: see actor" },
            { "of": "identifiers", "from": "the shop, mostly when you signed in" },
            { "of": "inferences", "from": "worked out for the answer that the receipt is of, from your own items that are named; nothing was bought or taken from elsewhere" },
        ],
        "stored": {
            "where": "in the data directory of this shop's own server, sealed under a key of your own; the key stands apart, in the keyring",
            "elsewhere": "with the recipients that are named here, and nowhere else that this program knows of",
        },
        "recipients_note": "whoever is not named in recipients was given nothing by this program; disclosures says what left for whom, when and what for, and outbox what waits to",
        "segments": segments(shop, interests),
        "segments_note": "groups you are in by what you said you like, and by what stands above it in the catalog; there are no others, and none is inferred. You are counted in them as far as you let trait.group teach, and answered by one of them where it may be used and nothing more; never by one of fewer people than people_min",
        "keys_note": "the keys that your data is sealed under, and the keyed hashes that it is found by, are no data about you and are not here",
    })
}

/// The groups that a person is in by what they declared, the broader ones too.
fn segments(shop: &Shop, interests: &[HeldTrait<Interest>]) -> Vec<Value> {
    let people_min = shop.policy().grouping().map(|grouping| grouping.people_min);
    let of = |InGroup { name, broader, since }: InGroup| {
        json!({
            "group": { "category": name },
            "since": since,
            "from": if broader { "above_declared" } else { "declared" },
            "people_min": people_min,
        })
    };
    shop.groups_of(interests).into_iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::{Place, Policy};
    use domain::{Item, ItemId, PurposeSet, Topic};

    #[test]
    fn the_groups_of_somebody_are_what_they_like_by_category_and_what_stands_above_it() {
        let shop = Shop::open(&Place::Memory, Policy::shipped().unwrap(), UnixTime(1)).unwrap();
        let filed = |id: &str, path: &[&str]| Item {
            category: path.iter().map(|step| (*step).to_owned()).collect(),
            ..Item::named(ItemId::parse(id).unwrap(), id.to_owned())
        };
        shop.put_items(vec![filed("rose", &["Garden", "Roses"]), filed("atlas", &["Books"])]).unwrap();
        let said = |topic, likes, at| HeldTrait {
            what: Interest { topic, likes },
            at: UnixTime(at),
            disclosed: PurposeSet::NONE,
        };
        let category = |name: &str| Topic::Category(name.to_owned());
        let interests = [
            said(category("Roses"), true, 7),
            said(category("Books"), false, 7),
            said(Topic::Tag("red".to_owned()), true, 7),
        ];
        let least = shop.policy().grouping().unwrap().people_min;
        let group = |name: &str, since: i64, from: &str| json!({ "group": { "category": name }, "since": since, "from": from, "people_min": least });
        let due = [group("Garden", 7, "above_declared"), group("Roses", 7, "declared")];
        assert_eq!(segments(&shop, &interests), due);
        let both = [said(category("Garden"), true, 9), interests[0].clone()];
        assert_eq!(segments(&shop, &both), [group("Garden", 7, "declared"), group("Roses", 7, "declared")]);
        assert_eq!(segments(&shop, &[]), Vec::<Value>::new());
    }
}
