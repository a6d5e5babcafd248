//! The GPP string: a header that names the sections, and the sections (IAB Tech Lab, Global Privacy Protocol).

use super::bits::Bits;
use super::tcf::Tcf;
use super::tcf_ca::TcfCa;
use super::us::{self, Us};
use super::usp::{self, Usp};
use super::{Reading, Unreadable, check_length, tcf, tcf_ca};
use serde_json::{Value, json};

/// The type that the header says it has.
const HEADER_TYPE: u8 = 3;
/// The version of the header that is read.
const HEADER_VERSION: u8 = 1;
/// Most sections of one string; a consent platform sends one or two.
pub const SECTIONS_MAX: usize = 64;
/// The id of the European TC string.
const TCF_EU: u16 = 2;
/// The id of the Canadian TC string.
const TCF_CA: u16 = 5;
/// The id of the US Privacy string.
const USP: u16 = 6;

/// A string that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gpp {
    /// The sections that are understood, in the order of their ids.
    pub sections: Vec<Section>,
    /// The ids of the others: a section or a version that is not known here.
    pub unknown: Vec<u16>,
    /// Whether the header holds something that is not understood.
    pub has_unknown: bool,
}

/// A section that is understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Section {
    /// `tcfeuv2`
    TcfEu(Tcf),
    /// `tcfcav1`
    TcfCa(TcfCa),
    /// `uspv1`
    Usp(Usp),
    /// One of the US.
    Us(Us),
}

/// Reads a string.
///
/// # Errors
/// [`Unreadable`] where it is none, or one of the sections that are known here can not be read. A section or version
/// that is not known is no error: it is listed.
pub fn decode(text: &str) -> Result<Reading<Gpp>, Unreadable> {
    check_length(text)?;
    let mut parts = text.split('~');
    let Some((ids, has_unknown)) = header(parts.next().unwrap_or_default())? else { return Ok(Reading::Unknown) };
    let mut gpp = Gpp { sections: Vec::new(), unknown: Vec::new(), has_unknown };
    for id in ids {
        match section(id, parts.next().ok_or(Unreadable::Parts)?)? {
            Reading::Known(section) => gpp.sections.push(section),
            Reading::Unknown => gpp.unknown.push(id),
        }
    }
    if parts.next().is_some() {
        return Err(Unreadable::Parts);
    }
    Ok(Reading::Known(gpp))
}

/// The ids of the sections, in order, and whether something more stands there; `None` for an unknown version.
fn header(text: &str) -> Result<Option<(Vec<u16>, bool)>, Unreadable> {
    let mut bits = Bits::of(text)?;
    if bits.small(6)? != HEADER_TYPE {
        return Err(Unreadable::Parts);
    }
    if bits.small(6)? != HEADER_VERSION {
        return Ok(None);
    }
    let ids: Vec<u16> = bits.fibonacci_ranges()?.iter().take(SECTIONS_MAX + 1).collect();
    if ids.len() > SECTIONS_MAX {
        return Err(Unreadable::Number);
    }
    Ok(Some((ids, !bits.only_padding_left())))
}

fn section(id: u16, text: &str) -> Result<Reading<Section>, Unreadable> {
    if text.is_empty() {
        return Err(Unreadable::CutOff);
    }
    Ok(match id {
        TCF_EU => known(tcf::decode(text)?, Section::TcfEu),
        TCF_CA => known(tcf_ca::decode(text)?, Section::TcfCa),
        USP => known(usp::decode(text)?, Section::Usp),
        _ => match us::layout(id) {
            Some(layout) => known(us::decode(layout, text)?, Section::Us),
            None => Reading::Unknown,
        },
    })
}

fn known<T>(reading: Reading<T>, section: fn(T) -> Section) -> Reading<Section> {
    match reading {
        Reading::Known(value) => Reading::Known(section(value)),
        Reading::Unknown => Reading::Unknown,
    }
}

// === impl Gpp ===

impl Gpp {
    /// The section with this prefix.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.name() == name)
    }

    /// As JSON: each section by its prefix, with the specification's names of fields.
    #[must_use]
    pub fn shown(&self) -> Value {
        let one = |section: &Section| (section.name().to_owned(), section.shown());
        Value::Object(self.sections.iter().map(one).collect())
    }
}

// === impl Section ===

impl Section {
    /// Its prefix in the API of a consent platform.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::TcfEu(_) => "tcfeuv2",
            Self::TcfCa(_) => "tcfcav1",
            Self::Usp(_) => "uspv1",
            Self::Us(us) => us.layout.name,
        }
    }

    /// Whether something stands in it that is not understood.
    #[must_use]
    pub const fn has_unknown(&self) -> bool {
        match self {
            Self::TcfEu(tcf) => tcf.has_unknown,
            Self::TcfCa(tcf) => tcf.has_unknown,
            Self::Usp(_) => false,
            Self::Us(us) => us.has_unknown,
        }
    }

    fn shown(&self) -> Value {
        match self {
            Self::TcfEu(tcf) => tcf.shown(),
            Self::TcfCa(tcf) => tcf.shown(),
            Self::Usp(usp) => usp.shown(),
            Self::Us(us) => json!(us.shown()),
        }
    }
}
