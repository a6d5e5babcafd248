//! A receipt says what was said, in both forms, and proves it to whoever has the shop's key.

use super::*;
use crate::{Place, Words};
use domain::{Actor, Evidence, Kind};
use serde_json::json;
use vault::PersonFacts;
use vault::policy::{Source, Sources};

const NOON: UnixTime = UnixTime(1_764_158_400);
const LATER: UnixTime = UnixTime(NOON.0 + 3_600);

/// A shop that says who it is, and Ada, of the EU and California, who said yes, and no to one kind of data, and then no.
fn shop() -> (Shop, SubjectId) {
    let brand = Some(Source::new(
        "brand.toml",
        "name = \"tea\"\nversion = 3\n[controller]\nname = \"Tea and Tools Ltd\"\naddress = \"1 Quay, Cork\"\ncountry = \"IE\"\n\
         email = \"privacy@tea.example\"\nprivacy_policy = \"https://tea.example/privacy\"\n\
         choices = \"https://tea.example/choices\"",
    ));
    let policy = Policy::read(&Sources { brand, ..Sources::shipped() }).expect("a policy");
    let jurisdictions = ["eu", "us-ca"].map(|key| policy.jurisdiction(key)).to_vec();
    let shop = Shop::open(&Place::Memory, policy, NOON).expect("opens");
    let ada = SubjectId::parse("ada").expect("plain");
    let facts = PersonFacts { jurisdictions, ..PersonFacts::default() };
    let evidence = Evidence { notice: "notice \"4\"\n".to_owned(), how: "button `Yes`".to_owned() };
    let words = |kind, purpose, category| Words::of(kind, purpose, category, &evidence);
    let everything = Words { purpose: None, evidence: Evidence::default(), ..words(Kind::OptOut, "ads", None) };
    for (at, word) in [
        words(Kind::Grant, "recommend", None),
        Words { explicit: false, ..words(Kind::Refuse, "recommend", Some("activity.view")) },
        words(Kind::Withdraw, "recommend", None),
        everything,
    ]
    .into_iter()
    .enumerate()
    {
        shop.say(NOON.plus(at as i64 * 60), &ada, &[word], &facts).expect("said");
    }
    (shop, ada)
}

fn receipt(number: usize, form: ReceiptForm) -> (Shop, String, Value) {
    let (shop, ada) = shop();
    let note = shop.consent_receipt(LATER, &ada, number, form, Lang::EN).expect("made").expect("there");
    let (text, _) = note.rsplit_once("\n\n").expect("a note");
    let document = serde_json::from_str(text).expect("JSON");
    (shop, note, document)
}

#[test]
fn a_yes_is_told_in_the_structure_of_iso_27560() {
    let (_shop, _, document) = receipt(1, ReceiptForm::Iso27560);
    assert_eq!(document["@type"], "dpv:ConsentReceipt");
    assert_eq!(document["dct:created"]["@value"], "2025-11-26T13:00:00Z");
    let record = &document["dpv:hasRecordOfActivity"];
    assert_eq!(record["dct:conformsTo"]["@id"], "https://w3id.org/dpv/schema/dpv-27560#record");
    assert_eq!(record["dpv:hasDataSubject"]["dct:identifier"], "ada");
    assert_eq!(record["@id"], json!(format!("urn:uuid:{}", record["dct:identifier"].as_str().expect("a name"))));
    assert_eq!(record["dpv:hasLegalBasis"]["@id"], "dpv:ExplicitlyExpressedConsent");
    assert_eq!(record["dpv:hasJurisdiction"][1]["@id"], "loc:US-CA");
    assert_eq!(record["dpv:hasNotice"]["dct:identifier"], "notice \"4\"\n");
    assert_eq!(record["dpv:hasConsentControl"]["dpv:isExercisedAt"]["@id"], "https://tea.example/choices");
    let rights: Vec<_> =
        record["dpv:hasRight"].as_array().expect("rights").iter().map(|right| &right["dct:identifier"]).collect();
    assert!(rights.contains(&&json!("withdraw")) && rights.contains(&&json!("limit")), "of both places: {rights:?}");
    let status = &record["dpv:hasConsentStatus"];
    assert_eq!(status["@type"][0], "dpv:ConsentGiven");
    assert_eq!(status["dpv:isIndicatedAtTime"]["@value"], "2025-11-26T12:00:00Z");
    assert_eq!(
        status["dpv:isIndicatedBy"],
        record["dpv:hasDataSubject"].as_object().map(|p| json!({"@id": p["@id"]})).expect("a person")
    );
    assert_eq!(status["dpv:hasDuration"]["rdf:value"]["@value"], "P730D");
    let processes = record["dpv:hasProcess"].as_array().expect("processes");
    assert_eq!(processes.len(), 1);
    assert_eq!(
        processes[0]["dpv:hasPurpose"]["skos:broader"]["@id"],
        "https://w3id.org/dpv#ProvidePersonalisedRecommendations"
    );
    assert_eq!(processes[0]["dpv:hasPersonalData"].as_array().map(Vec::len), Some(6));
    assert_eq!(processes[0]["dpv:hasStorageCondition"]["dpv:hasDuration"]["@value"], "P14600D");
    assert_eq!(record["dpv:hasEntity"]["dpv:hasName"], "Tea and Tools Ltd");
}

#[test]
fn a_no_is_told_as_one_and_never_as_consent_given() {
    let check = |number, state, processes, categories| {
        let (_shop, _, document) = receipt(number, ReceiptForm::Iso27560);
        let record = &document["dpv:hasRecordOfActivity"];
        assert_eq!(record["dpv:hasConsentStatus"]["@type"], json!([state]));
        assert_eq!(record["dpv:hasLegalBasis"]["@id"], "dpv:Consent");
        assert_eq!(record["dpv:hasConsentStatus"]["dpv:hasDuration"]["@type"], "dpv:UntilEventDuration");
        let found = record["dpv:hasProcess"].as_array().expect("processes");
        assert_eq!(found.len(), processes);
        assert_eq!(found[0]["dpv:hasPersonalData"].as_array().map(Vec::len), Some(categories));
        let (_shop, _, document) = receipt(number, ReceiptForm::Kantara11);
        let purposes = document["services"][0]["purposes"].as_array().expect("purposes");
        assert_eq!(purposes.len(), processes);
        for purpose in purposes {
            assert_ne!(purpose["consentType"], "EXPLICIT");
            assert!(purpose["termination"].as_str().is_some_and(|end| end.starts_with("ended by")), "{purpose}");
        }
    };
    check(2, "dpv:ConsentRefused", 1, 1);
    check(3, "dpv:ConsentWithdrawn", 1, 6);
    check(4, "dpv:ConsentRefused", 5, 2);
}

#[test]
fn a_yes_is_told_as_kantara_has_it() {
    let (shop, _, document) = receipt(1, ReceiptForm::Kantara11);
    assert_eq!(document["version"], "KI-CR-v1.1.0");
    assert_eq!(document["jurisdiction"], "EU, US-CA");
    assert_eq!(document["consentTimestamp"], json!(NOON.0));
    assert_eq!(document["collectionMethod"], "button `Yes`");
    assert_eq!(document["publicKey"], json!(shop.receipt_key()));
    assert_eq!(document["piiPrincipalId"], "ada");
    assert_eq!(document["policyUrl"], "https://tea.example/privacy");
    assert_eq!((&document["sensitive"], &document["spiCat"]), (&json!(false), &json!([])));
    let controller = &document["piiControllers"][0];
    assert_eq!(
        (&controller["piiController"], &controller["email"]),
        (&json!("Tea and Tools Ltd"), &json!("privacy@tea.example"))
    );
    assert_eq!(controller["address"], json!({ "streetAddress": "1 Quay, Cork", "addressCountry": "IE" }));
    let purpose = &document["services"][0]["purposes"][0];
    assert_eq!(purpose["consentType"], "EXPLICIT");
    assert_eq!(purpose["piiCategory"].as_array().map(Vec::len), Some(6));
    assert_eq!(purpose["termination"], "730 days, or when it is withdrawn");
    assert_eq!(purpose["thirdPartyDisclosure"], false);
}

#[test]
fn both_forms_carry_the_same_plain_words_and_the_chain_of_the_ledger() {
    let (shop, ada) = shop();
    let said = shop.transcript(LATER, &ada).expect("held").expect("known");
    for number in 1..=4 {
        let [iso, kantara] = ReceiptForm::ALL.map(|form| {
            let note = shop.consent_receipt(LATER, &ada, number, form, Lang::DE).expect("made").expect("there");
            verify(note.as_bytes(), &keys(&shop)).expect("proves").words
        });
        assert_eq!(iso, kantara);
        assert_eq!(iso.ledger.hash, said.lines[number - 1].chain);
        assert_eq!((iso.ledger.statements, iso.statement.number), (4, number as u64));
        assert_eq!(iso.subject, "ada");
    }
    assert!(shop.consent_receipt(LATER, &ada, 5, ReceiptForm::Iso27560, Lang::EN).expect("held").is_none());
    assert!(shop.consent_receipt(LATER, &ada, 0, ReceiptForm::Iso27560, Lang::EN).expect("held").is_none());
}

#[test]
fn a_shop_that_does_not_say_who_it_is_has_nothing_made_up_for_it() {
    let shop = Shop::open(&Place::Memory, Policy::shipped().expect("shipped"), NOON).expect("opens");
    let ada = SubjectId::parse("ada").expect("plain");
    let no = Words { actor: Actor::Operator, ..Words::of(Kind::Withdraw, "train", None, &Evidence::default()) };
    shop.say(NOON, &ada, &[no], &PersonFacts::default()).expect("said");
    let told = |form| {
        let note = shop.consent_receipt(LATER, &ada, 1, form, Lang::EN).expect("made").expect("there");
        serde_json::from_str::<Value>(note.rsplit_once("\n\n").expect("a note").0).expect("JSON")
    };
    let record = &told(ReceiptForm::Iso27560)["dpv:hasRecordOfActivity"];
    assert_eq!(record["dpv:hasConsentStatus"]["@type"][0], "dpv:ConsentRevoked");
    assert_eq!(record["dpv:hasConsentStatus"]["dpv:isIndicatedBy"], record["dpv:hasDataController"]);
    assert_eq!(record["dpv:hasConsentControl"]["dpv:isExercisedAt"], "POST /v1/statements");
    assert_eq!(record["dpv:hasEntity"].as_object().map(serde_json::Map::len), Some(3));
    let kantara = told(ReceiptForm::Kantara11);
    assert_eq!(kantara["jurisdiction"], "zz-strict");
    assert_eq!(kantara.get("policyUrl"), None);
    assert_eq!(kantara["collectionMethod"], "not recorded: a no needs no evidence");
}

#[test]
fn a_statement_that_answers_a_showing_of_a_notice_names_it() {
    let (shop, _) = shop();
    let eve = SubjectId::parse("eve").expect("plain");
    let published = shop
        .publish_notice(NOON, &[Lang::EN, Lang::DE], &crate::notice::tests::fair(shop.policy()))
        .expect("publishes");
    let served = shop.show_notice(NOON, &eve, "shop", Lang::DE).expect("shows").expect("there");
    let evidence = Evidence { notice: String::new(), how: "a button".to_owned() };
    let yes = Words { snapshot: Some(served.snapshot), ..Words::of(Kind::Grant, "recommend", None, &evidence) };
    shop.say(NOON, &eve, &[yes], &PersonFacts::default()).expect("says");
    let named = format!("shop 1 de sha256:{}", published.hash);
    let told = |form| -> Value {
        let note = shop.consent_receipt(LATER, &eve, 1, form, Lang::EN).expect("makes").expect("there");
        serde_json::from_str(note.split("\n\n").next().expect("text")).expect("JSON")
    };
    for form in ReceiptForm::ALL {
        let shown = &told(form)["assent"]["shown"];
        assert_eq!((&shown["notice"], &shown["version"], &shown["language"]), (&json!(named), &json!(1), &json!("de")));
        assert_eq!(shown["served_at"], "2025-11-26T12:00:00Z");
    }
    let iso = told(ReceiptForm::Iso27560);
    let record = &iso["dpv:hasRecordOfActivity"];
    assert_eq!(
        (&record["dpv:hasNotice"]["dct:identifier"], &record["dpv:hasNotice"]["dct:language"]),
        (&json!(named), &json!("de"))
    );
    let data = record["dpv:hasProcess"][0]["dpv:hasPersonalData"].as_array().expect("a list");
    assert_eq!((data.len(), &data[0]["dct:identifier"]), (1, &json!("activity.purchase")), "no more than was told");
}

// === verifying ===

fn keys(shop: &Shop) -> Vec<vault::note::VerifierKey> {
    read_keys(&shop.receipt_key()).expect("a key")
}

fn refusal(receipt: &[u8], keys: &[vault::note::VerifierKey]) -> String {
    verify(receipt, keys).expect_err("it proves nothing").to_string()
}

#[test]
fn a_receipt_proves_what_was_said_to_whoever_has_the_key_and_to_nobody_else() {
    let (shop, note, _) = receipt(3, ReceiptForm::Iso27560);
    let proof = verify(note.as_bytes(), &keys(&shop)).expect("proves");
    assert_eq!(proof.signed_by, "assent.local/default");
    let said = &proof.words.statement;
    assert_eq!((said.kind.as_str(), said.purpose.as_str(), said.category.as_str()), ("withdraw", "recommend", "*"));
    assert_eq!(said.received_at, "2025-11-26T12:02:00Z");
    let (other, ..) = receipt(3, ReceiptForm::Iso27560);
    assert!(refusal(note.as_bytes(), &keys(&other)).contains("another key"));
    assert!(refusal(note.as_bytes(), &[]).contains("without the shop's key nobody can know"));
    assert!(refusal(&note.as_bytes()[..note.len() - 1], &keys(&shop)).contains("cut off"));
    let changed = note.replace("withdraw", "grant___");
    assert!(refusal(changed.as_bytes(), &keys(&shop)).contains("changed after it was signed"));
}

#[test]
fn a_signed_text_that_is_no_receipt_proves_nothing() {
    let (shop, _) = shop();
    for text in
        ["tea\n", "{}\n", "{\"assent\":{\"form\":\"assent-receipt-1\"}}\n", "{\"assent\":{\"form\":\"other\"}}\n"]
    {
        let note = shop.vault.sign_note(text).expect("signs");
        assert!(refusal(note.as_bytes(), &keys(&shop)).contains("no receipt of consent"), "{text}");
    }
}

#[test]
fn keys_are_read_one_a_line() {
    let (shop, _) = shop();
    let key = shop.receipt_key();
    assert_eq!(read_keys(&format!("# ours\n\n{key}\r\n  {key}\n")).expect("keys").len(), 2);
    for wrong in ["", "# none\n", "tea", &format!("{key}\ntea"), &format!("{key}\n").repeat(VERIFIER_KEYS_MAX + 1)] {
        assert!(matches!(read_keys(wrong), Err(AppError::NotProven(_))));
    }
}
