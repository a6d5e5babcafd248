//! What each rung was measured to be worth: the figures that the preference center shows, in one place.

use domain::Rung;

/// The public data set (Chen 2015, doi:10.24432/C5BW33).
pub(super) const SOURCE: &str = "Online Retail";
/// How many people's last basket was held out.
pub(super) const PEOPLE: i64 = 2_774;
/// NDCG@20 in thousandths, as `assent eval` prints it: the table of the README, which a test compares.
const THOUSANDTHS: [(Rung, i64); 3] = [(Rung::Contextual, 107), (Rung::Visit, 274), (Rung::Personal, 315)];

/// The fit of what a device ranks with the same history: NDCG@20 in thousandths.
pub(super) const ON_DEVICE: i64 = 315;

/// The fit of a rung: NDCG@20 in thousandths; `None` where it was not measured, and nothing is said of it.
pub(super) fn fit(rung: Rung) -> Option<i64> {
    THOUSANDTHS.into_iter().find(|(known, _)| *known == rung).map(|(_, fit)| fit)
}

/// The fit of the best rung.
pub(super) fn best() -> i64 {
    THOUSANDTHS.into_iter().map(|(_, fit)| fit).max().unwrap_or(1)
}

/// What part of the best fit another one gives up, in hundredths, rounded.
pub(super) fn lost(fit: i64) -> i64 {
    let best = best();
    ((best - fit) * 200 + best) / (2 * best)
}

#[cfg(test)]
mod tests {
    use super::*;

    const README: &str = include_str!("../../../../README.md");

    #[test]
    fn the_figures_are_those_of_the_readme() {
        let rungs = THOUSANDTHS.map(|(rung, fit)| (rung.as_str(), fit));
        for (name, fit) in rungs.into_iter().chain([("device", ON_DEVICE)]) {
            let row = README.lines().find(|line| line.starts_with(&format!("| `{name}`"))).unwrap();
            assert!(row.ends_with(&format!("| 0.{fit:03} |")), "{row}");
        }
        assert!(README.contains(SOURCE) && README.contains("last basket of 2,774 people"));
    }

    #[test]
    fn what_is_lost_is_a_part_of_the_best() {
        assert_eq!(
            [Rung::Contextual, Rung::Visit, Rung::Personal].map(fit).map(|fit| fit.map(lost)),
            [66, 13, 0].map(Some)
        );
    }
}
