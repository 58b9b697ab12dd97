//! Having an account: REGISTER, IDENTIFY, GHOST, PASSWD.

use super::Then;
use crate::commands::{account, sasl};
use crate::services::voice::Voice;
use crate::services::{Service, Then as Next, words};
use crate::turn::Turn;
use parlor_model::{AccountName, DirectoryCommand, Email, Purpose, Refusal, SecretHash};
use parlor_server::{Answer, Ask, Dismissed, Look, Reply, code_hash};

/// `REGISTER password [email]`.
pub(super) fn register(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let Some(password) = params.first() else { return };
    let me = voice.turn.seat.me.clone();
    if me.as_ref().is_some_and(|me| !me.is_guest()) {
        return voice.say("You are logged in to an account already");
    }
    let nick = voice.turn.nick();
    let Some(name) = voice.account(&nick) else { return };
    let email = match params.get(1).filter(|text| **text != "*").map(|text| Email::parse(text)) {
        None if voice.turn.desk.rules().house.email_required => {
            return voice.say("An e-mail address is required. Syntax: REGISTER password email");
        }
        None => None,
        Some(Ok(email)) => Some(email),
        Some(Err(_)) => return voice.say("That is no e-mail address"),
    };
    account::register_by(voice.turn, name, email, password, account::By::NickServ);
}

/// `VERIFY account code`.
pub(super) fn verify(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let [name, code, ..] = params else { return };
    if let Some(name) = voice.account(name) {
        account::verify_by(voice.turn, name, code, account::By::NickServ);
    }
}

/// `SENDPASS account`.
pub(super) fn send_code(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let Some(name) = params.first().and_then(|name| voice.account(name)) else { return };
    let ask = Ask::SendCode { name, purpose: Purpose::Password, code: None };
    voice.ask(ask, Next::Say("If the account has a verified e-mail address, a code was sent to it".into()));
}

/// `SENDCODE`: a code for one's own address.
pub(super) fn send_address_code(voice: &mut Voice<'_, '_, '_>, _: &[&str]) {
    let Some(name) = voice.own_account() else { return };
    let ask = Ask::SendCode { name, purpose: Purpose::Address, code: None };
    voice.ask(
        ask,
        Next::Say("A code was sent to your e-mail address; say it with VERIFY account code".into()),
    );
}

/// `RESETPASS account code password`.
pub(super) fn reset_password(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let [name, code, new, ..] = params else { return };
    let Some(account) = voice.account(name) else { return };
    let token = voice.turn.desk.hash(new);
    voice.expect(token, Next::Nick(Then::ResetMade(account, code_hash(code))));
}

pub(super) fn reset_made(voice: &mut Voice<'_, '_, '_>, name: AccountName, code: SecretHash, reply: Reply) {
    match reply {
        Reply::Hashed(credentials) => {
            let ask = Ask::ResetPassword { name, code, credentials };
            voice.ask(ask, Next::Say("Password changed: log in with the new one".into()));
        }
        other => voice.unanswered(&other),
    }
}

/// NickServ says something in answer to a command.
pub(crate) fn say_nick(turn: &mut Turn<'_, '_>, words: &str) {
    Voice::new(turn, Service::Nick, true).say(words);
}

/// An account was made that NickServ was asked for.
pub(crate) fn registered(turn: &mut Turn<'_, '_>, name: &AccountName) {
    Voice::new(turn, Service::Nick, true).say("Account created");
    logged_in(turn, name);
}

/// Says that one is logged in.
fn logged_in(turn: &mut Turn<'_, '_>, name: &AccountName) {
    sasl::logged_in_as(turn, name);
    Voice::new(turn, Service::Nick, true).say(&format!("You're now logged in as {name}"));
}

/// An account was not made that NickServ was asked for.
pub(crate) fn registration_failed(turn: &mut Turn<'_, '_>, reply: &Reply) {
    Voice::new(turn, Service::Nick, true).unanswered(reply);
}

/// `IDENTIFY [account] password`.
pub(super) fn identify(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let nick = voice.turn.nick();
    let (name, password) = match params {
        [password] => (&*nick, *password),
        [name, password, ..] => (*name, *password),
        [] => return,
    };
    let token = voice.turn.desk.verify(name, password);
    voice.expect(token, Next::Nick(Then::Identify));
}

pub(super) fn identified(voice: &mut Voice<'_, '_, '_>, reply: Reply) {
    match reply {
        Reply::Verified(account) => {
            voice.ask(Ask::LogIn(account.clone()), Next::Nick(Then::LoggedIn(account)));
        }
        other => voice.unanswered(&other),
    }
}

pub(super) fn logged_in_now(voice: &mut Voice<'_, '_, '_>, account: &AccountName, reply: Reply) {
    if voice.was_done(reply) {
        logged_in(voice.turn, account);
    }
}

/// `GHOST nickname`: one's own other connections. Nobody else can have an account's name.
pub(super) fn ghost(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let Some(nick) = params.first() else { return };
    voice.ask(Ask::Look(Look::Person((*nick).into())), Next::Nick(Then::Ghost));
}

pub(super) fn ghost_seen(voice: &mut Voice<'_, '_, '_>, reply: Reply) {
    match reply {
        Reply::Answer(Answer::Person(person)) => {
            let (whom, which) = (Some(person.who.nick.as_str().into()), Dismissed::Others);
            voice.ask(Ask::Dismiss { whom, which }, Next::Say("Ghosted".into()));
        }
        other => voice.unanswered(&other),
    }
}

/// `PASSWD current new new-again`, or `PASSWD account new`.
pub(super) fn passwd(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    match params {
        [current, new, again, ..] => {
            let Some(own) = voice.own_account() else { return };
            if new != again {
                return voice.say("The two new passwords are not the same");
            }
            let token = voice.turn.desk.verify(own.as_str(), current);
            voice.expect(token, Next::Nick(Then::PasswordProved(own, (*new).to_owned())));
        }
        [name, new] => {
            let own = voice.turn.seat.me.as_ref().and_then(|me| me.account.clone());
            let Some(account) = voice.account(name) else { return };
            // Who owns it proves it with the password of now.
            if own.is_some_and(|own| own.folded() == account.folded()) {
                return voice.say("Syntax: PASSWD current new new-again");
            }
            make(voice, account, new);
        }
        [] | [_] => {}
    }
}

fn make(voice: &mut Voice<'_, '_, '_>, account: AccountName, new: &str) {
    let token = voice.turn.desk.hash(new);
    voice.expect(token, Next::Nick(Then::PasswordMade(account)));
}

pub(super) fn password_proved(voice: &mut Voice<'_, '_, '_>, account: AccountName, new: &str, reply: Reply) {
    match reply {
        Reply::Verified(_) => make(voice, account, new),
        Reply::Answer(Answer::Refused(Refusal::WrongPassword)) => voice.say("Password incorrect"),
        other => voice.unanswered(&other),
    }
}

pub(super) fn password_made(voice: &mut Voice<'_, '_, '_>, account: AccountName, reply: Reply) {
    match reply {
        Reply::Hashed(credentials) => {
            let command = DirectoryCommand::ChangeCredentials { name: account, credentials };
            voice.ask(Ask::Directory(command), Next::Say("Password changed".into()));
        }
        Reply::Answer(Answer::Refused(why)) => {
            let said = words::refusal(&why);
            voice.say(&said);
        }
        other => voice.unanswered(&other),
    }
}
