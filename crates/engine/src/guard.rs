//! The house on its guard: how much it lets happen while it is attacked (IRC `DEFCON`), and who is put out.

use crate::engine::Asker;
use crate::{Answer, Closing, Ending, Engine, Out, SessionId};
use parlor_model::{Actor, Change, Command, Refusal, Text};

/// How much the house lets happen. Five is peace; each lower level forbids what the ones above it do, and more. Not
/// kept: a restart is peace.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Defcon(u8);

impl Default for Defcon {
    fn default() -> Self {
        Self::PEACE
    }
}

impl Defcon {
    /// Everything goes on as the settings say.
    pub const PEACE: Self = Self(5);

    /// The level of that number, from 1 to 5.
    #[must_use]
    pub const fn new(level: u8) -> Option<Self> {
        if matches!(level, 1..=5) { Some(Self(level)) } else { None }
    }

    /// Its number.
    #[must_use]
    pub const fn level(self) -> u8 {
        self.0
    }

    /// Accounts and rooms may be registered (5).
    #[must_use]
    pub const fn registers(self) -> bool {
        self.0 >= 5
    }

    /// People without an account may write to others directly (4 and 5).
    #[must_use]
    pub const fn guests_write_directly(self) -> bool {
        self.0 >= 4
    }

    /// People without an account come in, and into rooms (3 to 5).
    #[must_use]
    pub const fn takes_guests(self) -> bool {
        self.0 >= 3
    }

    /// Connections are taken from everywhere, not only from where the settings trust (2 to 5).
    #[must_use]
    pub const fn takes_connections(self) -> bool {
        self.0 >= 2
    }
}

impl Engine {
    /// How much the house lets happen now.
    #[must_use]
    pub const fn defcon(&self) -> Defcon {
        self.defcon
    }

    /// A server operator asks how much the house lets happen, or changes it.
    pub(crate) fn set_defcon(&mut self, asker: Asker, to: Option<Defcon>) {
        let Some(me) = self.person_of(asker) else { return };
        if !self.people.get(me).is_some_and(|p| p.operator) {
            return self.refuse(asker, Refusal::NeedOperator);
        }
        self.defcon = to.unwrap_or(self.defcon);
        self.answer(asker, Answer::Defcon(self.defcon));
    }

    /// Whether the house is too much on its guard for this.
    pub(crate) fn on_guard<P>(&self, actor: &Actor, command: &Command<P>) -> Result<(), Refusal> {
        if actor.operator || self.defcon == Defcon::PEACE {
            return Ok(());
        }
        let founds = |changes: &[Change<P>]| changes.iter().any(|c| matches!(c, Change::Founder(Some(_))));
        match command {
            Command::Change(changes) if founds(changes) && !self.defcon.registers() => Err(Refusal::OnGuard),
            Command::Join { .. } if actor.who.is_guest() && !self.defcon.takes_guests() => {
                Err(Refusal::RegisteredOnly { forward: None })
            }
            _ => Ok(()),
        }
    }

    /// A session comes from where a new ban lets nobody come from.
    pub(crate) fn put_out(&mut self, session: SessionId, reason: &Text) {
        let Some(person) = self.person_at(session).and_then(|id| self.people.get(id)) else { return };
        if person.operator {
            return;
        }
        // Closed first: it does not hear of its own going.
        self.emit(Out::Close { session, why: Closing::Banned { reason: reason.clone() } });
        self.ended(session, &Ending::Closed(Text::trusted("banned from the house")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_forbids_more() {
        let allowed = |level| {
            let defcon = Defcon::new(level).unwrap();
            [
                defcon.registers(),
                defcon.guests_write_directly(),
                defcon.takes_guests(),
                defcon.takes_connections(),
            ]
            .into_iter()
            .filter(|allowed| *allowed)
            .count()
        };
        assert_eq!([5, 4, 3, 2, 1].map(allowed), [4, 3, 2, 1, 0]);
        assert_eq!([0, 6].map(Defcon::new), [None, None]);
    }
}
