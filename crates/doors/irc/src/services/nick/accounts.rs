//! About accounts: INFO, LIST, UNREGISTER, and making one for somebody else.

use super::Then;
use super::settings::shown_contact;
use crate::services::voice::Voice;
use crate::services::{Then as Next, confirmation};
use crate::time;
use parlor_model::{AccountName, Contact, DirectoryCommand, PersonId, Setting};
use parlor_server::{Answer, Ask, Look, Reply};

/// Accounts that one LIST shows.
const LISTED_MAX: usize = 100;

/// `INFO [account]`.
pub(super) fn info(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let own = voice.turn.seat.me.as_ref().and_then(|me| me.account.clone());
    let name = match (params.first(), own) {
        (Some(name), _) => (*name).into(),
        (None, Some(own)) => own.as_str().into(),
        (None, None) => voice.turn.nick(),
    };
    voice.ask(Ask::Look(Look::Account(name)), Next::Nick(Then::Info));
}

pub(super) fn info_seen(voice: &mut Voice<'_, '_, '_>, reply: Reply) {
    let view = match reply {
        Reply::Answer(Answer::Account(view)) => view,
        other => return voice.unanswered(&other),
    };
    voice.say(&format!("Account: {}", view.name));
    voice.say(&format!("Registered at: {}", time::words(view.since)));
    if view.operator {
        voice.say("A server operator");
    }
    if let Some(nick) = &view.nick {
        voice.say(&format!("Here as: {nick}"));
    }
    if let Some(settings) = &view.settings {
        let email = settings.email.as_ref().map_or_else(|| "none".into(), shown_contact);
        voice.say(&format!("E-mail address: {email}"));
    }
    for room in &view.rooms {
        voice.say(&format!("Registered channel: {room}"));
    }
}

/// `LIST [mask]`.
pub(super) fn list(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let mask = params.first().copied().unwrap_or("*").into();
    voice.ask(Ask::Look(Look::Accounts { mask, limit: LISTED_MAX }), Next::Nick(Then::List));
}

pub(super) fn listed(voice: &mut Voice<'_, '_, '_>, reply: Reply) {
    let accounts = match reply {
        Reply::Answer(Answer::Accounts(accounts)) => accounts,
        other => return voice.unanswered(&other),
    };
    for account in &accounts {
        voice.say(&format!("    {}", account.name));
    }
    let more = if accounts.len() == LISTED_MAX { "; there may be more" } else { "" };
    voice.say(&format!("{} accounts{more}", accounts.len()));
}

/// `UNREGISTER [account] [code]`.
pub(super) fn unregister(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let name = match params.first() {
        Some(name) => (*name).to_owned(),
        None => match voice.own_account() {
            Some(own) => own.as_str().to_owned(),
            None => return,
        },
    };
    let code = params.get(1).map(|code| (*code).to_owned());
    voice.ask(Ask::Look(Look::Account(name.as_str().into())), Next::Nick(Then::Unregister(code)));
}

pub(super) fn unregister_seen(voice: &mut Voice<'_, '_, '_>, code: Option<&str>, reply: Reply) {
    let view = match reply {
        Reply::Answer(Answer::Account(view)) => view,
        other => return voice.unanswered(&other),
    };
    if view.settings.is_none() {
        return voice.say("Insufficient privileges");
    }
    let wanted = confirmation(view.name.as_str(), view.since);
    if code != Some(wanted.as_str()) {
        voice.say("This ends the account. Its rooms are nobody's then, and its name is free");
        return voice.say(&format!("To confirm, say: UNREGISTER {} {wanted}", view.name));
    }
    let said = format!("The account {} is no more", view.name);
    voice.ask(Ask::Directory(DirectoryCommand::Delete { name: view.name }), Next::Say(said));
}

/// `SAREGISTER account password`.
pub(super) fn saregister(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let [name, password, ..] = params else { return };
    let Some(account) = voice.account(name) else { return };
    let token = voice.turn.desk.hash(password);
    voice.expect(token, Next::Nick(Then::Saregister(account)));
}

pub(super) fn saregister_made(voice: &mut Voice<'_, '_, '_>, account: AccountName, reply: Reply) {
    match reply {
        Reply::Hashed(credentials) => {
            let said = format!("Successfully registered account {account}");
            // The house gives the id.
            let (person, name) = (PersonId::HOUSE, account);
            let command = DirectoryCommand::Register { person, name, credentials };
            voice.ask(Ask::Directory(command), Next::Say(said));
        }
        other => voice.unanswered(&other),
    }
}

/// `SAVERIFY account`.
pub(super) fn saverify(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let Some(name) = params.first() else { return };
    voice.ask(Ask::Look(Look::Account((*name).into())), Next::Nick(Then::Saverify));
}

pub(super) fn saverify_seen(voice: &mut Voice<'_, '_, '_>, reply: Reply) {
    let view = match reply {
        Reply::Answer(Answer::Account(view)) => view,
        other => return voice.unanswered(&other),
    };
    let Some(contact) = view.settings.and_then(|s| s.email) else {
        return voice.say("There is no e-mail address to verify");
    };
    let said = format!("The address of {} is verified", view.name);
    let setting = Setting::Email(Some(Contact { verified: true, ..contact }));
    voice.ask(Ask::Directory(DirectoryCommand::Set { name: view.name, setting }), Next::Say(said));
}
