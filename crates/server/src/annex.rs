//! For doors that bring their own wires (HTTP, SSH): seats without sockets.
//!
//! The annex is one more shard. Its connections are *pipes*: the door puts bytes in and takes bytes out, and the
//! seat in between is like any other, with the same limits, the same order, and the same care for slow readers.
//!
//! Once a door has done with a connection all that its seat cannot do, and nothing but TCP is left around the bytes, it
//! may have the connection *settled*: a shard serves it from then on, like those that came to a listener.

use crate::admitted::Admitted;
use crate::gate::Gate;
use crate::link::{ToHouse, ToShard};
use crate::mailbox::Mailbox;
use crate::quiet::Quiet;
use crate::shard::core::Core;
use crate::shard::run::Inbox;
use crate::{Arrival, Rules, Seat, TurnedAway};
use parlor_model::Time;
use std::net::{IpAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

/// Opens pipes. Cheap to clone.
#[derive(Clone)]
pub struct Annex {
    inbox: Inbox,
    gate: Arc<Gate>,
    /// The shards that have sockets, in turn.
    shards: Arc<[Inbox]>,
    next: Arc<AtomicUsize>,
}

/// A connection on its way to the shard that serves it from now on.
#[derive(Debug)]
pub(crate) struct Settler {
    pub(crate) stream: TcpStream,
    pub(crate) seat: Seated,
    pub(crate) arrival: Arrival,
    pub(crate) admitted: Admitted,
    /// Read by its door, and not used.
    pub(crate) ahead: Vec<u8>,
}

/// The door's end of a pipe. Dropped: the connection broke.
pub struct Pipe {
    line: Arc<Line>,
    inbox: Inbox,
}

/// What the door and the annex share of a pipe.
#[derive(Default)]
pub(crate) struct Line {
    state: Mutex<LineState>,
}

#[derive(Default)]
struct LineState {
    /// From the seat, not taken by the door yet.
    out: Vec<u8>,
    /// The seat has more for which there was no room.
    more: bool,
    /// From the door, not read by the seat yet.
    input: Vec<u8>,
    finished: bool,
    broken: bool,
    /// The seat said its last word.
    closed: bool,
    /// Its place in the annex.
    index: Option<u32>,
    /// Already in the annex's list of pipes to look at.
    noticed: bool,
    waker: Option<Waker>,
    /// Of a door that waits until its bytes are read.
    taken: Option<Waker>,
}

/// Bytes that wait in a pipe for the door; what is more stays with the seat, whose queue has its own bound.
const PIPE_BYTES_MAX: usize = 64 * 1024;

impl Annex {
    /// A new connection with this seat.
    ///
    /// # Errors
    /// [`TurnedAway`] when the house takes no more.
    pub fn open(
        &self,
        seat: Box<dyn Seat>,
        arrival: Arrival,
        rules: &Arc<Rules>,
    ) -> Result<Pipe, TurnedAway> {
        Ok(self.pipe(self.admit(arrival.from.ip(), rules)?, seat, arrival))
    }

    /// Counts a connection in that has no seat yet: its door has something to say to it first.
    ///
    /// # Errors
    /// [`TurnedAway`] when the house takes no more.
    pub fn admit(&self, from: IpAddr, rules: &Arc<Rules>) -> Result<Admitted, TurnedAway> {
        Admitted::at(&self.gate, from, rules)
    }

    /// A seat for who was admitted.
    #[must_use]
    pub fn pipe(&self, admitted: Admitted, seat: Box<dyn Seat>, arrival: Arrival) -> Pipe {
        let line = Arc::new(Line::default());
        let connections = admitted.sits();
        self.inbox.post(ToShard::Pipe { line: Arc::clone(&line), seat: Seated(seat), arrival, connections });
        Pipe { line, inbox: Arc::clone(&self.inbox) }
    }

    /// A seat for who was admitted, with this socket for its wire. `ahead` was read already, and is read first.
    pub fn settle(
        &self,
        admitted: Admitted,
        seat: Box<dyn Seat>,
        arrival: Arrival,
        stream: TcpStream,
        ahead: Vec<u8>,
    ) {
        let settler = Settler { stream, seat: Seated(seat), arrival, admitted, ahead };
        let next = self.next.fetch_add(1, Relaxed) % self.shards.len();
        self.shards[next].post(ToShard::Settler(Box::new(settler)));
    }
}

/// A seat on its way to the annex.
pub(crate) struct Seated(pub(crate) Box<dyn Seat>);

impl std::fmt::Debug for Seated {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a seat")
    }
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a pipe")
    }
}

impl Line {
    fn with<T>(&self, f: impl FnOnce(&mut LineState) -> T) -> T {
        f(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Pipe {
    /// Bytes for the seat. Returns how many wait to be read by it: who sends much waits for that to shrink.
    pub fn send(&self, bytes: &[u8]) -> usize {
        let (waiting, notice) = self.line.with(|s| {
            s.input.extend_from_slice(bytes);
            (s.input.len(), !std::mem::replace(&mut s.noticed, true))
        });
        self.notice(notice);
        waiting
    }

    /// No more bytes come from the door's side; the seat may still have something to say.
    pub fn finish(&self) {
        let notice = self.line.with(|s| {
            s.finished = true;
            !std::mem::replace(&mut s.noticed, true)
        });
        self.notice(notice);
    }

    /// What the seat has written since: waits for some. `None`: it said its last word.
    pub async fn receive(&self) -> Option<Vec<u8>> {
        std::future::poll_fn(|cx| {
            let (poll, notice) = self.line.with(|s| {
                if !s.out.is_empty() {
                    let notice = std::mem::take(&mut s.more) && !std::mem::replace(&mut s.noticed, true);
                    return (Poll::Ready(Some(std::mem::take(&mut s.out))), notice);
                }
                if s.closed {
                    return (Poll::Ready(None), false);
                }
                s.waker = Some(cx.waker().clone());
                (Poll::Pending, false)
            });
            self.notice(notice);
            poll
        })
        .await
    }

    /// Waits until the seat has read what was sent, or has said its last word.
    pub async fn taken(&self) {
        std::future::poll_fn(|cx| {
            self.line.with(|s| {
                if s.input.is_empty() || s.closed {
                    return Poll::Ready(());
                }
                s.taken = Some(cx.waker().clone());
                Poll::Pending
            })
        })
        .await;
    }

    fn notice(&self, notice: bool) {
        if notice {
            self.inbox.post(ToShard::PipeMoved(Arc::clone(&self.line)));
        }
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        let notice = self.line.with(|s| {
            s.broken = true;
            s.finished = true;
            !std::mem::replace(&mut s.noticed, true)
        });
        self.notice(notice);
    }
}

/// The annex's own thread.
pub(crate) struct AnnexShard {
    pub(crate) core: Core,
    pub(crate) inbox: Inbox,
    pub(crate) house: Arc<Mailbox<ToHouse>>,
    pub(crate) clock: fn() -> Time,
    lines: Vec<Option<Arc<Line>>>,
    leaving: bool,
}

/// How long the annex waits when nothing is due.
const REST: Duration = Duration::from_secs(10);

impl AnnexShard {
    pub(crate) fn new(core: Core, inbox: Inbox, house: Arc<Mailbox<ToHouse>>, clock: fn() -> Time) -> Self {
        Self { core, inbox, house, clock, lines: Vec::new(), leaving: false }
    }

    pub(crate) fn handle(inbox: &Inbox, shards: &Arc<[Inbox]>, gate: &Arc<Gate>) -> Annex {
        let (inbox, shards, gate) = (Arc::clone(inbox), Arc::clone(shards), Arc::clone(gate));
        Annex { inbox, gate, shards, next: Arc::default() }
    }

    /// Serves until the house says leave and every pipe is closed.
    pub(crate) fn run(mut self) {
        let mut mail = Vec::new();
        let mut quiet = Quiet::default();
        loop {
            let now = (self.clock)();
            let due =
                self.core.timers.next().map_or(REST, |at| Duration::from_millis(at.since(now)).min(REST));
            let busy = self.core.is_busy();
            self.inbox.wait(if busy { Duration::ZERO } else { due }, &mut mail);
            let stirred = !mail.is_empty();
            self.turn(&mut mail);
            if quiet.begins(busy || stirred, self.core.now) {
                mail = Vec::new();
                self.core.rest();
                self.inbox.rest();
            }
            if self.leaving && self.core.conns.iter().all(|(_, c)| c.gone) {
                self.house.post(ToHouse::Empty);
                return;
            }
        }
    }

    /// Hears the house's mail, reads and writes what there is.
    fn turn(&mut self, mail: &mut Vec<ToShard>) {
        self.core.now = (self.clock)().max(self.core.now);
        for message in mail.drain(..) {
            self.heard(message);
        }
        self.core.tell_gathered();
        // A pipe takes bytes of its own only.
        self.core.write_at_once(|_, _| 0);
        self.core.run_timers();
        // The kernel looks after who is at the other end of a pipe: whoever has the socket asked it to (wires, `accept`).
        self.core.unasked.clear();
        for index in std::mem::take(&mut self.core.readable) {
            self.read(index);
        }
        for index in self.core.take_dirty() {
            self.write(index);
        }
        self.core.end_telling(self.clock);
        for index in std::mem::take(&mut self.core.abandoned) {
            self.close(index);
        }
        self.core.buffers.end_turn();
        self.house.post_all(&mut self.core.asks);
    }

    fn heard(&mut self, message: ToShard) {
        match message {
            ToShard::Pipe { line, seat, arrival, connections } => {
                if !arrival.unshown {
                    self.core.console.connected(&arrival, connections);
                }
                let index = self.core.sit(seat.0, arrival, true);
                let at = index as usize;
                if self.lines.len() <= at {
                    self.lines.resize_with(at + 1, || None);
                }
                line.with(|s| {
                    s.noticed = false;
                    s.index = Some(index);
                });
                self.lines[at] = Some(line);
                self.moved(index);
            }
            ToShard::PipeMoved(line) => {
                let index = line.with(|s| {
                    s.noticed = false;
                    s.index
                });
                // A pipe that was closed meanwhile has given its place to another.
                let here = |i: &u32| {
                    self.lines
                        .get(*i as usize)
                        .and_then(Option::as_ref)
                        .is_some_and(|l| Arc::ptr_eq(l, &line))
                };
                if let Some(index) = index.filter(here) {
                    self.moved(index);
                }
            }
            ToShard::Leave { why } => {
                self.leaving = true;
                self.core.hear(ToShard::Leave { why });
            }
            other => self.core.hear(other),
        }
    }

    /// Something changed at the door's end.
    fn moved(&mut self, index: u32) {
        let Some(line) = self.lines.get(index as usize).and_then(Option::as_ref) else { return };
        let (broken, unread, finished) = line.with(|s| (s.broken, !s.input.is_empty(), s.finished));
        if broken {
            self.core.broke(index, "connection closed");
            self.core.abandoned.push(index);
            return;
        }
        if let Some(conn) = self.core.conns.get_mut(index) {
            conn.unread = unread || finished;
        }
        if self.core.may_read(index) {
            self.core.readable.push(index);
        }
        self.core.mark_dirty(index);
    }

    fn read(&mut self, index: u32) {
        let Some(line) = self.lines.get(index as usize).and_then(Option::as_ref) else { return };
        if !self.core.may_read(index) {
            return;
        }
        // As much at once as a socket would give: what a seat cannot take yet waits here and not with it.
        let most = self.core.rules.connection.read_buffer_bytes.max(512);
        let (bytes, more, finished, taken) = line.with(|s| {
            let n = s.input.len().min(most);
            let bytes: Vec<u8> = s.input.drain(..n).collect();
            let more = !s.input.is_empty();
            (bytes, more, s.finished, if more { None } else { s.taken.take() })
        });
        if let Some(taken) = taken {
            taken.wake();
        }
        if let Some(conn) = self.core.conns.get_mut(index) {
            conn.unread = more;
        }
        if !bytes.is_empty() {
            self.core.received(index, &bytes);
        }
        if more {
            if self.core.may_read(index) {
                self.core.readable.push(index);
            }
        } else if finished {
            self.core.finished(index);
        }
    }

    fn write(&mut self, index: u32) {
        let now = self.core.now;
        let Some(conn) = self.core.conns.get_mut(index) else { return };
        conn.dirty = false;
        let Some(line) = self.lines.get(index as usize).and_then(Option::as_ref) else { return };
        if conn.waiting() > 0 {
            let (n, waker) = line.with(|s| {
                let n = PIPE_BYTES_MAX.saturating_sub(s.out.len()).min(conn.waiting());
                s.out.extend_from_slice(&conn.out.bytes()[conn.written()..conn.written() + n]);
                s.more = n < conn.waiting();
                (n, if n > 0 { s.waker.take() } else { None })
            });
            conn.wrote(n, now);
            if let Some(waker) = waker {
                waker.wake();
            }
        }
        if self.core.written(index) {
            self.core.abandoned.push(index);
        }
    }

    fn close(&mut self, index: u32) {
        if let Some(line) = self.lines.get_mut(index as usize).and_then(Option::take) {
            let wakers = line.with(|s| {
                s.closed = true;
                [s.waker.take(), s.taken.take()]
            });
            wakers.into_iter().flatten().for_each(Waker::wake);
        }
        self.core.remove(index);
    }
}

#[cfg(test)]
#[path = "annex_tests.rs"]
mod tests;
