//! The US Privacy string: four characters (IAB CCPA Compliance Framework; GPP section 6). Withdrawn, and still sent.

use super::{Reading, Unreadable};
use serde_json::{Value, json};

/// The version that is read.
const VERSION: char = '1';

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// The law does not apply.
    NotApplicable,
}

/// A string that was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usp {
    /// Whether notice was given and the chance to opt out.
    pub notice: Answer,
    /// Whether the person opted out of sale.
    pub opt_out_sale: Answer,
    /// Whether the publisher signed the limited service provider agreement.
    pub lspa_covered: Answer,
}

/// Reads a string.
///
/// # Errors
/// [`Unreadable`] where it is not four characters of the format.
pub fn decode(text: &str) -> Result<Reading<Usp>, Unreadable> {
    let characters: Vec<char> = text.chars().take(5).collect();
    let &[version, notice, opt_out, lspa] = characters.as_slice() else { return Err(Unreadable::CutOff) };
    if !version.is_ascii_digit() {
        return Err(Unreadable::Alphabet);
    }
    if version != VERSION {
        return Ok(Reading::Unknown);
    }
    let usp = Usp { notice: Answer::of(notice)?, opt_out_sale: Answer::of(opt_out)?, lspa_covered: Answer::of(lspa)? };
    Ok(Reading::Known(usp))
}

// === impl Usp ===

impl Usp {
    /// As JSON, with the specification's names.
    #[must_use]
    pub fn shown(&self) -> Value {
        json!({
            "Version": 1,
            "Notice": self.notice.sign(),
            "OptOutSale": self.opt_out_sale.sign(),
            "LspaCovered": self.lspa_covered.sign(),
        })
    }
}

// === impl Answer ===

impl Answer {
    const fn of(sign: char) -> Result<Self, Unreadable> {
        match sign {
            'Y' => Ok(Self::Yes),
            'N' => Ok(Self::No),
            '-' => Ok(Self::NotApplicable),
            _ => Err(Unreadable::Alphabet),
        }
    }

    const fn sign(self) -> &'static str {
        match self {
            Self::Yes => "Y",
            Self::No => "N",
            Self::NotApplicable => "-",
        }
    }
}
