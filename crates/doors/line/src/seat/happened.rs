//! What happens, as this seat's person sees it.

use super::LineSeat;
use crate::codec::Bell;
use crate::show;
use crate::words::clean::OneLine;
use crate::words::farewells::Why;
use parlor_model::{Fact, Nickname, PersonId};
use parlor_server::{Desk, Signal, Signalled, Told};

impl LineSeat {
    pub(super) fn show_event(&mut self, told: &Told, mine: bool, desk: &mut Desk<'_>) {
        let Some(me) = desk.person() else { return };
        if told.room.name.is_none() {
            let ring = self.rings(told, me, true);
            return show::direct(told, me, self.style, ring, &mut self.paper(desk));
        }
        let by_me = told.event.by.person == me;
        match &told.event.fact {
            // Who wrote it sees it already, unless they asked to see it come back numbered.
            Fact::Said { .. } if mine && !self.style.numbers => {}
            Fact::Joined { .. } if by_me => self.i_joined(told, mine, desk),
            Fact::Left { .. } if by_me => {
                self.tell(desk, format_args!("You left {}.", told.room));
                self.lose_room(told.event.room, desk);
            }
            Fact::Kicked { whom, reason } if whom.person == me => {
                let by = &told.event.by.nick;
                self.tell(desk, format_args!("{by} put you out of {}{}.", told.room, Why(reason)));
                self.lose_room(told.event.room, desk);
            }
            Fact::Invited { whom } if whom.person == me => {
                let (by, room) = (&told.event.by.nick, &told.room);
                self.tell(desk, format_args!("{by} invites you to {room}: /join {room} goes there."));
            }
            Fact::BecameKnownAs { now } if by_me || now.person == me => self.known_as(&now.nick, desk),
            Fact::Renamed { .. } => {
                self.show_for_all(told, me, desk);
                if let Some(room) = self.rooms.iter_mut().find(|room| room.id == told.event.room) {
                    *room = std::sync::Arc::clone(&told.room);
                }
            }
            Fact::Closed { .. } => {
                self.show_for_all(told, me, desk);
                self.lose_room(told.event.room, desk);
            }
            Fact::Opened { .. }
            | Fact::Joined { .. }
            | Fact::Left { .. }
            | Fact::Kicked { .. }
            | Fact::Invited { .. }
            | Fact::Knocked { .. }
            | Fact::Tagged { .. }
            | Fact::Said { .. }
            | Fact::Edited { .. }
            | Fact::Deleted { .. }
            | Fact::Reacted { .. }
            | Fact::TopicSet { .. }
            | Fact::Changed { .. }
            | Fact::BecameKnownAs { .. }
            | Fact::Directory(_) => self.show_for_all(told, me, desk),
        }
    }

    /// As everybody sees it, but for the room's name and the bell.
    fn show_for_all(&mut self, told: &Told, me: PersonId, desk: &mut Desk<'_>) {
        let ring = self.rings(told, me, false);
        let write = |seat: &Self, paper: &mut show::Paper<'_>| {
            let elsewhere = seat.current != Some(told.event.room);
            let room = told.room.name.as_ref().filter(|_| elsewhere);
            show::fact(&told.event, told.said_before, room, seat.style, ring, paper);
        };
        self.show_or_hold(told, write, desk);
    }

    /// One's own joining is not shown: the room is.
    fn i_joined(&mut self, told: &Told, mine: bool, desk: &mut Desk<'_>) {
        self.add_room(&told.room);
        if mine {
            self.joined(&told.room);
        } else {
            // Through another connection of the same account, or at the hand of an operator.
            self.tell(desk, format_args!("You are in {} too.", told.room));
            if self.current.is_none() {
                self.switch_to(told.event.room, desk);
            }
        }
    }

    fn rings(&self, told: &Told, me: PersonId, direct: bool) -> bool {
        let Fact::Said { text, .. } = &told.event.fact else { return false };
        let named = || self.me.as_ref().is_some_and(|me| show::names_me(text, me.as_str()));
        told.event.by.person != me
            && match self.bell {
                Bell::Off => false,
                Bell::On => true,
                Bell::Mentions => direct || named(),
            }
    }

    pub(super) fn show_signal(&mut self, signalled: &Signalled, desk: &mut Desk<'_>) {
        match &signalled.signal {
            Signal::KnownAs(_) => {
                let nick: Nickname = signalled.by.nick.clone();
                self.known_as(&nick, desk);
            }
            Signal::Word(text) => self.tell(desk, format_args!("The house: {}", OneLine(text))),
            // Who is away is told to who asks or writes; the rest has no place on paper.
            Signal::Typing(_)
            | Signal::Away(_)
            | Signal::Tags(_)
            | Signal::ReadUpTo { .. }
            | Signal::Marked { .. }
            | Signal::Flags { .. }
            | Signal::Metadata { .. }
            | Signal::Altered(_)
            | Signal::Here
            | Signal::Gone => {}
        }
    }
}
