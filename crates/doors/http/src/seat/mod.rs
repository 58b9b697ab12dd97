//! One connection's side of the talk, in JSON: a line is a frame.
//!
//! Frames come in as [asks](parlor_api::Ask), are translated into questions, and the answers written as frames; what
//! happens in between is written as it is told. The seat decides nothing: who may do what, and who hears of it, is the
//! house's. WebSocket, server-sent events and single calls all sit on it.

mod answering;
mod asking;
mod bye;
mod entrance;
mod events;
mod keys;
mod overseeing;
mod pushes;
mod resume;
mod ruling;
mod shapes;
mod socket;

pub(crate) use entrance::{Entrance, Hears, Opening};
pub(crate) use events::{Begin, EventSeat};
pub use pushes::push_words;
pub(crate) use socket::SocketSeat;

use parlor_api::{Answer, Answered, Event, Gap, Live, Problem, Slowed, room_id};
use parlor_model::{AccountName, Email, Number, PersonId};
use parlor_server::{Desk, Dialect, Farewell, Reply, RoomTag, Seat, Signalled, Token, Told};
use resume::Resuming;
use serde::Serialize;
use std::sync::Arc;

/// A seat whose wire is one JSON object a line.
pub(crate) struct JsonSeat {
    opening: Option<Opening>,
    /// Whether it is told what happens, or only answered.
    hears: bool,
    /// Bytes of frames that were not read yet.
    kept: Vec<u8>,
    /// The frame under way is too long, and is skipped up to its end.
    skipping: bool,
    questions: Vec<(Token, Question)>,
    resuming: Resuming,
    /// The account one is.
    account: Option<AccountName>,
    /// The other side sends no more.
    finished: bool,
}

/// What an answer is to be made into.
#[derive(Debug)]
enum Question {
    /// An answer like any other.
    Plain(u64),
    /// To be let in.
    Enter(u64),
    /// To have the password checked of who wants to be let in.
    VerifyToEnter(u64),
    /// To have the password checked of who is in.
    VerifyToLogIn(u64),
    /// Credentials for a new account.
    HashToRegister { re: u64, name: AccountName, email: Option<Email> },
    /// To be an account from now on.
    BecomeAccount { re: u64, name: AccountName },
    /// The old password, before the new one.
    VerifyToChange { re: u64, new: String },
    /// Credentials from the new password.
    HashToChange { re: u64, name: AccountName },
    /// The password of an account that is to end.
    VerifyToDelete(u64),
    /// Rooms one is in, of which only the direct conversations are wanted.
    Conversations(u64),
    /// To go.
    Quit { re: u64, reason: String },
    /// A room that is to be resumed is followed first.
    FollowToResume,
    /// What came after a cursor.
    After,
}

/// Frames of those who hear.
const TOLD: Dialect = Dialect(0);
/// No frames at all.
const SILENT: Dialect = Dialect(1);

impl JsonSeat {
    /// A seat that lets itself in as `opening` says.
    pub(crate) fn new(opening: Opening) -> Self {
        Self {
            hears: opening.hears != Hears::Answers,
            opening: Some(opening),
            kept: Vec::new(),
            skipping: false,
            questions: Vec::new(),
            resuming: Resuming::default(),
            account: None,
            finished: false,
        }
    }

    fn expect(&mut self, token: Token, question: Question) {
        self.questions.push((token, question));
    }

    fn take(&mut self, token: Token) -> Option<Question> {
        let at = self.questions.iter().position(|(asked, _)| *asked == token)?;
        Some(self.questions.remove(at).1)
    }

    /// Reads as many of the frames at hand as the house takes.
    fn read_on(&mut self, bytes: &[u8], desk: &mut Desk<'_>) {
        self.kept.extend_from_slice(bytes);
        let kept = std::mem::take(&mut self.kept);
        let mut rest = &kept[..];
        while self.opening.is_none() && desk.may_go_on() {
            let Some(end) = rest.iter().position(|b| *b == b'\n') else { break };
            let (line, after) = (&rest[..end], &rest[end + 1..]);
            rest = after;
            if !std::mem::take(&mut self.skipping) && !line.trim_ascii().is_empty() {
                self.frame(line, desk);
            }
        }
        let frame_bytes_max = frame_bytes_max(desk);
        if self.skipping && !rest.contains(&b'\n') {
            rest = &[];
        } else if rest.len() > frame_bytes_max && !rest[..frame_bytes_max].contains(&b'\n') {
            self.skipping = true;
            rest = rest.iter().position(|b| *b == b'\n').map_or(&[], |end| &rest[end..]);
            let why = format!("a frame has {frame_bytes_max} bytes at most; nothing of that one was used");
            self.refuse(None, Problem::new(413, "frame_too_long", &why), desk);
        }
        self.kept = rest.to_vec();
        if self.finished && self.kept.is_empty() && desk.may_go_on() {
            desk.close(parlor_server::Ending::Broken(parlor_model::Text::trusted("connection closed")));
        }
    }

    fn frame(&mut self, line: &[u8], desk: &mut Desk<'_>) {
        match parlor_api::parse(line) {
            Ok((re, ask)) => {
                if let Err(problem) = self.ask(re, ask, desk) {
                    self.refuse(Some(re), problem, desk);
                }
            }
            Err(bad) => self.refuse(bad.id, bad.problem, desk),
        }
    }

    fn answer(&self, re: u64, answer: Answer, desk: &mut Desk<'_>) {
        write(desk.out(), &Answered { re: Some(re), answer });
    }

    fn refuse(&self, re: Option<u64>, problem: Problem, desk: &mut Desk<'_>) {
        write(desk.out(), &Answered { re, answer: Answer::Refused(problem) });
    }
}

/// Words of a message may take six times their bytes in JSON, and there is more around them.
fn frame_bytes_max(desk: &Desk<'_>) -> usize {
    let rules = desk.rules();
    rules.connection.line_bytes_max.max(rules.house.limits.message_bytes_max.saturating_mul(6) + 4096)
}

/// Writes a frame.
fn write(out: &mut Vec<u8>, frame: &impl Serialize) {
    let before = out.len();
    match serde_json::to_writer(&mut *out, frame) {
        Ok(()) => out.push(b'\n'),
        Err(error) => {
            // Every shape is plain data. Should one fail after all, half of it must not stay.
            out.truncate(before);
            tracing::error!(%error, "a frame could not be written");
        }
    }
}

/// What a room is called for this person.
fn room_name(tag: &RoomTag, me: Option<PersonId>) -> String {
    match (&tag.name, me.and_then(|me| tag.other(me))) {
        (Some(name), _) => name.as_str().to_owned(),
        (None, Some(other)) => format!("@{}", other.nick),
        (None, None) => format!("@{tag}"),
    }
}

impl Seat for JsonSeat {
    fn opened(&mut self, desk: &mut Desk<'_>) {
        self.come_in(desk);
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
        if let Some(question) = self.take(token) {
            self.answered_to(question, reply, desk);
        }
    }

    fn told(&mut self, told: &Told, _mine: bool, desk: &mut Desk<'_>) {
        if !self.hears || self.resuming.holds(told, desk.person()) {
            return;
        }
        let name = room_name(&told.room, desk.person());
        write(desk.out(), &Event::of(&told.event, name));
    }

    fn signalled(&mut self, signalled: &Signalled, desk: &mut Desk<'_>) {
        if let Some(signal) = shapes::signal(signalled, desk.person()).filter(|_| self.hears) {
            write(desk.out(), &signal);
        }
    }

    fn is_behind(&mut self, room: &RoomTag, from: Number, to: Number, desk: &mut Desk<'_>) {
        let name = room_name(room, desk.person());
        let behind = Gap { room: name, room_id: room_id(room.id), from: from.0, to: to.0 };
        write(desk.out(), &parlor_api::Frame::Behind { behind });
    }

    fn is_level(&mut self, room: &RoomTag, upto: Number, desk: &mut Desk<'_>) {
        let live = Live { room: room_name(room, desk.person()), room_id: room_id(room.id), after: upto.0 };
        write(desk.out(), &parlor_api::Frame::Live { live });
    }

    fn dialect(&self) -> Option<Dialect> {
        match (self.hears, self.resuming.is_idle()) {
            (false, _) => Some(SILENT),
            (true, true) => Some(TOLD),
            // What is told now waits for what came before it.
            (true, false) => None,
        }
    }

    fn render(&self, told: &Told, out: &mut Vec<u8>) {
        if self.hears {
            write(out, &Event::of(&told.event, room_name(&told.room, None)));
        }
    }

    fn hears_every_fact(&self) -> bool {
        self.hears
    }

    fn woken(&mut self, desk: &mut Desk<'_>) {
        self.resume_on(desk);
    }

    fn nudged(&mut self, desk: &mut Desk<'_>) -> bool {
        desk.out().extend_from_slice(b"{\"ping\":{}}\n");
        true
    }

    fn slowed(&mut self, desk: &mut Desk<'_>) {
        let per_second = desk.rules().connection.lines_per_second;
        write(desk.out(), &parlor_api::Frame::Slowed { slowed: Slowed { per_second } });
    }

    fn farewell(&mut self, why: &Farewell, desk: &mut Desk<'_>) {
        write(desk.out(), &parlor_api::Frame::Bye { bye: bye::of(why) });
    }
}

/// The address of a connection, as rules and others see it.
fn address_of(desk: &Desk<'_>) -> Arc<str> {
    desk.arrival().from.ip().to_string().as_str().into()
}

#[cfg(test)]
mod tests;
