//! A connection's bytes, in both directions: plain or out of TLS, over TCP or within the machine.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, UnixStream};
use tokio_rustls::server::TlsStream;

/// One connection.
#[derive(Debug)]
pub struct Stream {
    /// Read already, not taken yet.
    ahead: Vec<u8>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Tcp(TcpStream),
    Unix(UnixStream),
    Tls(Box<TlsStream<Stream>>),
}

/// Bytes read at once while nobody wants them, to see whether the other side has closed.
const LOOK_AHEAD_BYTES: usize = 64;

impl From<TcpStream> for Stream {
    fn from(stream: TcpStream) -> Self {
        Self { ahead: Vec::new(), kind: Kind::Tcp(stream) }
    }
}

impl From<UnixStream> for Stream {
    fn from(stream: UnixStream) -> Self {
        Self { ahead: Vec::new(), kind: Kind::Unix(stream) }
    }
}

impl From<TlsStream<Self>> for Stream {
    fn from(stream: TlsStream<Self>) -> Self {
        Self { ahead: Vec::new(), kind: Kind::Tls(Box::new(stream)) }
    }
}

impl Stream {
    /// Gives bytes back that were read too far: they are read again first.
    pub fn put_back(&mut self, mut bytes: Vec<u8>) {
        bytes.append(&mut self.ahead);
        self.ahead = bytes;
    }

    /// The socket, for who serves it in another way from now on, and what was read of it and not taken yet.
    ///
    /// # Errors
    /// The stream again, when there is more around its bytes than TCP.
    pub fn into_tcp(self) -> Result<io::Result<(std::net::TcpStream, Vec<u8>)>, Self> {
        match self.kind {
            Kind::Tcp(stream) => Ok(stream.into_std().map(|stream| (stream, self.ahead))),
            Kind::Unix(_) | Kind::Tls(_) => Err(self),
        }
    }

    /// Whether the other side has closed, while nothing is wanted from it. Who has sent more already is not watched any
    /// more.
    pub fn poll_closed(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if !self.ahead.is_empty() {
            return Poll::Pending;
        }
        let mut bytes = [0; LOOK_AHEAD_BYTES];
        let mut buf = ReadBuf::new(&mut bytes);
        match ready!(self.poll_read_on(cx, &mut buf)) {
            Ok(()) if !buf.filled().is_empty() => {
                self.ahead.extend_from_slice(buf.filled());
                Poll::Pending
            }
            Ok(()) | Err(_) => Poll::Ready(()),
        }
    }

    /// Writes at once what the kernel takes of these bytes, for a last word to a connection that is not served. Nothing
    /// over TLS.
    pub fn last_word(&self, bytes: &[u8]) {
        // Who has gone already does not hear it.
        let _ = match &self.kind {
            Kind::Tcp(stream) => stream.try_write(bytes),
            Kind::Unix(stream) => stream.try_write(bytes),
            Kind::Tls(_) => Ok(0),
        };
    }

    fn poll_read_on(&mut self, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match &mut self.kind {
            Kind::Tcp(stream) => Pin::new(stream).poll_read(cx, buf),
            Kind::Unix(stream) => Pin::new(stream).poll_read(cx, buf),
            Kind::Tls(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.ahead.is_empty() {
            return self.poll_read_on(cx, buf);
        }
        let n = self.ahead.len().min(buf.remaining());
        let rest = self.ahead.split_off(n);
        buf.put_slice(&self.ahead);
        self.ahead = rest;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match &mut self.kind {
            Kind::Tcp(stream) => Pin::new(stream).poll_write(cx, buf),
            Kind::Unix(stream) => Pin::new(stream).poll_write(cx, buf),
            Kind::Tls(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match &mut self.kind {
            Kind::Tcp(stream) => Pin::new(stream).poll_write_vectored(cx, bufs),
            Kind::Unix(stream) => Pin::new(stream).poll_write_vectored(cx, bufs),
            Kind::Tls(stream) => Pin::new(stream).poll_write_vectored(cx, bufs),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match &self.kind {
            Kind::Tcp(_) | Kind::Unix(_) => true,
            Kind::Tls(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.kind {
            Kind::Tcp(stream) => Pin::new(stream).poll_flush(cx),
            Kind::Unix(stream) => Pin::new(stream).poll_flush(cx),
            Kind::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.kind {
            Kind::Tcp(stream) => Pin::new(stream).poll_shutdown(cx),
            Kind::Unix(stream) => Pin::new(stream).poll_shutdown(cx),
            Kind::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}
