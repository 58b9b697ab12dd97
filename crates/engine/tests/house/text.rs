//! What comes out of the engine, in words.

use super::TestHouse;
use parlor_engine::{Answer, Closing, Out, Pushed, SessionId, SessionView, Signal};
use parlor_model::{Change, DirectoryFact, Event, Fact, MessageId, Opening, RoomId};

impl TestHouse {
    pub(super) fn text_of(&self, out: &Out) -> Option<String> {
        let name = |session: &SessionId| self.sessions.get(session).copied().unwrap_or("somebody");
        Some(match out {
            Out::Trusted { .. } => return None,
            Out::Keep { events, positions, marks, forgotten, .. } => {
                let mut all: Vec<_> = events.iter().map(|e| self.event(e)).collect();
                all.extend(positions.iter().map(|(_, room, n, _)| format!("read {}/{n}", self.room(*room))));
                all.extend(marks.iter().map(|m| format!("mark {:?} {}", m.place, m.upto.0)));
                all.extend(forgotten.iter().map(|_| "somebody's reading is forgotten".to_owned()));
                format!("keep: {}", all.join("; "))
            }
            Out::Reload { room, told } => format!("read again: {} after {told}", self.room(*room)),
            Out::Recall { room, number } => format!("recall: {}/{number}", self.room(*room)),
            Out::FindKey { key, .. } => format!("find key: {}", key.as_str()),
            Out::Listen { session, room, told } => {
                format!("{} listens to {} from {told}", name(session), self.room(room.id))
            }
            Out::Unlisten { session, room } => format!("{} leaves off {}", name(session), self.room(*room)),
            Out::Tell(told) => {
                let to = self.hearers(&told.event).join(", ");
                format!(
                    "tell: {} (to {})",
                    self.event(&told.event),
                    if to.is_empty() { "nobody" } else { &to }
                )
            }
            Out::Signal(signal) => match &signal.signal {
                Signal::KnownAs(was) => format!("signal: {} was {}", signal.by.nick, was.nick),
                other => format!("signal: {} {other:?}", signal.by.nick),
            },
            Out::Answer { session, answer, .. } => format!("{}: {}", name(session), self.answer(answer)),
            Out::Became { session, .. } => format!("{} becomes a person", name(session)),
            Out::Letter(letter) => format!("letter to {} about {}", letter.to.as_str(), letter.account),
            Out::Push(push) => {
                let to: Vec<_> = push.to.iter().map(|s| s.endpoint.path()).collect();
                let what = match &push.what {
                    Pushed::First { .. } => "a first one".to_owned(),
                    Pushed::Told(told) => self.event(&told.event),
                    Pushed::Marked { place, upto } => format!("{place} read up to {}", upto.0),
                };
                format!("push to {} at {}: {what}", push.nick, to.join(" "))
            }
            Out::Close { session, why } => format!("close {}: {}", name(session), closing(why)),
        })
    }

    fn answer(&self, answer: &Answer) -> String {
        match answer {
            Answer::Entered(e) => {
                let rooms: Vec<_> = e.rooms.iter().map(|r| self.room(r.id)).collect();
                let how = if e.resumed { "back" } else { "entered" };
                format!("{how} as {} in [{}]", e.who.nick, rooms.join(", "))
            }
            Answer::Done { id: Some(MessageId { room, number }), .. } => {
                format!("done {}/{number}", self.room(*room))
            }
            Answer::Done { id: None, .. } => "done".into(),
            Answer::Refused(why) => format!("refused: {why:?}"),
            Answer::Room(view) => {
                let mut members: Vec<_> = view.members.iter().map(|m| m.who.nick.to_string()).collect();
                members.sort();
                format!("sees {} at {} with {}", self.room(view.room.id), view.told, members.join(", "))
            }
            Answer::Account(account) => {
                let here = account.nick.as_ref().map_or(String::new(), |n| format!(", here as {n}"));
                let settings = account.settings.as_ref();
                let chosen = settings.map_or(String::new(), |s| format!(", always on: {:?}", s.always_on));
                format!("account {}{here}{chosen}", account.name)
            }
            Answer::Accounts(accounts) => {
                let names: Vec<_> = accounts.iter().map(|a| a.name.as_str()).collect();
                format!("accounts {}", names.join(", "))
            }
            Answer::Sessions(sessions) => {
                let one = |s: &SessionView| format!("{}{}", s.address, if s.mine { " (mine)" } else { "" });
                format!("sessions {}", sessions.iter().map(one).collect::<Vec<_>>().join(", "))
            }
            other => format!("{other:?}"),
        }
    }

    fn room(&self, room: RoomId) -> String {
        if room == RoomId::DIRECTORY {
            return "accounts".into();
        }
        self.engine.tag(room).map_or_else(|| format!("room {}", room.0), |(tag, _)| tag.to_string())
    }

    fn event(&self, event: &Event) -> String {
        let fact = match &event.fact {
            Fact::Opened { what: Opening::Named { .. } | Opening::Direct { .. } } => "opens".to_owned(),
            Fact::Joined { .. } => "joins".into(),
            Fact::Left { how, reason } => format!("leaves ({how:?}: {reason})"),
            Fact::Said { text, .. } => format!("says '{text}'"),
            Fact::Edited { target, text } => format!("edits {target} to '{text}'"),
            Fact::BecameKnownAs { now } => match &now.account {
                Some(account) => format!("is now {} with account {account}", now.nick),
                None => format!("is now {}", now.nick),
            },
            Fact::Renamed { to, .. } => format!("renames to {to}"),
            Fact::Directory(DirectoryFact::Registered { name, .. }) => format!("registers {name}"),
            Fact::Directory(DirectoryFact::Keyring(_) | DirectoryFact::BotMade { .. }) => {
                "changes keys".into()
            }
            Fact::Invited { whom } => format!("invites {}", whom.nick),
            Fact::Directory(DirectoryFact::Banned { .. }) => "bans".into(),
            Fact::Directory(DirectoryFact::Purged { name, .. }) => format!("purges {name}"),
            Fact::Closed { reason } => format!("closes ({reason})"),
            Fact::Directory(DirectoryFact::Deleted { name, .. }) => format!("ends {name}"),
            Fact::Changed { changes } => match changes.as_slice() {
                [Change::Standing(role, who)] => format!("gives for good: {role:?} to {}", who.nick),
                [Change::Founder(None)] => "makes founder: nobody".into(),
                [Change::Founder(Some(who))] => format!("makes founder: {}", who.nick),
                other => format!("{other:?}"),
            },
            other => format!("{other:?}"),
        };
        let key = event.key.as_ref().map_or(String::new(), |k| format!(" with key {}", k.as_str()));
        format!("{}/{} {} {fact}{key}", self.room(event.room), event.number, event.by.nick)
    }
}

fn closing(why: &Closing) -> String {
    match why {
        Closing::Killed { by, reason } => format!("killed by {by} ({reason})"),
        Closing::Banned { reason } => format!("banned ({reason})"),
        Closing::AccountEnded => "account ended".into(),
        Closing::LoggedOut => "logged out".into(),
    }
}
