//! METADATA: what people and rooms say about themselves, for programs to show
//! (<https://ircv3.net/specs/extensions/metadata>). Two versions of the draft are spoken: `draft/metadata-2` tells a
//! change as a `METADATA` message, `draft/metadata-3` as the numerics that answer a question.

mod early;
mod show;
mod subs;

pub(crate) use show::{Draft, changed, sync_person, whois};

use crate::caps::Caps;
use crate::codec::Message;
use crate::codec::numerics::{ERR_NOTREGISTERED, RPL_METADATASYNCLATER};
use crate::commands::history::{close_batch, open_batch};
use crate::pending::What;
use crate::refusals::{self, About};
use crate::turn::{Turn, safe, text_of};
use parlor_model::{Metadata, MetadataKey, Nickname, Refusal, RoomName, Text};
use parlor_server::{Answer, Ask, Look, MetadataOf, Reply, RoomRef, RoomView};

/// Members of a room whose metadata is told on joining; of a larger one it comes when it is asked for.
const MEMBERS_ON_JOIN_MAX: usize = 100;

/// What a question about metadata is for.
#[derive(Debug)]
pub(crate) struct Asked {
    /// Whom or what, as the client wrote it.
    target: Box<str>,
    what: Part,
}

/// What of it.
#[derive(Debug)]
enum Part {
    /// These keys; `Err`: what cannot be one.
    Get(Vec<Result<MetadataKey, Box<str>>>),
    /// All of it.
    List,
    /// What one is subscribed to; `true`: nothing is said where there is nothing.
    Sync(bool),
    /// One's own, on asking for the capability.
    Own,
    Set(MetadataKey, Option<Text>),
    Clear,
}

/// `METADATA target GET|LIST|SET|CLEAR|SUB|UNSUB|SUBS|SYNC …`.
pub(crate) fn metadata(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let entered = turn.seat.me.is_some();
    if !entered && show::draft(turn).is_none() {
        return turn.numeric(ERR_NOTREGISTERED, &[], "You have not registered");
    }
    let (Some(target), Some(subcommand)) = (msg.params.at(0), msg.params.at(1)) else {
        return turn.fail("METADATA", "NEED_MORE_PARAMS", &[], "Missing parameters");
    };
    let rest = msg.params.get(2..).unwrap_or_default();
    let name = subcommand.to_ascii_uppercase();
    match (name.as_str(), rest) {
        ("GET" | "SET" | "SUB" | "UNSUB", []) => {
            turn.fail("METADATA", "NEED_MORE_PARAMS", &[&name], "Missing parameters");
        }
        ("SUB", keys) => subs::subscribe(turn, keys),
        ("UNSUB", keys) => subs::unsubscribe(turn, keys),
        ("SUBS", _) => subs::list(turn),
        ("GET" | "LIST" | "SET" | "CLEAR" | "SYNC", rest) if !entered => {
            early::metadata(turn, target, &name, rest);
        }
        ("GET", keys) => {
            let keys = keys.iter().map(|key| MetadataKey::parse(key).ok_or_else(|| (*key).into())).collect();
            look(turn, target, Part::Get(keys));
        }
        ("LIST", _) => look(turn, target, Part::List),
        ("SYNC", _) => look(turn, target, Part::Sync(false)),
        ("SET", [key, value @ ..]) => set(turn, target, key, value.first().copied()),
        ("CLEAR", _) => {
            let Some(of) = of(turn, target) else { return };
            let asked = Asked { target: target.into(), what: Part::Clear };
            turn.ask(Ask::ClearMetadata(of), What::Metadata(Box::new(asked)));
        }
        _ => turn.fail("METADATA", "INVALID_SUBCOMMAND", &[&name], "Invalid subcommand"),
    }
}

/// Whom or what the client means; what cannot be anybody is answered.
fn of(turn: &mut Turn<'_, '_>, target: &str) -> Option<MetadataOf> {
    let rules = turn.desk.rules().names.clone();
    let of = match target {
        "*" => Some(MetadataOf::Me),
        _ if target.starts_with('#') => {
            RoomName::parse(target, &rules).ok().map(|name| MetadataOf::Room(RoomRef::Named(name)))
        }
        _ => Nickname::parse(target, &rules).ok().map(|nick| MetadataOf::Person(nick.as_str().into())),
    };
    if of.is_none() {
        invalid_target(turn, target);
    }
    of
}

fn invalid_target(turn: &mut Turn<'_, '_>, target: &str) {
    turn.fail("METADATA", "INVALID_TARGET", &[target], "Invalid target");
}

fn look(turn: &mut Turn<'_, '_>, target: &str, what: Part) {
    let Some(of) = of(turn, target) else { return };
    let look = Look::Metadata { of, members: matches!(what, Part::Sync(_)) };
    turn.ask(Ask::Look(look), What::Metadata(Box::new(Asked { target: target.into(), what })));
}

/// No value, or an empty one, takes it away.
fn set(turn: &mut Turn<'_, '_>, target: &str, key: &str, value: Option<&str>) {
    let Some(of) = of(turn, target) else { return };
    let Some(key) = MetadataKey::parse(key) else { return show::invalid_key(turn, None, key) };
    let value = value.filter(|value| !value.is_empty()).map(text_of);
    let asked = Asked { target: target.into(), what: Part::Set(key.clone(), value.clone()) };
    turn.ask(Ask::SetMetadata { of, key, value }, What::Metadata(Box::new(asked)));
}

/// One's own, for who has just asked for the capability: with what was said before one came in.
pub(crate) fn begin(turn: &mut Turn<'_, '_>, said: &Metadata) {
    if show::draft(turn).is_none() {
        return;
    }
    for (key, value) in said.iter() {
        let (of, key, value) = (MetadataOf::Me, key.clone(), Some(value.clone()));
        turn.ask_on(Ask::SetMetadata { of, key, value }, What::Nothing);
    }
    let asked = Asked { target: "*".into(), what: Part::Own };
    let look = Look::Metadata { of: MetadataOf::Me, members: false };
    turn.ask_on(Ask::Look(look), What::Metadata(Box::new(asked)));
}

/// Somebody came who is on the list: what they say about themselves.
pub(crate) fn came(turn: &mut Turn<'_, '_>, nick: &str) {
    if show::draft(turn).is_some() && subs::any(turn) {
        let asked = Asked { target: nick.into(), what: Part::Sync(true) };
        let look = Look::Metadata { of: MetadataOf::Person(nick.into()), members: false };
        turn.ask_on(Ask::Look(look), What::Metadata(Box::new(asked)));
    }
}

/// One has joined: what the room and those in it say about themselves.
pub(crate) fn joined(turn: &mut Turn<'_, '_>, name: &str, view: &RoomView) {
    if show::draft(turn).is_none() || !subs::any(turn) {
        return;
    }
    if view.members_count > MEMBERS_ON_JOIN_MAX {
        return turn.values(RPL_METADATASYNCLATER, &[name]);
    }
    let asked = Asked { target: name.into(), what: Part::Sync(true) };
    let look = Look::Metadata { of: MetadataOf::Room(RoomRef::Id(view.room.id)), members: true };
    turn.ask_on(Ask::Look(look), What::Metadata(Box::new(asked)));
}

pub(crate) fn answered(turn: &mut Turn<'_, '_>, asked: &Asked, reply: &Reply) {
    let target = &*asked.target;
    match (&asked.what, reply) {
        (
            Part::Set(key, value),
            Reply::Answer(Answer::Done { .. } | Answer::Refused(Refusal::NothingToChange)),
        ) => {
            let of = own_name(turn, target);
            show::value(turn, None, &of, key, value.as_ref());
        }
        (Part::Set(key, _), Reply::Answer(Answer::Refused(why))) => refused(turn, target, Some(key), why),
        (Part::Clear, Reply::Answer(Answer::Cleared(keys))) => {
            let of = own_name(turn, target);
            let batch = open_batch(turn, &["metadata", safe(&of)]);
            for key in keys {
                show::value(turn, batch.as_deref(), &of, key, None);
            }
            close_batch(turn, batch.as_deref());
        }
        (_, Reply::Answer(Answer::Metadata(view))) => show::view(turn, &asked.what, view),
        // Who came in is gone already, or the room is: nobody asked.
        (Part::Sync(true), _) => {}
        (_, Reply::Answer(Answer::Refused(why))) => refused(turn, target, None, why),
        (_, other) => refusals::unanswered(turn, &About { verb: "METADATA", target }, other),
    }
}

/// `*` is oneself.
fn own_name(turn: &Turn<'_, '_>, target: &str) -> String {
    if target == "*" { turn.nick().to_string() } else { target.to_owned() }
}

fn refused(turn: &mut Turn<'_, '_>, target: &str, key: Option<&MetadataKey>, why: &Refusal) {
    let shown = key.map_or("*", MetadataKey::as_str);
    match why {
        Refusal::NoSuchRoom | Refusal::NoSuchPerson(_) => invalid_target(turn, target),
        Refusal::NeedOperator | Refusal::NeedRole(_) | Refusal::NotMember => {
            turn.fail("METADATA", "KEY_NO_PERMISSION", &[target, shown], "Permission denied");
        }
        Refusal::TooLong { bytes_max, .. } => show::invalid_value(turn, shown, *bytes_max),
        other => refusals::refuse(turn, &About { verb: "METADATA", target }, other),
    }
}

/// What `CAP LS 302` says of it.
pub(crate) fn offer(rules: &parlor_server::Rules) -> String {
    let limits = &rules.house.limits;
    format!(
        "before-connect,max-subs={},max-keys={},max-value-bytes={}",
        rules.metadata_subscriptions_max, limits.metadata_keys_max, limits.metadata_value_bytes_max
    )
}

/// The capability was asked for, by who is in already.
pub(crate) fn requested(turn: &mut Turn<'_, '_>, before: Caps) {
    let both = [Caps::METADATA_2, Caps::METADATA_3];
    if turn.seat.me.is_some() && both.iter().all(|cap| !before.has(*cap)) {
        begin(turn, &Metadata::default());
    }
}
