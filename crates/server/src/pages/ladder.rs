//! The ladder of rungs as people see it: a name, a level, and three small bars that show how much is given.

use crate::language::Words;
use crate::language::words::RungWords;
use domain::Rung;
use maud::{Markup, PreEscaped};

/// The answers to the first question, from the least to the most.
pub(super) const LADDER: [Rung; 3] = [Rung::Contextual, Rung::Visit, Rung::Personal];
/// All answers that there are, where there is room to say what each means.
pub(super) const WHOLE: [Rung; 4] = Rung::ALL;

/// The words of a rung.
pub(super) fn words(rung: Rung, words: &'static Words) -> &'static RungWords {
    match rung {
        Rung::Contextual => &words.contextual,
        Rung::Visit => &words.visit,
        Rung::Group => &words.group,
        Rung::Personal => &words.personal,
    }
}

/// What is used on a rung; a group has so many people at least.
pub(super) fn used(rung: Rung, words: &'static Words, people_min: u32) -> String {
    match rung {
        Rung::Contextual => words.used.contextual.to_owned(),
        Rung::Visit => words.used.visit.to_owned(),
        Rung::Group => words.used.group(people_min),
        Rung::Personal => words.used.personal.to_owned(),
    }
}

/// Three bars, lit as far as a rung gives. The name stands beside them, so screen readers pass over them.
pub(super) fn glyph(rung: Rung) -> Markup {
    let bars = [(1, 11, 6), (8, 6, 11), (15, 1, 16)];
    let bar = |(place, (x, y, height)): (usize, (u8, u8, u8))| {
        let class = if place < lit(rung) { "lit" } else { "unlit" };
        format!("<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"4\" height=\"{height}\" rx=\"1.5\"></rect>")
    };
    let bars: String = bars.into_iter().enumerate().map(bar).collect();
    PreEscaped(format!("<svg class=\"glyph\" viewBox=\"0 0 20 18\" aria-hidden=\"true\">{bars}</svg>"))
}

/// Three bars, all lit and framed: as much as there is, and it stays where it is.
pub(super) fn device_glyph() -> Markup {
    PreEscaped(
        "<svg class=\"glyph\" viewBox=\"0 0 20 18\" aria-hidden=\"true\"><rect class=\"frame\" x=\"0.75\" y=\"0.75\" width=\"18.5\" \
         height=\"16.5\" rx=\"3\"></rect><rect class=\"lit\" x=\"4\" y=\"9\" width=\"3\" height=\"5\" rx=\"1\"></rect><rect class=\"lit\" \
         x=\"8.5\" y=\"6.5\" width=\"3\" height=\"7.5\" rx=\"1\"></rect><rect class=\"lit\" x=\"13\" y=\"4\" width=\"3\" height=\"10\" \
         rx=\"1\"></rect></svg>"
            .to_owned(),
    )
}

/// How many of three bars are lit.
const fn lit(rung: Rung) -> usize {
    match rung {
        Rung::Contextual => 0,
        Rung::Visit => 1,
        Rung::Group => 2,
        Rung::Personal => 3,
    }
}
