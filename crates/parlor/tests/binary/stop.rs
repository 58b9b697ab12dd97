//! Stopping: everybody is told, the exit code is 0, and the impatient get what they want.

use crate::slow::{Deaf, fill};
use crate::support::house::House;
use crate::support::irc::Irc;
use crate::support::line::Line;
use std::io::ErrorKind;
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Of the setting's default.
const STOP_TIMEOUT: Duration = Duration::from_secs(5);

#[track_caller]
fn everybody_is_told(signal: &str, why: &str) {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::on(folder.path(), &[]);
    let mut ann = Line::enter(house.line, "ann");
    let mut nameless = Line::to(house.line);
    nameless.line_with("Welcome");
    let mut dora = Irc::enter(house.irc, "dora", "");
    dora.join("#lobby");
    ann.say("said just before the end");
    dora.until(|m| m.param(1) == "said just before the end").unwrap();

    let asked = Instant::now();
    house.signal(signal);
    for line in [&mut ann, &mut nameless] {
        assert_eq!(line.rest().pop().as_deref(), Some("The house is closing now. What you said is kept."));
    }
    let last = dora.rest().pop().unwrap_or_default();
    assert!(last.starts_with("ERROR :Closing Link"), "{last}");
    let status = house.ended();
    assert_eq!(status.code(), Some(0), "{:?}", house.err.all());
    assert!(asked.elapsed() < STOP_TIMEOUT, "it took {:?}", asked.elapsed());
    let printed = house.out.all();
    assert!(printed.contains(&format!("closing ({why})")), "{printed:#?}");
    assert_eq!(printed.last().map(String::as_str), Some("closed; everything is kept"));
    assert_eq!(TcpStream::connect(house.line).unwrap_err().kind(), ErrorKind::ConnectionRefused);

    let house = House::on(folder.path(), &[]);
    Line::enter(house.line, "bob").line_with("ann: said just before the end");
}

#[test]
fn sigterm_tells_everybody() {
    everybody_is_told("TERM", "asked to end");
}

#[test]
fn ctrl_c_tells_everybody() {
    everybody_is_told("INT", "Ctrl-C");
}

/// Who is there at the end leaves; that is kept before what a quick start needs is.
#[test]
fn a_full_house_stops_without_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::on(folder.path(), &[]);
    let mut guests: Vec<_> = (0..20).map(|i| Irc::enter(house.irc, &format!("guest{i}"), "")).collect();
    for (i, guest) in guests.iter_mut().enumerate() {
        guest.join(&format!("#room{}", i / 5));
    }
    house.signal("TERM");
    assert_eq!(house.ended().code(), Some(0));
    assert_eq!(house.err.all(), Vec::<String>::new());
}

#[test]
fn an_empty_house_stops_at_once() {
    let folder = tempfile::tempdir().unwrap();
    House::on(folder.path(), &[]).stop();
    House::on(folder.path(), &[]).stop();
}

/// A house with somebody who does not read, and so much for them that the kernel cannot take it.
fn with_a_deaf_guest(folder: &std::path::Path, stop_timeout: &str) -> (House, Deaf) {
    let args = ["--stop-timeout", stop_timeout, "--limits-messages-per-second", "0"];
    let house = House::on(folder, &args);
    let deaf = Deaf::enter(house.line, "deaf");
    fill(house.line);
    (house, deaf)
}

#[test]
fn who_does_not_read_is_not_waited_for_longer_than_the_stop_timeout() {
    let folder = tempfile::tempdir().unwrap();
    let (mut house, _deaf) = with_a_deaf_guest(folder.path(), "1s");
    let asked = Instant::now();
    house.stop();
    assert!(asked.elapsed() < Duration::from_secs(4), "it took {:?}", asked.elapsed());
    house.out.expect("closed; some had not read their last lines");
}

#[test]
fn a_second_ctrl_c_stops_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (mut house, _deaf) = with_a_deaf_guest(folder.path(), "10m");
    house.signal("INT");
    house.out.expect("closing (Ctrl-C)");
    let asked = Instant::now();
    house.signal("INT");
    assert_eq!(house.ended().code(), Some(130));
    assert!(asked.elapsed() < Duration::from_secs(2), "it took {:?}", asked.elapsed());
}
