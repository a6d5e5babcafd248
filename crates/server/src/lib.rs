//! Doors: JSON, pages and the command line; the only async room.
#![forbid(unsafe_code)]
