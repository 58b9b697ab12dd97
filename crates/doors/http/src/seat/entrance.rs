//! Coming in.

use super::{JsonSeat, Question, address_of, write};
use parlor_api::{Answer, Bye, Cursor, Frame, Problem};
use parlor_model::{AccountName, Nickname, Refusal, SecretHash};
use parlor_server::{Beside, Desk, Ending, Entering, Reply};
use std::sync::Arc;

/// How a seat begins.
pub(crate) struct Opening {
    /// Who comes in.
    pub(crate) entrance: Entrance,
    /// Whether it is told what happens, or only answered.
    pub(crate) hears: Hears,
    /// Places that it resumes from.
    pub(crate) after: Vec<Cursor>,
}

/// What a seat is told besides answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Hears {
    /// Nothing.
    Answers,
    /// What happens, as frames.
    Frames,
    /// What happens, as server-sent events.
    Events,
}

/// Who comes in.
#[derive(Clone, Debug)]
pub(crate) enum Entrance {
    /// Who says so in the first frame.
    Asked,
    /// A guest.
    Guest(String),
    /// An account with its password.
    Password { name: String, password: String },
    /// Who has a token: of a login, a program or a hook.
    Token(SecretHash),
}

/// The user part of who comes in through this door; it has no way to say one.
const USER: &str = "http";

/// What stands for a name until the house says it.
const TOKEN: &str = "-";

/// The door's own first question.
const FIRST: u64 = 0;

impl JsonSeat {
    /// The connection is there: who brought a name comes in with it.
    pub(super) fn come_in(&mut self, desk: &mut Desk<'_>) {
        let Some(opening) = self.opening.take() else { return };
        self.resuming.plan(opening.after, None);
        let come = match opening.entrance {
            Entrance::Asked => Ok(()),
            Entrance::Guest(name) => self.enter(FIRST, &name, None, desk),
            Entrance::Password { name, password } => {
                let token = desk.verify(&name, &password);
                self.expect(token, Question::VerifyToEnter(FIRST));
                Ok(())
            }
            Entrance::Token(hash) => {
                // The house knows whose it is, and what they are called.
                self.enter_as(FIRST, Nickname::trusted(TOKEN), None, Some(hash), desk);
                Ok(())
            }
        };
        if let Err(problem) = come {
            self.not_let_in(FIRST, problem, desk);
        }
    }

    pub(super) fn enter(
        &mut self,
        re: u64,
        name: &str,
        account: Option<AccountName>,
        desk: &mut Desk<'_>,
    ) -> Result<(), Problem> {
        let nick = match (&account, Nickname::parse(name, &desk.rules().names)) {
            (_, Ok(nick)) => nick,
            // An account's name was checked when it was made, perhaps by wider rules.
            (Some(account), Err(_)) => Nickname::trusted(account.as_str()),
            (None, Err(why)) => return Err((&Refusal::NameUnfit { name: name.into(), why }).into()),
        };
        self.enter_as(re, nick, account, None, desk);
        Ok(())
    }

    fn enter_as(
        &mut self,
        re: u64,
        nick: Nickname,
        account: Option<AccountName>,
        token: Option<SecretHash>,
        desk: &mut Desk<'_>,
    ) {
        let address = address_of(desk);
        let (user, host) = (USER.into(), Arc::clone(&address));
        // A guest's calls come beside their stream; two streams are two people.
        let beside = if self.hears { Beside::Taken } else { Beside::Comes };
        let real = "".into();
        let entering = Entering { nick, user, host, address, real, account, token, secure: false, beside };
        let token = desk.ask(parlor_server::Ask::Enter(Box::new(entering)));
        self.expect(token, Question::Enter(re));
    }

    pub(super) fn verified_to_enter(&mut self, re: u64, reply: Reply, desk: &mut Desk<'_>) {
        match reply {
            Reply::Verified(account) => {
                let name = account.as_str().to_owned();
                if let Err(problem) = self.enter(re, &name, Some(account), desk) {
                    self.not_let_in(re, problem, desk);
                }
            }
            other => self.not_let_in(re, super::answering::problem_of(&other), desk),
        }
    }

    pub(super) fn let_in(&mut self, re: u64, reply: Reply, desk: &mut Desk<'_>) {
        let Reply::Answer(parlor_server::Answer::Entered(entered)) = reply else {
            return self.not_let_in(re, super::answering::problem_of(&reply), desk);
        };
        let me = Some(entered.who.person);
        self.account.clone_from(&entered.who.account);
        self.answer(re, Answer::Entered(super::shapes::entered(&entered, me)), desk);
        self.resume_on(desk);
    }

    /// Who brought a name that does not do is told why, and gone; who said it in a frame may say another.
    fn not_let_in(&mut self, re: u64, problem: Problem, desk: &mut Desk<'_>) {
        let why = problem.detail.clone();
        self.refuse(Some(re), problem, desk);
        if re == FIRST {
            let bye = Bye { code: "not_let_in".into(), why };
            write(desk.out(), &Frame::Bye { bye });
            desk.close(Ending::Closed(parlor_model::Text::none()));
        }
    }
}
