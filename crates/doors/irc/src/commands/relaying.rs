//! RELAYMSG: what somebody elsewhere said (<https://github.com/ircv3/ircv3-specifications/pull/417>).

use crate::codec::Message;
use crate::codec::numerics::ERR_INPUTTOOLONG;
use crate::codec::tags;
use crate::commands::speaking::add_tag;
use crate::commands::tagging;
use crate::pending::What;
use crate::refusals::{self, About};
use crate::render::messages;
use crate::turn::{Turn, text_of};
use parlor_model::{Command, Manner, Refusal, RelayedName, RoomName, Who};
use parlor_server::{Answer, Ask, Reply, RoomRef};

/// On a relayed message: who relayed it.
pub(crate) const RELAYED_TAG: &str = "draft/relaymsg";

/// `RELAYMSG #channel name/network :text`.
pub(crate) fn relaymsg(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let [target, name, text] = msg.params[..] else { return };
    let Some(me) = turn.seat.me.clone() else { return };
    let room: RoomName = match turn.room_name(target) {
        Some(room) => room,
        None => return,
    };
    let Some(name) = RelayedName::parse(name) else {
        let words = "A name of somebody elsewhere has a / and no other marks";
        return turn.fail("RELAYMSG", "INVALID_NICK", &[], words);
    };
    let shown = Who { nick: name.shown(), ..Who::clone(&me) };
    if text.len() > messages::room_for(&shown, target, Manner::Say) {
        let words = "Input line was too long: it would not reach others whole";
        return turn.numeric(ERR_INPUTTOOLONG, &[], words);
    }
    let mut kept = tagging::relayed_tags(turn, &msg.tags);
    let mut relayer = Vec::new();
    tags::escape_into(&mut relayer, me.nick.as_str());
    add_tag(&mut kept, &format!("{RELAYED_TAG}={}", String::from_utf8_lossy(&relayer)));
    let command = Command::Relay { name, text: text_of(text), tags: Some(text_of(&kept)) };
    let ask = Ask::Room { room: RoomRef::Named(room), command, key: None };
    turn.ask(ask, What::Relayed(target.into()));
}

/// A RELAYMSG was answered; its echo was told just before.
pub(crate) fn relayed(turn: &mut Turn<'_, '_>, target: &str, reply: Reply) {
    match reply {
        Reply::Answer(Answer::Done { .. }) => {}
        Reply::Answer(Answer::Refused(Refusal::NeedRole(_) | Refusal::NotMember)) => {
            turn.fail("RELAYMSG", "PRIVS_NEEDED", &[], "Half-operators and above relay what others said");
        }
        other => refusals::unanswered(turn, &About { verb: "RELAYMSG", target }, &other),
    }
}
