//! Accounts and their sessions: what is shown of them, and closing some.

use crate::engine::Asker;
use crate::{Answer, Beside, Closing, Ending, Engine, Out, PersonRef, SessionId};
use parlor_model::mask::glob;
use parlor_model::{
    Account, AccountName, AccountSettings, Fingerprint, Folded, Nickname, PersonId, Place, Refusal, RoomName,
    Text, Time,
};
use std::sync::Arc;

/// What may be seen of an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccountView {
    /// Its name as registered.
    pub name: AccountName,
    /// When it was registered.
    pub since: Time,
    /// Rules the house.
    pub operator: bool,
    /// What its person is called, where it has a session.
    pub nick: Option<Nickname>,
    /// What was chosen for it: for its owner and server operators.
    pub settings: Option<AccountSettings>,
    /// Whether its owner stays, in its rooms and reachable, when the last session closes.
    pub stays: bool,
    /// Certificates that prove its owner: for its owner and server operators.
    pub certificates: Vec<Fingerprint>,
    /// The rooms whose founder it is: for its owner and server operators, by name.
    pub rooms: Vec<RoomName>,
}

/// What may be seen of one connection of a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionView {
    /// Which.
    pub id: SessionId,
    /// Where it comes from.
    pub address: Arc<str>,
    /// When it came.
    pub since: Time,
    /// It is the one that asks.
    pub mine: bool,
}

/// Which connections to close.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dismissed {
    /// This one.
    One(SessionId),
    /// All but the one that asks.
    Others,
    /// All.
    All,
}

/// What is remembered of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SessionSeen {
    pub(crate) person: PersonId,
    /// Seconds after the start of the house, since when; enough for a hundred years.
    since_s: u32,
    pub(crate) secure: bool,
    pub(crate) beside: Beside,
}

impl SessionSeen {
    /// Somebody's new connection, in a house that runs since `started`.
    pub(crate) fn new(person: PersonId, started: Time, now: Time) -> Self {
        let since_s = u32::try_from(now.since(started) / 1000).unwrap_or(u32::MAX);
        Self { person, since_s, secure: false, beside: Beside::Nobody }
    }

    /// The same connection of somebody else.
    pub(crate) fn of(self, person: PersonId) -> Self {
        Self { person, ..self }
    }

    fn since(self, started: Time) -> Time {
        started.plus(u64::from(self.since_s) * 1000)
    }
}

impl Engine {
    /// The account of that name, as `me` may see it.
    pub(crate) fn account_seen(&self, me: PersonId, name: &str) -> Result<Answer, Refusal> {
        let account = self.directory.account(name).ok_or_else(|| Refusal::NoSuchPerson(name.into()))?;
        Ok(Answer::Account(Box::new(self.account_view(me, account))))
    }

    /// Accounts whose name matches, by name; for server operators.
    pub(crate) fn accounts_seen(&self, me: PersonId, mask: &str, limit: usize) -> Result<Answer, Refusal> {
        if !self.people.get(me).is_some_and(|p| self.may(p, crate::Duties::ACCOUNTS)) {
            return Err(Refusal::NeedOperator);
        }
        let mask = Folded::of(mask);
        let found = self.directory.accounts.iter().filter(|(name, _)| glob(mask.as_str(), name.as_str()));
        Ok(Answer::Accounts(found.take(limit).map(|(_, a)| self.account_view(me, a)).collect()))
    }

    /// Whether the account's owner stays when the last session closes.
    pub(crate) const fn account_stays(&self, account: &Account) -> bool {
        self.house.always_on.of_who_quit(account.settings.always_on)
    }

    fn account_view(&self, me: PersonId, account: &Account) -> AccountView {
        let person = self.people.get(account.person);
        let shown = account.person == me || self.people.get(me).is_some_and(|p| p.operator);
        let mut rooms: Vec<RoomName> = Vec::new();
        if shown {
            let own = self.rooms.iter().filter(|s| s.room.founder == Some(account.person) && !s.room.closed);
            rooms.extend(own.filter_map(|s| match &s.room.place {
                Place::Named(name) => Some(name.clone()),
                Place::Direct(_) | Place::Nowhere => None,
            }));
            rooms.sort_unstable();
        }
        AccountView {
            name: account.name.clone(),
            since: account.since,
            operator: account.operator,
            nick: person.filter(|p| !p.sessions.is_empty()).map(|p| p.who.nick.clone()),
            settings: shown.then(|| account.settings.clone()),
            stays: self.account_stays(account),
            certificates: if shown { account.certificates.clone() } else { Vec::new() },
            rooms,
        }
    }

    /// The connections of somebody: one's own, or anybody's as a server operator.
    pub(crate) fn sessions_seen(
        &self,
        me: PersonId,
        asking: SessionId,
        whom: Option<&str>,
    ) -> Result<Answer, Refusal> {
        let id = self.own_or_ruled(me, whom)?;
        let Some(person) = self.people.get(id) else { return Ok(Answer::Sessions(Vec::new())) };
        let view = |id: &SessionId| SessionView {
            id: *id,
            address: Arc::clone(self.addresses.get(id).unwrap_or(&person.who.address)),
            since: self.sessions.get(id).map_or(Time(0), |s| s.since(self.started)),
            mine: *id == asking,
        };
        Ok(Answer::Sessions(person.sessions.iter().map(view).collect()))
    }

    /// The session comes from there.
    pub(crate) fn comes_from(&mut self, session: SessionId, person: PersonId, address: &Arc<str>) {
        if self.people.get(person).is_some_and(|p| p.who.address != *address) {
            self.addresses.insert(session, Arc::clone(address));
        }
    }

    /// Somebody's connections are their own matter, and that of server operators.
    fn own_or_ruled(&self, me: PersonId, whom: Option<&str>) -> Result<PersonId, Refusal> {
        let Some(whom) = whom else { return Ok(me) };
        let rules = self.people.get(me).is_some_and(|p| p.operator);
        match self.find_person(whom) {
            Ok(who) if who.person == me || rules => Ok(who.person),
            Ok(_) => Err(Refusal::NeedOperator),
            Err(why) => Err(why),
        }
    }

    /// Closes connections of somebody: one's own, or anybody's as a server operator.
    pub(crate) fn dismiss(&mut self, asker: Asker, whom: Option<&PersonRef>, which: Dismissed) {
        let Some(me) = self.person_of(asker) else { return };
        let id = match self.own_or_ruled(me, whom.map(|w| &**w)) {
            Ok(id) => id,
            Err(why) => return self.refuse(asker, why),
        };
        let sessions = self.people.get(id).map(|p| p.sessions.clone()).unwrap_or_default();
        let closed: Vec<SessionId> = sessions
            .into_iter()
            .filter(|s| match which {
                Dismissed::One(one) => *s == one,
                Dismissed::Others => *s != asker.session,
                Dismissed::All => true,
            })
            .collect();
        if closed.is_empty() {
            return self.refuse(asker, Refusal::NothingToChange);
        }
        self.done(asker, None);
        for session in closed {
            // Closed first: it does not hear of its own going.
            self.emit(Out::Close { session, why: Closing::LoggedOut });
            self.ended(session, &Ending::Closed(Text::trusted("logged out")));
        }
    }
}
