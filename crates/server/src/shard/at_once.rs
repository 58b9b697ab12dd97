//! A turn's blocks go straight to those who have nothing else to hear, in a loop that looks at nothing but their sockets:
//! between two writes the kernel has had the caches, and a look at a connection costs most then.

use super::core::Core;
use super::listeners::Index;

impl Core {
    /// The connections with something to write, those left out that [`Core::write_at_once`] writes to.
    pub(crate) fn take_dirty(&mut self) -> Vec<Index> {
        self.dirty.append(self.conns.altered());
        std::mem::take(&mut self.dirty)
    }

    /// Whether there is something to read, to write or to close without any news.
    pub(crate) fn is_busy(&mut self) -> bool {
        let dirty = !self.dirty.is_empty() || !self.conns.altered().is_empty();
        dirty || !self.readable.is_empty() || !self.abandoned.is_empty()
    }

    /// Writes the turn's blocks to those who hear them as they are. `send` answers how many of the bytes went out; the rest
    /// waits, as always.
    pub(crate) fn write_at_once(&mut self, mut send: impl FnMut(Index, &[u8]) -> usize) {
        let blocks = self.conns.take_blocks();
        for &index in blocks.listeners() {
            let Some(block) = self.conns.heard(index, &blocks) else { continue };
            let sent = send(index, &block.bytes);
            if sent < block.bytes.len() {
                self.conns.owe(index, block, u32::try_from(sent).unwrap_or(u32::MAX));
            }
        }
        self.conns.give_blocks_back(blocks);
    }
}
