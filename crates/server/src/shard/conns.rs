//! The connections of a shard, and which of them are calm: nothing waits for them and nothing is the matter with them, so
//! what all of their dialect hear can be written to them without a look at them. With thousands in a room each look costs a
//! trip to memory.

use super::conn::Conn;
use super::listeners::Index;
use crate::Dialect;
use slab::Slab;

/// Connections by their index.
#[derive(Default)]
pub(crate) struct Conns {
    conns: Slab<Box<Conn>>,
    /// For each connection its place in `ways` and one; 0: not known to be calm. Only as long as nobody could have
    /// altered it: whoever gets it to alter makes this 0.
    calm: Vec<u8>,
    ways: Vec<(u8, Dialect)>,
}

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
            self.calm.resize(index + 1, 0);
        }
        self.calm[index] = 0;
    }

    pub(crate) fn remove(&mut self, index: Index) -> Option<Box<Conn>> {
        self.disturb(index);
        self.conns.try_remove(index as usize)
    }

    /// The connection is to be looked at the next time.
    pub(crate) fn disturb(&mut self, index: Index) {
        if let Some(calm) = self.calm.get_mut(index as usize) {
            *calm = 0;
        }
    }

    /// The door and the dialect of a connection that is calm and was found to be.
    pub(crate) fn calm(&self, index: Index) -> Option<(u8, Dialect)> {
        let place = usize::from(*self.calm.get(index as usize)?).checked_sub(1)?;
        self.ways.get(place).copied()
    }

    /// Looks whether a connection is calm, for the next time.
    pub(crate) fn find_calm(&mut self, index: Index) {
        let Some(way) = self.get(index).and_then(Conn::calm) else { return };
        let place = self.ways.iter().position(|known| *known == way).unwrap_or_else(|| {
            self.ways.push(way);
            self.ways.len() - 1
        });
        match u8::try_from(place + 1) {
            Ok(place) => self.calm[index as usize] = place,
            // More doors and dialects than there are places: the last ones are looked at each time.
            Err(_) => self.ways.truncate(usize::from(u8::MAX)),
        }
    }

    /// Nothing has happened for a while: everything is looked at again.
    pub(crate) fn rest(&mut self) {
        self.calm.fill(0);
        self.ways = Vec::new();
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

    #[test]
    fn who_was_found_to_be_calm_is_until_somebody_could_alter_it() {
        let mut conns = of_dialects(7..9);
        assert_eq!(conns.calm(1), None);
        conns.find_calm(1);
        assert_eq!((conns.calm(0), conns.calm(1)), (None, Some((3, Dialect(8)))));
        assert!(conns.get(1).is_some());
        assert!(conns.calm(1).is_some());
        assert!(conns.get_mut(1).is_some());
        assert_eq!(conns.calm(1), None);
    }

    #[test]
    fn who_has_something_to_hear_or_leaves_is_not_calm() {
        type Alter = fn(&mut Conn);
        let troubles: [Alter; 4] = [
            |conn| conn.dirty = true,
            |conn| conn.gone = true,
            |conn| conn.out = crate::shard::out::Out::Own(b"more".to_vec()),
            |conn| conn.desk.ending = Some(Box::new(parlor_engine::Ending::Quit(Text::none()))),
        ];
        for trouble in troubles {
            let mut conns = of_dialects(7..8);
            trouble(conns.get_mut(0).unwrap());
            conns.find_calm(0);
            assert_eq!(conns.calm(0), None);
        }
    }

    #[test]
    fn a_place_that_is_given_to_another_is_not_known_to_be_calm() {
        let mut conns = of_dialects(7..8);
        conns.find_calm(0);
        assert!(conns.remove(0).is_some());
        assert_eq!(conns.calm(0), None);
        let next = conns.next();
        conns.insert(of_dialect(9));
        assert_eq!((next, conns.calm(0)), (0, None));
    }

    #[test]
    fn more_dialects_than_there_are_places_are_looked_at_each_time() {
        let mut conns = of_dialects(0..300);
        (0..300).for_each(|index| conns.find_calm(index));
        for index in 0..300 {
            let known = (index < 255).then_some((3, Dialect(u64::from(index))));
            assert_eq!(conns.calm(index), known);
        }
        conns.rest();
        conns.find_calm(299);
        assert_eq!((conns.calm(0), conns.calm(299)), (None, Some((3, Dialect(299)))));
    }
}
