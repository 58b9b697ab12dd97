//! CERT: certificates that prove who one is.

use super::Then;
use crate::services::Then as Next;
use crate::services::voice::Voice;
use parlor_model::{AccountName, DirectoryCommand, Fingerprint};
use parlor_server::{Answer, Ask, Look, Reply};

/// `CERT LIST [account]`, `CERT ADD [account] [fingerprint]`, `CERT DEL [account] fingerprint`.
pub(super) fn cert(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let [verb, rest @ ..] = params else { return };
    match verb.to_ascii_uppercase().as_str() {
        "LIST" => {
            let Some(account) = whose(voice, rest.first().copied()) else { return };
            let look = Look::Account(account.as_str().into());
            voice.ask(Ask::Look(look), Next::Nick(Then::Certificates));
        }
        "ADD" => change(voice, rest, true),
        "DEL" => change(voice, rest, false),
        _ => voice.say("Syntax: CERT LIST|ADD|DEL [account] [fingerprint]"),
    }
}

fn whose(voice: &mut Voice<'_, '_, '_>, name: Option<&str>) -> Option<AccountName> {
    match name {
        Some(name) => voice.account(name),
        None => voice.own_account(),
    }
}

fn change(voice: &mut Voice<'_, '_, '_>, params: &[&str], add: bool) {
    let (name, text) = match params {
        [] => (None, None),
        [text] => (None, Some(*text)),
        [name, text, ..] => (Some(*name), Some(*text)),
    };
    let certificate = match text {
        Some(text) => Fingerprint::parse(text),
        None => voice.turn.desk.arrival().certificate.as_deref().copied().filter(|_| add),
    };
    let Some(certificate) = certificate else {
        return voice.say(match text {
            Some(_) => "That is no SHA-256 fingerprint: 64 hexadecimal digits",
            None if add => "You connected without a certificate; name its SHA-256 fingerprint",
            None => "Which? CERT LIST shows them",
        });
    };
    let Some(name) = whose(voice, name) else { return };
    let (command, said) = if add {
        (DirectoryCommand::AddCertificate { name, certificate }, "Certificate fingerprint added")
    } else {
        (DirectoryCommand::RemoveCertificate { name, certificate }, "Certificate fingerprint removed")
    };
    voice.ask(Ask::Directory(command), Next::Say(said.into()));
}

pub(super) fn seen(voice: &mut Voice<'_, '_, '_>, reply: Reply) {
    let view = match reply {
        Reply::Answer(Answer::Account(view)) => view,
        other => return voice.unanswered(&other),
    };
    if view.settings.is_none() {
        return voice.say("Insufficient privileges");
    }
    voice.say(&format!("{} certificates log in to {}", view.certificates.len(), view.name));
    for (at, certificate) in view.certificates.iter().enumerate() {
        voice.say(&format!("{}: {certificate}", at + 1));
    }
}
