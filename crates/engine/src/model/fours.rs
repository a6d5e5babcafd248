//! The further entries once more, as they are added up the quickest: which items they are for, four in one word.

/// The items that four entries each of a row are for. A word is read in place of four numbers: the processor adds no quicker
/// than it reads. Empty where there are more items than a quarter of a word can tell apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Fours(Vec<u64>);

impl Fours {
    /// Of rows that end at these places.
    pub fn of(ends: &[u32], to: &[u32]) -> Self {
        if ends.len() > usize::from(u16::MAX) + 1 {
            return Self::default();
        }
        let mut words = vec![0; to.len().div_ceil(4)];
        let mut start = 0;
        for end in ends.iter().map(|end| *end as usize) {
            let (fours, _) = to[start..end].as_chunks::<4>();
            words[start.div_ceil(4)..].iter_mut().zip(fours).for_each(|(word, four)| *word = word_of(four));
            start = end;
        }
        Self(words)
    }

    /// Adds a row that starts at a place to a sum, in order, as much as it speaks.
    pub fn add(&self, start: usize, (to, weights): (&[u32], &[f32]), speaks: f32, sum: &mut [f32]) {
        let words = self.0.get(start.div_ceil(4)..).unwrap_or_default();
        let words = &words[..words.len().min(to.len() / 4)];
        for (word, four) in words.iter().zip(weights.as_chunks::<4>().0) {
            let adds = four.map(|weight| speaks * weight);
            (0..4).for_each(|at| sum[usize::from((word >> (16 * at)) as u16)] += adds[at]);
        }
        let done = 4 * words.len();
        to[done..].iter().zip(&weights[done..]).for_each(|(to, weight)| sum[*to as usize] += speaks * weight);
    }
}

/// The first in the lowest bits.
fn word_of(four: &[u32; 4]) -> u64 {
    four.iter().rev().fold(0, |word, to| word << 16 | u64::from(*to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_every_length_and_start_are_added_whole_and_once() {
        let mut ends = vec![0_u32; 70_000];
        let mut to: Vec<u32> = Vec::new();
        for (row, end) in ends.iter_mut().enumerate() {
            to.extend((0..row as u32 % 23).filter(|_| row < 60).map(|at| row as u32 + 3 * at));
            *end = to.len() as u32;
        }
        let weights: Vec<f32> = (0..to.len()).map(|at| 1.0 / (at + 3) as f32).collect();
        for items in [200, 65_536, 65_537] {
            let (fours, mut start) = (Fours::of(&ends[..items], &to), 0);
            assert_eq!(fours.0.is_empty(), items > 65_536);
            let (mut sum, mut one_by_one) = (vec![0.0; items], vec![0.0; items]);
            for end in ends[..items].iter().map(|end| *end as usize) {
                let (to, weights) = (&to[start..end], &weights[start..end]);
                fours.add(start, (to, weights), 1.7, &mut sum);
                to.iter().zip(weights).for_each(|(to, weight)| one_by_one[*to as usize] += 1.7 * weight);
                start = end;
            }
            assert_eq!(sum, one_by_one);
        }
    }
}
