//! Settings of the rooms, names, accounts and bounds do what they say: what somebody hears who goes past them.

use crate::support::house::House;
use crate::support::irc::Irc;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

const SETTINGS: &[&str] = &[
    "--limits-topic-bytes=20",
    "--limits-kick-bytes=21",
    "--limits-away-bytes=22",
    "--limits-nick-chars=12",
    "--limits-room-name-chars=14",
    "--limits-watched=2",
    "--limits-list-entries=2",
    "--limits-rooms-per-person=2",
    "--limits-metadata-keys=1",
    "--limits-history-page=7",
    "--irc-targets=2",
    "--irc-multiline-bytes=3000",
    "--irc-multiline-lines=9",
    "--irc-tags-denied=typing",
    "--rooms-deletion=false",
    "--rooms-roleplay=false",
    "--rooms-guests-may-create=true",
    "--names-reserved=root",
    "--accounts-password-min=9",
    "--accounts-scram-rounds=4097",
];

/// What a new person sends, and what is among what they hear then.
const TABLE: &[(&str, &str)] = &[
    ("VERSION", " TOPICLEN=20 "),
    ("JOIN #t\r\nTOPIC #t :123456789012345678901", " 417 "),
    ("VERSION", " KICKLEN=21 "),
    ("VERSION", " AWAYLEN=22 "),
    ("AWAY :12345678901234567890123", " 417 "),
    ("VERSION", " NICKLEN=12 "),
    ("NICK abcdefghijklm", " 432 "),
    ("VERSION", " CHANNELLEN=14 "),
    ("JOIN #abcdefghijklmn", " 403 "),
    ("VERSION", " MONITOR=2 "),
    ("MONITOR + a,b,c", " 734 "),
    ("VERSION", " MAXLIST=beI:2 "),
    ("JOIN #l\r\nMODE #l +bbb a!*@* b!*@* c!*@*", " 478 "),
    ("JOIN #x\r\nJOIN #y\r\nJOIN #z", " 405 "),
    ("METADATA * SET a :1\r\nMETADATA * SET b :1", "FAIL METADATA LIMIT_REACHED"),
    ("VERSION", " CHATHISTORY=7 "),
    ("PRIVMSG a,b,c :hi", " 407 "),
    ("CAP LS 302", "draft/multiline=max-bytes=3000,max-lines=9"),
    ("VERSION", " CLIENTTAGDENY=typing "),
    ("JOIN #r\r\nMODE #r +E\r\nNPC #r x y", " 573 "),
    ("NICK root", " 43"),
    ("REGISTER * * 12345678", "FAIL REGISTER UNACCEPTABLE_PASSWORD"),
];

#[test]
fn who_goes_past_a_bound_hears_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), SETTINGS);
    for (row, (lines, expected)) in TABLE.iter().enumerate() {
        let mut irc = Irc::enter(house.irc, &format!("row{row}"), "draft/metadata-2");
        irc.say(lines);
        irc.say("PING :over");
        let mut heard = String::new();
        loop {
            let line = irc.line().unwrap();
            if line.contains(" PONG ") {
                break;
            }
            heard.push_str(&line);
            heard.push('\n');
        }
        assert!(heard.contains(expected), "{lines} was answered with {heard}");
        irc.say("QUIT");
    }
    // Whoever asks is told the rounds, account or not.
    let mut irc = Irc::enter(house.irc, "prover", "sasl");
    irc.say(&format!("AUTHENTICATE SCRAM-SHA-256\r\nAUTHENTICATE {}", BASE64.encode("n,,n=ann,r=x")));
    let challenge = irc.until(|m| m.verb == "AUTHENTICATE" && m.param(0) != "+").unwrap();
    let challenge = String::from_utf8(BASE64.decode(challenge.param(0)).unwrap()).unwrap();
    assert!(challenge.ends_with(",i=4097"), "{challenge}");
}

#[test]
fn one_room_holds_so_many() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &["--limits-room-members=1"]);
    let mut ann = Irc::enter(house.irc, "ann", "");
    ann.join("#a");
    let mut bob = Irc::enter(house.irc, "bob", "");
    bob.say("JOIN #a");
    bob.until(|m| m.verb == "471").unwrap();
}
