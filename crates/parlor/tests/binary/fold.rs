//! What a client had, plus the events that it heard since, is what a fresh fetch shows: for every command that there is.
//! (The idea is zulip's.)

use crate::support::PATIENCE;
use crate::support::house::{House, run};
use crate::support::http;
use crate::support::irc::Irc;
use parlor_model::Command;
use serde_json::{Map, Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

/// What is done in the room so that a command is decided.
enum Deed {
    /// Ann asks the API.
    Ann(&'static str),
    /// Bob asks the API.
    Bob(&'static str),
    /// Eve, a guest at the IRC door, says a line. `#` is the room, by its name of then.
    Eve(&'static str),
}
use Deed::{Ann, Bob, Eve};

/// Every command with deeds that lead to it. One that is not here does not compile.
macro_rules! deeds {
    ($($command:ident: $($deed:expr),+;)+) => {
        /// Whether a command is one of these: there is no other.
        const fn is_covered<P>(command: &Command<P>) -> bool {
            match command {
                $(Command::$command { .. } => true,)+
            }
        }
        const DEEDS: &[(&str, &[Deed])] = &[$((stringify!($command), &[$($deed),+])),+];
    };
}

deeds! {
    Join: Bob(r#"{"join":{"room":"!2"}}"#), Eve("JOIN #ops");
    Say: Ann(r#"{"say":{"room":"!2","text":"one"}}"#), Bob(r#"{"say":{"room":"!2","text":"two","manner":"action"}}"#),
        Eve("PRIVMSG #ops :three"), Ann(r#"{"say":{"room":"!2","text":"for operators","to_role":"operator"}}"#);
    Edit: Ann(r#"{"edit":{"message":"MINE","text":"one, mended"}}"#);
    React: Bob(r#"{"react":{"message":"MINE","reaction":"+1"}}"#), Ann(r#"{"react":{"message":"MINE","reaction":"ok"}}"#),
        Bob(r#"{"react":{"message":"MINE","reaction":"+1","on":false}}"#);
    Delete: Ann(r#"{"delete":{"message":"MINE","reason":"typo"}}"#);
    SetTopic: Ann(r#"{"topic":{"room":"!2","text":"all about ops"}}"#);
    Change: Ann(r#"{"change":{"room":"!2","changes":[{"flag":{"flag":"topic_locked","on":false}},
            {"flag":{"flag":"no_ctcp","on":true}},{"capacity":50},{"key":"sesame"},
            {"role":{"role":"voice","on":true,"person":"bob"}},
            {"list":{"list":"ban","on":true,"mask":"x!*@*"}},{"list":{"list":"mute","on":true,"mask":"y!*@*"}}]}}"#),
        Ann(r#"{"change":{"room":"!2","changes":[{"key":null},{"role":{"role":"voice","on":false,"person":"bob"}},
            {"list":{"list":"ban","on":false,"mask":"x!*@*"}},{"founder":"ann"}]}}"#);
    Play: Ann(r#"{"change":{"room":"!2","changes":[{"flag":{"flag":"roleplay","on":true}}]}}"#),
        Eve("NPC #ops wizard :behold");
    Relay: Ann(r#"{"change":{"room":"!2","changes":[{"role":{"role":"operator","on":true,"person":"eve"}}]}}"#),
        Eve("RELAYMSG #ops zed/away :from afar");
    Tag: Eve("@+draft/persist;+test=1 TAGMSG #ops");
    Invite: Ann(r#"{"change":{"room":"!2","changes":[{"flag":{"flag":"invite_only","on":true}}]}}"#),
        Ann(r#"{"invite":{"room":"!2","person":"zoe"}}"#);
    Knock: Bob(r#"{"leave":{"room":"!2"}}"#), Bob(r#"{"knock":{"room":"!2","text":"let me in"}}"#),
        Ann(r#"{"invite":{"room":"!2","person":"bob"}}"#), Bob(r#"{"join":{"room":"!2"}}"#);
    BecomeKnownAs: Eve("NICK evelyn");
    Kick: Ann(r#"{"kick":{"room":"!2","person":"evelyn","reason":"enough"}}"#);
    Rename: Ann(r##"{"rename":{"room":"!2","to":"#den","reason":"cosy"}}"##);
    Leave: Bob(r#"{"leave":{"room":"!2","reason":"lunch"}}"#);
    Close: Ann(r#"{"close_room":{"room":"!2","reason":"over"}}"#);
}

/// What a client knows of one room: a look at it, and its messages as they stand.
#[derive(Clone, PartialEq, Debug)]
struct Known {
    room: Value,
    messages: Vec<Value>,
}

/// The room as fetched; `None`: it is not there any more.
fn fetch(house: &House, basic: &str) -> Option<Known> {
    let get = |path: &str| {
        let answer = http::call(house.http, &format!("GET {path}"), basic, "");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        head.contains(" 200 ").then(|| serde_json::from_str::<Value>(body).unwrap())
    };
    let mut room = get("/api/v1/rooms/!2")?;
    let page = get("/api/v1/rooms/!2/messages?limit=1000")?;
    assert_eq!(page["more_before"], json!(false));
    room.as_object_mut().unwrap().remove("read_up_to");
    let members = room["members"].as_array_mut().unwrap();
    // Whether somebody is there just now is told by signals, not by events.
    for member in members.iter_mut() {
        let member = member.as_object_mut().unwrap();
        member.retain(|key, _| !["away", "operator"].contains(&key.as_str()));
    }
    Some(Known { room, messages: page["messages"].as_array().unwrap().clone() })
}

/// The flags in the order in which a look shows them is not an event's to tell.
fn sorted(known: &mut Known) {
    let flags = known.room["policy"]["flags"].as_array_mut().unwrap();
    flags.sort_by_key(Value::to_string);
    let name = |member: &Value| member["name"].as_str().unwrap_or_default().to_owned();
    known.room["members"].as_array_mut().unwrap().sort_by_key(name);
    // A page calls its room as it is called now, events as it was called then.
    for message in &mut known.messages {
        message.as_object_mut().unwrap().remove("room");
    }
}

impl Known {
    fn members(&mut self) -> &mut Vec<Value> {
        self.room["members"].as_array_mut().unwrap()
    }

    fn member(&mut self, person: &Value) -> Option<&mut Value> {
        self.members().iter_mut().find(|m| m["person"] == *person)
    }

    fn message(&mut self, id: &Value) -> Option<&mut Map<String, Value>> {
        self.messages.iter_mut().find(|m| m["message_id"] == *id)?.as_object_mut()
    }

    /// Works an event in. `false`: the room is over.
    fn hear(&mut self, event: &Value) -> bool {
        let (by, at, number) = (event["by"].clone(), event["at"].clone(), event["number"].clone());
        self.room["last"] = number.clone();
        let what = |name: &str| event.get(name);
        let stamp = json!({"number": number, "at": at});
        if let Some(edited) = what("edited") {
            if let Some(message) = self.message(&edited["message"]) {
                message["said"]["text"] = edited["text"].clone();
                message.insert("edited_at".into(), stamp);
            }
            return true;
        }
        if let Some(deleted) = what("deleted") {
            if let Some(message) = self.message(&deleted["message"]) {
                // The words are gone, and with them what others thought of them.
                message["said"]["text"] = json!("");
                message.remove("reactions");
                message.insert("deleted_at".into(), stamp);
            }
            return true;
        }
        if let Some(reacted) = what("reacted") {
            let one = json!({"reaction": reacted["reaction"], "by": by, "number": number});
            if let Some(message) = self.message(&reacted["message"]) {
                let list = message.entry("reactions").or_insert_with(|| json!([]));
                let list = list.as_array_mut().unwrap();
                if reacted["on"] == json!(true) {
                    list.push(one);
                } else {
                    list.retain(|r| r["reaction"] != one["reaction"] || r["by"]["person"] != by["person"]);
                }
                if list.is_empty() {
                    message.remove("reactions");
                }
            }
            return true;
        }
        self.messages.push(event.clone());
        if let Some(joined) = what("joined") {
            let mut member = by.clone();
            if let Some(role) = joined.get("role") {
                member["role"] = role.clone();
            }
            self.members().push(member);
        } else if what("left").is_some() {
            self.members().retain(|m| m["person"] != by["person"]);
        } else if let Some(kicked) = what("kicked") {
            let whom = kicked["whom"]["person"].clone();
            self.members().retain(|m| m["person"] != whom);
        } else if let Some(became) = what("became") {
            let now = became["now"].as_object().unwrap().clone();
            let role = self.member(&by["person"]).and_then(|m| m.get("role")).cloned();
            if let Some(member) = self.member(&by["person"]) {
                *member = Value::Object(now);
                if let Some(role) = role {
                    member["role"] = role;
                }
            }
        } else if let Some(set) = what("topic_set") {
            self.room["topic"] = json!({"text": set["text"], "by": by, "at": at});
        } else if let Some(renamed) = what("renamed") {
            self.room["room"] = renamed["to"].clone();
        } else if let Some(changed) = what("changed") {
            for change in changed["changes"].as_array().unwrap() {
                self.change(change, &by, &at);
            }
        } else if what("closed").is_some() {
            return false;
        }
        self.room["members_count"] = json!(self.members().len());
        true
    }

    fn change(&mut self, change: &Value, by: &Value, at: &Value) {
        let (what, to) = change.as_object().unwrap().iter().next().unwrap();
        let policy = self.room["policy"].as_object_mut().unwrap();
        match what.as_str() {
            "flag" => {
                let flags = policy["flags"].as_array_mut().unwrap();
                flags.retain(|flag| *flag != to["flag"]);
                if to["on"] == json!(true) {
                    flags.push(to["flag"].clone());
                }
            }
            "key" | "capacity" | "forward" if to.is_null() => drop(policy.remove(what)),
            // A key is told as `*`: that there is one.
            "key" | "capacity" | "forward" => drop(policy.insert(what.clone(), to.clone())),
            "role" => {
                let person = to["person"].as_str().unwrap_or_default().to_owned();
                let member = self.members().iter_mut().find(|m| m["name"] == person.as_str()).unwrap();
                let member = member.as_object_mut().unwrap();
                if to["on"] == json!(true) {
                    member.insert("role".into(), to["role"].clone());
                } else if member.get("role") == Some(&to["role"]) {
                    member.remove("role");
                }
            }
            "list" => {
                let list = self.room["lists"][to["list"].as_str().unwrap()].as_array_mut().unwrap();
                list.retain(|entry| entry["mask"] != to["mask"]);
                if to["on"] == json!(true) {
                    list.push(json!({"mask": to["mask"], "by": by, "at": at}));
                }
            }
            "founder" => {
                let person = to.as_str().unwrap_or_default().to_owned();
                let member = self.members().iter_mut().find(|m| m["name"] == person.as_str()).unwrap();
                member["role"] = json!("owner");
                self.room["founder"] = member["person"].clone();
            }
            other => panic!("{other} is not folded"),
        }
    }
}

/// A stream of one person's, and what they made of it.
struct Follower {
    who: &'static str,
    basic: &'static str,
    stream: BufReader<TcpStream>,
    known: Known,
    over: bool,
}

impl Follower {
    fn of(house: &House, who: &'static str, basic: &'static str) -> Self {
        let mut stream = TcpStream::connect(house.http).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET /api/v1/events HTTP/1.0\r\nAuthorization: Basic {basic}\r\n\r\n").unwrap();
        let mut stream = BufReader::new(stream);
        let mut line = String::new();
        while !line.starts_with("event: begin") {
            line.clear();
            stream.read_line(&mut line).unwrap();
        }
        Self { who, basic, stream, known: fetch(house, basic).unwrap(), over: false }
    }

    /// Works in what comes until the house says this word.
    fn hear_until(&mut self, word: &str) {
        let mut line = String::new();
        loop {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            let Some(Ok(frame)) = line.strip_prefix("data: ").map(serde_json::from_str::<Value>) else {
                continue;
            };
            if frame["word"] == word {
                return;
            }
            if frame.get("number").is_some() && frame["room_id"] == "!2" && !self.over {
                self.over = !self.known.hear(&frame);
            }
        }
    }

    /// What it made of what it heard is what a fresh fetch shows.
    fn check(&self, house: &House, after: &str) {
        let (mut folded, Some(mut fresh)) = (self.known.clone(), fetch(house, self.basic)) else {
            return assert!(self.over, "{} finds no room any more after {after}", self.who);
        };
        // What was not for these ears has a number all the same.
        assert!(folded.room["last"].as_u64() <= fresh.room["last"].as_u64());
        folded.room["last"] = fresh.room["last"].clone();
        let me = folded.members().iter().find(|m| m["name"] == self.who).unwrap();
        folded.room["mine"] = me.get("role").cloned().unwrap_or_else(|| json!("plain"));
        sorted(&mut folded);
        sorted(&mut fresh);
        assert!(!self.over, "{} heard the end of a room that is there, after {after}", self.who);
        for (ours, theirs) in folded.messages.iter().zip(&fresh.messages) {
            assert_eq!(ours, theirs, "{}, after {after}: heard is not what was fetched", self.who);
        }
        assert_eq!(folded.messages.len(), fresh.messages.len(), "{}, after {after}", self.who);
        assert_eq!(folded.room, fresh.room, "{}, after {after}: heard is not what was fetched", self.who);
    }
}

const ROOT: &str = "cm9vdDpjb3JyZWN0LWhvcnNl";
const ANN: &str = "YW5uOmNvcnJlY3QtaG9yc2U=";
const BOB: &str = "Ym9iOmNvcnJlY3QtaG9yc2U=";
const MIA: &str = "bWlhOmNvcnJlY3QtaG9yc2U=";

#[test]
fn what_was_heard_is_what_is_fetched() {
    assert!(is_covered(&Command::<()>::Join { key: None, forced: false }));
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_string_lossy();
    for name in ["root", "ann", "bob", "mia"] {
        let cheap = ["--accounts-hash-memory", "64KiB", "--data", &data];
        let made = run(&[&["account", "create", name], &cheap[..]].concat(), "correct-horse\n");
        assert!(made.status.success(), "{made:?}");
    }
    let house = House::on(folder.path(), &["--operators", "root", "--limits-messages-per-second", "0"]);
    let ask = |basic: &str, ask: &str| {
        let answer = http::call(house.http, "POST /api/v1/ask", basic, ask);
        assert!(answer.contains(" 200 ") && !answer.contains("\"partly\""), "{ask}: {answer}");
        answer
    };
    for who in [ANN, MIA] {
        ask(who, r##"{"join":{"room":"#ops"}}"##);
    }
    let mut eve = Irc::enter(house.irc, "eve", "message-tags");
    let _zoe = Irc::enter(house.irc, "zoe", "");
    let mut followers = [Follower::of(&house, "ann", ANN), Follower::of(&house, "mia", MIA)];
    let mut mine: Option<String> = None;
    for (command, deeds) in DEEDS {
        for deed in *deeds {
            let told = |words: &str| words.replace("MINE", mine.as_deref().unwrap_or_default());
            match deed {
                Ann(words) => {
                    let answer = ask(ANN, &told(words));
                    if mine.is_none() && words.contains("\"say\"") {
                        let done: Value =
                            serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
                        mine = done["done"]["message_id"].as_str().map(str::to_owned);
                    }
                }
                Bob(words) => drop(ask(BOB, &told(words))),
                Eve(line) => {
                    eve.say(line);
                    eve.say("PING done");
                    eve.until(|m| m.verb == "PONG").unwrap();
                }
            }
        }
        let announce = json!({ "text": command }).to_string();
        let answer = http::call(house.http, "POST /api/v1/announcements", ROOT, &announce);
        assert!(answer.contains(" 204 "), "{answer}");
        for follower in &mut followers {
            let had = follower.known.room["last"].clone();
            follower.hear_until(command);
            let heard = follower.over || follower.known.room["last"] != had;
            assert!(heard, "{} heard nothing of {command}", follower.who);
            follower.check(&house, command);
        }
    }
    assert!(followers.iter().all(|follower| follower.over), "the last command ends the room");
}
