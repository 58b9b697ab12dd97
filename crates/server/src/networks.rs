//! Several networks.

use parlor_model::Network;
use std::net::IpAddr;

/// Networks; a machine is a network of one.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Networks(pub Vec<Network>);

impl Networks {
    /// Whether this machine is in one of them.
    #[must_use]
    pub fn has(&self, who: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(who))
    }
}
