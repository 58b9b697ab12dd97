//! REHASH, ADMIN and PASS: settings that people at the IRC door meet.

use crate::support::house::{House, run};
use crate::support::http;
use crate::support::irc::Irc;
use crate::support::wire::Wire;
use std::fs;
use std::path::Path;

fn write(folder: &Path, settings: &str) {
    fs::write(folder.join("parlor.toml"), settings).unwrap();
}

#[test]
fn an_operator_has_the_settings_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_string_lossy();
    for name in ["ann", "bob"] {
        let made = run(&["account", "create", name, "--data", &data], "correct-horse\n");
        assert!(made.status.success(), "{made:?}");
    }
    let rest = "operators = ['ann', 'bob:helper']\noperator_classes = ['helper=kill']\n";
    write(folder.path(), rest);
    let house = House::on(folder.path(), &[]);
    let mut ann = Irc::enter(house.irc, "guest1", "");
    ann.say("REHASH");
    ann.until(|m| m.verb == "481").unwrap();
    ann.say("OPER ann correct-horse");
    ann.until(|m| m.verb == "381").unwrap();
    ann.say("ADMIN");
    ann.until(|m| m.verb == "423").unwrap();
    write(folder.path(), &format!("{rest}user_modes = 'i'\n[server]\nadmin = 'Ann'\npassword = 'sesame'\n"));
    ann.say("REHASH");
    ann.until(|m| m.verb == "382").unwrap();
    ann.until(|m| m.verb == "NOTICE" && m.param(1).contains("server.admin")).unwrap();
    ann.say("ADMIN");
    assert_eq!(ann.until(|m| m.verb == "257").unwrap().param(1), "Ann");

    let mut stranger = Wire::to(house.irc).unwrap();
    stranger.send("NICK bob\r\nUSER bob 0 * :Bob\r\n").unwrap();
    assert!(stranger.rest().iter().any(|line| line.contains(" 464 ")));
    let mut bob = Irc::knocks(house.irc, "PASS sesame\r\nNICK guest2\r\nUSER bob 0 * :Bob\r\n");
    assert_eq!(bob.until(|m| m.verb == "221").unwrap().param(1), "+i");
    bob.say("OPER bob correct-horse");
    bob.until(|m| m.verb == "381").unwrap();
    bob.say("REHASH");
    bob.until(|m| m.verb == "481").unwrap();

    write(folder.path(), "[server]\nadmim = 'Ann'\n");
    ann.say("REHASH");
    ann.until(|m| m.verb == "NOTICE" && m.param(1).contains("not changed")).unwrap();
}

#[test]
fn settings_are_shown_and_read_again_through_the_api() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_string_lossy();
    let made = run(&["account", "create", "ann", "--data", &data], "correct-horse\n");
    assert!(made.status.success(), "{made:?}");
    write(folder.path(), "operators = ['ann']\n[server]\npassword = 'sesame'\n");
    let house = House::on(folder.path(), &["--limits-topic-bytes", "100"]);
    // ann:correct-horse
    let call = |request: &str| http::call(house.http, request, "YW5uOmNvcnJlY3QtaG9yc2U=", "");
    let shown = call("GET /api/v1/settings");
    assert!(!shown.contains("sesame"), "{shown}");
    let password = r#"{"key":"server.password","from":""#;
    assert!(shown.contains(password) && shown.contains("parlor.toml, line 3"), "{shown}");
    let topic =
        r#"{"key":"limits.topic_bytes","value":"100","from":"flag --limits-topic-bytes","reloads":false}"#;
    assert!(shown.contains(topic), "{shown}");
    write(folder.path(), "operators = ['ann']\n[server]\npassword = 'honey'\ndescription = 'A den'\n");
    let reloaded = call("POST /api/v1/settings/reload");
    assert!(reloaded.contains("server.password was (hidden) and is now (hidden)"), "{reloaded}");
    assert!(reloaded.contains("A den") && !reloaded.contains("honey"), "{reloaded}");
    assert!(call("GET /api/v1/settings").contains(r#""value":"\"A den\"""#));
    write(folder.path(), "[server]\nadmim = 'Ann'\n");
    let refused = call("POST /api/v1/settings/reload");
    assert!(refused.contains(" 409 ") && refused.contains("settings_unfit"), "{refused}");
}

#[test]
fn an_operator_of_no_known_class_starts_nothing() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "operators = ['ann:helper']\n");
    let data = folder.path().to_string_lossy();
    let check = run(&["config", "check", "--data", &data], "");
    assert_eq!(check.status.code(), Some(2), "{check:?}");
    assert!(check.err.contains("ann is of a class that operator_classes does not have"), "{check:?}");
}

#[test]
fn clients_are_told_where_files_are_uploaded() {
    let folder = tempfile::tempdir().unwrap();
    let told = |args: &[&str]| {
        let house = House::on(folder.path(), args);
        let mut wire = Wire::to(house.irc).unwrap();
        wire.send("NICK ann\r\nUSER ann 0 * :Ann\r\nQUIT\r\n").unwrap();
        let tokens = wire.rest().into_iter().filter(|line| line.contains(" 005 ")).collect::<String>();
        tokens.split(' ').find_map(|token| token.strip_prefix("soju.im/FILEHOST=").map(str::to_owned))
    };
    assert_eq!(told(&[]), None);
    let outside = ["--http-public-url", "https://chat.example/"];
    assert_eq!(told(&outside).as_deref(), Some("https://chat.example/files"));
    let [flag, url] = outside;
    assert_eq!(told(&[flag, url, "--files-enabled", "false"]), None);
    let elsewhere = [flag, url, "--irc-filehost", "https://files.example/up"];
    assert_eq!(told(&elsewhere).as_deref(), Some("https://files.example/up"));
}
