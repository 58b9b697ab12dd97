//! What is found out about somebody before they come in: names in the DNS, lists of bad addresses, a script's word,
//! the user name by ident. All of it is off by default; threads of their own wait for the answers.

mod dns;
mod ident;
mod script;

use crate::Rules;
use crate::link::ToHouse;
use crate::mailbox::Mailbox;
use parlor_engine::{Entering, SessionId, Token};
use parlor_model::Refusal;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// What is to be found out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LookupRules {
    /// Names of addresses in the DNS, where addresses are not hidden.
    pub host_names: bool,
    /// The user name that the other machine says (RFC 1413).
    pub ident: bool,
    /// Zones of lists of bad addresses (DNSBL).
    pub lists: Vec<String>,
    /// Who is listed may still come in with an account.
    pub listed_with_account: bool,
    /// A program that says of each address whether it may come in.
    pub script: Option<PathBuf>,
    /// Whether accounts are looked at, too; otherwise only people without one.
    pub accounts_too: bool,
    /// Servers to ask for the DNS; none: those of this machine.
    pub servers: Vec<SocketAddr>,
    /// How long one answer may take, in milliseconds. Then it counts as none.
    pub timeout_ms: u64,
}

impl Default for LookupRules {
    fn default() -> Self {
        Self {
            host_names: false,
            ident: false,
            lists: Vec::new(),
            listed_with_account: true,
            script: None,
            accounts_too: false,
            servers: Vec::new(),
            timeout_ms: 5_000,
        }
    }
}

impl LookupRules {
    fn finds_names(&self, rules: &Rules) -> bool {
        self.host_names && rules.cloak.is_none()
    }

    /// Whether something is to be found out of this newcomer.
    pub(crate) fn concern(rules: &Rules, entering: &Entering) -> bool {
        let lookups = &rules.lookups;
        let checks = lookups.checks(entering);
        let exempt = |address: IpAddr| rules.connection.is_exempt(address);
        let asks = checks || lookups.ident || lookups.finds_names(rules);
        asks && !entering.address.parse().is_ok_and(exempt)
    }

    fn checks(&self, entering: &Entering) -> bool {
        let known = entering.account.is_some() || entering.token.is_some();
        (self.accounts_too || !known) && !(self.lists.is_empty() && self.script.is_none())
    }

    const fn timeout(&self) -> Duration {
        Duration::from_millis(self.timeout_ms)
    }
}

/// Somebody who waits to be let in.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) session: SessionId,
    pub(crate) token: Token,
    pub(crate) entering: Box<Entering>,
    /// Both ends of the connection, where it is one of the machine.
    pub(crate) ends: Option<(SocketAddr, SocketAddr)>,
    pub(crate) rules: Arc<Rules>,
}

/// Finds it out there and then.
pub(crate) fn work(mut job: Job) -> ToHouse {
    let verdict = look(&mut job);
    let Job { session, token, entering, .. } = job;
    ToHouse::LookedUp { session, token, entering, verdict }
}

fn look(job: &mut Job) -> Result<(), Refusal> {
    let rules = Arc::clone(&job.rules);
    let lookups = &rules.lookups;
    let Ok(address) = job.entering.address.parse::<IpAddr>() else { return Ok(()) };
    let address = address.to_canonical();
    if lookups.checks(&job.entering) {
        let known = job.entering.account.is_some();
        listed(lookups, address, known)?;
        if let Some(path) = &lookups.script {
            asked(path, address, known, lookups.timeout())?;
        }
    }
    if lookups.finds_names(&rules)
        && let Some(name) = dns::name_of(&lookups.servers, address, lookups.timeout())
    {
        job.entering.host = name.as_str().into();
    }
    if lookups.ident {
        let said = job.ends.and_then(|(here, there)| ident::user_of(here, there, lookups.timeout()));
        job.entering.user = match said {
            Some(user) => user.as_str().into(),
            // As on other IRC servers: nobody has vouched for it.
            None => format!("~{}", job.entering.user).as_str().into(),
        };
    }
    Ok(())
}

fn listed(lookups: &LookupRules, address: IpAddr, known: bool) -> Result<(), Refusal> {
    for zone in &lookups.lists {
        if !dns::is_listed(&lookups.servers, address, zone, lookups.timeout()) {
            continue;
        }
        if !lookups.listed_with_account {
            return Err(Refusal::BannedFromHouse {
                reason: format!("your address is on {zone}").as_str().into(),
            });
        }
        if !known {
            return Err(Refusal::NoGuests);
        }
    }
    Ok(())
}

fn asked(path: &std::path::Path, address: IpAddr, known: bool, timeout: Duration) -> Result<(), Refusal> {
    match script::ask(path, address, timeout) {
        Ok(script::Word::Welcome) => Ok(()),
        Ok(script::Word::Banned(reason)) => Err(Refusal::BannedFromHouse { reason: reason.as_str().into() }),
        Ok(script::Word::AccountsOnly) if known => Ok(()),
        Ok(script::Word::AccountsOnly) => Err(Refusal::NoGuests),
        Err(error) => {
            // A script that does not work must not close the house.
            tracing::warn!(%error, "the script that checks addresses gave no word");
            Ok(())
        }
    }
}

/// People who may wait for their lookups at once. More are let in without.
const WAITING_MAX: usize = 1024;
/// Lookups at once.
const THREADS: usize = 8;

/// The threads; they start with the first job.
pub(crate) struct Lookups {
    house: Arc<Mailbox<ToHouse>>,
    jobs: Option<SyncSender<Job>>,
    threads: Vec<JoinHandle<()>>,
}

impl Lookups {
    pub(crate) const fn new(house: Arc<Mailbox<ToHouse>>) -> Self {
        Self { house, jobs: None, threads: Vec::new() }
    }

    /// `Err`: too many wait.
    pub(crate) fn give(&mut self, job: Job) -> Result<(), Box<Job>> {
        if self.jobs.is_none() {
            self.start();
        }
        let Some(jobs) = &self.jobs else { return Err(Box::new(job)) };
        jobs.try_send(job).map_err(|e| match e {
            TrySendError::Full(job) | TrySendError::Disconnected(job) => Box::new(job),
        })
    }

    fn start(&mut self) {
        let (jobs, todo) = sync_channel(WAITING_MAX);
        let todo: Arc<Mutex<Receiver<Job>>> = Arc::new(Mutex::new(todo));
        for n in 0..THREADS {
            let (todo, house) = (Arc::clone(&todo), Arc::clone(&self.house));
            let run = move || {
                loop {
                    let job = todo.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok(job) = job else { return };
                    house.post(work(job));
                }
            };
            match std::thread::Builder::new().name(format!("lookups-{n}")).spawn(run) {
                Ok(thread) => self.threads.push(thread),
                Err(error) => tracing::error!(%error, "a thread for lookups did not start"),
            }
        }
        self.jobs = (!self.threads.is_empty()).then_some(jobs);
    }
}

impl Drop for Lookups {
    fn drop(&mut self) {
        self.jobs = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}
