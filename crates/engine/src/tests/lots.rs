//! Lots: odds against known answers, a shop that finds its best variant, and who is tried on at all.

use super::*;
use crate::{
    Arm, ArmScene, Circumstances, Experiment, On, Slot, SlotScene, Tally, Variant, assigned, best, choose, odds,
    recommend_in_arm,
};
use domain::{DrawBasis, DrawFor, ODDS_TOTAL, Outcome, ReceiptId, Trial, pick};
use vault::{Answer, Fate};

const HALL: &str = "hall";

/// Dice for simulations (splitmix64): spread evenly over 64 bits, the same in every run.
struct Dice(u64);

impl Dice {
    fn lot(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn says(&mut self, rate: f64) -> bool {
        (self.lot() >> 11) as f64 / (1_u64 << 53) as f64 <= rate
    }
}

/// How likely one rate is above another, in closed form for whole counts (Evan Miller, "Formulas for Bayesian A/B
/// testing", 2015), by logarithms of factorials summed one by one.
fn above(one: (u64, u64), other: (u64, u64)) -> f64 {
    let ln_gamma = |n: u64| (1..n).map(|k| (k as f64).ln()).sum::<f64>();
    let ln_beta = |a: u64, b: u64| ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    let (a, b) = (1 + one.0, 1 + one.1 - one.0);
    let (c, d) = (1 + other.0, 1 + other.1 - other.0);
    let term = |i: u64| (ln_beta(c + i, b + d) - ((b + i) as f64).ln() - ln_beta(1 + i, b) - ln_beta(c, d)).exp();
    (0..a).map(term).sum()
}

#[test]
fn chances_are_those_of_the_closed_form() {
    for (one, other) in [((0, 0), (1, 1)), ((30, 100), (40, 120)), ((3, 1_000), (9, 1_100)), ((500, 900), (500, 910))] {
        let found = best(&[one, other]);
        let due = above(one, other);
        assert!((found[0] - due).abs() < 2e-3, "{one:?} {other:?}: {} and {due}", found[0]);
    }
    assert!((best(&[(0, 0), (1, 1)])[1] - 2.0 / 3.0).abs() < 2e-3);
    for chance in best(&[(5, 50); 50]) {
        assert!((chance - 0.02).abs() < 1e-9);
    }
    assert_eq!(best(&[(1, 7)]), [1.0]);
    let far = best(&[(0, 1_000_000), (900_000, 1_000_000)]);
    assert!(far[0] < 1e-12 && (far[1] - 1.0).abs() < 1e-12);
}

#[test]
fn odds_add_up_exactly_and_stay_between_floor_and_ceiling() {
    let mut dice = Dice(3);
    for variants in 1..=50 {
        for explore in [1, 10, 37, 100] {
            let counts: Vec<_> = (0..variants).map(|_| (dice.lot() % 9, 9 + dice.lot() % 90)).collect();
            let odds = odds(&best(&counts), explore);
            assert_eq!(odds.iter().sum::<u32>(), ODDS_TOTAL);
            let floor = ODDS_TOTAL * u32::from(explore) / 100 / variants;
            let ceiling = ODDS_TOTAL - floor * (variants - 1);
            assert!(odds.iter().all(|odds| (floor..=ceiling).contains(odds)), "{variants} {explore} {odds:?}");
        }
    }
}

#[test]
fn what_is_drawn_is_drawn_as_often_as_its_odds_say() {
    let counts = [(3, 30), (5, 30), (4, 40), (9, 50), (0, 0), (1, 25)];
    let odds = odds(&best(&counts), 10);
    let (mut dice, mut seen) = (Dice(11), [0_u32; 6]);
    const DRAWS: u32 = 200_000;
    for _ in 0..DRAWS {
        seen[pick(odds.iter().copied(), dice.lot()).unwrap()] += 1;
    }
    let due = |odds: u32| f64::from(odds) / f64::from(ODDS_TOTAL) * f64::from(DRAWS);
    let chi: f64 =
        seen.iter().zip(&odds).map(|(seen, odds)| (f64::from(*seen) - due(*odds)).powi(2) / due(*odds)).sum();
    // The 99.9th percentile of chi-square with five degrees of freedom.
    assert!(chi < 20.5, "{chi}: {seen:?} of {odds:?}");
}

#[test]
fn the_best_of_ten_is_found_and_exploring_stays_bounded() {
    const ROUNDS: usize = 30_000;
    /// What came of it is known a little later, as in a shop.
    const BATCH: usize = 200;
    let rates: Vec<f64> = (0..10).map(|at| if at == 6 { 0.12 } else { 0.03 + 0.005 * f64::from(at) }).collect();
    let (mut dice, mut counts, mut shown) = (Dice(2018), [(0_u64, 0_u64); 10], Vec::new());
    let (mut regret, mut now) = (0.0, odds(&best(&counts), 10));
    for round in 0..ROUNDS {
        if round % BATCH == 0 {
            now = odds(&best(&counts), 10);
        }
        let at = pick(now.iter().copied(), dice.lot()).unwrap();
        counts[at].0 += u64::from(dice.says(rates[at]));
        counts[at].1 += 1;
        regret += rates[6] - rates[at];
        shown.push(at);
    }
    let share = |at: usize, of: &[usize]| of.iter().filter(|shown| **shown == at).count() as f64 / of.len() as f64;
    let last = &shown[ROUNDS - 5_000..];
    assert!(share(6, last) > 0.88, "the best takes all but the share of exploring: {}", share(6, last));
    assert!((0..10).all(|at| share(at, last) > 0.006), "none is given up: one percent each");
    let even = ROUNDS as f64 * rates.iter().map(|rate| rates[6] - rate).sum::<f64>() / 10.0;
    // What the promised tenth of exploring costs whatever is learned, and a fraction of an even split beside it.
    assert!(regret < 0.1 * even + 0.08 * even, "{regret} of {even}");
}

// === choices ===

fn slot() -> Slot {
    let variant = |id: &str| Variant { id: id.to_owned(), ..Variant::default() };
    let german = vec![(crate::Aspect::Language, vec!["de".to_owned()])];
    Slot {
        version: 1,
        variants: vec![variant("plain"), variant("tea"), variant("cups"), Variant { fits: german, ..variant("tee") }],
        default: 0,
        goal: Outcome::Clicked,
        explore_percent: 10,
        learn_by: vec![crate::Aspect::Device],
        leanings: vec!["teas".to_owned(), "pots".to_owned()],
    }
}

fn on(words: &[(crate::Aspect, &str)]) -> Circumstances {
    Circumstances(words.iter().map(|(aspect, word)| (*aspect, (*word).to_owned())).collect())
}

/// A person each, who was shown this once in these circumstances and clicked it or not.
fn lived(tally: Tally, people: usize, (cell, leaning, chosen): (&str, &str, &str), clicked: bool) -> Tally {
    (0..people).fold(tally, |mut tally, person| {
        tally.add(&[Trial {
            decision: ReceiptId([person as u8; 16]),
            of: DrawFor::Slot,
            name: HALL.to_owned(),
            version: 1,
            cell: cell.to_owned(),
            leaning: leaning.to_owned(),
            chosen: chosen.to_owned(),
            propensity: ODDS_TOTAL / 3,
            at: NOW,
            outcome: clicked.then_some(Outcome::Clicked),
        }]);
        tally
    })
}

struct Hall {
    world: World,
    window: Window,
    slot: Slot,
}

impl Hall {
    fn new() -> Self {
        let world = World::filed(&[("sencha", "teas"), ("kettle", "pots"), ("mug", "cups")]);
        let window = Window::new(Arc::clone(&world.catalog), Arc::new(Model::default()));
        Self { world, window, slot: slot() }
    }

    fn choose(&self, who: Option<&SubjectId>, tally: &Tally, here: &Circumstances) -> Answer<crate::Choice> {
        let (slot, window) = (&self.slot, &self.window);
        let scene = SlotScene { name: HALL, slot, tally, people_min: 5, window, here, experiment: None };
        self.world.vault.at(NOW).draw(who, &Ask::on(ChannelId(0)), None, scene, choose).expect("decides")
    }
}

#[test]
fn whoever_said_no_sees_the_default_and_teaches_nothing() {
    let hall = Hall::new();
    let who = hall.world.person("withdrew", Wish::Nothing, &[("sencha", Verb::Purchase, 1)]);
    let liked = lived(Tally::default(), 40, ("", "", "tea"), true);
    for _ in 0..40 {
        let answer = hall.choose(Some(&who), &liked, &Circumstances::default());
        let drawn = &answer.drawn()[0];
        assert_eq!((answer.value().variant, drawn.basis, drawn.counted), (0, DrawBasis::Fixed, false));
        assert_eq!(drawn.propensity(), ODDS_TOTAL);
    }
}

#[test]
fn nobody_in_particular_is_shown_what_worked_here_and_only_what_fits() {
    let hall = Hall::new();
    let here = on(&[(crate::Aspect::Device, "phone")]);
    let liked = lived(Tally::default(), 40, ("device=phone", "", "cups"), true);
    let liked = lived(liked, 40, ("device=phone", "", "tea"), false);
    let answer = hall.choose(None, &liked, &here);
    let drawn = &answer.drawn()[0];
    assert_eq!((drawn.basis, drawn.counted, drawn.cell.as_str()), (DrawBasis::Group, false, "device=phone"));
    assert_eq!(drawn.odds.iter().map(|(_, odds)| odds).sum::<u32>(), ODDS_TOTAL);
    assert!(drawn.odds.iter().all(|(id, _)| id != "tee"), "its language was not told");
    assert!(drawn.odds[2].1 > 900_000 && drawn.odds[1].1 < 40_000, "{:?}", drawn.odds);
    assert_eq!(drawn.due(), Some(drawn.chosen.as_str()));
    let german = hall.choose(None, &liked, &on(&[(crate::Aspect::Language, "de")]));
    assert_eq!(german.drawn()[0].odds.len(), 4);
    assert_eq!(german.drawn()[0].basis, DrawBasis::Everybody, "nobody was counted without a device");
}

#[test]
fn fewer_than_five_people_move_nothing() {
    let hall = Hall::new();
    let here = Circumstances::default();
    let four = lived(Tally::default(), 4, ("", "", "tea"), true);
    let answer = hall.choose(None, &four, &here);
    assert_eq!(answer.drawn()[0].basis, DrawBasis::Nothing);
    let odds: Vec<u32> = answer.drawn()[0].odds.iter().map(|(_, odds)| *odds).collect();
    assert!(odds.iter().all(|odds| odds.abs_diff(ODDS_TOTAL / 3) <= 1), "{odds:?}");
    // However often one person came, they are one person, with a bounded voice.
    let often: Vec<Trial> = (0..100)
        .map(|day| Trial {
            decision: ReceiptId([day; 16]),
            of: DrawFor::Slot,
            name: HALL.to_owned(),
            version: 1,
            cell: String::new(),
            leaning: String::new(),
            chosen: "cups".to_owned(),
            propensity: ODDS_TOTAL / 3,
            at: NOW,
            outcome: Some(Outcome::Clicked),
        })
        .collect();
    let mut loud = four.clone();
    loud.add(&often[..99]);
    let cell = loud.cell(DrawFor::Slot, HALL, 1, "", "").unwrap();
    assert_eq!((cell.people, cell.of["cups"].trials, cell.of["cups"].people), (5, crate::VOICES_MAX as u64, 1));
    let mut still = Tally::default();
    still.add(&often);
    assert_eq!(hall.choose(None, &still, &here).drawn()[0].basis, DrawBasis::Nothing);
}

#[test]
fn whoever_allows_it_is_shown_what_worked_for_people_of_their_kind() {
    let hall = Hall::new();
    let who =
        hall.world.person("tea-lover", Wish::Recommend, &[("kettle", Verb::View, 3), ("sencha", Verb::Purchase, 1)]);
    let liked = lived(Tally::default(), 30, ("", "teas", "tea"), true);
    let liked = lived(liked, 300, ("", "pots", "cups"), true);
    let liked = lived(liked, 300, ("", "pots", "tea"), false);
    let liked = lived(liked, 30, ("", "teas", "cups"), false);
    let answer = hall.choose(Some(&who), &liked, &Circumstances::default());
    let drawn = &answer.drawn()[0];
    assert_eq!((drawn.basis, drawn.leaning.as_str()), (DrawBasis::Personal, "teas"));
    assert_eq!(drawn.evidence, [item("sencha").id]);
    assert!(drawn.odds[1].1 > 900_000, "{:?}", drawn.odds);
    let stranger = hall.choose(None, &liked, &Circumstances::default());
    assert!(stranger.drawn()[0].odds[2].1 > 800_000, "everybody likes cups: {:?}", stranger.drawn()[0].odds);
}

// === experiments ===

fn experiment() -> Experiment {
    let arm = |id: &str, percent: u8, variety| Arm { id: id.to_owned(), percent, variety, ..Arm::default() };
    Experiment {
        version: 1,
        on: On::Recommend,
        arms: vec![arm("as it is", 70, None), arm("else", 30, Some(90))],
        control: 0,
    }
}

#[test]
fn arms_are_filled_by_their_shares_and_a_person_stays_in_theirs() {
    let (experiment, mut dice, mut seen) = (experiment(), Dice(5), [0_u32; 2]);
    for _ in 0..10_000 {
        let fate = Fate { lot: 0, assigned: Some(dice.lot()), said_no: false };
        let (arm, drawn) = assigned("mix", &experiment, fate);
        assert_eq!(assigned("mix", &experiment, Fate { lot: 7, ..fate }).0, arm);
        assert_eq!(drawn.propensity(), [700_000, 300_000][arm]);
        seen[arm] += 1;
    }
    // Three standard deviations of a binomial with p = 0.3 are 137.
    assert!(seen[1].abs_diff(3_000) < 137, "{seen:?}");
    for fate in
        [Fate { lot: 1, assigned: None, said_no: false }, Fate { lot: 1, assigned: Some(u64::MAX), said_no: true }]
    {
        let (arm, drawn) = assigned("mix", &experiment, fate);
        assert_eq!((arm, drawn.counted, drawn.basis, drawn.lot), (0, false, DrawBasis::Fixed, 0));
    }
}

#[test]
fn the_control_arm_recommends_what_is_recommended_without_an_experiment() {
    let hall = Hall::new();
    let who = hall.world.person("anna", Wish::Recommend, &[("sencha", Verb::Purchase, 1)]);
    let scene = Scene {
        window: &hall.window,
        now: NOW,
        count: 3,
        exclude: &[],
        category: None,
        variety: None,
        category_max: None,
        rules: crate::Rules::default(),
    };
    let (moment, ask, experiment) = (hall.world.vault.at(NOW), Ask::on(ChannelId(0)), experiment());
    let given = ArmScene { scene, name: "mix", experiment: &experiment };
    let tried = moment.draw(Some(&who), &ask, Some("mix"), given, recommend_in_arm).expect("decides");
    assert_eq!(tried.drawn()[0].basis, DrawBasis::Fixed, "nobody is assigned who does not let `measure` count");
    let plain = moment.with(&who, &ask, scene, recommend).expect("decides");
    assert_eq!(&tried.value().slate, plain.value());
}
