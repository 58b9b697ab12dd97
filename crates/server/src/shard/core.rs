//! A shard without its sockets: connections, their seats, what they ask and what they are told.

use super::buffers::Buffers;
use super::conn::Conn;
use super::conns::Conns;
use super::gather::Gathered;
use super::listeners::{Index, Tables};
use super::rendered::Rendered;
use super::timers::Timers;
use super::turned_away::TurnedAwaySeat;
use crate::gate::Gate;
use crate::link::{Reply, ToHouse, ToShard};
use crate::{Arrival, Console, Desk, Door, Farewell, Rules, Seat};
use parlor_engine::{Answer, Closing, Ending, In, SessionId, Token, Told};
use parlor_model::{Fact, PersonId, Refusal, Text, Time};
use std::sync::Arc;
use std::time::Duration;

/// A shard's state. Whoever drives it feeds bytes and messages in, takes bytes and questions out, and moves the clock.
pub(crate) struct Core {
    shard: u8,
    generation: u32,
    pub(crate) conns: Conns,
    pub(crate) tables: Tables,
    pub(crate) timers: Timers,
    pub(crate) rules: Arc<Rules>,
    pub(crate) console: Console,
    pub(crate) gate: Arc<Gate>,
    pub(crate) now: Time,
    /// Questions for the house, sent at the end of the turn.
    pub(crate) asks: Vec<ToHouse>,
    /// Connections with something to write or to end.
    pub(super) dirty: Vec<Index>,
    /// Connections that may be read again.
    pub(crate) readable: Vec<Index>,
    pub(crate) retry_catch_up: Vec<Index>,
    /// Connections that are closed even if they are not written out.
    pub(crate) abandoned: Vec<Index>,
    /// Silent connections whose door cannot ask for a sign of life.
    pub(crate) unasked: Vec<Index>,
    pub(crate) hearers: Vec<Index>,
    pub(crate) rendered: Rendered,
    pub(crate) buffers: Buffers,
    pub(crate) gathered: Gathered,
    quiet: bool,
    /// When the messages of this turn were decided.
    decided: Vec<Time>,
    /// The names of the doors that connections came in by; each has its place here for its number.
    doors: Vec<&'static str>,
}

impl Core {
    pub(crate) fn new(shard: u8, rules: Arc<Rules>, console: Console, gate: Arc<Gate>, now: Time) -> Self {
        Self {
            shard,
            generation: 0,
            conns: Conns::default(),
            tables: Tables::default(),
            timers: Timers::default(),
            rules,
            console,
            gate,
            now,
            asks: Vec::new(),
            dirty: Vec::new(),
            readable: Vec::new(),
            retry_catch_up: Vec::new(),
            abandoned: Vec::new(),
            unasked: Vec::new(),
            hearers: Vec::new(),
            rendered: Rendered::default(),
            buffers: Buffers::default(),
            gathered: Gathered::default(),
            quiet: false,
            decided: Vec::new(),
            doors: Vec::new(),
        }
    }

    /// The number of a door. There are a handful.
    fn door_number(&mut self, name: &'static str) -> u8 {
        let known = self.doors.iter().position(|door| *door == name);
        let place = known.unwrap_or_else(|| {
            self.doors.push(name);
            self.doors.len() - 1
        });
        u8::try_from(place).unwrap_or(u8::MAX)
    }

    /// A new connection, counted at the gate.
    pub(crate) fn open(&mut self, door: &dyn Door, arrival: Arrival) -> Index {
        let seat = door.seat(&arrival);
        self.sit(seat, arrival, true)
    }

    /// A connection that is only told why it is not let in. `None`: too many are being told already.
    pub(crate) fn open_to_turn_away(&mut self, words: Vec<u8>, arrival: Arrival) -> Option<Index> {
        let telling =
            self.conns.iter().rev().take(TURNING_AWAY_MAX * 2).filter(|(_, c)| !c.desk.counted).count();
        (telling < TURNING_AWAY_MAX).then(|| self.sit(Box::new(TurnedAwaySeat { words }), arrival, false))
    }

    pub(crate) fn sit(&mut self, seat: Box<dyn Seat>, arrival: Arrival, counted: bool) -> Index {
        let door = self.door_number(arrival.door);
        let index = self.conns.next();
        self.generation = self.generation.wrapping_add(1);
        let session = SessionId(
            u64::from(self.shard) << 56 | u64::from(self.generation) << 24 | u64::from(index & 0xff_ffff),
        );
        let mut conn = Conn::new(session, door, arrival, seat, self.rules.connection.burst_lines, self.now);
        conn.desk.counted = counted;
        if counted {
            self.gate.figures.came(conn.arrival.door);
        }
        self.conns.insert(conn);
        self.call(index, |seat, desk| seat.opened(desk));
        self.plan(index);
        index
    }

    pub(crate) fn index_of(&self, session: SessionId) -> Option<Index> {
        let index = (session.0 & 0xff_ffff) as Index;
        self.conns.get(index).filter(|c| c.session == session).map(|_| index)
    }

    /// Lets the seat do something, then looks at what came of it.
    pub(crate) fn call(&mut self, index: Index, f: impl FnOnce(&mut dyn Seat, &mut Desk<'_>)) {
        self.call_seat(index, f);
        let Some(conn) = self.conns.get_mut(index) else { return };
        if conn.desk.slow_until.is_some() && !conn.desk.slow_told {
            conn.desk.slow_told = true;
            self.call_seat(index, |seat, desk| seat.slowed(desk));
        }
    }

    fn call_seat(&mut self, index: Index, f: impl FnOnce(&mut dyn Seat, &mut Desk<'_>)) {
        let Some(conn) = self.conns.get_mut(index) else { return };
        if conn.gone {
            return;
        }
        let person = conn.person();
        let out = conn.out.own(&mut conn.written, &mut self.buffers);
        let before = out.len();
        let wake_before = conn.desk.wake_at;
        let mut desk = Desk {
            out,
            written: conn.written as usize,
            state: &mut conn.desk,
            asks: &mut self.asks,
            rules: &self.rules,
            arrival: &mut conn.arrival,
            gate: &self.gate,
            session: conn.session,
            person,
            now: self.now,
        };
        f(&mut *conn.seat, &mut desk);
        conn.learn_dialect();
        conn.out.give_back(&mut self.buffers);
        if before == 0 && !conn.out.is_empty() {
            conn.moved_at = self.now;
        }
        if (conn.out.len() > before || conn.desk.ending.is_some()) && !conn.dirty {
            conn.dirty = true;
            self.dirty.push(index);
        }
        if conn.desk.wake_at != wake_before || conn.desk.slow_until.is_some() {
            self.plan(index);
        }
    }

    pub(crate) fn mark_dirty(&mut self, index: Index) {
        if let Some(conn) = self.conns.get_mut(index)
            && !conn.dirty
        {
            conn.dirty = true;
            self.dirty.push(index);
        }
    }

    /// Whether bytes may be read from this connection now.
    pub(crate) fn may_read(&self, index: Index) -> bool {
        let Some(conn) = self.conns.get(index) else { return false };
        !self.quiet && !conn.gone && !conn.finished && !conn.desk.parked && self.may_go_on(conn)
    }

    fn may_go_on(&self, conn: &Conn) -> bool {
        let rules = &self.rules.connection;
        conn.desk.ending.is_none()
            && conn.desk.waiting.is_none()
            && conn.desk.slow_until.is_none()
            && conn.desk.open < rules.questions_max
            && conn.waiting() < rules.queue_bytes_max
    }

    /// Bytes came.
    pub(crate) fn received(&mut self, index: Index, bytes: &[u8]) {
        let Some(conn) = self.conns.get_mut(index) else { return };
        conn.heard_at = self.now;
        conn.desk.nudged = false;
        self.call(index, |seat, desk| seat.received(bytes, desk));
        self.park_if_stopped(index);
    }

    /// A seat that was stopped in the middle is resumed before anything new is read.
    fn park_if_stopped(&mut self, index: Index) {
        let Some(conn) = self.conns.get(index) else { return };
        let stopped = !self.may_go_on(conn);
        if let Some(conn) = self.conns.get_mut(index) {
            conn.desk.parked = stopped;
        }
    }

    /// Whatever stopped the connection may be over.
    pub(crate) fn go_on(&mut self, index: Index) {
        let Some(conn) = self.conns.get(index) else { return };
        if conn.gone || self.quiet || !self.may_go_on(conn) {
            return;
        }
        if conn.desk.parked {
            if let Some(conn) = self.conns.get_mut(index) {
                conn.desk.parked = false;
            }
            self.call(index, |seat, desk| seat.resumed(desk));
            self.park_if_stopped(index);
        }
        let Some(conn) = self.conns.get(index) else { return };
        if conn.desk.parked {
            return;
        }
        if conn.finished {
            self.call(index, |seat, desk| seat.finished(desk));
            self.mark_dirty(index);
        } else if conn.unread {
            self.readable.push(index);
        }
    }

    /// The other side sends no more; the seat learns it after everything before was done.
    pub(crate) fn finished(&mut self, index: Index) {
        let Some(conn) = self.conns.get_mut(index) else { return };
        if conn.finished {
            return;
        }
        conn.finished = true;
        if !conn.desk.parked {
            self.call(index, |seat, desk| seat.finished(desk));
            self.mark_dirty(index);
        }
    }

    /// The connection broke: nothing can be written any more.
    pub(crate) fn broke(&mut self, index: Index, why: &str) {
        self.gone(index, Ending::Broken(Text::trusted(why)));
    }

    /// The session is over: the house and the console learn it. The connection itself goes when it is written out.
    pub(crate) fn gone(&mut self, index: Index, how: Ending) {
        let Some(conn) = self.conns.get_mut(index) else { return };
        if conn.gone {
            return;
        }
        conn.gone = true;
        // What somebody says as a farewell is for others to hear, not for the log.
        if let Ending::Closed(why) | Ending::Broken(why) = &how {
            tracing::debug!(from = %conn.arrival.from, door = conn.arrival.door, %why, "a connection ended");
        }
        let counted = std::mem::take(&mut conn.desk.counted);
        if counted {
            self.gate.leave(conn.arrival.from.ip(), &self.rules.connection);
            self.gate.figures.went(conn.arrival.door);
        }
        // Who had a name is shown by the house, which knows it.
        if counted && conn.person().is_none() && !conn.arrival.unshown {
            self.console.left_unnamed(&conn.arrival, &how);
        }
        let (session, person, rooms) = (conn.session, conn.is_of(None), std::mem::take(&mut conn.rooms));
        conn.lag = None;
        for room in rooms {
            self.tables.unlisten(index, room);
        }
        if let Some(person) = person {
            self.tables.remove_person(index, person);
        }
        let unshown = conn.arrival.unshown;
        self.asks.push(ToHouse::Ended { session, how, unshown });
        self.mark_dirty(index);
    }

    /// Looks at a connection after its bytes were written as far as they go. `true`: it said its last word; close it.
    pub(crate) fn written(&mut self, index: Index) -> bool {
        let Some(conn) = self.conns.get_mut(index) else { return false };
        conn.count_queue(conn.waiting(), &self.gate.figures.queued_bytes);
        if conn.waiting() > 0 {
            self.plan(index);
            return false;
        }
        conn.out.give_back(&mut self.buffers);
        if let Some(how) = conn.desk.ending.as_deref().cloned() {
            conn.linger_until = Some(self.now.plus(LINGER_MS).into());
            self.gone(index, how);
            self.plan(index);
            return true;
        }
        if conn.lag.is_some() {
            self.catch_up(index);
        }
        // A seat that was stopped because its answers were not read may go on.
        self.go_on(index);
        false
    }

    /// Takes a connection out of the tables for good.
    pub(crate) fn remove(&mut self, index: Index) -> Option<Box<Conn>> {
        self.gone(index, Ending::Broken(Text::trusted("connection closed")));
        let mut conn = self.conns.remove(index)?;
        conn.count_queue(0, &self.gate.figures.queued_bytes);
        Some(conn)
    }

    /// The house ends a connection.
    pub(crate) fn end(&mut self, index: Index, why: &Farewell) {
        self.call(index, |seat, desk| seat.farewell(why, desk));
        self.call(index, |_, desk| {
            desk.close(match why {
                Farewell::Silent { .. } | Farewell::NotReading => Ending::Broken(why.words()),
                Farewell::NoName | Farewell::Stopping | Farewell::Closed(_) => Ending::Closed(why.words()),
            });
        });
    }

    /// Nothing has happened for a while: what a crowd needed for its turns is given back.
    pub(crate) fn rest(&mut self) {
        self.asks.shrink_to_fit();
        self.decided.shrink_to_fit();
        (self.hearers, self.rendered) = (Vec::new(), Rendered::default());
        self.gathered.rest();
        self.buffers.rest();
        self.conns.rest();
    }

    /// A message comes to be told in this turn.
    pub(crate) fn is_told(&mut self, told: &Told) {
        if matches!(told.event.fact, Fact::Said { .. }) {
            self.decided.push(told.event.at);
        }
    }

    /// The turn's bytes are written: how long its messages took.
    pub(crate) fn end_telling(&mut self, clock: fn() -> Time) {
        if !self.decided.is_empty() {
            let now = clock();
            for at in self.decided.drain(..) {
                self.gate.figures.telling.took(Duration::from_millis(now.since(at)));
            }
        }
    }

    /// A message of the house.
    pub(crate) fn handle(&mut self, message: ToShard) {
        match message {
            ToShard::Tell(told) => self.tell(&told),
            ToShard::Reply { session, token, reply } => self.reply(session, token, *reply),
            ToShard::Listen { session, room, told } => {
                let Some(index) = self.index_of(session) else { return };
                let Some(conn) = self.conns.get_mut(index).filter(|c| !c.gone) else { return };
                if !conn.rooms.contains(&room.id) {
                    conn.rooms.push(room.id);
                    self.tables.listen(index, &room, told);
                }
            }
            ToShard::Unlisten { session, room } => {
                let Some(index) = self.index_of(session) else { return };
                let told = self.tables.rooms.get(&room).map(|l| l.told);
                let Some(conn) = self.conns.get_mut(index) else { return };
                conn.rooms.retain(|r| *r != room);
                if let (Some(lag), Some(told)) = (&mut conn.lag, told) {
                    lag.left(room, told);
                }
                self.tables.unlisten(index, room);
            }
            ToShard::Signal(signalled) => self.tell_signal(&signalled),
            ToShard::Became { session, person } => self.became(session, person),
            ToShard::Trusted { session, trusted } => {
                if let Some(conn) = self.index_of(session).and_then(|i| self.conns.get_mut(i)) {
                    conn.desk.trusted = trusted;
                }
            }
            ToShard::PutOut => self.put_out(),
            ToShard::Close { session, why } => self.close(session, why),
            ToShard::CaughtUp { session, room, after, tag, events } => {
                self.caught_up(session, room, after, tag.as_ref(), events);
            }
            ToShard::NewRules(rules) => {
                let before = std::mem::replace(&mut self.rules, rules);
                let all: Vec<_> = self.conns.iter().map(|(i, _)| i).collect();
                for index in all {
                    self.call(index, |seat, desk| seat.ruled(&before, desk));
                }
            }
            ToShard::Quiet => {
                self.quiet = true;
                self.asks.push(ToHouse::Quiet);
            }
            ToShard::Leave { why } => {
                let all: Vec<_> = self.conns.iter().map(|(i, _)| i).collect();
                for index in all {
                    self.end(index, &why);
                }
            }
            // The loop takes these before they come here.
            ToShard::Connection { .. }
            | ToShard::Settler(_)
            | ToShard::Pipe { .. }
            | ToShard::PipeMoved(_) => {}
        }
    }

    /// The connections of these people, in the order of the people.
    pub(crate) fn connections_of<'a>(&self, people: impl IntoIterator<Item = &'a PersonId>) -> Vec<Index> {
        self.tables.of(people, |c| self.conns.get(c)?.person())
    }

    fn became(&mut self, session: SessionId, person: PersonId) {
        let Some(index) = self.index_of(session) else { return };
        let Some(conn) = self.conns.get_mut(index).filter(|c| !c.gone) else { return };
        conn.desk.trusted = false;
        if let Some(before) = conn.is_of(Some(person)) {
            self.tables.remove_person(index, before);
        }
        let conns = &self.conns;
        self.tables.add_person(index, person, |c| conns.get(c)?.person());
    }

    /// There are new bans: who comes from there is put out. Who they are is for the house to say.
    fn put_out(&mut self) {
        let here: Vec<_> =
            self.conns.iter().filter(|(_, c)| !c.gone && c.desk.counted).map(|(i, _)| i).collect();
        for index in here {
            let Some(conn) = self.conns.get(index) else { continue };
            let Some(reason) = self.gate.ban_of(conn.arrival.from.ip(), self.now) else { continue };
            if conn.person().is_some() {
                let session = conn.session;
                self.asks.push(ToHouse::Engine(In::Unwelcome { session, reason }));
            } else {
                self.end(index, &Farewell::Closed(Closing::Banned { reason }));
            }
        }
    }

    fn close(&mut self, session: SessionId, why: Closing) {
        if let Some(index) = self.index_of(session) {
            self.end(index, &Farewell::Closed(why));
        }
    }

    fn reply(&mut self, session: SessionId, token: Token, reply: Reply) {
        let Some(index) = self.index_of(session) else { return };
        let Some(conn) = self.conns.get_mut(index) else { return };
        conn.desk.open = conn.desk.open.saturating_sub(1);
        if conn.desk.waiting == Some(token) {
            conn.desk.waiting = None;
        }
        if let Reply::Answer(Answer::Refused(Refusal::WrongPassword)) = &reply {
            self.gate.failed(conn.arrival.from.ip(), &self.rules.connection, self.now);
        }
        if let Reply::Answer(Answer::Entered(entered)) = &reply
            && !conn.arrival.unshown
        {
            self.console.entered(&entered.who, &conn.arrival, entered.present, entered.resumed);
        }
        self.call(index, |seat, desk| seat.answered(token, reply, desk));
        self.go_on(index);
    }
}

/// Connections that are being told why they are not let in, at once; more are closed without words.
const TURNING_AWAY_MAX: usize = 256;

/// How long a connection that was told goodbye may take to close, so that it can read why.
const LINGER_MS: u64 = 2_000;
