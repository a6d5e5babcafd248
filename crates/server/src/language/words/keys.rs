//! Words for keys that come from elsewhere: purposes, categories, verbs, codes of gates, laws.

use super::{Text, Words};

/// Where consent stands.
pub const STATES: &[&str] = &[
    "never_asked",
    "requested",
    "deferred",
    "given",
    "renewed",
    "partly",
    "refused",
    "withdrawn",
    "expired",
    "invalidated",
];
/// Signals of a browser.
pub const SIGNALS: &[&str] = &["gpc", "dnt", "adpc"];
/// What the script of the device rung says.
pub const DEVICE_SENTENCES: &[&str] =
    &["off", "on", "blocked", "busy", "no_picks", "nothing", "purchase", "view", "rating", "return", "out", "in"];
/// What somebody is known by.
pub const IDENTIFIERS: &[&str] = &["account", "device", "contact"];
/// Recipients' roles.
pub const ROLES: &[&str] = &["processor", "joint", "controller"];
/// What is asked for about one's data.
pub const REQUESTS: &[&str] = &[
    "access",
    "portability",
    "correct",
    "contest_inference",
    "erase",
    "restrict",
    "object",
    "opt_out",
    "limit_sensitive",
    "recipients",
    "explain",
    "human_review",
    "complaint",
    "appeal",
];
/// How far that is.
pub const STAGES: &[&str] =
    &["received", "identity_check", "waiting", "in_progress", "extended", "done", "refused", "revoked"];
/// What comes of it at once.
pub const REQUEST_NOTES: &[&str] =
    &["access", "portability", "recipients", "explain", "restrict", "limit_sensitive", "opt_out"];
/// What the script that verifies receipts says.
pub const VERIFY_SENTENCES: &[&str] = &[
    "proven",
    "not_proven",
    "key_fetched",
    "key_given",
    "said",
    "about",
    "when",
    "who",
    "how",
    "notice",
    "signed_by",
    "made",
    "number",
    "ledger",
    "of",
    "whole",
    "not_recorded",
    "every.purpose",
    "every.category",
    "every.channel",
    "why.empty",
    "why.too_long",
    "why.not_text",
    "why.form",
    "why.line",
    "why.changed",
    "why.other_key",
    "why.key",
    "why.no_key",
    "why.no_answer",
    "why.not_a_receipt",
    "why.unsupported",
    "why.fault",
];
/// What was drawn for.
pub const DRAWS: &[&str] = &["slot", "experiment"];
/// What the odds of a draw were made of.
pub const ODDS: &[&str] = &["fixed", "nothing", "everybody", "group", "personal", "shares"];
/// What data is used for.
pub const PURPOSES: &[&str] = &["recommend", "train", "message", "ads", "measure", "access"];
/// The same as titles of receipts.
pub const USES: &[&str] = &["recommend", "train", "message", "ads", "measure", "access"];
/// Categories of data.
pub const KINDS_OF_DATA: &[&str] = &[
    "activity.purchase",
    "activity.view",
    "activity.rating",
    "activity.visit",
    "trait.interest",
    "trait.group",
    "gender",
    "age",
    "race",
    "zip",
    "health",
];
/// What was said.
pub const STATEMENTS: &[&str] =
    &["grant", "renew", "guardian_grant", "opt_in", "refuse", "withdraw", "object", "opt_out", "limit", "invalidate"];
/// What was done.
pub const VERBS: &[&str] = &["purchase", "return", "view", "rating"];
/// Where a law is from.
pub const LAWS: &[&str] = &["zz-strict", "eu", "uk", "us-ca", "us-md"];
/// Age bands.
pub const AGES: &[&str] = &["adult", "teen", "child", "unknown"];
/// Channels.
pub const CHANNELS: &[&str] = &["web", "app", "email", "push"];
/// The purposes of the policy that ships, each with what a person gets from it.
pub const BENEFITS: &[&str] = &["ads", "measure", "message", "recommend", "train"];
/// The keys of a vocabulary in their order, each with its words. A key that is not here stands for itself.
pub struct Keys(Vec<(&'static str, Text)>);

impl Keys {
    pub(in super::super) fn new(words: Vec<(&'static str, Text)>) -> Self {
        Self(words)
    }

    /// The words for a key, where there are any.
    pub fn get(&self, key: &str) -> Option<Text> {
        self.0.iter().find(|(known, _)| *known == key).map(|(_, words)| *words)
    }

    /// The words for a key; else the key.
    pub fn find<'k>(&self, key: &'k str) -> &'k str {
        self.get(key).unwrap_or(key)
    }
}

impl<'w> IntoIterator for &'w Keys {
    type Item = &'w (&'static str, Text);
    type IntoIter = std::slice::Iter<'w, (&'static str, Text)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

macro_rules! vocabularies {
    ($($(#[$doc:meta])* $name:ident: $($place:ident).+;)*) => {
        impl Words {$(
            $(#[$doc])*
            pub fn $name<'k>(&self, key: &'k str) -> &'k str {
                self.$($place).+.find(key)
            }
        )*}
    };
}

vocabularies! {
    /// What data is used for.
    purpose: keys.purposes;
    /// A use for a purpose, as the title of its receipt.
    use_of: keys.uses;
    /// A category of data.
    kind_of_data: keys.kinds_of_data;
    /// What was said.
    statement: keys.statements;
    /// What was done.
    verb: keys.verbs;
    /// Where a law is from.
    law: keys.laws;
    /// A recipient's role.
    role: recipients.roles;
    /// An age band.
    age: keys.ages;
    /// Where consent stands.
    state: center.states;
    /// A signal of a browser.
    signal: center.signal_names;
    /// What is asked for about one's data.
    request: rights.kinds;
    /// How far that is.
    stage: rights.stages;
    /// What somebody is known by.
    identifier: data.identifiers;
    /// What something was drawn for.
    draw: receipt.draws;
    /// What the odds of a draw were made of.
    odds: receipt.odds;
    /// A channel.
    channel: keys.channels;
    /// What a code of the gate says to a person.
    code: refusal.codes;
}

#[cfg(test)]
mod tests {
    use crate::language::{built_in, of};
    use app::Policy;
    use domain::Lang;

    #[test]
    fn a_key_without_words_stands_for_itself() {
        assert_eq!(of(Lang::DE).purpose("new_purpose"), "new_purpose");
        assert_eq!(of(Lang::DE).verb("purchase"), "Gekauft");
    }

    #[test]
    fn the_files_say_of_every_purpose_what_the_policy_says_of_it() {
        let policy = Policy::shipped().expect("it ships");
        for spoken in built_in() {
            let told: Vec<_> = (&spoken.words.keys.benefits).into_iter().copied().collect();
            let due: Vec<_> = policy.purposes().map(|(key, entry)| (key, entry.benefit(spoken.lang))).collect();
            assert_eq!(told, due);
        }
    }
}
