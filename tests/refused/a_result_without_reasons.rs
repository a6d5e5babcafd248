//! A result that does not say why: it is no release.
use domain::*;
use vault::*;

fn bare(_: &Basis<'_, Recommend>, _: ()) -> u32 {
    1
}

pub fn ask(vault: &Vault, who: &SubjectId, ask: &Ask) {
    let _ = vault.at(UnixTime(0)).with(who, ask, (), bare);
}

fn main() {}
