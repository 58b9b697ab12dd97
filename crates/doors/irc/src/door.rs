//! The IRC door.

use crate::codec;
use crate::seat::IrcSeat;
use parlor_server::{Arrival, Door, Seat, TurnedAway};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Lets IRC clients in.
#[derive(Debug, Default)]
pub struct IrcDoor {
    shared: Arc<Shared>,
}

/// What all seats have in common, held once.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    server: Mutex<Arc<Box<str>>>,
    /// Connections that have not entered.
    strangers: AtomicUsize,
}

/// A connection that has not entered: counted for as long as this is held.
#[derive(Debug)]
pub(crate) struct Stranger(Arc<Shared>);

impl Stranger {
    pub(crate) fn new(shared: &Arc<Shared>) -> Self {
        shared.strangers.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(shared))
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        self.0.strangers.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Shared {
    /// Connections that have not entered.
    pub(crate) fn strangers(&self) -> usize {
        self.strangers.load(Ordering::Relaxed)
    }

    /// The server's name; seats that open under the same name share its bytes.
    pub(crate) fn server_name(&self, name: &str) -> Arc<Box<str>> {
        let mut known = self.server.lock().unwrap_or_else(PoisonError::into_inner);
        if ***known != *name {
            *known = Arc::new(name.into());
        }
        Arc::clone(&known)
    }
}

impl IrcDoor {
    /// The door.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Door for IrcDoor {
    fn name(&self) -> &'static str {
        "irc"
    }

    fn seat(&self, _: &Arrival) -> Box<dyn Seat> {
        Box::new(IrcSeat::new(Arc::clone(&self.shared)))
    }

    fn turn_away(&self, why: &TurnedAway) -> Vec<u8> {
        let words = turned_away(why);
        let mut out = Vec::new();
        codec::line(&mut out).command("ERROR").trailing(&format!("Closing Link: {words}"));
        out
    }
}

/// Why somebody is not let in.
pub(crate) fn turned_away(why: &TurnedAway) -> String {
    match why {
        TurnedAway::HouseFull { connections_max } => {
            format!("The house is full: {connections_max} of {connections_max} connections")
        }
        TurnedAway::AddressFull { connections_max } => {
            format!("Too many connections from your address (at most {connections_max})")
        }
        TurnedAway::TooOften { wait_ms } => {
            format!("You connect too often; try again in {} seconds", wait_ms.div_ceil(1000))
        }
        TurnedAway::Banned { reason } => format!("You are banned from this server ({reason})"),
        TurnedAway::OnGuard => "This server takes no new connections just now; try again later".into(),
        TurnedAway::Stopping => "The server is shutting down".into(),
    }
}
