//! The small world that the rule's properties are tried on: few names and few moments, so that ties, overlaps and exact
//! ends are common.

use crate::gate::{STRICTEST, evaluate};
use domain::{
    Action, Actor, AgeBand, CategoryId, CategorySet, ChannelId, Context, Datum, JurisdictionId, Kind, Mode, Origin,
    Placement, PurposeId, PurposeSet, PurposeTerms, Reasons, RecipientId, Scope, Sensitivity, Standing, Statement,
    Status, UnixTime,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// The purpose in question, one that it is compatible with, and one that has nothing to do with it.
pub(crate) const ASKED: PurposeId = PurposeId(0);
pub(crate) const COMPATIBLE: PurposeId = PurposeId(1);
pub(crate) const ANOTHER: PurposeId = PurposeId(2);
/// The categories and channels of the small world, and those that the purpose may use.
pub(crate) const CATEGORIES: [CategoryId; 3] = [CategoryId(0), CategoryId(1), CategoryId(2)];
const CHANNELS: [ChannelId; 2] = [ChannelId(0), ChannelId(1)];
pub(crate) const EU: JurisdictionId = JurisdictionId(1);
pub(crate) const CALIFORNIA: JurisdictionId = JurisdictionId(2);
pub(crate) const NAMELESS: JurisdictionId = JurisdictionId(9);
/// Moments are a few seconds around this one.
pub(crate) const NOON: i64 = 1_000;

/// Everything that the rule looks at.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) purpose: PurposeTerms,
    pub(crate) datum: Datum,
    pub(crate) status: Status,
    pub(crate) age: AgeBand,
    pub(crate) known: bool,
    pub(crate) paused: bool,
    pub(crate) opt_out_first_seen: Option<UnixTime>,
    pub(crate) ledger: Vec<Statement>,
    pub(crate) context: Context,
}

impl World {
    pub(crate) fn reasons(&self) -> Reasons {
        let standing = Standing {
            status: self.status,
            age: self.age,
            known: self.known,
            paused: self.paused,
            opt_out_first_seen: self.opt_out_first_seen,
            ledger: &self.ledger,
        };
        evaluate(&self.purpose, &self.datum, &standing, &self.context)
    }

    pub(crate) fn allow(&self) -> bool {
        self.reasons().allow()
    }

    /// The same world with one thing changed.
    pub(crate) fn but(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut other = self.clone();
        change(&mut other);
        other
    }

    pub(crate) fn with_said(&self, statement: &Statement) -> Self {
        self.but(|world| world.ledger.push(statement.clone()))
    }

    /// Under one jurisdiction alone, which makes this of the purpose.
    pub(crate) fn under(&self, mode: Mode) -> Self {
        self.but(|world| {
            world.context.jurisdictions = vec![EU];
            world.purpose.modes = vec![(EU, mode)];
        })
    }
}

pub(crate) fn inside(fewer: Reasons, more: Reasons) -> bool {
    fewer.or(more) == more
}

pub(crate) fn is_yes(statement: &Statement) -> bool {
    !statement.kind.is_negative()
}

// === chance ===

pub(crate) fn moment() -> impl Strategy<Value = UnixTime> {
    (NOON - 6..=NOON + 2).prop_map(UnixTime)
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![2 => Just(Kind::Grant), 1 => select(Kind::ALL.to_vec())]
}

fn mode() -> impl Strategy<Value = Mode> {
    let modes = [
        Mode::Prohibited,
        Mode::Explicit,
        Mode::OptIn,
        Mode::OptIn,
        Mode::OptOut,
        Mode::OptOut,
        Mode::LegitimateInterest,
        Mode::Necessary,
    ];
    select(modes.to_vec())
}

fn purposes() -> impl Strategy<Value = PurposeSet> {
    (prop::bool::weighted(0.8), any::<bool>(), any::<bool>()).prop_map(|(asked, compatible, another)| {
        let all = [(asked, ASKED), (compatible, COMPATIBLE), (another, ANOTHER)];
        all.iter().filter(|(there, _)| *there).fold(PurposeSet::NONE, |set, (_, id)| set.with(*id))
    })
}

fn scope() -> impl Strategy<Value = Scope> {
    let purpose = prop_oneof![6 => Just(Some(ASKED)), 1 => Just(Some(ANOTHER)), 1 => Just(None)];
    let recipient = prop_oneof![3 => Just(None), 1 => Just(Some(None)), 1 => Just(Some(Some(RecipientId(0))))];
    (purpose, option::of(select(CATEGORIES.to_vec())), recipient, option::weighted(0.3, select(CHANNELS.to_vec())))
        .prop_map(|(purpose, category, recipient, channel)| Scope { purpose, category, recipient, channel })
}

pub(crate) fn said() -> impl Strategy<Value = Statement> {
    let flags = (prop::bool::weighted(0.7), any::<bool>(), prop::bool::weighted(0.9), any::<bool>());
    (kind(), scope(), moment(), moment(), flags, option::of(moment())).prop_map(
        |(kind, scope, client_at, received_at, (explicit, past_data, notice_current, guardian), overrides)| Statement {
            kind,
            scope,
            client_at,
            received_at,
            actor: if guardian { Actor::Guardian } else { Actor::Subject },
            explicit,
            past_data,
            overrides,
            notice_current,
            shown: None,
        },
    )
}

pub(crate) fn negative() -> impl Strategy<Value = Statement> {
    let kinds: Vec<_> = Kind::ALL.into_iter().filter(|kind| kind.is_negative()).collect();
    (said(), select(kinds)).prop_map(|(statement, kind)| Statement { kind, ..statement })
}

pub(crate) fn positive() -> impl Strategy<Value = Statement> {
    said().prop_map(|statement| Statement { kind: Kind::Grant, ..statement })
}

fn purpose() -> impl Strategy<Value = PurposeTerms> {
    let modes = [STRICTEST, EU, CALIFORNIA].map(|j| option::weighted(0.95, mode()).prop_map(move |m| (j, m)));
    let classes = (prop::bool::weighted(0.2), prop::bool::weighted(0.1), any::<bool>(), prop::bool::weighted(0.7));
    let numbers = (select(vec![100, 5, 2]), select(vec![100, 100, 5, 2]), any::<bool>(), prop::bool::weighted(0.9));
    (modes, classes, numbers).prop_map(|(modes, (ads, sale, marketing, sensitive), (age, life, compatible, third))| {
        let categories = CategorySet::default().with(CATEGORIES[0]).with(CATEGORIES[1]);
        PurposeTerms {
            id: ASKED,
            modes: modes.into_iter().filter_map(|(j, mode)| Some((j, mode?))).collect(),
            categories: if third { categories.with(CATEGORIES[2]) } else { categories },
            targeted_ads: ads,
            sale_or_share: sale,
            direct_marketing: marketing,
            max_age_seconds: age,
            takes_sensitive: sensitive,
            compatible: if compatible { PurposeSet::NONE.with(COMPATIBLE) } else { PurposeSet::NONE },
            channels: if third { 0b11 } else { 0b01 },
            sources: if compatible { 0b01 } else { 0b11 },
            consent_seconds: life,
        }
    })
}

fn leaf() -> impl Strategy<Value = Datum> {
    let kinds = [Sensitivity::None, Sensitivity::None, Sensitivity::None, Sensitivity::Special, Sensitivity::Guarded];
    let origins = [Origin::Observed, Origin::Observed, Origin::Declared, Origin::Purchased { told: false }];
    let flags = (prop::bool::weighted(0.1), prop::bool::weighted(0.05), prop::bool::weighted(0.05));
    let seen = (prop_oneof![4 => Just(CHANNELS[0]), 1 => Just(CHANNELS[1])], option::of(0_u32..8));
    let what = (select(CATEGORIES.to_vec()), select(kinds.to_vec()), select(origins.to_vec()));
    let when = (prop_oneof![4 => Just(UnixTime(NOON - 4)), 1 => moment()], option::weighted(0.1, moment()));
    (what, when, purposes(), flags, seen).prop_map(
        |((category, sensitivity, origin), (collected_at, retained_until), disclosed, flags, seen)| Datum {
            category,
            sensitivity,
            protected: flags.0,
            origin,
            collected_at,
            retained_until,
            disclosed,
            channel: seen.0,
            suppressed: flags.1,
            contested: flags.2,
            shared_by: seen.1,
            lineage: Vec::new(),
        },
    )
}

pub(crate) fn datum() -> impl Strategy<Value = Datum> {
    let inputs = prop_oneof![3 => vec(leaf(), 0), 1 => vec(leaf(), 1..3)];
    (leaf(), inputs).prop_map(|(datum, lineage)| Datum { lineage, ..datum })
}

fn jurisdictions() -> impl Strategy<Value = Vec<JurisdictionId>> {
    let known = vec![STRICTEST, EU, CALIFORNIA];
    prop_oneof![4 => vec(select(known), 1..3), 1 => vec(select(vec![STRICTEST, EU, NAMELESS]), 0..3)]
}

fn context() -> impl Strategy<Value = Context> {
    let flags = (prop::bool::weighted(0.2), prop::bool::weighted(0.9), prop::bool::weighted(0.1));
    let place =
        (select(CHANNELS.to_vec()), option::weighted(0.2, Just(RecipientId(0))), option::weighted(0.1, purposes()));
    let placement = prop_oneof![9 => Just(Placement::General), 1 => Just(Placement::Housing)];
    let action = prop_oneof![4 => Just(Action::Serve), 1 => Just(Action::Derive), 1 => Just(Action::Disclose)];
    let rare = || prop::bool::weighted(0.03);
    let closed =
        (rare(), (rare(), rare(), rare()), option::weighted(0.1, 0_u32..6), prop::bool::weighted(0.97), rare());
    let parts = (jurisdictions(), flags, place, placement, action, closed);
    parts.prop_map(|(jurisdictions, flags, place, placement, action, closed)| Context {
        now: UnixTime(NOON),
        action,
        jurisdictions,
        channel: place.0,
        recipient: place.1,
        recipient_ok: flags.1,
        opt_out_signal: flags.0,
        ceiling: place.2,
        placement,
        child_directed: flags.2,
        private_visit: closed.0,
        cap_reached: closed.1.0,
        quiet: closed.1.1,
        topic_off: closed.1.2,
        shown_from: closed.2,
        region_ok: closed.3,
        breaks_claim: closed.4,
    })
}

pub(crate) fn world() -> impl Strategy<Value = World> {
    let statuses = prop_oneof![9 => Just(Status::Active), 1 => Just(Status::Restricted)];
    let ages = [AgeBand::Adult, AgeBand::Adult, AgeBand::Adult, AgeBand::Teen, AgeBand::Child, AgeBand::Unknown];
    let person = (statuses, select(ages.to_vec()), prop::bool::weighted(0.8), option::weighted(0.3, moment()));
    let person = (person, prop::bool::weighted(0.03));
    (purpose(), datum(), person, vec(said(), 0..6), context()).prop_map(
        |(purpose, datum, ((status, age, known, opt_out_first_seen), paused), ledger, context)| World {
            purpose,
            datum,
            status,
            age,
            known,
            paused,
            opt_out_first_seen,
            ledger,
            context,
        },
    )
}
