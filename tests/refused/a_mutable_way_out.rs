//! A mutable reference as input: what goes in is Copy, so it is no way out.
use domain::*;
use vault::*;

struct Seen;
impl Release for Seen {
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }
}

fn smuggle(_: &Basis<'_, Recommend>, out: &mut Vec<ItemId>) -> Seen {
    out.clear();
    Seen
}

pub fn ask(vault: &Vault, who: &SubjectId, ask: &Ask, out: &mut Vec<ItemId>) {
    let _ = vault.at(UnixTime(0)).with(who, ask, out, smuggle);
}

fn main() {}
