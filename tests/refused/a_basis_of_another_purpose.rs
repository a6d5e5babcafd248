//! A basis for one purpose used for another: the purpose is the type.
use domain::*;
use vault::*;

struct Seen;
impl Release for Seen {
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }
}

fn recommend(_: &Basis<'_, Recommend>, _: ()) -> Seen {
    Seen
}

pub fn advertise(basis: &Basis<'_, Ads>) {
    let _ = recommend(basis, ());
}

fn main() {}
