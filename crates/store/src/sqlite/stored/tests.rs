//! Every event is read back as it was kept.

use super::{StoredEvent, StoredHeard};
use crate::sqlite::columns::{Columns, kind};
use parlor_model::*;
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::Arc;

fn words() -> impl Strategy<Value = Text> {
    any::<String>().prop_map(|s| Text::trusted(&s))
}

fn arc() -> impl Strategy<Value = Arc<str>> {
    any::<String>().prop_map(|s| s.as_str().into())
}

fn who() -> impl Strategy<Value = Arc<Who>> {
    let account = prop::option::of(any::<String>().prop_map(|s| AccountName::trusted(&s)));
    (any::<u64>(), any::<String>(), arc(), arc(), arc(), account, arc()).prop_map(
        |(person, nick, user, host, address, account, real)| {
            let (person, nick) = (PersonId(person), Nickname::trusted(&nick));
            Arc::new(Who { person, nick, user, host, address, account, real })
        },
    )
}

fn room_name() -> impl Strategy<Value = RoomName> {
    any::<String>().prop_map(|s| RoomName::trusted(&s))
}

fn account_name() -> impl Strategy<Value = AccountName> {
    any::<String>().prop_map(|s| AccountName::trusted(&s))
}

fn number() -> impl Strategy<Value = Number> {
    any::<u64>().prop_map(Number)
}

/// A number that a row can hold: there are no others in a log.
fn kept_number() -> impl Strategy<Value = Number> {
    (0..=i64::MAX as u64).prop_map(Number)
}

fn sign() -> impl Strategy<Value = Sign> {
    select(vec![Sign::Plus, Sign::Minus])
}

fn role() -> impl Strategy<Value = Role> {
    select(Role::LADDER.into_iter().chain([Role::Plain]).collect::<Vec<_>>())
}

fn mask() -> impl Strategy<Value = Mask> {
    prop_oneof![
        arc().prop_map(Mask::Source),
        arc().prop_map(Mask::Account),
        (any::<std::net::IpAddr>(), any::<u8>()).prop_map(|(net, bits)| Mask::Block { net, bits }),
    ]
}

fn policy() -> impl Strategy<Value = Policy> {
    let parts = (any::<u16>(), prop::option::of(arc()), any::<Option<u32>>(), prop::option::of(room_name()));
    parts.prop_map(|(bits, key, capacity, forward)| {
        let mut policy = Policy::open();
        policy.set_bits(bits);
        (policy.key, policy.capacity, policy.forward) = (key, capacity, forward);
        policy
    })
}

fn change() -> impl Strategy<Value = Change<Arc<Who>>> {
    prop_oneof![
        (select(Flag::ALL.to_vec()), sign()).prop_map(|(f, s)| Change::Flag(f, s)),
        prop::option::of(arc()).prop_map(Change::Key),
        any::<Option<u32>>().prop_map(Change::Capacity),
        prop::option::of(room_name()).prop_map(Change::Forward),
        (role(), sign(), who()).prop_map(|(r, s, w)| Change::Role(r, s, w)),
        (select(ListKind::ALL.to_vec()), sign(), mask()).prop_map(|(l, s, m)| Change::List(l, s, m)),
        prop::option::of(who()).prop_map(Change::Founder),
        (role(), who()).prop_map(|(role, who)| Change::Standing(role, who)),
        (key(), prop::option::of(words())).prop_map(|(k, v)| Change::Metadata(k, v)),
    ]
}

fn key() -> impl Strategy<Value = MetadataKey> {
    "[a-z]{1,9}".prop_map(|k| MetadataKey::trusted(&k))
}

fn setting() -> impl Strategy<Value = Setting> {
    let choice = || select(vec![Choice::Default, Choice::Off, Choice::On]);
    let contact = (any::<String>(), any::<bool>())
        .prop_map(|(address, verified)| Contact { address: Email::trusted(&address), verified });
    prop_oneof![
        choice().prop_map(Setting::AlwaysOn),
        choice().prop_map(Setting::Multiclient),
        choice().prop_map(Setting::AutoAway),
        prop::option::of(contact).prop_map(Setting::Email),
    ]
}

fn keyring() -> impl Strategy<Value = KeyringFact> {
    let key = || number().prop_map(KeyId);
    let until = || any::<Option<u64>>().prop_map(|u| u.map(Time));
    let hash = || any::<[u8; 32]>().prop_map(SecretHash);
    let scopes = any::<[bool; 3]>().prop_map(|[read, write, manage]| Scopes { read, write, manage });
    let kind = prop_oneof![
        Just(TokenKind::Login),
        scopes.prop_map(TokenKind::Program),
        any::<u64>().prop_map(|room| TokenKind::Hook(RoomId(room))),
    ];
    let invitation = (hash(), any::<Option<u64>>(), any::<bool>(), any::<u32>(), words(), until());
    prop_oneof![
        (any::<u64>(), hash(), kind, words(), until()).prop_map(|(person, hash, kind, label, until)| {
            KeyringFact::TokenMade { person: PersonId(person), hash, kind, label, until }
        }),
        key().prop_map(|id| KeyringFact::TokenEnded { id }),
        (any::<u64>(), prop::option::of(key()))
            .prop_map(|(person, but)| KeyringFact::LoginsEnded { person: PersonId(person), but }),
        invitation.prop_map(|(hash, room, registers, uses, label, until)| {
            KeyringFact::InvitationMade { hash, room: room.map(RoomId), registers, uses, label, until }
        }),
        key().prop_map(|id| KeyringFact::InvitationEnded { id }),
        key().prop_map(|id| KeyringFact::InvitationUsed { id }),
    ]
}

fn push() -> impl Strategy<Value = PushFact> {
    let dialect = select(vec![PushDialect::Irc, PushDialect::Json]);
    let endpoint = || "[!-~]{0,40}".prop_map(|text| Endpoint::trusted(&text));
    let keys = (prop::collection::vec(any::<u8>(), 65), any::<[u8; 16]>())
        .prop_map(|(public, secret)| PushKeys { public: public.try_into().unwrap(), secret });
    prop_oneof![
        (any::<u64>(), endpoint(), keys, dialect, any::<u64>()).prop_map(
            |(person, endpoint, keys, dialect, until)| {
                let (person, until) = (PersonId(person), Time(until));
                PushFact::Subscribed { person, endpoint, keys, dialect, until }
            }
        ),
        endpoint().prop_map(|endpoint| PushFact::Unsubscribed { endpoint }),
    ]
}

fn directory() -> impl Strategy<Value = DirectoryFact> {
    let id = || any::<u64>().prop_map(PersonId);
    prop_oneof![
        (account_name(), key(), prop::option::of(words()))
            .prop_map(|(name, key, value)| DirectoryFact::MetadataSet { name, key, value }),
        (id(), account_name(), arc()).prop_map(|(person, name, credentials)| DirectoryFact::Registered {
            person,
            name,
            credentials
        }),
        (id(), account_name(), arc()).prop_map(|(person, name, credentials)| {
            DirectoryFact::CredentialsChanged { person, name, credentials }
        }),
        (id(), account_name()).prop_map(|(person, name)| DirectoryFact::Deleted { person, name }),
        (account_name(), any::<bool>())
            .prop_map(|(name, operator)| DirectoryFact::OperatorSet { name, operator }),
        (id(), account_name(), id()).prop_map(|(person, name, owner)| DirectoryFact::BotMade {
            person,
            name,
            owner
        }),
        keyring().prop_map(DirectoryFact::Keyring),
        push().prop_map(DirectoryFact::Push),
        (account_name(), setting())
            .prop_map(|(name, setting)| DirectoryFact::SettingChanged { name, setting }),
        (account_name(), any::<[u8; 32]>(), any::<bool>()).prop_map(|(name, bytes, added)| {
            let certificate = Fingerprint(bytes);
            if added {
                DirectoryFact::CertificateAdded { name, certificate }
            } else {
                DirectoryFact::CertificateRemoved { name, certificate }
            }
        }),
        (mask(), words(), any::<Option<u64>>(), any::<bool>()).prop_map(
            |(mask, reason, until, spares_accounts)| DirectoryFact::Banned {
                mask,
                reason,
                until: until.map(Time),
                spares_accounts
            }
        ),
        mask().prop_map(|mask| DirectoryFact::Unbanned { mask }),
        (room_name(), words()).prop_map(|(name, reason)| DirectoryFact::Purged { name, reason }),
        room_name().prop_map(|name| DirectoryFact::Unpurged { name }),
        (account_name(), arc(), any::<String>(), any::<[u8; 32]>(), any::<u64>()).prop_map(
            |(name, credentials, email, code, until)| DirectoryFact::Awaited(Awaited {
                name,
                credentials,
                email: Email::trusted(&email),
                code: SecretHash(code),
                until: Time(until),
            })
        ),
        (id(), account_name()).prop_map(|(person, name)| DirectoryFact::Confirmed { person, name }),
        (account_name(), select(vec![Purpose::Address, Purpose::Password]), any::<[u8; 32]>(), any::<u64>())
            .prop_map(|(name, purpose, hash, until)| DirectoryFact::CodeSent {
                name,
                purpose,
                hash: SecretHash(hash),
                until: Time(until),
            }),
    ]
}

fn said() -> impl Strategy<Value = Fact> {
    let manners = vec![Manner::Say, Manner::Action, Manner::Notice, Manner::Ctcp, Manner::CtcpReply];
    (select(manners), words(), prop::option::of(number()), role(), prop::option::of(words())).prop_map(
        |(manner, text, reply_to, to_role, tags)| Fact::Said { manner, text, reply_to, to_role, tags },
    )
}

fn fact() -> impl Strategy<Value = Fact> {
    let leavings = vec![Leaving::Parted, Leaving::Quit, Leaving::Lost];
    let people = prop_oneof![
        (room_name(), policy())
            .prop_map(|(name, policy)| Fact::Opened { what: Opening::Named { name, policy } }),
        [who(), who()].prop_map(|between| Fact::Opened { what: Opening::Direct { between } }),
        any::<u8>().prop_map(|bits| Fact::Joined { roles: Roles::from_bits(bits) }),
        (select(leavings), words()).prop_map(|(how, reason)| Fact::Left { how, reason }),
        (who(), words()).prop_map(|(whom, reason)| Fact::Kicked { whom, reason }),
        who().prop_map(|whom| Fact::Invited { whom }),
        words().prop_map(|text| Fact::Knocked { text }),
        words().prop_map(|tags| Fact::Tagged { tags }),
        who().prop_map(|now| Fact::BecameKnownAs { now }),
    ];
    let messages = prop_oneof![
        said(),
        (kept_number(), words()).prop_map(|(target, text)| Fact::Edited { target, text }),
        (number(), words()).prop_map(|(target, reason)| Fact::Deleted { target, reason }),
        (number(), words(), sign()).prop_map(|(target, reaction, sign)| Fact::Reacted {
            target,
            reaction,
            sign
        }),
    ];
    let rooms = prop_oneof![
        words().prop_map(|text| Fact::TopicSet { text }),
        prop::collection::vec(change(), 0..4).prop_map(|changes| Fact::Changed { changes }),
        (room_name(), room_name(), words()).prop_map(|(from, to, reason)| Fact::Renamed { from, to, reason }),
        words().prop_map(|reason| Fact::Closed { reason }),
        directory().prop_map(Fact::Directory),
    ];
    prop_oneof![people, messages, rooms]
}

fn heard() -> impl Strategy<Value = Audience> {
    prop_oneof![
        Just(Audience::Room),
        prop::collection::vec(any::<u64>().prop_map(PersonId), 0..4).prop_map(Audience::these),
        Just(Audience::Nobody),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let key = prop::option::of("[!-~]{1,128}".prop_map(|k| Key::parse(&k).unwrap()));
    (any::<u64>(), number(), any::<u64>(), who(), key, heard(), fact()).prop_map(
        |(room, number, at, by, key, heard, fact)| {
            let (room, at) = (RoomId(room), Time(at));
            Event { room, number, at, by, key, heard, fact }
        },
    )
}

proptest! {
    #[test]
    fn an_event_in_a_digest_is_read_back(event in event()) {
        let json = serde_json::to_string(&StoredEvent::from(&event)).unwrap();
        let stored: StoredEvent = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(Event::try_from(stored).unwrap(), event);
    }

    #[test]
    fn a_fact_in_columns_is_read_back(fact in fact()) {
        let Columns { kind, target, text, body } = Columns::of(&fact).unwrap();
        prop_assert_eq!(&Columns::fact(kind, target, text, body.as_deref()).unwrap(), &fact);
        // The schema's index of what alters a room goes by the kind.
        prop_assert_eq!(kind >= 16, fact.alters_room());
        // Search and history go by these.
        prop_assert_eq!(kind == kind::SAID, matches!(fact, Fact::Said { .. }));
        prop_assert_eq!(target.is_some(), (2..=4).contains(&kind));
    }

    #[test]
    fn an_audience_in_a_column_is_read_back(heard in heard()) {
        let column = StoredHeard::column(&heard);
        prop_assert_eq!(StoredHeard::from_column(column.as_deref()).unwrap(), heard);
    }
}

/// What is in people's files: a change here needs a migration.
#[test]
fn the_shapes_on_disk_stay() {
    let fact = Fact::Said {
        manner: Manner::Action,
        text: Text::trusted("waves"),
        reply_to: Some(Number(3)),
        to_role: Role::Operator,
        tags: None,
    };
    let columns = Columns::of(&fact).unwrap();
    assert_eq!(columns.body.unwrap(), r#"{"manner":"action","reply_to":3,"to_role":"operator"}"#);
    let fact = Fact::Changed {
        changes: vec![
            Change::Flag(Flag::InviteOnly, Sign::Plus),
            Change::List(ListKind::Ban, Sign::Minus, Mask::parse("192.0.2.0/24").unwrap()),
            Change::Founder(Some(Arc::new(Who::house()))),
        ],
    };
    assert_eq!(
        Columns::of(&fact).unwrap().body.unwrap(),
        concat!(
            r#"{"changed":{"changes":[{"flag":["invite_only","plus"]},"#,
            r#"{"list":["ban","minus",{"block":{"net":"192.0.2.0","bits":24}}]},"#,
            r#"{"founder":{"person":0,"nick":"parlor","user":"parlor","host":"parlor","address":"","real":""}}]}}"#
        )
    );
    let fact = Fact::Directory(DirectoryFact::SettingChanged {
        name: AccountName::trusted("ann"),
        setting: Setting::Email(Some(Contact { address: Email::trusted("a@b"), verified: true })),
    });
    assert_eq!(
        Columns::of(&fact).unwrap().body.unwrap(),
        r#"{"directory":{"setting_changed":{"name":"ann","setting":{"email":{"address":"a@b","verified":true}}}}}"#
    );
}
