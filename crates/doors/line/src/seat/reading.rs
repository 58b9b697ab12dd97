//! From bytes to lines, and when to stop reading.

use super::LineSeat;
use super::pending::Pending;
use crate::codec::{self, Framed, Input, LineError};
use parlor_model::Text;
use parlor_server::{Ask, Desk, Ending};

impl LineSeat {
    /// Reads what was kept and then `input`, line by line, until the desk or the seat itself has to wait.
    pub(super) fn read_on(&mut self, mut input: &[u8], desk: &mut Desk<'_>) {
        while self.may_read(desk) {
            let framed = self.framer.next(&mut input);
            self.answer_telnet(desk);
            match framed {
                Some(framed) => self.read(framed, desk),
                None => break,
            }
        }
        if self.leaving {
            // Nobody hears it any more; but after Ctrl-C a telnet client shows nothing before it is answered.
            while self.framer.next(&mut input).is_some() {}
            return self.answer_telnet(desk);
        }
        if !input.is_empty() {
            self.framer.keep(input);
        }
        if self.finished && self.may_read(desk) {
            self.read_the_last(desk);
        }
        if self.framer.pending() {
            desk.wake_after(self.settings.silence_ms());
        }
    }

    fn may_read(&self, desk: &Desk<'_>) -> bool {
        self.opening.is_none() && !self.leaving && desk.may_go_on()
    }

    /// What telnet asked is answered, also in between: its terminal shows nothing before. From then on lines end as it
    /// wants them.
    fn answer_telnet(&mut self, desk: &mut Desk<'_>) {
        let replies = self.framer.take_replies();
        desk.out().extend_from_slice(&replies);
        self.style.telnet = self.framer.is_telnet();
    }

    /// A stretch of silence passed: for a client without line ends, that ends its line.
    pub(super) fn silence(&mut self, desk: &mut Desk<'_>) {
        if self.may_read(desk)
            && let Some(framed) = self.framer.silence()
        {
            self.read(framed, desk);
        }
        self.read_on(&[], desk);
    }

    /// The end of the stream ends the last line too; then it is goodbye, once everything asked is answered.
    fn read_the_last(&mut self, desk: &mut Desk<'_>) {
        if let Some(framed) = self.framer.end() {
            self.read(framed, desk);
        }
        if self.may_read(desk) {
            self.leave(Text::none(), desk);
        }
    }

    fn read(&mut self, framed: Framed<'_>, desk: &mut Desk<'_>) {
        match framed {
            Framed::Line(line) => match codec::check(&line) {
                Ok(line) => self.line(line, desk),
                Err(why) => {
                    desk.count_line();
                    self.tell(desk, format_args!("{why}"));
                }
            },
            Framed::Refused(why) => {
                desk.count_line();
                self.tell(desk, format_args!("{why}"));
                if matches!(why, LineError::Endless { .. }) {
                    self.leaving = true;
                    desk.close(Ending::Closed(Text::trusted("sent a line without end")));
                }
            }
            Framed::Interrupt => self.leave(Text::none(), desk),
            Framed::End => {
                self.finished = true;
            }
        }
    }

    fn line(&mut self, line: &str, desk: &mut Desk<'_>) {
        let input = codec::parse(line);
        if self.me.is_none() {
            desk.count_line();
            return self.name_line(line, input, desk);
        }
        match input {
            // Nothing is said by it, and some clients send it to be sure of their line.
            Ok(Input::Empty) => {}
            Ok(Input::Say(text)) => {
                desk.count_line();
                self.say(text, desk);
            }
            Ok(Input::Command(command)) => {
                desk.count_line();
                self.command(command, desk);
            }
            Err(why) => {
                desk.count_line();
                self.tell(desk, format_args!("{why}"));
            }
        }
    }

    /// Goodbye: what was asked before is still answered.
    pub(super) fn leave(&mut self, why: Text, desk: &mut Desk<'_>) {
        self.leaving = true;
        if self.me.is_none() {
            self.tell(desk, format_args!("Bye."));
            return desk.close(Ending::Closed(why));
        }
        let token = desk.ask(Ask::Fence);
        self.expect(token, Pending::Leave(why));
    }
}
