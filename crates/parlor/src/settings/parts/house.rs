//! The house as a whole: its name, its folder, its doors to the network, its end.

use std::path::PathBuf;
use std::time::Duration;

use crate::settings::kinds::{
    CountOrZero, Folder, HostName, NetworkName, OneLine, Password, SeveralLines, Switch, Time,
};
use crate::settings::part::part;

part! {
    /// The house as a whole.
    pub struct HouseSettings {
        /// Folder in which everything is kept; made at the first start. A relative path starts at the folder in
        /// which the server is started. A `parlor.toml` in it is read when no other file is named.
        data: PathBuf = Folder, "data", "parlor-data", Restart;

        /// Doors listen on all addresses of this machine and not on loopback only, so that others can enter; they
        /// are NOT encrypted. On the way, anyone can read what is said there, passwords included.
        open: bool = Switch, "open", "false", Restart;

        /// Threads that carry connections; 0 is one for each core.
        shards: Option<usize> = CountOrZero { unit: "threads", zero: "one for each core", max: 1_024 },
            "shards", "0", Restart;

        /// Host name by which the server calls itself, on IRC the sender of its own lines. Needs a dot; need not
        /// be in the DNS.
        name: String = HostName, "server.name", "parlor.local", Restart, "name";

        /// Name of the network, as IRC clients show it.
        network: String = NetworkName, "server.network", "Parlor", Restart;

        /// One line about this server, for those who ask.
        description: String = OneLine { bytes_max: 200 }, "server.description", "A Parlor house", Now;

        /// Message of the day, shown to those who enter; may have several lines. Empty is none.
        motd: String = SeveralLines { lines_max: 100, line_bytes_max: 300 }, "server.motd", "", Now;

        /// Password of the server: who comes in without an account must say it first (IRC `PASS`; the line and HTTP doors
        /// take accounts only then). Empty is none.
        password: String = Password { bytes_max: 200 }, "server.password", "", Now;
        /// Where the server is, who runs it, and how to reach them, a line each: what ADMIN on IRC answers. Empty is
        /// unknown.
        admin: String = SeveralLines { lines_max: 3, line_bytes_max: 200 }, "server.admin", "", Now;

        /// At a stop, how long to wait until everyone has been told and all queues are written. Whoever has not
        /// read by then is cut off; nothing that was confirmed is lost.
        stop_timeout: Duration = Time { min: Duration::from_millis(100), max: Duration::from_mins(10) },
            "stop.timeout", "5s", Now;
    }
}
