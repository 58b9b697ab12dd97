//! The full screen in a real terminal.

use crate::support::house::House;
use crate::support::irc::Irc;
use crate::tmux::{Tmux, Window};
use std::path::Path;
use std::time::{Duration, Instant};

/// A shell that runs the client, and tells afterwards how the terminal is.
fn chat(tmux: &Tmux, house: &House, name: &str, more: &str) -> Window {
    let state = tmux.folder(name);
    let parlor = env!("CARGO_BIN_EXE_parlor");
    let script = format!(
        "export TZ=UTC XDG_STATE_HOME='{state}'; echo before; '{parlor}' chat {} -r ops {more}; echo \"code $?\"; \
         stty -a | grep -o -- '-\\?icanon'; echo over; read -r line",
        house.http
    );
    tmux.start_sized(&["sh", "-c", &script], "100", "30")
}

#[test]
fn a_person_comes_in_talks_and_leaves_the_terminal_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let tmux = Tmux::new();
    let ann = chat(&tmux, &house, "ann", "");
    ann.expect("Nickname");
    ann.press(&["C-u"]);
    ann.types("ann");
    ann.expect("Say something in #ops");
    let bob = chat(&tmux, &house, "bob", "--name bob");
    bob.expect("Say something in #ops");
    bob.types("hello ann, 日本語 👍");
    ann.expect_line(&["bob", "hello ann, 日本語 👍"]);
    // Chosen, answered, changed, taken away.
    ann.press(&["Escape"]);
    ann.expect("r reply");
    ann.press(&["r"]);
    ann.expect("answering bob: hello ann");
    ann.types("helo");
    bob.expect("╭ bob: hello ann");
    ann.types("/edit hello");
    bob.expect_line(&["ann", "hello (edited)"]);
    ann.types("/react tada");
    bob.expect("🎉 1");
    bob.types("/delete");
    ann.expect_line(&["bob", "deleted"]);
    // Several lines at once are one message.
    bob.press(&["one", "C-j", "two", "Enter"]);
    ann.expect_line(&["bob", "one"]);
    ann.types("/search two");
    ann.expect("1 found");
    // Looked at where it stands, and back.
    ann.press(&["Enter"]);
    ann.expect("r reply");
    ann.press(&["q"]);
    ann.expect("Looking back.");
    ann.press(&["C-End"]);
    ann.types("/bare");
    ann.expect("F4 or Esc goes back.");
    ann.press(&["F4"]);
    bob.types("/msg ann between us");
    ann.expect_line(&["@bob", "@1"]);
    ann.press(&["M-a"]);
    ann.expect_line(&["bob", "between us"]);
    ann.types("exit");
    ann.expect("code 0");
    ann.expect("over");
    let screen = ann.screen();
    assert!(screen.contains("before") && screen.contains("\nicanon"), "{screen}");
    bob.press(&["C-c"]);
    bob.expect("code 0");
}

#[test]
fn who_loses_the_terminal_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &["--guests-grace", "0s"]);
    let mut bob = Irc::enter(house.irc, "bob", "");
    bob.join("#ops");
    let tmux = Tmux::new();
    let state = format!("XDG_STATE_HOME={}", tmux.folder("ann"));
    let (parlor, address) = (env!("CARGO_BIN_EXE_parlor"), house.http.to_string());
    let line = ["env", &state, parlor, "chat", &address, "-r", "ops", "--name", "ann"];
    let ann = tmux.start_sized(&line, "100", "30");
    ann.expect("Say something in #ops");
    let process = ann.tmux.0.run(&["display-message", "-p", "-t", &ann.pane, "#{pane_pid}"]);
    let process = Path::new("/proc").join(process.trim());
    assert!(process.exists());
    ann.tmux.0.run(&["kill-pane", "-t", &ann.pane]);
    bob.until(|m| m.verb == "QUIT" && m.from == "ann").unwrap();
    let patience = Instant::now();
    while process.exists() {
        assert!(patience.elapsed() < Duration::from_secs(20), "it is still there");
        std::thread::yield_now();
    }
}
