//! Changes of what a room is, in words.

use parlor_model::{Change, Flag, ListKind, Mask, Role, Sign, Who};
use std::fmt;
use std::sync::Arc;

use super::clean::OneLine;
use super::roles;

/// One change by somebody: `ann made bob an operator`.
pub(crate) struct Changed<'a> {
    pub(crate) by: &'a Who,
    pub(crate) change: &'a Change<Arc<Who>>,
}

impl fmt::Display for Changed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = &self.by.nick;
        match self.change {
            Change::Flag(flag, sign) => {
                let on = *sign == Sign::Plus;
                let mark = if on { '+' } else { '-' };
                write!(f, "{by} changed the room ({mark}{}): {}", letter(*flag), flag_words(*flag, on))
            }
            Change::Key(Some(_)) => write!(f, "{by} changed the room (+k): joining takes a key"),
            Change::Key(None) => write!(f, "{by} changed the room (-k): joining takes no key"),
            Change::Capacity(Some(max)) => {
                write!(f, "{by} changed the room (+l {max}): at most {max} members")
            }
            Change::Capacity(None) => write!(f, "{by} changed the room (-l): any number of members"),
            Change::Forward(Some(to)) => {
                write!(f, "{by} changed the room (+f {to}): who cannot join is sent to {to}")
            }
            Change::Forward(None) => write!(f, "{by} changed the room (-f): who cannot join is sent nowhere"),
            Change::Role(Role::Voice, Sign::Plus, whom) => write!(f, "{by} gave voice to {}", whom.nick),
            Change::Role(role, Sign::Plus, whom) => {
                write!(f, "{by} made {} {}", whom.nick, roles::somebody(*role))
            }
            Change::Role(role, Sign::Minus, whom) => {
                write!(f, "{by} took {} from {}", roles::role(*role), whom.nick)
            }
            Change::List(kind, sign, mask) => write_list(f, self.by, *kind, *sign, mask),
            Change::Founder(Some(whom)) => write!(f, "{by} gave the room to {}", whom.nick),
            Change::Standing(Role::Plain, whom) => {
                write!(f, "{by} gives {} no role on joining any more", whom.nick)
            }
            Change::Standing(role, whom) => {
                write!(f, "{by} made {} {} for good", whom.nick, roles::somebody(*role))
            }
            Change::Founder(None) => write!(f, "{by} gave the room up: it is nobody's"),
            Change::Metadata(key, Some(value)) => write!(f, "{by} set the room's {key}: {}", OneLine(value)),
            Change::Metadata(key, None) => write!(f, "{by} took the room's {key} away"),
        }
    }
}

fn write_list(f: &mut fmt::Formatter<'_>, by: &Who, kind: ListKind, sign: Sign, mask: &Mask) -> fmt::Result {
    let by = &by.nick;
    match (kind, sign) {
        (ListKind::Ban, Sign::Plus) => write!(f, "{by} banned {mask}"),
        (ListKind::Ban, Sign::Minus) => write!(f, "{by} lifted the ban on {mask}"),
        (ListKind::BanException, Sign::Plus) => write!(f, "{by} excepted {mask} from bans"),
        (ListKind::BanException, Sign::Minus) => write!(f, "{by} excepts {mask} from bans no more"),
        (ListKind::InviteException, Sign::Plus) => write!(f, "{by} lets {mask} in uninvited"),
        (ListKind::InviteException, Sign::Minus) => write!(f, "{by} lets {mask} in uninvited no more"),
        (ListKind::Mute, Sign::Plus) => write!(f, "{by} muted {mask}"),
        (ListKind::Mute, Sign::Minus) => write!(f, "{by} unmuted {mask}"),
        (ListKind::MuteException, Sign::Plus) => write!(f, "{by} excepted {mask} from mutes"),
        (ListKind::MuteException, Sign::Minus) => write!(f, "{by} excepts {mask} from mutes no more"),
    }
}

/// The IRC letter of a rule.
pub(crate) fn letter(flag: Flag) -> char {
    match flag {
        Flag::Secret => 's',
        Flag::InviteOnly => 'i',
        Flag::Moderated => 'm',
        Flag::MembersSpeak => 'n',
        Flag::TopicLocked => 't',
        Flag::NoCtcp => 'C',
        Flag::Roleplay => 'E',
        Flag::RegisteredSpeak => 'M',
        Flag::RegisteredJoin => 'R',
        Flag::OperatorModerated => 'U',
        Flag::Auditorium => 'u',
    }
}

/// What a rule means when it holds, or when it does not.
pub(crate) fn flag_words(flag: Flag, on: bool) -> &'static str {
    let (holds, lifted) = match flag {
        Flag::Secret => ("only its members know of it", "everyone may know of it"),
        Flag::InviteOnly => ("only who is invited may join", "who is not invited may join too"),
        Flag::Moderated => ("only voiced members may speak", "members need no voice to speak"),
        Flag::MembersSpeak => ("only members may speak", "who is no member may speak too"),
        Flag::TopicLocked => ("only operators may set the topic", "every member may set the topic"),
        Flag::NoCtcp => {
            ("client-to-client requests are refused", "client-to-client requests are let through")
        }
        Flag::Roleplay => ("roleplay commands may be used", "roleplay commands may not be used"),
        Flag::RegisteredSpeak => {
            ("only people with an account may speak", "people without an account may speak too")
        }
        Flag::RegisteredJoin => {
            ("only people with an account may join", "people without an account may join too")
        }
        Flag::OperatorModerated => {
            ("what members without a role say goes to operators only", "what members say goes to everyone")
        }
        Flag::Auditorium => {
            ("members without a role see only operators come and go", "everyone sees everyone come and go")
        }
    };
    if on { holds } else { lifted }
}

/// The name of a list, for who looks at the room.
pub(crate) fn list_name(kind: ListKind) -> &'static str {
    match kind {
        ListKind::Ban => "Banned",
        ListKind::BanException => "Excepted from bans",
        ListKind::InviteException => "Let in uninvited",
        ListKind::Mute => "Muted",
        ListKind::MuteException => "Excepted from mutes",
    }
}
