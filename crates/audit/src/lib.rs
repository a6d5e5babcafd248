//! Mirror: reads released counts and receipt digests; holds no key and meets no person.
#![forbid(unsafe_code)]
