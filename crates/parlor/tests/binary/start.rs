//! Starting: without any file, and where it cannot.

use crate::support::house::{House, Starting, parlor, run};
use crate::support::irc::Irc;
use crate::support::line::Line;
use std::net::{SocketAddr, TcpListener};

#[test]
fn without_any_file_it_says_where_the_doors_are_and_how_to_enter() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = parlor();
    command.current_dir(folder.path()).args(["--port", "0", "--irc-port", "0", "--http-port", "0"]);
    let mut house = Starting::command(command).open().unwrap();
    let (line, irc) = (house.line, house.irc);
    let printed = house.out.expect("Ctrl-C closes it.");
    assert_eq!(printed, "Ctrl-C closes it.");
    let printed = house.out.all();
    let data = folder.path().canonicalize().unwrap().join("parlor-data");
    assert_eq!(
        printed[0],
        format!("Parlor {} is open. Everything is kept in {}.", env!("CARGO_PKG_VERSION"), data.display())
    );
    assert!(printed[1].ends_with(&format!("nc 127.0.0.1 {}", line.port())), "{printed:#?}");
    assert!(printed[2].contains(&format!("irssi -c 127.0.0.1 -p {}", irc.port())), "{printed:#?}");
    assert!(printed[3].contains("curl -d hello -H 'Name: ci' http://127.0.0.1:"), "{printed:#?}");
    assert!(printed[3].ends_with("/r/lobby"), "{printed:#?}");
    assert!(line.ip().is_loopback() && irc.ip().is_loopback());
    house.stop();
    assert!(data.join("parlor.db").is_file());
    assert!(!data.join("parlor.toml").exists(), "it wrote a file of settings by itself");
}

#[test]
fn people_of_both_doors_meet_in_the_lobby() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let mut ann = Line::enter(house.line, "ann");
    let mut dora = Irc::enter(house.irc, "dora", "");
    dora.join("#lobby");
    assert_eq!(ann.line_with("dora"), "dora has joined");
    ann.say("hello from nc");
    let heard = dora.until(|m| m.verb == "PRIVMSG").unwrap();
    assert_eq!((&*heard.from, heard.param(0), heard.param(1)), ("ann", "#lobby", "hello from nc"));
    dora.say("PRIVMSG #lobby :hello from IRC");
    assert_eq!(ann.line().unwrap(), "dora: hello from IRC");
    dora.say("QUIT :off to bed");
    assert!(ann.line_with("dora has left").contains("off to bed"));
}

#[test]
fn a_second_server_on_the_same_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::on(folder.path(), &[]);
    let ended = Starting::on(folder.path(), &[]).ended();
    assert_eq!(ended.status.code(), Some(1), "{ended:?}");
    let words = format!("another Parlor is using the data folder {}", folder.path().display());
    assert!(
        ended.err.contains(&words) && ended.err.contains(&format!("(process {})", house.pid())),
        "{ended:?}"
    );
    // The first is not disturbed by it.
    Line::enter(house.line, "ann");
    house.stop();
    House::on(folder.path(), &[]).stop();
}

#[test]
fn a_port_in_use_is_named_with_a_way_out() {
    let taken = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let at = taken.local_addr().unwrap();
    let flags = ["--port", "--irc-port", "--http-port"];
    for (flag, door) in flags.into_iter().zip(["line", "IRC", "http"]) {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_string_lossy().into_owned();
        let port = at.port().to_string();
        let mut args = vec!["--data", &data];
        args.extend(flags.into_iter().flat_map(|any| [any, if any == flag { &port } else { "0" }]));
        let ended = run(&args, "");
        assert_eq!(ended.status.code(), Some(1), "{ended:?}");
        let words = format!("The {door} door cannot listen on {at}");
        let hint = "`--port 0 --irc-port 0 --http-port 0` takes free ports";
        assert!(ended.err.contains(&words) && ended.err.contains(hint), "{ended:?}");
        assert!(!ended.out.contains("is open"), "{ended:?}");
    }
}

#[test]
fn version_and_help_start_nothing() {
    let version = run(&["--version"], "");
    assert_eq!(version.out, format!("parlor {}", env!("CARGO_PKG_VERSION")));
    assert!(version.status.success());
    let help = run(&["-h"], "");
    assert!(help.status.success() && help.out.contains("--port"), "{help:?}");
    let wrong = run(&["--prot", "5000"], "");
    assert!(wrong.status.code() == Some(2) && wrong.err.contains("--port"), "{wrong:?}");
}
