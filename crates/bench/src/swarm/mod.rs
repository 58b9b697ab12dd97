//! Many connections on one thread: the generator's hands and ears.
//!
//! Costs little: one read for all that came on a connection, one write for all that is to go, and no memory kept for a
//! connection on which nothing is under way.

mod link;
mod parting;
mod sources;

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use mio::{Events, Interest, Poll, Token};

use crate::dialect::{Dialect, Word};
use crate::stamp::Stamp;
use link::{Link, Stage};
pub use parting::Parting;
use sources::Sources;

/// What is read at a time. More than a server sends in one turn, little enough for the second-level cache.
const READ_BYTES: usize = 128 * 1024;
/// Connections whose events are fetched at once.
const EVENTS: usize = 4096;

/// What was heard on a connection.
#[derive(Clone, Copy, Debug)]
pub enum Heard<'a> {
    /// A measured message, and the whole line it came on.
    Message(Stamp, &'a [u8]),
    /// Something else, and the whole line it came on.
    Word(Word<'a>, &'a [u8]),
    /// The connection is closed.
    Closed(&'a Parting),
}

/// All connections to one server.
pub struct Swarm {
    poll: Poll,
    links: Vec<Link>,
    /// What happens on connections that is not theirs to keep.
    hands: Hands,
    sources: Sources,
    address: SocketAddr,
    events: Option<Events>,
    busy: Duration,
}

/// What every connection needs while it has its turn.
struct Hands {
    dialect: Dialect,
    /// The length of a measured message.
    length: usize,
    started: Instant,
    buffer: Box<[u8]>,
    reads: u64,
}

impl Swarm {
    /// No connections yet. Measured messages have `length` bytes.
    pub fn new(address: SocketAddr, dialect: Dialect, length: usize) -> Result<Swarm> {
        Ok(Swarm {
            poll: Poll::new().context("make a poll")?,
            links: Vec::new(),
            hands: Hands {
                dialect,
                length: length.max(Stamp::LENGTH_MIN),
                started: Instant::now(),
                buffer: vec![0; READ_BYTES].into_boxed_slice(),
                reads: 0,
            },
            sources: Sources::default(),
            address,
            events: Some(Events::with_capacity(EVENTS)),
            busy: Duration::ZERO,
        })
    }

    /// The protocol spoken.
    pub fn dialect(&self) -> Dialect {
        self.hands.dialect
    }

    /// Nanoseconds since the start; what stamps carry.
    pub fn now(&self) -> u64 {
        self.hands.now()
    }

    /// Time spent in turns that had something to do.
    pub fn busy(&self) -> Duration {
        self.busy
    }

    /// How often something was read: about how often the server wrote.
    pub fn reads(&self) -> u64 {
        self.hands.reads
    }

    /// How many connections there are or were.
    pub fn len(&self) -> usize {
        self.links.len()
    }

    /// Whether there never was a connection.
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
    }

    /// Opens the connection counted `id`, which is the next new one or one that was closed, and greets as `nick`.
    pub fn open(&mut self, id: usize, nick: &str) -> Result<()> {
        self.connect(id, None, |dialect, out| dialect.greet(nick, out))
    }

    /// Opens it from an address that is the same for the same `from` each time, greeting as `nick` who was here before
    /// and wants what came `after` (see [`Dialect::greet_again`]).
    pub fn open_again(&mut self, id: usize, from: usize, nick: &str, after: Option<&str>) -> Result<()> {
        self.connect(id, Some(from), |dialect, out| match after {
            Some(after) => dialect.greet_again(nick, after, out),
            None => dialect.greet(nick, out),
        })
    }

    fn connect(
        &mut self,
        id: usize,
        from: Option<usize>,
        greet: impl FnOnce(Dialect, &mut Vec<u8>),
    ) -> Result<()> {
        let mut stream = self.sources.connect(self.address, from).context("connect to the server")?;
        let interest = Interest::READABLE | Interest::WRITABLE;
        self.poll.registry().register(&mut stream, Token(id), interest).context("watch a connection")?;
        let mut link = Link::new(stream);
        greet(self.hands.dialect, &mut link.out);
        if id == self.links.len() {
            self.links.push(link);
        } else if let Some(place) = self.links.get_mut(id) {
            *place = link;
        } else {
            bail!("connection {id} is opened before {}", self.links.len());
        }
        Ok(())
    }

    /// Enters a room.
    pub fn join(&mut self, id: usize, room: &str) {
        self.tell(id, Some(Stage::Joining), |dialect, out| dialect.join(room, out));
    }

    /// Lets members of a room not be told of each other, as who may do that there (see [`Dialect::hide_members`]).
    pub fn hide_members(&mut self, id: usize, room: &str) {
        self.tell(id, None, |dialect, out| dialect.hide_members(room, out));
    }

    /// Says `count` messages in a room with one write.
    pub fn say(&mut self, id: usize, room: &str, first: Stamp, count: u32) {
        let length = self.hands.length;
        self.tell(id, None, |dialect, out| {
            for number in first.number..first.number + count {
                dialect.say(room, Stamp { number, ..first }, length, out);
            }
        });
    }

    /// Asks for a sign that everything before it was dealt with.
    pub fn fence(&mut self, id: usize) {
        self.tell(id, None, |dialect, out| dialect.fence(out));
    }

    /// Takes leave.
    pub fn quit(&mut self, id: usize) {
        self.tell(id, None, |dialect, out| dialect.quit(out));
        if !self.hands.dialect.closes_on_quit() {
            self.cut(id);
        }
    }

    /// Sends words of the caller's own.
    pub fn send(&mut self, id: usize, bytes: &[u8]) {
        self.tell(id, None, |_, out| out.extend_from_slice(bytes));
    }

    /// Closes a connection without a word.
    pub fn cut(&mut self, id: usize) {
        if let Some(link) = self.links.get_mut(id) {
            link.close();
        }
    }

    /// Reads no more from a connection, or reads again.
    pub fn hush(&mut self, id: usize, hushed: bool) -> Result<()> {
        let Some(link) = self.links.get_mut(id) else { return Ok(()) };
        let interest = if hushed { Interest::WRITABLE } else { Interest::READABLE | Interest::WRITABLE };
        if let Some(stream) = &mut link.stream {
            self.poll.registry().reregister(stream, Token(id), interest).context("watch a connection")?;
        }
        Ok(())
    }

    fn tell(&mut self, id: usize, stage: Option<Stage>, words: impl FnOnce(Dialect, &mut Vec<u8>)) {
        if let Some(link) = self.links.get_mut(id) {
            link.stage = stage.unwrap_or(link.stage);
            words(self.hands.dialect, &mut link.out);
            link.flush();
        }
    }

    /// Waits until something happens, no longer than `patience`, and hands it to `hear` with the time it was read at.
    ///
    /// Answers whether anything happened.
    pub fn turn(&mut self, patience: Duration, hear: &mut impl FnMut(usize, Heard<'_>, u64)) -> Result<bool> {
        // The events are lent out, so that connections can be reached while they are gone through.
        let Some(mut events) = self.events.take() else { bail!("a turn within a turn") };
        let polled = match self.poll.poll(&mut events, Some(patience)) {
            Err(fault) if fault.kind() == io::ErrorKind::Interrupted => Ok(()),
            other => other,
        };
        let begun = Instant::now();
        for event in &events {
            let Token(id) = event.token();
            let Some(link) = self.links.get_mut(id) else { continue };
            if event.is_writable() && !link.out.is_empty() {
                link.flush();
            }
            if event.is_readable() || event.is_read_closed() || event.is_error() {
                let ends = event.is_read_closed() || event.is_error();
                self.hands.listen(id, link, ends, &mut |heard, now| hear(id, heard, now));
            }
        }
        let something = !events.is_empty();
        self.events = Some(events);
        if something {
            self.busy += begun.elapsed();
        }
        polled.context("wait for the server")?;
        Ok(something)
    }

    /// Counts time spent sending outside of a turn as busy too.
    pub fn busy_since(&mut self, begun: Instant) {
        self.busy += begun.elapsed();
    }
}

impl Hands {
    fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    /// Reads all there is on a connection, and its end too where that is known to be there.
    fn listen(&mut self, id: usize, link: &mut Link, ends: bool, hear: &mut impl FnMut(Heard<'_>, u64)) {
        loop {
            let count = match link.read(&mut self.buffer) {
                Ok(0) => return self.ended(id, link, None, hear),
                Ok(count) => count,
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted => continue,
                Err(fault) if fault.kind() == io::ErrorKind::WouldBlock => return,
                Err(fault) => return self.ended(id, link, Some(fault), hear),
            };
            self.reads += 1;
            let now = self.now();
            let bytes = self.buffer.get(..count).unwrap_or_default();
            let (dialect, length) = (self.dialect, self.length);
            let mut asked = Vec::new();
            let Link { half, stage, open, .. } = link;
            dialect.split(half, bytes, open, |line| match dialect.stamp(line, length) {
                Some(stamp) => hear(Heard::Message(stamp, line), now),
                None => {
                    let mut word = dialect.read(line);
                    stage.understand(&mut word);
                    if let Word::Ping(token) = word {
                        dialect.pong(token, &mut asked);
                    }
                    hear(Heard::Word(word, line), now);
                }
            });
            if !asked.is_empty() {
                link.out.append(&mut asked);
                link.flush();
            }
            // A short read has emptied the socket; what comes next rings again.
            if count < self.buffer.len() && !ends {
                return;
            }
        }
    }

    /// The other side ended a connection.
    fn ended(
        &self,
        id: usize,
        link: &mut Link,
        fault: Option<io::Error>,
        hear: &mut impl FnMut(Heard<'_>, u64),
    ) {
        let (from, half, after) = (link.from(), std::mem::take(&mut link.half), self.started.elapsed());
        link.close();
        hear(Heard::Closed(&Parting { id, from, stage: link.stage, after, fault, half }), self.now());
    }
}
