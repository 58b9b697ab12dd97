//! A line is done: it is said, or it is a command.

use crate::app::{App, Asked, NOT_SAID, Notify, Pending};
use crate::commands;
use crate::effect::Effect;
use crate::entry::What;
use crate::overlay::{Found, Intent, Overlay};
use parlor_api::{
    Account, Ask, Away, Change, ChangeRoom, CloseRoom, Delete, Edit, Invite, Join, Kick, Leave, ListKind,
    LogIn, Manner, NewPassword, Nick, Nothing, React, Rename, Role, Say, Topic, WhichPerson,
};
use parlor_client::{Order, State};

impl App {
    /// Enter.
    pub(crate) fn submit(&mut self) {
        self.completion = None;
        if self.editor.text().trim().is_empty() {
            if self.intent == Intent::Say && matches!(self.state, State::Waiting { .. } | State::Over { .. })
            {
                self.order(Order::TryNow);
            }
            return;
        }
        match std::mem::take(&mut self.intent) {
            Intent::Say => self.line(),
            Intent::Reply { id, .. } => {
                let text = self.editor.take();
                self.say(text, Manner::Say, Some(id));
            }
            Intent::Edit { id, .. } => {
                let text = self.editor.take();
                self.change("Not changed", Ask::Edit(Edit { message: id, text, key: None }));
            }
        }
    }

    fn line(&mut self) {
        let parsed = commands::parse(self.editor.text())
            .map(|found| found.map(|(name, args)| (name, args.to_owned())));
        match parsed {
            None => {
                let text = self.editor.take();
                let text = text.strip_prefix("//").map(|rest| format!("/{rest}")).unwrap_or(text);
                self.say(text, Manner::Say, None);
            }
            // It stays in the line, to be mended.
            Some(Err(name)) => self.flash(format!("There is no /{name}. F1 shows what there is.")),
            Some(Ok((name @ ("login" | "register" | "password"), args))) => {
                // Passwords are not for the past.
                self.editor.set("");
                self.stop_typing();
                self.command(name, &args);
            }
            Some(Ok((name, args))) => {
                self.editor.take();
                self.stop_typing();
                self.command(name, &args);
            }
        }
    }

    /// Says something in the room that is looked at.
    pub(crate) fn say(&mut self, text: String, manner: Manner, reply_to: Option<String>) {
        let Some(room) = self.room().filter(|room| room.mine) else {
            self.editor.set(&text);
            return self.flash("You are not in a room here. /join NAME goes into one.");
        };
        let room_id = room.id.clone();
        self.said_it();
        let say = Say {
            room: room_id.clone(),
            text: text.clone(),
            key: None,
            manner,
            reply_to,
            to_role: Role::Plain,
        };
        if let Some(room) = self.room_mut() {
            room.go_to_bottom();
            room.mark = None;
        }
        let ticket = self.ticket();
        self.pending.push(Pending { ticket, room_id, text: Some(text), what: NOT_SAID, heard: false });
        self.order(Order::Send { ticket, ask: Box::new(Ask::Say(say)) });
    }

    /// Changes something about a message.
    pub(crate) fn change(&mut self, what: &'static str, ask: Ask) {
        let ticket = self.ticket();
        self.pending.push(Pending { ticket, room_id: self.current.clone(), text: None, what, heard: false });
        self.order(Order::Send { ticket, ask: Box::new(ask) });
    }

    fn command(&mut self, name: &str, args: &str) {
        let (first, rest) = args.split_once(char::is_whitespace).unwrap_or((args, ""));
        let rest = rest.trim();
        let here = self.current.clone();
        let needs = |what: &str| format!("/{name} wants {what}.");
        let done = |words: &str| Asked::Command(Some(words.to_owned()));
        match name {
            "quit" => self.order(Order::Leave { reason: args.to_owned() }),
            "help" => self.overlay = Some(Overlay::Help(0)),
            "reconnect" => self.order(Order::TryNow),
            "elapsed" => {
                self.elapsed = !self.elapsed;
                self.flash(if self.elapsed { "Times since the message before." } else { "Times of day." });
            }
            "comings" => {
                self.comings = !self.comings;
                self.flash(if self.comings {
                    "Comings and goings are shown."
                } else {
                    "Comings and goings are not shown."
                });
            }
            "bare" => self.bare = !self.bare,
            "mouse" => self.effect(Effect::Mouse(args != "off")),
            "notify" => {
                self.notify = match args {
                    "off" => Notify::Off,
                    "all" => Notify::All,
                    "me" | "" => Notify::ToMe,
                    _ => return self.flash(needs("off, me or all")),
                };
                self.flash(match self.notify {
                    Notify::Off => "Nothing rings.",
                    Notify::ToMe => "What is for you rings.",
                    Notify::All => "Every message rings.",
                });
            }
            "search" => self.search(args),
            "go" if args.is_empty() => self.overlay = Some(Overlay::GoTo(crate::overlay::GoTo::default())),
            "go" => self.go(args),
            "who" => self.who(),
            "rooms" => self.ask(Ask::Rooms(Nothing {}), Asked::Rooms),
            "join" if first.is_empty() => self.flash(needs("a room")),
            "join" => {
                let room = with_sign(first);
                if self.room_by_name(&room).is_some_and(|room| room.mine) {
                    return self.go(&room);
                }
                self.going_to = Some(room.clone());
                let key = Some(rest.to_owned()).filter(|key| !key.is_empty());
                // With a connection the answer is wanted; without, the wish is kept.
                if self.is_connected() {
                    self.ask(Ask::Join(Join { room, key }), Asked::Command(None));
                } else {
                    self.order(Order::Want { room, key });
                }
            }
            "msg" if first.is_empty() => self.flash(needs("a name")),
            "msg" => {
                let room = format!("@{}", first.trim_start_matches('@'));
                self.going_to = Some(room.clone());
                match self.room_by_name(&room).map(|room| room.id.clone()) {
                    Some(id) => {
                        self.look_at(&id);
                        if !rest.is_empty() {
                            self.say(rest.to_owned(), Manner::Say, None);
                        }
                    }
                    None if rest.is_empty() => self.flash(needs("words, for it begins a conversation")),
                    None => {
                        let say = Say {
                            room,
                            text: rest.to_owned(),
                            key: None,
                            manner: Manner::Say,
                            reply_to: None,
                            to_role: Role::Plain,
                        };
                        let ticket = self.ticket();
                        let room_id = self.current.clone();
                        self.pending.push(Pending {
                            ticket,
                            room_id,
                            text: None,
                            what: NOT_SAID,
                            heard: false,
                        });
                        self.order(Order::Send { ticket, ask: Box::new(Ask::Say(say)) });
                    }
                }
            }
            "me" if args.is_empty() => self.flash(needs("words")),
            "me" => self.say(args.to_owned(), Manner::Action, None),
            "reply" | "edit" | "delete" | "react" => self.about_last(name, args),
            "topic" if args.is_empty() => {
                let topic = self.room().and_then(|room| room.topic.clone());
                self.note(topic.map_or("There is no topic.".into(), |topic| {
                    format!("Topic: {}", crate::text::one_line(&topic))
                }));
            }
            "topic" => {
                self.ask(Ask::Topic(Topic { room: here, text: args.to_owned() }), Asked::Command(None));
            }
            "leave" => {
                let ask = Ask::Leave(Leave { room: here.clone(), reason: args.to_owned() });
                if self.room().is_some_and(|room| !room.mine) {
                    self.rooms.retain(|room| room.id != here);
                    self.current.clear();
                    return self.arrive();
                }
                self.ask(ask, Asked::Command(None));
            }
            "nick" if first.is_empty() => self.flash(needs("a name")),
            "nick" => self.ask(
                Ask::Nick(Nick { name: first.to_owned() }),
                Asked::Command(Some(format!("You are {first} now."))),
            ),
            "away" => {
                let text = if args.is_empty() { "away" } else { args };
                self.away = true;
                self.ask(
                    Ask::Away(Away { text: Some(text.to_owned()) }),
                    done("You are away. /back ends it."),
                );
            }
            "back" => {
                self.away = false;
                self.ask(Ask::Away(Away { text: None }), done("You are back."));
            }
            "whois" if first.is_empty() => self.flash(needs("a name")),
            "whois" => {
                let name = first.trim_start_matches('@').to_owned();
                self.ask(Ask::Person(WhichPerson { name }), Asked::Person);
            }
            "login" if rest.is_empty() => self.flash(needs("a name and a password")),
            "login" => {
                let (name, password) = (first.to_owned(), rest.to_owned());
                self.ask(Ask::LogIn(LogIn { name, password }), done("You are logged in."));
            }
            "register" if args.is_empty() => self.flash(needs("a password")),
            "register" => {
                let name = self.me.as_ref().map(|me| me.name.clone()).unwrap_or_default();
                let words = format!("{name} is your account now.");
                self.ask(
                    Ask::Register(Account { name, password: args.to_owned(), email: None }),
                    Asked::Command(Some(words)),
                );
            }
            "logout" => {
                self.forget_me();
                self.ask(Ask::LogOut(Nothing {}), done("You are logged out."));
            }
            "password" if rest.is_empty() => self.flash(needs("the old and the new password")),
            "password" => {
                let (old, new) = (first.to_owned(), rest.to_owned());
                self.ask(Ask::ChangePassword(NewPassword { old, new }), done("The password is changed."));
            }
            "rename" if first.is_empty() => self.flash(needs("a new name")),
            "rename" => {
                let rename = Rename { room: here, to: with_sign(first), reason: rest.to_owned() };
                self.ask(Ask::Rename(rename), Asked::Command(None));
            }
            "close" => self
                .ask(Ask::CloseRoom(CloseRoom { room: here, reason: args.to_owned() }), Asked::Command(None)),
            _ => self.ruling(name, first, rest, here),
        }
    }

    /// What those who run a room do.
    fn ruling(&mut self, name: &str, first: &str, rest: &str, room: String) {
        if first.is_empty() {
            return self.flash(format!("/{name} wants to know whom or what."));
        }
        let (person, on) = (first.to_owned(), !name.starts_with("de") && name != "unban");
        let change = match name {
            "invite" => {
                let words = format!("{person} is invited.");
                return self.ask(Ask::Invite(Invite { room, person }), Asked::Command(Some(words)));
            }
            "kick" => {
                let kick = Kick { room, person, reason: rest.to_owned() };
                return self.ask(Ask::Kick(kick), Asked::Command(None));
            }
            "ban" | "unban" => Change::List { list: ListKind::Ban, on, mask: person },
            "op" | "deop" => Change::Role { role: Role::Operator, on, person },
            "voice" | "devoice" => Change::Role { role: Role::Voice, on, person },
            "set" => match rule(first) {
                Some(flag) => Change::Flag { flag, on: rest != "off" },
                None => {
                    return self.flash(
                        "Rules: secret, invite_only, moderated, members_speak, topic_locked, no_ctcp, registered_speak, \
                         registered_join, operator_moderated, auditorium.",
                    );
                }
            },
            _ => return,
        };
        self.ask(Ask::Change(ChangeRoom { room, changes: vec![change] }), Asked::Command(None));
    }

    /// `/reply`, `/edit`, `/delete` and `/react` without choosing: about the last message.
    fn about_last(&mut self, name: &str, args: &str) {
        let Some(me) = self.me.as_ref().map(|me| me.person.clone()) else { return };
        let own = matches!(name, "edit" | "delete");
        let Some(room) = self.room() else { return };
        let last = room.log.last().and_then(|last| {
            room.log.back_from(last).find_map(|(_, entry)| match (&entry.what, &entry.by) {
                (What::Said(said), Some(by)) if !said.deleted && (by.person == me) == own => {
                    Some(said.id.clone())
                }
                _ => None,
            })
        });
        let Some(message) = last else { return self.flash("There is no such message here.") };
        if args.is_empty() && name != "delete" {
            return self.flash(format!("/{name} wants something to follow it."));
        }
        match name {
            "reply" => self.say(args.to_owned(), Manner::Say, Some(message)),
            "edit" => {
                self.change("Not changed", Ask::Edit(Edit { message, text: args.to_owned(), key: None }));
            }
            "delete" => {
                self.change(
                    "Not deleted",
                    Ask::Delete(Delete { message, reason: args.to_owned(), key: None }),
                );
            }
            _ => {
                let reaction = emoji_of(args);
                self.react(message, reaction);
            }
        }
    }

    /// Puts a reaction on a message, or takes one's own off.
    pub(crate) fn react(&mut self, message: String, reaction: String) {
        let me = self.me.as_ref().map(|me| me.person.clone()).unwrap_or_default();
        let has_it = self.room().and_then(|room| room.shown().by_id(&message)).is_some_and(|(_, entry)| {
            entry.said().is_some_and(|said| {
                said.reactions
                    .iter()
                    .any(|(r, people)| *r == reaction && people.iter().any(|(p, _)| *p == me))
            })
        });
        self.change("No reaction", Ask::React(React { message, reaction, on: !has_it, key: None }));
    }

    /// Goes where a name says.
    pub(crate) fn go(&mut self, name: &str) {
        let wanted = name.to_lowercase();
        let bare = wanted.trim_start_matches(['#', '@']);
        let known = self.rooms.iter().find(|room| {
            let name = room.name.to_lowercase();
            name == wanted || name.trim_start_matches(['#', '@']) == bare
        });
        match known.map(|room| room.id.clone()) {
            Some(id) => self.look_at(&id),
            None => self.flash(format!("There is no {name} here. /join and /msg lead to others.")),
        }
    }

    /// Opens the search; with words, seeks at once.
    pub(crate) fn search(&mut self, words: &str) {
        let mut found = Found::default();
        found.editor.set(words);
        self.overlay = Some(Overlay::Found(found));
        if !words.is_empty() {
            self.seek();
        }
    }
}

/// A rule by its name.
fn rule(name: &str) -> Option<parlor_api::Flag> {
    use parlor_api::Flag;
    Some(match name.to_lowercase().replace([' ', '-'], "_").as_str() {
        "secret" => Flag::Secret,
        "invite_only" => Flag::InviteOnly,
        "moderated" => Flag::Moderated,
        "members_speak" => Flag::MembersSpeak,
        "topic_locked" => Flag::TopicLocked,
        "no_ctcp" => Flag::NoCtcp,
        "registered_speak" => Flag::RegisteredSpeak,
        "registered_join" => Flag::RegisteredJoin,
        "operator_moderated" => Flag::OperatorModerated,
        "auditorium" => Flag::Auditorium,
        _ => return None,
    })
}

fn with_sign(room: &str) -> String {
    if room.starts_with('#') { room.to_owned() } else { format!("#{room}") }
}

/// An emoji by its name, else what was written.
fn emoji_of(written: &str) -> String {
    let name = written.trim().trim_matches(':').to_lowercase();
    let found = crate::complete::emoji(&name).into_iter().next();
    match found {
        Some((short, emoji)) if name.is_ascii() && !name.is_empty() && short.contains(&name) => emoji,
        _ => written.trim().to_owned(),
    }
}
