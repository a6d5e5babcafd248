//! Callbacks: an agent that asked to be told hears how far a request is, each time that changes (Data Rights Protocol, 2.03).

use super::post::{self, Call};
use crate::drp;
use crate::problem::Problem;
use crate::state::Doors;
use app::CalledBack;
use std::time::Duration;
use tokio::task::JoinSet;

/// How often it is looked whether anybody is to be told anything.
const LOOK_SECONDS: u64 = 2;
/// Most calls at a time.
const CALLS_MAX: usize = 16;

/// Tells agents, for as long as the server runs. Nothing waits for them.
pub async fn call_back(doors: Doors) {
    loop {
        tokio::time::sleep(Duration::from_secs(LOOK_SECONDS)).await;
        if let Err(problem) = look(&doors).await {
            tracing::warn!(code = problem.code().name(), "agents can not be told how far requests are");
        }
    }
}

async fn look(doors: &Doors) -> Result<(), Problem> {
    let all = doors.call(|shop, now| shop.callbacks(now)).await?;
    let mut under_way = JoinSet::new();
    for callback in all {
        while under_way.len() >= CALLS_MAX {
            under_way.join_next().await;
        }
        under_way.spawn(tell(doors.clone(), callback));
    }
    while under_way.join_next().await.is_some() {}
    Ok(())
}

async fn tell(doors: Doors, callback: CalledBack) {
    if let Err(problem) = try_tell(&doors, &callback).await {
        tracing::warn!(code = problem.code().name(), "an agent can not be told how far a request is");
    }
}

async fn try_tell(doors: &Doors, CalledBack { id, url }: &CalledBack) -> Result<(), Problem> {
    let id = *id;
    let Some(document) = drp::status_document(doors, id).await? else {
        return doors.call(move |shop, now| shop.drop_callback(now, id)).await;
    };
    let (body, says) = (document.to_string(), drp::status_digest(&document));
    if !doors.call(move |shop, now| shop.begin_callback(now, id, says)).await? {
        return Ok(());
    }
    let call = Call { url, media: "application/json", fields: &[], body: body.as_bytes(), answer_bytes_max: 0 };
    let told = post::taken(&call, doors.reach()).await;
    let how = if told.is_ok() { "taken" } else { "failed" };
    metrics::counter!("assent_agents_told_total", "how" => how).increment(1);
    if let Err(failure) = told {
        tracing::info!(failure = failure.word(), "an agent did not take how far a request is");
    }
    doors.call(move |shop, now| shop.end_callback(now, id, told.err())).await
}
