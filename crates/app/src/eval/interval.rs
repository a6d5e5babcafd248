//! How sure a mean is: where it lies when the people are drawn anew (bootstrap, Efron 1979).

/// How often the people are drawn.
pub const DRAWS: usize = 1_000;
/// The share of draws that lie below the interval, and above it.
const TAIL: f64 = 0.025;
/// The seed of the draws: the same figures have the same interval.
const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

/// Where 95 of 100 means lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// The mean of what is defined; `None` where nothing is.
pub(super) fn mean(values: &[Option<f64>]) -> Option<f64> {
    let defined: Vec<f64> = values.iter().flatten().copied().collect();
    (!defined.is_empty()).then(|| defined.iter().sum::<f64>() / defined.len() as f64)
}

/// The interval of that mean; `None` where nothing is defined.
pub(super) fn of_mean(values: &[Option<f64>]) -> Option<Interval> {
    let defined: Vec<f64> = values.iter().flatten().copied().collect();
    if defined.is_empty() {
        return None;
    }
    let mut state = SEED;
    let mut means: Vec<f64> = (0..DRAWS).map(|_| drawn_mean(&defined, &mut state)).collect();
    means.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| means[((share * DRAWS as f64) as usize).min(DRAWS - 1)];
    Some(Interval { low: at(TAIL), high: at(1.0 - TAIL) })
}

fn drawn_mean(values: &[f64], state: &mut u64) -> f64 {
    let n = values.len();
    let sum: f64 = (0..n).map(|_| values[below(n, state)]).sum();
    sum / n as f64
}

/// A number below `n`, by splitmix64 (Steele et al. 2014).
fn below(n: usize, state: &mut u64) -> usize {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^= z >> 31;
    // The high half of a 64 by 64 bit product lies below n.
    ((u128::from(z) * n as u128) >> 64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_coin_is_as_wide_as_it_should_be() {
        // 400 throws, half of them heads: a standard error of 0.025.
        let throws: Vec<_> = (0..400).map(|n| Some(f64::from(n % 2))).collect();
        let interval = of_mean(&throws).expect("defined");
        assert!((interval.low - 0.451).abs() < 0.01 && (interval.high - 0.549).abs() < 0.01, "{interval:?}");
        assert_eq!(of_mean(&throws), Some(interval), "the same again");
    }

    #[test]
    fn what_is_not_defined_does_not_count() {
        assert_eq!(of_mean(&[None, None]), None);
        assert_eq!(mean(&[Some(1.0), None, Some(3.0)]), Some(2.0));
        let sure = of_mean(&[Some(2.0), None, Some(2.0)]).expect("defined");
        assert!((sure.low - 2.0).abs() < 1e-12 && (sure.high - 2.0).abs() < 1e-12);
    }
}
