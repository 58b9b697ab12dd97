//! Rooms that the house itself changes: their founder is no more, or no room may have their name.

use crate::Engine;
use crate::slot::Slot;
use parlor_model::{
    Actor, Change, Command, Fact, Limits, PersonId, Place, Refusal, Role, RoomId, RoomName, Text, Who,
    audience, decide,
};
use std::sync::Arc;

impl Engine {
    /// Every room of an account that ended is nobody's.
    pub(crate) fn release_rooms_of(&mut self, person: PersonId) {
        self.forget_standings_of(person);
        let own = self.rooms.iter().filter(|s| s.room.founder == Some(person)).map(|s| s.room.id);
        let mut own: Vec<RoomId> = own.collect();
        own.sort_unstable();
        for room in own {
            self.release_room(room);
        }
    }

    /// Who has no account any more has no role for good anywhere.
    fn forget_standings_of(&mut self, person: PersonId) {
        let there = self.rooms.iter().filter(|s| !s.loading && !s.room.closed);
        let mut stood: Vec<(RoomId, Arc<Who>)> = there
            .filter_map(|s| Some((s.room.id, Arc::clone(&s.room.standings.get(&person)?.who))))
            .collect();
        stood.sort_unstable_by_key(|(room, _)| *room);
        for (room, who) in stood {
            self.change_as_house(room, Change::Standing(Role::Plain, who));
        }
    }

    /// The house changes a room, whatever it is.
    fn change_as_house(&mut self, room: RoomId, change: Change<Arc<Who>>) {
        let Some(slot) = self.rooms.get(room) else { return };
        let house = Arc::new(Who::house());
        let fact = Fact::Changed { changes: vec![change] };
        let heard = audience(&slot.room, &house, &fact, None);
        let act = self.new_act();
        self.happen(room, &house, None, vec![(fact, heard)], act, None);
    }

    /// A room whose name none may have ends.
    pub(crate) fn purge_room(&mut self, name: &RoomName, reason: &Text) {
        let Some(room) = self.rooms.named(&name.folded()) else { return };
        self.close_as_house(room, reason);
    }

    /// The room ends when its name was purged while it could not be told.
    pub(crate) fn purge_if_due(&mut self, room: RoomId) {
        let name = self.rooms.get(room).and_then(|s| s.room.name()).cloned();
        let purge = name.and_then(|name| self.directory.purge_of(&name)).map(|p| p.reason.clone());
        if let Some(reason) = purge.filter(|_| !self.directory_is_reloading()) {
            self.close_as_house(room, &reason);
        }
    }

    fn close_as_house(&mut self, room: RoomId, reason: &Text) {
        let Some(slot) = self.rooms.get(room).filter(|s| !s.loading) else { return };
        let house = Actor { who: Arc::new(Who::house()), operator: true };
        let command = Command::Close { reason: reason.clone() };
        let limits =
            Limits { reason_bytes_max: usize::MAX, kick_bytes_max: usize::MAX, ..self.house.limits.clone() };
        if let Ok(decision) = decide::decide(&slot.room, &house, &command, None, &limits) {
            let act = self.new_act();
            self.happen(room, &house.who, None, decision.facts, act, None);
        }
    }

    /// Refuses one room more to who has founded as many as an account may.
    pub(crate) fn may_found(
        &self,
        actor: &Actor,
        room: RoomId,
        changes: &[Change<Arc<Who>>],
    ) -> Result<(), Refusal> {
        let rooms_max = self.house.limits.founded_rooms_max;
        for change in changes {
            let Change::Founder(Some(whom)) = change else { continue };
            let theirs = |slot: &&Slot| {
                let named = matches!(slot.room.place, Place::Named(_)) && !slot.room.closed;
                named && slot.room.id != room && slot.room.founder == Some(whom.person)
            };
            if !actor.operator && self.rooms.iter().filter(theirs).count() >= rooms_max {
                return Err(Refusal::TooManyFounded { rooms_max });
            }
        }
        Ok(())
    }

    /// Refuses a name that no room may have, or that could be mistaken for another than that of `room`.
    pub(crate) fn may_name(&mut self, name: &RoomName, room: Option<RoomId>) -> Result<(), Refusal> {
        if let Some(purge) = self.directory.purge_of(name) {
            return Err(Refusal::Purged { reason: purge.reason.as_str().into() });
        }
        match self.rooms.looks_like(name, room) {
            Some(like) => Err(Refusal::NameLooksTaken { name: name.as_str().into(), like }),
            None => Ok(()),
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
        self.change_as_house(room, Change::Founder(None));
    }
}
