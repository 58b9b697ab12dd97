//! Each ask, translated.

use super::answering::need_account;
use super::{JsonSeat, Question};
use parlor_api::{Aim, Ask, Follow, History, Problem, RoomAddress, Say, Search, TypingIn};
use parlor_model::{
    AccountName, Command, Email, Key, MessageId, Nickname, Number, Refusal, Sign, Text, TextError,
};
use parlor_server::{Desk, Look, Place, RoomRef, Signal, Span, Typing};

/// Events on a page when nobody says how many.
const PAGE: usize = 50;
/// People in a list when nobody says how many.
pub(super) const PEOPLE: usize = 100;

impl JsonSeat {
    /// Asks the house what a frame asks.
    pub(super) fn ask(&mut self, re: u64, ask: Ask, desk: &mut Desk<'_>) -> Result<(), Problem> {
        use parlor_server::Ask as House;
        let plain = Question::Plain(re);
        let (token, question) = match ask {
            Ask::Enter(enter) => {
                self.resuming.plan(enter.after, None);
                match enter.password {
                    None => return self.enter(re, &enter.name, None, desk),
                    Some(password) => (desk.verify(&enter.name, &password), Question::VerifyToEnter(re)),
                }
            }
            Ask::LogIn(who) => (desk.verify(&who.name, &who.password), Question::VerifyToLogIn(re)),
            Ask::LogOut(_) => (desk.ask(House::LogOut), plain),
            Ask::Quit(quit) => {
                let reason = quit.reason;
                (desk.ask(House::Fence), Question::Quit { re, reason })
            }
            Ask::Register(account) => {
                let name = account_name(&account.name, desk)?;
                let email = account.email.as_deref().map(address).transpose()?;
                (desk.hash(&account.password), Question::HashToRegister { re, name, email })
            }
            Ask::Confirm(confirm) => {
                let name = account_name(&confirm.name, desk)?;
                let code = parlor_server::code_hash(&confirm.code);
                (desk.ask(House::Confirm { name, code }), plain)
            }
            Ask::ChangePassword(change) => {
                let account = self.account.as_ref().ok_or_else(need_account)?;
                let token = desk.verify(account.as_str(), &change.old);
                (token, Question::VerifyToChange { re, new: change.new })
            }
            Ask::DeleteAccount(delete) => {
                let account = self.account.as_ref().ok_or_else(need_account)?;
                (desk.verify(account.as_str(), &delete.password), Question::VerifyToDelete(re))
            }
            Ask::Nick(nick) => (desk.ask(House::Nick(nickname(&nick.name, desk)?)), plain),
            Ask::Away(away) => {
                let bytes_max = desk.rules().house.limits.reason_bytes_max;
                let why = away.text.map(|t| text(&t, bytes_max)).transpose()?;
                (desk.ask(House::Away(why)), plain)
            }
            Ask::Say(say) => {
                self.count_line(desk);
                (self.say(say, desk)?, plain)
            }
            Ask::Edit(edit) => {
                self.count_line(desk);
                let (room, target) = message(&edit.message)?;
                let text = said(&edit.text, desk)?;
                let command = Command::Edit { target, text };
                (desk.ask(House::Room { room, command, key: key(edit.key)? }), plain)
            }
            Ask::Delete(delete) => {
                self.count_line(desk);
                let (room, target) = message(&delete.message)?;
                let command = Command::Delete { target, reason: reason(&delete.reason, desk)? };
                (desk.ask(House::Room { room, command, key: key(delete.key)? }), plain)
            }
            Ask::React(react) => {
                self.count_line(desk);
                let (room, target) = message(&react.message)?;
                let reaction = text(&react.reaction, desk.rules().house.limits.reason_bytes_max)?;
                let sign = if react.on { Sign::Plus } else { Sign::Minus };
                let command = Command::React { target, reaction, sign };
                (desk.ask(House::Room { room, command, key: key(react.key)? }), plain)
            }
            Ask::Join(_)
            | Ask::Leave(_)
            | Ask::Topic(_)
            | Ask::Change(_)
            | Ask::Kick(_)
            | Ask::Invite(_)
            | Ask::Knock(_)
            | Ask::Rename(_)
            | Ask::CloseRoom(_) => {
                self.count_line(desk);
                let (room, command) = super::ruling::command(ask, desk)?;
                (desk.ask(House::Room { room, command, key: None }), plain)
            }
            Ask::Follow(follow) => return self.follow(re, follow, desk),
            Ask::Resume(resume) => {
                if resume.cursors.is_empty() {
                    (desk.ask(House::Fence), plain)
                } else {
                    self.resuming.plan(resume.cursors, Some(re));
                    self.resume_on(desk);
                    return Ok(());
                }
            }
            Ask::Typing(TypingIn { room, state }) => {
                let state = match state {
                    parlor_api::Typing::Active => Typing::Active,
                    parlor_api::Typing::Paused => Typing::Paused,
                    parlor_api::Typing::Done => Typing::Done,
                };
                let room = place(&room, desk)?;
                (desk.ask(House::Signal { room, signal: Signal::Typing(state) }), plain)
            }
            Ask::Read(at) => {
                let room = place(&at.room, desk)?;
                (desk.ask(House::Read { room, number: Number(at.number) }), plain)
            }
            Ask::Positions(_) => (desk.ask(House::Look(Look::Positions)), plain),
            Ask::Room(at) => (desk.ask(House::Look(Look::Faces(place(&at.room, desk)?))), plain),
            Ask::Rooms(_) => (desk.ask(House::Look(Look::Rooms)), plain),
            Ask::Conversations(_) => (desk.ask(House::Look(Look::Positions)), Question::Conversations(re)),
            Ask::Person(who) => (desk.ask(House::Look(Look::Person(who.name.as_str().into()))), plain),
            Ask::People(people) => {
                let limit = people.limit.unwrap_or(PEOPLE).min(desk.rules().history_items_max);
                let mask = people.mask.as_str().into();
                (desk.ask(House::Look(Look::People { mask, limit })), plain)
            }
            Ask::House(_) => (desk.ask(House::Look(Look::House)), plain),
            Ask::History(history) => (ask_history(history, desk)?, plain),
            Ask::Search(search) => (ask_search(search, desk)?, plain),
            about @ (Ask::Keyring(_)
            | Ask::MakeToken(_)
            | Ask::EndToken(_)
            | Ask::MakeBot(_)
            | Ask::EndBot(_)
            | Ask::Hooks(_)
            | Ask::MakeHook(_)
            | Ask::MakeInvitation(_)
            | Ask::EndInvitation(_)
            | Ask::UseInvitation(_)) => {
                self.count_line(desk);
                let ask = self.about_keys(about, desk)?;
                (desk.ask(ask), plain)
            }
            look @ (Ask::Sessions(_)
            | Ask::Bans(_)
            | Ask::Accounts(_)
            | Ask::Account(_)
            | Ask::Purges(_)
            | Ask::Settings(_)) => self.oversee(re, look, desk)?,
            rule @ (Ask::EndSessions(_)
            | Ask::Kill(_)
            | Ask::Announce(_)
            | Ask::Defcon(_)
            | Ask::Ban(_)
            | Ask::Unban(_)
            | Ask::Suspend(_)
            | Ask::Unsuspend(_)
            | Ask::EndAccount(_)
            | Ask::SetPassword(_)
            | Ask::SetOperator(_)
            | Ask::Purge(_)
            | Ask::Unpurge(_)
            | Ask::Overrule(_)
            | Ask::Reload(_)) => {
                self.count_line(desk);
                self.oversee(re, rule, desk)?
            }
            Ask::Pushes(_) => (desk.ask(House::Look(Look::Pushes)), plain),
            Ask::Push(to) => {
                self.count_line(desk);
                let command = super::pushes::subscribe(&to)?;
                (desk.ask(House::Push(command)), plain)
            }
            Ask::EndPush(which) => {
                self.count_line(desk);
                (desk.ask(House::Push(super::pushes::unsubscribe(&which)?)), plain)
            }
            Ask::Fence(_) => (desk.ask(House::Fence), plain),
        };
        self.expect(token, question);
        Ok(())
    }

    /// A single call is counted where it came in, before it had a seat.
    fn count_line(&self, desk: &mut Desk<'_>) {
        if self.hears {
            desk.count_line();
        }
    }

    fn say(&self, say: Say, desk: &mut Desk<'_>) -> Result<parlor_server::Token, Problem> {
        let room = place(&say.room, desk)?;
        let reply_to = say.reply_to.as_deref().map(message).transpose()?.map(|(_, number)| number);
        let command = Command::Say {
            manner: say.manner.into(),
            text: said(&say.text, desk)?,
            reply_to,
            to_role: say.to_role.into(),
            tags: None,
        };
        Ok(desk.ask(parlor_server::Ask::Room { room, command, key: key(say.key)? }))
    }

    fn follow(&mut self, re: u64, follow: Follow, desk: &mut Desk<'_>) -> Result<(), Problem> {
        let room = place(&follow.room, desk)?;
        match follow.after.filter(|_| follow.on) {
            Some(number) => {
                let cursor = parlor_api::Cursor { room: follow.room, number };
                self.resuming.plan(vec![cursor], Some(re));
                self.resume_on(desk);
            }
            None => {
                let token = desk.ask(parlor_server::Ask::Follow { room, on: follow.on });
                self.expect(token, Question::Plain(re));
            }
        }
        Ok(())
    }
}

/// A room, as the house is asked for it.
pub(super) fn room_ref(address: RoomAddress) -> RoomRef {
    match address {
        RoomAddress::Id(id) => RoomRef::Id(id),
        RoomAddress::Named(name) => RoomRef::Named(name),
        RoomAddress::Direct(person) => RoomRef::Direct(person.as_str().into()),
    }
}

pub(super) fn place(room: &str, desk: &Desk<'_>) -> Result<RoomRef, Problem> {
    match RoomAddress::parse(room, &desk.rules().names) {
        Ok(address) => Ok(room_ref(address)),
        Err(why) => Err((&Refusal::NameUnfit { name: room.into(), why }).into()),
    }
}

/// The room and number of a message's id. What is no id is no message.
fn message(id: &str) -> Result<(RoomRef, Number), Problem> {
    let id = MessageId::parse(id)
        .ok_or_else(|| Problem::new(404, "no_such_message", "There is no message with that id."))?;
    Ok((RoomRef::Id(id.room), id.number))
}

fn nickname(name: &str, desk: &Desk<'_>) -> Result<Nickname, Problem> {
    Nickname::parse(name, &desk.rules().names)
        .map_err(|why| (&Refusal::NameUnfit { name: name.into(), why }).into())
}

fn address(text: &str) -> Result<Email, Problem> {
    Email::parse(text).map_err(|_| Problem::bad_request("that is no e-mail address"))
}

pub(super) fn account_name(name: &str, desk: &Desk<'_>) -> Result<AccountName, Problem> {
    AccountName::parse(name, &desk.rules().names)
        .map_err(|why| (&Refusal::NameUnfit { name: name.into(), why }).into())
}

fn key(key: Option<String>) -> Result<Option<Key>, Problem> {
    key.map(|key| {
        Key::parse(&key).ok_or_else(|| {
            Problem::new(422, "key_unfit", "An idempotency key is 1 to 128 printable ASCII characters.")
        })
    })
    .transpose()
}

/// A text, whole or refused. Line ends of other systems become line feeds.
pub(super) fn text_or_none(text: &str, bytes_max: usize) -> Result<Text, Problem> {
    let text = text.replace("\r\n", "\n");
    Text::parse_any(&text, bytes_max).map_err(|why| match why {
        TextError::Empty => (&Refusal::EmptyText).into(),
        TextError::TooLong { bytes, bytes_max } => (&Refusal::TooLong { bytes, bytes_max }).into(),
        TextError::Forbidden => {
            Problem::new(422, "text_unfit", "A text has no NUL and no carriage return in it.")
        }
    })
}

fn text(text: &str, bytes_max: usize) -> Result<Text, Problem> {
    let text = text_or_none(text, bytes_max)?;
    if text.trim().is_empty() { Err((&Refusal::EmptyText).into()) } else { Ok(text) }
}

pub(super) fn said(words: &str, desk: &Desk<'_>) -> Result<Text, Problem> {
    text(words, desk.rules().house.limits.message_bytes_max)
}

pub(super) fn reason(words: &str, desk: &Desk<'_>) -> Result<Text, Problem> {
    text_or_none(words, desk.rules().house.limits.reason_bytes_max)
}

fn ask_history(history: History, desk: &mut Desk<'_>) -> Result<parlor_server::Token, Problem> {
    let room = place(&history.room, desk)?;
    let aim = |aim: &Option<Aim>| aim.as_ref().map(|a| aimed(a, desk)).transpose();
    let span = match (aim(&history.after)?, aim(&history.before)?, aim(&history.around)?) {
        (None, None, None) => Span::Latest,
        (Some(after), None, None) => Span::After(after),
        (None, Some(before), None) => Span::Before(before),
        (Some(after), Some(before), None) => Span::Between(after, before),
        (None, None, Some(around)) => Span::Around(around),
        (_, _, Some(_)) => return Err(Problem::bad_request("`around` stands alone")),
    };
    let limit = history.limit.unwrap_or(PAGE);
    Ok(desk.history(room, span, limit, history.messages_only))
}

fn aimed(aim: &Aim, desk: &Desk<'_>) -> Result<Place, Problem> {
    let written = match aim {
        Aim::Number(number) => return Ok(Place::Number(Number(*number))),
        Aim::Written(written) => written,
    };
    if let Ok(number) = written.parse() {
        return Ok(Place::Number(Number(number)));
    }
    if let Some(id) = MessageId::parse(written) {
        return Ok(Place::Number(id.number));
    }
    moment(written, desk).map(Place::Time)
}

fn moment(written: &str, desk: &Desk<'_>) -> Result<parlor_model::Time, Problem> {
    parlor_api::parse_moment(written, desk.now()).ok_or_else(|| {
        let why =
            format!("`{written}` is no moment: 2026-01-31, 2026-01-31T14:02:00Z, or 10m for ten minutes ago");
        Problem::bad_request(&why)
    })
}

fn ask_search(search: Search, desk: &mut Desk<'_>) -> Result<parlor_server::Token, Problem> {
    let when = |at: &Option<String>| at.as_ref().map(|a| moment(a, desk)).transpose();
    let search = parlor_server::Search {
        terms: terms(&search.text),
        from: search.from,
        room: search.room.as_deref().map(|r| place(r, desk)).transpose()?,
        before: when(&search.before)?,
        after: when(&search.after)?,
        limit: search.limit.unwrap_or(PAGE),
    };
    if search.terms.is_empty() && search.from.is_none() {
        return Err(Problem::bad_request("a search wants words, or somebody's name as `from`"));
    }
    Ok(desk.search(search))
}

/// Words, and phrases in quotes.
fn terms(text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    for (i, part) in text.split('"').enumerate() {
        if i % 2 == 1 {
            terms.push(part.to_owned());
        } else {
            terms.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    terms.retain(|term| !term.trim().is_empty());
    terms
}

#[cfg(test)]
mod tests {
    use super::terms;

    #[test]
    fn words_and_phrases() {
        assert_eq!(terms("a  b"), ["a", "b"]);
        assert_eq!(terms("x \"two words\"y"), ["x", "two words", "y"]);
        assert_eq!(terms("\"open end"), ["open end"]);
        assert_eq!(terms(" \"\" "), [""; 0]);
    }
}
