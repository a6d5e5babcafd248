//! The gate's answers for one person and one purpose, worked out once per class of data. Private to the vault.

use crate::gate;
use crate::hiding::{Mark, Sorts};
use crate::policy::{Category, Policy, PurposeEntry, Resolved};
use crate::record::{ActRecord, History};
use crate::traits::{Origin as Declaration, Traits};
use crate::view::Act;
use domain::{
    CategoryId, ChannelId, Context, Datum, Event, Interest, Origin, PurposeSet, Reasons, Standing, Topic, UnixTime,
    Verb,
};

/// What the rule treats alike but for time.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Class {
    category: CategoryId,
    disclosed: PurposeSet,
    channel: ChannelId,
    mark: Mark,
}

/// A class that was asked about.
struct Known<'a> {
    class: Class,
    /// The answer but for time.
    lasting: Reasons,
    category: Option<&'a Category>,
    /// Any datum of the class.
    datum: Datum,
}

/// The gate, set up for one question: this purpose, this person, this context.
pub(crate) struct Permit<'a> {
    policy: &'a Policy,
    resolved: Resolved<'a>,
    standing: Standing<'a>,
    context: &'a Context,
    known: Vec<Known<'a>>,
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
        let place = self.place(Class { category, disclosed, channel: self.context.channel, mark: Mark::default() });
        self.known[place].lasting
    }

    /// The gate for one act.
    fn act(&mut self, act: &ActRecord, mark: Mark) -> Reasons {
        let category = self.policy.category_of(act.verb);
        self.answer(Class { category, disclosed: act.disclosed, channel: act.channel, mark }, act.at)
    }

    /// Whether the gate lets something through that came of showing something, then.
    pub(crate) fn trial(&mut self, at: UnixTime, disclosed: PurposeSet, channel: ChannelId) -> bool {
        let category = self.policy.category_of(Verb::View);
        self.answer(Class { category, disclosed, channel, mark: Mark::default() }, at).allow()
    }

    /// The gate for a datum of a class, collected then.
    fn answer(&mut self, class: Class, at: UnixTime) -> Reasons {
        let place = self.place(class);
        let known = &mut self.known[place];
        known.datum.collected_at = at;
        // A purpose looks back no further than it keeps; a category may be kept for less.
        known.datum.retained_until = known.category.and_then(|category| category.kept_until(at));
        known.lasting.or(gate::timely(&self.resolved.terms, &known.datum, self.context))
    }

    /// Where a class stands among those that were asked about.
    fn place(&mut self, class: Class) -> usize {
        self.known.iter().position(|known| known.class == class).unwrap_or_else(|| {
            self.known.push(self.ask(class));
            self.known.len() - 1
        })
    }

    fn ask(&self, class: Class) -> Known<'a> {
        let category = self.policy.category_by_id(class.category);
        let datum = self.datum(class, category);
        let policy = self.resolved.reasons(datum.sensitivity, self.standing.age, self.context.child_directed);
        let lasting = gate::lasting(&self.resolved.terms, &datum, &self.standing, self.context).or(policy);
        Known { class, lasting, category, datum }
    }

    /// A datum of a class, collected now.
    fn datum(&self, class: Class, category: Option<&Category>) -> Datum {
        Datum {
            category: class.category,
            sensitivity: category.map(|c| c.sensitivity).unwrap_or_default(),
            protected: category.is_some_and(|c| c.protected),
            origin: if [self.policy.interest_category(), self.policy.group_category()].contains(&Some(class.category)) {
                Origin::Declared
            } else {
                Origin::Observed
            },
            collected_at: self.context.now,
            retained_until: category.and_then(|c| c.kept_until(self.context.now)),
            disclosed: class.disclosed,
            channel: class.channel,
            suppressed: class.mark.hidden,
            contested: class.mark.contested,
            shared_by: None,
            lineage: Vec::new(),
        }
    }

    /// Whether the gate lets one event out that the history has: what left it, is hidden or contested does not go.
    pub(crate) fn lets_out(&mut self, history: &History, sorts: &Sorts, event: &Event) -> bool {
        let is_it = |act: &ActRecord| {
            let named = history.items.get(act.item as usize) == Some(&event.item);
            named && (act.verb, act.at, act.quantity) == (event.verb, event.at, event.quantity)
        };
        let found = history.acts.iter().zip(history.marks(sorts)).find(|(act, _)| is_it(act));
        found.is_some_and(|(act, mark)| self.act(act, mark).allow())
    }

    /// What a person declared, as far as the gate lets it through.
    pub(crate) fn said<'t>(&mut self, traits: &'t Traits) -> (Vec<&'t Interest>, Option<u8>) {
        let Some(category) = self.policy.interest_category() else { return (Vec::new(), None) };
        let interests = traits.interests.iter().filter(|(_, origin)| self.may_use(category, origin));
        let interests = interests.map(|(interest, _)| interest).collect();
        let variety = traits.variety.filter(|(_, origin)| self.may_use(category, origin));
        (interests, variety.map(|(variety, _)| variety))
    }

    /// Whether the gate lets anybody's word place them in a group at all.
    pub(crate) fn may_group(&mut self) -> bool {
        self.policy.group_category().is_some_and(|category| self.category(category).allow())
    }

    /// What a person said they like, as far as the policy groups people by it and the gate lets it through.
    pub(crate) fn places<'t>(&mut self, traits: &'t Traits) -> Vec<&'t Topic> {
        let (Some(category), Some(grouping)) = (self.policy.group_category(), self.policy.grouping()) else {
            return Vec::new();
        };
        let groups = |topic: &Topic| grouping.by.iter().any(|kind| kind == topic.parts().0);
        let liked = traits.interests.iter().filter(|(one, _)| one.likes && groups(&one.topic));
        liked.filter(|(_, origin)| self.may_use(category, origin)).map(|(one, _)| &one.topic).collect()
    }

    /// The gate for one declaration, used under a category.
    fn may_use(&mut self, category: CategoryId, from: &Declaration) -> bool {
        let class = Class { category, disclosed: from.disclosed, channel: from.channel, mark: Mark::default() };
        self.answer(class, from.at).allow()
    }

    /// The acts of a history that the gate lets through; what is hidden or closed is as if it had never been. What is
    /// hidden goes before returns are reckoned up, so that a hidden return undoes nothing.
    pub(crate) fn acts<'h>(&mut self, history: &'h History, sorts: &Sorts) -> Vec<Act<'h>> {
        self.first_acts(history, sorts, usize::MAX)
    }

    /// As [`Permit::acts`], as if only the first `most` had come yet.
    pub(crate) fn first_acts<'h>(&mut self, history: &'h History, sorts: &Sorts, most: usize) -> Vec<Act<'h>> {
        let marked = history.acts.iter().zip(history.marks(sorts)).take(most);
        let shown = marked.filter(|(act, mark)| !mark.is_any() || self.act(act, *mark).allow());
        let standing = History::standing(shown.map(|(act, _)| *act).collect());
        let mut out = Vec::with_capacity(standing.len());
        for act in &standing {
            let Some(name) = history.items.get(act.item as usize) else {
                continue;
            };
            if self.act(act, Mark::default()).allow() {
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
