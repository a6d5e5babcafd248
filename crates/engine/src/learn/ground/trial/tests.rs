//! What is tried side by side, by what is known already, against the plain way.

use super::*;
use crate::again::Again;
use crate::learn::ground::Seasons;
use crate::model::{Full, Rows};
use crate::past::{HoldOut, Past};
use crate::season::{BASKET_UNIT, Day, Diary, Season};
use domain::DAY_SECONDS;
use proptest::prelude::*;

const ITEMS: u32 = 60;

/// Rows over a part of the items as if by dice, or over pairs outside of it.
fn rows(seed: u32, in_head: bool) -> Rows {
    let number = |at: u32| (at.wrapping_mul(2_654_435_761) ^ seed.wrapping_mul(40_503)) % 17;
    if !in_head {
        let list = |item: u32| (0..ITEMS).filter(|to| number(item * ITEMS + to) == 0).map(|to| (to, 0.25)).collect();
        return Rows::new((0..ITEMS).map(list));
    }
    let head: Vec<u32> = (0..ITEMS).filter(|item| item % 4 > 0).collect();
    let half: Vec<f32> = (0..head.len() * (head.len() - 1) / 2).map(|at| number(at as u32) as f32 / 20.0).collect();
    Rows::new((0..ITEMS).map(|_| Vec::new())).with_full(head.clone(), Full::of(vec![1.0; head.len()], &half))
}

fn takers(again: &Again) -> Vec<Taker> {
    let past = |who: u32| {
        let act = |nth: u32| ((who * 7 + nth * nth) % ITEMS, i64::from(nth / 4 + who) * 5 * DAY_SECONDS);
        Past::of_taken((0..24).map(act).collect())
    };
    (0..40).map(|who| Taker::of(past(who).held_out(HoldOut::Basket).expect("six days"), again)).collect()
}

fn ground(alike: &Rows, ridges: &[f32]) -> Ground<'static> {
    let day = |day: i32| Day {
        day,
        baskets: 9 * BASKET_UNIT,
        items: (0..ITEMS).filter(|item| (item + day.unsigned_abs()).is_multiple_of(3)).map(|item| (item, 64)).collect(),
    };
    let diary = Diary::new((0..ITEMS).map(|item| 64 * u64::from(item % 7 + 1)).collect(), (0..240).map(day).collect());
    let again =
        Again { share: 0.5, table: (1..=36).map(|at| 1.0 / at as f32).collect(), factors: vec![1.0; ITEMS as usize] };
    let people = takers(&again);
    let days: Vec<i32> = (0..300).collect();
    Ground {
        people,
        again,
        rarity: diary.rarity(),
        head: Vec::new(),
        gram: Default::default(),
        first: None,
        seasons: [7.0, 30.0].map(|trend| (trend, Seasons::of(&diary, &days, trend))).into(),
        days,
        diary,
        nearest: (1..4).map(|seed| rows(seed, false)).collect(),
        alike: Box::leak(Box::new(alike.clone())),
        rows: ridges.iter().map(|ridge| (*ridge, rows(*ridge as u32, true))).collect(),
        brought: (0.0, Vec::new()),
    }
}

#[test]
fn side_by_side_each_choice_is_worth_what_it_is_alone() {
    let start = Chosen { ridge: 5.0, ..Chosen::default() };
    let knobs: [fn(&mut Chosen); 10] = [
        |_| {},
        |chosen| chosen.memory_days = 30.0,
        |chosen| (chosen.memory_days, chosen.nearest) = (f32::INFINITY, 2.0),
        |chosen| chosen.nearest_share = 1.0,
        |chosen| chosen.nearest = 1.0,
        |chosen| (chosen.trend_days, chosen.popular) = (7.0, 1.0),
        |chosen| chosen.owned = 0.0,
        |chosen| (chosen.rarity, chosen.again_season) = (2.0, 3.0),
        |chosen| (chosen.alike, chosen.together_season) = (0.3, 4.0),
        |chosen| (chosen.together, chosen.memory_days) = (1.6, 30.0),
    ];
    let choices = knobs.map(|turn| {
        let mut chosen = start;
        turn(&mut chosen);
        chosen
    });
    for alike in [Rows::new((0..ITEMS).map(|_| Vec::new())), rows(9, false)] {
        let (mut known, anew) = (ground(&alike, &[5.0]), ground(&alike, &[5.0]));
        let brings = |taker: &Taker| Brought { inputs: taker.inputs(180.0), flow: Vec::new() };
        known.brought = (180.0, known.people.iter().map(brings).collect());
        for brought in &mut known.brought.1 {
            known.rows[0].1.flow_in_head(&brought.inputs, &mut brought.flow);
        }
        let (all, of_known) = (anew.try_all(&choices, Part::All), known.try_all(&choices, Part::All));
        assert_eq!((all.people(), &all), (40, &of_known));
        for (at, choice) in choices.iter().enumerate() {
            assert_eq!(ground(&alike, &[5.0]).try_all(&[*choice], Part::All), all.of(&[at]), "choice {at}");
        }
        let means = all.means();
        assert!(means[1..].iter().filter(|mean| **mean != means[0]).count() > 6, "{means:?}");
        assert_eq!(anew.try_all(&choices, Part::First).merge(anew.try_all(&choices, Part::Rest)), all);
        let ridges = [5.0, 11.0].map(|ridge| Chosen { ridge, ..start });
        let both = ground(&alike, &[5.0, 11.0]).try_all(&ridges, Part::All);
        assert_eq!(
            (both.of(&[0]), both.of(&[1])),
            (all.of(&[0]), ground(&alike, &[11.0]).try_all(&ridges[1..], Part::All))
        );
    }
}

proptest! {
    #[test]
    fn whatever_the_bar_is_put_by_the_best_are_the_best_of_all(
        numbers in prop::collection::vec((0_u8..50, 0_u8..50, 0_u8..20), 0..200),
        likely in prop::collection::btree_map(0_u32..200, 0_u8..40, 0..40),
        (with_alike, owned_too) in any::<(bool, bool)>(),
        share in 0_u8..3,
    ) {
        let list = |of: fn(&(u8, u8, u8)) -> u8| numbers.iter().map(|at| f32::from(of(at))).collect::<Vec<f32>>();
        let (flow, trend) = (list(|at| at.0), list(|at| at.1));
        let season = Season { lift_root: vec![1.0; flow.len()], trend };
        let owned = if owned_too { 1.0 } else { 0.0 };
        let chosen = Chosen { together: 1.0, popular: 0.5, owned, alike: 0.25, ..Chosen::default() };
        let today = Today::of(&season, &vec![1.0; flow.len()], &chosen, &Again::default());
        let known = likely.into_iter().filter(|(own, _)| (*own as usize) < flow.len());
        let owned: Vec<(u32, f32)> = known.map(|(own, likely)| (own, f32::from(likely))).collect();
        let share = f32::from(share) / 2.0;
        let mut flows = Flows { head: flow, near: list(|at| at.2), ..Flows::default() };
        let flow: Vec<f32> = flows.head.iter().zip(&flows.near).map(|(head, near)| head + share * near).collect();
        if with_alike {
            flows.alike = list(|at| at.2);
            owned.iter().for_each(|(own, _)| flows.alike[*own as usize] = 0.0);
        }
        flows.sum(share, &owned);
        let ranking = today.as_new(&flows.new, &flows.alike);
        // Put by another day's ranking.
        let mut other = today.clone();
        other.popular.iter_mut().for_each(|popular| *popular *= -1.0);
        let bar = bar(other.as_new(&flows.new, &[]), &mut Vec::new());
        let best_new = best(ranking, &bar);
        let own = owned.iter().zip(&flows.owned);
        let likely = own.map(|((own, likely), flow)| (*own, today.score_of_owned(*own, *flow, *likely)));
        let ranked = with_owned(best_new.clone(), likely);

        let mut scores = Vec::new();
        today.scores(&flow, &owned, &mut scores);
        today.add_alike(&flows.alike, &mut scores);
        let mut all: Vec<(u32, f32)> = (0..).zip(scores).filter(|(_, score)| *score > f32::NEG_INFINITY).collect();
        all.sort_by(the_better_first);
        let is_new = |(item, _): &(u32, f32)| owned.iter().all(|(own, _)| own != item);
        let new: Vec<(u32, f32)> = all.iter().copied().filter(is_new).take(DEPTH).collect();
        all.truncate(DEPTH);
        prop_assert_eq!(best_new, new);
        prop_assert_eq!(ranked, all);
    }
}
