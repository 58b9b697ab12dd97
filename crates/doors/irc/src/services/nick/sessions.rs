//! The connections of an account: CLIENTS and SESSIONS.

use super::Then;
use crate::services::Then as Next;
use crate::services::voice::Voice;
use crate::time;
use parlor_server::{Answer, Ask, Dismissed, Look, Reply, SessionId};

/// `SESSIONS [nickname]`.
pub(super) fn sessions(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let whom = params.first().map(|nick| (*nick).into());
    voice.ask(Ask::Look(Look::Sessions(whom)), Next::Nick(Then::Clients));
}

/// `CLIENTS LIST [nickname]`, `CLIENTS LOGOUT [nickname] client|all`.
pub(super) fn clients(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let [verb, rest @ ..] = params else { return };
    match (verb.to_ascii_uppercase().as_str(), rest) {
        ("LIST", rest) => sessions(voice, rest),
        ("LOGOUT", [which]) => log_out(voice, None, which),
        ("LOGOUT", [nick, which, ..]) => log_out(voice, Some(nick), which),
        _ => voice.say("Syntax: CLIENTS LIST [nickname] | LOGOUT [nickname] client|all"),
    }
}

fn log_out(voice: &mut Voice<'_, '_, '_>, nick: Option<&str>, which: &str) {
    let which = match (which.eq_ignore_ascii_case("all"), parse(which)) {
        (true, _) => Dismissed::All,
        (false, Some(id)) => Dismissed::One(id),
        (false, None) => return voice.say("CLIENTS LIST shows which clients there are"),
    };
    let whom = nick.map(Into::into);
    voice.ask(Ask::Dismiss { whom, which }, Next::Say("Logged out".into()));
}

pub(super) fn seen(voice: &mut Voice<'_, '_, '_>, reply: Reply) {
    let sessions = match reply {
        Reply::Answer(Answer::Sessions(sessions)) => sessions,
        other => return voice.unanswered(&other),
    };
    voice.say(&format!("{} connected", sessions.len()));
    for session in sessions {
        let mine = if session.mine { " (this one)" } else { "" };
        let (id, since) = (text(session.id), time::words(session.since));
        voice.say(&format!("Client {id}{mine}: from {}, since {since}", session.address));
    }
}

/// Where the number of the thread that has the connection stands in its id.
const THREAD_BITS: u32 = 56;

/// An id as people can type it: which thread, and its how-manieth connection.
fn text(id: SessionId) -> String {
    format!("{}-{}", id.0 >> THREAD_BITS, id.0 & ((1 << THREAD_BITS) - 1))
}

fn parse(text: &str) -> Option<SessionId> {
    let (thread, count) = text.split_once('-')?;
    let (thread, count): (u64, u64) = (thread.parse().ok()?, count.parse().ok()?);
    (thread >> (u64::BITS - THREAD_BITS) == 0 && count >> THREAD_BITS == 0)
        .then_some(SessionId(thread << THREAD_BITS | count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back() {
        for id in [0, 7, (3 << THREAD_BITS) | 12, u64::MAX] {
            assert_eq!(parse(&text(SessionId(id))), Some(SessionId(id)));
        }
        for bad in ["", "1", "a-1", "256-1", "1-72057594037927936", "-1-1"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
