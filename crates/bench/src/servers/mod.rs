//! Servers that are measured: how each is started on a free loopback port, and ended.

mod configs;
mod running;

use std::path::{Path, PathBuf};

use crate::dialect::Dialect;

pub use running::{Plan, Running};

/// A server, and the protocol it is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Server {
    /// The least a chat server can do; part of this program
    Floor,
    /// Parlor, through its IRC door
    Parlor,
    /// Parlor, through its line door
    ParlorLine,
    /// Parlor, through the WebSocket of its HTTP door
    ParlorStream,
    /// InspIRCd
    Inspircd,
    /// ngIRCd
    Ngircd,
    /// Redis, publish and subscribe
    Redis,
    /// NATS
    Nats,
}

impl Server {
    /// All, in the order of the table.
    pub const ALL: [Server; 8] = [
        Server::Floor,
        Server::Parlor,
        Server::ParlorLine,
        Server::ParlorStream,
        Server::Inspircd,
        Server::Ngircd,
        Server::Redis,
        Server::Nats,
    ];

    /// Its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Server::Floor => "floor",
            Server::Parlor => "parlor",
            Server::ParlorLine => "parlor-line",
            Server::ParlorStream => "parlor-stream",
            Server::Inspircd => "inspircd",
            Server::Ngircd => "ngircd",
            Server::Redis => "redis",
            Server::Nats => "nats",
        }
    }

    /// What is spoken with it.
    pub fn dialect(self) -> Dialect {
        match self {
            Server::Floor | Server::Parlor | Server::Inspircd | Server::Ngircd => Dialect::Irc,
            Server::ParlorLine => Dialect::Line,
            Server::ParlorStream => Dialect::Stream,
            Server::Redis => Dialect::Redis,
            Server::Nats => Dialect::Nats,
        }
    }

    /// Whether members of a room can be kept from being told of each other, or are not told anyway.
    pub fn hides_members(self) -> bool {
        match self {
            Server::Floor | Server::Parlor | Server::Redis | Server::Nats => true,
            Server::ParlorLine | Server::ParlorStream | Server::Inspircd | Server::Ngircd => false,
        }
    }

    /// How many may knock at once: what its listening socket queues up, or as many as any.
    fn abreast_max(self) -> usize {
        match self {
            // Its backlog of 10 is no setting.
            Server::Ngircd => 8,
            _ => 1_000,
        }
    }

    /// The program that is started; Parlor is looked for at `parlor`.
    pub fn program(self, parlor: &Path) -> Option<PathBuf> {
        let name = match self {
            Server::Floor => return std::env::current_exe().ok(),
            Server::Parlor | Server::ParlorLine | Server::ParlorStream => {
                return parlor.is_file().then(|| parlor.to_owned());
            }
            Server::Inspircd => "inspircd",
            Server::Ngircd => "ngircd",
            Server::Redis => "redis-server",
            Server::Nats => "nats-server",
        };
        let path = std::env::var_os("PATH").unwrap_or_default();
        // Debian keeps servers in `sbin`, which is not on everybody's path.
        let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
        folders.map(|folder| folder.join(name)).find(|program| program.is_file())
    }
}
