//! Blocks of bytes that many hear in this turn, and who has nothing else to hear: it is written to them as it is, without a
//! look at their connections.

use super::listeners::Index;
use parlor_model::Time;
use std::sync::Arc;

/// The number of a block in its turn.
pub(super) type BlockId = u32;

/// A block, and who hears it.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) bytes: Arc<[u8]>,
    /// The place of its door and dialect among those that are known.
    pub(super) way: u8,
    /// When it came.
    pub(super) at: Time,
    pub(super) to: Vec<Index>,
}

/// The blocks of a turn.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    all: Vec<Block>,
    /// Which of them a connection hears, if it hears one.
    of: Vec<BlockId>,
    /// Lists of who hears them, kept for the next turn.
    lists: Vec<Vec<Index>>,
}

impl Blocks {
    /// Another block, which nobody hears yet.
    pub(super) fn begin(&mut self, bytes: Arc<[u8]>, way: u8, at: Time) -> BlockId {
        let to = self.lists.pop().unwrap_or_default();
        self.all.push(Block { bytes, way, at, to });
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
        self.all[block as usize].to.push(index);
    }

    /// Which one a connection hears that was put here.
    pub(super) fn block_of(&self, index: Index) -> BlockId {
        self.of[index as usize]
    }

    /// What a connection hears that was put here.
    pub(super) fn of(&self, index: Index) -> &Block {
        &self.all[self.block_of(index) as usize]
    }

    /// So many hear one of them, or did when it came.
    pub(super) fn listeners(&self) -> usize {
        self.all.iter().map(|block| block.to.len()).sum()
    }

    /// All of them, to be written.
    pub(super) fn take(&mut self) -> Vec<Block> {
        std::mem::take(&mut self.all)
    }

    /// They are written. The lists stay.
    pub(super) fn give_back(&mut self, mut blocks: Vec<Block>) {
        self.lists.extend(blocks.drain(..).map(|mut block| {
            block.to.clear();
            block.to
        }));
        self.all = blocks;
    }
}
