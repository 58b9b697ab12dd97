//! Events that other doors make, and lines at their limits.

use super::{View, event};
use crate::caps::Caps;
use parlor_model::{
    AccountName, Audience, Change, Event, Fact, Flag, Leaving, Manner, Nickname, Number, PersonId, Role,
    RoomId, RoomName, Sign, Text, Time, Who,
};
use std::sync::Arc;

fn who(nick: &str) -> Arc<Who> {
    Arc::new(Who {
        person: PersonId(1),
        nick: Nickname::trusted(nick),
        user: "u".into(),
        host: "h".into(),
        address: "192.0.2.1".into(),
        account: Some(AccountName::trusted("acc")),
        real: "Real Name".into(),
    })
}

fn rendered(caps: Caps, fact: Fact) -> String {
    let happened = Event {
        room: RoomId(2),
        number: Number(7),
        at: Time(0),
        by: who("ann"),
        key: None,
        heard: Audience::Room,
        fact,
    };
    let mut out = Vec::new();
    let view = View { caps, server: "irc.test", batch: None };
    event(&view, "#a", &happened, &mut out);
    String::from_utf8(out).unwrap()
}

#[track_caller]
fn check(caps: Caps, fact: Fact, expected: &str) {
    assert_eq!(rendered(caps, fact).replace("\r\n", "\n"), expected);
}

const PLAIN: Caps = Caps::SHAPING.only(Caps::VERSION_302);
const ALL: Caps = Caps::SHAPING;
const ONE_BY_ONE: Caps = Caps::SHAPING.with(Caps::MULTILINE, false);

fn said(manner: Manner, text: &str) -> Fact {
    Fact::Said {
        manner,
        text: Text::trusted(text),
        reply_to: Some(Number(3)),
        to_role: Role::Plain,
        tags: None,
    }
}

#[test]
fn several_lines_are_several_messages_with_one_id() {
    check(
        ALL,
        said(Manner::Say, "one\n\ntwo"),
        "@time=1970-01-01T00:00:00.000Z;account=acc;msgid=2-7;+draft/reply=2-3 :ann!u@h BATCH +m2-7 draft/multiline #a\n\
         @batch=m2-7 :ann!u@h PRIVMSG #a :one\n\
         @batch=m2-7 :ann!u@h PRIVMSG #a :\n\
         @batch=m2-7 :ann!u@h PRIVMSG #a :two\n\
         :irc.test BATCH -m2-7\n",
    );
    check(
        ONE_BY_ONE,
        said(Manner::Say, "one\n\ntwo"),
        "@time=1970-01-01T00:00:00.000Z;account=acc;msgid=2-7;+draft/reply=2-3 :ann!u@h PRIVMSG #a :one\n\
         @time=1970-01-01T00:00:00.000Z;account=acc :ann!u@h PRIVMSG #a :two\n",
    );
    check(
        PLAIN,
        said(Manner::Action, "waves\nand smiles"),
        ":ann!u@h PRIVMSG #a :\u{1}ACTION waves\u{1}\n:ann!u@h PRIVMSG #a :\u{1}ACTION and smiles\u{1}\n",
    );
}

#[test]
fn nothing_is_lost_of_a_long_message_and_no_line_is_too_long() {
    let text = "żółw ".repeat(1000);
    for manner in [Manner::Say, Manner::Action, Manner::Notice, Manner::Ctcp, Manner::CtcpReply] {
        let lines = rendered(PLAIN, said(manner, &text));
        let mut joined = String::new();
        for line in lines.split_inclusive("\r\n") {
            assert!(line.len() <= 512);
            let words = line.split_once(" :").unwrap().1.trim_end_matches("\r\n").trim_matches('\u{1}');
            joined.push_str(words.strip_prefix("ACTION ").unwrap_or(words));
        }
        assert_eq!(joined, text);
    }
}

#[test]
fn talk_of_other_doors_is_no_request_to_programs() {
    check(PLAIN, said(Manner::Say, "\u{1}VERSION\u{1}"), ":ann!u@h PRIVMSG #a :VERSION\n");
}

#[test]
fn edits_are_marked_and_point_at_what_they_change() {
    let edit = || Fact::Edited { target: Number(3), text: Text::trusted("better\nwords") };
    check(PLAIN, edit(), ":ann!u@h PRIVMSG #a :[edit] better\n:ann!u@h PRIVMSG #a :words\n");
    check(
        Caps::TAGS,
        edit(),
        "@msgid=2-7;+draft/reply=2-3 :ann!u@h PRIVMSG #a :[edit] better\n:ann!u@h PRIVMSG #a :words\n",
    );
}

#[test]
fn deletions_and_reactions_are_for_who_asked() {
    let deleted = || Fact::Deleted { target: Number(3), reason: Text::none() };
    check(PLAIN, deleted(), "");
    check(Caps::REDACTION, deleted(), ":ann!u@h REDACT #a 2-3\n");
    let reacted = |sign| Fact::Reacted { target: Number(3), reaction: Text::trusted("a b"), sign };
    check(PLAIN, reacted(Sign::Plus), "");
    check(
        Caps::TAGS,
        reacted(Sign::Plus),
        "@msgid=2-7;+draft/react=a\\sb;+draft/reply=2-3 :ann!u@h TAGMSG #a\n",
    );
    check(
        Caps::TAGS,
        reacted(Sign::Minus),
        "@msgid=2-7;+draft/unreact=a\\sb;+draft/reply=2-3 :ann!u@h TAGMSG #a\n",
    );
}

#[test]
fn leaves_and_kicks() {
    let left = |how, reason| Fact::Left { how, reason: Text::trusted(reason) };
    check(PLAIN, left(Leaving::Parted, ""), ":ann!u@h PART #a\n");
    check(PLAIN, left(Leaving::Parted, "bye"), ":ann!u@h PART #a :bye\n");
    check(Caps::TAGS, left(Leaving::Quit, "bye"), ":ann!u@h QUIT :bye\n");
    check(PLAIN, left(Leaving::Lost, "gone"), ":ann!u@h QUIT :gone\n");
    let kicked = |reason| Fact::Kicked { whom: who("bob"), reason: Text::trusted(reason) };
    check(PLAIN, kicked(""), ":ann!u@h KICK #a bob :ann\n");
    check(PLAIN, kicked("no"), ":ann!u@h KICK #a bob :no\n");
}

#[test]
fn whatever_of_a_person_changed() {
    let now =
        Arc::new(Who { host: "cloak".into(), account: None, real: "New".into(), ..(*who("anna")).clone() });
    let became = || Fact::BecameKnownAs { now: Arc::clone(&now) };
    check(PLAIN, became(), ":ann!u@h NICK anna\n");
    let caps = Caps::CHGHOST.with(Caps::ACCOUNT_NOTIFY, true).with(Caps::SETNAME, true);
    check(
        caps,
        became(),
        ":ann!u@h CHGHOST u cloak\n:ann!u@cloak NICK anna\n:anna!u@cloak ACCOUNT *\n:anna!u@cloak SETNAME :New\n",
    );
}

#[test]
fn many_changes_are_split_into_lines() {
    let one = Change::Role(Role::Voice, Sign::Plus, who("a-rather-long-nickname-of-somebody"));
    let mut changes = vec![Change::Flag(Flag::Secret, Sign::Plus), Change::Key(None)];
    changes.extend(std::iter::repeat_n(one, 20));
    let lines = rendered(PLAIN, Fact::Changed { changes });
    assert!(lines.split_inclusive("\r\n").all(|line| line.len() <= 512));
    assert_eq!(lines.lines().count(), 2);
    assert!(lines.starts_with(":ann!u@h MODE #a +s-k+vvv"), "{lines}");
    assert_eq!(lines.matches("a-rather-long-nickname-of-somebody").count(), 20);
}

#[test]
fn founders_are_owners_and_giving_up_is_no_mode() {
    let founder = |whom| Fact::Changed { changes: vec![Change::Founder(whom)] };
    check(PLAIN, founder(Some(who("bob"))), ":ann!u@h MODE #a +q bob\n");
    check(PLAIN, founder(None), "");
}

#[test]
fn a_room_with_another_name() {
    let name = RoomName::trusted;
    let renamed = || Fact::Renamed { from: name("#a"), to: name("#b"), reason: Text::trusted("why") };
    check(Caps::CHANNEL_RENAME, renamed(), ":ann!u@h RENAME #a #b :why\n");
    check(PLAIN, renamed(), ":ann!u@h NOTICE #a :This room is called #b from now on\n");
}
