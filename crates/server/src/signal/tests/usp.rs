//! The US Privacy string, field by field.

use super::known;
use crate::signal::usp::{Answer, decode};
use crate::signal::{Reading, Unreadable};

#[test]
fn each_field_has_its_character() {
    for (sign, due) in [('Y', Answer::Yes), ('N', Answer::No), ('-', Answer::NotApplicable)] {
        assert_eq!(known(decode(&format!("1{sign}--"))).notice, due);
        assert_eq!(known(decode(&format!("1-{sign}-"))).opt_out_sale, due);
        assert_eq!(known(decode(&format!("1--{sign}"))).lspa_covered, due);
    }
    assert_eq!(known(decode("1YN-")).shown()["LspaCovered"], "-");
}

#[test]
fn what_is_no_string_is_refused_and_another_version_is_unknown() {
    for short in ["", "1", "1YN", "1YNNN"] {
        assert_eq!(decode(short), Err(Unreadable::CutOff), "{short}");
    }
    for wrong in ["1yn-", "1YNx", "xYN-", "1YN\u{e9}"] {
        assert_eq!(decode(wrong), Err(Unreadable::Alphabet), "{wrong}");
    }
    assert_eq!(decode("2YN-"), Ok(Reading::Unknown));
}
