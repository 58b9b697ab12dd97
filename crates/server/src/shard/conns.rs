//! The connections of a shard, and which of them are calm: nothing waits for them and nothing is the matter with them, so
//! what all of their dialect hear can be written to them without a look at them. With thousands in a room each look costs a
//! trip to memory.

use super::blocks::{Block, BlockId, Blocks};
use super::conn::Conn;
use super::listeners::Index;
use super::out::Out;
use crate::Dialect;
use parlor_model::Time;
use slab::Slab;
use std::sync::Arc;

/// Connections by their index.
#[derive(Default)]
pub(crate) struct Conns {
    conns: Slab<Box<Conn>>,
    /// For each connection its place in `ways` and one; [`UNKNOWN`]: not known to be calm; [`HEARS`]: it is, and hears a
    /// block of this turn. Only as long as nobody could have altered it: for whoever gets it to alter, the block waits in
    /// the connection, and this is [`UNKNOWN`].
    calm: Vec<u8>,
    ways: Vec<(u8, Dialect)>,
    blocks: Blocks,
    /// Connections for which a block waits, in place of being written as it is.
    altered: Vec<Index>,
}

const UNKNOWN: u8 = 0;
const HEARS: u8 = u8::MAX;
/// Doors and dialects that have a place: there are numbers for no more.
const WAYS_MAX: usize = HEARS as usize - 1;

impl Conns {
    pub(crate) fn get(&self, index: Index) -> Option<&Conn> {
        self.conns.get(index as usize).map(|conn| &**conn)
    }

    pub(crate) fn get_mut(&mut self, index: Index) -> Option<&mut Conn> {
        self.disturb(index);
        self.conns.get_mut(index as usize).map(|conn| &mut **conn)
    }

    /// All of them, in order.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (Index, &Conn)> {
        self.conns.iter().map(|(index, conn)| (index as Index, &**conn))
    }

    /// The index that the next one gets.
    pub(crate) fn next(&self) -> Index {
        self.conns.vacant_key() as Index
    }

    pub(crate) fn insert(&mut self, conn: Conn) {
        let index = self.conns.insert(Box::new(conn));
        if self.calm.len() <= index {
            self.calm.resize(index + 1, UNKNOWN);
        }
        self.calm[index] = UNKNOWN;
    }

    pub(crate) fn remove(&mut self, index: Index) -> Option<Box<Conn>> {
        self.disturb(index);
        self.conns.try_remove(index as usize)
    }

    /// The connection is to be looked at the next time.
    pub(crate) fn disturb(&mut self, index: Index) {
        if self.hears(index) {
            // Something is about to happen to them: the block waits like anything else, before that.
            let block = self.blocks.of(index).clone();
            return self.owe(index, &block, 0);
        }
        if let Some(calm) = self.calm.get_mut(index as usize) {
            *calm = UNKNOWN;
        }
    }

    /// A block waits for who is calm; so many bytes of it are written.
    pub(super) fn owe(&mut self, index: Index, block: &Block, written: u32) {
        self.calm[index as usize] = UNKNOWN;
        let Some(conn) = self.conns.get_mut(index as usize) else { return };
        (conn.out, conn.written, conn.moved_at) = (Out::Shared(Arc::clone(&block.bytes)), written, block.at);
        if !conn.dirty {
            conn.dirty = true;
            self.altered.push(index);
        }
    }

    /// Those for whom a block waits since the last time: they have something to write.
    pub(super) fn altered(&mut self) -> &mut Vec<Index> {
        &mut self.altered
    }

    /// The door and the dialect of a connection that is calm and was found to be.
    pub(crate) fn calm(&self, index: Index) -> Option<(u8, Dialect)> {
        let place = usize::from(*self.calm.get(index as usize)?).checked_sub(1)?;
        self.ways.get(place).copied()
    }

    /// Whether this connection hears a block.
    pub(super) fn hears(&self, index: Index) -> bool {
        self.calm.get(index as usize) == Some(&HEARS)
    }

    /// A block that is heard by who is calm and has this door and dialect. `None`: there are more of these than there are
    /// numbers for, in this turn.
    pub(super) fn begin_block(&mut self, way: (u8, Dialect), bytes: &[u8], now: Time) -> Option<BlockId> {
        let known = self.ways.iter().position(|known| *known == way);
        if known.is_none() {
            if self.ways.len() == WAYS_MAX {
                return None;
            }
            self.ways.push(way);
        }
        let place = known.map_or(self.ways.len(), |at| at + 1) as u8;
        Some(self.blocks.begin(Arc::from(bytes), place, now))
    }

    /// A calm connection hears this block, and nothing before it.
    pub(super) fn hear(&mut self, index: Index, block: BlockId) {
        self.calm[index as usize] = HEARS;
        self.blocks.put(index, block);
    }

    /// So many are written to as they are, or were to be.
    pub(super) fn hearing(&self) -> usize {
        self.blocks.listeners().len()
    }

    /// The blocks, to be written to who still hears them ([`Conns::heard`]) before anything else happens.
    pub(super) fn take_blocks(&mut self) -> Blocks {
        std::mem::take(&mut self.blocks)
    }

    /// What this connection hears as it is, if it does; from now on it is one that is calm.
    pub(super) fn heard<'b>(&mut self, index: Index, blocks: &'b Blocks) -> Option<&'b Block> {
        let block = self.hears(index).then(|| blocks.of(index))?;
        self.calm[index as usize] = block.way;
        Some(block)
    }

    pub(super) fn give_blocks_back(&mut self, mut blocks: Blocks) {
        blocks.clear();
        self.blocks = blocks;
        if self.ways.len() == WAYS_MAX {
            // Some of them may be nobody's by now.
            self.calm.fill(UNKNOWN);
            self.ways.clear();
        }
    }

    /// Nothing has happened for a while: what a crowd needed is given back. Who is calm stays so.
    pub(crate) fn rest(&mut self) {
        debug_assert!(!self.calm.contains(&HEARS), "a turn ends with everything written");
        (self.blocks, self.altered) = (Blocks::default(), Vec::new());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Arrival;
    use crate::shard::turned_away::TurnedAwaySeat;
    use parlor_engine::SessionId;
    use parlor_model::{Text, Time};

    fn of_dialect(dialect: u64) -> Conn {
        let arrival = Arrival::plain("irc", ([127, 0, 0, 1], 1).into());
        let seat = Box::new(TurnedAwaySeat { words: Vec::new() });
        Conn::new(SessionId(dialect), 3, arrival, seat, 1.0, Time(0)).speaking(Dialect(dialect))
    }

    fn of_dialects(dialects: impl Iterator<Item = u64>) -> Conns {
        let mut conns = Conns::default();
        dialects.for_each(|dialect| conns.insert(of_dialect(dialect)));
        conns
    }

    /// The block of those that speak this dialect.
    fn begin(conns: &mut Conns, dialect: u64) -> Option<BlockId> {
        conns.begin_block((3, Dialect(dialect)), b"all\n", Time(5))
    }

    /// Writes what there is to who hears it as it is: those who were written to.
    fn write(conns: &mut Conns) -> Vec<Index> {
        let blocks = conns.take_blocks();
        let to = blocks.listeners().iter().copied();
        let heard = to.filter(|index| conns.heard(*index, &blocks).is_some()).collect();
        conns.give_blocks_back(blocks);
        heard
    }

    #[test]
    fn who_heard_a_block_is_calm_until_somebody_could_alter_it() {
        let mut conns = of_dialects(7..9);
        assert_eq!(conns.calm(1), None);
        let block = begin(&mut conns, 8).unwrap();
        conns.hear(1, block);
        // Not before that is written: the next block comes after it.
        assert_eq!((conns.hears(1), conns.calm(1)), (true, None));
        assert_eq!((conns.hearing(), write(&mut conns), conns.hearing()), (1, vec![1], 0));
        assert_eq!((conns.calm(0), conns.calm(1)), (None, Some((3, Dialect(8)))));
        conns.rest();
        assert!(conns.get(1).is_some());
        assert!(conns.calm(1).is_some());
        assert!(conns.get_mut(1).is_some());
        assert_eq!(conns.calm(1), None);
    }

    #[test]
    fn a_block_waits_in_a_connection_before_anything_happens_to_it() {
        let mut conns = of_dialects(7..10);
        let block = begin(&mut conns, 7).unwrap();
        (0..3).for_each(|index| conns.hear(index, block));
        let conn = conns.get_mut(1).unwrap();
        assert_eq!(
            (conn.out.bytes(), conn.written(), conn.moved_at, conn.dirty),
            (&b"all\n"[..], 0, Time(5), true)
        );
        assert!(conns.get_mut(1).is_some());
        assert!(conns.remove(2).is_some());
        assert_eq!((std::mem::take(conns.altered()), write(&mut conns)), (vec![1, 2], vec![0]));
        // The place of who is gone goes to somebody who heard nothing.
        conns.insert(of_dialect(9));
        assert!(conns.get(2).is_some_and(|conn| conn.out.is_empty() && !conn.dirty));
    }

    #[test]
    fn who_comes_in_the_place_of_another_does_not_hear_their_block() {
        let mut conns = of_dialects(7..8);
        let first = begin(&mut conns, 7).unwrap();
        conns.hear(0, first);
        assert!(conns.remove(0).is_some());
        conns.insert(of_dialect(9));
        let second = begin(&mut conns, 9).unwrap();
        conns.hear(0, second);
        assert_eq!(write(&mut conns), [0]);
        assert_eq!(conns.calm(0), Some((3, Dialect(9))));
    }

    #[test]
    fn who_has_something_to_hear_or_leaves_is_not_calm() {
        type Alter = fn(&mut Conn);
        let troubles: [Alter; 4] = [
            |conn| conn.dirty = true,
            |conn| conn.gone = true,
            |conn| conn.out = Out::Own(b"more".to_vec()),
            |conn| conn.desk.ending = Some(Box::new(parlor_engine::Ending::Quit(Text::none()))),
        ];
        for trouble in troubles {
            let mut conns = of_dialects(7..8);
            assert_eq!(conns.get(0).and_then(Conn::calm), Some((3, Dialect(7))));
            trouble(conns.get_mut(0).unwrap());
            assert_eq!(conns.get(0).and_then(Conn::calm), None);
        }
    }

    #[test]
    fn more_dialects_than_there_are_numbers_have_no_block_in_this_turn() {
        let mut conns = of_dialects(0..1);
        let begun = (0..300).filter(|dialect| begin(&mut conns, *dialect).is_some());
        assert_eq!(begun.count(), 254);
        let block = begin(&mut conns, 0).unwrap();
        conns.hear(0, block);
        assert_eq!((write(&mut conns), conns.calm(0)), (vec![0], None));
        assert!(begin(&mut conns, 299).is_some());
    }
}
