use super::*;
use parlor_model::{
    Audience, Change, Flag, Leaving, ListKind, Manner, Mask, Nickname, Number, PersonId, Policy, Role, Roles,
    RoomId, Text, Who,
};
use std::sync::Arc;

fn who(nick: &str) -> Arc<Who> {
    Arc::new(Who { nick: Nickname::trusted(nick), person: PersonId(7), ..Who::house() })
}

fn shown(fact_told: Fact, room: Option<&str>, style: Style) -> String {
    let event = Event {
        room: RoomId(1),
        number: Number(12),
        at: Time(100_000),
        by: who("ann"),
        key: None,
        heard: Audience::Room,
        fact: fact_told,
    };
    let room = room.map(RoomName::trusted);
    let mut out = Vec::new();
    let ring = style.bell;
    fact(&event, Some(Time(88_000)), room.as_ref(), style, ring, &mut Paper::new(&mut out, style.telnet));
    String::from_utf8(out).unwrap()
}

#[track_caller]
fn check(fact: Fact, expected: &str) {
    assert_eq!(shown(fact, None, Style::default()), expected);
}

fn said(text: &str) -> Fact {
    Fact::Said {
        manner: Manner::Say,
        text: Text::trusted(text),
        reply_to: None,
        to_role: Role::Plain,
        tags: None,
    }
}

#[test]
fn every_fact_as_others_see_it() {
    let text = Text::trusted;
    check(Fact::Joined { roles: Roles::NONE }, "ann has joined\n");
    check(Fact::Left { how: Leaving::Parted, reason: Text::none() }, "ann has left\n");
    check(Fact::Left { how: Leaving::Quit, reason: text("to\nbed") }, "ann has left (to bed)\n");
    check(
        Fact::Left { how: Leaving::Lost, reason: text("connection lost") },
        "ann has left (connection lost)\n",
    );
    check(Fact::Kicked { whom: who("bob"), reason: text("loud") }, "ann put bob out (loud)\n");
    check(Fact::Invited { whom: who("bob") }, "ann invited bob\n");
    check(Fact::Knocked { text: text("please") }, "ann asks to be let in (please)\n");
    check(said("hello"), "ann: hello\n");
    check(said("\x02a\x02\nbob: b\x1b"), "ann: a\n  bob: b\n");
    check(Fact::Edited { target: Number(3), text: text("hi\nall") }, "ann (edit of #3): hi\n  all\n");
    check(Fact::Deleted { target: Number(3), reason: Text::none() }, "ann deleted #3\n");
    check(Fact::Deleted { target: Number(3), reason: text("spam") }, "ann deleted #3 (spam)\n");
    check(Fact::Reacted { target: Number(3), reaction: text("👍"), sign: Sign::Plus }, "ann put 👍 on #3\n");
    check(
        Fact::Reacted { target: Number(3), reaction: text("👍"), sign: Sign::Minus },
        "ann took 👍 off #3\n",
    );
    check(Fact::TopicSet { text: text("tea\x03") }, "ann set the topic: tea\n");
    check(Fact::TopicSet { text: Text::none() }, "ann took the topic away\n");
    let (from, to) = (RoomName::trusted("#a"), RoomName::trusted("#b"));
    check(Fact::Renamed { from, to, reason: Text::none() }, "ann renamed the room: #a is #b now\n");
    check(Fact::Closed { reason: text("done") }, "ann closed the room (done)\n");
    check(Fact::BecameKnownAs { now: who("anna") }, "ann is now known as anna\n");
    check(Fact::BecameKnownAs { now: who("ann") }, "");
    let what = Opening::Named { name: RoomName::trusted("#a"), policy: Policy::default() };
    check(Fact::Opened { what }, "");
    check(Fact::Opened { what: Opening::Direct { between: [who("ann"), who("bob")] } }, "");
}

#[test]
fn every_change_in_words() {
    let mask = || Mask::parse("bob").unwrap();
    let bob = || who("bob");
    let plus_minus = |change: fn(Sign) -> Change<Arc<Who>>| vec![change(Sign::Plus), change(Sign::Minus)];
    let mut changes = vec![
        Change::Key(Some("k".into())),
        Change::Key(None),
        Change::Capacity(Some(5)),
        Change::Capacity(None),
        Change::Forward(Some(RoomName::trusted("#b"))),
        Change::Forward(None),
        Change::Founder(Some(bob())),
        Change::Founder(None),
        Change::Standing(Role::Operator, bob()),
        Change::Standing(Role::Plain, bob()),
    ];
    changes.extend(plus_minus(|sign| Change::Flag(Flag::Moderated, sign)));
    changes.extend(Role::LADDER.map(|role| Change::Role(role, Sign::Plus, bob())));
    changes.extend(Role::LADDER.map(|role| Change::Role(role, Sign::Minus, bob())));
    for kind in ListKind::ALL {
        changes.extend([Sign::Plus, Sign::Minus].map(|sign| Change::List(kind, sign, mask())));
    }
    check(
        Fact::Changed { changes },
        "\
ann changed the room (+k): joining takes a key
ann changed the room (-k): joining takes no key
ann changed the room (+l 5): at most 5 members
ann changed the room (-l): any number of members
ann changed the room (+f #b): who cannot join is sent to #b
ann changed the room (-f): who cannot join is sent nowhere
ann gave the room to bob
ann gave the room up: it is nobody's
ann made bob an operator for good
ann gives bob no role on joining any more
ann changed the room (+m): only voiced members may speak
ann changed the room (-m): members need no voice to speak
ann made bob an owner
ann made bob an admin
ann made bob an operator
ann made bob a half-operator
ann gave voice to bob
ann took owner from bob
ann took admin from bob
ann took operator from bob
ann took half-operator from bob
ann took voice from bob
ann banned bob!*@*
ann lifted the ban on bob!*@*
ann excepted bob!*@* from bans
ann excepts bob!*@* from bans no more
ann lets bob!*@* in uninvited
ann lets bob!*@* in uninvited no more
ann muted bob!*@*
ann unmuted bob!*@*
ann excepted bob!*@* from mutes
ann excepts bob!*@* from mutes no more
",
    );
}

#[test]
fn the_styles() {
    let style = Style::default();
    let elapsed = Style { elapsed: true, ..style };
    assert_eq!(shown(said("hello"), None, elapsed), "ann:(0:12)-hello\n");
    let numbers = Style { numbers: true, ..style };
    assert_eq!(shown(said("hello"), None, numbers), "#12 ann: hello\n");
    assert_eq!(shown(said("hello"), Some("#den"), numbers), "[#den] #12 ann: hello\n");
    assert_eq!(shown(said("hello"), Some("#den"), style), "[#den] ann: hello\n");
    let bell = Style { bell: true, ..style };
    assert_eq!(shown(said("hello"), None, bell), "ann: hello\x07\n");
    assert_eq!(shown(Fact::Joined { roles: Roles::NONE }, None, bell), "ann has joined\n");
    let telnet = Style { telnet: true, ..style };
    assert_eq!(shown(said("hello\nall"), None, telnet), "ann: hello\r\n  all\r\n");
    let all = [style, elapsed, numbers, bell, telnet].map(Style::dialect);
    assert_eq!(all.map(|dialect| dialect.0), [0, 2, 1, 8, 4]);
}
