//! Questions, as short as a scenario wants them.

use parlor_engine::{Ask, Dismissed, LetterCode, Look, RoomRef};
use parlor_model::{
    AccountName, Change, Choice, Command, DirectoryCommand, Email, Endpoint, Key, KeyId, KeyringCommand,
    Leaving, Manner, Mask, Nickname, Number, PersonId, Purpose, PushCommand, PushDialect, PushKeys, Role,
    RoomId, RoomName, SecretHash, Setting, Text, Time, TokenKind,
};
use std::sync::Arc;

fn named(room: &str) -> RoomRef {
    if let Some(nick) = room.strip_prefix('@') {
        return RoomRef::Direct(nick.into());
    }
    RoomRef::Named(RoomName::trusted(room))
}

fn in_room(room: &str, command: Command<Arc<str>>) -> Ask {
    Ask::Room { room: named(room), command, key: None }
}

pub(crate) fn join(room: &str) -> Ask {
    in_room(room, Command::Join { key: None, forced: false })
}

pub(crate) fn leave(room: &str) -> Ask {
    in_room(room, Command::Leave { how: Leaving::Parted, reason: Text::none() })
}

/// Says something in `#room`, or to `@somebody`.
pub(crate) fn say(room: &str, text: &str) -> Ask {
    let text = Text::trusted(text);
    in_room(
        room,
        Command::Say { manner: Manner::Say, text, reply_to: None, to_role: Role::Plain, tags: None },
    )
}

pub(crate) fn edit(room: &str, target: u64, text: &str) -> Ask {
    in_room(room, Command::Edit { target: Number(target), text: Text::trusted(text) })
}

pub(crate) fn rename(room: &str, to: &str) -> Ask {
    in_room(room, Command::Rename { to: RoomName::trusted(to), reason: Text::none() })
}

/// The same with an idempotency key.
pub(crate) fn with_key(ask: Ask, name: &str) -> Ask {
    match ask {
        Ask::Room { room, command, .. } => Ask::Room { room, command, key: Key::parse(name) },
        other => other,
    }
}

pub(crate) fn nick(name: &str) -> Ask {
    Ask::Nick(Nickname::trusted(name))
}

pub(crate) fn look(room: &str) -> Ask {
    Ask::Look(Look::Room(named(room)))
}

pub(crate) fn read(room: &str, number: u64) -> Ask {
    Ask::Read { room: named(room), number: Number(number) }
}

/// Marks everything up to a moment as read.
pub(crate) fn mark(room: &str, upto: u64) -> Ask {
    Ask::Mark { room: named(room), upto: Some(Time(upto)) }
}

pub(crate) fn register(name: &str) -> Ask {
    Ask::Register { name: AccountName::trusted(name), credentials: "x".into() }
}

pub(crate) fn log_in(name: &str) -> Ask {
    Ask::LogIn(AccountName::trusted(name))
}

pub(crate) fn kill(whom: &str, reason: &str) -> Ask {
    Ask::Kill { whom: whom.into(), reason: Text::trusted(reason) }
}

pub(crate) fn ban(mask: &str, reason: &str) -> Ask {
    let mask = Mask::parse(mask).expect("a mask");
    Ask::Directory(DirectoryCommand::Ban {
        mask,
        reason: Text::trusted(reason),
        until: None,
        spares_accounts: false,
    })
}

/// Makes an account for somebody else.
pub(crate) fn register_other(name: &str) -> Ask {
    let (person, credentials) = (PersonId::HOUSE, "y".into());
    Ask::Directory(DirectoryCommand::Register { person, name: AccountName::trusted(name), credentials })
}

/// Takes a message away.
pub(crate) fn delete_message(room: &str, number: u64) -> Ask {
    let command = Command::Delete { target: Number(number), reason: Text::none() };
    Ask::Room { room: named(room), command, key: None }
}

/// Lets somebody into a room.
pub(crate) fn invite(room: &str, whom: &str) -> Ask {
    Ask::Room { room: named(room), command: Command::Invite { whom: whom.into() }, key: None }
}

/// Asks for pushes to a place.
pub(crate) fn subscribe(place: &str) -> Ask {
    let keys = PushKeys { public: [4; 65], secret: [1; 16] };
    Ask::Push(PushCommand::Subscribe { endpoint: endpoint(place), keys, dialect: PushDialect::Irc })
}

/// Asks for no more of them there.
pub(crate) fn unsubscribe(place: &str) -> Ask {
    Ask::Push(PushCommand::Unsubscribe(endpoint(place)))
}

pub(crate) fn endpoint(place: &str) -> Endpoint {
    Endpoint::parse(&format!("https://push.example/{place}")).expect("an endpoint")
}

/// Chooses to be always on.
pub(crate) fn always_on(account: &str) -> Ask {
    let setting = Setting::AlwaysOn(Choice::On);
    Ask::Directory(DirectoryCommand::Set { name: AccountName::trusted(account), setting })
}

pub(crate) fn look_account(name: &str) -> Ask {
    Ask::Look(Look::Account(name.into()))
}

pub(crate) fn look_accounts(mask: &str) -> Ask {
    Ask::Look(Look::Accounts { mask: mask.into(), limit: 10 })
}

pub(crate) fn sessions(whom: Option<&str>) -> Ask {
    Ask::Look(Look::Sessions(whom.map(Into::into)))
}

pub(crate) fn dismiss(whom: Option<&str>, which: Dismissed) -> Ask {
    Ask::Dismiss { whom: whom.map(Into::into), which }
}

/// Makes somebody the founder of a room.
pub(crate) fn found(room: &str, nick: &str) -> Ask {
    in_room(room, Command::Change(vec![Change::Founder(Some(nick.into()))]))
}

/// Ends an account.
pub(crate) fn delete(account: &str) -> Ask {
    Ask::Directory(DirectoryCommand::Delete { name: AccountName::trusted(account) })
}

/// The hash of a secret that the test calls by a number.
pub(crate) fn secret(n: u8) -> SecretHash {
    SecretHash([n; 32])
}

pub(crate) fn make_token(name: &str, secret_number: u8, kind: TokenKind) -> Ask {
    Ask::Keyring(KeyringCommand::MakeToken {
        name: AccountName::trusted(name),
        hash: secret(secret_number),
        kind,
        label: Text::none(),
        until: Some(Time(1_000_000)),
    })
}

pub(crate) fn end_token(id: u64) -> Ask {
    Ask::Keyring(KeyringCommand::EndToken { id: KeyId(Number(id)) })
}

pub(crate) fn make_hook(room: &str, bot: &str, secret_number: u8) -> Ask {
    let (bot, label) = (AccountName::trusted(bot), Text::none());
    Ask::MakeHook { room: named(room), bot, hash: secret(secret_number), label }
}

pub(crate) fn invite_with(secret_number: u8, room: Option<RoomId>, registers: bool) -> Ask {
    let (hash, label) = (secret(secret_number), Text::none());
    Ask::Keyring(KeyringCommand::Invite { hash, room, registers, uses: 1, label, until: None })
}

pub(crate) fn use_invitation(secret_number: u8) -> Ask {
    Ask::Keyring(KeyringCommand::Use { hash: secret(secret_number) })
}

pub(crate) fn in_room_by_id(room: RoomId, text: &str) -> Ask {
    let text = Text::trusted(text);
    let command =
        Command::Say { manner: Manner::Say, text, reply_to: None, to_role: Role::Plain, tags: None };
    Ask::Room { room: RoomRef::Id(room), command, key: None }
}

pub(crate) fn change_password(name: &str) -> Ask {
    let name = AccountName::trusted(name);
    Ask::Directory(DirectoryCommand::ChangeCredentials { name, credentials: "other".into() })
}

/// Gives a role for good.
pub(crate) fn stand(room: &str, role: Role, account: &str) -> Ask {
    in_room(room, Command::Change(vec![Change::Standing(role, account.into())]))
}

/// Takes a name away from rooms.
pub(crate) fn purge(room: &str, reason: &str) -> Ask {
    let (name, reason) = (RoomName::trusted(room), Text::trusted(reason));
    Ask::Directory(DirectoryCommand::Purge { name, reason })
}

/// Gives it back to them.
pub(crate) fn unpurge(room: &str) -> Ask {
    Ask::Directory(DirectoryCommand::Unpurge { name: RoomName::trusted(room) })
}

pub(crate) fn set(account: &str, setting: Setting) -> Ask {
    Ask::Directory(DirectoryCommand::Set { name: AccountName::trusted(account), setting })
}

fn code(number: u8) -> LetterCode {
    LetterCode { text: format!("code {number}").as_str().into(), hash: SecretHash([number; 32]) }
}

/// Asks for an account with an e-mail address; a letter with this code would go there.
pub(crate) fn register_by_mail(name: &str, address: &str, number: u8) -> Ask {
    Ask::RegisterByMail {
        name: AccountName::trusted(name),
        credentials: "x".into(),
        email: Email::trusted(address),
        code: Some(code(number)),
    }
}

/// Says the code of a letter.
pub(crate) fn confirm(name: &str, number: u8) -> Ask {
    Ask::Confirm { name: AccountName::trusted(name), code: code(number).hash }
}

/// Asks for a letter.
pub(crate) fn send_code(name: &str, purpose: Purpose, number: u8) -> Ask {
    Ask::SendCode { name: AccountName::trusted(name), purpose, code: Some(code(number)) }
}

/// A new password with the code of a letter.
pub(crate) fn reset_password(name: &str, number: u8) -> Ask {
    Ask::ResetPassword {
        name: AccountName::trusted(name),
        code: code(number).hash,
        credentials: "new".into(),
    }
}
