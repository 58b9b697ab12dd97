//! What the answer to a question is shown as.

use super::LineSeat;
use super::looking::PEOPLE_MAX;
use super::pending::Pending;
use crate::show;
use crate::words::clean::OneLine;
use crate::words::refusals::Refused;
use parlor_model::Nickname;
use parlor_server::{Answer, Desk, Ending, Reply, Token};

impl LineSeat {
    pub(super) fn show_answer(&mut self, token: Token, reply: Reply, desk: &mut Desk<'_>) {
        let Some(pending) = self.questions.take(token) else { return self.show_plainly(reply, desk) };
        match (pending, reply) {
            (Pending::Enter, reply) => self.let_in(reply, desk),
            (Pending::VerifyToEnter, reply) => self.verified_to_enter(reply, desk),
            (Pending::Join, reply) => self.join_answered(reply, desk),
            (Pending::EnteredRoom, reply) => self.room_looked_at(reply, desk),
            (Pending::EnteredPage, reply) => self.page_read(reply, desk),
            (Pending::MakeCurrent(name), reply) => self.make_current_answered(&name, &reply, desk),
            (Pending::Leave(why), _) => {
                let me = self.me.as_ref().map_or("", Nickname::as_str);
                self.tell(desk, format_args!("Bye, {me}."));
                desk.close(Ending::Quit(why));
            }
            (Pending::Names, Reply::Answer(Answer::Room(view))) => {
                let head = format!("In {}:", view.room);
                show::names(&head, &view, usize::MAX, &mut self.paper(desk));
            }
            (Pending::Topic, Reply::Answer(Answer::Room(view))) => {
                show::topic(&view, false, &mut self.paper(desk));
            }
            (Pending::Mode, Reply::Answer(Answer::Room(view))) => show::mode(&view, &mut self.paper(desk)),
            (Pending::Rooms(pattern), Reply::Answer(Answer::Rooms(lines))) => {
                self.rooms_shown(&lines, pattern.as_deref(), desk);
            }
            (Pending::Whois, Reply::Answer(Answer::Person(view))) => {
                let now = desk.now();
                show::person(&view, now, &mut self.paper(desk));
            }
            (Pending::Who, Reply::Answer(Answer::People(views))) => {
                show::people(&views, PEOPLE_MAX, &mut self.paper(desk));
            }
            (Pending::IsAway, Reply::Answer(Answer::Person(view))) => {
                if let Some(away) = &view.away {
                    self.tell(desk, format_args!("{} is away: {}", view.who.nick, OneLine(away)));
                } else if view.sessions == 0 {
                    self.tell(
                        desk,
                        format_args!("{} is not here now, and will find it later.", view.who.nick),
                    );
                }
            }
            // What was said to them was refused already.
            (Pending::IsAway, _) => {}
            (Pending::History { span, limit }, Reply::Page { page, .. }) => {
                self.show_history(&page, span, limit, desk);
            }
            (Pending::Search, Reply::Found(found)) => self.show_found(&found, desk),
            (Pending::Away(why), Reply::Answer(Answer::Done { .. })) => {
                self.away_answered(why.as_ref(), desk);
            }
            (Pending::Nick(nick), Reply::Answer(Answer::Done { .. })) => self.known_as(&nick, desk),
            (Pending::NickOfAccount(nick), reply) => self.nick_of_account_answered(&nick, reply, desk),
            (Pending::Hash(name, email), reply) => self.hashed(name, email, reply, desk),
            (Pending::Register(name, email), Reply::Answer(Answer::Done { .. })) => {
                self.registered(&name, email.as_ref(), desk);
            }
            (Pending::Confirm(name), Reply::Answer(Answer::Done { .. })) => {
                self.registered(&name, None, desk);
            }
            (Pending::Verify, reply) => self.verified(reply, desk),
            (Pending::LogIn(name), Reply::Answer(Answer::Done { .. })) => self.logged_in(&name, desk),
            (Pending::RoomsOfAccount, Reply::Answer(Answer::Rooms(lines))) => {
                self.rooms_of_account(&lines, desk);
            }
            (_, reply) => self.show_plainly(reply, desk),
        }
    }

    /// An answer that needs no question to be understood.
    pub(super) fn show_plainly(&self, reply: Reply, desk: &mut Desk<'_>) {
        match reply {
            Reply::Answer(Answer::Refused(why)) => self.tell(desk, format_args!("{}", Refused(&why))),
            Reply::Answer(Answer::Done { partly, .. }) => {
                for why in &partly {
                    self.tell(desk, format_args!("{}", Refused(why)));
                }
            }
            Reply::Answer(Answer::Unconfirmed) => self.tell(
                desk,
                format_args!("The disk failed just now: that may be kept or not. /history shows which."),
            ),
            Reply::Fault => self.tell(
                desk,
                format_args!(
                    "The house could not look that up just now. Nothing is lost; try again in a moment."
                ),
            ),
            // These are shown as what was asked; without the question they say nothing to anybody.
            Reply::Answer(
                Answer::Entered(_)
                | Answer::Fence
                | Answer::Room(_)
                | Answer::Rooms(_)
                | Answer::Person(_)
                | Answer::People(_)
                | Answer::Whowas(_)
                | Answer::Defcon(_)
                | Answer::House(_)
                | Answer::Bans(_)
                | Answer::Keyring(_)
                | Answer::Pushes(_)
                | Answer::Purges(_)
                | Answer::Account(_)
                | Answer::Accounts(_)
                | Answer::Sessions(_)
                | Answer::Marked(_)
                | Answer::Positions(_)
                | Answer::Metadata(_)
                | Answer::Cleared(_)
                | Answer::Readable { .. }
                | Answer::ReadableRooms { .. },
            )
            | Reply::Page { .. }
            | Reply::After { .. }
            | Reply::Found(_)
            | Reply::Verified(_)
            | Reply::Challenge(_)
            | Reply::Hashed(_)
            | Reply::Reread(_)
            | Reply::Settings(_) => {}
        }
    }
}
