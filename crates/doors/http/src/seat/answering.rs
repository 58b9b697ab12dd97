//! What the answer to a question is written as.

use super::{JsonSeat, Question, shapes};
use parlor_api::{Answer, Done, Problem};
use parlor_model::{DirectoryCommand, Refusal, Text};
use parlor_server::{Ask, Desk, Ending, Reply};

impl JsonSeat {
    pub(super) fn answered_to(&mut self, question: Question, reply: Reply, desk: &mut Desk<'_>) {
        use parlor_server::Answer as House;
        let me = desk.person();
        match (question, reply) {
            (Question::Enter(re), reply) => self.let_in(re, reply, desk),
            (Question::VerifyToEnter(re), reply) => self.verified_to_enter(re, reply, desk),
            (Question::VerifyToLogIn(re), Reply::Verified(name)) => {
                let token = desk.ask(Ask::LogIn(name.clone()));
                self.expect(token, Question::BecomeAccount { re, name });
            }
            (Question::HashToRegister { re, name, email: Some(email) }, Reply::Hashed(credentials)) => {
                let ask = Ask::RegisterByMail { name: name.clone(), credentials, email, code: None };
                let token = desk.ask(ask);
                // Where a letter is waited for, nobody is anybody yet.
                let question = if desk.rules().house.email_required {
                    Question::Plain(re)
                } else {
                    Question::BecomeAccount { re, name }
                };
                self.expect(token, question);
            }
            (Question::HashToRegister { re, name, email: None }, Reply::Hashed(credentials)) => {
                let token = desk.ask(Ask::Register { name: name.clone(), credentials });
                self.expect(token, Question::BecomeAccount { re, name });
            }
            (Question::BecomeAccount { re, name }, reply @ Reply::Answer(House::Done { .. })) => {
                self.account = Some(name);
                let answer = shapes::answer(reply, me, desk.rules());
                self.answer(re, answer, desk);
            }
            (Question::VerifyToChange { re, new }, Reply::Verified(name)) => {
                let token = desk.hash(&new);
                self.expect(token, Question::HashToChange { re, name });
            }
            (Question::HashToChange { re, name }, Reply::Hashed(credentials)) => {
                let command = DirectoryCommand::ChangeCredentials { name, credentials };
                self.go_on_with(re, Ask::Directory(command), desk);
            }
            (Question::VerifyToDelete(re), Reply::Verified(name)) => {
                self.go_on_with(re, Ask::Directory(DirectoryCommand::Delete { name }), desk);
            }
            (Question::Conversations(re), Reply::Answer(House::Positions(rooms))) => {
                self.answer(re, Answer::Rooms(shapes::conversations(&rooms, me)), desk);
            }
            (Question::Quit { re, reason }, _) => {
                self.answer(re, Answer::Done(Done::default()), desk);
                let bytes_max = desk.rules().house.limits.reason_bytes_max;
                let reason = Text::parse_any(&reason, bytes_max).unwrap_or_else(|_| Text::none());
                desk.close(Ending::Quit(reason));
            }
            (Question::FollowToResume, reply) => self.followed_to_resume(&reply, desk),
            (Question::After, reply) => self.page_after(reply, desk),
            (
                Question::Plain(re)
                | Question::VerifyToLogIn(re)
                | Question::HashToRegister { re, .. }
                | Question::BecomeAccount { re, .. }
                | Question::VerifyToChange { re, .. }
                | Question::HashToChange { re, .. }
                | Question::VerifyToDelete(re)
                | Question::Conversations(re),
                reply,
            ) => {
                let answer = shapes::answer(reply, me, desk.rules());
                self.answer(re, answer, desk);
            }
        }
    }

    /// The next question of several that make up one ask.
    fn go_on_with(&mut self, re: u64, ask: Ask, desk: &mut Desk<'_>) {
        let token = desk.ask(ask);
        self.expect(token, Question::Plain(re));
    }
}

/// Why something else than expected came.
pub(super) fn problem_of(reply: &Reply) -> Problem {
    use parlor_server::Answer as House;
    match reply {
        Reply::Answer(House::Refused(why)) => why.into(),
        Reply::Answer(House::Unconfirmed) => Problem::unconfirmed(),
        Reply::Fault
        | Reply::Answer(_)
        | Reply::Page { .. }
        | Reply::After { .. }
        | Reply::Found(_)
        | Reply::Verified(_)
        | Reply::Challenge(_)
        | Reply::Hashed(_)
        | Reply::Reread(_)
        | Reply::Settings(_) => Problem::fault(),
    }
}

/// The refusal of who has no account.
pub(super) fn need_account() -> Problem {
    (&Refusal::NeedAccount).into()
}
