//! Coming in, being sent away, coming back.

use crate::core::{Core, Out, Phase, Purpose};
use crate::{Failure, Identity, News, State};
use parlor_api::{Ask, Entered, History, InRoom, Join, LogIn, Problem};

/// How long to wait with what a busy server asks to be tried again, when it does not say.
const BREATH_MS: u64 = 1_000;

impl Core {
    /// The server knows who one is.
    pub(crate) fn entered(&mut self, entered: Entered) {
        if self.phase != Phase::Entering {
            return;
        }
        self.phase = Phase::In;
        self.backoff.reset();
        if let Some(Identity::Guest { name }) = &mut self.identity {
            name.clone_from(&entered.me.name);
        }
        let before = self.me.replace(entered.me.clone());
        let anew = !entered.resumed || before.is_none_or(|before| before.person != entered.me.person);
        self.rooms.entered(&entered.rooms, anew);
        let places: Vec<_> = entered.rooms.iter().map(|place| place.room_id.clone()).collect();
        self.tell(News::Entered(Box::new(entered)));
        for room_id in places {
            self.look_at(&room_id);
        }
        self.join_on();
    }

    /// Looks at a room, and fetches its newest messages if none were seen.
    pub(crate) fn look_at(&mut self, room_id: &str) {
        let room = room_id.to_owned();
        self.write(Ask::Room(InRoom { room: room.clone() }), Purpose::Look { room_id: room.clone() });
        if self.settings.page > 0 && self.rooms.wants_page(room_id) {
            let history = History {
                room: room.clone(),
                before: None,
                after: None,
                around: None,
                limit: Some(self.settings.page),
                messages_only: false,
            };
            self.write(Ask::History(history), Purpose::FirstPage { room_id: room });
        }
    }

    /// Joins what is wanted and not joined.
    pub(crate) fn join_on(&mut self) {
        if self.phase != Phase::In || self.rooms.join_again_ms.is_some() {
            return;
        }
        for (room, key) in self.rooms.join_now() {
            self.write(Ask::Join(Join { room: room.clone(), key }), Purpose::Join { room });
        }
    }

    /// A wanted room was not joined.
    pub(crate) fn not_joined(&mut self, room: String, problem: Problem) {
        if is_passing(&problem) {
            let after = problem.retry_after_ms.unwrap_or(BREATH_MS);
            self.rooms.join_failed(&room);
            self.rooms.join_again_ms = Some(self.now_ms + after);
            return;
        }
        if problem.code == "you_are_member" {
            return self.rooms.is_joined(&room);
        }
        self.rooms.unwant(&room);
        self.tell(News::NotJoined { room, problem });
    }

    /// The server does not let one in like this.
    pub(crate) fn entrance_refused(&mut self, problem: Problem) {
        let name_is_held = matches!(problem.code.as_str(), "name_taken" | "name_looks_taken");
        // The server may not have noticed yet that the connection before this one is gone.
        if is_passing(&problem) || (name_is_held && (self.me.is_some() || self.asks_left > 0)) {
            self.asks_left = self.asks_left.saturating_sub(1);
            self.do_out(Out::Disconnect);
            return self.wait(problem.detail, problem.retry_after_ms);
        }
        self.refused_for_good(problem);
    }

    fn refused_for_good(&mut self, problem: Problem) {
        if let Some(Identity::Account { token, password, .. }) = &mut self.identity
            && token.take().is_some()
        {
            let again = password.is_some();
            self.tell(News::TokenOver);
            if again {
                return self.connect();
            }
        }
        self.not_let_in(problem);
    }

    pub(crate) fn not_let_in(&mut self, problem: Problem) {
        self.do_out(Out::Disconnect);
        self.phase = Phase::Idle;
        self.break_off();
        self.tell(News::NotLetIn(problem));
    }

    /// There is no connection.
    pub(crate) fn failed(&mut self, failure: Failure) {
        if !matches!(self.phase, Phase::Opening | Phase::LoggingIn) {
            // Only a login that was for a token to remember fails later than that.
            return;
        }
        match failure {
            Failure::Unreachable { why, .. } if self.me.is_none() && !self.settings.patient => self.over(why),
            Failure::Unreachable { why, after_ms } => self.wait(why, after_ms),
            Failure::Refused(problem) if is_passing(&problem) => {
                self.wait(problem.detail, problem.retry_after_ms);
            }
            Failure::Refused(problem) => self.refused_for_good(problem),
            Failure::Untrusted { fingerprint, why } => {
                self.phase = Phase::Idle;
                self.tell(News::Untrusted { fingerprint, why });
            }
        }
    }

    /// There is a token.
    pub(crate) fn logged_in(&mut self, new: String) {
        let Some(Identity::Account { name, token, .. }) = &mut self.identity else { return };
        *token = Some(new.clone());
        let account = name.clone();
        self.tell(News::Token { account, token: new });
        if self.phase == Phase::LoggingIn {
            self.connect();
        }
    }

    /// The connection is gone.
    pub(crate) fn closed(&mut self, why: String) {
        let bye = self.bye.take();
        match (&self.phase, bye) {
            (Phase::Leaving { .. }, _) => self.gone(),
            (Phase::Entering | Phase::In, Some(bye)) if is_for_good(&bye.code) => {
                if bye.code == "logged_out" || bye.code == "account_ended" {
                    self.identity = None;
                    self.tell(News::TokenOver);
                }
                self.over(sentence(&bye.why));
            }
            (Phase::Entering | Phase::In, Some(bye)) => self.wait(sentence(&bye.why), None),
            (Phase::Opening | Phase::Entering | Phase::In, None) => self.wait(why, None),
            (Phase::Opening, Some(bye)) => self.wait(sentence(&bye.why), None),
            (Phase::Idle | Phase::LoggingIn | Phase::Waiting { .. } | Phase::Over, _) => {}
        }
    }

    /// It is tried again by itself.
    pub(crate) fn wait(&mut self, why: String, after_ms: Option<u64>) {
        self.break_off();
        let until_ms = self.now_ms + self.backoff.next_ms().max(after_ms.unwrap_or(0));
        self.phase = Phase::Waiting { until_ms };
        self.show(State::Waiting { why, until_ms });
    }

    fn over(&mut self, why: String) {
        self.break_off();
        self.phase = Phase::Over;
        self.show(State::Over { why });
    }

    /// What one asked went well, and changes who one is from now on.
    pub(crate) fn became(&mut self, ask: &Ask) {
        let (name, password) = match ask {
            Ask::LogIn(LogIn { name, password }) => (name.clone(), password.clone()),
            Ask::Register(account) => (account.name.clone(), account.password.clone()),
            Ask::ChangePassword(change) => {
                let Some(Identity::Account { name, .. }) = &self.identity else { return };
                (name.clone(), change.new.clone())
            }
            _ => return,
        };
        let log_in = LogIn { name: name.clone(), password: password.clone() };
        self.identity = Some(Identity::Account { name, password: Some(password), token: None });
        self.do_out(Out::LogIn(log_in));
    }
}

/// Whether the same may be all right in a moment.
pub(crate) fn is_passing(problem: &Problem) -> bool {
    problem.status == 503 || problem.status == 429
}

fn is_for_good(code: &str) -> bool {
    matches!(code, "killed" | "banned" | "account_ended" | "logged_out")
}

/// `the house closed` → `The house closed.`
fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let Some(first) = chars.next() else { return String::new() };
    let end = if words.ends_with(['.', '!', '?']) { "" } else { "." };
    first.to_uppercase().chain(chars).collect::<String>() + end
}
