//! Estimates on logs whose truth is known.

use super::*;

const ARMS: [&str; 4] = ["a", "b", "c", "d"];
const CELLS: [&str; 2] = ["device=phone", "device=desktop"];
/// How often each arm succeeds in each cell.
const TRUTH: [[f64; 4]; 2] = [[0.10, 0.20, 0.30, 0.15], [0.25, 0.10, 0.05, 0.40]];
/// What the log drew by.
const LOGGED_BY: [[f64; 4]; 2] = [[0.4, 0.3, 0.2, 0.1], [0.1, 0.2, 0.3, 0.4]];

/// Dice (splitmix64), the same in every run.
fn roll(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

fn log(count: usize, seed: u64) -> Vec<Decision> {
    let mut state = seed;
    let draw = |_| {
        let cell = usize::from(roll(&mut state) < 0.5);
        let mut left = roll(&mut state);
        let arm = LOGGED_BY[cell].iter().position(|odds| {
            left -= odds;
            left < 0.0
        });
        let arm = arm.unwrap_or(3);
        let reward = f64::from(u8::from(roll(&mut state) < TRUTH[cell][arm]));
        let (cell_name, propensity) = (CELLS[cell].to_owned(), LOGGED_BY[cell][arm]);
        Decision { cell: cell_name, leaning: String::new(), chosen: ARMS[arm].to_owned(), propensity, reward }
    };
    (0..count).map(draw).collect()
}

fn policy(odds: [[f64; 4]; 2]) -> OddsOf {
    let named = |odds: [f64; 4]| ARMS.iter().map(|arm| (*arm).to_owned()).zip(odds).collect::<BTreeMap<_, _>>();
    let cells = CELLS.iter().map(|cell| (*cell).to_owned()).zip(odds.map(named)).collect();
    OddsOf { odds: named([0.25; 4]), cells }
}

fn worth(odds: [[f64; 4]; 2]) -> f64 {
    (0..2).map(|cell| (0..4).map(|arm| odds[cell][arm] * TRUTH[cell][arm]).sum::<f64>()).sum::<f64>() / 2.0
}

const EVEN: [[f64; 4]; 2] = [[0.25; 4]; 2];
const GOOD: [[f64; 4]; 2] = [[0.05, 0.1, 0.8, 0.05], [0.1, 0.05, 0.05, 0.8]];

#[test]
fn each_estimate_finds_the_truth_within_its_own_error() {
    let compared = compare(&log(40_000, 7), &policy(EVEN), &policy(GOOD));
    for (judged, odds) in [(&compared.a, EVEN), (&compared.b, GOOD)] {
        for (name, found) in [("ips", judged.ips), ("snips", judged.snips), ("dr", judged.dr)] {
            let off = (found.value - worth(odds)).abs();
            assert!(off < 3.0 * found.error && found.error < 0.01, "{name}: {found:?}, due {}", worth(odds));
        }
        assert!((judged.covered - 1.0).abs() < 1e-12);
        assert!(judged.dr.error <= judged.ips.error, "what is foretold takes spread away");
    }
    let due = worth(GOOD) - worth(EVEN);
    for found in [compared.ips_difference, compared.dr_difference] {
        assert!((found.value - due).abs() < 3.0 * found.error && found.interval().0 > 0.0, "{found:?}, due {due}");
    }
}

#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    let (a, b) = (policy(EVEN), policy(GOOD));
    let mut held = [0; 3];
    for seed in 0..200 {
        let judged = compare(&log(1_000, seed * 7_919), &a, &b).b;
        for (at, found) in [judged.ips, judged.snips, judged.dr].iter().enumerate() {
            let (low, high) = found.interval();
            held[at] += u32::from(low <= worth(GOOD) && worth(GOOD) <= high);
        }
    }
    // 190 of 200 are due; four standard deviations of a binomial are 12.
    assert!(held.iter().all(|held| *held >= 178), "{held:?}");
}

#[test]
fn the_logging_policy_is_worth_what_came_of_the_log() {
    let log = log(5_000, 3);
    let compared = compare(&log, &policy(LOGGED_BY), &policy(LOGGED_BY));
    assert!((compared.a.ips.value - compared.logged.value).abs() < 1e-12);
    assert!((compared.a.snips.value - compared.logged.value).abs() < 1e-12);
    assert!((compared.a.effective - 5_000.0).abs() < 1e-6);
    assert!(compared.dr_difference.value.abs() < 1e-15 && compared.dr_difference.error.abs() < 1e-15);
}

#[test]
fn what_the_log_never_drew_is_told() {
    let odds = "{\"odds\": {\"a\": 0.25, \"z\": 0.75}}";
    let compared = compare(&log(1_000, 3), &policy(EVEN), &OddsOf::read(odds.as_bytes()).unwrap());
    assert!((compared.b.covered - 0.25).abs() < 1e-12);
}

#[test]
fn a_log_or_a_policy_that_is_none_is_refused() {
    let line = "{\"chosen\":\"a\",\"propensity\":0.5,\"reward\":1}\n";
    assert_eq!(read_log(&line.repeat(3)).unwrap().len(), 3);
    for bad in [
        "{\"chosen\":\"a\",\"propensity\":0,\"reward\":1}",
        "{\"chosen\":\"a\",\"propensity\":1.5,\"reward\":1}",
        "{\"chosen\":\"a\",\"propensity\":0.5}",
        "{\"chosen\":\"a\",\"propensity\":0.5,\"reward\":1,\"subject\":\"anna\"}",
        "tea",
    ] {
        let told = read_log(&format!("{line}{line}{bad}")).unwrap_err().to_string();
        assert_eq!(told, "line 3 is no logged decision", "{bad}");
    }
    assert!(read_log(line).is_err() && read_log("").is_err());
    for bad in ["{}", "[]", "{\"odds\":{\"a\":0.5}}", "{\"odds\":{\"a\":1.5,\"b\":-0.5}}", "{\"odds\":{},\"x\":1}"] {
        assert!(OddsOf::read(bad.as_bytes()).is_err(), "{bad}");
    }
}
