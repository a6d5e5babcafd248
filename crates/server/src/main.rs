//! The binary `assent`: reads the clock, the arguments and the environment, and nothing else does.
#![forbid(unsafe_code)]

use domain::UnixTime;
use server::cli::{self, Surroundings};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is the one place where the clock is read"
)]
fn now() -> UnixTime {
    let since = std::time::SystemTime::now().duration_since(std::time::SystemTime::UNIX_EPOCH);
    UnixTime(since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX)))
}

fn main() -> ExitCode {
    cli::run(&Surroundings { now })
}
