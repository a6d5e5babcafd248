//! The right way: a plain function of basis and input, whose result says why.
use domain::{Reason, Recommend, SubjectId, UnixTime};
use vault::{Ask, Basis, Release, Vault, VaultError};

struct Seen(usize);
impl Release for Seen {
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }
}

fn count(basis: &Basis<'_, Recommend>, limit: usize) -> Seen {
    match basis {
        Basis::Personal(view) => Seen(view.acts().len().min(limit)),
        Basis::Contextual(_) => Seen(0),
    }
}

pub fn ask(vault: &Vault, who: &SubjectId, ask: &Ask) -> Result<usize, VaultError> {
    Ok(vault.at(UnixTime(0)).with(who, ask, 9, count)?.into_value().0)
}
