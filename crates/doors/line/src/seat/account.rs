//! Who one is: nickname, away, account.

use super::LineSeat;
use super::pending::Pending;
use crate::codec::Secret;
use crate::words::clean::OneLine;
use crate::words::refusals::{Refused, Unfit};
use parlor_model::{AccountName, Email, Nickname, Refusal, Text};
use parlor_server::{Answer, Ask, Desk, Look, Reply, RoomLine, code_hash};
use std::sync::Arc;

/// What others read of somebody who gave no reason.
const AWAY: &str = "away";

impl LineSeat {
    pub(super) fn nick(&mut self, name: &str, desk: &mut Desk<'_>) {
        match Nickname::parse(name, &desk.rules().names) {
            Ok(nick) => {
                let token = desk.ask(Ask::Nick(nick.clone()));
                self.expect(token, Pending::Nick(nick));
            }
            Err(why) => self.tell(desk, format_args!("{}", Unfit { name, why })),
        }
    }

    /// One is called this from now on.
    pub(super) fn known_as(&mut self, nick: &Nickname, desk: &mut Desk<'_>) {
        if self.me.as_ref() != Some(nick) {
            self.me = Some(nick.clone());
            self.tell(desk, format_args!("You are {nick} now."));
        }
    }

    pub(super) fn go_away(&mut self, why: Option<&str>, desk: &mut Desk<'_>) {
        let bytes_max = desk.rules().house.limits.reason_bytes_max;
        if let Some(why) = self.text(why.unwrap_or(AWAY), bytes_max, desk) {
            self.ask_away(Some(why), desk);
        }
    }

    pub(super) fn ask_away(&mut self, why: Option<Text>, desk: &mut Desk<'_>) {
        let token = desk.ask(Ask::Away(why.clone()));
        self.expect(token, Pending::Away(why));
    }

    pub(super) fn away_answered(&self, why: Option<&Text>, desk: &mut Desk<'_>) {
        match why {
            Some(why) => self.tell(desk, format_args!("You are away: {} (/back ends it)", OneLine(why))),
            None => self.tell(desk, format_args!("You are back.")),
        }
    }

    pub(super) fn register(&mut self, name: Option<&str>, password: Secret<'_>, desk: &mut Desk<'_>) {
        let (mut name, mut password, mut email) = (name, password.reveal(), None);
        let whole;
        // A password may have blanks in it; the last word is the address only where there must be one.
        if desk.rules().house.email_required {
            whole = name.map_or_else(|| password.to_owned(), |name| format!("{name} {password}"));
            let parts = whole.trim_end().rsplit_once(' ');
            let Some((rest, address)) = parts.and_then(|(rest, last)| Some((rest, Email::parse(last).ok()?)))
            else {
                let why = Refused(&Refusal::NeedEmail);
                return self.tell(desk, format_args!("{why} Say /register NAME PASSWORD EMAIL."));
            };
            email = Some(address);
            (name, password) = rest.split_once(' ').map_or((None, rest), |(name, rest)| (Some(name), rest));
        }
        let name = name.or(self.me.as_ref().map(Nickname::as_str)).unwrap_or_default();
        match AccountName::parse(name, &desk.rules().names) {
            Ok(name) => {
                let token = desk.hash(password);
                self.expect(token, Pending::Hash(name, email));
            }
            Err(why) => self.tell(desk, format_args!("{}", Unfit { name, why })),
        }
    }

    pub(super) fn hashed(
        &mut self,
        name: AccountName,
        email: Option<Email>,
        reply: Reply,
        desk: &mut Desk<'_>,
    ) {
        let Reply::Hashed(credentials) = reply else { return self.show_plainly(reply, desk) };
        let ask = match email.clone() {
            Some(email) => Ask::RegisterByMail { name: name.clone(), credentials, email, code: None },
            None => Ask::Register { name: name.clone(), credentials },
        };
        let token = desk.ask(ask);
        self.expect(token, Pending::Register(name, email));
    }

    pub(super) fn confirm(&mut self, name: Option<&str>, code: &str, desk: &mut Desk<'_>) {
        let name = name.or(self.me.as_ref().map(Nickname::as_str)).unwrap_or_default();
        match AccountName::parse(name, &desk.rules().names) {
            Ok(name) => {
                let token = desk.ask(Ask::Confirm { name: name.clone(), code: code_hash(code) });
                self.expect(token, Pending::Confirm(name));
            }
            Err(why) => self.tell(desk, format_args!("{}", Unfit { name, why })),
        }
    }

    pub(super) fn registered(&mut self, name: &AccountName, email: Option<&Email>, desk: &mut Desk<'_>) {
        if let Some(email) = email.filter(|_| desk.rules().house.email_required) {
            let words = format_args!(
                "A code was sent to {email}. Say /verify {name} CODE, and the account is yours."
            );
            return self.tell(desk, words);
        }
        self.tell(
            desk,
            format_args!("The account {name} is yours. Next time, come in with /login {name} PASSWORD."),
        );
        self.take_name_of(name, desk);
    }

    pub(super) fn log_in(&mut self, name: &str, password: Secret<'_>, desk: &mut Desk<'_>) {
        let token = desk.verify(name, password.reveal());
        self.expect(token, Pending::Verify);
    }

    pub(super) fn verified(&mut self, reply: Reply, desk: &mut Desk<'_>) {
        let Reply::Verified(name) = reply else { return self.show_plainly(reply, desk) };
        let token = desk.ask(Ask::LogIn(name.clone()));
        self.expect(token, Pending::LogIn(name));
    }

    pub(super) fn logged_in(&mut self, name: &AccountName, desk: &mut Desk<'_>) {
        self.tell(desk, format_args!("You are logged in as {name}."));
        self.take_name_of(name, desk);
        self.look(Look::Rooms, Pending::RoomsOfAccount, desk);
    }

    /// Takes the account's name as the nickname, where it is free.
    fn take_name_of(&mut self, name: &AccountName, desk: &mut Desk<'_>) {
        let nick = Nickname::trusted(name.as_str());
        if self.me.as_ref().is_some_and(|me| *me != nick) {
            let token = desk.ask(Ask::Nick(nick.clone()));
            self.expect(token, Pending::NickOfAccount(nick));
        }
    }

    pub(super) fn nick_of_account_answered(&mut self, nick: &Nickname, reply: Reply, desk: &mut Desk<'_>) {
        match reply {
            Reply::Answer(Answer::Done { .. }) => self.known_as(nick, desk),
            Reply::Answer(Answer::Refused(why)) => {
                let me = self.me.as_ref().map_or("", Nickname::as_str);
                self.tell(desk, format_args!("You are still called {me}: {}", Refused(&why)));
            }
            other => self.show_plainly(other, desk),
        }
    }

    /// The rooms that the account is in are one's own now.
    pub(super) fn rooms_of_account(&mut self, lines: &[RoomLine], desk: &mut Desk<'_>) {
        let mine = lines.iter().filter(|line| line.mine).map(|line| Arc::clone(&line.room));
        let before = std::mem::replace(&mut self.rooms, mine.collect());
        for room in &self.rooms {
            if !before.iter().any(|known| known.id == room.id) {
                self.tell(desk, format_args!("You are in {room} too."));
            }
        }
        if self.current.is_some_and(|current| self.room(current).is_some()) {
            return;
        }
        self.current = None;
        match self.rooms.first().map(|room| room.id) {
            Some(room) => self.switch_to(room, desk),
            None => {
                let lobby = desk.rules().lobby.clone();
                self.join(lobby, None, desk);
            }
        }
    }
}
