//! The terminal belongs to others as well: it is given back when the client is stopped, and when it fails.

use crate::support::house::House;
use crate::tmux::Tmux;
use parlor::chat::Taken;

#[test]
fn ctrl_z_stops_it_and_fg_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &[]);
    let tmux = Tmux::new();
    let state = tmux.folder("ann");
    // A shell as people have it: with jobs, and with nothing of whoever runs the tests.
    let shell = [
        "env",
        "TZ=UTC",
        "PS1=ready> ",
        &format!("XDG_STATE_HOME={state}"),
        "bash",
        "--norc",
        "--noprofile",
        "-i",
    ];
    let ann = tmux.start_sized(&shell, "100", "30");
    ann.expect("ready>");
    ann.types(&format!("{} chat {} -r ops --name ann", env!("CARGO_BIN_EXE_parlor"), house.http));
    ann.expect("Say something in #ops");
    ann.types("before");
    ann.expect_line(&["ann", "before"]);
    ann.press(&["C-z"]);
    ann.expect("Stopped");
    // The word stands in the answer only, not in the line that is typed.
    ann.types("stty -a | grep -o -- '-\\?icanon\\|-\\?echo\\b'; echo as''ked");
    ann.expect_line(&["asked"]);
    let screen = ann.screen();
    assert!(screen.contains("\nicanon") && screen.contains("\necho"), "{screen}");
    assert!(!screen.contains("Say something"), "{screen}");
    ann.types("fg; echo code $?");
    ann.expect("Say something in #ops");
    ann.expect_line(&["ann", "before"]);
    ann.types("after");
    ann.expect_line(&["│", "after"]);
    ann.press(&["C-c"]);
    ann.expect("code 0");
}

/// Set for the process that is to fail: this test, run once more in a terminal.
const FAILS: &str = "TEST_FAILS_IN_ITS_TERMINAL";

#[test]
fn a_panic_is_read_on_the_screen_of_before() {
    if std::env::var_os(FAILS).is_some() {
        let _taken = Taken::take().unwrap();
        // As of a thread that nobody waits for; the terminal is not given back by leaving this function.
        let _ = std::thread::spawn(|| panic!("the words of a panic")).join();
        std::process::exit(101);
    }
    let tmux = Tmux::new();
    let this = std::env::current_exe().unwrap();
    let script = format!(
        "echo before; {FAILS}=1 '{}' --exact terminal::a_panic_is_read_on_the_screen_of_before --nocapture; \
         echo \"code $?\"; stty -a | grep -o -- '-\\?icanon'; echo over; read -r line",
        this.display()
    );
    let window = tmux.start_sized(&["sh", "-c", &script], "100", "30");
    window.expect("over");
    let screen = window.screen();
    for words in ["before", "the words of a panic", "code 101", "\nicanon"] {
        assert!(screen.contains(words), "no {words:?} in:\n{screen}");
    }
}
