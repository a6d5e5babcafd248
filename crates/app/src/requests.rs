//! What people ask for about their data: what can be done at once is done at once, the rest waits for the shop.

use crate::{AppError, Shop, Words};
use domain::{AgeBand, Evidence, Kind, RequestId, RequestKind, Stage, SubjectId, UnixTime};
use vault::{Asked, AskedBy, CalledBack, Docket, Hide, PersonFacts, Queued, Request, Step, Telling, ToldBack};

/// What a request says beside its kind.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// In the person's own words.
    pub says: String,
    /// The purpose that is objected to; `None` is all of them.
    pub purpose: Option<String>,
    /// From what nothing is to be concluded any more.
    pub contested: Option<Hide>,
    /// How old the person really is.
    pub age: Option<AgeBand>,
    /// The earlier request that is appealed against, or the receipt of the decision that is meant.
    pub about: Option<String>,
    /// The request's name, where it has one already.
    pub id: Option<RequestId>,
    /// The agent's own name for it.
    pub agents_id: Option<String>,
}

/// A request that was taken in.
#[derive(Clone, Debug)]
pub enum Taken {
    /// It is kept; closed already where it was done at once.
    Kept(Box<Request>),
    /// The person was forgotten: all that stays is that it was asked for and done.
    Erased {
        /// The name of the proof.
        proof: RequestId,
        /// When it was done.
        at: UnixTime,
        /// Until when an escrow of the keys could still undo it; `None` where there was none.
        escrow_until: Option<UnixTime>,
    },
}

impl Details {
    pub(crate) fn asked(&self, kind: RequestKind, by: AskedBy) -> Asked {
        let (says, about) = (self.says.clone(), self.subject_matter());
        Asked { kind, by, says, about, id: self.id, agents_id: self.agents_id.clone() }
    }

    /// What the request is about, in a word for the list.
    fn subject_matter(&self) -> Option<String> {
        let contested = self.contested.as_ref().map(|what| match what {
            Hide::Item(item) => item.as_str().to_owned(),
            Hide::Category { key, .. } => key.clone(),
            Hide::Basket(basket) => basket.as_str().to_owned(),
            Hide::Period { from, to } => format!("{}..{}", from.0, to.0),
        });
        contested.or_else(|| self.purpose.clone()).or_else(|| self.about.clone())
    }
}

impl Shop {
    /// Takes a request in. What needs nobody is done before this returns. `None` where a stranger asks for what is held:
    /// nothing is.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an appeal against no refused request of theirs; [`AppError::Unknown`] for a purpose that
    /// the policy does not have; [`AppError::Limit`]; [`AppError::Vault`] when the ground fails.
    pub fn ask_for(
        &self,
        now: UnixTime,
        who: &SubjectId,
        kind: RequestKind,
        by: AskedBy,
        details: &Details,
    ) -> Result<Option<Taken>, AppError> {
        use RequestKind::{Appeal, Complaint, Erase, HumanReview};
        let is_new = kind.is_no() || matches!(kind, HumanReview | Complaint | Appeal);
        if !is_new && !self.vault.at(now).knows(who)? {
            return Ok(None);
        }
        if kind == Erase {
            return self.erase_on_request(now, who, by, details).map(Some);
        }
        if kind == Appeal {
            self.check_appeal(now, who, details)?;
        }
        let done = match kind {
            RequestKind::Recipients => Some(self.who_has_it(now, who)?),
            _ => self.do_at_once(now, who, kind, details)?.map(str::to_owned),
        };
        let done = done.map(|says| Step::Finish { says });
        let request = self.vault.at(now).ask_for(who, &details.asked(kind, by), done.as_ref())?;
        Ok(Some(Taken::Kept(Box::new(request))))
    }

    /// Keeps a request that waits until the shop knows who asks, whatever its kind.
    ///
    /// # Errors
    /// [`AppError::Limit`]; [`AppError::Vault`] when the ground fails.
    pub(crate) fn wait_for_identity(
        &self,
        now: UnixTime,
        who: &SubjectId,
        asked: &Asked,
        says: &str,
    ) -> Result<Request, AppError> {
        let check = Step::CheckIdentity { says: says.to_owned() };
        Ok(self.vault.at(now).ask_for(who, asked, Some(&check))?)
    }

    /// The request is kept first: should a crash come between, it waits for the shop. The erasure itself closes it.
    fn erase_on_request(
        &self,
        now: UnixTime,
        who: &SubjectId,
        by: AskedBy,
        details: &Details,
    ) -> Result<Taken, AppError> {
        let request = self.vault.at(now).ask_for(who, &details.asked(RequestKind::Erase, by), None)?;
        let erasure = self.forget(now, who)?;
        Ok(Taken::Erased { proof: request.id, at: erasure.at, escrow_until: erasure.until })
    }

    /// Does what can be done without anybody but for [`Shop::who_has_it`], and says in words what was done. `None` where the shop has to.
    fn do_at_once(
        &self,
        now: UnixTime,
        who: &SubjectId,
        kind: RequestKind,
        details: &Details,
    ) -> Result<Option<&'static str>, AppError> {
        use RequestKind as K;
        Ok(match kind {
            K::Access | K::Portability => Some("everything that is held is in the archive"),
            K::Explain => Some("every use has a receipt that says what was used and why; they are in the archive"),
            K::Object => Some(self.say_no(now, who, Kind::Object, &[details.purpose.as_deref()], &[None])?),
            K::OptOut => Some(self.say_no(now, who, Kind::OptOut, &self.opted_out_of(now, details), &[None])?),
            K::LimitSensitive => {
                let purpose = [details.purpose.as_deref()];
                Some(self.say_no(now, who, Kind::Limit, &purpose, &self.sensitive())?)
            }
            K::Restrict => {
                self.say(now, who, &[], &PersonFacts { restricted: Some(true), ..PersonFacts::default() })?;
                Some("your data is kept and not used")
            }
            K::Correct => match details.age {
                Some(age) => {
                    self.say(now, who, &[], &PersonFacts { age: Some(age), ..PersonFacts::default() })?;
                    Some("your age is put right; every answer goes by it from now on")
                }
                None => None,
            },
            K::ContestInference => match &details.contested {
                Some(what) => {
                    self.contest(now, who, what)?;
                    Some("nothing is concluded from this any more")
                }
                None => None,
            },
            K::Erase | K::HumanReview | K::Complaint | K::Appeal | K::Recipients => None,
        })
    }

    /// What an opt-out is about where it names no purpose: sale, sharing and targeted advertising (CCPA, section 1798.120).
    fn opted_out_of<'d>(&'d self, now: UnixTime, details: &'d Details) -> Vec<Option<&'d str>> {
        match &details.purpose {
            Some(purpose) => vec![Some(purpose)],
            None => {
                let sells = self
                    .policy()
                    .at(now)
                    .purposes()
                    .filter(|(_, entry)| entry.terms.targeted_ads || entry.terms.sale_or_share);
                sells.map(|(key, _)| Some(key)).collect()
            }
        }
    }

    /// The categories of sensitive data.
    fn sensitive(&self) -> Vec<Option<&str>> {
        let sensitive = self.policy().categories().filter(|(_, category)| category.sensitivity.is_sensitive());
        sensitive.map(|(key, _)| Some(key)).collect()
    }

    /// A no to each of these purposes and categories; `None` is every one there is.
    fn say_no(
        &self,
        now: UnixTime,
        who: &SubjectId,
        kind: Kind,
        purposes: &[Option<&str>],
        categories: &[Option<&str>],
    ) -> Result<&'static str, AppError> {
        let evidence = Evidence { notice: String::new(), how: "a request of the person's".to_owned() };
        let about = purposes.iter().flat_map(|purpose| categories.iter().map(move |category| (purpose, category)));
        let words: Vec<Words> = about
            .map(|(purpose, category)| Words {
                purpose: purpose.map(str::to_owned),
                ..Words::of(kind, "", *category, &evidence)
            })
            .collect();
        self.say(now, who, &words, &PersonFacts::default())?;
        Ok("your no is in force")
    }

    fn check_appeal(&self, now: UnixTime, who: &SubjectId, details: &Details) -> Result<(), AppError> {
        let named = details.about.as_deref().and_then(RequestId::parse);
        let all = self.vault.at(now).requests(who)?;
        let refused = |request: &Request| Some(request.id) == named && request.stage == Stage::Refused;
        if all.iter().any(refused) { Ok(()) } else { Err(AppError::NotFound { what: "refused request" }) }
    }

    /// A person's requests, in the order they came in.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn requests(&self, now: UnixTime, who: &SubjectId) -> Result<Vec<Request>, AppError> {
        Ok(self.vault.at(now).requests(who)?)
    }

    /// Every request that waits for the shop, the one that is due first at the head.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn queue(&self, now: UnixTime) -> Result<Vec<Queued>, AppError> {
        Ok(self.vault.at(now).queue()?)
    }

    /// A request of somebody's by its name, as the docket has it.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn docket(&self, now: UnixTime, id: RequestId) -> Result<Option<(Docket, Option<Queued>)>, AppError> {
        Ok(self.vault.at(now).docket(id)?)
    }

    /// Keeps where an agent wants to hear of a request, who was told this much of it.
    ///
    /// # Errors
    /// [`AppError::Limit`] for `CALLBACKS_MAX` and `CALLBACKS_PER_AGENT_MAX`; [`AppError::Vault`] when the ground fails.
    pub fn keep_callback(&self, now: UnixTime, id: RequestId, url: &str, told: [u8; 32]) -> Result<(), AppError> {
        Ok(self.vault.at(now).keep_callback(id, url, told)?)
    }

    /// Every request that somebody wants to hear of.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn callbacks(&self, now: UnixTime) -> Result<Vec<CalledBack>, AppError> {
        Ok(self.vault.at(now).callbacks()?)
    }

    /// Whether this is to be told now; it counts as tried then.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn begin_callback(&self, now: UnixTime, id: RequestId, says: [u8; 32]) -> Result<Telling, AppError> {
        Ok(self.vault.at(now).begin_callback(id, says)?)
    }

    /// Keeps how telling it ended.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails; then it is told again.
    pub fn end_callback(&self, now: UnixTime, id: RequestId, told: ToldBack) -> Result<(), AppError> {
        Ok(self.vault.at(now).end_callback(id, told)?)
    }

    /// Lets a callback go about which there is no request any more.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn drop_callback(&self, now: UnixTime, id: RequestId) -> Result<(), AppError> {
        Ok(self.vault.at(now).drop_callback(id)?)
    }

    /// Takes a request back, at the word of the agent who made it. `None` where the person has none of that name.
    ///
    /// # Errors
    /// [`AppError::Request`] where it is closed; [`AppError::Vault`] when the ground fails.
    pub fn take_back(&self, now: UnixTime, who: &SubjectId, id: RequestId) -> Result<Option<Request>, AppError> {
        Ok(self.vault.at(now).take_back(who, id)?)
    }

    /// Takes a step with a request. `None` where the person has none of that name. Whoever says that an erasure is done
    /// has it done by that: the request is closed because the person is gone.
    ///
    /// # Errors
    /// [`AppError::Request`] where the step may not be taken now; [`AppError::Vault`] when the ground fails.
    pub fn step(
        &self,
        now: UnixTime,
        who: &SubjectId,
        id: RequestId,
        step: &Step,
    ) -> Result<Option<Request>, AppError> {
        let stepped = self.vault.at(now).step(who, id, step)?;
        if stepped.as_ref().is_some_and(|request| request.is_done_by_erasing(step)) {
            self.forget(now, who)?;
        }
        Ok(stepped)
    }
}
