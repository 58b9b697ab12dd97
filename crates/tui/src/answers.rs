//! What was asked, answered.

use crate::app::{App, Asked};
use crate::effect::{Effect, Memory};
use crate::entry::{role_sign, role_words};
use crate::overlay::Overlay;
use crate::text::one_line;
use crate::time::{moment, unix_ms};
use parlor_api::{Answer, Page, PersonView, RoomLine};

impl App {
    pub(crate) fn answered(&mut self, asked: Asked, answer: Answer) {
        match (asked, answer) {
            (Asked::Quiet | Asked::Look | Asked::Conversations, Answer::Refused(_)) => {}
            (
                Asked::Older { room_id } | Asked::Newer { room_id } | Asked::Around { room_id, .. },
                Answer::Refused(why),
            ) => {
                if let Some(room) = self.room_by_id(&room_id) {
                    room.fetching = false;
                }
                self.flash(why.detail);
            }
            (Asked::Search, Answer::Refused(why)) => {
                if let Some(Overlay::Found(found)) = &mut self.overlay {
                    found.waits = false;
                    found.sought = Some(why.detail);
                    found.messages.clear();
                }
            }
            (_, Answer::Refused(why)) => self.trouble(why.detail),
            (Asked::Older { room_id }, Answer::Page(page)) => self.page(&room_id, &page, true),
            (Asked::Newer { room_id }, Answer::Page(page)) => self.page(&room_id, &page, false),
            (Asked::Around { room_id, message }, Answer::Page(page)) => {
                self.look_back(&room_id, &message, &page);
            }
            (Asked::Search, Answer::Found(messages)) => {
                if let Some(Overlay::Found(found)) = &mut self.overlay {
                    found.waits = false;
                    found.at = 0;
                    found.messages = messages;
                }
            }
            (Asked::Rooms, Answer::Rooms(rooms)) => self.list(&rooms),
            (Asked::Person, Answer::Person(person)) => self.about(&person),
            (Asked::Look, Answer::Room(room)) => {
                self.room_or_new(&room.room_id.clone(), &room.room.clone()).looked_at(*room);
            }
            (Asked::Conversations, Answer::Rooms(rooms)) => self.conversations(&rooms),
            (Asked::Command(words), Answer::Done(done)) => {
                if let Some(words) = words {
                    self.note(words);
                }
                for problem in done.partly {
                    self.trouble(problem.detail);
                }
            }
            (Asked::Command(Some(words)), _) => self.note(words),
            _ => {}
        }
    }

    fn page(&mut self, room_id: &str, page: &Page, older: bool) {
        let Some(room) = self.room_by_id(room_id) else { return };
        room.fetching = false;
        let log = room.past.as_mut().unwrap_or(&mut room.log);
        if older {
            log.older(page);
        } else {
            log.newer(page);
        }
    }

    /// Conversations are in no list of rooms: the names of those that are known are set right.
    fn conversations(&mut self, rooms: &[RoomLine]) {
        let me = self.me.clone();
        for line in rooms {
            if let Some(room) = self.room_by_id(&line.room_id) {
                room.name = one_line(&line.room);
                room.has_read(line.read_up_to, me.as_ref());
            }
        }
        self.sort();
    }

    fn list(&mut self, rooms: &[RoomLine]) {
        if rooms.is_empty() {
            return self.note("There are no rooms yet: /join NAME opens one.");
        }
        let mut rooms: Vec<_> = rooms.iter().collect();
        rooms.sort_by_key(|room| std::cmp::Reverse(room.members));
        let columns = rooms.iter().map(|room| crate::wrap::width(&room.room)).max().unwrap_or(0).min(30);
        let mut words = format!("{} rooms, * where you are in:", rooms.len());
        for room in rooms.iter().take(100) {
            let topic = room.topic.as_ref().map(|topic| one_line(&topic.text)).unwrap_or_default();
            let name = one_line(&room.room);
            let gap = " ".repeat(columns.saturating_sub(crate::wrap::width(&name)));
            let mine = if room.mine { '*' } else { ' ' };
            words.push_str(&format!("\n{mine} {name}{gap} {:>4}  {topic}", room.members));
        }
        if rooms.len() > 100 {
            words.push_str(&format!("\n  and {} more", rooms.len() - 100));
        }
        self.note(words);
    }

    fn about(&mut self, person: &PersonView) {
        let name = one_line(&person.who.name);
        let mut words = match &person.who.account {
            Some(account) if *account == person.who.name => format!("{name} has an account"),
            Some(account) => format!("{name} is logged in as {}", one_line(account)),
            None => format!("{name} is a guest"),
        };
        if person.operator {
            words.push_str(", and rules the house");
        }
        match (person.sessions, &person.away) {
            (0, _) => words.push_str("; not here just now"),
            (_, Some(why)) => words.push_str(&format!("; away: {}", one_line(why))),
            (_, None) => {}
        }
        words.push_str(&format!(".\nLast active {}.", moment(unix_ms(&person.active), &self.settings.zone)));
        if !person.rooms.is_empty() {
            let rooms: Vec<_> =
                person.rooms.iter().map(|r| format!("{}{}", role_sign(r.role), one_line(&r.room))).collect();
            words.push_str(&format!("\nIn {}.", rooms.join(", ")));
        }
        self.note(words);
    }

    /// Who is in this room.
    pub(crate) fn who(&mut self) {
        let Some(room) = self.room() else { return };
        let mut members: Vec<_> = room.members.values().collect();
        members.sort_by_key(|m| (std::cmp::Reverse(rank(m.role)), m.who.name.to_lowercase()));
        let names: Vec<_> = members
            .iter()
            .map(|m| {
                format!(
                    "{}{}{}",
                    role_sign(m.role),
                    one_line(&m.who.name),
                    if m.away { " (away)" } else { "" }
                )
            })
            .collect();
        let mut words = format!("{} here: {}", room.members_count, names.join(", "));
        if room.members_count > names.len() {
            words.push_str(", and others who are not shown");
        }
        if let Some(role) = room.my_role {
            words.push_str(&format!(".\nYou are {} here", role_words(role)));
        }
        self.note(words + ".");
    }

    /// One's account's session is over.
    pub(crate) fn forget_me(&mut self) {
        self.effect(Effect::Remember(Memory::Token(None)));
    }
}

/// Roles by their weight.
pub(crate) const fn rank(role: parlor_api::Role) -> u8 {
    match role {
        parlor_api::Role::Plain => 0,
        parlor_api::Role::Voice => 1,
        parlor_api::Role::HalfOperator => 2,
        parlor_api::Role::Operator => 3,
        parlor_api::Role::Admin => 4,
        parlor_api::Role::Owner => 5,
    }
}
