//! The addresses of the pages and the names of the fields that their forms send, in one place.
//!
//! Every form also sends `back`, the address of the page that it stands on.

/// Where a person comes in from the shop's pages, with a `ticket`.
pub const ENTER: &str = "/enter";
/// The field, and the parameter, of a ticket.
pub const FIELD_TICKET: &str = "ticket";
/// The storefront.
pub const HOME: &str = "/";
/// The preference center, and where its answers are posted to: `purpose` or `recipient` with `answer`, or `pause` (each
/// `yes` or `no`), `until`, the day up to which to pause, or `restricted` (`no`).
pub const PREFERENCES: &str = "/preferences";
/// Interests, and where they are posted to: `kind` and `topic` with `answer` (`likes`, `never`, `back`), or `contest`.
pub const INTERESTS: &str = "/preferences/interests";
/// Messages, and where limits are posted to: `channel` with `most`, `quiet` (`yes` with `from`, `to`, `zone`; `no`), or
/// `topic` with `answer`.
pub const MESSAGES: &str = "/preferences/messages";
/// Where a choice is posted to: `rung`, or `teach` (`yes` or `no`), or from the prompt `rung` with `teach=yes` where the
/// box was ticked. Whoever only looks is sent on to the preference center.
pub const CHOICES: &str = "/choices";
/// Everything that is held.
pub const DATA: &str = "/data";
/// Everything that is held, as a file.
pub const EXPORT: &str = "/data/export";
/// The same with tables and a page to read it, in one archive.
pub const ARCHIVE: &str = "/data/archive";
/// Where hiding more than an item is posted to: `category`, `basket`, `item`, or `from` with `to`; and `hidden`.
pub const HIDE_MORE: &str = "/data/hide";
/// Where a new beginning is posted to: `how` (`hide` or `delete`).
pub const RESET: &str = "/data/reset";
/// Where an identifier is let go: `link`.
pub const UNLINK: &str = "/data/unlink";
/// Where a private visit begins and ends: `private` (`yes` or `no`).
pub const PRIVATE: &str = "/private";
/// What was asked for, and where more is posted to: `kind`, and `says` or `about`.
pub const REQUESTS: &str = "/data/requests";
/// The history, item by item, and where what is looked for in it is posted to: `find`, so that it stands in no address.
pub const HISTORY: &str = "/history";
/// Where hiding is posted to: `item`, and `hidden` (`yes` or `no`).
pub const HIDE: &str = "/hide";
/// What somebody wants less of, and where that is posted to: `no` or `undo`, with a topic as its word.
pub const WHY: &str = "/why";
/// The receipts.
pub const RECEIPTS: &str = "/receipts";
/// Forgetting: the question, and where the answer is posted to.
pub const FORGET: &str = "/forget";
/// Where a purchase is posted to: `item`.
pub const BUY: &str = "/buy";
/// Where a receipt of consent is verified.
pub const VERIFY: &str = "/verify";
/// The script of that page, without its version.
pub const VERIFY_SCRIPT: &str = "/assets/verify.js";
/// The rung that stays on the device.
pub const DEVICE: &str = "/device";
/// The script of that rung, without its version.
pub const DEVICE_SCRIPT: &str = "/assets/device.js";
/// The style sheet, without its version.
pub const STYLESHEET: &str = "/assets/assent.css";

/// The field that says where to go afterwards; to be followed only when it is a path on this site.
pub const FIELD_BACK: &str = "back";
/// The parameter of a language.
pub const LANG: &str = "lang";
/// The parameter of what has just been done.
pub const DONE: &str = "done";

/// The field of a rung.
pub const FIELD_RUNG: &str = "rung";
/// The field of teaching.
pub const FIELD_TEACH: &str = "teach";
/// The field of a purpose.
pub const FIELD_PURPOSE: &str = "purpose";
/// The field of an answer about a purpose.
pub const FIELD_ANSWER: &str = "answer";
/// The field of a recipient, with the answer `no`.
pub const FIELD_RECIPIENT: &str = "recipient";
/// The field of a pause.
pub const FIELD_PAUSE: &str = "pause";
/// The field of the snapshot: what was shown, to be answered once.
pub const FIELD_SNAPSHOT: &str = "snapshot";
/// The field of the sealed name that a stranger who answers is to have.
pub const FIELD_NAME: &str = "name";
/// The field of an item.
pub const FIELD_ITEM: &str = "item";
/// The field of hiding.
pub const FIELD_HIDDEN: &str = "hidden";

/// The field of a topic of which nothing or less is wanted.
pub const FIELD_NO: &str = "no";
/// The field of a topic of which that is taken back; and the parameter of one that can be.
pub const FIELD_UNDO: &str = "undo";
/// The field of a category of items.
pub const FIELD_CATEGORY: &str = "category";
/// The field of a topic.
pub const FIELD_TOPIC: &str = "topic";
/// The field of a conclusion that is wrong.
pub const FIELD_CONTEST: &str = "contest";
/// The field of a channel.
pub const FIELD_CHANNEL: &str = "channel";
/// The field of the most messages a week.
pub const FIELD_MOST: &str = "most";
/// The field of quiet hours.
pub const FIELD_QUIET: &str = "quiet";
/// The field of a clock.
pub const FIELD_ZONE: &str = "zone";
/// The field of a private visit.
pub const FIELD_PRIVATE: &str = "private";
/// The field of a link that is let go.
pub const FIELD_LINK: &str = "link";
/// The field of what is looked for.
pub const FIELD_FIND: &str = "find";
/// The field of a restriction, which is ended with `no`.
pub const FIELD_RESTRICTED: &str = "restricted";
/// The field of the day until which there is a pause.
pub const FIELD_UNTIL: &str = "until";

/// The field of a basket.
pub const FIELD_BASKET: &str = "basket";
/// The field of the first day or moment.
pub const FIELD_FROM: &str = "from";
/// The field of the last day or moment.
pub const FIELD_TO: &str = "to";
/// The field of how everything loses its influence.
pub const FIELD_HOW: &str = "how";
/// The field of what is asked for.
pub const FIELD_KIND: &str = "kind";
/// The field of what somebody says in their own words.
pub const FIELD_SAYS: &str = "says";
/// The field of an earlier request.
pub const FIELD_ABOUT: &str = "about";

/// The way in with a ticket.
#[must_use]
pub fn enter(ticket: &str) -> String {
    format!("{ENTER}?{FIELD_TICKET}={}", segment(ticket))
}

/// The page of an item.
#[must_use]
pub fn item(id: &str) -> String {
    format!("/item/{}", segment(id))
}

/// A page of a department, counted from 0.
#[must_use]
pub fn department(name: &str, page: usize) -> String {
    let name = segment(name);
    if page == 0 { format!("/department/{name}") } else { format!("/department/{name}?page={page}") }
}

/// A receipt.
#[must_use]
pub fn receipt(id: &str) -> String {
    format!("{RECEIPTS}/{}", segment(id))
}

/// Why a thing was shown, by the receipt that tells it.
#[must_use]
pub fn why(receipt: &str, item: &str) -> String {
    format!("{WHY}/{}/{}", segment(receipt), segment(item))
}

/// This page with the news that something was said about a topic, which can be taken back there.
#[must_use]
pub fn with_undo(path: &str, word: &str, topic: &str) -> String {
    with(&with(path, DONE, word), FIELD_UNDO, &segment(topic))
}

/// The receipt of a statement, by its number and the word for its form.
#[must_use]
pub fn consent_receipt(number: usize, form: &str) -> String {
    format!("{DATA}/statements/{number}/receipt?format={form}")
}

/// This page in another language.
#[must_use]
pub fn in_language(path: &str, lang: &str) -> String {
    with(path, LANG, lang)
}

/// This page with the news of what has just been done.
#[must_use]
pub fn with_news(path: &str, word: &str) -> String {
    with(path, DONE, word)
}

fn with(path: &str, name: &str, value: &str) -> String {
    let join = if path.contains('?') { '&' } else { '?' };
    format!("{path}{join}{name}={value}")
}

/// A name as one segment of a path: whatever could mean something else there is escaped.
fn segment(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'~' => out.push(char::from(byte)),
            b'.' if name.bytes().any(|b| b != b'.') => out.push('.'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside_their_segment() {
        let check = |name, expected| assert_eq!(item(name), expected);
        check("enamel-kettle_1.5", "/item/enamel-kettle_1.5");
        check("../secret?x=1#y", "/item/..%2Fsecret%3Fx%3D1%23y");
        check("..", "/item/%2E%2E");
        check("Käse \"x\"", "/item/K%C3%A4se%20%22x%22");
    }

    #[test]
    fn the_language_joins_whatever_is_asked_already() {
        assert_eq!(in_language("/", "de"), "/?lang=de");
        assert_eq!(in_language("/department/books?page=2", "de"), "/department/books?page=2&lang=de");
    }
}
