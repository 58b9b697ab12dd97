//! Suspending accounts: a server-wide ban on who is logged in to one. `UBAN` shows and ends the same.

use super::Then;
use crate::codec::duration;
use crate::services::Then as Next;
use crate::services::voice::Voice;
use crate::time;
use crate::turn::text_of;
use parlor_model::{AccountName, DirectoryCommand, Mask, Refusal};
use parlor_server::{Answer, Ask, Look, Reply};
use std::fmt::Write;

/// `SUSPEND ADD account [DURATION time] [reason]`, `SUSPEND DEL account`, `SUSPEND LIST`. Syntax as Ergo has it.
pub(super) fn suspend(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let Some((subcommand, rest)) = params.split_first() else { return };
    match (subcommand.to_ascii_uppercase().as_str(), rest) {
        ("LIST", _) => voice.ask(Ask::Look(Look::Bans), Next::Nick(Then::Suspensions)),
        ("ADD", [name, rest @ ..]) => add(voice, name, rest),
        ("DEL" | "REMOVE", _) => unsuspend(voice, rest),
        _ => {
            voice
                .say("Say SUSPEND ADD account [DURATION time] [reason], SUSPEND DEL account or SUSPEND LIST");
        }
    }
}

fn add(voice: &mut Voice<'_, '_, '_>, name: &str, options: &[&str]) {
    let Some(account) = voice.account(name) else { return };
    let (until, reason) = match options {
        [word, time, reason @ ..] if word.eq_ignore_ascii_case("DURATION") => match duration::parse(time) {
            Some(ms) => (Some(voice.turn.desk.now().plus(ms)), reason),
            None => return voice.say("A duration is like 2h30m, 10d or 1y"),
        },
        reason => (None, reason),
    };
    let (mask, reason) = (mask_of(&account), text_of(&reason.join(" ")));
    let command = DirectoryCommand::Ban { mask, reason, until, spares_accounts: false };
    voice.ask(Ask::Directory(command), Next::Say(format!("The account {account} is suspended")));
}

/// `UNSUSPEND account`.
pub(super) fn unsuspend(voice: &mut Voice<'_, '_, '_>, params: &[&str]) {
    let Some(account) = params.first().and_then(|name| voice.account(name)) else { return };
    let command = DirectoryCommand::Unban { mask: mask_of(&account) };
    voice.ask(Ask::Directory(command), Next::Nick(Then::Unsuspended(account)));
}

pub(super) fn unsuspended(voice: &mut Voice<'_, '_, '_>, account: &AccountName, reply: Reply) {
    match reply {
        Reply::Answer(Answer::Refused(Refusal::NothingToChange)) => {
            voice.say(&format!("The account {account} is not suspended"));
        }
        reply => voice.done(reply, &format!("The account {account} is suspended no more")),
    }
}

pub(super) fn listed(voice: &mut Voice<'_, '_, '_>, reply: Reply) {
    let bans = match reply {
        Reply::Answer(Answer::Bans(bans)) => bans,
        other => return voice.unanswered(&other),
    };
    let mut count = 0;
    for ban in &bans {
        let Mask::Account(name) = &ban.mask else { continue };
        let mut words = format!("    {name}: by {} since {}", ban.by.nick, time::words(ban.at));
        // Writing to a string cannot fail.
        if let Some(until) = ban.until {
            let _ = write!(words, " until {}", time::words(until));
        }
        if !ban.reason.is_empty() {
            let _ = write!(words, ": {}", ban.reason);
        }
        voice.say(&words);
        count += 1;
    }
    voice.say(&format!("{count} accounts are suspended"));
}

fn mask_of(account: &AccountName) -> Mask {
    Mask::Account(account.folded().as_str().into())
}
