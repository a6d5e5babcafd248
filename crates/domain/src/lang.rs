//! The languages in which people are told things.

use serde::{Deserialize, Serialize};

/// A language. The order of the words is their number on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lang {
    /// English.
    En,
    /// German.
    De,
}

impl Lang {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::En, Self::De];

    /// Its code (BCP 47), as in `lang` attributes and addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// Reads the code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The language that a reader of these (`Accept-Language`, RFC 9110, section 12.5.4) likes best; English where they
    /// like none of ours.
    #[must_use]
    pub fn liked(accept_language: &str) -> Self {
        let liked = accept_language.split(',').filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let lang = Self::parse(&parts.next()?.split('-').next()?.to_ascii_lowercase())?;
            let quality =
                parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse::<f32>().ok())?;
            (quality > 0.0).then_some((lang, quality))
        });
        let better = |best: Option<(Self, f32)>, next: (Self, f32)| match best {
            Some(best) if best.1 >= next.1 => Some(best),
            _ => Some(next),
        };
        liked.fold(None, better).map_or(Self::En, |(lang, _)| lang)
    }

    /// What its readers call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
        }
    }

    /// Which way it is written.
    #[must_use]
    pub const fn direction(self) -> &'static str {
        match self {
            Self::En | Self::De => "ltr",
        }
    }
}
