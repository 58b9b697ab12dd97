//! Files, networks, pages and listeners.

use std::net::SocketAddr;
use std::path::PathBuf;

use parlor_wires::Place;

use crate::settings::kind::{Kind, Raw, Wrong, one};

/// The path of a file, or none. Whether it exists is asked when it is opened, not here.
pub(in crate::settings) struct FileOrNone {
    pub(in crate::settings) example: &'static str,
}

impl Kind for FileOrNone {
    type Value = Option<PathBuf>;

    fn read(&self, raw: &Raw) -> Result<Self::Value, Wrong> {
        let text = one(raw)?;
        if text.chars().any(char::is_control) {
            return Err("has a control character".into());
        }
        Ok((!text.is_empty()).then(|| PathBuf::from(text)))
    }

    fn write(&self, value: &Self::Value) -> Raw {
        Raw::One(value.as_ref().map(|path| path.display().to_string()).unwrap_or_default())
    }

    fn allowed(&self) -> String {
        "the path of a file; empty for none".into()
    }

    fn example(&self) -> &'static str {
        self.example
    }
}

/// The origin of a page: what stands before its path.
pub(in crate::settings) struct Origin;

impl Kind for Origin {
    type Value = String;

    fn read(&self, raw: &Raw) -> Result<String, Wrong> {
        let text = one(raw)?;
        if !text.contains("://") || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err("is no origin of a page".into());
        }
        Ok(text.to_ascii_lowercase())
    }

    fn write(&self, value: &String) -> Raw {
        Raw::One(value.clone())
    }

    fn allowed(&self) -> String {
        "the origin of a page, like https://chat.example.org; '*' stands for any characters".into()
    }

    fn example(&self) -> &'static str {
        "https://chat.example.org"
    }
}

/// Which door a listener leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DoorName {
    /// Plain text.
    Line,
    /// IRC.
    Irc,
    /// HTTP.
    Http,
}

impl DoorName {
    /// As it is written.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Irc => "irc",
            Self::Http => "http",
        }
    }
}

/// A listener with settings of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listen {
    /// Where it leads.
    pub door: DoorName,
    /// Where it stands.
    pub at: Place,
    /// TLS is spoken there.
    pub tls: bool,
    /// With this certificate and key in place of those of `[tls]`.
    pub own: Option<(PathBuf, PathBuf)>,
    /// WebSocket is spoken there.
    pub websocket: bool,
    /// By pages of these origins; empty: any.
    pub origins: Vec<String>,
    /// Every connection begins with a PROXY header, which is believed.
    pub proxy: bool,
}

/// A listener as words `key=value`, as a section `[[listen]]` of a file says them.
pub(in crate::settings) struct Listener;

/// What the kernel takes as the path of a socket.
const SOCKET_PATH_BYTES_MAX: usize = 107;

impl Kind for Listener {
    type Value = Listen;

    fn read(&self, raw: &Raw) -> Result<Listen, Wrong> {
        let (mut door, mut at, mut certificate, mut key) = (None, None, None, None);
        let (mut tls, mut websocket, mut proxy, mut origins) = (false, false, false, Vec::new());
        for word in one(raw)?.split_whitespace() {
            let (name, value) = word.split_once('=').unwrap_or((word, "true"));
            match name {
                "door" => door = Some(door_named(value)?),
                "at" => at = Some(place(value)?),
                "tls" => tls = switch(name, value)?,
                "websocket" => websocket = switch(name, value)?,
                "proxy" => proxy = switch(name, value)?,
                "origins" => origins.push(Origin.read(&Raw::One(value.into()))?),
                "certificate" => certificate = Some(PathBuf::from(value)),
                "key" => key = Some(PathBuf::from(value)),
                _ => return Err(format!("says {name:?}, which a listener does not have").into()),
            }
        }
        let (Some(door), Some(at)) = (door, at) else {
            return Err("does not say its door and where it is".into());
        };
        let own = match (certificate, key) {
            (None, None) => None,
            (Some(certificate), key) if tls => Some((certificate.clone(), key.unwrap_or(certificate))),
            (Some(_), _) => return Err("has a certificate but no TLS".into()),
            (None, Some(_)) => return Err("has a key but no certificate".into()),
        };
        if websocket && door != DoorName::Irc {
            return Err("speaks WebSocket at a door that is not IRC".into());
        }
        if !origins.is_empty() && !websocket {
            return Err("has origins but no WebSocket".into());
        }
        Ok(Listen { door, at, tls, own, websocket, origins, proxy })
    }

    fn write(&self, value: &Listen) -> Raw {
        let Listen { door, at, tls, own, websocket, origins, proxy } = value;
        let mut words = vec![format!("door={}", door.word()), format!("at={at}")];
        for (on, word) in [(tls, "tls"), (websocket, "websocket"), (proxy, "proxy")] {
            words.extend(on.then(|| word.to_owned()));
        }
        words.extend(origins.iter().map(|origin| format!("origins={origin}")));
        if let Some((certificate, key)) = own {
            words.push(format!("certificate={}", certificate.display()));
            words.push(format!("key={}", key.display()));
        }
        Raw::One(words.join(" "))
    }

    fn allowed(&self) -> String {
        "a listener: `door` (line, irc or http) and `at` (an address with a port, or a path), then, where wanted, `tls`, \
         `certificate` and `key`, `websocket` and `origins`, `proxy`; none of them with a space or comma in it"
            .into()
    }

    fn example(&self) -> &'static str {
        "door=irc at=192.0.2.7:6700 websocket"
    }
}

fn door_named(word: &str) -> Result<DoorName, Wrong> {
    let doors = [DoorName::Line, DoorName::Irc, DoorName::Http];
    doors.into_iter().find(|door| door.word() == word).ok_or_else(|| format!("has no door {word:?}").into())
}

fn switch(name: &str, value: &str) -> Result<bool, Wrong> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(format!("says {value:?} of {name}, which is true or false").into()),
    }
}

/// An address, or a path: that has a slash in it.
fn place(text: &str) -> Result<Place, Wrong> {
    if let Ok(address) = text.parse::<SocketAddr>() {
        return Ok(Place::Tcp(address));
    }
    if !text.contains('/') || text.chars().any(char::is_control) {
        return Err(format!("is at {text:?}, which is neither an address with a port nor a path").into());
    }
    if text.len() > SOCKET_PATH_BYTES_MAX {
        return Err("is at a path that is too long".into());
    }
    Ok(Place::Unix(text.into()))
}
