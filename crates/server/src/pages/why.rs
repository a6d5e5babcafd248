//! "Why this?": the terms of the sum that ranked an item, drawn to scale, with the switch that changes each.

use super::frame::Frame;
use super::goods::Named;
use super::words::WhyWords;
use super::{links, parts};
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

/// The name of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// People who bought these also bought it.
    Together,
    /// You buy it now and then.
    Again,
    /// Many buy it.
    Popular,
    /// It goes with the item you are looking at.
    Similar,
    /// It fills the page.
    Filler,
}

impl Term {
    const fn words(self, words: &WhyWords) -> &'static str {
        match self {
            Self::Together => words.together,
            Self::Again => words.again,
            Self::Popular => words.popular,
            Self::Similar => words.similar,
            Self::Filler => words.filler,
        }
    }
}

/// The reasons of an item, behind a summary that opens without a script.
pub(super) fn why(frame: &Frame, title: &str, why: &Why) -> Markup {
    let words = &frame.words().why;
    html! {
        details.why {
            summary { span { (words.why) } span.unseen { ": " (title) } }
            div.reasons {
                @if why.can_hide { (hiding(frame, &terms(frame, &why.terms, true))) } @else { (terms(frame, &why.terms, false)) }
                p.switches {
                    @if let Some(receipt) = &why.receipt { a href=(links::receipt(receipt)) { (words.receipt) } }
                    a href=(links::CHOICES) { (frame.words().frame.change) }
                }
            }
        }
    }
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
    let personal = terms.iter().any(|term| matches!(term.term, Term::Together | Term::Again));
    html! {
        ul.terms {
            @for (place, term) in terms.iter().enumerate() {
                li {
                    span.term { (term.term.words(words)) }
                    span.weight { (frame.lang.decimal(shown.parts[place], shown.decimals)) }
                    (bar(term.weight, shown.largest))
                    @if !term.evidence.is_empty() { (evidence(frame, &term.evidence, can_hide)) }
                }
            }
            li.sum { span.term { (words.sum) } span.weight { (frame.lang.decimal(shown.sum, shown.decimals)) } }
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
                    a href=(links::item(&item.id)) lang=[frame.goods()] { (item.title) }
                    @if can_hide {
                        button.button.small type="submit" name=(links::FIELD_ITEM) value=(item.id) {
                            (words.dont_use) span.unseen { ": " (item.title) }
                        }
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
            rect.track width="100" height="4" {}
            rect class=(if weight < 0.0 { "minus" } else { "plus" }) width={ (format!("{width:.1}")) } height="4" {}
        }
    }
}

/// Weights as whole steps of the last decimal shown, cut so that what is shown adds up exactly to the sum that is shown.
struct Shown {
    parts: Vec<i64>,
    sum: i64,
    decimals: u32,
    largest: f32,
}

/// Most decimals that a weight is shown with.
const DECIMALS_MAX: u32 = 5;
/// The largest number of steps that a weight may be: beyond it, floats know no more digits.
const STEPS_MAX: f64 = 1e12;

impl Shown {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to STEPS_MAX, and a part of a step does not count")]
    fn new(weights: &[f32]) -> Self {
        let largest = weights.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let decimals =
            (0..DECIMALS_MAX).find(|d| f64::from(largest) * 10_f64.powi(*d as i32) >= 100.0).unwrap_or(DECIMALS_MAX);
        let steps = |weight: f64| (weight * 10_f64.powi(decimals as i32)).clamp(-STEPS_MAX, STEPS_MAX);
        let exact: Vec<f64> = weights.iter().map(|weight| steps(f64::from(*weight))).collect();
        let sum = exact.iter().sum::<f64>().round() as i64;
        let mut parts: Vec<i64> = exact.iter().map(|part| part.floor() as i64).collect();
        let mut by_rest: Vec<usize> = (0..parts.len()).collect();
        by_rest.sort_by(|a, b| (exact[*b] - exact[*b].floor()).total_cmp(&(exact[*a] - exact[*a].floor())));
        let missing = usize::try_from(sum - parts.iter().sum::<i64>()).unwrap_or(0);
        for place in by_rest.into_iter().take(missing) {
            parts[place] += 1;
        }
        Self { parts, sum, decimals, largest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(weights: &[f32], parts: &[i64], sum: i64, decimals: u32) {
        let shown = Shown::new(weights);
        assert_eq!((shown.parts.as_slice(), shown.sum, shown.decimals), (parts, sum, decimals), "{weights:?}");
    }

    #[test]
    fn what_is_shown_adds_up_to_the_sum_that_is_shown() {
        check(&[1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0], &[334, 333, 333], 1000, 3);
        check(&[0.5, -0.125], &[500, -125], 375, 3);
        check(&[120.4, 3.3], &[121, 3], 124, 0);
        check(&[], &[], 0, DECIMALS_MAX);
        for seed in 1..200_u16 {
            let weights: Vec<f32> = (1..8).map(|i| f32::from(seed * i % 97) / 89.0 - 0.2).collect();
            let shown = Shown::new(&weights);
            assert_eq!(shown.parts.iter().sum::<i64>(), shown.sum, "{weights:?}");
        }
    }
}
