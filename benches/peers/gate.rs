//! The gate alone, and beside it a general policy engine that answers ten policies to the same effect.
//!
//! `cargo bench --manifest-path benches/peers/Cargo.toml`. One person with 20 statements, one datum, one core.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a measurement whose ground fails has nothing to say")]

use cedar_policy::{Authorizer, Context as Circumstances, Decision, Entities, PolicySet, Request};
use divan::{Bencher, black_box};
use domain::{
    Action, Actor, AgeBand, CategoryId, ChannelId, Context, Datum, Kind, Origin, Placement, PurposeSet, PurposeTerms,
    Scope, Sensitivity, Standing, Statement, Status, UnixTime,
};
use vault::gate::evaluate;
use vault::policy::Policy;

const NOW: UnixTime = UnixTime(1_760_000_000);
const STATEMENTS: usize = 20;

fn main() {
    divan::main();
}

/// A ledger in which the question is answered by the last statement but one.
fn ledger(policy: &Policy) -> Vec<Statement> {
    let purposes: Vec<_> = policy.purposes().map(|(_, entry)| entry.terms.id).collect();
    let asked = policy.purpose("recommend").unwrap().terms.id;
    let said = |number: usize| {
        let last = number + 2 >= STATEMENTS;
        let purpose = if last { asked } else { purposes[number % purposes.len()] };
        let kind = if number.is_multiple_of(3) && !last { Kind::Withdraw } else { Kind::Grant };
        let at = NOW.plus(-86_400 * (STATEMENTS - number) as i64);
        Statement {
            kind,
            scope: Scope { purpose: Some(purpose), category: None, recipient: None, channel: None },
            client_at: at,
            received_at: at,
            actor: Actor::Subject,
            explicit: true,
            past_data: false,
            overrides: None,
            notice_current: true,
            shown: None,
        }
    };
    (0..STATEMENTS).map(said).collect()
}

fn datum(terms: &PurposeTerms) -> Datum {
    Datum {
        category: CategoryId(0),
        sensitivity: Sensitivity::None,
        protected: false,
        origin: Origin::Observed,
        collected_at: NOW.plus(-3_600),
        retained_until: None,
        disclosed: PurposeSet::NONE.with(terms.id),
        channel: ChannelId(0),
        suppressed: false,
        contested: false,
        shared_by: None,
        lineage: Vec::new(),
    }
}

fn context(policy: &Policy) -> Context {
    Context {
        now: NOW,
        action: Action::Serve,
        jurisdictions: vec![policy.jurisdiction("eu"), policy.jurisdiction("us-ca")],
        channel: ChannelId(0),
        recipient: None,
        recipient_ok: true,
        opt_out_signal: false,
        ceiling: None,
        placement: Placement::General,
        child_directed: false,
        private_visit: false,
        cap_reached: false,
        shown_from: None,
        region_ok: true,
        breaks_claim: false,
    }
}

/// Every gate, under two jurisdictions.
#[divan::bench]
fn gate(bencher: Bencher) {
    let policy = Policy::shipped().unwrap();
    let terms = policy.purpose("recommend").unwrap().terms.clone();
    let (ledger, datum, context) = (ledger(&policy), datum(&terms), context(&policy));
    let standing = Standing {
        status: Status::Active,
        age: AgeBand::Adult,
        known: true,
        paused: false,
        opt_out_first_seen: None,
        ledger: &ledger,
    };
    assert!(evaluate(&terms, &datum, &standing, &context).allow());
    bencher.bench(|| evaluate(black_box(&terms), black_box(&datum), black_box(&standing), black_box(&context)));
}

/// Ten policies: one that permits on a yes later than the last no, and nine that forbid.
const POLICIES: &str = r#"
permit(principal, action == Action::"serve", resource) when { principal.granted_at > principal.refused_at };
forbid(principal, action, resource) when { context.now >= principal.granted_at + principal.lifetime };
forbid(principal, action, resource) when { principal.status != "active" };
forbid(principal, action, resource) when { principal.paused || context.private_visit };
forbid(principal, action, resource) when { resource.suppressed || resource.contested };
forbid(principal, action, resource) when { !context.categories.contains(resource.category) };
forbid(principal, action, resource) when { context.now - resource.collected_at > context.max_age };
forbid(principal, action, resource) when { resource.collected_at > context.now };
forbid(principal, action, resource) when { !context.channels.contains(context.channel) };
forbid(principal, action, resource) when { context.ads && (context.opt_out || principal.age != "adult") };
"#;

/// The peer. It gets less to do: the ledger is summed up beforehand, and there is one jurisdiction.
#[divan::bench]
fn cedar_ten_policies(bencher: Bencher) {
    let policies: PolicySet = POLICIES.parse().unwrap();
    assert_eq!(policies.policies().count(), 10);
    let entities = serde_json::json!([
        { "uid": { "type": "Subject", "id": "s" }, "parents": [], "attrs": {
            "granted_at": NOW.0 - 86_400, "refused_at": NOW.0 - 999_999, "lifetime": 63_072_000, "status": "active",
            "paused": false, "age": "adult" } },
        { "uid": { "type": "Datum", "id": "d" }, "parents": [], "attrs": {
            "category": "activity.purchase", "collected_at": NOW.0 - 3_600, "suppressed": false, "contested": false } },
    ]);
    let entities = Entities::from_json_value(entities, None).unwrap();
    let circumstances = serde_json::json!({
        "now": NOW.0, "categories": ["activity.purchase", "activity.view"], "max_age": 99_999_999,
        "channels": ["web", "app"], "channel": "web", "ads": false, "opt_out": false, "private_visit": false,
    });
    let circumstances = Circumstances::from_json_value(circumstances, None).unwrap();
    let name = |uid: &str| uid.parse().unwrap();
    let (who, what, which) = (name("Subject::\"s\""), name("Action::\"serve\""), name("Datum::\"d\""));
    let request = Request::new(who, what, which, circumstances, None).unwrap();
    let authorizer = Authorizer::new();
    let ask = || authorizer.is_authorized(black_box(&request), black_box(&policies), black_box(&entities));
    assert_eq!(ask().decision(), Decision::Allow);
    bencher.bench(ask);
}
