//! The WebSocket.

use super::stage::{House, field};
use std::net::TcpStream;
use tungstenite::client::IntoClientRequest;
use tungstenite::{Message, WebSocket};

pub(crate) struct Client {
    socket: WebSocket<TcpStream>,
    next_id: u64,
}

impl Client {
    #[track_caller]
    pub(crate) fn open(house: &House, query: &str) -> Self {
        Self::try_open(house, query).unwrap()
    }

    /// `None`: it was not let in.
    pub(crate) fn try_open(house: &House, query: &str) -> Option<Self> {
        let url = format!("ws://{}/api/v1/stream{query}", house.address);
        let (socket, _) = tungstenite::client(url, house.connect()).ok()?;
        Some(Self { socket, next_id: 0 })
    }

    /// As who this header says: `Authorization: Bearer …`.
    pub(crate) fn open_as(house: &House, header: &str) -> Self {
        let (name, value) = header.split_once(": ").unwrap();
        let url = format!("ws://{}/api/v1/stream", house.address);
        let mut request = url.into_client_request().unwrap();
        request.headers_mut().insert(
            tungstenite::http::HeaderName::from_bytes(name.as_bytes()).unwrap(),
            value.parse().unwrap(),
        );
        let (socket, _) = tungstenite::client(request, house.connect()).unwrap();
        Self { socket, next_id: 0 }
    }

    pub(crate) fn hear(&mut self) -> String {
        loop {
            match self.socket.read().unwrap() {
                Message::Text(text) => return text.as_str().to_owned(),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    pub(crate) fn tell(&mut self, ask: &str) -> u64 {
        self.next_id += 1;
        let frame = format!("{{\"id\":{},{}", self.next_id, &ask[1..]);
        self.socket.send(Message::text(frame)).unwrap();
        self.next_id
    }

    /// Asks, and takes the answer; what is told before it is given back as well.
    pub(crate) fn ask(&mut self, ask: &str) -> (Vec<String>, String) {
        let id = self.tell(ask);
        let mut told = Vec::new();
        loop {
            let frame = self.hear();
            if frame.starts_with(&format!("{{\"re\":{id},")) {
                return (told, frame);
            }
            told.push(frame);
        }
    }
}

fn said(frame: &str) -> String {
    let event: serde_json::Value = serde_json::from_str(frame).unwrap();
    event["said"]["text"].as_str().unwrap_or(frame).to_owned()
}

#[test]
fn two_talk() {
    let house = House::open();
    let mut ann = Client::open(&house, "");
    let (_, entered) = ann.ask(r#"{"enter":{"name":"ann"}}"#);
    assert!(entered.contains(r#""me":{"name":"ann","#), "{entered}");
    let (told, done) = ann.ask(r##"{"join":{"room":"#ops"}}"##);
    assert_eq!(done, r#"{"re":2,"done":{"number":2,"message_id":"2-2"}}"#);
    assert!(told.last().unwrap().contains(r#""joined":{"role":"operator"}"#), "{told:?}");
    let mut bob = Client::open(&house, "?name=bob");
    assert!(bob.hear().starts_with(r#"{"re":0,"entered":{"me":{"name":"bob","#));
    bob.ask(r##"{"join":{"room":"#ops"}}"##);
    ann.hear();
    ann.ask(r##"{"say":{"room":"#ops","text":"hello"}}"##);
    assert_eq!(said(&bob.hear()), "hello");
    ann.tell(r##"{"typing":{"room":"#ops","state":"active"}}"##);
    let typing = bob.hear();
    assert!(typing.contains(r#""typing":"active""#) && !typing.contains("number"), "{typing}");
    let (_, refused) = ann.ask(r##"{"say":{"room":"#nowhere","text":"x"}}"##);
    assert!(refused.contains(r#""refused":{"type":"about:blank","status":404,"code":"no_such_room""#));
}

#[test]
fn what_was_missed_comes_first_and_once() {
    let house = House::open();
    let ann = house.register("ann");
    house.call("POST", "/r/ops", &[&ann], "3");
    for n in 4..200 {
        house.call("POST", "/r/ops", &[&ann], &n.to_string());
    }
    let writer = std::thread::scope(|scope| {
        let house = &house;
        let writing = scope.spawn(move || {
            for n in 200..400 {
                house.call("POST", "/r/ops", &["Name: bob"], &(n + 1).to_string());
            }
        });
        let mut client = Client::open(house, "?name=carol&after=!2:50");
        client.hear();
        let mut expected = 51;
        while expected <= 400 {
            let frame = client.hear();
            if frame.starts_with("{\"live\"") {
                continue;
            }
            assert_eq!(field(&frame, "number"), expected.to_string(), "{frame}");
            expected += 1;
        }
        writing.join()
    });
    writer.unwrap();
}

#[test]
fn an_act_in_two_rooms_is_told_in_both() {
    let house = House::open();
    let mut ann = Client::open(&house, "?name=ann");
    let mut bob = Client::open(&house, "?name=bob");
    ann.hear();
    bob.hear();
    for client in [&mut ann, &mut bob] {
        client.ask(r##"{"join":{"room":"#ops"}}"##);
        client.ask(r##"{"join":{"room":"#dev"}}"##);
    }
    for ask in [r#"{"nick":{"name":"bobby"}}"#, r#"{"quit":{"reason":"enough"}}"#] {
        bob.tell(ask);
    }
    let mut heard: [String; 6] = std::array::from_fn(|_| ann.hear());
    // Bob's two joins come first. One act is told room by room, in whichever order.
    heard[2..4].sort();
    heard[4..].sort();
    let shown: Vec<String> = heard
        .iter()
        .map(|frame| {
            let event: serde_json::Value = serde_json::from_str(frame).unwrap();
            let what = ["joined", "became", "left"].into_iter().find(|what| event.get(what).is_some());
            format!("{} {}", event["room"].as_str().unwrap(), what.unwrap_or(frame))
        })
        .collect();
    assert_eq!(shown, ["#ops joined", "#dev joined", "#dev became", "#ops became", "#dev left", "#ops left"]);
}

#[test]
fn a_cursor_that_is_none_is_said_to_be_lost() {
    let house = House::open();
    let mut ann = Client::open(&house, "?name=ann");
    ann.hear();
    let resume = r##"{"resume":{"cursors":[{"room":"#nowhere","number":3},{"room":"#lobby","number":99}]}}"##;
    let (told, done) = ann.ask(resume);
    assert!(told[0].starts_with(r##"{"lost":{"room":"#nowhere","problem":{"##), "{told:?}");
    // Who has more than there is begins where the room is.
    let live = told[1].strip_prefix(r##"{"live":{"room":"#lobby","room_id":"!1","after":"##).unwrap();
    assert!(live.trim_end_matches('}').parse::<u64>().unwrap() < 99);
    assert_eq!(done, r#"{"re":1,"done":{}}"#);
}

#[test]
fn a_name_that_is_taken_is_refused_at_the_door() {
    let house = House::open();
    let mut ann = Client::open(&house, "?name=ann");
    ann.hear();
    let mut other = Client::open(&house, "?name=ANN");
    assert!(other.hear().contains("\"code\":\"name_taken\""));
    assert!(other.hear().starts_with("{\"bye\":{\"code\":\"not_let_in\""));
    assert!(matches!(other.socket.read(), Ok(Message::Close(_))));
}

#[test]
fn everyone_is_told_when_the_house_closes() {
    let mut house = House::open();
    let mut ann = Client::open(&house, "?name=ann");
    ann.hear();
    house.stop();
    assert_eq!(ann.hear(), r#"{"bye":{"code":"stopping","why":"the house closed"}}"#);
    assert!(matches!(ann.socket.read(), Ok(Message::Close(_))));
}
