//! How rooms begin, and the bounds that settings put on them.

use crate::people::{Log, actor, happen_all, one_of_each, who};
use parlor_model::{
    Actor, Change, Command, Decision, Fact, Limits, ListKind, Number, Opening, PersonId, Policy, Recall,
    Refusal, Role, Room, RoomId, RoomName, Sign, Text, Who, decide,
};
use std::sync::Arc;

fn opened(by: &Arc<Who>, decision: &Decision) -> Room {
    happen_all(Room::unopened(RoomId(1)), by, decision)
}

#[test]
fn who_opens_a_room_runs_it_and_the_house_stays_outside() {
    let name = RoomName::trusted("#new");
    let ann = who(1, "ann", "ann", false);
    let room = opened(&ann, &decide::open(&name, &actor(&ann), &Limits::default()).unwrap());
    assert_eq!(room.role(ann.person), Some(Role::Operator));
    assert_eq!((room.founder, &room.policy), (None, &Policy::default()));

    let house = Arc::new(Who::house());
    let room = opened(&house, &decide::open(&name, &actor(&house), &Limits::default()).unwrap());
    assert!(room.members.is_empty());
}

#[test]
fn guests_open_rooms_where_they_may() {
    let limits = Limits { guests_may_create: false, ..Limits::default() };
    let name = RoomName::trusted("#new");
    let (guest, account) = (who(1, "ann", "ann", false), who(2, "bob", "bob", true));
    assert_eq!(decide::open(&name, &actor(&guest), &limits), Err(Refusal::GuestsMayNotCreate));
    assert!(decide::open(&name, &actor(&account), &limits).is_ok());
    assert!(decide::open(&name, &Actor { who: guest, operator: true }, &limits).is_ok());
}

#[test]
fn a_conversation_is_for_the_two_of_it() {
    let (ann, bob) = (who(1, "ann", "ann", false), who(2, "bob", "bob", true));
    for other in [&bob, &ann] {
        let room = opened(&ann, &decide::open_direct(&actor(&ann), other).unwrap());
        assert!(room.may_read(&ann) && room.may_read(other) && !room.may_read(&who(3, "eve", "eve", true)));
    }
}

/// Asks as an operator of a room with one member of each role.
fn ask(command: &Command<Arc<Who>>, recall: Option<&Recall>, limits: &Limits) -> Result<Decision, Refusal> {
    let mut log = Log::named(Policy::default());
    let [.., (_, operator), _, _] = one_of_each();
    for (role, member) in one_of_each() {
        log.join(&member, role);
    }
    log.list(ListKind::Mute, "loud");
    log.happen(&operator, Fact::Invited { whom: who(40, "ida", "ida", true) });
    decide::decide(&log.room, &actor(&operator), command, recall, limits)
}

#[test]
fn every_bound_has_a_refusal_with_the_bound_in_it() {
    let limits = Limits {
        message_bytes_max: 4,
        topic_bytes_max: 3,
        reason_bytes_max: 2,
        kick_bytes_max: 2,
        list_entries_max: 1,
        reactions_per_message_max: 1,
        ..Limits::default()
    };
    let text = |words: &str| Text::trusted(words);
    let say = |words| Command::Say {
        manner: parlor_model::Manner::Say,
        text: text(words),
        reply_to: None,
        to_role: Role::Plain,
        tags: None,
    };
    let too_long = |bytes, bytes_max| Refusal::TooLong { bytes, bytes_max };
    let paul = who(10, "paul", "t", false);
    let ban = || crate::people::mask("bert");
    let recall = Recall {
        number: Number(3),
        by: paul.person,
        heard: parlor_model::Audience::Room,
        deleted: false,
        reactions: vec![(PersonId(10), text("+1"))],
    };
    let react = |words| Command::React { target: Number(3), reaction: text(words), sign: Sign::Plus };
    let full = |list| Refusal::ListFull { list, entries_max: 1 };
    for (command, refusal) in [
        (say("12345"), too_long(5, 4)),
        (say(""), Refusal::EmptyText),
        (Command::SetTopic { text: text("1234") }, too_long(4, 3)),
        (Command::Edit { target: Number(3), text: text("12345") }, too_long(5, 4)),
        (Command::Delete { target: Number(3), reason: text("123") }, too_long(3, 2)),
        (Command::Kick { whom: Arc::clone(&paul), reason: text("123") }, too_long(3, 2)),
        (Command::Leave { how: parlor_model::Leaving::Parted, reason: text("123") }, too_long(3, 2)),
        (Command::Close { reason: text("123") }, too_long(3, 2)),
        (react("ha"), Refusal::TooManyReactions { reactions_max: 1 }),
        (react(" "), Refusal::EmptyText),
        // Mutes and bans share one bound.
        (Command::Change(vec![Change::List(ListKind::Ban, Sign::Plus, ban())]), full(ListKind::Ban)),
        (
            Command::Invite { whom: who(41, "ivo", "ivo", true) },
            Refusal::TooManyInvitations { entries_max: 1 },
        ),
    ] {
        assert_eq!(ask(&command, Some(&recall), &limits), Err(refusal), "{command:?}");
    }
    assert!(ask(&say("1234"), None, &limits).is_ok());
    assert!(ask(&Command::Invite { whom: who(40, "ida", "ida", true) }, None, &limits).is_ok(), "once more");
}

#[test]
fn nobody_but_a_server_operator_gets_past_the_bound_of_the_house() {
    let limits = Limits { room_members_max: 6, ..Limits::default() };
    let (ida, fay) = (who(40, "ida", "ida", true), who(41, "fay", "fay", true));
    let mut log = Log::open(Opening::Named { name: RoomName::trusted("#room"), policy: Policy::default() });
    for (role, member) in one_of_each() {
        log.join(&member, role);
    }
    log.happen(&Arc::new(Who::house()), Fact::Invited { whom: Arc::clone(&ida) });
    log.change(Change::Founder(Some(Arc::clone(&fay))));
    let join = Command::Join { key: None, forced: true };
    for who in [ida, fay] {
        let full = Err(Refusal::Full { members_max: 6, forward: None });
        assert_eq!(decide::decide(&log.room, &actor(&who), &join, None, &limits), full);
        let operator = Actor { who, operator: true };
        assert!(decide::decide(&log.room, &operator, &join, None, &limits).is_ok());
    }
}

#[test]
fn what_a_plain_member_says_of_an_open_room_opens_no_locked_one() {
    let invited = |inviter: usize| {
        let mut log = Log::named(Policy::default());
        let everyone = one_of_each();
        for (role, member) in &everyone {
            log.join(member, *role);
        }
        let ida = who(40, "ida", "ida", true);
        log.happen(&everyone[inviter].1, Fact::Invited { whom: Arc::clone(&ida) });
        log.change(Change::Flag(parlor_model::Flag::InviteOnly, Sign::Plus));
        let join = Command::Join { key: None, forced: false };
        decide::decide(&log.room, &actor(&ida), &join, None, &Limits::default()).is_ok()
    };
    assert_eq!([0, 1, 2, 3, 4, 5].map(invited), [false, false, true, true, true, true]);
}
