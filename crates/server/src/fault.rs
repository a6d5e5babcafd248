//! Faults and refused statements as problems: little said outside, nothing of the request repeated.

use crate::problem::{Code, Problem};
use app::AppError;
use app::{ApprovalError, IdentityError, RequestError, StatementError};

/// An error of a verb as an answer.
#[must_use]
pub fn problem(error: &AppError) -> Problem {
    match error {
        AppError::Statement(error) => statement(*error),
        AppError::Identity(error) => identity(*error),
        AppError::Request(error) => request(*error),
        AppError::Approval(error) => approval(*error),
        AppError::Untold => Problem::new(
            Code::RecipientNotInNotice,
            "publish a notice that names the recipient for this purpose; this was written down as an incident",
        ),
        AppError::Unknown { what } => Problem::new(unknown(what), "the policy has no such name"),
        AppError::Notice(findings) => {
            let detail = "mend what is found, and publish it then; nothing was published";
            Problem::new(Code::NoticeRefused, detail).finding(findings)
        }
        AppError::NotFound { .. } => Problem::new(Code::NotFound, "there is nothing of that name"),
        AppError::Limit { .. } => Problem::new(Code::LimitExceeded, "a limit is exceeded"),
        error if error.is_full() => Problem::new(Code::StorageFull, "make room, then send it again"),
        error if error.is_fatal() => Problem::new(Code::StorageFailed, "the storage failed; nothing was acknowledged"),
        error if error.is_sealed() => {
            tracing::error!(%error, "a request failed");
            Problem::new(Code::Sealed, "this data does not open with the keys that the server has")
        }
        error => {
            tracing::error!(%error, "a request failed");
            Problem::new(Code::Internal, "this is our fault, and logged")
        }
    }
}

fn unknown(what: &str) -> Code {
    if what == "purpose" { Code::UnknownPurpose } else { Code::InvalidValue }
}

fn identity(error: IdentityError) -> Problem {
    match error {
        IdentityError::Taken => Problem::new(Code::IdentifierTaken, "let it go there first, or ask for a merge"),
        IdentityError::Nested => Problem::new(Code::IdentityNested, "let the device go first"),
        IdentityError::Itself => Problem::new(Code::InvalidValue, "nobody is merged with themself"),
    }
}

fn request(error: RequestError) -> Problem {
    match error {
        RequestError::Closed => Problem::new(Code::RequestClosed, "make a new request, or an appeal against this one"),
        RequestError::Order => Problem::new(Code::RequestStep, "look at the stage that the request is in"),
        RequestError::Identity => Problem::new(Code::IdentityNotAsked, "nobody may be asked who they are for this"),
        RequestError::Extension => {
            Problem::new(Code::RequestStep, "the law has no extension here, or it was used, or the date is past")
        }
        RequestError::Silent => Problem::new(Code::MissingField, "say why, in words for the person").at("/says"),
    }
}

fn approval(error: ApprovalError) -> Problem {
    let says = match error {
        ApprovalError::Required => {
            let detail = "ask for an approval at /v1/approvals, and have another person give it";
            return Problem::new(Code::ApprovalRequired, detail);
        }
        ApprovalError::NoHolder => "use a key that was made with the name of whoever holds it",
        ApprovalError::SamePerson => "whoever asked can not approve, with whatever key",
        ApprovalError::YoungKey => "the key that approves has to be older than what was asked",
        ApprovalError::Spent => "it was approved or used already",
        ApprovalError::Pending => "nobody approved it yet",
        ApprovalError::Expired => "its time is over: ask anew",
        ApprovalError::Changed => "what is asked for is not what was approved: ask anew",
        ApprovalError::Part => "this part left already, or is not the next one",
        ApprovalError::Unknown => "there is no such approval",
    };
    Problem::new(Code::ApprovalInvalid, says)
}

fn statement(error: StatementError) -> Problem {
    match error {
        StatementError::OperatorGrant => {
            Problem::new(Code::InsufficientScope, "an operator can only restrict: a yes comes from the person")
        }
        StatementError::Erased => {
            Problem::new(Code::InsufficientScope, "the person was erased: only they can come back")
        }
        StatementError::SaidBefore => Problem::new(
            Code::EvidenceMissing,
            "the person was erased: show a notice and send its snapshot, or the time at which they said yes since",
        ),
        StatementError::Time => Problem::new(Code::InvalidTime, "a yes can not be dated back or ahead"),
        StatementError::TooSoon => Problem::new(Code::InvalidTime, "a yes in the very second of a no has to wait"),
        StatementError::Bundled => Problem::new(Code::BundledConsent, "name the purpose: no bundles"),
        StatementError::SnapshotDue => Problem::new(
            Code::EvidenceMissing,
            "there is a notice for this purpose: show it and send its snapshot along",
        ),
        StatementError::Snapshot => Problem::new(Code::SnapshotInvalid, "show the notice again and send its snapshot"),
        StatementError::SnapshotUsed => {
            Problem::new(Code::SnapshotUsed, "show the notice again: one showing, one answer")
        }
        StatementError::NotTold => {
            Problem::new(Code::NotInNotice, "show a notice that tells of this purpose and category")
        }
        StatementError::NoticeOutdated => {
            Problem::new(Code::NoticeVersionConflict, "the notice was changed in substance since: show it again")
        }
        StatementError::LedgerFull => Problem::new(Code::LimitExceeded, "the ledger is full"),
    }
}
