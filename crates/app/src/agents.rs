//! Authorised agents: registered by the shop with the key that shows what they signed, known by a token that they drew.

use crate::requests::{Details, Taken};
use crate::{AppError, OperatorDeed, Shop};
use domain::{Identifier, IdentifierKind, RequestId, RequestKind, SubjectId, UnixTime};
use serde::{Deserialize, Serialize};
use vault::agent::AgentKey;
use vault::{AskedBy, Denied, KeyHash};

/// The blob that the agents are kept in.
const BLOB: &str = "app/agents";
/// Most agents that one shop may have.
pub const AGENTS_MAX: usize = 100;
/// Most characters of an agent's or a business's name in the network, and of an agent's name for people.
pub const AGENT_CHARS_MAX: usize = 100;
/// What an agent's token begins with.
const TOKEN_PREFIX: &str = "assent_ag_";

/// An agent as they are kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Agent {
    /// Their name in the network.
    pub id: String,
    /// What people call them.
    pub name: String,
    /// What this shop is called in the network.
    pub business: String,
    /// The key that shows what they signed.
    pub key: AgentKey,
    /// Since when.
    pub made_at: UnixTime,
    /// Whether they may not ask any more.
    pub revoked: bool,
    token: Option<KeyHash>,
}

/// An agent as they are registered.
#[derive(Clone, Debug)]
pub struct NewAgent {
    /// Their name in the network.
    pub id: String,
    /// What people call them.
    pub name: String,
    /// What this shop is called in the network.
    pub business: String,
    /// The key that shows what they signed.
    pub key: AgentKey,
    /// Whether they may not ask any more.
    pub revoked: bool,
}

/// What an agent asks for, for a person.
#[derive(Clone, Debug)]
pub struct AgentAsks {
    /// The agent's name in the network.
    pub agent: String,
    /// The name that the request has by what was signed.
    pub id: RequestId,
    /// The agent's own name for it.
    pub agents_id: Option<String>,
    /// What is asked for.
    pub kind: RequestKind,
    /// The addresses of the person, each with whether the agent verified it.
    pub contacts: Vec<(String, bool)>,
}

/// What an agent signed, as it comes in.
pub mod agent_message {
    use domain::RequestId;
    use vault::agent;

    /// The bytes that were signed, and the name that this very message always has; `None` where it is no base64.
    #[must_use]
    pub fn decode(text: &str) -> Option<(Vec<u8>, RequestId)> {
        let bytes = agent::decoded(text)?;
        let id = RequestId(agent::named(&bytes));
        Some((bytes, id))
    }
}

impl Shop {
    /// Every agent, the revoked ones too.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn agents(&self) -> Result<Vec<Agent>, AppError> {
        let Some(bytes) = self.vault.blob(BLOB)? else { return Ok(Vec::new()) };
        postcard::from_bytes(&bytes).map_err(|_| vault::VaultError::Form.into())
    }

    /// Registers an agent, or changes one. With another key, or revoked, their token ends.
    ///
    /// # Errors
    /// [`AppError::Limit`] when there are [`AGENTS_MAX`]; [`AppError::Vault`] when the ground fails.
    pub fn register_agent(&self, now: UnixTime, new: NewAgent) -> Result<Agent, AppError> {
        let _writing = self.writing();
        let mut agents = self.agents()?;
        let NewAgent { id, name, business, key, revoked } = new;
        let at = agents.iter().position(|agent| agent.id == id);
        if at.is_none() && agents.len() >= AGENTS_MAX {
            return Err(AppError::Limit { limit: "AGENTS_MAX" });
        }
        self.leave(now, OperatorDeed::Agent { id: &id, revoked })?;
        let known = at.map(|at| agents.remove(at));
        let made_at = known.as_ref().map_or(now, |known| known.made_at);
        let token = known.filter(|known| known.key == key && !revoked).and_then(|known| known.token);
        let agent = Agent { id, name, business, key, made_at, revoked, token };
        agents.push(agent.clone());
        self.keep_agents(&agents)?;
        Ok(agent)
    }

    /// Draws a token for an agent: the one before ends. `None` where there is no such agent.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn agent_token(&self, id: &str) -> Result<Option<String>, AppError> {
        let _writing = self.writing();
        let mut agents = self.agents()?;
        let Some(agent) = agents.iter_mut().find(|agent| agent.id == id && !agent.revoked) else { return Ok(None) };
        let (secret, hash) = self.vault.draw_key()?;
        agent.token = Some(hash);
        self.keep_agents(&agents)?;
        Ok(Some(format!("{TOKEN_PREFIX}{secret}")))
    }

    /// Whose token it is.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn recognise_agent(&self, token: &str) -> Result<Option<Agent>, AppError> {
        let Some(secret) = token.strip_prefix(TOKEN_PREFIX) else { return Ok(None) };
        let is_theirs = |agent: &Agent| agent.token.as_ref().is_some_and(|hash| self.vault.is_key(secret, hash));
        Ok(self.agents()?.into_iter().find(|agent| !agent.revoked && is_theirs(agent)))
    }

    fn keep_agents(&self, agents: &[Agent]) -> Result<(), AppError> {
        let bytes = postcard::to_stdvec(agents).map_err(|_| vault::VaultError::Form)?;
        Ok(self.vault.put_blob(BLOB, &bytes)?)
    }

    /// Takes in what an agent asks for. A no counts at once, whoever is asked for by whatever address; anything else is done at once
    /// only where the agent verified the address and it was verified here too, and waits for the shop else. The same
    /// message again changes nothing.
    ///
    /// # Errors
    /// As [`Shop::ask_for`].
    pub fn ask_by_agent(&self, now: UnixTime, asks: &AgentAsks) -> Result<(), AppError> {
        if self.docket(now, asks.id)?.is_some() {
            return Ok(());
        }
        let Some((who, proven)) = self.meant(now, asks)? else {
            return self.deny(now, asks, "no_match");
        };
        let by = AskedBy::Agent(asks.agent.clone());
        let details =
            Details { says: String::new(), id: Some(asks.id), agents_id: asks.agents_id.clone(), ..Details::default() };
        if proven || asks.kind.is_no() {
            let taken: Option<Taken> = self.ask_for(now, &who, asks.kind, by, &details)?;
            return if taken.is_some() { Ok(()) } else { self.deny(now, asks, "no_match") };
        }
        let says = "the address was not verified, so the shop looks at who asks";
        self.wait_for_identity(now, &who, &details.asked(asks.kind, by), says).map(drop)
    }

    /// Who is meant, and whether both sides verified an address of theirs.
    fn meant(&self, now: UnixTime, asks: &AgentAsks) -> Result<Option<(SubjectId, bool)>, AppError> {
        for (contact, verified) in &asks.contacts {
            let Ok(identifier) = Identifier::parse(IdentifierKind::Contact, contact) else { continue };
            let Some(who) = self.whose(now, &identifier)? else { continue };
            let held = self.identifiers(now, &who)?;
            let here = held.iter().any(|held| held.identifier == identifier && held.proof.is_some());
            return Ok(Some((who, *verified && here)));
        }
        Ok(None)
    }

    /// Keeps that a request was denied, for the agent to hear; of the person nothing is kept.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn deny(&self, now: UnixTime, asks: &AgentAsks, why: &str) -> Result<(), AppError> {
        Ok(self.vault.at(now).deny(&Denied {
            id: asks.id,
            kind: asks.kind,
            agent: asks.agent.clone(),
            agents_id: asks.agents_id.clone(),
            why: why.to_owned(),
        })?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Place;
    use vault::policy::Policy;

    const NOW: UnixTime = UnixTime(1_700_000_000);
    /// The first public key of RFC 8032, section 7.1.
    const KEY: &str = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    #[test]
    fn what_was_refused_for_a_limit_left_no_leaf() {
        let shop = Shop::open(&Place::Memory, Policy::shipped().expect("shipped"), NOW).expect("opens");
        let new = |number: usize| NewAgent {
            id: format!("AGENT_{number}"),
            name: "Somebody".to_owned(),
            business: "SHOP".to_owned(),
            key: AgentKey::parse(KEY).expect("sound"),
            revoked: false,
        };
        (0..AGENTS_MAX).for_each(|number| drop(shop.register_agent(NOW, new(number)).expect("there is room")));
        assert!(matches!(shop.register_agent(NOW, new(AGENTS_MAX)), Err(AppError::Limit { .. })));
        shop.enter_log(NOW).expect("enters");
        let audited = shop.verify_log(NOW, None, None).expect("holds");
        let operators = audited.kinds.iter().find(|(kind, _)| *kind == "operator");
        assert_eq!(operators, Some(&("operator", AGENTS_MAX as u64)));
    }
}
