//! What waits to be written to a connection: bytes of its own, or a block that all who hear the same share.

use super::buffers::Buffers;
use std::sync::Arc;

#[derive(Debug)]
pub(crate) enum Out {
    Own(Vec<u8>),
    Shared(Arc<[u8]>),
}

impl Default for Out {
    fn default() -> Self {
        Self::Own(Vec::new())
    }
}

impl Out {
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Own(bytes) => bytes,
            Self::Shared(block) => block,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.bytes().len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.bytes().is_empty()
    }

    /// Everything is written.
    pub(super) fn clear(&mut self) {
        match self {
            Self::Own(bytes) => bytes.clear(),
            Self::Shared(_) => *self = Self::default(),
        }
    }

    /// Bytes to append to. Of a block that was shared, what is not written yet is copied.
    pub(super) fn own(&mut self, written: &mut u32, buffers: &mut Buffers) -> &mut Vec<u8> {
        if let Self::Shared(block) = self {
            let mut bytes = Vec::new();
            buffers.lend(&mut bytes);
            bytes.extend_from_slice(&block[*written as usize..]);
            *written = 0;
            *self = Self::Own(bytes);
        }
        match self {
            Self::Own(bytes) => {
                buffers.lend(bytes);
                bytes
            }
            Self::Shared(_) => unreachable!("it was copied"),
        }
    }

    /// Gives its buffer back, if it is empty.
    pub(super) fn give_back(&mut self, buffers: &mut Buffers) {
        if let Self::Own(bytes) = self {
            buffers.take_back(bytes);
        }
    }

    /// Forgets the first bytes.
    pub(super) fn drop_first(&mut self, n: usize) {
        match self {
            Self::Own(bytes) => drop(bytes.drain(..n)),
            Self::Shared(block) => *self = Self::Own(block[n..].to_vec()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_a_shared_block_comes_before_what_is_appended() {
        let mut buffers = Buffers::default();
        let block: Arc<[u8]> = Arc::from(&b"said\n"[..]);
        let mut out = Out::Shared(Arc::clone(&block));
        let mut written = 2;
        out.own(&mut written, &mut buffers).extend_from_slice(b"more\n");
        assert_eq!((out.bytes(), written), (&b"id\nmore\n"[..], 0));
        assert_eq!(&*block, b"said\n");
        out.drop_first(3);
        assert_eq!(out.bytes(), b"more\n");
    }

    #[test]
    fn a_block_is_let_go_of_when_it_is_written() {
        let block: Arc<[u8]> = Arc::from(&b"said\n"[..]);
        let mut out = Out::Shared(Arc::clone(&block));
        out.clear();
        assert!(out.is_empty());
        assert_eq!(Arc::strong_count(&block), 1);
    }
}
