//! How an experiment is kept, and how it was kept before arms had weights.

use engine::{Arm, Experiment, On, Weights};
use vault::VaultError;

/// The form in which experiments are kept now. Two, since a program from before the weights would read it as what the
/// experiment is on, and there is no such thing: it refuses, and does not rank by something else.
const FORM: u8 = 2;

/// An experiment as bytes. Versions begin with one, so what begins with a zero is not of the first form, which began
/// with the version.
pub(super) fn encode(experiment: &Experiment) -> Result<Vec<u8>, VaultError> {
    postcard::to_extend(experiment, vec![0, FORM]).map_err(|_| VaultError::Form)
}

pub(super) fn decode(bytes: &[u8]) -> Result<Experiment, VaultError> {
    let read = match bytes {
        [0, FORM, rest @ ..] => postcard::from_bytes(rest),
        [0, ..] => return Err(VaultError::Form),
        first => postcard::from_bytes(first).map(FirstForm::into_experiment),
    };
    read.map_err(|_| VaultError::Form)
}

/// An experiment as it was kept before arms had weights.
#[derive(serde::Serialize, serde::Deserialize)]
struct FirstForm {
    version: u32,
    on: On,
    arms: Vec<FirstArm>,
    control: usize,
}

/// One of its arms.
#[derive(serde::Serialize, serde::Deserialize)]
struct FirstArm {
    id: String,
    percent: u8,
    variety: Option<u8>,
    category_max: Option<usize>,
    variant: Option<String>,
}

impl FirstForm {
    fn into_experiment(self) -> Experiment {
        let Self { version, on, arms, control } = self;
        Experiment { version, on, arms: arms.into_iter().map(FirstArm::into_arm).collect(), control }
    }
}

impl FirstArm {
    fn into_arm(self) -> Arm {
        let Self { id, percent, variety, category_max, variant } = self;
        Arm { id, percent, variety, category_max, variant, weights: Weights::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::Knob;

    fn experiment(weights: Weights) -> Experiment {
        let now = Arm { id: "now".to_owned(), percent: 80, weights, ..Arm::default() };
        let more =
            Arm { id: "more".to_owned(), percent: 20, variety: Some(90), category_max: Some(2), ..Arm::default() };
        Experiment { version: 3, on: On::Recommend, arms: vec![now, more], control: 1 }
    }

    #[test]
    fn an_experiment_is_read_as_it_was_kept() {
        let weights = Weights::default().with(Knob::Popular, 0.1).and_then(|all| all.with(Knob::Rarity, 2.0)).unwrap();
        for experiment in [experiment(weights), experiment(Weights::default())] {
            let bytes = encode(&experiment).unwrap();
            assert_eq!(decode(&bytes).unwrap(), experiment);
            assert!(postcard::from_bytes::<FirstForm>(&bytes).is_err(), "a program from before refuses it");
        }
    }

    #[test]
    fn an_experiment_from_before_arms_had_weights_is_read() {
        // Written by a release without weights: version 3 on `recommend`, the arms of `experiment`, control 1.
        let kept = [
            &[3, 0, 2][..],
            &[3, b'n', b'o', b'w', 80, 0, 0, 0],
            &[4, b'm', b'o', b'r', b'e', 20, 1, 90, 1, 2, 0],
            &[1],
        ];
        assert_eq!(decode(&kept.concat()).unwrap(), experiment(Weights::default()));
        assert!(decode(&[0, 9, 1]).is_err() && decode(&[]).is_err());
    }
}
