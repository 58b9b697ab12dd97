//! What a client does when its turn comes: connect, ask, ask again, lag, go.

use crate::seat::Write;
use crate::shard::Listener;
use crate::wishes::{Known, NICKS, pick, secret, wish};
use crate::world::World;
use parlor_engine::{Ask, Beside, Ending, Entering, In};
use parlor_model::{AccountName, Nickname, Text};

/// Questions a client has under way at most.
const OPEN_MAX: usize = 4;

impl World {
    pub(crate) fn act(&mut self, at: usize) {
        let Some(session) = self.seats[at].session else { return self.connect(at) };
        let lags = self.shard.listeners.get(&session).is_some_and(|l| l.lags);
        match self.dice.below(100) {
            0..=1 => self.leave(at, &Ending::Quit(Text::trusted("bye"))),
            2..=4 => self.leave(at, &Ending::Broken(Text::trusted("reset"))),
            5..=7 if !lags => {
                if let Some(listener) = self.shard.listeners.get_mut(&session) {
                    listener.lags = true;
                }
            }
            5..=20 if lags => self.reread(session),
            _ if self.seats[at].waits() || self.seats[at].open.len() >= OPEN_MAX => {}
            _ if !self.seats[at].entered => self.enter(at),
            8..=16 => self.ask_again(at),
            _ => self.ask_something(at),
        }
    }

    fn connect(&mut self, at: usize) {
        let session = self.new_session();
        let seat = &mut self.seats[at];
        seat.session = Some(session);
        let cursors = std::mem::take(&mut seat.cursors);
        self.shard.listeners.insert(session, Listener { cursors, ..Listener::default() });
        self.enter(at);
    }

    pub(crate) fn enter(&mut self, at: usize) {
        let known = self.verified();
        let other = self.dice.pick(&known).cloned().filter(|_| self.dice.chance(150));
        let own = self.seats[at].account.clone().filter(|a| known.contains(a) && self.dice.chance(850));
        // Whoever was refused a name tries another.
        let nick = if self.dice.chance(750) { self.seats[at].nick } else { pick(&mut self.dice, &NICKS) };
        let address = self.seats[at].address;
        let entering = Entering {
            nick: Nickname::trusted(nick),
            user: "u".into(),
            address: address.into(),
            host: address.into(),
            real: if self.dice.chance(900) { "".into() } else { "somebody".into() },
            account: own.or(other),
            token: self.dice.chance(60).then(|| secret(&mut self.dice)),
            secure: false,
            beside: match self.dice.below(10) {
                0..8 => Beside::Nobody,
                8 => Beside::Taken,
                _ => Beside::Comes,
            },
        };
        self.ask(at, Ask::Enter(Box::new(entering)), None);
    }

    /// Accounts whose password the shell has found right.
    fn verified(&self) -> Vec<AccountName> {
        self.engine.directory().accounts.values().map(|a| a.name.clone()).collect()
    }

    pub(crate) fn leave(&mut self, at: usize, how: &Ending) {
        let Some(session) = self.seats[at].session else { return };
        self.gone(at);
        self.put(In::Ended { session, how: how.clone() });
    }

    fn ask_something(&mut self, at: usize) {
        self.serial += 1;
        let accounts = self.verified();
        let known = Known { witness: &self.witness, accounts: &accounts, serial: self.serial, now: self.now };
        let ask = wish(&mut self.dice, &known);
        let (Ask::Room { room, command, .. }, true) = (&ask, self.dice.chance(350)) else {
            return self.ask(at, ask, None);
        };
        let person = self.seats[at].session.and_then(|s| self.engine.who(s)).map(|w| w.person);
        let (Some(person), Some(key)) = (person, self.key()) else { return };
        let write = Write { person, key, room: room.clone(), command: command.clone(), done: None };
        self.writes.push(write);
        let write = self.writes.len() - 1;
        self.try_write(at, write);
        // Now and then another connection of the same person sends the same at once.
        if self.dice.chance(400)
            && let Some(other) = (0..self.seats.len()).find(|o| *o != at && self.may_write(*o, write))
        {
            self.try_write(other, write);
        }
    }

    /// A write that was sent before is sent once more, whatever became of it.
    fn ask_again(&mut self, at: usize) {
        let mine: Vec<_> = (0..self.writes.len()).filter(|w| self.may_write(at, *w)).collect();
        let recent = &mine[mine.len().saturating_sub(6)..];
        let again = if self.dice.chance(700) { self.dice.pick(recent) } else { self.dice.pick(&mine) };
        if let Some(write) = again.copied() {
            self.try_write(at, write);
        }
    }

    /// Whether this seat is the person who wrote that, and can ask now.
    pub(crate) fn may_write(&self, at: usize, write: usize) -> bool {
        let seat = &self.seats[at];
        let person = seat.session.and_then(|s| self.engine.who(s)).map(|w| w.person);
        let limited = seat.session.is_some_and(|s| self.engine.token_of(s).is_some());
        seat.entered && !limited && !seat.waits() && person == self.writes.get(write).map(|w| w.person)
    }

    pub(crate) fn try_write(&mut self, at: usize, write: usize) {
        let Some(Write { key, room, command, .. }) = self.writes.get(write) else { return };
        let ask = Ask::Room { room: room.clone(), command: command.clone(), key: Some(key.clone()) };
        self.ask(at, ask, Some(write));
    }
}
