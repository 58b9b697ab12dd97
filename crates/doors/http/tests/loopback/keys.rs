//! Tokens, bots, hooks and invitations.

use super::stage::{House, field};

/// Makes a token with these scopes, and the header that uses it.
fn token(house: &House, who: &str, scopes: &str) -> (String, String) {
    let body = format!(r#"{{"scopes":{scopes},"label":"test"}}"#);
    let made = house.json("POST", "/api/v1/tokens", who, &body);
    assert_eq!(made.status, 201, "{}", made.body);
    let id = number(&made.body, "id");
    (format!("Authorization: Bearer {}", field(&made.body, "secret")), id)
}

/// A number in JSON.
fn number(body: &str, name: &str) -> String {
    let rest = body.split_once(&format!("\"{name}\":")).unwrap().1;
    rest.chars().take_while(char::is_ascii_digit).collect()
}

#[test]
fn a_token_is_for_what_it_says_until_it_is_revoked() {
    let mut house = House::open();
    let ann = house.register("ann");
    let (reads, id) = token(&house, &ann, r#"["read"]"#);
    let (writes, _) = token(&house, &ann, r#"["read","write"]"#);
    assert_eq!(house.call("POST", "/r/ops", &[&writes], "hi").status, 201);
    assert!(house.call("GET", "/r/ops", &[&reads], "").body.contains("hi"));
    assert_eq!(house.call("POST", "/r/ops", &[&reads], "hi").outcome(), "403 not_in_scope");
    assert_eq!(house.call("GET", "/api/v1/tokens", &[&writes], "").outcome(), "403 not_in_scope");
    // What was made outlives the process; what is shown of it has no secret.
    house.restart();
    let held = house.call("GET", "/api/v1/tokens", &[&ann], "").body;
    assert!(held.contains(r#""scopes":["read","write"]"#), "{held}");
    assert!(!held.contains(reads.rsplit(' ').next().unwrap()), "{held}");
    assert_eq!(house.call("DELETE", &format!("/api/v1/tokens/{id}"), &[&ann], "").status, 204);
    assert_eq!(house.call("GET", "/r/ops", &[&reads], "").outcome(), "401 session_over");
    assert_eq!(house.call("GET", "/r/ops", &[&writes], "").status, 200);
    let bob = house.register("bob");
    let stolen = r#"{"account":"ann","scopes":["read"]}"#;
    assert_eq!(house.json("POST", "/api/v1/tokens", &bob, stolen).outcome(), "403 need_operator");
    assert_eq!(house.json("POST", "/api/v1/tokens", &bob, r#"{"scopes":[]}"#).outcome(), "400 bad_request");
}

#[test]
fn a_bot_has_tokens_and_no_password() {
    let house = House::open();
    let ann = house.register("ann");
    assert_eq!(house.json("POST", "/api/v1/bots", &ann, r#"{"name":"helper"}"#).status, 201);
    let made =
        house.json("POST", "/api/v1/tokens", &ann, r#"{"account":"helper","scopes":["read","write"]}"#);
    let helper = format!("Authorization: Bearer {}", field(&made.body, "secret"));
    assert_eq!(house.call("POST", "/r/ops", &[&helper], "I am a program").status, 201);
    assert!(house.get("/r/ops").body.contains("helper"));
    // Basic helper:! , as if what no password matches were one.
    let basic = "Authorization: Basic aGVscGVyOiE=";
    assert_eq!(house.call("GET", "/api/v1/me", &[basic], "").outcome(), "401 wrong_password");
    // A person's own account is not ended so, by whichever way it is asked for.
    assert_eq!(house.call("DELETE", "/api/v1/bots/ann", &[&ann], "").outcome(), "404 no_such_person");
    let asked = house.json("POST", "/api/v1/ask", &ann, r#"{"end_bot":{"name":"ann"}}"#);
    assert_eq!(asked.outcome(), "404 no_such_person");
    assert_eq!(house.call("DELETE", "/api/v1/bots/helper", &[&ann], "").status, 204);
    assert_eq!(house.call("GET", "/api/v1/me", &[&helper], "").outcome(), "401 session_over");
}

#[test]
fn a_hook_says_things_in_its_room() {
    let mut house = House::open();
    let ann = house.register("ann");
    assert_eq!(house.call("POST", "/r/ops", &[&ann], "hello").status, 201);
    let made = house.json("POST", "/api/v1/rooms/ops/hooks", &ann, r#"{"bot":"ci","label":"builds"}"#);
    assert_eq!(made.status, 201, "{}", made.body);
    let path = field(&made.body, "path");
    assert_eq!(house.call("POST", &path, &[], "plain text").body, "ok");
    house.restart();
    let slack = r#"{"text":"from Slack's shape","username":"x"}"#;
    assert_eq!(house.json("POST", &path, "X: y", slack).status, 200);
    let twice = ["Idempotency-Key: build-7"];
    house.call("POST", &path, &twice, "once");
    house.call("POST", &path, &twice, "once");
    let room = house.get("/r/ops").body;
    assert!(
        room.contains("ci") && room.contains("plain text") && room.contains("from Slack's shape"),
        "{room}"
    );
    assert_eq!(room.matches("once").count(), 1, "{room}");
    assert_eq!(house.call("POST", &path, &[], "").outcome(), "422 empty_text");
    assert_eq!(house.call("POST", "/hooks/nothing", &[], "x").outcome(), "404 no_such_hook");
    let secret = format!("Authorization: Bearer {}", path.rsplit('/').next().unwrap());
    assert_eq!(house.call("GET", "/r/ops", &[&secret], "").outcome(), "403 not_in_scope");
    let listed = house.call("GET", "/api/v1/rooms/ops/hooks", &[&ann], "").body;
    let id = number(listed.split_once("\"tokens\"").unwrap().1, "id");
    assert!(listed.contains(r#""label":"builds""#), "{listed}");
    let bob = house.register("bob");
    assert_eq!(house.call("POST", "/r/ops", &[&bob], "hi").status, 201);
    let refused = house.json("POST", "/api/v1/rooms/ops/hooks", &bob, r#"{"bot":"bobs"}"#);
    assert_eq!(refused.outcome(), "403 need_role");
    assert_eq!(house.call("DELETE", &format!("/api/v1/tokens/{id}"), &[&ann], "").status, 204);
    assert_eq!(house.call("POST", &path, &[], "late").outcome(), "404 no_such_hook");
}

#[test]
fn an_invitation_makes_an_account_where_that_is_closed() {
    let house = House::with(|rules| rules.house.registration = true, |_| {});
    let ann = house.register("ann");
    let body = r#"{"registers":true}"#;
    assert_eq!(house.json("POST", "/api/v1/invitations", &ann, body).outcome(), "403 need_operator");
    assert_eq!(house.call("POST", "/r/ops", &[&ann], "hello").status, 201);
    let closed = r#"{"changes":[{"flag":{"flag":"invite_only","on":true}}]}"#;
    let changed = house.json("PATCH", "/api/v1/rooms/ops", &ann, closed);
    assert_eq!(changed.status, 200, "{}", changed.body);
    let room = house.call("GET", "/api/v1/rooms/ops", &[&ann], "").body;
    let body = format!(r#"{{"room_id":"{}"}}"#, field(&room, "room_id"));
    let made = house.json("POST", "/api/v1/invitations", &ann, &body);
    assert_eq!(made.status, 201, "{}", made.body);
    let code = format!(r#"{{"code":"{}"}}"#, field(&made.body, "secret"));
    let bob = house.register("bob");
    assert_eq!(house.call("POST", "/r/ops", &[&bob], "let me in").outcome(), "403 invite_only");
    assert_eq!(house.json("POST", "/api/v1/invitations/use", &bob, &code).status, 200);
    assert_eq!(house.call("POST", "/r/ops", &[&bob], "thanks").status, 201);
    let again = house.json("POST", "/api/v1/invitations/use", &bob, &code);
    assert_eq!(again.outcome(), "404 invitation_over");
}
