//! Where a seat puts what it wants: bytes for its connection, questions for the house.

use crate::cloak;
use crate::compact::Moment;
use crate::gate::{Attempt, Gate};
use crate::link::{HistoryWish, Reply, SearchWish, ToHouse};
use crate::{Arrival, Rules, Span, TurnedAway};
use parlor_engine::{Answer, Ask, Ending, RoomRef, SessionId, Token};
use parlor_model::{Number, PersonId, Refusal, Time};
use std::net::IpAddr;
use std::sync::Arc;

/// What a connection's desk remembers from turn to turn.
#[derive(Debug, Default)]
pub(crate) struct DeskState {
    pub(crate) next_token: u32,
    /// Questions under way.
    pub(crate) open: u16,
    /// A question whose answer must come before the next line is read.
    pub(crate) waiting: Option<Token>,
    /// The connection ends when everything is written.
    pub(crate) ending: Option<Box<Ending>>,
    /// Lines that may be taken now.
    pub(crate) bucket: f32,
    pub(crate) bucket_at: Time,
    pub(crate) slow_until: Option<Moment>,
    pub(crate) slow_told: bool,
    /// Rules the house: lines are not counted.
    pub(crate) trusted: bool,
    /// The password of the house was said.
    pub(crate) knows_house: bool,
    /// When the seat wants to be woken.
    pub(crate) wake_at: Option<Moment>,
    /// Asked for a sign of life.
    pub(crate) nudged: bool,
    /// The seat has bytes that it kept when it was told to wait.
    pub(crate) parked: bool,
    /// Counted at the gate.
    pub(crate) counted: bool,
}

/// Lines of a bucket in little space: a thousandth of a line is no matter.
#[expect(clippy::cast_possible_truncation, reason = "that is what is wanted")]
pub(crate) fn lines(exactly: f64) -> f32 {
    exactly as f32
}

/// What a seat sees of the house during one call.
pub struct Desk<'a> {
    pub(crate) out: &'a mut Vec<u8>,
    /// Bytes of `out` that are written already.
    pub(crate) written: usize,
    pub(crate) state: &'a mut DeskState,
    pub(crate) asks: &'a mut Vec<ToHouse>,
    pub(crate) rules: &'a Arc<Rules>,
    pub(crate) arrival: &'a mut Arrival,
    pub(crate) gate: &'a Gate,
    pub(crate) session: SessionId,
    pub(crate) person: Option<PersonId>,
    pub(crate) now: Time,
}

impl Desk<'_> {
    /// Bytes for the connection, written at the end of the turn in one piece with everything else.
    pub fn out(&mut self) -> &mut Vec<u8> {
        self.out
    }

    /// Asks the house. The answer comes with this token.
    pub fn ask(&mut self, mut ask: Ask) -> Token {
        if let Ask::Enter(entering) = &mut ask {
            entering.secure = self.arrival.secure;
        }
        if let Ask::Enter(entering) = &mut ask
            && let Some(host) = cloak::host(self.rules, &entering.address, entering.account.as_ref())
        {
            entering.host = host;
        }
        // What the store must be asked about first takes longer: what comes after waits, so that order is kept.
        let waits = match &ask {
            Ask::Enter(_)
            | Ask::RegisterByMail { .. }
            | Ask::Confirm { .. }
            | Ask::SendCode { .. }
            | Ask::ResetPassword { .. }
            | Ask::Register { .. }
            | Ask::LogIn(_)
            | Ask::LogOut
            | Ask::Operate(_)
            | Ask::Push(_) => true,
            Ask::Room { command, key, .. } => key.is_some() || command.target().is_some(),
            Ask::Nick(_)
            | Ask::Describe(_)
            | Ask::Away(_)
            | Ask::Directory(_)
            | Ask::Keyring(_)
            | Ask::MakeHook { .. }
            | Ask::Kill { .. }
            | Ask::Announce(_)
            | Ask::Force { .. }
            | Ask::Overrule { .. }
            | Ask::Accept { .. }
            | Ask::SetFlags { .. }
            | Ask::Dismiss { .. }
            | Ask::StandDown
            | Ask::Defcon(_)
            | Ask::Watch { .. }
            | Ask::Follow { .. }
            | Ask::Signal { .. }
            | Ask::Read { .. }
            | Ask::Mark { .. }
            | Ask::SetMetadata { .. }
            | Ask::ClearMetadata(_)
            | Ask::Look(_)
            | Ask::Fence => false,
        };
        let (session, token) = (self.session, self.token(waits));
        let refused = match &ask {
            Ask::Enter(entering) if entering.account.is_none() && entering.token.is_none() => {
                self.is_stranger() && self.answer_now(token, Refusal::WrongPassword)
            }
            Ask::Register { .. } | Ask::RegisterByMail { .. } | Ask::Confirm { .. }
                if self.person.is_none() && self.is_stranger() =>
            {
                self.answer_now(token, Refusal::NoRegistration)
            }
            Ask::Register { .. }
            | Ask::RegisterByMail { .. }
            | Ask::Confirm { .. }
            | Ask::SendCode { .. }
            | Ask::ResetPassword { .. } => self.held_back(Attempt::Register, token),
            _ => false,
        };
        if refused {
            return token;
        }
        self.asks.push(match ask {
            Ask::Enter(entering) => {
                let ends = self.arrival.at.take().map(|here| (*here, self.arrival.from.into()));
                ToHouse::Enter { session, token, entering, ends }
            }
            ask => ToHouse::Ask { session, token, ask },
        });
        token
    }

    /// Whether too much was tried from there; then that is the answer, and nothing is asked.
    fn held_back(&mut self, what: Attempt, token: Token) -> bool {
        let address = self.arrival.from.ip();
        let Err(wait_ms) = self.gate.may_try(what, address, &self.rules.connection, self.now) else {
            return false;
        };
        self.answer_now(token, Refusal::TooFast { wait_ms })
    }

    /// The answer comes in its place among the others.
    fn answer_now(&mut self, token: Token, why: Refusal) -> bool {
        let reply = Reply::Answer(Answer::Refused(why));
        self.asks.push(ToHouse::Reply { session: self.session, token, reply });
        true
    }

    /// Whether the password of the house is still to be said.
    fn is_stranger(&self) -> bool {
        self.rules.house_password.is_some() && !self.state.knows_house
    }

    /// Says a password of the house. Without it, where there is one, nobody comes in but with an account.
    pub fn say_house_password(&mut self, password: &str) {
        let Some(wanted) = &self.rules.house_password else { return };
        // Values made with a secret are compared: how long that takes tells nothing about the password.
        let value = |text: &str| self.rules.secret.derive("password of the house", text.as_bytes());
        self.state.knows_house = value(password) == value(wanted);
    }

    /// Counts a wrong guess of who they are, of those that no password thread sees.
    pub fn guessed_wrong(&mut self) {
        self.gate.failed(self.arrival.from.ip(), &self.rules.connection, self.now);
    }

    /// Asks for a page of a room's history; [`Reply::Page`] or a refusal. Waits.
    pub fn history(&mut self, room: RoomRef, span: Span, limit: usize, messages_only: bool) -> Token {
        let (session, token) = (self.session, self.token(true));
        let limit = limit.min(self.rules.history_items_max);
        let wish = HistoryWish { room, span, limit, messages_only };
        self.asks.push(ToHouse::History { session, token, wish });
        token
    }

    /// Asks what came after a number in a room's log: what a client that comes back needs.
    /// [`Reply::After`] or a refusal. Waits. Of a room that is heard live, what is
    /// told meanwhile has higher numbers.
    pub fn after(&mut self, room: RoomRef, after: Number, limit: usize) -> Token {
        let (session, token) = (self.session, self.token(true));
        let limit = limit.min(self.rules.history_items_max);
        self.asks.push(ToHouse::After { session, token, room, after, limit });
        token
    }

    /// Searches what one may read, or one room of it; [`Reply::Found`]. Waits.
    pub fn search(&mut self, search: Search) -> Token {
        let (session, token) = (self.session, self.token(true));
        let Search { terms, from, room, before, after, limit } = search;
        let limit = limit.min(self.rules.search_results_max);
        self.asks.push(ToHouse::Search {
            session,
            token,
            wish: SearchWish { terms, from, room, before, after, limit },
        });
        token
    }

    /// Has a password checked; [`Reply::Verified`], `Refused(WrongPassword)`, or `Refused(TooFast)`
    /// when too many wrong ones came from there. Waits.
    pub fn verify(&mut self, name: &str, password: &str) -> Token {
        let (session, token) = (self.session, self.token(true));
        if !self.held_back(Attempt::LogIn, token) {
            self.asks.push(ToHouse::Verify { session, token, name: name.into(), password: password.into() });
        }
        token
    }

    /// Begins SCRAM-SHA-256 with the client-first-message; [`Reply::Challenge`], or
    /// `Refused(WrongPassword)` when it is no such message. Waits.
    pub fn scram(&mut self, client_first: &str) -> Token {
        let (session, token) = (self.session, self.token(true));
        if !self.held_back(Attempt::LogIn, token) {
            self.asks.push(ToHouse::Scram { session, token, first: client_first.into() });
        }
        token
    }

    /// Has the certificate of the connection prove an account, that of the name `acts_for` if it is not empty;
    /// [`Reply::Verified`] or `Refused(WrongPassword)`. Waits.
    pub fn verify_certificate(&mut self, acts_for: &str) -> Token {
        let (session, token) = (self.session, self.token(true));
        let certificate = self.arrival.certificate.as_deref().copied();
        if !self.held_back(Attempt::LogIn, token) {
            self.asks.push(ToHouse::Certificate { session, token, certificate, acts_for: acts_for.into() });
        }
        token
    }

    /// Has a token of the issuer that the house trusts prove an account, that of the name `acts_for` if it is not empty;
    /// [`Reply::Verified`] or a refusal. Waits.
    pub fn verify_bearer(&mut self, brought: &str, acts_for: &str) -> Token {
        let (session, token) = (self.session, self.token(true));
        if !self.held_back(Attempt::LogIn, token) {
            let (brought, acts_for) = (brought.into(), acts_for.into());
            self.asks.push(ToHouse::Bearer { session, token, brought, acts_for });
        }
        token
    }

    /// Has credentials made of a password; [`Reply::Hashed`] or `Refused(PasswordUnfit)`. Waits.
    pub fn hash(&mut self, password: &str) -> Token {
        let (session, token) = (self.session, self.token(true));
        self.asks.push(ToHouse::Hash { session, token, password: password.into() });
        token
    }

    /// Has the settings read again; [`Reply::Reread`] or a refusal. Waits. For server operators.
    pub fn rehash(&mut self) -> Token {
        let (session, token) = (self.session, self.token(true));
        self.asks.push(ToHouse::Rehash { session, token });
        token
    }

    /// Asks for the settings in force; [`Reply::Settings`] or a refusal. For server operators.
    pub fn settings(&mut self) -> Token {
        let (session, token) = (self.session, self.token(false));
        self.asks.push(ToHouse::Settings { session, token });
        token
    }

    fn token(&mut self, waits: bool) -> Token {
        let token = Token(self.state.next_token);
        self.state.next_token = self.state.next_token.wrapping_add(1);
        self.state.open += 1;
        if waits {
            self.state.waiting = Some(token);
        }
        token
    }

    /// Whether the seat may read the next line: it is not closing, has no question that must be answered first, has not
    /// too many under way, does not leave its own answers unread, and is not faster than the house takes lines.
    #[must_use]
    pub fn may_go_on(&self) -> bool {
        self.state.ending.is_none()
            && self.state.waiting.is_none()
            && self.state.slow_until.is_none()
            && self.state.open < self.rules.connection.questions_max
            && self.out.len() - self.written < self.rules.connection.queue_bytes_max
    }

    /// Counts one line that costs others something (it is said, or changes something). After the burst, lines are taken
    /// at the rate of the rules: [`Desk::may_go_on`] is false until the next one's time has come. Who rules the house, or
    /// comes from an exempt network, is never held up.
    pub fn count_line(&mut self) {
        let rules = &self.rules.connection;
        if rules.lines_per_second <= 0.0 || self.state.trusted {
            return;
        }
        let state = &mut *self.state;
        #[expect(clippy::cast_precision_loss, reason = "milliseconds between two lines are few")]
        let rested = self.now.since(state.bucket_at) as f64 / 1000.0 * rules.lines_per_second;
        let full = (f64::from(state.bucket) + rested).min(rules.burst_lines);
        state.bucket_at = self.now;
        if full >= rules.burst_lines - 1.0 {
            state.slow_told = false;
        }
        let mut left = full - 1.0;
        if left < 0.0 && rules.is_exempt(self.arrival.from.ip()) {
            left = 0.0;
        }
        if left < 0.0 {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive and small")]
            let wait_ms = (-left / rules.lines_per_second * 1000.0).ceil() as u64;
            state.slow_until = Some(self.now.plus(wait_ms.max(1)).into());
        }
        state.bucket = lines(left);
    }

    /// Ends the connection when everything is written; others are told of the ending.
    pub fn close(&mut self, ending: Ending) {
        self.state.ending.get_or_insert_with(|| Box::new(ending));
    }

    /// Whether [`Desk::close`] was called.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.state.ending.is_some()
    }

    /// Has [`Seat::woken`](crate::Seat::woken) called after so many milliseconds; an earlier wish is replaced.
    pub fn wake_after(&mut self, ms: u64) {
        self.state.wake_at = Some(self.now.plus(ms).into());
    }

    /// The time of this turn.
    #[must_use]
    pub const fn now(&self) -> Time {
        self.now
    }

    /// The rules of the house.
    #[must_use]
    pub fn rules(&self) -> &Arc<Rules> {
        self.rules
    }

    /// Where the connection comes from.
    #[must_use]
    pub const fn arrival(&self) -> &Arrival {
        self.arrival
    }

    /// The connection is a gateway's, for somebody who is there, and `secure` on the whole way: a password and an address
    /// have shown that the gateway may say so. It is counted there from now on.
    ///
    /// # Errors
    /// [`TurnedAway`] when the house takes no more from there. The connection stays counted where it was.
    pub fn stands_for(&mut self, from: IpAddr, secure: bool) -> Result<(), TurnedAway> {
        self.gate.enter(from, &self.rules.connection, self.now)?;
        self.gate.leave(self.arrival.from.ip(), &self.rules.connection);
        self.arrival.from.set_ip(from);
        self.arrival.secure = secure;
        // What the gateway has proved, it has proved for itself.
        self.arrival.certificate = None;
        Ok(())
    }

    /// Who the connection is, once it has entered.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        self.person
    }
}

/// A search, as a seat asks it.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// What to look for: every term is a substring of the message.
    pub terms: Vec<String>,
    /// Only what somebody of this name said.
    pub from: Option<String>,
    /// Only in this room.
    pub room: Option<RoomRef>,
    /// Only before.
    pub before: Option<Time>,
    /// Only at or after.
    pub after: Option<Time>,
    /// Results at most.
    pub limit: usize,
}
