//! A world in which everything is allowed, and one change to it.

use crate::gate::evaluate;
use domain::{
    Action, Actor, AgeBand, CategoryId, CategorySet, ChannelId, Code, Context, Datum, JurisdictionId, Kind, Mode,
    Origin, Placement, PurposeId, PurposeSet, PurposeTerms, Scope, Sensitivity, Standing, Statement, Status, UnixTime,
};

pub(super) const NOW: i64 = 10_000;
pub(super) const ASKED: PurposeId = PurposeId(0);
pub(super) const COMPATIBLE: PurposeId = PurposeId(1);
pub(super) const EU: JurisdictionId = JurisdictionId(1);

pub(super) struct World {
    pub(super) purpose: PurposeTerms,
    pub(super) datum: Datum,
    pub(super) status: Status,
    pub(super) age: AgeBand,
    pub(super) known: bool,
    pub(super) paused: bool,
    pub(super) seen: Option<i64>,
    pub(super) ledger: Vec<Statement>,
    pub(super) context: Context,
}

/// A yes, an hour of data, an adult, and nothing that speaks against it.
pub(super) fn world() -> World {
    World {
        purpose: PurposeTerms {
            id: ASKED,
            modes: vec![(EU, Mode::OptIn)],
            categories: CategorySet::default().with(CategoryId(0)),
            targeted_ads: false,
            sale_or_share: false,
            direct_marketing: false,
            max_age_seconds: 100,
            takes_sensitive: false,
            compatible: PurposeSet::NONE.with(COMPATIBLE),
            channels: 0b01,
            sources: 0b01,
            consent_seconds: 1_000,
        },
        datum: Datum {
            category: CategoryId(0),
            sensitivity: Sensitivity::None,
            protected: false,
            origin: Origin::Observed,
            collected_at: UnixTime(NOW - 50),
            retained_until: None,
            disclosed: PurposeSet::NONE.with(ASKED),
            channel: ChannelId(0),
            suppressed: false,
            contested: false,
            shared_by: None,
            lineage: Vec::new(),
        },
        status: Status::Active,
        age: AgeBand::Adult,
        known: true,
        paused: false,
        seen: None,
        ledger: vec![said(Kind::Grant, -10)],
        context: Context {
            now: UnixTime(NOW),
            action: Action::Serve,
            jurisdictions: vec![EU],
            channel: ChannelId(0),
            recipient: None,
            recipient_ok: true,
            opt_out_signal: false,
            ceiling: None,
            placement: Placement::General,
            child_directed: false,
            private_visit: false,
            cap_reached: false,
            quiet: false,
            topic_off: false,
            shown_from: None,
            region_ok: true,
            breaks_claim: false,
        },
    }
}

/// Something said about the purpose, so many seconds from now.
pub(super) fn said(kind: Kind, from_now: i64) -> Statement {
    let at = UnixTime(NOW + from_now);
    Statement {
        kind,
        scope: Scope { purpose: Some(ASKED), category: None, recipient: None, channel: None },
        client_at: at,
        received_at: at,
        actor: Actor::Subject,
        explicit: false,
        past_data: false,
        overrides: None,
        notice_current: true,
        shown: None,
    }
}

#[track_caller]
pub(super) fn check(expected: &[Code], change: impl FnOnce(&mut World)) {
    let mut world = world();
    change(&mut world);
    let standing = Standing {
        status: world.status,
        age: world.age,
        known: world.known,
        paused: world.paused,
        opt_out_first_seen: world.seen.map(UnixTime),
        ledger: &world.ledger,
    };
    let found: Vec<_> = evaluate(&world.purpose, &world.datum, &standing, &world.context).iter().collect();
    assert_eq!(found, expected);
}

pub(super) fn mode(world: &mut World, mode: Mode) {
    world.purpose.modes = vec![(EU, mode)];
}

pub(super) fn special(world: &mut World) {
    world.datum.sensitivity = Sensitivity::Special;
    world.purpose.takes_sensitive = true;
    world.ledger[0].explicit = true;
    world.ledger[0].scope.category = Some(CategoryId(0));
}
