//! Buffers that connections share: who has something to say borrows one until it is written.

/// A quiet connection holds no buffer at all, and a busy one need not ask the allocator each turn.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    idle: Vec<Vec<u8>>,
    idle_bytes: usize,
}

/// Bytes of the buffers that wait to be borrowed; what is more goes back to the allocator.
const IDLE_BYTES_MAX: usize = 32 * 1024 * 1024;
/// A buffer that has grown beyond this is not kept.
const KEPT_BYTES_MAX: usize = 64 * 1024;

impl Buffers {
    /// Gives `to` a buffer, if it has none.
    pub(crate) fn lend(&mut self, to: &mut Vec<u8>) {
        if to.capacity() == 0
            && let Some(buffer) = self.idle.pop()
        {
            self.idle_bytes -= buffer.capacity();
            *to = buffer;
        }
    }

    /// Takes the buffer back from who has said everything.
    pub(crate) fn take_back(&mut self, from: &mut Vec<u8>) {
        if from.is_empty() && from.capacity() > 0 {
            let buffer = std::mem::take(from);
            let bytes = buffer.capacity();
            if bytes <= KEPT_BYTES_MAX && self.idle_bytes + bytes <= IDLE_BYTES_MAX {
                self.idle_bytes += bytes;
                self.idle.push(buffer);
            }
        }
    }
}
