//! Against those who try too much, and whom that does not concern.

use std::time::Duration;

use parlor_model::Network;

use crate::settings::kinds::{Block, Count, CountOrZero, List, NetworkName, Switch, Time};
use crate::settings::part::part;

const NO_LIMIT: &str = "no limit";
const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_hours(24);

part! {
    /// What others are shown of where somebody comes from.
    pub struct CloakSettings {
        /// Others are shown a cloak in place of an address: the same for everybody of a network, and it tells nothing
        /// about it. Server operators see addresses. Addresses of this machine itself are shown.
        enabled: bool = Switch, "cloak.enabled", "true", Now;

        /// What a cloak ends with, after a dot.
        suffix: String = NetworkName, "cloak.suffix", "irc", Now;

        /// Who comes with an account gets a cloak of the account, the same from everywhere.
        accounts: bool = Switch, "cloak.accounts", "false", Now;
    }
}

part! {
    /// How much one network may try. A network is one IPv4 address, or 64 bits of an IPv6 address, unless set otherwise.
    pub struct GuardSettings {
        /// Networks to which no bound for networks applies, nor the rate of messages; `DEFCON 1` lets their people in.
        exempt: Vec<Network> = List(Block), "limits.exempt", "", Now;

        /// Bits of an IPv4 address that make a network.
        network_bits_ipv4: usize = Count { unit: "bits", min: 8, max: 32 }, "limits.network_bits_ipv4", "32", Restart;

        /// Bits of an IPv6 address that make a network.
        network_bits_ipv6: usize = Count { unit: "bits", min: 16, max: 128 }, "limits.network_bits_ipv6", "64", Restart;

        /// Connections that one network may make within `limits.connect_window`; 0 is no limit. One more is told so,
        /// and closed.
        connects: Option<usize> = CountOrZero { unit: "connections", zero: NO_LIMIT, max: 1_000_000 },
            "limits.connects", "0", Now;

        /// The time in which those connections are counted.
        connect_window: Duration = Time { min: SECOND, max: DAY }, "limits.connect_window", "10m", Now;

        /// Wrong passwords from one network within `limits.wrong_password_window`; 0 is no limit. After them no
        /// password from there is looked at until that time is over.
        wrong_passwords: Option<usize> = CountOrZero { unit: "passwords", zero: NO_LIMIT, max: 1_000_000 },
            "limits.wrong_passwords", "30", Now;

        /// The time in which wrong passwords are counted.
        wrong_password_window: Duration = Time { min: SECOND, max: DAY }, "limits.wrong_password_window", "1m", Now;

        /// Accounts that one network may register within `limits.registration_window`; 0 is no limit. One more is
        /// refused until that time is over.
        registrations: Option<usize> = CountOrZero { unit: "accounts", zero: NO_LIMIT, max: 1_000_000 },
            "limits.registrations", "500", Now;

        /// The time in which new accounts are counted.
        registration_window: Duration = Time { min: SECOND, max: DAY }, "limits.registration_window", "10m", Now;
    }
}
