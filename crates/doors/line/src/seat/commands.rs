//! Each command, translated.

use super::LineSeat;
use super::pending::Pending;
use crate::codec::{Bell, Command, Verb};
use crate::words::help;
use parlor_model::{ListKind, Role, Sign};
use parlor_server::{Ask, Desk, Look};

impl LineSeat {
    pub(super) fn command(&mut self, command: Command<'_>, desk: &mut Desk<'_>) {
        match command {
            Command::Help(verb) => self.help(verb, desk),
            Command::Nick(name) => self.nick(name, desk),
            Command::Names(room) => self.names(room, desk),
            Command::Rooms(pattern) => self.look(Look::Rooms, Pending::Rooms(pattern.map(Into::into)), desk),
            Command::Join { room, key } => {
                if let Some(room) = self.room_typed(room, desk) {
                    self.join(room, key.map(|key| key.reveal().into()), desk);
                }
            }
            Command::Part { room, why } => self.part(room, why, desk),
            Command::Room(room) => self.make_current(room, desk),
            Command::Msg { to, text } => self.message_to(to, text, desk),
            Command::Me(text) => self.act(text, desk),
            Command::Topic(asked) => self.topic(asked, desk),
            Command::Reply { number, text } => self.reply(number, text, desk),
            Command::Edit { number, text } => self.edit(number, text, desk),
            Command::Delete(number) => self.delete(number, desk),
            Command::React { number, emoji } => self.react(number, emoji, Sign::Plus, desk),
            Command::Unreact { number, emoji } => self.react(number, emoji, Sign::Minus, desk),
            Command::History(span) => self.history(span, desk),
            Command::Search(words) => self.search(words, desk),
            Command::Away(why) => self.go_away(why, desk),
            Command::Back => self.ask_away(None, desk),
            Command::Whois(who) => self.look(Look::Person(who.into()), Pending::Whois, desk),
            Command::Who => self.who(desk),
            Command::Invite { who, room } => self.invite(who, room, desk),
            Command::Kick { who, why } => self.kick(who, why, desk),
            Command::Ban(mask) => self.list(ListKind::Ban, Sign::Plus, mask, desk),
            Command::Unban(mask) => self.list(ListKind::Ban, Sign::Minus, mask, desk),
            Command::Mute(mask) => self.list(ListKind::Mute, Sign::Plus, mask, desk),
            Command::Unmute(mask) => self.list(ListKind::Mute, Sign::Minus, mask, desk),
            Command::Op(who) => self.role(Role::Operator, Sign::Plus, who, desk),
            Command::Deop(who) => self.role(Role::Operator, Sign::Minus, who, desk),
            Command::Voice(who) => self.role(Role::Voice, Sign::Plus, who, desk),
            Command::Devoice(who) => self.role(Role::Voice, Sign::Minus, who, desk),
            Command::Mode(args) => self.mode(args, desk),
            Command::Rename(to) => self.rename(to, desk),
            Command::Register { name, password } => self.register(name, password, desk),
            Command::Verify { name, code } => self.confirm(name, code, desk),
            Command::Login { name, password } => self.log_in(name, password, desk),
            Command::Logout => {
                desk.ask(Ask::LogOut);
            }
            Command::Numbers(on) => self.numbers(on, desk),
            Command::Elapsed(on) => self.elapsed(on, desk),
            Command::Bell(bell) => self.bell(bell, desk),
            Command::Quit(why) => self.quit(why, desk),
        }
    }

    fn help(&self, verb: Option<Verb>, desk: &mut Desk<'_>) {
        let mut paper = self.paper(desk);
        match verb {
            None => help::overview().for_each(|line| paper.line(format_args!("{line}"))),
            Some(verb) => help::about(verb).for_each(|line| paper.line(format_args!("{line}"))),
        }
    }

    fn numbers(&mut self, on: bool, desk: &mut Desk<'_>) {
        self.style.numbers = on;
        self.tell(
            desk,
            match on {
                true => {
                    format_args!("Lines are shown with their numbers; your own come back once they are kept.")
                }
                false => format_args!("Lines are shown without numbers."),
            },
        );
    }

    fn elapsed(&mut self, on: bool, desk: &mut Desk<'_>) {
        self.style.elapsed = on;
        self.tell(
            desk,
            match on {
                true => format_args!("Messages are shown with the time since the one before."),
                false => format_args!("Messages are shown without times."),
            },
        );
    }

    fn bell(&mut self, bell: Bell, desk: &mut Desk<'_>) {
        self.set_bell(bell);
        self.tell(
            desk,
            match bell {
                Bell::On => format_args!("The bell rings on every message of somebody else."),
                Bell::Mentions => {
                    format_args!("The bell rings on messages that name you, and on those to you alone.")
                }
                Bell::Off => format_args!("The bell is silent."),
            },
        );
    }

    fn quit(&mut self, why: Option<&str>, desk: &mut Desk<'_>) {
        let bytes_max = desk.rules().house.limits.reason_bytes_max;
        if let Some(why) = self.text_or_none(why, bytes_max, desk) {
            self.leave(why, desk);
        }
    }
}
