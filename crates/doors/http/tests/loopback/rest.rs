//! The JSON API, call by call.

use super::stage::{House, field};

const ANN: &str = "Name: ann";

#[test]
fn a_message_and_what_is_done_to_it() {
    let house = House::open();
    let join = house.json("PUT", "/api/v1/rooms/ops/members/me", ANN, "{}");
    assert_eq!(join.body, r#"{"number":2,"message_id":"2-2"}"#);
    let say = house.json("POST", "/api/v1/rooms/ops/messages", ANN, r#"{"text":"hello"}"#);
    assert_eq!((say.status, field(&say.body, "message_id").as_str()), (201, "2-3"));
    let reply = r#"{"text":"waves","manner":"action","reply_to":"2-3"}"#;
    assert_eq!(house.json("POST", "/api/v1/rooms/!2/messages", ANN, reply).status, 201);
    assert_eq!(house.json("PATCH", "/api/v1/messages/2-3", ANN, r#"{"text":"hello!"}"#).status, 200);
    let heart = "/api/v1/messages/2-3/reactions/%E2%9D%A4";
    assert_eq!(house.json("PUT", heart, ANN, "").status, 200);
    let message = house.get("/api/v1/messages/2-3").body;
    assert!(message.contains(r#""said":{"text":"hello!"}"#), "{message}");
    assert!(message.contains(r#""edited_at":{"number":5,"#), "{message}");
    assert!(message.contains(r#""reaction":"❤""#), "{message}");
    assert_eq!(house.json("DELETE", heart, ANN, "").status, 200);
    let wave = "/api/v1/messages/2-3/reactions/wave";
    assert_eq!(house.json("PUT", wave, ANN, "").status, 200);
    assert_eq!(house.json("DELETE", "/api/v1/messages/2-3?reason=typo", ANN, "").status, 200);
    let message = house.get("/api/v1/messages/2-3").body;
    assert!(message.contains("deleted_at") && !message.contains("wave"), "{message}");
    assert_eq!(house.json("DELETE", "/api/v1/messages/2-3", ANN, "").outcome(), "410 deleted");
    let bob = house.json("DELETE", "/api/v1/messages/2-4", "Name: bob", "");
    assert_eq!(bob.outcome(), "403 not_member");
    assert_eq!(house.json("DELETE", "/api/v1/messages/2-99", ANN, "").outcome(), "404 no_such_message");
    assert_eq!(house.json("DELETE", "/api/v1/messages/nonsense", ANN, "").outcome(), "404 no_such_message");
}

#[test]
fn rooms_are_listed_and_looked_at() {
    let house = House::open();
    let ann = house.register("ann");
    house.call("POST", "/r/ops", &[&ann], "x");
    let rooms = house.get("/api/v1/rooms").body;
    assert!(rooms.starts_with(r##"[{"room":"#lobby","room_id":"!1","##), "{rooms}");
    let topic = r#"{"text":"all about ops"}"#;
    assert_eq!(house.json("PUT", "/api/v1/rooms/ops/topic", &ann, topic).status, 200);
    let room = house.get("/api/v1/rooms/ops").body;
    assert!(room.contains(r#""text":"all about ops""#), "{room}");
    assert!(room.contains(r#""flags":["members_speak","topic_locked"]"#), "{room}");
    let members = house.call("GET", "/api/v1/rooms/ops/members", &[&ann], "").body;
    assert!(members.contains(r#""name":"ann","account":"ann""#), "{members}");
    assert!(members.contains(r#""role":"operator""#), "{members}");
    house.register("carol");
    let changes = r#"{"changes":[
        {"flag":{"flag":"moderated","on":true}},
        {"role":{"role":"voice","on":true,"person":"carol"}}
    ]}"#;
    let changed = house.json("PATCH", "/api/v1/rooms/ops", &ann, changes).body;
    assert!(changed.contains(r#""partly":[{"type":"about:blank","status":409,"code":"they_are_not_member""#));
    let bob = house.json("POST", "/api/v1/rooms/ops/messages", "Name: bob", r#"{"text":"x"}"#);
    assert_eq!(bob.outcome(), "403 members_speak");
    assert_eq!(house.json("PUT", "/api/v1/rooms/ops/read", &ann, r#"{"number":3}"#).status, 204);
    assert_eq!(house.json("DELETE", "/api/v1/rooms/ops/members/me", &ann, "").status, 200);
    assert_eq!(house.json("DELETE", "/api/v1/rooms/ops/members/me", &ann, "").outcome(), "403 not_member");
}

#[test]
fn a_conversation_of_two() {
    let house = House::open();
    let (ann, bob) = (house.register("ann"), house.register("bob"));
    let say = house.json("POST", "/api/v1/rooms/@bob/messages", &ann, r#"{"text":"psst"}"#);
    assert_eq!(say.status, 201, "{}", say.body);
    let list = house.call("GET", "/api/v1/conversations", &[&bob], "").body;
    assert!(list.starts_with(r#"[{"room":"@ann","#), "{list}");
    let page = house.call("GET", "/api/v1/rooms/@ann/messages?messages_only=true", &[&bob], "").body;
    assert!(page.contains(r#""said":{"text":"psst"}"#), "{page}");
    let id = field(&say.body, "message_id");
    assert_eq!(house.get(&format!("/api/v1/messages/{id}")).outcome(), "404 no_such_room");
}

#[test]
fn history_and_search() {
    let house = House::open();
    for i in 3..9 {
        house.call("POST", "/r/ops", &[ANN], &format!("number {i}"));
    }
    for (query, expected) in [
        ("limit=2", "7 8 true false"),
        ("limit=2&before=2-6", "4 5 true true"),
        ("limit=2&after=4", "5 6 true true"),
        ("limit=4&around=5", "3 4 5 6 true true"),
        ("after=4&before=7", "5 6 true true"),
        ("limit=1&before=1970-01-01", " false true"),
    ] {
        let body = house.get(&format!("/api/v1/rooms/ops/messages?{query}")).body;
        let page: serde_json::Value = serde_json::from_str(&body).unwrap();
        let numbers: Vec<_> =
            page["messages"].as_array().unwrap().iter().map(|m| m["number"].to_string()).collect();
        let found = format!("{} {} {}", numbers.join(" "), page["more_before"], page["more_after"]);
        assert_eq!(found, expected, "{query}");
    }
    assert_eq!(house.get("/api/v1/rooms/ops/messages?around=1&after=2").outcome(), "400 bad_request");
    let found = house.get("/api/v1/search?text=%22number+5%22&room=ops").body;
    assert!(found.contains(r#""message_id":"2-5""#) && !found.contains("2-6"), "{found}");
    assert_eq!(house.get("/api/v1/search").outcome(), "400 bad_request");
}

#[test]
fn anything_may_be_asked_in_one_call() {
    let house = House::open();
    let ann = house.register("ann");
    let ask = |body: &str| house.json("POST", "/api/v1/ask", &ann, body);
    assert_eq!(ask(r##"{"join":{"room":"#ops"}}"##).body, r#"{"done":{"number":2,"message_id":"2-2"}}"#);
    assert_eq!(ask(r##"{"rename":{"room":"#ops","to":"#dev"}}"##).status, 200);
    assert_eq!(ask(r##"{"kick":{"room":"#dev","person":"nobody"}}"##).outcome(), "404 no_such_person");
    assert_eq!(ask(r#"{"resume":{"cursors":[]}}"#).outcome(), "400 bad_request");
    assert_eq!(ask(r#"{"sing":{}}"#).outcome(), "400 bad_request");
    let person = house.get("/api/v1/people/ann").body;
    assert!(person.contains(r##""room":"#dev""##), "{person}");
    assert!(house.get("/api/v1/people?mask=zz*").body == "[]");
    assert_eq!(field(&house.get("/api/v1/house").body, "accounts"), "1");
}

#[test]
fn the_description_is_served_and_readable() {
    let house = House::open();
    let document = house.get("/api/openapi.json").body;
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert!(document["paths"]["/api/v1/rooms/{room}/messages"]["post"].is_object());
    assert!(house.get("/api/").body.contains("<h2><code>GET /api/v1/search</code></h2>"));
}
