//! Evaluates the rule on lines of JSON, for checking against other implementations.
//!
//! The gate itself is [`vault::gate::evaluate`]; here its words are only read and written. Names stand for themselves:
//! what the rule asks of them is whether two are the same, so each line numbers its own.
//!
//! What a line leaves out, or gives as `null`, gets the more protective reading: a flag that restricts is set, one that
//! permits is not, a list of what is allowed is empty, a time is over. Some things are facts and no readings: without a
//! signal (`gpc`, `gpc_first_seen`) there is no signal, without a ceiling no ceiling, without a vendor the shop keeps
//! the data to itself, without inputs the datum was not derived, without an end the retention has none, and an age that
//! is not said is unknown. What can not be guessed either way (the ledger, names, `now`) has to be there. Within a
//! scope `*` is all of them, and a `null` vendor is the shop itself; a part that is left out is everything for a no and
//! nothing for a yes.

mod line;

use domain::{
    Action, Actor, AgeBand, CategoryId, CategorySet, ChannelId, Context, Datum, JurisdictionId, Kind, Mode, Origin,
    Placement, PurposeId, PurposeSet, PurposeTerms, Reasons, RecipientId, Scope, Sensitivity, Standing, Statement,
    Status, UnixTime,
};
use line::{ContextPart, DatumPart, EventPart, Line, Object, PurposePart, ScopePart, SubjectPart};

/// Most different categories that a datum and everything it was derived from may have on one line.
const CATEGORIES_PER_LINE_MAX: usize = 63;

/// The purpose that is asked about, those it is compatible with, and all others.
const ASKED: PurposeId = PurposeId(0);
const COMPATIBLE: PurposeId = PurposeId(1);
const ANOTHER: PurposeId = PurposeId(2);
/// A category that no datum on the line has.
const ELSEWHERE: CategoryId = CategoryId(63);

/// The jurisdictions of this interface, each with the number that the gate knows it by.
const JURISDICTIONS: [(&str, JurisdictionId); 4] = [
    ("zz-strict", vault::gate::STRICTEST),
    ("eu", JurisdictionId(1)),
    ("us-ca", JurisdictionId(2)),
    ("us-md", JurisdictionId(3)),
];
const PROTECTED: [&str; 4] = ["gender", "age", "race", "zip"];

/// Answers one line of the rule's line interface with one line: `{"allow": .., "reasons": [..]}`, the reasons sorted,
/// or `{"error": ..}` for a line that is none. Never repeats what the line says.
#[must_use]
pub fn evaluate_line(line: &str) -> String {
    match read(line).and_then(|line| line.evaluate()) {
        Ok(reasons) => {
            let codes: Vec<_> = reasons.iter().map(domain::Code::as_str).collect();
            serde_json::json!({"allow": reasons.allow(), "reasons": codes}).to_string()
        }
        Err(mistake) => serde_json::json!({ "error": mistake }).to_string(),
    }
}

fn read(line: &str) -> Result<Object<Line>, String> {
    serde_json::from_str::<Object<Line>>(line).map_err(|error| {
        let what = if error.is_data() { "a part is missing or has another type" } else { "not a JSON object" };
        format!("{what} (column {})", error.column())
    })
}

// === what the gate makes of it ===

impl Line {
    fn evaluate(&self) -> Result<Reasons, String> {
        let mut categories = Vec::new();
        self.datum.name_categories(&mut categories);
        if categories.len() > CATEGORIES_PER_LINE_MAX {
            return Err("more than CATEGORIES_PER_LINE_MAX categories".to_owned());
        }
        let terms = self.purpose.terms(&self.context, &categories);
        let ledger = self.ledger(&categories);
        Ok(vault::gate::evaluate(
            &terms,
            &self.datum(&self.datum, &categories),
            &self.subject.standing(&ledger)?,
            &self.context.read(&self.purpose.key),
        ))
    }

    fn datum(&self, part: &DatumPart, categories: &[&str]) -> Datum {
        let inputs = part.inputs.iter().flatten();
        let kept_until = match part.collected_at {
            Some(_) => part.retention_until,
            None => Some(i64::MIN),
        };
        Datum {
            category: category(&part.category, categories),
            sensitivity: match part.sensitive {
                Some(false) => Sensitivity::None,
                _ => Sensitivity::Special,
            },
            protected: PROTECTED.contains(&part.category.as_str()),
            origin: Origin::Observed,
            collected_at: UnixTime(part.collected_at.unwrap_or(i64::MIN)),
            retained_until: kept_until.map(UnixTime),
            disclosed: self.purposes(part.disclosed_purposes.iter().flatten()),
            channel: ChannelId(0),
            suppressed: part.suppressed.unwrap_or(true),
            contested: false,
            shared_by: None,
            lineage: inputs.map(|input| self.datum(input, categories)).collect(),
        }
    }

    fn purposes<'a>(&self, keys: impl Iterator<Item = &'a String>) -> PurposeSet {
        keys.fold(PurposeSet::NONE, |set, key| set.with(self.purpose_id(key)))
    }

    fn purpose_id(&self, key: &String) -> PurposeId {
        if *key == self.purpose.key {
            ASKED
        } else if self.purpose.compat.iter().flatten().any(|c| c == key) {
            COMPATIBLE
        } else {
            ANOTHER
        }
    }

    /// The statements that this interface knows; other kinds say nothing here.
    fn ledger(&self, categories: &[&str]) -> Vec<Statement> {
        let events = self.subject.events.iter();
        events.filter_map(|event| self.statement(event, categories)).collect()
    }

    fn statement(&self, event: &EventPart, categories: &[&str]) -> Option<Statement> {
        let kind = kind(event.kind.as_deref()?)?;
        let times = (event.client_ts, event.received_at);
        let (client_at, received_at) = match times {
            (Some(client), Some(received)) => (client, received),
            _ if !kind.is_negative() => return None,
            (Some(only), None) | (None, Some(only)) => (only, only),
            (None, None) => (self.context.now, self.context.now),
        };
        Some(Statement {
            kind,
            scope: self.scope(event.scope.as_deref(), kind, categories)?,
            client_at: UnixTime(client_at),
            received_at: UnixTime(received_at),
            actor: match event.by_guardian {
                Some(true) => Actor::Guardian,
                _ => Actor::Subject,
            },
            explicit: event.explicit.unwrap_or(false),
            past_data: event.past_data.unwrap_or(false),
            overrides: event.conflict_ack.map(UnixTime),
            notice_current: event.notice_ok.unwrap_or(false),
            shown: None,
        })
    }

    /// What a statement is about; `None` where a yes leaves a part of it out.
    fn scope(&self, said: Option<&ScopePart>, kind: Kind, categories: &[&str]) -> Option<Scope> {
        let left_out = ScopePart::default();
        let said = said.unwrap_or(&left_out);
        let vendor = match &said.vendor {
            Some(None) => Some(None),
            Some(Some(name)) if name != "*" => Some(Some(self.context.recipient_id(name))),
            _ => None,
        };
        let complete =
            said.purpose.is_some() && said.category.is_some() && said.vendor.is_some() && said.channel.is_some();
        (complete || kind.is_negative()).then(|| Scope {
            purpose: named(said.purpose.as_ref(), |key| self.purpose_id(key)),
            category: named(said.category.as_ref(), |name| category(name, categories)),
            recipient: vendor,
            channel: named(said.channel.as_ref(), |name| self.context.channel_id(name)),
        })
    }
}

impl PurposePart {
    fn terms(&self, context: &ContextPart, categories: &[&str]) -> PurposeTerms {
        let allowed = self.allowed_categories.iter().flatten();
        let channels = self.channels.iter().flatten();
        PurposeTerms {
            id: ASKED,
            modes: JURISDICTIONS.iter().filter_map(|(name, id)| Some((*id, self.mode(name)?))).collect(),
            categories: allowed
                .map(|name| category(name, categories))
                .filter(|id| *id != ELSEWHERE)
                .fold(CategorySet::default(), CategorySet::with),
            targeted_ads: self.targeted_ads.unwrap_or(true),
            sale_or_share: self.sale_or_share.unwrap_or(true),
            direct_marketing: self.direct_marketing.unwrap_or(true),
            max_age_seconds: self.max_age.unwrap_or(-1),
            takes_sensitive: self.allow_sensitive.unwrap_or(false),
            compatible: PurposeSet::NONE.with(COMPATIBLE),
            channels: channels.fold(0, |bits, name| bits | 1 << context.channel_id(name).0),
            sources: 1 << CHANNEL_HERE.0,
            consent_seconds: self.consent_ttl.unwrap_or(0),
        }
    }

    /// What a jurisdiction makes of the purpose; a word that this interface does not have is not known.
    fn mode(&self, jurisdiction: &str) -> Option<Mode> {
        match self.modes.as_ref()?.of(jurisdiction)? {
            "prohibited" => Some(Mode::Prohibited),
            "explicit" => Some(Mode::Explicit),
            "opt_in" => Some(Mode::OptIn),
            "opt_out" => Some(Mode::OptOut),
            "li" => Some(Mode::LegitimateInterest),
            "necessary" => Some(Mode::Necessary),
            _ => None,
        }
    }
}

impl DatumPart {
    /// Adds the categories of this datum and of what it was derived from, each once.
    fn name_categories<'a>(&'a self, names: &mut Vec<&'a str>) {
        if !names.contains(&self.category.as_str()) {
            names.push(&self.category);
        }
        for input in self.inputs.iter().flatten() {
            input.name_categories(names);
        }
    }
}

impl SubjectPart {
    fn standing<'a>(&self, ledger: &'a [Statement]) -> Result<Standing<'a>, String> {
        let status = match self.status.as_deref() {
            Some("active") => Status::Active,
            Some("restricted") | None => Status::Restricted,
            Some("erasing") => Status::ErasurePending,
            Some("erased") => Status::Erased,
            Some(_) => return Err("subject.status is no word of this interface".to_owned()),
        };
        let age = match self.age.as_deref() {
            Some("adult") => AgeBand::Adult,
            Some("teen") => AgeBand::Teen,
            Some("child") => AgeBand::Child,
            Some("unknown") | None => AgeBand::Unknown,
            Some(_) => return Err("subject.age is no word of this interface".to_owned()),
        };
        Ok(Standing {
            status,
            age,
            known: self.known.unwrap_or(false),
            paused: false,
            opt_out_first_seen: self.gpc_first_seen.map(UnixTime),
            ledger,
        })
    }
}

impl ContextPart {
    fn read(&self, asked: &String) -> Context {
        let ceiling = |keys: &Vec<String>| match keys.contains(asked) {
            true => PurposeSet::NONE.with(ASKED),
            false => PurposeSet::NONE,
        };
        let mut vendors = self.vendors_ok.iter().flatten();
        Context {
            now: UnixTime(self.now),
            action: Action::Serve,
            jurisdictions: self.jurisdictions.iter().flatten().map(|name| jurisdiction(name)).collect(),
            channel: CHANNEL_HERE,
            recipient: self.vendor.as_ref().map(|name| self.recipient_id(name)),
            recipient_ok: vendors.any(|ok| Some(ok) == self.vendor.as_ref()),
            opt_out_signal: self.gpc.unwrap_or(false),
            ceiling: self.event_ceiling.as_ref().map(ceiling),
            placement: match self.sensitive_placement {
                Some(false) => Placement::General,
                _ => Placement::Employment,
            },
            child_directed: self.child_directed.unwrap_or(true),
            private_visit: false,
            cap_reached: false,
            quiet: false,
            topic_off: false,
            shown_from: None,
            region_ok: true,
            breaks_claim: false,
        }
    }

    fn channel_id(&self, name: &String) -> ChannelId {
        match self.channel.as_ref() == Some(name) {
            true => CHANNEL_HERE,
            false => ChannelId(1),
        }
    }

    fn recipient_id(&self, name: &String) -> RecipientId {
        RecipientId(u16::from(self.vendor.as_ref() != Some(name)))
    }
}

/// The channel that the request is on.
const CHANNEL_HERE: ChannelId = ChannelId(0);

fn jurisdiction(name: &str) -> JurisdictionId {
    let known = JURISDICTIONS.iter().find(|(known, _)| *known == name);
    known.map_or(vault::gate::STRICTEST, |(_, id)| *id)
}

fn category(name: &str, categories: &[&str]) -> CategoryId {
    let at = categories.iter().position(|known| *known == name);
    at.and_then(|at| u8::try_from(at).ok()).map_or(ELSEWHERE, CategoryId)
}

fn kind(word: &str) -> Option<Kind> {
    match word {
        "grant" => Some(Kind::Grant),
        "refuse" => Some(Kind::Refuse),
        "withdraw" => Some(Kind::Withdraw),
        "object" => Some(Kind::Object),
        "opt_out" => Some(Kind::OptOut),
        "invalidate" => Some(Kind::Invalidate),
        _ => None,
    }
}

/// A part of a scope: `*` and what is left out are all of them.
fn named<T>(said: Option<&String>, id: impl Fn(&String) -> T) -> Option<T> {
    said.filter(|name| *name != "*").map(id)
}

#[cfg(test)]
mod tests;
