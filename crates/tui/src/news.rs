//! What the server tells.

use crate::app::{App, Asked, Notify};
use crate::effect::{Effect, Memory};
use crate::entry::Entry;
use crate::form::Form;
use crate::log::Log;
use crate::overlay::Overlay;
use crate::room::Weight;
use crate::text::one_line;
use parlor_api::{Ask, Entered, Event, Happened, Nothing, Page, Person, Problem, Signal, Signalled};
use parlor_client::{News, State, Ticket};

impl App {
    pub(crate) fn news(&mut self, news: News) {
        match news {
            News::State(state) => self.stands(state),
            News::Entered(entered) => self.entered(*entered),
            News::NotLetIn(problem) => self.not_let_in(&problem),
            News::Untrusted { fingerprint, why } => self.overlay = Some(Overlay::Trust { fingerprint, why }),
            News::Token { token, .. } => {
                self.remember_me(true);
                self.effect(Effect::Remember(Memory::Token(Some(token))));
            }
            News::TokenOver => self.effect(Effect::Remember(Memory::Token(None))),
            News::Room(room) => {
                let me = self.me.clone();
                let seen = self.room_or_new(&room.room_id, &room.room);
                seen.has_read(room.read_up_to, me.as_ref());
                seen.looked_at(*room);
                self.sort();
                self.arrive();
            }
            News::Page(page) => self.first_page(&page),
            News::Event(event) => self.happened(&event),
            News::Signal(signal) => self.signal(&signal),
            News::Gap(gap) => {
                let at_ms = self.now.unix_ms;
                let room = self.room_or_new(&gap.room_id, &gap.room);
                room.go_to_bottom();
                room.log.begin_anew();
                let words =
                    format!("{} events happened meanwhile; scroll up to read them.", gap.to + 1 - gap.from);
                room.note(Entry::note(at_ms, words));
            }
            News::Lost(lost) => self.is_out_of(
                &lost.room,
                &format!("This room cannot be heard any more: {}", lost.problem.detail),
            ),
            News::Sent { ticket, .. } => self.settle(ticket, None),
            News::Refused { ticket, problem } => self.settle(ticket, Some(&problem)),
            News::Answered { ticket, answer } => {
                if let Some(asked) = self.asked.remove(&ticket) {
                    self.answered(asked, *answer);
                }
            }
            News::Unanswered(ticket) => self.unanswered(ticket),
            News::NotJoined { room, problem } => {
                self.trouble(format!("{}: {}", one_line(&room), problem.detail));
            }
            News::Left => self.done = true,
        }
    }

    fn stands(&mut self, state: State) {
        if matches!(state, State::Waiting { .. } | State::Over { .. }) {
            for room in &mut self.rooms {
                room.forget_typing(u64::MAX);
                room.fetching = false;
            }
        }
        if let (State::Over { why }, Some(form)) = (&state, &mut self.form) {
            form.refused("", why);
        }
        self.state = state;
    }

    fn entered(&mut self, entered: Entered) {
        self.form = None;
        self.away = entered.away.is_some();
        let account = entered.me.account.is_some();
        self.me = Some(entered.me);
        self.remember_me(account);
        for room in &mut self.rooms {
            room.mine = entered.rooms.iter().any(|place| place.room_id == room.id);
        }
        for place in &entered.rooms {
            let me = self.me.clone();
            self.room_or_new(&place.room_id, &place.room).has_read(place.read_up_to, me.as_ref());
        }
        self.arrive();
        self.ask(Ask::Conversations(Nothing {}), Asked::Conversations);
    }

    fn remember_me(&mut self, account: bool) {
        let Some(me) = &self.me else { return };
        let name = if account { me.account.clone() } else { None };
        let name = name.unwrap_or_else(|| me.name.clone());
        self.effect(Effect::Remember(Memory::Me { name, account }));
    }

    /// Looks at the room one wanted to look at, or at any if at none.
    pub(crate) fn arrive(&mut self) {
        if let Some(wanted) = &self.going_to
            && let Some(id) = self.room_by_name(wanted).map(|room| room.id.clone())
        {
            self.going_to = None;
            self.look_at(&id);
        }
        if self.room().is_none()
            && let Some(id) = self.rooms.iter().find(|room| room.mine).map(|room| room.id.clone())
        {
            let wanted = self.going_to.take();
            self.look_at(&id);
            self.going_to = wanted;
        }
    }

    fn not_let_in(&mut self, problem: &Problem) {
        let name = self.me.as_ref().map_or(self.settings.name.clone(), |me| me.name.clone());
        let name = self.settings.identity.as_ref().map_or(name, |identity| identity.name().to_owned());
        let form = self.form.get_or_insert_with(|| Form::new(&name));
        form.refused(&problem.code, &problem.detail);
    }

    fn first_page(&mut self, page: &Page) {
        let me = self.me.clone();
        let room = self.room_or_new(&page.room_id, &page.room);
        room.log.newest(page);
        for message in &page.messages {
            if matches!(message.event.what, Happened::Said(_)) {
                room.speakers.retain(|name| *name != message.event.by.name);
                room.speakers.push(message.event.by.name.clone());
            }
        }
        if room.read.is_none() {
            // Who comes here for the first time need not catch up with all that was said before them.
            room.read = room.log.last().map(|(number, _)| number);
        }
        if let Some(me) = &me {
            room.count(me);
        }
        if room.unread > 0 && room.mark.is_none() {
            room.mark = room.read;
        }
    }

    fn happened(&mut self, event: &Event) {
        let Some(me) = self.me.clone() else { return };
        let mine = event.by.person == me.person;
        let looks = self.focused && self.form.is_none() && self.current == event.room_id;
        let room = self.room_or_new(&event.room_id, &event.room);
        room.follow(event);
        if let Some(past) = &mut room.past {
            past.alter(event);
        }
        let seen = looks && room.at_bottom();
        let weight = room.weight(event, &me);
        let fresh = room.log.happened(event, room.bottom.is_none());
        if fresh && weight != Weight::Nothing && !seen {
            // Where nothing was seen yet, what was before is of no concern.
            let read = *room.read.get_or_insert(event.number.saturating_sub(1));
            if room.unread == 0 {
                room.mark = Some(read);
            }
            room.unread += 1;
            room.mentions += usize::from(weight == Weight::ToMe);
        }
        match &event.what {
            Happened::Said(said) => {
                if mine {
                    self.heard_myself(&event.room_id, &said.text);
                } else if fresh && !looks {
                    self.ring(event, &said.text, weight);
                }
            }
            Happened::Became(became) => self.known_as(&event.by, &became.now),
            Happened::Joined(_) if mine => {
                room.mine = true;
                self.arrive();
            }
            Happened::Left(_) if mine => self.is_out_of(&event.room_id, ""),
            Happened::Kicked(kicked) if kicked.whom.person == me.person => {
                self.is_out_of(&event.room_id, "You were removed from this room.");
            }
            Happened::Closed(_) => self.is_out_of(&event.room_id, "This room is closed."),
            Happened::Renamed(_) => self.sort(),
            // Roles and rules are in the look.
            Happened::Changed(_) => {
                self.ask(Ask::Room(parlor_api::InRoom { room: event.room_id.clone() }), Asked::Look);
            }
            _ => {}
        }
    }

    fn ring(&mut self, event: &Event, text: &str, weight: Weight) {
        let wanted = match self.notify {
            Notify::Off => false,
            Notify::ToMe => weight == Weight::ToMe,
            Notify::All => weight != Weight::Nothing,
        };
        // What was missed is not news.
        if !wanted || self.state != State::Connected {
            return;
        }
        let (who, room) = (one_line(&event.by.name), one_line(&event.room));
        let title = if room.starts_with('@') { who } else { format!("{who} in {room}") };
        let body: String = one_line(text).chars().take(160).collect();
        self.effect(Effect::Bell);
        if !self.focused {
            self.effect(Effect::Notify { title, body });
        }
    }

    /// What was shown as waiting is in the log now.
    fn heard_myself(&mut self, room_id: &str, text: &str) {
        let waits = self.pending.iter_mut().find(|p| p.room_id == room_id && p.text.as_deref() == Some(text));
        if let Some(pending) = waits {
            pending.text = None;
            pending.heard = true;
        }
    }

    fn known_as(&mut self, before: &Person, now: &Person) {
        if self.me.as_ref().is_some_and(|me| me.person == before.person) {
            self.me = Some(now.clone());
            self.remember_me(now.account.is_some());
        }
        // The others' conversations with them are called by their name.
        for room in self.rooms.iter_mut().filter(|room| room.is_direct()) {
            room.became(before, now);
        }
    }

    fn signal(&mut self, signal: &Signal) {
        let now_ms = self.now.ms;
        match &signal.what {
            Signalled::Typing(state) => {
                let Some(room) = signal.room_id.as_deref().and_then(|id| self.room_by_id(id)) else { return };
                match state {
                    parlor_api::Typing::Active => room.is_typing(&signal.by, now_ms),
                    parlor_api::Typing::Paused | parlor_api::Typing::Done => {
                        room.stopped_typing(&signal.by.person);
                    }
                }
            }
            Signalled::Away(why) => {
                if self.me.as_ref().is_some_and(|me| me.person == signal.by.person) {
                    self.away = why.is_some();
                }
                for room in &mut self.rooms {
                    if let Some(member) = room.members.get_mut(&signal.by.person) {
                        member.away = why.is_some();
                    }
                }
            }
            Signalled::KnownAs(before) => self.known_as(before, &signal.by),
            Signalled::ReadUpTo(number) => {
                let me = self.me.clone();
                let Some(room) = signal.room_id.as_deref().and_then(|id| self.room_by_id(id)) else { return };
                room.has_read(Some(*number), me.as_ref());
            }
            Signalled::Word(words) => {
                let words = format!("The house says: {}", one_line(words));
                self.note(words);
            }
            Signalled::Tags(_) => {}
        }
    }

    /// One is in that room no more.
    fn is_out_of(&mut self, room_id: &str, words: &str) {
        let at_ms = self.now.unix_ms;
        let Some(room) = self.room_by_id(room_id) else { return };
        room.mine = false;
        if words.is_empty() {
            // One left it oneself, perhaps at another door: it goes from the screen.
            self.rooms.retain(|room| room.id != room_id);
            if self.current == room_id {
                self.current.clear();
                self.arrive();
            }
            return;
        }
        room.note(Entry::trouble(at_ms, words.to_owned()));
    }

    /// There is a word about what was sent.
    fn settle(&mut self, ticket: Ticket, problem: Option<&Problem>) {
        let Some(at) = self.pending.iter().position(|pending| pending.ticket == ticket) else { return };
        let pending = self.pending.remove(at);
        let Some(problem) = problem.filter(|problem| problem.code != "taken_back") else { return };
        let at_ms = self.now.unix_ms;
        let words = match &pending.text {
            Some(text) => format!("Not said: {} — {}", one_line(text), problem.detail),
            None => format!("{}: {}", pending.what, problem.detail),
        };
        let here = pending.room_id == self.current;
        if let Some(room) = self.room_by_id(&pending.room_id) {
            room.note(Entry::trouble(at_ms, words));
        }
        // What was not said can be mended and said again.
        if let Some(text) = pending.text.filter(|_| here && self.editor.is_empty()) {
            self.editor.set(&text);
        }
    }

    fn unanswered(&mut self, ticket: Ticket) {
        match self.asked.remove(&ticket) {
            Some(Asked::Older { room_id } | Asked::Newer { room_id } | Asked::Around { room_id, .. }) => {
                if let Some(room) = self.room_by_id(&room_id) {
                    room.fetching = false;
                }
            }
            Some(Asked::Search) => {
                if let Some(Overlay::Found(found)) = &mut self.overlay {
                    found.waits = false;
                }
                self.flash("There is no connection just now.");
            }
            Some(Asked::Command(_) | Asked::Rooms | Asked::Person) => {
                self.trouble("There is no connection just now; that was not done.");
            }
            Some(Asked::Look | Asked::Conversations | Asked::Quiet) | None => {}
        }
    }

    /// A stretch of the past around a message, to look at.
    pub(crate) fn look_back(&mut self, room_id: &str, message: &str, page: &Page) {
        let id = room_id.to_owned();
        self.look_at(&id);
        let Some(room) = self.room_by_id(room_id) else { return };
        let log = Log::of(page);
        let Some(key) = log.by_id(message).map(|(key, _)| key).or_else(|| log.last()) else { return };
        let below = log.after(key).take(6).last().map_or(key, |(key, _)| key);
        room.past = Some(log);
        room.bottom = Some(below);
        room.skip = 0;
        room.selected = Some(key);
    }
}
