//! One client: where it sits, what it has asked, and what it must be answered.

use crate::kept::Kept;
use crate::shard::Cursors;
use crate::witness::Witness;
use parlor_engine::{Answer, Ask, Forced, MetadataOf, RoomRef, SessionId, Token};
use parlor_model::{
    AccountName, Change, Command, DirectoryFact, Event, Fact, Key, KeyringFact, MessageId, Number, PersonId,
    Refusal, RoomId, Time,
};
use std::collections::VecDeque;

/// A client, connected or not.
#[derive(Debug, Default)]
pub(crate) struct Seat {
    pub(crate) nick: &'static str,
    pub(crate) address: &'static str,
    pub(crate) session: Option<SessionId>,
    pub(crate) entered: bool,
    /// The account it knows the password of.
    pub(crate) account: Option<AccountName>,
    /// Questions under way, oldest first.
    pub(crate) open: VecDeque<Question>,
    /// Where it was when its connection ended.
    pub(crate) cursors: Cursors,
}

/// A question under way.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) token: Token,
    pub(crate) ask: Ask,
    /// When.
    pub(crate) at: Time,
    /// Who asked.
    pub(crate) person: Option<PersonId>,
    /// Whether they ruled the house then.
    pub(crate) operator: bool,
    /// Which of the writes it is a try of, and whether that was kept before.
    pub(crate) write: Option<(usize, bool)>,
}

/// A write with a key, tried until it is known what became of it.
#[derive(Debug)]
pub(crate) struct Write {
    pub(crate) person: PersonId,
    pub(crate) key: Key,
    pub(crate) room: RoomRef,
    pub(crate) command: Command<std::sync::Arc<str>>,
    pub(crate) done: Option<MessageId>,
}

impl Seat {
    /// Whether it waits for an answer before it asks anything else.
    pub(crate) fn waits(&self) -> bool {
        self.open.back().is_some_and(|q| waits(&q.ask))
    }
}

/// Questions after which a connection reads no further until they are answered, as the shell has it.
pub(crate) fn waits(ask: &Ask) -> bool {
    match ask {
        Ask::Enter(_)
        | Ask::Register { .. }
        | Ask::LogIn(_)
        | Ask::LogOut
        | Ask::Operate(_)
        | Ask::Push(_) => true,
        Ask::Room { command, key, .. } => key.is_some() || command.target().is_some(),
        // What comes at once needs no waiting for.
        _ => false,
    }
}

/// An acknowledgement: what it names is kept, was asked like that, and was told before.
pub(crate) fn check_done(question: &Question, id: MessageId, kept: &Kept, witness: &Witness) {
    let Some(event) = kept.event(id) else { panic!("acknowledged, but not kept: {id:?} for {question:?}") };
    if id.room != RoomId::DIRECTORY && !witness.reread_since(question.at) {
        assert!(id.number <= witness.told(id.room), "acknowledged before it was told: {id:?}");
    }
    assert!(is_what_was_asked(&question.ask, event), "{:?} became {event:?}", question.ask);
    // Who is forced does it themselves; the house ends the token of who logs out.
    if let Ask::Register { .. } | Ask::Force { .. } | Ask::LogOut = question.ask {
        return;
    }
    assert_eq!(Some(event.by.person), question.person, "somebody else's event: {event:?} for {question:?}");
}

fn is_what_was_asked(ask: &Ask, event: &Event) -> bool {
    match ask {
        Ask::Room { command, key, room } => {
            let here = !matches!(room, RoomRef::Id(id) if *id != event.room);
            here && event.key == *key && is_done(command, &event.fact)
        }
        Ask::Nick(nick) => matches!(&event.fact, Fact::BecameKnownAs { now } if now.nick == *nick),
        Ask::Describe(real) => matches!(&event.fact, Fact::BecameKnownAs { now } if now.real == *real),
        Ask::Register { name, .. } => {
            matches!(&event.fact, Fact::Directory(DirectoryFact::Registered { name: n, .. }) if n == name)
        }
        Ask::Directory(_) | Ask::Keyring(_) | Ask::Push(_) | Ask::MakeHook { .. } => {
            matches!(event.fact, Fact::Directory(_))
        }
        Ask::LogOut => {
            matches!(event.fact, Fact::Directory(DirectoryFact::Keyring(KeyringFact::TokenEnded { .. })))
        }
        Ask::Overrule { .. } => matches!(event.fact, Fact::Changed { .. }),
        Ask::Force { what: Forced::Join(_), .. } => matches!(event.fact, Fact::Joined { .. }),
        Ask::Force { what: Forced::Leave { .. }, .. } => {
            matches!(event.fact, Fact::Left { .. } | Fact::Closed { .. })
        }
        Ask::Force { what: Forced::Nick(nick), .. } => {
            matches!(&event.fact, Fact::BecameKnownAs { now } if now.nick == *nick)
        }
        Ask::SetMetadata { of: MetadataOf::Room(_), key, value } => {
            let said = Change::Metadata(key.clone(), value.clone());
            matches!(&event.fact, Fact::Changed { changes } if *changes == [said])
        }
        Ask::SetMetadata { key, value, .. } => matches!(
            &event.fact,
            Fact::Directory(DirectoryFact::MetadataSet { key: k, value: v, .. }) if k == key && v == value
        ),
        _ => false,
    }
}

fn is_done<P>(command: &Command<P>, fact: &Fact) -> bool {
    match (command, fact) {
        (Command::Say { text, .. }, Fact::Said { text: said, .. }) => text == said,
        (Command::Tag { tags }, Fact::Tagged { tags: kept }) => tags == kept,
        (Command::Edit { target, text }, Fact::Edited { target: t, text: said }) => {
            target == t && text == said
        }
        (Command::Delete { target, .. }, Fact::Deleted { target: t, .. })
        | (Command::React { target, .. }, Fact::Reacted { target: t, .. }) => target == t,
        (Command::Leave { .. } | Command::Kick { .. }, Fact::Closed { .. })
        | (Command::Join { .. }, Fact::Joined { .. })
        | (Command::Leave { .. }, Fact::Left { .. })
        | (Command::SetTopic { .. }, Fact::TopicSet { .. })
        | (Command::Change(_), Fact::Changed { .. })
        | (Command::Play { .. }, Fact::Said { .. })
        | (Command::Kick { .. }, Fact::Kicked { .. })
        | (Command::Invite { .. }, Fact::Invited { .. })
        | (Command::Knock { .. }, Fact::Knocked { .. })
        | (Command::Rename { .. }, Fact::Renamed { .. })
        | (Command::Close { .. }, Fact::Closed { .. }) => true,
        _ => false,
    }
}

/// The answer to a try of a write: once it is known to be kept, every answer says so with the same number.
pub(crate) fn check_write(write: &mut Write, was_kept: bool, answer: &Answer, kept: &Kept) {
    let there = kept.find_key(write.person, &write.key);
    match answer {
        Answer::Done { id: Some(id), .. } => {
            assert!(write.done.is_none_or(|d| d == *id), "another number for the same key: {write:?} {id:?}");
            assert_eq!(there, Some(*id), "the key names another event: {write:?}");
            write.done = Some(*id);
        }
        // Who came with a token that is for less is not told what became of anything.
        Answer::Refused(Refusal::Busy | Refusal::NotEntered | Refusal::NotInScope) | Answer::Unconfirmed => {}
        Answer::Refused(_) | Answer::Done { id: None, .. } => {
            assert!(!was_kept, "kept with this key, and denied: {write:?} {answer:?}");
        }
        other => panic!("no answer to a write: {other:?}"),
    }
}

/// A read position that was acknowledged is kept, but for that of a guest who is gone by now.
pub(crate) fn check_read(question: &Question, kept: &Kept) {
    if let (Ask::Read { room: RoomRef::Id(room), number }, Some(person)) = (&question.ask, question.person) {
        let position = kept.position(person, *room);
        let gone = kept.forgotten.contains(&person);
        assert!(gone || *number <= position, "read up to {number}, acknowledged, but kept is {position}");
    }
}

/// Nothing beyond the last number may be asked for: then every acknowledged number must be kept as it was asked.
pub(crate) fn readable(witness: &Witness, room: RoomId, wanted: u64) -> Number {
    Number(1 + wanted % witness.told(room).0.max(1))
}
