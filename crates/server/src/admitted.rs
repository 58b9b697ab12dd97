//! Connections that are counted and have no seat yet.

use crate::gate::Gate;
use crate::{Rules, TurnedAway};
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

/// A connection that the house takes. Dropped before it has a seat: it is one less.
pub struct Admitted {
    gate: Arc<Gate>,
    rules: Arc<Rules>,
    from: IpAddr,
    /// How many there were with it.
    connections: usize,
    /// Whoever has its seat counts it out.
    seated: bool,
}

impl Admitted {
    pub(crate) fn at(gate: &Arc<Gate>, from: IpAddr, rules: &Arc<Rules>) -> Result<Self, TurnedAway> {
        let connections = gate.enter(from, &rules.connection, crate::server::clock())?;
        Ok(Self { gate: Arc::clone(gate), rules: Arc::clone(rules), from, connections, seated: false })
    }

    /// It has a seat, and is counted out when that is left. How many connections there were with it.
    pub(crate) fn sits(mut self) -> usize {
        self.seated = true;
        self.connections
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        if !self.seated {
            self.gate.leave(self.from, &self.rules.connection);
        }
    }
}

impl fmt::Debug for Admitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a connection from {}", self.from)
    }
}
