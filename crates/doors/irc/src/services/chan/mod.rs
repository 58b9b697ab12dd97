//! ChanServ: rooms that are somebody's.

mod roles;
mod rooms;
mod ruling;
mod settings;

use super::Verb;
use super::voice::Voice;
use parlor_model::RoomName;
use parlor_server::{PersonRef, Reply};

/// What to do with an answer.
#[derive(Debug)]
pub(super) enum Then {
    /// REGISTER.
    Registered(RoomName),
    /// INFO.
    Info(RoomName),
    /// LIST of what matches.
    List(Box<str>),
    /// UNREGISTER or TRANSFER, with the code if one was said.
    Confirm(Box<rooms::Asked>),
    /// GET of one setting, or of all.
    Show(Option<Box<str>>),
    /// AMODE: who has which role for good.
    Standings(RoomName),
    /// CLEAR access: who had.
    Access(RoomName),
    /// PURGE LIST.
    Purges,
    /// CLEAR users: who is there.
    Users(RoomName),
    /// CLEAR users: one was removed, these are left.
    Removed(RoomName, Vec<PersonRef>, usize),
}

pub(super) const VERBS: &[Verb] = &[
    Verb {
        name: "AMODE",
        params_min: 1,
        usage: "#channel [mode account ...]",
        help: "roles for good: who of +v +h +o +a +q an account gets on each join; without a mode, shows them",
        run: roles::amode,
    },
    Verb {
        name: "CLEAR",
        params_min: 2,
        usage: "#channel USERS|ACCESS",
        help: "removes everybody but you from a channel, or takes every role for good",
        run: ruling::clear,
    },
    Verb {
        name: "DEOP",
        params_min: 1,
        usage: "#channel [nickname ...]",
        help: "takes the roles of operators from people, or from you",
        run: roles::deop,
    },
    Verb {
        name: "GET",
        params_min: 1,
        usage: "#channel [setting]",
        help: "shows what a channel is",
        run: settings::get,
    },
    Verb { name: "INFO", params_min: 1, usage: "#channel", help: "about a channel", run: rooms::info },
    Verb {
        name: "LIST",
        params_min: 0,
        usage: "[mask]",
        help: "the registered channels that you may know of",
        run: rooms::list,
    },
    Verb {
        name: "OP",
        params_min: 1,
        usage: "#channel [nickname ...]",
        help: "makes people operators of a channel, or you",
        run: roles::op,
    },
    Verb {
        name: "PURGE",
        params_min: 1,
        usage: "ADD #channel [reason] | DEL #channel | LIST",
        help: "ends a channel for good: no channel may have its name (server operators)",
        run: ruling::purge,
    },
    Verb {
        name: "REGISTER",
        params_min: 1,
        usage: "#channel",
        help: "makes you the founder of a channel whose operator you are: it is yours, and stays",
        run: rooms::register,
    },
    Verb {
        name: "SET",
        params_min: 3,
        usage: "#channel setting on|off, or #channel FOUNDER account",
        help: "changes what a channel is: SECRET INVITE-ONLY MODERATED MEMBERS-SPEAK TOPIC-LOCK NO-CTCP \
               ACCOUNTS-SPEAK ACCOUNTS-JOIN OPERATOR-MODERATED AUDITORIUM ROLEPLAY",
        run: settings::set,
    },
    Verb {
        name: "TRANSFER",
        params_min: 2,
        usage: "#channel account [code]",
        help: "makes another account the founder of your channel; without the code it tells you the code",
        run: rooms::transfer,
    },
    Verb {
        name: "UNREGISTER",
        params_min: 1,
        usage: "#channel [code]",
        help: "makes a channel nobody's; without the code it tells you the code",
        run: rooms::unregister,
    },
];

pub(super) fn settled(voice: &mut Voice<'_, '_, '_>, then: Then, reply: Reply) {
    match then {
        Then::Registered(room) => rooms::registered(voice, &room, reply),
        Then::Info(room) => rooms::info_seen(voice, &room, reply),
        Then::List(mask) => rooms::listed(voice, &mask, reply),
        Then::Confirm(asked) => rooms::confirm(voice, *asked, reply),
        Then::Show(name) => settings::shown(voice, name.as_deref(), reply),
        Then::Standings(room) => roles::standings_seen(voice, &room, reply),
        Then::Access(room) => ruling::access_seen(voice, room, reply),
        Then::Purges => ruling::purges_seen(voice, reply),
        Then::Users(room) => ruling::users_seen(voice, room, reply),
        Then::Removed(room, left, removed) => ruling::removed(voice, room, left, removed, reply),
    }
}
