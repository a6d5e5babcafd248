//! The walk: from head to body to the next head, along the raw bytes of one connection.

use super::Terms;
use super::chunks::Chunks;
use super::head::{Framing, Head, HeadScan};
use super::refusal::Refusal;

/// Where we are in the stream of requests. Pure: it knows bytes and terms, no sockets and no time.
#[derive(Debug)]
pub(super) struct Walk(Stage);

#[derive(Debug)]
enum Stage {
    Head(HeadScan),
    Length(u64),
    Chunks(Chunks),
}

// === impl Walk ===

impl Walk {
    pub(super) fn new() -> Self {
        Self(Stage::Head(HeadScan::default()))
    }

    /// How many of the bytes may be handed on, at most to the end of the head or of the body; 0 asks for more bytes.
    ///
    /// # Invariant
    /// No byte of a head is handed on before the whole head was found to be good, and none of the next request before
    /// this is called again.
    pub(super) fn admit(&mut self, bytes: &mut [u8], terms: &Terms) -> Result<usize, Refusal> {
        let (admitted, is_over) = match &mut self.0 {
            Stage::Head(scan) => {
                return Ok(scan.scan(bytes, terms)?.map_or(0, |head| self.enter(head)));
            }
            Stage::Length(left) => {
                let here = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
                *left -= here as u64;
                (here, *left == 0)
            }
            Stage::Chunks(chunks) => (chunks.follow(bytes, terms)?, chunks.is_at_end()),
        };
        if is_over {
            *self = Self::new();
        }
        Ok(admitted)
    }

    /// Whether the next byte is one of a body.
    pub(super) fn is_in_body(&self) -> bool {
        !matches!(self.0, Stage::Head(_))
    }

    fn enter(&mut self, head: Head) -> usize {
        self.0 = match head.framing {
            Framing::Empty => Stage::Head(HeadScan::default()),
            Framing::Length(length) => Stage::Length(length),
            Framing::Chunked => Stage::Chunks(Chunks::new()),
        };
        head.length
    }
}
