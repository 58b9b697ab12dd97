//! What settings must agree on, each being allowed by itself.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use super::checked::Settings;
use super::error::Problem;
use super::parts::setting;

/// Every disagreement, with the values in question and where they came from.
pub(super) fn disagreements(settings: &Settings) -> Vec<Problem> {
    let Settings { rooms, limits, line, irc, http, .. } = settings;
    let mut problems = Vec::new();
    let mut unless = |holds: bool, words: String, keys: &[&str]| {
        if !holds {
            let values = keys.iter().filter_map(|key| in_force(settings, key)).collect();
            problems.push(Problem::Disagree { words, values });
        }
    };

    unless(
        line.enabled || irc.enabled || http.enabled,
        "Every door is off: nobody could enter.".into(),
        &["line.enabled", "irc.enabled", "http.enabled"],
    );
    let line = ("line", settings.line_addresses(), ["line.port", "line.listen"]);
    let irc = ("IRC", settings.irc_addresses(), ["irc.port", "irc.listen"]);
    let http = ("HTTP", settings.http_addresses(), ["http.port", "http.listen"]);
    for (one, other) in [(&line, &irc), (&line, &http), (&irc, &http)] {
        let words = format!("The {} door and the {} door cannot listen on the same port.", one.0, other.0);
        unless(!meet(&one.1, &other.1), words, &[one.2, other.2].concat());
    }
    for (key, bytes) in [
        ("limits.message_bytes", limits.message_bytes),
        ("limits.topic_bytes", limits.topic_bytes),
        ("limits.reason_bytes", limits.reason_bytes),
    ] {
        let words =
            format!("{key} must be less than limits.line_bytes: it comes in a line, with words around it.");
        unless(bytes < limits.line_bytes, words, &[key, "limits.line_bytes"]);
    }
    unless(
        limits.line_bytes <= limits.queue_bytes,
        "limits.queue_bytes must be at least limits.line_bytes: a queue holds at least one line.".into(),
        &["limits.queue_bytes", "limits.line_bytes"],
    );
    unless(
        rooms.lobby.chars().count() <= limits.room_name_chars,
        "rooms.lobby is longer than limits.room_name_chars.".into(),
        &["rooms.lobby", "limits.room_name_chars"],
    );
    problems
}

fn in_force(settings: &Settings, key: &str) -> Option<String> {
    let setting = setting(key)?;
    let (raw, source) = settings.values.in_force(setting);
    Some(format!("{key} = {} ({source})", setting.kind.toml(&raw)))
}

/// Where a door listens.
pub(super) fn addresses(enabled: bool, listen: &[SocketAddr], port: u16, open: bool) -> Vec<SocketAddr> {
    if !enabled {
        return Vec::new();
    }
    if !listen.is_empty() {
        return listen.to_vec();
    }
    let (four, six) = if open {
        (Ipv4Addr::UNSPECIFIED, Ipv6Addr::UNSPECIFIED)
    } else {
        (Ipv4Addr::LOCALHOST, Ipv6Addr::LOCALHOST)
    };
    // Two free ports would hardly be the same one.
    let families: &[IpAddr] =
        if port == 0 { &[IpAddr::V4(four)] } else { &[IpAddr::V4(four), IpAddr::V6(six)] };
    families.iter().map(|ip| SocketAddr::new(*ip, port)).collect()
}

fn meet(one: &[SocketAddr], other: &[SocketAddr]) -> bool {
    let same = |a: &SocketAddr, b: &SocketAddr| {
        let all = a.is_ipv4() == b.is_ipv4() && (a.ip().is_unspecified() || b.ip().is_unspecified());
        a.port() != 0 && a.port() == b.port() && (a.ip() == b.ip() || all)
    };
    one.iter().any(|a| other.iter().any(|b| same(a, b)))
}
