//! Verifying a receipt of consent in the browser: the one page with a script, which sends nothing. Without it the page says
//! how the command line does it.

use super::frame::{document, languages};
use super::style::fingerprint;
use super::{links, parts};
use crate::language::words::VerifyWords;
use crate::language::{self, Words};
use domain::Lang;
use maud::{Markup, html};

/// The script.
pub const VERIFY_SCRIPT: &str = include_str!("script/verify.js");

/// What this one page may load and do: its own script, and ask this site for its keys. Scripts that come as text have no way in.
pub const VERIFY_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; \
     img-src 'self' data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'";

/// The script's version.
const VERSION: u64 = fingerprint(VERIFY_SCRIPT.as_bytes());

/// The script's address, with its version.
#[must_use]
pub fn verify_script_href() -> String {
    format!("{}?v={VERSION:016x}", links::VERIFY_SCRIPT)
}

/// The page, with the address of this site's keys. It knows no visitor and stands by itself: no shop's menu, no rung.
#[must_use]
pub fn verify(lang: Lang, keys: &str) -> Markup {
    let all = language::of(lang);
    let words = &all.verify;
    let script = html! { script type="module" src=(verify_script_href()) {} };
    let body = html! {
        a.skip href="#main" { (all.frame.skip) }
        header.masthead {
            a.brand href=(links::VERIFY) { (parts::mark()) span { (words.brand) } }
            (languages(all.frame.language, lang, links::VERIFY))
        }
        main id="main" tabindex="-1" {
            (parts::head(words.title, words.lead))
            noscript { section.letter { p { (words.no_script) } pre { (words.command) } } }
            (form(words, keys))
            section.verdict-of-receipt id="verdict" role="status" aria-live="polite" {}
            (sentences(all))
        }
        footer.foot { div { p { (words.foot) } } }
    };
    document(lang, words.title, &script, &body)
}

/// Shown by the script, which it is useless without.
fn form(words: &VerifyWords, keys: &str) -> Markup {
    html! {
        section.verifier id="verifier" data-keys=(keys) hidden {
            div.field {
                label for="receipt" { (words.receipt) }
                textarea id="receipt" rows="9" spellcheck="false" autocomplete="off" {}
            }
            div.field {
                label for="file" { (words.file) }
                input id="file" type="file" accept=".txt,text/plain";
            }
            div.field {
                label for="key" { (words.key) }
                input id="key" type="text" spellcheck="false" autocomplete="off" aria-describedby="key-note";
                p.note id="key-note" { (words.key_note) }
            }
            p { button.button id="check" type="button" { (words.check) } }
        }
    }
}

/// Every sentence and word that the script may need, so that it has none of its own.
fn sentences(all: &Words) -> Markup {
    let groups =
        [("kind", &all.keys.statements), ("purpose", &all.keys.purposes), ("category", &all.keys.kinds_of_data)];
    let groups = groups.into_iter().chain([("channel", &all.keys.channels)]);
    html! {
        ul id="words" hidden {
            @for (key, sentence) in &all.verify.sentences { li data-key=(key) { (sentence) } }
            @for (group, keys) in groups {
                @for (key, word) in keys { li data-key={ (group) "." (key) } { (word) } }
            }
        }
    }
}
