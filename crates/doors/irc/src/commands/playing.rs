//! NPC, NPCA, SCENE: roleplay in rooms with mode `E`, as Ergo has it.

use crate::codec::Message;
use crate::codec::numerics::{ERR_CANNOTSENDRP, ERR_NOTEXTTOSEND};
use crate::commands::ruling;
use crate::turn::{Turn, safe, text_of};
use parlor_model::{Character, Command, Manner, Nickname, RoomName};

/// `NPC #room name words`: said by a character.
pub(crate) fn npc(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    named(turn, msg, "NPC", Manner::Say);
}

/// `NPCA #room name words`: done by one.
pub(crate) fn npca(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    named(turn, msg, "NPCA", Manner::Action);
}

/// `SCENE #room words`.
pub(crate) fn scene(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    play(turn, msg, "SCENE", Character::Scene, Manner::Say, 1);
}

fn named(turn: &mut Turn<'_, '_>, msg: &Message<'_>, verb: &'static str, manner: Manner) {
    let (Some(&target), Some(&name)) = (msg.params.first(), msg.params.get(1)) else { return };
    match Nickname::parse(name, &turn.desk.rules().names) {
        Ok(name) => play(turn, msg, verb, Character::Named(name), manner, 2),
        Err(_) => {
            turn.numeric(ERR_CANNOTSENDRP, &[safe(target)], "A character is called like a person could be");
        }
    }
}

/// The words are what is left, with a colon before them or not.
fn play(
    turn: &mut Turn<'_, '_>,
    msg: &Message<'_>,
    verb: &'static str,
    character: Character,
    manner: Manner,
    words_at: usize,
) {
    let target = msg.params.first().copied().unwrap_or_default();
    let Ok(room) = RoomName::parse(target, &turn.desk.rules().names) else {
        return turn.numeric(ERR_CANNOTSENDRP, &[safe(target)], "Plays are for channels");
    };
    let words = msg.params.get(words_at..).unwrap_or_default().join(" ");
    if words.is_empty() {
        return turn.numeric(ERR_NOTEXTTOSEND, &[], "No text to send");
    }
    let text = text_of(&words.replace('\u{1}', ""));
    ruling::ask(turn, verb, room, Command::Play { character, manner, text });
}
