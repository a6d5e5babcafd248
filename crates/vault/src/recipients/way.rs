//! One way out: a recipient and a purpose, for one person, as the gate sees it.

use super::incident::Untold;
use super::roster::{Recipient, Region, Role};
use crate::intake::channel_of;
use crate::open::Opened;
use crate::permit::Permit;
use crate::policy::{Policy, PurposeEntry};
use crate::{Ask, Moment, VaultError};
use domain::{Action, CategorySet, Context, JurisdictionId, RecipientId, SubjectId, Told};

/// A recipient and a purpose, for one person in their circumstances.
pub(super) struct Way {
    pub(super) entry: PurposeEntry,
    context: Context,
    /// What the person was not told of, and what the contract covers beyond it.
    untold: Option<(Untold, CategorySet)>,
}

impl Moment<'_> {
    /// The way to a recipient for a purpose. `None` where the contract does not name the purpose, or the policy has none
    /// such: there is nothing that the gate could be asked then.
    pub(super) fn way(
        &self,
        subject: &Opened,
        recipient: &Recipient,
        purpose: &str,
    ) -> Result<Option<Way>, VaultError> {
        let policy = self.vault.policy();
        let terms = &recipient.terms;
        let Some(entry) = policy.at(self.now).purpose(purpose).filter(|_| terms.purposes.iter().any(|p| p == purpose))
        else {
            return Ok(None);
        };
        let mut entry = entry.clone();
        let contracted = terms.categories.iter().filter_map(|key| policy.category(key));
        let contracted = contracted.fold(CategorySet::default(), |set, category| set.with(category.id));
        let covered_data = CategorySet(entry.terms.categories.0 & contracted.0);
        let told = self.told(subject, &terms.name, purpose)?;
        entry.terms.categories = CategorySet(covered_data.0 & told.unwrap_or(covered_data).0);
        let untold = match told {
            None => Some((Untold::Recipient, covered_data)),
            Some(_) if entry.terms.categories != covered_data => Some((Untold::Category, covered_data)),
            Some(_) => None,
        };
        // Whoever has ends of their own is a third party: what US laws say of sale and sharing holds for them.
        entry.terms.sale_or_share |= terms.role != Role::Processor;
        let ask = Ask::on(channel_of(entry.terms.channels, domain::ChannelId(0)));
        let mut context = ask.context(self.now, Action::Disclose, &subject.ledger.jurisdictions);
        context.recipient = Some(recipient.number);
        context.recipient_ok = recipient.idle(self.now).is_none() && told.is_some();
        context.region_ok = covered(policy, &terms.regions, &context.jurisdictions);
        let untold = untold.filter(|_| recipient.idle(self.now).is_none());
        Ok(Some(Way { entry, context, untold }))
    }

    /// Who could be given something of a person under what is in force now, each with the purposes that it could be for.
    /// Nobody where nothing is held.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn open_ways(&self, who: &SubjectId) -> Result<Vec<(RecipientId, Vec<String>)>, VaultError> {
        let home = self.vault.home(who)?;
        let Some(subject) = &home.subject else { return Ok(Vec::new()) };
        let mut open = Vec::new();
        for recipient in self.vault.roster().all.iter().filter(|known| known.idle(self.now).is_none()) {
            let mut purposes = Vec::new();
            for purpose in &recipient.terms.purposes {
                let way = self.way(subject, recipient, purpose)?;
                purposes.extend(way.filter(|way| way.is_open(self.vault.policy(), subject)).map(|_| purpose.clone()));
            }
            if !purposes.is_empty() {
                open.push((recipient.number, purposes));
            }
        }
        Ok(open)
    }

    /// Of which categories the person was shown that this recipient is given them for the purpose, in what they were last
    /// shown of a notice. `None` where no such notice names the recipient.
    fn told(&self, subject: &Opened, name: &str, purpose: &str) -> Result<Option<CategorySet>, VaultError> {
        let mut told = None;
        for notice in self.vault.last_shown(subject)? {
            for one in notice.purposes.iter().filter(|one| names(one, name, purpose)) {
                let categories = one.categories.iter().filter_map(|key| self.vault.policy().category(key));
                let all = told.unwrap_or_default();
                told = Some(categories.fold(all, |set: CategorySet, category| set.with(category.id)));
            }
        }
        Ok(told)
    }

    /// Whether any notice that is in force names a recipient for a purpose.
    pub(super) fn is_named(&self, name: &str, purpose: &str) -> Result<bool, VaultError> {
        for published in self.vault.notices() {
            let notice = self.vault.notice_in_force(&published.key)?;
            if notice.is_some_and(|notice| notice.purposes.iter().any(|one| names(one, name, purpose))) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn names(told: &Told, name: &str, purpose: &str) -> bool {
    told.purpose == purpose && told.recipients.iter().any(|recipient| recipient == name)
}

impl Way {
    /// The same way, had the person been told of all that the contract covers; `None` where they were.
    pub(super) fn but_for_notice(&self) -> Option<(Untold, Self)> {
        let (what, covered_data) = self.untold?;
        let mut entry = self.entry.clone();
        entry.terms.categories = covered_data;
        let context = Context { recipient_ok: true, ..self.context.clone() };
        Some((what, Self { entry, context, untold: None }))
    }

    /// The gate, set up for this way and for somebody.
    pub(super) fn permit<'a>(&'a self, policy: &'a Policy, subject: &'a Opened) -> Permit<'a> {
        Permit::new(policy, &self.entry, subject.ledger.standing(self.context.now), &self.context)
    }

    /// Whether anything may leave by this way at all.
    pub(super) fn is_open(&self, policy: &Policy, subject: &Opened) -> bool {
        let mut permit = self.permit(policy, subject);
        policy.kept_categories().into_iter().any(|category| permit.category(category).allow())
    }
}

/// Whether data of somebody whom these jurisdictions claim may be in all of these regions.
fn covered(policy: &Policy, regions: &[Region], claiming: &[JurisdictionId]) -> bool {
    let near = |region: &Region| claiming.iter().all(|id| is_near(policy, &region.key, *id)) && !claiming.is_empty();
    !regions.is_empty() && regions.iter().all(|region| region.safeguard.is_some() || near(region))
}

/// Whether a region is a jurisdiction's own: the same, or the one that it is based on or begins with, or another one that
/// is based on the same.
fn is_near(policy: &Policy, region: &str, id: JurisdictionId) -> bool {
    let key = policy.jurisdiction_key(id);
    let root = |key: &str| {
        let (_, profile) = policy.profiles().find(|(known, _)| *known == key)?;
        Some(profile.base.unwrap_or(profile.id))
    };
    let part = key.strip_prefix(region).is_some_and(|rest| rest.starts_with('-'));
    id != crate::gate::STRICTEST && (key == region || part || root(region).is_some_and(|r| root(key) == Some(r)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_covered_where_it_is_the_persons_own_or_something_safeguards_it() {
        let policy = Policy::shipped().unwrap();
        let check = |regions: &[(&str, bool)], claiming: &[&str], expected| {
            let region = |(key, safe): &(&str, bool)| Region {
                key: (*key).to_owned(),
                safeguard: safe.then(|| "standard clauses".to_owned()),
            };
            let regions: Vec<_> = regions.iter().map(region).collect();
            let claiming: Vec<_> = claiming.iter().map(|key| policy.jurisdiction(key)).collect();
            assert_eq!(covered(&policy, &regions, &claiming), expected, "{regions:?} {claiming:?}");
        };
        check(&[("eu", false)], &["eu"], true);
        check(&[("fr", false)], &["de"], true);
        check(&[("eu", false)], &["de", "fr"], true);
        check(&[("us", false)], &["us-ca"], true);
        check(&[("us", false)], &["eu"], false);
        check(&[("us", true)], &["eu"], true);
        check(&[("eu", false), ("us", false)], &["eu"], false);
        check(&[("eu", false)], &["eu", "us-ca"], false);
        check(&[("eu", false)], &[], false);
        check(&[("eu", false)], &["zz-strict"], false);
        check(&[("u", false)], &["us-ca"], false);
        check(&[], &["eu"], false);
    }
}
