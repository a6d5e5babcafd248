//! One thing in the catalog.

use crate::{ItemId, Relations};
use serde::{Deserialize, Serialize};

/// A price in minor units (cents) of an ISO 4217 currency. The same for everybody: nothing here knows a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    minor: u64,
    currency: [u8; 3],
}

/// Why something is no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    /// More than [`Price::MINOR_MAX`].
    #[error("a price has at most 15 digits of minor units")]
    TooHigh,
    /// Not three capital letters, or a code that names no money (`XXX`, `XTS`).
    #[error("a currency is an ISO 4217 code in use, such as EUR")]
    Currency,
}

impl Price {
    /// The highest price, in minor units.
    pub const MINOR_MAX: u64 = 999_999_999_999_999;

    /// A price of `minor` units of `currency`.
    ///
    /// # Errors
    /// [`PriceError`] when it is too high, or the currency is none.
    pub fn new(minor: u64, currency: &str) -> Result<Self, PriceError> {
        let code: [u8; 3] = currency.as_bytes().try_into().map_err(|_| PriceError::Currency)?;
        if !code.iter().all(u8::is_ascii_uppercase) || [*b"XXX", *b"XTS"].contains(&code) {
            return Err(PriceError::Currency);
        }
        if minor > Self::MINOR_MAX {
            return Err(PriceError::TooHigh);
        }
        Ok(Self { minor, currency: code })
    }

    /// In minor units.
    #[must_use]
    pub const fn minor(self) -> u64 {
        self.minor
    }

    /// The ISO 4217 code.
    #[must_use]
    pub fn currency(&self) -> &str {
        std::str::from_utf8(&self.currency).unwrap_or_default()
    }
}

/// One thing in the catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its name for machines.
    pub id: ItemId,
    /// Its name for people; plain text, never markup.
    pub title: String,
    /// A sentence or two; plain text, may be empty.
    pub description: String,
    /// From the widest to the narrowest.
    pub category: Vec<String>,
    /// Words to find and compare it by.
    pub tags: Vec<String>,
    /// What it costs.
    pub price: Option<Price>,
    /// Where it is shown: `https` or `http`, or a path on the shop's own site.
    pub url: Option<String>,
    /// Whether it can be had now; what can not be had is not recommended.
    pub available: bool,
    /// Who sells it, in a shop of several.
    pub seller: Option<String>,
    /// Whether it is about something delicate, such as health or faith: shown only to who asks for its category, and
    /// taken for no sign of anything.
    pub sensitive: bool,
    /// Whether nobody who has it wants it again.
    pub once: bool,
    /// How it stands to other items.
    pub relations: Relations,
}

impl Item {
    /// An item that can be had, and of which nothing else is known.
    #[must_use]
    pub fn named(id: ItemId, title: String) -> Self {
        Self {
            id,
            title,
            description: String::new(),
            category: Vec::new(),
            tags: Vec::new(),
            price: None,
            url: None,
            available: true,
            seller: None,
            sensitive: false,
            once: false,
            relations: Relations::default(),
        }
    }
}
