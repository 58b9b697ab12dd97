//! What a connection is told of itself: that it should be encrypted, and for whom a gateway connects.

use crate::stage::play_with;
use parlor_irc::IrcDoor;
use parlor_model::Network;
use parlor_server::rehearsal::Rehearsal;
use parlor_server::{Arrival, Gateways, Networks, Rules, Sts};

#[test]
fn a_plain_connection_is_told_where_to_come_back_encrypted() {
    let sts = Some(Sts { port: 6697, seconds: 2_592_000, preload: false });
    play_with(
        Rules { sts, ..Rules::default() },
        r"bob connects
hush
bob > CAP LS 302

bob > CAP REQ :sts
bob < :parlor.local CAP * NAK :sts
bob > CAP REQ :-sts
bob < :parlor.local CAP * NAK :-sts
",
    );
}

#[test]
fn what_is_offered_in_another_way_is_said() {
    let rules = |sts| Rules { sts, scram_iterations: 0, ..Rules::default() };
    let (mut house, door) = (Rehearsal::with(rules(None)), IrcDoor::new());
    let arrival = |port: u16, secure| Arrival {
        secure,
        ..Arrival::plain("irc", std::net::SocketAddr::from(([127, 0, 0, 1], port)))
    };
    let [plain, secure, old] = [(4001, false), (4002, true), (4003, true)]
        .map(|(port, secure)| house.arrive(&door, arrival(port, secure)));
    for (guest, line) in [(plain, "CAP LS 302"), (secure, "CAP LS 302"), (old, "CAP REQ cap-notify")] {
        house.send(guest, &format!("{line}\r\n"));
        house.heard(guest);
    }
    let policy = |seconds| Some(Sts { port: 6697, seconds, preload: false });
    let mut heard_with = |rules: Rules| {
        house.set_rules(rules);
        [plain, secure, old].map(|guest| house.heard(guest))
    };
    let new = |what: &str| format!(":parlor.local CAP * NEW :{what}\r\n");
    assert_eq!(heard_with(rules(None)), ["", "", ""]);
    assert_eq!(
        heard_with(rules(policy(100))),
        [new("sts=port=6697"), new("sts=duration=100"), String::new()]
    );
    assert_eq!(heard_with(rules(policy(200))), [String::new(), new("sts=duration=200"), String::new()]);
    // A policy ends with a duration of nothing, never with DEL.
    let ended = Rules { scram_iterations: 4096, ..rules(None) };
    let sasl = "sasl=PLAIN,SCRAM-SHA-256";
    assert_eq!(heard_with(ended), [new(sasl), new(&format!("{sasl} sts=duration=0")), String::new()]);
}

#[test]
fn a_gateway_says_for_whom_it_connects() {
    let networks = Networks(vec![Network::of([127, 0, 0, 0].into(), 8)]);
    let gateways = Gateways { password: "sesame".into(), networks };
    play_with(
        Rules { gateways, ..Rules::default() },
        r"ann connects
ann > WEBIRC sesame gateway host.example.org 192.0.2.7
hush
ann > NICK ann
ann > USER ann 0 * :Ann

ann > WHOIS ann
ann < :parlor.local 311 ann ann ann 192.0.2.7 * :Ann
ann < :parlor.local 338 ann ann ann@192.0.2.7 192.0.2.7 :Actual user@host, Actual IP
ann < :parlor.local 312 ann ann parlor.local :A Parlor house
ann < :parlor.local 317 ann ann 0 1000036800 :seconds idle, signon time
ann < :parlor.local 318 ann ann :End of /WHOIS list
ann > WEBIRC sesame gateway host.example.org 192.0.2.8
ann < :parlor.local 462 ann :You may not reregister
",
    );
}

#[test]
fn nobody_else_does() {
    let networks = Networks(vec![Network::of([127, 0, 0, 0].into(), 8)]);
    let gateways = Gateways { password: "sesame".into(), networks };
    let elsewhere = Networks(vec![Network::of([192, 0, 2, 0].into(), 24)]);
    let away = Gateways { password: "sesame".into(), networks: elsewhere };
    play_with(
        Rules { gateways, ..Rules::default() },
        r"bob connects
bob > WEBIRC open gateway host.example.org 192.0.2.7
bob < ERROR :Closing Link: 127.0.0.1 (WEBIRC is not for you)
cat connects
cat > NICK cat
cat > WEBIRC sesame gateway host.example.org 192.0.2.7
cat < ERROR :Closing Link: 127.0.0.1 (WEBIRC is not for you)
dan connects
dan > WEBIRC sesame gateway host.example.org nowhere
dan < ERROR :Closing Link: 127.0.0.1 (WEBIRC names no address)
",
    );
    play_with(
        Rules { gateways: away, ..Rules::default() },
        r"eve connects
eve > WEBIRC sesame gateway host.example.org 192.0.2.9
eve < ERROR :Closing Link: 127.0.0.1 (WEBIRC is not for you)
",
    );
    play_with(
        Rules::default(),
        r"fay connects
fay > WEBIRC : gateway host.example.org 192.0.2.9
fay < :parlor.local 461 * WEBIRC :Not enough parameters
",
    );
}
