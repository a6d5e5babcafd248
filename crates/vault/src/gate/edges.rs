//! Each condition of the gate at its edge: one change to a world in which everything is allowed, and exactly what it closes.

mod world;

use super::STRICTEST;
use domain::{
    Action, Actor, AgeBand, CategoryId, CategorySet, ChannelId, Code, Datum, JurisdictionId, Kind, Lang, Mode,
    NoticeId, Origin, Placement, PurposeSet, RecipientId, Shown, Status, UnixTime,
};
use world::{ASKED, COMPATIBLE, NOW, World, check, mode, said, special};

// === who, and what they switched off ===

#[test]
fn the_subject() {
    check(&[], |_| {});
    check(&[Code::Restricted], |w| w.status = Status::Restricted);
    check(&[Code::Erased], |w| w.status = Status::ErasurePending);
    check(&[Code::Erased], |w| w.status = Status::Erased);
    check(&[Code::Contested], |w| w.datum.contested = true);
    check(&[Code::Suppressed], |w| w.datum.suppressed = true);
    check(&[Code::Paused], |w| w.paused = true);
    check(&[Code::PrivateVisit], |w| w.context.private_visit = true);
    check(&[Code::CapReached], |w| w.context.cap_reached = true);
    check(&[Code::QuietHours], |w| w.context.quiet = true);
    check(&[Code::TopicOff], |w| w.context.topic_off = true);
}

#[test]
fn what_nobody_can_consent_to() {
    check(&[Code::Prohibited], |w| mode(w, Mode::Prohibited));
    for age in [AgeBand::Teen, AgeBand::Child] {
        let minor = |w: &mut World| {
            w.age = age;
            w.ledger[0].actor = Actor::Guardian;
        };
        check(&[], minor);
        check(&[Code::Minor], |w| {
            minor(w);
            w.purpose.targeted_ads = true;
        });
        check(&[Code::Minor], |w| {
            minor(w);
            w.purpose.sale_or_share = true;
        });
    }
    let ads = |w: &mut World| w.purpose.targeted_ads = true;
    check(&[], |w| {
        ads(w);
        w.age = AgeBand::Unknown;
    });
    check(&[], |w| {
        ads(w);
        w.context.child_directed = true;
    });
    check(&[Code::Minor], |w| {
        ads(w);
        w.age = AgeBand::Unknown;
        w.context.child_directed = true;
    });
    check(&[Code::SensitiveAds], |w| {
        special(w);
        ads(w);
    });
    check(&[], |w| w.datum.protected = true);
    check(&[], |w| w.context.placement = Placement::Housing);
    for placement in [Placement::Employment, Placement::Housing, Placement::Credit] {
        check(&[Code::ProtectedPlacement], |w| {
            w.datum.protected = true;
            w.context.placement = placement;
        });
    }
    check(&[], |w| w.context.action = Action::Derive);
    check(&[Code::SensitiveDerived], |w| {
        special(w);
        w.context.action = Action::Derive;
    });
}

// === how much, and since when ===

#[test]
fn no_more_than_is_needed() {
    check(&[Code::Minimisation], |w| w.datum.category = CategoryId(1));
    check(&[], special);
    check(&[Code::SensitiveNotDeclared], |w| {
        special(w);
        w.purpose.takes_sensitive = false;
    });
    check(&[], |w| w.datum.origin = Origin::Purchased { told: true });
    check(&[Code::SourceNotTold], |w| w.datum.origin = Origin::Purchased { told: false });
    check(&[], |w| w.datum.collected_at = UnixTime(NOW - 100));
    check(&[Code::TooOld], |w| w.datum.collected_at = UnixTime(NOW - 101));
    check(&[], |w| w.datum.retained_until = Some(UnixTime(NOW + 1)));
    check(&[Code::TooOld], |w| w.datum.retained_until = Some(UnixTime(NOW)));
    check(&[Code::TooOld], |w| w.datum.retained_until = Some(UnixTime(NOW - 1)));
    check(&[], |w| w.datum.collected_at = UnixTime(NOW));
    check(&[Code::Future], |w| w.datum.collected_at = UnixTime(NOW + 1));
}

#[test]
fn the_ends_of_time_are_exact() {
    let (first, last) = (UnixTime(i64::MIN), UnixTime(i64::MAX));
    let late = |w: &mut World, collected_at: UnixTime| {
        w.context.now = last;
        w.datum.collected_at = collected_at;
        w.purpose.max_age_seconds = i64::MAX;
        w.purpose.consent_seconds = i64::MAX;
    };
    check(&[], |w| late(w, UnixTime(0)));
    check(&[Code::TooOld], |w| late(w, UnixTime(-1)));
    check(&[Code::TooOld], |w| late(w, first));
    let said_at = |w: &mut World, at: i64| {
        late(w, last);
        (w.ledger[0].client_at, w.ledger[0].received_at) = (UnixTime(at), UnixTime(at));
    };
    check(&[], |w| said_at(w, i64::MAX));
    check(&[], |w| said_at(w, 1));
    check(&[Code::NoValidGrant], |w| said_at(w, 0));
    check(&[Code::NoValidGrant], |w| said_at(w, i64::MIN));
}

#[test]
fn what_it_was_derived_from_counts_too() {
    check(&[], |w| w.datum.lineage.push(w.datum.clone()));
    check(&[Code::Suppressed], |w| w.datum.lineage.push(Datum { suppressed: true, ..w.datum.clone() }));
    check(&[Code::TooOld], |w| {
        let grandparent = Datum { collected_at: UnixTime(NOW - 500), ..w.datum.clone() };
        w.datum.lineage.push(Datum { lineage: vec![grandparent], ..w.datum.clone() });
    });
}

// === what was said ===

#[test]
fn a_yes_is_one_only_for_what_it_covers_and_as_long_as_it_lasts() {
    let no: &[Code] = &[Code::NoValidGrant];
    check(no, |w| w.ledger.clear());
    check(&[], |w| w.ledger[0] = said(Kind::Grant, 0));
    check(no, |w| w.ledger[0] = said(Kind::Grant, 1));
    check(&[], |w| w.ledger[0] = said(Kind::Grant, -999));
    check(no, |w| w.ledger[0] = said(Kind::Grant, -1_000));
    check(no, |w| w.ledger[0].notice_current = false);
    check(&[], |w| w.ledger[0].shown = Some(shown(&[CategoryId(0)])));
    check(no, |w| w.ledger[0].shown = Some(shown(&[CategoryId(1)])));
    check(no, |w| w.ledger[0].scope.purpose = Some(COMPATIBLE));
    check(no, |w| w.ledger[0].scope.purpose = None);
    check(&[], |w| w.ledger[0].scope.category = Some(CategoryId(0)));
    check(no, |w| w.ledger[0].scope.category = Some(CategoryId(1)));
    check(&[], |w| w.ledger[0].scope.recipient = Some(None));
    check(no, |w| w.ledger[0].scope.recipient = Some(Some(RecipientId(0))));
    check(&[], |w| w.ledger[0].scope.channel = Some(ChannelId(0)));
    check(no, |w| w.ledger[0].scope.channel = Some(ChannelId(1)));
    for kind in [Kind::Renew, Kind::GuardianGrant, Kind::OptIn] {
        check(&[], |w| w.ledger[0].kind = kind);
    }
    for kind in [Kind::Refuse, Kind::Withdraw, Kind::Object, Kind::OptOut, Kind::Limit, Kind::Invalidate] {
        check(no, |w| w.ledger[0].kind = kind);
    }
}

/// A showing that told of these categories.
fn shown(categories: &[CategoryId]) -> Shown {
    let told = categories.iter().fold(CategorySet::default(), |told, category| told.with(*category));
    Shown { notice: NoticeId(0), version: 1, lang: Lang::EN, served_at: UnixTime(NOW - 20), serial: 7, told }
}

#[test]
fn a_no_counts_until_a_later_yes_and_a_tie_is_a_no() {
    check(&[Code::NoValidGrant], |w| w.ledger.push(said(Kind::Withdraw, -9)));
    check(&[Code::NoValidGrant], |w| w.ledger.push(said(Kind::Withdraw, -10)));
    check(&[], |w| w.ledger.push(said(Kind::Withdraw, -11)));
    check(&[], |w| w.ledger.push(said(Kind::Withdraw, 1)));
    let everything = |w: &mut World| {
        w.ledger.push(said(Kind::Withdraw, -9));
        w.ledger[1].scope.purpose = None;
    };
    check(&[Code::NoValidGrant], everything);
    check(&[], |w| {
        w.ledger.push(said(Kind::Withdraw, -9));
        w.ledger[1].scope.category = Some(CategoryId(1));
    });
}

#[test]
fn each_mode_asks_for_what_it_asks_for() {
    for open in [Mode::OptOut, Mode::LegitimateInterest] {
        let silent = |w: &mut World| {
            mode(w, open);
            w.ledger.clear();
        };
        check(&[], silent);
        check(&[Code::Negative], |w| {
            silent(w);
            w.ledger.push(said(Kind::Object, -5));
        });
        check(&[], |w| {
            silent(w);
            w.ledger.extend([said(Kind::Object, -5), said(Kind::Grant, -4)]);
        });
        check(&[Code::NoValidGrant], |w| {
            silent(w);
            w.age = AgeBand::Teen;
        });
        check(&[Code::NoValidGrant], |w| {
            special(w);
            silent(w);
        });
    }
    check(&[], |w| {
        mode(w, Mode::Necessary);
        w.ledger = vec![said(Kind::Object, -5)];
    });
    check(&[Code::NoValidGrant], |w| mode(w, Mode::Explicit));
    check(&[Code::NoValidGrant], |w| {
        mode(w, Mode::Explicit);
        w.ledger[0].explicit = true;
    });
    check(&[Code::NoValidGrant], |w| {
        mode(w, Mode::Explicit);
        w.ledger[0].scope.category = Some(CategoryId(0));
    });
    check(&[], |w| {
        mode(w, Mode::Explicit);
        w.ledger[0].explicit = true;
        w.ledger[0].scope.category = Some(CategoryId(0));
    });
}

#[test]
fn a_child_s_yes_is_a_guardian_s() {
    check(&[Code::NoValidGrant], |w| w.age = AgeBand::Child);
    check(&[], |w| w.age = AgeBand::Teen);
    check(&[], |w| {
        w.age = AgeBand::Child;
        w.ledger[0].actor = Actor::Guardian;
    });
    check(&[], |w| {
        w.age = AgeBand::Child;
        w.ledger[0].kind = Kind::GuardianGrant;
    });
}

#[test]
fn what_was_collected_for_something_else() {
    let undisclosed = |w: &mut World| w.datum.disclosed = PurposeSet::NONE;
    check(&[Code::NoValidGrant], undisclosed);
    check(&[], |w| {
        undisclosed(w);
        w.ledger[0].past_data = true;
    });
    check(&[], |w| w.datum.disclosed = PurposeSet::NONE.with(COMPATIBLE));
    check(&[Code::Incompatible], |w| {
        undisclosed(w);
        mode(w, Mode::OptOut);
        w.ledger.clear();
    });
    check(&[], |w| {
        undisclosed(w);
        mode(w, Mode::OptOut);
        w.ledger[0].past_data = true;
    });
    check(&[Code::Incompatible], |w| {
        undisclosed(w);
        mode(w, Mode::Necessary);
        w.ledger.clear();
    });
}

// === signals, places, recipients ===

#[test]
fn a_universal_opt_out() {
    let ads = |w: &mut World| w.purpose.sale_or_share = true;
    check(&[], |w| w.context.opt_out_signal = true);
    check(&[Code::Gpc], |w| {
        ads(w);
        w.context.opt_out_signal = true;
    });
    let standing = |w: &mut World| {
        w.purpose.targeted_ads = true;
        w.seen = Some(NOW - 20);
    };
    check(&[Code::Gpc], standing);
    check(&[Code::Gpc], |w| {
        standing(w);
        w.seen = Some(NOW);
    });
    check(&[], |w| {
        standing(w);
        w.seen = Some(NOW + 1);
    });
    let lifted = |w: &mut World| {
        standing(w);
        w.ledger[0].overrides = Some(UnixTime(NOW - 20));
    };
    check(&[], lifted);
    check(&[], |w| {
        lifted(w);
        w.context.opt_out_signal = true;
    });
    check(&[Code::Gpc], |w| {
        lifted(w);
        w.known = false;
    });
    check(&[Code::Gpc], |w| {
        lifted(w);
        w.ledger[0].overrides = Some(UnixTime(NOW - 19));
    });
    check(&[Code::Gpc], |w| {
        lifted(w);
        w.seen = Some(NOW - 10);
        w.ledger[0].overrides = Some(UnixTime(NOW - 10));
    });
    check(&[], |w| w.context.ceiling = Some(PurposeSet::NONE.with(ASKED)));
    check(&[Code::EventCeiling], |w| w.context.ceiling = Some(PurposeSet::NONE.with(COMPATIBLE)));
}

#[test]
fn the_place() {
    check(&[Code::ContextOutside], |w| w.context.channel = ChannelId(1));
    let last = |w: &mut World, number: u8| {
        w.purpose.channels = 1 << 63;
        w.context.channel = ChannelId(number);
    };
    check(&[], |w| last(w, 63));
    check(&[Code::ContextOutside], |w| last(w, 64));
    check(&[Code::ContextOutside], |w| last(w, 127));
    let elsewhere = |w: &mut World| w.datum.channel = ChannelId(1);
    check(&[Code::CrossChannel], elsewhere);
    check(&[Code::CrossChannel], |w| {
        elsewhere(w);
        w.context.action = Action::Disclose;
    });
    check(&[], |w| {
        elsewhere(w);
        w.context.action = Action::Train;
    });
    check(&[], |w| {
        elsewhere(w);
        w.datum.origin = Origin::Declared;
    });
    check(&[], |w| {
        elsewhere(w);
        w.purpose.sources = 0b10;
    });
    check(&[], |w| {
        elsewhere(w);
        w.ledger[0].scope.channel = Some(ChannelId(0));
    });
    check(&[], |w| w.purpose.sources = 0);
}

#[test]
fn few_people_recipients_regions_and_claims() {
    check(&[], |w| w.datum.shared_by = Some(1));
    let shown = |w: &mut World, shared_by: Option<u32>| {
        w.context.shown_from = Some(5);
        w.datum.shared_by = shared_by;
    };
    check(&[], |w| shown(w, Some(5)));
    check(&[Code::Rare], |w| shown(w, Some(4)));
    check(&[Code::Rare], |w| shown(w, None));
    check(&[], |w| w.context.recipient_ok = false);
    check(&[], |w| w.context.recipient = Some(RecipientId(0)));
    check(&[Code::Vendor], |w| {
        w.context.recipient = Some(RecipientId(0));
        w.context.recipient_ok = false;
    });
    check(&[Code::Region], |w| w.context.region_ok = false);
    check(&[Code::Claim], |w| w.context.breaks_claim = true);
}

// === the law ===

#[test]
fn every_law_that_can_claim_the_case() {
    check(&[Code::UnknownMode], |w| w.purpose.modes.clear());
    check(&[Code::UnknownMode], |w| w.context.jurisdictions.clear());
    check(&[], |w| {
        w.context.jurisdictions.clear();
        w.purpose.modes = vec![(STRICTEST, Mode::OptIn)];
    });
    check(&[Code::Prohibited], |w| {
        w.purpose.modes.push((JurisdictionId(2), Mode::Prohibited));
        w.context.jurisdictions.push(JurisdictionId(2));
    });
    check(&[Code::UnknownMode], |w| w.context.jurisdictions.push(JurisdictionId(2)));
}
