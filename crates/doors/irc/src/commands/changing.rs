//! MODE of a room: letters become one change of several parts.

use crate::codec::Message;
use crate::codec::modes::{self as letters, Sign as LetterSign};
use crate::codec::numerics::{ERR_INVALIDKEY, ERR_INVALIDMODEPARAM, ERR_UNKNOWNMODE};
use crate::commands::looking::{RoomLook, Wish};
use crate::commands::{ruling, user};
use crate::modes::{self, MUTE_MARK};
use crate::turn::{Turn, safe};
use parlor_model::{Change, Command, ListKind, Mask, RoomName, Sign};
use parlor_server::PersonRef;

/// Bytes of a key at most (KEYLEN).
pub(crate) const KEY_BYTES_MAX: usize = 32;

/// `MODE target [letters [parameters]]`.
pub(crate) fn mode(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let target = msg.params.first().copied().unwrap_or_default();
    if !target.starts_with('#') {
        return user::mode(turn, msg);
    }
    let Some(room) = turn.room_name(target) else { return };
    let args = msg.params.get(2..).unwrap_or_default();
    let Some(letters) = msg.params.at(1).filter(|letters| !letters.is_empty()) else {
        return RoomLook::ask(turn, room, Wish::Modes);
    };
    let (changes, lists) = read(turn, &room, letters, args);
    if !changes.is_empty() {
        ruling::ask(turn, "MODE", room.clone(), Command::Change(changes));
    }
    for kind in lists {
        RoomLook::ask(turn, room.clone(), Wish::List(kind));
    }
}

/// The changes that are asked for, and the lists that are to be shown. What cannot be was answered.
pub(crate) fn read(
    turn: &mut Turn<'_, '_>,
    room: &RoomName,
    letters: &str,
    args: &[&str],
) -> (Vec<Change<PersonRef>>, Vec<ListKind>) {
    let (mut changes, mut lists) = (Vec::new(), Vec::new());
    for change in letters::parse(letters, args, modes::takes) {
        let listed = modes::LISTS.iter().find(|(letter, _)| *letter == change.letter);
        match (listed, change.param) {
            (Some((_, kind)), None) => {
                if !lists.contains(kind) {
                    lists.push(*kind);
                }
            }
            _ => changes.extend(change_of(turn, room, &change)),
        }
    }
    (changes, lists)
}

/// What a letter asks for; `None` when it asks for nothing that can be, which was said then.
fn change_of(
    turn: &mut Turn<'_, '_>,
    room: &RoomName,
    change: &letters::Change<'_>,
) -> Option<Change<PersonRef>> {
    let on = change.sign == LetterSign::Plus;
    let sign = if on { Sign::Plus } else { Sign::Minus };
    if let Some(flag) = modes::flag(change.letter) {
        return Some(Change::Flag(flag, sign));
    }
    if let Some(role) = modes::role(change.letter) {
        let nick = needed(turn, room, change)?;
        return Some(Change::Role(role, sign, nick.into()));
    }
    match change.letter {
        'b' | 'e' | 'I' => {
            let text = needed(turn, room, change)?;
            let (kind, text) = match (change.letter, text.strip_prefix(MUTE_MARK)) {
                ('b', Some(muted)) => (ListKind::Mute, muted),
                ('b', None) => (ListKind::Ban, text),
                ('e', Some(muted)) => (ListKind::MuteException, muted),
                ('e', None) => (ListKind::BanException, text),
                _ => (ListKind::InviteException, text),
            };
            match Mask::parse(text) {
                Some(mask) => Some(Change::List(kind, sign, mask)),
                None => unfit(turn, room, change, "That cannot be a mask"),
            }
        }
        'k' if !on => Some(Change::Key(None)),
        'k' => {
            let key = needed(turn, room, change)?;
            let fits = key.len() <= KEY_BYTES_MAX && !key.contains([' ', ',']) && !key.starts_with(':');
            if fits {
                return Some(Change::Key(Some(key.into())));
            }
            turn.numeric(ERR_INVALIDKEY, &[room.as_str()], "Key is not well-formed");
            None
        }
        'l' if !on => Some(Change::Capacity(None)),
        'l' => match needed(turn, room, change)?.parse() {
            Ok(capacity) if capacity > 0 => Some(Change::Capacity(Some(capacity))),
            _ => unfit(turn, room, change, "That is no number of members"),
        },
        'f' if !on => Some(Change::Forward(None)),
        'f' => {
            let to = needed(turn, room, change)?;
            turn.room_name(to).map(|to| Change::Forward(Some(to)))
        }
        other => {
            let letter = other.to_string();
            turn.numeric(ERR_UNKNOWNMODE, &[safe(&letter)], "is unknown mode char to me");
            None
        }
    }
}

fn needed<'p>(turn: &mut Turn<'_, '_>, room: &RoomName, change: &letters::Change<'p>) -> Option<&'p str> {
    let param = change.param.filter(|param| !param.is_empty());
    if param.is_none() {
        let letter = change.letter.to_string();
        turn.numeric(ERR_INVALIDMODEPARAM, &[room.as_str(), &letter, "*"], "You must specify a parameter");
    }
    param
}

fn unfit<T>(
    turn: &mut Turn<'_, '_>,
    room: &RoomName,
    change: &letters::Change<'_>,
    words: &str,
) -> Option<T> {
    let letter = change.letter.to_string();
    let param = safe(change.param.unwrap_or_default());
    turn.numeric(ERR_INVALIDMODEPARAM, &[room.as_str(), &letter, param], words);
    None
}
