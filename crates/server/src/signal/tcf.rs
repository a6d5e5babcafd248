//! The TC string of the IAB's Transparency and Consent Framework, version 2 (with the segments of v2.2 and v2.3).
//!
//! Fields and their widths: "Transparency and Consent String with Global Vendor & CMP List Formats", version 2.

use super::bits::Bits;
use super::{Ids, Reading, Unreadable, check_length};
use serde_json::{Value, json};

/// The version of the encoding that is read.
const VERSION: u8 = 2;
/// The policy versions whose bits are known: TCF v2.0 has 2, v2.2 has 4, v2.3 has 5.
pub const POLICY_VERSIONS: std::ops::RangeInclusive<u8> = 2..=5;
/// Most segments of one string.
const SEGMENTS_MAX: usize = 8;
/// How many purposes have a bit.
const PURPOSES: u16 = 24;
/// How many special features have a bit.
const SPECIAL_FEATURES: u16 = 12;

/// A string that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tcf {
    /// What everybody reads.
    pub core: Core,
    /// The vendors that were shown to the person (due since v2.3).
    pub disclosed: Option<Ids>,
    /// The vendors that the publisher allows to use signals from outside.
    pub allowed: Option<Ids>,
    /// What the person says to the publisher itself.
    pub publisher: Option<Publisher>,
    /// Whether something stands in it that is not understood.
    pub has_unknown: bool,
}

/// The core segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Core {
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
    /// `IsServiceSpecific`
    pub service_specific: bool,
    /// `UseNonStandardTexts`
    pub non_standard_texts: bool,
    /// `SpecialFeatureOptIns`
    pub special_features: Ids,
    /// `PurposesConsent`
    pub purposes: Ids,
    /// `PurposesLITransparency`
    pub legitimate_interests: Ids,
    /// `PurposeOneTreatment`
    pub purpose_one_treatment: bool,
    /// `PublisherCC`
    pub publisher_country: String,
    /// The vendors with consent.
    pub vendors: Ids,
    /// The vendors whose legitimate interest was not objected to.
    pub vendors_legitimate: Ids,
    /// What the publisher restricts, by purpose and kind.
    pub restrictions: Vec<Restriction>,
}

/// A publisher restriction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restriction {
    /// `PurposeId`
    pub purpose: u8,
    /// `RestrictionType`: 0 not allowed, 1 consent is due, 2 legitimate interest is due.
    pub kind: u8,
    /// The vendors that it binds.
    pub vendors: Ids,
}

/// The publisher TC segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    /// `PubPurposesConsent`
    pub purposes: Ids,
    /// `PubPurposesLITransparency`
    pub legitimate_interests: Ids,
    /// `NumCustomPurposes`
    pub custom_count: u8,
    /// `CustomPurposesConsent`
    pub custom_purposes: Ids,
    /// `CustomPurposesLITransparency`
    pub custom_legitimate_interests: Ids,
}

/// Reads a string.
///
/// # Errors
/// [`Unreadable`] where it is none. Another version of the encoding is no error: it is not understood.
pub fn decode(text: &str) -> Result<Reading<Tcf>, Unreadable> {
    check_length(text)?;
    let mut segments = text.split('.');
    let mut bits = Bits::of(segments.next().unwrap_or_default())?;
    if bits.small(6)? != VERSION {
        return Ok(Reading::Unknown);
    }
    let core = core(&mut bits)?;
    let has_unknown = !bits.only_padding_left();
    let mut tcf = Tcf { core, disclosed: None, allowed: None, publisher: None, has_unknown };
    for (segment, before) in segments.zip(1..) {
        if before == SEGMENTS_MAX {
            return Err(Unreadable::Parts);
        }
        tcf.add(Bits::of(segment)?)?;
    }
    Ok(Reading::Known(tcf))
}

fn core(bits: &mut Bits) -> Result<Core, Unreadable> {
    Ok(Core {
        created_deciseconds: bits.number(36)?,
        updated_deciseconds: bits.number(36)?,
        cmp: bits.short(12)?,
        cmp_version: bits.short(12)?,
        screen: bits.small(6)?,
        language: bits.two_letters()?,
        vendor_list_version: bits.short(12)?,
        policy_version: bits.small(6)?,
        service_specific: bits.flag()?,
        non_standard_texts: bits.flag()?,
        special_features: bits.field(SPECIAL_FEATURES)?,
        purposes: bits.field(PURPOSES)?,
        legitimate_interests: bits.field(PURPOSES)?,
        purpose_one_treatment: bits.flag()?,
        publisher_country: bits.two_letters()?,
        vendors: bits.vendors(Bits::ranges)?,
        vendors_legitimate: bits.vendors(Bits::ranges)?,
        restrictions: restrictions(bits, Bits::ranges)?,
    })
}

/// The publisher's restrictions; each names a purpose, a kind and vendors.
pub(super) fn restrictions(
    bits: &mut Bits,
    vendors: fn(&mut Bits) -> Result<Ids, Unreadable>,
) -> Result<Vec<Restriction>, Unreadable> {
    let count = bits.number(12)?;
    let mut found = Vec::new();
    for _ in 0..count {
        found.push(Restriction { purpose: bits.small(6)?, kind: bits.small(2)?, vendors: vendors(bits)? });
    }
    Ok(found)
}

/// The publisher's own purposes, and those that it made up itself.
pub(super) fn publisher(bits: &mut Bits) -> Result<Publisher, Unreadable> {
    let (purposes, legitimate_interests) = (bits.field(PURPOSES)?, bits.field(PURPOSES)?);
    let custom_count = bits.small(6)?;
    Ok(Publisher {
        purposes,
        legitimate_interests,
        custom_count,
        custom_purposes: bits.field(custom_count.into())?,
        custom_legitimate_interests: bits.field(custom_count.into())?,
    })
}

/// Fills a place that may be filled once.
pub(super) fn fill<T>(place: &mut Option<T>, value: T) -> Result<(), Unreadable> {
    if place.is_some() {
        return Err(Unreadable::Parts);
    }
    *place = Some(value);
    Ok(())
}

// === impl Tcf ===

impl Tcf {
    fn add(&mut self, mut bits: Bits) -> Result<(), Unreadable> {
        match bits.small(3)? {
            1 => fill(&mut self.disclosed, bits.vendors(Bits::ranges)?)?,
            2 => fill(&mut self.allowed, bits.vendors(Bits::ranges)?)?,
            3 => fill(&mut self.publisher, publisher(&mut bits)?)?,
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
        let core = &self.core;
        json!({
            "Version": VERSION,
            "Created": core.created_deciseconds,
            "LastUpdated": core.updated_deciseconds,
            "CmpId": core.cmp,
            "CmpVersion": core.cmp_version,
            "ConsentScreen": core.screen,
            "ConsentLanguage": core.language,
            "VendorListVersion": core.vendor_list_version,
            "TcfPolicyVersion": core.policy_version,
            "IsServiceSpecific": core.service_specific,
            "UseNonStandardTexts": core.non_standard_texts,
            "SpecialFeatureOptIns": core.special_features.shown(),
            "PurposesConsent": core.purposes.shown(),
            "PurposesLITransparency": core.legitimate_interests.shown(),
            "PurposeOneTreatment": core.purpose_one_treatment,
            "PublisherCC": core.publisher_country,
            "VendorConsent": core.vendors.shown(),
            "VendorLegitimateInterest": core.vendors_legitimate.shown(),
            "PublisherRestrictions": shown_restrictions(&core.restrictions),
            "DisclosedVendors": self.disclosed.as_ref().map(Ids::shown),
            "AllowedVendors": self.allowed.as_ref().map(Ids::shown),
            "PublisherTC": self.publisher.as_ref().map(Publisher::shown),
        })
    }
}

pub(super) fn shown_restrictions(restrictions: &[Restriction]) -> Vec<Value> {
    let one =
        |r: &Restriction| json!({ "PurposeId": r.purpose, "RestrictionType": r.kind, "Vendors": r.vendors.shown() });
    restrictions.iter().map(one).collect()
}

// === impl Publisher ===

impl Publisher {
    fn shown(&self) -> Value {
        json!({
            "PubPurposesConsent": self.purposes.shown(),
            "PubPurposesLITransparency": self.legitimate_interests.shown(),
            "NumCustomPurposes": self.custom_count,
            "CustomPurposesConsent": self.custom_purposes.shown(),
            "CustomPurposesLITransparency": self.custom_legitimate_interests.shown(),
        })
    }
}
