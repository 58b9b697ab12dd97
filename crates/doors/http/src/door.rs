//! The door: it listens, keeps connections within bounds, and stops in good order.

use crate::reception::{Peer, Reception, RulesOf};
use crate::settings::HttpSettings;
use crate::wire::{Patient, Wire};
use crate::{counts::Open, routes};
use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::TokioTimer;
use parlor_server::{Annex, Rules};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use std::{io, thread};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower_service::Service;

/// The HTTP door.
#[derive(Debug)]
pub struct HttpDoor;

/// A door that serves.
#[derive(Debug)]
pub struct HttpHandle {
    stop: watch::Sender<bool>,
    thread: JoinHandle<()>,
    addresses: Vec<SocketAddr>,
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
        listeners: Vec<std::net::TcpListener>,
        annex: Annex,
        rules: impl Fn() -> Arc<Rules> + Send + Sync + 'static,
        settings: HttpSettings,
    ) -> io::Result<HttpHandle> {
        let mut addresses = Vec::new();
        for listener in &listeners {
            listener.set_nonblocking(true)?;
            addresses.push(listener.local_addr()?);
        }
        let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS_MAX);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(threads)
            .thread_name("http")
            .enable_io()
            .enable_time()
            .build()?;
        let listeners = {
            let _inside = runtime.enter();
            listeners.into_iter().map(TcpListener::from_std).collect::<io::Result<Vec<_>>>()?
        };
        let (stop, stopping) = watch::channel(false);
        let stop_timeout = settings.stop_timeout;
        let rules: RulesOf = Box::new(rules);
        let reception = Arc::new(Reception::new(annex, rules, settings, stopping.clone()));
        let thread = thread::Builder::new().name("http-door".into()).spawn(move || {
            runtime.block_on(serve(listeners, reception, stopping));
            runtime.shutdown_timeout(stop_timeout);
        })?;
        Ok(HttpHandle { stop, thread, addresses })
    }
}

impl HttpHandle {
    /// Where it listens.
    #[must_use]
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
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

async fn serve(listeners: Vec<TcpListener>, reception: Arc<Reception>, mut stopping: watch::Receiver<bool>) {
    let router = routes::all(&reception);
    let (all, underway) = watch::channel(());
    for listener in listeners {
        tokio::spawn(accept(listener, Arc::clone(&reception), router.clone(), underway.clone()));
    }
    stopped(&mut stopping).await;
    drop(underway);
    // Who does not read the last word in time is let go.
    let _ = tokio::time::timeout(reception.settings.stop_timeout, all.closed()).await;
}

/// Takes connections of one listener until told to stop.
async fn accept(listener: TcpListener, reception: Arc<Reception>, router: Router, underway: Underway) {
    let mut stopping = reception.stopping.clone();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopped(&mut stopping) => break,
        };
        match accepted {
            Ok((stream, from)) => {
                let (reception, router, underway) =
                    (Arc::clone(&reception), router.clone(), underway.clone());
                tokio::spawn(async move {
                    connection(stream, from, reception, router).await;
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

async fn connection(stream: TcpStream, from: SocketAddr, reception: Arc<Reception>, router: Router) {
    let settings = &reception.settings;
    // Small frames go out at once. Where the machine will not have it, they go out later.
    let _ = stream.set_nodelay(true);
    let rules = reception.rules();
    let proxied = settings.proxies.contains(&from.ip());
    let Some(_counted) = Open::enter(&reception.counts, from.ip(), &rules.connection, proxied) else {
        return turn_away(&stream);
    };
    let stream = Arc::new(stream);
    let peer = Peer { address: from, stream: Arc::clone(&stream) };
    let wire = Wire::new(Patient::new(stream, settings.write_timeout));
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
fn turn_away(stream: &TcpStream) {
    let words = b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nRetry-After: 5\r\n\
        Connection: close\r\n\r\nThe house is full. Try again later.\n";
    let _ = stream.try_write(words);
}
