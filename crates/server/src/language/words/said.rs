//! The words of what is said beside the pages: in answers of the interface, in the archive, and on a shop's own pages.

use crate::archive::table_names;
use domain::Code;

words! {
    /// The language itself.
    LanguageWords {
        texts { name, direction, zone }
    }

    /// How numbers, money and moments are written.
    FormatWords {
        texts { point, thousands, comma, stop }
        lists { months: 12 }
        says {
            /// A share, in hundredths.
            percent(number: &str),
            /// A price in a currency with a sign.
            money(number: &str, sign: &str),
            /// A price in any other.
            money_code(number: &str, currency: &str),
            /// A day.
            day(day: &str, month: &str, year: &str),
            /// A day, and the time on it.
            moment(day: &str, time: &str),
        }
    }

    /// Why something was recommended.
    BecauseWords {
        texts {
            something, together, again, popular, similar, alike, mix, outside, upgrade, add_on, cart, interest, group, explore, filler,
        }
        says {
            /// What somebody had to do with, by its name, for a sentence of this name.
            title(name: &str, place: &str),
            /// The same by the name of its kind.
            kind(name: &str, place: &str),
            /// The same where it stands by itself.
            kind_alone(name: &str),
            /// It goes with something in their history.
            together_one(thing: &str),
            /// It goes with two things there.
            together_two(thing: &str, other: &str),
            /// It goes with something that they looked at in this visit.
            together_visit_one(thing: &str),
            /// It goes with two things that they did.
            together_visit_two(thing: &str, other: &str),
            /// It goes with this.
            similar_to(thing: &str),
            /// It is like this.
            alike_to(thing: &str),
            /// It takes the place of this.
            upgrade_of(thing: &str),
            /// It adds to this.
            add_on_to(thing: &str),
            /// It goes with this in the cart.
            cart_with(thing: &str),
        }
    }

    /// Why nothing personal was used.
    RefusalWords {
        texts { stranger, not_asked, no_group }
        keys { codes: &Code::ALL.iter().map(|code| code.as_str()).collect::<Vec<_>>() }
    }

    /// Why something stands in a slot.
    SlotWords {
        texts { fixed, nothing, everybody, group }
        says {
            /// They take things of this kind.
            personal(kind: &str),
        }
    }

    /// The page of the archive.
    ArchiveWords {
        texts { title, lead, files, made, nothing, about }
        keys { titles: &table_names(), notes: &table_names() }
    }

    /// What Klaro shows around the purposes.
    KlaroWords {
        texts { title, about, yes, no, choose, save }
    }

    /// What the browser SDK says.
    SdkWords {
        texts { why, change }
        says {
            /// This is not to be used.
            not(thing: &str),
        }
    }

    /// Its buttons for less of something.
    SdkLessWords {
        texts { like, item, said, page, undo }
        says {
            /// Of a seller, or of a kind of things.
            of(name: &str),
        }
    }

    /// Its panel that asks.
    SdkPanelWords {
        texts { later, close, back, thanks, change, failed, anew, nobody }
        says {
            /// How long it is used, and who else gets it.
            days(n: &str, names: &str),
            /// The same in years.
            years(n: &str, names: &str),
        }
    }

    /// Why its device rung recommends something.
    SdkDeviceWords {
        texts { again, popular, filler }
        says {
            /// It goes with this.
            together_one(thing: &str),
            /// It goes with these two.
            together_two(thing: &str, other: &str),
            /// It is like this.
            alike(thing: &str),
        }
    }
}
