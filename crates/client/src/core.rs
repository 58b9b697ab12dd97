//! The machine: what happens goes in, what is to be done comes out.

use crate::backoff::Backoff;
use crate::outbox::Outbox;
use crate::rooms::Rooms;
use crate::{Failure, Identity, News, Order, State, Ticket};
use parlor_api::{Answer, Ask, Cursor, Enter, Frame, LogIn, Person, Problem, Quit};
use std::collections::HashMap;

/// How a client behaves.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Messages of a room that are fetched when it is first seen.
    pub page: usize,
    /// Any number that no other client has: waits and keys are made from it.
    pub seed: u64,
    /// Whether it goes on trying when the very first attempt fails.
    pub patient: bool,
}

/// What happens to a client.
#[derive(Debug)]
pub enum In {
    /// Somebody wants something.
    Order(Order),
    /// The connection is there.
    Opened,
    /// There will be none.
    Failed(Failure),
    /// A login went well.
    LoggedIn {
        /// The session's token.
        token: String,
    },
    /// The server sent a frame.
    Frame(Box<Frame>),
    /// The connection is gone. Why, as a sentence.
    Closed(String),
    /// Time has gone by.
    Time,
}

/// What a client does.
#[derive(Debug, PartialEq)]
pub enum Out {
    /// Open a connection, with this token and these places to resume from if there is one. What was open is closed.
    Connect {
        /// The session's token.
        token: Option<String>,
        /// What came after these is wanted. Empty without a token.
        after: Vec<Cursor>,
    },
    /// Log in, for a token.
    LogIn(LogIn),
    /// Send this, under this id.
    Write {
        /// What the answer will be known by.
        id: u64,
        /// What is asked.
        ask: Box<Ask>,
    },
    /// Close the connection.
    Disconnect,
    /// Believe this certificate, too.
    Trust(String),
    /// Tell this.
    Tell(News),
}

/// What an answer is waited for.
#[derive(Debug)]
pub(crate) enum Purpose {
    Join { room: String },
    Look { room_id: String },
    FirstPage { room_id: String },
    Resume,
    Sent,
    Asked { ticket: Ticket, ask: Box<Ask> },
    Quit,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Phase {
    /// Nobody said who to be, or that was refused.
    Idle,
    /// Getting a token.
    LoggingIn,
    /// Getting a connection.
    Opening,
    /// Telling who one is.
    Entering,
    /// In.
    In,
    /// Until it is time to try again.
    Waiting { until_ms: u64 },
    /// Saying goodbye, until it has been long enough.
    Leaving { until_ms: u64 },
    /// For good.
    Over,
}

/// How long a goodbye may take.
const GOODBYE_MS: u64 = 1_500;
/// How often a name is asked for again: who had it may be leaving just now.
const ASKS: u8 = 2;
/// The id of who says in the first frame who they are.
const ENTER: u64 = 1;

/// A client, without sockets, clock or dice.
#[derive(Debug)]
pub struct Core {
    pub(crate) settings: Settings,
    pub(crate) now_ms: u64,
    pub(crate) phase: Phase,
    pub(crate) identity: Option<Identity>,
    pub(crate) me: Option<Person>,
    pub(crate) rooms: Rooms,
    pub(crate) outbox: Outbox,
    pub(crate) asked: HashMap<u64, Purpose>,
    pub(crate) backoff: Backoff,
    /// The last word of the server on this connection.
    pub(crate) bye: Option<parlor_api::Bye>,
    /// How often a name may still be asked for that somebody has.
    pub(crate) asks_left: u8,
    /// To go when nothing waits any more.
    finish: Option<String>,
    out: Vec<Out>,
    shown: Option<State>,
    next_id: u64,
    next_key: u64,
}

impl Core {
    /// A client that is nobody yet.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let backoff = Backoff::new(settings.seed);
        Self {
            settings,
            now_ms: 0,
            phase: Phase::Idle,
            identity: None,
            me: None,
            rooms: Rooms::default(),
            outbox: Outbox::default(),
            asked: HashMap::new(),
            backoff,
            bye: None,
            asks_left: 0,
            finish: None,
            out: Vec::new(),
            shown: None,
            next_id: ENTER + 1,
            next_key: 0,
        }
    }

    /// Something happens at this time (milliseconds of any clock that never goes back). What is to be done now.
    pub fn handle(&mut self, input: In, now_ms: u64) -> Vec<Out> {
        self.now_ms = self.now_ms.max(now_ms);
        match input {
            In::Order(order) => self.ordered(order),
            In::Opened => self.opened(),
            In::Failed(failure) => self.failed(failure),
            In::LoggedIn { token } => self.logged_in(token),
            In::Frame(frame) => self.frame(*frame),
            In::Closed(why) => self.closed(why),
            In::Time => {}
        }
        self.on_time();
        self.send_on();
        self.finish_on();
        self.show_state();
        std::mem::take(&mut self.out)
    }

    /// When it wants to know that time has gone by.
    #[must_use]
    pub fn wakes_at_ms(&self) -> Option<u64> {
        match self.phase {
            Phase::Waiting { until_ms } | Phase::Leaving { until_ms } => Some(until_ms),
            Phase::In => [self.outbox.next_ms(), self.rooms.join_again_ms].into_iter().flatten().min(),
            Phase::Idle | Phase::LoggingIn | Phase::Opening | Phase::Entering | Phase::Over => None,
        }
    }

    fn ordered(&mut self, order: Order) {
        match order {
            Order::Enter(identity) => {
                self.identity = Some(identity);
                self.asks_left = ASKS;
                self.backoff.reset();
                self.connect();
            }
            Order::Want { room, key } => {
                let room = if room.starts_with('#') { room } else { format!("#{room}") };
                self.rooms.want(room, key);
                self.join_on();
            }
            Order::Send { ticket, mut ask } => {
                normalize(&mut ask);
                self.next_key += 1;
                let key = format!("{:016x}-{}", self.settings.seed, self.next_key);
                if let Err(problem) = self.outbox.put(ticket, *ask, key) {
                    self.tell(News::Refused { ticket, problem });
                }
            }
            Order::Unsend(ticket) => {
                if self.outbox.take_back(ticket) {
                    let problem = Problem::new(409, "taken_back", "It was taken back before it was sent.");
                    self.tell(News::Refused { ticket, problem });
                }
            }
            Order::Ask { ticket, ask } if self.phase == Phase::In => {
                let asked = ask.clone();
                self.write(*ask, Purpose::Asked { ticket, ask: asked });
            }
            Order::Ask { ticket, .. } => self.tell(News::Unanswered(ticket)),
            Order::TryNow => match self.phase {
                Phase::Waiting { .. } | Phase::Over => {
                    self.backoff.reset();
                    self.connect();
                }
                Phase::Idle
                | Phase::LoggingIn
                | Phase::Opening
                | Phase::Entering
                | Phase::In
                | Phase::Leaving { .. } => {}
            },
            Order::Trust(fingerprint) => {
                self.out.push(Out::Trust(fingerprint));
                if self.identity.is_some() && self.phase == Phase::Idle {
                    self.connect();
                }
            }
            Order::Finish { reason } => self.finish = Some(reason),
            Order::Leave { reason } => self.leave(reason),
        }
    }

    fn on_time(&mut self) {
        match self.phase {
            Phase::Waiting { until_ms } if until_ms <= self.now_ms => self.connect(),
            Phase::Leaving { until_ms } if until_ms <= self.now_ms => self.gone(),
            Phase::In if self.rooms.join_again_ms.is_some_and(|at| at <= self.now_ms) => {
                self.rooms.join_again_ms = None;
                self.join_on();
            }
            _ => {}
        }
    }

    /// Begins anew, wherever it stands.
    pub(crate) fn connect(&mut self) {
        self.break_off();
        let after = self.rooms.cursors();
        match self.identity.clone() {
            None => self.phase = Phase::Idle,
            Some(Identity::Guest { .. }) => self.open(None, Vec::new()),
            Some(Identity::Account { token: Some(token), .. }) => self.open(Some(token), after),
            Some(Identity::Account { name, password: Some(password), token: None }) => {
                self.phase = Phase::LoggingIn;
                self.out.push(Out::LogIn(LogIn { name, password }));
            }
            Some(Identity::Account { password: None, token: None, .. }) => {
                let problem = Problem::new(401, "session_over", "The password is needed again.");
                self.not_let_in(problem);
            }
        }
    }

    fn open(&mut self, token: Option<String>, after: Vec<Cursor>) {
        self.phase = Phase::Opening;
        self.out.push(Out::Connect { token, after });
    }

    /// What was under way on the connection will have no answer.
    pub(crate) fn break_off(&mut self) {
        self.outbox.broken();
        self.rooms.broken();
        self.bye = None;
        let mut asked: Vec<_> = self.asked.drain().collect();
        asked.sort_by_key(|(id, _)| *id);
        for (_, purpose) in asked {
            if let Purpose::Asked { ticket, .. } = purpose {
                self.tell(News::Unanswered(ticket));
            }
        }
    }

    fn opened(&mut self) {
        if self.phase != Phase::Opening {
            return;
        }
        self.phase = Phase::Entering;
        if let Some(Identity::Guest { name }) = &self.identity {
            let after = self.rooms.cursors();
            let ask = Box::new(Ask::Enter(Enter { name: name.clone(), password: None, after }));
            self.out.push(Out::Write { id: ENTER, ask });
        }
    }

    /// Whether this is the answer to who one is.
    pub(crate) const fn is_entrance(re: u64) -> bool {
        re <= ENTER
    }

    pub(crate) fn write(&mut self, ask: Ask, purpose: Purpose) {
        let id = self.next_id;
        self.next_id += 1;
        self.asked.insert(id, purpose);
        self.out.push(Out::Write { id, ask: Box::new(ask) });
    }

    pub(crate) fn tell(&mut self, news: News) {
        self.out.push(Out::Tell(news));
    }

    pub(crate) fn do_out(&mut self, out: Out) {
        self.out.push(out);
    }

    /// Sends the next thing that waits, once all that was missed is told.
    fn send_on(&mut self) {
        if self.phase != Phase::In || !self.rooms.are_settled() {
            return;
        }
        let Some(me) = self.me.as_ref().map(|me| me.person.clone()) else { return };
        while let Some((ticket, done)) = self.outbox.caught_up(&me) {
            self.tell(News::Sent { ticket, done });
        }
        if let Some(ask) = self.outbox.next(&me, self.now_ms) {
            self.write(ask, Purpose::Sent);
        }
    }

    fn finish_on(&mut self) {
        if self.phase == Phase::In
            && self.rooms.are_settled()
            && self.outbox.is_empty()
            && let Some(reason) = self.finish.take()
        {
            self.leave(reason);
        }
    }

    fn leave(&mut self, reason: String) {
        match self.phase {
            Phase::In => {
                self.write(Ask::Quit(Quit { reason }), Purpose::Quit);
                self.phase = Phase::Leaving { until_ms: self.now_ms + GOODBYE_MS };
            }
            Phase::Leaving { .. } => {}
            Phase::Idle
            | Phase::LoggingIn
            | Phase::Opening
            | Phase::Entering
            | Phase::Waiting { .. }
            | Phase::Over => self.gone(),
        }
    }

    /// Has left.
    pub(crate) fn gone(&mut self) {
        self.identity = None;
        self.phase = Phase::Idle;
        self.break_off();
        self.tell(News::Left);
        self.out.push(Out::Disconnect);
    }

    /// Tells how it stands, when that has changed.
    fn show_state(&mut self) {
        let state = match &self.phase {
            Phase::Idle | Phase::Leaving { .. } => State::Idle,
            Phase::LoggingIn | Phase::Opening => State::Connecting,
            Phase::Entering => State::Entering,
            Phase::In if self.rooms.are_live() => State::Connected,
            Phase::In => State::CatchingUp,
            // These carry words, and were told with them.
            Phase::Waiting { .. } | Phase::Over => return,
        };
        self.show(state);
    }

    pub(crate) fn show(&mut self, state: State) {
        if self.shown.as_ref() != Some(&state) {
            self.shown = Some(state.clone());
            self.tell(News::State(state));
        }
    }

    /// An answer that was refused, or `None`.
    pub(crate) fn refusal(answer: &Answer) -> Option<&Problem> {
        match answer {
            Answer::Refused(problem) => Some(problem),
            _ => None,
        }
    }
}

/// Line ends as the server keeps them: what comes back is compared with what went.
fn normalize(ask: &mut Ask) {
    if let Ask::Say(say) = ask
        && say.text.contains('\r')
    {
        say.text = say.text.replace("\r\n", "\n").replace('\r', "\n");
    }
}
