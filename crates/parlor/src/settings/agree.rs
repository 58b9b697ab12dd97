//! What settings must agree on, each being allowed by itself.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use parlor_wires::Place;

use super::checked::Settings;
use super::error::Problem;
use super::parts::setting;

/// Every disagreement, with the values in question and where they came from.
pub(super) fn disagreements(settings: &Settings) -> Vec<Problem> {
    let Settings { rooms, limits, line, irc, http, tls, .. } = settings;
    let mut problems = Vec::new();
    let mut unless = |holds: bool, words: String, keys: &[&str]| {
        if !holds {
            let values = keys.iter().filter_map(|key| in_force(settings, key)).collect();
            problems.push(Problem::Disagree { words, values });
        }
    };

    unless(
        line.enabled || irc.enabled || http.enabled || !settings.listen.listen.is_empty(),
        "Every door is off: nobody could enter.".into(),
        &["line.enabled", "irc.enabled", "http.enabled"],
    );
    let mut all: Vec<(&str, Vec<SocketAddr>, &[&str])> = vec![
        ("line door", settings.line_addresses(), &["line.port", "line.listen"]),
        ("IRC door", settings.irc_addresses(), &["irc.port", "irc.listen"]),
        ("HTTP door", settings.http_addresses(), &["http.port", "http.listen"]),
        ("line door's TLS", settings.line_tls_addresses(), &["line.tls_port", "line.tls_listen"]),
        ("IRC door's TLS", settings.irc_tls_addresses(), &["irc.tls_port", "irc.tls_listen"]),
        ("HTTP door's TLS", settings.https_addresses(), &["http.tls_port", "http.tls_listen"]),
    ];
    all.extend(settings.listen.listen.iter().filter_map(|listen| match listen.at {
        Place::Tcp(at) => Some(("listener of its own", vec![at], &["listen"][..])),
        Place::Unix(_) => None,
    }));
    for (n, one) in all.iter().enumerate() {
        for other in &all[n + 1..] {
            let words = format!("The {} and the {} cannot listen on the same port.", one.0, other.0);
            unless(!meet(&one.1, &other.1), words, &[one.2, other.2].concat());
        }
    }
    unless(
        tls.key.is_none() || tls.certificate.is_some(),
        "There is a key, but no certificate that it belongs to.".into(),
        &["tls.key", "tls.certificate"],
    );
    let sources = [tls.certificate.is_some(), tls.self_made, !tls.domains.is_empty()];
    unless(
        sources.into_iter().filter(|there| *there).count() < 2,
        "There is one certificate for all doors: that of a file, a self-made one, or that of an authority."
            .into(),
        &["tls.certificate", "tls.self_made", "tls.domains"],
    );
    let needs = [
        ("listen", settings.listen.listen.iter().any(|listen| listen.tls && listen.own.is_none())),
        ("irc.sts", irc.sts),
        ("http.redirect", http.redirect),
    ];
    for (key, needs) in needs {
        let words = format!("{key} needs a certificate.");
        unless(
            !needs || settings.has_certificate(),
            words,
            &[key, "tls.certificate", "tls.self_made", "tls.domains"],
        );
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
    let people = &settings.people;
    unless(
        people.accounts_password_min <= people.accounts_password_max,
        "accounts.password_max is less than accounts.password_min: no password would fit.".into(),
        &["accounts.password_min", "accounts.password_max"],
    );
    let classes: Vec<&str> = settings.people.operator_classes.iter().map(|c| c.name.as_str()).collect();
    for class in settings.people.operators.iter().filter_map(|operator| operator.split_once(':')) {
        let words = format!("{} is of a class that operator_classes does not have.", class.0);
        unless(classes.contains(&class.1), words, &["operators", "operator_classes"]);
    }
    unless(
        !settings.people.accounts_email_required || !settings.mail.relay.is_empty(),
        "accounts.email_required needs mail.relay: nobody would ever get a code.".into(),
        &["accounts.email_required", "mail.relay"],
    );
    unless(
        settings.mail.relay.is_empty() || !settings.mail.from.is_empty(),
        "mail.relay needs mail.from: a letter is from somebody.".into(),
        &["mail.relay", "mail.from"],
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
