//! Ruling the house: asks and answers, translated.

use super::asking::{account_name, place, reason};
use super::{JsonSeat, Question};
use parlor_api::{
    AccountView, Answer, Ask, BanView, Defcon, Problem, PurgeView, Reloaded, SessionView, Setting, at,
};
use parlor_model::{AccountName, Change, DirectoryCommand, Mask, RoomName, Text, Time};
use parlor_server::{Desk, Dismissed, Look, PersonRef, Reply, RoomRef, SessionId, ShownSetting, Token};

type House = parlor_server::Ask;

impl JsonSeat {
    /// Asks the house something about itself, its accounts or its connections.
    pub(super) fn oversee(
        &self,
        re: u64,
        ask: Ask,
        desk: &mut Desk<'_>,
    ) -> Result<(Token, Question), Problem> {
        let token = match ask {
            Ask::Settings(_) => desk.settings(),
            Ask::Reload(_) => desk.rehash(),
            Ask::SetPassword(set) => {
                let name = self.of_somebody_else(&set.name, "change_password", desk)?;
                return Ok((desk.hash(&set.password), Question::HashToChange { re, name }));
            }
            ask => {
                let ask = self.ruling(ask, desk)?;
                desk.ask(ask)
            }
        };
        Ok((token, Question::Plain(re)))
    }

    fn ruling(&self, ask: Ask, desk: &Desk<'_>) -> Result<House, Problem> {
        Ok(match ask {
            Ask::Sessions(whose) => House::Look(Look::Sessions(whose.person.as_deref().map(Into::into))),
            Ask::EndSessions(end) => {
                let which = match &end.id {
                    Some(id) => Dismissed::One(session(id)?),
                    None if end.others => Dismissed::Others,
                    None => Dismissed::All,
                };
                House::Dismiss { whom: end.person.as_deref().map(Into::into), which }
            }
            Ask::Kill(kill) => {
                let words = if kill.reason.is_empty() { "no reason given" } else { &kill.reason };
                House::Kill { whom: kill.person.as_str().into(), reason: reason(words, desk)? }
            }
            Ask::Announce(announce) => House::Announce(super::asking::said(&announce.text, desk)?),
            Ask::Defcon(to) => House::Defcon(to.level.map(level).transpose()?),
            Ask::Bans(_) => House::Look(Look::Bans),
            Ask::Ban(ban) => ban_of(mask(&ban.mask)?, &ban.reason, ban.seconds, ban.spares_accounts, desk)?,
            Ask::Unban(unban) => House::Directory(DirectoryCommand::Unban { mask: mask(&unban.mask)? }),
            Ask::Accounts(which) => {
                let limit = which.limit.unwrap_or(super::asking::PEOPLE).min(desk.rules().history_items_max);
                House::Look(Look::Accounts { mask: which.mask.as_str().into(), limit })
            }
            Ask::Account(which) => House::Look(Look::Account(which.name.as_str().into())),
            Ask::Suspend(suspend) => {
                let name = account_name(&suspend.name, desk)?;
                ban_of(mask_of(&name), &suspend.reason, suspend.seconds, false, desk)?
            }
            Ask::Unsuspend(which) => {
                let mask = mask_of(&account_name(&which.name, desk)?);
                House::Directory(DirectoryCommand::Unban { mask })
            }
            Ask::EndAccount(which) => {
                let name = self.of_somebody_else(&which.name, "delete_account", desk)?;
                House::Directory(DirectoryCommand::Delete { name })
            }
            Ask::SetOperator(set) => {
                let (name, operator) = (account_name(&set.name, desk)?, set.operator);
                House::Directory(DirectoryCommand::SetOperator { name, operator })
            }
            Ask::Purges(_) => House::Look(Look::Purges),
            Ask::Purge(purge) => {
                let (name, reason) = (room_name(&purge.room, desk)?, reason(&purge.reason, desk)?);
                House::Directory(DirectoryCommand::Purge { name, reason })
            }
            Ask::Unpurge(at) => {
                House::Directory(DirectoryCommand::Unpurge { name: room_name(&at.room, desk)? })
            }
            Ask::Overrule(change) => {
                let names = desk.rules().names.clone();
                let changes: Result<Vec<Change<PersonRef>>, String> =
                    change.changes.iter().map(|c| c.to_model(&names)).collect();
                let changes = changes.map_err(|why| Problem::new(422, "change_unfit", &why))?;
                House::Overrule { room: room_name(&change.room, desk)?, changes }
            }
            _ => return Err(Problem::bad_request("that is not about the house")),
        })
    }

    /// An account's name. One's own takes its password, which another ask wants.
    fn of_somebody_else(&self, name: &str, own: &str, desk: &Desk<'_>) -> Result<AccountName, Problem> {
        let name = account_name(name, desk)?;
        if self.account.as_ref().is_some_and(|own| own.folded() == name.folded()) {
            return Err(Problem::bad_request(&format!("for your own account that is `{own}`")));
        }
        Ok(name)
    }
}

fn session(id: &str) -> Result<SessionId, Problem> {
    let id = id.parse().map_err(|_| Problem::new(404, "no_such_session", "There is no such connection."))?;
    Ok(SessionId(id))
}

fn level(level: u8) -> Result<parlor_server::Defcon, Problem> {
    let words = "A level is a number from 1 to 5.";
    parlor_server::Defcon::new(level).ok_or_else(|| Problem::new(422, "level_unfit", words))
}

fn mask(text: &str) -> Result<Mask, Problem> {
    let words = "That is no address, network, mask or account.";
    let mask = text.parse::<parlor_model::Network>().ok().map(Mask::block).or_else(|| Mask::parse(text));
    mask.ok_or_else(|| Problem::new(422, "mask_unfit", words))
}

fn mask_of(account: &AccountName) -> Mask {
    Mask::Account(account.folded().as_str().into())
}

fn ban_of(
    mask: Mask,
    why: &str,
    seconds: Option<u64>,
    spares_accounts: bool,
    desk: &Desk<'_>,
) -> Result<House, Problem> {
    let until = seconds.map(|s| desk.now().plus(s.saturating_mul(1000)));
    let reason = reason(why, desk)?;
    Ok(House::Directory(DirectoryCommand::Ban { mask, reason, until, spares_accounts }))
}

fn room_name(room: &str, desk: &Desk<'_>) -> Result<RoomName, Problem> {
    match place(room, desk)? {
        RoomRef::Named(name) => Ok(name),
        RoomRef::Id(_) | RoomRef::Direct(_) => {
            Err(Problem::new(422, "name_unfit", "That is for the name of a room, like `#ops`."))
        }
    }
}

/// What came of such an ask, if the reply is to one.
pub(super) fn answer(reply: &Reply) -> Option<Answer> {
    use parlor_server::Answer as Ours;
    Some(match reply {
        Reply::Settings(settings) => Answer::Settings(settings.iter().map(setting).collect()),
        Reply::Reread(Ok(words)) => {
            Answer::Reloaded(Reloaded { changes: words.lines().map(str::to_owned).collect() })
        }
        Reply::Reread(Err(words)) => Answer::Refused(Problem::new(409, "settings_unfit", words)),
        Reply::Answer(Ours::Sessions(sessions)) => {
            Answer::Sessions(sessions.iter().map(connection).collect())
        }
        Reply::Answer(Ours::Bans(bans)) => Answer::Bans(bans.iter().map(ban).collect()),
        Reply::Answer(Ours::Purges(purges)) => Answer::Purges(purges.iter().map(purge).collect()),
        Reply::Answer(Ours::Account(view)) => Answer::Account(account(view)),
        Reply::Answer(Ours::Accounts(views)) => Answer::Accounts(views.iter().map(account).collect()),
        Reply::Answer(Ours::Defcon(defcon)) => Answer::Defcon(Defcon { level: defcon.level() }),
        _ => return None,
    })
}

fn setting(setting: &ShownSetting) -> Setting {
    Setting {
        key: setting.key.to_owned(),
        value: setting.value.clone(),
        from: setting.from.clone(),
        reloads: setting.reloads,
    }
}

fn connection(view: &parlor_server::SessionView) -> SessionView {
    SessionView {
        id: view.id.0.to_string(),
        address: view.address.to_string(),
        since: at(view.since),
        mine: view.mine,
    }
}

fn ban(ban: &parlor_model::ServerBan) -> BanView {
    BanView {
        mask: ban.mask.network().map_or_else(|| ban.mask.to_string(), |network| network.to_string()),
        reason: words(&ban.reason),
        by: (&*ban.by).into(),
        at: at(ban.at),
        until: ban.until.map(|until: Time| at(until)),
        spares_accounts: ban.spares_accounts,
    }
}

fn purge(purge: &parlor_model::Purge) -> PurgeView {
    PurgeView {
        room: purge.name.as_str().to_owned(),
        reason: words(&purge.reason),
        by: (&*purge.by).into(),
        at: at(purge.at),
    }
}

fn account(view: &parlor_server::AccountView) -> AccountView {
    let email = view.settings.as_ref().and_then(|s| s.email.as_ref());
    AccountView {
        name: view.name.as_str().to_owned(),
        since: at(view.since),
        operator: view.operator,
        here_as: view.nick.as_ref().map(|nick| nick.as_str().to_owned()),
        stays: view.stays,
        email: email.map(|e| e.address.as_str().to_owned()),
        email_verified: email.is_some_and(|e| e.verified),
        founded: view.rooms.iter().map(|room| room.as_str().to_owned()).collect(),
    }
}

fn words(text: &Text) -> String {
    text.as_str().to_owned()
}
