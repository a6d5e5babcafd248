//! The gate's answers for one person and one purpose, worked out once per class of data. Private to the vault.

use crate::gate;
use crate::policy::{Policy, PurposeEntry, Resolved};
use crate::record::{ActRecord, History};
use crate::view::Act;
use domain::{CategoryId, ChannelId, Context, Datum, Origin, PurposeSet, Reasons, Standing, UnixTime, Verb};

/// What the rule treats alike but for time.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Class {
    category: CategoryId,
    disclosed: PurposeSet,
    channel: ChannelId,
    hidden: bool,
}

/// The gate, set up for one question: this purpose, this person, this context.
pub(crate) struct Permit<'a> {
    policy: &'a Policy,
    resolved: Resolved<'a>,
    standing: Standing<'a>,
    context: &'a Context,
    known: Vec<(Class, Reasons)>,
}

impl<'a> Permit<'a> {
    pub(crate) fn new(
        policy: &'a Policy,
        entry: &'a PurposeEntry,
        standing: Standing<'a>,
        context: &'a Context,
    ) -> Self {
        let resolved = policy.at(context.now).resolve(entry, &context.jurisdictions);
        Self { policy, resolved, standing, context, known: Vec::new() }
    }

    /// The gate for a category as a whole: for a datum collected now, with this purpose disclosed.
    pub(crate) fn category(&mut self, category: CategoryId) -> Reasons {
        let disclosed = PurposeSet::NONE.with(self.resolved.terms.id);
        self.class(Class { category, disclosed, channel: self.context.channel, hidden: false })
    }

    /// The gate for one act.
    fn act(&mut self, act: &ActRecord, hidden: bool) -> Reasons {
        let category = self.policy.category_of(act.verb);
        let class = Class { category, disclosed: act.disclosed, channel: act.channel, hidden };
        let lasting = self.class(class);
        lasting.or(gate::timely(&self.resolved.terms, &self.datum(class, act.at), self.context))
    }

    /// Whether the gate lets something through that came of showing something, then.
    pub(crate) fn trial(&mut self, at: UnixTime, disclosed: PurposeSet, channel: ChannelId) -> bool {
        let category = self.policy.category_of(Verb::View);
        let class = Class { category, disclosed, channel, hidden: false };
        let lasting = self.class(class);
        lasting.or(gate::timely(&self.resolved.terms, &self.datum(class, at), self.context)).allow()
    }

    fn class(&mut self, class: Class) -> Reasons {
        if let Some((_, reasons)) = self.known.iter().find(|(known, _)| *known == class) {
            return *reasons;
        }
        let datum = self.datum(class, self.context.now);
        let policy = self.resolved.reasons(datum.sensitivity, self.standing.age, self.context.child_directed);
        let reasons = gate::lasting(&self.resolved.terms, &datum, &self.standing, self.context).or(policy);
        self.known.push((class, reasons));
        reasons
    }

    fn datum(&self, class: Class, collected_at: UnixTime) -> Datum {
        let category = self.policy.category_by_id(class.category);
        Datum {
            category: class.category,
            sensitivity: category.map(|c| c.sensitivity).unwrap_or_default(),
            protected: category.is_some_and(|c| c.protected),
            origin: Origin::Observed,
            collected_at,
            retained_until: None,
            disclosed: class.disclosed,
            channel: class.channel,
            suppressed: class.hidden,
            contested: false,
            shared_by: None,
            lineage: Vec::new(),
        }
    }

    /// The acts of a history that the gate lets through; what is hidden or closed is as if it had never been.
    pub(crate) fn acts<'h>(&mut self, history: &'h History) -> Vec<Act<'h>> {
        let hidden: Vec<bool> = history.items.iter().map(|item| history.hidden.contains(item)).collect();
        let standing = history.standing_acts();
        let mut out = Vec::with_capacity(standing.len());
        for act in &standing {
            let item = act.item as usize;
            let Some(name) = history.items.get(item) else {
                continue;
            };
            if self.act(act, hidden[item]).allow() {
                out.push(Act {
                    item: name,
                    verb: act.verb,
                    at: act.at,
                    quantity: act.quantity,
                    rating_tenths: act.rating_tenths,
                });
            }
        }
        out
    }
}
