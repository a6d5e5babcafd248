//! The rung that stays on the device: its page, and the script that keeps and ranks in the browser.

use super::frame::{Frame, Tab};
use super::style::fingerprint;
use super::{ladder, links, parts};
use crate::language::words::DeviceWords;
use maud::{Markup, html};

/// The script. It imports the module that every shop's pages can have.
pub const DEVICE_SCRIPT: &str = include_str!("script/device.js");

/// What pages with this script may load and do: its modules and a worker from this site, and ask this site for the model. One
/// string alone becomes the address of a script, that of the worker.
pub const DEVICE_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; \
     style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
     require-trusted-types-for 'script'; trusted-types assent";

/// The script's version.
const VERSION: u64 = fingerprint(DEVICE_SCRIPT.as_bytes());

/// The script's address, with its version.
#[must_use]
pub fn device_script_href() -> String {
    format!("{}?v={VERSION:016x}", links::DEVICE_SCRIPT)
}

/// The script as a page's head has it.
pub(super) fn script() -> Markup {
    html! { script type="module" src=(device_script_href()) {} }
}

/// The page.
#[must_use]
pub fn device(frame: &Frame) -> Markup {
    let words = &frame.words().device;
    let main = html! {
        (parts::head(words.title, words.lead))
        noscript { section.letter { p { (words.no_script) } } }
        section.device id="device" hidden {
            p.state id="state" role="status" {}
            p.acts {
                button.button id="start" type="button" hidden { (words.start) }
                button.button id="stop" type="button" hidden { (words.stop) }
            }
            p.note { (words.shop_too) " " a href=(links::PREFERENCES) { (ladder::words(frame.rung, frame.words()).name) } }
            section id="picks" aria-labelledby="picks-title" hidden {
                h2 id="picks-title" { (words.picks) }
                ol.rows.picks lang=[frame.goods()] {}
            }
            section id="have" aria-labelledby="have-title" hidden {
                h2 id="have-title" { (words.have) }
                ul.rows {}
                p { button.button.small id="save" type="button" { (words.save) } }
            }
        }
        (sentences(words))
    };
    frame.page_with(Tab::Elsewhere, words.title, &script(), &main)
}

/// The answer on the ladder: it is given on the page itself, by the browser and to nobody else.
pub(super) fn answer(frame: &Frame, more: &Markup) -> Markup {
    let (words, means) = (&frame.words().consent, &frame.words().device);
    html! {
        a.choice href=(links::DEVICE) {
            span.name { (ladder::device_glyph()) (means.name) }
            span.text {
                span { b { (words.used) } " " (means.used) }
                span { b { (words.get) } " " (means.get) }
                (more)
            }
            span.act { (means.open) }
        }
    }
}

/// What an item's page says where it was kept here, hidden until the script knows.
pub(super) fn item_note(frame: &Frame) -> Markup {
    html! { p.keeps id="kept-here" hidden { (ladder::device_glyph()) span { (frame.words().device.item_note) } } }
}

/// Every sentence that the script may need, so that it has none of its own.
fn sentences(words: &DeviceWords) -> Markup {
    html! { ul id="words" hidden { @for (key, sentence) in &words.sentences { li data-key=(key) { (sentence) } } } }
}
