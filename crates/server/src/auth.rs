//! Who asks: a program by its key, or a person by their token. And who may do what: one table.

use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::KeyKind;
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::SubjectId;

/// Who asks.
#[derive(Clone, Debug)]
pub enum Caller {
    /// A program, by the name of its key.
    Program {
        /// What its key may do.
        kind: KeyKind,
        /// The name of its key.
        id: String,
        /// The person whose token came along, if any.
        visitor: Option<SubjectId>,
    },
    /// A person, by their token.
    Person(SubjectId),
}

/// What can be done at the doors. Each route names one; the table says who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Put items in, take them out.
    WriteCatalog,
    /// Read items.
    ReadCatalog,
    /// Send events.
    WriteEvents,
    /// Record statements.
    WriteStatements,
    /// Have signals read; nothing of anybody is.
    ReadSignals,
    /// Ask for a decision.
    Decide,
    /// Read receipts.
    ReadReceipts,
    /// See, export, hide, erase what is held on one person.
    ActOnPerson,
    /// Link what people are known by, and find them by it.
    LinkPeople,
    /// Make two people one.
    MergePeople,
    /// Issue subject tokens.
    IssueTokens,
    /// Set up slots and experiments, and read what came of them.
    ManageSlots,
    /// Learn a new model.
    Train,
    /// Work on what people ask for about their data.
    WorkRequests,
    /// Publish notices.
    PublishNotices,
    /// Make keys of programs, list them, take them back.
    IssueKeys,
    /// Register recipients, take them off, hand files to them.
    ManageRecipients,
}

impl Deed {
    /// Every deed.
    pub const ALL: [Self; 17] = [
        Self::WriteCatalog,
        Self::ReadCatalog,
        Self::WriteEvents,
        Self::WriteStatements,
        Self::ReadSignals,
        Self::Decide,
        Self::ReadReceipts,
        Self::ActOnPerson,
        Self::LinkPeople,
        Self::MergePeople,
        Self::IssueTokens,
        Self::ManageSlots,
        Self::Train,
        Self::WorkRequests,
        Self::PublishNotices,
        Self::IssueKeys,
        Self::ManageRecipients,
    ];

    /// The programs that may. Nobody else may.
    #[must_use]
    pub const fn programs(self) -> &'static [KeyKind] {
        use KeyKind::{Admin, BrowserWrite, Consent, Decide, ServerWrite};
        match self {
            Self::WriteCatalog => &[ServerWrite, Admin],
            Self::ReadCatalog => &[BrowserWrite, ServerWrite, Decide, Consent, Admin],
            Self::WriteEvents => &[BrowserWrite, ServerWrite, Admin],
            Self::WriteStatements | Self::IssueTokens | Self::ActOnPerson | Self::LinkPeople | Self::MergePeople => {
                &[Consent, Admin]
            }
            Self::ReadSignals => &[ServerWrite, Decide, Consent, Admin],
            Self::Decide => &[Decide, Admin],
            Self::ReadReceipts => &[Decide, Consent, Admin],
            Self::ManageSlots
            | Self::Train
            | Self::WorkRequests
            | Self::PublishNotices
            | Self::IssueKeys
            | Self::ManageRecipients => &[Admin],
        }
    }

    /// Whether a person may, for themself.
    #[must_use]
    pub const fn person(self) -> bool {
        use Deed::{
            IssueKeys, IssueTokens, LinkPeople, ManageRecipients, ManageSlots, PublishNotices, Train, WorkRequests,
            WriteCatalog,
        };
        !matches!(
            self,
            WriteCatalog
                | LinkPeople
                | IssueTokens
                | ManageSlots
                | Train
                | WorkRequests
                | PublishNotices
                | IssueKeys
                | ManageRecipients
        )
    }
}

impl Caller {
    /// Who asks, if they may do this.
    ///
    /// # Errors
    /// `unauthenticated` without a valid key or token, `insufficient_scope` where it does not allow the deed,
    /// `origin_not_allowed` where a browser's key comes from a foreign origin.
    pub fn admit(doors: &Doors, headers: &HeaderMap, deed: Deed) -> Result<Self, Problem> {
        Self::recognise(doors, headers, bearer(headers))?.allowed(deed)
    }

    /// As [`Caller::admit`], at the doors of the tracking interface: its clients name their key as the user of HTTP Basic
    /// (RFC 7617), with an empty password. Nowhere else, because a browser sends what it once knew by that way unasked.
    ///
    /// # Errors
    /// As [`Caller::admit`].
    pub fn admit_tracking(doors: &Doors, headers: &HeaderMap, deed: Deed) -> Result<Self, Problem> {
        let user = basic_user(headers);
        Self::recognise(doors, headers, bearer(headers).or(user.as_deref()))?.allowed(deed)
    }

    fn allowed(self, deed: Deed) -> Result<Self, Problem> {
        let may = match &self {
            Self::Program { kind, .. } => deed.programs().contains(kind),
            Self::Person(_) => deed.person(),
        };
        if may { Ok(self) } else { Err(Problem::new(Code::InsufficientScope, "use a key that allows this")) }
    }

    fn recognise(doors: &Doors, headers: &HeaderMap, secret: Option<&str>) -> Result<Self, Problem> {
        let secret = secret.ok_or_else(|| unauthenticated(doors))?;
        if secret.starts_with("assent_st_") {
            return person(doors, secret).map(Self::Person);
        }
        let keys = doors.keys();
        let key = doors.shop().recognise(&keys, secret).ok_or_else(|| unauthenticated(doors))?;
        if key.kind == KeyKind::BrowserWrite {
            check_origin(headers, &key.origins)?;
        }
        let visitor = match headers.get("assent-subject-token") {
            None => None,
            Some(token) => Some(person(doors, token.to_str().unwrap_or_default()).map_err(unproven)?),
        };
        Ok(Self::Program { kind: key.kind, id: key.id.clone(), visitor })
    }

    /// The name under which this caller's idempotency keys are kept apart from others'.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Program { id, visitor: None, .. } => format!("key/{id}"),
            Self::Program { id, visitor: Some(who), .. } => format!("key/{id}/{}", who.as_str()),
            Self::Person(who) => format!("person/{}", who.as_str()),
        }
    }

    /// The name of the key that a program came with.
    ///
    /// # Errors
    /// `insufficient_scope` for a person.
    pub fn key_id(&self) -> Result<&str, Problem> {
        match self {
            Self::Program { id, .. } => Ok(id),
            Self::Person(_) => Err(Problem::new(Code::InsufficientScope, "use a key that allows this")),
        }
    }

    /// The subject that a request is about: the person themself, or whom a program names. A stranger's data is not
    /// found rather than forbidden, so that nobody learns who is known.
    ///
    /// # Errors
    /// `not_found` where a person names somebody else, `subject_mismatch` where a program's visitor is somebody else,
    /// `identity_unproven` where a browser names a person without their token.
    pub fn about(&self, named: Option<SubjectId>) -> Result<SubjectId, Problem> {
        match (self, named) {
            (Self::Person(who), Some(named)) if *who != named => Err(not_found()),
            (Self::Person(who), _) => Ok(who.clone()),
            (Self::Program { visitor: Some(who), .. }, Some(named)) if *who != named => {
                Err(Problem::new(Code::SubjectMismatch, "the token and the request name different subjects"))
            }
            (Self::Program { visitor: Some(who), .. }, _) => Ok(who.clone()),
            (Self::Program { kind: KeyKind::BrowserWrite, .. }, _) => {
                Err(Problem::new(Code::IdentityUnproven, "send the visitor's subject token along"))
            }
            (Self::Program { .. }, Some(named)) => Ok(named),
            (Self::Program { .. }, None) => Err(Problem::new(Code::MissingField, "name the subject").at("/subject")),
        }
    }

    /// Whether this is a browser.
    #[must_use]
    pub const fn is_browser(&self) -> bool {
        matches!(self, Self::Program { kind: KeyKind::BrowserWrite, .. })
    }
}

/// The problem of something that is not there, or not this caller's: the same bytes for both.
#[must_use]
pub fn not_found() -> Problem {
    Problem::new(Code::NotFound, "there is nothing here")
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    authorization(headers)?.strip_prefix("Bearer ")
}

/// The user of HTTP Basic, where the password is empty.
fn basic_user(headers: &HeaderMap) -> Option<String> {
    let sent = authorization(headers)?.strip_prefix("Basic ")?;
    let plain = String::from_utf8(STANDARD.decode(sent).ok()?).ok()?;
    plain.strip_suffix(':').map(str::to_owned)
}

fn authorization(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn unauthenticated(doors: &Doors) -> Problem {
    if let Err(limited) = doors.rates().wrong_key() {
        return limited;
    }
    Problem::new(Code::Unauthenticated, "send `Authorization: Bearer` with a key or a subject token")
}

fn person(doors: &Doors, token: &str) -> Result<SubjectId, Problem> {
    doors.shop().read_subject_token(doors.now(), token).map_err(|_| unauthenticated(doors))
}

/// The persons whose valid tokens come with a request.
#[must_use]
pub fn tokens(doors: &Doors, headers: &HeaderMap) -> Vec<SubjectId> {
    let along = headers.get("assent-subject-token").and_then(|token| token.to_str().ok());
    let read = |token| doors.shop().read_subject_token(doors.now(), token).ok();
    bearer(headers).into_iter().chain(along).filter_map(read).collect()
}

/// The program is known, whom it speaks for is not.
fn unproven(problem: Problem) -> Problem {
    match problem.code() {
        Code::Unauthenticated => Problem::new(Code::IdentityUnproven, "send a subject token that is valid now"),
        _ => problem,
    }
}

fn check_origin(headers: &HeaderMap, allowed: &[String]) -> Result<(), Problem> {
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    match origin {
        Some(origin) if allowed.iter().any(|known| known == origin) => Ok(()),
        _ => Err(Problem::new(Code::OriginNotAllowed, "this key works from the shop's own pages only")),
    }
}
