//! What a room is, by words instead of letters: SET, GET.

use super::{Then, rooms};
use crate::services::Then as Next;
use crate::services::voice::Voice;
use parlor_model::{Change, Flag, Sign};
use parlor_server::{Answer, Ask, Look, Reply, RoomRef};

const fn name(flag: Flag) -> &'static str {
    match flag {
        Flag::Secret => "SECRET",
        Flag::InviteOnly => "INVITE-ONLY",
        Flag::Moderated => "MODERATED",
        Flag::MembersSpeak => "MEMBERS-SPEAK",
        Flag::TopicLocked => "TOPIC-LOCK",
        Flag::NoCtcp => "NO-CTCP",
        Flag::Roleplay => "ROLEPLAY",
        Flag::RegisteredSpeak => "ACCOUNTS-SPEAK",
        Flag::RegisteredJoin => "ACCOUNTS-JOIN",
        Flag::OperatorModerated => "OPERATOR-MODERATED",
        Flag::Auditorium => "AUDITORIUM",
    }
}

fn flag(text: &str) -> Option<Flag> {
    Flag::ALL.into_iter().find(|flag| name(*flag).eq_ignore_ascii_case(text))
}

/// `SET #channel setting on|off`, `SET #channel FOUNDER account`.
pub(super) fn set(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let [room, setting, value, ..] = params else { return };
    if setting.eq_ignore_ascii_case("FOUNDER") {
        return rooms::transfer(voice, &[&[*room][..], &params[2..]].concat());
    }
    let Some(room) = voice.room(room) else { return };
    let Some(flag) = flag(setting) else {
        return voice.say("There is no such setting. ChanServ HELP SET says what there is");
    };
    let sign = match value.to_ascii_lowercase().as_str() {
        "on" | "true" | "yes" => Sign::Plus,
        "off" | "false" | "no" => Sign::Minus,
        _ => return voice.say("That can be on or off"),
    };
    let said = format!("{} of {room} is {value} now", name(flag));
    rooms::change(voice, room, vec![Change::Flag(flag, sign)], said);
}

/// `GET #channel [setting]`.
pub(super) fn get(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let Some(room) = params.first().and_then(|name| voice.room(name)) else { return };
    let wanted = params.get(1).map(|wanted| (*wanted).into());
    voice.ask(Ask::Look(Look::Room(RoomRef::Named(room))), Next::Chan(Then::Show(wanted)));
}

pub(super) fn shown(voice: &mut Voice<'_, '_, '_>, wanted: Option<&str>, reply: Reply) {
    let view = match reply {
        Reply::Answer(Answer::Room(view)) => view,
        other => return voice.unanswered(&other),
    };
    let on = |flag| if view.policy.has(flag) { "on" } else { "off" };
    match wanted.map(flag) {
        Some(Some(flag)) => voice.say(&format!("{}: {}", name(flag), on(flag))),
        Some(None) => voice.say("There is no such setting. ChanServ HELP SET says what there is"),
        None => {
            let all: Vec<String> =
                Flag::ALL.into_iter().map(|flag| format!("{} {}", name(flag), on(flag))).collect();
            for some in all.chunks(6) {
                voice.say(&some.join(", "));
            }
        }
    }
}
