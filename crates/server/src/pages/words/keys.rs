//! Words for keys that come from elsewhere: purposes, categories, verbs, codes of gates, laws.

use super::{Keys, Words};

fn find(keys: Keys, key: &str) -> &str {
    keys.iter().find(|(known, _)| *known == key).map_or(key, |(_, word)| word)
}

impl Words {
    /// What data is used for.
    pub(in super::super) fn purpose<'k>(&self, key: &'k str) -> &'k str {
        find(self.keys.purposes, key)
    }

    /// A use for a purpose, as the title of its receipt.
    pub(in super::super) fn use_of<'k>(&self, key: &'k str) -> &'k str {
        find(self.keys.uses, key)
    }

    /// A category of data.
    pub(in super::super) fn kind_of_data<'k>(&self, key: &'k str) -> &'k str {
        find(self.keys.kinds_of_data, key)
    }

    /// What was said.
    pub(in super::super) fn statement<'k>(&self, key: &'k str) -> &'k str {
        find(self.keys.statements, key)
    }

    /// What was done.
    pub(in super::super) fn verb<'k>(&self, key: &'k str) -> &'k str {
        find(self.keys.verbs, key)
    }

    /// Where a law is from.
    pub(in super::super) fn law<'k>(&self, key: &'k str) -> &'k str {
        find(self.keys.laws, key)
    }

    /// A recipient's role.
    pub(in super::super) fn role<'k>(&self, key: &'k str) -> &'k str {
        find(self.recipients.roles, key)
    }

    /// An age band.
    pub(in super::super) fn age<'k>(&self, key: &'k str) -> &'k str {
        find(self.keys.ages, key)
    }

    /// Where consent stands.
    pub(in super::super) fn state<'k>(&self, key: &'k str) -> &'k str {
        find(self.center.states, key)
    }

    /// What something was drawn for.
    pub(in super::super) fn draw<'k>(&self, key: &'k str) -> &'k str {
        find(self.receipt.draws, key)
    }

    /// What the odds of a draw were made of.
    pub(in super::super) fn odds<'k>(&self, key: &'k str) -> &'k str {
        find(self.receipt.odds, key)
    }

    /// A signal of a browser.
    pub(in super::super) fn signal<'k>(&self, key: &'k str) -> &'k str {
        find(self.center.signal_names, key)
    }

    /// What is asked for about one's data.
    pub(in super::super) fn request<'k>(&self, key: &'k str) -> &'k str {
        find(self.rights.kinds, key)
    }

    /// How far that is.
    pub(in super::super) fn stage<'k>(&self, key: &'k str) -> &'k str {
        find(self.rights.stages, key)
    }

    /// What somebody is known by.
    pub(in super::super) fn identifier<'k>(&self, key: &'k str) -> &'k str {
        find(self.data.identifiers, key)
    }

    /// A channel.
    pub(in super::super) fn channel<'k>(&self, key: &'k str) -> &'k str {
        find(self.keys.channels, key)
    }
}

#[cfg(test)]
mod tests {
    use super::super::of;
    use domain::Lang;

    #[test]
    fn every_language_knows_the_same_keys() {
        let keys = |lang: Lang| {
            let keys = &of(lang).keys;
            [
                keys.purposes,
                keys.uses,
                keys.kinds_of_data,
                keys.statements,
                keys.verbs,
                keys.laws,
                keys.ages,
                keys.channels,
                of(lang).verify.sentences,
                of(lang).center.states,
                of(lang).center.signal_names,
                of(lang).rights.kinds,
                of(lang).rights.stages,
                of(lang).data.identifiers,
                of(lang).asking.notes,
            ]
            .map(|keys| keys.iter().map(|(key, _)| *key).collect::<Vec<_>>())
        };
        assert_eq!(keys(Lang::En), keys(Lang::De));
    }

    #[test]
    fn a_key_without_words_stands_for_itself() {
        assert_eq!(of(Lang::De).purpose("new_purpose"), "new_purpose");
        assert_eq!(of(Lang::De).verb("purchase"), "Gekauft");
    }
}
