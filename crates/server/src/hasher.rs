//! Passwords: argon2id, on a thread of its own, so that nobody waits for somebody else's password.

use crate::Reply;
use crate::link::ToHouse;
use crate::mailbox::Mailbox;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use parlor_engine::{Answer, SessionId, Token};
use parlor_model::{AccountName, Refusal};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

/// Passwords that may wait to be looked at. More are refused: try again.
const WAITING_MAX: usize = 256;
/// Bytes of a password at most (SASL PLAIN carries as many).
pub(crate) const PASSWORD_BYTES_MAX: usize = 1024;

pub(crate) enum Job {
    Verify { session: SessionId, token: Token, password: String, account: Option<(AccountName, Arc<str>)> },
    Hash { session: SessionId, token: Token, password: String },
}

/// Checks a password. Without an account it takes as long, so that time tells nobody which accounts exist.
pub(crate) fn verify(password: &str, account: Option<(AccountName, Arc<str>)>) -> Reply {
    let wrong = || Reply::Answer(Answer::Refused(Refusal::WrongPassword));
    let Some((name, credentials)) = account else {
        let _ = hash(password);
        return wrong();
    };
    match PasswordHash::new(&credentials) {
        Ok(hash) if Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() => {
            Reply::Verified(name)
        }
        Ok(_) => wrong(),
        Err(error) => {
            tracing::error!(%error, account = %name, "the credentials of an account cannot be read");
            wrong()
        }
    }
}

/// Makes what a password must match: a PHC string with its own salt.
pub(crate) fn hash(password: &str) -> Option<Arc<str>> {
    match Argon2::default().hash_password(password.as_bytes()) {
        Ok(hash) => Some(hash.to_string().as_str().into()),
        Err(error) => {
            tracing::error!(%error, "a password could not be hashed");
            None
        }
    }
}

/// Does a job there and then.
pub(crate) fn work(job: Job) -> (SessionId, Token, Reply) {
    match job {
        Job::Verify { session, token, password, account } => (session, token, verify(&password, account)),
        Job::Hash { session, token, password } => {
            (session, token, hash(&password).map_or(Reply::Fault, Reply::Hashed))
        }
    }
}

/// The thread.
pub(crate) struct Hasher {
    jobs: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Hasher {
    pub(crate) fn start(house: Arc<Mailbox<ToHouse>>) -> std::io::Result<Self> {
        let (jobs, todo): (_, Receiver<Job>) = sync_channel(WAITING_MAX);
        let thread = std::thread::Builder::new().name("passwords".into()).spawn(move || {
            for job in todo {
                let (session, token, reply) = work(job);
                house.post(ToHouse::Reply { session, token, reply });
            }
        })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// `Err`: too many wait.
    pub(crate) fn give(&self, job: Job) -> Result<(), Job> {
        let Some(jobs) = &self.jobs else { return Err(job) };
        jobs.try_send(job).map_err(|e| match e {
            TrySendError::Full(job) | TrySendError::Disconnected(job) => job,
        })
    }
}

impl Drop for Hasher {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_matches_its_own_hash_only() {
        let credentials = hash("correct horse").unwrap();
        let ann = AccountName::trusted("ann");
        let account = || Some((ann.clone(), Arc::clone(&credentials)));
        assert!(matches!(verify("correct horse", account()), Reply::Verified(name) if name == ann));
        let refused = |reply| matches!(reply, Reply::Answer(Answer::Refused(Refusal::WrongPassword)));
        assert!(refused(verify("wrong horse", account())));
        assert!(refused(verify("correct horse", None)));
    }
}
