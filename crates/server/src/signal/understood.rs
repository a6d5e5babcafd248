//! What signals mean for each purpose of the policy: no, nothing, or a yes that only an authoritative source could give.
//!
//! # Invariants
//! - Pure and total: the same signals and policy give the same meaning.
//! - One no outweighs any number of allowances.
//! - Where anything is not understood, nothing is an allowance (RULE.md, G7).
//! - An allowance names every bit that led to it, and all of them are set.

use super::adpc::Adpc;
use super::gpp::{Gpp, Section};
use super::tcf::{POLICY_VERSIONS, Tcf};
use super::tcf_ca::{self, TcfCa};
use super::us::{Second, Us};
use super::usp::{Answer, Usp};
use super::{Ids, Reading};
use app::{Ask, Policy};
use domain::{PurposeSet, PurposeTerms};

/// Which purposes of the TCF, in Europe and in Canada, a purpose of ours needs. The TCF says nothing about messages.
const TCF_PURPOSES: [(&str, &[u16]); 4] = [
    // 5 and 6: a profile for content, and content chosen by it.
    ("recommend", &[5, 6]),
    // 10: develop and improve services.
    ("train", &[10]),
    // 2, 3 and 4: advertisements, a profile for them, and those chosen by it.
    ("ads", &[2, 3, 4]),
    // 8 and 9: measure content, understand audiences.
    ("measure", &[8, 9]),
];
/// The purpose that counts what people do.
const MEASURE: &str = "measure";
/// In a field of a US section: opted out, or no consent.
const NO: u8 = 1;
/// In a field of a US section: did not opt out.
const NOT_OPTED_OUT: u8 = 2;
/// In a notice field of a US section: the notice was given.
const NOTICE_GIVEN: u8 = 1;
/// The largest number that a field of a US section may have.
const KNOWN_MAX: u8 = 2;

/// The signals of one request, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// A TC string.
    pub tcf: Option<Reading<Tcf>>,
    /// A GPP string.
    pub gpp: Option<Reading<Gpp>>,
    /// An ADPC field.
    pub adpc: Option<Adpc>,
    /// Global Privacy Control.
    pub gpc: bool,
    /// Do Not Track.
    pub dnt: bool,
}

/// What signals mean for a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// No.
    Deny,
    /// Nothing: neither yes nor no.
    Nothing,
    /// A yes, if the source were configured as authoritative. Nothing here is.
    AllowIfAuthoritative,
}

/// What signals mean for one purpose, and the bits that led there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Understood {
    /// The purpose's key.
    pub purpose: String,
    /// What they mean.
    pub meaning: Meaning,
    /// The bits that led there, as `section.Field=value`.
    pub because: Vec<String>,
}

/// A purpose, as far as signals can speak of it.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    key: &'a str,
    terms: &'a PurposeTerms,
}

/// The bits found so far that speak against a purpose, and for it.
#[derive(Default)]
struct Found {
    against: Vec<String>,
    in_favour: Vec<String>,
}

// === impl Signals ===

impl Signals {
    /// What they mean for each purpose of the policy.
    #[must_use]
    pub fn understood(&self, policy: &Policy) -> Vec<Understood> {
        policy.purposes().map(|(key, entry)| self.of(Wanted { key, terms: &entry.terms })).collect()
    }

    /// The purposes that are left when the denied ones are taken out; `None` where nothing is denied. It only ever
    /// restricts: an allowance adds nothing.
    #[must_use]
    pub fn ceiling(&self, policy: &Policy) -> Option<PurposeSet> {
        let understood = self.understood(policy);
        if understood.iter().all(|u| u.meaning != Meaning::Deny) {
            return None;
        }
        let left = understood.iter().filter(|u| u.meaning != Meaning::Deny);
        let ids = left.filter_map(|u| policy.purpose(&u.purpose)).map(|entry| entry.terms.id);
        Some(ids.fold(PurposeSet::NONE, PurposeSet::with))
    }

    /// Restricts what is asked: purposes that are denied leave the ceiling of this request, and a universal opt-out is
    /// passed on. Nothing is ever added.
    pub fn restrict(&self, ask: &mut Ask, policy: &Policy) {
        ask.opt_out_signal |= self.gpc;
        // What GPC denies, the gate denies in its own words; the ceiling holds what else is denied.
        let others = Self { gpc: false, ..self.clone() };
        if others == Self::default() {
            return;
        }
        let both = [ask.ceiling, others.ceiling(policy)].into_iter().flatten();
        ask.ceiling = both.reduce(PurposeSet::and);
    }

    /// Whether anything in them is not understood.
    #[must_use]
    pub fn has_unknown(&self) -> bool {
        self.tcf_unknown() || self.gpp_unknown() || self.adpc.as_ref().is_some_and(|adpc| adpc.has_unknown)
    }

    /// Whether anything in the TC string is not understood.
    #[must_use]
    pub fn tcf_unknown(&self) -> bool {
        self.tcf.as_ref().is_some_and(|tcf| tcf.known().is_none_or(tcf_unknown))
    }

    /// Whether anything in the GPP string is not understood.
    #[must_use]
    pub fn gpp_unknown(&self) -> bool {
        self.gpp.as_ref().is_some_and(|gpp| gpp.known().is_none_or(gpp_unknown))
    }

    fn of(&self, wanted: Wanted<'_>) -> Understood {
        let mut found = Found::default();
        if let Some(tcf) = self.tcf.as_ref().and_then(Reading::known) {
            tcf_eu(&mut found, "tcf", tcf, wanted);
        }
        for section in self.gpp.as_ref().and_then(Reading::known).map_or(&[][..], |gpp| &gpp.sections) {
            gpp_section(&mut found, section, wanted);
        }
        if let Some(adpc) = &self.adpc {
            found.adpc(adpc, wanted);
        }
        found.no_if(self.gpc && wanted.sells(), || "Sec-GPC=1".to_owned());
        found.no_if(self.dnt && wanted.key == MEASURE, || "DNT=1".to_owned());
        found.meaning(wanted, self.has_unknown())
    }
}

/// A policy version that is not known may have given the bits another meaning.
fn tcf_unknown(tcf: &Tcf) -> bool {
    tcf.has_unknown || !POLICY_VERSIONS.contains(&tcf.core.policy_version)
}

fn gpp_unknown(gpp: &Gpp) -> bool {
    let section = |section: &Section| match section {
        Section::TcfEu(tcf) => tcf_unknown(tcf),
        Section::TcfCa(tcf) => tcf.has_unknown || !tcf_ca::POLICY_VERSIONS.contains(&tcf.policy_version),
        Section::Us(us) => {
            us.has_unknown || us.fields.iter().any(|(name, _)| us.all(name).iter().any(|n| *n > KNOWN_MAX))
        }
        Section::Usp(_) => section.has_unknown(),
    };
    gpp.has_unknown || !gpp.unknown.is_empty() || gpp.sections.iter().any(section)
}

fn gpp_section(found: &mut Found, section: &Section, wanted: Wanted<'_>) {
    match section {
        Section::TcfEu(tcf) => tcf_eu(found, "tcfeuv2", tcf, wanted),
        Section::TcfCa(tcf) => tcf_canada(found, tcf, wanted),
        Section::Usp(usp) => us_privacy(found, *usp, wanted),
        Section::Us(us) => us_state(found, us, wanted),
    }
}

/// The core segment speaks of everybody, the publisher segment of the publisher itself: a bit that is not set in either
/// is a no. A yes needs the bits in both, and a string as v2.3 has it: for this service alone, with the vendors that
/// were shown. Legitimate interest is never a yes.
fn tcf_eu(found: &mut Found, source: &str, tcf: &Tcf, wanted: Wanted<'_>) {
    let core = &tcf.core;
    found.consents(source, "PurposesConsent", &core.purposes, wanted.tcf());
    let Some(publisher) = &tcf.publisher else { return };
    found.consents(source, "PubPurposesConsent", &publisher.purposes, wanted.tcf());
    let all_set = core.purposes.has_all(wanted.tcf()) && publisher.purposes.has_all(wanted.tcf());
    let as_due = tcf.disclosed.is_some() && core.service_specific;
    if all_set && as_due && !wanted.tcf().is_empty() {
        found.yes(source, "PurposesConsent", wanted.tcf());
        found.yes(source, "PubPurposesConsent", wanted.tcf());
    }
}

/// Express consent is a yes, implied consent is none, neither is a no.
fn tcf_canada(found: &mut Found, tcf: &TcfCa, wanted: Wanted<'_>) {
    const SOURCE: &str = "tcfcav1";
    let any = tcf.express.clone().and_also(tcf.implied.clone());
    found.consents(SOURCE, "PurposesExpressOrImpliedConsent", &any, wanted.tcf());
    let Some(publisher) = &tcf.publisher else { return };
    let own = publisher.purposes.clone().and_also(publisher.legitimate_interests.clone());
    found.consents(SOURCE, "PubPurposesExpressOrImpliedConsent", &own, wanted.tcf());
    let express = tcf.express.has_all(wanted.tcf()) && publisher.purposes.has_all(wanted.tcf());
    if express && tcf.disclosed.is_some() && !wanted.tcf().is_empty() {
        found.yes(SOURCE, "PurposesExpressConsent", wanted.tcf());
        found.yes(SOURCE, "PubPurposesExpressConsent", wanted.tcf());
    }
}

/// It speaks of sale alone, so it can not say yes to what is targeted advertising too.
fn us_privacy(found: &mut Found, usp: Usp, wanted: Wanted<'_>) {
    found.no_if(wanted.sells() && usp.opt_out_sale == Answer::Yes, || "uspv1.OptOutSale=Y".to_owned());
    let told = usp.notice == Answer::Yes && usp.opt_out_sale == Answer::No;
    if told && wanted.terms.sale_or_share && !wanted.terms.targeted_ads {
        found.in_favour.extend(["uspv1.Notice=Y".to_owned(), "uspv1.OptOutSale=N".to_owned()]);
    }
}

/// The opt-outs of a section, and the notices that belong to them.
const OPT_OUTS: [(&str, &str); 3] = [
    ("SaleOptOut", "SaleOptOutNotice"),
    ("SharingOptOut", "SharingOptOutNotice"),
    ("TargetedAdvertisingOptOut", "TargetedAdvertisingOptOutNotice"),
];
/// What has to be consented to before data of these kinds is sold or shared.
const CONSENTS: [&str; 3] =
    ["KnownChildSensitiveDataConsents", "PersonalDataConsents", "AdditionalDataProcessingConsent"];

/// An opt-out of sale, of sharing or of targeted advertising is a no to whatever is any of these, and so is a consent
/// that was not given. A yes needs every opt-out of the section not taken, each after its notice, and no GPC seen.
fn us_state(found: &mut Found, us: &Us, wanted: Wanted<'_>) {
    if !wanted.sells() {
        return;
    }
    let name = us.layout.name;
    for field in OPT_OUTS.iter().map(|(field, _)| *field).chain(CONSENTS) {
        found.no_if(us.all(field).contains(&NO), || format!("{name}.{field}=1"));
    }
    found.no_if(us.gpc == Some(true), || format!("{name}.Gpc=true"));
    let gpc_clear = us.gpc == Some(false) || us.layout.second != Second::Gpc;
    let left_open = |(field, notice): &(&str, &str)| {
        us.one(field).is_none_or(|n| n == NOT_OPTED_OUT && us.one(notice) == Some(NOTICE_GIVEN))
    };
    if gpc_clear && OPT_OUTS.iter().all(left_open) {
        let offered = OPT_OUTS.iter().filter(|(field, _)| us.one(field).is_some());
        found.in_favour.extend(offered.flat_map(|(f, n)| [format!("{name}.{n}=1"), format!("{name}.{f}=2")]));
    }
}

// === impl Wanted ===

impl Wanted<'_> {
    /// The purposes of the TCF that it needs.
    fn tcf(&self) -> &'static [u16] {
        TCF_PURPOSES.iter().find(|(key, _)| *key == self.key).map_or(&[], |(_, purposes)| purposes)
    }

    const fn sells(&self) -> bool {
        self.terms.sale_or_share || self.terms.targeted_ads
    }
}

// === impl Found ===

impl Found {
    fn no_if(&mut self, says_no: bool, bit: impl FnOnce() -> String) {
        if says_no {
            self.against.push(bit());
        }
    }

    /// Each purpose without its bit is a no.
    fn consents(&mut self, source: &str, field: &str, given: &Ids, needed: &[u16]) {
        for id in needed {
            self.no_if(!given.has(*id), || format!("{source}.{field}[{id}]=0"));
        }
    }

    fn yes(&mut self, source: &str, field: &str, needed: &[u16]) {
        self.in_favour.extend(needed.iter().map(|id| format!("{source}.{field}[{id}]=1")));
    }

    /// An objection is one to direct marketing (Art. 21(2) GDPR), and to advertising by profile, which is its kin.
    fn adpc(&mut self, adpc: &Adpc, wanted: Wanted<'_>) {
        let marketing = wanted.terms.direct_marketing || wanted.sells();
        self.no_if(adpc.withdraws(wanted.key), || format!("adpc.withdraw={}", wanted.key));
        self.no_if(adpc.objects() && marketing, || "adpc.object=direct-marketing".to_owned());
        if adpc.consents_to(wanted.key) {
            self.in_favour.push(format!("adpc.consent={}", wanted.key));
        }
    }

    fn meaning(self, wanted: Wanted<'_>, has_unknown: bool) -> Understood {
        let (meaning, because) = match (self.against.is_empty(), self.in_favour.is_empty() || has_unknown) {
            (false, _) => (Meaning::Deny, self.against),
            (true, true) => (Meaning::Nothing, Vec::new()),
            (true, false) => (Meaning::AllowIfAuthoritative, self.in_favour),
        };
        Understood { purpose: wanted.key.to_owned(), meaning, because }
    }
}

// === impl Meaning ===

impl Meaning {
    /// Every meaning, as words.
    pub const WORDS: [&str; 3] = ["deny", "nothing", "allow_if_authoritative"];

    /// As a word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Deny => Self::WORDS[0],
            Self::Nothing => Self::WORDS[1],
            Self::AllowIfAuthoritative => Self::WORDS[2],
        }
    }
}
