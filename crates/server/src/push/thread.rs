//! The thread that has pushes written, and brought away one after the other for each account.

use super::queue::Queue;
use super::{Delivered, Delivery, Parcel, PushPost};
use crate::link::ToHouse;
use crate::mailbox::Mailbox;
use hashbrown::HashMap;
use parlor_engine::{In, Push, Pushed, SessionId, Token};
use parlor_model::{Endpoint, PersonId, Subscription};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Pushes that fail in a row until nothing more is tried there.
const FAILURES_MAX: u32 = 10;
/// Push addresses that something failed at and nothing was taken since; more are not remembered.
const FAILING_MAX: usize = 10_000;
/// What is under way at the end may take so long yet.
const LAST_PUSHES: Duration = Duration::from_secs(2);
/// How long the thread sleeps at most when nothing happens.
const REST: Duration = Duration::from_secs(60);

/// What the thread is told.
enum Order {
    Push(Push),
    Delivered { job: Box<Job>, how: Delivery },
    Stop,
}

/// One push to one program.
struct Job {
    person: PersonId,
    to: Arc<Subscription>,
    words: Vec<u8>,
    urgent: bool,
    /// Who waits to hear what becomes of it.
    first: Option<(SessionId, Token)>,
}

/// Who sees to pushes.
pub(crate) struct Pusher {
    orders: Arc<Mailbox<Order>>,
    house: Arc<Mailbox<ToHouse>>,
    thread: Option<JoinHandle<()>>,
}

impl Pusher {
    /// Without a post pushes go nowhere.
    pub(crate) fn start(post: Option<PushPost>, house: Arc<Mailbox<ToHouse>>) -> std::io::Result<Self> {
        let orders = Arc::new(Mailbox::new(None));
        let thread = match post {
            Some(post) => {
                let mut desk = Desk {
                    post,
                    orders: Arc::clone(&orders),
                    house: Arc::clone(&house),
                    queue: Queue::new(),
                    failing: HashMap::new(),
                    is_full: false,
                };
                Some(std::thread::Builder::new().name("pushes".into()).spawn(move || desk.run())?)
            }
            None => None,
        };
        Ok(Self { orders, house, thread })
    }

    pub(crate) fn give(&self, push: Push) {
        if self.thread.is_some() {
            self.orders.post(Order::Push(push));
        } else if let Pushed::First { session, token } = push.what {
            self.house.post(ToHouse::Engine(In::PushTried { session, token, taken: false }));
        }
    }
}

impl Drop for Pusher {
    fn drop(&mut self) {
        self.orders.post(Order::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Desk {
    post: PushPost,
    orders: Arc<Mailbox<Order>>,
    house: Arc<Mailbox<ToHouse>>,
    queue: Queue<Box<Job>>,
    /// How often in a row nothing was taken there.
    failing: HashMap<Endpoint, u32>,
    /// The log has it already that too many wait.
    is_full: bool,
}

impl Desk {
    fn run(&mut self) {
        let (mut orders, mut end) = (Vec::new(), None::<Instant>);
        loop {
            let rest = end.map_or(REST, |end| end.saturating_duration_since(Instant::now()));
            self.orders.wait(rest, &mut orders);
            for order in orders.drain(..) {
                match order {
                    Order::Push(push) => self.take(&push),
                    Order::Delivered { job, how } => self.delivered(&job, &how),
                    Order::Stop => end = Some(Instant::now() + LAST_PUSHES),
                }
            }
            while let Some((_, job)) = self.queue.next() {
                self.send(job);
            }
            if end.is_some_and(|end| self.queue.is_empty() || Instant::now() >= end) {
                break;
            }
        }
        if !self.queue.is_empty() {
            tracing::info!(pushes = self.queue.len(), "some pushes were not sent before the end");
        }
    }

    fn take(&mut self, push: &Push) {
        let first = match push.what {
            Pushed::First { session, token } => Some((session, token)),
            Pushed::Told(_) | Pushed::Marked { .. } => None,
        };
        let urgent = matches!(push.what, Pushed::Told(_));
        for to in &push.to {
            let words = (self.post.words)(push, to.dialect);
            let job = words.map(|words| {
                let (person, to) = (push.person, Arc::clone(to));
                Box::new(Job { person, to, words, urgent, first })
            });
            match job.map(|job| self.queue.put(push.person, job)) {
                None => self.tried(first, false),
                Some(Ok(())) => self.is_full = false,
                Some(Err(_)) => {
                    self.post.counts.dropped();
                    if !self.is_full {
                        tracing::warn!(account = %push.nick, "pushes are not sent: too many wait");
                    }
                    self.is_full = true;
                    self.tried(first, false);
                }
            }
        }
    }

    fn tried(&self, first: Option<(SessionId, Token)>, taken: bool) {
        if let Some((session, token)) = first {
            self.house.post(ToHouse::Engine(In::PushTried { session, token, taken }));
        }
    }

    fn send(&mut self, mut job: Box<Job>) {
        let parcel = Parcel {
            endpoint: job.to.endpoint.clone(),
            keys: job.to.keys,
            words: std::mem::take(&mut job.words),
            urgent: job.urgent,
        };
        let orders = Arc::clone(&self.orders);
        let delivered = Delivered::new(move |how| orders.post(Order::Delivered { job, how }));
        self.post.courier.send(parcel, delivered);
    }

    fn delivered(&mut self, job: &Job, how: &Delivery) {
        self.queue.done(job.person);
        self.post.counts.delivered(how);
        let over = match how {
            Delivery::Taken => {
                self.failing.remove(&job.to.endpoint);
                false
            }
            Delivery::Gone => true,
            Delivery::Failed(_) => job.first.is_none() && self.fails_once_more(&job.to.endpoint),
        };
        self.tried(job.first, *how == Delivery::Taken);
        if over {
            self.failing.remove(&job.to.endpoint);
            let (person, endpoint, since) = (job.person, job.to.endpoint.clone(), job.to.since);
            self.house.post(ToHouse::Engine(In::PushOver { person, endpoint, since }));
        }
        // The rest of an endpoint is its program's secret.
        let at = job.to.endpoint.authority();
        match how {
            Delivery::Taken => {}
            Delivery::Gone => tracing::info!(at, "a program that wanted pushes is gone"),
            Delivery::Failed(why) if over => tracing::info!(at, why, "a program is pushed to no more"),
            Delivery::Failed(why) => tracing::info!(at, why, "a push was not taken"),
        }
    }

    /// Whether that is enough.
    fn fails_once_more(&mut self, endpoint: &Endpoint) -> bool {
        if self.failing.len() >= FAILING_MAX && !self.failing.contains_key(endpoint) {
            return false;
        }
        let failures = self.failing.entry(endpoint.clone()).or_default();
        *failures += 1;
        *failures >= FAILURES_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Courier, PushCounts};
    use super::*;
    use parlor_model::{Nickname, PushDialect, PushKeys, Time};
    use std::sync::mpsc::{Receiver, Sender, channel};

    /// Hands every parcel to the test.
    struct Hold(Sender<(String, Delivered)>);

    impl Courier for Hold {
        fn send(&mut self, parcel: Parcel, delivered: Delivered) {
            let _ = self.0.send((String::from_utf8(parcel.words).unwrap(), delivered));
        }
    }

    struct Office {
        pusher: Pusher,
        house: Arc<Mailbox<ToHouse>>,
        sent: Receiver<(String, Delivered)>,
        counts: Arc<PushCounts>,
    }

    impl Office {
        fn open() -> Self {
            let (house, counts) = (Arc::new(Mailbox::new(None)), Arc::new(PushCounts::default()));
            let (to, sent) = channel();
            let words = |push: &Push, _| Some(format!("for {}", push.nick).into_bytes());
            let post =
                PushPost { courier: Box::new(Hold(to)), words: Box::new(words), counts: Arc::clone(&counts) };
            let pusher = Pusher::start(Some(post), Arc::clone(&house)).unwrap();
            Self { pusher, house, sent, counts }
        }

        fn push(&self, first: bool) {
            let to = Subscription {
                endpoint: Endpoint::parse("https://push.example/a").unwrap(),
                keys: PushKeys { public: [4; 65], secret: [0; 16] },
                dialect: PushDialect::Irc,
                since: Time(7),
                until: Time(9),
            };
            let what = if first {
                Pushed::First { session: SessionId(1), token: Token(2) }
            } else {
                Pushed::Marked { place: "#tea".into(), upto: Time(8) }
            };
            let (person, nick) = (PersonId(1), Nickname::trusted("ann"));
            self.pusher.give(Push { person, nick, to: vec![Arc::new(to)], what });
        }

        fn brought(&self, how: Delivery) {
            let (words, delivered) = self.sent.recv_timeout(REST).unwrap();
            assert_eq!(words, "for ann");
            delivered.how(how);
        }

        /// What the house was told, in words.
        fn told(&self) -> String {
            let mut news = Vec::new();
            self.house.wait(REST, &mut news);
            let said = |news: &ToHouse| match news {
                ToHouse::Engine(input) => format!("{input:?}"),
                _ => "something else".to_owned(),
            };
            news.iter().map(said).collect::<Vec<_>>().join("; ")
        }
    }

    #[test]
    fn who_asked_hears_what_became_of_the_first() {
        let office = Office::open();
        for (how, taken) in
            [(Delivery::Taken, true), (Delivery::Failed("no".into()), false), (Delivery::Gone, false)]
        {
            let gone = how == Delivery::Gone;
            office.push(true);
            office.brought(how);
            let told = office.told();
            assert!(told.starts_with("PushTried") && told.contains(&format!("taken: {taken}")), "{told}");
            assert!(!gone || told.contains("PushOver") || office.told().starts_with("PushOver"));
        }
        assert_eq!(office.counts.all(), [("taken", 1), ("gone", 1), ("failed", 1), ("dropped", 0)]);
    }

    #[test]
    fn a_program_is_given_up_after_many_failures_in_a_row() {
        let office = Office::open();
        let failed = || Delivery::Failed("503".into());
        for how in [vec![failed(); 9], vec![Delivery::Taken], vec![failed(); 10]].concat() {
            office.push(false);
            office.brought(how);
        }
        assert!(office.told().starts_with("PushOver"), "given up");
    }

    #[test]
    fn what_the_courier_loses_has_failed() {
        let office = Office::open();
        office.push(true);
        drop(office.sent.recv_timeout(REST).unwrap());
        assert!(office.told().contains("taken: false"));
    }

    #[test]
    fn what_is_under_way_at_the_end_is_waited_for() {
        let Office { pusher, sent, counts, .. } = {
            let office = Office::open();
            office.push(false);
            office
        };
        let (_, delivered) = sent.recv_timeout(REST).unwrap();
        let ending = std::thread::spawn(move || drop(pusher));
        delivered.how(Delivery::Taken);
        ending.join().unwrap();
        assert_eq!(counts.all()[0], ("taken", 1));
    }

    #[test]
    fn without_a_post_a_first_push_fails() {
        let house = Arc::new(Mailbox::new(None));
        let pusher = Pusher::start(None, Arc::clone(&house)).unwrap();
        let office = Office { pusher, house, sent: channel().1, counts: Arc::new(PushCounts::default()) };
        office.push(true);
        assert!(office.told().contains("taken: false"));
    }
}
