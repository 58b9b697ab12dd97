//! Ten thousand lines at once.

use crate::support::house::House;
use crate::support::line::Line;

const LINES: usize = 10_000;

fn lines() -> String {
    (0..LINES).map(|n| format!("line {n}\n")).collect()
}

#[test]
fn ten_thousand_lines_at_once_are_all_said_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &["--limits-messages-per-second", "0"]);
    let mut ann = Line::enter(house.line, "ann");
    let mut bob = Line::enter(house.line, "bob");
    ann.line_with("bob has joined");
    bob.send(lines()).unwrap();
    for n in 0..LINES {
        assert_eq!(ann.line().unwrap(), format!("bob: line {n}"));
    }
    // At the end of the stream as well: what was sent is said before the goodbye.
    bob.send(lines()).unwrap();
    bob.stream().shutdown(std::net::Shutdown::Write).unwrap();
    bob.rest();
    for n in 0..LINES {
        assert_eq!(ann.line().unwrap(), format!("bob: line {n}"));
    }
    ann.line_with("bob has left");
}

#[test]
fn a_flood_is_slowed_down_and_others_do_not_wait_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &["--limits-burst", "20", "--limits-messages-per-second", "5"]);
    let mut ann = Line::enter(house.line, "ann");
    let mut cem = Line::enter(house.line, "cem");
    let mut bob = Line::enter(house.line, "bob");
    ann.line_with("bob has joined");
    cem.line_with("bob has joined");
    bob.send(lines()).unwrap();
    bob.line_with(
        "You are writing faster than this house takes lines (5 a second); yours are taken, only slower.",
    );
    for n in 0..10 {
        ann.say(&format!("ann {n}"));
        cem.line_with(&format!("ann: ann {n}"));
    }
    // So many lines wait that the rest of them will never be said: bob goes.
    drop(bob);
    let mut said = 0;
    loop {
        let line = ann.line().unwrap();
        if line.contains("bob has left") {
            break;
        }
        said += usize::from(line.starts_with("bob: "));
    }
    assert!(said < 100, "{said} lines of a flood were said");
}
