//! Programs that people really use, in one room of a real server: irssi, WeeChat, telnet, nc.
//!
//! The terminal programs run in tmux, on a socket of their own; what their screens show is waited for. With
//! `--nocapture` the screens are printed.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, unreachable_pub)]

mod tmux;

#[allow(dead_code)]
#[path = "../support/mod.rs"]
mod support;

use std::io::Write;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use support::heard::Heard;
use support::house::House;
use tmux::{Tmux, Window};

/// netcat, as everybody has it.
struct Nc {
    child: Child,
    shown: Heard,
}

impl Nc {
    fn to(at: SocketAddr) -> Self {
        let mut child = Command::new("nc")
            .args([at.ip().to_string(), at.port().to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("nc is needed for this test");
        let shown = Heard::from(child.stdout.take().unwrap());
        Self { child, shown }
    }

    fn types(&mut self, line: &str) {
        self.child.stdin.as_mut().unwrap().write_all(format!("{line}\n").as_bytes()).unwrap();
    }
}

impl Drop for Nc {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// irssi sends one command in two seconds and a half by itself; here it need not spare the server.
const IRSSI_CONFIG: &str = "settings = { \"irc/core\" = { cmd_queue_speed = \"10msec\"; }; };\n";

fn irssi(tmux: &Tmux, at: SocketAddr, nick: &str) -> Window {
    let home = tmux.folder(nick);
    std::fs::write(format!("{home}/config"), IRSSI_CONFIG).unwrap();
    let port = at.port().to_string();
    let host = at.ip().to_string();
    let window = tmux.start(&["irssi", &format!("--home={home}"), "-c", &host, "-p", &port, "-n", nick]);
    window.expect("Welcome to the Parlor IRC Network");
    window.types("/join #lobby");
    window.expect("[#lobby]");
    window
}

fn weechat(tmux: &Tmux, at: SocketAddr, nick: &str) -> Window {
    let window = tmux.start(&["weechat", "--dir", &tmux.folder(nick), &format!("irc://{nick}@{at}/#lobby")]);
    window.expect("has joined #lobby");
    window
}

#[test]
fn irssi_weechat_telnet_and_nc_talk_in_one_room() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::on(folder.path(), &["--server-motd", "Be kind."]);
    let tmux = Tmux::new();

    let mut nc = Nc::to(house.line);
    nc.shown.expect("Type a nickname");
    nc.types("nora");
    nc.shown.expect("Hello, nora.");

    let iris = irssi(&tmux, house.irc, "iris");
    nc.shown.expect("iris has joined");
    let walt = weechat(&tmux, house.irc, "walt");
    nc.shown.expect("walt has joined");
    let line = [house.line.ip().to_string(), house.line.port().to_string()];
    let tess = tmux.start(&["telnet", &line[0], &line[1]]);
    tess.expect("Type a nickname");
    tess.types("tess");
    tess.expect("You are in #lobby, with 3 others.");
    nc.shown.expect("tess has joined");

    let shows = |window: &Window, who: &str, text: &str| window.expect_line(&[who, text]);
    nc.types("hello from nc");
    for window in [&iris, &walt, &tess] {
        shows(window, "nora", "hello from nc");
    }
    iris.types("hello from irssi");
    nc.shown.expect("iris: hello from irssi");
    for window in [&walt, &tess] {
        shows(window, "iris", "hello from irssi");
    }
    walt.types("/me waves from WeeChat");
    nc.shown.expect("* walt waves from WeeChat");
    for window in [&iris, &tess] {
        shows(window, "walt", "waves from WeeChat");
    }
    tess.types("grüße from telnet");
    nc.shown.expect("tess: grüße from telnet");
    for window in [&iris, &walt] {
        shows(window, "tess", "grüße from telnet");
    }

    iris.types("/names");
    iris.expect_line(&["Total of 4 nicks"]);
    iris.types("/window goto 1");
    iris.types("/whois nora");
    iris.expect_line(&["nora", "line@127.0.0.1"]);
    iris.expect_line(&["End of WHOIS"]);
    iris.types("/window goto #lobby");
    iris.expect("[#lobby]");
    walt.types("/msg nora between us");
    nc.shown.expect("between us");
    iris.types("/join #tea");
    iris.expect("[#tea]");
    iris.types("/topic tea and biscuits");
    iris.expect_line(&["iris", "changed the topic", "tea and biscuits"]);
    nc.types("/join #tea");
    nc.shown.expect("Topic: tea and biscuits");
    iris.expect_line(&["nora", "has joined #tea"]);
    nc.types("only here");
    iris.expect_line(&["nora", "only here"]);
    tess.types("/quit off to bed");
    tess.expect("Bye, tess.");
    walt.expect_line(&["tess", "has quit", "off to bed"]);

    house.signal("INT");
    nc.shown.expect("The house is closing now. What you said is kept.");
    walt.expect_line(&["disconnected from server"]);
    for (name, window) in [("irssi", &iris), ("WeeChat", &walt), ("telnet", &tess)] {
        println!("---- {name} ----\n{}", window.screen());
    }
    println!(
        "---- nc ----\n{}\n---- console ----\n{}",
        nc.shown.all().join("\n"),
        house.out.all().join("\n")
    );
    assert!(house.ended().success());
}
