//! Who logged in, for as long as this process runs. Sessions that outlive it need the store.

use parlor_model::{AccountName, PersonId};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Sessions of one account at once; the oldest ends when there is one more.
const PER_ACCOUNT_MAX: usize = 64;

/// Sessions by their token.
#[derive(Default)]
pub(crate) struct Sessions {
    all: Mutex<HashMap<String, Session>>,
}

/// Somebody who logged in.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) account: AccountName,
    /// Whom the account belonged to then: its name may be somebody else's later.
    pub(crate) person: PersonId,
    since: Instant,
    until: Instant,
}

impl Sessions {
    /// A session for who has just proved to be this account. The token is 256 random bits, and shown once.
    ///
    /// # Errors
    /// When the machine gives no random numbers.
    pub(crate) fn begin(
        &self,
        account: AccountName,
        person: PersonId,
        lifetime: Duration,
    ) -> Result<String, getrandom::Error> {
        let mut bits = [0; 32];
        getrandom::fill(&mut bits)?;
        let token = base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, bits);
        let now = Instant::now();
        self.with(|all| {
            all.retain(|_, s| s.until > now);
            let mine = || all.iter().filter(|(_, s)| s.person == person);
            if mine().count() >= PER_ACCOUNT_MAX
                && let Some(oldest) = mine().min_by_key(|(_, s)| s.since).map(|(token, _)| token.clone())
            {
                all.remove(&oldest);
            }
            let session = Session { account, person, since: now, until: now + lifetime };
            all.insert(token.clone(), session);
        });
        Ok(token)
    }

    /// Whose token this is.
    pub(crate) fn find(&self, token: &str) -> Option<Session> {
        let now = Instant::now();
        self.with(|all| all.get(token).filter(|s| s.until > now).cloned())
    }

    /// Ends one session.
    pub(crate) fn end(&self, token: &str) {
        self.with(|all| all.remove(token));
    }

    /// Ends all sessions of an account but this one.
    pub(crate) fn end_all(&self, account: &AccountName, but: Option<&str>) {
        let account = account.folded();
        self.with(|all| {
            all.retain(|token, s| s.account.folded() != account || Some(token.as_str()) == but);
        });
    }

    fn with<T>(&self, f: impl FnOnce(&mut HashMap<String, Session>) -> T) -> T {
        f(&mut self.all.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin(sessions: &Sessions, name: &str, person: u64, lifetime: Duration) -> String {
        sessions.begin(AccountName::trusted(name), PersonId(person), lifetime).unwrap()
    }

    #[test]
    fn sessions_begin_and_end() {
        let sessions = Sessions::default();
        let hour = Duration::from_hours(1);
        let (a, b) = (begin(&sessions, "ann", 1, hour), begin(&sessions, "ann", 1, hour));
        let bob = begin(&sessions, "bob", 2, hour);
        assert_ne!(a, b);
        assert_eq!(a.len(), 43);
        assert_eq!(sessions.find(&a).unwrap().person, PersonId(1));
        sessions.end(&a);
        assert!(sessions.find(&a).is_none());
        let c = begin(&sessions, "ann", 1, hour);
        sessions.end_all(&AccountName::trusted("ANN"), Some(&c));
        assert!(sessions.find(&b).is_none() && sessions.find(&c).is_some() && sessions.find(&bob).is_some());
        let over = begin(&sessions, "ann", 1, Duration::ZERO);
        assert!(sessions.find(&over).is_none());
    }

    #[test]
    fn nobody_fills_the_house_with_sessions() {
        let sessions = Sessions::default();
        let first = begin(&sessions, "ann", 1, Duration::from_hours(1));
        for _ in 0..PER_ACCOUNT_MAX {
            begin(&sessions, "ann", 1, Duration::from_hours(1));
        }
        assert!(sessions.find(&first).is_none());
        assert_eq!(sessions.with(|all| all.len()), PER_ACCOUNT_MAX);
    }
}
