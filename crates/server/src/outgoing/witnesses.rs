//! Witnesses: the log's checkpoint is sent to those that the operator named, with the proof that the log only grew (C2SP
//! tlog-witness). Nothing waits for them.

use super::post::{self, Answered, Call};
use super::{Address, Reach};
use crate::problem::Problem;
use crate::state::Doors;
use app::{Failure, ToWitness};
use std::time::Duration;
use tokio::time::Instant;

/// How often it is looked whether there is a new checkpoint.
const LOOK_SECONDS: u64 = 2;
/// How long is waited after each failure, in seconds; after the last one as long again, for good.
const PAUSES_SECONDS: [u64; 5] = [5, 30, 120, 600, 3_600];
/// Longest answer that is read, in bytes: a line of a signature, or a size.
const ANSWER_BYTES_MAX: usize = 4 << 10;
/// What a witness says its answer is where it signed another size last.
const SIZE_MEDIA: &str = "text/x.tlog.size";

/// A witness: where it is asked, and the key by which its word is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessAddress {
    url: String,
    key: String,
}

/// How asking a witness ended.
enum Ended {
    /// It signed.
    Signed,
    /// It signed so many leaves last.
    Behind(u64),
    /// It did not sign.
    Refused(String),
}

impl WitnessAddress {
    /// Reads `URL=VKEY`; `None` where one of them is none, or the address may not be called.
    #[must_use]
    pub fn read(text: &str, reach: Reach) -> Option<Self> {
        let (url, key) = text.split_once('=')?;
        let url = format!("{}/add-checkpoint", url.trim_end_matches('/'));
        Address::read(&url, reach)?;
        app::is_witness_key(key).then(|| Self { url, key: key.to_owned() })
    }
}

/// Asks one witness for as long as the server runs, each time the checkpoint is a new one.
pub async fn ask_witnesses(doors: Doors, witness: WitnessAddress, reach: Reach) {
    let (mut failures, mut rests_until) = (0, Instant::now());
    loop {
        tokio::time::sleep(Duration::from_secs(LOOK_SECONDS)).await;
        if Instant::now() < rests_until {
            continue;
        }
        let ended = ask(&doors, &witness, reach).await;
        let how = match &ended {
            Ok(None) => continue,
            Ok(Some(Ended::Signed)) => "signed",
            Ok(Some(_)) => "refused",
            Err(_) => "failed",
        };
        metrics::counter!("assent_log_witness_total", "how" => how).increment(1);
        if let Ok(Some(Ended::Signed)) = ended {
            failures = 0;
            continue;
        }
        tracing::warn!(why = why(&ended), "a witness did not sign the checkpoint of the log");
        rests_until = Instant::now() + Duration::from_secs(PAUSES_SECONDS[failures.min(PAUSES_SECONDS.len() - 1)]);
        failures += 1;
    }
}

fn why(ended: &Result<Option<Ended>, Problem>) -> String {
    match ended {
        Ok(Some(Ended::Refused(why))) => why.clone(),
        Ok(Some(Ended::Behind(size))) => {
            format!("it signed {size} leaves before, which are not the beginning of this log")
        }
        Ok(_) => String::new(),
        Err(problem) => problem.code().name().to_owned(),
    }
}

/// `None` where there is nothing new to sign.
async fn ask(doors: &Doors, witness: &WitnessAddress, reach: Reach) -> Result<Option<Ended>, Problem> {
    let key = witness.key.clone();
    let known = doors.call(move |shop, _| Ok(shop.witnessed()?.remove(&key))).await?;
    let mut old = known.as_ref().map_or(0, |seen| seen.size);
    // Twice: who does not know what the witness signed last is told.
    for _ in 0..2 {
        let Some(sent) = doors.call(move |shop, _| shop.to_witness(old)).await? else {
            return Ok((old > 0).then_some(Ended::Behind(old)));
        };
        if known.as_ref().is_some_and(|seen| seen.note == sent.note) {
            return Ok(None);
        }
        match say(doors, witness, reach, sent).await? {
            Ended::Behind(size) if size != old => old = size,
            ended => return Ok(Some(ended)),
        }
    }
    Ok(Some(Ended::Behind(old)))
}

async fn say(doors: &Doors, witness: &WitnessAddress, reach: Reach, sent: ToWitness) -> Result<Ended, Problem> {
    let call = Call {
        url: &witness.url,
        media: "text/plain; charset=utf-8",
        fields: &[],
        body: sent.body.as_bytes(),
        answer_bytes_max: ANSWER_BYTES_MAX,
    };
    match post::call(&call, reach).await {
        Ok(Answered { status, body, .. }) if status.is_success() => {
            let key = witness.key.clone();
            let signed = doors.call(move |shop, now| shop.keep_witnessed(now, &key, &sent, &body)).await?;
            Ok(if signed { Ended::Signed } else { Ended::Refused("its answer is not signed by its key".to_owned()) })
        }
        Ok(answered) => Ok(refused(&answered)),
        Err(failure) => Ok(Ended::Refused(Failure::word(failure))),
    }
}

fn refused(answered: &Answered) -> Ended {
    let is_size = answered.media.as_deref() == Some(SIZE_MEDIA) && answered.status.as_u16() == 409;
    match is_size.then(|| app::read_witness_size(&answered.body)).flatten() {
        Some(size) => Ended::Behind(size),
        None => Ended::Refused(format!("status {}", answered.status.as_u16())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_witness_is_a_public_address_or_this_machine_where_that_was_asked_for_and_a_key_of_a_witness() {
        let dir = tempfile::tempdir().unwrap();
        let place = app::WitnessPlace { dir: dir.path(), name: "witness.example/one" };
        let key = app::OpenWitness::open(place, &[]).unwrap().key();
        let check = |address: &str, key: &str, reach, expected| {
            let text = format!("{address}={key}");
            assert_eq!(WitnessAddress::read(&text, reach).is_some(), expected, "{text}");
        };
        check("https://witness.example", &key, Reach::Public, true);
        check("https://witness.example/", &key, Reach::Public, true);
        for near in ["http://127.0.0.1:8090", "http://witness.example", "https://10.0.0.1", "https://localhost"] {
            check(near, &key, Reach::Public, false);
        }
        check("http://127.0.0.1:8090", &key, Reach::Loopback, true);
        check("https://witness.example", "tea", Reach::Public, false);
        let of_a_log = app::Shop::open(&app::Place::Memory, app::Policy::shipped().unwrap(), domain::UnixTime(9));
        check("https://witness.example", &of_a_log.unwrap().log_key(), Reach::Public, false);
        assert!(WitnessAddress::read("https://witness.example", Reach::Public).is_none());
    }
}
