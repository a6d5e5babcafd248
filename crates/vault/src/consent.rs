//! What the rule says about a person now, for every purpose and category: the answer to "may you?".

use crate::limits::Own;
use crate::moment::stranger;
use crate::open::Opened;
use crate::permit::Permit;
use crate::{Ask, Moment, VaultError};
use domain::{Action, Reasons, SubjectId};

/// The rule's answer for one purpose and category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effective {
    /// The purpose's key.
    pub purpose: String,
    /// The category's key.
    pub category: String,
    /// Why not; none means yes.
    pub reasons: Reasons,
}

impl Moment<'_> {
    /// What may be used for what, of one person, on one channel: every purpose with every category that it may take.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn effective(&self, who: &SubjectId, ask: &Ask) -> Result<Vec<Effective>, VaultError> {
        let subject = self.vault.find(who)?;
        let policy = &self.vault.policy;
        let known = subject.as_ref().map_or(&[][..], |s| &s.ledger.jurisdictions);
        let context = ask.context(self.now, Action::Serve, known);
        let standing = subject.as_ref().map_or_else(stranger, |s| s.ledger.standing(self.now));
        let own = subject.as_ref().map(|subject| self.own_of_all(who, subject)).transpose()?;
        let mut out = Vec::new();
        for (purpose, entry) in policy.at(self.now).purposes() {
            let mut context = context.clone();
            if let Some(own) = &own {
                own.restrict(&mut context, &entry.terms);
            }
            let mut permit = Permit::new(policy, entry, standing, &context);
            for (category, found) in policy.categories().filter(|(_, c)| entry.terms.categories.has(c.id)) {
                let reasons = permit.category(found.id);
                out.push(Effective { purpose: purpose.to_owned(), category: category.to_owned(), reasons });
            }
        }
        Ok(out)
    }

    /// What somebody set about being reached, reckoned by what went out under all their names.
    fn own_of_all(&self, who: &SubjectId, subject: &Opened) -> Result<Own, VaultError> {
        let own = &subject.ledger.own;
        if own.limits.weekly.is_empty() {
            return Ok(own.clone());
        }
        let home = self.vault.home_with_kin(who)?;
        let kin = self.kin_of(&home.others)?;
        Ok(own.counting(kin.iter().map(|other| &other.ledger.own)))
    }
}
