//! The server is killed under people who talk, and starts again.

use crate::support::heard::Heard;
use crate::support::house::House;
use crate::tmux::{Tmux, Window};
use std::process::{Child, Command, Stdio};

/// Nobody here talks too fast.
const FREELY: [&str; 2] = ["--limits-messages-per-second", "0"];

fn chat(tmux: &Tmux, port: u16, name: &str) -> Window {
    let state = format!("XDG_STATE_HOME={}", tmux.folder(name));
    let at = format!("127.0.0.1:{port}");
    let parlor = env!("CARGO_BIN_EXE_parlor");
    let window = tmux.start_sized(
        &["env", "TZ=UTC", &state, parlor, "chat", &at, "--name", name, "-r", "ops"],
        "100",
        "50",
    );
    window.expect("Say something in #ops");
    window
}

struct Curl {
    child: Child,
    shown: Heard,
}

impl Drop for Curl {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `curl` that prints what is said until its connection breaks.
fn curl(port: u16) -> Curl {
    let at = format!("http://127.0.0.1:{port}/r/ops?follow&n=1000");
    let mut child = Command::new("curl")
        .args(["-sN", &at])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("curl is needed for this test");
    let shown = Heard::from(child.stdout.take().unwrap());
    Curl { child, shown }
}

/// The words of the messages on a screen, in order: those that are ours begin with `say-`.
fn said(lines: &str) -> Vec<String> {
    let words =
        lines.lines().filter_map(|line| line.split_once("say-").map(|(_, rest)| rest.trim().to_owned()));
    words.map(|rest| rest.trim_end_matches('│').trim().to_owned()).collect()
}

#[test]
fn every_screen_is_complete_and_in_order_after_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let (mut server, port) = House::at_one_port(folder.path(), &FREELY);
    let tmux = Tmux::new();
    let windows: Vec<_> = ["ann", "bob", "carol"].into_iter().map(|name| chat(&tmux, port, name)).collect();
    let follower = curl(port);
    let mut expected = Vec::new();
    let mut say = |windows: &[Window], round: &str| {
        for (who, window) in windows.iter().enumerate() {
            for n in 0..3 {
                window.types(&format!("say-{round}-{who}-{n}"));
                expected.push(format!("{round}-{who}-{n}"));
            }
        }
    };
    say(&windows, "before");
    for window in &windows {
        (0..3).for_each(|who| window.expect(&format!("say-before-{who}-2")));
    }
    // In the middle of this round the server goes: some of it is kept, some of it is not.
    say(&windows[..1], "dying");
    server.kill();
    follower.shown.expect_end();
    for window in &windows {
        window.expect("Trying again");
    }
    say(&windows, "away");
    windows[0].expect_line(&["waits", "say-away-0-0"]);
    let _server = House::at(folder.path(), port, &FREELY);
    let again = curl(port);
    for window in &windows {
        window.expect("Say something in #ops");
        (0..3).for_each(|who| window.expect(&format!("say-away-{who}-2")));
    }
    windows[2].types("say-last");
    expected.push("last".into());
    for window in &windows {
        window.expect("say-last");
    }
    again.shown.expect("say-last");
    let transcript = said(&again.shown.all().join("\n"));
    // Nothing is lost or doubled, each one's messages are in their order, and everyone sees the same.
    let (mut sorted, mut all) = (transcript.clone(), expected);
    sorted.sort();
    all.sort();
    assert_eq!(sorted, all);
    for who in 0..3 {
        let mine: Vec<_> = transcript.iter().filter(|words| words.contains(&format!("-{who}-"))).collect();
        let order: Vec<_> =
            mine.iter().map(|words| (words.split('-').next().unwrap(), &words[words.len() - 1..])).collect();
        let mut rounds: Vec<&str> = order.iter().map(|(round, _)| *round).collect();
        rounds.dedup();
        let wanted: &[&str] = if who == 0 { &["before", "dying", "away"] } else { &["before", "away"] };
        assert_eq!(rounds, wanted, "{mine:?}");
        assert!(order.chunks(3).all(|round| round.iter().map(|(_, n)| *n).eq(["0", "1", "2"])), "{mine:?}");
    }
    for window in &windows {
        let screen = window.screen();
        assert_eq!(said(&screen), transcript, "{screen}");
        assert!(!screen.contains("waits"), "{screen}");
    }
}
