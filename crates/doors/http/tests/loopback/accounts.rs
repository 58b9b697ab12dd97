//! Accounts, sessions, cookies.

use super::stage::{House, field};

const BASIC: &str = "Authorization: Basic YW5uOmNvcnJlY3QgaG9yc2U=";
const WRONG: &str = "Authorization: Basic YW5uOndyb25nIGhvcnNl";

#[test]
fn an_account_from_its_beginning_to_its_end() {
    let house = House::open();
    let token = house.register("ann");
    let me = house.call("GET", "/api/v1/me", &[&token], "");
    assert!(me.body.contains(r#""account":"ann""#), "{}", me.body);
    assert_eq!(house.call("GET", "/api/v1/me", &[BASIC], "").status, 200);
    assert_eq!(house.call("GET", "/api/v1/me", &[WRONG], "").outcome(), "401 wrong_password");
    assert_eq!(house.call("POST", "/r/ops", &["Name: ann"], "x").outcome(), "401 name_is_account");
    let change = r#"{"old":"correct horse","new":"battery staple"}"#;
    assert_eq!(house.json("PUT", "/api/v1/me/password", &token, change).status, 204);
    assert_eq!(house.call("GET", "/api/v1/me", &[BASIC], "").outcome(), "401 wrong_password");
    assert_eq!(house.call("GET", "/api/v1/me", &[&token], "").status, 200);
    let delete = |password| {
        let body = format!(r#"{{"password":"{password}"}}"#);
        house.json("POST", "/api/v1/me/delete", &token, &body).outcome()
    };
    assert_eq!(delete("correct horse"), "401 wrong_password");
    assert_eq!(delete("battery staple"), "204");
    assert_eq!(house.call("GET", "/api/v1/me", &[&token], "").outcome(), "401 session_over");
}

#[test]
fn a_cookie_is_a_session_that_no_script_reads() {
    let house = House::open();
    house.register("ann");
    let body = r#"{"name":"ann","password":"correct horse"}"#;
    let answer = house.json("POST", "/api/v1/sessions", "X: y", body);
    let cookie = answer.head.lines().find(|l| l.starts_with("set-cookie: ")).unwrap();
    assert!(cookie.ends_with("; path=/; max-age=2592000; httponly; samesite=lax"), "{cookie}");
    let cookie = format!("Cookie: other=1; parlor_session={}", field(&answer.body, "token"));
    assert_eq!(house.call("GET", "/api/v1/me", &[&cookie], "").status, 200);
    assert_eq!(house.call("DELETE", "/api/v1/sessions/current", &[&cookie], "").status, 204);
    assert_eq!(house.call("GET", "/api/v1/me", &[&cookie], "").outcome(), "401 not_entered");
}

#[test]
fn other_sessions_end_with_the_password() {
    let house = House::open();
    let first = house.register("ann");
    let body = r#"{"name":"ann","password":"correct horse"}"#;
    let second = house.json("POST", "/api/v1/sessions", "X: y", body).body;
    let second = format!("Authorization: Bearer {}", field(&second, "token"));
    let change = r#"{"old":"correct horse","new":"battery staple"}"#;
    assert_eq!(house.json("PUT", "/api/v1/me/password", &second, change).status, 204);
    assert_eq!(house.call("GET", "/api/v1/me", &[&first], "").outcome(), "401 session_over");
    assert_eq!(house.call("GET", "/api/v1/me", &[&second], "").status, 200);
}

#[test]
fn passwords_are_not_tried_for_ever() {
    let house = House::with(|_| {}, |settings| settings.login_attempts = 4);
    house.register("ann");
    let outcomes: Vec<_> = (0..4).map(|_| house.call("GET", "/api/v1/me", &[WRONG], "").outcome()).collect();
    assert_eq!(outcomes[0], "401 wrong_password");
    assert_eq!(outcomes[3], "429 too_many_attempts");
    let answer = house.call("GET", "/api/v1/me", &[BASIC], "");
    assert_eq!(answer.outcome(), "429 too_many_attempts");
    assert!(answer.head.contains("retry-after: "), "{}", answer.head);
}

#[test]
fn names_and_passwords_that_do_not_do() {
    let house = House::open();
    house.register("ann");
    for (body, expected) in [
        (r#"{"name":"ann","password":"long enough"}"#, "409 account_exists"),
        (r#"{"name":"bob","password":"short"}"#, "422 password_unfit"),
        (r#"{"name":"two words","password":"long enough"}"#, "422 name_unfit"),
        (r#"{"name":"bob"}"#, "400 bad_request"),
        ("bob", "400 bad_request"),
    ] {
        assert_eq!(house.json("POST", "/api/v1/accounts", "X: y", body).outcome(), expected, "{body}");
    }
    let form = house.call("POST", "/api/v1/sessions", &[], "name=ann&password=x");
    assert_eq!(form.outcome(), "415 not_json");
}

#[test]
fn an_account_that_takes_a_letter() {
    let house = House::with(|rules| (rules.house.mail, rules.house.email_required) = (true, true), |_| {});
    let make = |email: &str| {
        let body = format!(r#"{{"name":"ann","password":"correct horse"{email}}}"#);
        house.json("POST", "/api/v1/accounts", "X: y", &body).outcome()
    };
    let confirm = |code: &str| {
        let body = format!(r#"{{"code":"{code}"}}"#);
        house.json("POST", "/api/v1/accounts/ann/confirm", "X: y", &body).outcome()
    };
    assert_eq!(make(""), "403 need_email");
    assert_eq!(make(r#","email":"nonsense""#), "400 bad_request");
    assert_eq!(make(r#","email":"ann@example.org""#), "202");
    let code = house.letter();
    assert_eq!(make(r#","email":"ann@example.org""#), "409 account_exists");
    assert_eq!(house.call("GET", "/api/v1/me", &[BASIC], "").outcome(), "401 wrong_password");
    assert_eq!(confirm("nonsense"), "403 wrong_code");
    assert_eq!(confirm(&code), "200");
    assert_eq!(house.call("GET", "/api/v1/me", &[BASIC], "").status, 200);
    assert_eq!(confirm(&code), "403 wrong_code");
}
