//! The doors: which there are, and where they listen.

use crate::certificates::{self, OurCertificates};
use crate::settings::{DoorName, Opening, Settings};
use parlor_http::HttpListener;
use parlor_irc::IrcDoor;
use parlor_line::{LineDoor, LineSettings};
use parlor_server::{Door, Listener};
use parlor_wires::tls::{CertificateError, Speaks};
use parlor_wires::{Approach, Bound, Entrance, Origins, Place, Proxy, bind_unix};
use socket2::{Domain, Protocol, Socket, Type};
use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

/// Why a door could not be opened.
#[derive(Debug)]
pub enum NotOpened {
    /// A place that cannot be had.
    Place {
        /// The door.
        door: &'static str,
        /// The place.
        at: Place,
        /// What the machine says.
        cause: io::Error,
    },
    /// A certificate that cannot be used.
    Certificate(CertificateError),
    /// TLS is not to be had.
    Tls(String),
}

impl fmt::Display for NotOpened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (door, at, cause) = match self {
            Self::Place { door, at, cause } => (door, at, cause),
            Self::Certificate(error) => return error.fmt(f),
            Self::Tls(why) => return write!(f, "TLS cannot be spoken: {why}."),
        };
        write!(f, "The {door} door cannot listen on {at}: {cause}.")?;
        match cause.kind() {
            io::ErrorKind::AddrInUse => write!(
                f,
                "\nSomething else listens there, perhaps another Parlor. `--port 0 --irc-port 0 --http-port 0` takes \
                 free ports."
            ),
            io::ErrorKind::PermissionDenied if matches!(at, Place::Tcp(_)) => {
                write!(f, "\nPorts below 1024 need rights that this user has not.")
            }
            _ => Ok(()),
        }
    }
}

impl std::error::Error for NotOpened {}

impl From<CertificateError> for NotOpened {
    fn from(error: CertificateError) -> Self {
        Self::Certificate(error)
    }
}

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
    /// Those whose connections are wrapped in something.
    pub entrances: Vec<Entrance>,
    /// The line door: its settings may change later.
    pub line: Arc<LineDoor>,
    /// Where the HTTP door is to serve.
    pub http: Vec<HttpListener>,
    /// The certificates that are used.
    pub certificates: OurCertificates,
    /// What is open and where, in the order of the settings.
    pub opened: Vec<Opened>,
}

/// A listener that is open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opened {
    /// Where it leads.
    pub door: DoorName,
    /// Where it stands.
    pub at: Place,
    /// TLS is spoken.
    pub tls: bool,
    /// WebSocket is spoken.
    pub websocket: bool,
}

impl Doors {
    /// The port to which IRC clients are to come back encrypted.
    #[must_use]
    pub fn irc_tls_port(&self) -> Option<u16> {
        let irc = |o: &&Opened| o.door == DoorName::Irc && o.tls && !o.websocket;
        self.opened.iter().filter(irc).find_map(port)
    }
}

fn port(opened: &Opened) -> Option<u16> {
    match opened.at {
        Place::Tcp(at) => Some(at.port()),
        Place::Unix(_) => None,
    }
}

/// Binds every door of the settings. The data folder is there already.
///
/// # Errors
/// The first place that cannot be had, or a certificate that cannot be used.
pub fn open(settings: &Settings) -> Result<Doors, NotOpened> {
    let line = Arc::new(LineDoor::new(line_settings(settings)));
    let irc: Arc<dyn Door> = Arc::new(IrcDoor::new());
    let certificates = certificates::open(settings)?;
    let mut doors = Doors {
        listeners: Vec::new(),
        entrances: Vec::new(),
        line: Arc::clone(&line),
        http: Vec::new(),
        certificates,
        opened: Vec::new(),
    };
    for opening in settings.openings() {
        let Some((bound, at)) = bind_one(&opening)? else { continue };
        doors.opened.push(Opened {
            door: opening.door,
            at,
            tls: opening.tls.is_some(),
            websocket: opening.websocket.is_some(),
        });
        let speaks = match (opening.door, &opening.websocket) {
            (DoorName::Line, _) => Speaks::Lines,
            (DoorName::Irc, None) => Speaks::Irc,
            (DoorName::Irc, Some(_)) | (DoorName::Http, _) => Speaks::Http,
        };
        let tls = match &opening.tls {
            Some(pair) => Some(doors.certificates.tls(pair, speaks)?),
            None => None,
        };
        let door: Arc<dyn Door> = match opening.door {
            DoorName::Line => Arc::<LineDoor>::clone(&line),
            DoorName::Irc => Arc::clone(&irc),
            DoorName::Http => {
                let approach = Approach { proxy: opening.proxy, tls };
                doors.http.push(HttpListener { bound, approach, to_https: None });
                continue;
            }
        };
        match bound {
            // Nothing to take off: the shards read such a connection themselves.
            Bound::Tcp(socket)
                if tls.is_none() && opening.websocket.is_none() && opening.proxy == Proxy::Nobodys =>
            {
                doors.listeners.push(Listener { door, socket });
            }
            bound => doors.entrances.push(Entrance {
                bound,
                approach: Approach { proxy: opening.proxy, tls },
                websocket: opening.websocket.map(Origins),
                door,
            }),
        }
    }
    if settings.http.redirect {
        redirect(&mut doors);
    }
    Ok(doors)
}

/// Has plain HTTP send whoever comes to HTTPS.
fn redirect(doors: &mut Doors) {
    let https = doors.opened.iter().filter(|o| o.door == DoorName::Http && o.tls).find_map(port);
    for listener in &mut doors.http {
        if listener.approach.tls.is_none() {
            listener.to_https = https;
        }
    }
}

/// Binds one listener. `None`: nobody named that address, and this machine does not have it.
fn bind_one(opening: &Opening) -> Result<Option<(Bound, Place)>, NotOpened> {
    let failed = |cause| {
        let door = match opening.door {
            DoorName::Irc => "IRC",
            other => other.word(),
        };
        NotOpened::Place { door, at: opening.at.clone(), cause }
    };
    let bound = match &opening.at {
        Place::Tcp(at) => match bind(*at) {
            Ok(socket) => Bound::Tcp(socket),
            // A machine without IPv6 is none to complain about, unless IPv6 was asked for by name.
            Err(cause) if opening.implied && at.is_ipv6() && cause.kind() != io::ErrorKind::AddrInUse => {
                return Ok(None);
            }
            Err(cause) => return Err(failed(cause)),
        },
        Place::Unix(path) => Bound::Unix(bind_unix(path).map_err(failed)?, path.clone()),
    };
    let at = bound.place().map_err(failed)?;
    Ok(Some((bound, at)))
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
