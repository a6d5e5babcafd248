//! The look of the product: server-rendered pages as typed functions over plain view models, without a script but for one page.
//!
//! Nothing in here knows a shop, a vault or a request: whoever answers fills a view model and gets a page back. All words
//! are in `language`, all addresses in `links`, all colours in the style sheet. Texts that come from a catalog are shown as
//! text, never as markup.

pub mod art;
mod asking;
mod category;
mod center;
mod consent;
mod data;
mod device;
mod forget;
mod frame;
mod goods;
mod history;
mod interests;
mod item;
mod ladder;
mod less;
pub mod links;
mod measured;
mod messages;
mod notice;
mod parts;
mod problem;
mod receipt;
mod receipts;
mod recipients;
mod rights;
mod storefront;
mod style;
mod verify;
mod why;

#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod tests;

pub use asking::{Asking, Clock, RequestRow, asking};
pub use category::{Category, category};
pub use center::{Center, Kept, PurposeRow, SignalRow, Under, center};
pub use data::{Data, EventRow, GroupRow, Grouped, Identity, KnownBy, StatementRow, data};
pub use device::{DEVICE_SCRIPT, DEVICE_SECURITY_POLICY, device, device_script_href};
pub use forget::{Forget, forget, forgotten};
pub use frame::{Frame, Home, Notice, Showing};
pub use goods::{Card, Named};
pub use history::{Hidden, History, HistoryRow, history};
pub use interests::{ConcludedRow, DeclaredRow, Interests, interests};
pub use item::{ItemPage, item};
pub use less::{Less, Offer, WhyPage, less, why as why_page};
pub use messages::{ChannelRow, Messages, NO_LIMIT, QuietRow, WEEKLY, messages};
pub use notice::{key as notice_key, notice};
pub use problem::{ProblemPage, problem};
pub use receipt::{DrawRow, Gate, ReceiptPage, ShownItem, Without, receipt};
pub use receipts::{ReceiptRow, Receipts, receipts};
pub use recipients::RecipientRow;
pub use rights::{Rights, VeilRow, Veiled};
pub use storefront::{Department, Slate, SlateKind, Storefront, storefront};
pub use style::{CONTENT_SECURITY_POLICY, STYLESHEET, fingerprint, framed_security_policy, stylesheet_href};
pub use verify::{VERIFY_SCRIPT, VERIFY_SECURITY_POLICY, verify, verify_script_href};
pub use why::{TermRow, Why};

/// What data is used for, in words; the key itself where there are none for it.
#[must_use]
pub fn purpose_title(lang: domain::Lang, key: &str) -> &str {
    crate::language::of(lang).purpose(key)
}
