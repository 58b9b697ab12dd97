//! A connection whose other side must go on reading, and whose closing is noticed while nothing is read from it.

use crate::counts::Open;
use hyper_util::rt::TokioIo;
use parlor_wires::Stream;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::watch;
use tokio::time::{Instant, Sleep};

/// What hyper reads and writes.
pub(crate) type Wire = TokioIo<Patient>;

/// A connection's bytes: hyper carries them, and who answers slowly watches whether anybody still listens. One task does
/// both, so nobody ever waits for the other. `None`: it was taken over.
pub(crate) type Shared = Arc<Mutex<Option<Stream>>>;

/// A connection that waits so long for its reader and no longer.
pub(crate) struct Patient {
    stream: Shared,
    wait: Duration,
    /// Runs while a write waits.
    until: Option<Pin<Box<Sleep>>>,
    held: Held,
}

/// What is held until a connection ends, also when it becomes a WebSocket.
pub(crate) struct Held {
    /// Its place among those of the house.
    pub(crate) open: Open,
    /// The door waits for all of these before it closes.
    pub(crate) underway: watch::Receiver<()>,
}

impl Patient {
    pub(crate) fn new(stream: Shared, wait: Duration, held: Held) -> Self {
        Self { stream, wait, until: None, held }
    }

    /// The connection, for who carries its bytes from now on.
    pub(crate) fn take(self) -> Option<(Stream, Held)> {
        let stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner).take();
        stream.map(|stream| (stream, self.held))
    }

    /// Something that waits for the reader: it ends with an error when that takes too long.
    fn patiently<T>(
        &mut self,
        cx: &mut Context<'_>,
        attempt: impl FnOnce(Pin<&mut Stream>, &mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        let attempted = with(&self.stream, |stream| attempt(Pin::new(stream), cx));
        if let Poll::Ready(done) = attempted.unwrap_or_else(|| Poll::Ready(Err(taken_over()))) {
            self.until = None;
            return Poll::Ready(done);
        }
        let end = Instant::now() + self.wait;
        let until = self.until.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(end)));
        ready!(until.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "stopped reading")))
    }
}

/// `None`: the connection was taken over.
fn with<T>(stream: &Shared, f: impl FnOnce(&mut Stream) -> T) -> Option<T> {
    stream.lock().unwrap_or_else(PoisonError::into_inner).as_mut().map(f)
}

fn taken_over() -> io::Error {
    io::Error::new(io::ErrorKind::NotConnected, "the connection was taken over")
}

/// Waits until the other side has closed. Who has sent more already is not watched any more.
pub(crate) async fn closed(stream: &Shared) {
    poll_fn(|cx| with(stream, |stream| stream.poll_closed(cx)).unwrap_or(Poll::Ready(()))).await;
}

impl AsyncRead for Patient {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let read = with(&self.stream, |stream| Pin::new(stream).poll_read(cx, buf));
        read.unwrap_or_else(|| Poll::Ready(Err(taken_over())))
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.patiently(cx, |stream, cx| stream.poll_write(cx, buf))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.patiently(cx, |stream, cx| stream.poll_write_vectored(cx, bufs))
    }

    fn is_write_vectored(&self) -> bool {
        with(&self.stream, |stream| stream.is_write_vectored()).unwrap_or(false)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.patiently(cx, AsyncWrite::poll_flush)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.patiently(cx, AsyncWrite::poll_shutdown)
    }
}
