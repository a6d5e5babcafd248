//! Puts places in order by small numbers, digit by digit and without comparing.

/// How many bits of a number are one digit.
const DIGIT_BITS: u32 = 6;
const DIGITS: usize = 1 << DIGIT_BITS;

/// Places in order of their keys; of equal keys, in the order in which they come. The smaller the highest key, the quicker.
pub(crate) fn in_order(mut places: Vec<u32>, keys: &[u32]) -> Vec<u32> {
    let most = keys.iter().copied().max().unwrap_or(0);
    let mut sorted = vec![0; places.len()];
    for shift in (0..u32::BITS).step_by(DIGIT_BITS as usize).take_while(|shift| most >> shift > 0) {
        by_digit(&places, |place| (keys[place as usize] >> shift) as usize % DIGITS, &mut sorted);
        std::mem::swap(&mut places, &mut sorted);
    }
    places
}

/// Counts how often there is each digit, and so knows where the places with it begin.
fn by_digit(places: &[u32], digit: impl Fn(u32) -> usize, sorted: &mut [u32]) {
    let mut next = [0; DIGITS];
    places.iter().for_each(|place| next[digit(*place)] += 1);
    let mut sum = 0;
    for next in &mut next {
        sum += std::mem::replace(next, sum);
    }
    for place in places {
        let next = &mut next[digit(*place)];
        sorted[*next] = *place;
        *next += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_in_order_as_if_compared(keys in prop::collection::vec(any::<u32>(), 0..200), shift in 0_u32..32) {
            let keys: Vec<u32> = keys.into_iter().map(|key| key >> shift).collect();
            let places: Vec<u32> = (0..keys.len() as u32).rev().collect();
            let mut compared = places.clone();
            compared.sort_by_key(|place| keys[*place as usize]);
            prop_assert_eq!(in_order(places, &keys), compared);
        }
    }
}
