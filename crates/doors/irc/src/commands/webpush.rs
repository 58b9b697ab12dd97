//! WEBPUSH: where a client hears of messages while it is not connected (`draft/webpush`, `soju.im/webpush`;
//! <https://codeberg.org/emersion/soju/src/branch/master/doc/ext/webpush.md>), and what it hears there.

use crate::caps::Caps;
use crate::codec::tags::Tags;
use crate::codec::{self, Message};
use crate::pending::What;
use crate::render::{self, View};
use crate::time::Stamp;
use crate::turn::{Turn, safe};
use parlor_model::{Endpoint, Event, Fact, PushCommand, PushDialect, PushKeys, Refusal};
use parlor_server::{Answer, Ask, Push, Pushed, Reply, Told, push_keys};
use std::sync::Arc;

/// Bytes of a parameter that goes back in an error.
const SHOWN_MAX: usize = 300;

/// What a client asked.
#[derive(Debug)]
pub(crate) struct Asked {
    subcommand: &'static str,
    endpoint: Box<str>,
}

/// `WEBPUSH REGISTER endpoint keys`, `WEBPUSH UNREGISTER endpoint`, `WEBPUSH VAPIDPUBKEY`.
pub(crate) fn webpush(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let name = msg.params.first().map_or("*", |name| safe(name)).to_ascii_uppercase();
    let (endpoint, keys) = (msg.params.at(1).unwrap_or("*"), msg.params.at(2));
    let Some(key) = turn.desk.rules().push_key.clone() else {
        return fail(turn, "FORBIDDEN", (&name, endpoint), "This server sends no pushes");
    };
    match (name.as_str(), msg.params.len()) {
        ("VAPIDPUBKEY", 1) => answer(turn, "VAPIDPUBKEY", &key),
        ("REGISTER", 3) => match (Endpoint::parse(endpoint), keys.and_then(keys_of)) {
            (None, _) => {
                let words = "The endpoint is no https address that could be pushed to";
                fail(turn, "INVALID_PARAMS", ("REGISTER", endpoint), words);
            }
            (Some(_), None) => {
                let words = "The keys are not p256dh=...;auth=... in Base64 for URLs";
                fail(turn, "INVALID_PARAMS", ("REGISTER", endpoint), words);
            }
            (Some(at), Some(keys)) => {
                let command = PushCommand::Subscribe { endpoint: at, keys, dialect: PushDialect::Irc };
                ask(turn, "REGISTER", endpoint, command);
            }
        },
        ("UNREGISTER", 2) => match Endpoint::parse(endpoint) {
            Some(at) => ask(turn, "UNREGISTER", endpoint, PushCommand::Unsubscribe(at)),
            None => {
                let words = "The endpoint is no https address";
                fail(turn, "INVALID_PARAMS", ("UNREGISTER", endpoint), words);
            }
        },
        ("VAPIDPUBKEY" | "REGISTER" | "UNREGISTER", _) => {
            fail(turn, "INVALID_PARAMS", (&name, endpoint), "Missing parameters, or too many");
        }
        _ => fail(turn, "INVALID_PARAMS", (&name, endpoint), "Invalid subcommand"),
    }
}

/// `p256dh=…;auth=…`, written like tags.
fn keys_of(text: &str) -> Option<PushKeys> {
    let tags = Tags::from_raw(text);
    push_keys(&tags.get("p256dh")?, &tags.get("auth")?)
}

fn ask(turn: &mut Turn<'_, '_>, subcommand: &'static str, endpoint: &str, command: PushCommand) {
    let asked = Asked { subcommand, endpoint: endpoint.into() };
    turn.ask(Ask::Push(command), What::Webpush(Box::new(asked)));
}

fn answer(turn: &mut Turn<'_, '_>, subcommand: &str, value: &str) {
    let server = Arc::clone(&turn.seat.server);
    turn.start().source(&server).command("WEBPUSH").param(subcommand).param(value).end();
}

fn fail(turn: &mut Turn<'_, '_>, code: &str, about: (&str, &str), words: &str) {
    let (subcommand, endpoint) = about;
    let shown = if endpoint.len() > SHOWN_MAX { "*" } else { endpoint };
    let subcommand = if subcommand.len() > SHOWN_MAX { "*" } else { subcommand };
    turn.fail("WEBPUSH", code, &[subcommand, shown], words);
}

pub(crate) fn answered(turn: &mut Turn<'_, '_>, asked: &Asked, reply: &Reply) {
    let about = (asked.subcommand, &*asked.endpoint);
    match reply {
        // What is not there is gone already.
        Reply::Answer(Answer::Done { .. } | Answer::Refused(Refusal::NothingToChange)) => {
            answer(turn, asked.subcommand, &asked.endpoint);
        }
        Reply::Answer(Answer::Refused(Refusal::NeedAccount)) => {
            fail(turn, "FORBIDDEN", about, "Log in to an account to receive pushes");
        }
        Reply::Answer(Answer::Refused(Refusal::NotHere | Refusal::NotInScope)) => {
            fail(turn, "FORBIDDEN", about, "This server sends you no pushes");
        }
        Reply::Answer(Answer::Refused(Refusal::TooManyKeys { keys_max })) => {
            let words = format!("Your account has {keys_max} registrations, which is as many as it may have");
            fail(turn, "MAX_REGISTRATIONS", about, &words);
        }
        Reply::Answer(Answer::Refused(Refusal::PushUntaken)) => {
            fail(turn, "INVALID_PARAMS", about, "The push server did not take a first push");
        }
        Reply::Answer(Answer::Refused(Refusal::Busy)) => {
            fail(turn, "INTERNAL_ERROR", about, "Please wait a moment and try again");
        }
        Reply::Answer(Answer::Unconfirmed) => {
            fail(turn, "INTERNAL_ERROR", about, "The disk failed: nobody knows whether that was stored");
        }
        _ => fail(turn, "INTERNAL_ERROR", about, "The server had a fault; try again later"),
    }
}

/// What pushed lines carry: what a client that asks for pushes knows.
fn view(server: &str) -> View<'_> {
    let caps = [Caps::TAGS, Caps::SERVER_TIME, Caps::ACCOUNT_TAG];
    let caps = caps.into_iter().fold(Caps::default(), |caps, cap| caps.with(cap, true));
    View { caps, server, batch: None }
}

/// Bytes of a pushed line with its tags, at most: push servers take no more.
const LINE_BYTES_MAX: usize = 3900;

/// What is pushed, as one line of IRC without its end: of a message of several lines the first.
#[must_use]
pub fn push_words(push: &Push, server: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    match &push.what {
        Pushed::First { .. } => {
            codec::line(&mut out).command("PING").param("webpush").end();
        }
        Pushed::Told(told) => {
            write(told, &told.event, push.nick.as_str(), server, &mut out);
            if out.iter().take_while(|b| **b != b'\r').count() > LINE_BYTES_MAX {
                out.clear();
                write(told, &without_tags(&told.event), push.nick.as_str(), server, &mut out);
            }
        }
        Pushed::Marked { place, upto } => {
            let upto = format!("timestamp={}", Stamp::of(*upto).as_str());
            codec::line(&mut out).source(server).command("MARKREAD").param(safe(place)).param(&upto).end();
        }
    }
    let end = out.iter().position(|b| *b == b'\r')?;
    out.truncate(end);
    Some(out)
}

fn write(told: &Told, event: &Event, nick: &str, server: &str, out: &mut Vec<u8>) {
    let view = view(server);
    let target = told.room.name.as_ref().map_or(nick, |name| name.as_str());
    if let Fact::Invited { whom } = &event.fact {
        render::coming::invite_line(render::sourced(&view, event, out), whom, target);
    } else {
        render::event(&view, target, event, out);
    }
}

/// The message without what programs told each other beside it.
fn without_tags(event: &Event) -> Event {
    let mut event = event.clone();
    if let Fact::Said { tags, .. } = &mut event.fact {
        *tags = None;
    }
    event
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_two_of_their_length() {
        let public =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
        let keys = keys_of(&format!("p256dh={public};auth=BTBZMqHH6r4Tts7J_aSIgg")).unwrap();
        assert_eq!((keys.public[0], keys.secret[0]), (4, 5));
        assert!(keys_of(&format!("other=x;auth=BTBZMqHH6r4Tts7J_aSIgg==;p256dh={public}=")).is_some());
        for wrong in [
            String::new(),
            format!("p256dh={public}"),
            "auth=BTBZMqHH6r4Tts7J_aSIgg".into(),
            format!("p256dh={public};auth=BTBZ"),
            "p256dh=BTBZ;auth=BTBZMqHH6r4Tts7J_aSIgg".into(),
            format!("p256dh={public};auth=BTBZMqHH6r4Tts7J+aSIgg"),
            format!("p256dh=A{};auth=BTBZMqHH6r4Tts7J_aSIgg", &public[1..]),
        ] {
            assert_eq!(keys_of(&wrong), None, "{wrong}");
        }
    }
}
