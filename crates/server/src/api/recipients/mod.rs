//! Recipients: registered by the operator, handed files, and told to each person by name.

mod approvals;
mod export;
mod incidents;
mod of_person;
mod outbox;
mod read;
mod register;
mod words;

pub use approvals::{APPROVE, ASK, LIST as APPROVALS};
pub use export::ROUTE as EXPORT;
pub use incidents::ROUTE as INCIDENTS;
pub use of_person::ROUTE as OF_PERSON;
pub use outbox::{AGAIN, LIST as OUTBOX};
pub use read::of_file;
pub use register::{DELETE, LIST, PUT};
pub use words::{disclosure, recipient_shown, shown, waiting, waiting_fields};

use crate::problem::{Code, Problem};

/// Longest key of a recipient.
const KEY_CHARS_MAX: usize = 40;

/// The key of a recipient in a path: it stands in the log, so that it is plain.
pub fn key(text: &str) -> Result<String, Problem> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
    if text.is_empty() || text.len() > KEY_CHARS_MAX || !text.bytes().all(plain) {
        let detail = "the key of a recipient has 1 to 40 lower case letters, digits and - _ .";
        return Err(Problem::new(Code::InvalidIdentifier, detail));
    }
    Ok(text.to_owned())
}
