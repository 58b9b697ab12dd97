//! A look shows the rooms exactly as they stand at its place in the order: as they were told so far.

use crate::witness::Witness;
use parlor_engine::{Answer, RoomLine, RoomView};
use parlor_model::{Flag, ListKind, Number, PersonId, Place, Role, Room, RoomId};

/// Holds what was seen against what was told.
pub(crate) fn check_look(answer: &Answer, me: PersonId, operator: bool, witness: &Witness) {
    match answer {
        Answer::Room(view) => check_room(view, me, operator, witness),
        Answer::Rooms(lines) => check_rooms(lines, me, operator, witness),
        Answer::Readable { room, told, .. } => check_place(room.id, *told, witness),
        Answer::ReadableRooms { rooms, .. } => {
            rooms.iter().for_each(|(room, told, _)| check_place(room.id, *told, witness));
        }
        _ => {}
    }
}

fn check_place(room: RoomId, told: Number, witness: &Witness) {
    assert_eq!(told, witness.told(room), "a look at {room:?} shows another place in the order");
}

fn check_room(view: &RoomView, me: PersonId, operator: bool, witness: &Witness) {
    check_place(view.room.id, view.told, witness);
    let Some(told) = witness.rooms.get(&view.room.id) else { panic!("a look at a room nobody was told of") };
    let room = &told.room;
    assert!(may_know(room, me, operator), "shown to who must not know of it: {view:?}");
    let mine = room.members.get(&me).map(|m| m.roles);
    let role = mine.map_or(Role::Plain, |r| r.highest());
    let ranked_only = room.policy.has(Flag::Auditorium) && role == Role::Plain && !operator;
    let inside: Vec<_> = room
        .members
        .values()
        .filter(|m| !ranked_only || m.roles.highest() > Role::Plain || m.who.person == me)
        .map(|m| (m.who.person, m.roles, m.who.nick.clone()))
        .collect();
    let shown: Vec<_> = view.members.iter().map(|m| (m.who.person, m.roles, m.who.nick.clone())).collect();
    assert_eq!(shown, inside, "other members than were told");
    let names: Vec<_> = view.names().map(|(who, roles)| (who.person, roles, who.nick.clone())).collect();
    assert_eq!(names, inside, "other names than were told");
    assert_eq!(view.mine, mine, "other roles than were told");
    assert_eq!(view.topic, room.topic, "another topic than was told");
    assert_eq!(view.policy.bits(), room.policy.bits(), "other rules than were told");
    assert_eq!(view.founder, room.founder, "another founder than was told");
    assert_eq!(view.room.name.as_ref(), room.name(), "another name than was told");
    let bans = view.list(ListKind::Ban).len();
    assert_eq!(bans, room.list(ListKind::Ban).len(), "other bans than were told");
}

fn check_rooms(lines: &[RoomLine], me: PersonId, operator: bool, witness: &Witness) {
    let shown: Vec<_> = lines.iter().map(|l| (l.room.id, l.last, l.members, l.mine)).collect();
    let mut there: Vec<_> = witness
        .rooms
        .values()
        .map(|r| &r.room)
        .filter(|r| matches!(r.place, Place::Named(_)) && !r.closed && may_know(r, me, operator))
        .collect();
    there.sort_unstable_by(|a, b| a.name().cmp(&b.name()));
    let there: Vec<_> = there.iter().map(|r| (r.id, r.last, r.members.len(), r.is_member(me))).collect();
    assert_eq!(shown, there, "other rooms than were told");
}

fn may_know(room: &Room, me: PersonId, operator: bool) -> bool {
    match room.place {
        Place::Named(_) => operator || room.is_member(me) || !room.policy.has(Flag::Secret),
        Place::Direct(_) => room.is_member(me),
        Place::Nowhere => false,
    }
}
