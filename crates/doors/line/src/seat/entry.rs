//! Coming in: which nickname, and then the lobby.

use super::LineSeat;
use super::pending::Pending;
use crate::codec::{Command, CommandError, Input};
use crate::words::clean::OneLine;
use crate::words::refusals::{Refused, Unfit};
use parlor_model::{AccountName, NameError, Nickname, Refusal};
use parlor_server::{Answer, Ask, Beside, Desk, Ending, Entered, Entering, Reply};
use std::sync::Arc;

/// The user part of who comes in through this door; it has no way to say one.
const USER: &str = "line";

impl LineSeat {
    pub(super) fn greet(&mut self, desk: &mut Desk<'_>) {
        let rules = Arc::clone(desk.rules());
        self.tell(
            desk,
            format_args!("Welcome to {}. Type a nickname to come in, or exit to leave.", rules.network),
        );
    }

    /// A line of somebody who is not in yet: the nickname, or one of the few commands that make sense before.
    pub(super) fn name_line(
        &mut self,
        line: &str,
        input: Result<Input<'_>, CommandError<'_>>,
        desk: &mut Desk<'_>,
    ) {
        match input {
            Ok(Input::Empty) => self.tell(desk, format_args!("Username can't be empty. Which nickname do you want?")),
            Ok(Input::Command(Command::Quit(_))) => self.leave(parlor_model::Text::none(), desk),
            Ok(Input::Command(Command::Login { name, password })) => {
                let token = desk.verify(name, password.reveal());
                self.expect(token, Pending::VerifyToEnter);
            }
            Ok(Input::Command(Command::Help(_))) => self.tell(
                desk,
                format_args!(
                    "Type the nickname that others shall see. If you have an account: /login NAME PASSWORD. exit leaves."
                ),
            ),
            Ok(Input::Command(_)) | Err(_) => self.tell(
                desk,
                format_args!("First a nickname, without a slash: type the one you want. /login and exit work too."),
            ),
            Ok(Input::Say(_)) => {
                let name = line.trim();
                match Nickname::parse(name, &desk.rules().names) {
                    Ok(nick) => self.enter(nick, None, desk),
                    Err(why) => self.ask_again(format_args!("{}", Unfit { name, why }), desk),
                }
            }
        }
    }

    fn ask_again(&mut self, why: std::fmt::Arguments<'_>, desk: &mut Desk<'_>) {
        self.tell(desk, format_args!("{why} Which nickname do you want?"));
    }

    fn enter(&mut self, nick: Nickname, account: Option<AccountName>, desk: &mut Desk<'_>) {
        // An IPv4 address that came through an IPv6 socket is what it was.
        let address: Arc<str> = desk.arrival().from.ip().to_canonical().to_string().into();
        let entering = Entering {
            nick,
            user: USER.into(),
            host: Arc::clone(&address),
            address,
            real: "".into(),
            account,
            token: None,
            secure: false,
            beside: Beside::default(),
        };
        let token = desk.ask(Ask::Enter(Box::new(entering)));
        self.expect(token, Pending::Enter);
    }

    /// The password was checked of who wants to be let in as an account.
    pub(super) fn verified_to_enter(&mut self, reply: Reply, desk: &mut Desk<'_>) {
        match reply {
            Reply::Verified(name) => self.enter(Nickname::trusted(name.as_str()), Some(name), desk),
            other => self.not_let_in(other, desk),
        }
    }

    /// The house has answered who wants to be let in.
    pub(super) fn let_in(&mut self, reply: Reply, desk: &mut Desk<'_>) {
        match reply {
            Reply::Answer(Answer::Entered(entered)) => self.come_in(*entered, desk),
            other => self.not_let_in(other, desk),
        }
    }

    fn not_let_in(&mut self, reply: Reply, desk: &mut Desk<'_>) {
        match reply {
            Reply::Answer(Answer::Refused(why @ Refusal::BannedFromHouse { .. })) => {
                self.tell(desk, format_args!("{}", Refused(&why)));
                self.leaving = true;
                desk.close(Ending::Quit(parlor_model::Text::trusted("banned from the house")));
            }
            Reply::Answer(Answer::Refused(why @ (Refusal::NoGuests | Refusal::WrongPassword))) => {
                self.tell(desk, format_args!("{}", Refused(&why)));
            }
            Reply::Answer(Answer::Refused(Refusal::NameUnfit { why: NameError::Empty, .. })) => {
                self.ask_again(format_args!("Username can't be empty."), desk);
            }
            Reply::Answer(Answer::Refused(why)) => self.ask_again(format_args!("{}", Refused(&why)), desk),
            // No other answer is one to this question; all the same, nobody is left without a word.
            _ => self.ask_again(
                format_args!("The house cannot let you in just now; try again in a moment."),
                desk,
            ),
        }
    }

    fn come_in(&mut self, entered: Entered, desk: &mut Desk<'_>) {
        let Entered { who, resumed, rooms, away, .. } = entered;
        self.me = Some(who.nick.clone());
        self.rooms = rooms.into_iter().filter(|room| room.name.is_some()).collect();
        let rules = Arc::clone(desk.rules());
        let hello = if resumed { "Welcome back" } else { "Hello" };
        self.tell(desk, format_args!("{hello}, {}. /help lists what you can do, exit leaves.", who.nick));
        for line in rules.motd.lines() {
            self.tell(desk, format_args!("{}", OneLine(line)));
        }
        if let Some(away) = away {
            self.tell(desk, format_args!("You are still away: {} (/back ends it)", OneLine(&away)));
        }
        let lobby = self
            .room_named(&rules.lobby)
            .or_else(|| self.rooms.first().filter(|_| resumed))
            .map(|room| room.id);
        match lobby {
            Some(room) => self.show_room(room, desk),
            None => self.join(rules.lobby.clone(), None, desk),
        }
    }
}
