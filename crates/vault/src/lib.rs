//! Kernel: the only room where a person is in the clear, and only inside one call that names a purpose.
#![forbid(unsafe_code)]
