//! What each rung was measured to be worth: the figures that the preference center shows, in one place.

use domain::Rung;

/// The public data set (Chen 2015, doi:10.24432/C5BW33).
pub(super) const SOURCE: &str = "Online Retail";
/// How many people's last basket was held out.
pub(super) const PEOPLE: i64 = 2_774;
/// The page that the figures are committed on, as `assent eval` printed them.
const README: &str = include_str!("../../../../README.md");

/// The fit of a line of the ladder by its name there: NDCG@20 in thousandths; `None` where it was not measured.
fn measured(name: &str) -> Option<i64> {
    let head = format!("| `{name}` |");
    let row = README.lines().find(|line| line.starts_with(&head));
    let figure = row.and_then(|row| row.trim_end().trim_end_matches('|').rsplit('|').next());
    let thousandths = figure.and_then(|figure| figure.trim().strip_prefix("0.")).filter(|digits| digits.len() == 3);
    thousandths.and_then(|digits| digits.parse().ok())
}

/// The fit of what a device ranks with the same history; `None` where it was not measured.
pub(super) fn on_device() -> Option<i64> {
    measured("device")
}

/// The fit of a rung: NDCG@20 in thousandths; `None` where it was not measured, and nothing is said of it.
pub(super) fn fit(rung: Rung) -> Option<i64> {
    measured(rung.as_str())
}

/// The fit of the best rung.
pub(super) fn best() -> i64 {
    [Rung::Contextual, Rung::Visit, Rung::Personal].into_iter().filter_map(fit).max().unwrap_or(1).max(1)
}

/// What part of the best fit another one gives up, in hundredths, rounded.
pub(super) fn lost(fit: i64) -> i64 {
    let best = best();
    ((best - fit) * 200 + best) / (2 * best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rung_was_measured_and_the_source_is_the_one_that_is_named() {
        let fits = [fit(Rung::Contextual), fit(Rung::Group), fit(Rung::Visit), fit(Rung::Personal)];
        assert!(fits.iter().all(|fit| fit.is_some_and(|fit| fit > 0)) && fits.is_sorted(), "{fits:?}");
        // It ranks the same history with fewer pairs, so it can be as good, and by chance a little better.
        assert!(on_device() > fit(Rung::Visit) && on_device().map(lost).is_some_and(|lost| lost >= 0));
        assert_eq!(measured("nobody"), None);
        assert!(README.contains(SOURCE) && README.contains("last basket of 2,774 people"));
    }

    #[test]
    fn what_is_lost_is_a_part_of_the_best() {
        assert_eq!(
            [Rung::Contextual, Rung::Visit, Rung::Personal].map(fit).map(|fit| fit.map(lost)),
            [66, 14, 0].map(Some)
        );
    }
}
