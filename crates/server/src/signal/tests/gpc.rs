//! Global Privacy Control.

use crate::signal::gpc::says;
use axum::http::{HeaderMap, HeaderValue};

fn headers(values: &[&'static str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append("sec-gpc", HeaderValue::from_static(value));
    }
    headers
}

#[test]
fn only_a_one_says_it() {
    assert!(says(&headers(&["1"])));
    for other in ["0", "", "true", "11", "1.0", "?1", "1, 1", "yes"] {
        assert!(!says(&headers(&[other])), "{other}");
    }
    assert!(!says(&headers(&[])));
}

#[test]
fn one_of_two_fields_is_enough() {
    assert!(says(&headers(&["0", "1"])));
}
