//! Pushes (RFC 8030): where an account's programs hear of messages while they are not connected.

use crate::{Actor, Directory, PersonId, Refusal, Time};
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

/// The address of one program at a push server: an `https` URL, which whoever knows it may push to.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Endpoint(Arc<str>);

/// Bytes of an endpoint at most.
pub const ENDPOINT_BYTES_MAX: usize = 2000;
const SCHEME: &str = "https://";
const PORT: u16 = 443;

impl Endpoint {
    /// An address as a program wrote it: `https`, a host, perhaps a port, and a path; nobody's password, no fragment.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() <= ENDPOINT_BYTES_MAX
            && text.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}#".contains(&b))
            && text.get(..SCHEME.len()).is_some_and(|s| s.eq_ignore_ascii_case(SCHEME));
        let endpoint = fits.then(|| Self(text.into()))?;
        let (host, port) = endpoint.host_and_port();
        let name = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
        let number = |b: u8| b.is_ascii_hexdigit() || b":.".contains(&b);
        let is_host = match host.strip_prefix('[') {
            Some(rest) => rest.strip_suffix(']').is_some_and(|ip| !ip.is_empty() && ip.bytes().all(number)),
            None => !host.is_empty() && host.bytes().all(name),
        };
        let is_port = port.is_none_or(|p| p.parse::<u16>().is_ok_and(|p| p > 0) && !p.starts_with('+'));
        (is_host && is_port).then_some(endpoint)
    }

    /// One that was checked before it was kept.
    #[must_use]
    pub fn trusted(text: &str) -> Self {
        Self(text.into())
    }

    /// The whole of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn split(&self) -> (&str, &str) {
        let rest = self.0.get(SCHEME.len()..).unwrap_or_default();
        rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()))
    }

    /// Host and port as they stand in it.
    #[must_use]
    pub fn authority(&self) -> &str {
        self.split().0
    }

    /// What follows the host, with the query; begins with a slash.
    #[must_use]
    pub fn path(&self) -> alloc::string::String {
        let (_, path) = self.split();
        if path.starts_with('/') { path.into() } else { alloc::format!("/{path}") }
    }

    fn host_and_port(&self) -> (&str, Option<&str>) {
        let authority = self.authority();
        let after = authority.find(']').map_or(0, |at| at + 1);
        match authority.get(after..).and_then(|rest| rest.find(':')) {
            Some(at) => {
                let (host, port) = authority.split_at(after + at);
                (host, port.get(1..))
            }
            None => (authority, None),
        }
    }

    /// The host: a name, or an address (an IPv6 address without its brackets).
    #[must_use]
    pub fn host(&self) -> &str {
        self.host_and_port().0.trim_start_matches('[').trim_end_matches(']')
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.host_and_port().1.and_then(|p| p.parse().ok()).unwrap_or(PORT)
    }
}

impl fmt::Debug for Endpoint {
    /// Only the host: the rest is a secret of its program's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({})", self.authority())
    }
}

/// What is pushed can be read with these alone (RFC 8291 §3).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PushKeys {
    /// The program's public key: a point of P-256, uncompressed.
    pub public: [u8; 65],
    /// What the program shares with us besides.
    pub secret: [u8; 16],
}

impl fmt::Debug for PushKeys {
    /// Says nothing of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PushKeys")
    }
}

/// What is pushed is written so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PushDialect {
    /// One message of IRC.
    Irc,
    /// The API's JSON.
    Json,
}

/// One program that wants pushes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subscription {
    /// Where to.
    pub endpoint: Endpoint,
    /// What encrypts.
    pub keys: PushKeys,
    /// How they are written.
    pub dialect: PushDialect,
    /// When it was asked for, the last time.
    pub since: Time,
    /// Nothing is pushed from then on.
    pub until: Time,
}

/// What may be asked about pushes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PushCommand {
    /// Push to here from now on, in place of whatever was pushed there before.
    Subscribe {
        /// Where to.
        endpoint: Endpoint,
        /// What encrypts.
        keys: PushKeys,
        /// How they are written.
        dialect: PushDialect,
    },
    /// Push there no more.
    Unsubscribe(Endpoint),
}

/// What happened about pushes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PushFact {
    /// An account's program wants pushes; nobody else gets any there.
    Subscribed {
        /// Whose.
        person: PersonId,
        /// Where to.
        endpoint: Endpoint,
        /// What encrypts.
        keys: PushKeys,
        /// How they are written.
        dialect: PushDialect,
        /// Until when.
        until: Time,
    },
    /// It wants none any more, or none arrive there.
    Unsubscribed {
        /// Where.
        endpoint: Endpoint,
    },
}

/// Who wants pushes where. Some may have run out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pushes(BTreeMap<PersonId, Vec<Arc<Subscription>>>);

impl Pushes {
    /// Whether nobody wants any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Everybody who wants some, or did.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        self.0.keys().copied()
    }

    /// Where somebody wants them at `now`, oldest first.
    pub fn of(&self, person: PersonId, now: Time) -> impl Iterator<Item = &Arc<Subscription>> {
        self.0.get(&person).into_iter().flatten().filter(move |s| now < s.until)
    }

    /// Who wants pushes there, and since when.
    #[must_use]
    pub fn at(&self, endpoint: &Endpoint) -> Option<(PersonId, &Arc<Subscription>)> {
        let of = |(person, all): (&PersonId, _)| -> Option<(PersonId, &Arc<Subscription>)> {
            let all: &Vec<Arc<Subscription>> = all;
            all.iter().find(|s| s.endpoint == *endpoint).map(|s| (*person, s))
        };
        self.0.iter().find_map(of)
    }

    pub(crate) fn apply(&mut self, fact: &PushFact, at: Time) {
        let (PushFact::Subscribed { endpoint, .. } | PushFact::Unsubscribed { endpoint }) = fact;
        for all in self.0.values_mut() {
            all.retain(|s| s.endpoint != *endpoint && at < s.until);
        }
        if let PushFact::Subscribed { person, endpoint, keys, dialect, until } = fact {
            let (endpoint, keys, dialect) = (endpoint.clone(), *keys, *dialect);
            let made = Subscription { endpoint, keys, dialect, since: at, until: *until };
            self.0.entry(*person).or_default().push(Arc::new(made));
        }
        self.0.retain(|_, all| !all.is_empty());
    }

    pub(crate) fn forget(&mut self, person: PersonId) {
        self.0.remove(&person);
    }
}

/// What a house lets its accounts have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PushRules {
    /// Programs of one account at most.
    pub subscriptions_max: usize,
    /// How long a program is pushed to after it has asked for it, in milliseconds.
    pub expire_ms: u64,
    /// How long a message waits for being read elsewhere before it is pushed, in milliseconds.
    pub delay_ms: u64,
}

impl Directory {
    /// Decides what is asked about pushes, at `now`.
    ///
    /// # Errors
    /// A [`Refusal`]; nothing happened then.
    pub fn decide_push(
        &self,
        actor: &Actor,
        command: &PushCommand,
        rules: &PushRules,
        now: Time,
    ) -> Result<PushFact, Refusal> {
        let person = actor.who.person;
        if actor.who.is_guest() {
            return Err(Refusal::NeedAccount);
        }
        match command {
            PushCommand::Subscribe { endpoint, keys, dialect } => {
                let others = self.pushes.of(person, now).filter(|s| s.endpoint != *endpoint).count();
                if others >= rules.subscriptions_max {
                    return Err(Refusal::TooManyKeys { keys_max: rules.subscriptions_max });
                }
                let (endpoint, until) = (endpoint.clone(), now.plus(rules.expire_ms));
                Ok(PushFact::Subscribed { person, endpoint, keys: *keys, dialect: *dialect, until })
            }
            PushCommand::Unsubscribe(endpoint) => match self.pushes.at(endpoint) {
                Some((whose, _)) if whose == person => {
                    Ok(PushFact::Unsubscribed { endpoint: endpoint.clone() })
                }
                Some(_) | None => Err(Refusal::NothingToChange),
            },
        }
    }
}
