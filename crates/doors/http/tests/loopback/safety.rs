//! Who means no good, or only does not know.

use super::socket::Client;
use super::stage::{Answer, House, PATIENCE, field};
use std::io::{Read, Write};
use std::time::{Duration, Instant};

const ANN: &str = "Name: ann";

#[test]
fn pages_of_other_sites_change_nothing() {
    let house = House::open();
    let host = format!("Host: {}", house.address);
    let post = |headers: &[&str]| house.call("POST", "/r/ops", &[&[&*host, ANN], headers].concat(), "x");
    assert_eq!(post(&["Origin: https://evil.example"]).outcome(), "403 cross_site");
    assert_eq!(post(&["Origin: null"]).outcome(), "403 cross_site");
    assert_eq!(post(&["Sec-Fetch-Site: cross-site"]).outcome(), "403 cross_site");
    let upgrade = ["Origin: https://evil.example", "Upgrade: websocket", "Connection: upgrade"];
    assert_eq!(house.call("GET", "/api/v1/stream", &upgrade, "").outcome(), "403 cross_site");
    assert_eq!(post(&[&format!("Origin: http://{}", house.address)]).status, 201);
}

#[test]
fn every_answer_says_how_it_may_be_shown() {
    let house = House::open();
    for path in ["/api/", "/r/lobby", "/nothing"] {
        let head = house.get(path).head;
        for header in ["content-security-policy: default-src 'self'", "x-content-type-options: nosniff"] {
            assert!(head.contains(header), "{path}: {head}");
        }
        assert!(!head.contains("access-control-allow-origin") && !head.contains("unsafe-inline"), "{head}");
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let house = House::with(|_| {}, |settings| settings.body_bytes_max = 1000);
    assert_eq!(house.call("POST", "/r/ops", &[ANN], &"x".repeat(1001)).outcome(), "413 body_too_large");
    let header = format!("X-Long: {}", "x".repeat(40_000));
    assert_eq!(house.call("GET", "/healthz", &[&header], "").status, 431);
}

#[test]
fn who_sends_nothing_is_let_go() {
    let house = House::with(|_| {}, |settings| settings.read_timeout = Duration::from_millis(100));
    let mut half = house.connect();
    half.write_all(b"GET /r/ops HTTP/1.1\r\nHost:").unwrap();
    let mut rest = String::new();
    half.read_to_string(&mut rest).unwrap();
    assert!(rest.is_empty() || rest.contains(" 408 "), "{rest}");
    let mut slow = house.connect();
    slow.write_all(b"POST /r/ops HTTP/1.0\r\nName: ann\r\nContent-Length: 10\r\n\r\nhal").unwrap();
    rest.clear();
    slow.read_to_string(&mut rest).unwrap();
    assert!(rest.contains(" 408 ") && rest.contains("too_slow"), "{rest}");
}

#[test]
fn a_request_by_hand_may_be_plain() {
    let house = House::open();
    let mut stream = house.connect();
    stream.write_all(b"POST /r/ops HTTP/1.0\nName: ann\nContent-Length: 2\n\nhi").unwrap();
    // The sending side closes, as `nc -N` does.
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.0 201") && answer.ends_with("#3 2-3\n"), "{answer}");
    let mut nonsense = house.connect();
    nonsense.write_all(b"hello?\r\n\r\n").unwrap();
    answer.clear();
    nonsense.read_to_string(&mut answer).unwrap();
    assert!(answer.contains(" 400 "), "{answer}");
}

#[test]
fn faster_than_the_house_takes_it() {
    let house = House::with(
        |rules| {
            rules.connection.lines_per_second = 0.01;
            rules.connection.burst_lines = 2.0;
        },
        |_| {},
    );
    let post = || house.call("POST", "/r/ops", &[ANN], "x");
    assert_eq!((post().status, post().status), (201, 201));
    let refused: Answer = post();
    assert_eq!(refused.outcome(), "429 too_fast");
    assert!(refused.head.contains("retry-after: "), "{}", refused.head);
}

#[test]
fn a_full_house_says_so() {
    let house = House::with(|rules| rules.connection.connections_max = 1, |_| {});
    // The first keeps its connection; its answer shows that it was counted.
    let mut first = house.connect();
    first.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut some = [0; 12];
    first.read_exact(&mut some).unwrap();
    let mut second = house.connect();
    let mut answer = String::new();
    second.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("503") && answer.contains("The house is full."), "{answer}");
}

#[test]
fn streams_count_among_the_connections_of_an_address() {
    let house = House::with(|rules| rules.connection.connections_per_address_max = 2, |_| {});
    let turned_away = || {
        let mut answer = String::new();
        // What is sent would be answered with a reset, which may overtake the words.
        house.connect().read_to_string(&mut answer).unwrap();
        assert!(answer.contains("503") && answer.contains("The house is full."), "{answer}");
    };
    let mut socket = Client::open(&house, "?name=ann");
    assert!(socket.hear().contains("entered"));
    let mut events = house.stream("/api/v1/events", &["Name: bob"]);
    assert!(!events.next().is_empty());
    turned_away();
    drop(socket);
    // Its place is free once the house has noticed.
    let until = Instant::now() + PATIENCE;
    let mut next = loop {
        match Client::try_open(&house, "?name=cy") {
            Some(client) => break client,
            None => assert!(Instant::now() < until, "its place is never free again"),
        }
    };
    assert!(next.hear().contains("entered"));
    turned_away();
}

#[test]
fn only_believed_proxies_are_believed() {
    let call = |house: &House, address: &str| {
        let forwarded = format!("X-Forwarded-For: {address}");
        house.call("POST", "/r/ops", &[ANN, &forwarded], "x").outcome()
    };
    let rule = |rules: &mut parlor_server::Rules| {
        rules.connection.lines_per_second = 0.01;
        rules.connection.burst_lines = 1.0;
    };
    let alone = House::with(rule, |_| {});
    assert_eq!(call(&alone, "192.0.2.1"), "201");
    assert_eq!(call(&alone, "192.0.2.2"), "429 too_fast");
    let behind = House::with(rule, |settings| settings.proxies = vec![[127, 0, 0, 1].into()]);
    assert_eq!(call(&behind, "192.0.2.1"), "201");
    // Another address is not slowed down by the first, and is not the guest that the first is.
    assert_eq!(call(&behind, "192.0.2.2"), "409 name_taken");
}

#[test]
fn watched_from_outside() {
    let house = House::open();
    assert_eq!(house.get("/healthz").body, "alive\n");
    assert_eq!(house.get("/readyz").body, "ready\n");
    let metrics = house.get("/metrics").body;
    assert!(metrics.contains("parlor_http_calls_total{status=\"2xx\"} 2\n"), "{metrics}");
    assert!(metrics.contains("parlor_http_accepted_total 3\n"), "{metrics}");
    // Those before may be closing still.
    assert!(!metrics.contains("parlor_http_connections 0\n"), "{metrics}");
}

#[test]
fn what_the_house_counts_of_itself_is_shown() {
    let house = House::open();
    for _ in 0..2 {
        assert_eq!(house.call("POST", "/r/ops", &[ANN], "hello").status, 201);
    }
    let kick = r##"{"kick": {"room": "#ops", "whom": "ann"}}"##;
    let json = "Content-Type: application/json";
    let refused = house.call("POST", "/api/v1/ask", &["Name: eve", json], kick);
    assert!((400..500).contains(&refused.status), "{}", refused.body);
    let page = house.get("/metrics").body;
    for line in [
        "parlor_connections{door=\"http\"} ",
        "parlor_messages_total 2\n",
        "parlor_queued_bytes 0\n",
        "parlor_catch_ups_total 0\n",
        "parlor_keeping_seconds_bucket{le=\"+Inf\"} ",
        "parlor_telling_seconds_bucket{le=\"0.0001\"} ",
        "parlor_refusals_total{kind=\"",
    ] {
        assert!(page.contains(line), "{line} is not in\n{page}");
    }
    // A number stands after each name: Prometheus reads no page with another line in it.
    for line in page.lines().filter(|line| !line.starts_with('#')) {
        let value = line.rsplit(' ').next().unwrap();
        assert!(value.parse::<f64>().is_ok(), "{line}");
    }
}

#[test]
fn an_account_has_one_pace_whatever_it_comes_with() {
    let pace = |rules: &mut parlor_server::Rules| {
        // Making the token counts as well.
        (rules.connection.lines_per_second, rules.connection.burst_lines) = (0.001, 4.0);
    };
    let house = House::with(pace, |_| {});
    let ann = house.register("ann");
    let made = house.json("POST", "/api/v1/tokens", &ann, r#"{"scopes":["write"]}"#).body;
    let token = format!("Authorization: Bearer {}", field(&made, "secret"));
    let password = "Authorization: Basic YW5uOmNvcnJlY3QgaG9yc2U=";
    for who in [&ann, &token, password] {
        assert_eq!(house.call("POST", "/r/ops", &[who], "x").status, 201, "{who}");
    }
    for who in [&ann, &token, password] {
        assert_eq!(house.call("POST", "/r/ops", &[who], "x").outcome(), "429 too_fast", "{who}");
    }
    assert_eq!(house.call("POST", "/r/ops", &["Name: bob"], "x").status, 201);
}
