//! What a client does, step by step.

use crate::{Core, Failure, Identity, In, News, Order, Out, Settings, State, Ticket};
use parlor_api::{Ask, Cursor, Frame, Say};

/// A client, and the server's side of it by hand.
struct Play {
    core: Core,
    now: u64,
    out: Vec<Out>,
}

fn say(room: &str, text: &str) -> Box<Ask> {
    Box::new(Ask::Say(Say {
        room: room.into(),
        text: text.into(),
        key: None,
        manner: Default::default(),
        reply_to: None,
        to_role: Default::default(),
    }))
}

fn said(number: u64, person: &str, text: &str) -> String {
    format!(
        r##"{{"room":"#ops","room_id":"!2","number":{number},"message_id":"2-{number}","at":"2026-01-01T00:00:00.000Z",
        "by":{{"name":"p{person}","person":"{person}"}},"said":{{"text":"{text}"}}}}"##
    )
}

fn joined(number: u64, person: &str) -> String {
    said(number, person, "").replace("\"said\":{\"text\":\"\"}", "\"joined\":{}")
}

impl Play {
    fn new() -> Self {
        let core = Core::new(Settings { page: 0, seed: 7, patient: true });
        Self { core, now: 0, out: Vec::new() }
    }

    fn does(&mut self, input: In) -> &mut Self {
        self.out.extend(self.core.handle(input, self.now));
        self
    }

    fn orders(&mut self, order: Order) -> &mut Self {
        self.does(In::Order(order))
    }

    fn hears(&mut self, frame: &str) -> &mut Self {
        let frame: Frame = serde_json::from_str(frame).unwrap_or_else(|e| panic!("{e}: {frame}"));
        self.does(In::Frame(Box::new(frame)))
    }

    /// Somebody with this id, in #ops where it is so.
    fn is_in(&mut self, person: &str, resumed: bool, in_ops: bool) -> &mut Self {
        self.does(In::Opened);
        let rooms = if in_ops { r##"{"room":"#ops","room_id":"!2"}"## } else { "" };
        self.hears(&format!(
            r#"{{"re":1,"entered":{{"me":{{"name":"ann","person":"{person}"}},"resumed":{resumed},"rooms":[{rooms}],
            "operator":false,"present":1}}}}"#
        ))
    }

    /// In, for the first time.
    fn begun() -> Self {
        let mut play = Self::new();
        play.orders(Order::Enter(Identity::Guest { name: "ann".into() })).is_in("5", false, true);
        play.hears(&said(10, "9", "hello"));
        play.out.clear();
        play
    }

    /// The connection breaks, and the wait is over.
    fn breaks(&mut self) -> &mut Self {
        self.does(In::Closed("The connection broke.".into()));
        self.now += 60_000;
        self.does(In::Time)
    }

    /// What was written, and forgets everything so far.
    fn wrote(&mut self) -> Vec<(u64, Ask)> {
        let out = std::mem::take(&mut self.out);
        out.into_iter()
            .filter_map(|out| if let Out::Write { id, ask } = out { Some((id, *ask)) } else { None })
            .collect()
    }

    /// The last thing that was said: its id, words and key.
    #[track_caller]
    fn said(&mut self) -> (u64, String, String) {
        let wrote = self.wrote();
        let found = wrote.iter().rev().find_map(|(id, ask)| match ask {
            Ask::Say(say) => Some((*id, say.text.clone(), say.key.clone().unwrap())),
            _ => None,
        });
        found.unwrap_or_else(|| panic!("nothing was said: {wrote:?}"))
    }

    fn told(&mut self) -> Vec<News> {
        let out = std::mem::take(&mut self.out);
        out.into_iter().filter_map(|out| if let Out::Tell(news) = out { Some(news) } else { None }).collect()
    }

    fn numbers(&mut self) -> Vec<u64> {
        let told = self.told();
        told.iter().filter_map(|news| if let News::Event(e) = news { Some(e.number) } else { None }).collect()
    }
}

fn sent(n: u64) -> Order {
    Order::Send { ticket: Ticket(n), ask: say("#ops", &format!("message {n}")) }
}

#[test]
fn one_message_is_under_way_at_a_time() {
    let mut play = Play::begun();
    play.orders(sent(1)).orders(sent(2));
    let (id, text, key) = play.said();
    assert_eq!(text, "message 1");
    play.hears(&said(11, "5", "message 1")).hears(&format!(r#"{{"re":{id},"done":{{"number":11}}}}"#));
    let (_, text, other) = play.said();
    assert_eq!(text, "message 2");
    assert_ne!(key, other);
}

#[test]
fn what_was_not_confirmed_is_sent_again_with_its_key() {
    let mut play = Play::begun();
    play.orders(sent(1)).orders(sent(2));
    let (_, _, key) = play.said();
    play.breaks().is_in("5", true, true).hears(r##"{"live":{"room":"#ops","room_id":"!2","after":10}}"##);
    let (id, text, again) = play.said();
    assert_eq!((text.as_str(), &again), ("message 1", &key));
    play.hears(&format!(r#"{{"re":{id},"done":{{"number":11}}}}"#));
    assert_eq!(play.said().1, "message 2");
}

#[test]
fn nothing_is_sent_before_what_was_missed_is_told() {
    let mut play = Play::begun();
    play.does(In::Closed("x".into())).orders(sent(1));
    play.now = 60_000;
    play.does(In::Time).is_in("5", true, true);
    let wrote = play.wrote();
    assert!(!wrote.iter().any(|(_, ask)| matches!(ask, Ask::Say(_))), "{wrote:?}");
    let after =
        wrote.iter().find_map(|(_, ask)| if let Ask::Enter(enter) = ask { Some(&enter.after) } else { None });
    assert_eq!(after, Some(&vec![Cursor { room: "!2".into(), number: 10 }]));
    play.hears(&said(11, "9", "meanwhile")).hears(r##"{"live":{"room":"#ops","room_id":"!2","after":11}}"##);
    assert_eq!(play.said().1, "message 1");
}

#[test]
fn each_event_is_told_once() {
    let mut play = Play::begun();
    for number in [11, 10, 11, 12, 9, 13] {
        play.hears(&said(number, "9", "x"));
    }
    assert_eq!(play.numbers(), [11, 12, 13]);
}

/// A guest whose grace is over is somebody else: the key of before is worth nothing.
#[test]
fn who_comes_back_as_somebody_else_looks_whether_it_was_kept() {
    for kept in [true, false] {
        let mut play = Play::begun();
        play.orders(sent(1));
        play.said();
        play.breaks().is_in("6", false, false);
        let wrote = play.wrote();
        assert!(
            wrote.iter().any(|(_, ask)| matches!(ask, Ask::Join(join) if join.room == "#ops")),
            "{wrote:?}"
        );
        if kept {
            play.hears(&said(11, "5", "message 1"));
        }
        play.hears(r##"{"live":{"room":"#ops","room_id":"!2","after":12}}"##).hears(&joined(13, "6"));
        let out = std::mem::take(&mut play.out);
        let told = out.iter().any(|out| matches!(out, Out::Tell(News::Sent { ticket: Ticket(1), .. })));
        let again =
            out.iter().any(|out| matches!(out, Out::Write { ask, .. } if matches!(**ask, Ask::Say(_))));
        assert_eq!((told, again), (kept, !kept), "{out:?}");
    }
}

/// A room that only members may read is resumed when it is joined again; what comes meanwhile waits for its turn.
#[test]
fn a_room_that_had_to_be_joined_again_is_told_in_order() {
    let mut play = Play::begun();
    play.breaks().is_in("6", false, false);
    play.hears(
        r#"{"lost":{"room":"!2","problem":{"type":"about:blank","status":404,"code":"no_such_room","detail":"x"}}}"#,
    );
    play.out.clear();
    play.hears(&joined(13, "6")).hears(&said(14, "9", "live"));
    let wrote: Vec<_> = play.out.iter().filter(|out| matches!(out, Out::Write { .. })).collect();
    assert!(matches!(wrote[..], [Out::Write { ask, .. }] if matches!(**ask, Ask::Resume(_))), "{wrote:?}");
    assert_eq!(play.numbers(), [0; 0]);
    for number in [11, 12] {
        play.hears(&said(number, "9", "missed"));
    }
    play.hears(&joined(13, "6")).hears(&said(14, "9", "live"));
    play.hears(r##"{"live":{"room":"#ops","room_id":"!2","after":14}}"##);
    assert_eq!(play.numbers(), [11, 12, 13, 14]);
}

#[test]
fn a_busy_server_is_asked_again_and_a_refusal_is_told() {
    let mut play = Play::begun();
    play.orders(sent(1)).orders(sent(2));
    let (id, _, key) = play.said();
    let busy = r#""refused":{"type":"about:blank","status":503,"code":"unconfirmed","detail":"x","retry_after_ms":500}"#;
    play.hears(&format!("{{\"re\":{id},{busy}}}"));
    assert_eq!(play.wrote(), []);
    assert_eq!(play.core.wakes_at_ms(), Some(500));
    play.now = 500;
    let (id, text, again) = play.does(In::Time).said();
    assert_eq!((text.as_str(), again), ("message 1", key));
    play.hears(&format!("{{\"re\":{id},{}}}", busy.replace("503", "403")));
    assert!(matches!(&play.out[0], Out::Tell(News::Refused { ticket: Ticket(1), .. })), "{:?}", play.out);
    assert_eq!(play.said().1, "message 2");
}

#[test]
fn waits_say_why_and_can_be_cut_short() {
    let mut play = Play::begun();
    play.hears(r#"{"bye":{"code":"stopping","why":"the house closed"}}"#).does(In::Closed("x".into()));
    let told = play.told();
    let Some(News::State(State::Waiting { why, .. })) = told.last() else { panic!("{told:?}") };
    assert_eq!(why, "The house closed.");
    play.orders(Order::TryNow);
    assert!(matches!(play.out[0], Out::Connect { .. }), "{:?}", play.out);
    play.does(In::Failed(Failure::Unreachable { why: "Nobody answers.".into(), after_ms: None }));
    assert!(matches!(play.told().last(), Some(News::State(State::Waiting { .. }))));
}

#[test]
fn a_token_that_is_over_is_replaced_with_the_password() {
    let mut play = Play::new();
    let (name, password, token) = ("ann".into(), Some("secret".into()), Some("old".into()));
    play.orders(Order::Enter(Identity::Account { name, password, token }));
    assert!(
        matches!(&play.out[0], Out::Connect { token: Some(token), .. } if token == "old"),
        "{:?}",
        play.out
    );
    play.out.clear();
    play.does(In::Failed(Failure::Refused(parlor_api::Problem::new(401, "session_over", "x"))));
    assert!(
        play.out.iter().any(|out| matches!(out, Out::LogIn(who) if who.password == "secret")),
        "{:?}",
        play.out
    );
    play.out.clear();
    play.does(In::LoggedIn { token: "new".into() });
    assert!(
        play.out.contains(&Out::Connect { token: Some("new".into()), after: Vec::new() }),
        "{:?}",
        play.out
    );
}

#[test]
fn a_name_that_is_held_by_the_connection_before_is_waited_for() {
    let taken = r#"{"re":1,"refused":{"type":"about:blank","status":409,"code":"name_taken","detail":"ann is taken."}}"#;
    let mut play = Play::begun();
    play.breaks().does(In::Opened).hears(taken);
    assert!(matches!(play.told().last(), Some(News::State(State::Waiting { .. }))));
    let mut play = Play::new();
    play.orders(Order::Enter(Identity::Guest { name: "ann".into() })).does(In::Opened).hears(taken);
    for _ in 0..2 {
        assert!(!play.out.iter().any(|out| matches!(out, Out::Tell(News::NotLetIn(_)))));
        play.now += 60_000;
        play.does(In::Time).does(In::Opened).hears(taken);
    }
    assert!(
        play.told()
            .iter()
            .any(|news| matches!(news, News::NotLetIn(problem) if problem.code == "name_taken"))
    );
}

#[test]
fn it_leaves_when_everything_is_sent() {
    let mut play = Play::begun();
    play.orders(sent(1)).orders(Order::Finish { reason: String::new() });
    let (id, _, _) = play.said();
    play.hears(&format!(r#"{{"re":{id},"done":{{"number":11}}}}"#));
    let wrote = play.wrote();
    let [(id, Ask::Quit(_))] = &wrote[..] else { panic!("{wrote:?}") };
    play.hears(&format!(r#"{{"re":{id},"done":{{}}}}"#));
    assert!(play.told().contains(&News::Left));
}

#[test]
fn what_comes_late_is_no_news_until_it_is_live_again() {
    let mut play = Play::begun();
    play.out.clear();
    play.hears(r##"{"behind":{"room":"#ops","room_id":"!2","from":11,"to":12}}"##);
    assert!(play.out.contains(&Out::Tell(News::State(State::CatchingUp))), "{:?}", play.out);
    // What one says goes out all the same: nothing of it is in doubt.
    play.orders(Order::Send { ticket: Ticket(1), ask: say("#ops", "hi") });
    assert!(play.out.iter().any(|out| matches!(out, Out::Write { .. })), "{:?}", play.out);
    play.hears(&said(11, "9", "one")).hears(&said(12, "9", "two"));
    play.hears(r##"{"live":{"room":"#ops","room_id":"!2","after":12}}"##);
    assert!(play.out.contains(&Out::Tell(News::State(State::Connected))), "{:?}", play.out);
    play.breaks();
    play.is_in("5", true, true);
    assert_eq!(play.core.rooms.cursors().first().map(|cursor| cursor.number), Some(12));
}
