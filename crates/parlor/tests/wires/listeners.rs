//! Listeners with settings of their own.

use crate::stage::{Talk, address, house, tls};
use crate::support::PATIENCE;
use crate::support::house::{House, Starting, run};
use std::os::unix::net::UnixStream;

#[test]
fn a_path_is_a_listener_that_goes_with_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("parlor.toml"));
    let socket = folder.path().join("irc.sock");
    let path = socket.to_str().unwrap();
    let toml = format!(
        "[tls]\nself_made = true\n\n[[listen]]\ndoor = 'irc'\nat = '{path}'\n\n\
         [[listen]]\ndoor = 'line'\nat = '127.0.0.1:0'\ntls = true\n"
    );
    std::fs::write(&file, toml).unwrap();
    let mut house = house(&data, &["--config", file.to_str().unwrap()]);
    let stream = UnixStream::connect(&socket).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut ann = Talk::over(stream).enter("ann");
    assert_eq!(ann.address("ann"), "127.0.0.1");
    let mut bob = Talk::over(tls(address(&house, "line TLS"), &[]));
    bob.say("bob");
    bob.until("You are in #lobby");
    house.stop();
    ann.until("ERROR");
    assert!(!socket.exists());
}

#[test]
fn a_dead_servers_path_is_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("irc.sock");
    let listen = format!("door=irc at={}", socket.display());
    let data = folder.path().join("data");
    let mut first = House::on(&data, &["--listen", &listen]);
    first.kill();
    assert!(socket.exists());
    let _second = House::on(&data, &["--listen", &listen]);
    Talk::over(UnixStream::connect(&socket).unwrap()).enter("ann");
    let other = Starting::on(&folder.path().join("other"), &["--listen", &listen]).ended();
    assert!(!other.status.success() && other.err.contains("irc.sock"), "{other:?}");
}

#[test]
fn what_a_listener_cannot_be_is_said() {
    for (listen, words) in [
        ("door=irc", "does not say its door and where it is"),
        ("door=ssh at=127.0.0.1:0", "has no door \"ssh\""),
        ("door=irc at=here", "which is neither an address with a port nor a path"),
        ("door=line at=127.0.0.1:0 websocket", "speaks WebSocket at a door that is not IRC"),
        ("door=irc at=127.0.0.1:0 tls", "listen needs a certificate"),
        ("door=irc at=127.0.0.1:0 colour=red", "says \"colour\", which a listener does not have"),
    ] {
        let ended = run(&["config", "check", "--listen", listen], "");
        assert!(!ended.status.success() && ended.err.contains(words), "{listen}: {ended:?}");
    }
}
