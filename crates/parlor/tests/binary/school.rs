//! The clients that people write in courses, in Python, as the documents show them from which Parlor comes.

use crate::support::heard::Heard;
use crate::support::house::House;
use crate::support::line::Line;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// A Python program of `tests/school`, and what it shows.
struct Pupil {
    child: Child,
    shown: Heard,
    complained: Heard,
}

impl Pupil {
    fn start(program: &str, at: SocketAddr, args: &[&str]) -> Self {
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/school").join(program);
        let mut child = Command::new("python3")
            .arg(file)
            .args([at.ip().to_string(), at.port().to_string()])
            .args(args)
            .env("PYTHONIOENCODING", "utf-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("python3 is needed for this test: {e}"));
        let shown = Heard::from(child.stdout.take().unwrap());
        let complained = Heard::from(child.stderr.take().unwrap());
        Self { child, shown, complained }
    }

    fn types(&mut self, line: &str) {
        self.child.stdin.as_mut().unwrap().write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    #[track_caller]
    fn ends_well(mut self) {
        self.shown.expect_end();
        self.complained.expect_end();
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{status}:\n{}", self.complained.all().join("\n"));
    }
}

impl Drop for Pupil {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_client_that_sends_no_line_ends() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let mut ann = Line::enter(house.line, "ann");
    let mut pupil = Pupil::start("threads.py", house.line, &[]);
    pupil.types("user1");
    ann.line_with("user1 has joined");
    for words in ["Hello!", "grüße, 你好", "goodbye"] {
        pupil.types(words);
        assert_eq!(ann.line().unwrap(), format!("user1: {words}"));
    }
    ann.say("Hi!");
    pupil.shown.expect("ann: Hi!");
    pupil.types("exit");
    pupil.shown.expect("Bye, user1.");
    pupil.shown.expect("connection closed");
    ann.line_with("user1 has left");
    pupil.ends_well();
}

#[test]
fn a_client_that_waits_to_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let mut ann = Line::enter(house.line, "ann");
    ann.say("/elapsed on");
    let mut pupil = Pupil::start("prompted.py", house.line, &[]);
    pupil.shown.expect("Type a nickname");
    pupil.types("");
    pupil.shown.expect("Username can't be empty.");
    pupil.types("ann");
    pupil.shown.expect("ann is taken.");
    pupil.types("Kevin");
    pupil.shown.expect("Hello, Kevin.");
    ann.line_with("Kevin has joined");
    pupil.types("Hello, how is everyone?");
    assert_eq!(ann.line().unwrap(), "Kevin:(0:00)-Hello, how is everyone?");
    ann.say("fine");
    pupil.shown.expect("ann: fine");
    pupil.types(":quit");
    pupil.shown.expect("server closed the connection");
    ann.line_with("Kevin has left");
    pupil.ends_well();
}

#[test]
fn a_client_that_only_ctrl_c_ends() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &["--guests-grace", "0s"]);
    let mut ann = Line::enter(house.line, "ann");
    let mut pupil = Pupil::start("interrupted.py", house.line, &["user2"]);
    ann.line_with("user2 has joined");
    pupil.types("one");
    ann.line_with("user2: one");
    let sent = Command::new("sh").args(["-c", &format!("kill -INT {}", pupil.child.id())]).status().unwrap();
    assert!(sent.success());
    let left = ann.line_with("user2 has left");
    assert_eq!(left, "user2 has left (connection reset)");
    house.out.expect("user2 is gone (connection reset), 1 present");
    // The name is free again.
    Line::enter(house.line, "user2");
}

#[test]
fn five_of_them_talk_with_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &["--max-clients", "5"]);
    let mut ann = Line::enter(house.line, "ann");
    let mut pupils: Vec<Pupil> = (1..=4)
        .map(|n| {
            let nick = format!("user{n}");
            let mut pupil = Pupil::start("threads.py", house.line, &[]);
            pupil.types(&nick);
            ann.line_with(&format!("{nick} has joined"));
            pupil
        })
        .collect();
    let late = Pupil::start("prompted.py", house.line, &[]);
    late.shown.expect("The house is full, 5 of 5.");
    for n in 0..pupils.len() {
        pupils[n].types(&format!("I am the {n}. of us"));
        for (other, pupil) in pupils.iter().enumerate() {
            if other != n {
                pupil.shown.expect(&format!("user{}: I am the {n}. of us", n + 1));
            }
        }
    }
    for pupil in &mut pupils {
        pupil.types("exit");
    }
    for pupil in pupils {
        pupil.shown.expect("connection closed");
        pupil.ends_well();
    }
}
