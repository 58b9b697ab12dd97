//! What the server sends.

use crate::core::{Core, Phase, Purpose};
use crate::entering::is_passing;
use crate::{Identity, News};
use parlor_api::{Answer, Answered, Ask, Done, Event, Frame, Happened, Person, Resume, Signal, Signalled};

/// How long to wait before a message is sent again that a busy server did not take.
const AGAIN_MS: u64 = 1_000;

impl Core {
    pub(crate) fn frame(&mut self, frame: Frame) {
        match frame {
            Frame::Answered(Answered { re, answer }) => self.answered(re, answer),
            Frame::Event(event) => self.event(event),
            Frame::Signal(signal) => self.signal(signal),
            Frame::Gap { gap } => {
                self.rooms.told_up_to(&gap.room_id, &gap.room, gap.to);
                self.in_doubt(&gap.room_id, &gap.room);
                self.tell(News::Gap(gap));
            }
            // Nothing is lost: it comes, only later. Until then nobody takes it for news.
            Frame::Behind { behind } => self.rooms.is_behind(&behind.room_id, true),
            Frame::Live { live } => {
                self.rooms.is_behind(&live.room_id, false);
                for event in self.rooms.caught_up(&live.room_id) {
                    self.happened(Box::new(event));
                }
                self.rooms.told_up_to(&live.room_id, &live.room, live.after);
            }
            Frame::Lost { lost } => {
                self.rooms.is_lost(&lost.room);
                if !self.rooms.has(&lost.room) {
                    self.tell(News::Lost(lost));
                }
            }
            Frame::Bye { bye } => self.bye = Some(bye),
            Frame::Slowed { .. } | Frame::Ping { .. } => {}
        }
    }

    fn event(&mut self, event: Box<Event>) {
        let me = self.me.as_ref().map(|me| me.person.clone());
        let joined = matches!(event.what, Happened::Joined(_)) && me.as_ref() == Some(&event.by.person);
        let room_id = event.room_id.clone();
        if let Some(event) = self.rooms.hold(event) {
            return self.happened(event);
        }
        if joined && let Some(cursor) = self.rooms.cursor_of_held(&room_id) {
            self.write(Ask::Resume(Resume { cursors: vec![cursor] }), Purpose::Resume);
        }
    }

    fn happened(&mut self, event: Box<Event>) {
        if !self.rooms.is_new(&event) {
            return;
        }
        self.outbox.heard(&event);
        let is_me = |person: &Person| self.me.as_ref().is_some_and(|me| me.person == person.person);
        let mine = is_me(&event.by);
        let (id, name) = (event.room_id.clone(), event.room.clone());
        match &event.what {
            Happened::Joined(_) if mine => {
                self.rooms.is_mine(&id, &name, true);
                self.tell(News::Event(event));
                return self.look_at(&id);
            }
            Happened::Opened(opened) if opened.between.as_ref().is_some_and(|two| two.iter().any(is_me)) => {
                self.rooms.is_mine(&id, &name, true);
                self.tell(News::Event(event));
                return self.look_at(&id);
            }
            Happened::Left(_) if mine => self.rooms.is_mine(&id, &name, false),
            Happened::Kicked(kicked) if is_me(&kicked.whom) => self.rooms.is_mine(&id, &name, false),
            Happened::Closed(_) => self.rooms.is_mine(&id, &name, false),
            Happened::Renamed(renamed) => self.rooms.renamed(&id, &renamed.to.clone()),
            Happened::Became(became) if mine => self.am_known_as(became.now.clone()),
            _ => {}
        }
        self.tell(News::Event(event));
    }

    fn signal(&mut self, signal: Box<Signal>) {
        if let Signalled::KnownAs(before) = &signal.what
            && self.me.as_ref().is_some_and(|me| me.person == before.person)
        {
            self.am_known_as(signal.by.clone());
        }
        self.tell(News::Signal(signal));
    }

    /// One is called something else, or is somebody else.
    fn am_known_as(&mut self, now: Person) {
        if let Some(Identity::Guest { name }) = &mut self.identity {
            name.clone_from(&now.name);
        }
        self.me = Some(now);
    }

    fn answered(&mut self, re: Option<u64>, answer: Answer) {
        let Some(re) = re else {
            // A frame that could not even be read has no id: only what is sent can have been so odd.
            if let Some(problem) = Self::refusal(&answer).cloned() {
                let sent = self.asked.iter().find(|(_, purpose)| matches!(purpose, Purpose::Sent));
                if let Some(id) = sent.map(|(id, _)| *id) {
                    self.asked.remove(&id);
                    self.sent(Answer::Refused(problem));
                }
            }
            return;
        };
        if Self::is_entrance(re) {
            return match answer {
                Answer::Entered(entered) => self.entered(entered),
                Answer::Refused(problem) if self.phase == Phase::Entering => self.entrance_refused(problem),
                _ => {}
            };
        }
        let Some(purpose) = self.asked.remove(&re) else { return };
        match purpose {
            Purpose::Join { room } => match answer {
                Answer::Refused(problem) => self.not_joined(room, problem),
                _ => self.rooms.is_joined(&room),
            },
            Purpose::Look { room_id } => {
                // Otherwise it is busy, or gone meanwhile: the next event of it tells.
                if let Answer::Room(room) = answer {
                    self.rooms.begins_at(&room_id, &room.room, room.last);
                    self.tell(News::Room(room));
                }
            }
            Purpose::FirstPage { room_id } => {
                if let Answer::Page(page) = answer {
                    self.rooms.has_page(&room_id);
                    self.tell(News::Page(page));
                }
            }
            Purpose::Resume => {}
            Purpose::Sent => self.sent(answer),
            Purpose::Asked { ticket, ask } => {
                if Self::refusal(&answer).is_none() {
                    self.became(&ask);
                }
                self.tell(News::Answered { ticket, answer: Box::new(answer) });
            }
            Purpose::Quit => self.gone(),
        }
    }

    /// There is a word about what was sent.
    fn sent(&mut self, answer: Answer) {
        match answer {
            Answer::Refused(problem) if is_passing(&problem) => {
                self.outbox.again(self.now_ms + problem.retry_after_ms.unwrap_or(AGAIN_MS));
            }
            Answer::Refused(problem) => {
                if let Some(ticket) = self.outbox.settled() {
                    self.tell(News::Refused { ticket, problem });
                }
            }
            Answer::Done(done) => self.is_sent(done),
            _ => self.is_sent(Done::default()),
        }
    }

    fn is_sent(&mut self, done: Done) {
        if let Some(ticket) = self.outbox.settled() {
            self.tell(News::Sent { ticket, done });
        }
    }

    /// Part of a room's past is left out: what somebody else had sent there may be in it.
    fn in_doubt(&mut self, room_id: &str, room: &str) {
        let Some(me) = self.me.as_ref().map(|me| me.person.clone()) else { return };
        let ticket = self.outbox.left_in_doubt(&me, room_id).or_else(|| self.outbox.left_in_doubt(&me, room));
        if let Some(ticket) = ticket {
            let words = "The connection broke while it was sent, and too much was said since to see whether it was kept.";
            let problem = parlor_api::Problem::new(409, "in_doubt", words);
            self.tell(News::Refused { ticket, problem });
        }
    }
}
