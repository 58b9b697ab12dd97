//! Pushes: where one is pushed to, and what comes there.

use super::stage::{House, pushing};
use parlor_api::Pushed;

const PLACE: &str = "https://push.example/for/ann";

/// What a browser's subscription is as JSON.
fn subscription(endpoint: &str) -> String {
    let p256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    let keys = format!(r#"{{"p256dh":"{p256dh}","auth":"BTBZMqHH6r4Tts7J_aSIgg"}}"#);
    format!(r#"{{"endpoint":"{endpoint}","expirationTime":null,"keys":{keys}}}"#)
}

fn next(house: &House) -> Pushed {
    let (at, words) = house.push();
    assert_eq!(at, PLACE);
    serde_json::from_slice(&words).unwrap()
}

#[test]
fn a_browser_is_pushed_what_its_person_must_not_miss() {
    let mut house = House::with(pushing, |_| {});
    let ann = house.register("ann");
    let none = house.call("GET", "/api/v1/me/pushes", &[&ann], "").body;
    assert_eq!(none, r#"{"key":"BKey","places":[]}"#);
    let made = house.json("POST", "/api/v1/me/pushes", &ann, &subscription(PLACE));
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(next(&house), Pushed::First {});
    let places = house.call("GET", "/api/v1/me/pushes", &[&ann], "").body;
    assert!(places.contains(PLACE) && places.contains(r#""json":true"#), "{places}");

    house.restart();
    let bob = house.register("bob");
    assert_eq!(house.call("POST", "/r/@ann", &[&bob], "are you there?").status, 201);
    let Pushed::Event(pushed) = next(&house) else { panic!("no event") };
    assert_eq!((&*pushed.event.room, &*pushed.event.by.name, pushed.cut), ("@bob", "bob", false));
    let said = serde_json::to_string(&pushed.event).unwrap();
    assert!(said.contains(r#""said":{"text":"are you there?""#), "{said}");
    let read = format!(r#"{{"number":{}}}"#, pushed.event.number);
    assert_eq!(house.json("PUT", "/api/v1/rooms/@bob/read", &ann, &read).status, 204);
    let Pushed::Read(read) = next(&house) else { panic!("not read") };
    assert_eq!(read.room, "@bob");
    assert_eq!(read.upto, pushed.event.at);

    let end = format!("/api/v1/me/pushes?endpoint={PLACE}");
    assert_eq!(house.call("DELETE", &end, &[&ann], "").status, 204);
    assert_eq!(house.call("DELETE", &end, &[&ann], "").status, 204);
    assert_eq!(house.call("POST", "/r/@ann", &[&bob], "and now?").status, 201);
    let made = house.json("POST", "/api/v1/me/pushes", &ann, &subscription(PLACE));
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(next(&house), Pushed::First {});
}

#[test]
fn what_cannot_be_pushed_to_is_refused() {
    let house = House::with(pushing, |_| {});
    let ann = house.register("ann");
    let post = |who: &str, body: &str| house.json("POST", "/api/v1/me/pushes", who, body).outcome();
    assert_eq!(post("Name: guest", &subscription(PLACE)), "403 need_account");
    assert_eq!(post(&ann, &subscription("http://push.example/")), "422 push_unfit");
    assert_eq!(post(&ann, &subscription(PLACE).replace("BTBZ", "")), "422 push_unfit");
    assert_eq!(post(&ann, &subscription("https://broken.example/")), "422 push_untaken");
    assert_eq!(house.call("GET", "/api/v1/me/pushes", &["Name: guest"], "").outcome(), "403 need_account");
    let house = House::open();
    let ann = house.register("ann");
    assert_eq!(house.call("GET", "/api/v1/me/pushes", &[&ann], "").body, r#"{"places":[]}"#);
    let refused = house.json("POST", "/api/v1/me/pushes", &ann, &subscription(PLACE));
    assert_eq!(refused.outcome(), "422 not_here");
}
