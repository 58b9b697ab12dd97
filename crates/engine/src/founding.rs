//! Rooms whose founder is no more.

use crate::Engine;
use parlor_model::{Change, Fact, PersonId, RoomId, Who, audience};
use std::sync::Arc;

impl Engine {
    /// Every room of an account that ended is nobody's.
    pub(crate) fn release_rooms_of(&mut self, person: PersonId) {
        let own = self.rooms.iter().filter(|s| s.room.founder == Some(person)).map(|s| s.room.id);
        let mut own: Vec<RoomId> = own.collect();
        own.sort_unstable();
        for room in own {
            self.release_room(room);
        }
    }

    /// The room is nobody's when its founder has no account any more. One that is being read again sees to it then.
    pub(crate) fn release_room(&mut self, room: RoomId) {
        if self.directory_is_reloading() {
            return;
        }
        let Some(slot) = self.rooms.get(room).filter(|s| !s.loading && !s.room.closed) else { return };
        let Some(founder) = slot.room.founder.filter(|f| *f != PersonId::HOUSE) else { return };
        if self.directory.accounts.values().any(|a| a.person == founder) {
            return;
        }
        let house = Arc::new(Who::house());
        let fact = Fact::Changed { changes: vec![Change::Founder(None)] };
        let heard = audience(&slot.room, &house, &fact, None);
        let act = self.new_act();
        self.happen(room, &house, None, vec![(fact, heard)], act, None);
    }
}
