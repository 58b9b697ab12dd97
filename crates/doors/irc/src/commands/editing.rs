//! New words for a message: a PRIVMSG with `+draft/edit`, which names the message (as clients with `draft/message-edit`
//! do it; there is no specification yet).

use crate::commands::speaking::Words;
use crate::commands::tagging::{self, Found, Then};
use crate::pending::What;
use crate::refusals::{self, About};
use crate::turn::Turn;
use parlor_model::{Command, MessageId, Number, Refusal, Text};
use parlor_server::{Answer, Ask, Reply, RoomRef};

/// Names the message whose words these are from now on.
pub(crate) const EDIT_TAG: &str = "+draft/edit";

/// One edit.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    room: RoomRef,
    target: Box<str>,
    id: Box<str>,
    text: Text,
}

/// Asks for the edit.
pub(crate) fn edit(turn: &mut Turn<'_, '_>, target: &str, room: RoomRef, words: &Words, id: &str) {
    let edit = Edit { room, target: target.into(), id: id.into(), text: words.text().clone() };
    match MessageId::parse(id).map(|id| (id, tagging::find(turn, &edit.room, id))) {
        None | Some((_, Found::Elsewhere)) => edit.unknown(turn),
        Some((id, Found::Here)) => ask(turn, edit, id.number),
        Some((id, Found::Unsure)) => {
            let room = edit.room.clone();
            tagging::locate(turn, id, room, Then::Edit(edit));
        }
    }
}

/// The house has said whether the message is of this room.
pub(crate) fn located(turn: &mut Turn<'_, '_>, edit: Edit, number: Option<Number>) {
    match number {
        Some(number) => ask(turn, edit, number),
        None => edit.unknown(turn),
    }
}

fn ask(turn: &mut Turn<'_, '_>, edit: Edit, target: Number) {
    let command = Command::Edit { target, text: edit.text.clone() };
    let ask = Ask::Room { room: edit.room.clone(), command, key: None };
    turn.ask_on(ask, What::Edited(Box::new(edit)));
}

/// An edit was answered; its echo was told just before.
pub(crate) fn edited(turn: &mut Turn<'_, '_>, edit: &Edit, reply: Reply) {
    match reply {
        Reply::Answer(Answer::Done { .. }) => {}
        Reply::Answer(Answer::Refused(Refusal::NoSuchMessage(_) | Refusal::Deleted(_))) => {
            edit.unknown(turn);
        }
        Reply::Answer(Answer::Refused(Refusal::NotYours)) => {
            let context = [&*edit.target, &*edit.id];
            turn.fail("PRIVMSG", "EDIT_FORBIDDEN", &context, "You may not change this message");
        }
        other => refusals::unanswered(turn, &About { verb: "PRIVMSG", target: &edit.target }, &other),
    }
}

impl Edit {
    fn unknown(&self, turn: &mut Turn<'_, '_>) {
        let context = [&*self.target, &*self.id];
        turn.fail("PRIVMSG", "UNKNOWN_MSGID", &context, "This message does not exist or was deleted");
    }
}
