//! Room on the disk that is kept for what has to be written even when the disk is full: a no, an erasure.

use rustix::fs::{FallocateFlags, fallocate};
use rustix::io::Errno;
use std::fs::File;

/// Bytes that are kept. A no takes some 20 KiB of journal until the next checkpoint, an erasure some 100 KiB more for each
/// thousand events of the person.
pub(super) const RESERVE_BYTES: u64 = 8 << 20;

/// A file that is only there to be cut.
pub(super) struct Reserve {
    file: File,
    held: bool,
}

impl Reserve {
    /// Takes the room where there is any; without it the store opens all the same, so that what is urgent has a chance.
    pub(super) fn new(file: File) -> Self {
        let mut reserve = Self { file, held: false };
        reserve.hold();
        reserve
    }

    /// Takes the room again if it was spent; false while the disk has none to spare.
    pub(super) fn hold(&mut self) -> bool {
        if self.held {
            return true;
        }
        self.held = match fallocate(&self.file, FallocateFlags::empty(), 0, RESERVE_BYTES) {
            // A file system that can not promise room ahead of time is no worse than without the promise.
            Ok(()) | Err(Errno::OPNOTSUPP) => true,
            Err(_) => {
                self.spend();
                false
            }
        };
        self.held
    }

    /// Gives the room back to the file system, for whoever writes next.
    pub(super) fn spend(&mut self) {
        // What can not be cut stays full, and the write that needs the room says so.
        let _cut = self.file.set_len(0);
        self.held = false;
    }
}
