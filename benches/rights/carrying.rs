//! Carrying away everything that is held on a person with many events, among all the others: from a running server, and on the
//! command line.

use crate::erasing::{EVENTS_OF_ONE, ONE};
use crate::program::{Server, assent};
use crate::{summary, time};
use std::path::Path;

/// How often each is asked for.
const TIMES: usize = 9;

pub(crate) fn measure(home: &Path) {
    let data = home.join("shop");
    let data = data.to_str().unwrap();
    let key = assent(&["keys", "make", "--kind", "cw", "--label", "rights", "--data", data]);
    let (took, server) = time(|| Server::start(data));
    println!("start to ready: {took:.1?}");
    for what in ["export", "archive"] {
        let path = format!("/v1/subjects/{ONE}/{what}");
        let mut bytes = 0;
        let mut times: Vec<_> = (0..TIMES)
            .map(|_| {
                let (took, length) = time(|| server.get(&path, key.trim()));
                bytes = length;
                took
            })
            .collect();
        println!("{what} of a person with {EVENTS_OF_ONE} events ({} KB): {}", bytes >> 10, summary(&mut times));
    }
    drop(server);
    let (took, said) = time(|| assent(&["export", "--subject", ONE, "--data", data]));
    println!(
        "`assent export`, the start of the program and its look at the data too ({} KB): {took:.1?}",
        said.len() >> 10
    );
}
