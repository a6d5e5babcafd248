//! Outgoing: the only calls that the server makes to others: to an address that a recipient's register or an agent's request
//! names, and to the witnesses that the operator named.

mod address;
mod callbacks;
mod post;
mod witnesses;

pub use callbacks::call_back;
pub use witnesses::{WitnessAddress, ask_witnesses};

pub use address::{ADDRESS_CHARS_MAX, Address, Reach};

use crate::state::Doors;
use app::{Failure, Parcel};
use std::time::Duration;
use tokio::task::JoinSet;

/// How often it is looked whether there is anything to send.
const LOOK_SECONDS: u64 = 1;

/// Sends what is due, for as long as the server runs. What is under way when it stops is sent again at the next start,
/// under the same name.
pub async fn deliver(doors: Doors) {
    loop {
        let sent = match doors.call(|shop, now| shop.dispatch(now)).await {
            Ok(due) => {
                metrics::counter!("assent_recipients_cancelled_total").increment(due.cancelled);
                send(&doors, due.parcels).await
            }
            Err(problem) => {
                tracing::warn!(code = problem.code().name(), "what is due for recipients can not be read");
                0
            }
        };
        if sent == 0 {
            tokio::time::sleep(Duration::from_secs(LOOK_SECONDS)).await;
        }
    }
}

/// Sends parcels, all at a time, and keeps how each fared. Returns how many were taken.
async fn send(doors: &Doors, parcels: Vec<Parcel>) -> usize {
    let mut under_way = JoinSet::new();
    for parcel in parcels {
        let reach = doors.reach();
        under_way.spawn(async move {
            let sent = post::post(&parcel, reach).await;
            (parcel, sent)
        });
    }
    let mut taken = 0;
    while let Some(done) = under_way.join_next().await {
        let Ok((parcel, sent)) = done else { continue };
        taken += usize::from(sent.is_ok());
        count(&parcel, sent);
        let kept = doors.call(move |shop, now| shop.fared(now, parcel.ticket, sent.err())).await;
        if let Err(problem) = kept {
            tracing::warn!(code = problem.code().name(), "how a message fared can not be kept: it is sent again");
        }
    }
    taken
}

fn count(parcel: &Parcel, sent: Result<(), Failure>) {
    let how = if sent.is_ok() { "taken" } else { "failed" };
    metrics::counter!("assent_recipients_sent_total", "how" => how).increment(1);
    if let Err(failure) = sent {
        tracing::info!(message = parcel.id, failure = failure.word(), "a message to a recipient was not taken");
    }
}
