//! The words of the pages that somebody looks around on and chooses on.

use super::keys;

words! {
    /// Around every page.
    FrameWords {
        texts {
            skip, menu, language, banner, shop, choices, data, history, receipts, change, choose, forget, paused,
            private, end_private, teaches, foot,
        }
        says {
            /// Until this moment.
            paused_until(moment: &str),
        }
    }

    /// What has just been done.
    NewsWords {
        texts {
            chosen, teaches, teaches_not, hidden, shown_again, bought_kept, bought_for_visit, bought_to_teach,
            bought_not_kept, old_page, paused, goes_on, said_no, noted, all_hidden, all_deleted, asked,
            interest_kept, interest_gone, interest_not_kept, contested, limit_set, paused_until, private_begins,
            private_ends, unlinked, said_yes, less, left_out, for_visit, taken_back, no_cookie,
        }
    }

    /// A rung: its name, what the person gets, and the sentence while it is in force.
    RungWords {
        texts {
            name, get, banner,
        }
    }

    /// What is used on each rung.
    UsedWords {
        texts {
            contextual, visit, personal,
        }
        says {
            /// A group has so many people at least.
            group(people: u32),
        }
    }

    /// The question.
    ConsentWords {
        texts {
            title, intro, teach_label, teach_note, look_around, used, get, choose_this,
        }
    }

    /// What the notice's second layer says: the page where every answer can be changed.
    ChoicesWords {
        texts {
            title, lead, ladder, in_force, teach, yes, no, always, always_here,
        }
        lists { always_lines: 3 }
        says {
            /// In force, and said on this day.
            in_force_of(day: &str),
            /// Fewest people behind a link.
            teach_note(people: u32),
        }
    }

    /// The rest of that page, the preference center.
    CenterWords {
        texts {
            in_short, kept, kept_nothing, why, why_no_data, why_nothing, why_paused, who, who_nobody, get, pause,
            go_on, pause_note, paused_note, in_force_paused, restricted, end_restriction, in_force_private,
            pause_until, until_day, pause_until_button, cost, cost_nothing, purposes, purposes_lead, notice,
            receipt, by_signal, no_question, signals, signals_lead, sent, not_sent, closes, would_close,
            nothing_else, settings, ways,
        }
        pairs { setting_links: 4, links: 4 }
        keys { states: keys::STATES, signal_names: keys::SIGNALS }
        says {
            /// How many.
            bought(n: usize),
            /// How many.
            returned(n: usize),
            /// How many.
            looked_at(n: usize),
            /// How many.
            rated(n: usize),
            /// How many.
            said(n: usize),
            /// How many.
            hidden(n: usize),
            /// How many.
            receipts(n: usize),
            /// Until this moment.
            paused_until_note(moment: &str),
            /// What part of the fit is lost, in hundredths, and the two figures.
            cost_of(lost: &str, this: &str, best: &str),
            /// What was measured, on what, with how many people.
            measured(source: &str, people: &str),
            /// Since this day.
            since(day: &str),
            /// Until this day.
            until(day: &str),
            /// A notice, by its key, its version, and its language.
            version(key: &str, version: u32, lang: &str),
            /// Seen first on this day.
            seen(day: &str),
        }
    }

    /// The rung that stays on the device.
    DeviceWords {
        texts {
            name, used, get, open, title, lead, no_script, start, stop, shop_too, picks, have, save, item_note,
        }
        keys { sentences: keys::DEVICE_SENTENCES }
    }

    /// The storefront.
    ShopWords {
        texts {
            for_you, this_visit, popular, for_everybody, nothing_yet, receipt, browse,
        }
        says {
            /// A group has so many people at least.
            by_group(people: u32),
            /// How many things of a history were used.
            by_history(n: usize),
            /// How many things of a visit were used.
            by_visit(n: usize),
            /// How many things there are.
            things(n: usize),
        }
    }

    /// Less of it: the buttons on a thing, why it is there, and what somebody wants less of.
    LessWords {
        texts {
            less, not, undo, more, title, counted, switch, switch_note, gone, less_title, less_note, all, lead, none, kept,
            kept_note, visit, visit_note, take_back,
        }
        says {
            /// How many things are left out in this visit.
            left_out(n: usize),
            /// A topic by its kind, around its name.
            like_this(name: &str),
            /// A topic by its kind, around its name.
            this(name: &str),
            /// A topic by its kind, around its name.
            of_seller(name: &str),
            /// A topic by its kind, around its name.
            of_kind(name: &str),
        }
    }

    /// Why this.
    WhyWords {
        texts {
            why, sum, nothing_personal, receipt, dont_use, together, again, popular, similar, filler, disliked,
            alike, mix, outside, variety, upgrade, add_on, cart, interest, fatigue, explore, group, less,
        }
    }

    /// Departments.
    CategoryWords {
        texts {
            trail, order, pages, previous, next,
        }
        says {
            /// A page of how many.
            page_of(page: usize, pages: usize),
        }
    }

    /// A thing.
    ItemWords {
        texts {
            buy, demo, sold_out, similar, similar_note, keeps_unsaid, keeps_private, keeps_paused, keeps_nothing,
            keeps_visit, keeps_personal, keeps_group, teaches,
        }
    }
}
