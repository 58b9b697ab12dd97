//! Anything that somebody could ask of a room, as proptest makes it up.

use crate::people::{mask, who};
use parlor_model::{
    Actor, Audience, Change, Command, Flag, Leaving, ListKind, Manner, Nickname, Number, PersonId, Recall,
    Role, Room, RoomName, Sign, Text, Who,
};
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::Arc;

/// People who come and go. The even ones have an account; whoever logs in is another person from then on.
const PEOPLE: u64 = 8;

/// One thing asked by one person, `whom` another or themselves.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    who: u64,
    operator: bool,
    asks: Asks,
}

#[derive(Clone, Debug)]
enum Asks {
    Join { key: bool, forced: bool },
    Leave(Leaving),
    Say { to_role: Role, reply: bool },
    OnMessage(u8),
    Topic(String),
    Change(Vec<Changes>),
    Kick(u64),
    Invite(u64),
    Knock,
    Rename(bool),
    Close,
    Become(u64),
}

#[derive(Clone, Debug)]
enum Changes {
    Flag(usize, Sign),
    Key(bool),
    Capacity(Option<u32>),
    Forward(bool),
    Role(Role, Sign, u64),
    List(usize, Sign, String),
    Standing(Role, u64),
    Founder(Option<u64>),
}

pub(crate) fn lines() -> impl Strategy<Value = Vec<Line>> {
    let line = (0..PEOPLE, prop::bool::weighted(0.15), asks());
    vec(line.prop_map(|(who, operator, asks)| Line { who, operator, asks }), 0..80)
}

fn asks() -> impl Strategy<Value = Asks> {
    let leaving = prop_oneof![Just(Leaving::Parted), Just(Leaving::Quit), Just(Leaving::Lost)];
    prop_oneof![
        12 => (any::<bool>(), any::<bool>()).prop_map(|(key, forced)| Asks::Join { key, forced }),
        4 => leaving.prop_map(Asks::Leave),
        3 => (role(), any::<bool>()).prop_map(|(to_role, reply)| Asks::Say { to_role, reply }),
        2 => (0..4u8).prop_map(Asks::OnMessage),
        2 => "[ab]?".prop_map(Asks::Topic),
        16 => vec(change(), 0..4).prop_map(Asks::Change),
        3 => (0..PEOPLE).prop_map(Asks::Kick),
        4 => (0..PEOPLE).prop_map(Asks::Invite),
        1 => Just(Asks::Knock),
        1 => any::<bool>().prop_map(Asks::Rename),
        1 => prop::bool::weighted(0.1).prop_map(|close| if close { Asks::Close } else { Asks::Knock }),
        2 => (0..PEOPLE).prop_map(Asks::Become),
    ]
}

fn change() -> impl Strategy<Value = Changes> {
    let sign = || prop_oneof![Just(Sign::Plus), Just(Sign::Minus)];
    let masks = prop_oneof![Just("p1"), Just("P1"), Just("*!odd@*"), Just("a:*"), Just("p2!*@*"), Just("*")];
    prop_oneof![
        3 => (0..Flag::ALL.len(), sign()).prop_map(|(flag, sign)| Changes::Flag(flag, sign)),
        1 => any::<bool>().prop_map(Changes::Key),
        1 => prop::option::of(1..6u32).prop_map(Changes::Capacity),
        1 => any::<bool>().prop_map(Changes::Forward),
        6 => (role(), sign(), 0..PEOPLE).prop_map(|(role, sign, whom)| Changes::Role(role, sign, whom)),
        4 => (0..4usize, sign(), masks).prop_map(|(list, sign, mask)| Changes::List(list, sign, mask.into())),
        1 => prop::option::of(0..PEOPLE).prop_map(Changes::Founder),
        2 => (role(), 0..PEOPLE).prop_map(|(role, whom)| Changes::Standing(role, whom)),
    ]
}

fn role() -> impl Strategy<Value = Role> {
    prop::sample::select([Role::LADDER.as_slice(), &[Role::Plain]].concat())
}

fn person(id: u64) -> Arc<Who> {
    let user = if id % 2 == 1 { "odd" } else { "even" };
    who(id + 1, &format!("p{id}"), user, id.is_multiple_of(2))
}

/// The person as the room knows them, if it does: they may be called something else by now.
fn known(room: &Room, id: u64) -> Arc<Who> {
    let who = person(id);
    room.members.get(&who.person).map_or(who, |m| Arc::clone(&m.who))
}

fn text(words: &str) -> Text {
    Text::trusted(words)
}

impl Line {
    /// Who asks what, in this room.
    pub(crate) fn asked(&self, room: &Room) -> (Actor, Command<Arc<Who>>) {
        let me = known(room, self.who);
        let command = match &self.asks {
            Asks::Join { key, forced } => {
                Command::Join { key: key.then(|| "sesame".into()), forced: *forced }
            }
            Asks::Leave(how) => Command::Leave { how: *how, reason: text("bye") },
            Asks::Say { to_role, reply } => Command::Say {
                manner: Manner::Say,
                text: text("hi"),
                reply_to: reply.then_some(Number(2)),
                to_role: *to_role,
                tags: None,
            },
            Asks::OnMessage(0) => Command::Edit { target: Number(2), text: text("better") },
            Asks::OnMessage(1) => Command::Delete { target: Number(2), reason: text("why") },
            Asks::OnMessage(n) => {
                let sign = if *n == 2 { Sign::Plus } else { Sign::Minus };
                Command::React { target: Number(2), reaction: text("+1"), sign }
            }
            Asks::Topic(words) => Command::SetTopic { text: text(words) },
            Asks::Change(changes) => Command::Change(changes.iter().map(|c| c.of(room)).collect()),
            Asks::Kick(whom) => Command::Kick { whom: known(room, *whom), reason: text("out") },
            Asks::Invite(whom) => Command::Invite { whom: known(room, *whom) },
            Asks::Knock => Command::Knock { text: text("please") },
            Asks::Rename(back) => {
                let to = RoomName::trusted(if *back { "#room" } else { "#other" });
                Command::Rename { to, reason: text("moving") }
            }
            Asks::Close => Command::Close { reason: text("over") },
            // A new name, and for some a new person: the account they log in to.
            Asks::Become(id) => {
                let now = Who { nick: Nickname::trusted("renamed"), ..Who::clone(&person(*id)) };
                Command::BecomeKnownAs { now: Arc::new(now) }
            }
        };
        (Actor { who: me, operator: self.operator }, command)
    }

    /// The message that it is about: the asker's own or another's, heard by all or by some.
    pub(crate) fn recall(&self, room: &Room, actor: &Actor) -> Option<Recall> {
        let mine = room.last.0.is_multiple_of(2);
        let by = if mine { actor.who.person } else { PersonId(99) };
        let heard = match room.last.0 % 3 {
            0 => Audience::these([actor.who.person]),
            _ => Audience::Room,
        };
        let deleted = room.last.0.is_multiple_of(7);
        Some(Recall { number: Number(2), by, heard, deleted, reactions: Vec::new() })
    }
}

impl Changes {
    fn of(&self, room: &Room) -> Change<Arc<Who>> {
        match self {
            Self::Flag(flag, sign) => Change::Flag(Flag::ALL[*flag], *sign),
            Self::Key(on) => Change::Key(on.then(|| "sesame".into())),
            Self::Capacity(max) => Change::Capacity(*max),
            Self::Forward(on) => Change::Forward(on.then(|| RoomName::trusted("#next"))),
            Self::Role(role, sign, whom) => Change::Role(*role, *sign, known(room, *whom)),
            Self::List(list, sign, text) => Change::List(ListKind::ALL[*list], *sign, mask(text)),
            Self::Standing(role, whom) => Change::Standing(*role, known(room, *whom)),
            Self::Founder(whom) => Change::Founder(whom.map(|w| known(room, w))),
        }
    }
}
