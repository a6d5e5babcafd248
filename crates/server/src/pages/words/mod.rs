//! All words of the pages, in each language: a word that is missing in one of them does not compile.

mod de;
mod en;
mod format;
mod keys;

use domain::Lang;

pub(super) use format::Written;

/// The words of a language.
pub(super) const fn of(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &en::WORDS,
        Lang::De => &de::WORDS,
    }
}

/// Keys of an open vocabulary, each with its words. A key that is not here stands for itself.
pub(super) type Keys = &'static [(&'static str, &'static str)];
type Count = fn(usize) -> String;
type Counts = fn(usize, usize) -> String;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$inner:meta])* $field:ident: $kind:ty,)* })*) => {$(
        $(#[$doc])*
        pub struct $name {
            $($(#[$inner])* pub(super) $field: $kind,)*
        }
    )*};
}

type Text = &'static str;

words! {
    /// All words of a language.
    Words {
        frame: FrameWords,
        news: NewsWords,
        contextual: RungWords,
        visit: RungWords,
        group: RungWords,
        personal: RungWords,
        consent: ConsentWords,
        choices: ChoicesWords,
        center: CenterWords,
        device: DeviceWords,
        shop: ShopWords,
        less: LessWords,
        why: WhyWords,
        category: CategoryWords,
        item: ItemWords,
        data: DataWords,
        recipients: RecipientsWords,
        rights: RightsWords,
        interests: InterestsWords,
        messages: MessagesWords,
        asking: AskingWords,
        history: HistoryWords,
        receipts: ReceiptsWords,
        receipt: ReceiptWords,
        forget: ForgetWords,
        problem: ProblemWords,
        verify: VerifyWords,
        keys: KeyWords,
    }

    /// Around every page.
    FrameWords {
        skip: Text, menu: Text, language: Text, banner: Text,
        shop: Text, choices: Text, data: Text, history: Text, receipts: Text,
        change: Text, choose: Text, forget: Text, foot: Text, paused: Text, private: Text, end_private: Text,
        /// Until this moment.
        paused_until: fn(&str) -> String,
        /// Beside the rung in force, where their activity teaches.
        teaches: Text,
    }

    /// What has just been done.
    NewsWords {
        /// Chosen, and the browser came back without its cookie.
        no_cookie: Text,
        chosen: Text, teaches: Text, teaches_not: Text, hidden: Text, shown_again: Text,
        bought_kept: Text, bought_for_visit: Text, bought_to_teach: Text, bought_not_kept: Text,
        old_page: Text, paused: Text, goes_on: Text, said_no: Text, said_yes: Text, noted: Text,
        all_hidden: Text, all_deleted: Text, asked: Text, less: Text, left_out: Text, for_visit: Text, taken_back: Text,
        interest_kept: Text, interest_gone: Text, interest_not_kept: Text, contested: Text, limit_set: Text,
        paused_until: Text, private_begins: Text, private_ends: Text, unlinked: Text,
    }

    /// A rung: its name, what is used, what the person gets, and the sentence while it is in force.
    /// `{people}` in what is used stands for the fewest people of a group.
    RungWords { name: Text, used: Text, get: Text, banner: Text, }

    /// The question.
    ConsentWords {
        title: Text, intro: Text, teach_label: Text, teach_note: Text, look_around: Text,
        used: Text, get: Text, choose_this: Text,
    }

    /// What the notice's second layer says: the page where every answer can be changed.
    ChoicesWords {
        title: Text, lead: Text, ladder: Text, in_force: Text,
        /// In force, and said on this day.
        in_force_of: fn(&str) -> String,
        teach: Text,
        /// Fewest people behind a link.
        teach_note: fn(u32) -> String,
        yes: Text, no: Text,
        always: Text, always_here: Text, always_lines: [Text; 3],
    }

    /// The rest of that page, the preference center.
    CenterWords {
        in_short: Text, kept: Text, kept_nothing: Text, bought: Count, returned: Count, looked_at: Count, rated: Count, said: Count,
        hidden: Count, receipts: Count,
        why: Text, why_no_data: Text, why_nothing: Text, why_paused: Text,
        who: Text, who_nobody: Text, get: Text,
        pause: Text, go_on: Text, pause_note: Text, paused_note: Text, in_force_paused: Text,
        restricted: Text, end_restriction: Text, in_force_private: Text, pause_until: Text, until_day: Text, pause_until_button: Text,
        /// Until this moment.
        paused_until_note: fn(&str) -> String,
        cost: Text, cost_nothing: Text,
        /// What part of the fit is lost, in hundredths, and the two figures.
        cost_of: fn(&str, &str, &str) -> String,
        /// What was measured, on what, with how many people.
        measured: fn(&str, &str) -> String,
        purposes: Text, purposes_lead: Text,
        /// Since this day.
        since: fn(&str) -> String,
        /// Until this day.
        until: fn(&str) -> String,
        notice: Text,
        /// A notice, by its key, its version, and its language.
        version: fn(&str, u32, &str) -> String,
        receipt: Text, by_signal: Text, no_question: Text,
        states: Keys,
        signals: Text, signals_lead: Text, signal_names: Keys, sent: Text, not_sent: Text,
        /// Seen first on this day.
        seen: fn(&str) -> String,
        closes: Text, would_close: Text, nothing_else: Text,
        settings: Text, setting_links: [(Text, Text); 4],
        ways: Text, links: [(Text, Text); 4],
    }

    /// The storefront.
    ShopWords {
        for_you: Text, this_visit: Text, popular: Text,
        /// How many things of a history were used.
        from_history: Count,
        /// How many things of a visit were used.
        from_visit: Count,
        from_group: Text, for_everybody: Text, nothing_yet: Text, receipt: Text, browse: Text,
        /// How many things there are.
        things: Count,
    }

    /// Less of it: the buttons on a thing, why it is there, and what somebody wants less of.
    LessWords {
        less: Text, not: Text, undo: Text,
        more: Text, title: Text, switch: Text, switch_note: Text, gone: Text, less_title: Text, less_note: Text,
        all: Text, lead: Text, none: Text, kept: Text, kept_note: Text, visit: Text, visit_note: Text, take_back: Text,
        /// How many things are left out in this visit.
        left_out: Count,
        /// A topic by its kind, around its name.
        like_this: fn(&str) -> String, this: fn(&str) -> String, of_seller: fn(&str) -> String, of_kind: fn(&str) -> String,
    }

    /// Why this.
    WhyWords {
        why: Text, sum: Text, nothing_personal: Text, receipt: Text, dont_use: Text,
        together: Text, again: Text, popular: Text, similar: Text, filler: Text,
        disliked: Text, alike: Text, mix: Text, outside: Text, variety: Text,
        upgrade: Text, add_on: Text, cart: Text, interest: Text, fatigue: Text, explore: Text, group: Text, less: Text,
    }

    /// Departments.
    CategoryWords {
        trail: Text, order: Text, pages: Text, previous: Text, next: Text,
        /// A page of how many.
        page_of: Counts,
    }

    /// A thing.
    ItemWords {
        buy: Text, demo: Text, sold_out: Text, similar: Text, similar_note: Text,
        keeps_unsaid: Text, keeps_paused: Text, keeps_private: Text, keeps_nothing: Text, keeps_visit: Text, keeps_personal: Text, keeps_group: Text, teaches: Text,
    }

    /// What is held.
    DataWords {
        title: Text, lead: Text, none: Text, events: Text, statements: Text, hidden: Text, receipts: Text,
        who: Text, who_note: Text, id: Text, since: Text, age: Text, laws: Text, opt_out: Text,
        did: Text, said: Text, hid: Text, when: Text, what: Text, item: Text, used_for: Text, answer: Text, about: Text, how: Text,
        hidden_by_you: Text, for_nothing: Text, everything: Text, nothing_yet: Text,
        /// The newest of how many.
        newest: Counts,
        ways: Text, ways_note: Text, export: Text,
        /// The receipts of a statement: ISO 27560, Kantara.
        receipt_forms: [Text; 2], receipts_note: Text, verify: Text,
        groups: Text, groups_none: Text,
        /// With `{people}` for how many there are at least.
        groups_lead: Text,
        /// Because they said so of something narrower, or of this.
        group_because: [Text; 2],
        /// Whether they count in it, and are answered by it: yes, no.
        group_counts: [Text; 2], group_answers: [Text; 2],
        known_by: Text, known_by_note: Text, since_day: Text, verified: Text, unlink: Text, identifiers: Keys,
    }

    /// Who gets it.
    RecipientsWords {
        title: Text, nobody: Text, lead: Text, purposes: Text, regions: Text, handed_on: Text,
        /// How often, and on which day last.
        given: fn(usize, &str) -> String,
        given_nothing: Text, removed: Text, refused: Text,
        /// Who else receives something, beside a question.
        asked: fn(&str) -> String,
        roles: Keys,
    }

    /// What somebody does about what is held.
    RightsWords {
        hide: Text, hide_note: Text, acts: Count, basket: Text, from: Text, to: Text, hide_period: Text, hidden_now: Text,
        kinds_of_things: Text, orders: Text, time: Text, past: Text, past_and_future: Text, contested: Text,
        private: Text, private_note: Text, private_begin: Text, private_is_on: Text, private_end: Text,
        anew: Text, anew_note: Text, anew_hide: Text, anew_delete: Text, archive: Text,
        kinds: Keys, stages: Keys,
    }

    /// What somebody likes.
    InterestsWords {
        title: Text, lead: Text, said: Text, said_nothing: Text, liked: Text, never: Text, take_back: Text, topic: Text,
        like: Text, never_show: Text, choose_first: Text, concluded: Text, concluded_lead: Text, concluded_nothing: Text,
        /// How many things, and what share.
        rests_on: fn(usize, &str) -> String,
        wrong: Text, contested: Text, contested_note: Text, other: Text,
    }

    /// How somebody may be reached.
    MessagesWords {
        title: Text, lead: Text, may: Text, only_less: Text, choose_first: Text, often: Text, no_limit: Text, none: Text,
        /// Most a week.
        most: Count,
        /// How many in the last seven days.
        sent: Count,
        quiet: Text, quiet_none: Text,
        /// From, to, by whose clock.
        quiet_is: fn(&str, &str, &str) -> String,
        from: Text, to: Text, zone: Text, set_quiet: Text, no_quiet: Text,
        topics: Text, topics_lead: Text, topic_off: Text, topic_on: Text, is_off: Text,
    }

    /// What somebody asks for about their data.
    AskingWords {
        title: Text, lead: Text, none: Text, asked: Text, asked_at: Text, ask: Text, own_words: Text, by_shop: Text,
        by_shop_note: Text, at_once: Text, at_once_note: Text, now: Text, further: Text, notes: Keys,
        /// Until this day, so many days from now, by this law.
        due: fn(&str, i64, &str) -> String,
        /// Since this day.
        stopped: fn(&str) -> String,
        /// On this day.
        closed: fn(&str) -> String,
        /// How many are not closed.
        open: Count,
    }

    /// The history.
    HistoryWords {
        title: Text, lead: Text, none: Text, hide: Text, show: Text, hidden: Text, find: Text, find_button: Text, all: Text,
        /// How many have what was looked for.
        found: Count,
        /// How many things, and how many of them are hidden.
        counts: Counts,
        /// How many earlier acts are not shown.
        earlier: Count,
    }

    /// The receipts.
    ReceiptsWords {
        title: Text, lead: Text, none: Text, nothing_used: Text,
        /// How many things were used.
        used: Count,
        /// The newest of more.
        newest: Count,
    }

    /// A receipt.
    ReceiptWords {
        asked: Text, decided: Text, left: Text, purpose: Text, channel: Text, no_gates: Text, open: Text, closed: Text,
        nothing_left: Text, proof: Text, proof_note: Text, number: Text, policy: Text, ledger: Text, group: Text,
        own_look: Text, own_shown: Text, same_for_all: Text, without: Text, would_have_seen: Text, anyway: Text, without_note: Text,
        /// How many entries were used, and how many of how many would have been others.
        changed: fn(usize, usize, usize) -> String,
        drawn: Text, drawn_this: Text,
        /// Whether what comes of it is counted: yes, no.
        drawn_counts: [Text; 2],
        /// What it was for, and what the odds were made of.
        draws: Keys, odds: Keys,
        /// Who like what, and how many they are at least.
        group_of: fn(&str, u32) -> String,
    }

    /// Forgetting.
    ForgetWords {
        title: Text, lead: Text, nothing: Text,
        /// What goes: things done, things said, receipts.
        gone: fn(usize, usize, usize) -> String,
        lines: [Text; 3], no_undo: Text, export_first: Text, yes: Text, no: Text,
        done: Text, done_lead: Text, done_lines: [Text; 3], back: Text,
    }

    /// Problems.
    ProblemWords {
        come_anew: Text, come_anew_lead: Text,
        nothing_here: Text, nothing_here_lead: Text, not_yours: Text, not_yours_lead: Text, too_much: Text,
        too_much_lead: Text, mistake: Text, mistake_lead: Text, fault: Text, fault_lead: Text, back: Text, code: Text,
    }

    /// The rung that stays on the device.
    DeviceWords {
        name: Text, used: Text, get: Text, open: Text, title: Text, lead: Text, no_script: Text, start: Text, stop: Text,
        shop_too: Text, picks: Text, have: Text, save: Text, item_note: Text,
        /// What the script says, each by the word that it asks for.
        sentences: Keys,
    }

    /// Verifying a receipt.
    VerifyWords {
        brand: Text, title: Text, lead: Text, no_script: Text, command: Text, receipt: Text, file: Text, key: Text,
        key_note: Text, check: Text, foot: Text,
        /// What the script says, each by the word that it asks for.
        sentences: Keys,
    }

    /// Open vocabularies.
    KeyWords {
        purposes: Keys, uses: Keys, kinds_of_data: Keys, statements: Keys, verbs: Keys, laws: Keys, ages: Keys,
        channels: Keys,
    }
}
