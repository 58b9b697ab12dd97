//! What is chosen for an account: SET, GET, and the same for others.

use super::Then;
use crate::services::Then as Next;
use crate::services::voice::Voice;
use parlor_model::{AccountName, Choice, Contact, DirectoryCommand, Email, Refusal, Setting};
use parlor_server::{Answer, Ask, Look, Reply};

/// What can be chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::services) enum Name {
    AlwaysOn,
    Multiclient,
    AutoAway,
    Email,
}

impl Name {
    fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "always-on" | "alwayson" => Some(Self::AlwaysOn),
            "multiclient" => Some(Self::Multiclient),
            "auto-away" | "autoaway" => Some(Self::AutoAway),
            "email" => Some(Self::Email),
            _ => None,
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::AlwaysOn => "always-on",
            Self::Multiclient => "multiclient",
            Self::AutoAway => "auto-away",
            Self::Email => "email",
        }
    }
}

fn choice(text: &str) -> Option<Choice> {
    match text.to_ascii_lowercase().as_str() {
        "on" | "true" | "yes" | "enable" | "enabled" | "mandatory" => Some(Choice::On),
        "off" | "false" | "no" | "disable" | "disabled" | "none" => Some(Choice::Off),
        "default" => Some(Choice::Default),
        _ => None,
    }
}

const fn shown_choice(choice: Choice) -> &'static str {
    match choice {
        Choice::Default => "default (as the server has it)",
        Choice::Off => "off",
        Choice::On => "on",
    }
}

/// `SET setting value`.
pub(super) fn set(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let Some(own) = voice.own_account() else { return };
    let [name, value, rest @ ..] = params else { return };
    if Name::parse(name) != Some(Name::Email) {
        return choose(voice, own, name, value);
    }
    // Where mail goes decides who can have the password set anew.
    let Some(password) = rest.first() else {
        return voice.say("Syntax: SET EMAIL address|none password");
    };
    if contact(voice, value).is_some() {
        let token = voice.turn.desk.verify(own.as_str(), password);
        voice.expect(token, Next::Nick(Then::EmailProved(own, (*value).to_owned())));
    }
}

pub(super) fn email_proved(voice: &mut Voice<'_, '_, '_>, own: AccountName, address: &str, reply: Reply) {
    match reply {
        Reply::Verified(_) => choose(voice, own, Name::Email.text(), address),
        Reply::Answer(Answer::Refused(Refusal::WrongPassword)) => voice.say("Password incorrect"),
        other => voice.unanswered(&other),
    }
}

/// `SASET account setting value`.
pub(super) fn saset(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let [account, name, value, ..] = params else { return };
    if let Some(account) = voice.account(account) {
        choose(voice, account, name, value);
    }
}

fn choose(voice: &mut Voice<'_, '_, '_>, account: AccountName, name: &str, value: &str) {
    let Some(name) = Name::parse(name) else { return unknown(voice) };
    let setting = match (name, choice(value)) {
        (Name::Email, _) => contact(voice, value).map(Setting::Email),
        (Name::AlwaysOn, Some(choice)) => Some(Setting::AlwaysOn(choice)),
        (Name::Multiclient, Some(choice)) => Some(Setting::Multiclient(choice)),
        (Name::AutoAway, Some(choice)) => Some(Setting::AutoAway(choice)),
        (Name::AlwaysOn | Name::Multiclient | Name::AutoAway, None) => {
            voice.say("That can be on, off or default");
            None
        }
    };
    let Some(setting) = setting else { return };
    let said = format!("Your {} setting is {value} now", name.text());
    voice.ask(Ask::Directory(DirectoryCommand::Set { name: account, setting }), Next::Say(said));
}

/// An address, or none; that it is no address was said then.
fn contact(voice: &mut Voice<'_, '_, '_>, value: &str) -> Option<Option<Contact>> {
    if matches!(value.to_ascii_lowercase().as_str(), "none" | "off" | "*") {
        return Some(None);
    }
    match Email::parse(value) {
        Ok(address) => Some(Some(Contact { address, verified: false })),
        Err(_) => {
            voice.say("That is no e-mail address");
            None
        }
    }
}

fn unknown(voice: &mut Voice<'_, '_, '_>) {
    voice.say("There is no such setting. NickServ HELP SET says what there is");
}

/// `GET setting`.
pub(super) fn get(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let Some(own) = voice.own_account() else { return };
    let Some(name) = params.first() else { return };
    show(voice, &own, name);
}

/// `SAGET account setting`.
pub(super) fn saget(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let [account, name, ..] = params else { return };
    if let Some(account) = voice.account(account) {
        show(voice, &account, name);
    }
}

fn show(voice: &mut Voice<'_, '_, '_>, account: &AccountName, name: &str) {
    let Some(name) = Name::parse(name) else { return unknown(voice) };
    let look = Look::Account(account.as_str().into());
    voice.ask(Ask::Look(look), Next::Nick(Then::Show(name)));
}

pub(super) fn shown(voice: &mut Voice<'_, '_, '_>, name: Name, reply: Reply) {
    let view = match reply {
        Reply::Answer(Answer::Account(view)) => view,
        other => return voice.unanswered(&other),
    };
    let Some(settings) = view.settings else { return voice.say("Insufficient privileges") };
    let value = match name {
        Name::AlwaysOn => shown_choice(settings.always_on).to_owned(),
        Name::Multiclient => shown_choice(settings.multiclient).to_owned(),
        Name::AutoAway => shown_choice(settings.auto_away).to_owned(),
        Name::Email => settings.email.as_ref().map_or_else(|| "none".into(), shown_contact),
    };
    voice.say(&format!("{}: {value}", name.text()));
}

/// An address, and whether it was verified.
pub(super) fn shown_contact(contact: &Contact) -> String {
    format!("{}{}", contact.address, if contact.verified { "" } else { " (not verified)" })
}
