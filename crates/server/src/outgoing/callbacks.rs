//! Callbacks: an agent that asked to be told hears how far a request is, each time that changes (Data Rights Protocol, 2.03).

use super::post::{self, Call};
use crate::drp;
use crate::problem::Problem;
use crate::state::Doors;
use app::{CalledBack, Telling, ToldBack};
use domain::{RequestId, UnixTime};
use std::collections::HashMap;
use std::time::Duration;
use tokio::task::JoinSet;

/// How often it is looked whether anybody is to be told anything.
const LOOK_SECONDS: u64 = 2;
/// Most calls at a time.
const CALLS_MAX: usize = 16;
/// How long one rests that can not be told, in seconds.
const FAULT_SECONDS: i64 = 60;

/// What rests because there is nothing to tell.
type Resting = HashMap<RequestId, Rest>;

/// Until when one rests: until it stands otherwise, or until a time.
#[derive(Clone, Copy, Debug)]
struct Rest {
    stands: [u64; 2],
    until: Option<UnixTime>,
}

impl Rest {
    fn is_over(&self, callback: &CalledBack, now: UnixTime) -> bool {
        self.stands != callback.stands || self.until.is_some_and(|until| now >= until)
    }
}

/// Tells agents, for as long as the server runs. Nothing waits for them.
pub async fn call_back(doors: Doors) {
    let mut resting = Resting::new();
    loop {
        tokio::time::sleep(Duration::from_secs(LOOK_SECONDS)).await;
        if let Err(problem) = look(&doors, &mut resting).await {
            tracing::warn!(code = problem.code().name(), "agents can not be told how far requests are");
        }
    }
}

/// Only what moved since is looked at: how far a request is takes opening all that its person asked for.
async fn look(doors: &Doors, resting: &mut Resting) -> Result<(), Problem> {
    let all = doors.call(|shop, now| shop.callbacks(now)).await?;
    let now = doors.now();
    let mut still = Resting::new();
    let mut under_way = JoinSet::new();
    for callback in all {
        if let Some(rest) = resting.get(&callback.id).filter(|rest| !rest.is_over(&callback, now)) {
            still.insert(callback.id, *rest);
            continue;
        }
        while under_way.len() >= CALLS_MAX {
            still.extend(under_way.join_next().await.and_then(Result::ok).flatten());
        }
        under_way.spawn(tell(doors.clone(), callback));
    }
    while let Some(told) = under_way.join_next().await {
        still.extend(told.ok().flatten());
    }
    *resting = still;
    Ok(())
}

/// Tells one, and says how long it rests then.
async fn tell(doors: Doors, callback: CalledBack) -> Option<(RequestId, Rest)> {
    let until = match try_tell(&doors, callback.id).await {
        Ok(Telling::Now(_)) => return None,
        Ok(Telling::From(at)) => Some(at),
        Ok(Telling::Nothing) => None,
        Err(problem) => {
            tracing::warn!(code = problem.code().name(), "an agent can not be told how far a request is");
            Some(doors.now().plus(FAULT_SECONDS))
        }
    };
    Some((callback.id, Rest { stands: callback.stands, until }))
}

async fn try_tell(doors: &Doors, id: RequestId) -> Result<Telling, Problem> {
    let Some(document) = drp::status_document(doors, id).await? else {
        return doors.call(move |shop, now| shop.drop_callback(now, id)).await.map(|()| Telling::Nothing);
    };
    let (body, says) = (document.to_string(), drp::status_digest(&document));
    let telling = doors.call(move |shop, now| shop.begin_callback(now, id, says)).await?;
    let Telling::Now(url) = &telling else { return Ok(telling) };
    let call = Call { url, media: "application/json", fields: &[], body: body.as_bytes(), answer_bytes_max: 0 };
    let told = post::taken(&call, doors.reach()).await;
    let how = if told.is_ok() { "taken" } else { "failed" };
    metrics::counter!("assent_agents_told_total", "how" => how).increment(1);
    if let Err(failure) = told {
        tracing::info!(failure = failure.word(), "an agent did not take how far a request is");
    }
    let ended = ToldBack { is_last: drp::status_is_last(&document), failed: told.err() };
    doors.call(move |shop, now| shop.end_callback(now, id, ended)).await?;
    Ok(telling)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rests_until_it_stands_otherwise_or_its_time_comes() {
        let callback = CalledBack { id: RequestId([7; 16]), stands: [1, 4] };
        let check = |stands, until: Option<i64>, expected| {
            let rest = Rest { stands, until: until.map(UnixTime) };
            assert_eq!(rest.is_over(&callback, UnixTime(100)), expected, "{rest:?}");
        };
        check([1, 4], None, false);
        check([1, 4], Some(101), false);
        check([1, 4], Some(100), true);
        check([1, 3], None, true);
        check([2, 4], Some(900), true);
    }
}
