//! The checksum of a model: every field in a fixed order, FNV-1a of 128 bits.

use super::{Chosen, Groups, Knob, Parts, Rows, Tuning};
use crate::season::Day;

const START: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = (1 << 88) + 0x13b;

/// The checksum as 32 hexadecimal digits.
pub(super) fn of(parts: &Parts) -> String {
    let mut sum = Sum(START);
    sum.rows(&parts.rows);
    sum.list(&parts.frame.probed, |sum, probed| sum.number(probed.to_bits()));
    sum.text(&of_exact(parts));
    sum.digits()
}

/// The checksum of everything but what was worked out through the inverse.
pub(super) fn of_exact(parts: &Parts) -> String {
    let mut sum = Sum(START);
    sum.number(u64::from(parts.people));
    sum.list(&parts.items, |sum, item| sum.text(item.as_str()));
    sum.number(u64::from(parts.reach.by_regression));
    sum.number(u64::from(parts.reach.by_nearest));
    sum.rows(&parts.alike);
    sum.real(parts.again.share);
    sum.list(&parts.again.table, |sum, likely| sum.real(*likely));
    sum.list(&parts.again.factors, |sum, factor| sum.real(*factor));
    sum.number(parts.diary.baskets);
    sum.list(&parts.diary.totals, |sum, total| sum.number(*total));
    sum.list(&parts.diary.days, Sum::day);
    sum.groups(&parts.groups);
    sum.chosen(&parts.chosen);
    sum.tuning(&parts.tuning);
    sum.list(&parts.frame.head, |sum, item| sum.number(u64::from(*item)));
    sum.text(&parts.frame.sums);
    sum.digits()
}

struct Sum(u128);

impl Sum {
    fn digits(&self) -> String {
        format!("{:032x}", self.0)
    }

    fn number(&mut self, number: u64) {
        self.0 = (self.0 ^ u128::from(number)).wrapping_mul(PRIME);
    }

    fn real(&mut self, real: f32) {
        self.number(u64::from(real.to_bits()));
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        text.bytes().for_each(|byte| self.number(u64::from(byte)));
    }

    fn list<T>(&mut self, list: &[T], each: impl Fn(&mut Self, &T)) {
        self.number(list.len() as u64);
        list.iter().for_each(|one| each(self, one));
    }

    fn rows(&mut self, rows: &Rows) {
        let (numbers, weights, full) = rows.parts();
        numbers.into_iter().for_each(|list| self.list(list, |sum, number| sum.number(u64::from(*number))));
        let weights = [weights, full.own()].into_iter().chain(full.half());
        weights.for_each(|list| self.list(list, |sum, weight| sum.real(*weight)));
    }

    fn day(&mut self, day: &Day) {
        self.number(u64::from(day.day.cast_unsigned()));
        self.number(day.baskets);
        self.list(&day.items, |sum, (item, count)| sum.number(u64::from(*item) << 32 | u64::from(*count)));
    }

    fn groups(&mut self, groups: &Groups) {
        let counts = |sum: &mut Self, counts: &[(u32, u32)]| {
            sum.list(counts, |sum, (item, count)| sum.number(u64::from(*item) << 32 | u64::from(*count)));
        };
        self.number(u64::from(groups.people_min) << 32 | u64::from(groups.everybody));
        counts(self, &groups.owners);
        self.list(&groups.of, |sum, of| {
            sum.text(&of.name);
            sum.number(u64::from(of.people));
            counts(sum, &of.items);
        });
    }

    fn chosen(&mut self, chosen: &Chosen) {
        Knob::ALL.into_iter().for_each(|knob| self.real(chosen.get(knob)));
    }

    fn tuning(&mut self, tuning: &Tuning) {
        self.number(tuning.held_out as u64);
        self.number(u64::from(tuning.people));
        self.list(&tuning.trials, |sum, trial| {
            sum.number(trial.knob as u64);
            sum.real(trial.kept);
            sum.list(&trial.tried, |sum, (value, quality)| {
                sum.real(*value);
                sum.real(*quality);
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Model, Rows};

    #[test]
    fn any_change_changes_the_checksum() {
        let plain = Model::default().checksum();
        assert_eq!(plain.len(), 32);
        let changes: [fn(&mut Model); 9] = [
            |model| model.parts.rows = Rows::new(std::iter::once(vec![(0, 0.5)])),
            |model| model.parts.frame.sums.push('0'),
            |model| model.parts.frame.probed.push(0.5),
            |model| model.parts.alike = Rows::new(std::iter::once(vec![(0, 0.5)])),
            |model| model.parts.people = 1,
            |model| model.parts.groups.everybody = 50,
            |model| model.parts.again.share = 0.5,
            |model| model.parts.chosen.ridge = 7.0,
            |model| model.parts.tuning.people = 3,
        ];
        for change in changes {
            let mut other = Model::default();
            change(&mut other);
            assert_ne!(other.checksum(), plain);
        }
    }
}
