//! What CHATHISTORY returns is what was told live.

use parlor_irc::IrcDoor;
use parlor_server::Rules;
use parlor_server::rehearsal::{Guest, Rehearsal};
use proptest::prelude::*;

/// Something that ann (an operator) or bob does.
#[derive(Clone, Debug)]
enum Act {
    Say(bool, String),
    Notice(bool, String),
    Wave(bool),
    Lines(bool, Vec<String>),
    ToOperators(bool),
    Tags(bool),
    Topic(String),
    Voice(bool),
    Pass(u64),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let words = || "[a-z🦀 ]{0,20}x";
    let act = prop_oneof![
        4 => (any::<bool>(), words()).prop_map(|(ann, words)| Act::Say(ann, words)),
        1 => (any::<bool>(), words()).prop_map(|(ann, words)| Act::Notice(ann, words)),
        1 => any::<bool>().prop_map(Act::Wave),
        2 => (any::<bool>(), prop::collection::vec(words(), 1..4)).prop_map(|(ann, lines)| Act::Lines(ann, lines)),
        1 => any::<bool>().prop_map(Act::ToOperators),
        1 => any::<bool>().prop_map(Act::Tags),
        1 => words().prop_map(Act::Topic),
        1 => any::<bool>().prop_map(Act::Voice),
        2 => (0u64..3).prop_map(Act::Pass),
    ];
    prop::collection::vec(act, 0..25)
}

const CAPS: &str = "message-tags server-time batch draft/multiline draft/chathistory draft/event-playback";

fn enter(house: &mut Rehearsal, door: &IrcDoor, nick: &str, port: u16) -> Guest {
    let guest = house.connect(door, &format!("127.0.0.1:{port}"));
    let lines =
        format!("CAP REQ :{CAPS}\r\nNICK {nick}\r\nUSER {nick} 0 * :{nick}\r\nCAP END\r\nJOIN #a\r\n");
    house.send(guest, &lines);
    guest
}

fn line(act: &Act) -> Option<(bool, String)> {
    Some(match act {
        Act::Say(ann, words) => (*ann, format!("PRIVMSG #a :{words}")),
        Act::Notice(ann, words) => (*ann, format!("@+a=b NOTICE #a :{words}")),
        Act::Wave(ann) => (*ann, "PRIVMSG #a :\u{1}ACTION waves\u{1}".into()),
        Act::Lines(ann, lines) => {
            let lines: String =
                lines.iter().map(|words| format!("@batch=1 PRIVMSG #a :{words}\r\n")).collect();
            (*ann, format!("BATCH +1 draft/multiline #a\r\n{lines}BATCH -1"))
        }
        Act::ToOperators(ann) => (*ann, "PRIVMSG @#a :psst".into()),
        Act::Tags(ann) => (*ann, "@+draft/persist;+a=1 TAGMSG #a".into()),
        Act::Topic(words) => (true, format!("TOPIC #a :{words}")),
        Act::Voice(on) => (true, format!("MODE #a {}v bob", if *on { '+' } else { '-' })),
        Act::Pass(_) => return None,
    })
}

/// The lines inside of a batch of history, as they would be told live.
fn inside(heard: &str) -> Vec<String> {
    let lines: Vec<&str> = heard.lines().collect();
    let [first, inner @ .., _] = &lines[..] else { panic!("no batch: {heard}") };
    let name = first.split_once("BATCH +").and_then(|(_, rest)| rest.split(' ').next()).unwrap_or_default();
    inner
        .iter()
        .map(|line| match line.strip_prefix(&format!("@batch={name}")) {
            Some(rest) if rest.starts_with(';') => format!("@{}", &rest[1..]),
            Some(rest) => rest.trim_start().to_owned(),
            None => (*line).to_owned(),
        })
        .collect()
}

/// The id of the first of these lines.
fn first_id(lines: &[String]) -> Option<&str> {
    let (_, rest) = lines.first()?.split_once("msgid=")?;
    rest.split([';', ' ']).next()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn history_is_what_was_told(acts in acts(), page in 1usize..5) {
        let (mut house, door) = (Rehearsal::with(Rules::default()), IrcDoor::new());
        let ann = enter(&mut house, &door, "ann", 4001);
        let bob = enter(&mut house, &door, "bob", 4002);
        let cid = enter(&mut house, &door, "cid", 4003);
        let came = house.heard(cid);
        let joined = came.lines().find(|line| line.contains(" JOIN ")).unwrap().to_owned();
        for act in &acts {
            if let Act::Pass(ms) = act {
                house.pass_ms(*ms);
            }
            if let Some((by_ann, line)) = line(act) {
                house.send(if by_ann { ann } else { bob }, &format!("{line}\r\n"));
            }
        }
        let mut told = vec![joined];
        told.extend(house.heard(cid).lines().map(str::to_owned));

        house.send(cid, "CHATHISTORY LATEST #a * 1000\r\n");
        let history = inside(&house.heard(cid));
        // Since she came: what was before she was not told.
        let since = history.iter().position(|line| *line == told[0]).unwrap();
        prop_assert_eq!(&history[since..], &told[..]);

        // The same page by page, from the newest back.
        let mut pages: Vec<String> = Vec::new();
        house.send(cid, &format!("CHATHISTORY LATEST #a * {page}\r\n"));
        for _ in 0..100 {
            let found = inside(&house.heard(cid));
            let Some(id) = first_id(&found).map(str::to_owned) else { break };
            pages.splice(..0, found);
            house.send(cid, &format!("CHATHISTORY BEFORE #a msgid={id} {page}\r\n"));
        }
        prop_assert!(pages.ends_with(&told));
    }
}
