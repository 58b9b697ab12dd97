//! Whether a command may be done, and what then happens. A pure function; every rights check of Parlor is below here.

mod entering;
mod meeting;
mod noting;
mod ruling;
mod speaking;

pub use meeting::{may_forward, open, open_direct};
pub use noting::may_say_about;
pub use speaking::{REACTION_BYTES_MAX, TAGS_BYTES_MAX};

use crate::{
    Actor, Audience, Command, Fact, Limits, Number, PersonId, Place, Refusal, Role, Room, Text, Who, audience,
};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What comes of a command: facts to keep, in this order, all or none; and what of a command of several parts was
/// refused although the rest could be done.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Decision {
    /// What happened, and who may hear of it.
    pub facts: Vec<(Fact, Audience)>,
    /// What could not be done.
    pub partly: Vec<Refusal>,
    /// How who did it is shown, where that is not how they are known: the same person under another name.
    pub by: Option<Arc<Who>>,
}

/// What the house remembers of an older message: enough to decide about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recall {
    /// Its number.
    pub number: Number,
    /// Who said it.
    pub by: PersonId,
    /// Who heard it.
    pub heard: Audience,
    /// Deleted since.
    pub deleted: bool,
    /// Who put what on it.
    pub reactions: Vec<(PersonId, Text)>,
}

/// Decides what comes of `command`, asked by `actor` in `room` as it is.
///
/// `recall` is the message that [`Command::target`] names, `None` when there is no such message. Whether a name is
/// free ([`Command::Rename`], [`Command::BecomeKnownAs`]) is decided by who knows all names, before.
///
/// # Errors
/// A [`Refusal`]; nothing happened then.
pub fn decide(
    room: &Room,
    actor: &Actor,
    command: &Command<Arc<Who>>,
    recall: Option<&Recall>,
    limits: &Limits,
) -> Result<Decision, Refusal> {
    if room.closed || room.place == Place::Nowhere {
        return Err(Refusal::NoSuchRoom);
    }
    let asked = Asked { room, actor, recall, limits };
    match command {
        Command::Join { key, forced } => asked.join(key.as_deref(), *forced),
        Command::Leave { how, reason } => asked.leave(*how, reason),
        Command::Kick { whom, reason } => asked.kick(whom, reason),
        Command::Invite { whom } => asked.invite(whom),
        Command::Knock { text } => asked.knock(text),
        Command::Say { manner, text, reply_to, to_role, tags } => {
            asked.say(*manner, text, *reply_to, *to_role, tags.as_ref())
        }
        Command::Play { character, manner, text } => asked.play(character, *manner, text),
        Command::Relay { name, text, tags } => asked.relay(name, text, tags.as_ref()),
        Command::Tag { tags } => asked.tag(tags),
        Command::Edit { target, text } => asked.edit(*target, text),
        Command::Delete { target, reason } => asked.delete(*target, reason),
        Command::React { target, reaction, sign } => asked.react(*target, reaction, *sign),
        Command::SetTopic { text } => asked.set_topic(text),
        Command::Change(changes) => asked.change(changes),
        Command::Rename { to, reason } => asked.rename(to, reason),
        Command::Close { reason } => asked.close(reason),
        Command::BecomeKnownAs { now } => asked.become_known_as(now),
    }
}

/// Whether somebody may give others lasting ways into a room: invitations that are handed round, hooks that speak.
///
/// # Errors
/// A [`Refusal`].
pub fn may_open_ways(room: &Room, actor: &Actor, limits: &Limits) -> Result<(), Refusal> {
    if room.closed || room.place == Place::Nowhere {
        return Err(Refusal::NoSuchRoom);
    }
    let asked = Asked { room, actor, recall: None, limits };
    asked.named()?;
    asked.need(Role::Operator)
}

/// One command being decided.
struct Asked<'a> {
    room: &'a Room,
    actor: &'a Actor,
    recall: Option<&'a Recall>,
    limits: &'a Limits,
}

impl Asked<'_> {
    fn happened(&self, fact: Fact) -> Result<Decision, Refusal> {
        let heard = audience(self.room, &self.actor.who, &fact, self.recall);
        Ok(Decision { facts: [(fact, heard)].into(), ..Decision::default() })
    }

    fn me(&self) -> PersonId {
        self.actor.who.person
    }

    /// What the asker may here; no member has `None`.
    fn my_rank(&self) -> Option<Role> {
        self.room.rank(self.me())
    }

    /// Whether the asker stands above all rooms: a server operator, or the house itself.
    fn rules_the_house(&self) -> bool {
        self.actor.operator || self.me() == PersonId::HOUSE
    }

    /// Refuses a command that only a named room knows.
    fn named(&self) -> Result<(), Refusal> {
        match self.room.place {
            Place::Named(_) => Ok(()),
            Place::Direct(_) | Place::Nowhere => {
                Err(if self.room.is_member(self.me()) { Refusal::NotHere } else { Refusal::NoSuchRoom })
            }
        }
    }

    /// What to say to somebody who is no member: a secret room is not there.
    fn not_member(&self) -> Refusal {
        if self.room.may_see(self.me(), self.rules_the_house()) {
            Refusal::NotMember
        } else {
            Refusal::NoSuchRoom
        }
    }

    /// The role that owns this room: without a founder its operators do.
    fn owning_role(&self) -> Role {
        if self.room.founder.is_some() { Role::Owner } else { Role::Operator }
    }

    /// Lets members with the role pass, and server operators.
    fn need(&self, role: Role) -> Result<(), Refusal> {
        if self.rules_the_house() {
            return Ok(());
        }
        match self.my_rank() {
            None => Err(self.not_member()),
            Some(mine) if mine >= role => Ok(()),
            Some(_) => Err(Refusal::NeedRole(role)),
        }
    }

    fn fits(&self, text: &Text, bytes_max: usize) -> Result<(), Refusal> {
        if text.len() > bytes_max { Err(Refusal::TooLong { bytes: text.len(), bytes_max }) } else { Ok(()) }
    }
}
