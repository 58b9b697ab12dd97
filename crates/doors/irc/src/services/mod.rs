//! NickServ and ChanServ: words that people know from other networks, for what the house does anyway.
//!
//! They translate and nothing else: who may do what is decided below, as for everybody who asks. A word to them is kept
//! nowhere and told to nobody, for it may be a password.

mod chan;
mod help;
mod nick;
mod voice;
mod words;

use crate::codec::Message;
use crate::turn::Turn;
use parlor_model::{Folded, Time};
use parlor_server::Reply;
use voice::Voice;

pub(crate) use nick::login::{registered, registration_failed, say_nick};

/// One of the services.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Service {
    /// Accounts.
    Nick,
    /// Rooms.
    Chan,
}

impl Service {
    /// The service that a client means by this nickname.
    pub(crate) fn named(nick: &str) -> Option<Self> {
        match Folded::of(nick).as_str() {
            "nickserv" => Some(Self::Nick),
            "chanserv" => Some(Self::Chan),
            _ => None,
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Nick => "NickServ",
            Self::Chan => "ChanServ",
        }
    }

    const fn verbs(self) -> &'static [Verb] {
        match self {
            Self::Nick => nick::VERBS,
            Self::Chan => chan::VERBS,
        }
    }
}

/// What a service can be asked.
struct Verb {
    /// In capitals.
    name: &'static str,
    /// With fewer parameters its usage is said.
    params_min: usize,
    /// The parameters.
    usage: &'static str,
    /// What it does.
    help: &'static str,
    run: fn(&mut Voice<'_, '_, '_>, &[&str]),
}

/// Other names of the same.
const ALIASES: &[(&str, &str)] = &[
    ("AUTH", "IDENTIFY"),
    ("DROP", "UNREGISTER"),
    ("ID", "IDENTIFY"),
    ("LOGIN", "IDENTIFY"),
    ("PASSWORD", "PASSWD"),
    ("RECOVER", "GHOST"),
];

/// A question that a service asked, and what to do with its answer.
#[derive(Debug)]
pub(crate) struct Waiting {
    service: Service,
    then: Then,
}

/// What to do with an answer.
#[derive(Debug)]
enum Then {
    /// To say this when it was done.
    Say(String),
    Nick(nick::Then),
    Chan(chan::Then),
}

/// `NS words` and `NICKSERV words`.
pub(crate) fn nickserv(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    asked(turn, Service::Nick, &msg.params.join(" "));
}

/// `CS words` and `CHANSERV words`.
pub(crate) fn chanserv(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    asked(turn, Service::Chan, &msg.params.join(" "));
}

/// Somebody said this to a service.
pub(crate) fn asked(turn: &mut Turn<'_, '_>, service: Service, text: &str) {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let mut voice = Voice::new(turn, service, false);
    let Some((verb, params)) = words.split_first() else {
        return voice.say(&format!("{} HELP lists what can be asked here", service.name()));
    };
    let verb = verb.to_ascii_uppercase();
    let verb = ALIASES.iter().find(|(alias, _)| *alias == verb).map_or(verb.as_str(), |(_, name)| name);
    if verb == "HELP" {
        return help::help(&mut voice, params);
    }
    match service.verbs().iter().find(|v| v.name == verb) {
        None => voice.say(&format!("Unknown command. To see what there is, say {} HELP", service.name())),
        Some(known) if params.len() < known.params_min => {
            voice.say(&format!("Syntax: {} {}", known.name, known.usage));
        }
        Some(known) => (known.run)(&mut voice, params),
    }
}

/// A question of a service was answered.
pub(crate) fn settled(turn: &mut Turn<'_, '_>, waiting: Waiting, reply: Reply) {
    if turn.desk.is_closing() {
        // The last word is said.
        return;
    }
    let Waiting { service, then } = waiting;
    let mut voice = Voice::new(turn, service, true);
    match then {
        Then::Say(words) => voice.done(reply, &words),
        Then::Nick(then) => nick::settled(&mut voice, then, reply),
        Then::Chan(then) => chan::settled(&mut voice, then, reply),
    }
}

/// What has to be said again to do something that cannot be undone. No secret: it guards against a slip.
fn confirmation(name: &str, since: Time) -> String {
    let mut sum = 0x811c_9dc5_u32;
    for byte in Folded::of(name).as_str().bytes().chain(since.0.to_be_bytes()) {
        sum = (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    format!("{sum:08x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_in_order_and_aliases_are_none() {
        for service in [Service::Nick, Service::Chan] {
            assert!(service.verbs().is_sorted_by(|a, b| a.name < b.name));
            assert_eq!(Service::named(&service.name().to_uppercase()), Some(service));
            for (alias, _) in ALIASES {
                assert!(service.verbs().iter().all(|v| v.name != *alias));
            }
        }
        for (alias, name) in ALIASES {
            assert!(nick::VERBS.iter().any(|v| v.name == *name), "{alias}");
        }
    }

    #[test]
    fn a_confirmation_is_for_one_thing() {
        assert_eq!(confirmation("Ann", Time(1)), confirmation("ann", Time(1)));
        assert_ne!(confirmation("ann", Time(1)), confirmation("ann", Time(2)));
        assert_ne!(confirmation("ann", Time(1)), confirmation("bob", Time(1)));
    }
}
