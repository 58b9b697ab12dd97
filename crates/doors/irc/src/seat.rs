//! One IRC connection: what is remembered of it, and which module does what.

use crate::caps::{self, Caps};
use crate::codec::numerics::{ERR_INPUTTOOLONG, ERR_NEEDMOREPARAMS, ERR_NOTREGISTERED, ERR_UNKNOWNCOMMAND};
use crate::codec::{Flow, Framer, Line, Message, ParseError, message};
use crate::commands::{self, When};
use crate::door::Shared;
use crate::label::Labels;
use crate::modes::UserModes;
use crate::pending::{self, Pendings};
use crate::registration::Registering;
use crate::render::{self, View};
use crate::telling;
use crate::turn::{Turn, safe};
use parlor_model::{MetadataKey, RoomId, RoomName, Text, Who};
use parlor_server::{
    Desk, Dialect, Ending, Farewell, PersonRef, Reply, RoomTag, Rules, Seat, Signalled, Token, Told,
};
use smallvec::SmallVec;
use std::sync::Arc;

/// A seat of the IRC door.
pub struct IrcSeat {
    pub(crate) shared: Arc<Shared>,
    framer: Framer,
    pub(crate) server: Arc<Box<str>>,
    /// Who the person is, once they have entered.
    pub(crate) me: Option<Arc<Who>>,
    pub(crate) caps: Caps,
    pub(crate) modes: UserModes,
    /// A question must be answered before the next line is read, although the desk would go on.
    pub(crate) blocked: bool,
    /// The rooms the person is in.
    pub(crate) rooms: SmallVec<[Arc<RoomTag>; 2]>,
    pub(crate) pending: Pendings,
    pub(crate) labels: Labels,
    pub(crate) registering: Option<Box<Registering>>,
    pub(crate) rare: Option<Box<Rare>>,
}

/// What few connections need at any moment.
#[derive(Default)]
pub(crate) struct Rare {
    /// Bytes that came while the seat could not go on.
    held: Vec<u8>,
    /// What one is away for.
    pub(crate) away: Option<Text>,
    /// The SASL exchange under way.
    pub(crate) sasl: Option<commands::sasl::Exchange>,
    /// RPL_LOGGEDIN of a login that is not answered yet was written.
    pub(crate) logged_in: bool,
    /// The answer of ISON or USERHOST so far.
    pub(crate) gathered: String,
    /// Conversations found so far for CHATHISTORY TARGETS.
    pub(crate) targets: Vec<(parlor_model::Time, Box<str>)>,
    /// Of how many the newest message is still being looked for; they are found in any order.
    pub(crate) targets_open: usize,
    /// A message of several lines that is not complete.
    pub(crate) batch: Option<Box<commands::multiline::Open>>,
    /// Nicknames whose coming and going is told (MONITOR).
    pub(crate) monitored: Vec<PersonRef>,
    /// Keys of metadata that one is told of.
    pub(crate) subscribed: Vec<MetadataKey>,
    /// Rooms one was invited to while here.
    pub(crate) invited: Vec<RoomName>,
    /// The other side sends no more; what it sent before is still being taken.
    pub(crate) finished: bool,
    /// What QUIT said.
    pub(crate) quitting: Option<Text>,
}

impl Rare {
    /// Whether all of it is as it was in the beginning.
    fn is_nothing(&self) -> bool {
        let Self { held, away, sasl, logged_in, gathered, targets, targets_open, batch, .. } = self;
        let Self { monitored, subscribed, invited, finished, quitting, .. } = self;
        let under_way = *logged_in || *finished || *targets_open > 0 || sasl.is_some() || batch.is_some();
        let said = away.is_some() || quitting.is_some() || !monitored.is_empty() || !subscribed.is_empty();
        let waits = !held.is_empty() || !gathered.is_empty() || !targets.is_empty();
        !(under_way || said || waits) && invited.is_empty()
    }
}

/// Bytes that may wait while a question is answered that the next line depends on; who sends more is disconnected.
const HELD_BYTES_MAX: usize = 64 * 1024;

impl IrcSeat {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self {
            registering: Some(Box::new(Registering::counted(&shared))),
            shared,
            framer: Framer::default(),
            server: Arc::default(),
            me: None,
            caps: Caps::default(),
            modes: UserModes::new(),
            blocked: false,
            rooms: SmallVec::new(),
            pending: Pendings::default(),
            labels: Labels::default(),
            rare: None,
        }
    }

    /// The room of that name, if the person is in it.
    pub(crate) fn room_named(&self, name: &RoomName) -> Option<Arc<RoomTag>> {
        let folded = name.folded();
        self.rooms.iter().find(|r| r.name.as_ref().is_some_and(|n| n.folded() == folded)).cloned()
    }

    pub(crate) fn entered_room(&mut self, room: &Arc<RoomTag>) {
        self.left_room(room.id);
        self.rooms.push(Arc::clone(room));
    }

    pub(crate) fn left_room(&mut self, id: RoomId) {
        self.rooms.retain(|r| r.id != id);
    }

    /// What one is away for.
    pub(crate) fn away(&self) -> Option<&Text> {
        self.rare.as_ref()?.away.as_ref()
    }

    pub(crate) fn set_away(&mut self, away: Option<Text>) {
        if away.is_some() || self.rare.is_some() {
            self.rare.get_or_insert_default().away = away;
        }
    }

    fn may_go_on(&self, desk: &Desk<'_>) -> bool {
        !self.blocked && desk.may_go_on()
    }

    /// Takes lines until there are none or the seat cannot go on. How many bytes were used.
    fn take(&mut self, bytes: &[u8], desk: &mut Desk<'_>) -> usize {
        let mut framer = std::mem::take(&mut self.framer);
        let result = framer.feed(bytes, |line| {
            self.line(line, desk);
            if self.may_go_on(desk) { Flow::Continue } else { Flow::Stop }
        });
        self.framer = framer;
        result.unwrap_or_else(|endless| {
            let words = Text::trusted(&endless.to_string());
            self.last_word(&words, desk);
            desk.close(Ending::Closed(words));
            bytes.len()
        })
    }

    /// Takes what was held back, if it may. What few need, and this one no more, is given back.
    fn take_held(&mut self, desk: &mut Desk<'_>) {
        if self.held() > 0 && self.may_go_on(desk) {
            let mut held = self.rare.as_mut().map(|r| std::mem::take(&mut r.held)).unwrap_or_default();
            let used = self.take(&held, desk);
            if used < held.len() {
                held.drain(..used);
                self.rare.get_or_insert_default().held = held;
            }
        }
        self.rare.take_if(|rare| rare.is_nothing());
    }

    /// How many bytes wait until the seat can go on.
    fn held(&self) -> usize {
        self.rare.as_ref().map_or(0, |r| r.held.len())
    }

    fn line(&mut self, line: Line<'_>, desk: &mut Desk<'_>) {
        let Line::Whole(bytes) = line else { return self.unreadable(ParseError::TooLong, b"", desk) };
        match Message::parse(bytes) {
            Ok(msg) => {
                let mut turn = Turn::of_line(self, desk, &msg);
                dispatch(&mut turn, &msg);
                turn.end();
            }
            Err(why) => self.unreadable(why, bytes, desk),
        }
    }

    fn unreadable(&mut self, why: ParseError, line: &[u8], desk: &mut Desk<'_>) {
        let mut turn = Turn::of_tags(self, desk, &message::tags_in(line));
        match why {
            ParseError::TooLong | ParseError::TagsTooLong => {
                turn.numeric(ERR_INPUTTOOLONG, &[], "Input line was too long");
            }
            ParseError::NotUtf8 => {
                let verb = message::command_in(line).unwrap_or("*").to_ascii_uppercase();
                turn.fail(&verb, "INVALID_UTF8", &[], "Message rejected: it is not UTF-8");
            }
            ParseError::Empty | ParseError::NoCommand | ParseError::BadCommand | ParseError::Forbidden => {}
        }
        turn.end();
    }

    /// `ERROR`, which is the last line of every connection that the server ends (Modern IRC, "ERROR message").
    pub(crate) fn last_word(&self, why: &str, desk: &mut Desk<'_>) {
        let host = desk.arrival().from.ip().to_canonical().to_string();
        let words = format!("Closing Link: {host} ({why})");
        crate::codec::line(desk.out()).command("ERROR").trailing_cut(&words);
    }
}

/// Finds the command and lets it have the line.
fn dispatch(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let verb = msg.verb();
    let Some(command) = commands::find(verb.as_str()) else {
        return turn.numeric(ERR_UNKNOWNCOMMAND, &[safe(msg.command)], "Unknown command");
    };
    let entered = turn.seat.me.is_some();
    match command.when {
        When::Entered if !entered => {
            return turn.numeric(ERR_NOTREGISTERED, &[], "You have not registered");
        }
        When::Entered | When::Always => {}
    }
    if msg.params.len() < command.params_min {
        return turn.numeric(ERR_NEEDMOREPARAMS, &[command.name], "Not enough parameters");
    }
    if command.counts && entered {
        turn.desk.count_line();
    }
    if entered && commands::multiline::takes(turn, msg) {
        return;
    }
    (command.run)(turn, msg);
}

impl Seat for IrcSeat {
    fn opened(&mut self, desk: &mut Desk<'_>) {
        self.server = self.shared.server_name(&desk.rules().server_name);
    }

    fn received(&mut self, bytes: &[u8], desk: &mut Desk<'_>) {
        self.take_held(desk);
        let used = if self.held() == 0 && self.may_go_on(desk) { self.take(bytes, desk) } else { 0 };
        let quitting = desk.is_closing() || self.rare.as_ref().is_some_and(|r| r.quitting.is_some());
        if let Some(rest) = bytes.get(used..)
            && !rest.is_empty()
            && !quitting
        {
            self.rare.get_or_insert_default().held.extend_from_slice(rest);
        }
        if self.held() > HELD_BYTES_MAX {
            let words = Text::trusted("Excess flood");
            self.rare.get_or_insert_default().held = Vec::new();
            self.last_word(&words, desk);
            desk.close(Ending::Closed(words));
        }
    }

    fn resumed(&mut self, desk: &mut Desk<'_>) {
        self.take_held(desk);
    }

    fn finished(&mut self, desk: &mut Desk<'_>) {
        if self.blocked || self.held() > 0 {
            self.rare.get_or_insert_default().finished = true;
            return;
        }
        commands::leaving::finished(&mut Turn::new(self, desk, None));
    }

    fn answered(&mut self, token: Token, reply: Reply, desk: &mut Desk<'_>) {
        let Some(pending) = self.pending.take(token) else { return };
        let mut turn = Turn::new(self, desk, pending.label);
        pending::settle(&mut turn, pending.what, reply);
        turn.end();
        self.take_held(desk);
        if self.rare.as_ref().is_some_and(|r| r.finished) {
            self.finished(desk);
        }
    }

    fn told(&mut self, told: &Told, mine: bool, desk: &mut Desk<'_>) {
        if desk.is_closing() {
            // The last word is said.
            return;
        }
        // What was asked first is decided and told first, so what is told now answers the oldest question.
        let label = if mine { self.pending.first().and_then(|p| p.label) } else { None };
        telling::told(&mut Turn::new(self, desk, label), told, mine);
    }

    fn signalled(&mut self, signalled: &Signalled, desk: &mut Desk<'_>) {
        if desk.is_closing() {
            return;
        }
        telling::signalled(&mut Turn::new(self, desk, None), signalled);
    }

    fn dialect(&self) -> Option<Dialect> {
        Some(Dialect(self.caps.shaping().bits()))
    }

    fn render(&self, told: &Told, out: &mut Vec<u8>) {
        if let Some(room) = &told.room.name {
            let view = View { caps: self.caps.shaping(), server: &self.server, batch: None };
            render::event(&view, room.as_str(), &told.event, out);
        }
    }

    fn woken(&mut self, _: &mut Desk<'_>) {}

    fn nudged(&mut self, desk: &mut Desk<'_>) -> bool {
        crate::codec::line(desk.out()).command("PING").last(&self.server);
        true
    }

    fn slowed(&mut self, _: &mut Desk<'_>) {}

    fn ruled(&mut self, before: &Rules, desk: &mut Desk<'_>) {
        if !desk.is_closing() {
            caps::ruled(&mut Turn::new(self, desk, None), before);
        }
    }

    fn farewell(&mut self, why: &Farewell, desk: &mut Desk<'_>) {
        telling::farewell(&mut Turn::new(self, desk, None), why);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_few_need_is_given_back_when_nothing_is_in_it() {
        assert!(Rare::default().is_nothing());
        assert!(!Rare { held: vec![b'J'], ..Rare::default() }.is_nothing());
        assert!(!Rare { away: Some(Text::trusted("lunch")), ..Rare::default() }.is_nothing());
        assert!(!Rare { targets_open: 1, ..Rare::default() }.is_nothing());
        assert!(!Rare { finished: true, ..Rare::default() }.is_nothing());
    }

    #[test]
    fn an_idle_seat_is_small() {
        assert!(size_of::<IrcSeat>() <= 128, "{} bytes", size_of::<IrcSeat>());
        assert!(size_of::<pending::Pending>() <= 64, "{} bytes", size_of::<pending::Pending>());
    }
}
