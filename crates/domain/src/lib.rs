//! Nouns: the words of the product, which import nobody and do nothing.
#![forbid(unsafe_code)]
