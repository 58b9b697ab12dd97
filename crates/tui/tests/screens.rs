//! Golden screens: what is drawn for what happened. `REWRITE=1` writes them anew; read the difference.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use jiff::tz::TimeZone;
use parlor_api::{Answer, Ask, Event, Room};
use parlor_client::{Identity, News, Order, State, Ticket};
use parlor_tui::{App, Depth, Effect, Input, Key, Now, Press, Settings};
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use std::collections::HashMap;

struct Play {
    app: App,
    size: (u16, u16),
    now: Now,
    effects: Vec<Effect>,
    next: u64,
}

const ANN: &str = r#"{"name":"ann","person":"1"}"#;
const BOB: &str = r#"{"name":"bob","account":"bob","person":"2"}"#;

impl Play {
    /// Ann, in #ops with bob.
    fn new(columns: u16, rows: u16) -> Self {
        let now = Now { ms: 0, unix_ms: 1_795_269_720_000 };
        let settings = Settings {
            server: "http://127.0.0.1:8080".into(),
            open_to_eyes: false,
            identity: Some(Identity::Guest { name: "ann".into() }),
            name: String::new(),
            zone: TimeZone::UTC,
            depth: Depth::None,
            rooms: Vec::new(),
            room: None,
            read: HashMap::new(),
        };
        let (app, effects) = App::new(settings, now);
        let mut play = Self { app, size: (columns, rows), now, effects, next: 0 };
        play.does(Input::Resize { columns, rows });
        play.hears(News::State(State::Connected));
        let entered = format!(
            r##"{{"me":{ANN},"resumed":false,"rooms":[{{"room":"#ops","room_id":"!2"}},{{"room":"#dev","room_id":"!3"}}],
            "operator":false,"present":2}}"##
        );
        play.hears(News::Entered(serde_json::from_str(&entered).unwrap()));
        for (name, id) in [("#ops", "!2"), ("#dev", "!3")] {
            play.hears(News::Room(Box::new(room(name, id))));
        }
        play.app.update(Input::Press(Press { alt: true, ..Key::Char('2').into() }), now);
        play
    }

    fn does(&mut self, input: Input) {
        let effects = self.app.update(input, self.now);
        self.effects.extend(effects);
    }

    fn hears(&mut self, news: News) {
        self.does(Input::News(Box::new(news)));
    }

    fn presses(&mut self, key: Key) {
        self.does(Input::Press(key.into()));
    }

    fn types(&mut self, words: &str) {
        words.chars().for_each(|c| self.presses(Key::Char(c)));
    }

    /// Something happens in a room, a quarter of a minute after what was before.
    fn happens(&mut self, room: (&str, &str), by: &str, what: &str) {
        self.next += 1;
        let (n, (name, id)) = (self.next, room);
        let (minutes, seconds) = (n * 15 / 60, n * 15 % 60);
        let event = format!(
            r#"{{"room":"{name}","room_id":"{id}","number":{n},"message_id":"{}-{n}","at":"2026-11-21T14:{minutes:02}:{seconds:02}.000Z",
            "by":{by},{what}}}"#,
            &id[1..]
        );
        let event: Event = serde_json::from_str(&event).unwrap_or_else(|e| panic!("{e}: {event}"));
        self.hears(News::Event(Box::new(event)));
    }

    fn says(&mut self, by: &str, words: &str) {
        let words = serde_json::to_string(words).unwrap();
        self.happens(("#ops", "!2"), by, &format!(r#""said":{{"text":{words}}}"#));
    }

    fn screen(&self) -> String {
        let (columns, rows) = self.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        let cursor = self.app.draw(&mut buffer);
        let mut text = String::new();
        for y in 0..rows {
            let mut x = 0;
            let mut line = String::new();
            while x < columns {
                let symbol = buffer[(x, y)].symbol();
                line.push_str(symbol);
                x += u16::try_from(parlor_tui::width(symbol)).unwrap().max(1);
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        match cursor {
            Some((x, y)) => text + &format!("cursor at {x}, {y}\n"),
            None => text + "no cursor\n",
        }
    }

    /// The last message that was to be sent: its ticket and what.
    fn sent(&self) -> (Ticket, &Ask) {
        let sent = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Order(Order::Send { ticket, ask }) => Some((*ticket, &**ask)),
            _ => None,
        });
        sent.expect("nothing was sent")
    }
}

fn room(name: &str, id: &str) -> Room {
    let text = format!(
        r#"{{"room":"{name}","room_id":"{id}","last":0,"opened":"2026-11-21T13:00:00.000Z",
        "topic":{{"text":"release at four — notes are in the wiki","by":{BOB},"at":"2026-11-21T13:00:00.000Z"}},
        "policy":{{"flags":[]}},"members_count":2,"mine":"plain",
        "members":[{{"name":"ann","person":"1","away":false,"operator":false}},
        {{"name":"bob","account":"bob","person":"2","role":"operator","away":false,"operator":false}}],
        "lists":{{"ban":[],"ban_exception":[],"invite_exception":[],"mute":[]}}}}"#
    );
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

#[track_caller]
fn golden(name: &str, screen: &str) {
    let file = format!("{}/tests/screens/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("REWRITE").is_some() {
        std::fs::write(&file, screen).unwrap();
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(expected == screen, "{name} is drawn otherwise:\n{screen}\nexpected:\n{expected}");
}

/// A talk with everything in it.
fn talk(columns: u16, rows: u16) -> Play {
    let mut play = Play::new(columns, rows);
    play.says(BOB, "good morning ann 👩‍👩‍👧 日本語");
    play.says(ANN, "did anybody look at the build? it is red since yesterday, and I think it is the cache that we changed");
    play.says(ANN, "see https://example.org/1234");
    play.happens(("#ops", "!2"), r#"{"name":"carol","person":"3"}"#, r#""joined":{}"#);
    play.happens(("#ops", "!2"), BOB, r#""said":{"text":"yes\n\tfixed","reply_to":"2-2"}"#);
    play.happens(("#ops", "!2"), ANN, r#""reacted":{"message":"2-5","reaction":"🎉","on":true}"#);
    play.happens(("#ops", "!2"), BOB, r#""said":{"text":"waves","manner":"action"}"#);
    play.happens(("#ops", "!2"), ANN, r#""edited":{"message":"2-3","text":"see \u001b[31mthere"}"#);
    play.happens(("#dev", "!3"), BOB, r#""said":{"text":"ann: here, too"}"#);
    play
}

#[test]
fn a_talk() {
    golden("talk-80x24", &talk(80, 24).screen());
    golden("talk-120x20", &talk(120, 20).screen());
    golden("talk-40x14", &talk(40, 14).screen());
}

#[test]
fn other_views_of_it() {
    let mut play = talk(80, 24);
    play.types("/elapsed");
    play.presses(Key::Enter);
    golden("elapsed", &play.screen());
    play.presses(Key::F(4));
    golden("bare", &play.screen());
}

#[test]
fn a_message_is_chosen_and_answered() {
    let mut play = talk(80, 24);
    play.presses(Key::Esc);
    play.presses(Key::Up);
    golden("chosen", &play.screen());
    play.presses(Key::Char('r'));
    play.types("good");
    golden("answering", &play.screen());
    play.presses(Key::Enter);
    let (_, Ask::Say(say)) = play.sent() else { panic!("{:?}", play.sent()) };
    assert_eq!((say.text.as_str(), say.reply_to.as_deref()), ("good", Some("2-5")));
}

#[test]
fn what_is_typed_while_the_server_is_gone_waits_and_is_seen() {
    let mut play = talk(80, 24);
    play.hears(News::State(State::Waiting { why: "The house closed.".into(), until_ms: 3_500 }));
    play.types("are you there?");
    play.presses(Key::Enter);
    golden("gone", &play.screen());
    let (ticket, _) = play.sent();
    // What changes a message is not called one.
    play.types("/edit helo");
    play.presses(Key::Enter);
    assert!(play.screen().contains("1 message and 1 change wait"), "{}", play.screen());
    let (edit, _) = play.sent();
    play.does(Input::Press(Press { ctrl: true, ..Key::Char('c').into() }));
    assert!(play.screen().contains("1 message and 1 change are not sent yet."), "{}", play.screen());
    play.hears(News::Sent { ticket: edit, done: Default::default() });
    play.hears(News::State(State::Connected));
    play.says(ANN, "are you there?");
    play.hears(News::Sent { ticket, done: Default::default() });
    let screen = play.screen();
    assert_eq!(screen.matches("are you there?").count(), 1, "{screen}");
    assert!(!screen.contains("waits"), "{screen}");
}

#[test]
fn new_messages_are_counted_and_marked() {
    let mut play = talk(80, 24);
    play.does(Input::Focus(false));
    play.says(BOB, "while you were away");
    assert!(play.app.title().starts_with("(2) #ops"), "{}", play.app.title());
    golden("new", &play.screen());
    play.does(Input::Focus(true));
    assert!(play.app.title().starts_with("(1) #ops"), "{}", play.app.title());
}

/// What was read on another device is not new on this one.
#[test]
fn the_server_says_what_is_read() {
    let mut play = Play::new(80, 24);
    let entered = format!(
        r##"{{"me":{ANN},"resumed":true,"rooms":[{{"room":"#ops","room_id":"!2","last":4,"read_up_to":2}}],
        "operator":false,"present":2}}"##
    );
    play.hears(News::Entered(serde_json::from_str(&entered).unwrap()));
    play.does(Input::Focus(false));
    let said = |n: u64| {
        format!(
            r##"{{"room":"#ops","room_id":"!2","number":{n},"message_id":"2-{n}","at":"2026-11-21T14:00:00.000Z",
            "by":{BOB},"said":{{"text":"word {n}"}}}}"##
        )
    };
    let messages: Vec<_> = (1..=4).map(said).collect();
    let page = format!(
        r##"{{"room":"#ops","room_id":"!2","messages":[{}],"more_before":false,"more_after":false}}"##,
        messages.join(",")
    );
    play.hears(News::Page(serde_json::from_str(&page).unwrap()));
    assert!(play.app.title().starts_with("(2) #ops"), "{}", play.app.title());
    let signal = format!(
        r##"{{"room":"#ops","room_id":"!2","at":"2026-11-21T14:01:00.000Z","by":{ANN},"read_up_to":4}}"##
    );
    play.hears(News::Signal(serde_json::from_str(&signal).unwrap()));
    assert!(play.app.title().starts_with("#ops"), "{}", play.app.title());
}

#[test]
fn what_is_for_me_rings_and_the_rest_does_not() {
    let mut play = talk(80, 24);
    play.effects.clear();
    play.says(BOB, "ann: look");
    assert!(!play.effects.contains(&Effect::Bell), "one looks at it already");
    play.does(Input::Focus(false));
    play.says(BOB, "nothing for you");
    assert!(!play.effects.contains(&Effect::Bell));
    play.says(BOB, "ann: look again");
    let notified = Effect::Notify { title: "bob in #ops".into(), body: "ann: look again".into() };
    assert!(play.effects.contains(&Effect::Bell) && play.effects.contains(&notified), "{:?}", play.effects);
}

#[test]
fn a_refusal_gives_the_words_back() {
    let mut play = talk(80, 24);
    play.types("hello");
    play.presses(Key::Enter);
    let (ticket, _) = play.sent();
    let problem = parlor_api::Problem::new(403, "muted", "You are muted.");
    play.hears(News::Refused { ticket, problem });
    let screen = play.screen();
    assert!(screen.contains("Not said: hello — You are muted.") && screen.contains(" › hello"), "{screen}");
}

#[test]
fn the_entrance_and_the_help() {
    let mut play = talk(80, 24);
    play.presses(Key::F(1));
    golden("help", &play.screen());
    let problem = parlor_api::Problem::new(
        401,
        "name_is_account",
        "ann is somebody's account. If it is yours, log in.",
    );
    let mut play = Play::new(80, 24);
    play.hears(News::NotLetIn(problem));
    play.types("secret");
    golden("entrance", &play.screen());
    play.presses(Key::Enter);
    let wanted = Identity::Account { name: "ann".into(), password: Some("secret".into()), token: None };
    assert!(play.effects.contains(&Effect::Order(Order::Enter(wanted))));
}

/// A message that is longer than the screen can be read from its beginning to its end.
#[test]
fn a_long_message_can_be_scrolled_through() {
    let mut play = Play::new(80, 24);
    let lines: Vec<_> = (1..=100).map(|n| format!("line {n}.")).collect();
    play.says(BOB, &lines.join("\n"));
    let mut seen = play.screen();
    assert!(seen.contains("line 100."), "{seen}");
    for _ in 0..8 {
        play.presses(Key::PageUp);
        seen += &play.screen();
    }
    for line in &lines {
        assert!(seen.contains(line), "{line} is never seen");
    }
    for _ in 0..8 {
        play.presses(Key::PageDown);
    }
    assert!(play.screen().contains("line 100."), "{}", play.screen());
}

#[test]
fn history_is_fetched_when_one_scrolls_up() {
    let mut play = talk(80, 24);
    play.hears(News::Gap(parlor_api::Gap { room: "#ops".into(), room_id: "!2".into(), from: 20, to: 500 }));
    assert!(play.screen().contains("481 events happened meanwhile"), "{}", play.screen());
    play.effects.clear();
    play.says(BOB, "now");
    play.presses(Key::PageUp);
    let asked = play.effects.iter().find_map(|effect| match effect {
        Effect::Order(Order::Ask { ticket, ask }) if matches!(**ask, Ask::History(_)) => Some(*ticket),
        _ => None,
    });
    let page = r##"{"room":"#ops","room_id":"!2","messages":[],"more_before":false,"more_after":true}"##;
    let answer = Answer::Page(serde_json::from_str(page).unwrap());
    play.hears(News::Answered { ticket: asked.expect("no history was asked for"), answer: Box::new(answer) });
}
