//! "Why this?": the terms of the sum that ranked an item, drawn to scale, with the switch that changes each.

use super::frame::Frame;
use super::goods::Named;
use super::less::{self, Offer};
use super::{links, parts};
use crate::language::Written;
use crate::language::words::WhyWords;
use domain::{Lang, Term};
use maud::{Markup, html};

/// Why an item is here.
#[derive(Clone, Debug)]
pub struct Why {
    /// One true sentence in the page's language.
    pub sentence: String,
    /// The terms of its score; they add up to it.
    pub terms: Vec<TermRow>,
    /// The receipt of the use, if there is one to read.
    pub receipt: Option<String>,
    /// Whether the evidence is the person's own and can be hidden.
    pub can_hide: bool,
    /// What can be said about the thing; empty where it is shown alike to everybody.
    pub offers: Vec<Offer>,
    /// The page about it, where there is a receipt to read it from.
    pub page: Option<String>,
}

/// One term of a score.
#[derive(Clone, Debug)]
pub struct TermRow {
    /// Which.
    pub term: Term,
    /// How much it added; may be negative.
    pub weight: f32,
    /// The items behind it, the strongest first.
    pub evidence: Vec<Named>,
}

const fn name(term: Term, words: &WhyWords) -> &'static str {
    match term {
        Term::Together => words.together,
        Term::Again => words.again,
        Term::Popular => words.popular,
        Term::Similar => words.similar,
        Term::Filler => words.filler,
        Term::Disliked => words.disliked,
        Term::Alike => words.alike,
        Term::Mix => words.mix,
        Term::Outside => words.outside,
        Term::Variety => words.variety,
        Term::Upgrade => words.upgrade,
        Term::AddOn => words.add_on,
        Term::Cart => words.cart,
        Term::Interest => words.interest,
        Term::Fatigue => words.fatigue,
        Term::Explore => words.explore,
        Term::Group => words.group,
        Term::Less => words.less,
    }
}

/// Whether a term knows anything of the person.
const fn is_personal(term: Term) -> bool {
    !matches!(term, Term::Popular | Term::Similar | Term::Filler | Term::Variety | Term::Explore)
}

/// The reasons of an item, behind a summary that opens without a script.
pub(super) fn why(frame: &Frame, title: &str, why: &Why) -> Markup {
    let words = &frame.words().why;
    html! {
        details.why name="why" {
            summary { span { (words.why) } span.unseen { ": " (title) } }
            div.reasons {
                (summed(frame, why))
                p.switches {
                    @if let Some(page) = &why.page { a href=(page) { (frame.words().less.more) } }
                    @if let (None, Some(receipt)) = (&why.page, &why.receipt) { a href=(links::receipt(receipt)) { (words.receipt) } }
                    a href=(links::PREFERENCES) { (frame.to_choices()) }
                }
                @if !why.offers.is_empty() { (less::buttons(frame, &why.offers, title)) }
            }
        }
    }
}

/// The sum that ranked a thing, each piece of evidence with a button that hides it where it is the person's own.
pub(super) fn summed(frame: &Frame, why: &Why) -> Markup {
    let terms = terms(frame, &why.terms, why.can_hide);
    if why.can_hide { hiding(frame, &terms) } else { terms }
}

/// One form around all the evidence: each piece has a button of its own that hides it.
fn hiding(frame: &Frame, terms: &Markup) -> Markup {
    let body = html! { input type="hidden" name=(links::FIELD_HIDDEN) value="yes"; (terms) };
    parts::post(frame, links::HIDE, "hiding", &body)
}

/// The terms of a score, to scale, and their sum.
pub(super) fn terms(frame: &Frame, terms: &[TermRow], can_hide: bool) -> Markup {
    let words = &frame.words().why;
    let weights: Vec<f32> = terms.iter().map(|term| term.weight).collect();
    let shown = Shown::new(&weights);
    let largest = weights.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
    let personal = terms.iter().any(|term| is_personal(term.term));
    html! {
        ul.terms {
            @for (term, part) in terms.iter().zip(&shown.parts) {
                li {
                    span.term { (name(term.term, words)) }
                    span.weight { (shown.write(frame.lang, *part)) }
                    (bar(term.weight, largest))
                    @if !term.evidence.is_empty() { (evidence(frame, &term.evidence, can_hide)) }
                }
            }
            li.sum { span.term { (words.sum) } span.weight { (shown.write(frame.lang, shown.sum)) } }
        }
        @if !personal { p.note { (words.nothing_personal) } }
    }
}

fn evidence(frame: &Frame, items: &[Named], can_hide: bool) -> Markup {
    let words = &frame.words().why;
    html! {
        ul.evidence {
            @for item in items {
                li {
                    @if item.told { (frame.thing(&item.id, &item.title)) } @else { a href=(links::HISTORY) { (item.title) } }
                    @if can_hide {
                        button type="submit" name=(links::FIELD_ITEM) value=(item.id)
                            aria-label={ (words.dont_use) ": " (item.title) } { (words.dont_use) }
                    }
                }
            }
        }
    }
}

fn bar(weight: f32, largest: f32) -> Markup {
    let width = if largest > 0.0 { (weight.abs() / largest * 100.0).clamp(1.0, 100.0) } else { 0.0 };
    html! {
        svg.bar viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" {
            rect class=(if weight < 0.0 { "minus" } else { "plus" }) width={ (format!("{width:.0}")) } height="4" {}
        }
    }
}

/// What is shown of each weight, cut so that it adds up exactly to the sum that is shown: hundredths of the score, and
/// the weights as they are where the score is so small that hundredths of it would tell nothing.
struct Shown {
    /// In whole steps of the last decimal.
    parts: Vec<i64>,
    sum: i64,
    decimals: u32,
    hundredths: bool,
}

/// How many times the score one weight may be and still be told in hundredths of it.
const TIMES_THE_SCORE_MAX: f64 = 10.0;
/// Most decimals that a weight is shown with.
const DECIMALS_MAX: u32 = 5;
/// The largest number of steps that a weight may be: beyond it, floats know no more digits.
const STEPS_MAX: f64 = 1e12;

impl Shown {
    fn new(weights: &[f32]) -> Self {
        let weights: Vec<f64> = weights.iter().map(|weight| f64::from(*weight)).collect();
        let score: f64 = weights.iter().sum();
        let largest = weights.iter().fold(0.0_f64, |most, weight| most.max(weight.abs()));
        if weights.len() == 1 {
            return Self { parts: vec![100], sum: 100, decimals: 0, hundredths: true };
        }
        if score > 0.0 && largest <= score * TIMES_THE_SCORE_MAX {
            let parts: Vec<f64> = weights.iter().map(|weight| weight / score * 100.0).collect();
            let is_lost = |part: &f64| *part != 0.0 && part.abs() < 1.0;
            return Self::cut(&parts, u32::from(parts.iter().any(is_lost)), true);
        }
        let tells = |decimals: &u32| largest * 10_f64.powi(*decimals as i32) >= 100.0;
        Self::cut(&weights, (0..DECIMALS_MAX).find(tells).unwrap_or(DECIMALS_MAX), false)
    }

    #[expect(clippy::cast_possible_truncation, reason = "clamped to STEPS_MAX, and a part of a step does not count")]
    fn cut(parts: &[f64], decimals: u32, hundredths: bool) -> Self {
        let steps = |part: &f64| (part * 10_f64.powi(decimals as i32)).clamp(-STEPS_MAX, STEPS_MAX);
        let exact: Vec<f64> = parts.iter().map(steps).collect();
        let sum = exact.iter().sum::<f64>().round() as i64;
        let mut parts: Vec<i64> = exact.iter().map(|part| part.floor() as i64).collect();
        let mut by_rest: Vec<usize> = (0..parts.len()).collect();
        by_rest.sort_by(|a, b| (exact[*b] - exact[*b].floor()).total_cmp(&(exact[*a] - exact[*a].floor())));
        let missing = usize::try_from(sum - parts.iter().sum::<i64>()).unwrap_or(0);
        for place in by_rest.into_iter().take(missing) {
            parts[place] += 1;
        }
        Self { parts, sum, decimals, hundredths }
    }

    fn write(&self, lang: Lang, steps: i64) -> String {
        if self.hundredths { lang.percent(steps, self.decimals) } else { lang.decimal(steps, self.decimals) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(weights: &[f32], expected: &[&str]) {
        let shown = Shown::new(weights);
        assert_eq!(shown.parts.iter().sum::<i64>(), shown.sum, "{weights:?}");
        let written: Vec<_> = shown.parts.iter().chain([&shown.sum]).map(|part| shown.write(Lang::EN, *part)).collect();
        assert_eq!(written, expected, "{weights:?}");
    }

    #[test]
    fn the_terms_add_up_to_a_hundred_of_a_hundred() {
        check(&[1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0], &["34%", "33%", "33%", "100%"]);
        check(&[0.7, 0.3], &["70%", "30%", "100%"]);
        check(&[0.5, -0.125], &["133%", "\u{2212}33%", "100%"]);
        check(&[120.4, 0.3], &["99.8%", "0.2%", "100.0%"]);
        check(&[0.0], &["100%", "100%"]);
    }

    #[test]
    fn a_score_of_nothing_is_told_in_weights() {
        check(&[0.5, -0.5], &["0.500", "\u{2212}0.500", "0.000"]);
        check(&[-0.25, 0.125], &["\u{2212}0.250", "0.125", "\u{2212}0.125"]);
        check(&[], &["0.00000"]);
    }

    #[test]
    fn whatever_the_weights_what_is_shown_adds_up() {
        for seed in 1..200_u16 {
            let weights: Vec<f32> = (1..8).map(|i| f32::from(seed * i % 97) / 89.0 - 0.2).collect();
            let shown = Shown::new(&weights);
            assert_eq!(shown.parts.iter().sum::<i64>(), shown.sum, "{weights:?}");
            assert!(!shown.hundredths || shown.sum == 100 * 10_i64.pow(shown.decimals), "{weights:?}");
        }
    }
}
