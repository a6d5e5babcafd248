//! Chance that comes out the same for the same seed, on every machine: whole numbers only.

/// The generator xoshiro256++ (Blackman and Vigna, <https://prng.di.unimi.it>), seeded by splitmix64. For simulated
/// shops; never for secrets.
pub(crate) struct Dice([u64; 4]);

impl Dice {
    /// Dice for this seed.
    pub(crate) fn new(seed: u64) -> Self {
        let mut state = seed;
        Self([(); 4].map(|()| split_mix(&mut state)))
    }

    fn throw(&mut self) -> u64 {
        let [mut a, mut b, mut c, mut d] = self.0;
        let result = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let shifted = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        self.0 = [a, b, c ^ shifted, d.rotate_left(45)];
        result
    }

    /// A whole number from 0 up to, without, `end`; 0 where there is none.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        let product = u128::from(self.throw()) * u128::from(end);
        (product >> 64) as u64
    }

    /// A place in a list of this length.
    pub(crate) fn place(&mut self, length: usize) -> usize {
        self.below(length as u64) as usize
    }

    /// Yes in `percent` of a hundred cases.
    pub(crate) fn says(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// A place in a list, each as likely as its weight; `None` where all weigh nothing.
    pub(crate) fn weighted(&mut self, weights: &[u64]) -> Option<usize> {
        let total: u64 = weights.iter().sum();
        let mut left = self.below(total);
        weights.iter().position(|weight| {
            let here = left < *weight;
            left = left.saturating_sub(*weight);
            here
        })
    }

    /// Puts a list into any order.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.place(last + 1));
        }
    }
}

fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generators_give_the_numbers_of_their_reference() {
        let mut state = 0;
        assert_eq!(split_mix(&mut state), 0xe220_a839_7b1d_cdaf);
        let mut dice = Dice([1, 2, 3, 4]);
        let numbers = [(); 4].map(|()| dice.throw());
        assert_eq!(numbers, [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386]);
    }

    #[test]
    fn weights_are_kept_and_nothing_is_drawn_from_nothing() {
        let mut dice = Dice::new(7);
        let mut counts = [0_u32; 3];
        for _ in 0..10_000 {
            counts[dice.weighted(&[1, 0, 3]).expect("some weight")] += 1;
        }
        assert!(counts[1] == 0 && (2_200..2_800).contains(&counts[0]), "{counts:?}");
        assert_eq!(dice.weighted(&[0, 0]), None);
        assert_eq!(dice.weighted(&[]), None);
        assert_eq!(dice.below(0), 0);
    }
}
