//! REGISTER and VERIFY: an account of one's own, before registration or after it
//! (<https://ircv3.net/specs/extensions/account-registration>).

use crate::codec::Message;
use crate::commands::sasl;
use crate::pending::What;
use crate::refusals::{self, About};
use crate::services;
use crate::telling;
use crate::turn::{Turn, safe};
use parlor_model::{AccountName, Email, Refusal, Who};
use parlor_server::{Answer, Ask, Reply, code_hash};
use std::sync::Arc;

/// `REGISTER account|* email|* password`; `*` as the account is one's nickname, as the address none.
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
    if turn.seat.registering.is_some() && !turn.desk.rules().irc.register_before_entering {
        let words = "Complete the connection before you register";
        return turn.fail("REGISTER", "COMPLETE_CONNECTION_REQUIRED", &[&name], words);
    }
    let Ok(account) = AccountName::parse(&name, &turn.desk.rules().names) else {
        return turn.fail("REGISTER", "BAD_ACCOUNT_NAME", &[&name], "That cannot be the name of an account");
    };
    let email = match msg.params.at(1) {
        None | Some("*") => None,
        Some(text) => match Email::parse(text) {
            Ok(email) => Some(email),
            Err(_) => {
                return turn.fail("REGISTER", "INVALID_EMAIL", &[&name], "That is no e-mail address");
            }
        },
    };
    if email.is_none() && turn.desk.rules().house.email_required {
        return turn.fail("REGISTER", "INVALID_EMAIL", &[&name], "An e-mail address is required");
    }
    register_by(turn, account, email, password, By::Command);
}

/// `VERIFY account code`.
pub(crate) fn verify(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let (Some(&name), Some(&code)) = (msg.params.first(), msg.params.get(1)) else { return };
    if turn.seat.registering.is_some() && !turn.desk.rules().irc.register_before_entering {
        let words = "Complete the connection before you verify";
        return turn.fail("VERIFY", "COMPLETE_CONNECTION_REQUIRED", &[name], words);
    }
    match AccountName::parse(name, &turn.desk.rules().names) {
        Ok(name) => verify_by(turn, name, code, By::Command),
        Err(_) => turn.fail("VERIFY", "INVALID_CODE", &[name], "That code is wrong or too old"),
    }
}

/// Says the code of a letter.
pub(crate) fn verify_by(turn: &mut Turn<'_, '_>, name: AccountName, code: &str, by: By) {
    let logged_in = turn.seat.me.as_ref().is_some_and(|me| !me.is_guest());
    let registration = Box::new(Registration { name: name.clone(), email: None, by, logged_in });
    turn.ask(Ask::Confirm { name, code: code_hash(code) }, What::Verified(registration));
}

pub(crate) fn verified(turn: &mut Turn<'_, '_>, registration: &Registration, reply: Reply) {
    let Reply::Answer(Answer::Done { .. }) = reply else {
        return match registration.by {
            By::NickServ => services::registration_failed(turn, &reply),
            By::Command => {
                let about = About { verb: "VERIFY", target: registration.name.as_str() };
                refusals::unanswered(turn, &about, &reply);
            }
        };
    };
    let logged_in = registration.logged_in;
    match (registration.by, logged_in) {
        (By::NickServ, true) => services::say_nick(turn, "The address is verified"),
        (By::NickServ, false) => services::registered(turn, &registration.name),
        (By::Command, logged_in) => {
            success(turn, "VERIFY", &registration.name, "Account verified");
            if !logged_in {
                sasl::logged_in_as(turn, &registration.name);
            }
        }
    }
    if !logged_in {
        is_account(turn, &registration.name);
    }
}

/// An account being made.
#[derive(Debug)]
pub(crate) struct Registration {
    name: AccountName,
    email: Option<Email>,
    by: By,
    /// Who asked was logged in already: it is about the address only.
    logged_in: bool,
}

/// How an account was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum By {
    /// REGISTER.
    Command,
    /// NickServ.
    NickServ,
}

/// Makes an account of this name.
pub(crate) fn register_by(
    turn: &mut Turn<'_, '_>,
    name: AccountName,
    email: Option<Email>,
    password: &str,
    by: By,
) {
    let token = turn.desk.hash(password);
    turn.expect(
        token,
        What::RegisterHash(Box::new(Registration { name, email, by, logged_in: false })),
        false,
    );
}

pub(crate) fn hashed(turn: &mut Turn<'_, '_>, registration: Box<Registration>, reply: Reply) {
    match reply {
        Reply::Hashed(credentials) => {
            let name = registration.name.clone();
            let ask = match registration.email.clone() {
                Some(email) => Ask::RegisterByMail { name, credentials, email, code: None },
                None => Ask::Register { name, credentials },
            };
            turn.ask_on(ask, What::Register(registration));
        }
        other => failed(turn, &registration, &other),
    }
}

pub(crate) fn registered(turn: &mut Turn<'_, '_>, registration: &Registration, reply: Reply) {
    let Reply::Answer(Answer::Done { .. }) = reply else { return failed(turn, registration, &reply) };
    let name = &registration.name;
    if let Some(email) = registration.email.as_ref().filter(|_| turn.desk.rules().house.email_required) {
        let words = format!("Account created, pending verification; a code was sent to {email}");
        return match registration.by {
            By::NickServ => services::say_nick(turn, &words),
            By::Command => {
                let server = Arc::clone(&turn.seat.server);
                let line = turn.start().source(&server).command("REGISTER").param("VERIFICATION_REQUIRED");
                line.param(name.as_str()).trailing(&words);
            }
        };
    }
    match registration.by {
        By::NickServ => services::registered(turn, name),
        By::Command => {
            success(turn, "REGISTER", name, "Account created");
            sasl::logged_in_as(turn, name);
        }
    }
    is_account(turn, name);
}

fn success(turn: &mut Turn<'_, '_>, verb: &str, name: &AccountName, words: &str) {
    let server = Arc::clone(&turn.seat.server);
    let line = turn.start().source(&server).command(verb).param("SUCCESS").param(name.as_str());
    line.trailing(words);
}

/// One is the account from now on.
fn is_account(turn: &mut Turn<'_, '_>, name: &AccountName) {
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
        ) => turn.fail("REGISTER", "USERNAME_EXISTS", &[safe(name)], "Somebody is called that, or alike"),
        (By::Command, Reply::Answer(Answer::Refused(Refusal::AccountExists(_)))) => {
            turn.fail("REGISTER", "ACCOUNT_EXISTS", &[safe(name)], "There is such an account");
        }
        (By::Command, reply) => {
            refusals::unanswered(turn, &About { verb: "REGISTER", target: name }, reply);
        }
    }
}
