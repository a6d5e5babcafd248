//! The Canadian TCF string, version 1: a section of the GPP string, with express and implied consent.
//!
//! Fields and their widths: GPP, "Canada TCF Section". Its vendor lists are Fibonacci-coded; strings of encoders that
//! wrote them in 16 bits (before 2025) read as unreadable or as other vendors, which no purpose here looks at.

use super::bits::Bits;
use super::tcf::{Restriction, fill, shown_restrictions};
use super::{Ids, Reading, Unreadable};
use serde_json::{Value, json};

/// The version that is read.
const VERSION: u8 = 1;
/// The policy versions whose bits are known.
pub const POLICY_VERSIONS: std::ops::RangeInclusive<u8> = 1..=2;
/// Most segments of one section.
const SEGMENTS_MAX: usize = 8;
/// How many purposes have a bit.
const PURPOSES: u16 = 24;
/// How many special features have a bit.
const SPECIAL_FEATURES: u16 = 12;

/// A section that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TcfCa {
    /// `Created`, in tenths of a second since 1970.
    pub created_deciseconds: u64,
    /// `LastUpdated`, in tenths of a second since 1970.
    pub updated_deciseconds: u64,
    /// `CmpId`
    pub cmp: u16,
    /// `CmpVersion`
    pub cmp_version: u16,
    /// `ConsentScreen`
    pub screen: u8,
    /// `ConsentLanguage`
    pub language: String,
    /// `VendorListVersion`
    pub vendor_list_version: u16,
    /// `TcfPolicyVersion`
    pub policy_version: u8,
    /// `UseNonStandardStacks`
    pub non_standard_stacks: bool,
    /// `SpecialFeatureExpressConsent`
    pub special_features: Ids,
    /// `PurposesExpressConsent`
    pub express: Ids,
    /// `PurposesImpliedConsent`
    pub implied: Ids,
    /// `VendorExpressConsent`
    pub vendors_express: Ids,
    /// `VendorImpliedConsent`
    pub vendors_implied: Ids,
    /// `PubRestrictions`
    pub restrictions: Vec<Restriction>,
    /// What the person says to the publisher itself.
    pub publisher: Option<super::tcf::Publisher>,
    /// The vendors that were shown to the person.
    pub disclosed: Option<Ids>,
    /// Whether something stands in it that is not understood.
    pub has_unknown: bool,
}

/// Reads a section.
///
/// # Errors
/// [`Unreadable`] where it is none. Another version is no error: it is not understood.
pub fn decode(text: &str) -> Result<Reading<TcfCa>, Unreadable> {
    let mut segments = text.split('.');
    let mut bits = Bits::of(segments.next().unwrap_or_default())?;
    if bits.small(6)? != VERSION {
        return Ok(Reading::Unknown);
    }
    let mut section = core(&mut bits)?;
    section.has_unknown = !bits.only_padding_left();
    for (segment, before) in segments.zip(1..) {
        if before == SEGMENTS_MAX {
            return Err(Unreadable::Parts);
        }
        section.add(Bits::of(segment)?)?;
    }
    Ok(Reading::Known(section))
}

fn vendors(bits: &mut Bits) -> Result<Ids, Unreadable> {
    bits.vendors(Bits::fibonacci_ranges)
}

fn core(bits: &mut Bits) -> Result<TcfCa, Unreadable> {
    Ok(TcfCa {
        created_deciseconds: bits.number(36)?,
        updated_deciseconds: bits.number(36)?,
        cmp: bits.short(12)?,
        cmp_version: bits.short(12)?,
        screen: bits.small(6)?,
        language: bits.two_letters()?,
        vendor_list_version: bits.short(12)?,
        policy_version: bits.small(6)?,
        non_standard_stacks: bits.flag()?,
        special_features: bits.field(SPECIAL_FEATURES)?,
        express: bits.field(PURPOSES)?,
        implied: bits.field(PURPOSES)?,
        vendors_express: vendors(bits)?,
        vendors_implied: vendors(bits)?,
        restrictions: super::tcf::restrictions(bits, vendors)?,
        publisher: None,
        disclosed: None,
        has_unknown: false,
    })
}

// === impl TcfCa ===

impl TcfCa {
    fn add(&mut self, mut bits: Bits) -> Result<(), Unreadable> {
        match bits.small(3)? {
            1 => fill(&mut self.disclosed, vendors(&mut bits)?)?,
            3 => fill(&mut self.publisher, super::tcf::publisher(&mut bits)?)?,
            _ => {
                self.has_unknown = true;
                return Ok(());
            }
        }
        self.has_unknown |= !bits.only_padding_left();
        Ok(())
    }

    /// As JSON, with the specification's names; sets of ids as runs `[first, last]`.
    #[must_use]
    pub fn shown(&self) -> Value {
        json!({
            "Version": VERSION,
            "Created": self.created_deciseconds,
            "LastUpdated": self.updated_deciseconds,
            "CmpId": self.cmp,
            "CmpVersion": self.cmp_version,
            "ConsentScreen": self.screen,
            "ConsentLanguage": self.language,
            "VendorListVersion": self.vendor_list_version,
            "TcfPolicyVersion": self.policy_version,
            "UseNonStandardStacks": self.non_standard_stacks,
            "SpecialFeatureExpressConsent": self.special_features.shown(),
            "PurposesExpressConsent": self.express.shown(),
            "PurposesImpliedConsent": self.implied.shown(),
            "VendorExpressConsent": self.vendors_express.shown(),
            "VendorImpliedConsent": self.vendors_implied.shown(),
            "PubRestrictions": shown_restrictions(&self.restrictions),
            "DisclosedVendors": self.disclosed.as_ref().map(Ids::shown),
            "PubPurposes": self.publisher.as_ref().map(|publisher| json!({
                "PubPurposesExpressConsent": publisher.purposes.shown(),
                "PubPurposesImpliedConsent": publisher.legitimate_interests.shown(),
                "NumCustomPurposes": publisher.custom_count,
                "CustomPurposesExpressConsent": publisher.custom_purposes.shown(),
                "CustomPurposesImpliedConsent": publisher.custom_legitimate_interests.shown(),
            })),
        })
    }
}
