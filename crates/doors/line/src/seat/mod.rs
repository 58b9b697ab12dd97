//! One connection's side of the talk.
//!
//! [`reading`](self) bytes gives lines; a line is a [command](self), which is translated into a question; an answer is
//! shown as what was [pending](Pending) says; what happens is shown as it is told. The seat decides nothing: who may do
//! what, and who hears of it, is the house's.

mod account;
mod answers;
mod commands;
mod entry;
mod happened;
mod looking;
mod modes;
mod opening;
mod pending;
mod reading;
mod rooms;
mod ruling;
mod sought;
mod speaking;

use crate::codec::{Bell, Framer};
use crate::door::LiveSettings;
use crate::show::{self, Paper, Style};
use crate::words::farewells::LastWord;
use opening::Opening;
use parlor_model::{Nickname, RoomId};
use parlor_server::{Desk, Dialect, Farewell, Reply, RoomTag, Seat, Signalled, Token, Told};
use pending::{Pending, Questions};
use std::fmt;
use std::sync::Arc;

/// Asks a telnet client for a sign of life: DO TIMING-MARK (RFC 860), which every telnet client answers and none shows.
const ARE_YOU_THERE: &[u8] = &[255, 253, 6];

/// A connection of the line door. Small: most of them are idle, and there may be many.
pub(crate) struct LineSeat {
    framer: Framer,
    settings: Arc<LiveSettings>,
    /// What they are called, once they are in.
    me: Option<Nickname>,
    /// The named rooms they are in.
    rooms: Vec<Arc<RoomTag>>,
    /// The room that lines are said to; there is one whenever they are in any.
    current: Option<RoomId>,
    questions: Questions,
    /// A room that is being entered: nothing is read meanwhile.
    opening: Option<Box<Opening>>,
    style: Style,
    bell: Bell,
    /// The other side sends no more.
    finished: bool,
    /// They said goodbye: nothing more is read.
    leaving: bool,
}

impl LineSeat {
    pub(crate) fn new(settings: Arc<LiveSettings>) -> Self {
        Self {
            framer: Framer::new(0),
            settings,
            me: None,
            rooms: Vec::new(),
            current: None,
            questions: Questions::default(),
            opening: None,
            style: Style::default(),
            bell: Bell::Off,
            finished: false,
            leaving: false,
        }
    }

    /// Writes one line of the house's own words.
    fn tell(&self, desk: &mut Desk<'_>, words: fmt::Arguments<'_>) {
        self.paper(desk).line(words);
    }

    fn paper<'d>(&self, desk: &'d mut Desk<'_>) -> Paper<'d> {
        Paper::new(desk.out(), self.style.telnet)
    }

    /// Remembers what the answer to a question is to be shown as.
    fn expect(&mut self, token: Token, pending: Pending) {
        self.questions.add(token, pending);
    }

    fn room(&self, id: RoomId) -> Option<&Arc<RoomTag>> {
        self.rooms.iter().find(|room| room.id == id)
    }

    fn set_bell(&mut self, bell: Bell) {
        self.bell = bell;
        self.style.bell = bell == Bell::On;
    }
}

impl Seat for LineSeat {
    fn opened(&mut self, desk: &mut Desk<'_>) {
        self.framer = Framer::new(desk.rules().connection.line_bytes_max);
        self.greet(desk);
    }

    fn received(&mut self, bytes: &[u8], desk: &mut Desk<'_>) {
        self.read_on(bytes, desk);
    }

    fn resumed(&mut self, desk: &mut Desk<'_>) {
        self.read_on(&[], desk);
    }

    fn finished(&mut self, desk: &mut Desk<'_>) {
        self.finished = true;
        self.read_on(&[], desk);
    }

    fn answered(&mut self, token: Token, reply: Reply, desk: &mut Desk<'_>) {
        self.show_answer(token, reply, desk);
    }

    fn told(&mut self, told: &Told, mine: bool, desk: &mut Desk<'_>) {
        self.show_event(told, mine, desk);
    }

    fn signalled(&mut self, signalled: &Signalled, desk: &mut Desk<'_>) {
        self.show_signal(signalled, desk);
    }

    fn dialect(&self) -> Option<Dialect> {
        // Whose lines depend on more than the style: which of several rooms is current, their own name, what a page of
        // history has shown already.
        let own_way = self.rooms.len() > 1 || self.bell == Bell::Mentions || self.opening.is_some();
        (!own_way).then(|| self.style.dialect())
    }

    fn render(&self, told: &Told, out: &mut Vec<u8>) {
        let mut paper = Paper::new(out, self.style.telnet);
        show::fact(&told.event, told.said_before, None, self.style, self.style.bell, &mut paper);
    }

    fn woken(&mut self, desk: &mut Desk<'_>) {
        self.silence(desk);
    }

    fn nudged(&mut self, desk: &mut Desk<'_>) -> bool {
        // Nobody can be asked through a plain connection without a line on their screen. Who reads in silence stays;
        // who is gone is found out by the kernel.
        if self.framer.is_telnet() {
            desk.out().extend_from_slice(ARE_YOU_THERE);
        }
        self.framer.is_telnet()
    }

    fn slowed(&mut self, desk: &mut Desk<'_>) {
        let a_second = desk.rules().connection.lines_per_second;
        self.tell(
            desk,
            format_args!(
                "You are writing faster than this house takes lines ({a_second} a second); yours are taken, only slower."
            ),
        );
    }

    fn farewell(&mut self, why: &Farewell, desk: &mut Desk<'_>) {
        let name_ms = desk.rules().connection.name_ms;
        self.tell(desk, format_args!("{}", LastWord { why, name_ms }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idle_seat_is_small() {
        assert!(size_of::<LineSeat>() <= 320, "{} bytes", size_of::<LineSeat>());
    }
}
