//! Server operators rule the house through the API.

use super::socket::Client;
use super::stage::{House, field};

const LOG_IN: &str = r#"{"name":"ann","password":"correct horse"}"#;

#[test]
fn an_account_is_looked_after() {
    let mut house = House::open();
    let root = house.operator("root");
    let ann = house.register("ann");
    let log_in = |password: &str| {
        house.json("POST", "/api/v1/sessions", "X: y", &LOG_IN.replace("correct horse", password)).outcome()
    };
    let mut stream = Client::open_as(&house, &ann);
    stream.hear();
    let suspension = "/api/v1/accounts/ann/suspension";
    assert_eq!(house.json("PUT", suspension, &root, r#"{"reason":"cool down"}"#).status, 204);
    let bye = stream.hear();
    assert!(bye.starts_with(r#"{"bye":{"code":"banned","#) && bye.contains("cool down"), "{bye}");
    assert_eq!(log_in("correct horse"), "403 banned_from_house");
    let bans = house.call("GET", "/api/v1/bans", &[&root], "").body;
    assert!(bans.contains(r#""mask":"a:ann","reason":"cool down","by":{"name":"root""#), "{bans}");
    assert_eq!(house.call("DELETE", suspension, &[&root], "").status, 204);
    assert_eq!(log_in("correct horse"), "201");
    let password = r#"{"password":"battery staple"}"#;
    assert_eq!(house.json("PUT", "/api/v1/accounts/ann/password", &root, password).status, 204);
    assert_eq!(house.call("GET", "/api/v1/me", &[&ann], "").outcome(), "401 session_over");
    assert_eq!(log_in("battery staple"), "201");
    let seen = house.call("GET", "/api/v1/accounts/ann", &[&root], "").body;
    assert!(seen.contains(r#""name":"ann""#) && seen.contains(r#""operator":false"#), "{seen}");
    assert_eq!(house.call("DELETE", "/api/v1/accounts/ann", &[&root], "").status, 204);
    assert_eq!(log_in("battery staple"), "401 wrong_password");
    let names = house.call("GET", "/api/v1/accounts", &[&root], "").body;
    assert!(names.contains(r#""name":"root""#) && !names.contains(r#""name":"ann""#), "{names}");
}

#[test]
fn people_and_rooms_are_ruled() {
    let mut house = House::open();
    let root = house.operator("root");
    let mut bob = Client::open(&house, "?name=bob");
    bob.hear();
    bob.ask(r##"{"join":{"room":"#den"}}"##);
    bob.ask(r##"{"change":{"room":"#den","changes":[{"flag":{"flag":"secret","on":true}}]}}"##);
    assert!(!house.get("/api/v1/rooms").body.contains("#den"));
    assert!(house.call("GET", "/api/v1/rooms", &[&root], "").body.contains("#den"));
    assert_eq!(house.json("POST", "/api/v1/announcements", &root, r#"{"text":"tea is ready"}"#).status, 204);
    assert!(bob.hear().contains(r#""word":"tea is ready""#));
    let person = house.call("GET", "/api/v1/people/bob", &[&root], "").body;
    assert!(person.contains(r#""address":"127.0.0.1""#), "{person}");
    assert!(!house.get("/api/v1/people/bob").body.contains("address"));
    assert_eq!(
        house.json("POST", "/api/v1/purges", &root, r#"{"room":"den","reason":"no dens"}"#).status,
        204
    );
    assert!(bob.hear().contains(r#""closed""#));
    let (_, refused) = bob.ask(r##"{"join":{"room":"#den"}}"##);
    assert!(refused.contains(r#""code":"purged""#), "{refused}");
    assert_eq!(house.json("PUT", "/api/v1/defcon", &root, r#"{"level":2}"#).body, r#"{"level":2}"#);
    assert_eq!(house.call("POST", "/r/lobby", &["Name: carol"], "x").outcome(), "401 no_guests");
    assert_eq!(house.json("PUT", "/api/v1/defcon", &root, r#"{"level":5}"#).status, 200);
    assert_eq!(house.json("POST", "/api/v1/people/bob/kill", &root, r#"{"reason":"spam"}"#).status, 204);
    assert!(bob.hear().starts_with(r#"{"bye":{"code":"killed""#));
    let kick = r#"{"mask":"127.0.0.0/8","seconds":60}"#;
    assert_eq!(house.json("POST", "/api/v1/bans", &root, kick).status, 204);
    assert_eq!(house.get("/api/v1/rooms").outcome(), "403 banned_from_house");
}

#[test]
fn nobody_else_rules() {
    let mut house = House::open();
    let root = house.operator("root");
    let ann = house.register("ann");
    for (method, path, body) in [
        ("GET", "/api/v1/settings", ""),
        ("POST", "/api/v1/settings/reload", ""),
        ("GET", "/api/v1/bans", ""),
        ("POST", "/api/v1/bans", r#"{"mask":"*!*@*"}"#),
        ("PUT", "/api/v1/defcon", r#"{"level":1}"#),
        ("PUT", "/api/v1/accounts/root/suspension", "{}"),
        ("DELETE", "/api/v1/accounts/root", ""),
        ("PUT", "/api/v1/accounts/ann/operator", r#"{"operator":true}"#),
        ("GET", "/api/v1/people/root/sessions", ""),
        ("POST", "/api/v1/announcements", r#"{"text":"x"}"#),
        ("POST", "/api/v1/purges", r#"{"room":"lobby"}"#),
    ] {
        // An account may know itself as an operator's in a way of its own: both are refusals.
        assert_eq!(house.json(method, path, &ann, body).status, 403, "{method} {path}");
    }
    // A token that may only read rules nothing, whosever it is.
    let made = house.json("POST", "/api/v1/tokens", &root, r#"{"scopes":["read"]}"#).body;
    let reader = format!("Authorization: Bearer {}", field(&made, "secret"));
    assert_eq!(house.call("GET", "/api/v1/bans", &[&reader], "").outcome(), "403 not_in_scope");
    assert_eq!(house.call("GET", "/api/v1/settings", &[&reader], "").outcome(), "403 need_operator");
    assert_eq!(house.call("GET", "/api/v1/rooms", &[&reader], "").status, 200);
}
