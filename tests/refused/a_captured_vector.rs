//! A vector captured by the work: a plain function captures nothing.
use domain::*;
use vault::*;

struct Seen;
impl Release for Seen {
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }
}

pub fn ask(vault: &Vault, who: &SubjectId, ask: &Ask) {
    let mut hidden: Vec<ItemId> = Vec::new();
    let _ = vault.at(UnixTime(0)).with(who, ask, (), |basis: &Basis<'_, Recommend>, _: ()| {
        if let Basis::Personal(view) = basis {
            hidden.push(view.acts()[0].item.clone());
        }
        Seen
    });
}

fn main() {}
