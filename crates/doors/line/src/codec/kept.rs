//! Bytes that were read and must wait, because the connection pauses.

/// Unread bytes. Reading them costs no copy and no move; what is read up holds no memory.
#[derive(Debug, Default)]
pub(super) struct Kept {
    bytes: Vec<u8>,
    from: usize,
}

impl Kept {
    pub(super) fn unread(&self) -> &[u8] {
        &self.bytes[self.from..]
    }

    pub(super) fn add(&mut self, rest: &[u8]) {
        self.bytes.drain(..self.from);
        self.from = 0;
        self.bytes.extend_from_slice(rest);
    }

    /// The same with only its last bytes unread.
    pub(super) fn down_to(self, unread: usize) -> Kept {
        match unread {
            0 => Kept::default(),
            _ => Kept { from: self.bytes.len() - unread, ..self },
        }
    }

    pub(super) fn held_bytes(&self) -> usize {
        self.bytes.capacity()
    }
}
