//! English, for the rung that stays on the device.

use super::super::DeviceWords;

pub(super) const WORDS: DeviceWords = DeviceWords {
    name: "On my device",
    used: "what you buy and look at. It stays in this browser; the shop never sees it.",
    get: "nearly the best fit, worked out by your browser.",
    open: "See how",
    title: "On my device",
    lead: "What you buy and look at is kept in this browser and nowhere else. The shop publishes one list of what goes with what, the same \
           for everybody, and your browser does the rest.",
    no_script: "This needs JavaScript, which your browser has switched off. Every other choice works without it.",
    start: "Keep it on this device",
    stop: "Stop, and erase it here",
    shop_too: "The shop itself uses what you chose there:",
    picks: "Ranked by your browser",
    have: "What is kept here",
    save: "Save it as a file",
    item_note: "Kept on this device. The shop does not see it.",
    sentences: &[
        ("off", "Off. Nothing is kept on this device."),
        ("on", "On. What you do from now on is kept on this device."),
        ("blocked", "Your browser keeps nothing for this site, so this can not be switched on."),
        ("busy", "It is still open in another tab. Close that, and try again."),
        (
            "no_picks",
            "Nothing could be ranked: the list that it is ranked with is not there, or is not signed by the shop.",
        ),
        ("nothing", "Nothing yet. Look at a few things in the shop."),
        ("purchase", "bought"),
        ("view", "looked at"),
        ("rating", "rated"),
        ("return", "sent back"),
        ("out", "Do not use"),
        ("in", "Use again"),
    ],
};
