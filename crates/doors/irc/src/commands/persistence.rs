//! PERSISTENCE: whether one stays when the last connection closes
//! (<https://ircv3.net/specs/extensions/persistence>). The same is chosen with `NickServ SET ALWAYS-ON`.

use crate::caps::Caps;
use crate::codec::Message;
use crate::pending::What;
use crate::refusals::{self, About};
use crate::turn::Turn;
use parlor_model::{AccountName, Choice, DirectoryCommand, Refusal, Setting};
use parlor_server::{Answer, Ask, Look, Reply};
use std::sync::Arc;

/// `PERSISTENCE GET`, `PERSISTENCE SET ON|OFF|DEFAULT`; anything else says nothing.
pub(crate) fn persistence(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let subcommand = msg.params.at(0).unwrap_or_default().to_ascii_uppercase();
    let Some(account) = turn.seat.me.as_ref().and_then(|me| me.account.clone()) else {
        return match subcommand.as_str() {
            "GET" | "SET" => turn.fail("PERSISTENCE", "ACCOUNT_REQUIRED", &[], "An account is required"),
            _ => {}
        };
    };
    match subcommand.as_str() {
        "GET" => look(turn, &account),
        "SET" => match msg.params.at(1).and_then(choice) {
            Some(choice) => {
                let setting = Setting::AlwaysOn(choice);
                let command = DirectoryCommand::Set { name: account.clone(), setting };
                turn.ask(Ask::Directory(command), What::PersistenceSet(account));
            }
            None => turn.fail("PERSISTENCE", "INVALID_PARAMETERS", &[], "Invalid parameters"),
        },
        _ => {}
    }
}

fn choice(word: &str) -> Option<Choice> {
    match word.to_ascii_uppercase().as_str() {
        "ON" => Some(Choice::On),
        "OFF" => Some(Choice::Off),
        "DEFAULT" => Some(Choice::Default),
        _ => None,
    }
}

fn look(turn: &mut Turn<'_, '_>, account: &AccountName) {
    turn.ask_on(Ask::Look(Look::Account(account.as_str().into())), What::Persistence);
}

/// It is chosen, or was so already.
pub(crate) fn set(turn: &mut Turn<'_, '_>, account: &AccountName, reply: &Reply) {
    match reply {
        Reply::Answer(Answer::Done { .. } | Answer::Refused(Refusal::NothingToChange)) => look(turn, account),
        other => answered(turn, other),
    }
}

pub(crate) fn answered(turn: &mut Turn<'_, '_>, reply: &Reply) {
    match reply {
        Reply::Answer(Answer::Account(view)) => {
            let chosen = view.settings.as_ref().map(|s| s.always_on).unwrap_or_default();
            status(turn, chosen, view.stays);
        }
        Reply::Answer(Answer::Refused(why)) => {
            refusals::refuse(turn, &About { verb: "PERSISTENCE", target: "*" }, why);
        }
        _ => turn.fail("PERSISTENCE", "INTERNAL_ERROR", &[], "An error occurred"),
    }
}

/// On coming in, for who asked to be told.
pub(crate) fn begin(turn: &mut Turn<'_, '_>, stays: Option<(Choice, bool)>) {
    if let Some((chosen, stays)) = stays.filter(|_| turn.caps().has(Caps::PERSISTENCE)) {
        status(turn, chosen, stays);
    }
}

fn status(turn: &mut Turn<'_, '_>, chosen: Choice, stays: bool) {
    let chosen = match chosen {
        Choice::Default => "DEFAULT",
        Choice::Off => "OFF",
        Choice::On => "ON",
    };
    let server = Arc::clone(&turn.seat.server);
    let line = turn.start().source(&server).command("PERSISTENCE").param("STATUS").param(chosen);
    line.last(if stays { "ON" } else { "OFF" });
}
