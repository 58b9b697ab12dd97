//! `MODE`: changes of rules, roles and lists.

use super::{View, source, start};
use crate::codec::limits::LINE_LEN_MAX;
use crate::codec::modes::{self as letters, Sign as LetterSign};
use crate::modes::{MUTE_MARK, flag_letter, role_letter};
use parlor_model::{Change, Event, ListKind, Role, Sign, Who};
use std::sync::Arc;

/// One change as a letter with its parameter.
struct Mode {
    sign: LetterSign,
    letter: char,
    param: Option<String>,
}

/// Writes the changes as one `MODE` line, or as several where one would be over 512 bytes.
pub(super) fn changed(
    view: &View<'_>,
    room: &str,
    event: &Event,
    changes: &[Change<Arc<Who>>],
    out: &mut Vec<u8>,
) {
    let modes: Vec<Mode> = changes.iter().filter_map(mode).collect();
    let who = &event.by;
    let head = ":!@ MODE   ".len() + who.nick.as_str().len() + who.user.len() + who.host.len() + room.len();
    let mut rest = &modes[..];
    let mut first = true;
    while !rest.is_empty() {
        let mut bytes = head;
        let fits = rest
            .iter()
            .take_while(|mode| {
                // A sign, a letter, a space and the parameter.
                bytes += 3 + mode.param.as_ref().map_or(0, String::len);
                bytes <= LINE_LEN_MAX - 2
            })
            .count();
        let (now, later) = rest.split_at(fits.max(1));
        line(view, room, event, first, now, out);
        (rest, first) = (later, false);
    }
}

fn line(view: &View<'_>, room: &str, event: &Event, first: bool, modes: &[Mode], out: &mut Vec<u8>) {
    let changes: Vec<letters::Change<'_>> = modes
        .iter()
        .map(|m| letters::Change { sign: m.sign, letter: m.letter, param: m.param.as_deref() })
        .collect();
    let (letters, params) = letters::write(&changes);
    let mut line =
        source(start(view, event, first, out), &event.by).command("MODE").param(room).param(&letters);
    for param in params {
        line = line.param(param);
    }
    line.end();
}

/// `None`: nothing that IRC has a letter for.
fn mode(change: &Change<Arc<Who>>) -> Option<Mode> {
    let plus = |on: bool| if on { LetterSign::Plus } else { LetterSign::Minus };
    let of = |sign: Sign| plus(sign == Sign::Plus);
    Some(match change {
        Change::Flag(flag, sign) => Mode { sign: of(*sign), letter: flag_letter(*flag), param: None },
        // The old key is not in the event; clients look at the letter only.
        Change::Key(key) => Mode {
            sign: plus(key.is_some()),
            letter: 'k',
            param: Some(key.as_deref().unwrap_or("*").to_owned()),
        },
        Change::Capacity(capacity) => {
            Mode { sign: plus(capacity.is_some()), letter: 'l', param: capacity.map(|c| c.to_string()) }
        }
        Change::Forward(to) => Mode {
            sign: plus(to.is_some()),
            letter: 'f',
            param: to.as_ref().map(|to| to.as_str().to_owned()),
        },
        Change::Role(role, sign, whom) => {
            Mode { sign: of(*sign), letter: role_letter(*role)?, param: Some(whom.nick.as_str().into()) }
        }
        Change::List(kind, sign, mask) => {
            let (letter, mark) = match kind {
                ListKind::Ban => ('b', ""),
                ListKind::Mute => ('b', MUTE_MARK),
                ListKind::BanException => ('e', ""),
                ListKind::MuteException => ('e', MUTE_MARK),
                ListKind::InviteException => ('I', ""),
            };
            Mode { sign: of(*sign), letter, param: Some(format!("{mark}{mask}")) }
        }
        // What they wear by it is told beside it.
        Change::Standing(..) => return None,
        // Told to those who asked for it, as METADATA.
        Change::Metadata(..) => return None,
        // Who is made founder is made owner too.
        Change::Founder(whom) => Mode {
            sign: LetterSign::Plus,
            letter: role_letter(Role::Owner)?,
            param: Some(whom.as_ref()?.nick.as_str().into()),
        },
    })
}
