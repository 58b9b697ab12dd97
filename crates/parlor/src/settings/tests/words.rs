//! The words of each error.

use super::{World, of_file, refusal};
use crate::settings::nearest::nearest;

#[track_caller]
fn check(file: &str, expected: &str) {
    assert_eq!(refusal(of_file(file)), expected);
}

#[test]
fn a_wrong_value_names_source_value_what_is_allowed_and_an_example() {
    check(
        "[limits]\nconnections = \"many\"",
        "p.toml, line 2: limits.connections is \"many\", which is not a whole number. Allowed: a whole number of \
         connections from 1 to 1000000. Example: limits.connections = 50000",
    );
    let variable = World { env: &[("PARLOR_LINE_SILENCE", "150")], ..World::default() };
    assert_eq!(
        refusal(variable.load()),
        "environment variable PARLOR_LINE_SILENCE: line.silence is \"150\", which has no unit. Allowed: a time from \
         10ms to 10s, with its unit: ms, s, m or h. Example: PARLOR_LINE_SILENCE=150ms"
    );
    let flag = World { args: &["--max-clients", "-4"], ..World::default() };
    assert_eq!(
        refusal(flag.load()),
        "flag --limits-connections (or --max-clients): limits.connections is \"-4\", which is not a whole number. \
         Allowed: a whole number of connections from 1 to 1000000. Example: --limits-connections 50000"
    );
}

#[test]
fn a_zero_with_a_meaning_is_named() {
    check(
        "limits.room_members = 'none'",
        "p.toml, line 1: limits.room_members is \"none\", which is not a whole number. Allowed: a whole number of \
         members from 1 to 10000000, or 0: no limit. Example: limits.room_members = 0",
    );
}

#[test]
fn an_unknown_key_is_refused_with_the_nearest() {
    check(
        "[line]\nprot = 1",
        "p.toml, line 2: there is no setting \"line.prot\". Did you mean \"line.port\"?",
    );
    check(
        "[xyzzy.plugh]\nfoo = 1",
        "p.toml, line 2: there is no setting \"xyzzy.plugh.foo\". `parlor config print` shows those there are.",
    );
}

#[test]
fn the_nearest_is_the_one_that_was_meant() {
    let cases = [
        ("limit.connections", Some("limits.connections")),
        ("limits.conections", Some("limits.connections")),
        ("max_clients", Some("limits.connections")),
        ("connections", Some("limits.connections")),
        ("line-port", Some("line.port")),
        ("Line.Port", Some("line.port")),
        ("port", Some("line.port")),
        ("motd", Some("server.motd")),
        ("irc.motd", Some("server.motd")),
        ("guest.grace", Some("guests.grace")),
        ("idle_ping", Some("limits.idle_ping")),
        ("opne", Some("open")),
        ("xyzzy", None),
        ("", None),
    ];
    for (key, expected) in cases {
        assert_eq!(nearest(key), expected, "{key}");
    }
}

#[test]
fn what_is_no_toml_is_refused_with_its_line() {
    check("open = true\nport 5000\n", "p.toml, line 2: this is not TOML: key with no value, expected `=`");
    check("open = true\nopen = false\n", "p.toml, line 2: this is not TOML: duplicate key");
}

#[test]
fn sections_and_settings_are_told_apart() {
    check(
        "line = 5",
        "p.toml, line 1: line is a section, not a setting. Write [line] and its settings below it",
    );
    check(
        "[line.port]\nx = 1",
        "p.toml, line 1: line.port is a setting, not a section. Allowed: a port from 1 to 65535, or 0 for any free \
         one. Example: line.port = 5000",
    );
    check("operators = [['ann']]", "p.toml, line 1: operators has an entry that is itself a list or section");
    check("[line]\nport = [1, 2]", {
        "p.toml, line 2: line.port is [\"1\", \"2\"], which is a list, but one value is wanted. Allowed: a port from 1 \
         to 65535, or 0 for any free one. Example: line.port = 5000"
    });
    assert!(of_file("[line]\n[irc]").is_ok());
}

#[test]
fn everything_wrong_is_said_at_once_from_the_top_of_the_file() {
    let world = World {
        args: &["--config", "p.toml", "--shards", "x"],
        env: &[("PARLOR_OPEN", "maybe")],
        files: &[("p.toml", "opne = true\n[store]\nsync = 'of'\n[line]\nprot = 1")],
    };
    let words = refusal(world.load());
    let starts: Vec<&str> = words.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(
        starts,
        [
            "p.toml, line 1",
            "p.toml, line 3",
            "p.toml, line 5",
            "environment variable PARLOR_OPEN",
            "flag --shards"
        ]
    );
}

#[test]
fn values_that_do_not_agree_are_named_with_their_sources() {
    check(
        "limits.message_bytes = '16KiB'",
        "limits.message_bytes must be less than limits.line_bytes: it comes in a line, with words around it. In force: \
         limits.message_bytes = \"16KiB\" (p.toml, line 1); limits.line_bytes = \"16KiB\" (default).",
    );
    check(
        "limits.line_bytes = '64KiB'\nlimits.queue_bytes = '32KiB'",
        "limits.queue_bytes must be at least limits.line_bytes: a queue holds at least one line. In force: \
         limits.queue_bytes = \"32KiB\" (p.toml, line 2); limits.line_bytes = \"64KiB\" (p.toml, line 1).",
    );
    check(
        "line.enabled = false\nirc.enabled = false\nhttp.enabled = false",
        "Every door is off: nobody could enter. In force: line.enabled = false (p.toml, line 1); irc.enabled = false \
         (p.toml, line 2); http.enabled = false (p.toml, line 3).",
    );
    check(
        "rooms.lobby = '#a-long-name'\nlimits.room_name_chars = 5",
        "rooms.lobby is longer than limits.room_name_chars. In force: rooms.lobby = \"#a-long-name\" (p.toml, line 1); \
         limits.room_name_chars = 5 (p.toml, line 2).",
    );
}

#[test]
fn doors_cannot_share_a_port_unless_it_is_any_free_one() {
    check(
        "irc.port = 5000",
        "The line door and the IRC door cannot listen on the same port. In force: line.port = 5000 (default); \
         line.listen = [] (default); irc.port = 5000 (p.toml, line 1); irc.listen = [] (default).",
    );
    check(
        "http.port = 6667",
        "The IRC door and the HTTP door cannot listen on the same port. In force: irc.port = 6667 (default); \
         irc.listen = [] (default); http.port = 6667 (p.toml, line 1); http.listen = [] (default).",
    );
    let fine = [
        "irc.port = 0\nline.port = 0",
        "irc.port = 5000\nline.enabled = false",
        "irc.listen = ['192.0.2.7:5000']",
    ];
    for text in fine {
        of_file(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    }
    let shared = refusal(of_file("open = true\nirc.listen = ['192.0.2.7:5000']"));
    assert!(shared.starts_with("The line door and the IRC door cannot listen on the same port."), "{shared}");
}
