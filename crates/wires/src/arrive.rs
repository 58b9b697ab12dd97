//! From a connection that was accepted to one that can be served: whatever stands before its bytes is dealt with.

use crate::listen::Place;
use crate::proxy::{self, Said};
use crate::stream::Stream;
use crate::tls::Tls;
use parlor_model::Fingerprint;
use parlor_server::Networks;
use socket2::{SockRef, TcpKeepalive};
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, UnixListener};

/// Whose PROXY header is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Proxy {
    /// Nobody's: what looks like one goes to the seat like all else.
    Nobodys,
    /// That of these; whoever else connects is somebody themselves.
    Theirs(Networks),
    /// Everybody's, and each must send one: only proxies can reach this listener.
    Everybodys,
}

/// What stands before the bytes of a listener's connections.
#[derive(Clone, Debug)]
pub struct Approach {
    /// The PROXY protocol comes first.
    pub proxy: Proxy,
    /// Then TLS.
    pub tls: Option<Tls>,
}

impl Approach {
    /// Nothing.
    #[must_use]
    pub const fn plain() -> Self {
        Self { proxy: Proxy::Nobodys, tls: None }
    }
}

/// A connection whose bytes are those of its client.
#[derive(Debug)]
pub struct Arrived {
    /// The bytes.
    pub stream: Stream,
    /// Where the client is; on this machine, for who came by a path.
    pub from: SocketAddr,
    /// Nobody on the way can read it.
    pub secure: bool,
    /// The certificate that the client has proved to have the key of.
    pub certificate: Option<Fingerprint>,
}

/// A socket that listens, before there is a runtime.
#[derive(Debug)]
pub enum Bound {
    /// On an address.
    Tcp(std::net::TcpListener),
    /// At a path.
    Unix(std::os::unix::net::UnixListener, PathBuf),
}

impl Bound {
    /// Where it listens.
    ///
    /// # Errors
    /// When the machine does not say.
    pub fn place(&self) -> io::Result<Place> {
        match self {
            Self::Tcp(listener) => listener.local_addr().map(Place::Tcp),
            Self::Unix(_, path) => Ok(Place::Unix(path.clone())),
        }
    }

    /// Listens from now on; inside of a runtime.
    ///
    /// # Errors
    /// When the machine does not give what that needs.
    pub fn listen(self) -> io::Result<Listening> {
        match self {
            Self::Tcp(listener) => {
                listener.set_nonblocking(true)?;
                TcpListener::from_std(listener).map(Listening::Tcp)
            }
            Self::Unix(listener, path) => {
                listener.set_nonblocking(true)?;
                Ok(Listening::Unix(UnixListener::from_std(listener)?, Gone(path)))
            }
        }
    }
}

/// A socket that listens.
#[derive(Debug)]
pub enum Listening {
    /// On an address.
    Tcp(TcpListener),
    /// At a path, which goes with it.
    Unix(UnixListener, Gone),
}

/// A path that is gone when nobody listens there any more.
#[derive(Debug)]
pub struct Gone(PathBuf);

impl Drop for Gone {
    fn drop(&mut self) {
        // Somebody else may have cleared it away.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Silence after which the kernel asks whether the other machine is there, and how often it asks again.
const KEEPALIVE_AFTER: Duration = Duration::from_secs(120);
const KEEPALIVE_EVERY: Duration = Duration::from_secs(30);

impl Listening {
    /// The next connection, and where it comes from.
    ///
    /// # Errors
    /// When the machine has no more to give.
    pub async fn accept(&self) -> io::Result<(Stream, SocketAddr)> {
        match self {
            Self::Tcp(listener) => {
                let (stream, from) = listener.accept().await?;
                // Small lines go out at once. Where the machine will not have it, they go out later.
                let _ = stream.set_nodelay(true);
                let keepalive = TcpKeepalive::new().with_time(KEEPALIVE_AFTER).with_interval(KEEPALIVE_EVERY);
                let _ = SockRef::from(&stream).set_tcp_keepalive(&keepalive);
                Ok((stream.into(), from))
            }
            Self::Unix(listener, _) => {
                let (stream, _) = listener.accept().await?;
                Ok((stream.into(), SocketAddr::from((Ipv4Addr::LOCALHOST, 0))))
            }
        }
    }
}

impl Approach {
    /// Reads what stands before a connection's bytes. Takes as long as the client does: bound it.
    ///
    /// # Errors
    /// When the connection breaks, or is not what this listener takes.
    pub async fn arrive(&self, mut stream: Stream, peer: SocketAddr) -> io::Result<Arrived> {
        let said =
            match &self.proxy {
                Proxy::Nobodys => None,
                Proxy::Theirs(believed) if believed.has(peer.ip()) => proxy::read(&mut stream).await?,
                Proxy::Theirs(_) => None,
                Proxy::Everybodys => {
                    let said = proxy::read(&mut stream).await?;
                    Some(said.ok_or_else(|| {
                        io::Error::new(io::ErrorKind::InvalidData, "there is no PROXY header")
                    })?)
                }
            };
        let Said { from, secure } = said.unwrap_or(Said { from: None, secure: false });
        let from = from.unwrap_or(peer);
        match &self.tls {
            None => Ok(Arrived { stream, from, secure, certificate: None }),
            Some(tls) => {
                let (stream, certificate) = tls.accept(stream).await?;
                Ok(Arrived { stream, from, secure: true, certificate })
            }
        }
    }
}

/// Those who have come but are not in yet: handshakes cost memory and time before anybody has a name.
#[derive(Debug, Default)]
pub struct Porch {
    here: Mutex<(usize, HashMap<IpAddr, usize>)>,
}

/// How many there may be, and how many of them from one address.
const PORCH_MAX: usize = 4096;
const PORCH_OF_ADDRESS_MAX: usize = 1024;

/// A place on the porch, until it is dropped.
#[derive(Debug)]
pub struct Waiting {
    porch: Arc<Porch>,
    from: IpAddr,
}

impl Porch {
    /// A place for somebody from this address. `None`: there are too many already.
    #[must_use]
    pub fn wait(self: &Arc<Self>, from: IpAddr) -> Option<Waiting> {
        let mut here = self.here.lock().unwrap_or_else(PoisonError::into_inner);
        let (all, by_address) = &mut *here;
        let of_address = by_address.entry(from).or_default();
        if *all >= PORCH_MAX || *of_address >= PORCH_OF_ADDRESS_MAX {
            return None;
        }
        *all += 1;
        *of_address += 1;
        Some(Waiting { porch: Arc::clone(self), from })
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut here = self.porch.here.lock().unwrap_or_else(PoisonError::into_inner);
        let (all, by_address) = &mut *here;
        *all -= 1;
        if let Some(of_address) = by_address.get_mut(&self.from) {
            *of_address -= 1;
            if *of_address == 0 {
                by_address.remove(&self.from);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_cannot_fill_the_porch() {
        let porch = Arc::new(Porch::default());
        let (a, b) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let mut waiting: Vec<_> = (0..PORCH_OF_ADDRESS_MAX).map(|_| porch.wait(a).unwrap()).collect();
        assert!(porch.wait(a).is_none());
        waiting.push(porch.wait(b).unwrap());
        waiting.remove(0);
        assert!(porch.wait(a).is_some());
        drop(waiting);
        assert_eq!(*porch.here.lock().unwrap(), (0, HashMap::new()));
    }
}
