//! Tokens, bots, hooks and invitations: asks and answers, translated.

use super::JsonSeat;
use super::answering::need_account;
use super::asking::{account_name, place, reason};
use parlor_api::{
    Ask, Invitation, KeyHolder, Keyring, MakeHook, MakeInvitation, MakeToken, Problem, Scope, Token, at,
    room_id,
};
use parlor_model::{
    Digits, DirectoryCommand, KeyId, KeyringCommand, Number, PersonId, RoomId, Scopes, SecretHash, Time,
    TokenKind,
};
use parlor_server::{Desk, KeyringView, Look, RoomRef};

impl JsonSeat {
    /// What to ask the house, for an ask about keys.
    pub(super) fn about_keys(&self, ask: Ask, desk: &Desk<'_>) -> Result<parlor_server::Ask, Problem> {
        use parlor_server::Ask as House;
        Ok(match ask {
            Ask::Keyring(_) => House::Look(Look::Keyring),
            Ask::Hooks(at) => House::Look(Look::Hooks(place(&at.room, desk)?)),
            Ask::MakeToken(make) => House::Keyring(self.token(&make, desk)?),
            Ask::EndToken(key) => House::Keyring(KeyringCommand::EndToken { id: KeyId(Number(key.id)) }),
            Ask::MakeBot(bot) => House::Directory(DirectoryCommand::MakeBot {
                person: PersonId::HOUSE,
                name: account_name(&bot.name, desk)?,
            }),
            Ask::EndBot(bot) => {
                House::Directory(DirectoryCommand::EndBot { name: account_name(&bot.name, desk)? })
            }
            Ask::MakeHook(MakeHook { room, bot, hash, label }) => House::MakeHook {
                room: place(&room, desk)?,
                bot: account_name(&bot, desk)?,
                hash: secret_hash(&hash)?,
                label: reason(&label, desk)?,
            },
            Ask::MakeInvitation(make) => House::Keyring(invitation(&make, desk)?),
            Ask::EndInvitation(key) => {
                House::Keyring(KeyringCommand::EndInvitation { id: KeyId(Number(key.id)) })
            }
            Ask::UseInvitation(used) => {
                House::Keyring(KeyringCommand::Use { hash: secret_hash(&used.hash)? })
            }
            _ => return Err(Problem::bad_request("that is about no key")),
        })
    }

    fn token(&self, make: &MakeToken, desk: &Desk<'_>) -> Result<KeyringCommand, Problem> {
        let name = match &make.account {
            Some(name) => account_name(name, desk)?,
            None => self.account.clone().ok_or_else(need_account)?,
        };
        let has = |scope| make.scopes.contains(&scope);
        let scopes = Scopes { read: has(Scope::Read), write: has(Scope::Write), manage: has(Scope::Manage) };
        if !make.login && make.scopes.is_empty() {
            return Err(Problem::bad_request("a token has at least one scope: read, write, manage"));
        }
        let kind = if make.login { TokenKind::Login } else { TokenKind::Program(scopes) };
        let (hash, label) = (secret_hash(&make.hash)?, reason(&make.label, desk)?);
        Ok(KeyringCommand::MakeToken { name, hash, kind, label, until: until(make.seconds, desk) })
    }
}

fn until(seconds: Option<u64>, desk: &Desk<'_>) -> Option<Time> {
    seconds.map(|s| desk.now().plus(s.saturating_mul(1000)))
}

fn invitation(make: &MakeInvitation, desk: &Desk<'_>) -> Result<KeyringCommand, Problem> {
    let room = match make.room.as_deref().map(|room| place(room, desk)).transpose()? {
        None => None,
        Some(RoomRef::Id(room)) => Some(room),
        Some(RoomRef::Named(_) | RoomRef::Direct(_)) => {
            return Err(Problem::bad_request("`room` is a room's id here, like `!2`"));
        }
    };
    Ok(KeyringCommand::Invite {
        hash: secret_hash(&make.hash)?,
        room,
        registers: make.registers,
        uses: make.uses.max(1),
        label: reason(&make.label, desk)?,
        until: until(make.seconds, desk),
    })
}

fn secret_hash(digits: &str) -> Result<SecretHash, Problem> {
    let digits =
        Digits::parse(digits).ok_or_else(|| Problem::bad_request("a hash is 64 hexadecimal digits"))?;
    Ok(SecretHash(digits.0))
}

/// What somebody holds, in the shapes of the API.
pub(super) fn keyring(view: &KeyringView) -> Keyring {
    Keyring {
        accounts: view
            .accounts
            .iter()
            .map(|holder| KeyHolder {
                name: holder.name.as_str().to_owned(),
                bot: holder.bot,
                tokens: holder.tokens.iter().map(token).collect(),
            })
            .collect(),
        invitations: view
            .invitations
            .iter()
            .map(|i| Invitation {
                id: i.id.0.0,
                room_id: i.room.map(room_id),
                registers: i.registers,
                uses: i.uses,
                label: i.label.to_string(),
                since: at(i.since),
                until: i.until.map(at),
            })
            .collect(),
        current: view.current.map(|id| id.0.0),
    }
}

fn token(token: &parlor_model::AccessToken) -> Token {
    let (kind, scopes, room): (_, _, Option<RoomId>) = match token.kind {
        TokenKind::Login => (parlor_api::TokenKind::Login, Vec::new(), None),
        TokenKind::Program(Scopes { read, write, manage }) => {
            let scopes = [(read, Scope::Read), (write, Scope::Write), (manage, Scope::Manage)];
            let scopes = scopes.into_iter().filter(|(has, _)| *has).map(|(_, scope)| scope).collect();
            (parlor_api::TokenKind::Program, scopes, None)
        }
        TokenKind::Hook(room) => (parlor_api::TokenKind::Hook, Vec::new(), Some(room)),
    };
    Token {
        id: token.id.0.0,
        kind,
        scopes,
        room_id: room.map(room_id),
        label: token.label.to_string(),
        since: at(token.since),
        until: token.until.map(at),
    }
}
