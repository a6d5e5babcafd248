//! The ladder of rungs as people see it: a name, a level, and three small bars that show how much is given.

use super::words::{RungWords, Words};
use domain::Rung;
use maud::{Markup, PreEscaped};

/// The answers on offer, from the least to the most.
pub(super) const LADDER: [Rung; 3] = [Rung::Contextual, Rung::Visit, Rung::Personal];

/// The words of a rung.
pub(super) const fn words(rung: Rung, words: &'static Words) -> &'static RungWords {
    match rung {
        Rung::Contextual => &words.contextual,
        Rung::Visit => &words.visit,
        Rung::Personal => &words.personal,
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

/// How many of three bars are lit.
const fn lit(rung: Rung) -> usize {
    match rung {
        Rung::Contextual => 0,
        Rung::Visit => 1,
        Rung::Personal => 3,
    }
}
