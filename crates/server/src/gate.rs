//! How many connections there are, and from where.

use crate::{ConnectionRules, TurnedAway};
use hashbrown::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Counts connections over all shards. Asked once when one comes and once when one goes.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
    closed: bool,
}

impl Gate {
    /// Counts a connection in, or says why it is turned away. The number of connections with it.
    pub(crate) fn enter(&self, address: IpAddr, rules: &ConnectionRules) -> Result<usize, TurnedAway> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.closed {
            return Err(TurnedAway::Stopping);
        }
        let all_max = rules.connections_max;
        if all_max > 0 && counts.all >= all_max {
            return Err(TurnedAway::HouseFull { connections_max: all_max });
        }
        let address_max = rules.connections_per_address_max;
        let here = counts.by_address.entry(address).or_default();
        if address_max > 0 && *here >= address_max {
            return Err(TurnedAway::AddressFull { connections_max: address_max });
        }
        *here += 1;
        counts.all += 1;
        Ok(counts.all)
    }

    /// Counts a connection out.
    pub(crate) fn leave(&self, address: IpAddr) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.all -= 1;
        if let Some(here) = counts.by_address.get_mut(&address) {
            *here -= 1;
            if *here == 0 {
                counts.by_address.remove(&address);
            }
        }
    }

    /// Nobody comes in any more.
    pub(crate) fn close(&self) {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_house_of_five_takes_five() {
        let gate = Gate::default();
        let rules =
            ConnectionRules { connections_max: 5, connections_per_address_max: 3, ..Default::default() };
        let (a, b) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([127, 0, 0, 2]));
        for n in 1..=3 {
            assert_eq!(gate.enter(a, &rules), Ok(n));
        }
        assert_eq!(gate.enter(a, &rules), Err(TurnedAway::AddressFull { connections_max: 3 }));
        assert_eq!(gate.enter(b, &rules), Ok(4));
        assert_eq!(gate.enter(b, &rules), Ok(5));
        assert_eq!(gate.enter(b, &rules), Err(TurnedAway::HouseFull { connections_max: 5 }));
        gate.leave(a);
        assert_eq!(gate.enter(b, &rules), Ok(5));
        gate.close();
        assert_eq!(gate.enter(a, &rules), Err(TurnedAway::Stopping));
    }
}
