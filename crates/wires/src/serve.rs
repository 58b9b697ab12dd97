//! Listeners whose connections are carried to seats of a door.

use crate::arrive::{Approach, Bound, Listening, Porch, Proxy};
use crate::listen::Place;
use crate::stream::Stream;
use crate::tls::Certificates;
use crate::websocket::{self, Origins, Spoken};
use crate::{acme, carry};
use parlor_server::{Annex, Arrival, Door, Networks, Origin, Pipe, Rules};
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use std::{io, thread};
use tokio::io::AsyncWriteExt;
use tokio::sync::watch;
use tokio::time::timeout;

/// A listener, and the door that it leads to.
pub struct Entrance {
    /// The socket.
    pub bound: Bound,
    /// What stands before the bytes.
    pub approach: Approach,
    /// WebSocket is spoken inside, with pages of these origins.
    pub websocket: Option<Origins>,
    /// The door.
    pub door: Arc<dyn Door>,
}

/// What listeners are served with.
pub struct Wires {
    /// The listeners; may be none.
    pub entrances: Vec<Entrance>,
    /// Where pipes are opened.
    pub annex: Annex,
    /// The rules of the house, as they are at the time.
    pub rules: Box<dyn Fn() -> Arc<Rules> + Send + Sync>,
    /// Certificates whose files are looked at every now and then.
    pub certificates: Vec<Arc<Certificates>>,
    /// A certificate that an authority is asked for.
    pub acme: Option<acme::Wish>,
    /// How often to look at the files.
    pub look_every: Duration,
    /// How long a client may take until its first own byte can be read.
    pub handshake_timeout: Duration,
    /// How long a stop waits for clients to read their last words.
    pub stop_timeout: Duration,
}

/// Listeners that are served.
#[derive(Debug)]
pub struct WiresHandle {
    stop: watch::Sender<bool>,
    thread: JoinHandle<()>,
    /// Where they listen, in the order in which they were given.
    pub places: Vec<Place>,
}

/// What all connections share.
struct Shared {
    annex: Annex,
    rules: Box<dyn Fn() -> Arc<Rules> + Send + Sync>,
    handshake_timeout: Duration,
    porch: Arc<Porch>,
}

/// What all connections of a listener share.
struct Way {
    approach: Approach,
    websocket: Option<Origins>,
    door: Arc<dyn Door>,
}

/// Threads at most: they encrypt and carry, and decide nothing.
const THREADS_MAX: usize = 4;
/// How long to wait when the machine has no sockets left.
const NO_SOCKETS: Duration = Duration::from_millis(50);

/// Held by everything that is not over yet.
type Underway = watch::Receiver<()>;

impl Wires {
    /// Serves until told to stop, with threads of its own.
    ///
    /// # Errors
    /// When the machine does not give what that needs.
    pub fn serve(self) -> io::Result<WiresHandle> {
        let places = self.entrances.iter().map(|e| e.bound.place()).collect::<io::Result<Vec<_>>>()?;
        let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS_MAX);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(threads)
            .thread_name("wires")
            .enable_io()
            .enable_time()
            .build()?;
        let mut ways = Vec::new();
        {
            let _inside = runtime.enter();
            for Entrance { bound, approach, websocket, door } in self.entrances {
                ways.push((bound.listen()?, Arc::new(Way { approach, websocket, door })));
            }
        }
        let shared = Arc::new(Shared {
            annex: self.annex,
            rules: self.rules,
            handshake_timeout: self.handshake_timeout,
            porch: Arc::default(),
        });
        let (stop, stopping) = watch::channel(false);
        let (certificates, every, stop_timeout) = (self.certificates, self.look_every, self.stop_timeout);
        let acme = self.acme;
        let thread = thread::Builder::new().name("wires".into()).spawn(move || {
            runtime.block_on(async {
                let looking = tokio::spawn(look(certificates, every));
                let asking = acme.map(|wish| tokio::spawn(acme::keep(wish)));
                serve(ways, shared, stopping, stop_timeout).await;
                looking.abort();
                if let Some(asking) = asking {
                    asking.abort();
                }
            });
            runtime.shutdown_timeout(stop_timeout);
        })?;
        Ok(WiresHandle { stop, thread, places })
    }
}

impl WiresHandle {
    /// Takes no more connections, lets the last words be read, and waits for that, but not for ever.
    pub fn stop(self) {
        // Whoever listens for it is gone only when all is over already.
        let _ = self.stop.send(true);
        if self.thread.join().is_err() {
            tracing::error!("the wires ended by themselves");
        }
    }
}

/// Takes certificates whose files have changed.
async fn look(certificates: Vec<Arc<Certificates>>, every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        for certificate in &certificates {
            let certificate = Arc::clone(certificate);
            let looking = tokio::task::spawn_blocking(move || match certificate.reload() {
                Ok(true) => {
                    tracing::info!(path = %certificate.path().display(), "the new certificate is in use");
                }
                Ok(false) => {}
                // One that an authority is still asked for has no files yet.
                Err(_) if certificate.certificate().is_none() => {}
                Err(error) => tracing::warn!(%error, "the certificate that was in use stays in use"),
            });
            if looking.await.is_err() {
                tracing::error!("looking at a certificate failed");
            }
        }
    }
}

async fn serve(
    ways: Vec<(Listening, Arc<Way>)>,
    shared: Arc<Shared>,
    mut stopping: watch::Receiver<bool>,
    stop_timeout: Duration,
) {
    let (all, underway) = watch::channel(());
    for (listening, way) in ways {
        tokio::spawn(accept(listening, way, Arc::clone(&shared), stopping.clone(), underway.clone()));
    }
    stopped(&mut stopping).await;
    drop(underway);
    // Who does not read the last word in time is let go.
    let _ = timeout(stop_timeout, all.closed()).await;
}

/// Takes connections of one listener until told to stop.
async fn accept(
    listening: Listening,
    way: Arc<Way>,
    shared: Arc<Shared>,
    mut stopping: watch::Receiver<bool>,
    underway: Underway,
) {
    loop {
        let accepted = tokio::select! {
            accepted = listening.accept() => accepted,
            () = stopped(&mut stopping) => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (way, shared, underway) = (Arc::clone(&way), Arc::clone(&shared), underway.clone());
                tokio::spawn(async move {
                    connection(stream, peer, &way, &shared).await;
                    drop(underway);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(NO_SOCKETS).await;
            }
        }
    }
}

/// What is inside.
enum Inside {
    Bytes(Stream),
    Messages(Box<Spoken>),
}

async fn connection(stream: Stream, peer: SocketAddr, way: &Way, shared: &Shared) {
    let Some(waiting) = shared.porch.wait(peer.ip()) else {
        tracing::warn!(%peer, "too many connections have come and are not in yet: one is closed");
        return;
    };
    let (inside, arrival) = match timeout(shared.handshake_timeout, unwrap(stream, peer, way, shared)).await {
        Ok(Ok(all)) => all,
        Ok(Err(error)) => return tracing::debug!(%error, %peer, "a connection did not arrive"),
        Err(_) => return tracing::debug!(%peer, "a connection did not arrive in time"),
    };
    drop(waiting);
    let rules = (shared.rules)();
    let patience = Duration::from_millis(rules.connection.stall_ms.max(1));
    let seat = way.door.seat(&arrival);
    match shared.annex.open(seat, arrival, &rules) {
        Ok(pipe) => carry_all(inside, &pipe, patience).await,
        Err(why) => {
            let words = way.door.turn_away(&why);
            match inside {
                Inside::Bytes(mut stream) => {
                    let told = async {
                        stream.write_all(&words).await?;
                        stream.flush().await
                    };
                    if timeout(carry::LINGER, told).await.is_ok_and(|told| told.is_ok()) {
                        carry::part(stream).await;
                    }
                }
                Inside::Messages(spoken) => websocket::turn_away(*spoken, &words).await,
            }
        }
    }
}

async fn carry_all(inside: Inside, pipe: &Pipe, patience: Duration) {
    match inside {
        Inside::Bytes(stream) => carry::carry(stream, pipe, patience).await,
        Inside::Messages(spoken) => websocket::carry(*spoken, pipe, patience).await,
    }
}

/// Takes off whatever a connection is wrapped in.
async fn unwrap(
    stream: Stream,
    peer: SocketAddr,
    way: &Way,
    shared: &Shared,
) -> io::Result<(Inside, Arrival)> {
    let arrived = way.approach.arrive(stream, peer).await?;
    let mut arrival = Arrival {
        secure: arrived.secure,
        certificate: arrived.certificate.map(Box::new),
        ..Arrival::plain(way.door.name(), arrived.from)
    };
    let Some(origins) = &way.websocket else { return Ok((Inside::Bytes(arrived.stream), arrival)) };
    let nobody = Networks::default();
    let believed = match &way.approach.proxy {
        Proxy::Theirs(believed) => believed,
        // Who has said by the PROXY protocol for whom they come has said it all.
        Proxy::Nobodys | Proxy::Everybodys => &nobody,
    };
    let bytes_max = (shared.rules)().connection.line_bytes_max.max(MESSAGE_BYTES);
    let (spoken, from, secure) = websocket::accept(arrived, origins, believed, bytes_max).await?;
    (arrival.from, arrival.secure) = (Origin::of(from), secure);
    Ok((Inside::Messages(Box::new(spoken)), arrival))
}

/// Bytes of a message that are read at least, however short lines are to be: the seat says what is too long.
const MESSAGE_BYTES: usize = 32 * 1024;

/// Waits until the wires are to stop. A handle that was dropped stops them, too.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stop| *stop).await;
}
