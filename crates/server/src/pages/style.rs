//! The one style sheet, and the promise to browsers that nothing else shapes a page.

use super::links;

/// The style sheet.
pub const STYLESHEET: &str = concat!(
    include_str!("css/base.css"),
    include_str!("css/frame.css"),
    include_str!("css/goods.css"),
    include_str!("css/ladder.css"),
    include_str!("css/papers.css"),
    include_str!("css/center.css"),
    include_str!("css/verify.css"),
);

/// What a page may load and do, to be sent with every one of them.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// The same, for a page that pages of these origins may show in a frame.
#[must_use]
pub fn framed_security_policy(embedders: &[String]) -> String {
    CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", &format!("frame-ancestors {}", embedders.join(" ")))
}

/// The style sheet's version: it changes with its contents, so that a browser may keep a version for good.
const VERSION: u64 = fingerprint(STYLESHEET.as_bytes());

/// The style sheet's address, with its version.
#[must_use]
pub fn stylesheet_href() -> String {
    format!("{}?v={VERSION:016x}", links::STYLESHEET)
}

/// FNV-1a: enough to tell two versions of a file apart.
pub const fn fingerprint(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}
