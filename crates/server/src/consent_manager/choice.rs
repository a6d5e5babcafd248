//! A choice made in a consent manager, and the statements that it stands for.

use super::notice;
use crate::api::answer::Answer;
use crate::api::schema::{self, DUE};
use crate::api::see_opt_out;
use crate::problem::Problem;
use crate::state::Doors;
use app::{PersonFacts, Policy, Words};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::{Evidence, JurisdictionId, Kind, SubjectId, UnixTime};
use serde_json::json;

/// Yes or no to one purpose; in the visitor's choice by its key.
pub type Answered<'v> = (&'v str, bool);

/// A choice, as a page sent it.
pub struct Choice<'v> {
    /// What was answered.
    pub answers: Vec<Answered<'v>>,
    /// Whether its yeses count: a yes that nobody gave, or gave to another text, does not. A no always counts.
    pub yes_counts: bool,
    /// When, by the visitor's own clock.
    pub at: Option<UnixTime>,
    /// How it was given, in words.
    pub how: String,
}

// === impl Choice ===

impl Choice<'_> {
    /// One statement for each purpose that is known. No bundle: each purpose has an answer of its own.
    fn words(&self, policy: &Policy) -> Vec<Words> {
        let evidence = Evidence { notice: notice(policy), how: self.how.clone() };
        let known = self.answers.iter().filter(|(key, _)| policy.purpose(key).is_some());
        let counts = known.filter(|(_, yes)| !yes || self.yes_counts);
        counts.map(|(key, yes)| self.statement(key, *yes, &evidence)).collect()
    }

    /// Not explicit: a switch in a banner is a yes, and not one in so many words (Art. 9(2)(a) GDPR asks for more).
    fn statement(&self, key: &str, yes: bool, evidence: &Evidence) -> Words {
        let kind = if yes { Kind::Grant } else { Kind::Withdraw };
        Words { explicit: false, client_at: self.at, ..Words::of(kind, key, None, evidence) }
    }

    /// Records the choice, and with it whether the browser says: do not sell or share.
    ///
    /// # Errors
    /// What the ledger refuses.
    pub async fn record(
        self,
        doors: &Doors,
        headers: &HeaderMap,
        who: SubjectId,
        jurisdictions: Vec<JurisdictionId>,
    ) -> Result<Response, Problem> {
        let opt_out_signal = crate::signal::gpc::says(headers);
        let words = self.words(doors.shop().policy());
        let (recorded, ignored) = (words.len(), self.answers.len() - words.len());
        let facts = PersonFacts { jurisdictions, opt_out_signal, ..PersonFacts::default() };
        // The noes by themselves, and first: a yes that the ledger refuses takes no no with it.
        let (noes, yeses) = words.into_iter().partition::<Vec<_>, _>(|words| words.kind.is_negative());
        for words in [noes, yeses].into_iter().filter(|words| !words.is_empty()) {
            let (who, facts) = (who.clone(), facts.clone());
            doors.call(move |shop, now| shop.say(now, &who, &words, &facts)).await?;
        }
        // A banner that was only shown says nothing; the browser may.
        if recorded == 0 {
            see_opt_out(doors, headers, &who).await?;
        }
        metrics::counter!("assent_banner_statements_total").increment(recorded as u64);
        let told = json!({ "recorded": recorded, "ignored": ignored, "opt_out_signal": opt_out_signal });
        Ok(Answer::ok(&told).into_response())
    }
}

/// The answer to a choice.
pub fn answer_schema() -> serde_json::Value {
    schema::object(vec![
        ("recorded", schema::integer(0, 64), DUE),
        ("ignored", schema::integer(0, 64), DUE),
        ("opt_out_signal", schema::truth(), DUE),
    ])
}
