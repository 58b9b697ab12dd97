//! The loop of a shard: wait for the kernel, read, listen to the house, write, ask the house.

use super::core::Core;
use super::listeners::Index;
use super::sockets::Sockets;
use crate::annex::Settler;
use crate::gate::Gate;
use crate::link::{ToHouse, ToShard};
use crate::mailbox::Mailbox;
use crate::quiet::Quiet;
use crate::{Arrival, Console, Door, Farewell, Rules};
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use parlor_model::Time;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// Where a shard's mail comes in.
pub(crate) type Inbox = Arc<Mailbox<ToShard>>;

/// A door and where it listens.
pub(crate) struct Entrance {
    pub(crate) door: usize,
    pub(crate) listener: TcpListener,
}

/// What a shard is made of.
pub(crate) struct Shard {
    pub(crate) core: Core,
    pub(crate) poll: Poll,
    pub(crate) doors: Arc<[Arc<dyn Door>]>,
    /// All shards' mailboxes, its own among them: the shard with the entrances deals out connections.
    pub(crate) shards: Arc<[Inbox]>,
    pub(crate) me: usize,
    pub(crate) house: Arc<Mailbox<ToHouse>>,
    /// How long each shard took to write a turn's bytes, in microseconds: the house keeps that pace.
    pub(crate) writing_us: Arc<[AtomicU32]>,
    pub(crate) entrances: Vec<Entrance>,
    pub(crate) clock: fn() -> Time,
}

const WAKE: Token = Token(usize::MAX);
const ENTRANCE: usize = usize::MAX / 2;
/// When connections cannot be accepted (no file descriptors left), how long to wait.
const ACCEPT_AGAIN_MS: u64 = 200;
/// A turn that writes to fewer says nothing about how long it takes to write to everyone.
const TIMED_WRITES_MIN: usize = 16;
/// So many such turns forget about two thirds of how long that took.
const WRITING_REMEMBERED: u32 = 16;

impl Shard {
    pub(crate) fn core(
        shard: usize,
        rules: Arc<Rules>,
        console: Console,
        gate: Arc<Gate>,
        now: Time,
    ) -> Core {
        Core::new(u8::try_from(shard).unwrap_or(u8::MAX), rules, console, gate, now)
    }

    /// The token that wakes a shard's poll.
    pub(crate) const fn wake_token() -> Token {
        WAKE
    }

    /// Serves until the house says leave and every connection is written out and closed.
    pub(crate) fn run(mut self) -> std::io::Result<()> {
        let mut sockets = Sockets::default();
        let mut events = Events::with_capacity(1024);
        let mut mail = Vec::new();
        let mut buffer = vec![0; self.core.rules.connection.read_buffer_bytes.max(512)];
        let mut accept_at: Option<Time> = None;
        let (mut leaving, mut deal) = (false, 0usize);
        let mut quiet = Quiet::default();
        for (i, entrance) in self.entrances.iter_mut().enumerate() {
            self.poll.registry().register(&mut entrance.listener, Token(ENTRANCE + i), Interest::READABLE)?;
        }
        loop {
            let now = (self.clock)();
            let wait = quiet.wait(now, self.wait(now, accept_at));
            match self.poll.poll(&mut events, wait) {
                Err(e) if e.kind() == ErrorKind::Interrupted => continue,
                other => other?,
            }
            self.core.now = (self.clock)().max(self.core.now);
            let mut accepting = accept_at.take_if(|t| *t <= self.core.now).is_some();
            for event in &events {
                match event.token() {
                    WAKE => {}
                    Token(t) if t >= ENTRANCE => accepting = true,
                    Token(t) => self.noticed(t as Index, event),
                }
            }
            if accepting && !leaving && self.accept(&mut sockets, &mut deal).is_err() {
                accept_at = Some(self.core.now.plus(ACCEPT_AGAIN_MS));
            }
            self.house_mail(&mut mail, &mut sockets, &mut leaving);
            self.core.run_timers();
            for index in self.core.unasked.drain(..) {
                sockets.let_kernel_ask(index);
            }
            for index in std::mem::take(&mut self.core.readable) {
                let lingers = self.core.conns.get(index).is_some_and(|c| c.gone);
                if lingers || self.core.may_read(index) {
                    sockets.read(&mut self.core, index, &mut buffer);
                }
            }
            self.write(&mut sockets);
            self.core.end_telling(self.clock);
            self.core.buffers.end_turn();
            for index in std::mem::take(&mut self.core.abandoned) {
                sockets.remove(index);
                self.core.remove(index);
            }
            self.house.post_all(&mut self.core.asks);
            if quiet.begins(!events.is_empty(), self.core.now) {
                mail = Vec::new();
                self.core.rest();
                self.shards[self.me].rest();
            }
            if leaving && self.core.conns.iter().all(|(_, c)| c.gone) {
                self.house.post(ToHouse::Empty);
                return Ok(());
            }
        }
    }

    fn wait(&mut self, now: Time, accept_at: Option<Time>) -> Option<Duration> {
        if self.core.is_busy() {
            return Some(Duration::ZERO);
        }
        let core = &self.core;
        let retry = (!core.retry_catch_up.is_empty()).then(|| now.plus(ACCEPT_AGAIN_MS));
        let next = [core.timers.next(), accept_at, retry].into_iter().flatten().min()?;
        Some(Duration::from_millis(next.since(now)))
    }

    /// Writes what there is for everyone; to who asked for it, or has other words to hear, first.
    fn write(&mut self, sockets: &mut Sockets) {
        let dirty = self.core.take_dirty();
        let wrote = dirty.len() + self.core.conns.hearing();
        let began = (wrote >= TIMED_WRITES_MIN).then(Instant::now);
        for index in dirty {
            if let Some(conn) = self.core.conns.get_mut(index) {
                conn.dirty = false;
                if !conn.gone || conn.waiting() > 0 {
                    sockets.write(&mut self.core, index);
                }
            }
        }
        self.core.write_at_once(|index, bytes| sockets.send(index, bytes));
        let writing_us = &self.writing_us[self.me];
        if let Some(began) = began {
            writing_us.store(u32::try_from(began.elapsed().as_micros()).unwrap_or(u32::MAX), Relaxed);
        } else if wrote > 0 {
            // Nobody else writes it. The large room may have fallen silent.
            let us = writing_us.load(Relaxed);
            writing_us.store(us - us / WRITING_REMEMBERED, Relaxed);
        }
    }

    /// The kernel has news of a connection.
    fn noticed(&mut self, index: Index, event: &mio::event::Event) {
        let Some(conn) = self.core.conns.get_mut(index) else { return };
        if event.is_error() || (event.is_read_closed() && event.is_write_closed()) {
            conn.closing = true;
            conn.unread = true;
            if !self.core.may_read(index) {
                // Nobody is there any more; what they sent before and was not read yet is lost with them.
                self.core.broke(index, "connection reset");
                self.core.abandoned.push(index);
                return;
            }
            self.core.readable.push(index);
            return;
        }
        if event.is_readable() || event.is_read_closed() {
            conn.closing |= event.is_read_closed();
            if !conn.unread {
                conn.unread = true;
                self.core.readable.push(index);
            }
        }
        if event.is_writable() {
            self.core.mark_dirty(index);
        }
    }

    fn house_mail(&mut self, mail: &mut Vec<ToShard>, sockets: &mut Sockets, leaving: &mut bool) {
        self.shards[self.me].take(mail);
        for message in mail.drain(..) {
            match message {
                ToShard::Connection { stream, door, from } => {
                    self.seat(TcpStream::from_std(stream), door, from, sockets);
                }
                ToShard::Settler(settler) => self.settle(*settler, sockets, *leaving),
                ToShard::Quiet => {
                    self.entrances.clear();
                    self.core.hear(ToShard::Quiet);
                }
                ToShard::Leave { why } => {
                    *leaving = true;
                    self.core.hear(ToShard::Leave { why });
                }
                other => self.core.hear(other),
            }
        }
        self.core.tell_gathered();
        if self.core.conns.hearing() > 0 {
            self.write(sockets);
        }
    }

    /// Takes in whoever stands at the entrances. `Err`: the machine has no more to give; try again later.
    fn accept(&mut self, sockets: &mut Sockets, deal: &mut usize) -> std::io::Result<()> {
        for i in 0..self.entrances.len() {
            loop {
                let door = self.entrances[i].door;
                match self.entrances[i].listener.accept() {
                    Ok((stream, from)) => {
                        *deal = deal.wrapping_add(1);
                        let to = *deal % self.shards.len();
                        if to == self.me {
                            self.seat(stream, door, from, sockets);
                        } else {
                            let stream = std::net::TcpStream::from(stream);
                            self.shards[to].post(ToShard::Connection { stream, door, from });
                        }
                    }
                    Err(e) if e.kind() == ErrorKind::WouldBlock => break,
                    Err(e) if matches!(e.kind(), ErrorKind::Interrupted | ErrorKind::ConnectionAborted) => {}
                    Err(e) => {
                        tracing::warn!(error = %e, "a connection could not be accepted");
                        return Err(e);
                    }
                }
            }
        }
        Ok(())
    }

    fn seat(&mut self, stream: TcpStream, door: usize, from: SocketAddr, sockets: &mut Sockets) {
        let door = Arc::clone(&self.doors[door]);
        let asked = self.core.rules.lookups.ident;
        let at = asked.then(|| stream.local_addr().ok().map(Box::new)).flatten();
        let arrival = Arrival { at, ..Arrival::plain(door.name(), from) };
        prepare(&stream);
        match self.core.gate.enter(from.ip(), &self.core.rules.connection, self.core.now) {
            Ok(connections) => {
                self.core.console.connected(&arrival, connections);
                let index = self.core.open(&*door, arrival);
                self.watch(sockets, index, stream);
            }
            Err(why) => {
                self.core.console.turned_away(&arrival, &why);
                let Some(index) = self.core.open_to_turn_away(door.turn_away(&why), arrival) else { return };
                self.watch(sockets, index, stream);
            }
        }
    }

    /// A connection that its door has brought this far.
    fn settle(&mut self, settler: Settler, sockets: &mut Sockets, leaving: bool) {
        let Settler { stream, seat, arrival, admitted, ahead } = settler;
        if let Err(error) = stream.set_nonblocking(true) {
            return tracing::warn!(%error, "a connection could not be taken over");
        }
        let stream = TcpStream::from_std(stream);
        prepare(&stream);
        self.core.console.connected(&arrival, admitted.sits());
        let index = self.core.sit(seat.0, arrival, true);
        if self.watch(sockets, index, stream) && !ahead.is_empty() {
            self.core.received(index, &ahead);
        }
        if leaving {
            // Everyone else was told already.
            self.core.end(index, &Farewell::Stopping);
        }
    }

    /// `false`: the connection is gone.
    fn watch(&mut self, sockets: &mut Sockets, index: Index, stream: TcpStream) -> bool {
        if let Err(error) = sockets.add(index, stream, self.poll.registry()) {
            tracing::warn!(%error, "a connection could not be watched");
            self.core.remove(index);
            return false;
        }
        true
    }
}

fn prepare(stream: &TcpStream) {
    // What is written in a turn goes out at once: it was gathered already.
    let _ = stream.set_nodelay(true);
}
