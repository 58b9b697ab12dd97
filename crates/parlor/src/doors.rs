//! The doors: which there are, where they listen, and what to tell people about them.

use crate::settings::Settings;
use parlor_irc::IrcDoor;
use parlor_line::{LineDoor, LineSettings};
use parlor_server::{Door, Listener};
use socket2::{Domain, Protocol, Socket, Type};
use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

/// Why a door could not be opened.
#[derive(Debug)]
pub struct NotOpened {
    door: &'static str,
    at: SocketAddr,
    cause: io::Error,
}

impl fmt::Display for NotOpened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { door, at, cause } = self;
        write!(f, "The {door} door cannot listen on {at}: {cause}.")?;
        match cause.kind() {
            io::ErrorKind::AddrInUse => write!(
                f,
                "\nSomething else listens there, perhaps another Parlor. `--port 0 --irc-port 0 --http-port 0` takes \
                 free ports."
            ),
            io::ErrorKind::PermissionDenied => {
                write!(f, "\nPorts below 1024 need rights that this user has not.")
            }
            _ => Ok(()),
        }
    }
}

impl std::error::Error for NotOpened {}

/// The settings of the line door, from those of the server.
#[must_use]
pub fn line_settings(settings: &Settings) -> LineSettings {
    LineSettings {
        silence_ms: u32::try_from(settings.line.silence.as_millis()).unwrap_or(u32::MAX),
        history_lines: u32::try_from(settings.line.history).unwrap_or(u32::MAX),
    }
}

/// The doors, bound.
pub struct Doors {
    /// Those that the server itself listens at.
    pub listeners: Vec<Listener>,
    /// The line door: its settings may change later.
    pub line: Arc<LineDoor>,
    /// Where the HTTP door is to serve.
    pub http: Vec<TcpListener>,
}

/// Binds every door of the settings.
///
/// # Errors
/// The first address that cannot be had.
pub fn open(settings: &Settings) -> Result<Doors, NotOpened> {
    let line = Arc::new(LineDoor::new(line_settings(settings)));
    let irc: Arc<dyn Door> = Arc::new(IrcDoor::new());
    let as_door: Arc<dyn Door> = Arc::<LineDoor>::clone(&line);
    let wanted = [
        (as_door, settings.line_addresses(), settings.line.listen.is_empty()),
        (irc, settings.irc_addresses(), settings.irc.listen.is_empty()),
    ];
    let mut listeners = Vec::new();
    for (door, addresses, implied) in wanted {
        let sockets = bind_all(door.name(), addresses, implied)?;
        listeners.extend(sockets.into_iter().map(|socket| Listener { door: Arc::clone(&door), socket }));
    }
    let http = bind_all("http", settings.http_addresses(), settings.http.listen.is_empty())?;
    Ok(Doors { listeners, line, http })
}

/// Binds one door. `implied`: nobody named these addresses.
fn bind_all(
    door: &'static str,
    addresses: Vec<SocketAddr>,
    implied: bool,
) -> Result<Vec<TcpListener>, NotOpened> {
    let mut sockets = Vec::new();
    for at in addresses {
        match bind(at) {
            Ok(socket) => sockets.push(socket),
            // A machine without IPv6 is none to complain about, unless IPv6 was asked for by name.
            Err(cause) if implied && at.is_ipv6() && cause.kind() != io::ErrorKind::AddrInUse => {}
            Err(cause) => return Err(NotOpened { door, at, cause }),
        }
    }
    Ok(sockets)
}

/// Connections that the kernel holds until they are accepted: a class of a thousand may come at once.
const BACKLOG: i32 = 4096;

fn bind(at: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(at), Type::STREAM, Some(Protocol::TCP))?;
    if at.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    // A server that is started again at once finds its own old connections still closing.
    socket.set_reuse_address(true)?;
    socket.bind(&at.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// What the person at the machine is told: where each door is, and how to enter; by HTTP, into the lobby.
#[must_use]
pub fn how_to_enter(addresses: &[(&'static str, SocketAddr)], lobby: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let room = lobby.trim_start_matches('#');
    // Other names need quoting that would only be in the way here.
    let plain = !room.is_empty() && room.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let room = if plain { room } else { "ROOM" };
    let mut before = None;
    for (door, at) in addresses {
        // A door on several addresses is one door: how to enter is said once.
        if before.replace(*door) == Some(*door) {
            lines.push(format!("             {at}"));
            continue;
        }
        let host = if at.ip().is_unspecified() { "THIS-MACHINE".to_owned() } else { at.ip().to_string() };
        let port = at.port();
        lines.push(match *door {
            "line" => format!("  line door  {at:<22} nc {host} {port}"),
            "irc" => format!("  IRC door   {at:<22} irssi -c {host} -p {port}   (any IRC client; no TLS)"),
            "http" => {
                format!("  HTTP door  {at:<22} curl -d hello -H 'Name: ci' http://{}/r/{room}", url_host(*at))
            }
            other => format!("  {other} door  {at}"),
        });
    }
    lines
}

/// A listener's address as it stands in a URL.
fn url_host(at: SocketAddr) -> String {
    if at.ip().is_unspecified() { format!("THIS-MACHINE:{}", at.port()) } else { at.to_string() }
}
