//! What a seat is told by itself: its person's own acts, what is done to them, what only they hear, direct messages,
//! and everything unnumbered.

use crate::caps::Caps;
use crate::codec::numerics::ERR_YOUREBANNEDCREEP;
use crate::codec::tags::Tags;
use crate::codec::{self, format::LineStart};
use crate::commands::{joining, markread, metadata, monitor, sasl, user};
use crate::modes::UserModes;
use crate::pending::What;
use crate::render::{self, View};
use crate::time::Stamp;
use crate::turn::Turn;
use parlor_model::{Event, Fact, Folded, Leaving, PersonId, Who};
use parlor_server::{Closing, Farewell, RoomTag, Signal, Signalled, Told, Typing};
use std::sync::Arc;

/// An event. `mine`: this connection asked for it.
pub(crate) fn told(turn: &mut Turn<'_, '_>, told: &Told, mine: bool) {
    let (event, me) = (&*told.event, turn.desk.person());
    let own = me == Some(event.by.person);
    match &event.fact {
        Fact::Said { .. } | Fact::Tagged { .. } | Fact::Edited { .. } => {
            // Nobody has seen yet how a character's words came out, their author included.
            let played = turn.seat.me.as_ref().is_some_and(|me| own && me.nick != event.by.nick);
            if !mine || played || turn.caps().has(Caps::ECHO) {
                write(turn, told, own, mine);
            }
            // A message to oneself is heard besides being echoed (IRCv3 echo-message).
            if mine && is_notebook(&told.room) {
                write(&mut Turn::new(turn.seat, turn.desk, None), told, own, mine);
            }
        }
        Fact::Reacted { .. } => {
            if !mine || turn.caps().has(Caps::ECHO) {
                write(turn, told, own, mine);
            }
        }
        Fact::Joined { .. } if own => {
            turn.seat.entered_room(&told.room);
            if let Some(name) = &told.room.name {
                if let Some(rare) = &mut turn.seat.rare {
                    rare.invited.retain(|room| room != name);
                }
                let extended = turn.caps().has(Caps::EXTENDED_JOIN);
                let caps = turn.caps();
                let server = Arc::clone(&turn.seat.server);
                let view = View { caps, server: &server, batch: None };
                let line = render::start(&view, event, true, turn.out());
                render::coming::join_line(line, &event.by, name.as_str(), extended);
            }
            // Who asked to join asked for the rest as well.
            if !mine {
                joining::ask_inside(turn, told.room.id);
            }
        }
        Fact::Left { how: Leaving::Parted | Leaving::Quit | Leaving::Lost, .. } if own => {
            write(turn, told, own, mine);
            turn.seat.left_room(told.room.id);
        }
        Fact::Kicked { whom, .. } if Some(whom.person) == me => {
            write(turn, told, own, mine);
            turn.seat.left_room(told.room.id);
        }
        Fact::Invited { whom } => invited(turn, told, whom, own),
        // Who knocked was answered.
        Fact::Knocked { .. } if own => {}
        Fact::BecameKnownAs { now } if own || Some(now.person) == me => become_known_as(turn, now),
        Fact::Renamed { from, to, reason } => {
            renamed(turn, told, (from.as_str(), to.as_str()), reason);
        }
        Fact::Closed { reason } => {
            closed(turn, event, &told.room, reason);
            turn.seat.left_room(told.room.id);
        }
        Fact::Opened { .. }
        | Fact::Joined { .. }
        | Fact::Left { .. }
        | Fact::Kicked { .. }
        | Fact::Knocked { .. }
        | Fact::Deleted { .. }
        | Fact::TopicSet { .. }
        | Fact::Changed { .. }
        | Fact::BecameKnownAs { .. }
        | Fact::Directory(_) => write(turn, told, own, mine),
    }
}

fn write(turn: &mut Turn<'_, '_>, told: &Told, own: bool, mine: bool) {
    let mut target = target_of(turn, &told.room, own);
    // Who is known by several names is called what they were just called.
    if mine
        && told.room.name.is_none()
        && let Some(What::Said(speech)) = turn.seat.pending.first().map(|p| &p.what)
        && Folded::of(speech.target()) != Folded::of(&target)
    {
        target = speech.target().into();
    }
    let (caps, server) = (turn.caps(), Arc::clone(&turn.seat.server));
    let view = View { caps, server: &server, batch: None };
    render::event(&view, &target, &told.event, turn.out());
}

/// What a client calls the place: the room, or whoever a direct message went to. `own`: it is from this person.
pub(crate) fn target_of(turn: &Turn<'_, '_>, room: &RoomTag, own: bool) -> Arc<str> {
    if let Some(name) = &room.name {
        return name.as_str().into();
    }
    let me = turn.desk.person();
    let other = me.and_then(|me| room.other(me)).filter(|other| own && Some(other.person) != me);
    match other {
        Some(other) => other.nick.as_str().into(),
        None => turn.nick(),
    }
}

/// A direct conversation with oneself.
fn is_notebook(room: &RoomTag) -> bool {
    room.between.as_ref().is_some_and(|[a, b]| a.person == b.person)
}

/// Whoever is invited always hears of it; those who keep the room where they asked to (IRCv3 invite-notify); who
/// invited was answered with RPL_INVITING.
fn invited(turn: &mut Turn<'_, '_>, told: &Told, whom: &Who, own: bool) {
    let Some(room) = &told.room.name else { return };
    let me = turn.desk.person() == Some(whom.person);
    if me {
        let invited = &mut turn.rare().invited;
        if !invited.contains(room) {
            invited.push(room.clone());
        }
    }
    if me || (!own && turn.caps().has(Caps::INVITE_NOTIFY)) {
        let (caps, server) = (turn.caps(), Arc::clone(&turn.seat.server));
        let view = View { caps, server: &server, batch: None };
        render::coming::invite_line(render::sourced(&view, &told.event, turn.out()), whom, room.as_str());
    }
}

/// One is known as somebody else: shows what of it is new, so that hearing of it twice shows it once.
pub(crate) fn become_known_as(turn: &mut Turn<'_, '_>, now: &Arc<Who>) {
    let Some(before) = turn.seat.me.replace(Arc::clone(now)) else { return };
    if before.account != now.account
        && let Some(account) = &now.account
    {
        sasl::known_by_now(turn, account);
    }
    let caps = turn.caps();
    let time = caps.has(Caps::SERVER_TIME).then(|| Stamp::of(turn.desk.now()));
    render::coming::known_as(caps, &before, now, turn.out(), |out| begin(out, time));
}

/// Somebody on the list is known otherwise: whatever of it the client asked to hear
/// (<https://ircv3.net/specs/extensions/extended-monitor>).
fn altered(turn: &mut Turn<'_, '_>, was: &Who, now: &Who) {
    if !monitor::follows(turn, now) {
        return;
    }
    // Only the case of its letters can differ; nicknames that change are told as coming and going.
    let was = Who { nick: now.nick.clone(), ..was.clone() };
    let caps = turn.caps();
    let time = caps.has(Caps::SERVER_TIME).then(|| Stamp::of(turn.desk.now()));
    render::coming::known_as(caps, &was, now, turn.out(), |out| begin(out, time));
}

fn begin(out: &mut Vec<u8>, time: Option<Stamp>) -> LineStart<'_> {
    let line = codec::line(out);
    match time {
        Some(time) => line.tag("time", time.as_str()),
        None => line,
    }
}

/// Who knows no RENAME leaves the old name and joins the new one.
fn renamed(turn: &mut Turn<'_, '_>, told: &Told, (from, to): (&str, &str), reason: &str) {
    let member = turn.seat.rooms.iter().any(|r| r.id == told.room.id);
    if member {
        turn.seat.entered_room(&told.room);
    }
    if turn.caps().has(Caps::CHANNEL_RENAME) || !member {
        return write(turn, told, false, false);
    }
    let Some(me) = turn.seat.me.clone() else { return };
    let words =
        if reason.is_empty() { format!("This room is called {to} from now on") } else { reason.to_owned() };
    render::source(turn.start(), &me).command("PART").param(from).trailing_cut(&words);
    let extended = turn.caps().has(Caps::EXTENDED_JOIN);
    render::coming::join_line(turn.start(), &me, to, extended);
    joining::ask_inside(turn, told.room.id);
}

fn closed(turn: &mut Turn<'_, '_>, event: &Event, room: &RoomTag, reason: &str) {
    let (Some(name), Some(me)) = (&room.name, turn.seat.me.clone()) else { return };
    if !turn.seat.rooms.iter().any(|r| r.id == room.id) {
        return;
    }
    let words = if reason.is_empty() {
        "This room was closed".into()
    } else {
        format!("This room was closed: {reason}")
    };
    let line = render::source(turn.start(), &event.by).command("KICK").param(name.as_str());
    line.param(me.nick.as_str()).trailing_cut(&words);
}

/// Something that is not kept.
pub(crate) fn signalled(turn: &mut Turn<'_, '_>, signalled: &Signalled) {
    let own = turn.desk.person() == Some(signalled.by.person);
    match &signalled.signal {
        Signal::Typing(typing) => {
            let state = match typing {
                Typing::Active => "+typing=active",
                Typing::Paused => "+typing=paused",
                Typing::Done => "+typing=done",
            };
            tagmsg(turn, signalled, state, own);
        }
        Signal::Tags(raw) => tagmsg(turn, signalled, raw, own),
        Signal::Away(text) => {
            if own {
                turn.seat.set_away(text.clone());
            }
            let sees = own || signalled.room.is_some() || monitor::follows(turn, &signalled.by);
            if turn.caps().has(Caps::AWAY_NOTIFY) && sees {
                let line = render::source(turn.start(), &signalled.by).command("AWAY");
                match text {
                    Some(text) => line.trailing(text),
                    None => line.end(),
                };
            }
        }
        Signal::KnownAs(_) => become_known_as(turn, &signalled.by),
        Signal::Here => monitor::moved(turn, &signalled.by, true),
        Signal::Gone => monitor::moved(turn, &signalled.by, false),
        Signal::Metadata { of, changes } => metadata::changed(turn, signalled, of, changes),
        Signal::Altered(was) => altered(turn, was, &signalled.by),
        Signal::Flags { flags, operator } => user::taken_for(turn, *flags, *operator),
        Signal::Marked { place, upto } => markread::tell(turn, place, Some(*upto)),
        Signal::ReadUpTo { .. } => {}
        Signal::Word(text) => {
            if signalled.by.person == PersonId::HOUSE {
                turn.answer("NOTICE", &[], text);
            } else if turn.seat.modes.has(UserModes::WALLOPS) {
                render::source(turn.start(), &signalled.by).command("WALLOPS").trailing(text);
            }
        }
    }
}

fn tagmsg(turn: &mut Turn<'_, '_>, signalled: &Signalled, raw: &str, own: bool) {
    if let Some(room) = &signalled.room {
        let target = target_of(turn, room, own);
        write_tagmsg(turn, &signalled.by, raw, &target);
    }
}

/// `TAGMSG` with these tags, for who gets tags.
pub(crate) fn write_tagmsg(turn: &mut Turn<'_, '_>, by: &Who, raw: &str, target: &str) {
    if !turn.caps().has(Caps::TAGS) {
        return;
    }
    let account = by.account.as_ref().filter(|_| turn.caps().has(Caps::ACCOUNT_TAG));
    let mut line = turn.start();
    if let Some(account) = account {
        line = line.tag("account", account.as_str());
    }
    for tag in Tags::from_raw(raw).unique() {
        line = line.tag(tag.key, &tag.value());
    }
    render::source(line, by).command("TAGMSG").param(target).end();
}

/// The house ends the connection.
pub(crate) fn farewell(turn: &mut Turn<'_, '_>, why: &Farewell) {
    match why {
        Farewell::Closed(Closing::Killed { by, reason }) => {
            let nick = turn.nick();
            turn.start().source(by.as_str()).command("KILL").param(&nick).trailing(reason);
        }
        Farewell::Closed(Closing::Banned { reason }) => {
            turn.numeric(ERR_YOUREBANNEDCREEP, &[], &format!("You are banned from this server ({reason})"));
        }
        Farewell::NoName
        | Farewell::Silent { .. }
        | Farewell::NotReading
        | Farewell::Stopping
        | Farewell::Closed(Closing::AccountEnded | Closing::LoggedOut) => {}
    }
    turn.seat.last_word(&why.words(), turn.desk);
}
