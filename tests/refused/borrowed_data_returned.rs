//! Borrowed data returned: what leaves the vault is owned.
use domain::*;
use vault::*;

struct Leak<'a>(&'a ItemId);
impl Release for Leak<'_> {
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }
}

fn leak<'a>(basis: &'a Basis<'a, Recommend>, _: ()) -> Leak<'a> {
    match basis {
        Basis::Personal(view) => Leak(view.acts()[0].item),
        Basis::Contextual(_) => panic!(),
    }
}

pub fn ask(vault: &Vault, who: &SubjectId, ask: &Ask) {
    let _ = vault.at(UnixTime(0)).with(who, ask, (), leak);
}

fn main() {}
