//! QUIT, and the other side closing.

use crate::codec::{Message, cut};
use crate::pending::What;
use crate::render;
use crate::turn::{Turn, text_of};
use parlor_model::Text;
use parlor_server::{Ask, Ending};

/// `QUIT [reason]`: done when everything asked before is done. What others see begins with `Quit`, so that nobody can
/// make a departure look like the server's doing.
pub(crate) fn quit(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let reason = msg.params.first().copied().unwrap_or_default();
    let words = if reason.is_empty() { "Quit".to_owned() } else { format!("Quit: {reason}") };
    let bytes_max = turn.desk.rules().house.limits.reason_bytes_max;
    let (words, _) = cut::cut(&words, bytes_max);
    leave(turn, text_of(words));
}

/// The other side sends no more: what it asked for is still answered.
pub(crate) fn finished(turn: &mut Turn<'_, '_>) {
    if turn.desk.is_closing() || turn.seat.rare.as_ref().is_some_and(|r| r.quitting.is_some()) {
        return;
    }
    leave(turn, Text::trusted("Connection closed"));
}

fn leave(turn: &mut Turn<'_, '_>, words: Text) {
    turn.seat.blocked = true;
    if let Some(registering) = &mut turn.seat.registering {
        registering.count_no_more();
    }
    turn.rare().quitting = Some(words.clone());
    turn.ask(Ask::Fence, What::Quit(words));
}

/// Everything before is done.
pub(crate) fn quit_now(turn: &mut Turn<'_, '_>, words: Text) {
    if turn.seat.pending.any_chained() {
        return turn.ask(Ask::Fence, What::Quit(words));
    }
    // Who goes sees it as others do: other sessions of theirs may stay.
    if let Some(me) = turn.seat.me.clone() {
        render::source(turn.start(), &me).command("QUIT").trailing_cut(&words);
    }
    turn.seat.last_word(&words, turn.desk);
    turn.desk.close(Ending::Quit(words));
}
