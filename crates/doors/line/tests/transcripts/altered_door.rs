//! The line door with something altered on the way, for what a transcript cannot show otherwise.

use parlor_line::{LineDoor, LineSettings};
use parlor_server::{
    Arrival, Desk, Dialect, Door, Farewell, Reply, Seat, Signalled, Token, Told, TurnedAway,
};

/// Writes telnet's commands as text (`<255 253 6>`), and can keep every page of history back until somebody says "now".
pub(crate) struct AlteredDoor {
    pub(crate) door: LineDoor,
    pub(crate) pages_are_late: bool,
}

impl AlteredDoor {
    pub(crate) fn new(history_lines: u32, pages_are_late: bool) -> AlteredDoor {
        AlteredDoor { door: LineDoor::new(LineSettings { silence_ms: 150, history_lines }), pages_are_late }
    }
}

impl Door for AlteredDoor {
    fn name(&self) -> &'static str {
        "altered"
    }

    fn seat(&self, arrival: &Arrival) -> Box<dyn Seat> {
        let seat = self.door.seat(arrival);
        Box::new(AlteredSeat { seat, pages_are_late: self.pages_are_late, late: None })
    }

    fn turn_away(&self, why: &TurnedAway) -> Vec<u8> {
        self.door.turn_away(why)
    }
}

struct AlteredSeat {
    seat: Box<dyn Seat>,
    pages_are_late: bool,
    late: Option<(Token, Reply)>,
}

impl AlteredSeat {
    fn call<T>(&mut self, desk: &mut Desk<'_>, f: impl FnOnce(&mut dyn Seat, &mut Desk<'_>) -> T) -> T {
        let from = desk.out().len();
        let result = f(&mut *self.seat, desk);
        let written = desk.out().split_off(from);
        let mut rest = written.as_slice();
        while let Some((&byte, after)) = rest.split_first() {
            match rest {
                [255, verb, option, after @ ..] => {
                    desk.out().extend(format!("<255 {verb} {option}>").bytes());
                    rest = after;
                }
                _ => {
                    desk.out().push(byte);
                    rest = after;
                }
            }
        }
        result
    }
}

impl Seat for AlteredSeat {
    fn answered(&mut self, token: Token, reply: Reply, desk: &mut Desk<'_>) {
        match reply {
            Reply::Page { .. } if self.pages_are_late => self.late = Some((token, reply)),
            _ => self.call(desk, |seat, desk| seat.answered(token, reply, desk)),
        }
    }

    fn told(&mut self, told: &Told, mine: bool, desk: &mut Desk<'_>) {
        self.call(desk, |seat, desk| seat.told(told, mine, desk));
        let now = format!("{:?}", told.event.fact).contains("\"now\"");
        if let Some((token, page)) = self.late.take_if(|_| now) {
            self.call(desk, |seat, desk| seat.answered(token, page, desk));
        }
    }

    fn opened(&mut self, desk: &mut Desk<'_>) {
        self.call(desk, |seat, desk| seat.opened(desk));
    }

    fn received(&mut self, bytes: &[u8], desk: &mut Desk<'_>) {
        self.call(desk, |seat, desk| seat.received(bytes, desk));
    }

    fn resumed(&mut self, desk: &mut Desk<'_>) {
        self.call(desk, |seat, desk| seat.resumed(desk));
    }

    fn finished(&mut self, desk: &mut Desk<'_>) {
        self.call(desk, |seat, desk| seat.finished(desk));
    }

    fn signalled(&mut self, signalled: &Signalled, desk: &mut Desk<'_>) {
        self.call(desk, |seat, desk| seat.signalled(signalled, desk));
    }

    fn dialect(&self) -> Option<Dialect> {
        self.seat.dialect()
    }

    fn render(&self, told: &Told, out: &mut Vec<u8>) {
        self.seat.render(told, out);
    }

    fn woken(&mut self, desk: &mut Desk<'_>) {
        self.call(desk, |seat, desk| seat.woken(desk));
    }

    fn nudged(&mut self, desk: &mut Desk<'_>) -> bool {
        self.call(desk, |seat, desk| seat.nudged(desk))
    }

    fn slowed(&mut self, desk: &mut Desk<'_>) {
        self.call(desk, |seat, desk| seat.slowed(desk));
    }

    fn farewell(&mut self, why: &Farewell, desk: &mut Desk<'_>) {
        self.call(desk, |seat, desk| seat.farewell(why, desk));
    }
}
