//! REGISTER: an account of one's own, before registration or after it
//! (<https://ircv3.net/specs/extensions/account-registration>).

use crate::codec::Message;
use crate::commands::sasl;
use crate::pending::What;
use crate::refusals::{self, About};
use crate::services;
use crate::telling;
use crate::turn::{Turn, safe};
use parlor_model::{AccountName, Refusal, Who};
use parlor_server::{Answer, Ask, Reply};
use std::sync::Arc;

/// `REGISTER account|* email|* password`; `*` as the account is one's nickname, the email is not kept.
pub(crate) fn register(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let (Some(&wanted), Some(&password)) = (msg.params.first(), msg.params.get(2)) else { return };
    let account = match &turn.seat.registering {
        Some(registering) => registering.account.clone(),
        None => turn.seat.me.as_ref().and_then(|me| me.account.clone()),
    };
    if let Some(account) = account {
        let context = [account.as_str()];
        return turn.fail("REGISTER", "ALREADY_AUTHENTICATED", &context, "You are logged in to an account");
    }
    let nick = match &turn.seat.registering {
        Some(registering) => registering.nick().map(|nick| nick.as_str().to_owned()),
        None => Some(turn.nick().to_string()),
    };
    let name = match (wanted, nick) {
        ("*", None) => {
            return turn.fail("REGISTER", "NEED_NICK", &["*"], "Send NICK first, or name the account");
        }
        ("*", Some(nick)) => nick,
        (name, _) => name.to_owned(),
    };
    let Ok(account) = AccountName::parse(&name, &turn.desk.rules().names) else {
        return turn.fail("REGISTER", "BAD_ACCOUNT_NAME", &[&name], "That cannot be the name of an account");
    };
    register_by(turn, account, msg.params.at(1), password, By::Command);
}

/// An account being made.
#[derive(Debug)]
pub(crate) struct Registration {
    name: AccountName,
    by: By,
}

/// How an account was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum By {
    /// REGISTER.
    Command,
    /// NickServ.
    NickServ,
}

/// Makes an account of this name. The e-mail address is not kept.
pub(crate) fn register_by(
    turn: &mut Turn<'_, '_>,
    name: AccountName,
    _: Option<&str>,
    password: &str,
    by: By,
) {
    let token = turn.desk.hash(password);
    turn.expect(token, What::RegisterHash(Box::new(Registration { name, by })), false);
}

pub(crate) fn hashed(turn: &mut Turn<'_, '_>, registration: Box<Registration>, reply: Reply) {
    match reply {
        Reply::Hashed(credentials) => {
            let ask = Ask::Register { name: registration.name.clone(), credentials };
            turn.ask_on(ask, What::Register(registration));
        }
        other => failed(turn, &registration, &other),
    }
}

pub(crate) fn registered(turn: &mut Turn<'_, '_>, registration: &Registration, reply: Reply) {
    let Reply::Answer(Answer::Done { .. }) = reply else { return failed(turn, registration, &reply) };
    let name = &registration.name;
    match registration.by {
        By::NickServ => services::registered(turn, name),
        By::Command => {
            let server = Arc::clone(&turn.seat.server);
            let line = turn.start().source(&server).command("REGISTER").param("SUCCESS").param(name.as_str());
            line.trailing("Account created");
            sasl::logged_in_as(turn, name);
        }
    }
    if let Some(registering) = &mut turn.seat.registering {
        registering.account = Some(name.clone());
    } else if let Some(me) = turn.seat.me.clone() {
        let now = Who { account: Some(name.clone()), ..(*me).clone() };
        telling::become_known_as(turn, &Arc::new(now));
    }
}

fn failed(turn: &mut Turn<'_, '_>, registration: &Registration, reply: &Reply) {
    let name = registration.name.as_str();
    match (registration.by, reply) {
        (By::NickServ, reply) => services::registration_failed(turn, reply),
        (
            By::Command,
            Reply::Answer(Answer::Refused(Refusal::NameTaken(_) | Refusal::NameLooksTaken { .. })),
        ) => turn.fail("REGISTER", "ACCOUNT_EXISTS", &[safe(name)], "That name is taken"),
        (By::Command, reply) => {
            refusals::unanswered(turn, &About { verb: "REGISTER", target: name }, reply);
        }
    }
}
