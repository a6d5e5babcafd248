//! Craft: candidates, ranking and balance; pure, without I/O, clock, dice or async.
#![forbid(unsafe_code)]
