//! Passwords: argon2id, on a thread of its own, so that nobody waits for somebody else's password.

use crate::Reply;
use crate::link::ToHouse;
use crate::mailbox::Mailbox;
use crate::proof::credentials::{self, Credentials};
use crate::rules::Making;
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
    Verify {
        session: SessionId,
        token: Token,
        password: String,
        account: Option<(AccountName, Arc<str>)>,
        making: Making,
    },
    Hash {
        session: SessionId,
        token: Token,
        password: String,
        making: Making,
    },
}

/// Checks a password. Without an account it takes as long, so that time tells nobody which accounts exist.
/// With it, better credentials for the account if it has none for SCRAM yet.
fn verify(
    password: &str,
    account: Option<(AccountName, Arc<str>)>,
    making: Making,
) -> (Reply, Option<ToHouse>) {
    let wrong = || (Reply::Answer(Answer::Refused(Refusal::WrongPassword)), None);
    let Some((name, from)) = account else {
        let _ = credentials::make(password, Making { scram_iterations: 0, ..making });
        return wrong();
    };
    let credentials = Credentials::parse(&from);
    match credentials.verify(password, making) {
        Ok(true) => {
            let lacks = credentials.scram.is_none() && making.scram_iterations > 0;
            let to = if lacks { credentials.with_scram(password, making.scram_iterations) } else { None };
            let (account, from) = (name.clone(), Arc::clone(&from));
            (Reply::Verified(name), to.map(|to| ToHouse::BetterCredentials { account, from, to }))
        }
        Ok(false) => wrong(),
        Err(error) => {
            tracing::error!(%error, account = %name, "the credentials of an account cannot be read");
            wrong()
        }
    }
}

/// Does a job there and then. What the house is to be told.
pub(crate) fn work(job: Job) -> impl Iterator<Item = ToHouse> {
    let (session, token, (reply, better)) = match job {
        Job::Verify { session, token, password, account, making } => {
            (session, token, verify(&password, account, making))
        }
        Job::Hash { session, token, password, making } => {
            let hashed = credentials::make(&password, making);
            (session, token, (hashed.map_or(Reply::Fault, Reply::Hashed), None))
        }
    };
    better.into_iter().chain([ToHouse::Reply { session, token, reply }])
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
                work(job).for_each(|told| house.post(told));
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
    use crate::HashCost;

    const fn with(scram_iterations: u32) -> Making {
        Making { cost: HashCost { memory_kib: 64, passes: 1 }, scram_iterations }
    }

    #[test]
    fn a_password_proves_its_account_and_gets_it_better_credentials_once() {
        let ann = AccountName::trusted("ann");
        let old = credentials::make("correct horse", with(0)).unwrap();
        let account = |credentials: &Arc<str>| Some((ann.clone(), Arc::clone(credentials)));
        let (reply, better) = verify("correct horse", account(&old), with(4096));
        assert!(matches!(reply, Reply::Verified(name) if name == ann));
        let Some(ToHouse::BetterCredentials { account: of, from, to }) = better else { panic!("none") };
        assert_eq!((of, from), (ann.clone(), Arc::clone(&old)));
        let (reply, better) = verify("correct horse", account(&to), with(4096));
        assert!(matches!(reply, Reply::Verified(_)) && better.is_none());
        assert!(verify("correct horse", account(&old), with(0)).1.is_none());
        for (password, account) in [("wrong horse", account(&to)), ("correct horse", None)] {
            let (reply, better) = verify(password, account, with(4096));
            assert!(matches!(reply, Reply::Answer(Answer::Refused(Refusal::WrongPassword))));
            assert!(better.is_none());
        }
    }
}
