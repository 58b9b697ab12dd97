//! A talker at the IRC door: echo-message and labels for what is confirmed, chathistory for what was missed.

use crate::notes::{Heard, find_text};
use crate::stage::Addresses;
use crate::support::irc::{Irc, Message};
use crate::talker::{Mouth, Sound};
use parlor_model::MessageId;
use std::collections::{BTreeMap, HashMap};
use std::io;

pub(crate) const CAPS: &str =
    "echo-message labeled-response message-tags server-time batch draft/chathistory";
/// Messages in one answer about the past; there may be more.
const PAGE: usize = 200;

pub(crate) struct AtIrc {
    irc: Irc,
    nick: String,
    labels: u64,
    /// Open batches of history.
    pages: HashMap<String, Page>,
}

/// A page of a room's past, as far as it has come.
struct Page {
    room: String,
    count: usize,
    last: String,
}

impl Mouth for AtIrc {
    const CATCHES_UP: bool = true;

    fn enter(
        at: &Addresses,
        nick: &str,
        rooms: &[&str],
        back: bool,
        after: &BTreeMap<String, String>,
    ) -> io::Result<Self> {
        let (mut irc, found) = Irc::try_enter(at.irc, nick, CAPS)?;
        for room in rooms {
            let there = found.iter().any(|known| known == room);
            assert!(there || !back, "{nick} is not in {room} any more:\n{}", irc.past());
            if !there {
                irc.send(format!("JOIN {room}\r\n"))?;
            }
        }
        let mut this = Self { irc, nick: nick.into(), labels: 0, pages: HashMap::new() };
        for (room, id) in after {
            this.ask_after(room, id)?;
        }
        Ok(this)
    }

    fn say(&mut self, room: &str, text: &str) -> io::Result<()> {
        self.labels += 1;
        self.irc.send(format!("@label={text} PRIVMSG {room} :{text}\r\n"))
    }

    fn hear(&mut self) -> io::Result<Sound> {
        let message = self.irc.message()?;
        Ok(match message.verb.as_str() {
            "BATCH" => self.batch(&message)?,
            "PRIVMSG" => self.message(&message),
            "FAIL" => panic!("{} was told {message:?}", self.nick),
            _ => Sound::Other,
        })
    }
}

impl AtIrc {
    fn ask_after(&mut self, room: &str, id: &str) -> io::Result<()> {
        self.irc.send(format!("CHATHISTORY AFTER {room} msgid={id} {PAGE}\r\n"))
    }

    fn batch(&mut self, message: &Message) -> io::Result<Sound> {
        let reference = message.param(0);
        if let Some(opened) = reference.strip_prefix('+') {
            if message.param(1) == "chathistory" {
                let page = Page { room: message.param(2).into(), count: 0, last: String::new() };
                self.pages.insert(opened.into(), page);
            }
            return Ok(Sound::Other);
        }
        let closed = reference.strip_prefix('-').and_then(|closed| self.pages.remove(closed));
        let Some(Page { room, count, last }) = closed else { return Ok(Sound::Other) };
        if count < PAGE {
            return Ok(Sound::CaughtUp(room));
        }
        self.ask_after(&room, &last)?;
        Ok(Sound::Other)
    }

    fn message(&mut self, message: &Message) -> Sound {
        let Some(text) = find_text(message.param(1)) else { return Sound::Other };
        let tag = |name| message.tag(name).unwrap_or_else(|| panic!("a message without {name}: {message:?}"));
        let id = tag("msgid");
        let number = MessageId::parse(id).expect("an id as the model writes it").number.0;
        let heard = Heard { room: message.param(0).into(), number, id: Some(id.into()), text: text.into() };
        tag("time");
        if let Some(page) = message.tag("batch").and_then(|batch| self.pages.get_mut(batch)) {
            page.count += 1;
            page.last = id.into();
            return Sound::Past(heard);
        }
        let ack = message.from == self.nick;
        assert!(!ack || message.tag("label") == Some(text), "an echo without its label: {message:?}");
        Sound::Message { heard, ack }
    }
}
