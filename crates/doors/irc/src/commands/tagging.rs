//! TAGMSG and REDACT: what is done to messages, and what is said with tags alone.

use crate::caps::Caps;
use crate::codec::Message;
use crate::codec::tags::Tags;
use crate::commands::editing::{self, Edit};
use crate::commands::speaking::{self, Speech};
use crate::modes::UserModes;
use crate::pending::What;
use crate::refusals::{self, About};
use crate::telling;
use crate::turn::{Turn, text_of};
use parlor_model::{Command, Folded, MessageId, Number, Refusal, RoomName, Sign, Text};
use parlor_server::{Answer, Ask, Look, Reply, RoomRef, Signal, Typing};

/// Whether a message id is of this room.
pub(crate) enum Found {
    Here,
    Elsewhere,
    /// The house must be asked.
    Unsure,
}

/// What to do once it is known.
#[derive(Debug)]
pub(crate) enum Then {
    Say(Speech),
    Tag(Tagged),
    Redact(Redaction),
    Edit(Edit),
}

/// A message id that is looked for.
#[derive(Debug)]
pub(crate) struct Located {
    id: MessageId,
    then: Then,
}

/// One TAGMSG to one target.
#[derive(Clone, Debug)]
pub(crate) struct Tagged {
    room: RoomRef,
    target: Box<str>,
    /// The client-only tags as they were sent.
    raw: Box<str>,
    /// A reaction on a message.
    reaction: Option<(Text, Sign)>,
    /// That message, when it is of this room.
    on: Option<Number>,
    /// What went out in its stead, for the echo.
    signal: Option<Box<str>>,
}

/// One REDACT.
#[derive(Clone, Debug)]
pub(crate) struct Redaction {
    room: RoomRef,
    target: Box<str>,
    id: Box<str>,
    reason: Text,
}

/// Looks for a message id among the rooms the person is in.
pub(crate) fn find(turn: &Turn<'_, '_>, room: &RoomRef, id: MessageId) -> Found {
    match room {
        RoomRef::Named(name) => match turn.joined(name) {
            Some(tag) if tag.id == id.room => Found::Here,
            Some(_) => Found::Elsewhere,
            None => Found::Unsure,
        },
        RoomRef::Direct(_) => Found::Unsure,
        RoomRef::Id(known) if *known == id.room => Found::Here,
        RoomRef::Id(_) => Found::Elsewhere,
    }
}

/// Asks which room is meant; the next line waits until that is known and done.
pub(crate) fn locate(turn: &mut Turn<'_, '_>, id: MessageId, room: RoomRef, then: Then) {
    turn.seat.blocked = true;
    // A server operator takes messages away where they do not read along.
    let operator = turn.seat.modes.has(UserModes::OPERATOR) && matches!(then, Then::Redact(_));
    let look = if operator { Look::Room(room) } else { Look::Readable(room) };
    turn.ask(Ask::Look(look), What::Locate(Box::new(Located { id, then })));
}

/// The house has said which room is meant.
pub(crate) fn located(turn: &mut Turn<'_, '_>, located: Located, reply: Reply) {
    turn.seat.blocked = false;
    let Located { id, then } = located;
    let room = match &reply {
        Reply::Answer(Answer::Readable { room, .. }) => Some(room.id),
        Reply::Answer(Answer::Room(view)) => Some(view.room.id),
        _ => None,
    };
    let number = (room == Some(id.room)).then_some(id.number);
    match then {
        Then::Say(speech) => speaking::say(turn, speech.answering(number), true),
        Then::Tag(tagged) => tag(turn, Tagged { on: number, ..tagged }),
        Then::Edit(edit) => editing::located(turn, edit, number),
        Then::Redact(redaction) => match (number, room) {
            (Some(number), _) => ask_redact(turn, redaction, number),
            (None, Some(_)) => redaction.unknown(turn),
            (None, None) => redaction.invalid_target(turn),
        },
    }
}

/// The client-only tags that go on to others: those that the settings do not deny
/// (<https://ircv3.net/specs/extensions/message-tags#rpl_isupport-tokens>).
pub(crate) fn relayed_tags(turn: &Turn<'_, '_>, tags: &Tags<'_>) -> String {
    let section = tags.client_only_section();
    let denied = &turn.desk.rules().irc.tags_denied;
    if section.is_empty() || denied.is_empty() {
        return section;
    }
    let is_denied = |key: &str| {
        let name = key.strip_prefix('+').unwrap_or(key);
        let exempt = denied.iter().any(|d| d.strip_prefix('-') == Some(name));
        !exempt && denied.iter().any(|d| d == "*" || d == name)
    };
    let key = |tag: &str| tag.split_once('=').map_or(tag, |(key, _)| key).to_owned();
    let allowed: Vec<&str> = section.split(';').filter(|tag| !is_denied(&key(tag))).collect();
    allowed.join(";")
}

/// `TAGMSG target` with client-only tags (<https://ircv3.net/specs/extensions/message-tags>).
pub(crate) fn tagmsg(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let raw = relayed_tags(turn, &msg.tags);
    if raw.is_empty() {
        return;
    }
    let sent = Tags::from_raw(&raw);
    let reaction = [("+draft/react", Sign::Plus), ("+draft/unreact", Sign::Minus)]
        .into_iter()
        .find_map(|(key, sign)| Some((text_of(&sent.get(key)?), sign)));
    let id = sent.get("+draft/reply").or_else(|| sent.get("+reply"));
    let id = id.and_then(|id| MessageId::parse(&id)).filter(|_| reaction.is_some());
    let targets = msg.params.first().copied().unwrap_or_default();
    let targets_max = turn.desk.rules().irc.targets_max;
    for target in targets.split(',').filter(|target| !target.is_empty()).take(targets_max) {
        let room = match RoomName::parse(target, &turn.desk.rules().names) {
            Ok(name) => RoomRef::Named(name),
            Err(_) => RoomRef::Direct(target.into()),
        };
        let tagged = Tagged {
            room,
            target: target.into(),
            raw: raw.as_str().into(),
            reaction: reaction.clone(),
            on: None,
            signal: None,
        };
        match id.map(|id| (id, find(turn, &tagged.room, id))) {
            None | Some((_, Found::Elsewhere)) => tag(turn, tagged),
            Some((id, Found::Here)) => tag(turn, Tagged { on: Some(id.number), ..tagged }),
            Some((id, Found::Unsure)) => locate(turn, id, tagged.room.clone(), Then::Tag(tagged)),
        }
    }
}

/// A reaction on a message is kept, and what the settings name; everything else is told and forgotten.
fn tag(turn: &mut Turn<'_, '_>, tagged: Tagged) {
    let room = tagged.room.clone();
    let command = match (&tagged.reaction, tagged.on) {
        (Some((reaction, sign)), Some(target)) => {
            Command::React { target, reaction: reaction.clone(), sign: *sign }
        }
        _ if is_kept(turn, &tagged.raw) => return keep(turn, tagged),
        _ => return signal(turn, tagged),
    };
    turn.ask_on(Ask::Room { room, command, key: None }, What::Tagged(Box::new(tagged)));
}

/// Whether a TAGMSG with one of these tags is kept.
fn is_kept(turn: &Turn<'_, '_>, raw: &str) -> bool {
    let kept = &turn.desk.rules().irc.tagmsg_kept;
    Tags::from_raw(raw).unique().iter().any(|tag| kept.iter().any(|kept| kept == tag.key))
}

fn keep(turn: &mut Turn<'_, '_>, tagged: Tagged) {
    let bot = if turn.seat.modes.has(UserModes::BOT) { ";bot" } else { "" };
    let command = Command::Tag { tags: text_of(&format!("{}{bot}", tagged.raw)) };
    let ask = Ask::Room { room: tagged.room.clone(), command, key: None };
    turn.ask_on(ask, What::Tagged(Box::new(tagged)));
}

fn signal(turn: &mut Turn<'_, '_>, mut tagged: Tagged) {
    let (signal, raw) = match typing(&tagged.raw) {
        Some(typing) => (Signal::Typing(typing), tagged.raw.clone()),
        None => {
            let bot = if turn.seat.modes.has(UserModes::BOT) { ";bot" } else { "" };
            let raw = format!("{};msgid={}{bot}", tagged.raw, new_id(turn));
            (Signal::Tags(raw.as_str().into()), raw.into())
        }
    };
    tagged.signal = Some(raw);
    let room = tagged.room.clone();
    turn.ask_on(Ask::Signal { room, signal }, What::Tagged(Box::new(tagged)));
}

/// A typing notification and nothing else (<https://ircv3.net/specs/client-tags/typing>).
fn typing(raw: &str) -> Option<Typing> {
    match raw {
        "+typing=active" => Some(Typing::Active),
        "+typing=paused" => Some(Typing::Paused),
        "+typing=done" => Some(Typing::Done),
        _ => None,
    }
}

/// An id for what is not kept: nothing can be found by it, but no two are the same.
fn new_id(turn: &mut Turn<'_, '_>) -> String {
    let person = turn.desk.person().map_or(0, |p| p.0);
    let count = turn.seat.labels.batch_name();
    format!("tag.{person:x}.{:x}.{count}", turn.desk.now().0)
}

/// A TAGMSG was answered. What is not kept is echoed here, for nobody else tells it.
pub(crate) fn tagged(turn: &mut Turn<'_, '_>, tagged: Tagged, reply: Reply) {
    match reply {
        Reply::Answer(Answer::Done { .. }) => {
            let (Some(raw), Some(me)) = (&tagged.signal, turn.seat.me.clone()) else { return };
            if turn.caps().has(Caps::ECHO) {
                telling::write_tagmsg(turn, &me, raw, &tagged.target);
            }
            if Folded::of(&tagged.target) == me.nick.folded() {
                let mut unlabelled = Turn::new(turn.seat, turn.desk, None);
                telling::write_tagmsg(&mut unlabelled, &me, raw, &tagged.target);
            }
        }
        Reply::Answer(Answer::Refused(Refusal::NoSuchMessage(_) | Refusal::Deleted(_)))
            if tagged.signal.is_none() && tagged.on.is_some() =>
        {
            tag(turn, Tagged { on: None, ..tagged });
        }
        other => refusals::unanswered(turn, &About { verb: "TAGMSG", target: &tagged.target }, &other),
    }
}

/// `REDACT target msgid [reason]` (<https://ircv3.net/specs/extensions/message-redaction>).
pub(crate) fn redact(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let (Some(&target), Some(&id)) = (msg.params.first(), msg.params.get(1)) else { return };
    let room = match RoomName::parse(target, &turn.desk.rules().names) {
        Ok(name) => RoomRef::Named(name),
        Err(_) => RoomRef::Direct(target.into()),
    };
    let joined = match &room {
        RoomRef::Named(name) => turn.joined(name).is_some(),
        RoomRef::Direct(_) | RoomRef::Id(_) => true,
    };
    let reason = text_of(msg.params.at(2).unwrap_or_default());
    let redaction = Redaction { room, target: target.into(), id: id.into(), reason };
    match MessageId::parse(id).map(|id| (id, find(turn, &redaction.room, id))) {
        None if joined => redaction.unknown(turn),
        None => redaction.invalid_target(turn),
        Some((_, Found::Elsewhere)) => redaction.unknown(turn),
        Some((id, Found::Here)) => ask_redact(turn, redaction, id.number),
        Some((id, Found::Unsure)) => locate(turn, id, redaction.room.clone(), Then::Redact(redaction)),
    }
}

fn ask_redact(turn: &mut Turn<'_, '_>, redaction: Redaction, target: Number) {
    let command = Command::Delete { target, reason: redaction.reason.clone() };
    let ask = Ask::Room { room: redaction.room.clone(), command, key: None };
    turn.ask_on(ask, What::Redacted(Box::new(redaction)));
}

/// A REDACT was answered.
pub(crate) fn redacted(turn: &mut Turn<'_, '_>, redaction: &Redaction, reply: Reply) {
    match reply {
        Reply::Answer(Answer::Done { .. }) => {}
        Reply::Answer(Answer::Refused(Refusal::NoSuchMessage(_) | Refusal::Deleted(_))) => {
            redaction.unknown(turn);
        }
        Reply::Answer(Answer::Refused(Refusal::NotYours | Refusal::NeedRole(_) | Refusal::NoDeletion)) => {
            let context = [&*redaction.target, &*redaction.id];
            turn.fail("REDACT", "REDACT_FORBIDDEN", &context, "You may not delete this message");
        }
        Reply::Answer(Answer::Refused(
            Refusal::NoSuchRoom | Refusal::NotMember | Refusal::NoSuchPerson(_),
        )) => {
            redaction.invalid_target(turn);
        }
        other => refusals::unanswered(turn, &About { verb: "REDACT", target: &redaction.target }, &other),
    }
}

impl Redaction {
    fn unknown(&self, turn: &mut Turn<'_, '_>) {
        let context = [&*self.target, &*self.id];
        turn.fail("REDACT", "UNKNOWN_MSGID", &context, "This message does not exist or was deleted");
    }

    fn invalid_target(&self, turn: &mut Turn<'_, '_>) {
        turn.fail("REDACT", "INVALID_TARGET", &[&self.target], "You cannot delete messages there");
    }
}
