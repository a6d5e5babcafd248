//! The ladder of rungs as people see it: a name, a level, and three small bars that show how much is given.

use super::words::{RungWords, Words};
use maud::{Markup, PreEscaped};

/// How much a person gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rung {
    /// Nothing about me.
    Contextual,
    /// This visit only, nothing kept.
    Visit,
    /// People like me, never fewer than a cohort.
    Group,
    /// Ranked on my device.
    Device,
    /// My history.
    Personal,
}

impl Rung {
    /// All of them, from the least to the most.
    pub const ALL: [Self; 5] = [Self::Contextual, Self::Visit, Self::Group, Self::Device, Self::Personal];

    /// The word that forms send.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contextual => "contextual",
            Self::Visit => "visit",
            Self::Group => "group",
            Self::Device => "device",
            Self::Personal => "personal",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rung| rung.as_str() == text)
    }

    /// How many of three bars are lit.
    const fn bars(self) -> usize {
        match self {
            Self::Contextual => 0,
            Self::Visit => 1,
            Self::Group | Self::Device => 2,
            Self::Personal => 3,
        }
    }

    pub(super) const fn words(self, words: &'static Words) -> &'static RungWords {
        match self {
            Self::Contextual => &words.contextual,
            Self::Visit => &words.visit,
            Self::Group => &words.group,
            Self::Device => &words.device,
            Self::Personal => &words.personal,
        }
    }

    /// Three bars, lit as far as this rung gives. The name stands beside it, so screen readers pass over it.
    pub(super) fn glyph(self) -> Markup {
        let bars = [(1, 11, 6), (8, 6, 11), (15, 1, 16)];
        let bar = |(place, (x, y, height)): (usize, (u8, u8, u8))| {
            let class = if place < self.bars() { "lit" } else { "unlit" };
            format!("<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"4\" height=\"{height}\" rx=\"1.5\"></rect>")
        };
        let bars: String = bars.into_iter().enumerate().map(bar).collect();
        PreEscaped(format!("<svg class=\"glyph\" viewBox=\"0 0 20 18\" aria-hidden=\"true\">{bars}</svg>"))
    }
}
