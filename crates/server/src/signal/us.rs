//! The sections of the US states in a GPP string: one table, one reader.
//!
//! Fields and their widths: GPP, "US National Privacy Section" and the sections of the states. Each core segment begins
//! with a version of six bits; every other field is a number of two bits, or a list of them: 0 does not apply, 1 and 2
//! are yes and no of a notice, opted out and did not opt out of an opt-out, no consent and consent of a consent.

use super::bits::Bits;
use super::{Reading, Unreadable};
use serde_json::{Map, Value, json};

/// A field: its name, and how many numbers of two bits it has; `None` is one that is no list.
type Field = (&'static str, Option<usize>);

/// What one section looks like.
#[derive(Debug, PartialEq, Eq)]
pub struct Layout {
    /// The section's id in the header.
    pub id: u16,
    /// Its prefix in the API of a consent platform.
    pub name: &'static str,
    /// The field that holds the version.
    version: &'static str,
    /// The versions, and the fields of each.
    cores: &'static [(u8, &'static [&'static [Field]])],
    /// What may follow the core segment.
    pub second: Second,
}

/// The segment after the core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Second {
    /// There is none.
    None,
    /// Whether the platform saw Global Privacy Control.
    Gpc,
    /// Consents to sensitive data, so many.
    Sensitive(usize),
}

const PROCESSING: &[Field] = &[("ProcessingNotice", None)];
const SHARING: &[Field] = &[("SharingNotice", None)];
const NOTICES: &[Field] = &[("SaleOptOutNotice", None), ("TargetedAdvertisingOptOutNotice", None)];
const OPT_OUTS: &[Field] = &[("SaleOptOut", None), ("TargetedAdvertisingOptOut", None)];
const CHILD: &[Field] = &[("KnownChildSensitiveDataConsents", None)];
const CHILD_2: &[Field] = &[("KnownChildSensitiveDataConsents", Some(2))];
const CHILD_3: &[Field] = &[("KnownChildSensitiveDataConsents", Some(3))];
const CHILD_5: &[Field] = &[("KnownChildSensitiveDataConsents", Some(5))];
const PERSONAL: &[Field] = &[("PersonalDataConsents", None)];
const ADDITIONAL: &[Field] = &[("AdditionalDataProcessingConsent", None)];
const MSPA: &[Field] =
    &[("MspaCoveredTransaction", None), ("MspaOptOutOptionMode", None), ("MspaServiceProviderMode", None)];
const MSPA_FIRST: &[Field] = &[("MspaCoveredTransaction", None), ("MspaMode", None)];
const NATIONAL: &[Field] = &[
    ("SharingNotice", None),
    ("SaleOptOutNotice", None),
    ("SharingOptOutNotice", None),
    ("TargetedAdvertisingOptOutNotice", None),
    ("SensitiveDataProcessingOptOutNotice", None),
    ("SensitiveDataLimitUseNotice", None),
    ("SaleOptOut", None),
    ("SharingOptOut", None),
    ("TargetedAdvertisingOptOut", None),
];
const CALIFORNIA: &[Field] = &[
    ("SaleOptOutNotice", None),
    ("SharingOptOutNotice", None),
    ("SensitiveDataLimitUseNotice", None),
    ("SaleOptOut", None),
    ("SharingOptOut", None),
];
const UTAH_NOTICE: &[Field] = &[("SensitiveDataProcessingOptOutNotice", None)];
const IOWA_NOTICE: &[Field] = &[("SensitiveDataOptOutNotice", None)];

/// So many consents to, or opt-outs of, sensitive data.
const fn sensitive(count: usize) -> Field {
    ("SensitiveDataProcessing", Some(count))
}

const S7: &[Field] = &[sensitive(7)];
const S8: &[Field] = &[sensitive(8)];
const S9: &[Field] = &[sensitive(9)];
const S10: &[Field] = &[sensitive(10)];
const S11: &[Field] = &[sensitive(11)];
const S12: &[Field] = &[sensitive(12)];
const S16: &[Field] = &[sensitive(16)];

const fn state(
    id: u16,
    name: &'static str,
    cores: &'static [(u8, &'static [&'static [Field]])],
    second: Second,
) -> Layout {
    Layout { id, name, version: "Version", cores, second }
}

const fn later(
    id: u16,
    name: &'static str,
    cores: &'static [(u8, &'static [&'static [Field]])],
    second: Second,
) -> Layout {
    Layout { id, name, version: "MspaVersion", cores, second }
}

/// Every section of the US that is in force.
pub const LAYOUTS: &[Layout] = &[
    state(
        7,
        "usnat",
        &[(1, &[NATIONAL, S12, CHILD_2, PERSONAL, MSPA]), (2, &[NATIONAL, S16, CHILD_3, PERSONAL, MSPA])],
        Second::Gpc,
    ),
    state(8, "usca", &[(1, &[CALIFORNIA, S9, CHILD_2, PERSONAL, MSPA])], Second::Gpc),
    state(9, "usva", &[(1, &[SHARING, NOTICES, OPT_OUTS, S8, CHILD, MSPA])], Second::None),
    state(10, "usco", &[(1, &[SHARING, NOTICES, OPT_OUTS, S7, CHILD, MSPA])], Second::Gpc),
    state(11, "usut", &[(1, &[SHARING, NOTICES, UTAH_NOTICE, OPT_OUTS, S8, CHILD, MSPA])], Second::None),
    state(12, "usct", &[(1, &[SHARING, NOTICES, OPT_OUTS, S8, CHILD_3, MSPA])], Second::Gpc),
    state(13, "usfl", &[(1, &[PROCESSING, NOTICES, OPT_OUTS, S8, CHILD_3, ADDITIONAL, MSPA])], Second::None),
    state(14, "usmt", &[(1, &[SHARING, NOTICES, OPT_OUTS, S8, CHILD_3, ADDITIONAL, MSPA])], Second::Gpc),
    state(15, "usor", &[(1, &[PROCESSING, NOTICES, OPT_OUTS, S11, CHILD_3, ADDITIONAL, MSPA])], Second::Gpc),
    state(16, "ustx", &[(1, &[PROCESSING, NOTICES, OPT_OUTS, S8, CHILD, ADDITIONAL, MSPA])], Second::Gpc),
    state(17, "usde", &[(1, &[PROCESSING, NOTICES, OPT_OUTS, S9, CHILD_5, ADDITIONAL, MSPA])], Second::Gpc),
    state(18, "usia", &[(1, &[PROCESSING, NOTICES, IOWA_NOTICE, OPT_OUTS, S8, CHILD, MSPA])], Second::Gpc),
    state(19, "usne", &[(1, &[PROCESSING, NOTICES, OPT_OUTS, S8, CHILD, ADDITIONAL, MSPA])], Second::Gpc),
    state(20, "usnh", &[(1, &[PROCESSING, NOTICES, OPT_OUTS, S8, CHILD_3, ADDITIONAL, MSPA])], Second::Gpc),
    state(21, "usnj", &[(1, &[PROCESSING, NOTICES, OPT_OUTS, S10, CHILD_5, ADDITIONAL, MSPA])], Second::Gpc),
    state(22, "ustn", &[(1, &[PROCESSING, NOTICES, OPT_OUTS, S8, CHILD, ADDITIONAL, MSPA])], Second::Gpc),
    state(23, "usmn", &[(1, &[PROCESSING, NOTICES, OPT_OUTS, S8, CHILD, ADDITIONAL, MSPA])], Second::Gpc),
    later(24, "usmd", &[(1, &[MSPA_FIRST, PROCESSING, NOTICES, OPT_OUTS, ADDITIONAL])], Second::Gpc),
    later(25, "usin", &[(1, &[MSPA_FIRST, PROCESSING, NOTICES, OPT_OUTS, CHILD, ADDITIONAL])], Second::Sensitive(8)),
    later(26, "usky", &[(1, &[MSPA_FIRST, PROCESSING, NOTICES, OPT_OUTS, CHILD, ADDITIONAL])], Second::Sensitive(8)),
    later(27, "usri", &[(1, &[MSPA_FIRST, PROCESSING, NOTICES, OPT_OUTS, CHILD, ADDITIONAL])], Second::Sensitive(8)),
];

/// The type that a GPC segment says it has.
const GPC_SEGMENT: u8 = 1;

/// A field's number, or its list of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// One number.
    One(u8),
    /// A list.
    Many(Vec<u8>),
}

/// A section that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Us {
    /// Which section it is.
    pub layout: &'static Layout,
    /// Its version.
    pub version: u8,
    /// The fields, in the order of the specification.
    pub fields: Vec<(&'static str, Said)>,
    /// Whether the platform saw Global Privacy Control, where the segment is there.
    pub gpc: Option<bool>,
    /// Whether something stands in it that is not understood.
    pub has_unknown: bool,
}

/// The layout of a section, if it is one of the US.
#[must_use]
pub fn layout(id: u16) -> Option<&'static Layout> {
    LAYOUTS.iter().find(|layout| layout.id == id)
}

/// Reads a section.
///
/// # Errors
/// [`Unreadable`] where it is none. Another version is no error: it is not understood.
pub fn decode(layout: &'static Layout, text: &str) -> Result<Reading<Us>, Unreadable> {
    let mut segments = text.split('.');
    let mut bits = Bits::of(segments.next().unwrap_or_default())?;
    let version = bits.small(6)?;
    let Some((_, core)) = layout.cores.iter().find(|(known, _)| *known == version) else {
        return Ok(Reading::Unknown);
    };
    let fields = core.iter().copied().flatten().map(|field| read(&mut bits, field)).collect::<Result<_, _>>()?;
    let mut section = Us { layout, version, fields, gpc: None, has_unknown: !bits.only_padding_left() };
    if let Some(second) = segments.next() {
        section.add(Bits::of(second)?)?;
    }
    section.has_unknown |= segments.next().is_some();
    Ok(Reading::Known(section))
}

fn read(bits: &mut Bits, (name, count): &Field) -> Result<(&'static str, Said), Unreadable> {
    let said = match count {
        None => Said::One(bits.small(2)?),
        Some(count) => Said::Many((0..*count).map(|_| bits.small(2)).collect::<Result<_, _>>()?),
    };
    Ok((name, said))
}

// === impl Us ===

impl Us {
    fn add(&mut self, mut bits: Bits) -> Result<(), Unreadable> {
        match self.layout.second {
            Second::None => return self.not_understood(),
            Second::Gpc if bits.small(2)? != GPC_SEGMENT => return self.not_understood(),
            Second::Gpc => self.gpc = Some(bits.flag()?),
            Second::Sensitive(count) => self.fields.push(read(&mut bits, &sensitive(count))?),
        }
        self.has_unknown |= !bits.only_padding_left();
        Ok(())
    }

    fn not_understood(&mut self) -> Result<(), Unreadable> {
        self.has_unknown = true;
        Ok(())
    }

    /// A field's number; `None` where the section has no such field, or it is a list.
    #[must_use]
    pub fn one(&self, name: &str) -> Option<u8> {
        self.fields.iter().find_map(|(known, said)| match said {
            Said::One(number) if *known == name => Some(*number),
            _ => None,
        })
    }

    /// A field's numbers, of a list or of one.
    #[must_use]
    pub fn all(&self, name: &str) -> &[u8] {
        let found = self.fields.iter().find(|(known, _)| *known == name);
        match found {
            None => &[],
            Some((_, Said::One(number))) => std::slice::from_ref(number),
            Some((_, Said::Many(numbers))) => numbers,
        }
    }

    /// As JSON, with the specification's names.
    #[must_use]
    pub fn shown(&self) -> Value {
        let mut shown = Map::new();
        shown.insert(self.layout.version.to_owned(), json!(self.version));
        for (name, said) in &self.fields {
            let said = match said {
                Said::One(number) => json!(number),
                Said::Many(numbers) => json!(numbers),
            };
            shown.insert((*name).to_owned(), said);
        }
        if let Some(gpc) = self.gpc {
            shown.insert("Gpc".to_owned(), json!(gpc));
        }
        Value::Object(shown)
    }
}
