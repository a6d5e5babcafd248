//! Do Not Track.

use crate::signal::dnt::says;
use axum::http::{HeaderMap, HeaderValue};

#[test]
fn a_one_says_it_whatever_extension_follows() {
    let with = |value| HeaderMap::from_iter([("dnt".parse().expect("a name"), HeaderValue::from_static(value))]);
    for yes in ["1", "1abc"] {
        assert!(says(&with(yes)), "{yes}");
    }
    for no in ["0", "", "null", " 1x"] {
        assert!(!says(&with(no)), "{no}");
    }
    assert!(!says(&HeaderMap::new()));
}
