//! What a reload changes and what waits.

use super::of_file;
use crate::settings::reload_diff;

#[test]
fn changes_say_in_words_when_they_hold() {
    let old = of_file("").unwrap();
    let new = of_file("limits.connections = 5\nline.port = 5001\nserver.motd = 'Hello'").unwrap();
    let words: Vec<String> = reload_diff(&old, &new).iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        [
            "server.motd was \"\" and is now \"Hello\"",
            "line.port stays 5000 until a restart; then it is 5001",
            "limits.connections was 50000 and is now 5",
        ]
    );
}

#[test]
fn the_same_meaning_in_other_words_is_no_change() {
    let old = of_file("limits.stall = '60s'\nlimits.queue_bytes = '1MiB'\noperators = 'ann,bo'").unwrap();
    let new =
        of_file("limits.stall = '1m'\nlimits.queue_bytes = 1048576\noperators = ['ann', 'bo']").unwrap();
    assert_eq!(reload_diff(&old, &new), []);
}

#[test]
fn after_a_reload_only_what_may_change_has() {
    let old = of_file("line.port = 5001").unwrap();
    let new = of_file("limits.connections = 5").unwrap();
    let now = old.reloaded(&new).unwrap();
    assert_eq!((now.line.port, now.limits.connections), (5001, 5));
    // Reading the same again finds what still waits for a restart, and nothing else.
    let waiting: Vec<&str> = reload_diff(&now, &new).iter().map(|change| change.key).collect();
    assert_eq!(waiting, ["line.port"]);
}

#[test]
fn a_mixture_that_does_not_agree_is_refused() {
    let old = of_file("limits.line_bytes = '64KiB'").unwrap();
    let new = of_file("limits.queue_bytes = '32KiB'").unwrap();
    let words = old.reloaded(&new).unwrap_err().to_string();
    assert!(words.starts_with("limits.queue_bytes must be at least limits.line_bytes"), "{words}");
}
