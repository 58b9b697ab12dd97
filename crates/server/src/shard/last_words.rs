//! The last words of a turn go straight from their block to those who have nothing else to hear, in a loop that looks at
//! nothing but their sockets: between two writes the kernel has had the caches, and a look at a connection costs most then.

use super::core::Core;
use super::listeners::Index;
use std::sync::Arc;

impl Core {
    /// The last of a turn's messages of the house was heard: like [`Core::tell_gathered`], but who has nothing else to hear
    /// is only noted. Before anything else happens to them, [`Core::write_at_once`] writes to them.
    pub(crate) fn tell_last(&mut self) {
        self.tell_others(true);
    }

    /// Writes to those who were noted. `send` answers how many of the bytes went out; the rest waits, as always.
    pub(crate) fn write_at_once(&mut self, mut send: impl FnMut(Index, &[u8]) -> usize) {
        let mut rendered = std::mem::take(&mut self.rendered);
        for rendering in rendered.each() {
            let to = std::mem::take(&mut rendering.at_once);
            for &index in &to {
                let sent = send(index, rendering.bytes());
                if sent < rendering.bytes().len() {
                    self.owe(index, rendering.shared(), sent);
                }
            }
            rendering.at_once = to;
        }
        rendered.clear();
        self.rendered = rendered;
    }

    fn owe(&mut self, index: Index, block: Arc<[u8]>, sent: usize) {
        let Some(conn) = self.conns.get_mut(index) else { return };
        conn.share(block, u32::try_from(sent).unwrap_or(u32::MAX), self.now, &mut self.buffers);
        self.mark_dirty(index);
    }
}
