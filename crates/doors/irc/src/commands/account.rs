//! REGISTER: an account of one's own, before registration or after it
//! (<https://ircv3.net/specs/extensions/account-registration>).

use crate::codec::Message;
use crate::commands::sasl;
use crate::pending::What;
use crate::refusals::{self, About};
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
    let token = turn.desk.hash(password);
    turn.expect(token, What::RegisterHash(account), false);
}

pub(crate) fn hashed(turn: &mut Turn<'_, '_>, name: AccountName, reply: Reply) {
    match reply {
        Reply::Hashed(credentials) => {
            let ask = Ask::Register { name: name.clone(), credentials };
            turn.ask_on(ask, What::Register(name));
        }
        other => refusals::unanswered(turn, &About { verb: "REGISTER", target: name.as_str() }, &other),
    }
}

pub(crate) fn registered(turn: &mut Turn<'_, '_>, name: &AccountName, reply: Reply) {
    match reply {
        Reply::Answer(Answer::Done { .. }) => {
            let server = Arc::clone(&turn.seat.server);
            let line = turn.start().source(&server).command("REGISTER").param("SUCCESS").param(name.as_str());
            line.trailing("Account created");
            sasl::logged_in_as(turn, name);
            if let Some(registering) = &mut turn.seat.registering {
                registering.account = Some(name.clone());
            } else if let Some(me) = turn.seat.me.clone() {
                let now = Who { account: Some(name.clone()), ..(*me).clone() };
                telling::become_known_as(turn, &Arc::new(now));
            }
        }
        Reply::Answer(Answer::Refused(Refusal::NameTaken(_) | Refusal::NameLooksTaken { .. })) => {
            let context = [safe(name.as_str())];
            turn.fail("REGISTER", "ACCOUNT_EXISTS", &context, "That name is taken");
        }
        other => refusals::unanswered(turn, &About { verb: "REGISTER", target: name.as_str() }, &other),
    }
}
