//! The archive is whole: each list has its table, each field its column and its line in the schema; ZIP as others read it.

use super::tables::TABLES;
use super::zip::{Unzipped, Zip, unzip};
use super::{DOCUMENT, archive, page, schema};
use app::{
    AskedBy, Disclosure, Dossier, Failure, Handed, HeldAct, HeldEvent, HeldIdentifier, HeldStatement, HeldTrait, Hide,
    Limits, MergedIn, Place, Policy, Quiet, Recipient, RecipientTerms, Region, RightsRequest, Role, Shop, ToldOf, Veil,
    Waiting, WaitingFor, Zone,
};
use domain::{
    Actor, AgeBand, CategorySet, ChannelId, DrawFor, Event, EventId, Evidence, FirstLine, Identifier, IdentifierKind,
    Interest, ItemId, Kind, Lang, LastLine, LinkId, NoticeId, Outcome, PurposeId, PurposeSet, Reason, Receipt,
    ReceiptId, RecipientId, RequestId, RequestKind, Rung, Scope, Shown, Stage, Statement, Status, SubjectId, Term,
    Topic, Trial, UnixTime, Verb,
};
use serde_json::Value;

const NOW: UnixTime = UnixTime(1_760_000_000);

fn item(id: &str) -> ItemId {
    ItemId::parse(id).unwrap()
}

/// Somebody of whom everything there can be is held.
fn dossier(events: usize) -> Dossier {
    let purposes = PurposeSet::NONE.with(PurposeId(0));
    let event = |number: usize| Event {
        id: EventId::parse(&format!("e{number}")).unwrap(),
        item: item(&format!("i{}", number % 500)),
        verb: Verb::Purchase,
        at: NOW.plus(-(number as i64)),
        at_arrival: number.is_multiple_of(2),
        quantity: 1,
        rating_tenths: (number == 0).then_some(45),
        basket: EventId::parse("basket-1").ok(),
        ceiling: Some(purposes),
    };
    let held = |number| HeldEvent { event: event(number), disclosed: purposes };
    let act = |number| {
        let Event { item, verb, at, quantity, rating_tenths, .. } = event(number);
        HeldAct { item, verb, at, quantity, rating_tenths, disclosed: purposes, channel: ChannelId(0), basket: Some(7) }
    };
    let veil = |what| Veil { what, since: NOW, contested: true };
    Dossier {
        subject: SubjectId::parse("anna").unwrap(),
        since: NOW,
        status: Status::Active,
        paused: false,
        paused_until: Some(NOW),
        limits: limits(),
        limits_set_at: Some(NOW),
        sent: vec![(ChannelId(2), NOW)],
        age: AgeBand::Adult,
        jurisdictions: vec![Policy::shipped().unwrap().jurisdiction("eu")],
        opt_out_first_seen: Some(NOW),
        asked_at: Some(NOW),
        deferred_at: None,
        ledger_head: "00".repeat(32),
        notices: vec![("shop".to_owned(), 2, NOW)],
        statements: vec![statement()],
        events: (0..events).map(held).collect(),
        history: (0..events).map(act).collect(),
        hidden: vec![item("cup")],
        veils: vec![
            veil(Hide::Item(item("tea"))),
            veil(Hide::Category { key: "books, \"old\"".to_owned(), future: true }),
            veil(Hide::Period { from: UnixTime(0), to: NOW }),
            veil(Hide::Basket(EventId::parse("basket-1").unwrap())),
        ],
        interests: vec![
            liked(Interest { topic: Topic::Category("Books".to_owned()), likes: true }),
            liked(Interest { topic: Topic::Tag("=1+1".to_owned()), likes: false }),
            liked(Interest { topic: Topic::Seller("Larkspur".to_owned()), likes: true }),
        ],
        variety: Some(liked(70)),
        cleared_at: None,
        took_back_at: Some(NOW),
        lapsed: vec![1],
        receipts: vec![receipt()],
        identifiers: vec![HeldIdentifier {
            id: LinkId([7; 16]),
            identifier: Identifier::parse(IdentifierKind::Contact, "anna@example.org").unwrap(),
            since: NOW,
            proof: None,
        }],
        merged: vec![MergedIn { at: NOW, into_verified: None, from_verified: Some(NOW), first_statement: 2 }],
        requests: vec![request()],
        trials: vec![trial()],
        disclosures: vec![disclosure()],
        outbox: vec![waiting()],
        recipients: vec![recipient()],
        entries: 3,
    }
}

fn disclosure() -> Disclosure {
    Disclosure {
        recipient: RecipientId(0),
        name: "Agency".to_owned(),
        pseudonym: "ab".repeat(16),
        purpose: PurposeId(0),
        handed: Handed::Acts(2),
        categories: CategorySet(1),
        at: NOW,
        id: "msg_1".to_owned(),
        digest: "00".repeat(32),
        policy_version: 1,
        ledger_head: "00".repeat(32),
    }
}

fn waiting() -> Waiting {
    Waiting {
        id: "msg_2".to_owned(),
        recipient: "agency".to_owned(),
        what: WaitingFor::No,
        since: NOW,
        attempts: 1,
        next_at: Some(NOW),
        failed: Some(Failure::Status(503)),
    }
}

fn recipient() -> Recipient {
    let terms = RecipientTerms {
        name: "Agency".to_owned(),
        role: Role::Processor,
        purposes: vec!["recommend".to_owned()],
        categories: vec!["activity.purchase".to_owned()],
        regions: vec![Region { key: "eu".to_owned(), safeguard: None }],
        contract: "of last spring".to_owned(),
        contract_until: NOW,
        security: "a report".to_owned(),
        review_at: NOW,
        sub_processors: vec!["Mill".to_owned()],
        deletion_url: "https://agency.example/delete".to_owned(),
        webhook_url: None,
    };
    Recipient { number: RecipientId(0), key: "agency".to_owned(), terms, made_at: NOW, removed_at: None }
}

fn limits() -> Limits {
    Limits {
        weekly: std::collections::BTreeMap::from([(ChannelId(2), 3)]),
        quiet: Quiet::new(1_320, 420, Zone::parse("Europe/Berlin").unwrap()).ok().into_iter().collect(),
        topics_off: ["Garden".to_owned()].into(),
    }
}

fn liked<T>(what: T) -> HeldTrait<T> {
    HeldTrait { what, at: NOW, disclosed: PurposeSet::NONE.with(PurposeId(0)) }
}

fn statement() -> HeldStatement {
    let shown = Shown {
        notice: NoticeId(1),
        version: 2,
        lang: Lang::DE,
        served_at: NOW,
        serial: u64::MAX,
        told: CategorySet(1),
    };
    HeldStatement {
        statement: Statement {
            kind: Kind::Grant,
            scope: Scope { purpose: Some(PurposeId(0)), category: None, recipient: Some(None), channel: None },
            client_at: NOW,
            received_at: NOW,
            actor: Actor::Subject,
            explicit: true,
            past_data: false,
            overrides: None,
            notice_current: true,
            shown: Some(shown),
        },
        evidence: Evidence { notice: "shop 2".to_owned(), how: "button, \"Yes\"\nsecond line".to_owned() },
    }
}

fn receipt() -> Receipt {
    let reason = |evidence| Reason { item: item("pot"), term: Term::Together, weight: 0.5, evidence };
    Receipt {
        id: ReceiptId([3; 16]),
        at: NOW,
        first: FirstLine {
            purpose: "recommend".to_owned(),
            channel: "web".to_owned(),
            jurisdictions: vec!["eu".to_owned()],
            policy_version: 1,
            ledger_head: String::new(),
            gates: vec![("activity.purchase".to_owned(), Vec::new())],
            given: None,
        },
        last: LastLine { rung: Rung::Personal, data_used: 2, reasons: vec![reason(vec![item("tea")]), reason(vec![])] },
        drawn: Vec::new(),
        group: None,
        beside: false,
    }
}

fn trial() -> Trial {
    Trial {
        decision: ReceiptId([4; 16]),
        of: DrawFor::Slot,
        name: "front".to_owned(),
        version: 1,
        cell: "device=phone".to_owned(),
        leaning: "Tea".to_owned(),
        chosen: "spring".to_owned(),
        propensity: 250_000,
        at: NOW,
        outcome: Some(Outcome::Clicked),
    }
}

fn request() -> RightsRequest {
    RightsRequest {
        id: RequestId([9; 16]),
        kind: RequestKind::Complaint,
        by: AskedBy::Agent("AGENT".to_owned()),
        says: "too slow".to_owned(),
        about: None,
        law: "eu".to_owned(),
        received_at: NOW,
        due_at: NOW,
        extension_seconds: 0,
        stop_seconds: 0,
        stopped_at: None,
        stage: Stage::Refused,
        closed_at: Some(NOW),
        told: vec![ToldOf { at: NOW, stage: Stage::Refused, says: "no".to_owned() }],
    }
}

fn document() -> Value {
    let shop = Shop::open(&Place::Memory, Policy::shipped().unwrap(), NOW).unwrap();
    crate::dossier::shown(&shop, NOW, &dossier(3))
}

/// As much of JSON Schema as ours says; where a document breaks it.
fn check(schema: &Value, value: &Value, at: &str) {
    if let Some(any) = schema["anyOf"].as_array() {
        let fits = |one: &Value| (one["type"] == "null") == value.is_null();
        return check(any.iter().find(|one| fits(one)).unwrap(), value, at);
    }
    match schema["type"].as_str().unwrap() {
        "object" => {
            let fields = value.as_object().unwrap_or_else(|| panic!("{at} is no object"));
            let Some(known) = schema["properties"].as_object() else { return };
            for (name, value) in fields {
                let schema = known.get(name).unwrap_or_else(|| panic!("{at}/{name} is not in the schema"));
                check(schema, value, &format!("{at}/{name}"));
            }
            for due in schema["required"].as_array().unwrap() {
                assert!(fields.contains_key(due.as_str().unwrap()), "{at} lacks {due}");
            }
        }
        "array" => value.as_array().unwrap().iter().for_each(|one| check(&schema["items"], one, at)),
        "string" => {
            let text = value.as_str().unwrap_or_else(|| panic!("{at} is no text"));
            let words = schema["enum"].as_array();
            assert!(words.is_none_or(|words| words.iter().any(|word| word == text)), "{at}: {text}");
        }
        "integer" => assert!(value.is_i64() || value.is_u64(), "{at}: {value}"),
        "number" => assert!(value.is_number(), "{at}: {value}"),
        "null" => assert!(value.is_null(), "{at}: {value}"),
        "boolean" => assert!(value.is_boolean(), "{at}: {value}"),
        other => panic!("{at}: {other}"),
    }
}

#[test]
fn the_document_keeps_to_its_schema_to_the_last_field() {
    check(&schema::schema(), &document(), "");
}

#[test]
fn each_list_has_a_table_with_a_column_for_each_field_and_words_in_each_language() {
    let document = document();
    for (name, list) in document.as_object().unwrap() {
        let Some(rows) = list.as_array() else { continue };
        let table = TABLES.iter().find(|table| table.name == name).unwrap_or_else(|| panic!("no table for {name}"));
        for row in rows.iter().filter_map(Value::as_object) {
            let lost = row.keys().find(|key| !table.columns.contains(&key.as_str()));
            assert_eq!(lost, None, "a field of {name} has no column");
        }
    }
}

#[test]
fn a_cell_with_commas_quotes_and_lines_is_quoted() {
    let veils = TABLES.iter().find(|table| table.name == "veils").unwrap().csv(&document());
    let lines: Vec<&str> = veils.split("\r\n").collect();
    assert_eq!(lines[0], "kind,item,category,future,from,to,basket,since,contested");
    assert_eq!(lines[2], "category,,\"books, \"\"old\"\"\",true,,,,1760000000,true");
    assert_eq!(lines.len(), 6, "a head, four rows, and the end");
}

#[test]
fn what_was_concluded_is_what_went_by_something_of_theirs() {
    let beside = Dossier { receipts: vec![Receipt { beside: true, ..receipt() }], ..dossier(1) };
    let shop = Shop::open(&Place::Memory, Policy::shipped().unwrap(), NOW).unwrap();
    let of_a_page = crate::dossier::shown(&shop, NOW, &beside);
    assert_eq!((&of_a_page["inferences"], &of_a_page["receipts"][0]["beside"]), (&serde_json::json!([]), &true.into()));
    check(&schema::schema(), &of_a_page, "");
    let inferences = document()["inferences"].clone();
    assert_eq!(inferences.as_array().map(Vec::len), Some(1), "a reason that knows nothing of them is none about them");
    assert_eq!(inferences[0]["from_items"], serde_json::json!(["tea"]));
}

#[test]
fn the_page_tells_everything_without_a_script_or_an_address() {
    for lang in crate::language::all() {
        let page = page::page(&document(), lang).into_string();
        for held in ["anna@example.org", "basket-1", "too slow", "second line", "shop 2", "2025-10-09T"] {
            assert!(page.contains(held), "{held}");
        }
        for foreign in ["<script", "http:", "https:", "url(", "onload"] {
            assert!(!page.contains(foreign), "{foreign}");
        }
    }
}

#[test]
fn an_archive_gives_back_what_was_put_in_and_a_damaged_one_nothing() {
    let document = document();
    let zip = archive(&document, Lang::EN);
    let Unzipped::File(bytes) = unzip(&zip, DOCUMENT) else { panic!("there is a document") };
    assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), document);
    assert!(matches!(unzip(&zip, "tables/events.csv"), Unzipped::File(_)));
    assert_eq!(unzip(&zip, "other"), Unzipped::Missing);
    assert_eq!(unzip(b"{}", DOCUMENT), Unzipped::NoZip);
    for cut in (4..zip.len()).step_by(97) {
        assert_eq!(unzip(&zip[..cut], DOCUMENT), Unzipped::Damaged, "cut at {cut}");
    }
    // A byte changed in the packed document is noticed by its checksum, or before.
    let at =
        zip.windows(DOCUMENT.len()).position(|window| window == DOCUMENT.as_bytes()).unwrap() + DOCUMENT.len() + 40;
    let mut changed = zip.clone();
    changed[at] ^= 0x55;
    assert_eq!(unzip(&changed, DOCUMENT), Unzipped::Damaged);
}

#[test]
fn a_file_that_says_it_is_huge_is_not_unpacked() {
    let mut zip = Zip::new();
    zip.add(DOCUMENT, &vec![0; 100_000]);
    let mut bytes = zip.finish();
    let directory = bytes.windows(4).position(|window| window == 0x0201_4b50_u32.to_le_bytes()).unwrap();
    bytes[directory + 24..directory + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(unzip(&bytes, DOCUMENT), Unzipped::Damaged);
    bytes[directory + 24..directory + 28].copy_from_slice(&10_u32.to_le_bytes());
    assert_eq!(unzip(&bytes, DOCUMENT), Unzipped::Damaged, "and one that says it is small is not unpacked further");
}
