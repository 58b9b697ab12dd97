//! What a client comes up with next: anything that can be asked, by weight.

use crate::dice::Dice;
use crate::seat::readable;
use crate::witness::Witness;
use parlor_engine::{Ask, Forced, Look, MetadataOf, PersonFlags, RoomRef, Signal, Typing};
use parlor_model::{
    AccountName, Change, Character, Choice, Command, DirectoryCommand, Endpoint, Fingerprint, Flag, KeyId,
    KeyringCommand, Leaving, ListKind, Manner, Mask, MetadataKey, Nickname, Number, Place, PushCommand,
    PushDialect, PushKeys, Role, RoomId, RoomName, Scopes, SecretHash, Setting, Sign, Text, Time, TokenKind,
};
use std::sync::Arc;

pub(crate) const NICKS: [&str; 6] = ["ann", "bob", "cyd", "dan", "eve", "fay"];
pub(crate) const ADDRESSES: [&str; 3] = ["192.0.2.1", "192.0.2.2", "198.51.100.3"];
const ROOMS: [&str; 5] = ["#lobby", "#lobby", "#attic", "#cellar", "#den"];
const WORDS: [&str; 4] = ["", "so long", "because", "hm"];
const ROLES: [Role; 5] = [Role::Owner, Role::Admin, Role::Operator, Role::HalfOperator, Role::Voice];

/// What a wish may look at: what a client could know.
pub(crate) struct Known<'a> {
    pub(crate) witness: &'a Witness,
    pub(crate) accounts: &'a [AccountName],
    /// Every wish has its own words, so that what became of it can be found.
    pub(crate) serial: u64,
    pub(crate) now: Time,
}

#[derive(Clone, Copy)]
enum Wish {
    Say,
    Write,
    OnMessage,
    Join,
    Leave,
    Topic,
    Change,
    Kick,
    Invite,
    Knock,
    Rename,
    Close,
    Nick,
    Describe,
    Away,
    Register,
    LogIn,
    LogOut,
    Operate,
    Directory,
    Keyring,
    Push,
    Kill,
    Force,
    Accept,
    Flags,
    StandDown,
    Watch,
    Announce,
    Signal,
    Read,
    Mark,
    About,
    Look,
    Follow,
    Fence,
}

const WISHES: [(u64, Wish); 36] = [
    (40, Wish::Say),
    (12, Wish::Write),
    (26, Wish::OnMessage),
    (26, Wish::Join),
    (7, Wish::Leave),
    (5, Wish::Topic),
    (14, Wish::Change),
    (4, Wish::Kick),
    (5, Wish::Invite),
    (2, Wish::Knock),
    (4, Wish::Rename),
    (1, Wish::Close),
    (9, Wish::Nick),
    (2, Wish::Describe),
    (4, Wish::Away),
    (5, Wish::Register),
    (4, Wish::LogIn),
    (1, Wish::LogOut),
    (1, Wish::Operate),
    (2, Wish::Directory),
    (4, Wish::Keyring),
    (3, Wish::Push),
    (1, Wish::Kill),
    (3, Wish::Force),
    (1, Wish::Accept),
    (3, Wish::Flags),
    (1, Wish::StandDown),
    (2, Wish::Watch),
    (1, Wish::Announce),
    (4, Wish::Signal),
    (6, Wish::Read),
    (4, Wish::Mark),
    (4, Wish::About),
    (12, Wish::Look),
    (4, Wish::Follow),
    (4, Wish::Fence),
];

/// Something to ask. Whether it makes sense is for the house to say.
pub(crate) fn wish(dice: &mut Dice, known: &Known<'_>) -> Ask {
    let nick = Nickname::trusted(pick(dice, &NICKS));
    let account = || AccountName::trusted(nick.as_str());
    let verified = dice.pick(known.accounts).cloned();
    let words = Text::trusted(&format!("{} {}", pick(dice, &WORDS), known.serial));
    match dice.weighted(&WISHES).unwrap_or(Wish::Fence) {
        Wish::Nick => Ask::Nick(nick),
        Wish::Describe => Ask::Describe(words.as_str().into()),
        Wish::Away => Ask::Away(dice.chance(600).then_some(words)),
        Wish::Register => Ask::Register { name: account(), credentials: "secret".into() },
        Wish::LogIn => verified.map_or(Ask::Fence, Ask::LogIn),
        Wish::LogOut => Ask::LogOut,
        Wish::Operate => Ask::Operate(AccountName::trusted("root")),
        Wish::Directory => Ask::Directory(rule(dice, known, account())),
        Wish::Keyring => keys(dice, known, account()),
        Wish::Push => Ask::Push(push(dice)),
        Wish::Kill => Ask::Kill { whom: nick.as_str().into(), reason: words },
        Wish::Force => force(dice, known, nick, words),
        Wish::Accept => Ask::Accept { add: vec![nick.as_str().into()], remove: Vec::new() },
        Wish::Flags if dice.chance(500) => {
            Ask::SetFlags { add: PersonFlags::INVISIBLE, remove: PersonFlags::NONE }
        }
        Wish::Flags => Ask::SetFlags { add: PersonFlags::ACCOUNTS_ONLY, remove: PersonFlags::INVISIBLE },
        Wish::Watch if dice.chance(700) => Ask::Watch { add: vec![nick.as_str().into()], remove: Vec::new() },
        Wish::Watch => Ask::Watch { add: Vec::new(), remove: vec![nick.as_str().into()] },
        Wish::StandDown => Ask::StandDown,
        Wish::Announce => Ask::Announce(words),
        Wish::Signal => Ask::Signal { room: room(dice, known), signal: Signal::Typing(Typing::Active) },
        Wish::Mark => Ask::Mark {
            room: room(dice, known),
            upto: dice.chance(700).then(|| Time(known.now.0.saturating_sub(dice.below(5_000)))),
        },
        Wish::About => about(dice, known, words),
        Wish::Read => read(dice, known),
        Wish::Follow => Ask::Follow { room: room(dice, known), on: dice.chance(700) },
        Wish::Look => Ask::Look(look(dice, known)),
        Wish::Fence => Ask::Fence,
        Wish::Write => {
            let room = RoomRef::Direct(nick.as_str().into());
            Ask::Room { room, command: say(words, None, Role::Plain), key: None }
        }
        other => {
            let (room, command) = in_room(dice, known, other, words);
            Ask::Room { room, command, key: None }
        }
    }
}

/// What a server operator has somebody do; others are refused.
fn force(dice: &mut Dice, known: &Known<'_>, nick: Nickname, words: Text) -> Ask {
    let whom: Arc<str> = pick(dice, &NICKS).into();
    let room = room_name(dice);
    let what = match dice.below(5) {
        0 => Forced::Join(room),
        1 => Forced::Leave { room, reason: words },
        2 => Forced::Nick(nick),
        3 => Forced::Flags {
            add: PersonFlags::INVISIBLE,
            remove: PersonFlags::BOT,
            stand_down: dice.below(4) == 0,
        },
        _ => return Ask::Overrule { room, changes: vec![change(dice, known)] },
    };
    Ask::Force { whom, what }
}

fn in_room(dice: &mut Dice, known: &Known<'_>, wish: Wish, words: Text) -> (RoomRef, Command<Arc<str>>) {
    let nick = || Arc::<str>::from(words.as_str());
    let whom: Arc<str> = pick(dice, &NICKS).into();
    let command = match wish {
        Wish::OnMessage => return on_message(dice, known, words),
        Wish::Join => {
            Command::Join { key: dice.chance(200).then(|| "sesame".into()), forced: dice.chance(50) }
        }
        Wish::Leave => Command::Leave { how: Leaving::Parted, reason: words },
        Wish::Topic => Command::SetTopic { text: words },
        Wish::Change => Command::Change((0..=dice.below(3)).map(|_| change(dice, known)).collect()),
        Wish::Kick => Command::Kick { whom, reason: words },
        Wish::Invite => Command::Invite { whom },
        Wish::Knock => Command::Knock { text: words },
        Wish::Rename => Command::Rename { to: room_name(dice), reason: words },
        Wish::Close => Command::Close { reason: words },
        _ if dice.chance(30) => {
            Command::Play { character: Character::Scene, manner: Manner::Say, text: words }
        }
        _ if dice.chance(80) => say(Text::trusted(&nick()), None, Role::HalfOperator),
        _ => say(words, None, Role::Plain),
    };
    (room(dice, known), command)
}

fn say(text: Text, reply_to: Option<Number>, to_role: Role) -> Command<Arc<str>> {
    Command::Say { manner: Manner::Say, text, reply_to, to_role, tags: None }
}

/// Something about an older message.
fn on_message(dice: &mut Dice, known: &Known<'_>, words: Text) -> (RoomRef, Command<Arc<str>>) {
    let room = some_room(dice, known);
    // Sometimes one that is not there.
    let target = readable(known.witness, room, dice.below(1000));
    let target = if dice.chance(20) { Number(target.0 + 3) } else { target };
    let sign = if dice.chance(700) { Sign::Plus } else { Sign::Minus };
    let command = match dice.below(8) {
        0 | 1 => say(words, Some(target), Role::Plain),
        2 | 3 => Command::Edit { target, text: words },
        4 => Command::Delete { target, reason: words },
        _ => Command::React { target, reaction: Text::trusted(pick(dice, &["+1", "ha"])), sign },
    };
    (RoomRef::Id(room), command)
}

fn change(dice: &mut Dice, known: &Known<'_>) -> Change<Arc<str>> {
    let whom: Arc<str> = pick(dice, &NICKS).into();
    let sign = if dice.chance(600) { Sign::Plus } else { Sign::Minus };
    let flag = dice.pick(&Flag::ALL).copied().unwrap_or(Flag::Auditorium);
    match dice.below(21) {
        0..=4 => Change::Flag(flag, sign),
        5 => Change::Flag(Flag::Auditorium, sign),
        6 => Change::Flag(Flag::OperatorModerated, sign),
        7 => Change::Flag(Flag::MembersSpeak, sign),
        8..=14 => Change::Role(dice.pick(&ROLES).copied().unwrap_or(Role::Voice), sign, whom),
        15 => Change::Key(dice.chance(300).then(|| "sesame".into())),
        16 => Change::Capacity(dice.chance(300).then_some(3)),
        17 => Change::Founder(dice.chance(700).then_some(whom)),
        18 => Change::Standing(
            dice.pick(&[Role::Plain, Role::Voice, Role::Operator]).copied().unwrap_or(Role::Voice),
            whom,
        ),
        19 => Change::Metadata(MetadataKey::trusted("url"), dice.chance(700).then(|| Text::trusted(&whom))),
        _ => {
            let kind = dice.pick(&ListKind::ALL).copied().unwrap_or(ListKind::Ban);
            let mask = dice.pick(known.accounts).filter(|_| known.serial.is_multiple_of(3));
            let mask = mask.map_or_else(
                || Mask::Source(format!("{whom}!*@*").as_str().into()),
                |a| Mask::Account(a.as_str().into()),
            );
            Change::List(kind, sign, mask)
        }
    }
}

fn rule(dice: &mut Dice, known: &Known<'_>, name: AccountName) -> DirectoryCommand {
    let mask = Mask::Source(format!("{name}!*@*").as_str().into());
    match dice.below(8) {
        0 => DirectoryCommand::Delete { name },
        6 => DirectoryCommand::EndBot { name },
        1 => DirectoryCommand::SetOperator { name, operator: dice.chance(700) },
        2 => DirectoryCommand::Unban { mask },
        3 => DirectoryCommand::ChangeCredentials { name, credentials: "changed".into() },
        4 => {
            let setting = Setting::AlwaysOn(if dice.chance(500) { Choice::On } else { Choice::Default });
            DirectoryCommand::Set { name, setting }
        }
        5 => DirectoryCommand::AddCertificate { name, certificate: Fingerprint([known.serial as u8; 32]) },
        _ => {
            let until = Some(known.now.plus(5_000));
            DirectoryCommand::Ban { mask, reason: Text::none(), until, spares_accounts: false }
        }
    }
}

/// Secrets that somebody may have made a token or an invitation of.
pub(crate) fn secret(dice: &mut Dice) -> SecretHash {
    SecretHash([dice.below(6) as u8; 32])
}

fn keys(dice: &mut Dice, known: &Known<'_>, name: AccountName) -> Ask {
    let (hash, label) = (secret(dice), Text::none());
    let until = dice.chance(500).then(|| known.now.plus(3_000));
    let id = KeyId(Number(dice.below(known.serial.max(1)) / 8));
    let scopes = Scopes { read: dice.chance(800), write: dice.chance(800), manage: dice.chance(300) };
    let kind = if dice.chance(500) { TokenKind::Login } else { TokenKind::Program(scopes) };
    let command = match dice.below(8) {
        0 | 1 => KeyringCommand::MakeToken { name, hash, kind, label, until },
        2 => KeyringCommand::EndToken { id },
        3 => KeyringCommand::EndLogins { name, but: None },
        4 => {
            let room = dice.chance(700).then(|| some_room(dice, known));
            KeyringCommand::Invite { hash, room, registers: dice.chance(300), uses: 2, label, until }
        }
        5 => KeyringCommand::EndInvitation { id },
        6 => KeyringCommand::Use { hash },
        _ => {
            let bot = AccountName::trusted(&format!("bot{}", dice.below(3)));
            return Ask::MakeHook { room: room(dice, known), bot, hash, label };
        }
    };
    Ask::Keyring(command)
}

/// Programs come and go at a few places, with keys that change now and then.
fn push(dice: &mut Dice) -> PushCommand {
    let endpoint = Endpoint::trusted(&format!("https://push.example/{}", dice.below(4)));
    if dice.chance(200) {
        return PushCommand::Unsubscribe(endpoint);
    }
    let keys = PushKeys { public: [4; 65], secret: [dice.below(2) as u8; 16] };
    PushCommand::Subscribe { endpoint, keys, dialect: PushDialect::Irc }
}

fn look(dice: &mut Dice, known: &Known<'_>) -> Look {
    let nick: Arc<str> = pick(dice, &NICKS).into();
    match dice.below(12) {
        0..=2 => Look::Room(room(dice, known)),
        3 | 4 => Look::Faces(room(dice, known)),
        5 | 6 => Look::Rooms,
        7 => Look::Person(nick),
        8 => Look::People { mask: "*".into(), limit: 4 },
        9 => Look::Readable(room(dice, known)),
        10 => Look::ReadableRooms,
        _ => dice.pick(&[Look::House, Look::Bans, Look::Whowas(nick)]).cloned().unwrap_or(Look::House),
    }
}

/// Something about what people say about themselves.
fn about(dice: &mut Dice, known: &Known<'_>, words: Text) -> Ask {
    let of = match dice.below(4) {
        0 | 1 => MetadataOf::Me,
        2 => MetadataOf::Person(pick(dice, &NICKS).into()),
        _ => MetadataOf::Room(room(dice, known)),
    };
    let key = MetadataKey::trusted(pick(dice, &["url", "color"]));
    match dice.below(8) {
        0 => Ask::ClearMetadata(of),
        1 => Ask::Look(Look::Metadata { of, members: true }),
        _ => Ask::SetMetadata { of, key, value: dice.chance(700).then_some(words) },
    }
}

fn read(dice: &mut Dice, known: &Known<'_>) -> Ask {
    let room = some_room(dice, known);
    Ask::Read { room: RoomRef::Id(room), number: readable(known.witness, room, dice.below(1000)) }
}

/// A room that was told of.
fn some_room(dice: &mut Dice, known: &Known<'_>) -> RoomId {
    let open: Vec<_> =
        known.witness.rooms.iter().filter(|(_, r)| !r.room.closed).map(|(id, _)| *id).collect();
    dice.pick(&open).copied().unwrap_or(RoomId(1))
}

fn room(dice: &mut Dice, known: &Known<'_>) -> RoomRef {
    let direct = |id| known.witness.rooms.get(&id).is_some_and(|r| !matches!(r.room.place, Place::Named(_)));
    match dice.below(10) {
        0 | 1 => RoomRef::Id(some_room(dice, known)),
        2 if direct(some_room(dice, known)) => RoomRef::Direct(pick(dice, &NICKS).into()),
        _ => RoomRef::Named(room_name(dice)),
    }
}

pub(crate) fn room_name(dice: &mut Dice) -> RoomName {
    RoomName::trusted(pick(dice, &ROOMS))
}

pub(crate) fn pick(dice: &mut Dice, of: &[&'static str]) -> &'static str {
    dice.pick(of).copied().unwrap_or("")
}
