//! Texts and what they mean.

use std::time::Duration;

use super::{World, refusal};
use crate::settings::parts::setting;
use crate::settings::{LogFormat, LogLevel, Settings, Sync};

/// `(key, text, plain TOML)`, or the reason in place of the TOML when it is refused.
const CASES: &[(&str, &str, Result<&str, &str>)] = &[
    ("open", "YES", Ok("true")),
    ("open", "0", Ok("false")),
    ("open", "", Err("is neither true nor false")),
    ("line.port", " 7000 ", Ok("7000")),
    ("line.port", "0", Ok("0")),
    ("line.port", "65536", Err("is too large")),
    ("line.port", "+5", Err("is not a whole number")),
    ("line.port", "5_000", Err("is not a whole number")),
    ("limits.connections", "99999999999999999999999", Err("is too large")),
    ("limits.connections", "0", Err("is too small")),
    ("limits.connections", "1.5", Err("is not a whole number")),
    ("limits.queue_bytes", "65536", Ok("\"64KiB\"")),
    ("limits.queue_bytes", "64kib", Ok("\"64KiB\"")),
    ("limits.queue_bytes", "64 KiB", Ok("\"64KiB\"")),
    ("limits.queue_bytes", "1025KiB", Ok("\"1025KiB\"")),
    ("limits.queue_bytes", "100000 B", Ok("100000")),
    ("limits.queue_bytes", "1KiB", Err("is too small")),
    ("limits.queue_bytes", "99999999999999999GiB", Err("is too large")),
    ("limits.queue_bytes", "1KB", Err("has a unit that is not known")),
    ("limits.queue_bytes", "much", Err("is not a size")),
    ("line.silence", "0s", Err("is too short")),
    ("guests.grace", "0h", Ok("\"0s\"")),
    ("guests.grace", "60s", Ok("\"1m\"")),
    ("guests.grace", "90s", Ok("\"90s\"")),
    ("guests.grace", "1500ms", Ok("\"1500ms\"")),
    ("guests.grace", "2h", Err("is too long")),
    ("guests.grace", "99999999999999999h", Err("is too long")),
    ("guests.grace", "20", Err("has no unit")),
    ("guests.grace", "20 sec", Err("has a unit that is not known")),
    ("guests.grace", "soon", Err("is not a length of time")),
    ("store.sync", "normal", Ok("\"normal\"")),
    ("store.sync", "off", Err("is none of the words known here")),
    ("server.name", "chat.example.org", Ok("\"chat.example.org\"")),
    ("server.name", "localhost", Err("has no dot")),
    ("server.name", "a b.org", Err("has the unfit character ' '")),
    ("server.name", "a..org", Err("has a part that is empty or begins or ends with '-'")),
    ("server.network", "My Net", Err("has the unfit character ' '")),
    ("server.description", "a\nb", Err("has more than one line")),
    ("server.motd", "a\r\nb\n\n", Ok("\"a\\nb\"")),
    ("server.motd", "a\r\r\nb", Err("has the control character U+000D")),
    ("server.motd", "bell \u{7}", Err("has the control character U+0007")),
    ("rooms.lobby", "lobby", Err("does not begin with '#'")),
    ("rooms.lobby", "#", Err("has nothing after its '#'")),
    ("rooms.lobby", "#a,b", Err("has the unfit character ','")),
    ("data", "", Err("is empty")),
    ("line.listen", "[::]:5000, 192.0.2.7:5000,", Ok("[\"[::]:5000\", \"192.0.2.7:5000\"]")),
    ("line.listen", "192.0.2.7", Err("has an entry \"192.0.2.7\" that is no address with a port")),
    ("operators", "ann,bo,ann", Ok("[\"ann\", \"bo\"]")),
    ("operators", "#room", Err("has an entry \"#room\" that has the unfit character '#'")),
    ("operators", "bo:", Err("has an entry \"bo:\" that has an empty class")),
    ("operator_classes", "helper=ban+kill, none=", Ok("[\"helper=kill+ban\", \"none=\"]")),
    ("operator_classes", "helper", Err("has an entry \"helper\" that has no '='")),
    (
        "operator_classes",
        "h=fly",
        Err("has an entry \"h=fly\" that has \"fly\", which is nothing that operators may"),
    ),
    ("user_modes", "+wi", Ok("\"iw\"")),
    ("user_modes", "o", Err("has 'o', which is no such mode")),
];

#[test]
fn texts_and_their_plain_form() {
    for (key, text, expected) in CASES {
        let setting = setting(key).unwrap();
        let variable = setting.variable();
        let result = World { env: &[(&variable, text)], ..World::default() }.load();
        match expected {
            Ok(toml) => {
                let effective = result.unwrap_or_else(|error| panic!("{key} {text:?}: {error}")).effective();
                let line = effective.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap();
                let value = line.split("  # ").next().unwrap().trim_end();
                assert_eq!(value, format!("{key} = {toml}"), "{text:?}");
            }
            Err(why) => {
                let words = refusal(result);
                assert!(words.contains(&format!(", which {why}. Allowed: ")), "{key} {text:?}: {words}");
            }
        }
    }
}

#[test]
fn zero_is_none_where_it_means_no_limit() {
    let args = ["--limits-messages-per-second=0", "--limits-connections-per-address=0", "--shards=3"];
    let settings = World { args: &args, ..World::default() }.load().unwrap();
    assert_eq!(settings.limits.messages_per_second, None);
    assert_eq!(settings.limits.rate(), None);
    assert_eq!(settings.limits.connections_per_address, None);
    assert_eq!(settings.house.shards, Some(3));
}

#[test]
fn the_defaults_are_these() {
    let Settings { house, rooms, line, irc, http, people, store, log, limits, .. } =
        World::default().load().unwrap();
    assert_eq!(
        (house.name.as_str(), house.network.as_str(), house.motd.as_str()),
        ("parlor.local", "Parlor", "")
    );
    assert_eq!((house.data.to_str(), house.open, house.shards), (Some("parlor-data"), false, None));
    assert_eq!((house.stop_timeout, line.silence), (Duration::from_secs(5), Duration::from_millis(150)));
    assert_eq!((line.port, line.history, irc.port, rooms.lobby.as_str()), (5000, 20, 6667, "#lobby"));
    assert_eq!((http.port, http.enabled, http.listen.len(), http.proxies.len()), (8080, true, 0, 0));
    assert!(line.listen.is_empty() && irc.listen.is_empty() && people.operators.is_empty());
    assert!(line.enabled && irc.enabled && rooms.guests_may_create && log.console);
    assert!(people.guests_allowed && !people.accounts_nick_equals_account && people.accounts_registration);
    assert_eq!((people.guests_grace, people.accounts_password_min), (Duration::from_secs(20), 8));
    assert_eq!((store.sync, store.snapshot_every), (Sync::Full, 1000));
    assert_eq!((log.level, log.format), (LogLevel::Info, LogFormat::Text));
    assert_eq!((limits.connections, limits.room_members, limits.rooms_per_person), (50_000, None, 100));
    assert_eq!((limits.line_bytes, limits.message_bytes, limits.queue_bytes), (16_384, 8_192, 1 << 20));
    assert_eq!((limits.rate(), limits.name_time), (Some((10, 50)), Duration::from_secs(60)));
}
