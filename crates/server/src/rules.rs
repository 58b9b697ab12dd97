//! What the shell takes from the settings.

use crate::gate::Rate;
use crate::hasher::PASSWORD_BYTES_MAX;
use crate::{BearerRules, CloakRules, LookupRules, Networks, Secret};
use parlor_engine::House;
use parlor_model::{NameRules, Network, RoomName};
use std::net::IpAddr;
use std::sync::Arc;

/// Everything a running server looks at; may be replaced while it runs.
#[derive(Clone, Debug)]
pub struct Rules {
    /// What the engine decides by.
    pub house: House,
    /// What names may be.
    pub names: NameRules,
    /// What one connection may do.
    pub connection: ConnectionRules,
    /// The name of the server as IRC shows it.
    pub server_name: String,
    /// The name of the network.
    pub network: String,
    /// One line about the house.
    pub description: String,
    /// What newcomers are shown; may have several lines, may be empty.
    pub motd: String,
    /// The room that newcomers of simple doors find themselves in.
    pub lobby: RoomName,
    /// Whether the house opens that room by itself; otherwise it is there once somebody comes into it.
    pub lobby_always: bool,
    /// Bytes of a password, at least.
    pub password_bytes_min: usize,
    /// What the IRC door offers.
    pub irc: IrcRules,
    /// Rounds of the hash in the keys of SCRAM-SHA-256; 0: no such keys are made, and SCRAM is not offered.
    pub scram_iterations: u32,
    /// Whose tokens are believed; `None`: nobody's.
    pub bearer: Option<BearerRules>,
    /// What a new password costs to check, and to guess.
    pub hash_cost: HashCost,
    /// Bytes of a password, at most; never more than SASL carries.
    pub password_bytes_max: usize,
    /// What who comes in without an account must know first; `None`: nothing.
    pub house_password: Option<Arc<str>>,
    /// What is found out about people before they come in.
    pub lookups: LookupRules,
    /// How addresses are hidden; `None`: not at all.
    pub cloak: Option<CloakRules>,
    /// What nobody outside knows.
    pub secret: Secret,
    /// Items of one page of history, at most.
    pub history_items_max: usize,
    /// Results of a search, at most.
    pub search_results_max: usize,
    /// Keys of metadata that one connection may subscribe to.
    pub metadata_subscriptions_max: usize,
    /// Events that alter a room between two digests of it.
    pub altering_events_per_digest: u32,
    /// Clients are to come encrypted.
    pub sts: Option<Sts>,
    /// Who may say where somebody else comes from.
    pub gateways: Gateways,
    /// Our public key as push servers know it (RFC 8292 §3.2), in Base64 for URLs; `None`: nothing is pushed.
    pub push_key: Option<Arc<str>>,
    /// Every setting in force, for server operators to see.
    pub settings: Arc<[ShownSetting]>,
}

/// A setting as it is shown to server operators.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownSetting {
    /// Its name in a file: `line.port`.
    pub key: &'static str,
    /// The value in force, as TOML; nothing where it is a secret.
    pub value: Option<String>,
    /// Who said so: a file and line, a variable, a flag, or nobody.
    pub from: String,
    /// Whether it changes when the settings are read again; else at the next start.
    pub reloads: bool,
}

/// What clients are told about coming back encrypted (<https://ircv3.net/specs/extensions/sts>).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sts {
    /// Where TLS is spoken.
    pub port: u16,
    /// For how many seconds a client then comes no other way.
    pub seconds: u64,
    /// Lists of such servers that come with clients may name this one.
    pub preload: bool,
}

/// Gateways whose word counts about where somebody comes from (WEBIRC): they know the password and stand there.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Gateways {
    /// The password; empty: there are none.
    pub password: String,
    /// Where they are.
    pub networks: Networks,
}

impl Gateways {
    /// Whether this is their password; how long that takes to say tells nothing of it.
    #[must_use]
    pub fn is_password(&self, tried: &str) -> bool {
        let (ours, tried) = (self.password.as_bytes(), tried.as_bytes());
        let differ = ours.iter().zip(tried).fold(0, |differ, (a, b)| differ | (a ^ b));
        !ours.is_empty() && ours.len() == tried.len() && differ == 0
    }
}

impl std::fmt::Debug for Gateways {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gateways").field("networks", &self.networks).finish_non_exhaustive()
    }
}

impl Rules {
    pub(crate) const fn making(&self) -> Making {
        Making { cost: self.hash_cost, scram_iterations: self.scram_iterations }
    }

    /// Bytes and lines of one message that an IRC client sends as several lines.
    #[must_use]
    pub fn multiline(&self) -> (usize, usize) {
        (self.irc.multiline_bytes_max.min(self.house.limits.message_bytes_max), self.irc.multiline_lines_max)
    }
}

/// What it costs to hash a password (argon2id).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HashCost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// How often it is gone over.
    pub passes: u32,
}

impl Default for HashCost {
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2 }
    }
}

/// How credentials are made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Making {
    pub(crate) cost: HashCost,
    /// 0: without keys for SCRAM.
    pub(crate) scram_iterations: u32,
}

/// What the IRC door offers, of that which settings decide.
#[derive(Clone, Debug)]
pub struct IrcRules {
    /// Bytes of one message that is sent as several lines; never more than the house takes.
    pub multiline_bytes_max: usize,
    /// Lines of one such message.
    pub multiline_lines_max: usize,
    /// Messages that `*playback` plays of one room; never more than a page of history has.
    pub playback_items_max: usize,
    /// A TAGMSG with one of these tags is kept and played back.
    pub tagmsg_kept: Vec<String>,
    /// Client-only tags that are not relayed, as in `CLIENTTAGDENY`: names without `+`, `*` for all, `-name` for all but.
    pub tags_denied: Vec<String>,
    /// Whom one line may be said to at once.
    pub targets_max: usize,
    /// Whether accounts may be made before one has entered.
    pub register_before_entering: bool,
    /// Where clients are told to put files (`soju.im/FILEHOST`); empty: nowhere.
    pub filehost: String,
    /// A picture of the network (`draft/ICON`); empty: none.
    pub icon: String,
    /// Where the server is, who runs it and how to reach them (ADMIN), line by line; empty is unknown.
    pub admin: String,
    /// Connections hear announcements from the start (user mode `w`).
    pub announcements: bool,
}

impl Default for IrcRules {
    fn default() -> Self {
        Self {
            multiline_bytes_max: 4096,
            multiline_lines_max: 32,
            playback_items_max: 1000,
            tagmsg_kept: vec!["+draft/persist".into()],
            tags_denied: Vec::new(),
            targets_max: 4,
            register_before_entering: true,
            filehost: String::new(),
            icon: String::new(),
            admin: String::new(),
            announcements: false,
        }
    }
}

/// Bounds of connections.
#[derive(Clone, Debug)]
pub struct ConnectionRules {
    /// Connections in all; 0 means no bound.
    pub connections_max: usize,
    /// Connections from one network; 0 means no bound.
    pub connections_per_address_max: usize,
    /// How large a network is of which connections and attempts are counted together: bits of an IPv4 address, and of
    /// an IPv6 address. Not to be changed while a server runs.
    pub network_bits: (u8, u8),
    /// Connections of one network.
    pub connecting: Rate,
    /// Wrong passwords from one network.
    pub wrong_passwords: Rate,
    /// New accounts of one network.
    pub registering: Rate,
    /// Networks to which none of these bounds applies, nor the rate of lines; who comes from there is let in at every
    /// level of `DEFCON`.
    pub exempt: Vec<Network>,
    /// Bytes of a line that a client sends.
    pub line_bytes_max: usize,
    /// Bytes read from one connection before another has its turn.
    pub read_buffer_bytes: usize,
    /// Lines a second in the long run; 0 means no bound.
    pub lines_per_second: f64,
    /// Lines at once after a rest.
    pub burst_lines: f64,
    /// Time to choose a name.
    pub name_ms: u64,
    /// Silence after which a connection is asked for a sign of life; 0 means never.
    pub idle_ping_ms: u64,
    /// Time for that sign.
    pub ping_timeout_ms: u64,
    /// Bytes that may wait for a slow reader.
    pub queue_bytes_max: usize,
    /// Time after which who reads nothing is disconnected.
    pub stall_ms: u64,
    /// Questions of one connection under way at once.
    pub questions_max: u16,
}

impl ConnectionRules {
    /// Whether bounds on addresses do not apply to this one.
    #[must_use]
    pub fn is_exempt(&self, address: IpAddr) -> bool {
        self.exempt.iter().any(|network| network.contains(address))
    }

    /// The network as which an address is counted.
    #[must_use]
    pub fn network_of(&self, address: IpAddr) -> Network {
        let address = address.to_canonical();
        let (four, six) = self.network_bits;
        Network::of(address, if address.is_ipv4() { four } else { six })
    }
}

impl Default for ConnectionRules {
    fn default() -> Self {
        Self {
            connections_max: 50_000,
            connections_per_address_max: 0,
            network_bits: (32, 64),
            connecting: Rate { most: 0, window_ms: 60_000 },
            wrong_passwords: Rate { most: 0, window_ms: 60_000 },
            registering: Rate { most: 0, window_ms: 600_000 },
            exempt: Vec::new(),
            line_bytes_max: 16 * 1024,
            read_buffer_bytes: 16 * 1024,
            lines_per_second: 10.0,
            burst_lines: 50.0,
            name_ms: 60_000,
            idle_ping_ms: 120_000,
            ping_timeout_ms: 60_000,
            queue_bytes_max: 1024 * 1024,
            stall_ms: 60_000,
            questions_max: 64,
        }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            house: House::default(),
            names: NameRules::default(),
            connection: ConnectionRules::default(),
            server_name: "parlor.local".into(),
            network: "Parlor".into(),
            description: "A Parlor house".into(),
            motd: String::new(),
            lobby: RoomName::trusted("#lobby"),
            lobby_always: true,
            password_bytes_min: 8,
            irc: IrcRules::default(),
            scram_iterations: 4096,
            bearer: None,
            hash_cost: HashCost::default(),
            password_bytes_max: PASSWORD_BYTES_MAX,
            house_password: None,
            lookups: LookupRules::default(),
            cloak: None,
            secret: Secret::default(),
            history_items_max: 1000,
            search_results_max: 100,
            metadata_subscriptions_max: 100,
            altering_events_per_digest: 1000,
            sts: None,
            gateways: Gateways::default(),
            push_key: None,
            settings: Arc::default(),
        }
    }
}
