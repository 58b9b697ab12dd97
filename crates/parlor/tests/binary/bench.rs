//! `parlor bench`: a running server is measured, or it is said why not.

use crate::support::house::{House, run};

#[test]
fn a_running_server_is_measured() {
    let folder = tempfile::tempdir().unwrap();
    let quick = ["--limits-messages-per-second", "0", "--limits-burst", "0"];
    let house = House::on(folder.path(), &quick);
    let (irc, line) = (house.irc.to_string(), house.line.to_string());
    let figures = folder.path().join("figures");
    let few = ["fanout", "--only", "50 members, window 16", "--seconds", "0.1"];
    let out = ["--out", figures.to_str().unwrap()];
    let ended = run(&[&["bench", &irc][..], &few, &out].concat(), "");
    assert!(ended.status.success(), "{ended:?}");
    assert!(ended.out.contains("fan-out, 50 members, window 16"), "{ended:?}");
    assert!(ended.out.contains("CPU s/M"), "{ended:?}");
    let json = std::fs::read_to_string(figures.join("bench.json")).unwrap();
    let reports: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(reports[0]["count"].as_u64().unwrap() > 0, "{json}");
    assert!(reports[0]["server_cpu"].as_f64().unwrap() > 0.0, "{json}");
    assert!(std::fs::read_to_string(figures.join("bench.svg")).unwrap().starts_with("<svg"));

    // Whoever was there before may come back: their names are not taken.
    for _ in 0..2 {
        let ended = run(&[&["bench", &line, "--speak", "line"][..], &few].concat(), "");
        assert!(ended.status.success(), "{ended:?}");
    }
}

#[test]
fn what_cannot_be_measured_is_said() {
    for (arguments, words) in [
        (&["bench", "192.0.2.1:6667"][..], "192.0.2.1:6667 is another machine; say --elsewhere"),
        (&["bench", "nowhere"], "find nowhere, which is HOST:PORT"),
        (&["bench", "127.0.0.1:1", "fanout", "--seconds", "0"], "a number of seconds from 0.1 to 60"),
        (&["bench", "127.0.0.1:1", "tea"], "invalid value 'tea'"),
        (&["--line-port", "5001", "bench"], "`bench` comes first"),
    ] {
        let ended = run(arguments, "");
        assert!(!ended.status.success(), "{arguments:?}");
        assert!(ended.err.contains(words), "{arguments:?}: {ended:?}");
    }
}
