//! Buffers that connections share: who has something to say borrows one until it is written.

/// A quiet connection holds no buffer at all, and a busy one need not ask the allocator each turn.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    idle: Vec<Vec<u8>>,
    idle_bytes: usize,
    /// Borrowed in this turn.
    lent: usize,
    /// How many are worth keeping: the most that a turn needed lately.
    needed: usize,
}

/// Bytes of the buffers that wait to be borrowed; what is more goes back to the allocator.
const IDLE_BYTES_MAX: usize = 96 * 1024 * 1024;
/// A buffer that has grown beyond this is not kept.
const KEPT_BYTES_MAX: usize = 64 * 1024;
/// So many turns that need none let go of nearly two thirds of the buffers kept.
const TURNS_REMEMBERED: usize = 64;

impl Buffers {
    /// Gives `to` a buffer, if it has none.
    pub(crate) fn lend(&mut self, to: &mut Vec<u8>) {
        if to.capacity() == 0 {
            self.lent += 1;
            if let Some(buffer) = self.idle.pop() {
                self.idle_bytes -= buffer.capacity();
                *to = buffer;
            }
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

    /// Nothing has happened for a while: nobody needs any.
    pub(crate) fn rest(&mut self) {
        *self = Self::default();
    }

    /// The turn is over: what a crowd needed that has gone quiet is given back, little by little.
    pub(crate) fn end_turn(&mut self) {
        let rest = self.needed - self.needed.div_ceil(TURNS_REMEMBERED);
        self.needed = rest.max(std::mem::take(&mut self.lent));
        while self.idle.len() > self.needed {
            self.idle_bytes -= self.idle.pop().map_or(0, |buffer| buffer.capacity());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(buffers: &mut Buffers, speakers: usize) {
        let mut outs = vec![Vec::new(); speakers];
        for out in &mut outs {
            buffers.lend(out);
            out.reserve(100);
        }
        for out in &mut outs {
            buffers.take_back(out);
        }
        buffers.end_turn();
    }

    #[test]
    fn buffers_are_kept_as_long_as_turns_need_them() {
        let mut buffers = Buffers::default();
        for _ in 0..200 {
            turn(&mut buffers, 1000);
            turn(&mut buffers, 3);
        }
        assert!(buffers.idle.len() > 900, "{}", buffers.idle.len());
        for _ in 0..1000 {
            turn(&mut buffers, 3);
        }
        assert_eq!(buffers.idle.len(), 3);
        assert_eq!(buffers.idle_bytes, buffers.idle.iter().map(Vec::capacity).sum::<usize>());
    }
}
