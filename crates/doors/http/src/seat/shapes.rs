//! What the house shows, in the shapes of the API.

use super::answering::problem_of;
use super::room_name;
use parlor_api::{
    Answer, Done, Entered, Event, House, ListEntry, Lists, Member, Message, Page, PersonView, Place, Policy,
    Reaction, RoleIn, Room, RoomLine, SetTopic, Signalled, at, room_id,
};
use parlor_model::{ListKind, PersonId, Topic};
use parlor_server::{Item, ReadPosition, Reply, RoomTag, RoomView, Rules, Signal};

type Me = Option<PersonId>;

pub(super) fn answer(reply: Reply, me: Me, rules: &Rules) -> Answer {
    use parlor_server::Answer as Ours;
    if let Some(answer) = super::overseeing::answer(&reply) {
        return answer;
    }
    match reply {
        Reply::Answer(Ours::Entered(e)) => Answer::Entered(entered(&e, me)),
        Reply::Answer(Ours::Done { id, partly }) => Answer::Done(Done {
            number: id.map(|id| id.number.0),
            message_id: id.map(|id| id.to_string()),
            partly: partly.iter().map(Into::into).collect(),
        }),
        Reply::Answer(Ours::Keyring(view)) => Answer::Keyring(super::keys::keyring(&view)),
        Reply::Answer(Ours::Pushes(places)) => Answer::Pushes(super::pushes::pushes(&places, rules)),
        Reply::Answer(Ours::Fence) => Answer::Fence {},
        Reply::Answer(Ours::Positions(rooms)) => {
            Answer::Positions(rooms.iter().map(|p| position(p, me)).collect())
        }
        Reply::Answer(Ours::Room(view)) => Answer::Room(Box::new(room(&view, me))),
        Reply::Answer(Ours::Rooms(lines)) => Answer::Rooms(lines.iter().map(|l| line(l, me)).collect()),
        Reply::Answer(Ours::Person(view)) => Answer::Person(person(&view)),
        Reply::Answer(Ours::People(views)) => Answer::People(views.iter().map(person).collect()),
        Reply::Answer(Ours::House(view)) => Answer::House(House {
            name: rules.network.clone(),
            description: rules.description.clone(),
            present: view.present,
            present_most: view.present_most,
            rooms: view.rooms,
            accounts: view.accounts,
            started: at(view.started),
        }),
        Reply::Page { room, page } => Answer::Page(Page {
            room: room_name(&room, me),
            room_id: room_id(room.id),
            messages: page.items.iter().map(|item| message(item, &room, me)).collect(),
            more_before: page.more_before,
            more_after: page.more_after,
        }),
        Reply::Found(found) => Answer::Found(found.iter().map(|(r, item)| message(item, r, me)).collect()),
        other @ (Reply::Answer(
            Ours::Refused(_)
            | Ours::Unconfirmed
            | Ours::Whowas(_)
            | Ours::Bans(_)
            | Ours::Marked(_)
            | Ours::Purges(_)
            | Ours::Metadata(_)
            | Ours::Cleared(_)
            | Ours::Account(_)
            | Ours::Accounts(_)
            | Ours::Sessions(_)
            | Ours::Defcon(_)
            | Ours::Readable { .. }
            | Ours::ReadableRooms { .. },
        )
        | Reply::After { .. }
        | Reply::Verified(_)
        | Reply::Challenge(_)
        | Reply::Hashed(_)
        | Reply::Reread(_)
        | Reply::Settings(_)
        | Reply::Fault) => Answer::Refused(problem_of(&other)),
    }
}

pub(super) fn entered(entered: &parlor_server::Entered, me: Me) -> Entered {
    Entered {
        me: (&*entered.who).into(),
        resumed: entered.resumed,
        rooms: entered.positions.iter().map(|p| position(p, me)).collect(),
        operator: entered.operator,
        away: entered.away.as_ref().map(|t| t.as_str().to_owned()),
        present: entered.present,
        hook: entered.hook.map(room_id),
    }
}

fn position(at: &ReadPosition, me: Me) -> Place {
    Place {
        room: room_name(&at.room, me),
        room_id: room_id(at.room.id),
        last: at.last.0,
        read_up_to: at.read.map(|n| n.0),
    }
}

/// Of the rooms one is in, the direct conversations.
pub(super) fn conversations(rooms: &[ReadPosition], me: Me) -> Vec<RoomLine> {
    let direct = rooms.iter().filter(|at| at.room.between.is_some());
    direct
        .map(|at| RoomLine {
            room: room_name(&at.room, me),
            room_id: room_id(at.room.id),
            last: at.last.0,
            read_up_to: at.read.map(|n| n.0),
            topic: None,
            members: 2,
            opened: None,
            last_said: None,
            mine: true,
            secret: true,
        })
        .collect()
}

fn topic(topic: &Topic) -> SetTopic {
    SetTopic { text: topic.text.as_str().to_owned(), by: (&*topic.by).into(), at: at(topic.at) }
}

fn line(line: &parlor_server::RoomLine, me: Me) -> RoomLine {
    RoomLine {
        room: room_name(&line.room, me),
        room_id: room_id(line.room.id),
        last: line.last.0,
        read_up_to: line.read.map(|n| n.0),
        topic: line.topic.as_ref().map(topic),
        members: line.members,
        opened: Some(at(line.opened)),
        last_said: line.last_said.map(at),
        mine: line.mine,
        secret: line.secret,
    }
}

fn room(view: &RoomView, me: Me) -> Room {
    let list = |kind| {
        let entry = |e: &parlor_model::ListEntry| ListEntry {
            mask: e.mask.to_string(),
            by: (&*e.by).into(),
            at: at(e.at),
        };
        view.list(kind).iter().map(entry).collect()
    };
    let mut members: Vec<_> = view
        .faces
        .iter()
        .map(|m| Member { who: (&*m.who).into(), role: m.role().into(), away: m.away, operator: m.operator })
        .collect();
    members.sort_by(|a, b| a.who.name.cmp(&b.who.name));
    Room {
        room: room_name(&view.room, me),
        room_id: room_id(view.room.id),
        last: view.told.0,
        read_up_to: view.read.map(|n| n.0),
        opened: at(view.opened),
        topic: view.topic.as_ref().map(topic),
        policy: Policy::from(&view.policy),
        members_count: view.members_count,
        members,
        mine: view.mine.map(|roles| roles.highest().into()),
        founder: view.founder.map(|p| p.0.to_string()),
        lists: Lists {
            ban: list(ListKind::Ban),
            ban_exception: list(ListKind::BanException),
            invite_exception: list(ListKind::InviteException),
            mute: list(ListKind::Mute),
            mute_exception: list(ListKind::MuteException),
        },
    }
}

fn person(view: &parlor_server::PersonView) -> PersonView {
    PersonView {
        who: (&*view.who).into(),
        away: view.away.as_ref().map(|t| t.as_str().to_owned()),
        operator: view.operator,
        address: view.address.as_ref().map(|a| a.to_string()),
        sessions: view.sessions,
        active: at(view.active),
        rooms: view
            .rooms
            .iter()
            .map(|(name, roles)| RoleIn { room: name.as_str().to_owned(), role: roles.highest().into() })
            .collect(),
        me: view.me,
    }
}

fn message(item: &Item, room: &RoomTag, me: Me) -> Message {
    Message {
        event: Event::of(&item.event, room_name(room, me)),
        edited_at: item.edited.map(Into::into),
        deleted_at: item.deleted.map(Into::into),
        reactions: item.reactions.iter().map(|r| Reaction::of(&r.reaction, &r.by, r.number)).collect(),
    }
}

/// `None` for what nobody asks for here.
pub(super) fn signal(signalled: &parlor_server::Signalled, me: Me) -> Option<parlor_api::Signal> {
    let mut room = signalled.room.as_ref();
    let what = match &signalled.signal {
        Signal::Typing(state) => Signalled::Typing(match state {
            parlor_server::Typing::Active => parlor_api::Typing::Active,
            parlor_server::Typing::Paused => parlor_api::Typing::Paused,
            parlor_server::Typing::Done => parlor_api::Typing::Done,
        }),
        Signal::Away(words) => Signalled::Away(words.as_ref().map(|t| t.as_str().to_owned())),
        Signal::Tags(tags) => Signalled::Tags(tags.to_string()),
        Signal::KnownAs(before) => Signalled::KnownAs((&**before).into()),
        Signal::ReadUpTo { room: read, number } => {
            room = Some(read);
            Signalled::ReadUpTo(number.0)
        }
        Signal::Word(words) => Signalled::Word(words.as_str().to_owned()),
        // The same is told by number, for rooms whose moments are remembered.
        Signal::Marked { .. }
        | Signal::Flags { .. }
        | Signal::Metadata { .. }
        | Signal::Altered(_)
        | Signal::Here
        | Signal::Gone => return None,
    };
    Some(parlor_api::Signal {
        room: room.map(|tag| room_name(tag, me)),
        room_id: room.map(|tag| room_id(tag.id)),
        at: at(signalled.at),
        by: (&*signalled.by).into(),
        what,
    })
}
