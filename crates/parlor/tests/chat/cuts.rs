//! The network between client and server is cut at any byte, hundreds of times.

use crate::proxy::Proxy;
use crate::support::PATIENCE;
use crate::support::house::House;
use parlor_api::{Ask, Happened, Manner, Role, Say};
use parlor_client::{Client, Identity, News, Order, Settings, State, Target, Ticket};
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

/// Messages of each client.
const MESSAGES: u64 = 400;
const CLIENTS: u64 = 3;
const CUTS: u64 = 300;

struct Talker {
    client: Client,
    news: Receiver<News>,
    /// Number and words, as they were told.
    heard: Vec<(u64, String)>,
    /// Number by ticket.
    sent: BTreeMap<u64, u64>,
    next: u64,
}

impl Talker {
    fn new(address: &str, n: u64) -> Self {
        let (told, news) = channel();
        let target = Target { address: address.parse().unwrap(), trusted: Vec::new() };
        let settings = Settings { page: 0, seed: 1_000 + n, patient: true };
        let client = Client::start(target, settings, Instant::now(), move |news| {
            let _ = told.send(news);
        })
        .unwrap();
        client.order(Order::Want { room: "#ops".into(), key: None });
        client.order(Order::Enter(Identity::Guest { name: format!("talker{n}") }));
        Self { client, news, heard: Vec::new(), sent: BTreeMap::new(), next: 0 }
    }

    /// Says one more while few are unconfirmed.
    fn talk(&mut self, n: u64) {
        let confirmed = u64::try_from(self.sent.len()).unwrap();
        while self.next < MESSAGES && self.next < confirmed + 5 {
            let say = Say {
                room: "#ops".into(),
                text: format!("{n}:{}", self.next),
                key: None,
                manner: Manner::Say,
                reply_to: None,
                to_role: Role::Plain,
            };
            self.client.order(Order::Send { ticket: Ticket(self.next), ask: Box::new(Ask::Say(say)) });
            self.next += 1;
        }
    }

    #[track_caller]
    fn take(&mut self, news: News) {
        match news {
            // Real waits are a backoff's; here time is short.
            News::State(State::Waiting { .. }) => {
                self.client.order(Order::TryNow);
            }
            News::Event(event) => {
                if let Happened::Said(said) = &event.what {
                    self.heard.push((event.number, said.text.clone()));
                }
            }
            News::Sent { ticket, done } => {
                let before = self.sent.insert(ticket.0, done.number.unwrap());
                assert_eq!(before, None, "{ticket:?} was confirmed twice");
            }
            News::Refused { .. } | News::NotLetIn(_) | News::NotJoined { .. } | News::Gap(_) => {
                panic!("{news:?}")
            }
            _ => {}
        }
    }
}

#[test]
fn nothing_is_lost_doubled_or_reordered_when_the_network_breaks_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::on(folder.path(), &["--limits-messages-per-second", "0", "--guests-grace", "5m"]);
    let proxy = Proxy::before(house.http, CUTS, 20_261_121);
    let mut talkers: Vec<_> = (0..CLIENTS).map(|n| Talker::new(&proxy.address.to_string(), n)).collect();
    // Each is there before any of them talks, so that all have the same to hear.
    for talker in &mut talkers {
        loop {
            let news = talker.news.recv_timeout(PATIENCE).unwrap();
            let joined = matches!(&news, News::Event(e) if matches!(e.what, Happened::Joined(_)));
            talker.take(news);
            if joined {
                break;
            }
        }
    }
    let all = usize::try_from(CLIENTS * MESSAGES).unwrap();
    let until = Instant::now() + PATIENCE * 3;
    while talkers.iter().any(|t| t.heard.len() < all || t.sent.len() < usize::try_from(MESSAGES).unwrap()) {
        for (n, talker) in (0..).zip(&mut talkers) {
            talker.talk(n);
            if let Ok(news) = talker.news.recv_timeout(std::time::Duration::from_millis(1)) {
                talker.take(news);
                while let Ok(news) = talker.news.try_recv() {
                    talker.take(news);
                }
            }
        }
        let state: Vec<_> = talkers.iter().map(|t| (t.heard.len(), t.sent.len())).collect();
        assert!(Instant::now() < until, "heard and confirmed so far: {state:?}, {} cuts", proxy.cuts());
    }
    println!("{} cuts", proxy.cuts());
    assert!(proxy.cuts() >= 200, "only {} cuts", proxy.cuts());
    for talker in &talkers {
        assert!(
            talker.heard.windows(2).all(|pair| pair[0].0 < pair[1].0),
            "out of order: {:?}",
            talker.heard
        );
        assert_eq!(talker.heard, talkers[0].heard);
    }
    for n in 0..CLIENTS {
        let mine = |text: &str| text.strip_prefix(&format!("{n}:")).map(|k| k.parse::<u64>().unwrap());
        let said: Vec<_> = talkers[0].heard.iter().filter_map(|(_, text)| mine(text)).collect();
        assert_eq!(said, (0..MESSAGES).collect::<Vec<_>>(), "what talker{n} said");
        for (k, number) in &talkers[usize::try_from(n).unwrap()].sent {
            assert!(
                talkers[0].heard.contains(&(*number, format!("{n}:{k}"))),
                "{n}:{k} is not number {number}"
            );
        }
    }
}
