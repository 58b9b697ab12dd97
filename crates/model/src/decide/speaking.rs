//! Saying things, and what is done to what was said.

use super::{Asked, Decision, Recall};
use crate::{
    Audience, Character, Fact, Flag, Manner, Nickname, Number, Place, Refusal, RelayedName, Role, Sign, Text,
    Who,
};
use alloc::format;
use alloc::string::ToString;
use alloc::sync::Arc;

impl Asked<'_> {
    pub(super) fn say(
        &self,
        manner: Manner,
        text: &Text,
        reply_to: Option<Number>,
        to_role: Role,
        tags: Option<&Text>,
    ) -> Result<Decision, Refusal> {
        if text.is_empty() {
            return Err(Refusal::EmptyText);
        }
        self.fits(text, self.limits.message_bytes_max)?;
        if let Some(tags) = tags {
            self.fits(tags, TAGS_BYTES_MAX)?;
        }
        self.may_speak(manner)?;
        if to_role > Role::Plain {
            self.named()?;
        }
        // One answers what one may read; anything else would tell whether the message exists.
        let reply_to = match reply_to {
            None => None,
            Some(number) => Some(self.message(number)?.number),
        };
        self.happened(Fact::Said { manner, text: text.clone(), reply_to, to_role, tags: tags.cloned() })
    }

    /// Words of a play: everybody sees by the name that nobody is called so, and by the words whose they are.
    pub(super) fn play(
        &self,
        character: &Character,
        manner: Manner,
        text: &Text,
    ) -> Result<Decision, Refusal> {
        if text.is_empty() {
            return Err(Refusal::EmptyText);
        }
        self.named()?;
        self.may_speak(manner)?;
        if !self.limits.roleplay || !self.room.policy.has(Flag::Roleplay) {
            return Err(Refusal::NoRoleplay);
        }
        let me = &self.actor.who;
        let text = Text::trusted(&format!("{text} ({})", me.nick));
        self.fits(&text, self.limits.message_bytes_max)?;
        let shown = match character {
            Character::Scene => "=Scene=".to_string(),
            Character::Named(name) => format!("*{name}*"),
        };
        let fact = Fact::Said { manner, text, reply_to: None, to_role: Role::Plain, tags: None };
        let (nick, user) = (Nickname::trusted(&shown), me.nick.as_str().into());
        let by = Who { nick, user, host: PLAY_HOST.into(), ..Who::clone(me) };
        Ok(Decision { by: Some(Arc::new(by)), ..self.happened(fact)? })
    }

    /// Who keeps the room's order vouches for the words of others.
    pub(super) fn relay(
        &self,
        name: &RelayedName,
        text: &Text,
        tags: Option<&Text>,
    ) -> Result<Decision, Refusal> {
        self.named()?;
        self.need(Role::HalfOperator)?;
        let said = self.say(Manner::Say, text, None, Role::Plain, tags)?;
        let by = Who { nick: name.shown(), account: None, ..Who::clone(&self.actor.who) };
        Ok(Decision { by: Some(Arc::new(by)), ..said })
    }

    pub(super) fn tag(&self, tags: &Text) -> Result<Decision, Refusal> {
        if tags.is_empty() {
            return Err(Refusal::EmptyText);
        }
        self.fits(tags, TAGS_BYTES_MAX)?;
        self.may_speak(Manner::Say)?;
        self.happened(Fact::Tagged { tags: tags.clone() })
    }

    /// Voice and above speak always; others as the room's rules say.
    fn may_speak(&self, manner: Manner) -> Result<(), Refusal> {
        let room = self.room;
        if matches!(room.place, Place::Direct(_)) {
            return if room.is_member(self.me()) { Ok(()) } else { Err(Refusal::NoSuchRoom) };
        }
        let policy = &room.policy;
        let rank = self.my_rank();
        if rank.is_none() && !room.may_see(self.me(), self.rules_the_house()) {
            return Err(Refusal::NoSuchRoom);
        }
        if policy.has(Flag::NoCtcp) && matches!(manner, Manner::Ctcp | Manner::CtcpReply) {
            return Err(Refusal::NoCtcp);
        }
        if rank.is_none() && policy.has(Flag::MembersSpeak) {
            return Err(Refusal::MembersSpeak);
        }
        if rank.unwrap_or(Role::Plain) >= Role::Voice {
            return Ok(());
        }
        if room.silences(&self.actor.who) {
            return Err(Refusal::Muted);
        }
        if policy.has(Flag::Moderated) {
            return Err(Refusal::Moderated);
        }
        if policy.has(Flag::RegisteredSpeak) && self.actor.who.is_guest() {
            return Err(Refusal::RegisteredSpeak);
        }
        Ok(())
    }

    /// Whether the asker's words go to everyone: an op-moderated room would hold them back.
    pub(super) fn may_speak_to_all(&self) -> Result<(), Refusal> {
        self.may_speak(Manner::Say)?;
        if self.room.muffles(self.me()) { Err(Refusal::Moderated) } else { Ok(()) }
    }

    /// Whether the asker may put words on this message, which all who heard it will see.
    fn may_write_on(&self, message: &Recall) -> Result<(), Refusal> {
        match message.heard {
            Audience::Room => self.may_speak_to_all(),
            Audience::These(_) | Audience::Nobody => self.may_speak(Manner::Say),
        }
    }

    /// The message a command is about: one that is there, was not deleted, and that the asker may read.
    fn message(&self, number: Number) -> Result<&Recall, Refusal> {
        if !self.room.may_read(&self.actor.who) {
            return Err(self.not_member());
        }
        let recall = self
            .recall
            .filter(|r| r.number == number && r.heard.includes(self.me()))
            .ok_or(Refusal::NoSuchMessage(number))?;
        if recall.deleted { Err(Refusal::Deleted(number)) } else { Ok(recall) }
    }

    pub(super) fn edit(&self, target: Number, text: &Text) -> Result<Decision, Refusal> {
        if text.is_empty() {
            return Err(Refusal::EmptyText);
        }
        self.fits(text, self.limits.message_bytes_max)?;
        let recall = self.message(target)?;
        if recall.by != self.me() {
            return Err(Refusal::NotYours);
        }
        self.may_write_on(recall)?;
        self.happened(Fact::Edited { target, text: text.clone() })
    }

    pub(super) fn delete(&self, target: Number, reason: &Text) -> Result<Decision, Refusal> {
        self.fits(reason, self.limits.reason_bytes_max)?;
        let mine = self.recall.is_some_and(|r| r.by == self.me());
        // A server operator takes away also where they do not read along.
        if self.rules_the_house() && !mine && matches!(self.room.place, Place::Named(_)) {
            let recall = self.recall.filter(|r| r.number == target).ok_or(Refusal::NoSuchMessage(target))?;
            if recall.deleted {
                return Err(Refusal::Deleted(target));
            }
            return self.happened(Fact::Deleted { target, reason: reason.clone() });
        }
        if !self.limits.deletion && !self.rules_the_house() {
            return Err(Refusal::NoDeletion);
        }
        let recall = self.message(target)?;
        if recall.by != self.me() {
            if matches!(self.room.place, Place::Direct(_)) {
                return Err(Refusal::NotYours);
            }
            self.need(Role::HalfOperator).map_err(|why| match why {
                Refusal::NeedRole(_) => Refusal::NotYours,
                other => other,
            })?;
        } else if !reason.is_empty() {
            // A reason is words, too.
            self.may_write_on(recall)?;
        }
        self.happened(Fact::Deleted { target, reason: reason.clone() })
    }

    pub(super) fn react(&self, target: Number, reaction: &Text, sign: Sign) -> Result<Decision, Refusal> {
        if reaction.trim().is_empty() {
            return Err(Refusal::EmptyText);
        }
        self.fits(reaction, REACTION_BYTES_MAX)?;
        let recall = self.message(target)?;
        if !self.room.is_member(self.me()) {
            return Err(self.not_member());
        }
        // Taking back what one put there adds no word.
        if sign == Sign::Plus {
            self.may_write_on(recall)?;
        }
        let there = recall.reactions.iter().any(|(p, r)| *p == self.me() && r == reaction);
        if there == (sign == Sign::Plus) {
            return Err(Refusal::NothingToChange);
        }
        let reactions_max = self.limits.reactions_per_message_max;
        if sign == Sign::Plus && recall.reactions.len() >= reactions_max {
            return Err(Refusal::TooManyReactions { reactions_max });
        }
        self.happened(Fact::Reacted { target, reaction: reaction.clone(), sign })
    }
}

/// The host of characters: one that nobody can have (RFC 2606 section 2).
const PLAY_HOST: &str = "npc.fakeuser.invalid";

/// Bytes of a reaction: the longest emoji sequences have some thirty, a short word fits too.
pub const REACTION_BYTES_MAX: usize = 64;

/// Bytes of the client-only tags of a message (<https://ircv3.net/specs/extensions/message-tags#size-limit>), and of what
/// the house itself writes beside them.
pub const TAGS_BYTES_MAX: usize = 4094 + 1024;
