//! An invented purpose: the list of purposes is sealed.
use domain::*;
use vault::*;

pub enum Gossip {}
impl Purpose for Gossip {
    const KEY: &'static str = "gossip";
}

fn main() {}
