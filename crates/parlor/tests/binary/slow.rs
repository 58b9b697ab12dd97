//! Who does not read: nobody else waits for them, they miss nothing if they read again, and they go if they do not.

use crate::support::house::House;
use crate::support::line::Line;
use crate::support::wire::Wire;
use socket2::{Domain, Socket, Type};
use std::net::SocketAddr;

/// Somebody whose kernel takes next to nothing for them, and who does not read.
pub(crate) struct Deaf(Wire);

impl Deaf {
    /// Comes in, has lines numbered, and reads no more once they are.
    pub(crate) fn enter(at: SocketAddr, nick: &str) -> Self {
        let socket = Socket::new(Domain::for_address(at), Type::STREAM, None).unwrap();
        socket.set_recv_buffer_size(2048).unwrap();
        socket.connect(&at.into()).unwrap();
        let mut wire = Wire::over(socket.into()).unwrap();
        wire.send(format!("{nick}\n/numbers on\n/help names\n")).unwrap();
        wire.line_with("/names");
        Self(wire)
    }
}

const MESSAGES: usize = 1_500;
const BYTES: usize = 8_000;

/// More than a queue and the kernel's buffers hold, told to somebody who reads it all: once that is done, everybody has
/// been told as far as they go.
pub(crate) fn fill(at: SocketAddr) {
    let mut speaker = Line::enter(at, "speaker");
    let mut listener = Line::enter(at, "listener");
    speaker.line_with("listener has joined");
    let long = "x".repeat(BYTES);
    let all: String = (0..MESSAGES).map(|n| format!("{n} {long}\n")).collect();
    let speaking = std::thread::spawn(move || {
        speaker.send(all).unwrap();
        speaker
    });
    for n in 0..MESSAGES {
        let line = listener.line_with("speaker: ");
        assert!(line.starts_with(&format!("speaker: {n} x")), "{:?} came as number {n}", &line[..30]);
    }
    let mut speaker = speaking.join().unwrap();
    for line in [&mut speaker, &mut listener] {
        line.say("exit");
        line.rest();
    }
}

#[test]
fn who_reads_nothing_harms_nobody_and_is_put_out() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["--limits-messages-per-second", "0", "--limits-stall", "2s", "--guests-grace", "0s"];
    let house = House::on(folder.path(), &args);
    let mut witness = Line::enter(house.line, "witness");
    let mut deaf = Deaf::enter(house.line, "deaf");
    let witness = std::thread::spawn(move || {
        let why = witness.line_with("deaf has left");
        (why, witness)
    });
    fill(house.line);
    house.out.expect("deaf is gone (stopped reading)");
    let (why, _witness) = witness.join().unwrap();
    assert!(why.contains("stopped reading"), "{why}");
    // What had gone out already comes in order, as far as it went; then the connection is over.
    let numbers = numbers(&deaf.0.rest());
    assert!(numbers.windows(2).all(|two| two[0] + 1 == two[1]), "{numbers:?}");
    assert!(numbers.len() < MESSAGES);
}

#[test]
fn who_reads_again_in_time_has_missed_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &["--limits-messages-per-second", "0"]);
    let mut deaf = Deaf::enter(house.line, "deaf");
    fill(house.line);
    deaf.0.send("that was a lot\n").unwrap();
    deaf.0.line_with("that was a lot");
    let numbers = numbers(deaf.0.heard());
    assert!(numbers.windows(2).all(|two| two[0] + 1 == two[1]), "{numbers:?}");
    assert!(numbers.len() > MESSAGES, "{} numbers only", numbers.len());
}

/// The numbers before lines: `#12 ann: hello`, `#13 ann has joined`.
fn numbers(lines: &[String]) -> Vec<u64> {
    lines.iter().filter_map(|line| line.strip_prefix('#')?.split_once(' ')?.0.parse().ok()).collect()
}
