//! How far somebody has read: one fact for all of their connections, and for the next start.

use super::socket::Client;
use super::stage::{House, field};

const READ: &str = "/api/v1/rooms/ops/read";

#[test]
fn what_is_read_here_is_read_there_and_after_a_restart() {
    let mut house = House::open();
    let ann = house.register("ann");
    for words in ["one", "two", "three"] {
        house.call("POST", "/r/ops", &[&ann], words);
    }
    let none = house.call("GET", READ, &[&ann], "").body;
    assert_eq!(none, r##"{"room":"#ops","room_id":"!2","last":5}"##);
    let mut stream = Client::open_as(&house, &ann);
    let entered = stream.hear();
    assert!(entered.contains(r##"{"room":"#ops","room_id":"!2","last":5}"##), "{entered}");
    assert_eq!(house.json("PUT", READ, &ann, r#"{"number":4}"#).status, 204);
    let told = stream.hear();
    assert!(told.contains(r##""room":"#ops""##) && field(&told, "read_up_to") == "4", "{told}");
    // It does not move back.
    assert_eq!(house.json("PUT", READ, &ann, r#"{"number":3}"#).status, 204);
    house.restart();
    let read = r##"{"room":"#ops","room_id":"!2","last":5,"read_up_to":4}"##;
    assert_eq!(house.call("GET", READ, &[&ann], "").body, read);
    assert_eq!(house.call("GET", "/api/v1/read", &[&ann], "").body, format!("[{read}]"));
    let mut stream = Client::open_as(&house, &ann);
    let entered = stream.hear();
    assert!(entered.contains(read), "{entered}");
    assert!(house.call("GET", "/api/v1/rooms/ops", &[&ann], "").body.contains(r#""read_up_to":4"#));
    let others = house.call("GET", READ, &["Name: bob"], "").body;
    assert!(!others.contains("read_up_to"), "{others}");
}

#[test]
fn a_conversation_has_a_place_as_well() {
    let house = House::open();
    let (ann, bob) = (house.register("ann"), house.register("bob"));
    house.json("POST", "/api/v1/rooms/@bob/messages", &ann, r#"{"text":"psst"}"#);
    assert_eq!(house.json("PUT", "/api/v1/rooms/@ann/read", &bob, r#"{"number":2}"#).status, 204);
    let list = house.call("GET", "/api/v1/conversations", &[&bob], "").body;
    assert!(list.contains(r#""last":2,"read_up_to":2"#), "{list}");
    let list = house.call("GET", "/api/v1/conversations", &[&ann], "").body;
    assert!(list.contains(r#""last":2,"#) && !list.contains("read_up_to"), "{list}");
}
