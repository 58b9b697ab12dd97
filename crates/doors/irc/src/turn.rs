//! One line being taken, or one answer: what a command sees of its seat, and where it writes.

use crate::caps::Caps;
use crate::codec::format::LineStart;
use crate::codec::numerics::{ERR_NOSUCHCHANNEL, ERR_UNKNOWNERROR};
use crate::codec::tags::Tags;
use crate::codec::{self, Message};
use crate::label::LabelId;
use crate::pending::{Pending, What};
use crate::seat::IrcSeat;
use crate::time::Stamp;
use parlor_model::{RoomName, Text, Who};
use parlor_server::{Ask, Desk, RoomTag, Token};
use std::sync::Arc;

/// A seat, its desk, and the label under which what is written goes.
pub(crate) struct Turn<'t, 'd> {
    pub(crate) seat: &'t mut IrcSeat,
    pub(crate) desk: &'t mut Desk<'d>,
    label: Option<LabelId>,
}

impl<'t, 'd> Turn<'t, 'd> {
    pub(crate) fn new(seat: &'t mut IrcSeat, desk: &'t mut Desk<'d>, label: Option<LabelId>) -> Self {
        Self { seat, desk, label }
    }

    /// A turn for a line that may carry a label.
    pub(crate) fn of_line(seat: &'t mut IrcSeat, desk: &'t mut Desk<'d>, msg: &Message<'_>) -> Self {
        Self::of_tags(seat, desk, &msg.tags)
    }

    /// A turn for a line with these tags.
    pub(crate) fn of_tags(seat: &'t mut IrcSeat, desk: &'t mut Desk<'d>, tags: &Tags<'_>) -> Self {
        let label = if seat.caps.has(Caps::LABELS) { tags.get("label") } else { None };
        let label = label.filter(|l| !l.is_empty()).map(|l| seat.labels.begin(&l));
        Self { seat, desk, label }
    }

    /// Ends the turn: what was written under a label goes out when nothing more is to come.
    pub(crate) fn end(self) {
        let Some(group) = self.label.and_then(|id| self.seat.labels.release(id)) else { return };
        let batch = self.seat.labels.batch_name();
        let now = Stamp::of(self.desk.now());
        group.write(&self.seat.server, self.seat.caps, now, &batch, self.desk.out());
    }

    pub(crate) fn caps(&self) -> Caps {
        self.seat.caps
    }

    /// The person's nickname; `*` before there is one.
    pub(crate) fn nick(&self) -> Arc<str> {
        self.seat.me.as_ref().map_or_else(|| "*".into(), |who| who.nick.as_str().into())
    }

    /// Where this turn writes.
    pub(crate) fn out(&mut self) -> &mut Vec<u8> {
        match self.label.and_then(|id| self.seat.labels.lines(id)) {
            Some(lines) => lines,
            None => self.desk.out(),
        }
    }

    /// Begins a line that is no event: with the time of now, where that is wanted.
    pub(crate) fn start(&mut self) -> LineStart<'_> {
        self.start_in(None)
    }

    /// The same for a line that belongs to a batch.
    pub(crate) fn start_in(&mut self, batch: Option<&str>) -> LineStart<'_> {
        let time = self.caps().has(Caps::SERVER_TIME).then(|| Stamp::of(self.desk.now()));
        let mut line = codec::line(self.out());
        // First, so that a label's batch can see that the line is in one already.
        if let Some(batch) = batch {
            line = line.tag("batch", batch);
        }
        match time {
            Some(time) => line.tag("time", time.as_str()),
            None => line,
        }
    }

    /// Writes a numeric: the addressee, `params`, and a text of which as much is written as fits.
    pub(crate) fn numeric(&mut self, code: u16, params: &[&str], text: &str) {
        let (server, me) = (Arc::clone(&self.seat.server), self.seat.me.clone());
        let mut line = self.start().source(&server).numeric(code).param(nick_of(me.as_deref()));
        for param in params {
            line = line.param(param);
        }
        line.trailing_cut(text);
    }

    /// Writes a numeric whose last parameter is a word.
    pub(crate) fn values(&mut self, code: u16, params: &[&str]) {
        let (server, me) = (Arc::clone(&self.seat.server), self.seat.me.clone());
        let mut line = self.start().source(&server).numeric(code).param(nick_of(me.as_deref()));
        for param in params {
            line = line.param(param);
        }
        line.end();
    }

    /// Writes a reply that is a command: the addressee, `params`, a text.
    pub(crate) fn answer(&mut self, command: &str, params: &[&str], text: &str) {
        let (server, me) = (Arc::clone(&self.seat.server), self.seat.me.clone());
        let mut line = self.start().source(&server).command(command).param(nick_of(me.as_deref()));
        for param in params {
            line = line.param(param);
        }
        line.trailing(text);
    }

    /// Writes a reply that is a command: the addressee, and as much of a text as fits.
    pub(crate) fn answer_cut(&mut self, command: &str, text: &str) {
        let (server, me) = (Arc::clone(&self.seat.server), self.seat.me.clone());
        let line = self.start().source(&server).command(command).param(nick_of(me.as_deref()));
        line.trailing_cut(text);
    }

    /// Writes a standard reply (<https://ircv3.net/specs/extensions/standard-replies>).
    pub(crate) fn fail(&mut self, verb: &str, code: &str, context: &[&str], text: &str) {
        let server = Arc::clone(&self.seat.server);
        let mut line = self.start().source(&server).command("FAIL").param(verb).param(code);
        for param in context {
            line = line.param(safe(param));
        }
        line.trailing_cut(text);
    }

    /// Says that the disk failed, or that nobody knows whether something was kept.
    pub(crate) fn fault(&mut self, verb: &str, text: &str) {
        self.numeric(ERR_UNKNOWNERROR, &[verb], text);
    }

    /// Asks the house; `what` says what to do with the answer.
    pub(crate) fn ask(&mut self, ask: Ask, what: What) {
        let token = self.desk.ask(ask);
        self.expect(token, what, false);
    }

    /// Asks in answer to an answer: a fence asked before waits for this one too.
    pub(crate) fn ask_on(&mut self, ask: Ask, what: What) {
        let token = self.desk.ask(ask);
        self.expect(token, what, true);
    }

    /// Notes what to do with the answer to a question that was put to the desk.
    pub(crate) fn expect(&mut self, token: Token, what: What, chained: bool) {
        if let Some(label) = self.label {
            self.seat.labels.hold(label);
        }
        self.seat.pending.push(Pending { token, label: self.label, chained, what });
    }

    /// Keeps what is written under this turn's label back until a turn with it ends once more.
    pub(crate) fn hold_label(&mut self) -> Option<LabelId> {
        let label = self.label?;
        self.seat.labels.hold(label);
        Some(label)
    }

    /// A room's name; what cannot be one is answered with ERR_NOSUCHCHANNEL.
    pub(crate) fn room_name(&mut self, text: &str) -> Option<RoomName> {
        match RoomName::parse(text, &self.desk.rules().names) {
            Ok(name) => Some(name),
            Err(_) => {
                self.numeric(ERR_NOSUCHCHANNEL, &[safe(text)], "No such channel");
                None
            }
        }
    }

    /// The room of that name, if the person is in it.
    pub(crate) fn joined(&self, name: &RoomName) -> Option<Arc<RoomTag>> {
        self.seat.room_named(name)
    }

    /// Things that few connections ever need.
    pub(crate) fn rare(&mut self) -> &mut crate::seat::Rare {
        self.seat.rare.get_or_insert_default()
    }
}

fn nick_of(me: Option<&Who>) -> &str {
    me.map_or("*", |who| who.nick.as_str())
}

/// What a client wrote, fit to stand in the middle of a line.
pub(crate) fn safe(param: &str) -> &str {
    if param.is_empty() || param.starts_with(':') || param.contains(' ') { "*" } else { param }
}

/// Words out of a line: a line holds nothing that a text may not hold, and the house checks lengths.
pub(crate) fn text_of(words: &str) -> Text {
    Text::trusted(words)
}
