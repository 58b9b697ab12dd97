//! Accounts and certificates, on the full screen.

use crate::support::house::House;
use crate::tmux::{Tmux, Window};

/// The client at this address, which remembers things in a folder of this name.
fn chat(tmux: &Tmux, state: &str, address: &str, more: &[&str]) -> Window {
    let state = format!("XDG_STATE_HOME={state}");
    let line = [
        "env",
        "TZ=UTC",
        "USER=somebody",
        &state,
        env!("CARGO_BIN_EXE_parlor"),
        "chat",
        address,
        "-r",
        "ops",
    ];
    tmux.start_sized(&[&line[..], more].concat(), "100", "30")
}

#[test]
fn a_guest_registers_leaves_and_logs_in() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let address = house.http.to_string();
    let tmux = Tmux::new();
    let (desk, phone) = (tmux.folder("desk"), tmux.folder("phone"));
    let ann = chat(&tmux, &desk, &address, &["--name", "ann"]);
    ann.expect("Say something in #ops");
    ann.types("/register correct horse");
    ann.expect("ann is your account now.");
    ann.types("/quit");
    // On another machine the name alone is not enough, and a wrong password neither.
    let ann = chat(&tmux, &phone, &address, &[]);
    ann.expect("Nickname");
    ann.press(&["C-u"]);
    ann.types("ann");
    ann.expect("somebody's account");
    ann.types("wrong");
    ann.expect("Wrong name or password.");
    ann.types("correct horse");
    ann.expect("Say something in #ops");
    ann.types("it is me");
    ann.expect_line(&["ann", "it is me"]);
    ann.types("/quit");
    // From then on the session is remembered, and no password.
    let ann = chat(&tmux, &phone, &address, &[]);
    ann.expect("Say something in #ops");
    let kept = std::fs::read_to_string(format!("{phone}/parlor/chat.json")).unwrap();
    assert!(kept.contains("token") && !kept.contains("horse"), "{kept}");
    // Who logs out has to say it again.
    ann.types("/logout");
    ann.expect("Logged out.");
    ann.types("/quit");
    let ann = chat(&tmux, &phone, &address, &[]);
    ann.expect("Nickname");
}

#[test]
fn a_self_made_certificate_is_believed_once_one_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(
        folder.path(),
        &["--tls-self-made", "--http-tls-port", "0", "--irc-tls-port", "0", "--line-tls-port", "0"],
    );
    let line = house.out.line_with("HTTPS").unwrap();
    let at = line.split_once("HTTPS").unwrap().1.split_whitespace().next().unwrap();
    let address = format!("https://{at}");
    let tmux = Tmux::new();
    let state = tmux.folder("ann");
    let ann = chat(&tmux, &state, &address, &["--name", "ann"]);
    ann.expect("Is this the right server?");
    ann.press(&["n"]);
    let ann = chat(&tmux, &state, &address, &["--name", "ann"]);
    ann.expect("Is this the right server?");
    ann.press(&["y"]);
    ann.expect("Say something in #ops");
    ann.types("nobody reads along");
    ann.expect_line(&["ann", "nobody reads along"]);
    assert!(!ann.screen().contains("not encrypted"), "{}", ann.screen());
    ann.types("/quit");
    // It is asked once.
    let ann = chat(&tmux, &state, &address, &["--name", "ann"]);
    ann.expect_line(&["ann", "nobody reads along"]);
    ann.expect("Say something in #ops");
}
