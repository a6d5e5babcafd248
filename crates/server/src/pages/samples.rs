//! Filled view models for tests, and one page of each kind in each state made from them.

use super::art::Look;
use super::*;
use domain::{Lang, Price, Rung, Term, Topic};

mod preferences;

/// 24 November 2025, five past midnight.
const NOW: i64 = 1_763_942_700;
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// A frame as it is on the storefront.
#[must_use]
pub fn frame(lang: Lang, rung: Rung, said: bool) -> Frame {
    Frame {
        lang,
        goods_lang: Lang::EN,
        shop: "Larkspur & Co.".to_owned(),
        home: Home::Demo,
        path: "/".to_owned(),
        rung,
        group_people_min: 50,
        teach: rung == Rung::Personal,
        paused: false,
        paused_until: None,
        private: false,
        said,
        notice: None,
        undo: None,
        showing: None,
    }
}

fn eur(minor: u64) -> Option<Price> {
    Price::new(minor, "EUR").ok()
}

fn named(title: &str) -> Named {
    Named { id: id(title), title: title.to_owned(), told: true }
}

fn id(title: &str) -> String {
    let lower = title.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

type Good = (&'static str, u64, &'static str, u16, u16);

const GOODS: [Good; 12] = [
    ("Enamel pour-over kettle, sage", 3_900, "kettle", 128, 156),
    ("Stoneware mug, coral", 1_600, "cup", 6, 338),
    ("Single-farm beans, Nyeri", 1_590, "packet", 24, 174),
    ("Forty Loaves, a cookbook", 2_900, "book", 210, 262),
    ("Monstera, small", 1_490, "leaf", 16, 44),
    ("Desk lamp, mustard", 8_900, "lamp", 45, 17),
    ("The Elm Street Quartet: Late Window, jazz LP", 2_600, "record", 268, 58),
    ("Wool blanket, moss", 8_900, "cloth", 92, 144),
    ("Day rucksack, rust", 8_900, "bag", 16, 44),
    ("Chef's knife, walnut", 7_900, "tool", 26, 358),
    ("Dinner candles, set of four, ivory", 1_190, "candle", 52, 202),
    ("Bicycle bell, copper", 1_890, "wheel", 20, 72),
];

fn term(term: Term, weight: f32, evidence: &[&str]) -> TermRow {
    TermRow { term, weight, evidence: evidence.iter().map(|title| named(title)).collect() }
}

fn personal_terms() -> Vec<TermRow> {
    vec![
        term(Term::Together, 0.412, &["Ceramic coffee dripper, ink", "House beans, 1 kg"]),
        term(Term::Again, 0.138, &[]),
        term(Term::Popular, 0.0517, &[]),
        term(Term::Together, -0.024, &["Moka pot, six cups"]),
    ]
}

fn because(lang: Lang, personal: bool) -> Why {
    let because = &crate::language::of(lang).because;
    let sentence = if personal {
        because.together_two("“Ceramic coffee dripper, ink”", "“House beans, 1 kg”")
    } else {
        because.popular.to_owned()
    };
    let terms = if personal { personal_terms() } else { vec![term(Term::Popular, 0.731, &[])] };
    Why {
        sentence,
        terms,
        receipt: Some("01936f2c".to_owned()),
        can_hide: personal,
        offers: offers(),
        page: Some("/why/01936f2c/mug".to_owned()),
    }
}

fn offers() -> Vec<Offer> {
    let offer = |topic, name: &str| Offer { topic, name: name.to_owned() };
    let mug = || domain::ItemId::parse("mug").unwrap();
    vec![
        offer(Topic::Like(mug()), GOODS[1].0),
        offer(Topic::Item(mug()), GOODS[1].0),
        offer(Topic::Seller("Hollis Pottery".to_owned()), "Hollis Pottery"),
        offer(Topic::Category("Cups".to_owned()), "Cups"),
    ]
}

fn why_pages(lang: Lang) -> [WhyPage; 2] {
    let (title, minor, motif, hue, hue2) = GOODS[1];
    let page = |here, personal| WhyPage {
        id: id(title),
        title: title.to_owned(),
        price: eur(minor),
        look: Look::new(hue, hue2, motif, title),
        here,
        at: NOW,
        why: because(lang, personal),
    };
    [page(true, true), page(false, false)]
}

fn card(good: &Good, why: Option<Why>) -> Card {
    let (title, minor, motif, hue, hue2) = *good;
    Card { id: id(title), title: title.to_owned(), price: eur(minor), look: Look::new(hue, hue2, motif, title), why }
}

fn cards(why: impl Fn() -> Option<Why>) -> Vec<Card> {
    GOODS.iter().map(|good| card(good, why())).collect()
}

fn departments() -> Vec<Department> {
    [
        ("Coffee & tea", 41, "cup", 24),
        ("Kitchen", 44, "pot", 12),
        ("Garden", 33, "watering_can", 118),
        ("Books", 31, "book", 348),
        ("Stationery", 37, "pencils", 218),
        ("Outdoor", 34, "tent", 160),
        ("Games & puzzles", 29, "chess", 268),
        ("Bath", 22, "soap", 190),
        ("Textiles", 36, "cushion", 330),
        ("Lamps & light", 30, "table_lamp", 44),
        ("Music & vinyl", 27, "turntable", 288),
        ("Bikes", 28, "bicycle", 204),
    ]
    .map(|(title, count, motif, hue)| Department {
        name: id(title),
        title: title.to_owned(),
        count,
        look: Look::new(hue, (hue + 30) % 360, motif, ""),
    })
    .into()
}

/// The storefront, before or after a choice.
#[must_use]
pub fn shop(lang: Lang, personal: bool) -> Storefront {
    Storefront {
        slate: Slate {
            kind: if personal { SlateKind::History(14) } else { SlateKind::Everybody },
            cards: cards(|| Some(because(lang, personal))),
            receipt: personal.then(|| "01936f2c".to_owned()),
            left_out: usize::from(!personal) * 2,
        },
        departments: departments(),
    }
}

fn item_page(lang: Lang) -> ItemPage {
    let (title, minor, motif, hue, hue2) = GOODS[0];
    ItemPage {
        id: id(title),
        title: title.to_owned(),
        description: "A narrow spout that lets you pour in a thin, calm line.".to_owned(),
        price: eur(minor),
        available: true,
        look: Look::new(hue, hue2, motif, title),
        department: Some(("coffee-tea".to_owned(), "Coffee & tea".to_owned())),
        similar: GOODS[1..5].iter().map(|good| card(good, Some(because(lang, false)))).collect(),
    }
}

fn rights() -> Rights {
    let veil = |what, contested| VeilRow { what, contested };
    Rights {
        categories: vec![("kitchen".to_owned(), 12), ("books".to_owned(), 1)],
        baskets: vec![("order-17".to_owned(), NOW - DAY, 3)],
        veils: vec![
            veil(Veiled::Item(named(GOODS[0].0)), true),
            veil(Veiled::Category("games".to_owned(), true), false),
            veil(Veiled::Period(NOW - 3 * DAY, NOW - 2 * DAY), false),
            veil(Veiled::Basket("order-16".to_owned()), false),
        ],
    }
}

/// Somebody who was given something, and was said no to since.
fn agency() -> RecipientRow {
    RecipientRow {
        key: "post".to_owned(),
        name: "Blue <Post>".to_owned(),
        role: "processor",
        regions: vec!["eu".to_owned()],
        purposes: vec!["recommend".to_owned()],
        sub_processors: vec!["Blue Cloud".to_owned()],
        given: Some((3, NOW - DAY)),
        refused: true,
        removed: false,
    }
}

fn held() -> Data {
    let event = |(place, good): (usize, &Good)| EventRow {
        at: NOW - 7 * HOUR * (place as i64 + 1),
        verb: if place % 3 == 0 { "purchase" } else { "view" },
        item: named(good.0),
        purposes: if place == 4 { Vec::new() } else { vec!["recommend".to_owned(), "train".to_owned()] },
        hidden: place == 2,
    };
    let said = |at, kind, purpose: &str, category: Option<&str>| StatementRow {
        number: 3,
        receipts: ["iso-27560", "kantara-1.1"],
        at,
        kind,
        purpose: Some(purpose.to_owned()),
        category: category.map(str::to_owned),
        how: "a button on the choices page".to_owned(),
        notice: "demo-1".to_owned(),
    };
    Data {
        recipients: vec![agency()],
        identity: Some(Identity {
            id: "v-8c1f40b2d6e94a17".to_owned(),
            since: NOW - 3 * DAY,
            age: "unknown",
            laws: vec!["eu".to_owned()],
            opt_out_seen: Some(NOW - 2 * DAY),
        }),
        events: GOODS.iter().take(8).enumerate().map(event).collect(),
        events_total: 23,
        statements: vec![
            said(NOW - DAY, "withdraw", "train", None),
            said(NOW - 3 * DAY, "grant", "recommend", Some("activity.view")),
            said(NOW - 3 * DAY, "grant", "train", None),
        ],
        hidden: vec![named(GOODS[2].0)],
        receipts_total: 41,
        known_by: vec![KnownBy {
            id: "7".repeat(32),
            kind: "contact",
            value: "anna@example.org".to_owned(),
            since: NOW - DAY,
            verified: true,
        }],
        open_requests: 1,
        groups: vec![
            GroupRow { name: "Coffee & tea".to_owned(), broader: true },
            GroupRow { name: "Teas".to_owned(), broader: false },
        ],
        grouped: Grouped { counts: true, answers: false },
    }
}

fn past() -> History {
    let row = |(place, good): (usize, &Good)| HistoryRow {
        id: id(good.0),
        title: good.0.to_owned(),
        look: Look::new(good.3, good.4, good.2, good.0),
        acts: [("purchase", place as i64), ("view", place as i64 + 1)]
            .into_iter()
            .skip(place % 2)
            .map(|(verb, days)| (verb, NOW - days * DAY - HOUR))
            .collect(),
        earlier: 2 * place,
        hidden: [Hidden::No, Hidden::Along, Hidden::Itself][place % 3],
    };
    History {
        rows: GOODS.iter().take(6).enumerate().map(row).collect(),
        items_total: 9,
        hidden_total: 1,
        found: None,
        rights: rights(),
    }
}

/// The same, looked through.
fn found() -> History {
    let past = past();
    History { rows: past.rows.into_iter().take(1).collect(), found: Some(("kettle".to_owned(), 1)), ..self::past() }
}

fn uses() -> Receipts {
    let row = |place: i64, purpose: &str, rung, data_used, closed: &[&str]| ReceiptRow {
        id: format!("01936f2c-{place:04}"),
        at: NOW - place * HOUR / 2,
        purpose: purpose.to_owned(),
        rung,
        data_used,
        closed: closed.iter().map(|code| (*code).to_owned()).collect(),
    };
    Receipts {
        rows: vec![
            row(0, "recommend", Rung::Personal, 14, &["G3.minimisation"]),
            row(1, "access", Rung::Personal, 23, &[]),
            row(2, "recommend", Rung::Visit, 1, &[]),
            row(3, "recommend", Rung::Contextual, 0, &["G6.no_valid_grant"]),
            row(4, "ads", Rung::Contextual, 0, &["G6.negative", "G7.gpc"]),
        ],
        more: true,
    }
}

fn proof() -> ReceiptPage {
    let gate = |category: &str, closed: &[&str]| Gate {
        category: category.to_owned(),
        closed: closed.iter().map(|code| (*code).to_owned()).collect(),
    };
    ReceiptPage {
        id: "01936f2c-7b1a-7c44-9d0e-5f3a2b1c0d9e".to_owned(),
        at: NOW,
        purpose: "recommend".to_owned(),
        channel: "web".to_owned(),
        laws: vec!["eu".to_owned()],
        policy_version: 1,
        ledger_head: "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c".to_owned(),
        gates: vec![
            gate("activity.purchase", &[]),
            gate("activity.view", &[]),
            gate("activity.rating", &["G6.no_valid_grant"]),
            gate("trait.interest", &["G6.negative", "G3.too_old"]),
        ],
        rung: Rung::Personal,
        data_used: 14,
        group: None,
        drawn: vec![DrawRow {
            of: "slot",
            name: "front-page".to_owned(),
            odds: vec![("spring".to_owned(), 612_500), ("tea-time".to_owned(), 387_500)],
            chosen: "tea-time".to_owned(),
            basis: "everybody",
            counted: true,
        }],
        shown: GOODS.iter().take(5).map(|good| ShownItem { item: named(good.0), terms: personal_terms() }).collect(),
        without: Some(Without {
            items: GOODS.iter().skip(3).take(5).map(|good| (named(good.0), good.4 < 200)).collect(),
        }),
    }
}

/// One page of each kind in each state, by name.
#[must_use]
pub fn all(lang: Lang) -> Vec<(&'static str, String)> {
    let stranger = frame(lang, Rung::Contextual, false);
    let known = frame(lang, Rung::Personal, true);
    let told = Frame { notice: Some(Notice::BoughtKept), path: "/item/kettle".to_owned(), ..known.clone() };
    let told_hidden = Frame { notice: Some(Notice::Hidden), path: links::HISTORY.to_owned(), ..known.clone() };
    let paused = Frame { paused: true, teach: false, rung: Rung::Contextual, ..known.clone() };
    let until = Frame { paused_until: Some(NOW + 3 * DAY), ..paused.clone() };
    let private = Frame { private: true, teach: false, rung: Rung::Contextual, ..known.clone() };
    let said = Frame { notice: Some(Notice::LeftOut), undo: offers().pop(), ..known.clone() };
    let nothing = Data { identity: None, ..held() };
    let department = Category {
        name: "coffee-tea".to_owned(),
        title: "Coffee & tea".to_owned(),
        count: 41,
        cards: cards(|| None),
        page: 1,
        pages: 4,
    };
    let missing = ProblemPage { status: 404, code: "not_found", detail: "there is nothing here".to_owned() };
    let fault = ProblemPage { status: 503, code: "overloaded", detail: "try again in 2 seconds".to_owned() };
    let framed = Frame { home: Home::Framed, path: links::DATA.to_owned(), ..known.clone() };
    let ended = ProblemPage { status: 404, code: "link_invalid", detail: "open this page anew".to_owned() };
    let pages = [
        ("storefront", storefront(&known, &shop(lang, true))),
        ("storefront-first-visit", storefront(&stranger, &shop(lang, false))),
        ("category", category(&known, &department)),
        ("item", item(&told, &item_page(lang))),
        ("item-visit", item(&frame(lang, Rung::Visit, true), &item_page(lang))),
        ("preferences", super::center(&known, &preferences::known(lang))),
        ("preferences-paused", super::center(&paused, &preferences::known(lang))),
        ("preferences-first-visit", super::center(&stranger, &preferences::stranger(lang))),
        ("preferences-until", super::center(&until, &preferences::known(lang))),
        ("interests", super::interests(&known, &preferences::interests())),
        ("interests-first-visit", super::interests(&stranger, &Interests::default())),
        ("messages", super::messages(&known, &preferences::messages())),
        ("messages-first-visit", super::messages(&stranger, &Messages::default())),
        ("requests", super::asking(&known, &preferences::asking())),
        ("requests-first-visit", super::asking(&stranger, &Asking::default())),
        ("data", data(&known, &held())),
        ("data-nothing", data(&stranger, &nothing)),
        ("history", history(&told_hidden, &past())),
        ("history-private", history(&private, &found())),
        ("history-nothing", history(&stranger, &History::default())),
        ("receipts", receipts(&known, &uses())),
        ("receipts-nothing", receipts(&stranger, &Receipts { rows: Vec::new(), more: false })),
        ("receipt", receipt(&known, &proof())),
        ("why", why_page(&known, &why_pages(lang)[0])),
        ("why-gone", why_page(&stranger, &why_pages(lang)[1])),
        ("less", less(&said, &Less { kept: offers(), visit: offers() })),
        ("less-nothing", less(&stranger, &Less::default())),
        ("forget", forget(&known, Some(Forget { events: 23, statements: 3, receipts: 41, escrow_until: None }))),
        ("forget-nothing", forget(&stranger, None)),
        ("forgotten", forgotten(&stranger, None)),
        ("forgotten-escrow", forgotten(&stranger, Some(1_764_000_000))),
        ("verify", verify(lang, "/.well-known/assent-keys")),
        ("device", super::device(&known)),
        ("data-framed", data(&framed, &held())),
        ("come-anew", problem(&framed, &ended)),
        ("problem", problem(&stranger, &fault)),
        ("not-found", problem(&stranger, &missing)),
    ];
    pages.into_iter().map(|(name, page)| (name, page.into_string())).collect()
}
