//! Buffers that connections share: who has something to say borrows one until it is written.

/// A quiet connection holds no buffer at all, and a busy one need not ask the allocator each turn.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    idle: Vec<Vec<u8>>,
}

/// Buffers that wait to be borrowed; what is more goes back to the allocator.
const IDLE_MAX: usize = 256;
/// A buffer that has grown beyond this is not kept.
const KEPT_BYTES_MAX: usize = 64 * 1024;

impl Buffers {
    /// Gives `to` a buffer, if it has none.
    pub(crate) fn lend(&mut self, to: &mut Vec<u8>) {
        if to.capacity() == 0
            && let Some(buffer) = self.idle.pop()
        {
            *to = buffer;
        }
    }

    /// Takes the buffer back from who has said everything.
    pub(crate) fn take_back(&mut self, from: &mut Vec<u8>) {
        if from.is_empty() && from.capacity() > 0 {
            let buffer = std::mem::take(from);
            if self.idle.len() < IDLE_MAX && buffer.capacity() <= KEPT_BYTES_MAX {
                self.idle.push(buffer);
            }
        }
    }
}
