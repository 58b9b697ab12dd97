//! The sockets of a shard: reading and writing, without ever waiting.

use super::conn::Conn;
use super::core::Core;
use super::listeners::Index;
use mio::net::TcpStream;
use mio::{Interest, Registry, Token};
use socket2::{SockRef, TcpKeepalive};
use std::io::{ErrorKind, Read};
use std::time::Duration;

/// Silence after which the kernel asks whether the other machine is there, and how often it asks again.
const KEEPALIVE_AFTER: Duration = Duration::from_secs(120);
const KEEPALIVE_EVERY: Duration = Duration::from_secs(30);

/// The streams of the connections, by their index.
#[derive(Debug, Default)]
pub(crate) struct Sockets {
    streams: Vec<Option<TcpStream>>,
}

impl Sockets {
    /// Puts a stream under the poll's eyes, once for reading and writing: no call is needed later.
    pub(crate) fn add(
        &mut self,
        index: Index,
        mut stream: TcpStream,
        registry: &Registry,
    ) -> std::io::Result<()> {
        registry.register(&mut stream, Token(index as usize), Interest::READABLE | Interest::WRITABLE)?;
        let at = index as usize;
        if self.streams.len() <= at {
            self.streams.resize_with(at + 1, || None);
        }
        self.streams[at] = Some(stream);
        Ok(())
    }

    /// Has the kernel ask for signs of life from now on, or who lost power would stay for ever. Only where no door can:
    /// a kernel asks tens of thousands in one instant, loses what does not fit into a queue of its own, and ends who
    /// did not answer nine times.
    pub(crate) fn let_kernel_ask(&self, index: Index) {
        if let Some(stream) = self.streams.get(index as usize).and_then(Option::as_ref) {
            let keepalive = TcpKeepalive::new().with_time(KEEPALIVE_AFTER).with_interval(KEEPALIVE_EVERY);
            let _ = SockRef::from(stream).set_tcp_keepalive(&keepalive);
        }
    }

    /// Closes a stream.
    pub(crate) fn remove(&mut self, index: Index) {
        if let Some(stream) = self.streams.get_mut(index as usize) {
            *stream = None;
        }
    }

    /// Reads once. What it finds goes to the connection's seat, or nowhere if the connection is only lingering.
    pub(crate) fn read(&mut self, core: &mut Core, index: Index, buffer: &mut [u8]) {
        let Some(stream) = self.streams.get_mut(index as usize).and_then(Option::as_mut) else { return };
        let Some(conn) = core.conns.get_mut(index) else { return };
        match stream.read(buffer) {
            Ok(0) => {
                conn.unread = false;
                if conn.gone {
                    core.abandoned.push(index);
                } else {
                    core.finished(index);
                }
            }
            Ok(n) => {
                // A short read of a stream means that the kernel has no more, unless the end has come, too.
                conn.unread = n == buffer.len() || conn.closing;
                let again = conn.unread;
                if conn.gone {
                    if again {
                        core.readable.push(index);
                    }
                    return;
                }
                core.received(index, &buffer[..n]);
                if again && core.may_read(index) {
                    core.readable.push(index);
                }
            }
            Err(e) if e.kind() == ErrorKind::WouldBlock => conn.unread = false,
            Err(e) if e.kind() == ErrorKind::Interrupted => core.readable.push(index),
            Err(e) => {
                conn.unread = false;
                core.broke(index, words(&e));
                core.abandoned.push(index);
            }
        }
    }

    /// Writes these bytes, as far as the kernel takes them in one call; answers how many. Why it took no more is found out
    /// when the rest is written.
    pub(crate) fn send(&mut self, index: Index, bytes: &[u8]) -> usize {
        let stream = self.streams.get_mut(index as usize).and_then(Option::as_mut);
        stream.and_then(|stream| send(stream, bytes).ok()).unwrap_or(0)
    }

    /// Writes what waits, as far as the kernel takes it, in as few calls as it allows.
    pub(crate) fn write(&mut self, core: &mut Core, index: Index) {
        let Some(stream) = self.streams.get_mut(index as usize).and_then(Option::as_mut) else { return };
        let now = core.now;
        let Some(conn) = core.conns.get_mut(index) else { return };
        if let Err(e) = write_out(stream, conn, now) {
            let why = words(&e);
            core.broke(index, why);
            core.abandoned.push(index);
            return;
        }
        if core.written(index) {
            // The last word is said; what the other side still sends is read and dropped, so that it can read it.
            let _ = stream.shutdown(std::net::Shutdown::Write);
            if let Some(conn) = core.conns.get_mut(index) {
                if conn.finished {
                    core.abandoned.push(index);
                } else {
                    conn.unread = true;
                    core.readable.push(index);
                }
            }
        }
    }
}

fn write_out(stream: &mut TcpStream, conn: &mut Conn, now: parlor_model::Time) -> std::io::Result<()> {
    while conn.waiting() > 0 {
        match send(stream, &conn.out.bytes()[conn.written()..]) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(n) => conn.wrote(n, now),
            Err(e) if e.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

/// Straight to the kernel. The C library makes of each call a point where a thread can be cancelled, which costs some 3 %
/// of telling a room.
#[cfg(target_os = "linux")]
fn send(stream: &TcpStream, bytes: &[u8]) -> std::io::Result<usize> {
    Ok(rustix::net::send(stream, bytes, rustix::net::SendFlags::NOSIGNAL)?)
}

#[cfg(not(target_os = "linux"))]
fn send(stream: &mut TcpStream, bytes: &[u8]) -> std::io::Result<usize> {
    std::io::Write::write(stream, bytes)
}

fn words(error: &std::io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            "connection reset"
        }
        ErrorKind::TimedOut => "connection timed out",
        _ => "connection broken",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_asks_only_when_told_to() {
        let entrance = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let stream = std::net::TcpStream::connect(entrance.local_addr().unwrap()).unwrap();
        stream.set_nonblocking(true).unwrap();
        let poll = mio::Poll::new().unwrap();
        let mut sockets = Sockets::default();
        sockets.add(3, TcpStream::from_std(stream), poll.registry()).unwrap();
        let asks =
            |sockets: &Sockets| SockRef::from(sockets.streams[3].as_ref().unwrap()).keepalive().unwrap();
        assert!(!asks(&sockets));
        sockets.let_kernel_ask(3);
        assert!(asks(&sockets));
        // Who is gone meanwhile is nobody's concern.
        sockets.remove(3);
        sockets.let_kernel_ask(3);
        sockets.let_kernel_ask(4);
    }
}
