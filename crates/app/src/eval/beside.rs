//! Other weights beside those that learning chose: the same model, the same people, and by how much each is better off.

use super::figures::{Asked, Figure, SHALLOW, ndcg};
use super::interval;
use super::split::Split;
use crate::AppError;
use engine::{Bounds, Knob, Weights};
use std::collections::BTreeMap;

/// Reads weights: a JSON object `{"popular": 0.1, "together_season": 0}`, as an arm of an experiment has them.
///
/// # Errors
/// [`AppError::File`], where it is none, or a weight is not known or lies outside its bounds.
pub fn read_weights(bytes: &[u8]) -> Result<Weights, AppError> {
    let wrong = || AppError::File("weights are {NAME: NUMBER, ..}".to_owned());
    let named: BTreeMap<String, f32> = serde_json::from_slice(bytes).map_err(|_| wrong())?;
    named.into_iter().try_fold(Weights::default(), |weights, (name, value)| {
        let found = Knob::parse(&name).and_then(|knob| Some((knob, knob.bounds()?)));
        let (knob, bounds) = found.ok_or_else(unknown)?;
        weights.with(knob, value).ok_or_else(|| outside(knob, bounds))
    })
}

fn unknown() -> AppError {
    let names = Knob::ALL.into_iter().filter(|knob| knob.bounds().is_some()).map(Knob::as_str);
    AppError::File(format!("weights that can be other ones are {}", names.collect::<Vec<_>>().join(", ")))
}

fn outside(knob: Knob, Bounds { min, max, whole }: Bounds) -> AppError {
    let number = if whole { "whole number" } else { "number" };
    AppError::File(format!("{} is a {number} from {min} to {max}", knob.as_str()))
}

/// How much more is foretold for a person by the second than by the first, NDCG@20: the mean of what it is for each.
pub(super) fn difference(split: &Split, first: &[Asked], second: &[Asked]) -> Option<Figure> {
    let both = split.tests.iter().zip(first.iter().zip(second));
    let more = both.map(|(person, (first, second))| {
        let worth = |asked: &Asked| ndcg(&asked.all, &person.held, SHALLOW);
        Some(worth(second) - worth(first))
    });
    let more: Vec<Option<f64>> = more.collect();
    let interval = interval::of_mean(&more);
    Some(Figure { name: format!("ndcg@{SHALLOW}"), value: interval::mean(&more)?, interval })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_as_an_arm_has_them() {
        let read = read_weights(b"{\"together_season\": 0, \"popular\": 0.1}").unwrap();
        let due = Weights::default().with(Knob::Popular, 0.1).and_then(|all| all.with(Knob::TogetherSeason, 0.0));
        assert_eq!(Some(read), due);
        assert!(read_weights(b"{}").unwrap().is_empty());
        let check = |bytes: &str, says: &str| {
            let told = read_weights(bytes.as_bytes()).unwrap_err().to_string();
            assert!(told.contains(says), "{bytes}: {told}");
        };
        check("[]", "weights are {NAME: NUMBER, ..}");
        check("{\"popular\": \"much\"}", "weights are {NAME: NUMBER, ..}");
        for unknown in ["ridge", "nearest", "nearest_share", "trend_days", "canary"] {
            check(&format!("{{\"{unknown}\": 1}}"), "together, rarity, together_season");
        }
        check("{\"popular\": 0}", "popular is a number from 0.000001 to 100");
        check("{\"rarity\": 1.5}", "rarity is a whole number from 0 to 4");
        check("{\"memory_days\": 1e300}", "memory_days is a number from 1 to 36500");
    }
}
