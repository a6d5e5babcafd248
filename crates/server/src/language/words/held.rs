//! The words of the pages about what is held of somebody and what they do about it, and of open vocabularies.

use super::keys;

words! {
    /// What is held.
    DataWords {
        texts {
            title, lead, none, events, statements, hidden, receipts, who, who_note, id, since, age, laws, opt_out,
            did, said, hid, when, what, item, used_for, answer, about, how, hidden_by_you, for_nothing, everything,
            nothing_yet, ways, ways_note, export, receipts_note, verify, known_by, known_by_note, since_day,
            verified, unlink, groups, groups_none,
        }
        lists { receipt_forms: 2, group_because: 2, group_counts: 2, group_answers: 2 }
        keys { identifiers: keys::IDENTIFIERS }
        says {
            /// The newest of how many.
            newest(shown: usize, all: usize),
            /// A group has so many people at least.
            groups_lead(people: u32),
        }
    }

    /// Who gets it.
    RecipientsWords {
        texts {
            title, nobody, lead, purposes, regions, handed_on, given_nothing, removed, refused,
        }
        keys { roles: keys::ROLES }
        says {
            /// How often, and on which day last.
            given(n: usize, day: &str),
            /// Who else receives something, beside a question.
            asked(names: &str),
        }
    }

    /// What somebody does about what is held.
    RightsWords {
        texts {
            hide, hide_note, basket, from, to, hide_period, hidden_now, kinds_of_things, orders, time, private,
            private_note, private_begin, private_is_on, private_end, past, past_and_future, contested, anew,
            anew_note, anew_hide, anew_delete, archive,
        }
        keys { kinds: keys::REQUESTS, stages: keys::STAGES }
        says {
            /// How many.
            acts(n: usize),
        }
    }

    /// What somebody likes.
    InterestsWords {
        texts {
            title, lead, said, said_nothing, liked, never, take_back, topic, like, never_show, choose_first,
            concluded, concluded_lead, concluded_nothing, wrong, contested, contested_note, other,
        }
        says {
            /// How many things, and what share.
            rests_on(things: usize, share: &str),
        }
    }

    /// How somebody may be reached.
    MessagesWords {
        texts {
            title, lead, may, only_less, choose_first, often, no_limit, none, quiet, quiet_none, from, to, zone,
            set_quiet, no_quiet, topics, topics_lead, topic_off, topic_on, is_off,
        }
        says {
            /// Most a week.
            most(n: usize),
            /// How many in the last seven days.
            sent(n: usize),
            /// From, to, by whose clock.
            quiet_is(from: &str, to: &str, zone: &str),
        }
    }

    /// What somebody asks for about their data.
    AskingWords {
        texts {
            title, lead, none, asked, asked_at, ask, own_words, by_shop, by_shop_note, at_once, at_once_note, now,
            further,
        }
        keys { notes: keys::REQUEST_NOTES }
        says {
            /// It was due on this day, by this law.
            due_late(day: &str, law: &str),
            /// Until this day, so many days from now, by this law.
            due(day: &str, left: i64, law: &str),
            /// Since this day.
            stopped(day: &str),
            /// On this day.
            closed(day: &str),
            /// How many are not closed.
            open(n: usize),
        }
    }

    /// The history.
    HistoryWords {
        texts {
            title, lead, none, hide, show, hidden, along, find, find_button, all,
        }
        says {
            /// How many have what was looked for.
            found(n: usize),
            /// How many things, and how many of them are hidden.
            counts(all: usize, hidden: usize),
            /// How many earlier acts are not shown.
            earlier(n: usize),
        }
    }

    /// The receipts.
    ReceiptsWords {
        texts {
            title, lead, none, nothing_used, own,
        }
        says {
            /// How many things were used.
            used(n: usize),
            /// The newest of more.
            newest(n: usize),
        }
    }

    /// A receipt.
    ReceiptWords {
        texts {
            asked, decided, left, purpose, channel, no_gates, open, closed, nothing_left, proof, proof_note,
            number, policy, ledger, own_look, own_shown, same_for_all, without, would_have_seen, anyway,
            without_note, group, drawn, drawn_this,
        }
        lists { drawn_counts: 2 }
        keys { draws: keys::DRAWS, odds: keys::ODDS }
        says {
            /// How many entries were used, and how many of how many would have been others.
            changed(used: usize, others: usize, of: usize),
            /// Who like what, and how many they are at least.
            group_of(name: &str, least: u32),
        }
    }

    /// Forgetting.
    ForgetWords {
        texts {
            title, lead, nothing, no_undo, export_first, yes, no, done, done_lead, back,
        }
        lists { lines: 3, done_lines: 3 }
        says {
            /// What goes: things done, things said, receipts.
            gone(did: usize, said: usize, receipts: usize),
            /// Until which day an escrow of the keys could still open it.
            escrow(day: &str),
        }
    }

    /// Problems.
    ProblemWords {
        texts {
            come_anew, come_anew_lead, nothing_here, nothing_here_lead, not_yours, not_yours_lead, too_much,
            too_much_lead, mistake, mistake_lead, fault, fault_lead, back, code,
        }
    }

    /// Verifying a receipt.
    VerifyWords {
        texts {
            brand, title, lead, no_script, command, receipt, file, key, key_note, check, foot,
        }
        keys { sentences: keys::VERIFY_SENTENCES }
    }

    /// Open vocabularies.
    KeyWords {
        keys {
            purposes: keys::PURPOSES, uses: keys::USES, kinds_of_data: keys::KINDS_OF_DATA,
            statements: keys::STATEMENTS, verbs: keys::VERBS, laws: keys::LAWS, ages: keys::AGES,
            channels: keys::CHANNELS, benefits: keys::BENEFITS,
        }
    }
}
