//! The steps of a request: which may be taken when, and what each does to its clock.

use super::{AskedBy, Request, ToldOf};
use domain::{RequestKind, Stage, UnixTime};

/// What is done about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Asks whoever asked to show who they are.
    CheckIdentity {
        /// What is missing, in words for them.
        says: String,
    },
    /// They showed who they are.
    IdentityProven,
    /// Asks what they mean.
    AskBack {
        /// What is asked, in words for them.
        says: String,
    },
    /// They said what they mean.
    Answered,
    /// Somebody works on it.
    Start,
    /// It takes longer than the first date.
    Extend {
        /// Why, in words for them.
        says: String,
    },
    /// It is done.
    Finish {
        /// What was done, in words for them.
        says: String,
    },
    /// It is refused.
    Refuse {
        /// Why, in words for them.
        says: String,
    },
    /// Something is told them, and nothing changes.
    Tell {
        /// What.
        says: String,
    },
    /// Whoever asked took it back.
    Revoke,
}

impl Step {
    /// The word for it.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::CheckIdentity { .. } => "check_identity",
            Self::IdentityProven => "identity_proven",
            Self::AskBack { .. } => "ask_back",
            Self::Answered => "answered",
            Self::Start => "start",
            Self::Extend { .. } => "extend",
            Self::Finish { .. } => "finish",
            Self::Refuse { .. } => "refuse",
            Self::Tell { .. } => "tell",
            Self::Revoke => "revoke",
        }
    }
}

/// Why a step may not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The request is closed.
    #[error("the request is closed")]
    Closed,
    /// The step does not follow from where the request is.
    #[error("this step does not follow from where the request is")]
    Order,
    /// Nobody is asked who they are for a no, nor a person whose own token came along.
    #[error("nobody may be asked who they are for this request")]
    Identity,
    /// The law has no extension for this request, or it was used, or the date is past.
    #[error("the request can not be extended")]
    Extension,
    /// A step that is told the person needs words.
    #[error("say why, in words for the person")]
    Silent,
}

impl Step {
    /// The words that the person is told with it.
    fn says(&self) -> Option<&str> {
        match self {
            Self::CheckIdentity { says }
            | Self::AskBack { says }
            | Self::Extend { says }
            | Self::Finish { says }
            | Self::Refuse { says }
            | Self::Tell { says } => Some(says),
            Self::IdentityProven | Self::Answered | Self::Start | Self::Revoke => None,
        }
    }
}

impl Request {
    /// Takes a step. Its time is never before the latest that is written in the request.
    ///
    /// # Errors
    /// [`RequestError`] where the step may not be taken.
    pub fn advance(mut self, step: &Step, now: UnixTime) -> Result<Self, RequestError> {
        let at = now.max(self.latest());
        if self.stage.is_closed() {
            return Err(RequestError::Closed);
        }
        if step.says().is_some_and(|says| says.trim().is_empty()) {
            return Err(RequestError::Silent);
        }
        self.stage = self.next(step, at)?;
        match step {
            Step::CheckIdentity { .. } | Step::AskBack { .. } if self.stop_seconds > 0 => self.stopped_at = Some(at),
            Step::Extend { .. } => {
                self.due_at = self.due_at.plus(self.extension_seconds);
                self.extension_seconds = 0;
            }
            Step::CheckIdentity { .. } | Step::AskBack { .. } | Step::Tell { .. } => {}
            _ => self.go_on(at),
        }
        if self.stage.is_closed() {
            self.closed_at = Some(at);
        }
        let says = step.says().unwrap_or_default().to_owned();
        self.told.push(ToldOf { at, stage: self.stage, says });
        Ok(self)
    }

    /// Where a step leads, if it may be taken.
    fn next(&self, step: &Step, at: UnixTime) -> Result<Stage, RequestError> {
        use Stage::{Extended, IdentityCheck, InProgress, Received, Waiting};
        let stage = self.stage;
        let asks = matches!(stage, IdentityCheck | Waiting);
        match step {
            Step::CheckIdentity { .. } if !self.may_check_identity() => Err(RequestError::Identity),
            Step::CheckIdentity { .. } if !asks => Ok(IdentityCheck),
            Step::IdentityProven if stage == IdentityCheck => Ok(self.worked_on()),
            Step::AskBack { .. } if !asks => Ok(Waiting),
            Step::Answered if stage == Waiting => Ok(self.worked_on()),
            Step::Start if stage == Received => Ok(InProgress),
            Step::Extend { .. } if self.extension_seconds == 0 || at > self.due_at => Err(RequestError::Extension),
            Step::Extend { .. } if matches!(stage, Received | InProgress) => Ok(Extended),
            Step::Finish { .. } if !asks => Ok(Stage::Done),
            Step::Refuse { .. } => Ok(Stage::Refused),
            Step::Tell { .. } => Ok(stage),
            Step::Revoke => Ok(Stage::Revoked),
            _ => Err(RequestError::Order),
        }
    }

    /// Where it goes on: whoever was told that it takes longer is not told otherwise.
    fn worked_on(&self) -> Stage {
        let extended = self.told.iter().any(|told| told.stage == Stage::Extended);
        if extended { Stage::Extended } else { Stage::InProgress }
    }

    /// Lets the clock go on where it stood still: the date moves by as long, and no longer than the law lets it.
    fn go_on(&mut self, at: UnixTime) {
        if let Some(since) = self.stopped_at.take() {
            let stood = at.since(since).clamp(0, self.stop_seconds);
            self.due_at = self.due_at.plus(stood);
            self.stop_seconds -= stood;
        }
    }

    /// Whether whoever asked may be asked who they are.
    #[must_use]
    pub fn may_check_identity(&self) -> bool {
        let nobody_asked = matches!(self.kind, RequestKind::Complaint | RequestKind::Appeal);
        !self.kind.is_no() && !nobody_asked && self.by != AskedBy::Person
    }
}
