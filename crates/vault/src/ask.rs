//! What is asked of the vault, well-formed: parsed at the door, never checked twice.

use domain::{Action, ChannelId, Context, ItemId, JurisdictionId, Placement, PurposeSet, Rung, UnixTime, Verb};

/// Most things of one visit that may come with a request.
pub const VISIT_ACTS_MAX: usize = 100;
/// Most things shown in this visit that may come with a request.
pub const SHOWN_MAX: usize = 1_000;

/// Something that was done in this visit: it comes with the request and is kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitAct {
    /// With which item.
    pub item: ItemId,
    /// What.
    pub verb: Verb,
    /// When.
    pub at: UnixTime,
}

/// The circumstances of one request.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The highest rung that whoever asks wants; the person's own choice may be lower.
    pub rung_max: Rung,
    /// On which channel the answer is shown.
    pub channel: ChannelId,
    /// The jurisdictions that this request could claim, beside those the person is known to be in.
    pub jurisdictions: Vec<JurisdictionId>,
    /// Whether the request carries a universal opt-out (Global Privacy Control).
    pub opt_out_signal: bool,
    /// The purposes that the sender says this may at most serve.
    pub ceiling: Option<PurposeSet>,
    /// What the place is for.
    pub placement: Placement,
    /// What was done in this visit, at most [`VISIT_ACTS_MAX`].
    pub visit: Vec<VisitAct>,
    /// What lies in the cart now: as with [`Ask::visit`], kept nowhere, at most [`VISIT_ACTS_MAX`].
    pub cart: Vec<ItemId>,
    /// What was shown in this visit, once for each time: as with [`Ask::visit`], at most [`SHOWN_MAX`].
    pub shown: Vec<ItemId>,
    /// Whether this is a private visit: nothing is kept and nothing is used.
    pub private_visit: bool,
}

impl Ask {
    /// An ordinary request on a channel: as much as the person allows, nothing special about it.
    #[must_use]
    pub fn on(channel: ChannelId) -> Self {
        Self {
            rung_max: Rung::Personal,
            channel,
            jurisdictions: Vec::new(),
            opt_out_signal: false,
            ceiling: None,
            placement: Placement::General,
            visit: Vec::new(),
            cart: Vec::new(),
            shown: Vec::new(),
            private_visit: false,
        }
    }

    /// Whether anything of this visit came with the request.
    pub(crate) const fn has_visit(&self) -> bool {
        !self.visit.is_empty() || !self.cart.is_empty() || !self.shown.is_empty()
    }

    /// The same without what is about some items.
    pub(crate) fn without(mut self, is_out: impl Fn(&ItemId) -> bool) -> Self {
        self.visit.retain(|act| !is_out(&act.item));
        self.cart.retain(|item| !is_out(item));
        self.shown.retain(|item| !is_out(item));
        self
    }

    /// Whether an item is one that was done something with in this visit.
    pub(crate) fn visited(&self, item: &ItemId) -> bool {
        self.visit.iter().any(|act| act.item == *item) || self.cart.contains(item)
    }

    /// The rule's context for this request.
    pub(crate) fn context(&self, now: UnixTime, action: Action, known: &[JurisdictionId]) -> Context {
        let mut jurisdictions = known.to_vec();
        jurisdictions.extend(self.jurisdictions.iter().filter(|j| !known.contains(j)));
        Context {
            now,
            action,
            jurisdictions,
            channel: self.channel,
            recipient: None,
            recipient_ok: true,
            opt_out_signal: self.opt_out_signal,
            ceiling: self.ceiling,
            placement: self.placement,
            child_directed: false,
            private_visit: self.private_visit,
            cap_reached: false,
            quiet: false,
            topic_off: false,
            shown_from: None,
            region_ok: true,
            breaks_claim: false,
        }
    }
}
