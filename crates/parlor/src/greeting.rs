//! What the person at the machine is told when the doors are open.

use crate::doors::Opened;
use crate::settings::DoorName;
use parlor_wires::Place;
use std::net::SocketAddr;

/// Where each door is, and how to enter; by HTTP, into the lobby.
#[must_use]
pub fn how_to_enter(opened: &[Opened], lobby: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let room = lobby.trim_start_matches('#');
    // Other names need quoting that would only be in the way here.
    let plain = !room.is_empty() && room.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let room = if plain { room } else { "ROOM" };
    let mut before = None;
    for Opened { door, at, tls, websocket } in opened {
        let kind = (*door, *tls, *websocket);
        // A door on several addresses is one door: how to enter is said once.
        if before.replace(kind) == Some(kind) {
            lines.push(format!("             {at}"));
            continue;
        }
        let name = match (door, tls) {
            (DoorName::Line, false) => "line door",
            (DoorName::Line, true) => "line TLS",
            (DoorName::Irc, false) => "IRC door",
            (DoorName::Irc, true) => "IRC TLS",
            (DoorName::Http, false) => "HTTP door",
            (DoorName::Http, true) => "HTTPS",
        };
        let how = match at {
            Place::Tcp(at) => how(kind, *at, room),
            Place::Unix(_) => String::new(),
        };
        lines.push(format!("  {name:<10} {:<22} {how}", at.to_string()).trim_end().to_owned());
    }
    lines
}

fn how(kind: (DoorName, bool, bool), at: SocketAddr, room: &str) -> String {
    let host = if at.ip().is_unspecified() { "THIS-MACHINE".to_owned() } else { at.ip().to_string() };
    let (port, url) = (at.port(), url_host(at));
    match kind {
        (DoorName::Line, false, _) => format!("nc {host} {port}"),
        (DoorName::Line, true, _) => format!("openssl s_client -quiet -connect {url}"),
        (DoorName::Irc, false, false) => format!("irssi -c {host} -p {port}   (any IRC client; no TLS)"),
        (DoorName::Irc, true, false) => format!("irssi -c {host} -p {port} --tls   (any IRC client)"),
        (DoorName::Irc, false, true) => format!("ws://{url}/   (IRC in a browser)"),
        (DoorName::Irc, true, true) => format!("wss://{url}/   (IRC in a browser)"),
        (DoorName::Http, false, _) => format!("curl -d hello -H 'Name: ci' http://{url}/r/{room}"),
        (DoorName::Http, true, _) => format!("curl -d hello -H 'Name: ci' https://{url}/r/{room}"),
    }
}

/// A listener's address as it stands in a URL.
fn url_host(at: SocketAddr) -> String {
    if at.ip().is_unspecified() { format!("THIS-MACHINE:{}", at.port()) } else { at.to_string() }
}
