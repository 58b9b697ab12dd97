//! What is found out about people before they come in. All of it is off by default.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::settings::kinds::{Address, FileOrNone, HostName, List, Switch, Time};
use crate::settings::part::part;

part! {
    /// What is found out about people before they come in.
    pub struct LookupSettings {
        /// Names of addresses in the DNS are shown, if they lead back to the address. Has no effect where
        /// `cloak.enabled` hides addresses.
        host_names: bool = Switch, "lookups.host_names", "false", Now;

        /// The machine that somebody comes from is asked for their user name (ident). Who has none gets `~` before theirs.
        ident: bool = Switch, "lookups.ident", "false", Now;

        /// Lists of bad addresses in the DNS (DNSBL), by their zones.
        dnsbl: Vec<String> = List(HostName), "lookups.dnsbl", "", Now;

        /// Who is on such a list may come in with an account. If not, nobody from there may.
        dnsbl_spares_accounts: bool = Switch, "lookups.dnsbl_spares_accounts", "true", Now;

        /// A program that says of each address whether it may come in: it reads a line like `{"ip":"192.0.2.7"}` and
        /// prints one like `{"result":1}`: 1 is welcome, 2 banned (with `"banMessage"`), 3 only with an account.
        script: Option<PathBuf> = FileOrNone { example: "/etc/parlor/check-address" }, "lookups.script", "", Now;

        /// Lists and the program are asked about people with accounts, too.
        accounts_too: bool = Switch, "lookups.accounts_too", "false", Now;

        /// Servers to ask for the DNS. None means those of this machine.
        servers: Vec<SocketAddr> = List(Address), "lookups.servers", "", Now;

        /// How long one answer may take. Then it counts as none, and the house is entered without it.
        timeout: Duration = Time { min: Duration::from_millis(100), max: Duration::from_secs(60) },
            "lookups.timeout", "5s", Now;
    }
}
