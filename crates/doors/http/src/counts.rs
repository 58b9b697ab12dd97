//! What is counted: connections, calls, streams.

use parlor_server::{ConnectionRules, PushCounts};
use std::collections::HashMap;
use std::fmt::Write;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

/// Counts of one door.
#[derive(Default)]
pub(crate) struct Counts {
    connections: AtomicUsize,
    by_address: Mutex<HashMap<IpAddr, usize>>,
    accepted: AtomicU64,
    turned_away: AtomicU64,
    /// Calls by the first figure of their status.
    calls: [AtomicU64; 6],
    /// Streams open now: WebSocket, server-sent events, followers.
    pub(crate) streams: [AtomicUsize; 3],
}

/// A connection that is counted while it is open.
pub(crate) struct Open {
    counts: Arc<Counts>,
    from: IpAddr,
}

impl Open {
    /// Counts a connection in, unless there are as many as the house takes. A proxy brings those of many addresses.
    pub(crate) fn enter(
        counts: &Arc<Counts>,
        from: IpAddr,
        rules: &ConnectionRules,
        proxied: bool,
    ) -> Option<Self> {
        let over = |n: usize, max: usize| max > 0 && n > max;
        let open = Self { counts: Arc::clone(counts), from };
        counts.accepted.fetch_add(1, Relaxed);
        let all = counts.connections.fetch_add(1, Relaxed) + 1;
        let here = {
            let mut by_address = counts.by_address.lock().unwrap_or_else(PoisonError::into_inner);
            let here = by_address.entry(from).or_default();
            *here += 1;
            *here
        };
        if over(all, rules.connections_max) || (!proxied && over(here, rules.connections_per_address_max)) {
            counts.turned_away.fetch_add(1, Relaxed);
            return None;
        }
        Some(open)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.counts.connections.fetch_sub(1, Relaxed);
        let mut by_address = self.counts.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(here) = by_address.get_mut(&self.from) {
            *here -= 1;
            if *here == 0 {
                by_address.remove(&self.from);
            }
        }
    }
}

/// Kinds of streams, in the order of [`Counts::streams`].
const STREAMS: [&str; 3] = ["websocket", "sse", "follow"];

/// A stream that is counted while it is open.
pub(crate) struct Streaming {
    counts: Arc<Counts>,
    kind: usize,
    /// Its connection, where that is not a call any more.
    open: Option<Open>,
}

impl Streaming {
    pub(crate) fn websocket(open: Open) -> Self {
        let mut streaming = Self::of(&open.counts, 0);
        streaming.open = Some(open);
        streaming
    }

    pub(crate) fn sse(counts: &Arc<Counts>) -> Self {
        Self::of(counts, 1)
    }

    pub(crate) fn follow(counts: &Arc<Counts>) -> Self {
        Self::of(counts, 2)
    }

    fn of(counts: &Arc<Counts>, kind: usize) -> Self {
        counts.streams[kind].fetch_add(1, Relaxed);
        Self { counts: Arc::clone(counts), kind, open: None }
    }
}

impl Drop for Streaming {
    fn drop(&mut self) {
        self.counts.streams[self.kind].fetch_sub(1, Relaxed);
    }
}

impl Counts {
    pub(crate) fn called(&self, status: u16) {
        self.calls[usize::from(status / 100).min(5)].fetch_add(1, Relaxed);
    }

    /// All of it in the Prometheus text format.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        let mut metric = |name: &str, kind: &str, help: &str, values: &[(String, u64)]| {
            // Writing to a string does not fail.
            let _ = writeln!(out, "# HELP parlor_http_{name} {help}\n# TYPE parlor_http_{name} {kind}");
            for (labels, value) in values {
                let _ = writeln!(out, "parlor_http_{name}{labels} {value}");
            }
        };
        let whole = |n: &AtomicUsize| n.load(Relaxed) as u64;
        let one = |n: u64| [(String::new(), n)];
        metric("connections", "gauge", "HTTP connections open now.", &one(whole(&self.connections)));
        metric("accepted_total", "counter", "HTTP connections accepted.", &one(self.accepted.load(Relaxed)));
        metric(
            "turned_away_total",
            "counter",
            "HTTP connections that were one too many.",
            &one(self.turned_away.load(Relaxed)),
        );
        let calls: Vec<_> = (1..=5)
            .map(|class| (format!("{{status=\"{class}xx\"}}"), self.calls[class].load(Relaxed)))
            .collect();
        metric("calls_total", "counter", "Calls by the class of their answer.", &calls);
        let streams: Vec<_> =
            STREAMS.iter().zip(&self.streams).map(|(k, n)| (format!("{{kind=\"{k}\"}}"), whole(n))).collect();
        metric("streams", "gauge", "Streams open now.", &streams);
        out
    }
}

/// Pushes by what became of them, in the Prometheus text format.
pub(crate) fn pushes(counts: &PushCounts) -> String {
    let mut out =
        "# HELP parlor_pushes_total Pushes by what became of them.\n# TYPE parlor_pushes_total counter\n"
            .to_owned();
    for (how, count) in counts.all() {
        let _ = writeln!(out, "parlor_pushes_total{{how=\"{how}\"}} {count}");
    }
    out
}
