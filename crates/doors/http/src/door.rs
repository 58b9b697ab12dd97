//! The door: it listens, keeps connections within bounds, and stops in good order.

use crate::reception::{Peer, Reception, RulesOf};
use crate::settings::HttpSettings;
use crate::wire::{Held, Patient, Wire};
use crate::{counts::Open, redirect, routes};
use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::TokioTimer;
use parlor_server::{Annex, Rules};
use parlor_wires::{Approach, Arrived, Bound, Listening, Place, Porch, Stream};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;
use std::{io, thread};
use tokio::sync::watch;
use tower_service::Service;

/// The HTTP door.
#[derive(Debug)]
pub struct HttpDoor;

/// Where the door listens.
#[derive(Debug)]
pub struct HttpListener {
    /// The socket.
    pub bound: Bound,
    /// What stands before the bytes.
    pub approach: Approach,
    /// Whoever comes is sent to this port of the same host, where HTTPS is spoken.
    pub to_https: Option<u16>,
}

/// A door that serves.
#[derive(Debug)]
pub struct HttpHandle {
    stop: watch::Sender<bool>,
    thread: JoinHandle<()>,
    places: Vec<Place>,
}

/// Threads that speak HTTP at most. What they carry is decided elsewhere; they only parse and write.
const THREADS_MAX: usize = 4;
/// How long to wait when the machine has no sockets left.
const NO_SOCKETS: Duration = Duration::from_millis(50);

impl HttpDoor {
    /// Serves on these listeners until told to stop, with threads of its own.
    ///
    /// # Errors
    /// When the machine does not give what that needs.
    pub fn serve(
        listeners: Vec<HttpListener>,
        annex: Annex,
        rules: impl Fn() -> Arc<Rules> + Send + Sync + 'static,
        settings: HttpSettings,
    ) -> io::Result<HttpHandle> {
        let places = listeners.iter().map(|l| l.bound.place()).collect::<io::Result<Vec<_>>>()?;
        let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS_MAX);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(threads)
            .thread_name("http")
            .enable_io()
            .enable_time()
            .build()?;
        let (stop, stopping) = watch::channel(false);
        let stop_timeout = settings.stop_timeout;
        let rules: RulesOf = Box::new(rules);
        let reception = Arc::new(Reception::new(annex, rules, settings, stopping.clone()));
        let mut ways = Vec::new();
        {
            let _inside = runtime.enter();
            for HttpListener { bound, approach, to_https } in listeners {
                let router = to_https.map_or_else(|| routes::all(&reception), redirect::to_https);
                ways.push((bound.listen()?, Way { approach, router }));
            }
        }
        let thread = thread::Builder::new().name("http-door".into()).spawn(move || {
            runtime.block_on(serve(ways, reception, stopping));
            runtime.shutdown_timeout(stop_timeout);
        })?;
        Ok(HttpHandle { stop, thread, places })
    }
}

impl HttpHandle {
    /// Where it listens, in the order in which the listeners were given.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Takes no more connections, lets the calls under way end, and waits for that, but not for ever.
    pub fn stop(self) {
        // Whoever listens for it is gone only when all is over already.
        let _ = self.stop.send(true);
        if self.thread.join().is_err() {
            tracing::error!("the HTTP door ended by itself");
        }
    }
}

/// Held by everything that is not over yet.
type Underway = watch::Receiver<()>;

/// What all connections of a listener have in common.
#[derive(Clone)]
struct Way {
    approach: Approach,
    router: Router,
}

async fn serve(ways: Vec<(Listening, Way)>, reception: Arc<Reception>, mut stopping: watch::Receiver<bool>) {
    let (all, underway) = watch::channel(());
    let porch = Arc::default();
    for (listening, way) in ways {
        let (reception, porch) = (Arc::clone(&reception), Arc::clone(&porch));
        tokio::spawn(accept(listening, way, reception, porch, underway.clone()));
    }
    stopped(&mut stopping).await;
    drop(underway);
    // Who does not read the last word in time is let go.
    let _ = tokio::time::timeout(reception.settings.stop_timeout, all.closed()).await;
}

/// Takes connections of one listener until told to stop.
async fn accept(
    listening: Listening,
    way: Way,
    reception: Arc<Reception>,
    porch: Arc<Porch>,
    underway: Underway,
) {
    let mut stopping = reception.stopping.clone();
    loop {
        let accepted = tokio::select! {
            accepted = listening.accept() => accepted,
            () = stopped(&mut stopping) => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (reception, way, underway) = (Arc::clone(&reception), way.clone(), underway.clone());
                let waiting = porch.wait(peer.ip());
                tokio::spawn(async move {
                    // Where too many shake hands already, one more is closed.
                    if let Some(waiting) = waiting
                        && let Some(arrived) = arrive(stream, peer, &way.approach, &reception).await
                    {
                        drop(waiting);
                        connection(arrived, reception, way.router, underway).await;
                    }
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(NO_SOCKETS).await;
            }
        }
    }
}

/// Takes off what a connection is wrapped in. `None`: it did not arrive.
async fn arrive(
    stream: Stream,
    peer: SocketAddr,
    approach: &Approach,
    reception: &Reception,
) -> Option<Arrived> {
    match tokio::time::timeout(reception.settings.handshake_timeout, approach.arrive(stream, peer)).await {
        Ok(Ok(arrived)) => Some(arrived),
        Ok(Err(error)) => {
            tracing::debug!(%error, %peer, "an HTTP connection did not arrive");
            None
        }
        Err(_) => {
            tracing::debug!(%peer, "an HTTP connection did not arrive in time");
            None
        }
    }
}

async fn connection(arrived: Arrived, reception: Arc<Reception>, router: Router, underway: Underway) {
    let settings = &reception.settings;
    let Arrived { stream, from, secure, certificate: _ } = arrived;
    let rules = reception.rules();
    let proxied = settings.proxies.contains(&from.ip());
    let Some(open) = Open::enter(&reception.counts, from.ip(), &rules.connection, proxied) else {
        return turn_away(&stream);
    };
    let stream = Arc::new(Mutex::new(Some(stream)));
    let peer = Peer { address: from, stream: Arc::clone(&stream), secure };
    let wire = Wire::new(Patient::new(stream, settings.write_timeout, Held { open, underway }));
    let service = hyper::service::service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(peer.clone());
        let mut router = router.clone();
        async move {
            let request: Request = request.map(axum::body::Body::new);
            Ok::<_, Infallible>(router.call(request).await.unwrap_or_else(|never| match never {}))
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(settings.read_timeout)
        .max_header_size(settings.head_bytes_max)
        .max_buf_size(settings.head_bytes_max.max(8192) * 2)
        // A program that wrote its request by hand may close its side before it reads.
        .half_close(true)
        .serve_connection(wire, service)
        .with_upgrades();
    tokio::pin!(connection);
    let mut stopping = reception.stopping.clone();
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = stopped(&mut stopping) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, %from, "an HTTP connection broke");
    }
}

/// Waits until the door is to stop. A handle that was dropped stops it, too.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stop| *stop).await;
}

/// One connection more than the house takes: it is told so, as far as that goes without waiting.
fn turn_away(stream: &Stream) {
    let words = b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nRetry-After: 5\r\n\
        Connection: close\r\n\r\nThe house is full. Try again later.\n";
    stream.last_word(words);
}
