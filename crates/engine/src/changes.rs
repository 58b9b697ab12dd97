//! Changes of a room, before they are decided: whom they name, and the rooms they lead to.

use crate::Engine;
use parlor_model::{
    Actor, Change, Command, Decision, Folded, ForwardError, Refusal, Role, RoomId, RoomName, Who, decide,
};
use std::sync::Arc;

/// Rooms in a row that a forward may lead through.
const FORWARDS_MAX: usize = 16;

impl Engine {
    /// The command with its people looked up. Of several changes, those are left out that name nobody, or a room that
    /// nobody can be sent to, and the rest goes on.
    pub(crate) fn find_people(
        &self,
        actor: &Actor,
        room: RoomId,
        command: Command<Arc<str>>,
    ) -> Result<(Command<Arc<Who>>, Vec<Refusal>), Refusal> {
        let Command::Change(changes) = command else {
            return Ok((command.find(|nick| self.find_person(&nick))?, Vec::new()));
        };
        let (mut found, mut unfit) = (Vec::new(), Vec::new());
        for change in changes {
            let change = change.find(|nick: Arc<str>| self.find_person(&nick));
            match change.and_then(|change| self.leads_somewhere(actor, room, change)) {
                Ok(change) => found.push(change),
                Err(why) => unfit.push(why),
            }
        }
        match unfit.pop() {
            // One thing asked in vain is a refusal; several are told one by one.
            Some(why) if found.is_empty() && unfit.is_empty() => Err(why),
            last => {
                unfit.extend(last);
                Ok((Command::Change(found), unfit))
            }
        }
    }

    /// The change, unless it is a forward to where nobody can be sent.
    fn leads_somewhere(
        &self,
        actor: &Actor,
        from: RoomId,
        change: Change<Arc<Who>>,
    ) -> Result<Change<Arc<Who>>, Refusal> {
        let Change::Forward(Some(to)) = &change else { return Ok(change) };
        let here = self.rooms.get(from).and_then(|slot| slot.room.rank(actor.who.person));
        // Who does not run this room is told that first.
        if !actor.operator && here.is_none_or(|rank| rank < Role::Operator) {
            return Ok(change);
        }
        let there = self.rooms.named(&to.folded()).and_then(|id| self.rooms.get(id));
        if there.is_some_and(|slot| slot.loading) || self.rooms.withholds(&to.folded()) {
            return Err(Refusal::Busy);
        }
        let may = decide::may_forward(actor, there.map(|slot| &slot.room));
        let may = may.and_then(|()| if self.leads_back(from, to) { Err(ForwardError::Loop) } else { Ok(()) });
        match may {
            Ok(()) => Ok(change),
            Err(why) => Err(Refusal::NoForward { to: to.clone(), why }),
        }
    }

    /// Whether the forwards from `to` on come to `home`, or to no end.
    fn leads_back(&self, home: RoomId, to: &RoomName) -> bool {
        let mut name: Folded = to.folded();
        for _ in 0..FORWARDS_MAX {
            let Some(slot) = self.rooms.named(&name).and_then(|id| self.rooms.get(id)) else { return false };
            if slot.room.id == home {
                return true;
            }
            match &slot.room.policy.forward {
                Some(next) => name = next.folded(),
                None => return false,
            }
        }
        true
    }

    /// What is decided, with what was unfit before; where nothing else was to be done, the refusal of that is one more.
    pub(crate) fn with_unfit(
        decided: Result<Decision, Refusal>,
        unfit: Vec<Refusal>,
    ) -> Result<Decision, Refusal> {
        let mut decision = match decided {
            Err(why) if !unfit.is_empty() => Decision { partly: [why].into(), ..Decision::default() },
            decided => decided?,
        };
        decision.partly.splice(..0, unfit);
        Ok(decision)
    }
}
