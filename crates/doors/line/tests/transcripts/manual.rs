//! Help, and the page that tells the same.

use crate::stage::Stage;
use parlor_line::codec::Verb;
use parlor_line::words::help::{help, overview};

#[test]
fn help_is_the_table() {
    let mut s = Stage::new();
    s.enter(["ann"]);
    let lines: Vec<String> = overview().collect();
    s.asks("ann", "/help", &lines.join("\n"));
    s.asks("ann", "/?", &lines.join("\n"));
    s.asks(
        "ann",
        "/help room",
        "\
/room #room
Make a room you are in the current one.
Also: /r.
What you type is said to the current room. You hear all rooms you are in.",
    );
}

/// The table of commands in `docs/line.md`, between its two marks.
#[test]
fn the_page_has_every_command_as_help_has_it() {
    let mut table = String::from("| Command | What it does | |\n|---|---|---|\n");
    for verb in Verb::ALL {
        let help = help(*verb);
        let also: String = verb.aliases().iter().map(|alias| format!(" Also `/{alias}`.")).collect();
        let usage = help.usage.replace('|', "\\|");
        let more = help.more.replace('*', "\\*");
        table += &format!("| `{usage}` | {} | {more}{also} |\n", help.summary);
    }
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../docs/line.md");
    let text = std::fs::read_to_string(page).unwrap();
    let written =
        text.split_once("<!-- commands -->\n").and_then(|(_, rest)| rest.split_once("<!-- end -->"));
    let (written, _) = written.expect("docs/line.md has its marks");
    assert!(
        written == table,
        "docs/line.md does not show the commands as the help does. Between its marks belongs:\n\n{table}"
    );
}
