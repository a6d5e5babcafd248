//! A key that somebody wants: what it may do, what it is for, and where a browser's key works from.

use crate::KeyKind;

/// Most characters of a label.
pub const KEY_LABEL_CHARS_MAX: usize = 200;
/// Most origins of one key.
pub const KEY_ORIGINS_MAX: usize = 16;
/// Most characters of the name of whoever holds a key.
pub const KEY_HOLDER_CHARS_MAX: usize = 100;
/// Most characters of an origin.
pub const ORIGIN_CHARS_MAX: usize = 300;

/// A key that can be made.
#[derive(Clone, Debug)]
pub struct NewKey {
    pub(crate) kind: KeyKind,
    pub(crate) label: String,
    pub(crate) origins: Vec<String>,
    pub(crate) holder: Option<String>,
}

/// Why a key can not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyMistake {
    /// An empty label, a long one, or one that a screen would obey.
    #[error("a label has 1 to 200 characters of text")]
    Label,
    /// An empty name of a holder, a long one, or one that a screen would obey.
    #[error("a holder has 1 to 100 characters of text")]
    Holder,
    /// A browser's key without an origin would work nowhere.
    #[error("a browser key needs an origin that it works from")]
    NoOrigin,
    /// An origin that would promise what is not kept: other keys work from everywhere.
    #[error("only a browser key has origins")]
    IdleOrigins,
    /// More than [`KEY_ORIGINS_MAX`].
    #[error("a key has at most 16 origins")]
    TooManyOrigins,
    /// Not an origin as browsers write it, so it would never match.
    #[error("an origin is http:// or https://, a host and perhaps a port, in lower case and with nothing behind")]
    Origin {
        /// Which of them, from 0.
        at: usize,
    },
}

impl NewKey {
    /// A key of this kind.
    ///
    /// # Errors
    /// [`KeyMistake`] where it would be of no use, or of another than it seems.
    pub fn parse(kind: KeyKind, label: &str, origins: Vec<String>) -> Result<Self, KeyMistake> {
        let long = label.chars().count() > KEY_LABEL_CHARS_MAX;
        if long || label.trim().is_empty() || label.chars().any(char::is_control) {
            return Err(KeyMistake::Label);
        }
        match (kind, origins.len()) {
            (KeyKind::BrowserWrite, 0) => return Err(KeyMistake::NoOrigin),
            (KeyKind::BrowserWrite, count) if count > KEY_ORIGINS_MAX => return Err(KeyMistake::TooManyOrigins),
            (KeyKind::BrowserWrite, _) | (_, 0) => {}
            (_, _) => return Err(KeyMistake::IdleOrigins),
        }
        match origins.iter().position(|origin| !is_origin(origin)) {
            Some(at) => Err(KeyMistake::Origin { at }),
            None => Ok(Self { kind, label: label.to_owned(), origins, holder: None }),
        }
    }

    /// The same, held by a person, as they are called in the shop.
    ///
    /// # Errors
    /// [`KeyMistake::Holder`] where it is no name.
    pub fn held_by(self, holder: Option<&str>) -> Result<Self, KeyMistake> {
        let Some(holder) = holder else { return Ok(self) };
        let long = holder.chars().count() > KEY_HOLDER_CHARS_MAX;
        if long || holder.trim().is_empty() || holder.chars().any(char::is_control) {
            return Err(KeyMistake::Holder);
        }
        Ok(Self { holder: Some(holder.trim().to_owned()), ..self })
    }
}

/// Whether it is an origin as a browser sends it (RFC 6454, section 6.2): the scheme's own port is left out.
#[must_use]
pub fn is_origin(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let own_port = match scheme {
        "https" => ":443",
        "http" => ":80",
        _ => return false,
    };
    let (host, port) = match rest.rfind(':').filter(|at| !rest[*at..].contains(']')) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
    let six = |host: &str| host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).is_some_and(|h| h.contains(':'));
    let named = host.chars().all(plain) || (six(host) && host.chars().all(|c| plain(c) || "[]:".contains(c)));
    let number = port.is_empty() || port[1..].parse::<u16>().is_ok_and(|n| port == format!(":{n}"));
    text.len() <= ORIGIN_CHARS_MAX && !host.is_empty() && named && number && port != own_port
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: KeyKind, label: &str, origins: &[&str], expected: Option<KeyMistake>) {
        let origins = origins.iter().map(|origin| (*origin).to_owned()).collect();
        assert_eq!(NewKey::parse(kind, label, origins).err(), expected, "{label}");
    }

    #[test]
    fn a_key_that_would_be_of_no_use_is_not_made() {
        let page = "https://shop.example";
        check(KeyKind::Decide, "storefront", &[], None);
        check(KeyKind::Decide, "storefront", &[page], Some(KeyMistake::IdleOrigins));
        check(KeyKind::BrowserWrite, "pages", &[page], None);
        check(KeyKind::BrowserWrite, "pages", &[], Some(KeyMistake::NoOrigin));
        check(KeyKind::BrowserWrite, "pages", &[page; KEY_ORIGINS_MAX], None);
        check(KeyKind::BrowserWrite, "pages", &[page; KEY_ORIGINS_MAX + 1], Some(KeyMistake::TooManyOrigins));
        for label in ["", " ", "a\u{1b}[31m", "x".repeat(KEY_LABEL_CHARS_MAX + 1).as_str()] {
            check(KeyKind::Decide, label, &[], Some(KeyMistake::Label));
        }
        check(KeyKind::Decide, &"\u{e4}".repeat(KEY_LABEL_CHARS_MAX), &[], None);
        for holder in [" ", "a\u{1b}[31m", "x".repeat(KEY_HOLDER_CHARS_MAX + 1).as_str()] {
            let key = NewKey::parse(KeyKind::Admin, "files", Vec::new()).unwrap();
            assert_eq!(key.held_by(Some(holder)).err(), Some(KeyMistake::Holder));
        }
    }

    #[test]
    fn an_origin_is_what_a_browser_sends() {
        for origin in [
            "https://shop.example",
            "http://127.0.0.1:8080",
            "https://a-b.example:8443",
            "http://[::1]",
            "http://[::1]:8080",
        ] {
            check(KeyKind::BrowserWrite, origin, &[origin], None);
        }
        for origin in [
            "null",
            "*",
            "shop.example",
            "https://",
            "https://Shop.example",
            "https://shop.example/",
            "https://shop.example:443",
            "http://shop.example:80",
            "https://shop.example:",
            "https://shop.example:08443",
            "https://shop.example:80801",
            "https://user@shop.example",
            "ftp://shop.example",
            "https://shop.example?x",
            "https://a:1:2",
        ] {
            let last = ["https://shop.example", origin];
            check(KeyKind::BrowserWrite, origin, &last, Some(KeyMistake::Origin { at: 1 }));
        }
    }
}
