//! How many connections there are, and from where; who is not let in at all; who tries too much.

use crate::{ConnectionRules, Figures, TurnedAway};
use hashbrown::HashMap;
use parlor_model::{Network, Text, Time};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// Counts connections and what is tried over all shards. Asked once when a connection comes and once when it goes, and
/// for each login.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    counts: Mutex<Counts>,
    /// Counted beside: what is only looked at.
    pub(crate) figures: Arc<Figures>,
}

#[derive(Debug, Default)]
struct Counts {
    all: usize,
    by_network: HashMap<Network, Traffic>,
    /// So many networks are looked through for those that nothing is known of any more.
    tidy_at: usize,
    closed: bool,
    bans: Vec<AddressBan>,
    lockdown: bool,
}

/// What comes from one network.
#[derive(Debug, Default)]
struct Traffic {
    /// Connections now.
    here: usize,
    came: Tally,
    failed: Tally,
    registered: Tally,
}

/// How often something happened since a moment.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    count: usize,
    since: Time,
}

impl Tally {
    /// How long until it may happen again, when it happened as often as it may.
    fn wait_ms(&self, rate: Rate, now: Time) -> Option<u64> {
        let passed = now.since(self.since);
        (rate.most > 0 && self.count >= rate.most && passed < rate.window_ms).then(|| rate.window_ms - passed)
    }

    fn count(&mut self, rate: Rate, now: Time) {
        if now.since(self.since) >= rate.window_ms {
            *self = Self { count: 0, since: now };
        }
        self.count += 1;
    }

    fn is_over(&self, rate: Rate, now: Time) -> bool {
        self.count == 0 || now.since(self.since) >= rate.window_ms
    }
}

/// How often something may happen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rate {
    /// How often at most; 0 means no bound.
    pub most: usize,
    /// Within so many milliseconds.
    pub window_ms: u64,
}

/// A ban that needs no name to be applied: nobody from there is let in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct AddressBan {
    pub(crate) network: Network,
    pub(crate) until: Option<Time>,
    pub(crate) reason: Text,
}

/// What is tried.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Attempt {
    LogIn,
    Register,
}

/// Networks that nothing is known of any more are looked for when there are more than this.
const TIDY_AT: usize = 1024;

impl Gate {
    fn with<T>(&self, f: impl FnOnce(&mut Counts) -> T) -> T {
        f(&mut self.counts.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Counts a connection in, or says why it is turned away. The number of connections with it.
    pub(crate) fn enter(
        &self,
        address: IpAddr,
        rules: &ConnectionRules,
        now: Time,
    ) -> Result<usize, TurnedAway> {
        let trusted = rules.is_exempt(address);
        self.with(|counts| {
            if counts.closed {
                return Err(TurnedAway::Stopping);
            }
            if let Some(reason) = counts.ban_of(address, now) {
                return Err(TurnedAway::Banned { reason });
            }
            if counts.lockdown && !trusted && !address.to_canonical().is_loopback() {
                return Err(TurnedAway::OnGuard);
            }
            let all_max = rules.connections_max;
            if all_max > 0 && counts.all >= all_max {
                return Err(TurnedAway::HouseFull { connections_max: all_max });
            }
            let address_max = rules.connections_per_address_max;
            let traffic = counts.of(address, rules, now);
            if !trusted {
                if address_max > 0 && traffic.here >= address_max {
                    return Err(TurnedAway::AddressFull { connections_max: address_max });
                }
                if let Some(wait_ms) = traffic.came.wait_ms(rules.connecting, now) {
                    return Err(TurnedAway::TooOften { wait_ms });
                }
                traffic.came.count(rules.connecting, now);
            }
            traffic.here += 1;
            counts.all += 1;
            Ok(counts.all)
        })
    }

    /// Counts a connection out.
    pub(crate) fn leave(&self, address: IpAddr, rules: &ConnectionRules) {
        let network = rules.network_of(address);
        self.with(|counts| {
            counts.all -= 1;
            if let Some(traffic) = counts.by_network.get_mut(&network) {
                traffic.here = traffic.here.saturating_sub(1);
                if traffic.here == 0 && traffic.is_forgotten(rules, None) {
                    counts.by_network.remove(&network);
                }
            }
        });
    }

    /// Whether something may be tried now; else for how long it is not looked at.
    pub(crate) fn may_try(
        &self,
        what: Attempt,
        address: IpAddr,
        rules: &ConnectionRules,
        now: Time,
    ) -> Result<(), u64> {
        if rules.is_exempt(address) {
            return Ok(());
        }
        self.with(|counts| {
            let traffic = counts.of(address, rules, now);
            let (tally, rate) = match what {
                Attempt::LogIn => (&mut traffic.failed, rules.wrong_passwords),
                Attempt::Register => (&mut traffic.registered, rules.registering),
            };
            if let Some(wait_ms) = tally.wait_ms(rate, now) {
                return Err(wait_ms);
            }
            // A login counts when its password was wrong: a class may log in all at once.
            if what == Attempt::Register {
                tally.count(rate, now);
            }
            Ok(())
        })
    }

    /// A password was wrong.
    pub(crate) fn failed(&self, address: IpAddr, rules: &ConnectionRules, now: Time) {
        self.with(|counts| counts.of(address, rules, now).failed.count(rules.wrong_passwords, now));
    }

    /// Nobody comes in any more.
    pub(crate) fn close(&self) {
        self.with(|counts| counts.closed = true);
    }

    /// Nobody is let in from these networks from now on; with `lockdown` from nowhere but where the rules trust.
    pub(crate) fn guard(&self, bans: Vec<AddressBan>, lockdown: bool) {
        self.with(|counts| {
            counts.bans = bans;
            counts.lockdown = lockdown;
        });
    }

    /// Why nobody is let in from there.
    pub(crate) fn ban_of(&self, address: IpAddr, now: Time) -> Option<Text> {
        self.with(|counts| counts.ban_of(address, now))
    }
}

impl Counts {
    fn ban_of(&self, address: IpAddr, now: Time) -> Option<Text> {
        let holds = |ban: &&AddressBan| ban.until.is_none_or(|until| now < until);
        let ban = self.bans.iter().filter(holds).find(|ban| ban.network.contains(address));
        ban.map(|ban| ban.reason.clone())
    }

    fn of(&mut self, address: IpAddr, rules: &ConnectionRules, now: Time) -> &mut Traffic {
        if self.by_network.len() >= self.tidy_at.max(TIDY_AT) {
            self.by_network.retain(|_, t| t.here > 0 || !t.is_forgotten(rules, Some(now)));
            self.tidy_at = self.by_network.len() * 2;
        }
        self.by_network.entry(rules.network_of(address)).or_default()
    }
}

impl Traffic {
    /// Whether nothing that was tried counts any more. Without a time: whether nothing was tried.
    fn is_forgotten(&self, rules: &ConnectionRules, now: Option<Time>) -> bool {
        let over = |tally: &Tally, rate: Rate| {
            tally.count == 0 || rate.most == 0 || now.is_some_and(|now| tally.is_over(rate, now))
        };
        over(&self.came, rules.connecting)
            && over(&self.failed, rules.wrong_passwords)
            && over(&self.registered, rules.registering)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const B: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));
    const T: Time = Time(1_000_000);

    #[test]
    fn a_house_of_five_takes_five() {
        let gate = Gate::default();
        let rules =
            ConnectionRules { connections_max: 5, connections_per_address_max: 3, ..Default::default() };
        for n in 1..=3 {
            assert_eq!(gate.enter(A, &rules, T), Ok(n));
        }
        assert_eq!(gate.enter(A, &rules, T), Err(TurnedAway::AddressFull { connections_max: 3 }));
        assert_eq!(gate.enter(B, &rules, T), Ok(4));
        assert_eq!(gate.enter(B, &rules, T), Ok(5));
        assert_eq!(gate.enter(B, &rules, T), Err(TurnedAway::HouseFull { connections_max: 5 }));
        gate.leave(A, &rules);
        assert_eq!(gate.enter(B, &rules, T), Ok(5));
        gate.close();
        assert_eq!(gate.enter(A, &rules, T), Err(TurnedAway::Stopping));
    }

    #[test]
    fn who_comes_too_often_waits_unless_exempt() {
        let gate = Gate::default();
        let connecting = Rate { most: 2, window_ms: 1000 };
        let rules = ConnectionRules { connecting, ..Default::default() };
        for _ in 0..2 {
            assert!(gate.enter(A, &rules, T).is_ok());
            gate.leave(A, &rules);
        }
        assert_eq!(gate.enter(A, &rules, T.plus(400)), Err(TurnedAway::TooOften { wait_ms: 600 }));
        assert!(gate.enter(B, &rules, T).is_ok());
        assert!(gate.enter(A, &rules, T.plus(1000)).is_ok());
        let trusting = ConnectionRules { exempt: vec!["192.0.2.0/24".parse().unwrap()], ..rules };
        for _ in 0..9 {
            assert!(gate.enter(A, &trusting, T.plus(1000)).is_ok());
        }
    }

    #[test]
    fn a_network_of_ipv6_is_one() {
        let gate = Gate::default();
        let rules = ConnectionRules { connections_per_address_max: 1, ..Default::default() };
        assert!(gate.enter("2001:db8::1".parse().unwrap(), &rules, T).is_ok());
        assert!(gate.enter("2001:db8::ffff".parse().unwrap(), &rules, T).is_err());
        assert!(gate.enter("2001:db8:0:1::1".parse().unwrap(), &rules, T).is_ok());
    }

    #[test]
    fn wrong_passwords_and_new_accounts_are_counted_apart() {
        let gate = Gate::default();
        let rules = ConnectionRules {
            wrong_passwords: Rate { most: 2, window_ms: 1000 },
            registering: Rate { most: 1, window_ms: 5000 },
            ..Default::default()
        };
        for _ in 0..5 {
            assert_eq!(gate.may_try(Attempt::LogIn, A, &rules, T), Ok(()));
        }
        gate.failed(A, &rules, T);
        gate.failed(A, &rules, T);
        assert_eq!(gate.may_try(Attempt::LogIn, A, &rules, T.plus(300)), Err(700));
        assert_eq!(gate.may_try(Attempt::LogIn, B, &rules, T.plus(300)), Ok(()));
        assert_eq!(gate.may_try(Attempt::LogIn, A, &rules, T.plus(1000)), Ok(()));
        assert_eq!(gate.may_try(Attempt::Register, A, &rules, T), Ok(()));
        assert_eq!(gate.may_try(Attempt::Register, A, &rules, T.plus(1000)), Err(4000));
    }

    #[test]
    fn bans_and_a_lockdown_let_nobody_in() {
        let gate = Gate::default();
        let rules = ConnectionRules { exempt: vec![Network::one(B)], ..Default::default() };
        let ban =
            AddressBan { network: Network::one(A), until: Some(T.plus(50)), reason: Text::trusted("enough") };
        gate.guard(vec![ban], false);
        let reason = Text::trusted("enough");
        assert_eq!(gate.enter(A, &rules, T), Err(TurnedAway::Banned { reason }));
        assert!(gate.enter(A, &rules, T.plus(50)).is_ok());
        gate.guard(Vec::new(), true);
        assert_eq!(gate.enter(A, &rules, T), Err(TurnedAway::OnGuard));
        assert!(gate.enter(B, &rules, T).is_ok());
        assert!(gate.enter(IpAddr::from([127, 0, 0, 1]), &rules, T).is_ok());
    }
}
