//! Blocks of bytes that many hear in this turn, and who has nothing else to hear: it is written to them as it is, without a
//! look at their connections.

use super::listeners::Index;
use parlor_model::Time;
use std::sync::Arc;

/// The number of a block in its turn.
pub(super) type BlockId = u32;

/// A block.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) bytes: Arc<[u8]>,
    /// The place of its door and dialect among those that are known.
    pub(super) way: u8,
    /// When it came.
    pub(super) at: Time,
}

/// The blocks of a turn, and who hears them.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    all: Vec<Block>,
    /// Which of them a connection hears, if it hears one.
    of: Vec<BlockId>,
    /// Who hears one, or did when it came.
    listeners: Vec<Index>,
}

impl Blocks {
    /// Another block, which nobody hears yet.
    pub(super) fn begin(&mut self, bytes: Arc<[u8]>, way: u8, at: Time) -> BlockId {
        self.all.push(Block { bytes, way, at });
        // A turn has fewer blocks than events.
        self.all.len() as BlockId - 1
    }

    /// This connection hears it.
    pub(super) fn put(&mut self, index: Index, block: BlockId) {
        let at = index as usize;
        if self.of.len() <= at {
            self.of.resize(at + 1, 0);
        }
        self.of[at] = block;
        self.listeners.push(index);
    }

    /// What a connection hears that was put here.
    pub(super) fn of(&self, index: Index) -> &Block {
        &self.all[self.of[index as usize] as usize]
    }

    pub(super) fn listeners(&self) -> &[Index] {
        &self.listeners
    }

    /// They are told. The lists keep their room.
    pub(super) fn clear(&mut self) {
        self.all.clear();
        self.listeners.clear();
    }
}
